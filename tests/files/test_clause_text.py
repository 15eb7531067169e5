# SPDX-License-Identifier: GPL-3.0-or-later
"""A cell's text becomes clauses, and the clauses printed one after another are the cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoning_plugin.core.clause import printed_clause
from zoning_plugin.files.clause_text import follows, number_value, split_cell, squeezed


def parts(text: str) -> list[tuple[str, str, str]]:
    return [(item.number, item.tag, item.text) for item in split_cell(text)]


def numbers(text: str) -> list[str]:
    return [item.number for item in split_cell(text)]


def test_numbers_tags_and_text_are_taken_apart() -> None:
    assert parts("1-1.【水/限制类】甲。\n1-2.【大气/综合类】乙。") == [
        ("1-1", "水/限制类", "甲。"),
        ("1-2", "大气/综合类", "乙。"),
    ]


def test_text_before_the_first_number_is_a_clause_of_its_own() -> None:
    assert parts("单元内按要求执行。\n1-1.【水/限制类】甲。") == [
        ("", "", "单元内按要求执行。"),
        ("1-1", "水/限制类", "甲。"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.甲。2.乙。", ["1", "2"]),
        ("1、甲；2、乙。", ["1、", "2、"]),
        ("1．甲。\n2．乙。", ["1．", "2．"]),
        ("（1）甲；（2）乙。", ["（1）", "（2）"]),
        ("①甲；②乙。", ["①", "②"]),
        ("一、甲\n1.子\n2.子\n二、乙", ["一、", "二、"]),
        ("（一）甲。\n（二）乙。", ["（一）", "（二）"]),
        ("1.1 甲。\n1.2 乙。", ["1.1", "1.2"]),
        ("2-2 .【能源/综合类】甲", ["2-2"]),
        ("1-1【水/限制类】甲。\n1-3【水/限制类】乙。", ["1-1", "1-3"]),
        ("1-1.甲。\n1-2.乙。\n2-1.丙。", ["1-1", "1-2", "2-1"]),
        ("1.甲。\n3.乙。", ["1", "3"]),
        ("1.甲。\n1.乙。", ["1", "1"]),
    ],
)
def test_known_forms_of_numbers(text: str, expected: list[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "禁止新建3.5吨以上锅炉。",
        "3.5吨以上锅炉淘汰。",
        "每小时35蒸吨及以下。10蒸吨以下淘汰",
        "2025-12-31前完成。",
        "3-5年内完成。",
        "10、20号线两侧。",
        "不得低于1:1.5。",
        "12.31前完成",
        "执行GB 3838-2002。",
        "PM2.5浓度下降。",
        "1.5倍替代。",
    ],
)
def test_amounts_and_dates_are_no_numbers_of_clauses(text: str) -> None:
    assert numbers(text) == [""]


def test_a_lower_form_stays_inside_the_clause() -> None:
    assert parts("1.禁止：（1）甲；（2）乙。\n2.丙。") == [("1", "", "禁止：（1）甲；（2）乙。"), ("2", "", "丙。")]


def test_a_list_after_a_colon_stays_inside_the_clause() -> None:
    text = "1.禁止新建：1.水泥；2.钢铁；3.焦化。\n2.丙。"
    assert numbers(text) == ["1", "2"]
    assert numbers("1.禁止新建：\n1.水泥；\n2.钢铁；\n2.丙。")[0] == "1"


def test_a_decimal_behind_a_sentence_end_is_never_split() -> None:
    assert parts("1.总量为2。3.5吨以上锅炉淘汰。\n2.乙。") == [
        ("1", "", "总量为2。3.5吨以上锅炉淘汰。"),
        ("2", "", "乙。"),
    ]


def test_unnumbered_text_is_one_clause_a_line_but_a_wrapped_line_goes_on() -> None:
    assert parts("第一条写到\n这里结束。\n第二条。") == [("", "", "第一条写到\n这里结束。"), ("", "", "第二条。")]


def test_tags_alone_divide_a_cell_without_numbers() -> None:
    assert parts("【水/限制类】甲。【大气/综合类】乙。") == [("", "水/限制类", "甲。"), ("", "大气/综合类", "乙。")]
    assert parts("1.按照【附件】执行。") == [("1", "", "按照【附件】执行。")]


def test_a_tag_without_a_slash_is_a_tag_too() -> None:
    assert parts("2-1.【能源综合类】甲。") == [("2-1", "能源综合类", "甲。")]


@pytest.mark.parametrize(
    ("number", "value"),
    [("1-3", (1, 3)), ("（二）", (2,)), ("十一、", (11,)), ("二十、", (20,)), ("①", (1,)), ("", ())],
)
def test_what_a_number_counts(number: str, value: tuple[int, ...]) -> None:
    assert number_value(number) == value


def test_what_follows_what() -> None:
    assert follows((1, 3), (1, 2))
    assert follows((2, 1), (1, 7))
    assert not follows((1, 4), (1, 2))
    assert not follows((2,), (1, 1))


anything = st.text(alphabet="甲乙丙。；：，、.．-－（）()【】/ \n1230①②一二十吨年：", max_size=60)


@given(anything)
def test_no_character_is_lost_whatever_the_cell_holds(text: str) -> None:
    assert squeezed("".join(item.as_printed for item in split_cell(text))) == squeezed(text)


words = st.text(alphabet="禁止新建扩改建设项目水大气土壤（）、，《》2035年5吨", min_size=2, max_size=20).map(
    lambda text: "为" + text.strip() + "。"
)
tags = st.sampled_from(["", "水/限制类", "大气/综合类", "其他/鼓励引导类"])


@given(
    st.lists(st.tuples(tags, words), min_size=1, max_size=8),
    st.sampled_from(["hyphen", "plain", "mark", "bracket"]),
    st.sampled_from(["\n", ""]),
)
def test_printing_and_reading_are_inverse(clauses: list[tuple[str, str]], form: str, joint: str) -> None:
    forms = {"hyphen": "2-{}", "plain": "{}", "mark": "{}、", "bracket": "（{}）"}
    expected = [(forms[form].format(place), tag, text) for place, (tag, text) in enumerate(clauses, 1)]
    assert parts(joint.join(printed_clause(*one) for one in expected)) == expected
