# SPDX-License-Identifier: GPL-3.0-or-later
"""Small shapes, units and releases for the laws of the core, near 113° E 23° N."""

from __future__ import annotations

import shapely
from hypothesis import strategies as st

from zoning_plugin.core.clause import AccessList, Clause, ClauseSource, Scope
from zoning_plugin.core.release import Release, ReleaseInfo, logical_digest, promises_of
from zoning_plugin.core.site import Site, make_site
from zoning_plugin.core.terms import ReleaseStatus, Tier, UnitClass
from zoning_plugin.core.unit import ControlUnit, Zone, class_of_code

WEST, SOUTH = 113.0, 23.0
METRE = 1e-5  # about a metre, in degrees


def box(x0: float, y0: float, x1: float, y1: float) -> shapely.Geometry:
    """Rectangle; coordinates in about metres from the south-west corner."""
    return shapely.box(WEST + x0 * METRE, SOUTH + y0 * METRE, WEST + x1 * METRE, SOUTH + y1 * METRE)


def unit(serial: int, shape: shapely.Geometry, digit: int = 2, **words: str) -> ControlUnit:
    """A unit with a well-formed code of county 990101."""
    code = words.pop("code", f"ZH990101{digit}{serial:04d}")
    values = {"name": f"单元{serial}", "province": "示例省", "city": "示例市", "county": "示例县"} | words
    return ControlUnit(
        code,
        values["name"],
        class_of_code(code),
        "重点管控单元",
        values["province"],
        values["city"],
        values["county"],
        "",
        shape,
    )


def clause(list_id: str, number: str, text: str, unit_code: str = "", dimension: str = "") -> Clause:
    """A clause standing in row 1 of an invented sheet."""
    return Clause(
        f"{list_id}:{unit_code or '*'}:{number}",
        list_id,
        unit_code,
        dimension,
        number,
        "",
        text,
        ClauseSource("清单.xlsx", "Sheet1", 1),
    )


def access_list(list_id: str, tier: Tier, scope: Scope | None = None) -> AccessList:
    """A list with an invented title."""
    return AccessList(list_id, f"{tier.value}清单", tier, scope or Scope(), document="示例文件")


def release(
    units: list[ControlUnit],
    lists: list[AccessList] | None = None,
    clauses: list[Clause] | None = None,
    zones: list[Zone] | None = None,
    info: ReleaseInfo | None = None,
) -> Release:
    """A published release that keeps what it promises; without lists, one unit list with a clause a unit."""
    if lists is None:
        lists = [access_list("u", Tier.UNIT)]
        clauses = [clause("u", "1", f"{one.code} 的要求", one.code) for one in units]
    bare = Release(
        info or ReleaseInfo("示例 2024", "示例〔2024〕1号", "示例市人民政府", "2024-07-01", ReleaseStatus.PUBLISHED),
        tuple(units),
        tuple(zones or ()),
        tuple(lists),
        tuple(clauses or ()),
    )
    promised = Release(bare.info, bare.units, bare.zones, bare.lists, bare.clauses, (), promises_of(bare))
    return Release(
        bare.info,
        bare.units,
        bare.zones,
        bare.lists,
        bare.clauses,
        (),
        promised.promises,
        logical_digest(promised),
    )


def site(shape: shapely.Geometry) -> Site:
    """A site drawn in EPSG:4490."""
    return make_site([("", shape)], "EPSG:4490", "test")


def zone(theme: str, shape: shapely.Geometry) -> Zone:
    """A zone of a theme."""
    return Zone(theme, "", theme, shape)


CLASSES = list(UnitClass)

coordinate = st.integers(-2000, 2000).map(float) | st.floats(-2000, 2000, width=32)


@st.composite
def polygons(draw: st.DrawFn) -> shapely.Geometry:
    """A valid polygon or multipolygon of a few hundred metres, with right angles and shared coordinates often enough."""
    kind = draw(st.sampled_from(["box", "star", "holed", "two"]))
    if kind == "star":
        points = draw(st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=7))
        shape = shapely.convex_hull(shapely.multipoints([(WEST + x * METRE, SOUTH + y * METRE) for x, y in points]))
    else:
        x0, y0 = draw(st.integers(-2000, 1900)), draw(st.integers(-2000, 1900))
        x1, y1 = x0 + draw(st.integers(20, 1500)), y0 + draw(st.integers(20, 1500))
        shape = box(x0, y0, x1, y1)
        if kind == "holed":
            shape = shapely.difference(shape, box(x0 + 5, y0 + 5, x0 + 15, y0 + 15))
        elif kind == "two":
            shape = shapely.union(shape, box(x1 + 10, y1 + 10, x1 + 200, y1 + 100))
    if shapely.get_dimensions(shape) != 2 or shapely.area(shape) < (5 * METRE) ** 2:
        return box(0, 0, 100, 100)
    return shape
