# SPDX-License-Identifier: GPL-3.0-or-later
"""A line or some points laid over tiled shapes."""

from __future__ import annotations

from dataclasses import dataclass

from .. import geometry, measure
from ..geometry import Shape
from ..terms import Relation
from ..tiling import Tiling
from .values import Overlay, Piece, Thresholds


def overlay_line(line: Shape, tiling: Tiling, thresholds: Thresholds, near_m: float) -> Overlay:
    """Lay a (multi) line over the shapes of ``tiling``."""
    return _Lines(line, tiling, thresholds, near_m).laid()


def overlay_points(points: Shape, tiling: Tiling, thresholds: Thresholds, near_m: float) -> Overlay:
    """Lay one or several points over the shapes of ``tiling``."""
    return _Points(points, tiling, thresholds, near_m).laid()


@dataclass
class _Laying:
    """One site being laid over what is around it; lines and points differ in what a common part is and how it is measured."""

    site: Shape
    tiling: Tiling
    thresholds: Thresholds
    near_m: float

    def laid(self) -> Overlay:
        """The overlay."""
        reach = max(self.near_m, self.thresholds.touch_m)
        candidates = self.tiling.shapes_around(geometry.boxes_around([self.site], reach)[0])
        commons = [(position, unit, geometry.intersection(self.site, unit)) for position, unit in candidates]
        self.prepare([common for _, _, common in commons])
        pieces = []
        for position, unit, common in commons:
            piece = self.apart(position, unit) if geometry.is_empty(common) else self.met(position, unit, common)
            pieces += [piece] if piece else []
        pieces.sort(key=lambda one: (one.relation.rank, -one.area_m2, -one.length_m, one.distance_m, one.index))
        return self.balanced(tuple(pieces))

    def apart(self, position: int, unit: Shape) -> Piece | None:
        """A unit without a common point: an edge contact when it is as good as touched, else near or not listed."""
        distance = geometry.distance(self.site, unit)
        if distance > max(self.near_m, self.thresholds.touch_m):
            return None
        relation = Relation.EDGE if distance <= self.thresholds.touch_m else Relation.NEAR
        return Piece(position, relation, 0.0, 0.0, 0.0, distance, geometry.nearest_line(self.site, unit))

    def prepare(self, commons: list[Shape]) -> None:
        """Measure the site itself, given its common parts with all candidates."""
        raise NotImplementedError

    def met(self, position: int, unit: Shape, common: Shape) -> Piece:
        """A unit with a common part, be it a single point."""
        raise NotImplementedError

    def balanced(self, pieces: tuple[Piece, ...]) -> Overlay:
        """All pieces with what is covered, not covered and covered twice."""
        raise NotImplementedError


class _Lines(_Laying):
    """A line is cut at every outline it crosses; each cut edge then lies in a unit or not. So lengths always balance,

    also where units overlap and where the line runs over itself.
    """

    def prepare(self, commons: list[Shape]) -> None:
        self.edges = geometry.cut_edges(self.site, commons)
        self.lengths = measure.lengths(self.edges)
        self.total = float(self.lengths.sum())
        self.times = self.lengths * 0

    def met(self, position: int, unit: Shape, common: Shape) -> Piece:
        inside = geometry.lie_in(self.edges, unit)
        self.times = self.times + inside
        length = float(self.lengths[inside].sum())
        relation = Relation.OVERLAP
        if length < self.thresholds.length_m:
            relation = Relation.EDGE
        elif self.total - length < self.thresholds.length_m:
            relation = Relation.INSIDE
        shape = geometry.joined(self.edges[inside]) if inside.any() else common
        return Piece(position, relation, 0.0, length, length / self.total, 0.0, shape)

    def balanced(self, pieces: tuple[Piece, ...]) -> Overlay:
        uncovered = float(self.lengths[self.times == 0].sum())
        double = float((self.lengths * (self.times - 1))[self.times > 1].sum())
        gap = geometry.joined(self.edges[self.times == 0])
        leaves_gap = uncovered >= self.thresholds.length_m
        return Overlay(pieces, self.total, self.total - uncovered, uncovered, double, 0.0, leaves_gap, gap)


class _Points(_Laying):
    """Points count one each; a point nearer to an outline than the touch distance cannot be said to lie on either side."""

    def prepare(self, commons: list[Shape]) -> None:
        self.total = float(geometry.vertex_count(self.site))
        self.parts: list[Shape] = []

    def met(self, position: int, unit: Shape, common: Shape) -> Piece:
        self.parts.append(common)
        count = geometry.vertex_count(common)
        relation = Relation.INSIDE if count == self.total else Relation.OVERLAP
        if geometry.distance(self.site, geometry.boundary(unit)) <= self.thresholds.touch_m:
            relation = Relation.EDGE
        return Piece(position, relation, 0.0, 0.0, count / self.total, 0.0, common)

    def balanced(self, pieces: tuple[Piece, ...]) -> Overlay:
        covering = geometry.union(self.parts)
        gap = geometry.difference(self.site, covering)
        covered, uncovered = float(geometry.vertex_count(covering)), float(geometry.vertex_count(gap))
        double = sum(geometry.vertex_count(part) for part in self.parts) - covered
        # On an outline a single point is covered by the data, though no unit can be named as the one it lies in.
        on_outline = self.total == 1 and any(piece.relation is Relation.EDGE for piece in pieces)
        return Overlay(pieces, self.total, covered, uncovered, double, 0.0, uncovered > 0 and not on_outline, gap)
