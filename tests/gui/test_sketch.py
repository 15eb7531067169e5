# SPDX-License-Identifier: GPL-3.0-or-later
"""Gestures make a sketch, a sketch makes a site: WKT in and WKT out."""

from __future__ import annotations

import pytest

from zoning_plugin.core import geometry, measure
from zoning_plugin.core.errors import SiteUnusable
from zoning_plugin.core.terms import SiteKind
from zoning_plugin.gui.map_tools.sketch import Sketch, outline, site_of, started_again, with_vertex, without_last


def drawn(kind: SiteKind, *vertices: tuple[float, float]) -> Sketch:
    sketch = Sketch(kind)
    for vertex in vertices:
        sketch = with_vertex(sketch, vertex)
    return sketch


def test_a_second_click_on_the_same_place_adds_nothing() -> None:
    assert drawn(SiteKind.LINE, (1, 1), (1, 1), (2, 1)).vertices == ((1, 1), (2, 1))


def test_taking_back_undoes_one_vertex_and_stops_at_none() -> None:
    sketch = drawn(SiteKind.POLYGON, (0, 0), (1, 0))
    assert without_last(sketch).vertices == ((0, 0),)
    assert without_last(Sketch(SiteKind.LINE)) == Sketch(SiteKind.LINE)


@pytest.mark.parametrize(("kind", "least"), [(SiteKind.POINT, 1), (SiteKind.LINE, 2), (SiteKind.POLYGON, 3)])
def test_a_sketch_can_be_finished_from_its_least_number_of_vertices_on(kind: SiteKind, least: int) -> None:
    vertices = [(float(place), float(place**2)) for place in range(least)]
    assert not drawn(kind, *vertices[:-1]).can_be_finished
    assert drawn(kind, *vertices).can_be_finished


def test_only_a_point_finishes_by_itself() -> None:
    assert drawn(SiteKind.POINT, (1, 1)).is_finished_by_itself
    assert not drawn(SiteKind.POLYGON, (0, 0), (1, 0), (1, 1)).is_finished_by_itself


def test_what_is_shown_goes_on_to_the_cursor() -> None:
    sketch = drawn(SiteKind.LINE, (0, 0))
    assert outline(sketch, (5, 5)) == ((0, 0), (5, 5))
    assert outline(sketch, None) == ((0, 0),)


def test_starting_again_keeps_the_kind() -> None:
    assert started_again(drawn(SiteKind.LINE, (0, 0))) == Sketch(SiteKind.LINE)


def test_a_drawn_polygon_becomes_a_site_in_longitude_and_latitude() -> None:
    east, north = geometry.to_plane([(114.3, 30.6)], "EPSG:4547")[0]
    sketch = drawn(SiteKind.POLYGON, (east, north), (east + 100, north), (east + 100, north + 100), (east, north + 100))
    site = site_of(sketch, "EPSG:4547", "test")
    assert site.kind is SiteKind.POLYGON
    assert site.crs == "EPSG:4547"
    assert geometry.bounds(site.shape)[:2] == pytest.approx((114.3, 30.6), abs=1e-5)
    assert measure.area(site.shape) == pytest.approx(10_000, rel=1e-3)


def test_a_bow_tie_is_judged_as_repaired_and_says_so() -> None:
    site = site_of(drawn(SiteKind.POLYGON, (113, 23), (113.01, 23.01), (113.01, 23), (113, 23.01)), "EPSG:4490", "test")
    assert site.was_repaired


@pytest.mark.parametrize(
    ("sketch", "crs", "code"),
    [
        (drawn(SiteKind.LINE, (0, 0)), "EPSG:4490", "site-empty"),
        (drawn(SiteKind.POLYGON, (0, 0), (1, 1), (2, 2)), "EPSG:4490", "shape-unrepairable"),
        (drawn(SiteKind.POINT, (1, 1)), "", "site-crs-missing"),
        (drawn(SiteKind.POINT, (500_000, 3_000_000)), "EPSG:2343", "datum-unsupported"),
    ],
)
def test_what_is_no_site_says_why(sketch: Sketch, crs: str, code: str) -> None:
    with pytest.raises(SiteUnusable) as raised:
        site_of(sketch, crs, "test")
    assert raised.value.code == code
