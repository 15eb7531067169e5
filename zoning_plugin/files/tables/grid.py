# SPDX-License-Identifier: GPL-3.0-or-later
"""A printed table, whatever file it came in: sparse cells of text, merged ranges, and the lines printed above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ...core.errors import Fault


@dataclass(frozen=True)
class Merge:
    """A merged range, rows and columns 1-based, ends included. Its text stands in the upper left cell."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Inside:
    """Where a table lies that stands in another table's cell: that grid's name, the cell, and behind how many characters of its text."""

    grid: str
    row: int
    column: int
    offset: int


@dataclass(frozen=True)
class Grid:
    """One table: a sheet of a workbook, a table of a Word document or of a page, a delimited text file.

    ``cells`` holds the printed text of every cell that has any, by (row, column), both 1-based; ``lines_before`` the
    lines of text printed between the table before and this one (its title, its number), where the format has such.
    ``in_flow`` says that the tables of the file stand in one running text, where one may continue the one before it, as sheets never do;
    ``inside`` where a nested table lies. A nested table follows the one that it lies in.

    Copies of merged cells are not stored: :meth:`text` fills them in, :meth:`origin` says where a cell's text stands.
    """

    name: str
    cells: dict[tuple[int, int], str]
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False
    lines_before: tuple[str, ...] = ()
    in_flow: bool = False
    inside: Inside | None = None

    @cached_property
    def _copied_from(self) -> dict[tuple[int, int], tuple[int, int]]:
        return {
            (row, column): (merge.top, merge.left)
            for merge in self.merges
            for row in range(merge.top, merge.bottom + 1)
            for column in range(merge.left, merge.right + 1)
            if (row, column) != (merge.top, merge.left)
        }

    @cached_property
    def _merge_at(self) -> dict[tuple[int, int], Merge]:
        return {(merge.top, merge.left): merge for merge in self.merges}

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The cell that a cell's text stands in: itself, or the upper left one of its merged range."""
        return self._copied_from.get((row, column), (row, column))

    def text(self, row: int, column: int) -> str:
        """Printed text of a cell, merged cells filled."""
        return self.cells.get(self.origin(row, column), "")

    def extent(self, row: int, column: int) -> Merge:
        """The merged range of the cell, or the cell itself as one."""
        top, left = self.origin(row, column)
        return self._merge_at.get((top, left), Merge(top, left, top, left))

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """Rows that show any text, in order."""
        shown = {row for row, _ in self.cells}
        shown |= {row for (row, column), origin in self._copied_from.items() if origin in self.cells}
        return tuple(sorted(shown))

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """Columns that show any text, in order."""
        shown = {column for _, column in self.cells}
        shown |= {column for (row, column), origin in self._copied_from.items() if origin in self.cells}
        return tuple(sorted(shown))

    def origins(self, row: int) -> Iterator[tuple[int, str]]:
        """Columns and texts of the cells of a row whose text stands there, not copied from elsewhere."""
        for column in self._columns_by_row.get(row, ()):
            yield column, self.cells[row, column]

    @cached_property
    def _columns_by_row(self) -> dict[int, list[int]]:
        result: dict[int, list[int]] = {}
        for row, column in sorted(self.cells):
            result.setdefault(row, []).append(column)
        return result


@dataclass(frozen=True)
class Tables:
    """Every table with text of one file, in printed order. ``encoding`` is how its bytes were read; ``faults`` are oddities.

    ``lines_after`` are the lines of text printed below the last table, where the format has such.
    """

    file: str
    grids: tuple[Grid, ...]
    encoding: str = "UTF-8"
    faults: tuple[Fault, ...] = field(default=())
    lines_after: tuple[str, ...] = ()
