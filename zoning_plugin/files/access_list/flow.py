# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of one file after each other: what goes on from what, and what lies in what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ...core.errors import Fault, Level, fault
from ..clause_text import squeezed
from ..profile import Profile
from ..tables.grid import Grid, Tables
from .leftovers import LONGEST_TITLE, UNMISTAKABLE, weight_of_leftover
from .reading import ListedUnit, SheetReading
from .sheet import SheetReader

_CONTINUED: Final = re.compile(r"[（(]?续(?:上?表)?[)）]?[\d.：:-]*|续表.{0,40}|.{0,40}[（(]续(?:上?表)?[)）]")


def read_sheet(grid: Grid, profile: Profile, file: str) -> SheetReading:
    """Read one sheet; raises nothing: what cannot be read is in ``faults``, errors among them."""
    reader = SheetReader(grid, profile, file)
    reader.read()
    return reader.reading()


def read_list(tables: Tables, profile: Profile, file: str) -> tuple[SheetReading, ...]:
    """Read every table of a file, in order; raises nothing, as :func:`read_sheet`.

    Sheets stand alone. Tables in running text go on from each other: one without heading, with as many columns as the one before it and
    nothing printed between, is its continuation; a table of requirements belongs to the unit of the table right above it, or to the one
    whose code the last line above it names. A nested table belongs to the unit of its row; where it has neither known headings nor
    dimensions in its first column, it is text of its cell, columns parted by tabs and rows by line breaks.
    """
    names = {grid.name for grid in tables.grids}  # of a nested table alone, what it lies in is not at hand
    grids = [replace(one, inside=None) if one.inside and one.inside.grid not in names else one for one in tables.grids]
    walk = _FlowReader(profile, file, *_folded(grids, profile, file))
    readings = walk.read()
    after = _text_faults(tables.lines_after, "text-outside-tables", file, "")
    if after and readings:
        readings[-1] = replace(readings[-1], faults=(*readings[-1].faults, *after))
    return tuple(readings)


@dataclass
class _FlowReader:
    """Reads the tables of one file after each other, each knowing what stands before it and what it lies in."""

    profile: Profile
    file: str
    grids: tuple[Grid, ...]
    folded: Mapping[str, Sequence[Fault]]
    _readers: dict[str, SheetReader] = field(default_factory=dict)

    def read(self) -> list[SheetReading]:
        readings = []
        before: dict[str, SheetReader] = {}
        rows_of: dict[str, set[int]] = {}
        for grid in self.grids:
            if grid.inside:
                rows_of.setdefault(grid.inside.grid, set()).add(grid.inside.row)
        for grid in self.grids:
            rows = frozenset(rows_of.get(grid.name, ()))
            reader = SheetReader(grid, self.profile, self.file, nested_rows=rows)
            shelf = grid.inside.grid if grid.inside else ""
            lines = [line for line in grid.lines_before if not _CONTINUED.fullmatch(squeezed(line))]
            if grid.inside:
                reader.lie_in(self._readers[shelf], grid.inside)
            if grid.in_flow and lines:
                reader.follow_lines(lines, before.get(shelf))
            elif grid.in_flow and shelf in before and not reader.in_block:
                reader.follow(before[shelf])
            if grid.inside and reader.table is None and not reader.has_heading and reader.has_dimension_column:
                reader.take_dimension_column()
            reader.read()
            before[shelf] = self._readers[grid.name] = reader
            readings.append(self._reading(reader))
        return readings

    def _reading(self, reader: SheetReader) -> SheetReading:
        """What was read, with the title and the faults of the lines above the table."""
        reading, lines = reader.reading(), list(reader.grid.lines_before)
        told = {one.unit_code for one in reading.clauses} | {one.unit_code for one in reading.empties}
        unit = reader.line_unit
        if unit in told and unit and unit not in {one.code for one in reading.units}:
            named = ListedUnit(unit, "", "", "", "", "", "", "", reading.sheet, 0)
            reading = replace(reading, units=(named, *reading.units))
            lines = [line for line in lines if unit not in squeezed(line) or len(squeezed(line)) > LONGEST_TITLE]
        is_title = lines and len(squeezed(lines[-1])) <= LONGEST_TITLE and not UNMISTAKABLE.search(lines[-1])
        if is_title and not reading.title:
            reading = replace(reading, title=" ".join(lines.pop().split()))
        faults = _text_faults(lines, "text-before-table", self.file, reading.sheet)
        if reader.is_below_units and "tier" in reading.layouts:
            faults.append(fault("table-without-unit", file=self.file, sheet=reading.sheet))
        return replace(reading, faults=(*faults, *reversed(self.folded.get(reading.sheet, ())), *reading.faults))


def _text_faults(lines: Iterable[str], code: str, file: str, sheet: str) -> list[Fault]:
    """Lines of running text, word for word: one fault a weight, so that a preface is not told in a hundred."""
    by_level: dict[Level, list[str]] = {}
    for line in lines:
        by_level.setdefault(weight_of_leftover(line), []).append(line)
    return [fault(code, level, file=file, sheet=sheet, text="\n".join(texts)) for level, texts in by_level.items()]


def _folded(
    grids: Sequence[Grid], profile: Profile, file: str
) -> tuple[tuple[Grid, ...], Mapping[str, Sequence[Fault]]]:
    """Nested tables that are none of their own as text of their cells: columns parted by tabs, rows by line breaks.

    With the grids comes, for each by name, what it took in.
    """
    result: list[Grid] = []
    faults: dict[str, list[Fault]] = defaultdict(list)
    cells_of: dict[str, dict[tuple[int, int], str]] = {}
    holding: set[str] = set()
    by_name = {grid.name: grid for grid in grids}
    for stored in reversed(grids):  # the innermost first; of one cell the last first, so that the offsets hold
        grid = replace(stored, cells=cells_of[stored.name]) if stored.name in cells_of else stored
        place = grid.inside
        reader = SheetReader(grid, profile, file)
        if place is None or grid.name in holding or reader.has_heading or reader.has_dimension_column:
            result.append(grid)
            holding |= {place.grid} if place else set()
            continue
        text = "\n".join("\t".join(text for _, text in grid.origins(row)) for row in grid.rows)
        if place.grid not in cells_of:
            cells_of[place.grid] = dict(by_name[place.grid].cells)
        outer = cells_of[place.grid]
        around = outer.get((place.row, place.column), "")
        pieces = (around[: place.offset], text, around[place.offset :].lstrip("\n"))
        outer[place.row, place.column] = "\n".join(piece for piece in pieces if piece.strip())
        faults[place.grid].append(
            fault("nested-table-as-text", Level.INFO, file=file, sheet=place.grid, row=place.row, text=text)
        )
    return tuple(reversed(result)), faults
