# SPDX-License-Identifier: GPL-3.0-or-later
"""Shapes cut into tiles: what of them lies around a place is had without touching the rest of a large shape.

A shape is taken apart into its polygons (parts). A part of more than MOST_VERTICES is halved, across its longer side, until
no tile has more; every tile reaches a margin beyond its cell, so that a small site lies in one tile whole and its piece has no
seam. Which tile serves a place is decided by the part's bounds and the place alone, and a tile is always cut from the one above
it. So it makes no difference to any answer, to the last bit, whether the tiles were there before the question.
"""

from __future__ import annotations

from .cells import LEAST_MARGIN
from .cutting import MOST_VERTICES
from .tiles import Tiles
from .tiling import Surroundings, Tiling

__all__ = ["LEAST_MARGIN", "MOST_VERTICES", "Surroundings", "Tiles", "Tiling"]
