# SPDX-License-Identifier: GPL-3.0-or-later
"""What magnitudes say of a reference system, held against PROJ's own reading of every CGCS2000 zone."""

from __future__ import annotations

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoning_plugin.core.reference_system import Reading, central_meridian, needs_meridian, printed, readings

ZONED_3 = {25 + n: f"EPSG:{4513 + n}" for n in range(21)}
ZONED_6 = {13 + n: f"EPSG:{4491 + n}" for n in range(11)}


def plane(crs: str, lon: float, lat: float) -> tuple[float, float]:
    return pyproj.Transformer.from_crs("EPSG:4490", crs, always_xy=True).transform(lon, lat)


def box_of(crs: str, lon: float, lat: float, *, is_swapped: bool = False) -> tuple[float, float, float, float]:
    one, other = plane(crs, lon, lat), plane(crs, lon + 0.01, lat + 0.01)
    flat = (*one, *other)
    return (flat[1], flat[0], flat[3], flat[2]) if is_swapped else flat


@pytest.mark.parametrize("code", [*range(4491, 4555)])
def test_the_central_meridian_is_proj_s(code: int) -> None:
    operation = pyproj.CRS.from_epsg(code).coordinate_operation
    assert operation is not None
    stated = next(one.value for one in operation.params if one.name == "Longitude of natural origin")
    found = central_meridian(f"EPSG:{code}")
    assert found is not None
    assert found[0] == stated


@pytest.mark.parametrize("crs", [*ZONED_3.values(), *ZONED_6.values()])
@pytest.mark.parametrize("is_swapped", [False, True])
def test_an_easting_of_eight_digits_names_its_zone(crs: str, is_swapped: bool) -> None:
    meridian = pyproj.CRS(crs).coordinate_operation.params[1].value
    box = box_of(crs, meridian + 0.3, 30.0, is_swapped=is_swapped)
    assert Reading(crs, is_swapped) in readings(box)
    others = [one for one in readings(box) if one != Reading(crs, is_swapped)]
    assert all(one.crs == "EPSG:3857" for one in others), "only the map projection of the web can look alike"


@given(lon=st.floats(74, 134), lat=st.floats(4, 53))
def test_degrees_are_degrees_in_either_order(lon: float, lat: float) -> None:
    assert readings((lon, lat, lon + 0.1, lat + 0.1)) == (Reading("EPSG:4490"),)
    assert readings((lat, lon, lat + 0.1, lon + 0.1)) == (Reading("EPSG:4490", is_swapped=True),)


@given(lon=st.floats(76, 134), lat=st.floats(18, 52))
def test_an_easting_of_six_digits_is_asked_about_and_the_county_s_meridian_proposed(lon: float, lat: float) -> None:
    zone = round((lon - 75) / 3)
    crs = f"EPSG:{4534 + zone}"
    box = box_of(crs, lon, lat)
    assert needs_meridian(box)
    assert readings(box) == ()
    assert printed(box, ()) == "EPSG:4534 … EPSG:4554"
    proposed = readings(box, longitude=75 + 3 * zone)
    assert Reading(crs) in proposed
    assert all(needs_meridian(box) for _ in proposed)


def test_the_nearest_to_the_county_comes_first() -> None:
    box = box_of("EPSG:3857", 117.5, 30.0)
    found = readings(box, longitude=117.3)
    assert found[0].crs == "EPSG:3857"
    assert {one.crs for one in found} >= {"EPSG:3857"}


def test_what_fits_nothing_is_said_to_fit_nothing() -> None:
    assert readings((1e9, 1e9, 1e9, 1e9)) == ()
    assert printed((1e9, 1e9, 1e9, 1e9), ()) == "?"
    assert readings((0.0, 0.0, 1000.0, 1000.0)) == (), "a local grid"
