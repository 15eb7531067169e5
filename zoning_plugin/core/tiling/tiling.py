# SPDX-License-Identifier: GPL-3.0-or-later
"""Shapes asked what of them lies around a place."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import shapely
from shapely import STRtree

from .. import geometry
from ..covered_twice import common_parts
from ..geometry import Shape
from ..progress import Progress, Silent, Stretch, stop_if_cancelled
from .cells import Box, box_of, halves_of, lie_in, lie_in_second, with_margin
from .cutting import TILES_VERSION, Tree, clipped_to, is_to_halve, planted, tree_of
from .parts import Finder, Parts
from .tiles import LEAST_OVERLAP_M2, Tiles

_MOST_OWN: Final = 30_000
"""Parts and tiles that a thread keeps as it has read and prepared them: about as many as a city has."""
_MEMO_VERTICES: Final = 4_000_000


class Surroundings(NamedTuple):
    """What of the shapes may lie in boxes: a row for each part, in order of box, shape and part (arrays of equal length).

    ``tile`` agrees with the part within the box. Rows of one tile share one object of the thread that asked: it may prepare it, and
    must hand it to no other thread.
    """

    box: Any
    shape: Any
    tile: Any


class Tiling:
    """Valid polygons (EPSG:4490) ready to be asked what lies around a place. May be asked by several threads at once.

    Without :attr:`tiles` only what a question needs is cut, and remembered; with them all is there. The answers are the same.
    """

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.shapes = tuple(shapes)
        self._parts = Parts(self.shapes)
        self._ready: _Ready | None = None
        self._memo: OrderedDict[tuple[int, int], Shape] = OrderedDict()
        self._memo_vertices = 0
        self._lock = threading.Lock()
        self._own = _Own()

    @property
    def tiles(self) -> Tiles | None:
        """All tiles, when they are there."""
        return self._ready.tiles if self._ready else None

    def fingerprint(self) -> str:
        """Of the shapes, to the last bit and in this order, and of the way they are cut: tiles made under another are of no use."""
        digest = hashlib.blake2b(TILES_VERSION.encode("ascii"), digest_size=32)
        for wkb in geometry.to_wkbs(self.shapes):
            digest.update(wkb)
        return digest.hexdigest()

    def adopt(self, tiles: Tiles) -> None:
        """Take tiles that :meth:`cut` made of the same shapes. Raises ValueError where they are of others."""
        parts = self._parts.all()
        large = np.flatnonzero(parts.are_large)
        if len(tiles.roots) != len(large) or not np.array_equal(tiles.cells[tiles.roots], parts.boxes[large]):
            raise ValueError("tiles of other shapes")
        part_of_tile = np.repeat(large, np.diff(np.append(tiles.roots, len(tiles.cells))))
        filled = np.flatnonzero((np.diff(tiles.starts) > 0) & (tiles.children < 0))
        small = np.flatnonzero(~parts.are_large)
        finder = Finder(
            np.concatenate([parts.boxes[small], tiles.cells[filled]]), np.concatenate([small, part_of_tile[filled]])
        )
        # All at once: other threads see none or all.
        self._ready = _Ready(tiles, large, finder, STRtree(shapely.box(*tiles.overlaps.T)))

    def cut(self, progress: Progress | None = None, *, find_overlaps: bool = True, threads: int = 0) -> Tiles:
        """All tiles of the large parts, by so many ``threads`` (0: one a processor), which make no difference.

        ``find_overlaps`` looks for places that two shapes cover; else any may be. Raises Cancelled.
        """
        progress = progress or Silent()
        parts = self._parts.all()
        large = np.flatnonzero(parts.are_large)
        overlaps = np.array([[-180.0, -90.0, 180.0, 90.0]])
        trees: list[Tree] = []
        pool = ThreadPoolExecutor(threads or os.cpu_count() or 1, thread_name_prefix="tiles")
        try:
            # As WKB: each thread has geometries of its own.
            cut = pool.map(tree_of, geometry.to_wkbs(parts.shapes[large]), map(box_of, parts.boxes[large]))
            if find_overlaps:  # meanwhile, in this thread
                common = common_parts(self.shapes, LEAST_OVERLAP_M2, progress=Stretch(progress, 0.0, 0.5))
                overlaps = shapely.bounds(shapely.get_parts([shape for _, _, shape in common])).reshape(-1, 4)
            for tree in cut:
                stop_if_cancelled(progress)
                progress.report(0.5 + len(trees) / len(large) / 2, "step-cutting-tiles")
                trees.append(tree)
        finally:
            pool.shutdown(cancel_futures=True)
        return planted(trees, overlaps)

    def around(self, boxes: Any, among: Sequence[bool] | None = None) -> Surroundings:
        """What may lie in each of ``boxes`` (array of west, south, east, north in degrees); only of the shapes ``among`` says."""
        ready, parts = self._ready, self._parts
        box, part = (ready.finder if ready else parts).parts_in(boxes)
        if among is not None:
            is_among = np.asarray(among, dtype=bool)[parts.of[part]]
            box, part = box[is_among], part[is_among]
        # What is outside the part's bounds holds nothing of it, and may lie outside every tile.
        wanted = np.hstack(
            [np.maximum(boxes[box, :2], parts.boxes[part, :2]), np.minimum(boxes[box, 2:], parts.boxes[part, 2:])]
        )
        large = np.flatnonzero(parts.are_large[part])
        name = part.copy()  # of the geometry that serves a row: a part, or behind the parts a tile
        name[large] = len(parts.of) + (
            ready.tiles.serving(np.searchsorted(ready.large, part[large]), wanted[large])
            if ready
            else np.arange(len(large))  # each is cut for itself
        )
        names, first, which = np.unique(name, return_index=True, return_inverse=True)
        tiles = self._read(ready, names, part[first], wanted[first])[which]
        kept = ~shapely.is_missing(tiles)  # there are tiles with nothing of the part in them
        return Surroundings(box[kept], parts.of[part[kept]], tiles[kept])

    def _read(self, ready: _Ready | None, names: Any, part: Any, wanted: Any) -> Any:
        """The named parts and tiles as geometries of this thread, read where it has not read them before."""
        own, part_count = self._own.shapes, len(self._parts.of)
        answer = np.array([own.get(one) for one in names.tolist()], dtype=object)
        new = np.array([at for at, one in enumerate(names.tolist()) if one not in own], dtype=np.int64)
        blobs = np.full(len(new), None, dtype=object)
        is_part = names[new] < part_count
        blobs[is_part] = geometry.to_wkbs(self._parts.shapes[names[new[is_part]]])
        for at in np.flatnonzero(~is_part):
            number = new[at]
            tile = int(names[number]) - part_count
            if ready and ready.tiles.is_kept(tile):
                blobs[at] = ready.tiles.wkb_of(tile) or None
            else:  # much larger than a tile's margins: served by one far above, which is not kept
                blobs[at] = self._cut_down(int(part[number]), box_of(wanted[number])) or None
        answer[new] = shapely.from_wkb(blobs)
        if len(own) > _MOST_OWN:
            own.clear()
        # Without tiles the name of a tile is good for this question only.
        own.update((int(names[number]), answer[number]) for number in new if ready or names[number] < part_count)
        return answer

    def may_overlap_in(self, boxes: Any) -> Any:
        """For each box whether two shapes may cover a place of more than LEAST_OVERLAP_M2 in it; True without tiles."""
        found = np.full(len(boxes), self._ready is None)
        if self._ready:
            found[self._ready.overlaps.query(shapely.box(*boxes.T))[0]] = True
        return found

    @cached_property
    def bounds(self) -> Box:
        """Of all shapes together; of none, a point."""
        return geometry.bounds_around(self.shapes) or (0.0, 0.0, 0.0, 0.0)

    def shapes_around(self, box: Any, among: Sequence[bool] | None = None) -> list[tuple[int, Shape]]:
        """What may lie in one box: positions of shapes, and what of each is around it as one shape, made for this answer alone."""
        _, shape, tile = self.around(np.asarray(box).reshape(1, 4), among)
        positions = np.unique(shape)
        return list(zip(positions.tolist(), geometry.collected(tile, shape), strict=True))

    def _cut_down(self, part: int, wanted: Box) -> bytes:
        """The WKB of the tile of a large part that serves ``wanted``, remembered by its path (1, then 2 · path + half)."""
        path, cell, shape = 1, box_of(self._parts.boxes[part]), self._parts.shapes[part]
        with self._lock:  # what is remembered is touched by one thread at a time
            while is_to_halve(shape, cell):
                halves = np.array(halves_of(cell))
                side = int(lie_in_second(np.array([wanted]), *halves[:, None])[0])
                if not lie_in(np.array([wanted]), with_margin(halves[side : side + 1]))[0]:
                    break
                path, cell = 2 * path + side, box_of(halves[side])
                shape = self._remembered((part, path), shape, cell)
            return b"" if geometry.is_empty(shape) else geometry.to_wkb(shape)

    def _remembered(self, key: tuple[int, int], above: Shape, cell: Box) -> Shape:
        """The tile of ``cell``, cut from the one above it where it was not cut before."""
        if key in self._memo:
            self._memo.move_to_end(key)
            return self._memo[key]
        shape = self._memo[key] = clipped_to(above, cell)
        self._memo_vertices += geometry.vertex_count(shape)
        while self._memo_vertices > _MEMO_VERTICES:
            self._memo_vertices -= geometry.vertex_count(self._memo.popitem(last=False)[1])
        return shape


class _Own(threading.local):
    """Geometries of one thread, by their name; None for a tile with nothing in it."""

    def __init__(self) -> None:
        self.shapes: dict[int, Shape | None] = {}


class _Ready(NamedTuple):
    """All tiles, the parts they were cut of, and what finds tiles and the places that two shapes cover."""

    tiles: Tiles
    large: Any
    finder: Finder
    overlaps: STRtree
