# SPDX-License-Identifier: GPL-3.0-or-later
"""Polygons, one or a million, laid over tiled shapes: every step is done for all of them at once, in arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import shapely

from .. import geometry
from ..geometry import Shape
from ..measure import AreaRule
from ..terms import Relation
from ..tiling import MOST_VERTICES, Tiling
from .own_origins import OwnOrigins
from .values import Thresholds

RELATIONS: Final = tuple(Relation)
"""What the numbers in :attr:`Pieces.relation` stand for."""
NOISE: Final = 5e-10
"""The share of a polygon's area up to which a gap or a doubly covered part is taken for rounding. It is never taken from a piece."""
_SNAPPED_M: Final = 1e-4
"""Where borders nearly coincide GEOS takes them for one: within 1e-12 of a coordinate (13 µm in China), and more where that does not help."""
_INSIDE, _OVERLAP, _EDGE, _NEAR = (relation.rank for relation in Relation)


@dataclass(frozen=True)
class Pieces:
    """Pieces of polygons as columns of equal length, in order of polygon, relation, size, distance and shape.

    ``polygon`` and ``index`` are positions in what was laid and in what it was laid over; the others as in
    :class:`~zoning_plugin.core.overlay.Piece`.
    """

    polygon: Any
    index: Any
    relation: Any
    area_m2: Any
    share: Any
    distance_m: Any
    shape: Any


@dataclass(frozen=True)
class PolygonOverlay:
    """Polygons laid over shapes: their pieces, and the balance of each (arrays), as in :class:`~zoning_plugin.core.overlay.Overlay`."""

    pieces: Pieces
    total: Any
    covered: Any
    uncovered: Any
    double: Any
    imbalance: Any
    leaves_gap: Any
    uncovered_shape: Any


def overlay_polygons(
    polygons: Sequence[Shape], tiling: Tiling, *, rule: AreaRule, thresholds: Thresholds, near_m: float = 0.0
) -> PolygonOverlay:
    """Lay valid, not empty polygons (EPSG:4490) over the shapes of ``tiling`` and measure by ``rule``.

    Nothing of the answer depends on which polygons are laid together, on their order, or on the thread. Several threads may
    lay different polygons over one tiling.
    """
    # An array of its own: shapely locks those it is given while it works, and two threads with one array trip over that.
    sites = np.array(polygons, dtype=object)
    laid = _laid(sites, OwnOrigins(sites, rule), tiling, thresholds, near_m)
    again = np.flatnonzero(_is_rounded(laid, sites))
    if not len(again):
        return laid
    finer = _laid(sites[again], OwnOrigins(sites[again], rule, of_all=True), tiling, thresholds, near_m)
    return _with(laid, again, finer)


def _laid(sites: Any, own: OwnOrigins, tiling: Tiling, thresholds: Thresholds, near_m: float) -> PolygonOverlay:
    pieces, told = _sorted(*_Laying(sites, own, tiling, thresholds, near_m).pieces())
    return PolygonOverlay(pieces, own.total, *_balance(sites, own, pieces, told, tiling, thresholds))


def _is_rounded(laid: PolygonOverlay, sites: Any) -> Any:
    """For each polygon whether GEOS has rounded a part of it away, or a gap or overlap out of what is not there.

    A sliver that it gave to a neighbour whole is not among them: it is thinner than any threshold, so its unit is an edge contact either way.
    """
    thinnest = _SNAPPED_M * geometry.outlines_m(sites)
    found = np.abs(laid.imbalance) > NOISE
    for one in (laid.uncovered, laid.double):
        found |= (one > 0) & (one < thinnest)
    return found


def _with(laid: PolygonOverlay, again: Any, finer: PolygonOverlay) -> PolygonOverlay:
    """What was laid, with some polygons (positions) as they were laid again."""
    kept = ~np.isin(laid.pieces.polygon, again)
    columns = {
        name: np.concatenate([column[kept], again[other] if name == "polygon" else other])
        for (name, column), other in zip(vars(laid.pieces).items(), vars(finer.pieces).values(), strict=True)
    }
    order = np.argsort(columns["polygon"], kind="stable")
    for name, column in vars(laid).items():
        if name != "pieces":
            column[again] = getattr(finer, name)
    return replace(laid, pieces=Pieces(**{name: column[order] for name, column in columns.items()}))


class _Laying:
    """Polygons being laid: rows are parts of shapes around a polygon, groups are the rows of one polygon and one shape.

    What is only asked about shapes is asked where they lie; what is made of them is made about the polygons' own origins.
    """

    def __init__(self, sites: Any, own: OwnOrigins, tiling: Tiling, thresholds: Thresholds, near_m: float) -> None:
        self.sites, self.own, self.thresholds = sites, own, thresholds
        self.within_m = max(near_m, thresholds.touch_m)
        self.site, self.shape, self.tile = tiling.around(geometry.boxes_around(sites, self.within_m))
        self.here = sites[self.site]
        self.prepared, self.other = self._prepared()
        is_first = np.ones(len(self.site), dtype=bool)
        is_first[1:] = (self.site[1:] != self.site[:-1]) | (self.shape[1:] != self.shape[:-1])
        self.first = np.flatnonzero(is_first)
        self.group = np.cumsum(is_first) - 1

    def _prepared(self) -> tuple[Any, Any]:
        """For each row tile and polygon, the prepared one first: the tile, but of a large polygon a copy of it.

        A prepared shape keeps the segments of what it was last asked of, and of a large polygon every one of a thousand tiles would. The
        polygon itself belongs to whoever asks, who may have it in another thread.
        """
        shapely.prepare(self.tile)
        is_large = shapely.get_num_coordinates(self.sites) > MOST_VERTICES
        copies = self.sites.copy()
        copies[is_large] = shapely.from_wkb(geometry.to_wkbs(self.sites[is_large]))
        shapely.prepare(copies[is_large])
        rows = self.is_of_large = is_large[self.site]
        return np.where(rows, copies[self.site], self.tile), np.where(rows, self.tile, self.here)

    def pieces(self) -> tuple[Pieces, Any]:
        """All pieces, in no particular order, and the shape of each as it is told from its polygon's own origin."""
        # What is prepared is asked far faster than it is intersected, and most polygons lie wholly in a tile or outside it.
        is_whole = shapely.contains_properly(self.tile, self.here)
        meets = ~is_whole
        meets[meets] = shapely.intersects(self.prepared[meets], self.other[meets])
        is_inside, is_met = self._any(is_whole), self._any(meets)
        is_met &= ~is_inside
        of_site = self.site[self.first]
        common = np.full(len(self.first), None, dtype=object)
        # Parts of one shape share no more than points, so they are one shape again: one intersection instead of several.
        rows = np.flatnonzero(meets & is_met[self.group])
        common[is_met] = geometry.collected(self.tile[rows], self.group[rows])
        is_swallowed = is_met & ~self._any(meets & ~self._are_swallowed(meets))
        common[is_swallowed] = shapely.from_wkb(geometry.to_wkbs(common[is_swallowed]))  # the tiles are this thread's
        is_apart = ~(is_inside | is_met)
        distance = np.zeros(len(self.first))
        distance[is_apart], common[is_apart] = (found[is_apart] for found in self._apart(is_apart))
        common = self.own.told(common, of_site)
        common[is_inside] = self.own.shapes[of_site[is_inside]]
        is_cut = is_met & ~is_swallowed
        common[is_cut] = self.own.common(common[is_cut], of_site[is_cut])
        part = common.copy()
        part[is_apart] = None
        part[is_met] = geometry.polygons_in(common[is_met])
        has_part = ~shapely.is_missing(part)
        area = np.zeros(len(self.first))
        area[is_inside] = self.own.total[of_site[is_inside]]
        area[is_met] = self.own.areas(part[is_met], of_site[is_met])
        told = np.where(has_part, part, common)
        shape = self.own.placed(told, of_site)
        relation = np.where(distance <= self.thresholds.touch_m, _EDGE, _NEAR)
        large = np.flatnonzero(has_part)
        large = large[~_are_slivers(shape[large], area[large], self.thresholds)]
        relation[large] = np.where(is_inside[large] | self._leave_slivers(large, shape, area), _INSIDE, _OVERLAP)
        kept = np.flatnonzero(distance <= self.within_m)
        of_site = of_site[kept]
        pieces = Pieces(of_site, self.shape[self.first[kept]], relation[kept], area[kept], area[kept] / self.own.total[of_site],
                        distance[kept], shape[kept])  # fmt: skip
        return pieces, told[kept]

    def _are_swallowed(self, rows: Any) -> Any:
        """Of some rows (mask) those whose tile lies wholly in a large polygon, which would be gone through again for every one of them."""
        found = np.zeros(len(self.site), dtype=bool)
        rows = np.flatnonzero(rows & self.is_of_large)
        found[rows] = shapely.contains_properly(self.prepared[rows], self.tile[rows])
        return found

    def _any(self, of_rows: Any) -> Any:
        """For each group whether it holds for one of its rows."""
        found = np.zeros(len(self.first), dtype=bool)
        found[self.group[of_rows]] = True
        return found

    def _apart(self, groups: Any) -> tuple[Any, Any]:
        """Distance in m of groups (mask) without a common point, inf where it is more than asked for; and the line between."""
        distance, line = np.full(len(self.first), np.inf), np.full(len(self.first), None, dtype=object)
        rows = np.flatnonzero(groups[self.group])
        # They do not intersect: with a prepared polygon that has holes GEOS 3.13's dwithin is only then to be relied on.
        rows = rows[
            shapely.dwithin(self.prepared[rows], self.other[rows], geometry.degrees_at(self.here[rows], self.within_m))
        ]
        for row in rows:
            found, group = geometry.distance(self.here[row], self.tile[row]), self.group[row]
            if found < distance[group]:
                distance[group], line[group] = found, geometry.nearest_line(self.here[row], self.tile[row])
        return distance, line

    def _leave_slivers(self, groups: Any, piece: Any, area: Any) -> Any:
        """For each of some groups (positions) whether what its piece leaves of the polygon is nothing or a sliver."""
        site = self.site[self.first[groups]]
        rest = self.own.total[site] - area[groups]
        found = rest < self.thresholds.area_m2
        # The outline of what is left is made of that of the polygon and that of the piece, so it is at most as long as both.
        outline = geometry.outlines_m(self.sites[site]) + geometry.outlines_m(piece[groups])
        for one in np.flatnonzero(~found & (rest <= outline * self.thresholds.width_m)):
            left = geometry.parts_of_dimension(geometry.difference(self.sites[site[one]], piece[groups[one]]), 2)
            found[one] = geometry.is_empty(left) or not geometry.survives_shrinking(left, self.thresholds.width_m)
        return found


def _are_slivers(shapes: Any, areas: Any, thresholds: Thresholds) -> Any:
    """For each polygon whether it is under the thresholds: small, or nowhere wider than the least width.

    The widest circle in a polygon of area A, outline L and h holes has a radius r of at least A <= r L + pi (h - 1) r² (Sz.-Nagy,
    of parallel curves). So one of A > w L + h w² is wider than w, and few have to be shrunk to see it.
    """
    slivers, width = areas < thresholds.area_m2, thresholds.width_m
    most_holes = shapely.get_num_coordinates(shapes)
    for one in np.flatnonzero(~slivers & (areas <= width * (geometry.outlines_m(shapes) + most_holes * width))):
        slivers[one] = not geometry.survives_shrinking(shapes[one], thresholds.width_m)
    return slivers


def _sorted(pieces: Pieces, told: Any) -> tuple[Pieces, Any]:
    order = np.lexsort((pieces.index, pieces.distance_m, -pieces.area_m2, pieces.relation, pieces.polygon))
    return Pieces(*(column[order] for column in vars(pieces).values())), told[order]


def _balance(
    sites: Any, own: OwnOrigins, pieces: Pieces, told: Any, tiling: Tiling, thresholds: Thresholds
) -> tuple[Any, ...]:
    """Covered, uncovered, double, imbalance, whether a gap is left, and the gap, of each polygon."""
    total = own.total
    summed = np.bincount(pieces.polygon, pieces.area_m2, len(sites))
    uncovered, double = np.zeros(len(sites)), np.zeros(len(sites))
    gap = np.full(len(sites), None, dtype=object)
    # Where no two shapes overlap, pieces that sum to the whole leave nothing; elsewhere a gap and an overlap could be as large.
    is_clean = (np.abs(summed - total) <= NOISE * total) & ~tiling.may_overlap_in(shapely.bounds(sites))
    open_sites = np.flatnonzero(~is_clean)
    gap[open_sites] = own.shapes[open_sites]
    covering = _unions(own, pieces, told, ~is_clean)
    met = np.flatnonzero(~shapely.is_missing(covering))
    gap[met] = own.rest(covering[met], met)
    double[met] = summed[met] - own.areas(covering[met], met)
    uncovered[open_sites] = own.areas(gap[open_sites], open_sites)
    double[double <= NOISE * total] = 0.0
    gap[uncovered <= NOISE * total] = None
    uncovered[shapely.is_missing(gap)] = 0.0
    gap = geometry.polygons_in(own.placed(gap, np.arange(len(sites))))
    leaves_gap = ~shapely.is_missing(gap)
    leaves_gap[leaves_gap] = ~_are_slivers(gap[leaves_gap], uncovered[leaves_gap], thresholds)
    gap[shapely.is_missing(gap)] = shapely.MultiPolygon()
    return total - uncovered, uncovered, double, (summed + uncovered - double - total) / total, leaves_gap, gap


def _unions(own: OwnOrigins, pieces: Pieces, told: Any, wanted: Any) -> Any:
    """What all pieces of a polygon, as ``told``, cover together, for the wanted polygons (mask) that have any; else None."""
    covering = np.full(len(wanted), None, dtype=object)
    rows = np.flatnonzero((pieces.area_m2 > 0) & wanted[pieces.polygon])
    polygon = pieces.polygon[rows]
    number = np.arange(len(rows)) - np.searchsorted(polygon, polygon)  # among its polygon's pieces
    for turn in range(int(number.max()) + 1 if len(rows) else 0):
        at, shape = polygon[number == turn], told[rows[number == turn]]
        covering[at] = shape if turn == 0 else own.union(covering[at], shape, at)
    covering[:] = geometry.polygons_in(covering)
    return covering
