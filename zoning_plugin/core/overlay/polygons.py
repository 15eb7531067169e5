# SPDX-License-Identifier: GPL-3.0-or-later
"""Polygons, one or a million, laid over tiled shapes: every step is done for all of them at once, in arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from .. import geometry
from ..geometry import AreaRule, Shape
from ..terms import Relation
from ..tiling import Tiling
from .values import Thresholds

RELATIONS: Final = tuple(Relation)
"""What the numbers in :attr:`Pieces.relation` stand for."""
_INSIDE, _OVERLAP, _EDGE, _NEAR = (relation.rank for relation in Relation)
_MOST_METRES_A_DEGREE: Final = 111_700.0
"""Of the ellipsoid, anywhere and in any direction, rounded up."""


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
    sites = np.asarray(polygons, dtype=object)
    total = geometry.areas(sites, rule)
    pieces = _sorted(_Laying(sites, total, tiling, rule, thresholds, near_m).pieces())
    return PolygonOverlay(pieces, total, *_balance(sites, total, pieces, rule, thresholds))


class _Laying:
    """Polygons being laid: rows are parts of shapes around a polygon, groups are the rows of one polygon and one shape."""

    def __init__(
        self, sites: Any, total: Any, tiling: Tiling, rule: AreaRule, thresholds: Thresholds, near_m: float
    ) -> None:
        self.sites, self.total, self.rule, self.thresholds = sites, total, rule, thresholds
        self.within_m = max(near_m, thresholds.touch_m)
        self.site, self.shape, self.tile = tiling.around(geometry.boxes_around(sites, self.within_m))
        self.here = sites[self.site]
        is_first = np.ones(len(self.site), dtype=bool)
        is_first[1:] = (self.site[1:] != self.site[:-1]) | (self.shape[1:] != self.shape[:-1])
        self.first = np.flatnonzero(is_first)
        self.group = np.cumsum(is_first) - 1

    def pieces(self) -> Pieces:
        shapely.prepare(self.tile)
        # With a prepared tile these two are far cheaper than an intersection, and most polygons lie wholly in one tile or outside.
        is_whole = shapely.contains_properly(self.tile, self.here)
        meets = ~is_whole
        meets[meets] = shapely.intersects(self.tile[meets], self.here[meets])
        common = np.full(len(self.tile), None, dtype=object)
        common[is_whole] = self.here[is_whole]
        common[meets] = shapely.intersection(self.here[meets], self.tile[meets])
        part = np.full(len(self.tile), None, dtype=object)
        part[is_whole], part[meets] = common[is_whole], geometry.polygons_in(common[meets])
        area = np.zeros(len(self.tile))
        area[is_whole], area[meets] = self.total[self.site[is_whole]], geometry.areas(part[meets], self.rule)

        has_part = self._any(~shapely.is_missing(part))
        has_contact = self._any(meets) & ~has_part
        distance, nearest = self._apart(~(has_part | has_contact))
        kept = np.flatnonzero(has_part | has_contact | (distance <= self.within_m))
        of_site, areas = self.site[self.first], np.add.reduceat(area, self.first) if len(self.first) else np.zeros(0)
        found = np.full(len(self.first), None, dtype=object)
        found[has_part] = self._together(part, has_part)
        found[has_contact] = self._together(common, has_contact)
        is_near = ~has_part & ~has_contact
        found[is_near] = nearest[is_near]
        distance[~is_near] = 0.0
        relation = np.where(distance <= self.thresholds.touch_m, _EDGE, _NEAR)
        large = np.flatnonzero(has_part)
        large = large[~_are_slivers(found[large], areas[large], self.thresholds)]
        relation[large] = np.where(self._lie_inside(large, found, areas, is_whole), _INSIDE, _OVERLAP)
        return Pieces(of_site[kept], self.shape[self.first[kept]], relation[kept], areas[kept],
                      areas[kept] / self.total[of_site[kept]], distance[kept], found[kept])  # fmt: skip

    def _any(self, of_rows: Any) -> Any:
        """For each group whether it holds for one of its rows."""
        found = np.zeros(len(self.first), dtype=bool)
        found[self.group[of_rows]] = True
        return found

    def _together(self, shapes: Any, groups: Any) -> Any:
        """For each of some groups (mask) the shapes of its rows as one; parts of one shape share no more than points."""
        rows = np.flatnonzero(groups[self.group] & ~shapely.is_missing(shapes))
        group = self.group[rows]
        found = np.full(len(self.first), None, dtype=object)
        single = np.bincount(group, minlength=len(self.first)) == 1
        found[group[single[group]]] = shapes[rows[single[group]]]
        several = ~single[group]
        found_several = geometry.collected(shapes[rows[several]], group[several])
        found[np.unique(group[several])] = found_several
        return found[groups]

    def _apart(self, groups: Any) -> tuple[Any, Any]:
        """Distance in m of groups (mask) without a common point, inf where it is more than asked for; and the line between."""
        distance, line = np.full(len(self.first), np.inf), np.full(len(self.first), None, dtype=object)
        rows = np.flatnonzero(groups[self.group])
        # They do not intersect: with a prepared polygon that has holes GEOS 3.13's dwithin is only then to be relied on.
        rows = rows[shapely.dwithin(self.tile[rows], self.here[rows], geometry.degrees_at(self.here[rows], self.within_m))]
        for row in rows:
            found, group = geometry.distance(self.here[row], self.tile[row]), self.group[row]
            if found < distance[group]:
                distance[group], line[group] = found, geometry.nearest_line(self.here[row], self.tile[row])
        return distance, line

    def _lie_inside(self, groups: Any, found: Any, areas: Any, is_whole: Any) -> Any:
        """For each of some groups (positions) whether what it leaves of the polygon is nothing or a sliver."""
        site = self.site[self.first[groups]]
        rest = self.total[site] - areas[groups]
        inside = self._any(is_whole)[groups] | (rest < self.thresholds.area_m2)
        # The outline of what is left is made of that of the polygon and that of the piece, so it is at most as long as both.
        outline = _outline_m(self.sites[site]) + _outline_m(found[groups])
        for one in np.flatnonzero(~inside & (rest <= outline * self.thresholds.width_m)):
            left = self.sites[site[one]]
            for row in np.flatnonzero(self.group == groups[one]):
                left = geometry.difference(left, self.tile[row])
            left = geometry.parts_of_dimension(left, 2)
            inside[one] = geometry.is_empty(left) or not geometry.survives_shrinking(left, self.thresholds.width_m)
        return inside


def _outline_m(shapes: Any) -> Any:
    """No less than the length of the outlines, in m."""
    return shapely.length(shapes) * _MOST_METRES_A_DEGREE


def _are_slivers(shapes: Any, areas: Any, thresholds: Thresholds) -> Any:
    """For each polygon whether it is under the thresholds: small, or nowhere wider than the least width.

    The widest circle in a polygon of area A, outline L and h holes has a radius r of at least A <= r L + pi (h - 1) r² (Sz.-Nagy,
    of parallel curves). So one of A > w L + h w² is wider than w, and few have to be shrunk to see it.
    """
    slivers, width = areas < thresholds.area_m2, thresholds.width_m
    most_holes = shapely.get_num_coordinates(shapes)
    for one in np.flatnonzero(~slivers & (areas <= width * (_outline_m(shapes) + most_holes * width))):
        slivers[one] = not geometry.survives_shrinking(shapes[one], thresholds.width_m)
    return slivers


def _sorted(pieces: Pieces) -> Pieces:
    order = np.lexsort((pieces.index, pieces.distance_m, -pieces.area_m2, pieces.relation, pieces.polygon))
    return Pieces(*(column[order] for column in vars(pieces).values()))


def _balance(sites: Any, total: Any, pieces: Pieces, rule: AreaRule, thresholds: Thresholds) -> tuple[Any, ...]:
    """Covered, uncovered, double, imbalance, whether a gap is left, and the gap, of each polygon."""
    covering = np.full(len(sites), None, dtype=object)
    rows = np.flatnonzero(pieces.area_m2 > 0)
    site = pieces.polygon[rows]
    number = np.arange(len(rows)) - np.searchsorted(site, site)  # of its polygon's pieces
    for turn in range(int(number.max()) + 1 if len(rows) else 0):
        at, shape = site[number == turn], pieces.shape[rows[number == turn]]
        covering[at] = shape if turn == 0 else shapely.union(covering[at], shape)
    is_met = ~shapely.is_missing(covering)
    is_whole = np.zeros(len(sites), dtype=bool)
    is_whole[is_met] = covering[is_met] == sites[is_met]
    is_cut = is_met & ~is_whole
    covered, uncovered = np.zeros(len(sites)), total.copy()
    gap = sites.copy()
    covering[is_cut] = geometry.polygons_in(covering[is_cut])
    gap[is_cut] = geometry.polygons_in(shapely.difference(sites[is_cut], covering[is_cut]))
    gap[is_whole] = None
    covered[is_cut], uncovered[is_cut] = geometry.areas(covering[is_cut], rule), geometry.areas(gap[is_cut], rule)
    covered[is_whole], uncovered[is_whole] = total[is_whole], 0.0
    double = np.bincount(site, pieces.area_m2[rows], len(sites)) - covered
    imbalance = (covered + uncovered - total) / total
    leaves_gap = ~shapely.is_missing(gap)
    leaves_gap[leaves_gap] = ~_are_slivers(gap[leaves_gap], uncovered[leaves_gap], thresholds)
    gap[shapely.is_missing(gap)] = shapely.MultiPolygon()
    return covered, uncovered, double, imbalance, leaves_gap, gap
