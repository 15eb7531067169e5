# SPDX-License-Identifier: GPL-3.0-or-later
"""Site × units: exact pieces, what no unit covers, what several cover, and every edge contact. The one engine of all overlays.

How it works, what a piece is and how exact: docs/decisions/0007-the-overlay-engine.md.
"""

from __future__ import annotations

from ..geometry import ELLIPSOIDAL, AreaRule
from ..site import Site
from ..terms import SiteKind
from ..tiling import Tiling
from .lines_points import overlay_line, overlay_points
from .polygons import RELATIONS, Pieces, PolygonOverlay, overlay_polygons
from .values import Overlay, Piece, Thresholds

__all__ = [
    "Overlay",
    "Piece",
    "Pieces",
    "PolygonOverlay",
    "Thresholds",
    "overlay",
    "overlay_polygons",
]


def overlay(
    site: Site,
    tiling: Tiling,
    *,
    rule: AreaRule = ELLIPSOIDAL,
    thresholds: Thresholds = Thresholds(),  # noqa: B008 - frozen value
    near_m: float = 0.0,
) -> Overlay:
    """Lay one site over the shapes of ``tiling`` and measure by ``rule``; shapes within ``near_m`` metres are listed as NEAR."""
    if site.kind is SiteKind.LINE:
        return overlay_line(site.shape, tiling, thresholds, near_m)
    if site.kind is SiteKind.POINT:
        return overlay_points(site.shape, tiling, thresholds, near_m)
    return _single(overlay_polygons([site.shape], tiling, rule=rule, thresholds=thresholds, near_m=near_m))


def _single(laid: PolygonOverlay) -> Overlay:
    """The overlay of one polygon as values."""
    columns = laid.pieces
    pieces = tuple(
        Piece(int(index), RELATIONS[relation], float(area), 0.0, float(share), float(distance), shape)
        for index, relation, area, share, distance, shape in zip(
            columns.index,
            columns.relation,
            columns.area_m2,
            columns.share,
            columns.distance_m,
            columns.shape,
            strict=True,
        )
    )
    total, covered, uncovered, double, imbalance = (
        float(column[0]) for column in (laid.total, laid.covered, laid.uncovered, laid.double, laid.imbalance)
    )
    return Overlay(
        pieces, total, covered, uncovered, double, imbalance, bool(laid.leaves_gap[0]), laid.uncovered_shape[0]
    )
