# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of shapes, and what finds those around a place."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely import STRtree

from ..geometry import Shape
from .cutting import MOST_VERTICES


class Parts:
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
        self._finders: dict[int, Finder] = {}
        self._lock = threading.Lock()

    def all(self) -> Parts:
        """With every shape taken apart."""
        for shape in range(len(self._whole)):
            self._taken_apart(shape)
        return self

    def parts_in(self, boxes: Any) -> tuple[Any, Any]:
        """As :meth:`Finder.parts_in`, of the boxes of the parts."""
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
    def _wholes(self) -> Finder:
        return Finder(shapely.bounds(self._whole.copy()).reshape(-1, 4), np.arange(len(self._whole)))

    def _finder(self, shape: int) -> Finder:
        """Which parts of one shape, taken apart, have something in a box."""
        if shape not in self._finders:
            own = slice(self._starts[shape], self._starts[shape + 1])
            self._finders[shape] = Finder(self.boxes[own], np.arange(own.start, own.stop))
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


class Finder:
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
