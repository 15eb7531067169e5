# SPDX-License-Identifier: GPL-3.0-or-later
"""To judge as of a past day in the panel: the release in force then is opened, the site judged anew, and it is said everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.gui import QgisInterface

from tests.gui.county import TODAY, Desk, release, site
from zoning_plugin.core.release import ReleaseInfo
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.gui.dock.composition import Panel

OLD = ReleaseInfo("示例县 2021 版", "旧〔2021〕1号", "示例市人民政府", "2021-07-01", ReleaseStatus.PUBLISHED)
NEW = ReleaseInfo("示例县 2024 版", "新〔2024〕3号", "示例市人民政府", "2024-07-01", ReleaseStatus.PUBLISHED)


@pytest.fixture
def two(qtbot: Any, qgis_iface: QgisInterface) -> Panel:
    desk = Desk(releases={Path("旧.gpkg"): release(OLD), Path("新.gpkg"): release(NEW)})
    made = Panel(qgis_iface, desk.errands())
    qtbot.addWidget(made.dock)
    made.dock.show()
    made.start()
    made.assessment.use_site(site(1500, 1500, 2600, 2600))
    return made


def say(panel: Panel, day: str) -> None:
    panel.page.form.fold.setChecked(True)
    field = panel.page.form.day
    field.setText(day)
    field.editingFinished.emit()


def title(panel: Panel) -> str:
    return str(panel.page.card._title.text())


def test_the_release_of_that_day_is_opened_and_the_site_judged_anew(two: Panel) -> None:
    assert two.assessment.assessment is not None
    assert (two.assessment.assessment.on, two.assessment.assessment.info.name) == (TODAY, "示例县 2024 版")
    say(two, "2022-05-01")
    found = two.assessment.assessment
    assert found is not None
    assert (found.on, found.info.name) == ("2022-05-01", "示例县 2021 版")
    assert "2022-05-01" in title(two)
    assert "2022-05-01" in two.page.form.fold.text()
    assert not two.page.form.fold.isChecked()
    two.page.form.day.clear()
    again = two.assessment.assessment
    assert again is not None
    assert (again.on, again.info.name) == (TODAY, "示例县 2024 版")
    assert "2022" not in title(two)
    assert "2022" not in two.page.form.fold.text()


def test_a_day_before_any_release_is_a_trial_and_says_so(two: Panel) -> None:
    say(two, "2020-01-01")
    found = two.assessment.assessment
    assert found is not None
    assert "release-not-in-force" in {one.code for one in found.reasons}


@pytest.mark.parametrize("wrong", ["2022", "01.05.2022", "2022-02-30", "昨天"])
def test_what_is_no_day_changes_nothing_and_is_said(two: Panel, wrong: str) -> None:
    before = two.assessment.assessment
    say(two, wrong)
    assert two.assessment.assessment is before
    assert two.page.form.day.text() == ""
    assert wrong in two.page.form._day_note.text()
    assert not two.page.form._day_note.isHidden()
    say(two, "2022-05-01")
    assert two.page.form._day_note.isHidden()


def test_a_site_drawn_later_is_judged_as_of_the_day_too_until_it_is_taken_back(two: Panel) -> None:
    say(two, "2022-05-01")
    two.assessment.use_site(site(100, 100, 300, 300))
    found = two.assessment.assessment
    assert found is not None
    assert found.on == "2022-05-01"
