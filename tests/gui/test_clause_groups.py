# SPDX-License-Identifier: GPL-3.0-or-later
"""Clauses are grouped by what they apply through, and none is lost or said twice."""

from __future__ import annotations

from tests.gui.county import EAST, NORTH, SOUTH_WEST, TODAY, release, site
from zoning_plugin.core.assessment import Assessment, assess
from zoning_plugin.core.terms import Relation, Tier
from zoning_plugin.gui.dock.clause_groups import Section, count_by_tier, sections_of


def assessed(*corners: float) -> Assessment:
    return assess(site(*corners), release(), on=TODAY, near_m=500)


def grouped(found: Assessment) -> tuple[Section, ...]:
    return sections_of(found.clauses, [one.unit.code for one in found.units])


def test_every_clause_stands_in_exactly_one_section() -> None:
    found = assessed(1500, 1500, 2600, 2600)
    listed = [
        clause.clause.clause_id
        for section in grouped(found)
        for group in section.lists
        for dimension in group.dimensions
        for clause in dimension.clauses
    ]
    assert sorted(listed) == sorted(one.clause.clause_id for one in found.clauses)
    assert sum(section.count for section in grouped(found)) == len(found.clauses)


def test_what_applies_to_all_comes_first_then_unit_by_unit_then_zones() -> None:
    sections = [section.because for section in grouped(assessed(1500, 1500, 2600, 2600))]
    largest_first = (NORTH.code, EAST.code, SOUTH_WEST.code)
    assert set(sections[0]) == set(largest_first)
    assert set(sections[1]) == {EAST.code, SOUTH_WEST.code}  # the city's list leaves priority units out
    assert sections[2:] == [*((code,) for code in largest_first), ("生态保护红线",)]


def test_within_a_section_tiers_come_from_the_widest_on() -> None:
    sections = grouped(assessed(2500, 500, 2600, 600))
    assert len(sections) == 1
    assert [group.access_list.tier for group in sections[0].lists] == [Tier.PROVINCE, Tier.BASIN, Tier.CITY, Tier.UNIT]


def test_edge_contacts_stand_apart_at_the_end() -> None:
    sections = grouped(assessed(2500, 1800, 2600, 2000))
    assert [section.is_edge for section in sections] == [*[False] * (len(sections) - 1), True]
    assert sections[-1].because == (NORTH.code,)
    assert all(
        clause.relation is Relation.EDGE
        for group in sections[-1].lists
        for dimension in group.dimensions
        for clause in dimension.clauses
    )


def test_tiers_are_counted_and_none_without_clauses_is_named() -> None:
    assert count_by_tier(assessed(2500, 500, 2600, 600).clauses) == {
        Tier.PROVINCE: 10, Tier.BASIN: 10, Tier.CITY: 10, Tier.UNIT: 8,
    }  # fmt: skip
