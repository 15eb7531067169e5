# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of one case: what is in the way, conclusion, signatures, matter and platform; only what may be done can be pressed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLineEdit

from tests.gui.county import Desk
from tests.gui.test_case import ACROSS, case, first, press, stored
from tests.gui.test_register import desk, keep, panel
from zoning_plugin.core.judgement import CaseState, MatterField, OfficeRules, Verdict
from zoning_plugin.gui.dock.clause_tree import CLAUSE, clause_indexes
from zoning_plugin.gui.dock.composition import Panel
from zoning_plugin.gui.state_card import Look

__all__ = ["case", "desk", "panel"]


def answer_all(case: Panel, verdict: Verdict = Verdict.NOT_CONCERNED) -> None:
    for index in list(clause_indexes(case.page.filter)):
        case.case.answer(index.data(CLAUSE).clause.clause_id, verdict)


def opened(case: Panel) -> Panel:
    case.page.case_bar.sheet_button.click()
    assert case.dock.page is case.sheet_page
    return case


def test_what_is_in_the_way_is_listed_and_nothing_can_be_concluded_or_signed(case: Panel) -> None:
    page = opened(case).sheet_page
    assert page.card.look is Look.INCOMPLETE
    assert "Clauses without an answer: 55" in page.card.text
    assert not page.verdict.isEnabled()
    assert not page.conclude_button.isEnabled()
    assert not page.sign_button.isEnabled()
    assert not page.return_button.isEnabled()


def test_a_box_in_which_nothing_is_chosen_says_what_to_do(case: Panel) -> None:
    verdict = opened(case).sheet_page.verdict
    assert verdict.currentIndex() == -1
    words = verdict.placeholderText()
    for is_enabled in (True, False):
        verdict.setEnabled(is_enabled)
        said = verdict.grab().toImage()
        verdict.setPlaceholderText(" ")  # an empty one would choose the first
        assert said != verdict.grab().toImage(), "the words are drawn"
        verdict.setPlaceholderText(words)


def test_a_conclusion_that_contradicts_an_answer_cannot_be_chosen(case: Panel) -> None:
    answer_all(case)
    case.page.clauses.setCurrentIndex(first(case))
    case.page.answer_panel.reason.setPlainText("不在园区")
    press(case, Qt.Key.Key_2)
    page = opened(case).sheet_page
    assert not page.verdict.model().item(0).isEnabled()
    assert page.verdict.model().item(1).isEnabled()
    page.verdict.setCurrentIndex(1)
    page.conclude_button.click()
    assert "张三" in page.said.text()
    case.sheet_page.back_button.click()
    press(case, Qt.Key.Key_1)
    opened(case)
    assert "no longer stands" in page.said.text()
    assert not page.sign_button.isEnabled()


def test_three_persons_sign_and_the_case_is_locked(case: Panel, desk: Desk) -> None:
    answer_all(case)
    page = opened(case).sheet_page
    assert page.verdict.currentIndex() == -1  # nothing is proposed
    assert not page.conclude_button.isEnabled()
    page.verdict.setCurrentIndex(0)
    page.conclude_button.click()
    page.sign_button.click()
    assert stored(case, desk).state is CaseState.PREPARED
    assert page.who.text() == ""
    page.who.setText("张三")
    page.sign_button.click()
    assert "张三" in page.note.text()  # nobody signs twice
    page.who.setText("李四")
    page.return_button.click()
    assert page.note.text()  # a remark is needed
    page.sign_remark.setText("缺附图")
    page.return_button.click()
    assert stored(case, desk).state is CaseState.RETURNED
    for name in ("张三", "李四", "王五"):
        page.who.setText(name)
        page.sign_button.click()
    assert stored(case, desk).state is CaseState.APPROVED
    assert "Locked" in page.card.title
    assert not page.withdraw_button.isEnabled()
    page.back_button.click()
    assert not case.page.clauses.can_answer
    assert "answers closed" in case.page.case_bar.counts.text()
    assert "1–5" not in case.page.answer_panel.reason.placeholderText()
    opened(case)
    page.reopen_button.click()
    now = stored(case, desk)
    assert (now.version, now.state) == (2, CaseState.DRAFT)
    assert case.case.can_answer


def test_matter_and_platform_are_stored_when_a_field_is_left(case: Panel, desk: Desk, tmp_path: Path) -> None:
    page = opened(case).sheet_page
    sender = page.matter["sender"]
    assert isinstance(sender, QLineEdit)
    sender.setText("示例县招商局")
    sender.editingFinished.emit()
    assert stored(case, desk).matter.sender == "示例县招商局"
    paper = tmp_path / "查询结果.pdf"
    paper.write_bytes(b"%PDF")
    desk.evidence = (paper,)
    page.file_button.click()
    page.platform["number"].setText("PT-1")
    page.platform["number"].editingFinished.emit()
    platform = stored(case, desk).platform
    assert platform.number == "PT-1"
    assert platform.file is not None
    assert platform.file.name == "查询结果.pdf"


def test_a_withdrawn_case_is_locked_and_needs_a_remark(case: Panel, desk: Desk) -> None:
    page = opened(case).sheet_page
    page.withdraw_button.click()
    assert page.note.text()
    page.sign_remark.setText("重复")
    page.withdraw_button.click()
    assert stored(case, desk).state is CaseState.WITHDRAWN
    assert not page.sign_button.isEnabled()


def test_closing_the_case_leaves_its_page(case: Panel) -> None:
    opened(case)
    case.case.close()
    assert case.dock.page is case.page


def test_an_office_that_signs_nothing_and_asks_for_nothing_sees_neither(panel: Panel, desk: Desk) -> None:
    rules = OfficeRules(steps=(), fields=(MatterField("sender"),), asks_platform=False)
    panel.keeping._errands = replace(
        panel.keeping._errands, register=replace(panel.keeping._errands.register, rules=lambda _: rules)
    )
    keep(panel, *ACROSS)
    answer_all(panel)
    page = opened(panel).sheet_page
    assert page.sign_button.isHidden()
    assert page.return_button.isHidden()
    assert page._platform_fold.isHidden()
    assert [name for name, one in page.matter.items() if not one.isHidden()] == ["sender"]
    page.verdict.setCurrentIndex(0)
    page.conclude_button.click()
    assert "signs nothing" in page.card.title
    assert stored(panel, desk).conclusion is not None
    panel.assessment.clear()
    open_register_page(panel)
    assert panel.case.case is not None
    assert panel.case.case.conclusion is not None


def open_register_page(panel: Panel) -> None:
    panel.dock.buttons.buttons["register"].click()
    panel.register_page.opened.emit(panel.register_page.cases.cases.rows[0].case_id)
