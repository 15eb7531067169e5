# SPDX-License-Identifier: GPL-3.0-or-later
"""Relevance: how near a clause's words come to a project, and nothing more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoning_plugin.core.relevance import (
    Concern,
    MatchKind,
    Relevance,
    RelevanceLevel,
    relevance,
    stated_concern,
    words_of_concern,
)
from zoning_plugin.files.industries import read_industries
from zoning_plugin.files.judgement_words import read_activities

INDUSTRIES, ACTIVITIES = read_industries(), read_activities()
D, P, G = RelevanceLevel.DIRECT, RelevanceLevel.POSSIBLE, RelevanceLevel.GENERAL
PLATING = Concern("3360", "新建", ("含氰",))


def judged(text: str, concern: Concern) -> Relevance:
    return relevance(text, words_of_concern(concern, INDUSTRIES, ACTIVITIES))


@pytest.mark.parametrize(
    ("text", "level", "matches"),
    [
        ("园区内禁止专业电镀项目", D, [("电镀", MatchKind.INDUSTRY)]),
        ("涉及金属表面处理及热处理加工的", D, [("金属表面处理及热处理加工", MatchKind.INDUSTRY)]),
        ("金属制品行业", D, [("金属制品", MatchKind.ABOVE)]),
        ("不得使用含氰工艺", D, [("含氰", MatchKind.KEYWORD)]),
        ("新建项目应当达标", P, [("新建", MatchKind.PROJECT_KIND)]),
        ("严格控制重金属排放", P, [("重金属", MatchKind.ACTIVITY)]),
        ("引导制造业集聚发展", P, [("制造业", MatchKind.BROADER)]),
        ("禁止新建電鍍項目", D, [("新建", MatchKind.PROJECT_KIND), ("電鍍", MatchKind.INDUSTRY)]),
        ("电\n镀", D, [("电\n镀", MatchKind.INDUSTRY)]),
        ("禁止毁林开垦", G, []),
        ("", G, []),
    ],
)
def test_levels_and_matches(text: str, level: RelevanceLevel, matches: list[tuple[str, MatchKind]]) -> None:
    found = judged(text, PLATING)
    assert found.level is level
    assert [(one.word, one.kind) for one in found.matches] == matches


def test_names_below_count() -> None:
    assert judged("严格控制农药和染料项目", Concern("26")).level is D
    assert judged("严格控制化工项目", Concern("2631")).level is D


def test_a_direct_word_is_found_inside_a_broader_one() -> None:
    found = judged("排放一类水污染物的项目", Concern("3360", "", ("水污染",)))
    assert ("水污染", MatchKind.KEYWORD) in [(one.word, one.kind) for one in found.matches]
    assert found.level is D


def test_without_a_concern_everything_is_general() -> None:
    assert not Concern(" ", "", (" ",)).is_stated
    assert judged("禁止新建电镀项目", Concern()) == Relevance()
    assert judged("禁止新建电镀项目", Concern("9999")) == Relevance()


@pytest.mark.parametrize(
    ("typed", "kind", "concern"),
    [
        ("电镀", " 新建 ", Concern("3360", "新建", ("电镀",))),
        ("C3360", "", Concern("3360")),
        ("C3360 金属表面处理及热处理加工", "", Concern("3360", "", ("金属表面处理及热处理加工",))),
        ("某种没有的行当", "", Concern("", "", ("某种没有的行当",))),
        ("  ", "", Concern()),
    ],
)
def test_what_a_person_typed(typed: str, kind: str, concern: Concern) -> None:
    assert stated_concern(typed, kind, INDUSTRIES) == concern


def test_activities_are_of_industries_that_there_are() -> None:
    for activity in ACTIVITIES.activities:
        assert all(code in INDUSTRIES.by_code for code in activity.industries), activity.name
        assert all(len(word) > 1 for word in activity.words)
    for kind in ("新建", "改建", "扩建", "改扩建", "技改", "迁建"):
        assert judged(f"……{ACTIVITIES.kinds[kind][0]}……", Concern("", kind)).level is P


WORDS = words_of_concern(PLATING, INDUSTRIES, ACTIVITIES)


@given(
    st.lists(st.sampled_from([*sorted(WORDS.kinds), "。", " ", "Ａ", "㎡", "ﬁ", "́", "電"]), max_size=15).map("".join)
    | st.text(max_size=50)
)
def test_places_point_at_what_they_say(text: str) -> None:
    found = relevance(text, WORDS)
    for one in found.matches:
        assert text[one.start : one.end] == one.word != ""
    starts = [one.start for one in found.matches]
    assert starts == sorted(starts)
    assert (found.level is G) == (not found.matches)
