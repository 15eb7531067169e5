# SPDX-License-Identifier: GPL-3.0-or-later
"""The import report: what was recognised and what is odd, as `zoning.import-report/1` and as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ..core.errors import Fault, Level, PartMissing
from ..core.release import Release, count_by_class
from ..places import resources_dir
from ..wording import sentence_of, word

if TYPE_CHECKING:
    from jinja2 import Environment

SCHEMA: Final = "zoning.import-report/1"
_MOST_SHOWN: Final = 20
"""Faults of one code that the page shows; the JSON holds all of them."""


@dataclass(frozen=True)
class ImportedFile:
    """One source as recognised. ``columns`` are (heading, role) with "" for what was not taken; ``sample`` the first rows.

    ``entry`` is the place of its entry in the plan (-1 where it has none); ``parts`` are layers or sheets. A source that was promised and not at hand, or could not be read, has ``failed``.
    """

    file: str
    role: str
    sha256: str = ""
    encoding: str = ""
    crs: str = ""
    rows: int = 0
    parts: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    theme: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    failed: bool = False
    entry: int = -1


def import_json(
    release: Release,
    files: Iterable[ImportedFile],
    faults: Sequence[Fault],
    language: str,
    *,
    profile: str,
    is_stored: bool,
) -> dict[str, Any]:
    """The report as a JSON value; every fault with code, level, facts and its sentence in ``language``."""
    info = release.info
    by_list = Counter(clause.list_id for clause in release.clauses)
    by_tier: Counter[str] = Counter()
    for one in release.lists:
        by_tier[one.tier.value] += by_list[one.list_id]
    themes = Counter(zone.theme for zone in release.zones)
    return {
        "schema": SCHEMA,
        "stored": is_stored,
        "profile": profile,
        "release": {
            "name": info.name, "document_no": info.document_no, "issuer": info.issuer, "effective": info.effective,
            "status": info.status.value, "supersedes": info.supersedes, "area_rule": info.area_rule, "digest": release.digest,
        },
        "counts": {
            "units": {"all": len(release.units)} | {key.value: count for key, count in count_by_class(release.units).items()},
            "zones": {"all": len(release.zones)} | {theme: themes[theme] for theme in sorted(themes)},
            "clauses": {"all": len(release.clauses)} | dict(by_tier),
            **{level.value: sum(one.level is level for one in faults) for level in Level},
        },
        "lists": [
            {
                "list_id": one.list_id, "title": one.title, "tier": one.tier.value, "document": one.document, "document_no": one.document_no,
                "effective": one.effective, "file": one.source_file, "clauses": by_list[one.list_id],
            }
            for one in release.lists
        ],
        "files": [_file(one) for one in files],
        "faults": [
            {"code": one.code, "level": one.level.value, "facts": dict(one.facts), "text": sentence_of(one, language)} for one in faults
        ],
    }  # fmt: skip


def _file(one: ImportedFile) -> dict[str, Any]:
    return {
        "file": one.file, "role": one.role, "failed": one.failed, "sha256": one.sha256, "encoding": one.encoding, "crs": one.crs,
        "rows": one.rows, "parts": list(one.parts), "layouts": list(one.layouts), "tiers": list(one.tiers), "theme": one.theme,
        "columns": [{"heading": heading, "role": role} for heading, role in one.columns],
        "sample": [list(row) for row in one.sample], "counts": dict(one.counts),
    }  # fmt: skip


def import_html(document: dict[str, Any], language: str) -> str:
    """The report as one page of HTML: no script, nothing fetched, every text escaped."""
    groups = []
    for level in Level:
        by_code: dict[str, list[str]] = {}
        for one in document["faults"]:
            if one["level"] == level.value:
                by_code.setdefault(one["code"], []).append(one["text"])
        if by_code:
            shown = [(texts[:_MOST_SHOWN], max(len(texts) - _MOST_SHOWN, 0)) for texts in by_code.values()]
            groups.append((level.value, sum(len(texts) for texts in by_code.values()), shown))

    def said(key: str, otherwise: str = "") -> str:
        return word(key, language, otherwise)

    template = _environment().get_template("import.html")
    return template.render(
        document=document, groups=groups, word=said, language="zh-Hans" if language.startswith("zh") else "en"
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    try:
        from jinja2 import FileSystemLoader, StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as reason:
        raise PartMissing("library-missing", library="jinja2") from reason
    loader = FileSystemLoader(resources_dir() / "report")
    return ImmutableSandboxedEnvironment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
