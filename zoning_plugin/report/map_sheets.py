# SPDX-License-Identifier: GPL-3.0-or-later
"""Map sheets as values: the site among its units, and the distribution of all units of a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..core import geometry, measure, projection
from ..core.assessment import Assessment
from ..core.geometry import Shape
from ..core.office_rules import stated_colours
from ..core.release import Release, ReleaseInfo
from ..core.terms import Relation, ReleaseStatus, SiteKind, State, UnitClass, ZoneState
from ..core.unit import ControlUnit
from ..wording import sentence, word
from .crs_names import crs_name
from .printable import MapCategory, MapFeature, MapSheet

_AROUND_SITE_M = 250.0
"""The least that is shown on every side of a site, in metres."""
_LANDSCAPE_FROM = 1.25
"""An extent that is wider than this times its height is drawn on a landscape page."""


def assessment_map(assessment: Assessment, release: Release, language: str) -> MapSheet:
    """The site, the units and zones around it, its pieces and what no unit covers.

    Shapes are clipped to three times the extent on either axis, which is more than any page shows of it; the extent holds the
    whole site. Edge contacts are shown by the units that are touched; near units are shown as far as they reach.
    """
    extent = _around(assessment.site.shape)
    window = _box(_widened(extent))
    near = [index for index, _ in release.unit_tiling.shapes_around(geometry.bounds(window))]
    features = [*_unit_features((release.units[index] for index in near), window)]
    themes: dict[str, str] = {}
    for zone in release.zones:
        clipped = _clipped(zone.shape, window)
        if clipped is not None:
            themes.setdefault(zone.theme, f"zone:{zone.theme}")
            features.append(MapFeature(geometry.to_wkb(clipped), themes[zone.theme], zone.name))
    laid = assessment.overlay
    if assessment.site.kind is not SiteKind.POINT:
        pieces = (one.piece for one in assessment.units if one.piece.relation in (Relation.INSIDE, Relation.OVERLAP))
        features += [MapFeature(geometry.to_wkb(piece.shape), "piece") for piece in pieces]
        if laid.leaves_gap and not geometry.is_empty(laid.uncovered_shape):
            features.append(MapFeature(geometry.to_wkb(laid.uncovered_shape), "uncovered"))
    features.append(MapFeature(geometry.to_wkb(assessment.site.shape), "site"))
    others = [MapCategory(f"zone:{theme}", "zone", theme) for theme in themes]
    others += [MapCategory(name, name, word(f"map-{name}", language)) for name in ("piece", "uncovered", "site")]
    on = [sentence("map-note-on", {"on": assessment.on}, language)]
    unknown = [one.theme for one in assessment.zones if one.state in (ZoneState.NO_DATA, ZoneState.FAILED)]
    if unknown:
        on.append(sentence("map-note-missing", {"themes": word("list-separator", language).join(unknown)}, language))
    if assessment.state is State.INCOMPLETE:
        on.append(word("report-header-incomplete", language).strip())
    return _sheet(_Plan("map-title", extent, features, others), assessment.info, language, on)


def distribution_map(release: Release, language: str) -> MapSheet:
    """All units of the release by class, for the filing package; zones are not drawn."""
    boxes = [geometry.bounds(unit.shape) for unit in release.units] or [(0.0, 0.0, 1.0, 1.0)]
    extent = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    features = [
        MapFeature(geometry.to_wkb(unit.shape), f"unit-{unit.unit_class.value}", unit.name or unit.code)
        for unit in release.units
    ]
    return _sheet(_Plan("map-distribution-title", extent, features, []), release.info, language, [])


@dataclass(frozen=True)
class _Plan:
    """What a sheet shows, before its words; ``others`` are the categories beside those of unit classes."""

    title: str
    extent: tuple[float, float, float, float]
    features: list[MapFeature]
    others: list[MapCategory]


def _sheet(plan: _Plan, info: ReleaseInfo, language: str, notes: list[str]) -> MapSheet:
    crs = projection.gauss_kruger(projection.zone_of((plan.extent[0] + plan.extent[2]) / 2))
    classes = [
        MapCategory(f"unit-{one.value}", f"unit-{one.value}", word(f"class-{one.value}", language)) for one in UnitClass
    ]
    used = {feature.category for feature in plan.features}
    facts = {"name": info.name, "document_no": info.document_no, "effective": info.effective}
    told = [
        sentence("map-note-release", facts, language).strip(),
        sentence("map-note-crs", {"crs": crs_name(crs, language)}, language),
        *notes,
        word("map-note-internal", language),
    ]
    if info.status is not ReleaseStatus.PUBLISHED:
        told.append(word(f"status-{info.status.value}", language))
    if info.note.strip():
        told.append(info.note.strip())
    width, height = _metres(plan.extent)
    return MapSheet(
        title=word(plan.title, language),
        extent=plan.extent,
        crs=crs,
        categories=tuple(one for one in (*classes, *plan.others) if one.category in used),
        features=tuple(plan.features),
        notes=tuple(told),
        legend_title=word("map-legend", language),
        is_landscape=width > _LANDSCAPE_FROM * height,
        colours=stated_colours(info),
    )


def _metres(extent: tuple[float, float, float, float]) -> tuple[float, float]:
    west, south, east, north = extent
    middle = (south + north) / 2
    across, along = geometry.line([(west, middle), (east, middle)]), geometry.line([(west, south), (west, north)])
    return measure.length(across), measure.length(along)


def _around(shape: Shape) -> tuple[float, float, float, float]:
    """The bounds of ``shape`` with some surroundings: on every side as much as it is large, and a minimum."""
    width, height = _metres(geometry.bounds(shape))
    west, south, east, north = geometry.boxes_around([shape], max(_AROUND_SITE_M, width / 2, height / 2))[0].tolist()
    return west, south, east, north


def _widened(extent: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = extent
    width, height = east - west, north - south
    return west - width, south - height, east + width, north + height


def _box(extent: tuple[float, float, float, float]) -> Shape:
    west, south, east, north = extent
    return geometry.polygon([(west, south), (east, south), (east, north), (west, north)])


def _unit_features(units: Iterable[ControlUnit], window: Shape) -> Iterator[MapFeature]:
    for unit in units:
        clipped = _clipped(unit.shape, window)
        if clipped is not None:
            yield MapFeature(geometry.to_wkb(clipped), f"unit-{unit.unit_class.value}", unit.name or unit.code)


def _clipped(shape: Shape, window: Shape) -> Shape | None:
    """The part of a polygon inside ``window``; None where there is none."""
    west, south, east, north = geometry.bounds(window)
    box = geometry.bounds(shape)
    if box[0] > east or box[2] < west or box[1] > north or box[3] < south:
        return None
    part = geometry.parts_of_dimension(geometry.intersection(shape, window), 2)
    return None if geometry.is_empty(part) else part
