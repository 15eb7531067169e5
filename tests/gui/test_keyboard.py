# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyboard comes into the panel and goes through it: real key events, real widgets; the whole case stands in tests/desktop."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

from tests.gui.county import Desk, site
from tests.gui.test_case import case
from tests.gui.test_panel import ACROSS
from tests.gui.test_register import desk, panel
from zoning_plugin.gui.dock.composition import Panel
from zoning_plugin.gui.dock.finding_rows import ROW
from zoning_plugin.gui.reading_order import tab_stops
from zoning_plugin.gui.state_card import Look, StateCard

__all__ = ["case", "desk", "panel"]


def stops_of(page: QWidget) -> list[str]:
    return [one.objectName() for one in tab_stops(page)]


def test_the_keyboard_comes_to_what_had_it_last_on_the_page(panel: Panel, desk: Desk, qtbot: Any) -> None:
    panel.assessment.use_site(site(*ACROSS))
    panel.dock.enter_action.trigger()
    assert panel.page.isAncestorOf(QApplication.focusWidget())
    panel.page.search.setFocus()
    panel.dock.buttons.go_actions["register"].trigger()
    assert panel.dock.page is panel.register_page
    assert panel.register_page.isAncestorOf(QApplication.focusWidget())
    panel.dock.buttons.go_actions["assess"].trigger()
    assert QApplication.focusWidget() is panel.page.search


def test_a_closed_panel_is_shown_before_it_gets_the_keyboard(panel: Panel) -> None:
    panel.dock.hide()
    panel.dock.enter_action.trigger()
    assert panel.dock.isVisible()
    assert panel.page.isAncestorOf(panel.dock.focusWidget())  # the window's own: offscreen, nothing activates it


def test_a_widget_that_can_do_nothing_now_does_not_get_the_keyboard(panel: Panel, desk: Desk) -> None:
    panel.assessment.use_site(site(*ACROSS))
    panel.page.report_button.setFocus()
    panel.page.report_button.setEnabled(False)
    panel.dock.enter_action.trigger()
    has_it = QApplication.focusWidget()
    assert has_it is not panel.page.report_button
    assert has_it.isEnabled()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_a_button_as_space_does(panel: Panel, desk: Desk, key: Qt.Key) -> None:
    panel.assessment.use_site(site(*ACROSS))
    panel.page.answer_button.setFocus()
    QTest.keyClick(panel.page.answer_button, key)
    assert len(desk.copied) == 1


def test_enter_opens_a_menu(panel: Panel) -> None:
    more = panel.chooser.more
    more.setFocus()
    seen: list[bool] = []
    more.menu().aboutToShow.connect(lambda: seen.append(True))
    QTimer.singleShot(200, more.menu().close)  # the menu has a loop of its own
    QTest.keyClick(more, Qt.Key.Key_Return)
    assert seen == [True]


def test_enter_on_a_unit_goes_to_its_clauses_and_to_its_place(panel: Panel, desk: Desk) -> None:
    panel.assessment.use_site(site(*ACROSS))
    page = panel.page
    page.findings.setFocus()
    second = page.rows.index(1)
    page.findings.setCurrentIndex(second)
    code = second.data(ROW).finding.unit.code
    QTest.keyClick(page.findings, Qt.Key.Key_Return)
    section = page.filter.mapFromSource(page.tree.section_index(code))
    assert page.clauses.currentIndex() == section


def test_sentences_that_are_not_all_in_sight_are_scrolled_by_keys_and_the_others_are_no_stop(qtbot: Any) -> None:
    card = StateCard()
    qtbot.addWidget(card)
    card.resize(300, 400)
    card.show()
    (sentences,) = (one for one in card.findChildren(QScrollArea))
    card.show_state(Look.INCOMPLETE, "incomplete", ["one"])
    qtbot.waitUntil(lambda: sentences.focusPolicy() == Qt.FocusPolicy.NoFocus)
    card.show_state(Look.INCOMPLETE, "incomplete", [f"reason {number}" for number in range(30)])
    qtbot.waitUntil(lambda: sentences.focusPolicy() == Qt.FocusPolicy.TabFocus)
    QTest.keyClick(sentences, Qt.Key.Key_Down)
    assert sentences.verticalScrollBar().value() > 0


def test_tab_goes_through_the_page_of_a_case_as_it_is_read(case: Panel) -> None:
    stops = stops_of(case.page)
    wanted = [
        "release_combo", "site_point", "site_selection", "project_fold", "case_sheet", "case_close", "findings", "search",
        "narrow", "related_first", "clauses", "answer_reason", "answer_frequent", "answer_files", "open_button",
        "report_button", "answer_button",
    ]  # fmt: skip
    assert [one for one in stops if one in wanted] == wanted


def test_every_button_of_every_page_is_a_tab_stop(panel: Panel) -> None:
    for page in (panel.welcome, panel.page, panel.register_page, panel.sheet_page, panel.clause_search_page):
        for button in page.findChildren(QAbstractButton):
            inside = button.parentWidget().metaObject().className()
            if inside in ("QTabBar", "QLineEdit", "SearchField", "QCalendarWidget"):
                continue  # parts of another widget that has keys of its own
            assert int(button.focusPolicy()) & int(Qt.FocusPolicy.TabFocus), (page, button.objectName(), inside)
