# SPDX-License-Identifier: GPL-3.0-or-later
"""Site × units: exact pieces, what no unit covers, what several cover, and every edge contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from . import geometry
from .geometry import AreaRule, Shape
from .site import Site
from .terms import Relation, SiteKind


@dataclass(frozen=True)
class Thresholds:
    """When a common part is only an *edge* contact. Data, not law: printed with every result.

    A common part counts as overlap when it has at least ``area_m2`` and is somewhere wider than ``width_m`` (polygons),
    or is at least ``length_m`` long (lines). Anything less, and anything within ``touch_m`` without a common part, is
    an edge contact: listed with its clauses, counted apart, never dropped.
    """

    area_m2: float = 1.0
    width_m: float = 0.1
    length_m: float = 1.0
    touch_m: float = 0.1

    def __str__(self) -> str:
        return (
            f"area {self.area_m2:g} m2, width {self.width_m:g} m, length {self.length_m:g} m, touch {self.touch_m:g} m"
        )


@dataclass(frozen=True)
class Piece:
    """What one unit (or zone), ``index`` in the given sequence, has of the site.

    ``area_m2`` and ``length_m`` measure the common part (0 where there is none of that kind); ``share`` is of the
    site's own area or length; ``distance_m`` is 0 unless the relation is NEAR, or EDGE without contact. ``shape`` is the common part, for an
    edge contact the place of contact.
    """

    index: int
    relation: Relation
    area_m2: float
    length_m: float
    share: float
    distance_m: float
    shape: Shape = field(repr=False, compare=False)


@dataclass(frozen=True)
class Overlay:
    """All pieces of one site, strongest relation and largest piece first.

    Amounts are m² for polygons, m for lines, and 1 or 0 for points. ``total`` + ``double`` = Σ pieces + ``uncovered``
    up to ``imbalance`` (a share of the total). ``double`` counts what two units cover once, what three cover twice.
    ``leaves_gap`` says whether the uncovered part is above the thresholds.
    """

    pieces: tuple[Piece, ...]
    total: float
    covered: float
    uncovered: float
    double: float
    imbalance: float
    leaves_gap: bool
    uncovered_shape: Shape = field(repr=False, compare=False)


def overlay(
    site: Site,
    shapes: Sequence[Shape],
    *,
    tree: object | None = None,
    rule: AreaRule = geometry.ELLIPSOIDAL,
    thresholds: Thresholds = Thresholds(),
    near_m: float = 0.0,
) -> Overlay:
    """Lay ``site`` over ``shapes`` (valid polygons, EPSG:4490) and measure by ``rule``.

    ``tree`` is an index made by :func:`geometry.tree` over the same sequence, or None. ``near_m`` is how far (metres)
    a shape without contact is still listed as NEAR.
    """
    index: Any = tree if tree is not None else geometry.tree(shapes)
    reach = geometry.grown_bounds(site.shape, max(near_m, thresholds.touch_m))
    candidates = sorted(int(found) for found in index.query(reach))
    measure = _Lines if site.kind is SiteKind.LINE else _Polygons if site.kind is SiteKind.POLYGON else _Points
    return measure(site.shape, rule, thresholds, near_m).laid_over(
        [(position, shapes[position]) for position in candidates]
    )


@dataclass
class _Measure:
    """One site being laid over its candidates; the kinds of site differ in what a common part is and how it is measured."""

    site: Shape
    rule: AreaRule
    thresholds: Thresholds
    near_m: float

    def laid_over(self, candidates: list[tuple[int, Shape]]) -> Overlay:
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


class _Polygons(_Measure):
    def prepare(self, commons: list[Shape]) -> None:
        self.total = geometry.area(self.site, self.rule)
        self.parts: list[Shape] = []

    def is_sliver(self, shape: Shape, area: float) -> bool:
        return area < self.thresholds.area_m2 or not geometry.survives_shrinking(shape, self.thresholds.width_m)

    def met(self, position: int, unit: Shape, common: Shape) -> Piece:
        part = geometry.parts_of_dimension(common, 2)
        if geometry.is_empty(part):
            return Piece(position, Relation.EDGE, 0.0, 0.0, 0.0, 0.0, common)
        self.parts.append(part)
        area = geometry.area(part, self.rule)
        relation = Relation.EDGE
        if not self.is_sliver(part, area):
            rest = geometry.parts_of_dimension(geometry.difference(self.site, unit), 2)
            is_inside = geometry.is_empty(rest) or self.is_sliver(rest, geometry.area(rest, self.rule))
            relation = Relation.INSIDE if is_inside else Relation.OVERLAP
        return Piece(position, relation, area, 0.0, area / self.total, 0.0, part)

    def balanced(self, pieces: tuple[Piece, ...]) -> Overlay:
        covering = geometry.parts_of_dimension(geometry.union(self.parts), 2)
        gap = geometry.parts_of_dimension(geometry.difference(self.site, covering), 2)
        covered, uncovered = geometry.area(covering, self.rule), geometry.area(gap, self.rule)
        double = sum(geometry.area(part, self.rule) for part in self.parts) - covered
        leaves_gap = not geometry.is_empty(gap) and not self.is_sliver(gap, uncovered)
        imbalance = (covered + uncovered - self.total) / self.total
        return Overlay(pieces, self.total, covered, uncovered, double, imbalance, leaves_gap, gap)


class _Lines(_Measure):
    """A line is cut at every outline it crosses; each cut edge then lies in a unit or not. So lengths always balance,

    also where units overlap and where the line runs over itself.
    """

    def prepare(self, commons: list[Shape]) -> None:
        self.edges = geometry.cut_edges(self.site, commons)
        self.lengths = geometry.lengths(self.edges)
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


class _Points(_Measure):
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
