# SPDX-License-Identifier: GPL-3.0-or-later
"""The attribute table of a units layer that carries the requirements itself, as a grid that reads like a printed list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ...core.errors import Fault, fault
from ..clause_text import split_cell
from ..features import FeatureTable
from ..profile import Profile
from .grid import Grid

_CARRIES: Final = ("requirement", "dimension:")
_BESIDE: Final = ("dimension", "number", "tag")
_LONGEST_DBASE: Final = 254
_WIDEST_CHARACTER: Final = 4


@dataclass(frozen=True)
class AttributeList:
    """A layer's requirements as a wide or long list.

    The rows of ``grid`` are those of the layer, so that a clause stands in the row its unit stands in; the names of the
    fields are row 0. ``fields`` are those that were taken.
    """

    grid: Grid
    fields: tuple[str, ...]
    faults: tuple[Fault, ...] = ()


def attribute_list(table: FeatureTable, code_field: str, profile: Profile, file: str) -> AttributeList | None:
    """The requirements that a layer's own fields hold (KJBJYS …); None where no field does.

    ``code_field`` is the field of the unit code, ``file`` the name under which the source stands in the release. Beside fields
    that the profile knows, one is taken whose texts are numbered like clauses: the list's reader says that it does not
    know it. What features of one unit repeat is said once.

    Faults: "text-cut-by-dbase" for a text that fills a dBASE field (254 bytes), "requirement-field-cut" for a field name that
    was cut to the ten bytes that dBASE allows. Raises nothing.
    """
    headings = _headings(table, code_field, profile)
    if not any(profile.role_of(one) in _CARRIES for one in headings.values()):
        return None
    faults = [
        fault("requirement-field-cut", file=file, field=name, taken=taken)
        for name, taken in headings.items()
        if table.is_cut_at_ten_bytes and taken == profile.dimension_cut_to(name)
    ]
    fields = (code_field, *(name for name in table.fields if name in headings))
    cells = {(0, column): headings.get(name, _code_heading(profile)) for column, name in enumerate(fields, 1)}
    said: set[tuple[str, ...]] = set()
    for number, row in enumerate(table.rows, 1):
        code = row.values.get(code_field, "").strip()
        texts = tuple(row.values.get(name, "") for name in fields[1:])
        if not any(text.strip() for text in texts) or (code, *texts) in said:
            continue
        said.add((code, *texts))
        cells |= {(number, column): text for column, text in enumerate((code, *texts), 1) if text.strip()}
        faults += [
            fault("text-cut-by-dbase", file=file, row=number, code=code, field=name)
            for name, text in zip(fields[1:], texts, strict=True)
            if _may_be_cut(text)
        ]
    return AttributeList(Grid(table.layer, cells), fields, tuple(faults))


def _code_heading(profile: Profile) -> str:
    """A heading that the profile knows as the unit code's."""
    return profile.aliases["unit_code"][0]


def _headings(table: FeatureTable, code_field: str, profile: Profile) -> dict[str, str]:
    """What stands over each field that is part of the list."""
    headings: dict[str, str] = {}
    for name in table.fields:
        if name == code_field or profile.is_ignored(name):
            continue
        role = profile.role_of(name)
        cut = profile.dimension_cut_to(name) if table.is_cut_at_ten_bytes and not role else ""
        if cut or role == "dimension:":
            headings[name] = cut or profile.dimension_of_field(name)
        elif role in _CARRIES or role in _BESIDE or (not role and any(map(_is_numbered, _texts(table, name)))):
            headings[name] = name
    return headings


def _texts(table: FeatureTable, name: str) -> list[str]:
    return [row.values.get(name, "") for row in table.rows[:300]]


def _is_numbered(text: str) -> bool:
    """Whether a text has two numbered clauses, or one that is tagged."""
    items = split_cell(text) if len(text) > 4 else []
    return sum(bool(one.number) for one in items) > 1 or any(one.tag for one in items)


def _may_be_cut(text: str) -> bool:
    """Whether a text is exactly as long as a dBASE field holds, up to a character cut in two, in either encoding."""
    sizes = [len(text.encode(codec, "replace")) for codec in ("utf-8", "gb18030")]
    return any(_LONGEST_DBASE - _WIDEST_CHARACTER < size <= _LONGEST_DBASE for size in sizes)
