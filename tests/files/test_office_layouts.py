# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever liberties an office takes with a list, the known list comes back unchanged, with sheet and row, and nothing is lost."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.files.office_layouts import LAYOUTS, Habits, Printed, habits, known_lists, printed
from tests.files.printed_lists import Known
from zoning_plugin.core.errors import Level
from zoning_plugin.files.access_list import SheetReading, read_list
from zoning_plugin.files.profile import read_profile
from zoning_plugin.files.tables.grid import Tables
from zoning_plugin.files.tables.reader import read_tables

PROFILE = read_profile()


@st.composite
def cases(draw: st.DrawFn, layout: str) -> tuple[Habits, Printed]:
    dimensions, clauses = draw(known_lists())
    own = draw(habits(layout, dimensions))
    return own, printed(clauses, own)


def assert_comes_back(readings: tuple[SheetReading, ...], made: Printed) -> None:
    clauses = [one for reading in readings for one in reading.clauses]
    found = [Known(one.unit_code, one.dimension, one.number, one.tag, one.text) for one in clauses]
    assert found == made.expected
    assert [(one.sheet, one.row) for one in clauses] == made.places
    faults = [one for reading in readings for one in reading.faults]
    assert [one for one in faults if one.level is Level.ERROR] == []
    assert sum(one.code == "row-not-understood" for one in faults) == made.notes
    assert {one.code for one in faults if one.level is Level.WARNING} <= {"row-not-understood"}
    for reading in readings:
        assert set(reading.accounts) == set(made.pages[reading.sheet].cells)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_comes_back_from_whatever_an_office_makes_of_it(layout: str) -> None:
    @settings(max_examples=200, deadline=None)
    @given(cases(layout))
    def holds(case: tuple[Habits, Printed]) -> None:
        _, made = case
        grids = tuple(page.grid(name) for name, page in made.pages.items())
        readings = read_list(Tables("清单.xlsx", grids, "UTF-8"), PROFILE, "清单.xlsx")
        assert {layout for reading in readings for layout in reading.layouts} <= {layout, "block clauses"}
        assert_comes_back(readings, made)

    holds()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_and_through_a_real_workbook(layout: str) -> None:
    @settings(max_examples=15, deadline=None)
    @given(cases(layout))
    def holds(case: tuple[Habits, Printed]) -> None:
        _, made = case
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "清单 '引号'.xlsx"
            _save(made, path)
            tables = read_tables(path)
        assert_comes_back(read_list(tables, PROFILE, path.name), made)

    holds()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_liberty_is_taken(layout: str) -> None:
    """Else the two above would prove less than they say."""
    taken: Counter[str] = Counter()

    @settings(max_examples=300, deadline=None, database=None, derandomize=True)
    @given(cases(layout))
    def look(case: tuple[Habits, Printed]) -> None:
        own, made = case
        cells = [text for page in made.pages.values() for text in page.cells.values()]
        code = own.spelling["unit_code"]
        taken.update(
            {
                "the code is not the first column": own.columns[0] != "unit_code",
                "the code is": own.columns[0] == "unit_code",
                "a heading broken over lines": "\n" in code.strip(),
                "a heading with a note in brackets": "（必填）" in code,
                "a heading of a platform": "HJGKDYBM" in code.upper(),
                "cells merged down": any(one.bottom > one.top for page in made.pages.values() for one in page.merges),
                "blank rows": any(own.blank_rows),
                "headings again": cells.count(code) > len(made.pages),
                "notes between": made.notes > 0,
                "several sheets": len(made.pages) > 1,
                "a title": own.has_title,
                "numbers in a column of their own": own.number_apart,
                "nothing but the code over a block": own.columns == ("unit_code",),
            }
        )

    look()
    missing = {what for what, count in taken.items() if not count}
    only = {"numbers in a column of their own": "long", "nothing but the code over a block": "block"}
    assert missing == {what for what, of in only.items() if of != layout}


def _save(made: Printed, path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, page in made.pages.items():
        sheet = book.create_sheet(name)
        for (row, column), text in page.cells.items():
            sheet.cell(row, column, text)
        for one in page.merges:
            sheet.merge_cells(start_row=one.top, start_column=one.left, end_row=one.bottom, end_column=one.right)
    book.save(path)
