# SPDX-License-Identifier: GPL-3.0-or-later
"""One printed table: its headings, its units and its requirements, every cell accounted for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ...core.errors import Fault, Level, fault
from ..clause_text import split_cell, squeezed
from ..profile import Profile, normalised
from ..tables.grid import Grid, Inside
from .leftovers import LONGEST_TITLE, UNMISTAKABLE, weight_of_leftover
from .reading import EmptyCell, ListedClause, ListedUnit, RecognisedColumn, SheetReading

_UNIT_ROLES: Final = ("unit_code", "unit_name", "province", "city", "county", "class", "elements", "remark")
# What a list says of a unit beside its code, and what of it is compared with what it said before.
_STATED_ROLES: Final = ("unit_name", "class", "province", "city", "county")
_CLAUSE_LIKE: Final = re.compile(r"(?m)^\s*(?:\d{1,3}(?:-\d{1,3})*\s*[.．、](?!\d)|【|[（(]\d{1,3}[）)])")
_NUMBER_INSIDE: Final = re.compile(r"(?<![\d.-])\d{1,3}(?:-\d{1,3})*\s*[.．、]\s*【")
# A table that goes on without heading is known by that within its first rows none stands.
_ROWS_TO_A_HEADING: Final = 4
_HEADING_NUMBER: Final = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)+")


@dataclass
class _Table:
    """The table that rows are being read into: its layout and its columns."""

    layout: str
    roles: dict[int, str]
    headings: dict[int, str]
    section: str = ""
    is_filled: bool = False
    is_of_zones: bool = False

    def columns(self, *roles: str) -> list[int]:
        return [column for column, role in sorted(self.roles.items()) if role in roles]


@dataclass
class SheetReader:
    """Walks a sheet once, row by row, keeping the table and the unit that it is in."""

    grid: Grid
    profile: Profile
    file: str
    table: _Table | None = None
    unit: str = ""
    in_block: bool = False
    title: str = ""
    layouts: list[str] = field(default_factory=list)
    found_columns: list[RecognisedColumn] = field(default_factory=list)
    units: list[ListedUnit] = field(default_factory=list)
    stated: set[tuple[str, str, str]] = field(default_factory=set)
    clauses: list[ListedClause] = field(default_factory=list)
    empties: list[EmptyCell] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    accounts: dict[tuple[int, int], str] = field(default_factory=dict)
    read_for: set[tuple[tuple[int, int], str, str]] = field(default_factory=set)
    unknown_dimensions: set[str] = field(default_factory=set)
    # What a table in running text, or in another one's cell, takes over; empty for a sheet.
    nested_rows: frozenset[int] = frozenset()
    outer_dimension: str = ""
    carried_unit: str = ""
    carried_dimension: str = ""
    last_dimension: str = ""
    line_unit: str = ""
    is_below_units: bool = False
    state_at: dict[int, tuple[_Table | None, str]] = field(default_factory=dict)
    is_of_zones: bool = False
    ignored_columns: Counter[str] = field(default_factory=Counter)

    def reading(self) -> SheetReading:
        """What has been read so far, as a value."""
        return SheetReading(
            self.grid.name, self.title, tuple(dict.fromkeys(self.layouts)), tuple(self.found_columns), tuple(self.units),
            tuple(self.clauses), tuple(self.empties), tuple(self.faults), self.accounts, self.is_of_zones,
        )  # fmt: skip

    def read(self) -> None:
        """Read the table from top to bottom; afterwards every cell with text is accounted for."""
        rows = self.grid.rows
        position = 0
        while position < len(rows):
            row = rows[position]
            if self._is_heading(row):
                end = position + 1
                while end < len(rows) and end - position < 4 and self._continues_heading(rows[position:end], rows[end]):
                    end += 1
                self._open_table(rows[position:end], rows[end:])
                position = end
            else:
                self._read_row(row)
                position += 1
            self.state_at[row] = (self.table, self.unit)
        self._settle_accounts()

    # --- headings ----------------------------------------------------------------------------------------------------

    def _is_heading(self, row: int) -> bool:
        """At least two cells of the row, and half of them, are known headings, and none is a unit's code; or one above a code."""
        texts = [text for _, text in self.grid.origins(row) if not self.profile.is_ignored(text)]
        if len(texts) == 1:
            return self._heads_a_code(row)
        known = [text for text in texts if self.profile.role_of(text)]
        return len(known) >= 2 and 2 * len(known) >= len(texts) and not any(self._codes(text) for text in texts)

    def _heads_a_code(self, row: int) -> bool:
        """Whether a row is nothing but the heading of the unit's code, and the next nothing but codes below it: a bare block."""
        (column, text), *others = self.grid.origins(row)
        if others or self.profile.role_of(text) not in ("unit_code", "zone_code"):
            return False
        at = bisect_right(self.grid.rows, row)
        below = list(self.grid.origins(self.grid.rows[at])) if at < len(self.grid.rows) else []
        return [place for place, _ in below] == [column] and bool(self._codes(below[0][1]))

    def _continues_heading(self, above: Sequence[int], row: int) -> bool:
        """Whether a row is the lower part of a heading: it lies beside cells merged down from it, or under one merged across."""
        top = above[0]
        own = list(self.grid.origins(row))
        if not own or any(self._codes(text) or _CLAUSE_LIKE.search(text) for _, text in own):
            return False
        merged_down = any(
            self.grid.origin(row, column)[0] in above and self.grid.extent(row, column).bottom >= row
            for column in self.grid.columns
        )
        under_group = all(
            self.grid.extent(top, column).right > self.grid.extent(top, column).left or not self.grid.text(top, column)
            for column, _ in own
        )
        roles = {self.profile.role_of(text) for _, text in own} - {""}
        roles_above = {self.profile.role_of(text) for one in above for _, text in self.grid.origins(one)}
        is_second_half = self._is_heading(row) and not roles & roles_above
        return bool(roles) and (merged_down or under_group or is_second_half)

    def _open_table(self, rows: Sequence[int], below: Sequence[int]) -> None:
        roles: dict[int, str] = {}
        headings: dict[int, str] = {}
        for column in self.grid.columns:
            texts = list(dict.fromkeys(self.grid.text(row, column) for row in rows if self.grid.text(row, column)))
            if not texts:
                continue
            headings[column] = squeezed(texts[-1])
            roles[column] = self.profile.role_of(texts[-1])
            if not roles[column] and len(texts) > 1 and self.profile.role_of(texts[-2]) in ("requirement", "dimension"):
                roles[column] = "dimension:"
        for row in rows:
            self.accounts.update({(row, column): "heading" for column, _ in self.grid.origins(row)})
        for column in self._unknown_dimension_columns(roles, headings, below):
            roles[column] = "dimension:"
            self._fault("dimension-unknown", row=rows[-1], dimension=headings[column])
        printed_roles = dict(roles)
        is_keyed_by_zone = self._take_zones_for_units(roles, below)
        layout = self._layout(set(roles.values()))
        self.table = _Table(layout, roles, headings, self.outer_dimension, is_of_zones=is_keyed_by_zone)
        self.carried_unit = self.carried_dimension = ""
        self.layouts += [layout] if layout else []
        if layout == "block":
            self.in_block, self.unit = True, ""
        elif layout in ("wide", "long"):
            self.in_block = False
        named = {(one.heading, one.role) for one in self.found_columns}
        for column, heading in headings.items():
            if (heading, printed_roles[column]) not in named and self.grid.extent(rows[-1], column).left == column:
                self.found_columns.append(RecognisedColumn(heading, printed_roles[column], rows[-1]))
                named.add((heading, printed_roles[column]))

    def _take_zones_for_units(self, roles: dict[int, str], below: Sequence[int]) -> bool:
        """Read a table without unit codes by its zones' codes, as others are by their units'; whether they are zones'.

        Under 编码 alone may stand either: what is written below decides.
        """
        columns = [column for column, role in sorted(roles.items()) if role == "zone_code"]
        if not columns or "unit_code" in roles.values():
            return False
        for column, role in roles.items():
            roles[column] = {"zone_code": "unit_code", "zone_name": "unit_name"}.get(role, role)
        return not any(self._codes(self.grid.text(row, columns[0])) for row in below[:300])

    def _layout(self, roles: set[str]) -> str:
        has_text = bool(roles & {"requirement", "dimension:"})
        if "unit_code" in roles:
            return "block" if not has_text else "wide" if "dimension:" in roles else "long"
        if not has_text:
            return ""
        return "block clauses" if self.in_block else "tier"

    def _unknown_dimension_columns(
        self, roles: dict[int, str], headings: dict[int, str], below: Sequence[int]
    ) -> list[int]:
        """Columns under an unknown heading, in a table of units, whose cells read like clauses."""
        if "unit_code" not in roles.values() or not set(roles.values()) & {"dimension:", ""}:
            return []
        result = []
        for column, role in roles.items():
            if role or self.profile.is_ignored(headings[column]):
                continue
            for row in below[:300]:
                if self._is_heading(row):
                    break
                if _CLAUSE_LIKE.search(self.grid.cells.get((row, column), "")):
                    result.append(column)
                    break
        return result

    # --- rows --------------------------------------------------------------------------------------------------------

    def _read_row(self, row: int) -> None:
        own = list(self.grid.origins(row))
        if self._take_bare_code(row, own):
            return
        if self.table is None:
            self._read_before_tables(row, own)
        elif not own:
            self._read_requirements(
                row
            )  # nothing but cells merged from above: they may hold for another unit or dimension
        elif self._is_across(row, own):
            self._read_across(row, *own[0])
        elif self.table.layout == "block":
            self._read_unit(row)
        elif self.table.layout in ("wide", "long"):
            self.unit = ""
            if self._read_unit(row):
                self._read_requirements(row)
        elif self.table.layout:
            self._read_requirements(row)
        self._note_leftovers(row)

    def _take_bare_code(self, row: int, own: Sequence[tuple[int, str]]) -> bool:
        """Begin a block at a row in which a code stands under no heading, unless the row can be a clause or is of another table.

        With nothing beside it, or only its heading, it is the unit of what is below. With anything else beside it nobody knows: what
        is below then has no unit, which is said of each of its clauses.
        """
        if self.nested_rows or (self.table is not None and self.table.layout not in ("", "tier", "block clauses")):
            return False
        is_labelled = len(own) > 1 and self.profile.role_of(own[0][1]) in ("unit_code", "zone_code")
        column, text = own[int(is_labelled)] if own else (0, "")
        codes = self._codes(text)
        if not codes or self._is_of_clauses(column):
            return False
        if self.table is not None and self.table.layout == "tier":
            self.table = replace(self.table, layout="block clauses")
        self.in_block, self.unit = True, ""
        if len(own) > 1 + is_labelled and (self.table is None or not self.table.layout):
            return False  # left over and told, like the rows of a table whose headings nobody knows
        if len(own) > 1 + is_labelled:
            weights = {weight_of_leftover(one) for place, one in own if place != column}
            level = Level.WARNING if weights == {Level.INFO} else Level.ERROR  # a clause may be beside it
            self._fault("row-with-code-not-understood", level, row=row, text=" | ".join(one for _, one in own))
            self.accounts.update({(row, place): "note" for place, _ in own})
            return True
        for code in codes:
            if (code, "", "") not in self.stated:
                self.stated.add((code, "", ""))
                self.units.append(ListedUnit(code, "", "", "", "", "", "", "", self.grid.name, row))
        self.unit = "\n".join(codes)
        self.layouts.append("block")
        self.accounts.update({(row, column): "unit" for column, _ in own})
        return True

    def _is_of_clauses(self, column: int) -> bool:
        """Whether what stands in a column of the table is a requirement, or is left out."""
        if self.table is None:
            return False
        is_ignored = self.profile.is_ignored(self.table.headings.get(column, ""))
        return is_ignored or column in self.table.columns("requirement", "dimension:", "remark")

    def _read_before_tables(self, row: int, own: Sequence[tuple[int, str]]) -> None:
        for column, text in own:
            if len(squeezed(text)) <= LONGEST_TITLE and len(own) == 1 and not UNMISTAKABLE.search(text):
                self.accounts[row, column] = "title"
                title = " ".join(text.split())
                self.title = title if len(title) > len(self.title) else self.title

    def _is_across(self, row: int, own: Sequence[tuple[int, str]]) -> bool:
        """Whether the row is one cell that runs over label, dimension and requirement alike, as titles and notes do."""
        assert self.table is not None
        if len(own) != 1 or row in self.nested_rows:
            return False
        extent = self.grid.extent(row, own[0][0])
        if extent.bottom > extent.top:
            return False
        requirements = self.table.columns("requirement", "dimension:")
        others = self.table.columns("dimension", "serial", "unit_code", "unit_name")
        over_both = any(extent.left <= one <= extent.right for one in requirements) and any(
            extent.left <= one <= extent.right for one in others
        )
        is_alone = all(
            self.grid.origin(row, column) == (row, own[0][0]) or not self.grid.text(row, column)
            for column in self.grid.columns
        )
        beside = own[0][0] not in requirements and self.table.layout in ("tier", "block clauses", "long")
        return over_both or (is_alone and beside)

    def _read_across(self, row: int, column: int, text: str) -> None:
        assert self.table is not None
        name = _HEADING_NUMBER.sub("", squeezed(text)).rstrip(":：")
        if self.profile.is_dimension(name) and normalised(name) not in self.profile.no_dimension:
            self.table.section = squeezed(text)
            self.accounts[row, column] = "dimension"

    def _read_unit(self, row: int) -> bool:
        """Take the unit of a row; false when the row has none, which is said where its clauses would be lost."""
        assert self.table is not None
        codes: list[str] = []
        for column in self.table.columns("unit_code")[:1]:
            text = self.grid.text(row, column)
            codes = self._codes(text) or ([squeezed(text)] if squeezed(text) else [])
        if not codes and self.carried_unit:
            self.unit = self.carried_unit
            return True
        if not codes or (len(codes) == 1 and not self._codes(codes[0]) and self._has_nothing_but(row, "unit_code")):
            self._lament_lost_clauses(row)
            return False
        self.carried_unit = ""
        values = {
            role: squeezed(self.grid.text(row, self.table.columns(role)[0])) if self.table.columns(role) else ""
            for role in _STATED_ROLES
        }
        elements_column = self._elements_column()
        elements = self.grid.text(row, elements_column).strip() if elements_column is not None else ""
        values["elements"] = "" if self.profile.is_empty_mark(elements) else elements
        for column in self.table.columns(*_UNIT_ROLES, "district", "serial"):
            origin = self.grid.origin(row, column)
            if origin in self.grid.cells:
                is_nothing = column == elements_column and bool(elements) and not values["elements"]
                account = "label" if self.table.roles[column] == "serial" else "empty" if is_nothing else "unit"
                self.accounts.setdefault(origin, account)
        for column in self.table.columns("elements", "remark"):
            text = self.grid.cells.get((row, column), "")
            if column != elements_column and text and not self.profile.is_empty_mark(text):
                self._fault(
                    "list-attribute-not-stored",
                    Level.INFO,
                    row=row,
                    unit="、".join(codes),
                    heading=self.table.headings[column],
                    text=text,
                )
        heading = self.table.headings[elements_column] if elements_column is not None else ""
        for code in codes:
            # Rows of one unit repeat what is said of it; a row that says something else is kept, to be compared.
            stated = {(code, role, normalised(value)) for role, value in values.items() if value} | {(code, "", "")}
            if self.table.is_of_zones:
                self.is_of_zones = True
            elif not stated <= self.stated:
                self.stated |= stated
                self.units.append(
                    ListedUnit(code, values["unit_name"], values["class"], values["province"], values["city"], values["county"],
                               values["elements"], heading, self.grid.name, row)
                )  # fmt: skip
        self.unit = "\n".join(codes)
        return True

    def _elements_column(self) -> int | None:
        """The column of 要素细类; of several that could be it, the one whose heading the profile names first."""
        assert self.table is not None
        names = self.profile.aliases["elements"]
        ranked = [
            (names.index(key) if (key := normalised(self.table.headings[column])) in names else len(names), column)
            for column in self.table.columns("elements")
        ]
        return min(ranked)[1] if ranked else None

    def _has_nothing_but(self, row: int, role: str) -> bool:
        assert self.table is not None
        return all(self.table.roles.get(column) == role for column, _ in self.grid.origins(row))

    def _lament_lost_clauses(self, row: int) -> None:
        assert self.table is not None
        for column in self.table.columns("requirement", "dimension:"):
            text = self.grid.cells.get((row, column), "")
            if text and not self.profile.is_empty_mark(text):
                self._fault("clause-without-unit", Level.ERROR, row=row, text=text)
                self.accounts[row, column] = "note"

    def _read_requirements(self, row: int) -> None:
        assert self.table is not None
        if self.table.layout == "block clauses" and not self.unit:
            self._lament_lost_clauses(row)
            return
        dimension = self._dimension(row)
        columns = self.table.columns("requirement", "dimension:")
        for column in columns:
            origin = self.grid.origin(row, column)
            text = self.grid.cells.get(origin, "")
            extent = self.grid.extent(row, column)
            if not text or (column != extent.left and extent.left in columns):
                continue  # a cell merged across several columns is read at its first
            name = dimension
            if self.table.roles[column] == "dimension:":
                several = sum(extent.left <= other <= extent.right for other in columns) > 1
                name = "" if several else self.table.headings[column]
            for unit in self.unit.split("\n") if self.table.layout != "tier" else [""]:
                if (origin, unit, name) not in self.read_for:
                    self.read_for.add((origin, unit, name))
                    self._read_cell(row, column, text, unit, name)
            self.accounts[origin] = self.accounts.get(origin, "clause")
            self.table.is_filled = True

    def _dimension(self, row: int) -> str:
        """The dimension that the row states, or the section above it does; empty where it only repeats 管控要求."""
        assert self.table is not None
        for column in self.table.columns("dimension")[:1]:
            origin = self.grid.origin(row, column)
            text = squeezed(self.grid.cells.get(origin, ""))
            requirements = self.table.columns("requirement", "dimension:")
            if not text or not (row in self.nested_rows or any(self.grid.text(row, one) for one in requirements)):
                continue
            self.accounts[origin] = "dimension"
            self.carried_dimension = ""
            if normalised(text) in self.profile.no_dimension:
                self.last_dimension = ""
                return ""
            if not self.profile.is_dimension(_HEADING_NUMBER.sub("", text)) and text not in self.unknown_dimensions:
                self.unknown_dimensions.add(text)
                self._fault("dimension-unknown", row=row, dimension=text)
            self.last_dimension = text
            return text
        return self.carried_dimension or self.table.section

    def _read_cell(self, row: int, column: int, text: str, unit: str, dimension: str) -> None:
        """The clauses of one requirement cell."""
        if self.profile.is_empty_mark(text):
            self.empties.append(EmptyCell(unit, dimension, squeezed(text), self.grid.name, row))
            self.accounts[self.grid.origin(row, column)] = "empty"
            self._beside(row, "serial", "label")
            return
        items = split_cell(text)
        number, tag = "", ""
        if len(items) == 1:
            number = "" if items[0].number else self._number_beside(row)
            tag = "" if items[0].tag else self._beside(row, "tag", "tag")
        self._beside(row, "serial", "label")
        for item in items:
            clause = ListedClause(
                unit, dimension, item.number or number, item.tag or tag, item.text, self.grid.name, row
            )
            self.clauses.append(clause)
            if _NUMBER_INSIDE.search(item.text):
                self._fault("number-inside-clause", row=row, unit=unit, number=clause.number, text=item.text)
        if squeezed("".join(item.as_printed for item in items)) != squeezed(text):
            self._fault(
                "cell-not-rebuilt", Level.ERROR, row=row, text=text
            )  # a mistake of ours, never to pass unnoticed

    def _number_beside(self, row: int) -> str:
        """A number printed in a column of its own: 条款编号, or a 序号 that counts clauses and not units."""
        assert self.table is not None
        number = self._beside(row, "number", "number")
        if number:
            return number
        codes, serials = self.table.columns("unit_code"), self.table.columns("serial")
        if not serials or (codes and serials[0] < codes[0]):
            return ""
        extent = self.grid.extent(row, serials[0])
        return self._beside(row, "serial", "number") if extent.top == extent.bottom else ""

    def _beside(self, row: int, role: str, account: str) -> str:
        """Text of the row's cell in the column of a role, accounted for as ``account``."""
        assert self.table is not None
        for column in self.table.columns(role)[:1]:
            origin = self.grid.origin(row, column)
            if origin in self.grid.cells:
                self.accounts.setdefault(origin, account)
                return (
                    squeezed(self.grid.cells[origin]).strip("【】")
                    if role != "serial"
                    else squeezed(self.grid.cells[origin])
                )
        return ""

    # --- what is left ------------------------------------------------------------------------------------------------

    def _note_leftovers(self, row: int) -> None:
        """Every cell of the row that became nothing is told, word for word."""
        headings = self.table.headings if self.table else {}
        for column, _ in self.grid.origins(row):
            heading = headings.get(column, "")
            if (row, column) not in self.accounts and heading and self.profile.is_ignored(heading):
                self.accounts[row, column] = "ignored"
                self.ignored_columns[heading] += 1
        left = [(column, text) for column, text in self.grid.origins(row) if (row, column) not in self.accounts]
        if not left:
            return
        in_columns = self.table is not None and len(left) < len(list(self.grid.origins(row)))
        for column, text in left:
            self.accounts[row, column] = "note"
            if in_columns and self.table is not None:
                level = Level.ERROR if UNMISTAKABLE.search(text) else Level.WARNING
                self._fault(
                    "cell-not-understood", level, row=row, heading=self.table.headings.get(column, ""), text=text
                )
        if not in_columns:
            self._note_row(row, " | ".join(text for _, text in left))

    def _note_row(self, row: int, text: str) -> None:
        self._fault("row-not-understood", weight_of_leftover(text), row=row, text=text)

    def _settle_accounts(self) -> None:
        """The reader's own check: no cell with text may be missing from the accounts."""
        for heading, count in self.ignored_columns.items():
            self._fault("column-ignored", Level.INFO, heading=heading, count=count)
        for (row, column), text in sorted(self.grid.cells.items()):
            if (row, column) not in self.accounts:
                self.accounts[row, column] = "note"
                self._note_row(row, text)
        if not self.layouts and not self.nested_rows:
            self._fault("sheet-without-list", row=0)

    def _codes(self, text: str) -> list[str]:
        """Unit codes that a cell consists of, as printed; empty when it holds anything else."""
        tight = squeezed(text)
        codes = [found[0] for found in self.profile.looks_like_code.finditer(tight)]
        rest = self.profile.looks_like_code.sub("", tight)
        return codes if codes and not rest.strip("、,，;；/") else []

    def _fault(self, code: str, level: Level = Level.WARNING, **facts: object) -> None:
        self.faults.append(fault(code, level, file=self.file, sheet=self.grid.name, **facts))

    # --- running text ------------------------------------------------------------------------------------------------

    @property
    def width(self) -> int:
        """Number of columns of the table, those without text included where something is merged over them."""
        return max([*(column for _, column in self.grid.cells), *(one.right for one in self.grid.merges)], default=0)

    def follow(self, before: SheetReader) -> None:
        """Go on from the table right above: its columns where this one has no heading, the unit of its block in any case."""
        self.in_block, self.unit = before.in_block, before.unit if before.in_block else ""
        starts = any(self._is_heading(row) for row in self.grid.rows[:_ROWS_TO_A_HEADING])
        if starts or before.table is None or not before.table.layout or before.width != self.width:
            return
        self.table = replace(before.table)
        self.layouts.append(self.table.layout)
        self.unit = before.unit
        self.carried_unit = before.unit if self.table.layout in ("wide", "long") else ""
        self.carried_dimension = before.last_dimension
        self._fault("table-continued", Level.INFO, row=1, before=before.grid.name)

    def follow_lines(self, lines: Sequence[str], before: SheetReader | None) -> None:
        """Take the unit that the lines of text above the table name; the block before them has ended."""
        for line in reversed(lines):
            codes = list(dict.fromkeys(found[0] for found in self.profile.looks_like_code.finditer(squeezed(line))))
            if codes:
                self.in_block, self.unit = True, codes[0] if len(codes) == 1 else ""
                self.line_unit = self.unit
                break
        else:
            self.is_below_units = before is not None and before.in_block

    def lie_in(self, outer: SheetReader, place: Inside) -> None:
        """Take unit and dimension over from the row of the outer table."""
        above = [row for row in outer.state_at if row <= place.row]
        table, unit = outer.state_at[max(above)] if above else (None, "")
        if table is None or table.layout in ("", "tier"):
            return
        is_own_row = place.row in outer.state_at or table.layout in ("block", "block clauses")
        self.in_block, self.unit = True, unit if is_own_row else ""
        if table.roles.get(place.column) == "dimension:":
            self.outer_dimension = table.headings[place.column]
        elif table.columns("dimension"):
            stated = squeezed(outer.grid.text(place.row, table.columns("dimension")[0]))
            self.outer_dimension = "" if normalised(stated) in self.profile.no_dimension else stated or table.section

    def take_dimension_column(self) -> None:
        """Read a nested table without heading whose first column names dimensions."""
        first, last = self.grid.columns[0], self.grid.columns[-1]
        layout = "block clauses" if self.in_block else "tier"
        self.table = _Table(
            layout, {first: "dimension", last: "requirement"}, {first: "", last: ""}, self.outer_dimension
        )
        self.layouts.append(layout)

    @property
    def has_heading(self) -> bool:
        """Whether any row is a heading row."""
        return any(self._is_heading(row) for row in self.grid.rows)

    @property
    def has_dimension_column(self) -> bool:
        """Whether the first column, of two or more, holds nothing but names of dimensions."""
        if len(self.grid.columns) < 2:
            return False
        names = [text for (_, column), text in self.grid.cells.items() if column == self.grid.columns[0]]
        return bool(names) and all(self.profile.is_dimension(_HEADING_NUMBER.sub("", squeezed(one))) for one in names)
