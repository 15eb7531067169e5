# SPDX-License-Identifier: GPL-3.0-or-later
"""Site × units: exact pieces, what no unit covers, what several cover, and every edge contact. The one engine of all overlays.

How it works, what a piece is and how exact: docs/decisions/0007-the-overlay-engine.md.
"""

from __future__ import annotations

from ..measure import ELLIPSOIDAL, AreaRule
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
    "overlays",
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
    laid = overlay_polygons([site.shape], tiling, rule=rule, thresholds=thresholds, near_m=near_m)
    return overlays(laid)[0]


def overlays(laid: PolygonOverlay) -> tuple[Overlay, ...]:
    """What was laid as values, one a polygon."""
    columns = laid.pieces
    pieces: list[list[Piece]] = [[] for _ in laid.total]
    for polygon, index, relation, area, share, distance, shape in zip(*vars(columns).values(), strict=True):
        pieces[polygon].append(
            Piece(int(index), RELATIONS[relation], float(area), 0.0, float(share), float(distance), shape)
        )
    return tuple(
        Overlay(tuple(own), float(total), float(covered), float(uncovered), float(double), float(imbalance), bool(leaves), gap)
        for own, total, covered, uncovered, double, imbalance, leaves, gap in zip(
            pieces, laid.total, laid.covered, laid.uncovered, laid.double, laid.imbalance, laid.leaves_gap,
            laid.uncovered_shape, strict=True,
        )
    )  # fmt: skip
