# SPDX-License-Identifier: GPL-3.0-or-later
"""Where shapes cover the same ground: agrees with intersecting every pair."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest

from zoning_plugin.core import geometry, measure
from zoning_plugin.core.covered_twice import common_parts


def _box(west: float, south: float, east: float, north: float) -> geometry.Shape:
    return geometry.polygon([(west, south), (east, south), (east, north), (west, north)])


def _pairwise(shapes: list[geometry.Shape]) -> dict[tuple[int, int], float]:
    found = {}
    for one in range(len(shapes)):
        for other in range(one + 1, len(shapes)):
            part = geometry.parts_of_dimension(geometry.intersection(shapes[one], shapes[other]), 2)
            if not geometry.is_empty(part) and measure.area(part) > 1e-4:
                found[one, other] = measure.area(part)
    return found


def _fast(shapes: list[geometry.Shape]) -> dict[tuple[int, int], float]:
    return {(one, other): measure.area(part) for one, other, part in common_parts(shapes)}


def test_a_large_grid_whose_lines_run_through_its_middle_takes_no_time() -> None:
    edges = [23 + step / 100 for step in range(51)]
    cells = [
        _box(90 + west, south, 90 + east, north) for west, east in pairwise(edges) for south, north in pairwise(edges)
    ]
    began = time.process_time()
    assert common_parts(cells) == []
    doubled = common_parts([*cells, _box(113.105, 23.105, 113.395, 23.395)])
    assert len(doubled) == 30 * 30
    assert time.process_time() - began < 5


def test_a_grid_of_neighbours_has_no_common_part() -> None:
    cells = [
        _box(113 + i / 100, 23 + j / 100, 113 + (i + 1) / 100, 23 + (j + 1) / 100) for i in range(6) for j in range(6)
    ]
    assert common_parts(cells) == []


@pytest.mark.parametrize(
    "shapes",
    [
        [_box(113, 23, 113.1, 23.1), _box(113, 23, 113.1, 23.1)],
        [_box(113, 23, 113.1, 23.1), _box(113.02, 23.02, 113.04, 23.04)],
        [_box(113, 23, 113.1, 23.1), _box(113.05, 23, 113.15, 23.1), _box(113, 23.05, 113.1, 23.15)],
        # two whole layers, one on the other: every inner edge has its partner, and yet all is double
        [
            _box(113, 23, 113.1, 23.1),
            _box(113.1, 23, 113.2, 23.1),
            _box(113, 23, 113.05, 23.1),
            _box(113.05, 23, 113.2, 23.1),
        ],
        # a neighbour with a vertex less on the common border
        [_box(113, 23, 113.1, 23.1), _box(113.1, 23, 113.2, 23.05), _box(113.1, 23.05, 113.2, 23.1)],
    ],
    ids=["same twice", "one inside another", "three crossing", "two layers", "vertex missing"],
)
def test_agrees_with_intersecting_every_pair(shapes: list[geometry.Shape]) -> None:
    assert _fast(shapes) == pytest.approx(_pairwise(shapes), rel=1e-9)


def test_a_hole_filled_by_a_neighbour_is_no_common_part() -> None:
    ring = geometry.difference(_box(113, 23, 113.1, 23.1), _box(113.04, 23.04, 113.06, 23.06))
    assert common_parts([ring, _box(113.04, 23.04, 113.06, 23.06)]) == []
    assert len(common_parts([ring, _box(113.03, 23.04, 113.06, 23.06)])) == 1


@pytest.mark.parametrize("seed", range(60))
def test_agrees_on_random_boxes(seed: int) -> None:
    chance = random.Random(seed)
    grid = [113 + step / 50 for step in range(6)]
    shapes = []
    for _ in range(7):
        west, east = sorted(chance.sample(grid, 2))
        south, north = sorted(value - 90 for value in chance.sample(grid, 2))
        shapes.append(_box(west, south, east, north))
    assert _fast(shapes) == pytest.approx(_pairwise(shapes), rel=1e-6)
