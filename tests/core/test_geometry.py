# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of shapes: what is read and written, moved and found stays what it was; datums that are refused."""

from __future__ import annotations

import itertools
import math
import os
import subprocess
import sys
from pathlib import Path

import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.core.shapes import box, polygons
from zoning_plugin.core import geometry, projection
from zoning_plugin.core.errors import SiteUnusable


@pytest.mark.parametrize(
    ("crs", "x", "y"),
    [("EPSG:4526", 38500000.0, 2540000.0), ("EPSG:4547", 500000.0, 2540000.0), ("EPSG:4326", 114.0, 23.0)],
)
def test_known_systems_come_to_the_same_place(crs: str, x: float, y: float) -> None:
    moved = geometry.to_cgcs2000(shapely.points(x, y), crs)
    assert shapely.get_x(moved) == pytest.approx(114.0, abs=1e-6)
    assert shapely.get_y(moved) == pytest.approx(22.96 if x > 1000 else 23.0, abs=0.02)


@pytest.mark.parametrize("crs", ["EPSG:4610", "EPSG:4214", "EPSG:2434", "EPSG:2363", "EPSG:27700"])
def test_datum_that_needs_parameters_is_refused(crs: str) -> None:
    with pytest.raises(SiteUnusable, match="datum-unsupported"):
        geometry.to_cgcs2000(shapely.points(0, 0), crs)


def test_nonsense_coordinates_are_refused() -> None:
    with pytest.raises(SiteUnusable, match="outside-crs"):
        geometry.to_cgcs2000(shapely.points(38500000.0, 2540000.0), "EPSG:4490")


@given(polygons())
def test_wkb_and_wkt_round_trip(shape: shapely.Geometry) -> None:
    assert shapely.equals_exact(geometry.from_wkb(geometry.to_wkb(shape)), shape)
    assert shapely.equals_exact(geometry.from_wkt(geometry.to_wkt(shape)), shape)


@given(polygons(), st.integers(1, 5))
def test_normalised_bytes_know_neither_ring_start_nor_part_order(shape: shapely.Geometry, start: int) -> None:
    parts = []
    for part in reversed(shapely.get_parts(shape)):
        ring = list(shapely.get_coordinates(shapely.get_exterior_ring(part)))[:-1]
        turned = [*ring[start % len(ring) :], *ring[: start % len(ring)]]
        parts.append(
            shapely.polygons(
                turned, holes=[shapely.get_coordinates(hole)[::-1] for hole in shapely.get_rings(part)[1:]] or None
            )
        )
    again = shapely.multipolygons(parts) if len(parts) > 1 else parts[0]
    assert geometry.normalised_wkb(again) == geometry.normalised_wkb(shape)


def test_width_is_seen_where_a_shape_is_widest() -> None:
    assert not geometry.survives_shrinking(box(0, 0, 0.05, 1000), 0.1)
    assert geometry.survives_shrinking(box(0, 0, 0.2, 1000), 0.1)


def test_distance_is_ellipsoidal_metres() -> None:
    one, other = shapely.points(113.0, 23.0), shapely.points(113.003, 23.002)
    _, _, wanted = pyproj.Geod(a=6378137.0, rf=298.257222101).inv(113.0, 23.0, 113.003, 23.002)
    assert geometry.distance(one, other) == pytest.approx(wanted, rel=1e-4)


def test_bow_tie_keeps_both_halves() -> None:
    tie = shapely.polygons([(113, 23), (113.01, 23.01), (113.01, 23), (113, 23.01)])
    assert "Self-intersection" in geometry.why_invalid(tie)
    assert shapely.get_num_geometries(geometry.repaired(tie)) == 2


def test_zone_of_follows_the_table() -> None:
    assert [projection.zone_of(lon) for lon in (114.0, 116.4, 125.1)] == [38, 39, 42]
    assert projection.gauss_kruger(38) == "EPSG:4526"
    east, north = geometry.to_plane([(114.0, 23.0)], "EPSG:4526")[0]
    assert (east, math.floor(north / 1e5)) == (pytest.approx(38500000.0), 25)


def test_order_of_rings_and_points_is_kept() -> None:
    holed = shapely.difference(box(0, 0, 100, 100), box(10, 10, 20, 20))
    rings = geometry.vertices(holed)
    assert [len(ring) for ring in rings] == [5, 5]
    assert list(itertools.chain(*rings)) == [tuple(point) for point in shapely.get_coordinates(holed)]


def test_proj_lives_in_one_thread_however_many_ask_and_end() -> None:
    """A context of PROJ's ends with its thread: in a subprocess, since what it guards against is a crash."""
    code = (
        "import threading, shapely\n"
        "from zoning_plugin.core import geometry, projection\n"
        "def ask(zone):\n"
        "    projection.crs_name(f'EPSG:{4488 + zone}')\n"
        "    geometry.to_cgcs2000(shapely.points(zone * 1e6 + 5e5, 2.5e6), f'EPSG:{4488 + zone}')\n"
        "    measure.area(shapely.box(114, 23, 114.1, 23.1), measure.AreaRule(114.0))\n"
        "for turn in range(40):\n"
        "    threads = [threading.Thread(target=ask, args=(zone,)) for zone in range(36, 42)]\n"
        "    [one.start() for one in threads]; [one.join() for one in threads]\n"
        "names = [one.name for one in threading.enumerate() if one is not threading.main_thread()]\n"
        "assert names == ['proj_0'], names\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]


def test_proj_fetches_no_grids_even_where_the_system_asks_for_it() -> None:
    script = (
        "import pyproj.network; from zoning_plugin.core import projection; projection.crs_name('EPSG:4490'); "
        "print(projection._in_proj(pyproj.network.is_network_enabled))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=os.environ | {"PROJ_NETWORK": "ON"}, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )  # fmt: skip
    assert done.stdout.strip() == "False"


# --- shapes that are taken in hand --------------------------------------------------------------------------------------

TWO = (shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1))


@given(lon=st.floats(112.5, 115.5), lat=st.floats(20, 50))
def test_into_a_plane_and_back_is_the_same_place(lon: float, lat: float) -> None:
    shape = shapely.box(lon, lat, lon + 0.01, lat + 0.01)
    back = geometry.to_cgcs2000(geometry.from_cgcs2000(shape, "EPSG:4547"), "EPSG:4547")
    assert back.equals_exact(shape, 1e-10)


def test_a_place_that_a_system_cannot_show_is_refused() -> None:
    with pytest.raises(SiteUnusable) as raised:
        geometry.from_cgcs2000(shapely.Point(0, 95), "EPSG:3857")
    assert raised.value.code == "outside-crs"


def test_a_shared_vertex_moves_in_every_shape_that_has_it_and_no_other_does() -> None:
    west, east = geometry.with_vertex_moved(TWO, (1.0, 1.0), (1.5, 3.0))
    assert west.equals(shapely.Polygon([(0, 0), (1, 0), (1.5, 3), (0, 1)]))
    assert east.equals(shapely.Polygon([(1, 0), (2, 0), (2, 1), (1.5, 3)]))
    assert geometry.with_vertex_moved(TWO, (1.0, 0.999), (5.0, 5.0)) == list(TWO)


def test_shapes_are_shifted_together() -> None:
    assert [one.bounds for one in geometry.shifted(TWO, 10, -1)] == [(10, -1, 11, 0), (11, -1, 12, 0)]


@given(x=st.floats(-3, 5), y=st.floats(-3, 5))
def test_the_nearest_vertex_is_nearest_and_within_is_as_the_distance_says(x: float, y: float) -> None:
    vertex, away = geometry.nearest_vertex(TWO, x, y)
    distances = [math.hypot(x - a, y - b) for a, b in shapely.get_coordinates(list(TWO))]
    assert away == pytest.approx(min(distances))
    assert math.hypot(x - vertex[0], y - vertex[1]) == pytest.approx(away)
    for reach in (0.0, 0.5):
        assert geometry.lies_within(TWO, x, y, reach) == (
            shapely.box(0, 0, 2, 1).distance(shapely.Point(x, y)) <= reach
        )
