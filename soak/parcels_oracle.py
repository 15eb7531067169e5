# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of a parcel lies in each unit, in none and in several: in fractions, so nothing is rounded until the end. Imports nothing of the plugin.

A parcel is one convex ring, a unit convex rings that share no area; both in degrees, counter-clockwise, the first vertex not repeated.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

Point = tuple[Fraction, Fraction]
Ring = list[Point]

_E2: Final = 1 - (1 - 1 / 298.257222101) ** 2


def ring_of(points: Sequence[tuple[float, float]]) -> Ring:
    """A ring of numbers, each exactly what it is."""
    return [(Fraction(x), Fraction(y)) for x, y in points]


def left_of(ring: Ring, start: Point, end: Point) -> Ring:
    """What of a convex ring lies left of a line."""

    def left(point: Point) -> Fraction:
        return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])

    kept: Ring = []
    for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
        at_one, at_other = left(one), left(other)
        if at_one >= 0:
            kept.append(one)
        if at_one * at_other < 0:
            share = at_one / (at_one - at_other)
            kept.append((one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])))
    return kept


def common(ring: Ring, other: Ring) -> Ring:
    """What two convex rings have in common; fewer than three vertices where that has no area."""
    for start, end in zip(other, other[1:] + other[:1], strict=True):
        if len(ring) < 3:
            return []
        ring = left_of(ring, start, end)
    return ring


def amount(ring: Ring, lat: Fraction) -> float:
    """The area of a small ring by the ellipsoid's area a square degree, which is developed about ``lat`` to the second order.

    Good to the third power of its extent in radians: 3e-11 for two kilometres.
    """
    if len(ring) < 3:
        return 0.0
    at, step, radian = math.radians(float(lat)), 1e-3, math.pi / 180
    slope = (_density(at + step) - _density(at - step)) / (2 * step)
    bend = (_density(at + step) - 2 * _density(at) + _density(at - step)) / step**2
    plain = first = second = Fraction(0)
    x0, y0 = ring[0]
    for (x1, y1), (x2, y2) in zip(ring[1:], ring[2:]):  # noqa: B905, RUF007 - the last has no next
        doubled = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        heights = (y0 - lat, y1 - lat, y2 - lat)
        plain += doubled / 2
        first += doubled / 6 * sum(heights)
        second += doubled / 24 * (sum(one * one for one in heights) + sum(heights) ** 2)
    return float(plain) * _density(at) + float(first) * slope * radian + float(second) * bend / 2 * radian**2


def _density(phi: float) -> float:
    return math.cos(phi) / (1 - _E2 * math.sin(phi) ** 2) ** 2


def shares(parcel: Ring, units: Sequence[Sequence[Ring]]) -> tuple[list[float], float, float]:
    """Of a parcel: the share of each unit, of what is in none, and of what is in several (in two once, in three twice)."""
    lat = parcel[0][1]
    whole = amount(parcel, lat)
    pieces = [[common(parcel, part) for part in unit] for unit in units]
    of_units = [sum(amount(one, lat) for one in own) / whole for own in pieces]
    parts = [one for own in pieces for one in own if len(one) > 2]
    covered = _union(parts, lat) / whole
    return of_units, 1 - covered, sum(of_units) - covered


def _union(rings: list[Ring], lat: Fraction) -> float:
    """The area that convex rings cover together: sums of what one, two, three … have in common, with turning signs."""
    total, sign, level = 0.0, 1.0, [(ring, at) for at, ring in enumerate(rings)]
    while level:
        total += sign * sum(amount(ring, lat) for ring, _ in level)
        level = [
            (both, other)
            for ring, last in level
            for other in range(last + 1, len(rings))
            if len(both := common(ring, rings[other])) > 2 and amount(both, lat) > 0
        ]
        sign = -sign
    return total
