# SPDX-License-Identifier: GPL-3.0-or-later
"""An import shows everything before anything is stored, and stores only what a person has named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.gui.county import Desk, release
from zoning_plugin.core.errors import Fault, Level, ReleaseUnreadable, fault
from zoning_plugin.core.release import ReleaseInfo
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.gui.releases.import_page import ImportPage
from zoning_plugin.gui.releases.import_presenter import ImportPresenter
from zoning_plugin.gui.releases.import_text import examination_html
from zoning_plugin.gui.state_card import Look
from zoning_plugin.jobs.import_release import ImportExamination
from zoning_plugin.report.import_report import ImportedFile

UNITS = ImportedFile(
    "单元<b>.shp", "units", encoding="GBK", crs="CGCS2000 / 3-degree Gauss-Kruger zone 38", rows=3, parts=("单元",),
    columns=(("HJGKDYBM", "code"), ("备注", "")), sample=(("ZH99010110001", "x<script>"), ("ZH99010120001", "")),
    counts=(("units", 3),),
)  # fmt: skip
ASSUMED = fault("status-unstated", status="draft")


def examined(*faults: Fault, info: ReleaseInfo | None = None) -> ImportExamination:
    return ImportExamination(release(info), (UNITS,), faults, "national")


class Scene:
    """A page with its presenter over one examination."""

    def __init__(self, qtbot: Any, examination: ImportExamination | None = None, **others: Any) -> None:
        self.desk = Desk(examination=examination or examined())
        self.page = ImportPage()
        qtbot.addWidget(self.page)
        self.stored: list[Path] = []
        self.opened = 0
        errands = self.desk.errands(**others)
        self.presenter = ImportPresenter(self.page, errands, opened=self._open, stored=self.stored.append)
        self.page.changed.connect(self.presenter.check)
        self.page.store_asked.connect(self.presenter.store)
        self.presenter.choose()

    def _open(self) -> None:
        self.opened += 1


def test_looking_stores_nothing(qtbot: Any) -> None:
    scene = Scene(qtbot)
    assert scene.opened == 1
    assert scene.stored == []
    assert scene.page.card.look is Look.COMPLETE
    assert scene.page.card.text == "Nothing is stored yet."


def test_what_is_stated_fills_the_form_and_is_stored_as_the_person_leaves_it(qtbot: Any) -> None:
    scene = Scene(qtbot)
    assert scene.page.texts["name"] == "示例县 2024 版"
    scene.page.fields["name"].setText("我们县")
    scene.page.fields["effective"].setText("2024-08-01")
    scene.page.store_button.click()
    assert scene.stored == [Path("我们县.gpkg")]
    info = scene.desk.releases[Path("我们县.gpkg")].info
    assert (info.name, info.effective, info.document_no) == ("我们县", "2024-08-01", "示例环〔2024〕3号")


def test_a_status_that_was_only_assumed_has_to_be_chosen(qtbot: Any) -> None:
    scene = Scene(qtbot, examined(ASSUMED))
    assert scene.page.chosen_status is None
    assert not scene.page.store_button.isEnabled()
    scene.page.status.setCurrentIndex(scene.page.status.findData(ReleaseStatus.DRAFT))
    assert scene.page.store_button.isEnabled()


@pytest.mark.parametrize("day", ["2024-7-1", "2024-13-01", "2024年7月1日", "20240701"])
def test_a_day_that_is_none_cannot_be_stored(qtbot: Any, day: str) -> None:
    scene = Scene(qtbot)
    scene.page.fields["effective"].setText(day)
    assert not scene.page.store_button.isEnabled()
    scene.page.fields["effective"].setText("")
    assert scene.page.store_button.isEnabled()


def test_errors_forbid_storing_and_are_all_there_to_read(qtbot: Any) -> None:
    faults = [
        fault("unit-code-twice", Level.ERROR, file="a.shp", code=f"ZH{row}", name="x", other="y", row=row, count=2)
        for row in range(3)
    ]
    scene = Scene(qtbot, examined(*faults))
    assert scene.page.card.look is Look.ERROR
    assert not scene.page.store_button.isEnabled()
    shown = scene.page.found.toPlainText()
    assert all(f"ZH{row}" in shown for row in range(3))
    scene.presenter.store()
    assert scene.stored == []


def test_warnings_are_said_before_storing(qtbot: Any) -> None:
    scene = Scene(qtbot, examined(fault("release-date-unknown")))
    assert scene.page.card.look is Look.INCOMPLETE
    assert scene.page.store_button.isEnabled()


def test_a_folder_that_cannot_be_looked_at_says_why(qtbot: Any) -> None:
    def unreadable(*_: Any) -> Any:
        raise ReleaseUnreadable("file-missing", file="sources.json")

    scene = Scene(qtbot, examine=unreadable)
    assert scene.page.card.look is Look.ERROR
    assert "sources.json" in scene.page.card.text
    assert scene.page.store_button.isHidden()


def test_a_failure_to_store_leaves_the_form_for_another_try(qtbot: Any) -> None:
    def fails(*_: Any) -> Any:
        raise OSError("disk full")

    scene = Scene(qtbot, store=fails)
    scene.page.store_button.click()
    assert scene.page.card.look is Look.ERROR
    assert "disk full" in scene.page.card.text
    assert scene.page.store_button.isEnabled()


def test_leaving_while_it_looks_forgets_it(qtbot: Any) -> None:
    scene = Scene(qtbot)
    scene.desk.run.is_waiting = True
    scene.presenter.choose()
    scene.presenter.leave()
    scene.desk.run.go()
    assert scene.page.store_button.isHidden()
    assert scene.stored == []


def test_files_columns_and_samples_are_shown_as_text(qtbot: Any) -> None:
    scene = Scene(qtbot)
    shown = scene.page.found.toPlainText()
    for part in ("单元<b>.shp", "GBK", "zone 38", "HJGKDYBM", "ZH99010110001 | ZH99010120001", "x<script>", "not used"):
        assert part in shown
    assert "<script>" not in examination_html(examined())


def test_more_faults_than_fit_are_counted(qtbot: Any) -> None:
    faults = [
        fault("cell-empty", Level.INFO, file="a", sheet="s", row=row, unit="u", dimension="d", mark="/")
        for row in range(100)
    ]
    scene = Scene(qtbot, examined(*faults))
    assert "Also noticed: 100" in scene.page.found.toPlainText()
    assert "… and 70 more of this kind" in scene.page.found.toPlainText()
