# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree a view shows and the filter over it: complete, consistent, and honest about what it hides."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtTest import QAbstractItemModelTester

from tests.gui.county import EAST, NORTH, TODAY, release, site
from zoning_plugin.core.assessment import assess
from zoning_plugin.core.folding import words_of
from zoning_plugin.gui.dock.assessment_presenter import results_of
from zoning_plugin.gui.dock.clause_tree import (
    CLAUSE,
    COUNTS,
    KIND,
    SOURCED,
    ClauseFilter,
    ClauseTree,
    NodeKind,
    clause_indexes,
)


@pytest.fixture
def filtered() -> ClauseFilter:
    tree = ClauseTree()
    model = ClauseFilter(tree)
    show(tree, 1500, 1500, 2600, 2600)
    model.kept = tree  # type: ignore[attr-defined]  # the proxy does not own it
    return model


def show(tree: ClauseTree, *corners: float) -> None:
    found = results_of(assess(site(*corners), release(), on=TODAY))
    tree.set_sections(found.sections, found.met)


def test_both_models_keep_qts_own_rules(filtered: ClauseFilter) -> None:
    tree = filtered.sourceModel()
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for model in (tree, filtered)
    ]
    filtered.set_terms(words_of("生态"))
    filtered.set_terms(())
    show(tree, 100, 100, 200, 200)
    show(tree, 9000, 9000, 9100, 9100)
    assert testers


def test_every_applicable_clause_is_a_row_with_its_full_text(filtered: ClauseFilter) -> None:
    found = assess(site(1500, 1500, 2600, 2600), release(), on=TODAY)
    texts = [index.data(Qt.ItemDataRole.DisplayRole) for index in clause_indexes(filtered)]
    assert sorted(texts) == sorted(one.clause.printed for one in found.clauses)
    assert filtered.shown == filtered.total == len(found.clauses)


def test_a_search_shows_only_what_holds_every_word_and_counts_the_rest(filtered: ClauseFilter) -> None:
    filtered.set_terms(words_of("跨界 下游"))
    shown = [index.data(CLAUSE).clause.text for index in clause_indexes(filtered)]
    assert shown
    assert all("跨界" in text and "下游" in text for text in shown)
    assert filtered.shown == len(shown) < filtered.total
    top = filtered.index(0, 0)
    assert top.data(COUNTS)[0] < top.data(COUNTS)[1]


def test_a_search_for_nothing_there_leaves_no_row_and_says_how_many_are_hidden(filtered: ClauseFilter) -> None:
    filtered.set_terms(words_of("不存在的词"))
    assert filtered.rowCount() == 0
    assert (filtered.shown, filtered.total) == (0, 55)


def test_other_sections_under_a_search_are_filtered_too(filtered: ClauseFilter) -> None:
    filtered.set_terms(words_of("生态农业"))
    show(filtered.sourceModel(), 2500, 500, 2600, 600)
    assert filtered.total == 38
    assert filtered.shown == 7
    assert sum(1 for _ in clause_indexes(filtered)) == 7


def test_headings_say_unit_tier_list_and_dimension(filtered: ClauseFilter) -> None:
    def texts(parent: QModelIndex) -> list[str]:
        return [filtered.index(row, 0, parent).data() for row in range(filtered.rowCount(parent))]

    tops = texts(QModelIndex())
    assert tops[0] == "All 3 units met"
    assert f"{NORTH.name} {NORTH.code}" in tops
    assert "生态保护红线" in tops
    first = filtered.index(0, 0)
    assert texts(first) == ["Province · 示例省生态环境分区管控总体要求", "River basin · 示例江流域管控要求"]
    assert texts(filtered.index(0, 0, first))[0] == "空间布局约束"


def test_a_list_without_dimensions_has_its_clauses_right_below(filtered: ClauseFilter) -> None:
    section = filtered.mapFromSource(filtered.sourceModel().section_index(NORTH.code))
    list_index = filtered.index(0, 0, section)
    assert filtered.index(0, 0, list_index).data(KIND) is NodeKind.CLAUSE


def test_a_clause_is_copied_with_where_it_stands(filtered: ClauseFilter) -> None:
    text = next(iter(clause_indexes(filtered))).data(SOURCED)
    assert "1-1.【大气/限制类】" in text
    assert "示例省生态环境分区管控总体要求 · 示例环〔2024〕3号 · 省.xlsx 表1 row 2" in text


def test_an_edge_section_says_so_in_its_heading() -> None:
    tree = ClauseTree()
    show(tree, 2500, 1800, 2600, 2000)
    last = tree.index(tree.rowCount() - 1, 0)
    assert last.data() == f"edge contact: {NORTH.name} {NORTH.code}"
    assert tree.section_index(EAST.code).isValid()
    assert not tree.section_index("ZH00000000000").isValid()


def test_markup_in_a_file_is_text_in_the_tooltip() -> None:
    from zoning_plugin.gui.words import tooltip_text

    assert "<b>" not in tooltip_text("<b>x</b>&lt;")
    assert "&lt;b&gt;x&lt;/b&gt;&amp;lt;" in tooltip_text("<b>x</b>&lt;")
