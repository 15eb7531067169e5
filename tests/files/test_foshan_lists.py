# SPDX-License-Identifier: GPL-3.0-or-later
"""The published lists of 顺德 and 南海 against an independent reading of them, character by character."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from zoning_plugin.core.clause import printed_clause
from zoning_plugin.files.access_list import SheetReading, read_sheet
from zoning_plugin.files.clause_text import squeezed
from zoning_plugin.files.profile import read_profile
from zoning_plugin.files.tables.grid import Grid
from zoning_plugin.files.tables.workbook import read_workbook

BLOCK, WIDE = "准入清单_顺德_分块.xlsx", "准入清单_南海_四列.xlsx"

# Where our reading differs from foshan_list.tsv, and why (docs/formats/access-list.md):
# the other reading counts four "/" as clauses; they say that there is no requirement.
EMPTY_IN_BLOCK = {
    ("ZH44060630001", "污染物排放管控"), ("ZH44060630001", "环境风险防控"), ("ZH44060630002", "污染物排放管控"), ("ZH44060630002", "环境风险防控"),
}  # fmt: skip
# 管控要求 in the dimension column of priority units only repeats the heading: no dimension.
NO_DIMENSION = "管控要求"
# The wide file has other dimension headings than the city's block file, and the 共性要求 line stands in the first of them.
DIMENSION_BY_NUMBER = {"1": "空间布局约束", "2": "资源开发利用效率要求", "3": "污染物排放管控", "4": "环境风险防控"}


@pytest.fixture(scope="module")
def published(shared_data: Path) -> list[dict[str, str]]:
    lines = [
        line.split("\t")
        for line in (shared_data / "foshan" / "foshan_list.tsv").read_text(encoding="utf-8").split("\n")
        if line and line[0] != "#"
    ]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def reading_of(folder: Path, name: str) -> tuple[Grid, SheetReading]:
    (grid,) = read_workbook(folder / "foshan" / name).grids
    return grid, read_sheet(grid, read_profile(), name)


def test_the_block_list_agrees_in_every_character(shared_data: Path, published: list[dict[str, str]]) -> None:
    _, reading = reading_of(shared_data, BLOCK)
    rows = [row for row in published if row["county"] == "顺德区"]
    assert (len(rows), len({row["code"] for row in rows})) == (341, 25)
    assert {(row["code"], row["dim"]) for row in rows if row["text"] == "/"} == EMPTY_IN_BLOCK
    assert {(one.unit_code, one.dimension) for one in reading.empties} == EMPTY_IN_BLOCK
    expected = [
        (row["code"], "" if row["dim"] == NO_DIMENSION else row["dim"], row["no"], row["tag"], row["text"])
        for row in rows
        if row["text"] != "/"
    ]
    assert [(one.unit_code, one.dimension, one.number, one.tag, one.text) for one in reading.clauses] == expected
    assert (len(reading.units), len(reading.clauses), len(reading.clauses) + len(reading.empties)) == (25, 337, 341)


def test_the_wide_list_agrees_in_every_character(shared_data: Path, published: list[dict[str, str]]) -> None:
    _, reading = reading_of(shared_data, WIDE)
    rows = [row for row in published if row["county"] == "南海区"]
    assert (len(rows), len({row["code"] for row in rows})) == (311, 19)
    expected = {
        (
            row["code"],
            DIMENSION_BY_NUMBER["1" if "-" not in row["no"] else row["no"][0]],
            row["no"],
            row["tag"],
            row["text"],
        )
        for row in rows
    }
    assert {(one.unit_code, one.dimension, one.number, one.tag, one.text) for one in reading.clauses} == expected
    assert (len(reading.units), len(reading.clauses), len(reading.empties)) == (19, 311, 27)


@pytest.mark.parametrize("name", [BLOCK, WIDE])
def test_units_are_as_published(shared_data: Path, published: list[dict[str, str]], name: str) -> None:
    _, reading = reading_of(shared_data, name)
    rows = {row["code"]: row for row in published}
    assert [(one.name, one.county) for one in reading.units] == [
        (rows[one.code]["name"], rows[one.code]["county"]) for one in reading.units
    ]
    if name == BLOCK:
        assert [one.class_text for one in reading.units] == [rows[one.code]["unit_class"] for one in reading.units]


@pytest.mark.parametrize("name", [BLOCK, WIDE])
def test_every_character_of_every_cell_is_accounted_for(shared_data: Path, name: str) -> None:
    grid, reading = reading_of(shared_data, name)
    assert set(reading.accounts) == set(grid.cells)
    assert [one.code for one in reading.faults] == []
    kept: Counter[str] = Counter()
    for one in reading.clauses:
        kept.update(squeezed(printed_clause(one.number, one.tag, one.text)))
    clause_cells: Counter[str] = Counter()
    for place, account in reading.accounts.items():
        if account == "clause":
            clause_cells.update(squeezed(grid.cells[place]))
    assert kept == clause_cells
    assert set(reading.accounts.values()) <= {"clause", "heading", "title", "unit", "dimension", "empty", "label"}


def test_rows_are_those_of_the_sheet(shared_data: Path) -> None:
    grid, reading = reading_of(shared_data, BLOCK)
    assert all(one.text in grid.cells[one.row, 2] for one in reading.clauses)
