# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of releases: where each stands, what may follow, and nothing is taken away without asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLineEdit, QWidget

from tests.gui.county import TODAY, Desk, release
from zoning_plugin.core.release import ReleaseInfo
from zoning_plugin.core.standing import Step
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.gui.releases.catalogue_page import CataloguePage
from zoning_plugin.gui.releases.catalogue_presenter import CataloguePresenter
from zoning_plugin.gui.releases.catalogue_rows import Axis, CatalogueRow, axis_of, catalogue_rows
from zoning_plugin.gui.releases.standing import Standing
from zoning_plugin.gui.releases.step_timeline import Mark, marks_of

INFO = release().info
PATH = Path("示例县.gpkg")
DRAFT, SUBMITTED, RETURNED, FILED, PUBLISHED, REPEALED = ReleaseStatus


@dataclass
class FakePage:
    rows: tuple[CatalogueRow, ...] = ()
    current: Path | None = None
    now: str = ""
    title: str = ""
    marks: tuple[Mark, ...] = ()
    may: tuple[bool, bool] = (False, False)
    options: tuple[ReleaseStatus, ...] = ()
    step: Step = field(default_factory=lambda: Step(DRAFT))
    said: tuple[str, bool] = ("", False)
    question: str = ""
    kept: list[tuple[Path, str]] = field(default_factory=list)
    note: tuple[str, bool] = ("", False)

    def show_rows(self, rows: Sequence[CatalogueRow], axis: Axis, current: Path | None, now: str) -> None:
        self.rows, self.current, self.now = tuple(rows), current, now

    def show_steps(self, title: str, marks: Sequence[Mark], *, may_record: bool, may_withdraw: bool) -> None:
        self.title, self.marks, self.may = title, tuple(marks), (may_record, may_withdraw)

    def show_form(self, options: Sequence[ReleaseStatus], today: str) -> None:
        self.options = tuple(options)

    def say_of_step(self, text: str, *, is_wrong: bool) -> None:
        self.said = (text, is_wrong)

    def ask(self, question: str, yes: str) -> None:
        self.question = question

    def show_kept(self, kept: Sequence[tuple[Path, str]]) -> None:
        self.kept = list(kept)

    def show_note(self, text: str, *, is_loud: bool = False) -> None:
        self.note = (text, is_loud)


def opened(desk: Desk) -> tuple[CataloguePresenter, FakePage, list[Path | None]]:
    page, changed = FakePage(), list[Path | None]()
    presenter = CataloguePresenter(page, desk.errands(), opened=lambda: None, changed=changed.append)
    presenter.open()
    return presenter, page, changed


def shelf(*infos: ReleaseInfo) -> Desk:
    return Desk(releases={Path(f"{one.name}.gpkg"): release(one) for one in infos})


def states(desk: Desk) -> dict[str, str]:
    return {row.name: row.state for row in opened(desk)[1].rows}


def test_every_release_says_where_it_stands_today() -> None:
    desk = shelf(
        replace(INFO, name="旧", effective="2021-01-01"),
        replace(INFO, name="新", effective="2024-07-01"),
        replace(INFO, name="来年", effective="2030-01-01"),
        replace(INFO, name="稿", status=FILED),
        replace(INFO, name="废", status=REPEALED),
        replace(INFO, name="无期", effective=""),
    )
    assert states(desk) == {
        "旧": "superseded by 新", "新": "in force", "来年": "trial only: not yet in force",
        "稿": "trial only: filed", "废": "repealed", "无期": "trial only: no effective date",
    }  # fmt: skip
    assert opened(desk)[1].now == f"In force today ({TODAY}): 新"


def test_a_step_still_to_come_does_not_count_today() -> None:
    one = release()
    desk = Desk(releases={PATH: one.with_steps((*one.history, Step(REPEALED, "2030-01-01")))})
    _, page, _ = opened(desk)
    assert page.rows[0].standing is Standing.IN_FORCE
    assert page.rows[0].span == (INFO.effective, "2030-01-01")
    assert [(mark.word, mark.is_taken) for mark in page.marks] == [
        ("published", True),
        ("today", True),
        ("repealed", False),
    ]


def test_no_release_in_force_is_said() -> None:
    assert opened(shelf(replace(INFO, status=DRAFT)))[1].now.startswith("No release is in force today")
    assert opened(Desk(releases={}))[1].now == "There is no release yet."


@pytest.mark.parametrize(
    ("status", "options"),
    [(DRAFT, (SUBMITTED, FILED, PUBLISHED)), (FILED, (PUBLISHED, RETURNED)), (PUBLISHED, (REPEALED,)), (REPEALED, ())],
)
def test_only_what_may_follow_is_offered(status: ReleaseStatus, options: tuple[ReleaseStatus, ...]) -> None:
    presenter, page, _ = opened(shelf(replace(INFO, status=status)))
    assert page.may == (bool(options), False)
    presenter.open_form()
    assert page.options == options


def test_what_is_wrong_with_a_step_is_said_while_it_is_entered() -> None:
    presenter, page, _ = opened(Desk())
    page.step = Step(REPEALED, "1.1.2025")
    presenter.open_form()
    assert page.said[1]
    page.step = Step(REPEALED, "2026-01-01")
    presenter.check()
    assert page.said == ("", False)


def test_a_step_is_recorded_and_the_list_is_told() -> None:
    desk = Desk()
    presenter, page, changed = opened(desk)
    presenter.open_form()
    page.step = Step(REPEALED, "2025-01-01", "废一号")
    presenter.record()
    assert desk.releases[PATH].info.status is REPEALED
    assert (changed, page.options) == ([PATH], ())
    assert page.note == ("Recorded: repealed. A copy of the former file was kept.", False)
    assert [mark.word for mark in page.marks] == ["published", "repealed", "today"]
    assert page.may == (False, True)


def test_a_step_that_is_refused_leaves_a_loud_sentence() -> None:
    presenter, page, changed = opened(Desk())
    presenter.open_form()
    page.step = Step(FILED)
    presenter.record()
    assert page.note[1]
    assert changed == []


def test_withdrawing_asks_first() -> None:
    desk = Desk()
    desk.releases[PATH] = desk.releases[PATH].with_steps((*release().history, Step(REPEALED, "2025-01-01")))
    presenter, page, _ = opened(desk)
    presenter.ask_withdraw()
    assert "repealed" in page.question
    presenter.refuse()
    presenter.agree()
    assert len(desk.releases[PATH].history) == 2
    presenter.ask_withdraw()
    presenter.agree()
    assert desk.releases[PATH].info.status is PUBLISHED
    assert page.question == ""


def test_removing_asks_first_and_can_be_undone() -> None:
    desk = Desk()
    presenter, page, changed = opened(desk)
    presenter.ask_remove()
    assert "previous" in page.question
    assert PATH in desk.releases
    presenter.agree()
    assert desk.releases == {}
    assert (page.rows, page.title, changed) == ((), "", [None])
    presenter.put_back(page.kept[0][0])
    assert list(desk.releases) == [PATH]
    assert (changed, page.kept, page.title) == ([None, PATH], [], INFO.name)


def test_choosing_another_release_forgets_question_and_form() -> None:
    desk = shelf(replace(INFO, name="甲"), replace(INFO, name="乙", issuer="别的府"))
    presenter, page, _ = opened(desk)
    presenter.open_form()
    presenter.ask_remove()
    presenter.select(Path("乙.gpkg"))
    assert (page.options, page.question, page.title) == ((), "", "乙")


def test_the_axis_holds_all_days_and_keeps_their_order() -> None:
    rows = catalogue_rows([], TODAY)
    axis = axis_of(rows, TODAY)
    assert 0 < axis.share(TODAY) < 1
    desk = shelf(replace(INFO, effective="0001-01-01"), replace(INFO, name="远", effective="9999-12-31"))
    wide = axis_of(opened(desk)[1].rows, TODAY)
    assert wide.share("0001-01-01") == 0.0
    assert wide.share("9999-12-31") == 1.0


def test_today_stands_after_the_last_step_taken() -> None:
    steps = (Step(FILED), Step(PUBLISHED, TODAY, effective="2030-01-01"))
    assert [mark.word for mark in marks_of(steps, TODAY)] == ["filed", "published", "today"]
    assert [mark.date for mark in marks_of(steps, TODAY)] == ["date unknown", TODAY, TODAY]


# --- in widgets ------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(qtbot: object) -> CataloguePage:
    made = CataloguePage()
    qtbot.addWidget(made)  # type: ignore[attr-defined]
    made.resize(380, 620)
    made.show()
    return made


def worked(page: CataloguePage, desk: Desk) -> None:
    presenter = CataloguePresenter(page, desk.errands(), opened=lambda: None, changed=lambda path: None)
    page.selected.connect(presenter.select)
    page.record_asked.connect(presenter.open_form)
    page.form.changed.connect(presenter.check)
    page.form.record_asked.connect(presenter.record)
    page.form.closed.connect(presenter.close_form)
    page.remove_asked.connect(presenter.ask_remove)
    page.confirmed.connect(presenter.agree)
    page.refused.connect(presenter.refuse)
    presenter.open()
    page.presenter = presenter  # the page's signals do not hold it


def test_a_step_is_recorded_by_keyboard(page: CataloguePage) -> None:
    desk = Desk(releases={PATH: release(replace(INFO, status=FILED))})
    worked(page, desk)
    QTest.keyClick(page.record_button, Qt.Key.Key_Space)
    assert [page.form.status.itemText(place) for place in range(page.form.status.count())] == ["published", "returned"]
    assert page.form.fields["effective"].isVisible()
    QTest.keyClicks(page.form.fields["date"], "2024-06-0")
    assert not page.form.record_button.isEnabled()
    QTest.keyClicks(page.form.fields["date"], "1")
    assert page.form.record_button.isEnabled()
    QTest.keyClicks(page.form.fields["effective"], "2024-07-01")
    page.form.fields["number"].setText("三号")
    QTest.keyClick(page.form.fields["note"], Qt.Key.Key_Return)
    assert desk.releases[PATH].steps[-1] == Step(PUBLISHED, "2024-06-01", "三号", "2024-07-01")
    assert not page.form.isVisible()


def test_an_effective_day_is_asked_for_a_publication_only(page: CataloguePage) -> None:
    worked(page, Desk(releases={PATH: release(replace(INFO, status=FILED))}))
    page.record_button.click()
    page.form.fields["effective"].setText("2024-07-01")
    page.form.status.setCurrentIndex(1)
    assert not page.form.fields["effective"].isVisible()
    assert page.step.effective == ""


def test_esc_is_no(page: CataloguePage) -> None:
    desk = Desk()
    worked(page, desk)
    page.remove_button.click()
    assert page.yes_button.isVisible()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.yes_button.isVisible()
    assert PATH in desk.releases


def test_every_control_has_a_tooltip_and_a_name(page: CataloguePage) -> None:
    worked(page, Desk())
    page.record_button.click()
    controls: list[QWidget] = [
        page.back_button, page.find_button, page.record_button, page.withdraw_button, page.remove_button, page.put_back_button, page.kept,
        page.form.status, page.form.record_button, page.form.close_button, *page.form.findChildren(QLineEdit),
    ]  # fmt: skip
    assert [one.objectName() for one in controls if not one.toolTip()] == []


@pytest.mark.parametrize("is_dark", [False, True])
def test_it_draws_in_both_themes_whatever_the_texts(page: CataloguePage, *, is_dark: bool) -> None:
    if is_dark:
        palette = QPalette(QColor("#2b2b2b"))
        page.setPalette(palette)
    hostile = "<b>名</b>\n" * 40
    one = release(replace(INFO, name=hostile, issuer=hostile, document_no=hostile))
    desk = Desk(releases={PATH: one.with_steps((*one.history, Step(REPEALED, "2030-01-01", hostile, note=hostile)))})
    worked(page, desk)
    assert not page.grab().isNull()
    assert "<b>" not in (page.list.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
