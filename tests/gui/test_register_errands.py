# SPDX-License-Identifier: GPL-3.0-or-later
"""What the page 台账 does with a whole register: found by place and time, counted, judged anew, a case handed on and taken in, office rules."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.gui.county import METRE, SOUTH, WEST, Desk
from tests.gui.test_register import desk, keep, panel
from tests.gui.test_stale_case import bring_newer
from zoning_plugin.core.judgement import SigningStep
from zoning_plugin.gui.dock.composition import Panel
from zoning_plugin.gui.register.case_rows import CaseRow
from zoning_plugin.jobs.office_rules import NAME, put_rules_beside, rules_for
from zoning_plugin.jobs.open_register import open_register

__all__ = ["desk", "panel"]


@pytest.fixture
def two(panel: Panel, desk: Desk, tmp_path: Path) -> Panel:
    """Two cases at the register page: one in the north-west, one in the south-east."""
    keep(panel, 100, 3000, 300, 3300, name="北边的厂")
    keep(panel, 3000, 100, 3300, 300, name="南边的厂")
    desk.folder = tmp_path / "交换"
    desk.folder.mkdir()
    panel.assessment.clear()
    panel.dock.buttons.buttons["register"].click()
    return panel


def names(panel: Panel) -> list[str]:
    return sorted(
        one.title.split(" ", 1)[1] for one in panel.register_page.cases.cases.rows if isinstance(one, CaseRow)
    )


def note(panel: Panel) -> str:
    return str(panel.register_page.note.text())


def test_cases_are_found_by_what_the_map_shows_and_follow_it(two: Panel, desk: Desk) -> None:
    page = two.register_page
    desk.view = (WEST, SOUTH + 2000 * METRE, WEST + 1000 * METRE, SOUTH + 4000 * METRE)
    page.in_view.setChecked(True)
    assert names(two) == ["北边的厂"]
    assert page.count.text() == "Cases: 1 of 2"
    desk.view = (WEST + 2000 * METRE, SOUTH, WEST + 4000 * METRE, SOUTH + 1000 * METRE)
    two.register.view_changed()
    assert names(two) == ["南边的厂"]
    page.in_view.setChecked(False)
    assert len(names(two)) == 2


def test_cases_are_found_by_when_they_were_made(two: Panel) -> None:
    page = two.register_page
    day = next(one.day for one in page.cases.cases.rows if isinstance(one, CaseRow))
    for since, until, count in ((day, "", 2), ("", day, 2), ("2999-01-01", "", 0), ("", "2000-01-01", 0)):
        page.since.setText(since)
        page.until.setText(until)
        page.since.editingFinished.emit()
        assert len(names(two)) == count, (since, until)
    page.until.setText("")
    page.since.setText("去年")
    page.since.editingFinished.emit()
    assert "去年" in note(two)


def test_a_case_is_handed_on_as_a_folder_and_taken_in_by_another_register(
    two: Panel, desk: Desk, tmp_path: Path
) -> None:
    page = two.register_page
    page.cases.setCurrentIndex(page.cases.cases.index(0))
    page.export_action.trigger()
    assert desk.folder is not None
    (made,) = desk.folder.iterdir()
    assert (made / "case.json").exists()
    assert made.name in note(two)
    desk.register_path, desk.folder = tmp_path / "别的局.gpkg", made
    two.register.open(desk.register_path, create=True)
    page.take_in_action.trigger()
    assert "Taken in" in note(two)
    assert len(names(two)) == 1
    page.take_in_action.trigger()
    assert note(two).startswith("⚠")
    assert len(names(two)) == 1


def test_the_use_in_a_year_is_counted(two: Panel, desk: Desk) -> None:
    page = two.register_page
    day = next(one.day for one in page.cases.cases.rows if isinstance(one, CaseRow))
    years = [action.text() for action in page.years_menu.actions()]
    assert day[:4] in years
    next(one for one in page.years_menu.actions() if one.text() == day[:4]).trigger()
    assert desk.folder is not None
    (made,) = desk.folder.glob("*.xlsx")
    sheets = openpyxl.load_workbook(made).sheetnames
    assert len(sheets) >= 4
    assert f"cases of {day[:4]}: 2" in note(two)


def test_all_cases_are_judged_anew_and_both_assessments_are_kept(two: Panel, desk: Desk, tmp_path: Path) -> None:
    bring_newer(desk, tmp_path)
    two.register_page.anew_action.trigger()
    assert desk.folder is not None
    assert [one.suffix for one in desk.folder.iterdir()] == [".xlsx"]
    assert "2 cases, changed 1" in note(two)  # the city's list does not hold in the north
    two.session.close()
    with open_register(desk.register_path, "", read_only=True) as register:
        kept = [one for head in register.heads() for one in register.rejudgements(head.case_id)]
    assert len(kept) == 2


def test_rules_of_the_office_lie_beside_the_register(two: Panel, desk: Desk) -> None:
    two.register_page.rules_action.trigger()
    path = desk.register_path.with_name(NAME)
    assert desk.opened[-1] == path
    assert str(path) in note(two)
    assert rules_for(desk.register_path).steps == tuple(SigningStep)
    stated = json.loads(path.read_text(encoding="utf-8")) | {"steps": ["prepared"]}
    path.write_text(json.dumps(stated, ensure_ascii=False), encoding="utf-8")
    assert put_rules_beside(desk.register_path) == path  # what the office has written stays
    assert rules_for(desk.register_path).steps == (SigningStep.PREPARED,)
