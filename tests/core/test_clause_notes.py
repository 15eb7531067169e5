# SPDX-License-Identifier: GPL-3.0-or-later
"""What the machine notes beside the clauses of an assessment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.shapes import access_list, box, clause, release, unit
from zoning_plugin.core.assessment import Assessment, assess
from zoning_plugin.core.clause import Scope
from zoning_plugin.core.clause_notes import ClauseNotes, note_clauses
from zoning_plugin.core.relevance import Concern, RelevanceLevel
from zoning_plugin.core.site import make_site
from zoning_plugin.core.terms import Tier
from zoning_plugin.files.judgement_words import read_vocabulary

CITED = "按照《中华人民共和国水污染防治法》《大气污染防治法(2018修正)》《森林法》执行。"


def made(
    text: str,
    *,
    on: str = "2026-11-23",
    code: str = "",
    name: str = "甲",
    class_text: str = "",
    tier: Tier = Tier.UNIT,
    scope: Scope = Scope(),  # noqa: B008 - frozen value
) -> Assessment:
    one = replace(unit(1, box(0, 0, 100, 100), 2, name=name), class_text=class_text)
    one = replace(one, code=code or one.code)
    listed = clause("a", "1", text, "" if scope.admin else one.code)
    release_ = release([one], [access_list("a", tier, scope)], [listed])
    return assess(make_site([("", box(10, 10, 20, 20))], "EPSG:4490", "test"), release_, on=on)


def noted(assessment: Assessment, concern: Concern = Concern()) -> ClauseNotes:  # noqa: B008 - frozen value
    (notes,) = note_clauses(assessment, read_vocabulary(), concern).values()
    return notes


def hints(assessment: Assessment) -> list[str]:
    return [one.code for one in noted(assessment).hints]


def test_a_merged_law_is_noted_from_the_day_on() -> None:
    (hint,) = noted(made(CITED, on="2026-08-15")).hints
    assert (hint.code, hint.fact("laws"), hint.fact("code")) == (
        "cites-repealed-law", "《水污染防治法》、《大气污染防治法》", "生态环境法典",
    )  # fmt: skip
    assert hints(made(CITED, on="2026-08-14")) == []


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        (made("禁止开垦。"), []),
        (made("园区重点发展装备制造。"), ["park"]),
        (made("湿地公园区域内禁止开矿。"), []),
        (made("新入园项目应当达标。"), ["park"]),
        (made("禁止开垦。", name="某某产业园重点管控单元"), ["park"]),
        (made("禁止开垦。", class_text="园区型重点管控单元"), ["park"]),
        (made("禁止开垦。", tier=Tier.PARK), ["park"]),
        (made("禁止开垦。", code="ZH440605200001"), ["unit-code-malformed"]),
        (made("禁止开垦。", code="甲-1", scope=Scope(admin=("990101",))), ["unit-place-unknown"]),
    ],
)
def test_hints(assessment: Assessment, expected: list[str]) -> None:
    assert hints(assessment) == expected


def test_relevance_is_said_only_of_a_project_of_which_something_is_known() -> None:
    assessment = made("禁止电镀项目。")
    assert noted(assessment).relevance is None
    near = noted(assessment, Concern("3360")).relevance
    assert near is not None
    assert near.level is RelevanceLevel.DIRECT


def test_notes_leave_the_assessment_as_it_is() -> None:
    assessment = made(CITED)
    before = repr(assessment)
    notes = note_clauses(assessment, read_vocabulary(), Concern("3360", "新建"))
    assert repr(assessment) == before
    assert list(notes) == [one.clause.clause_id for one in assessment.clauses]
