# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown while a site is drawn is what its assessment says of the units; nothing of it is another number."""

from __future__ import annotations

import math
from dataclasses import replace

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.shapes import box, release, unit
from zoning_plugin.core.assessment import assess
from zoning_plugin.core.office_rules import printed_thresholds
from zoning_plugin.core.overlay import Thresholds
from zoning_plugin.core.release import Release
from zoning_plugin.core.site import Site, make_site
from zoning_plugin.core.terms import Relation
from zoning_plugin.jobs.preview_site import preview_site

COUNTY = release(
    [unit(1, box(0, 0, 100, 100)), unit(2, box(100, 0, 200, 100)), unit(3, box(90, 90, 150, 160)), unit(4, box(0, 110, 60, 160))]
)  # fmt: skip
OFFICE = replace(
    COUNTY, info=replace(COUNTY.info, thresholds=printed_thresholds(Thresholds(area_m2=2000, length_m=40)))
)
"""The same by an office whose thresholds are its own."""
WEST, SOUTH, EAST, NORTH = shapely.bounds(box(-30, -30, 230, 190))


def place(x: float, y: float) -> tuple[float, float]:
    return WEST + (EAST - WEST) * x, SOUTH + (NORTH - SOUTH) * y


share = st.floats(0, 1, width=32)


@st.composite
def sites(draw: st.DrawFn) -> Site:
    kind = draw(st.sampled_from(["point", "line", "polygon"]))
    middle = draw(st.tuples(share, share))
    if kind == "point":
        return make_site([("", shapely.Point(place(*middle)))], "EPSG:4490", "test")
    angle, reach = draw(st.floats(0, 6.0)), draw(st.floats(0.05, 0.5))
    count = draw(st.integers(3, 9))
    corners = [
        place(
            middle[0] + reach * math.cos(angle + turn * 2 * math.pi / count),
            middle[1] + reach * math.sin(angle + turn * 2 * math.pi / count),
        )
        for turn in range(count)
    ]
    return make_site(
        [("", shapely.LineString(corners) if kind == "line" else shapely.Polygon(corners))], "EPSG:4490", "test"
    )


@settings(max_examples=150, deadline=None)
@given(site=sites(), county=st.sampled_from([COUNTY, OFFICE]))
def test_units_shares_and_coverage_are_those_of_the_assessment(site: Site, county: Release) -> None:
    shown, assessed = preview_site(site, county), assess(site, county, on="2025-06-01", near_m=500)
    assert shown.units == tuple(one for one in assessed.units if one.piece.relation is not Relation.NEAR)
    laid, whole = shown.overlay, assessed.overlay
    assert (laid.total, laid.covered, laid.uncovered, laid.double, laid.leaves_gap) == (
        whole.total, whole.covered, whole.uncovered, whole.double, whole.leaves_gap,
    )  # fmt: skip


def test_a_site_no_unit_covers_has_no_unit_and_is_all_gap() -> None:
    shown = preview_site(make_site([("", box(5000, 5000, 5100, 5100))], "EPSG:4490", "test"), COUNTY)
    assert shown.units == ()
    assert shown.overlay.leaves_gap
    assert shown.overlay.covered == 0
