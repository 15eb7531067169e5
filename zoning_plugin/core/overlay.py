# SPDX-License-Identifier: GPL-3.0-or-later
"""Site × units: exact pieces, what no unit covers, what several cover, and every edge contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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
        return f"area {self.area_m2:g} m2, width {self.width_m:g} m, length {self.length_m:g} m, touch {self.touch_m:g} m"


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
    thresholds: Thresholds = Thresholds(),  # noqa: B008 - frozen value
    near_m: float = 0.0,
) -> Overlay:
    """Lay ``site`` over ``shapes`` (valid polygons, EPSG:4490) and measure by ``rule``.

    ``tree`` is an index made by :func:`geometry.tree` over the same sequence, or None. ``near_m`` is how far (metres)
    a shape without contact is still listed as NEAR.
    """
    index = tree if tree is not None else geometry.tree(shapes)
    reach = geometry.grown_bounds(site.shape, max(near_m, thresholds.touch_m))
    dimension = (SiteKind.POINT, SiteKind.LINE, SiteKind.POLYGON).index(site.kind)
    total = _amount(site.shape, dimension, rule)
    pieces = []
    common_parts = []
    for position in sorted(int(found) for found in index.query(reach)):  # type: ignore[attr-defined]
        piece = _piece(position, site.shape, shapes[position], dimension, total, rule, thresholds, near_m)
        if piece is None:
            continue
        pieces.append(piece)
        common = geometry.parts_of_dimension(piece.shape, dimension)
        if piece.relation is not Relation.NEAR and not geometry.is_empty(common):
            common_parts.append(common)
    pieces.sort(key=lambda piece: (piece.relation.rank, -piece.area_m2, -piece.length_m, piece.distance_m, piece.index))
    return _balanced(tuple(pieces), common_parts, site.shape, dimension, total, rule, thresholds)


def _amount(shape: Shape, dimension: int, rule: AreaRule) -> float:
    """Area (m²), length (m) or number of points, by the site's dimension."""
    if dimension == 2:
        return geometry.area(shape, rule)
    if dimension == 1:
        return geometry.length(shape)
    return float(geometry.vertex_count(shape))


def _is_sliver(shape: Shape, amount: float, dimension: int, thresholds: Thresholds) -> bool:
    if dimension == 2:
        return amount < thresholds.area_m2 or not geometry.survives_shrinking(shape, thresholds.width_m)
    if dimension == 1:
        return amount < thresholds.length_m
    return amount == 0


def _piece(
    position: int,
    site: Shape,
    unit: Shape,
    dimension: int,
    total: float,
    rule: AreaRule,
    thresholds: Thresholds,
    near_m: float,
) -> Piece | None:
    common = geometry.intersection(site, unit)
    if geometry.is_empty(common):
        apart = geometry.distance(site, unit)
        if apart > max(near_m, thresholds.touch_m):
            return None
        relation = Relation.EDGE if apart <= thresholds.touch_m else Relation.NEAR
        return Piece(position, relation, 0.0, 0.0, 0.0, apart, geometry.nearest_line(site, unit))
    kept = geometry.parts_of_dimension(common, dimension)
    amount = _amount(kept, dimension, rule)
    relation = _relation(site, unit, kept, amount, dimension, rule, thresholds)
    area_m2, length_m = (amount, 0.0) if dimension == 2 else (0.0, amount) if dimension == 1 else (0.0, 0.0)
    share = amount / total if total else 0.0
    shape = common if geometry.is_empty(kept) else kept
    return Piece(position, relation, area_m2, length_m, share, 0.0, shape)


def _relation(
    site: Shape, unit: Shape, common: Shape, amount: float, dimension: int, rule: AreaRule, thresholds: Thresholds
) -> Relation:
    if dimension == 0:
        # A point nearer to the outline than the touch distance cannot be said to lie on either side of it.
        on_outline = geometry.distance(site, geometry.boundary(unit)) <= thresholds.touch_m
        if on_outline or geometry.is_empty(common):
            return Relation.EDGE
        return Relation.INSIDE if amount == geometry.vertex_count(site) else Relation.OVERLAP
    if geometry.is_empty(common) or _is_sliver(common, amount, dimension, thresholds):
        return Relation.EDGE
    rest = geometry.parts_of_dimension(geometry.difference(site, unit), dimension)
    if geometry.is_empty(rest) or _is_sliver(rest, _amount(rest, dimension, rule), dimension, thresholds):
        return Relation.INSIDE
    return Relation.OVERLAP


def _balanced(
    pieces: tuple[Piece, ...],
    common_parts: list[Shape],
    site: Shape,
    dimension: int,
    total: float,
    rule: AreaRule,
    thresholds: Thresholds,
) -> Overlay:
    covering = geometry.union(common_parts) if len(common_parts) != 1 else common_parts[0]
    uncovered_shape = geometry.parts_of_dimension(geometry.difference(site, covering), dimension)
    covered = _amount(geometry.parts_of_dimension(covering, dimension), dimension, rule)
    uncovered = _amount(uncovered_shape, dimension, rule)
    listed = sum(_amount(part, dimension, rule) for part in common_parts)
    imbalance = (covered + uncovered - total) / total if total else 0.0
    touched = any(piece.relation is Relation.EDGE for piece in pieces)
    if dimension == 0:
        # A point on the outline is covered by the data, though no unit can be named as the one it lies in.
        leaves_gap = uncovered > 0 and not touched
    else:
        leaves_gap = not geometry.is_empty(uncovered_shape) and not _is_sliver(
            uncovered_shape, uncovered, dimension, thresholds
        )
    return Overlay(pieces, total, covered, uncovered, listed - covered, imbalance, leaves_gap, uncovered_shape)
