# SPDX-License-Identifier: GPL-3.0-or-later
"""How far the nearest shape of each kind is from a site: the nearest unit of each class, the nearest zone of each theme."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final, TypeVar

from . import geometry
from .geometry import Shape
from .tiling import Tiling

_Kind = TypeVar("_Kind", bound=Hashable)

_FIRST_M: Final = 250.0
_WIDENED: Final = 4.0
"""The place searched reaches so many metres around the site at first, and so many times as far every time something is missing."""


def nearest(site: Shape, tiling: Tiling, kinds: Sequence[_Kind]) -> dict[_Kind, tuple[int, float]]:
    """Of each kind the position of the shape nearest to ``site`` and its distance in m on the ellipsoid, 0 where they meet.

    ``kinds`` says the kind of each shape of ``tiling``. Of shapes as near as each other, the first. EPSG:4490.
    """
    found: dict[_Kind, tuple[int, float]] = {}
    missing = set(kinds)
    reach = _FIRST_M
    while missing:
        box = geometry.boxes_around([site], reach)[0]
        is_all = _holds(box, tiling.bounds)
        for position, shape in tiling.shapes_around(box, [kind in missing for kind in kinds]):
            kind = kinds[position]
            distance = geometry.geodesic(site, shape)
            if distance < found.get(kind, (0, float("inf")))[1]:
                found[kind] = (position, distance)
        # Of what was found farther than this, something nearer may lie outside the place that was searched.
        missing = set() if is_all else {kind for kind in missing if found.get(kind, (0, float("inf")))[1] > reach}
        found = {kind: one for kind, one in found.items() if kind not in missing}
        reach *= _WIDENED
    return found


def _holds(box: Sequence[float], other: Sequence[float]) -> bool:
    return box[0] <= other[0] and box[1] <= other[1] and box[2] >= other[2] and box[3] >= other[3]
