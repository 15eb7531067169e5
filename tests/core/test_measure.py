# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of measuring: areas and lengths against pyproj, additivity, the two area rules."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.core.shapes import METRE, SOUTH, WEST, box, polygons
from zoning_plugin.core import geometry, measure
from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.core.measure import AreaRule

GEOD = pyproj.Geod(a=6378137.0, rf=298.257222101)


def oracle_area(shape: shapely.Geometry) -> float:
    """Geodesic area by PROJ of the outline followed in small steps straight in lon/lat: shares no code with ours."""
    return abs(GEOD.geometry_area_perimeter(shapely.segmentize(shapely.orient_polygons(shape), 2e-5))[0])


@given(polygons())
def test_area_agrees_with_proj(shape: shapely.Geometry) -> None:
    assert measure.area(shape) == pytest.approx(
        oracle_area(shape), rel=2e-8, abs=1e-3
    )  # PROJ promises 0.1 m² for any polygon


def test_area_of_one_degree_cell_is_the_published_one() -> None:
    # ../environment: 10642455822.1556 m² for the geodesic cell at 114° E 30° N; parallels as edges differ by 1e-5.
    cell = shapely.box(114, 30, 115, 31)
    assert measure.area(cell) == pytest.approx(10642455822.1556, rel=3e-5)
    fine = shapely.segmentize(cell, 0.001)
    assert measure.area(cell) == pytest.approx(measure.area(fine), rel=1e-13)


@given(polygons(), st.floats(-2000, 2000))
def test_pieces_of_a_cut_sum_to_the_whole(shape: shapely.Geometry, x: float) -> None:
    west = geometry.parts_of_dimension(shapely.intersection(shape, box(-9000, -9000, x, 9000)), 2)
    east = geometry.parts_of_dimension(shapely.intersection(shape, box(x, -9000, 9000, 9000)), 2)
    for rule in (measure.ELLIPSOIDAL, AreaRule(114.0)):
        whole = measure.area(shape, rule)
        assert sum(measure.areas([west, east], rule)) == pytest.approx(whole, rel=1e-9)


@given(polygons(), st.floats(-100, 60))
def test_moving_along_a_parallel_changes_no_ellipsoidal_area(shape: shapely.Geometry, degrees: float) -> None:
    moved = shapely.transform(shape, lambda points: points + [degrees, 0])
    assert measure.area(moved) == pytest.approx(measure.area(shape), rel=1e-7)


def test_plane_area_agrees_with_proj_and_grows_away_from_the_meridian() -> None:
    plane = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4547", always_xy=True)
    for lon in (114.0, 114.5, 115.5):
        shape = shapely.box(lon, 29.0, lon + 0.01, 29.01)
        dense = shapely.segmentize(shape, 1e-5)
        wanted = shapely.area(shapely.transform(dense, lambda points: np.column_stack(plane.transform(*points.T))))
        assert measure.area(shape, AreaRule(114.0)) == pytest.approx(wanted, rel=1e-9)
    # domain: 237 ppm at 1° from the central meridian at latitude 29°.
    away = shapely.box(115.0, 29.0, 115.0001, 29.0001)
    assert measure.area(away, AreaRule(114.0)) / measure.area(away) - 1 == pytest.approx(237e-6, rel=0.03)


@pytest.mark.parametrize("rule", [measure.ELLIPSOIDAL, AreaRule(114.0), AreaRule(120.0)])
@given(polygons(), st.floats(1e-4, 1))
def test_told_from_an_origin_the_area_is_the_same(rule: AreaRule, shape: shapely.Geometry, smaller: float) -> None:
    origin = np.array([[WEST, SOUTH]])
    told = shapely.transform(shape, lambda points: (points - origin) * smaller)
    placed = shapely.transform(told, lambda points: points + origin)
    (area,) = measure.areas_about(origin, [told], rule)
    rounding = 3e-9 * shapely.length(told) * 111_700
    assert area == pytest.approx(measure.area(placed, rule), rel=1e-10, abs=rounding)


@pytest.mark.parametrize("rule", [measure.ELLIPSOIDAL, AreaRule(114.0), AreaRule(120.0)])
@given(polygons(), st.integers(2, 40), st.floats(1e-4, 1))
def test_more_vertices_on_the_same_edges_change_no_area(
    rule: AreaRule, shape: shapely.Geometry, parts: int, smaller: float
) -> None:
    origin = np.array([[WEST, SOUTH]])
    told = shapely.transform(shape, lambda points: (points - origin) * smaller)
    finer = shapely.segmentize(told, 0.04 * smaller / parts)
    # But for where the vertices came to lie: a last bit, along the outline.
    rounding = 1e-16 * 0.05 * smaller * 111_700 * shapely.length(told) * 111_700
    (area,), (other,) = measure.areas_about(origin, [told], rule), measure.areas_about(origin, [finer], rule)
    assert other == pytest.approx(area, rel=1e-13, abs=4 * rounding)


@pytest.mark.parametrize("shape", [
    shapely.box(113.1, 23.0, 115.3, 24.9), shapely.box(114.2, 27.0, 114.21, 27.01), shapely.box(113.0, 89.7, 113.2, 89.8),
    shapely.box(113.0, -89.8, 113.1, -89.7), shapely.box(118.0, 30.0, 118.4, 30.4),
])  # fmt: skip
def test_near_and_far_a_plane_area_is_that_of_proj(shape: shapely.Geometry) -> None:
    """Wide, small, beside a pole, four degrees from the meridian: against PROJ along a finely divided outline."""
    plane = pyproj.Transformer.from_crs(
        "EPSG:4490", "+proj=tmerc +lon_0=114 +a=6378137 +rf=298.257222101", always_xy=True
    )
    fine = shapely.segmentize(shape, max(shape.bounds[2] - shape.bounds[0], 0.02) / 5000)
    wanted = shapely.area(shapely.transform(fine, lambda points: np.column_stack(plane.transform(*points.T))))
    origin = np.array([shape.bounds[:2]])
    told = shapely.transform(shape, lambda points: points - origin)
    assert measure.area(shape, AreaRule(114.0)) == pytest.approx(wanted, rel=2e-9)
    assert measure.areas_about(origin, [told], AreaRule(114.0))[0] == pytest.approx(wanted, rel=2e-9)


def test_the_area_along_a_plane_edge_is_that_of_its_polynomial() -> None:
    """By fractions: the weights sum to nothing in every row, and hold for every product of powers up to the fourth."""
    steps = [Fraction(step, 4) for step in range(5)]
    weights = [[Fraction(round(one * 5670), 5670) for one in row] for row in measure._CROSS.tolist()]
    for i, j in itertools.product(range(5), repeat=2):
        found = sum(weights[a][b] * steps[a] ** i * steps[b] ** j for a in range(5) for b in range(5))
        assert found == (Fraction(j, i + j) if j else 0)
    assert np.abs(measure._CROSS.sum(axis=1)).max() < 1e-15


@given(st.lists(st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000)), min_size=2, max_size=6))
def test_length_agrees_with_proj(points: list[tuple[float, float]]) -> None:
    line = shapely.linestrings([(WEST + x * METRE, SOUTH + y * METRE) for x, y in points])
    assert measure.length(line) == pytest.approx(GEOD.geometry_length(line), rel=1e-7, abs=1e-6)


@pytest.mark.parametrize("text", ["ellipsoidal-cgcs2000", "gauss-kruger:120", "gauss-kruger:115.5"])
def test_area_rule_prints_what_it_parses(text: str) -> None:
    assert str(AreaRule.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["planar", "gauss-kruger:", "gauss-kruger:500", "gauss-kruger:nan", "ellipsoidal-cgcs2000:3"]
)
def test_unknown_area_rule_is_refused(text: str) -> None:
    with pytest.raises(ReleaseUnreadable):
        AreaRule.parse(text)
