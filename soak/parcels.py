# SPDX-License-Identifier: GPL-3.0-or-later
"""Random parcels over random units whose borders meet, nearly meet, gape and overlap, laid by the plugin and in fractions: both must say the same."""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely

from zoning_plugin.core import geometry
from zoning_plugin.core.measure import ELLIPSOIDAL
from zoning_plugin.core.overlay import Thresholds, overlay_polygons
from zoning_plugin.core.tiling import Tiling

from .parcels_oracle import ring_of, shares

TOLERANCE: Final = 1e-9
"""Of a parcel's area: for every unit, for what is in none and in several, and for the balance."""
SNAPPED_M: Final = 1.5e-5
"""Borders within 1e-12 of a coordinate GEOS may take for one: a sliver that thin may be told as its neighbour's. Nothing else may."""
PARCELS_A_WORLD: Final = 10
_METRE: Final = 1 / 111_320
_OFFSETS_M: Final = (0.0, 0.0, 3e-9, 1e-8, 1e-6, 1e-5, 1e-4, 1e-2, 0.3, 5.0)

Point = tuple[float, float]


@dataclass
class Outcome:
    """How many parcels were laid, what they met, the largest difference, and every one that is too large.

    ``snapped`` are parcels of which a sliver of some micrometres was told as its neighbour's; they balance all the same.
    """

    parcels: int = 0
    worlds: int = 0
    worst: float = 0.0
    snapped: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True)
class _World:
    """Units, each as convex rings; ``middle`` is where they meet, ``rim`` the far ends of the borders between them."""

    middle: Point
    rim: list[Point]
    units: list[list[list[Point]]]


def run(count: int, seed: int) -> Outcome:
    """Lay ``count`` parcels twice."""
    chance, outcome = random.Random(seed), Outcome()  # noqa: S311
    began = time.monotonic()
    while outcome.parcels < count:
        world = _a_world(chance)
        outcome.worlds += 1
        _compare(
            world, [_a_parcel(chance, world) for _ in range(min(PARCELS_A_WORLD, count - outcome.parcels))], outcome
        )
    outcome.seconds = time.monotonic() - began
    return outcome


def _compare(world: _World, rings: list[list[Point]], outcome: Outcome) -> None:
    units = [shapely.polygons(unit[0] if len(unit) == 1 else _joined(unit)) for unit in world.units]
    parcels = [shapely.polygons(ring) for ring in rings]
    laid = overlay_polygons(parcels, Tiling(units), rule=ELLIPSOIDAL, thresholds=Thresholds())
    for number, ring in enumerate(rings):
        rows = laid.pieces.polygon == number
        found = np.zeros(len(units))
        found[laid.pieces.index[rows]] = laid.pieces.share[rows]
        told = [*found.tolist(), laid.uncovered[number] / laid.total[number], laid.double[number] / laid.total[number]]
        of_units, uncovered, double = shares(ring_of(ring), [[ring_of(part) for part in unit] for unit in world.units])
        differences = [abs(one - other) for one, other in zip(told, [*of_units, uncovered, double], strict=True)]
        balance = abs(math.fsum(found.tolist()) + told[-2] - told[-1] - 1)
        worst, sliver = max(*differences), SNAPPED_M * geometry.outlines_m(parcels[number]) / float(laid.total[number])
        is_snapped = TOLERANCE < worst <= sliver and balance <= TOLERANCE
        outcome.parcels += 1
        outcome.snapped += is_snapped
        outcome.worst = max(outcome.worst, balance if is_snapped else worst, balance)
        _count(outcome, parcels[number], of_units, uncovered, double)
        if max(worst, balance) > TOLERANCE and not is_snapped:
            outcome.failures.append(
                f"parcel {outcome.parcels} of world {outcome.worlds} ({shapely.to_wkt(parcels[number], -1)}): told {told}, "
                f"expected {[*of_units, uncovered, double]}"
            )


def _count(outcome: Outcome, parcel: Any, of_units: list[float], uncovered: float, double: float) -> None:
    width = 2 * shapely.area(parcel) / shapely.length(parcel) / _METRE
    outcome.seen[
        f"on average {'under a centimetre' if width < 0.01 else 'under a metre' if width < 1 else 'a metre and more'} wide"
    ] += 1
    outcome.seen["in one unit alone"] += max(of_units) == 1
    outcome.seen["in three units or more"] += sum(one > 0 for one in of_units) > 2
    outcome.seen["a part of less than a millionth in a unit"] += any(0 < one < 1e-6 for one in of_units)
    outcome.seen["partly in none"] += uncovered > TOLERANCE
    outcome.seen["partly in several"] += double > TOLERANCE


# --- a world ----------------------------------------------------------------------------------------------------------


def _a_world(chance: random.Random) -> _World:
    """Slices around a place in China: one may be missing, one have a corner of its own, one a vertex that its neighbour's border does not have."""
    middle = (chance.uniform(74, 134), chance.uniform(18, 53))
    count = chance.randint(3, 6)
    turn = chance.uniform(0, math.tau)
    rim = [
        _away(middle, chance.uniform(500, 5000), turn + (at + chance.uniform(-0.2, 0.2)) * math.tau / count)
        for at in range(count)
    ]
    units = [[[middle, rim[at], rim[(at + 1) % count]]] for at in range(count)]
    own = chance.randrange(count)
    if chance.random() < 0.7:
        corner = chance.randrange(3)
        units[own][0][corner] = _away(units[own][0][corner], chance.choice(_OFFSETS_M), chance.uniform(0, math.tau))
    if chance.random() < 0.4:
        ring = units[(own + 1) % count][0]
        along = chance.uniform(0.01, 0.99)
        on_border = (ring[0][0] + along * (ring[1][0] - ring[0][0]), ring[0][1] + along * (ring[1][1] - ring[0][1]))
        units[(own + 1) % count] = [[ring[0], on_border, ring[2]], [on_border, ring[1], ring[2]]]
    if chance.random() < 0.3:
        del units[(own + 2) % count]
    return _World(middle, rim, units)


def _joined(unit: list[list[Point]]) -> list[Point]:
    """The two triangles of a slice with a vertex on its border, as one ring (which that vertex may keep from being convex)."""
    (start, on_border, last), (_, end, _) = unit
    return [start, on_border, end, last]


def _a_parcel(chance: random.Random, world: _World) -> list[Point]:
    """A convex ring, a strip or a triangle near a border, some with an edge along it; never one without area."""
    while True:
        start, end = world.middle, chance.choice(world.rim)
        along = chance.choice([0.0, chance.uniform(0, 1) ** 4])
        at = (start[0] + along * (end[0] - start[0]), start[1] + along * (end[1] - start[1]))
        width = 10 ** chance.uniform(-3, 2)
        length = min(width * 10 ** chance.uniform(0, 5), 1000.0)
        kind = chance.choice(["strip", "beside", "triangle"])
        angle = chance.uniform(0, math.tau)
        if kind == "triangle":
            ring = [
                _away(at, chance.uniform(0.1, 1) * length, angle + chance.uniform(0, 0.6) * one) for one in (0, 2, 5)
            ]
        else:
            if kind == "beside":
                angle = math.atan2(end[1] - start[1], (end[0] - start[0]) * math.cos(math.radians(start[1])))
                at = _away(at, chance.choice(_OFFSETS_M), angle + math.pi / 2)
            else:
                at = _away(at, chance.uniform(0, 1) * length, angle + math.pi)
            far = _away(at, length, angle)
            ring = [at, far, _away(far, width, angle + math.pi / 2), _away(at, width, angle + math.pi / 2)]
        shape = shapely.polygons(ring)
        is_convex = shapely.is_valid(shape) and shapely.equals(shape, shapely.convex_hull(shape))
        if is_convex and not geometry.are_hardly_there(np.array([shape]))[0]:
            return ring if shapely.is_ccw(shapely.get_exterior_ring(shape)) else ring[::-1]


def _away(point: Point, metres: float, angle: float) -> Point:
    return (
        point[0] + metres * _METRE * math.cos(angle) / math.cos(math.radians(point[1])),
        point[1] + metres * _METRE * math.sin(angle),
    )
