# SPDX-License-Identifier: GPL-3.0-or-later
"""Shapes cut into tiles: what of them lies around a place is had without touching the rest of a large shape.

A shape is taken apart into its polygons (parts). A part of more than MOST_VERTICES is halved, across its longer side, until
no tile has more; every tile reaches a margin beyond its cell, so that a small site lies in one tile whole and its piece has no
seam. Which tile serves a place is decided by the part's bounds and the place alone, and a tile is always cut from the one above
it. So it makes no difference to any answer, to the last bit, whether the tiles were there before the question.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import shapely
from shapely import STRtree

from . import geometry
from .geometry import Shape
from .progress import Progress, Silent, Stretch, stop_if_cancelled

MOST_VERTICES: Final = 256
"""A part or tile of no more is not cut: then cutting costs more than it saves (bench/results.md)."""
KEPT_VERTICES: Final = 2 * MOST_VERTICES
"""A tile that is halved is kept all the same when it has no more: it serves what lies across its middle."""
MARGIN_SHARE: Final = 0.125
LEAST_MARGIN: Final = 0.0015
"""Degrees, about 150 m: a site of twice this size lies in one tile wherever the cuts run."""
LEAST_OVERLAP_M2: Final = 1e-4
TILES_VERSION: Final = f"tiles/1 {MOST_VERTICES} {KEPT_VERTICES} {MARGIN_SHARE} {LEAST_MARGIN}"
"""Changes whenever other tiles would be cut."""
_MOST_OWN: Final = 30_000
"""Parts and tiles that a thread keeps as it has read and prepared them: about as many as a city has."""
_MEMO_VERTICES: Final = 4_000_000

_POLYGONS: Final = (3, 6)

_Box = tuple[float, float, float, float]


class Surroundings(NamedTuple):
    """What of the shapes may lie in boxes: a row for each part, in order of box, shape and part (arrays of equal length).

    ``tile`` agrees with the part within the box. Rows of one tile share one object of the thread that asked: it may prepare it, and
    must hand it to no other thread.
    """

    box: Any
    shape: Any
    tile: Any


@dataclass(frozen=True)
class Tiles:
    """All tiles of the large parts, as arrays: a tree a part, in which the halves of a tile follow one another.

    ``roots`` are the tiles that are whole parts (without geometry), in the order of the large parts. ``cells`` are west,
    south, east, north in degrees; ``children`` the first half, or -1. The WKB of tile ``i`` is ``wkb[starts[i]:starts[i + 1]]``,
    empty for tiles with nothing in them, and for halved ones of more than KEPT_VERTICES. ``overlaps`` are the boxes of all places of more than
    LEAST_OVERLAP_M2 that two of the shapes cover.
    """

    roots: Any
    cells: Any
    children: Any
    starts: Any
    wkb: bytes | memoryview
    overlaps: Any

    @cached_property
    def reaches(self) -> Any:
        """The cells with their margins."""
        return _with_margin(self.cells)

    def serving(self, root: Any, wanted: Any) -> Any:
        """The tile of each tree (``root``: its number) that serves a box: the half in which its middle lies, as long as that holds it."""
        tile = self.roots[root]
        moving = np.arange(len(tile))
        while len(moving):
            moving = moving[self.children[tile[moving]] >= 0]
            half = self.children[tile[moving]]
            half += _lie_in_second(wanted[moving], self.cells[half], self.cells[half + 1])
            is_held = _lies_in(wanted[moving], self.reaches[half])
            moving = moving[is_held]
            tile[moving] = half[is_held]
        return tile

    def is_kept(self, tile: int) -> bool:
        """Whether the geometry of a tile is here, be it that nothing is in it."""
        return bool(self.children[tile] < 0 or self.starts[tile] < self.starts[tile + 1])

    def wkb_of(self, tile: int) -> bytes:
        """The geometry of one tile."""
        return bytes(self.wkb[self.starts[tile] : self.starts[tile + 1]])

    def packed(self) -> bytes:
        """All of it as bytes, for :meth:`unpacked`."""
        arrays = [getattr(self, name).astype(kind) for name, kind, _ in _COLUMNS]
        head = json.dumps({"counts": [len(one) for one in arrays], "wkb": len(self.wkb)}).encode("ascii")
        return b"".join((head, b"\n", *(one.tobytes() for one in arrays), self.wkb))

    @classmethod
    def unpacked(cls, content: bytes | memoryview) -> Tiles:
        """What was packed, still lying in ``content``. Raises ValueError where it was not packed by :meth:`packed`, or could not be

        walked through safely.
        """  # fmt: skip
        line, _, _ = bytes(content[:_LONGEST_HEAD]).partition(b"\n")
        body = memoryview(content)[len(line) + 1 :]
        try:
            head = json.loads(line)
            counts, length = [int(one) for one in head["counts"]], int(head["wkb"])
        except (KeyError, TypeError) as reason:
            raise ValueError("not packed tiles") from reason
        columns, at = [], 0
        for (_, kind, width), count in zip(_COLUMNS, counts, strict=True):
            size = count * width
            column = np.frombuffer(body, dtype=kind, count=size, offset=at)
            columns.append(column.reshape(-1, width) if width > 1 else column)
            at += column.nbytes
        roots, cells, children, starts, overlaps = columns
        tiles = cls(roots, cells, children, starts, body[at:], overlaps)
        if len(tiles.wkb) != length or not tiles._is_sound():
            raise ValueError("not packed tiles")
        return tiles

    def _is_sound(self) -> bool:
        """Whether the trees are trees, and what is in the tiles are polygons that lie there."""
        count = len(self.cells)
        if len(self.children) != count or len(self.starts) != count + 1 or not np.isfinite(self.cells).all():
            return False
        number, halved = np.arange(count), self.children >= 0
        sizes = np.diff(self.starts)
        if (
            (
                len(self.roots) > 0
                and (self.roots[0] != 0 or (np.diff(self.roots) <= 0).any() or self.roots[-1] >= count)
            )
            or (self.children < -1).any()
            or (self.children[halved] <= number[halved]).any()
            or (self.children[halved] + 1 >= count).any()
            or self.starts[0] != 0
            or (sizes < 0).any()
            or self.starts[-1] != len(self.wkb)
        ):
            return False
        filled = np.flatnonzero(sizes)
        try:
            shapes = shapely.from_wkb([self.wkb_of(tile) for tile in filled])
        except shapely.errors.GEOSException:
            return False
        return bool(
            np.isin(shapely.get_type_id(shapes), _POLYGONS).all()
            and _lies_in(shapely.bounds(shapes).reshape(-1, 4), self.reaches[filled]).all()
        )


_LONGEST_HEAD: Final = 1000
_COLUMNS: Final = (
    ("roots", "<i8", 1),
    ("cells", "<f8", 4),
    ("children", "<i8", 1),
    ("starts", "<i8", 1),
    ("overlaps", "<f8", 4),
)


class Tiling:
    """Valid polygons (EPSG:4490) ready to be asked what lies around a place. May be asked by several threads at once.

    Without :attr:`tiles` only what a question needs is cut, and remembered; with them all is there. The answers are the same.
    """

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.shapes = tuple(shapes)
        self._parts = _Parts(self.shapes)
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
        finder = _Finder(
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
        trees: list[_Tree] = []
        pool = ThreadPoolExecutor(threads or os.cpu_count() or 1, thread_name_prefix="tiles")
        try:
            # As WKB: each thread has geometries of its own.
            cut = pool.map(_tree_of, geometry.to_wkbs(parts.shapes[large]), map(_box, parts.boxes[large]))
            if find_overlaps:  # meanwhile, in this thread
                common = geometry.common_parts(self.shapes, LEAST_OVERLAP_M2, progress=Stretch(progress, 0.0, 0.5))
                overlaps = shapely.bounds(shapely.get_parts([shape for _, _, shape in common])).reshape(-1, 4)
            for tree in cut:
                stop_if_cancelled(progress)
                progress.report(0.5 + len(trees) / len(large) / 2, "step-cutting-tiles")
                trees.append(tree)
        finally:
            pool.shutdown(cancel_futures=True)
        return _planted(trees, overlaps)

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
                blobs[at] = self._cut_down(int(part[number]), _box(wanted[number])) or None
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
    def bounds(self) -> _Box:
        """Of all shapes together; of none, a point."""
        return geometry.bounds_around(self.shapes) or (0.0, 0.0, 0.0, 0.0)

    def shapes_around(self, box: Any, among: Sequence[bool] | None = None) -> list[tuple[int, Shape]]:
        """What may lie in one box: positions of shapes, and what of each is around it as one shape, made for this answer alone."""
        _, shape, tile = self.around(np.asarray(box).reshape(1, 4), among)
        positions = np.unique(shape)
        return list(zip(positions.tolist(), geometry.collected(tile, shape), strict=True))

    def _cut_down(self, part: int, wanted: _Box) -> bytes:
        """The WKB of the tile of a large part that serves ``wanted``, remembered by its path (1, then 2 · path + half)."""
        path, cell, shape = 1, _box(self._parts.boxes[part]), self._parts.shapes[part]
        with self._lock:  # what is remembered is touched by one thread at a time
            while _is_to_halve(shape, cell):
                halves = np.array(_halves(cell))
                side = int(_lie_in_second(np.array([wanted]), *halves[:, None])[0])
                if not _lies_in(np.array([wanted]), _with_margin(halves[side : side + 1]))[0]:
                    break
                path, cell = 2 * path + side, _box(halves[side])
                shape = self._remembered((part, path), shape, cell)
            return b"" if geometry.is_empty(shape) else geometry.to_wkb(shape)

    def _remembered(self, key: tuple[int, int], above: Shape, cell: _Box) -> Shape:
        """The tile of ``cell``, cut from the one above it where it was not cut before."""
        if key in self._memo:
            self._memo.move_to_end(key)
            return self._memo[key]
        shape = self._memo[key] = _clipped(above, cell)
        self._memo_vertices += geometry.vertex_count(shape)
        while self._memo_vertices > _MEMO_VERTICES:
            self._memo_vertices -= geometry.vertex_count(self._memo.popitem(last=False)[1])
        return shape


class _Parts:
    """The polygons that shapes consist of, numbered through; a shape is taken apart when a place in its bounds is first asked about.

    ``of`` is the shape of each part. ``shapes``, ``boxes`` and ``are_large`` say of the parts of shapes that were taken apart what they
    are, where they lie, and whether they are to be cut.
    """

    def __init__(self, whole: Sequence[Shape]) -> None:
        self._whole = np.empty(len(whole), dtype=object)
        self._whole[:] = whole
        counts = shapely.get_num_geometries(self._whole)
        self._starts = np.concatenate([[0], np.cumsum(counts)])
        self.of = np.repeat(np.arange(len(whole)), counts)
        self.shapes = np.full(len(self.of), None, dtype=object)
        self.boxes = np.full((len(self.of), 4), np.nan)
        self.are_large = np.zeros(len(self.of), dtype=bool)
        self._finders: dict[int, _Finder] = {}
        self._lock = threading.Lock()

    def all(self) -> _Parts:
        """With every shape taken apart."""
        for shape in range(len(self._whole)):
            self._taken_apart(shape)
        return self

    def parts_in(self, boxes: Any) -> tuple[Any, Any]:
        """As :meth:`_Finder.parts_in`, of the boxes of the parts."""
        box, shape = self._wholes.parts_in(boxes)
        found = [(box[:0], shape[:0])]
        for one in np.unique(shape).tolist():
            self._taken_apart(one)
            own = box[shape == one]
            at, part = self._finder(one).parts_in(boxes[own])
            found.append((own[at], part))
        box, part = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.lexsort((part, box))
        return box[order], part[order]

    @cached_property
    def _wholes(self) -> _Finder:
        return _Finder(shapely.bounds(self._whole.copy()).reshape(-1, 4), np.arange(len(self._whole)))

    def _finder(self, shape: int) -> _Finder:
        """Which parts of one shape, taken apart, have something in a box."""
        if shape not in self._finders:
            own = slice(self._starts[shape], self._starts[shape + 1])
            self._finders[shape] = _Finder(self.boxes[own], np.arange(own.start, own.stop))
        return self._finders[shape]

    def _taken_apart(self, shape: int) -> None:
        own = slice(self._starts[shape], self._starts[shape + 1])
        with self._lock:  # once: what reads a part's name knows it by its object
            if own.start == own.stop or self.shapes[own.stop - 1] is not None:
                return
            parts = shapely.get_parts(self._whole[shape])
            self.boxes[own] = shapely.bounds(parts)
            self.are_large[own] = shapely.get_num_coordinates(parts) > MOST_VERTICES
            self.shapes[own] = parts


class _Finder:
    """Which parts have something in a box, by the boxes of what they consist of."""

    def __init__(self, boxes: Any, part: Any) -> None:
        self._part = part
        self._count = int(part.max()) + 1 if len(part) else 1
        self._tree = STRtree(shapely.box(*boxes.T))

    def parts_in(self, boxes: Any) -> tuple[Any, Any]:
        """Positions of boxes, and for each a part with something in it; every pair once, in order."""
        box, found = self._tree.query(shapely.box(*boxes.T))
        pairs = np.unique(box * np.int64(self._count) + self._part[found])
        return pairs // self._count, pairs % self._count


class _Own(threading.local):
    """Geometries of one thread, by their name; None for a tile with nothing in it."""

    def __init__(self) -> None:
        self.shapes: dict[int, Shape | None] = {}


class _Ready(NamedTuple):
    """All tiles, the parts they were cut of, and what finds tiles and the places that two shapes cover."""

    tiles: Tiles
    large: Any
    finder: _Finder
    overlaps: STRtree


class _Tree(NamedTuple):
    """The tiles of one part as in :class:`Tiles`, numbered from 0, and the WKB of each."""

    cells: list[_Box]
    children: list[int]
    blobs: list[bytes]


def _tree_of(part: bytes, cell: _Box) -> _Tree:
    """The tiles of a part (WKB) in its bounds."""
    tree = _Tree([cell], [-1], [b""])
    open_tiles = [(0, geometry.from_wkb(part))]
    while open_tiles:
        tile, shape = open_tiles.pop()
        is_halved = _is_to_halve(shape, tree.cells[tile])
        if not is_halved or (tile > 0 and geometry.vertex_count(shape) <= KEPT_VERTICES):
            tree.blobs[tile] = b"" if geometry.is_empty(shape) else geometry.to_wkb(shape)
        if not is_halved:
            continue
        tree.children[tile] = len(tree.cells)
        for half in _halves(tree.cells[tile]):
            open_tiles.append((len(tree.cells), _clipped(shape, half)))
            tree.cells.append(half)
            tree.children.append(-1)
            tree.blobs.append(b"")
    return tree


def _planted(trees: Sequence[_Tree], overlaps: Any) -> Tiles:
    """The trees beside one another."""
    roots = np.cumsum([0, *(len(one.cells) for one in trees)], dtype=np.int64)[:-1]
    children = [np.array(one.children, dtype=np.int64) for one in trees]
    children = [np.where(own < 0, own, own + root) for own, root in zip(children, roots, strict=True)]
    blobs = [blob for one in trees for blob in one.blobs]
    starts = np.cumsum([0, *map(len, blobs)], dtype=np.int64)
    cells = np.array([cell for one in trees for cell in one.cells]).reshape(-1, 4)
    return Tiles(roots, cells, np.concatenate([np.empty(0, np.int64), *children]), starts, b"".join(blobs), overlaps)


def _box(row: Any) -> _Box:
    west, south, east, north = row.tolist()
    return west, south, east, north


def _is_to_halve(shape: Shape, cell: _Box) -> bool:
    west, south, east, north = cell
    # Below that its halves with their margins would be hardly smaller.
    return geometry.vertex_count(shape) > MOST_VERTICES and max(east - west, north - south) > 4 * LEAST_MARGIN


def _halves(cell: _Box) -> tuple[_Box, _Box]:
    west, south, east, north = cell
    if east - west > north - south:
        middle = (west + east) / 2
        return (west, south, middle, north), (middle, south, east, north)
    middle = (south + north) / 2
    return (west, south, east, middle), (west, middle, east, north)


def _with_margin(cells: Any) -> Any:
    """Cells (an array, a row each) grown on all sides."""
    margin = np.maximum((cells[..., 2:] - cells[..., :2]) * MARGIN_SHARE, LEAST_MARGIN)
    return np.concatenate([cells[..., :2] - margin, cells[..., 2:] + margin], axis=-1)


def _lie_in_second(boxes: Any, first: Any, second: Any) -> Any:
    """For each box whether its middle lies beyond the line between the halves of a cell. If a half holds a box whole, this one does."""
    middle = np.where(second[:, :2] > first[:, :2], first[:, 2:], np.inf)
    return ((boxes[:, :2] + boxes[:, 2:]) / 2 > middle).any(axis=1)


def _lies_in(boxes: Any, others: Any) -> Any:
    return (boxes[:, :2] >= others[:, :2]).all(axis=1) & (boxes[:, 2:] <= others[:, 2:]).all(axis=1)


def _clipped(shape: Shape, cell: _Box) -> Shape:
    """What of ``shape`` lies in a cell and its margin. GEOS' quick clipping at times gives an invalid shape; then it is intersected."""
    reach = _box(_with_margin(np.array(cell)))
    clipped = shapely.clip_by_rect(shape, *reach)
    if not shapely.is_valid(clipped):
        clipped = shapely.intersection(shape, shapely.box(*reach))
    return clipped if shapely.get_type_id(clipped) in _POLYGONS else geometry.parts_of_dimension(clipped, 2)
