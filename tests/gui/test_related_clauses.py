# SPDX-License-Identifier: GPL-3.0-or-later
"""Relevance in the panel: the industry is found, matched words are lit, related clauses come first or alone, and all of it says what it hides."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtTest import QAbstractItemModelTester, QTest

from tests.gui.county import Desk, site
from tests.gui.test_register import desk, panel
from zoning_plugin.core.clause_reading import Modality
from zoning_plugin.core.terms import Relation
from zoning_plugin.gui.dock.clause_tree import CLAUSE, NOTED, clause_indexes
from zoning_plugin.gui.dock.composition import Panel
from zoning_plugin.report.outline import Excerpt

__all__ = ["desk", "panel"]
ACROSS = (1500.0, 1500.0, 2600.0, 2600.0)


@pytest.fixture
def judged(panel: Panel) -> Panel:
    panel.assessment.use_site(site(*ACROSS))
    return panel


def shown(panel: Panel) -> list[Any]:
    return [one.data(CLAUSE) for one in clause_indexes(panel.page.filter)]


def say(panel: Panel, field: str, text: str) -> None:
    panel.page.form.fold.setChecked(True)
    panel.page.form._fields[field].setText(text)
    panel.page.form.settled.emit()


def lit(index: QModelIndex) -> set[str]:
    text = index.data(Qt.ItemDataRole.DisplayRole)
    return {text[start:end] for start, end, _ in index.data(NOTED).lit}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("3360", "C3360 金属表面处理及热处理加工"), ("c3360", "C3360 金属表面处理及热处理加工"), ("电镀厂", "C3360 金属表面处理及热处理加工"),
     ("养猪", "A0313 猪的饲养"), ("金属表面", "C3360 金属表面处理及热处理加工")],
)  # fmt: skip
def test_an_industry_is_offered_while_it_is_typed_and_taken_by_keyboard(
    panel: Panel, typed: str, expected: str
) -> None:
    panel.page.form.fold.setChecked(True)
    field = panel.page.form._fields["industry"]
    field.setFocus()
    QTest.keyClicks(field, typed) if typed.isascii() else field.insert(typed)
    field.textEdited.emit(field.text())
    popup = field.completer().popup()
    assert popup.model().index(0, 0).data() == expected
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == expected


def test_words_that_come_near_are_lit_without_a_case(judged: Panel) -> None:
    assert all(not one.data(NOTED).lit for one in clause_indexes(judged.page.filter))
    say(judged, "keywords", "重金属")
    near = [one for one in clause_indexes(judged.page.filter) if one.data(NOTED).lit]
    assert near
    assert all("重金属" in lit(one) for one in near)
    assert all("重金属" in one.data(Qt.ItemDataRole.AccessibleTextRole).splitlines()[-1] for one in near)


def test_related_first_moves_rows_and_loses_none_and_the_printed_order_comes_back(judged: Panel) -> None:
    say(judged, "keywords", "重金属")
    before = shown(judged)
    judged.page.related_first.setChecked(True)
    after = shown(judged)
    assert Counter(one.clause.clause_id for one in after) == Counter(one.clause.clause_id for one in before)
    assert after != before
    first = next(iter(clause_indexes(judged.page.filter)))
    assert "重金属" in lit(first)
    relations = [one.relation is Relation.EDGE for one in after]
    assert relations == sorted(relations), "what is only touched stays behind"
    judged.page.related_first.setChecked(False)
    assert shown(judged) == before


def test_narrowed_to_a_modality_or_to_what_is_related_it_says_what_it_hides(judged: Panel) -> None:
    narrow, page = judged.page.narrow, judged.page
    total = page.filter.total
    narrow.setCurrentIndex(narrow.findData(Modality.PROHIBIT))
    assert 0 < page.filter.shown < total
    assert all(Modality.PROHIBIT in one.data(NOTED).modality for one in clause_indexes(page.filter))
    assert f"{total - page.filter.shown} clauses hidden" in page.tiers.text()
    narrow.setCurrentIndex(narrow.findData("direct"))
    assert page.filter.shown == 0
    assert "what the project is" in page.clauses._when_empty
    say(judged, "keywords", "重金属")
    assert 0 < page.filter.shown < total
    assert not narrow.model().item(narrow.findData("unanswered")).isEnabled()


def test_what_is_narrowed_or_sorted_never_changes_the_report(judged: Panel, desk: Desk) -> None:
    say(judged, "keywords", "重金属")
    judged.page.related_first.setChecked(True)
    judged.page.narrow.setCurrentIndex(judged.page.narrow.findData("direct"))
    judged.page.report_button.click()
    assert desk.excerpts == [None]
    assert len(desk.written[-1][0].clauses) == judged.page.filter.total


def test_only_when_a_person_says_so_a_report_holds_what_is_shown(judged: Panel, desk: Desk) -> None:
    assert not judged.page.only_button.isVisible()
    judged.page.narrow.setCurrentIndex(judged.page.narrow.findData(Modality.PROHIBIT))
    assert judged.page.only_button.isVisible()
    judged.page.only_button.click()
    (asked,) = desk.excerpts
    assert isinstance(asked, Excerpt)
    assert asked.chosen_by == "Prohibited"
    assert asked.clause_ids == {one.clause.clause_id for one in shown(judged)}


def test_the_tree_stays_a_sound_model(judged: Panel) -> None:
    testers = [QAbstractItemModelTester(one) for one in (judged.page.tree, judged.page.filter)]
    say(judged, "keywords", "重金属")
    judged.page.related_first.setChecked(True)
    judged.page.narrow.setCurrentIndex(judged.page.narrow.findData("related"))
    judged.assessment.use_site(site(100, 100, 200, 200))
    assert testers
