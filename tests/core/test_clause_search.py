# SPDX-License-Identifier: GPL-3.0-or-later
"""The search in many clauses finds what looking into each of them finds, and orders it as it says."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoning_plugin.core.clause import AccessList, Clause, ClauseSource, Scope
from zoning_plugin.core.clause_search import ClauseIndex, index_clauses
from zoning_plugin.core.errors import Cancelled
from zoning_plugin.core.folding import fold, words_of
from zoning_plugin.core.terms import Tier

LISTS = {
    "省": AccessList("省", "全省总体要求", Tier.PROVINCE, Scope()),
    "元": AccessList("元", "单元清单甲", Tier.UNIT, Scope()),
}
NAMES = {"ZH1": "甲镇单元", "ZH2": "乙鎮", "ZH3": ""}
# Few characters, so that most things meet; among them what folding changes, leaves out and draws out.
WORDS = st.text("甲乙鎮镇ＡaA㎡2m-－ \n、", max_size=6)


def clause(
    text: str, *, number: str = "", tag: str = "", unit: str = "", dimension: str = "", of: str = "省"
) -> Clause:
    return Clause("", of, unit, dimension, number, tag, text, ClauseSource("", "", 0))


CLAUSES = st.builds(
    clause, WORDS, number=st.sampled_from(["", "1", "2-1", "甲"]), tag=st.sampled_from(["", "水/甲", "A"]),
    unit=st.sampled_from(["", *NAMES]), dimension=st.sampled_from(["", "甲乙", "2"]), of=st.sampled_from([*LISTS, "无"]),
)  # fmt: skip


def index_of(clauses: list[Clause]) -> ClauseIndex:
    return index_clauses(enumerate(clauses), LISTS, NAMES)


def rank_by_looking(one: Clause, words: tuple[str, ...]) -> tuple[bool, bool, int, int] | None:
    """The rank of one clause, or None where it is not found: docs/formats/search.md, word for word."""
    access_list = LISTS.get(one.list_id)
    printed, head = fold(one.printed), fold(replace(one, text="").printed)
    unit = (fold(one.unit_code), fold(NAMES.get(one.unit_code, "")))
    above = (fold(access_list.title) if access_list else "", fold(one.dimension))

    def is_own(word: str) -> bool:
        return any(word in text for text in (printed, *unit))

    if not words or not any(is_own(word) for word in words):
        return None
    if not all(is_own(word) or any(word in text for text in above) for word in words):
        return None
    stands = [printed.find(word) for word in words if word in printed]
    is_named = any(word in text for word in words for text in unit) or any(at < len(head) for at in stands)
    tier = access_list.tier if access_list else Tier.PROVINCE
    return (not is_own("".join(words)), not is_named, min(stands, default=10**6), tier.rank)


@given(st.lists(CLAUSES, max_size=12), st.lists(WORDS, max_size=3), st.integers(0, 13))
def test_it_finds_and_ranks_as_looking_into_each_clause_does(
    clauses: list[Clause], asked: list[str], limit: int
) -> None:
    words = words_of(" ".join(asked))
    ranked = [(rank, place) for place, one in enumerate(clauses) if (rank := rank_by_looking(one, words)) is not None]
    wanted = [place for _, place in sorted(ranked)]
    assert index_of(clauses).search(words, limit) == (len(wanted), tuple(wanted[:limit]))


def best(clauses: list[Clause], query: str) -> list[str]:
    return [clauses[place].text for place in index_of(clauses).search(words_of(query), 99)[1]]


def test_the_whole_phrase_comes_first_then_number_tag_and_unit_then_what_stands_early() -> None:
    clauses = [
        clause("新建锅炉，禁止燃煤"),
        clause("在城区内禁止新建"),
        clause("禁止新建燃煤锅炉"),
        clause("要求", tag="锅炉/禁止类", number="1"),
    ]
    assert best(clauses, "禁止 新建") == ["禁止新建燃煤锅炉", "在城区内禁止新建", "新建锅炉，禁止燃煤"]
    assert best(clauses, "锅炉") == ["要求", "新建锅炉，禁止燃煤", "禁止新建燃煤锅炉"]


def test_an_earlier_tier_comes_first_where_all_else_is_the_same() -> None:
    clauses = [clause("禁止甲", of="元"), clause("禁止乙", of="省"), clause("禁止丙", of="省")]
    assert best(clauses, "禁止") == ["禁止乙", "禁止丙", "禁止甲"]


def test_a_unit_brings_its_clauses_and_a_list_or_dimension_only_narrows() -> None:
    clauses = [clause("禁止新建", unit="ZH2", dimension="空间"), clause("限制新建", dimension="风险")]
    assert best(clauses, "乙镇") == ["禁止新建"]
    assert best(clauses, "风险") == []
    assert best(clauses, "新建 风险") == ["限制新建"]
    assert best(clauses, "总体要求 新建 风险") == ["限制新建"]


def test_no_word_runs_from_one_clause_or_part_into_the_next() -> None:
    clauses = [clause("甲", unit="ZH2"), clause("乙")]
    assert best(clauses, "甲乙") == []


def test_nothing_asked_finds_nothing() -> None:
    assert index_of([clause("甲")]).search((), 5) == (0, ())
    assert index_of([]).search(("甲",), 5) == (0, ())


def test_parts_that_do_not_fit_together_are_refused() -> None:
    whole = index_of([clause("甲", unit="ZH1"), clause("乙")])
    for changed in (
        {"text": whole.text[:-1]}, {"text": "\n" + whole.text[:-1]}, {"lengths": array("I", [1, 1])}, {"keys": array("q")}, {"units": ()},
        {"under": ()},
    ):  # fmt: skip
        with pytest.raises(ValueError, match="do not fit"):
            replace(whole, **changed)  # type: ignore[arg-type]


def test_it_can_be_stopped() -> None:
    class Stopped:
        def report(self, share: float, step: str) -> None: ...

        def is_cancelled(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        index_clauses([(0, clause("甲"))], {}, {}, progress=Stopped())
