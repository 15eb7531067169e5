# SPDX-License-Identifier: GPL-3.0-or-later
"""Tiles that are there: which one serves a place, and how they are kept as bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import shapely

from .cells import lie_in, lie_in_second, with_margin

LEAST_OVERLAP_M2: Final = 1e-4
POLYGONS: Final = (3, 6)
"""GEOS' numbers of polygons and multipolygons."""


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
        return with_margin(self.cells)

    def serving(self, root: Any, wanted: Any) -> Any:
        """The tile of each tree (``root``: its number) that serves a box: the half in which its middle lies, as long as that holds it."""
        tile = self.roots[root]
        moving = np.arange(len(tile))
        while len(moving):
            moving = moving[self.children[tile[moving]] >= 0]
            half = self.children[tile[moving]]
            half += lie_in_second(wanted[moving], self.cells[half], self.cells[half + 1])
            is_held = lie_in(wanted[moving], self.reaches[half])
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
            column = np.frombuffer(body, dtype=kind, count=size, offset=at).copy()  # in the file it may begin anywhere
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
            np.isin(shapely.get_type_id(shapes), POLYGONS).all()
            and lie_in(shapely.bounds(shapes).reshape(-1, 4), self.reaches[filled]).all()
        )


_LONGEST_HEAD: Final = 1000
_COLUMNS: Final = (
    ("roots", "<i8", 1),
    ("cells", "<f8", 4),
    ("children", "<i8", 1),
    ("starts", "<i8", 1),
    ("overlaps", "<f8", 4),
)
