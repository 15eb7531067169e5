# SPDX-License-Identifier: GPL-3.0-or-later
"""How a part is cut: halved until no tile has more than MOST_VERTICES, each tile from the one above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import shapely

from .. import geometry
from ..geometry import Shape
from .cells import LEAST_MARGIN, MARGIN_SHARE, Box, box_of, halves_of, with_margin
from .tiles import POLYGONS, Tiles

MOST_VERTICES: Final = 512
"""A part or tile of no more is not cut: then cutting costs more than it saves (bench/results.md)."""
KEPT_VERTICES: Final = 3 * MOST_VERTICES
"""A tile that is halved is kept all the same when it has no more: it serves what lies across its middle."""
TILES_VERSION: Final = f"tiles/1 {MOST_VERTICES} {KEPT_VERTICES} {MARGIN_SHARE} {LEAST_MARGIN}"
"""Changes whenever other tiles would be cut."""


def is_to_halve(shape: Shape, cell: Box) -> bool:
    """Whether what lies in a cell is cut in two."""
    west, south, east, north = cell
    # Below that its halves with their margins would be hardly smaller.
    return geometry.vertex_count(shape) > MOST_VERTICES and max(east - west, north - south) > 4 * LEAST_MARGIN


def clipped_to(shape: Shape, cell: Box) -> Shape:
    """What of ``shape`` lies in a cell and its margin. GEOS' quick clipping at times gives an invalid shape; then it is intersected."""
    reach = box_of(with_margin(np.array(cell)))
    clipped = shapely.clip_by_rect(shape, *reach)
    if not shapely.is_valid(clipped):
        clipped = shapely.intersection(shape, shapely.box(*reach))
    return clipped if shapely.get_type_id(clipped) in POLYGONS else geometry.parts_of_dimension(clipped, 2)


class Tree(NamedTuple):
    """The tiles of one part as in :class:`Tiles`, numbered from 0, and the WKB of each."""

    cells: list[Box]
    children: list[int]
    blobs: list[bytes]


def tree_of(part: bytes, cell: Box) -> Tree:
    """The tiles of a part (WKB) in its bounds."""
    tree = Tree([cell], [-1], [b""])
    open_tiles = [(0, geometry.from_wkb(part))]
    while open_tiles:
        tile, shape = open_tiles.pop()
        is_halved = is_to_halve(shape, tree.cells[tile])
        if not is_halved or (tile > 0 and geometry.vertex_count(shape) <= KEPT_VERTICES):
            tree.blobs[tile] = b"" if geometry.is_empty(shape) else geometry.to_wkb(shape)
        if not is_halved:
            continue
        tree.children[tile] = len(tree.cells)
        for half in halves_of(tree.cells[tile]):
            open_tiles.append((len(tree.cells), clipped_to(shape, half)))
            tree.cells.append(half)
            tree.children.append(-1)
            tree.blobs.append(b"")
    return tree


def planted(trees: Sequence[Tree], overlaps: Any) -> Tiles:
    """The trees beside one another."""
    roots = np.cumsum([0, *(len(one.cells) for one in trees)], dtype=np.int64)[:-1]
    children = [np.array(one.children, dtype=np.int64) for one in trees]
    children = [np.where(own < 0, own, own + root) for own, root in zip(children, roots, strict=True)]
    blobs = [blob for one in trees for blob in one.blobs]
    starts = np.cumsum([0, *map(len, blobs)], dtype=np.int64)
    cells = np.array([cell for one in trees for cell in one.cells]).reshape(-1, 4)
    return Tiles(roots, cells, np.concatenate([np.empty(0, np.int64), *children]), starts, b"".join(blobs), overlaps)
