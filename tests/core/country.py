# SPDX-License-Identifier: GPL-3.0-or-later
"""An invented country for the overlay: units that cover a square without gap or overlap, of many vertices, parts and holes."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely

WEST, SOUTH, SIDE = 115.0, 27.0, 0.2
"""The square, in degrees: about 20 km."""


def _fractal(
    random: np.random.Generator, start: tuple[float, float], end: tuple[float, float], depth: int
) -> np.ndarray:
    points = np.array([start, end])
    for _ in range(depth):
        step = np.diff(points, axis=0)
        middle = (points[:-1] + points[1:]) / 2 + np.column_stack([-step[:, 1], step[:, 0]]) * random.normal(
            0, 0.18, (len(step), 1)
        )
        both = np.empty((len(points) + len(middle), 2))
        both[0::2], both[1::2] = points, middle
        points = both
    return points


@lru_cache(maxsize=4)
def units(seed: int = 1, depth: int = 11) -> tuple[shapely.Geometry, ...]:
    """About ten units: the faces between rugged lines, dealt out so that most units have several parts, islands among them."""
    random = np.random.default_rng(seed)
    square = shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)
    lines = [shapely.boundary(square)]
    for _ in range(4):
        low, high = random.uniform(0, SIDE, 2)
        lines.append(_line(_fractal(random, (WEST + low, SOUTH - 0.01), (WEST + high, SOUTH + SIDE + 0.01), depth)))
        lines.append(_line(_fractal(random, (WEST - 0.01, SOUTH + low), (WEST + SIDE + 0.01, SOUTH + high), depth)))
    for x, y in random.uniform(0.02, SIDE - 0.02, (30, 2)):
        lines.append(shapely.boundary(rugged(random, WEST + x, SOUTH + y, random.uniform(0.0005, 0.006), 60)))
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines)]))
    faces = faces[shapely.contains_properly(shapely.buffer(square, 1e-9), faces)]
    owner = random.integers(0, 10, len(faces))
    return tuple(shapely.union_all(faces[owner == one]) for one in range(10) if (owner == one).any())


def _line(points: np.ndarray) -> shapely.Geometry:
    return shapely.linestrings(points)


def rugged(random: np.random.Generator, x: float, y: float, radius: float, vertices: int) -> shapely.Geometry:
    """A star-shaped polygon with a rough outline."""
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    reach = radius * (1 + 0.3 * random.uniform(-1, 1, vertices))
    return shapely.polygons(np.column_stack([x + reach * np.cos(angle), y + reach * np.sin(angle)]))


def parcels(count: int, seed: int = 2, smallest: float = 0.00005, largest: float = 0.02) -> np.ndarray:
    """Parcels of all sizes, from some metres to kilometres, here and there across the border of the country."""
    random = np.random.default_rng(seed)
    places = random.uniform(-0.01, SIDE + 0.01, (count, 2))
    sizes = np.exp(random.uniform(np.log(smallest), np.log(largest), count))
    return np.array(
        [
            rugged(random, WEST + x, SOUTH + y, size, int(random.integers(4, 40)))
            for (x, y), size in zip(places, sizes, strict=True)
        ]
    )
