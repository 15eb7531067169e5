# SPDX-License-Identifier: GPL-3.0-or-later
"""Filling a grid cell by cell, whatever the format: one set of limits, one way to print a value, nothing left out unsaid."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ...core.errors import Fault, Level, ReleaseUnreadable, fault
from .grid import Grid, Merge, Tables
from .package_checks import MOST_BYTES

# A list of a whole province has some ten thousand cells. What an Office package may hold: package_checks.py.
MOST_CELLS: Final = 400_000
MOST_CHARACTERS: Final = 60_000_000
"""Text of all cells of a file, repeated cells counted each time."""
MOST_MERGED_CELLS: Final = 1_000_000
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
_MOST_ERRORS: Final = 1_000
_MOST_NAMED: Final = 20

ERROR_TEXT: Final = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}|#{3,}")
"""What spreadsheets print for an error; number signs alone stand where a column was too narrow for its number."""

# What no printed text holds: control characters, halves of surrogate pairs, non-characters.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printed_number(value: float, *, is_percent: bool = False) -> str:
    """A number as lists print it: whole numbers without ``.0``, a share under a ``%`` format as percentage."""
    return f"{value * 100:.12g}%" if is_percent else str(value) if isinstance(value, int) else f"{value:.15g}"


def printed_moment(value: datetime.datetime | datetime.date | datetime.time) -> str:
    """A date, a time or both in ISO 8601; a date at midnight is a date."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    return value.isoformat()


def cell_name(row: int, column: int) -> str:
    """The name of a cell as spreadsheets show it: (2, 28) is "AB2"."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def checked_file(path: Path) -> int:
    """The size of a file in bytes. Raises ReleaseUnreadable: "file-missing", "file-empty", "workbook-too-large"."""
    if not path.is_file():
        raise ReleaseUnreadable("file-missing", file=path.name)
    size = path.stat().st_size
    if not size:
        raise ReleaseUnreadable("file-empty", file=path.name)
    if size > MOST_BYTES:
        raise ReleaseUnreadable("workbook-too-large", file=path.name, detail=f"{size} bytes")
    return size


@dataclass
class TablesBuilder:
    """The tables of one file under way: what they may still hold, and what was odd. ``file`` is its printed name.

    Every method that takes something in raises ReleaseUnreadable("workbook-too-large") as soon as a limit is passed, so that no reader
    needs memory for more than the limits.
    """

    file: str
    encoding: str = "UTF-8"
    grids: list[Grid] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    errors: list[Fault] = field(default_factory=list)
    _cells: int = 0
    _characters: int = 0
    _merged: int = 0

    def count(self, *, cells: int = 0, characters: int = 0, merged: int = 0) -> None:
        """Take cells, characters or merged cells off what the file may still hold."""
        self.check(cells=cells, characters=characters, merged=merged)
        self._cells += cells
        self._characters += characters
        self._merged += merged

    def check(self, *, cells: int = 0, characters: int = 0, merged: int = 0) -> None:
        """Refuse the file if it cannot hold so many more."""
        after = (self._cells + cells, self._characters + characters, self._merged + merged)
        if after[0] > MOST_CELLS or after[1] > MOST_CHARACTERS or after[2] > MOST_MERGED_CELLS:
            detail = f">= {after[0]} cells, {after[1]} characters, {after[2]} merged"
            raise ReleaseUnreadable("workbook-too-large", file=self.file, detail=detail)

    def error(self, one: Fault) -> None:
        """Keep what makes the file unreadable, to tell it all at once; a thousand are enough."""
        self.errors.append(one)
        if len(self.errors) >= _MOST_ERRORS:
            self.raise_errors()

    def raise_errors(self) -> None:
        """Raise ReleaseUnreadable with every error kept so far, if there is any."""
        if self.errors:
            raise ReleaseUnreadable(self.errors[0].code, self.errors)

    def add(self, builder: GridBuilder) -> None:
        """Take a finished grid in, if it shows any text."""
        grid = builder.finished()
        if not grid.cells:
            return
        self.grids.append(grid)
        if grid.is_hidden:
            self.faults.append(fault("sheet-hidden", file=self.file, sheet=grid.name))

    def tables(self, more: Iterable[Fault] = ()) -> Tables:
        """Everything as Tables. Raises ReleaseUnreadable: the errors kept, or "workbook-without-text"."""
        self.raise_errors()
        if not self.grids:
            raise ReleaseUnreadable("workbook-without-text", file=self.file)
        return Tables(self.file, tuple(self.grids), self.encoding, (*self.faults, *more))


@dataclass
class GridBuilder:
    """One grid under way. Rows and columns are 1-based."""

    whole: TablesBuilder
    name: str
    is_hidden: bool = False
    lines_before: tuple[str, ...] = ()
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    _controls: list[tuple[int, int]] = field(default_factory=list)

    def put(self, row: int, column: int, text: str) -> None:
        """Set a cell's text; line ends become ``\\n``, control characters are taken out and told, blank cells are none."""
        if row > MOST_ROWS or column > MOST_COLUMNS:
            raise ReleaseUnreadable("workbook-too-large", file=self.whole.file, detail=cell_name(row, column))
        if not text:
            return
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if _CONTROL.search(text):
            text = _CONTROL.sub("", text)
            self._controls.append((row, column))
        self.whole.count(cells=1, characters=len(text))
        if text.strip():
            self.cells[row, column] = text

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Add a merged range, ends included; a range of one cell is none."""
        if not (1 <= top <= bottom <= MOST_ROWS and 1 <= left <= right <= MOST_COLUMNS):
            detail = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
            raise ReleaseUnreadable("workbook-damaged", file=self.whole.file, detail=detail)
        if (top, left) != (bottom, right):
            self.whole.count(merged=(bottom - top + 1) * (right - left + 1))
            self.merges.append(Merge(top, left, bottom, right))

    def error_value(self, row: int, column: int, text: str) -> None:
        """Tell an error value such as ``#REF!`` in a cell."""
        self.whole.error(
            fault("cell-error", Level.ERROR, file=self.whole.file, sheet=self.name, cell=cell_name(row, column), text=text)
        )  # fmt: skip

    def formula_without_value(self, row: int, column: int) -> None:
        """Tell a formula whose result is not stored."""
        self.whole.error(
            fault("formula-without-value", Level.ERROR, file=self.whole.file, sheet=self.name, cell=cell_name(row, column))
        )  # fmt: skip

    def finished(self) -> Grid:
        """The grid; text under a merged range that no one sees is taken out and told word for word."""
        if self._controls:
            named = "、".join(cell_name(row, column) for row, column in self._controls[:_MOST_NAMED])
            more = f" … ({len(self._controls)})" if len(self._controls) > _MOST_NAMED else ""
            self.whole.faults.append(
                fault("control-characters", file=self.whole.file, sheet=self.name, cell=named + more)
            )
        merges = tuple(sorted(self.merges, key=lambda one: (one.top, one.left)))
        grid = Grid(self.name, self.cells, merges, self.is_hidden, self.lines_before)
        for place in sorted(self.cells) if merges else ():
            origin = grid.origin(*place)
            if origin == place:
                continue
            text = self.cells[place]
            if text != self.cells.get(origin):
                self.whole.faults.append(
                    fault("text-under-merge", file=self.whole.file, sheet=self.name, cell=cell_name(*place), text=text)
                )
            del self.cells[place]
        return Grid(self.name, self.cells, merges, self.is_hidden, self.lines_before)
