# SPDX-License-Identifier: GPL-3.0-or-later
"""A site in hand: what is held, where it goes, and that everything can be put back."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.gui.county import box, site
from zoning_plugin.core import measure
from zoning_plugin.core.errors import SiteUnusable
from zoning_plugin.core.site import Site, make_site
from zoning_plugin.core.terms import SiteKind
from zoning_plugin.gui.map_tools.moving import Grip, grip, movable, moved, site_of_moved

PLANE = "EPSG:4547"
SQUARE = shapely.box(500_000, 2_545_000, 500_100, 2_545_100)


def in_plane(*shapes: shapely.Geometry, **words: object) -> Site:
    return make_site([(str(place), shape) for place, shape in enumerate(shapes)], PLANE, "test", **words)  # type: ignore[arg-type]


def test_near_a_vertex_the_vertex_is_held_and_elsewhere_the_whole() -> None:
    held = movable(in_plane(SQUARE), PLANE)
    vertex = grip(held, (500_098, 2_545_099), 5)
    assert vertex is not None
    assert vertex.is_vertex
    assert vertex.at == pytest.approx((500_100, 2_545_100), abs=1e-4)
    assert grip(held, (500_050, 2_545_050), 5) == Grip((500_050, 2_545_050), is_vertex=False)
    assert grip(held, (500_050, 2_545_104), 5) == Grip((500_050, 2_545_104), is_vertex=False)  # its outline
    assert grip(held, (500_050, 2_545_106), 5) is None


def test_a_line_is_held_by_its_vertices_and_between_them() -> None:
    held = movable(in_plane(shapely.LineString([(500_000, 2_545_000), (500_100, 2_545_000)])), PLANE)
    whole = grip(held, (500_050, 2_545_003), 5)
    assert whole is not None
    assert not whole.is_vertex
    assert grip(held, (500_050, 2_545_006), 5) is None


@given(dx=st.floats(-5000, 5000), dy=st.floats(-5000, 5000))
def test_the_whole_keeps_size_and_form_on_the_map(dx: float, dy: float) -> None:
    held = movable(in_plane(SQUARE), PLANE)
    at = (500_050.0, 2_545_050.0)
    there = moved(held, Grip(at, is_vertex=False), (at[0] + dx, at[1] + dy))
    ((_, shape),) = there.plots
    assert shape.area == pytest.approx(10_000, abs=0.01)
    assert shape.centroid.x == pytest.approx(500_050 + dx, abs=0.001)
    assert shape.centroid.y == pytest.approx(2_545_050 + dy, abs=0.001)
    back = moved(there, Grip((at[0] + dx, at[1] + dy), is_vertex=False), at)
    assert back.plots[0][1].equals_exact(held.plots[0][1], 1e-6)


def test_a_vertex_goes_alone_and_the_ring_stays_closed() -> None:
    held = movable(in_plane(SQUARE), PLANE)
    first = shapely.get_coordinates(held.plots[0][1])[0]
    there = moved(held, Grip((first[0], first[1]), is_vertex=True), (500_200, 2_545_300))
    points = shapely.get_coordinates(there.plots[0][1])
    assert tuple(points[0]) == tuple(points[-1]) == (500_200, 2_545_300)
    assert (points[1:-1] == shapely.get_coordinates(held.plots[0][1])[1:-1]).all()


def test_a_vertex_two_plots_share_moves_in_both_so_that_no_gap_opens() -> None:
    east = shapely.box(500_100, 2_545_000, 500_200, 2_545_100)
    held = movable(in_plane(SQUARE, east), PLANE)
    shared = grip(held, (500_100, 2_545_100), 1)
    assert shared is not None
    there = site_of_moved(moved(held, shared, (500_120, 2_545_130)), "test")
    assert [plot.name for plot in there.plots] == ["0", "1"]
    assert shapely.get_num_geometries(there.shape) == 1
    whole = measure.area(there.plots[0].shape) + measure.area(there.plots[1].shape)
    assert measure.area(there.shape) == pytest.approx(whole, rel=1e-9)


def test_what_was_not_exact_is_not_made_exact_by_moving_it() -> None:
    for words in ({"is_exact": False}, {"maybe_offset": True}):
        before = in_plane(SQUARE, **words)
        after = site_of_moved(movable(before, PLANE), "test")
        assert (after.is_exact, after.is_maybe_offset) == (before.is_exact, before.is_maybe_offset)


def test_a_vertex_dragged_over_the_outline_is_judged_as_repaired_and_says_so() -> None:
    held = movable(site(0, 0, 100, 100), "EPSG:4490")
    corner = grip(held, (113.0, 23.0), 1e-5)
    assert corner is not None
    there = site_of_moved(moved(held, corner, (113.002, 23.0005)), "test")
    assert there.was_repaired


@pytest.mark.parametrize(("crs", "code"), [("", "site-crs-missing"), ("EPSG:999999", "crs-unknown")])
def test_a_map_that_cannot_show_it_says_why(crs: str, code: str) -> None:
    with pytest.raises(SiteUnusable) as raised:
        movable(site(0, 0, 100, 100), crs)
    assert raised.value.code == code


def test_one_of_several_points_is_moved_alone() -> None:
    points = make_site([("", shapely.MultiPoint([(113.0, 23.0), (113.01, 23.01)]))], "EPSG:4490", "test")
    held = movable(points, "EPSG:4490")
    one = grip(held, (113.01, 23.01), 1e-4)
    assert one is not None
    there = site_of_moved(moved(held, one, (113.02, 23.02)), "test")
    assert there.kind is SiteKind.POINT
    assert sorted(map(tuple, shapely.get_coordinates(there.shape))) == [(113.0, 23.0), (113.02, 23.02)]


def test_there_and_back_through_the_map_is_the_same_place() -> None:
    before = make_site([("", box(10, 10, 500, 500))], "EPSG:4490", "test")
    after = site_of_moved(movable(before, PLANE), "test")
    assert after.shape.hausdorff_distance(before.shape) < 1e-9
