# SPDX-License-Identifier: GPL-3.0-or-later
"""What two of many shapes both cover, found without laying every one over every other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import shapely
from shapely import STRtree

from . import geometry, measure
from .geometry import Shape
from .progress import Progress, Silent, Stretch, stop_if_cancelled


def common_parts(
    shapes: Sequence[Shape], least_m2: float = 1e-4, *, progress: Progress | None = None
) -> list[tuple[int, int, Shape]]:
    """What two of ``shapes`` (valid polygons) both cover: (i, j, common part) with i < j, in order; exact and fast on coverages.

    Neighbours in a good layer share every edge, once in each direction; such edges cancel. Crossing any line that is not
    left over, the number of shapes one stands in stays the same, so the few faces between the edges that are left tell
    where it is two or more, and only there shapes are intersected. Faces below ``least_m2`` (rounding) are left out.

    Raises Cancelled.
    """
    progress = progress or Silent()
    edges = _edges_without_partner(shapes, Stretch(progress, 0.0, 0.6))
    if not len(edges):
        return []
    _tell(progress, 0.6)
    lines = shapely.get_parts(shapely.union_all(shapely.linestrings(edges.reshape(-1, 2, 2))))
    _tell(progress, 0.7)
    faces = shapely.get_parts(shapely.polygonize(list(lines)))
    faces = faces[measure.areas(faces) > least_m2] if len(faces) else faces
    if not len(faces):
        return []
    found: dict[tuple[int, int], list[Shape]] = {}
    doubtful = faces[_may_be_covered_twice(faces, shapes)]
    _tell(progress, 0.8)
    for number, (place, near) in enumerate(_shapes_at(doubtful, shapes)):
        _tell(progress, 0.8 + 0.2 * number / len(doubtful))
        cut = shapely.intersection(np.asarray(shapes, dtype=object)[near], place)
        # A face may hold a whole layer: only pieces that meet are laid over each other, not every one over every other.
        pairs = STRtree(cut).query(cut, predicate="intersects").T
        for first, second in sorted((int(one), int(other)) for one, other in pairs if one < other):
            part = geometry.parts_of_dimension(shapely.intersection(cut[first], cut[second]), 2)
            if not shapely.is_empty(part):
                found.setdefault((int(near[first]), int(near[second])), []).append(part)
    whole = {pair: shapely.union_all(parts) for pair, parts in found.items()}
    return [
        (one, other, whole[one, other]) for one, other in sorted(whole) if measure.area(whole[one, other]) > least_m2
    ]


def _shapes_at(faces: Any, shapes: Sequence[Shape]) -> Iterator[tuple[Shape, Any]]:
    """Each face with the numbers, in order, of the shapes that it meets.

    The many small faces are the index and the few large shapes are asked: what is asked is made ready once, and not looked through again
    for every face.
    """
    if not len(faces):
        return
    which, place = STRtree(list(faces)).query(list(shapes), predicate="intersects")
    order = np.lexsort((which, place))
    parts = np.split(which[order], np.searchsorted(place[order], np.arange(1, len(faces))))
    yield from zip(faces, parts, strict=True)


def _tell(progress: Progress, share: float) -> None:
    stop_if_cancelled(progress)
    progress.report(share, "step-checking-borders")


def _may_be_covered_twice(faces: Any, shapes: Sequence[Shape]) -> Any:
    """For each face whether two shapes or more cover it, judged at a point in it; when every point tried lies on a border, yes."""
    result = np.ones(len(faces), dtype=bool)
    open_faces = np.arange(len(faces))
    for share in (
        1.0,
        0.6180,
        0.3784,
        0.2290,
    ):  # other parts of the face give other points; no shares of a regular grid
        part = faces[open_faces]
        if share != 1:
            west, south, east, north = shapely.bounds(part).T
            part = shapely.intersection(part, shapely.box(west, south, east, south + (north - south) * share))
            west, south, east, north = shapely.bounds(part).T
            part = shapely.intersection(part, shapely.box(west, south, west + (east - west) * share, north))
        points = STRtree(shapely.point_on_surface(part))
        firmly, at_all = (
            np.bincount(points.query(list(shapes), predicate=predicate)[1], minlength=len(open_faces))
            for predicate in ("contains", "intersects")
        )
        result[open_faces] = at_all > 1
        open_faces = open_faces[firmly != at_all]
        if not len(open_faces):
            break
    return result


_EDGES_AT_ONCE: Final = 1_000_000
_SHAPES_AT_ONCE: Final = 200


def _edges_without_partner(shapes: Sequence[Shape], progress: Progress) -> Any:
    """Edges (x, y, x, y) of which the shapes on their two sides do not balance: every edge but the shared ones.

    Edges are sorted in strips from west to east, about a million at a time: a province has ten million. Only their points
    are ever there all at once.
    """
    batches = []
    for at in range(0, len(shapes), _SHAPES_AT_ONCE):
        _tell(progress, 0.3 * at / len(shapes))
        batches.append(_ring_points(shapes[at : at + _SHAPES_AT_ONCE]))
    if not sum(len(side) for _points, side in batches):
        return np.empty((0, 4))
    points, side = np.concatenate([one for one, _side in batches]), np.concatenate([one for _points, one in batches])
    del batches
    starts = np.flatnonzero(side)
    west = np.minimum(points[starts, 0], points[starts + 1, 0])
    limits = np.quantile(
        west[:: max(len(west) // 100_000, 1)], np.linspace(0, 1, len(west) // _EDGES_AT_ONCE + 2)[1:-1]
    )
    strip = np.searchsorted(limits, west, side="right").astype(np.int32)
    del west
    found = []
    for one in range(len(limits) + 1):
        _tell(progress, 0.3 + 0.7 * one / (len(limits) + 1))
        found.append(_unbalanced(points, starts[strip == one], side))
    return np.concatenate(found)


def _ring_points(shapes: Sequence[Shape]) -> tuple[Any, Any]:
    """The points of all rings, one ring after another, and for each the side of the edge that begins there on which the inside lies.

    +1 where it lies to the left, -1 to the right, whatever way round the ring was digitised; 0 for the last point of a ring.
    """
    rings, polygon = shapely.get_rings(shapely.get_parts(np.asarray(shapes, dtype=object)), return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    is_outer = np.r_[len(polygon) > 0, polygon[1:] != polygon[:-1]][: len(polygon)]
    side = np.where(shapely.is_ccw(rings) == is_outer, 1, -1).astype(np.int8)[ring]
    side[np.r_[ring[1:] != ring[:-1], True][: len(ring)]] = 0
    return points, side


def _unbalanced(points: Any, starts: Any, side: Any) -> Any:
    """The edges beginning at ``starts`` that do not balance, each once, its western end first."""
    start, end, side = points[starts], points[starts + 1], side[starts].astype(np.int64)
    back = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    edges = np.hstack([np.where(back[:, None], end, start), np.where(back[:, None], start, end)])
    side = np.where(back, -side, side)
    # Equal edges are brought together by a mixed key of their bits, five times as fast as by their coordinates. Where two
    # different ones had the same key, a pair might be torn apart and reported; an edge without partner never goes missing.
    key = np.zeros(len(edges), dtype=np.uint64)
    for bits in (edges + 0.0).view(np.uint64).T:  # + 0.0: minus zero is zero
        key = (key ^ bits) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(32)
    order = np.argsort(key, kind="stable")
    edges, side = edges[order], side[order]
    first = np.flatnonzero(np.r_[len(edges) > 0, (edges[1:] != edges[:-1]).any(axis=1)])
    found = edges[first][np.add.reduceat(side, first) != 0] if len(first) else edges
    return found[np.lexsort(found.T)]
