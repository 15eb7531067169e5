# SPDX-License-Identifier: GPL-3.0-or-later
"""From a drawing in cells to natural borders that neighbours share vertex for vertex (numpy and shapely)."""

from __future__ import annotations

from collections.abc import Callable

import demo_terrain as terrain
import numpy as np
import shapely
from demo_terrain import Grid, Labels
from numpy.typing import NDArray
from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

FINE = terrain.COARSE / terrain.REFINE
"""Cell of the drawing, metres."""
GRID = 0.01
"""All borders are noded on a grid of 1 cm, so that neighbours share every vertex."""
TOLERANCE = 3.5
"""Natural borders are thinned to this tolerance, metres."""


def box_mean(field: Grid, reach: int) -> Grid:
    """Mean of the cells within `reach` cells (a square window), edges repeated."""
    for axis in (0, 1):
        padded = np.pad(field, [(reach + 1, reach) if a == axis else (0, 0) for a in (0, 1)], mode="edge")
        total = np.cumsum(padded, axis=axis)
        n = field.shape[axis]
        field = (np.take(total, range(2 * reach + 1, 2 * reach + 1 + n), axis) - np.take(total, range(n), axis)) / (
            2 * reach + 1
        )
    return field


def most_common(label: Labels, reach: int) -> Labels:
    """Each cell takes the label most common around it: specks and one-cell spurs go."""
    best = np.zeros(label.shape)
    result = label.copy()
    for value in np.unique(label):
        share = box_mean((label == value).astype(float), reach)
        wins = share > best + 1e-9
        result[wins], best[wins] = value, share[wins]
    return result


def _cell_borders(label: Labels) -> MultiLineString:
    """The borders between cells of different labels, merged from junction to junction (metres)."""
    rows, columns = label.shape
    r, c = np.nonzero(label[1:] != label[:-1])
    level = np.stack([np.column_stack([c, r + 1]), np.column_stack([c + 1, r + 1])], axis=1)
    r, c = np.nonzero(label[:, 1:] != label[:, :-1])
    upright = np.stack([np.column_stack([c + 1, r]), np.column_stack([c + 1, r + 1])], axis=1)
    ends = np.concatenate([level, upright]) * FINE * [1, -1] + [-columns / 2 * FINE, rows / 2 * FINE]
    return shapely.line_merge(shapely.multilinestrings(shapely.linestrings(ends)))


def _sides(arcs: NDArray[np.object_], faces: NDArray[np.object_]) -> NDArray[np.int64]:
    """The faces left and right of each lattice arc (n × 2), -1 for none."""
    ends = np.array([shapely.get_coordinates(arc)[:2] for arc in arcs])
    along = (ends[:, 1] - ends[:, 0]) / 4
    normal = np.column_stack([-along[:, 1], along[:, 0]])
    tree = shapely.STRtree(faces)
    result = np.full((len(arcs), 2), -1, np.int64)
    for side, sign in ((0, 1), (1, -1)):
        point, face = tree.query(shapely.points(ends.mean(axis=1) + sign * normal), predicate="within")
        result[point, side] = face
    return result


def merge_small(area: Grid, sides: NDArray[np.int64], length: Grid, label: Labels, least: float) -> Labels:
    """Labels after every patch smaller than `least` went to the neighbour it shares most border with, smallest first.

    A patch is a connected run of faces of one label; `sides` are the faces beside each border, -1 for none.
    """
    patch = list(range(len(area)))

    def root(face: int) -> int:
        while patch[face] != face:
            patch[face] = patch[patch[face]]
            face = patch[face]
        return face

    for a, b in sides.tolist():
        if a >= 0 and b >= 0 and label[a] == label[b]:
            patch[root(b)] = root(a)
    size: dict[int, float] = {}
    shared: dict[int, dict[int, float]] = {}
    for face in range(len(area)):
        size[root(face)] = size.get(root(face), 0.0) + float(area[face])
        shared.setdefault(root(face), {})
    for (a, b), run in zip(sides.tolist(), length.tolist(), strict=True):
        one, other = (root(a), root(b)) if a >= 0 and b >= 0 else (-1, -1)
        if one != other:
            shared[one][other] = shared[one].get(other, 0.0) + run
            shared[other][one] = shared[other].get(one, 0.0) + run
    while small := [p for p in size if size[p] < least and shared[p]]:
        gone = min(small, key=lambda p: (size[p], p))
        into = max(shared[gone], key=lambda p: (shared[gone][p], -p))
        patch[gone] = into
        size[into] += size.pop(gone)
        for other, run in shared.pop(gone).items():
            del shared[other][gone]
            if other != into:
                shared[other][into] = shared[other].get(into, 0.0) + run
                shared[into][other] = shared[into].get(other, 0.0) + run
    return np.array([label[root(face)] for face in range(len(area))])


def _softened(arc: LineString, passes: int, tolerance: float, bend: Callable[[Grid], Grid]) -> LineString:
    """A staircase made a natural line: averaged between its junctions, bent with the whole sheet, thinned."""
    p = shapely.get_coordinates(arc)
    closed = bool((p[0] == p[-1]).all())
    for _ in range(passes):
        if closed:
            q = p[:-1]
            q = (np.roll(q, 1, 0) + 2 * q + np.roll(q, -1, 0)) / 4
            p = np.concatenate([q, q[:1]])
        else:
            p[1:-1] = (p[:-2] + 2 * p[1:-1] + p[2:]) / 4
    return shapely.simplify(shapely.linestrings(bend(p)), tolerance)


def sheet_bend(rng: np.random.Generator, extent: float) -> Callable[[Grid], Grid]:
    """A smooth shift of the whole sheet by some tens of metres: it breaks straight runs and cannot make borders cross."""
    waves = [
        (step, reach, rng.standard_normal((2, int(extent / step) + 8, int(extent / step) + 8)))
        for step, reach in ((430.0, 60.0), (140.0, 25.0))
    ]

    def bend(points: Grid) -> Grid:
        moved = points.copy()
        for step, reach, lattice in waves:
            at = (points + extent / 2) / step + 1
            for axis in (0, 1):
                moved[:, axis] += reach * terrain.spline_values(lattice[axis], at[:, 1], at[:, 0])
        return moved

    return bend


def borders(
    label: Labels, least: float, bend: Callable[[Grid], Grid]
) -> tuple[list[LineString], dict[int, BaseGeometry]]:
    """Natural borders of a label drawing and the area of every label but 0 (outside), faces below `least` m² merged."""
    lattice = np.array(shapely.get_parts(_cell_borders(label)))
    faces = np.array(shapely.get_parts(shapely.polygonize(lattice)))
    middle = shapely.get_coordinates(shapely.point_on_surface(faces))
    rows, columns = label.shape
    at = label[
        np.floor(rows / 2 - middle[:, 1] / FINE).astype(int), np.floor(columns / 2 + middle[:, 0] / FINE).astype(int)
    ]
    sides = _sides(lattice, faces)
    at = merge_small(shapely.area(faces), sides, shapely.length(lattice), at, least)
    beside = np.where(sides >= 0, at[sides], 0)
    kept = lattice[beside[:, 0] != beside[:, 1]]
    lattice = np.array(shapely.get_parts(shapely.line_merge(shapely.multilinestrings(kept))))
    sides = _sides(lattice, faces)
    beside = np.where(sides >= 0, at[sides], 0)
    passes = np.full(len(lattice), 2)
    while True:
        arcs = np.array(
            [_softened(a, int(n), TOLERANCE if n else 0.0, bend) for a, n in zip(lattice, passes, strict=True)]
        )
        one, _ = shapely.STRtree(arcs).query(arcs, predicate="crosses")
        crossing = np.union1d(one, np.flatnonzero(~shapely.is_simple(arcs)))
        if not len(crossing):
            break
        passes[crossing] -= 1
    areas = {
        int(value): shapely.build_area(shapely.multilinestrings(arcs[(beside == value).any(axis=1)]))
        for value in np.unique(beside)
        if value
    }
    return list(arcs), areas


def edge_faces(edges: NDArray[np.object_], faces: NDArray[np.object_]) -> NDArray[np.int64]:
    """The two faces beside each edge of a noded mesh (n × 2), -1 for none."""
    tree = shapely.STRtree(faces)
    edge, face = tree.query(
        shapely.line_interpolate_point(edges, 0.5, normalized=True), predicate="dwithin", distance=2 * GRID
    )
    touching = shapely.covers(shapely.boundary(faces[face]), edges[edge])
    result = np.full((len(edges), 2), -1, np.int64)
    for e, f in zip(edge[touching].tolist(), face[touching].tolist(), strict=True):
        result[e, 0 if result[e, 0] < 0 else 1] = f
    return result
