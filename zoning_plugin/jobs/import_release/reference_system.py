# SPDX-License-Identifier: GPL-3.0-or-later
"""In which reference system a layer is read: its own, the stated one, else what its magnitudes allow. Rules: docs/formats/sources.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ...core import geometry, projection
from ...core.errors import Fault, Level, SiteUnusable, fault
from ...core.reference_system import Box, Reading, needs_meridian, printed, readings, same_place
from ...core.site import is_maybe_offset
from ...core.terms import CrsBasis
from ...core.unit import admin_code
from ...files.features import FeatureTable
from ...files.longitudes import longitude_of


@dataclass(frozen=True)
class CrsQuestion:
    """A layer whose reference system a person has to state, or to confirm, with what its coordinates allow, the likeliest first.

    ``needs_meridian``: the easting has no zone number, so that any central meridian would give a place somewhere.
    """

    file: str
    layer: str
    candidates: tuple[Reading, ...]
    needs_meridian: bool


@dataclass(frozen=True)
class PlacedLayer:
    """A layer with its reference system settled (``basis`` says how), or with the ``question`` that has to be answered first.

    What was read by magnitude has both: it can be gone on with, and a person may confirm it.
    """

    table: FeatureTable
    basis: CrsBasis = CrsBasis.FILE
    question: CrsQuestion | None = None
    faults: tuple[Fault, ...] = ()


def placed(table: FeatureTable, stated: str, name: str, unit_codes: Iterable[str] = ()) -> PlacedLayer:
    """``table`` with the reference system that holds for it. ``stated`` is "EPSG:n" or WKT, empty where nobody said anything.

    Faults: "crs-contradicts" (file and statement do not agree), "layer-crs-unknown", "layer-crs-needed" (with the question),
    "layer-crs-untold" (no system of this country makes sense of the coordinates), "crs-by-magnitude".
    """
    box = _box(table)
    if box is None:
        return PlacedLayer(table)
    facts = {"file": name, "layer": table.layer}
    try:
        if table.crs and stated and not same_place(_corners(box), stated, table.crs):
            one, other = projection.crs_name(stated), table.crs_name
            both = fault("layer-crs-contradicts", Level.ERROR, given=one, stated=other, **facts)
            return PlacedLayer(table, faults=(both,))
        if stated:
            own = table if table.crs else replace(table, crs=stated, crs_name=projection.crs_name(stated))
            return PlacedLayer(own, CrsBasis.STATED)
        if table.crs and is_maybe_offset(table.path.name):
            return PlacedLayer(table, CrsBasis.FORMAT, faults=(fault("layer-maybe-offset", **facts),))
        if table.crs:
            return PlacedLayer(table)
    except SiteUnusable as reason:
        code = {"crs-unknown": "layer-crs-unknown", "datum-unsupported": "layer-datum-unsupported"}.get(reason.code)
        return PlacedLayer(table, faults=(fault(code or reason.code, Level.ERROR, **(facts | reason.facts)),))
    return _by_magnitude(table, box, longitude_of(filter(None, map(admin_code, unit_codes))), facts)


def _by_magnitude(table: FeatureTable, box: Box, longitude: float | None, facts: dict[str, str]) -> PlacedLayer:
    found = readings(box, longitude)
    asked = CrsQuestion(facts["file"], table.layer, found, needs_meridian(box))
    if len(found) == 1 and not found[0].is_swapped and not needs_meridian(box):
        crs = found[0].crs
        told = fault("crs-by-magnitude", crs=projection.crs_name(crs), **facts)
        named = replace(table, crs=crs, crs_name=projection.crs_name(crs))
        return PlacedLayer(named, CrsBasis.MAGNITUDE, asked, (told,))
    if found or needs_meridian(box):
        told = fault("layer-crs-needed", Level.ERROR, candidates=printed(box, found), **facts)
    else:
        told = fault("layer-crs-untold", Level.ERROR, x=f"{box[0]:g}", y=f"{box[1]:g}", **facts)
    return PlacedLayer(table, CrsBasis.FILE, asked, (told,))


def _box(table: FeatureTable) -> Box | None:
    boxes = [geometry.bounds(geometry.from_wkb(row.wkb)) for row in table.rows if row.wkb]
    if not boxes:
        return None
    return (
        min(one[0] for one in boxes),
        min(one[1] for one in boxes),
        max(one[2] for one in boxes),
        max(one[3] for one in boxes),
    )


def _corners(box: Box) -> tuple[tuple[float, float], ...]:
    return (box[0], box[1]), (box[2], box[3])
