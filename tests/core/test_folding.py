# SPDX-License-Identifier: GPL-3.0-or-later
"""Words are found in texts however they are printed, and lit exactly where they stand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoning_plugin.core.folding import find, fold, lit, words_of
from zoning_plugin.core.simplified import SIMPLIFIED, TRADITIONAL


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("禁止新建排放重金属的项目", "重金属", ["重金属"]),
        ("禁止新建排放重金属的项目", "金", ["金"]),
        ("推广ＶＯＣｓ低挥发原料", "vocs", ["ＶＯＣｓ"]),
        ("推广VOCs低挥发原料", "ＶＯＣＳ", ["VOCs"]),
        ("禁止新建排放重\n金属的项目", "重金属", ["重\n金属"]),
        ("大气污染,水污染", "污染", ["污染", "污染"]),
        ("大气污染防治", "大气 防治", ["大气", "防治"]),
        ("禁止、禁止", "禁止 止", ["禁止", "禁止"]),
        ("3－1 锅炉", "3-1", ["3－1"]),
        ("嚴格控制燃煤鍋爐", "严格 锅炉", ["嚴格", "鍋爐"]),
        ("严格控制燃煤锅炉", "鍋爐", ["锅炉"]),
        ("〔2024〕3号", "[2024]3號", ["〔2024〕3号"]),
        ("“高污染”燃料——煤", '"高污染"燃料--煤', ["“高污染”燃料——煤"]),
        ("每平方米㎡", "m2", ["㎡"]),
        ("重\u200b金\ufe00属", "重金属", ["重\u200b金\ufe00属"[:5]]),
        ("⽔污染", "水污染", ["⽔污染"]),
    ],
)
def test_a_word_is_found_and_lit(text: str, query: str, shown: list[str]) -> None:
    spans = find(text, words_of(query))
    assert spans is not None
    assert [text[start:end] for start, end in spans] == shown


def test_all_of_several_words_must_be_there() -> None:
    assert find("大气污染防治", words_of("大气 水")) is None
    assert lit("大气污染防治", words_of("大气 水")) == ((0, 2),)


def test_blank_asks_for_nothing() -> None:
    assert words_of(" \n　\u200b") == ()


def test_the_table_is_one_for_one_and_leads_nowhere_else() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL)) > 2000
    assert not set(TRADITIONAL) & set(SIMPLIFIED)


@given(st.text(max_size=60), st.integers(0, 59), st.integers(1, 10))
def test_every_part_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    assert find(text, words_of(text[start : start + length])) is not None


@given(st.text(max_size=60), st.text(min_size=1, max_size=3))
def test_lit_spans_are_in_order_and_do_not_overlap(text: str, query: str) -> None:
    spans = find(text, words_of(query)) or ()
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))


@given(st.text(max_size=30), st.text(max_size=30))
def test_texts_are_folded_part_by_part_and_once(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)
    assert fold(fold(one)) == fold(one)


def test_no_character_changes_when_it_is_folded_twice() -> None:
    everything = "".join(map(chr, range(0x30000)))
    assert fold(fold(everything)) == fold(everything)
