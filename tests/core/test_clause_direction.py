# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a reworded clause is stricter or looser: only where its own words say so, and never the other way round when it is reversed."""

from __future__ import annotations

import pytest

from zoning_plugin.core.clause_direction import Direction, Reworded, reworded
from zoning_plugin.core.clause_reading import read_clause
from zoning_plugin.files.judgement_words import read_clause_words

WORDS = read_clause_words()
S, L, O, N = Direction.STRICTER, Direction.LOOSER, Direction.OTHER, Direction.NONE  # noqa: E741


def laid(old: str, new: str, tags: tuple[str, str] = ("", "")) -> Reworded:
    return reworded(read_clause(tags[0], old, WORDS), old, read_clause(tags[1], new, WORDS), new)


CASES = [
    ("中水回用率不低于60%。", "中水回用率不低于65%。", S),
    ("游客日承载量不超过三千人次。", "游客日承载量不超过五千人次。", L),
    ("排放浓度不得超过 50 mg/L。", "排放浓度不得超过 30 mg/L。", S),
    ("2025年底前完成改造。", "2027年底前完成改造。", L),
    ("限制新建化工项目。", "禁止新建化工项目。", S),
    ("禁止网箱养殖。", "允许网箱养殖。", L),
    ("鼓励使用清洁能源。", "应当使用清洁能源。", S),
    ("禁止新建排污口。", "除民生项目外，禁止新建排污口。", L),
    # the words bound when it speaks, not what it asks for: nobody can say
    ("距离不足三百米的采场，应当搬迁。", "距离不足五百米的采场，应当搬迁。", O),
    ("年用水 3 万吨以上的企业应当审计。", "年用水 5 万吨以上的企业应当审计。", O),
    # both ways at once
    ("回用率不低于60%，浓度不超过 50 mg/L。", "回用率不低于50%，浓度不超过 30 mg/L。", O),
    ("加强巡护。", "加强巡护和监测。", O),
    # nothing but print
    ("清污分流，雨污分流。", "清污分流,雨污分流。", N),
    ("嚴格控制鍋爐。", "严格控制锅炉", N),
    # other units are other bounds
    ("不超过 3 吨。", "不超过 3 千克。", O),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_what_the_words_say(old: str, new: str, expected: Direction) -> None:
    assert laid(old, new).direction is expected


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_reversed_it_is_the_other_way_round(old: str, new: str, expected: Direction) -> None:
    assert laid(new, old).direction is {S: L, L: S}.get(expected, expected)


def test_the_tag_says_the_modality_and_the_marks_quote_what_is_printed() -> None:
    found = laid("新建项目从严把关。", "新建项目从严把关，达标排放。", ("大气/限制类", "大气/禁止类"))
    assert found.direction is S
    assert [mark for mark in found.marks if "禁止类" in mark[1]]
    assert laid("回用率不低于60%。", "回用率不低于65%。").marks == (("不低于60%", "不低于65%"),)
