# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of the overlay: balance, independence of order, agreement with an oracle, and that nothing is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.shapes import METRE, SOUTH, WEST, box, polygons, site
from zoning_plugin.core import geometry, measure
from zoning_plugin.core.measure import AreaRule
from zoning_plugin.core.overlay import Overlay, Thresholds, overlay
from zoning_plugin.core.site import Site
from zoning_plugin.core.terms import Relation
from zoning_plugin.core.tiling import Tiling

unit_sets = st.lists(polygons(), min_size=0, max_size=6)

# Equal-area cylinder on the same ellipsoid, by PROJ: an oracle for areas that shares no code with ours.
EQUAL_AREA = pyproj.Transformer.from_crs("EPSG:4490", "+proj=cea +a=6378137 +rf=298.257222101", always_xy=True)


GEOD = pyproj.Geod(a=6378137.0, rf=298.257222101)


def oracle_area(shape: shapely.Geometry) -> float:
    dense = shapely.segmentize(shape, 1e-4)
    return float(
        shapely.area(shapely.transform(dense, lambda points: np.column_stack(EQUAL_AREA.transform(*points.T))))
    )


def lay(one: Site, units: Sequence[shapely.Geometry], **options: Any) -> Overlay:
    return overlay(one, Tiling(units), **options)


def seen(result: Overlay) -> dict[int, Relation]:
    return {piece.index: piece.relation for piece in result.pieces}


@given(polygons(), unit_sets, st.sampled_from([measure.ELLIPSOIDAL, AreaRule(114.0)]))
def test_shares_and_gap_less_double_are_the_whole(
    shape: shapely.Geometry, units: list[shapely.Geometry], rule: AreaRule
) -> None:
    result = lay(site(shape), units, rule=rule)
    balance = sum(piece.share for piece in result.pieces) + (result.uncovered - result.double) / result.total
    assert balance == pytest.approx(1, abs=1e-9)
    assert abs(result.imbalance) < 1e-9


@given(polygons(), unit_sets)
def test_every_piece_agrees_with_the_oracle(shape: shapely.Geometry, units: list[shapely.Geometry]) -> None:
    result = lay(site(shape), units)
    found = {piece.index: piece for piece in result.pieces}
    for index, one in enumerate(units):
        common = shapely.intersection(shape, one)
        if shapely.is_empty(common):
            continue
        assert index in found, "a unit that shares a point with the site is never dropped"
        area = oracle_area(geometry.parts_of_dimension(common, 2))
        assert found[index].area_m2 == pytest.approx(area, rel=1e-6, abs=1e-3)
    assert result.total == pytest.approx(oracle_area(shape), rel=1e-7)


@given(polygons(), st.lists(polygons(), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_order_of_units_does_not_matter(shape: shapely.Geometry, units: list[shapely.Geometry], random: object) -> None:
    order = list(range(len(units)))
    random.shuffle(order)  # type: ignore[attr-defined]
    one = lay(site(shape), units)
    other = lay(site(shape), [units[index] for index in order])
    assert seen(one) == {order[index]: relation for index, relation in seen(other).items()}
    assert other.uncovered == pytest.approx(one.uncovered, rel=1e-9, abs=1e-6)


@given(st.floats(1e-9, 0.5))
def test_border_that_is_nearly_met_is_an_edge_contact(gap: float) -> None:
    result = lay(
        site(box(0, 0, 100, 100)),
        [box(0, 0, 100, 100), box(100 + gap, 0, 200, 100)],
        thresholds=Thresholds(touch_m=0.6),
    )
    assert seen(result) == {0: Relation.INSIDE, 1: Relation.EDGE}


@pytest.mark.parametrize(
    ("shape", "relation"),
    [
        (box(100, 0, 200, 100), Relation.EDGE),  # shares a border
        (box(100, 100, 200, 200), Relation.EDGE),  # shares a corner
        (box(99.95, 0, 200, 100), Relation.EDGE),  # 5 m² but 5 cm wide
        (box(99, 99.5, 200, 200), Relation.EDGE),  # half a square metre
        (box(98, 0, 200, 100), Relation.OVERLAP),
        (box(-10, -10, 110, 110), Relation.INSIDE),
        (box(0.05, 0, 100, 100), Relation.INSIDE),  # what is left out is a sliver
    ],
)
def test_relation_of_a_polygon(shape: shapely.Geometry, relation: Relation) -> None:
    assert seen(lay(site(box(0, 0, 100, 100)), [shape])) == {0: relation}


def test_near_units_are_listed_with_their_distance_only_when_asked() -> None:
    units = [box(0, 0, 100, 100), box(200, 0, 300, 100)]
    assert seen(lay(site(box(0, 0, 100, 100)), units)) == {0: Relation.INSIDE}
    near = lay(site(box(0, 0, 100, 100)), units, near_m=150).pieces[1]
    assert near.relation is Relation.NEAR
    assert near.distance_m == pytest.approx(102.5, rel=0.01)  # 100 × 1e-5° of longitude at 23° N


def test_point_on_a_border_is_an_edge_contact_of_both() -> None:
    units = [box(0, 0, 100, 100), box(100, 0, 200, 100)]
    on_border = lay(site(shapely.points(WEST + 100 * METRE, SOUTH + 50 * METRE)), units)
    assert seen(on_border) == {0: Relation.EDGE, 1: Relation.EDGE}
    assert not on_border.leaves_gap
    within = lay(site(shapely.points(WEST + 50 * METRE, SOUTH + 50 * METRE)), units)
    assert seen(within) == {0: Relation.INSIDE}
    outside = lay(site(shapely.points(WEST + 50 * METRE, SOUTH + 150 * METRE)), units)
    assert (seen(outside), outside.leaves_gap) == ({}, True)


@given(st.lists(st.tuples(st.floats(-100, 300), st.floats(-100, 200)), min_size=2, max_size=6, unique=True))
@settings(max_examples=60)
def test_line_pieces_balance(points: list[tuple[float, float]]) -> None:
    line = shapely.linestrings([(WEST + x * METRE, SOUTH + y * METRE) for x, y in points])
    if shapely.length(line) < METRE:
        return
    units = [box(0, 0, 100, 100), box(100, 0, 200, 100), box(90, -50, 120, 60)]
    result = lay(site(line), units)
    balance = sum(piece.share for piece in result.pieces) + (result.uncovered - result.double) / result.total
    assert balance == pytest.approx(1, abs=1e-9)
    assert result.total == pytest.approx(GEOD.geometry_length(line), rel=1e-7)
    for piece in result.pieces:
        wanted = (
            GEOD.geometry_length(shapely.intersection(line, units[piece.index]))
            if shapely.is_simple(line)
            else piece.length_m
        )
        assert piece.length_m == pytest.approx(wanted, rel=1e-6, abs=1e-4)


def test_line_that_goes_out_and_back_counts_both_ways() -> None:
    line = shapely.linestrings(
        [(WEST, SOUTH + 50 * METRE), (WEST + 150 * METRE, SOUTH + 50 * METRE), (WEST, SOUTH + 50 * METRE)]
    )
    result = lay(site(line), [box(0, 0, 100, 100), box(100, 0, 200, 100)])
    assert [round(piece.share, 6) for piece in result.pieces] == [round(2 / 3, 6), round(1 / 3, 6)]


def test_line_along_a_common_border_lies_in_both_and_is_said_to_be_double() -> None:
    line = shapely.linestrings([(WEST + 100 * METRE, SOUTH), (WEST + 100 * METRE, SOUTH + 100 * METRE)])
    result = lay(site(line), [box(0, 0, 100, 100), box(100, 0, 200, 100)])
    assert seen(result) == {0: Relation.INSIDE, 1: Relation.INSIDE}
    assert result.double == pytest.approx(result.total)


def test_overlapping_units_are_counted_doubly_and_said_so() -> None:
    result = lay(site(box(0, 0, 100, 100)), [box(0, 0, 60, 100), box(50, 0, 100, 100)])
    assert [round(piece.share, 6) for piece in result.pieces] == [0.6, 0.5]
    assert result.double / result.total == pytest.approx(0.1, rel=1e-6)
    assert result.uncovered == pytest.approx(0, abs=1e-6)


def test_index_changes_nothing() -> None:
    units = [box(x, y, x + 90, y + 90) for x in range(0, 500, 80) for y in range(0, 500, 80)]
    shape = site(box(33, 44, 333, 222))
    assert lay(shape, units) == lay(shape, units)
