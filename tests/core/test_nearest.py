# SPDX-License-Identifier: GPL-3.0-or-later
"""The nearest of each kind, against looking at every shape with PROJ's geodesics."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely

from tests.core import country
from zoning_plugin.core import geometry
from zoning_plugin.core.nearest import nearest
from zoning_plugin.core.tiling import Tiling

GEOD = pyproj.Geod(a=6378137.0, rf=298.257222101)


def by_looking(site: shapely.Geometry, shape: shapely.Geometry) -> float:
    """Least geodesic from a vertex of either (closely set) to the other, found by brute force: shares no code with ours."""
    if shapely.intersects(site, shape):
        return 0.0
    here, there = (shapely.get_coordinates(shapely.segmentize(one, 1e-4)) for one in (site, shape))
    scale = np.array([np.cos(np.radians(27.1)), 1.0])
    to_middle = np.hypot(*((there - here.mean(axis=0)) * scale).T)
    # Whatever is nearest is no farther from the middle than the nearest to the middle and twice the site's reach.
    reach = np.hypot(*((here - here.mean(axis=0)) * scale).T).max()
    there = there[to_middle <= to_middle.min() + 2 * reach]
    rough = np.hypot(*((here[:, None, :] - there[None, :, :]) * scale).transpose(2, 0, 1))
    one, other = np.unravel_index(np.argsort(rough, axis=None)[:50], rough.shape)
    return float(min(GEOD.inv(*here[one].T, *there[other].T)[2]))


@pytest.mark.parametrize("with_tiles", [False, True])
def test_it_finds_what_looking_at_every_shape_finds(with_tiles: bool) -> None:
    units = country.units()
    kinds = [number % 4 for number in range(len(units))]
    over = Tiling(units)
    if with_tiles:
        over.adopt(over.cut())
    random = np.random.default_rng(11)
    for x, y in random.uniform(-0.05, country.SIDE + 0.05, (12, 2)):
        site = country.rugged(random, country.WEST + x, country.SOUTH + y, 0.002, 12)
        found = nearest(site, over, kinds)
        assert set(found) == set(kinds)
        for kind, (position, distance) in found.items():
            wanted = min(by_looking(site, unit) for unit, one in zip(units, kinds, strict=True) if one == kind)
            assert kinds[position] == kind
            assert distance == pytest.approx(wanted, abs=max(2.0, wanted * 1e-3))
            assert distance <= wanted + 0.01, "never farther than what looking finds"


def test_distances_on_the_ellipsoid() -> None:
    for metres in (0.5, 200.0, 9_000.0, 60_000.0):
        lon, lat, _ = GEOD.fwd(114.0, 27.0, 35.0, metres)
        found = nearest(shapely.points(114.0, 27.0), Tiling([shapely.buffer(shapely.points(lon, lat), 1e-9)]), ["a"])
        assert found["a"][1] == pytest.approx(metres, rel=1e-6 if metres < 10_000 else 5e-3, abs=1e-3)


def test_what_is_met_is_at_no_distance_and_nothing_is_nearest_of_nothing() -> None:
    site = shapely.box(114, 27, 114.01, 27.01)
    far = shapely.box(120, 30, 120.1, 30.1)
    assert nearest(site, Tiling([far, site]), ["a", "a"]) == {"a": (1, 0.0)}
    assert nearest(site, Tiling([]), []) == {}
    assert nearest(site, Tiling([far]), ["a"])["a"][1] == pytest.approx(geometry.geodesic(site, far))
