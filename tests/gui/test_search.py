# SPDX-License-Identifier: GPL-3.0-or-later
"""Words are found in clauses however they are printed, and lit exactly where they stand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoning_plugin.gui.dock.search import find, terms_of


@pytest.mark.parametrize(
    ("text", "query", "lit"),
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
    ],
)
def test_a_word_is_found_and_lit(text: str, query: str, lit: list[str]) -> None:
    spans = find(text, terms_of(query))
    assert spans is not None
    assert [text[start:end] for start, end in spans] == lit


def test_all_of_several_words_must_be_there() -> None:
    assert find("大气污染防治", terms_of("大气 水")) is None


def test_blank_asks_for_nothing() -> None:
    assert terms_of(" \n　") == ()


@given(st.text(max_size=60), st.integers(0, 59), st.integers(1, 10))
def test_every_part_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    terms = terms_of(text[start : start + length])
    assert find(text, terms) is not None


@given(st.text(max_size=60), st.text(min_size=1, max_size=3))
def test_lit_spans_are_in_order_and_do_not_overlap(text: str, query: str) -> None:
    spans = find(text, terms_of(query)) or ()
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))
