# SPDX-License-Identifier: GPL-3.0-or-later
"""An outline as HTML for people and printers, through the templates in resources/report/; every text is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ..core.errors import PartMissing
from ..core.office_rules import Colours
from ..core.terms import UnitClass
from ..places import resources_dir
from .outline import Block, MapPlace, Outline, Section
from .printable import HtmlPart, MapSheet, PrintableReport

if TYPE_CHECKING:
    from jinja2 import Environment

# Ink, paper and sign of a notice. The sign says the same without its colour.
_LOOKS: Final = {
    "alarm": ("#b3261e", "#fdecea", "!"),
    "trial": ("#8a4b00", "#fff1dd", "?"),
    "calm": ("#2e6b3a", "#eef6ef", "✓"),
    "note": ("#4a5568", "#f4f5f7", "i"),
}
# Grounds of the cells that say what is known of a zone theme: "no data" and "failed" are as loud as a hit.
_STATES: Final = {
    "state-hit": "#f7cfc8",
    "state-edge": "#fff4c2",
    "state-clear": "#ffffff",
    "state-no-data": "#c9c3dd",
    "state-failed": "#c9c3dd",
}
_ROWS: Final = {"total": "#eef0f3", "group": "#dde3ea", "band": "#f1f3f6"}

# What HTML and XML cannot hold, beside tab and newline.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def html_parts(outline: Outline) -> tuple[str, ...]:
    """Whole HTML documents, one before and one after each map page, in the subset that a QTextDocument lays out."""
    groups = tuple(_around_maps(outline.sections))
    template = _environment().get_template("part.html")
    return tuple(
        template.render(
            outline=outline, sections=sections, is_first=not number, looks=_LOOKS, grounds=_grounds(outline.colours), rows=_ROWS, kind_of=lambda block: type(block).__name__,
        )
        for number, sections in enumerate(groups)
    )  # fmt: skip


def _grounds(colours: Colours) -> dict[str, str]:
    """Grounds of cells by style: classes as maps draw them. A letter or word always stands in the cell as well."""
    own = {f"class-{one.value}": colour.fill for one, colour in colours}
    return _national_grounds() | own | _STATES


@lru_cache(maxsize=1)
def _national_grounds() -> dict[str, str]:
    with open(resources_dir() / "profiles" / "national.json", encoding="utf-8") as file:
        colours = json.load(file)["colours"]
    return {f"class-{one.value}": colours[one.value]["fill"] for one in UnitClass}


def to_printable(outline: Outline, maps: Sequence[MapSheet], author: str) -> PrintableReport:
    """The outline with its map sheets, one for each place that the outline keeps for one, ready for a printer."""
    parts: list[HtmlPart | MapSheet] = []
    sheets = list(maps)
    for html in html_parts(outline):
        parts += [HtmlPart(html), *sheets[:1]]
        del sheets[:1]
    return PrintableReport(
        outline.title, outline.language, outline.header, outline.footer, outline.date, author, (*parts, *sheets)
    )


def _around_maps(sections: Sequence[Section]) -> Iterator[tuple[Section, ...]]:
    group: list[Section] = []
    for section in sections:
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, MapPlace):
                yield (*group, Section(section.title, tuple(blocks), section.level))
                group, blocks, section = [], [], Section("", (), section.level)  # noqa: PLW2901 - the rest of it
            else:
                blocks.append(block)
        if blocks or section.title:
            group.append(Section(section.title, tuple(blocks), section.level))
    if group:
        yield tuple(group)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    try:
        from jinja2 import FileSystemLoader, StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as reason:
        raise PartMissing("library-missing", library="jinja2") from reason
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(resources_dir() / "report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_writable,
    )


def _writable(value: object) -> object:
    """Text that HTML can hold: line ends as \\n, what it forbids as U+FFFD, which a reader sees."""
    if type(value) is not str:
        return value
    return _FORBIDDEN.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
