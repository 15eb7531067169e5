# SPDX-License-Identifier: GPL-3.0-or-later
"""The assessment fails closed: every single cause makes it incomplete; and every clause that applies is listed once."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.core.shapes import METRE, SOUTH, WEST, access_list, box, clause, polygons, release, site, unit, zone
from zoning_plugin.core.assessment import Assessment, assess
from zoning_plugin.core.clause import Scope
from zoning_plugin.core.errors import Level, SiteUnusable, fault
from zoning_plugin.core.release import Promise, Release
from zoning_plugin.core.standing import Step
from zoning_plugin.core.terms import Relation, ReleaseStatus, State, Tier, UnitClass, ZoneState

ON = "2026-01-01"
LEFT, RIGHT = unit(1, box(0, 0, 100, 100)), unit(2, box(100, 0, 200, 100), digit=1)


def county() -> Release:
    """Two units side by side, each with one clause."""
    return release([LEFT, RIGHT])


def codes(assessment: Assessment) -> list[str]:
    return [reason.code for reason in assessment.reasons]


INSIDE = site(box(10, 10, 50, 50))


def test_whole_release_and_covered_site_is_complete() -> None:
    assessment = assess(INSIDE, county(), on=ON)
    assert (assessment.state, codes(assessment)) == (State.COMPLETE, [])
    assert [finding.clause.text for finding in assessment.clauses] == [f"{LEFT.code} 的要求"]


def with_promise(*promises: Promise) -> Release:
    one = county()
    return replace(one, promises=(*one.promises, *promises))


def with_info(**words: object) -> Release:
    one = county()
    return replace(one, info=replace(one.info, **words))  # type: ignore[arg-type]


def without(clauses_of: str) -> Release:
    """A release published without clauses for one unit: it promises no more than it has."""
    kept = [one for one in county().clauses if one.unit_code != clauses_of]
    return release([LEFT, RIGHT], [access_list("u", Tier.UNIT)], kept)


CAUSES = {
    "promise-no-data": (INSIDE, with_promise(Promise("zones", "生态保护红线", 0, delivered=False))),
    "promise-failed": (INSIDE, with_promise(Promise("zones", "生态保护红线", 3))),
    "site-not-covered": (site(box(10, -50, 50, 50)), county()),
    "site-outside": (site(box(1000, 1000, 1100, 1100)), county()),
    "unit-without-clauses": (INSIDE, without(LEFT.code)),
    "position-approximate": (replace(INSIDE, is_exact=False), county()),
    "position-maybe-offset": (replace(INSIDE, is_exact=False, is_maybe_offset=True), county()),
    "release-not-published": (INSIDE, with_info(status=ReleaseStatus.FILED)),
    "release-effective-unknown": (INSIDE, with_info(effective="")),
    "release-not-in-force": (INSIDE, with_info(effective="2026-01-02")),
    "release-repealed": (INSIDE, with_info(status=ReleaseStatus.REPEALED)),
    "release-superseded": (INSIDE, with_info(superseded_by="示例 2026")),
    "digest-mismatch": (INSIDE, replace(county(), faults=(fault("digest-mismatch", Level.ERROR),))),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_each_single_cause_makes_it_incomplete(cause: str) -> None:
    assessment = assess(*CAUSES[cause], on=ON)
    assert (assessment.state, codes(assessment)) == (State.INCOMPLETE, [cause])


@pytest.mark.parametrize("status", [one for one in ReleaseStatus if one is not ReleaseStatus.PUBLISHED])
def test_only_a_published_release_judges(status: ReleaseStatus) -> None:
    assert assess(INSIDE, with_info(status=status), on=ON).state is State.INCOMPLETE


def test_a_release_is_judged_by_where_it_stood_on_the_day() -> None:
    one = county().with_steps((*county().history, Step(ReleaseStatus.REPEALED, "2025-06-01")))
    assert codes(assess(INSIDE, one, on="2025-05-31")) == []
    assert assess(INSIDE, one, on="2025-05-31").info.status is ReleaseStatus.PUBLISHED
    assert codes(assess(INSIDE, one, on="2025-06-01")) == ["release-repealed"]


def test_a_list_that_takes_effect_later_does_not_apply_yet() -> None:
    lists = [access_list("u", Tier.UNIT), replace(access_list("c", Tier.CITY), effective="2026-03-01")]
    clauses = [clause("u", "1", "要求", LEFT.code), clause("c", "1", "将来的要求")]
    one = release([LEFT], lists, clauses)
    before, after = assess(INSIDE, one, on="2026-02-28"), assess(INSIDE, one, on="2026-03-01")
    assert codes(before) == ["list-not-in-force"]
    assert [found.clause.text for found in before.clauses] == ["要求"]
    assert [found.clause.text for found in before.clauses_to_come] == ["将来的要求"]
    assert codes(after) == []
    assert {found.clause.text for found in after.clauses} == {"要求", "将来的要求"}
    assert after.clauses_to_come == ()


def test_a_list_whose_date_is_no_day_applies_and_makes_it_incomplete() -> None:
    lists = [replace(access_list("u", Tier.UNIT), effective="2030年1月")]
    one = assess(INSIDE, release([LEFT], lists, [clause("u", "1", "要求", LEFT.code)]), on=ON)
    assert codes(one) == ["list-date-unclear"]
    assert len(one.clauses) == 1


def test_lost_unit_rows_are_noticed() -> None:
    one = county()
    assert codes(assess(INSIDE, replace(one, units=(LEFT,)), on=ON)) == ["promise-failed"]
    # Where no unit is found, one that could not be read may be it.
    for where, code in ((box(110, 10, 150, 50), "site-outside"), (box(60, 10, 150, 50), "site-not-covered")):
        found = codes(assess(site(where), replace(one, units=(LEFT,)), on=ON))
        assert found[:3] == ["promise-failed", code, "gap-maybe-missing-unit"]


def test_lost_clauses_are_noticed_even_where_others_remain() -> None:
    lists, clauses = [access_list("u", Tier.UNIT)], [clause("u", str(number), "要求", LEFT.code) for number in (1, 2)]
    one = release([LEFT], lists, clauses)
    assert codes(assess(INSIDE, replace(one, clauses=one.clauses[:1]), on=ON)) == ["promise-failed"]


def test_touching_a_unit_without_clauses_is_incomplete_too() -> None:
    assert codes(assess(site(box(10, 10, 100, 50)), without(RIGHT.code), on=ON)) == ["unit-without-clauses"]


def test_edge_contact_keeps_its_clauses_and_is_told_apart() -> None:
    assessment = assess(site(box(10, 10, 100, 50)), county(), on=ON)
    relations = {finding.clause.unit_code: finding.relation for finding in assessment.clauses}
    assert relations == {LEFT.code: Relation.INSIDE, RIGHT.code: Relation.EDGE}
    assert [note.code for note in assessment.notes] == ["edge-contacts"]


def test_near_unit_brings_no_clauses() -> None:
    assessment = assess(INSIDE, county(), on=ON, near_m=500)
    assert [finding.piece.relation for finding in assessment.units] == [Relation.INSIDE, Relation.NEAR]
    assert {finding.clause.unit_code for finding in assessment.clauses} == {LEFT.code}


def test_site_far_from_everything_is_refused_not_answered() -> None:
    with pytest.raises(SiteUnusable, match="site-far-away"):
        assess(site(shapely.box(0, 0, 0.001, 0.001)), county(), on=ON)


@pytest.mark.parametrize(
    ("promise", "zones", "state"),
    [
        (Promise("zones", "红线", 1), [zone("红线", box(0, 0, 60, 60))], ZoneState.HIT),
        (Promise("zones", "红线", 1), [zone("红线", box(50, 0, 90, 60))], ZoneState.EDGE),
        (Promise("zones", "红线", 1), [zone("红线", box(500, 0, 900, 60))], ZoneState.CLEAR),
        (Promise("zones", "红线", 2), [zone("红线", box(500, 0, 900, 60))], ZoneState.FAILED),
        (Promise("zones", "红线", 0, delivered=False), [], ZoneState.NO_DATA),
        (Promise("zones", "红线", 2), [zone("红线", box(0, 0, 60, 60))], ZoneState.HIT),
    ],
)
def test_state_of_a_theme(promise: Promise, zones: list[object], state: ZoneState) -> None:
    one = county()
    whole = replace(one, zones=tuple(zones), promises=(*one.promises, promise))  # type: ignore[arg-type]
    assessment = assess(INSIDE, whole, on=ON)
    assert [(finding.theme, finding.state) for finding in assessment.zones] == [("红线", state)]
    assert (assessment.state is State.COMPLETE) == (promise.delivered and promise.count == len(zones))


def scoped(scope: Scope, zones: list[object] | None = None, promises: tuple[Promise, ...] = ()) -> Release:
    lists = [access_list("u", Tier.UNIT), access_list("p", Tier.PROVINCE), access_list("s", Tier.BASIN, scope)]
    clauses = [
        clause("u", "1", "左", LEFT.code),
        clause("u", "1", "右", RIGHT.code),
        clause("p", "1", "全省"),
        clause("s", "1", "流域"),
    ]
    one = release([LEFT, RIGHT], lists, clauses, zones)  # type: ignore[arg-type]
    return replace(one, promises=(*one.promises, *promises))


@pytest.mark.parametrize(
    ("scope", "applies"),
    [
        (Scope(), True),
        (Scope(units=(LEFT.code,)), True),
        (Scope(units=(RIGHT.code,)), False),
        (Scope(classes=(UnitClass.KEY,)), True),
        (Scope(classes=(UnitClass.PRIORITY,)), False),
        (Scope(admin=("990101",)), True),
        (Scope(admin=("990100",)), True),
        (Scope(admin=("99",)), True),
        (Scope(admin=("9902",)), False),
        (Scope(admin=("示例县",)), True),
        (Scope(admin=("别县",)), False),
        (Scope(units=(LEFT.code,), classes=(UnitClass.PRIORITY,)), False),
    ],
)
def test_scope_decides_by_the_units_met(scope: Scope, applies: bool) -> None:
    texts = [finding.clause.text for finding in assess(INSIDE, scoped(scope), on=ON).clauses]
    assert texts == (["全省", "流域", "左"] if applies else ["全省", "左"])


def test_scope_by_zone_applies_where_the_zone_is_met_and_is_undecided_without_data() -> None:
    scope = Scope(zones=("水源",))
    hit = assess(INSIDE, scoped(scope, [zone("水源", box(0, 0, 60, 60))]), on=ON)
    assert [(finding.clause.text, finding.because) for finding in hit.clauses][1] == ("流域", ("水源",))
    clear = assess(INSIDE, scoped(scope, [zone("水源", box(500, 0, 600, 60))]), on=ON)
    assert [finding.clause.text for finding in clear.clauses] == ["全省", "左"]
    assert clear.state is State.COMPLETE
    unknown = assess(INSIDE, scoped(scope, [], (Promise("zones", "水源", 0, delivered=False),)), on=ON)
    assert codes(unknown) == ["promise-no-data", "scope-undecided"]
    assert codes(assess(INSIDE, scoped(scope), on=ON)) == ["scope-undecided"]


def test_scope_by_zone_touched_is_an_edge_clause_even_inside_a_unit() -> None:
    assessment = assess(INSIDE, scoped(Scope(zones=("水源",)), [zone("水源", box(50, 0, 60, 60))]), on=ON)
    assert {finding.clause.text: finding.relation for finding in assessment.clauses}["流域"] is Relation.EDGE


def test_unit_that_names_no_place_is_taken_in_rather_than_left_out() -> None:
    nameless = unit(1, box(0, 0, 100, 100), code="X1", province="", city="", county="")
    lists = [access_list("c", Tier.CITY, Scope(admin=("9901",)))]
    assessment = assess(INSIDE, release([nameless], lists, [clause("c", "1", "全市")]), on=ON)
    assert [finding.clause.text for finding in assessment.clauses] == ["全市"]


@given(polygons(), st.lists(polygons(), min_size=1, max_size=5))
def test_every_clause_of_every_unit_met_is_there_exactly_once(
    shape: shapely.Geometry, shapes: list[shapely.Geometry]
) -> None:
    units = [unit(number, one) for number, one in enumerate(shapes, 1)]
    lists = [access_list("u", Tier.UNIT), access_list("c", Tier.CITY)]
    clauses = [clause("u", str(number), f"{one.code}-{number}", one.code) for one in units for number in (1, 2)]
    clauses += [clause("c", "1", "全市一"), clause("c", "2", "全市二")]
    assessment = assess(site(shape), release(units, lists, clauses), on=ON)
    met = {one.code for one in units if not shapely.disjoint(shape, one.shape)}
    found = [finding.clause.clause_id for finding in assessment.clauses]
    assert len(found) == len(set(found))
    assert {finding.clause.unit_code for finding in assessment.clauses} >= met
    wanted = {one.clause_id for one in clauses if one.unit_code in met or (met and not one.unit_code)}
    assert set(found) >= wanted
    assert [finding.access_list.tier.rank for finding in assessment.clauses] == sorted(
        finding.access_list.tier.rank for finding in assessment.clauses
    )


def test_plots_are_listed_with_their_own_shares() -> None:
    from zoning_plugin.core.site import make_site

    two = make_site([("甲", box(10, 10, 50, 50)), ("乙", box(90, 10, 110, 50))], "EPSG:4490", "test")
    plots = assess(two, county(), on=ON).plots
    assert [(plot.name, [round(one.piece.share, 4) for one in plot.units]) for plot in plots] == [
        ("甲", [1.0]),
        ("乙", [0.5, 0.5]),
    ]


def test_same_inputs_same_assessment() -> None:
    point = site(shapely.points(WEST + 50 * METRE, SOUTH + 50 * METRE))
    assert assess(point, county(), on=ON) == assess(point, county(), on=ON)
