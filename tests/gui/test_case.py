# SPDX-License-Identifier: GPL-3.0-or-later
"""An open case: answers by keyboard, reasons, files, earlier answers, what narrows the list says so; each step is on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtTest import QAbstractItemModelTester, QTest
from qgis.PyQt.QtWidgets import QScrollArea

from tests.gui.county import Desk
from tests.gui.test_register import desk, keep, panel
from zoning_plugin.core.judgement import Case, Verdict
from zoning_plugin.gui.dock.clause_tree import CLAUSE, MARK, clause_indexes
from zoning_plugin.gui.dock.composition import Panel
from zoning_plugin.gui.register.case_rows import CaseRow
from zoning_plugin.gui.state_card import Look
from zoning_plugin.jobs.find_cases import find_cases
from zoning_plugin.jobs.open_register import open_register

__all__ = ["desk", "panel"]
ACROSS = (1500.0, 1500.0, 2600.0, 2600.0)


@pytest.fixture
def case(panel: Panel) -> Panel:
    """The panel with a case that was just kept."""
    keep(panel, *ACROSS)
    assert panel.case.case is not None
    return panel


def first(panel: Panel) -> QModelIndex:
    return next(iter(clause_indexes(panel.page.filter)))


def press(panel: Panel, *keys: Any) -> None:
    for key in keys:
        QTest.keyClick(panel.page.clauses, key)


def stored(panel: Panel, desk: Desk) -> Case:
    with open_register(desk.register_path, "", read_only=True) as register:
        return register.read(find_cases(register)[0].case_id)


def test_a_kept_case_is_open_and_nothing_is_answered(case: Panel) -> None:
    assert case.page.case_bar.isVisible()
    assert "unanswered 55" in case.page.case_bar.counts.text()
    assert all(one.data(MARK).verdict is None for one in clause_indexes(case.page.filter))
    assert not case.page.keep_button.isVisible()


def test_the_site_of_a_case_stays_where_it_was_judged(case: Panel) -> None:
    action = case.page.move_action
    assert not action.isEnabled()
    assert "close the case" in action.toolTip()
    case.case.close()
    assert action.isEnabled()
    action.trigger()
    assert case.tools.move.has_the_map
    keep(case, *ACROSS)  # the tool is put away when a case opens
    assert not action.isEnabled()
    assert not case.tools.is_in_use


def test_clauses_are_answered_by_keyboard_and_each_answer_is_on_disk(case: Panel, desk: Desk) -> None:
    case.page.clauses.setCurrentIndex(first(case))
    press(case, Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_3)
    indexes = list(clause_indexes(case.page.filter))
    assert [one.data(MARK).verdict for one in indexes[:3]] == [Verdict.CONFORMS, Verdict.NOT_CONCERNED, None]
    assert case.page.clauses.currentIndex() == indexes[1]
    assert "unanswered 53" in case.page.case_bar.counts.text()
    assert [(one.verdict, one.by) for one in stored(case, desk).answers] == [
        (Verdict.CONFORMS, "张三"),
        (Verdict.NOT_CONCERNED, "张三"),
    ]


def test_down_passes_what_is_answered_and_a_later_answer_follows_the_earlier(case: Panel, desk: Desk) -> None:
    indexes = list(clause_indexes(case.page.filter))
    case.page.clauses.setCurrentIndex(indexes[1])
    press(case, Qt.Key.Key_1)
    case.page.clauses.setCurrentIndex(indexes[0])
    press(case, Qt.Key.Key_Down)
    assert case.page.clauses.currentIndex() == indexes[2]
    case.page.clauses.setCurrentIndex(indexes[1])
    press(case, Qt.Key.Key_5, Qt.Key.Key_0)
    assert "never taken away" in case.page.case_bar.note.text()
    assert [one.verdict for one in stored(case, desk).answers] == [Verdict.CONFORMS, Verdict.TO_VERIFY]
    history = indexes[1].data(MARK).history.splitlines()
    assert "verif" in history[0]
    assert len(history) == 2


def test_down_goes_from_the_end_to_the_first_without_an_answer(case: Panel) -> None:
    indexes = list(clause_indexes(case.page.filter))
    for index in indexes[1:]:
        case.case.answer(index.data(CLAUSE).clause.clause_id, Verdict.CONFORMS)
    case.page.clauses.setCurrentIndex(indexes[-1])
    press(case, Qt.Key.Key_Down)
    assert case.page.clauses.currentIndex() == indexes[0]


def test_a_reason_waits_for_its_verdict_and_is_kept_on_leaving(case: Panel, desk: Desk) -> None:
    case.page.clauses.setCurrentIndex(first(case))
    panel_ = case.page.answer_panel
    panel_.reason.setPlainText("原址技改，不新增排放")
    panel_.flush()
    assert not stored(case, desk).answers
    press(case, Qt.Key.Key_2)
    (answer,) = stored(case, desk).answers
    assert (answer.verdict, answer.reason) == (Verdict.CONFLICTS, "原址技改，不新增排放")
    panel_.reason.setPlainText("<b>改</b>")
    case.page.clauses.setCurrentIndex(list(clause_indexes(case.page.filter))[4])
    assert stored(case, desk).answers[-1].reason == "<b>改</b>"
    assert panel_.reason.toPlainText() == ""


def test_what_was_given_is_stored_when_the_panel_goes(case: Panel, desk: Desk) -> None:
    case.page.clauses.setCurrentIndex(first(case))
    press(case, Qt.Key.Key_1)
    desk.run.is_waiting = True
    press(case, Qt.Key.Key_3)  # under way, and never told
    press(case, Qt.Key.Key_5)
    case.page.answer_panel.reason.setPlainText("待补材料")
    case.case.close()
    case.session.close()
    last = stored(case, desk).answers[-1]
    assert (last.verdict, last.reason) == (Verdict.TO_VERIFY, "待补材料")


def test_a_conflict_without_a_reason_says_so(case: Panel) -> None:
    case.page.clauses.setCurrentIndex(first(case))
    press(case, Qt.Key.Key_2)
    assert "without a reason 1" in case.page.case_bar.counts.text()
    assert "needs a reason" in first(case).data(MARK).said


def test_a_file_is_copied_with_the_answer_and_needs_one(case: Panel, desk: Desk, tmp_path: Path) -> None:
    paper = tmp_path / "批复.pdf"
    paper.write_bytes(b"%PDF")
    desk.evidence = (paper,)
    case.page.clauses.setCurrentIndex(first(case))
    case.page.answer_panel.files.click()
    assert "Answer the clause first" in case.page.case_bar.note.text()
    press(case, Qt.Key.Key_1)
    case.page.answer_panel.files.click()
    assert [one.name for one in stored(case, desk).answers[-1].evidence] == ["批复.pdf"]


def test_an_earlier_answer_is_offered_and_taken_over_only_when_confirmed(panel: Panel, desk: Desk) -> None:
    fields = panel.page.form._fields
    fields["industry"].setText("3360 金属表面处理")
    keep(panel, *ACROSS, name="旧厂")
    panel.page.clauses.setCurrentIndex(first(panel))
    panel.page.answer_panel.reason.setPlainText("已入园")
    press(panel, Qt.Key.Key_1)
    keep(panel, *ACROSS, name="新厂")
    panel.page.clauses.setCurrentIndex(first(panel))
    offered = panel.page.answer_panel
    assert "旧厂" in offered.offer.text()
    assert first(panel).data(MARK).verdict is None
    offered.take_button.click()
    case = panel.case.case
    assert case is not None
    (answer,) = case.answers
    assert answer.reason == "已入园"
    assert answer.reused_from
    assert not offered.take_button.isVisible()


def test_narrowing_says_what_it_hides(case: Panel) -> None:
    case.page.clauses.setCurrentIndex(first(case))
    press(case, Qt.Key.Key_1)
    case.page.narrow.setCurrentIndex(1)
    assert case.page.count.text() == "54 of 55"
    assert "1 clauses hidden" in case.page.tiers.text()
    case.page.narrow.setCurrentIndex(2)
    assert case.page.count.text() == "0 of 55"
    case.page.case_bar.close_button.click()
    assert case.page.count.text() == "55 clauses"
    assert case.page.narrow.currentIndex() == 0


def test_a_case_opens_with_its_answers(case: Panel, desk: Desk) -> None:
    case.page.clauses.setCurrentIndex(first(case))
    press(case, Qt.Key.Key_4)
    case.assessment.clear()
    assert case.case.case is None
    case.dock.buttons.buttons["register"].click()
    (row,) = case.register_page.cases.cases.rows
    assert isinstance(row, CaseRow)
    case.register_page.opened.emit(row.case_id)
    assert first(case).data(MARK).verdict is Verdict.NEEDS_ARGUMENT


def test_the_report_of_a_case_holds_its_answers_and_is_kept_in_the_register(
    case: Panel, desk: Desk, tmp_path: Path
) -> None:
    desk.report_path = tmp_path / "对照分析.pdf"
    for path in (desk.report_path, desk.report_path.with_suffix(".json")):
        path.write_bytes(path.suffix.encode())
    case.page.clauses.setCurrentIndex(first(case))
    press(case, Qt.Key.Key_1)
    case.page.report_button.click()
    printed = desk.cases[-1]
    assert printed is not None
    assert [one.verdict for one in printed.answers] == [Verdict.CONFORMS]
    assert [one.kind for one in stored(case, desk).outputs] == ["comparison", "assessment"]
    press(case, Qt.Key.Key_2)
    assert len(stored(case, desk).answers) == 2
    case.page.case_bar.close_button.click()
    case.page.report_button.click()
    assert desk.cases[-1] is None


def test_the_tree_is_a_sound_model_with_marks(case: Panel) -> None:
    tester = QAbstractItemModelTester(case.page.tree)
    case.page.clauses.setCurrentIndex(first(case))
    press(case, Qt.Key.Key_1)
    assert first(case).data(CLAUSE) is not None
    del tester


def test_a_click_on_the_answer_opens_the_list(case: Panel) -> None:
    view = case.page.clauses
    view.scrollTo(first(case))
    chip = view.chip_rect(first(case))
    assert not chip.isEmpty()
    asked: list[QModelIndex] = []
    view.open_answers = asked.append  # type: ignore[method-assign]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, chip.center())
    assert asked == [first(case)]


def test_the_card_gives_way_to_the_clauses_of_a_case_and_only_while_nothing_is_wrong(case: Panel) -> None:
    card = case.page.card
    sentences = card.findChild(QScrollArea)
    reasons = [f"reason {number}" for number in range(9)]
    card.show_state(Look.COMPLETE, "complete", reasons)
    brief = sentences.sizeHint().height()
    card.show_state(Look.INCOMPLETE, "incomplete", reasons)
    assert sentences.sizeHint().height() >= 2 * brief
    case.case.close()
    card.show_state(Look.COMPLETE, "complete", reasons)
    assert sentences.sizeHint().height() >= 2 * brief
