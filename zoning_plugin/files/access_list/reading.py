# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read of a printed table, before it belongs to a list of a release."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.errors import Fault


@dataclass(frozen=True)
class ListedUnit:
    """A unit as a list names it, white space dropped; empty where the list does not say.

    ``elements`` (要素细类) keep their line breaks, which may be all that separates them, and the ``elements_heading``
    over them as printed.
    """

    code: str
    name: str
    class_text: str
    province: str
    city: str
    county: str
    elements: str
    elements_heading: str
    sheet: str
    row: int


@dataclass(frozen=True)
class ListedClause:
    """A clause as read, before it belongs to a list: ``unit_code`` is empty in a tier table."""

    unit_code: str
    dimension: str
    number: str
    tag: str
    text: str
    sheet: str
    row: int


@dataclass(frozen=True)
class EmptyCell:
    """A cell that says that there is no requirement ("/"), with what it says that of."""

    unit_code: str
    dimension: str
    mark: str
    sheet: str
    row: int


@dataclass(frozen=True)
class RecognisedColumn:
    """A heading and what it was taken for: a role of the profile, "dimension:" for one dimension's column, "" for nothing."""

    heading: str
    role: str
    row: int


@dataclass(frozen=True)
class SheetReading:
    """What one sheet holds. ``accounts`` says of every cell with text, by (row, column), what became of it:

    heading, title, unit, clause, empty, dimension, label (序号), number, tag, ignored (the profile says so) or note (then it
    is in ``faults``). ``is_of_zones`` says that the codes its clauses are printed for are those of zones (要素分区, 红线).
    """

    sheet: str
    title: str
    layouts: tuple[str, ...]
    columns: tuple[RecognisedColumn, ...]
    units: tuple[ListedUnit, ...]
    clauses: tuple[ListedClause, ...]
    empties: tuple[EmptyCell, ...]
    faults: tuple[Fault, ...]
    accounts: dict[tuple[int, int], str]
    is_of_zones: bool = False

    @property
    def has_unit_codes(self) -> bool:
        """Whether the sheet's clauses belong to units."""
        return any(clause.unit_code for clause in self.clauses) or bool(self.units)
