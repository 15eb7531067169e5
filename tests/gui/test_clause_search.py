# SPDX-License-Identifier: GPL-3.0-or-later
"""The search in all releases: what is found is lit and counted truly, and a row leads to its place on the map."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QGuiApplication, QPalette
from qgis.PyQt.QtTest import QAbstractItemModelTester, QTest

from tests.gui.county import EAST, LONG, Desk, release
from tests.gui.test_release_presenter import started
from zoning_plugin.core.clause import Clause
from zoning_plugin.core.errors import Level, ReleaseUnreadable, fault
from zoning_plugin.core.folding import find, words_of
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.gui.clause_search.hit_rows import ROW, HeadingRow, HitModel, HitRow, Row, rows_of
from zoning_plugin.gui.clause_search.search_page import ClauseSearchPage
from zoning_plugin.gui.clause_search.search_presenter import MOST_AT_ALL, ClauseSearchPresenter
from zoning_plugin.gui.releases.standing import Standing
from zoning_plugin.jobs.open_release import StoredRelease
from zoning_plugin.jobs.search_clauses import MOST_HITS, ClauseHit, ClausesFound, ReleaseHits

PATH = Path("示例县.gpkg")


def found(query: str = "生态农业", total: int = 30, **others: Any) -> ClausesFound:
    one = release()
    words = words_of(query)
    hits = tuple(
        ClauseHit(clause, one.list_by_id[clause.list_id], EAST.name if clause.unit_code else "", spans, ())
        for clause in one.clauses
        if (spans := find(clause.printed, words)) is not None
    )
    made: dict[str, Any] = {
        "release": StoredRelease(PATH, one.info, one.digest, one.history), "status": ReleaseStatus.PUBLISHED,
        "is_in_force": True, "superseded_by": (), "total": total, "hits": hits,
    }  # fmt: skip
    return ClausesFound(words, (ReleaseHits(**(made | others)),), 3, 55)


@dataclass
class FakePage:
    rows: tuple[Row, ...] = ()
    count: str = ""
    when_empty: str = ""
    has_more: bool = False
    notes: list[tuple[str, bool]] = field(default_factory=list)
    started: list[str] = field(default_factory=list)

    def start(self, text: str) -> None:
        self.started.append(text)

    def show_found(self, rows: tuple[Row, ...], count: str, when_empty: str, *, has_more: bool = False) -> None:
        self.rows, self.count, self.when_empty, self.has_more = rows, count, when_empty, has_more

    def show_note(self, text: str, *, is_loud: bool = False) -> None:
        self.notes.append((text, is_loud))


def opened(desk: Desk, **others: Any) -> tuple[ClauseSearchPresenter, FakePage, list[tuple[Path, Clause | None]]]:
    page, gone = FakePage(), list[tuple[Path, Clause | None]]()
    presenter = ClauseSearchPresenter(
        page, desk.errands(**others), opened=lambda: None, go_to=lambda path, clause: gone.append((path, clause))
    )
    presenter.open("锅炉")
    return presenter, page, gone


def test_opening_prepares_in_the_background_and_asks_at_once() -> None:
    desk = Desk()
    _, page, _ = opened(desk)
    assert desk.prepared == [True]
    assert page.started == ["锅炉"]


def test_what_is_found_is_counted_truly() -> None:
    desk = Desk(found=found(total=30))
    presenter, page, _ = opened(desk)
    presenter.search("生态农业")
    listed = len(page.rows) - 1
    assert 0 < listed < 30
    assert page.count == f"Clauses: 30 (listed: {listed}) · releases: 1"
    assert page.has_more
    heading = page.rows[0]
    assert isinstance(heading, HeadingRow)
    assert heading.count == f"the best {listed} of 30 clauses"
    presenter.list_all()
    assert desk.searched == [("生态农业", MOST_HITS), ("生态农业", MOST_AT_ALL)]
    assert not page.has_more


def test_nothing_found_says_how_much_was_looked_through() -> None:
    desk = Desk(found=ClausesFound(("无",), (), 3, 55))
    presenter, page, _ = opened(desk)
    presenter.search("无")
    assert (page.rows, page.count) == ((), "")
    assert page.when_empty == "No clause holds these words.\n55 clauses of 3 releases were looked through."


def test_no_word_is_no_question() -> None:
    desk = Desk()
    presenter, page, _ = opened(desk)
    presenter.search(" 　")
    assert desk.searched == []
    assert page.when_empty.startswith("Type words")


def test_only_the_latest_question_is_answered() -> None:
    desk = Desk(found=found())
    presenter, page, _ = opened(desk)
    desk.run.is_waiting = True
    presenter.search("生态农业")
    presenter.search("")
    desk.run.go()
    assert page.rows == ()


def test_releases_of_one_name_are_told_apart_by_their_files() -> None:
    one = found()
    twin = replace(one.releases[0], release=replace(one.releases[0].release, path=Path("副本.gpkg")))
    names = [row.name for row in rows_of(replace(one, releases=(*one.releases, twin))) if isinstance(row, HeadingRow)]
    assert names == ["示例县 2024 版 (示例县.gpkg)", "示例县 2024 版 (副本.gpkg)"]


def test_another_geopackage_in_the_folder_is_told_quietly() -> None:
    presenter, page, _ = opened(Desk(found=replace(found(), unread=(Path("别的.gpkg"),))))
    presenter.search("生态农业")
    assert page.notes[-1] == ("Not looked through, because they cannot be read as releases: 别的.gpkg", False)


def test_what_was_not_looked_through_is_told_loudly() -> None:
    unreadable = fault("release-row-unreadable", Level.ERROR, file="甲.gpkg", table="clauses", row=3, detail="x")
    desk = Desk(found=replace(found(), unread=(Path("坏.gpkg"),), faults=(unreadable,)))
    presenter, page, _ = opened(desk)
    presenter.search("生态农业")
    text, is_loud = page.notes[-1]
    assert is_loud
    assert "坏.gpkg" in text
    assert "甲.gpkg" in text


def test_a_failed_search_says_why() -> None:
    def fail(*_: Any) -> ClausesFound:
        raise ReleaseUnreadable("release-changing", file="甲.gpkg")

    presenter, page, _ = opened(Desk(), search_clauses=fail)
    presenter.search("锅炉")
    assert "甲.gpkg" in page.notes[-1][0]


def test_a_failed_preparation_is_not_in_the_way() -> None:
    def fail(_: Any) -> None:
        raise ReleaseUnreadable("file-missing", file="甲")

    _, page, _ = opened(Desk(), prepare_search=fail)
    assert all(not is_loud for _, is_loud in page.notes)


@pytest.mark.parametrize(
    ("others", "standing", "state"),
    [
        ({}, Standing.IN_FORCE, "in force · effective 2024-07-01"),
        ({"superseded_by": ("新",)}, Standing.SUPERSEDED, "superseded by 新 · effective 2024-07-01"),
        ({"is_in_force": False, "status": ReleaseStatus.REPEALED}, Standing.SUPERSEDED, "repealed · effective 2024-07-01"),
        ({"is_in_force": False, "status": ReleaseStatus.FILED}, Standing.TRIAL, "trial only: filed · effective 2024-07-01"),
        ({"is_in_force": False}, Standing.TRIAL, "trial only: not yet in force · effective 2024-07-01"),
    ],
)  # fmt: skip
def test_a_release_says_how_it_stands(others: dict[str, Any], standing: Standing, state: str) -> None:
    heading = rows_of(found(**others))[0]
    assert isinstance(heading, HeadingRow)
    assert (heading.standing, heading.state) == (standing, state)


def test_a_row_says_where_it_stands_and_what_is_lit() -> None:
    row = next(row for row in rows_of(found("河口镇 生态农业")) if isinstance(row, HitRow))
    assert row.where == f"{EAST.name} {EAST.code} · Unit · 示例县环境管控单元准入清单 · 空间布局约束"
    assert [row.where[start:end] for start, end in row.where_spans] == ["河口镇"]
    assert [row.clause.printed[start:end] for start, end in row.spans] == ["河口镇", "生态农业"]


def test_the_model_keeps_qts_own_rules() -> None:
    model = HitModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(rows_of(found()))
    model.set_rows(())
    assert tester


# --- where it leads --------------------------------------------------------------------------------------------------


def test_a_clause_of_a_unit_opens_its_release_and_shows_the_unit() -> None:
    desk = Desk()
    presenter, _, _ = started(desk)
    presenter.path, presenter.release = None, None
    told: list[tuple[str, bool]] = []
    clause = next(one for one in release().clauses if one.unit_code == EAST.code)
    presenter.show_clause(PATH, clause, told=lambda text, *, is_loud: told.append((text, is_loud)))
    assert presenter.release is not None
    assert desk.map.told[-3:] == [("release", release().info.name), ("zoom", 1), ("flash", 1)]
    assert told[-1] == (f"Shown on the map, in {release().info.name}", False)


def test_a_clause_in_the_open_release_is_shown_without_opening_it_again() -> None:
    desk = Desk()
    presenter, _, heard = started(desk)
    before = len(heard.used)
    clause = next(one for one in release().clauses if one.list_id == "红线")
    presenter.show_clause(PATH, clause, told=lambda text, *, is_loud: None)
    presenter.show_clause(PATH, None, told=lambda text, *, is_loud: None)
    assert len(heard.used) == before
    assert [what for what, _ in desk.map.told] == ["release", "zoom", "flash", "zoom"]


def test_a_code_that_is_nowhere_on_the_map_is_told() -> None:
    presenter, _, _ = started(Desk())
    told: list[tuple[str, bool]] = []
    clause = replace(release().clauses[-2], unit_code="ZH00")
    presenter.show_clause(PATH, clause, told=lambda text, *, is_loud: told.append((text, is_loud)))
    assert told[-1][1]
    assert "ZH00" in told[-1][0]


def test_a_release_that_cannot_be_opened_is_told_where_it_was_asked_for() -> None:
    def fail(path: Path, _: Any) -> Any:
        raise ReleaseUnreadable("release-damaged", file=path.name, detail="x")

    presenter, _, _ = started(Desk(), open_release=fail)
    told: list[tuple[str, bool]] = []
    presenter.show_clause(PATH, None, told=lambda text, *, is_loud: told.append((text, is_loud)))
    assert told[-1][1]
    assert PATH.name in told[-1][0]


# --- in widgets ------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(qtbot: Any) -> ClauseSearchPage:
    made = ClauseSearchPage()
    qtbot.addWidget(made)
    made.resize(380, 620)
    made.show()
    return made


def worked(page: ClauseSearchPage, desk: Desk) -> list[tuple[Path, Clause | None]]:
    gone: list[tuple[Path, Clause | None]] = []
    presenter = ClauseSearchPresenter(
        page, desk.errands(), opened=lambda: None, go_to=lambda path, clause: gone.append((path, clause))
    )
    page.asked.connect(presenter.search)
    page.more_asked.connect(presenter.list_all)
    page.chosen.connect(presenter.choose)
    presenter.open()
    page.presenter = presenter  # type: ignore[attr-defined]  # the page's signals do not hold it
    return gone


def test_it_works_by_keyboard(page: ClauseSearchPage) -> None:
    gone = worked(page, Desk(found=found()))
    page.field.setText("生态农业")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert page.count.text().startswith("Clauses: 30 ")
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    view = page.view
    row = view.currentIndex().data(ROW)
    assert isinstance(row, HitRow)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert gone == [(PATH, row.clause)]
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == row.text
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert gone[-1] == (PATH, None)


def test_a_click_chooses(page: ClauseSearchPage) -> None:
    gone = worked(page, Desk(found=found()))
    page.start("生态农业")
    spot = page.view.visualRect(page.view.hits.index(1)).center()
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert len(gone) == 1
    assert gone[0][1] is not None


@pytest.mark.parametrize("is_dark", [False, True])
def test_it_draws_in_both_themes_and_every_line_has_its_room(page: ClauseSearchPage, *, is_dark: bool) -> None:
    if is_dark:
        page.setPalette(QPalette(QColor("#2b2b2b")))
    desk = Desk(found=found("新建"))
    worked(page, desk)
    page.start("新建")
    heights = [page.view.sizeHintForRow(row) for row in range(page.view.hits.rowCount())]
    line = page.fontMetrics().lineSpacing()
    assert any(LONG in page.view.hits.index(row).data() for row in range(len(heights)))
    assert max(heights) > 6 * line
    assert not page.grab().isNull()


def test_every_control_has_a_tooltip_and_a_name(page: ClauseSearchPage) -> None:
    for widget in (page.back_button, page.field, page.more_button):
        assert widget.toolTip()
    assert page.view.accessibleName()
    assert page.field.accessibleName()
