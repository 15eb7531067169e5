# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists as offices print them: whatever the layout, the same clauses come back, and no cell goes missing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files.printed_lists import DIMENSIONS, Known, Page, block_page, tier_page, wide_page
from zoning_plugin.core.errors import Level
from zoning_plugin.files.access_list import SheetReading, clauses_of, read_sheet
from zoning_plugin.files.clause_text import squeezed
from zoning_plugin.files.profile import read_profile
from zoning_plugin.files.tables.grid import Grid, Merge
from zoning_plugin.files.tables.workbook import read_workbook

PROFILE = read_profile()


def read(page: Page | Grid) -> SheetReading:
    return read_sheet(page.grid() if isinstance(page, Page) else page, PROFILE, "清单.xlsx")


def known(reading: SheetReading) -> list[Known]:
    return [Known(one.unit_code, one.dimension, one.number, one.tag, one.text) for one in reading.clauses]


def codes(reading: SheetReading) -> list[str]:
    return [one.code for one in reading.faults]


def assert_nothing_lost(grid: Grid, reading: SheetReading) -> None:
    """Every cell is accounted for, and what became of it holds its characters."""
    assert set(reading.accounts) == set(grid.cells)
    told = squeezed("".join(fact for one in reading.faults for _, fact in one.facts))
    for (row, column), account in reading.accounts.items():
        text = squeezed(grid.cells[row, column])
        if account == "clause":
            said = "".join(squeezed(one.number + one.tag + one.text) for one in reading.clauses)
            assert set(text) <= set(said) | set(".【】")
        if account == "note":
            assert text in told
        if account == "unit":
            units = "".join(
                f"{one.code}{one.name}{one.class_text}{one.province}{one.city}{one.county}{squeezed(one.elements)}"
                for one in reading.units
            )
            assert text in units


sentences = st.text(alphabet="禁止新建扩改设项目水大气土壤（）、，《》2035年5吨VOCs", min_size=2, max_size=24).map(
    lambda text: "为" + text.strip() + "。"
)
tags = st.sampled_from(["", "水/限制类", "大气/综合类", "能源综合类"])


@st.composite
def lists(draw: st.DrawFn, *, with_units: bool = True, with_dimension: bool = True) -> list[Known]:
    clauses: list[Known] = []
    for serial in range(1, draw(st.integers(1, 4)) + 1) if with_units else [0]:
        unit = f"ZH9901012{serial:04d}" if with_units else ""
        for place, dimension in enumerate(DIMENSIONS if with_dimension else ("",), 1):
            count = draw(st.integers(1 if place == 1 else 0, 4))
            form = "{}-{}" if with_dimension else "{1}"
            clauses += [
                Known(unit, dimension, form.format(place, number), draw(tags), draw(sentences))
                for number in range(1, count + 1)
            ]
    return clauses


@given(
    lists(),
    st.permutations(["serial", "code", "name", "class", "county", *DIMENSIONS]),
    st.sampled_from(["", "\n", " \n"]),
    st.integers(0, 2),
    st.integers(0, 2),
    st.booleans(),
)
def test_a_wide_list_comes_back(
    clauses: list[Known], columns: list[str], breaks: str, blank_rows: int, repeat: int, has_title: bool
) -> None:
    page = wide_page(
        clauses,
        columns=columns,
        breaks=breaks,
        blank_rows=blank_rows,
        repeat_every=repeat,
        title="示例县准入清单" if has_title else "",
    )
    reading = read(page)
    order = [column for column in columns if column in DIMENSIONS]
    expected = sorted(clauses, key=lambda one: (one.unit, order.index(one.dimension), int(one.number.split("-")[1])))
    assert known(reading) == expected
    assert not [one for one in reading.faults if one.level is not Level.INFO]
    assert_nothing_lost(page.grid(), reading)


@given(lists(), st.booleans(), st.booleans(), st.sampled_from(["", "\n"]), st.sampled_from(["", "（续表见下页）"]))
def test_a_block_list_comes_back(clauses: list[Known], merged: bool, two_rows: bool, breaks: str, note: str) -> None:
    page = block_page(clauses, merge_dimensions=merged, two_heading_rows=two_rows, breaks=breaks, note_between=note)
    reading = read(page)
    assert known(reading) == clauses
    assert codes(reading).count("row-not-understood") == len({one.unit for one in clauses}) * bool(note)
    assert_nothing_lost(page.grid(), reading)


@given(lists(with_dimension=False))
def test_priority_units_have_no_dimension(clauses: list[Known]) -> None:
    reading = read(block_page(clauses))
    assert known(reading) == clauses
    assert {one.dimension for one in reading.clauses} == {""}


@given(lists(with_units=False), st.booleans(), st.booleans(), st.booleans())
def test_a_tier_table_comes_back(clauses: list[Known], several: bool, serials: bool, sections: bool) -> None:
    page = tier_page(clauses, several_a_cell=several, serials=serials, sections=sections)
    reading = read(page)
    expected = [
        Known("", f"一、{one.dimension}" if sections else one.dimension, one.number, one.tag, one.text)
        for one in clauses
    ]
    assert known(reading) == expected
    assert not reading.has_unit_codes
    assert reading.title == "示例省总体准入要求"
    assert_nothing_lost(page.grid(), reading)


def test_a_serial_number_is_the_clause_number_where_the_clause_prints_none() -> None:
    clauses = [
        Known("", "空间布局约束", "", "", "甲。"),
        Known("", "空间布局约束", "", "", "乙。"),
        Known("", "环境风险防控", "", "", "丙。"),
    ]
    assert [one.number for one in read(tier_page(clauses)).clauses] == ["1", "2", "3"]
    assert [one.number for one in read(tier_page(clauses, several_a_cell=True)).clauses] == ["", "", "2"]


def test_through_a_real_workbook_it_is_the_same(tmp_path: Path) -> None:
    clauses = [Known(f"ZH9901012{serial:04d}", dimension, f"{place}-1", "水/限制类", f"文{serial}{place}。")
               for serial in (1, 2) for place, dimension in enumerate(DIMENSIONS, 1)]  # fmt: skip
    page = block_page(clauses, breaks="\n")
    page.save(tmp_path / "清单 '引号'.xlsx")
    workbook = read_workbook(tmp_path / "清单 '引号'.xlsx")
    assert [known(read(sheet)) for sheet in workbook.grids] == [clauses]


@pytest.mark.parametrize("mark", ["/", "／", "—", "——", "-", "无", " / "])
def test_a_mark_for_nothing_is_no_clause_but_is_told(mark: str) -> None:
    page = Page({(1, 1): "环境管控单元编码", (1, 2): "空间布局约束", (2, 1): "ZH99010120001", (2, 2): mark})
    reading = read(page)
    assert reading.clauses == ()
    assert [(one.unit_code, one.dimension, one.mark) for one in reading.empties] == [
        ("ZH99010120001", "空间布局约束", mark.strip())
    ]


def test_the_word_for_nothing_inside_a_sentence_is_text() -> None:
    page = Page({(1, 1): "环境管控单元编码", (1, 2): "空间布局约束", (2, 1): "ZH99010120001", (2, 2): "无新增用地。"})
    assert [one.text for one in read(page).clauses] == ["无新增用地。"]


def test_a_requirement_without_a_unit_code_is_an_error() -> None:
    page = Page(
        {
            (1, 1): "环境管控单元编码",
            (1, 2): "空间布局约束",
            (2, 2): "1-1.禁止。",
            (3, 1): "ZH99010120001",
            (3, 2): "1-1.甲。",
        }
    )
    reading = read(page)
    assert [(one.code, one.level, one.fact("row")) for one in reading.faults] == [
        ("clause-without-unit", Level.ERROR, "2")
    ]
    assert [one.text for one in reading.clauses] == ["甲。"]


def test_leftover_text_that_can_only_be_a_clause_is_an_error() -> None:
    page = block_page([Known("ZH99010120001", "空间布局约束", "1-1", "水/限制类", "甲。")])
    page.put(1, "1-2.【水/限制类】整行合并的条款。", across=7)
    assert ("row-not-understood", Level.ERROR) in [(one.code, one.level) for one in read(page).faults]


def test_a_note_below_the_table_is_told_and_stops_nothing() -> None:
    page = block_page([Known("ZH99010120001", "空间布局约束", "1-1", "", "甲。")])
    page.put(1, "注：本清单由示例县生态环境局负责解释；自发布之日起施行。", across=7)
    found = [one for one in read(page).faults if one.code == "row-not-understood"]
    assert [(one.level, one.fact("text")) for one in found] == [
        (Level.WARNING, "注：本清单由示例县生态环境局负责解释；自发布之日起施行。")
    ]


def test_an_unknown_column_of_clauses_is_a_dimension_with_a_warning() -> None:
    page = Page(
        {
            (1, 1): "环境管控单元编码",
            (1, 2): "空间布局约束",
            (1, 3): "岸线利用要求",
            (2, 1): "ZH99010120001",
            (2, 2): "1-1.甲。",
            (2, 3): "5-1.乙。",
        }
    )
    reading = read(page)
    assert [(one.dimension, one.text) for one in reading.clauses] == [
        ("空间布局约束", "甲。"),
        ("岸线利用要求", "乙。"),
    ]
    assert codes(reading) == ["dimension-unknown"]


def test_an_unknown_column_of_other_text_is_told_word_for_word() -> None:
    page = Page(
        {
            (1, 1): "环境管控单元编码",
            (1, 2): "空间布局约束",
            (1, 3): "面积",
            (2, 1): "ZH99010120001",
            (2, 2): "1-1.甲。",
            (2, 3): "12.5平方公里",
        }
    )
    reading = read(page)
    assert [(one.code, one.fact("heading"), one.fact("text")) for one in reading.faults] == [
        ("cell-not-understood", "面积", "12.5平方公里")
    ]


def test_a_cell_merged_down_over_units_holds_for_each_of_them() -> None:
    cells = {
        (1, 1): "环境管控单元编码",
        (1, 2): "空间布局约束",
        (2, 1): "ZH99010120001",
        (3, 1): "ZH99010120002",
        (2, 2): "1-1.甲。",
    }
    reading = read(Grid("清单", cells, (Merge(2, 2, 3, 2),)))
    assert [(one.unit_code, one.text) for one in reading.clauses] == [
        ("ZH99010120001", "甲。"),
        ("ZH99010120002", "甲。"),
    ]


def test_a_cell_merged_over_dimensions_is_read_once_without_a_dimension() -> None:
    cells = {
        (1, 1): "环境管控单元编码",
        (1, 2): "空间布局约束",
        (1, 3): "污染物排放管控",
        (2, 1): "ZH99010120001",
        (2, 2): "1.甲。",
    }
    reading = read(Grid("清单", cells, (Merge(2, 2, 2, 3),)))
    assert [(one.dimension, one.text) for one in reading.clauses] == [("", "甲。")]


def test_a_long_list_has_one_row_a_clause() -> None:
    headings = ("环境管控单元编码", "环境管控单元名称", "管控维度", "条款编号", "标签", "管控要求")
    rows = (
        ("ZH99010120001", "甲单元", "空间布局约束", "1-1", "水/限制类", "甲。"),
        ("ZH99010120001", "甲单元", "空间布局约束", "1-2", "", "乙。"),
    )
    cells = {
        (row, column): text
        for row, line in enumerate((headings, *rows), 1)
        for column, text in enumerate(line, 1)
        if text
    }
    reading = read(Grid("清单", cells))
    assert [(one.number, one.tag, one.text) for one in reading.clauses] == [
        ("1-1", "水/限制类", "甲。"),
        ("1-2", "", "乙。"),
    ]
    assert reading.layouts == ("long",)
    assert reading.faults == ()


def test_elements_of_a_unit_keep_their_lines_and_every_statement_is_kept() -> None:
    headings = ("环境管控单元编码", "环境要素", "要素细类", "管控要求")
    rows = (
        ("ZH99010120001", "水", "水环境一般管控区\n大气环境一般管控区", "甲。"),
        ("ZH99010120001", "", "水环境一般管控区 大气环境一般管控区", "乙。"),
        ("ZH99010120001", "", "土壤环境一般管控区", "丙。"),
        ("ZH99010120002", "", "/", "丁。"),
    )
    cells = {
        (row, column): text
        for row, texts in enumerate((headings, *rows), 1)
        for column, text in enumerate(texts, 1)
        if text
    }
    reading = read(Grid("清单", cells, ()))
    assert_nothing_lost(Grid("清单", cells, ()), reading)
    assert [(one.code, one.elements, one.elements_heading, one.row) for one in reading.units] == [
        ("ZH99010120001", "水环境一般管控区\n大气环境一般管控区", "要素细类", 2),
        ("ZH99010120001", "土壤环境一般管控区", "要素细类", 4),
        ("ZH99010120002", "", "要素细类", 5),
    ]
    # 环境要素 says less than 要素细类 beside it, and is told word for word.
    assert [(one.code, one.fact("heading"), one.fact("text")) for one in reading.faults] == [
        ("list-attribute-not-stored", "环境要素", "水")
    ]


def test_clause_ids_are_unique_and_a_number_printed_twice_is_told() -> None:
    page = Page(
        {
            (1, 1): "环境管控单元编码",
            (1, 2): "空间布局约束",
            (2, 1): "ZH99010120001",
            (2, 2): "总则。\n细则。\n1-1.甲。\n1-1.乙。\n1-4.丙。",
        }
    )
    clauses, faults = clauses_of(read(page).clauses, "unit-1", "清单.xlsx")
    base = "unit-1/ZH99010120001/"
    assert [one.clause_id for one in clauses] == [f"{base}-", f"{base}-~2", f"{base}1-1", f"{base}1-1~2", f"{base}1-4"]
    assert [(one.code, one.fact("number")) for one in faults] == [("number-twice", "1-1"), ("numbering-gap", "1-4")]
    assert {(one.source.file, one.source.sheet, one.source.row) for one in clauses} == {("清单.xlsx", "清单", 2)}


CODES = ("ZH99010120001", "ZH99010130002")


@pytest.mark.parametrize("head", ["heading above", "bare", "beside"])
@pytest.mark.parametrize("has_table_heading", [True, False])
def test_a_block_may_begin_with_nothing_but_a_code(head: str, *, has_table_heading: bool) -> None:
    page = Page()
    for number, code in enumerate(CODES):
        if head == "heading above":
            page.put(1, "环境管控单元编码")
            page.skip()
        if head == "beside":
            page.put(1, "环境管控单元编码")
        page.put(2 if head == "beside" else 1, code)
        page.skip()
        if has_table_heading or number == 0:
            page.put(1, "管控维度")
            page.put(3, "管控要求")
            page.skip()
        page.put(1, "空间布局约束")
        page.put(3, f"1-1.【水/限制类】甲{number}。")
        page.skip()
    if head == "heading above" and not has_table_heading:
        assert {one.level for one in read(page).faults if one.code == "clause-without-unit"} <= {Level.ERROR}
        return
    reading = read(page)
    assert [(one.unit_code, one.dimension, one.text) for one in reading.clauses] == [
        (code, "空间布局约束", f"甲{number}。") for number, code in enumerate(CODES)
    ]
    assert [one.code for one in reading.units] == list(CODES)
    assert codes(reading) == []
    assert set(reading.accounts) == set(page.cells)


def test_a_code_with_something_beside_it_and_no_heading_is_nobody_s_unit() -> None:
    """Else its clauses would be taken for those of the unit before, or of the whole city."""
    page = Page()
    for code, name in zip((*CODES, CODES[0]), ("", "青龙山", ""), strict=True):
        page.put(1, code)
        if name:
            page.put(2, name)
        page.skip()
        page.put(1, "管控维度")
        page.put(2, "管控要求")
        page.skip()
        page.put(1, "空间布局约束")
        page.put(2, f"1-1. {code}{name}。")
        page.skip()
    reading = read(page)
    assert [one.unit_code for one in reading.clauses] == [CODES[0], CODES[0]]
    told = {(one.code, one.level) for one in reading.faults}
    assert told >= {("row-with-code-not-understood", Level.WARNING), ("clause-without-unit", Level.ERROR)}
    assert set(reading.accounts) == set(page.cells)


def test_a_table_whose_headings_nobody_knows_is_told_and_makes_no_errors_of_its_rows() -> None:
    page = Page()
    for row in (
        ("code", "text"),
        *((code, "甲单元") for code in CODES),
        ("管控维度", "管控要求"),
        ("空间布局约束", "1. 乙。"),
    ):
        for column, text in enumerate(row, 1):
            page.put(column, text)
        page.skip()
    told = Counter((one.code, one.level) for one in read(page).faults)
    assert told["row-not-understood", Level.INFO] == 3
    assert told["clause-without-unit", Level.ERROR] == 1, "whose the clause is, nobody knows"
    assert not read(page).clauses


def test_a_row_without_headings_that_may_hold_a_clause_is_an_error() -> None:
    page = Page()
    for row in (("管控维度", "管控要求"), ("空间布局约束", "1. 甲。"), (CODES[0], "1-1.【水/限制类】乙。")):
        for column, text in enumerate(row, 1):
            page.put(column, text)
        page.skip()
    assert [(one.code, one.level) for one in read(page).faults] == [("row-with-code-not-understood", Level.ERROR)]


def test_a_code_among_the_requirements_is_a_requirement() -> None:
    page = Page()
    for row in (("管控维度", "管控要求"), ("空间布局约束", "1. 甲。"), ("污染物排放管控", CODES[0])):
        for column, text in enumerate(row, 1):
            page.put(column, text)
        page.skip()
    assert [(one.unit_code, one.text) for one in read(page).clauses] == [("", "甲。"), ("", CODES[0])]


def test_a_sheet_without_a_list_says_so() -> None:
    reading = read(Grid("说明", {(1, 1): "填表说明", (2, 1): "甲", (2, 2): "乙"}))
    assert codes(reading) == ["row-not-understood", "sheet-without-list"]


cell_texts = st.sampled_from(
    [
        "环境管控单元编码",
        "管控维度",
        "管控要求",
        "空间布局约束",
        "ZH99010120001",
        "1-1.【水/限制类】甲。",
        "/",
        "注：乙。",
        "序号",
        "1",
        "县",
        "随便",
    ]
)


@given(
    st.dictionaries(st.tuples(st.integers(1, 8), st.integers(1, 5)), cell_texts, max_size=30),
    st.lists(st.tuples(st.integers(1, 7), st.integers(1, 4), st.integers(0, 1), st.integers(0, 1)), max_size=3),
)
def test_whatever_a_sheet_looks_like_every_cell_is_accounted_for(
    cells: dict[tuple[int, int], str], boxes: list[tuple[int, int, int, int]]
) -> None:
    merges: list[Merge] = []
    for top, left, down, across in boxes:
        merge = Merge(top, left, top + down, left + across)
        taken = {
            (r, c) for one in merges for r in range(one.top, one.bottom + 1) for c in range(one.left, one.right + 1)
        }
        own = {(r, c) for r in range(merge.top, merge.bottom + 1) for c in range(merge.left, merge.right + 1)}
        if not taken & own and len(own) > 1:
            merges.append(merge)
    covered = {
        (r, c)
        for one in merges
        for r in range(one.top, one.bottom + 1)
        for c in range(one.left, one.right + 1)
        if (r, c) != (one.top, one.left)
    }
    grid = Grid("清单", {place: text for place, text in cells.items() if place not in covered}, tuple(merges))
    reading = read(grid)
    assert set(reading.accounts) == set(grid.cells)
    clause_cells = [squeezed(grid.cells[place]) for place, account in reading.accounts.items() if account == "clause"]
    said = [squeezed(one.number) for one in reading.clauses] + [squeezed(one.text) for one in reading.clauses]
    assert all(any(text in one or one in text for one in said) for text in clause_cells)
