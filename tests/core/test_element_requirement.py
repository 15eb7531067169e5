# SPDX-License-Identifier: GPL-3.0-or-later
"""Common requirements (共性要求): which clauses hand on to element zones, and what that brings in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.shapes import box, clause, release, site, unit
from zoning_plugin.core.assessment import Assessment, assess
from zoning_plugin.core.clause import AccessList, Clause, Scope
from zoning_plugin.core.clause_notes import note_clauses
from zoning_plugin.core.element_requirement import elements_of, hands_on
from zoning_plugin.core.relevance import Concern
from zoning_plugin.core.terms import Relation, State, Tier
from zoning_plugin.core.unit import ControlUnit, Zone
from zoning_plugin.files.judgement_words import read_vocabulary

FOSHAN = "单元内各环境要素细类管控区内，按该环境要素细类管控要求执行。"
AIR = "大气环境受体敏感重点管控区"
WATER = "水环境工业污染重点管控区"
LEFT, RIGHT = box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FOSHAN, True),
        ("单元内涉及各环境要素管控分区的，按照相应要素管控分区的要求执行。", True),
        ("單元內各環境要素細類管控區內,按該環境要素細類管控要求執行", True),
        ("单元内各环境要素\n细类管控区内 ，按该要求执行", True),
        ("按省级总体要求执行。", False),
        ("加强土地、资金等要素保障。按要求执行。", False),
        ("环境要素管控分区见附表。", False),
    ],
)
def test_which_clauses_hand_on(text: str, expected: bool) -> None:
    assert hands_on(clause("u", "1", text)) is expected


def test_elements_are_told_apart_whatever_parts_them() -> None:
    elements = f"{AIR}、{WATER}；建设用地污染风险重点管控区 \n 高污染燃料禁燃区"
    assert len(elements_of(with_elements(unit(1, LEFT), elements))) == 4
    assert elements_of(unit(1, LEFT)) == ()


def with_elements(one: ControlUnit, elements: str) -> ControlUnit:
    return replace(one, elements=elements)


def made(
    lists: list[AccessList], clauses: list[Clause], zones: list[Zone] | None = None, elements: str = "", common: str = FOSHAN
) -> Assessment:  # fmt: skip
    """A site in the left of two units; both have the common requirement."""
    units = [with_elements(unit(1, LEFT), elements), unit(2, RIGHT)]
    own = [clause("u", "共性", common, one.code) for one in units]
    stated = [AccessList("u", "单元清单", Tier.UNIT, Scope()), *lists]
    return assess(site(box(100, 100, 300, 300)), release(units, stated, [*own, *clauses], zones), on="2025-01-01")


def codes(assessment: Assessment) -> dict[str, list[str]]:
    notes = note_clauses(assessment, read_vocabulary(), Concern(""))
    return {one.clause.text: [hint.code for hint in notes[one.clause.clause_id].hints] for one in assessment.clauses}


def test_a_zone_met_in_the_unit_says_by_which_common_requirement() -> None:
    zones = [Zone("大气", "YS1", AIR, box(0, 0, 500, 500)), Zone("大气", "YS2", "别处", box(1500, 0, 2000, 500))]
    lists = [AccessList("z", "大气分区清单", Tier.ZONE, Scope(), "大气")]
    got = made(lists, [clause("z", "1", "甲。", "YS1"), clause("z", "2", "乙。", "YS2")], zones, AIR)
    found = {one.clause.text: one for one in got.clauses}
    assert set(found) == {FOSHAN, "甲。"}
    assert found["甲。"].through == (found[FOSHAN].clause.clause_id,)
    assert not found["甲。"].is_unlocated
    assert found[FOSHAN].lacking == ()
    assert got.state is State.COMPLETE
    assert codes(got) == {FOSHAN: [], "甲。": ["common-requirement-points-here"]}


def test_a_zone_that_is_known_and_not_met_is_not_brought_in() -> None:
    zones = [Zone(AIR, "YS1", AIR, box(600, 600, 900, 900))]
    got = made([AccessList("z", "大气清单", Tier.ZONE, Scope(zones=(AIR,)))], [clause("z", "1", "甲。")], zones, AIR)
    assert [one.clause.text for one in got.clauses] == [FOSHAN]
    assert got.state is State.COMPLETE


@pytest.mark.parametrize("element", [AIR, f"{WATER}、{AIR}", AIR.replace("区", "區")])
def test_requirements_of_an_element_whose_zones_are_not_known_are_brought_in_by_the_unit(element: str) -> None:
    lists = [AccessList("z", "大气清单", Tier.ZONE, Scope(zones=(AIR,)))]
    got = made(lists, [clause("z", "1", "甲。"), clause("z", "2", "乙。", "YS9")], [], element)
    found = {one.clause.text: one for one in got.clauses}
    assert set(found) == {FOSHAN, "甲。"}  # of a clause of one zone nobody knows where that is
    brought = found["甲。"]
    assert (brought.is_unlocated, brought.because, brought.relation) == (True, ("ZH9901012" + "0001",), Relation.INSIDE)
    assert [one.code for one in got.reasons if one.code == "scope-undecided"] == ["scope-undecided"]
    assert got.state is State.INCOMPLETE
    assert codes(got)["甲。"] == ["zone-place-unknown"]


def test_without_the_common_requirement_or_the_element_nothing_is_brought_in() -> None:
    lists = [AccessList("z", "大气清单", Tier.ZONE, Scope(zones=(AIR,)))]
    for elements, common in ((AIR, "按规划执行。"), (WATER, FOSHAN), ("", FOSHAN)):
        got = made(lists, [clause("z", "1", "甲。")], [], elements, common)
        assert [one.clause.text for one in got.clauses] == [common]


def test_a_list_for_another_place_is_not_brought_in() -> None:
    lists = [AccessList("z", "大气清单", Tier.ZONE, Scope(zones=(AIR,), admin=("980000",)))]
    assert [one.clause.text for one in made(lists, [clause("z", "1", "甲。")], [], AIR).clauses] == [FOSHAN]


def test_what_it_points_to_in_vain_is_told_and_keeps_nothing_from_being_complete() -> None:
    got = made([], [], [], f"{AIR}、{WATER}")
    assert got.clauses[0].lacking == (AIR, WATER)
    assert [(one.code, one.fact("elements")) for one in got.notes] == [
        ("common-requirements-lacking", f"{AIR}、{WATER}")
    ]
    assert got.state is State.COMPLETE
    assert codes(got) == {FOSHAN: ["common-requirement-lacks"]}
    unnamed = made([], [])
    assert [one.code for one in unnamed.notes] == ["common-requirements-open"]
    assert codes(unnamed) == {FOSHAN: ["common-requirement-open"]}


def test_only_what_touches_is_an_edge_and_paths_name_the_units_that_are_met() -> None:
    lists = [AccessList("z", "大气清单", Tier.ZONE, Scope(zones=(AIR,)))]
    units = [with_elements(unit(1, LEFT), AIR), unit(2, RIGHT)]
    own = [clause("u", "共性", FOSHAN, one.code) for one in units]
    stated = [AccessList("u", "单元清单", Tier.UNIT, Scope()), *lists]
    world = release(units, stated, [*own, clause("z", "1", "甲。")])
    got = assess(site(box(1000, 100, 1500, 300)), world, on="2025-01-01")  # in the right one, touching the left one
    brought = next(one for one in got.clauses if one.clause.text == "甲。")
    assert brought.relation is Relation.EDGE
    assert brought.because == (units[0].code,)
