# SPDX-License-Identifier: GPL-3.0-or-later
"""The invented land below the demo county: noise, an eroded terrain, its rivers and catchments (numpy only).

Everything here is made of sums, products and square roots in a fixed order, without FFT and without BLAS, so that one
seed gives one land on every machine. Arrays run from north to south and from west to east; x and y are metres east
and north of the middle of the land.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float64]
Labels = NDArray[np.int64]

COARSE = 160.0
"""Cell of the eroded terrain, metres."""
REFINE = 4
"""Fine cells a coarse cell, each way: zones are drawn on 40 m cells."""
ROWS, COLUMNS = 270, 300
STREAM_CELLS = 120
"""A stream begins where this many coarse cells (about 3 km²) drain to a point."""

# The main river by hand, kilometres, from the western to the north-eastern edge (first and last point lie outside).
MAIN_RIVER = (
    (-27, -6), (-25, -7), (-19, -9.5), (-15, -7.5), (-11.5, -3.5), (-8.5, -3.2), (-6, -5.2), (-3, -2.2), (0, 1.6),
    (3, 0.6), (5, -1.2), (7.6, 1.2), (8.2, 5), (11, 8), (14, 7.4), (17, 11), (21, 12.5), (25, 15), (28, 16),
)  # fmt: skip


@dataclass(frozen=True)
class Land:
    """The terrain on the coarse grid and its drainage.

    `height` in metres; `receiver` the flat index of the cell each cell drains to; `order` all flat indices, downstream
    first; `drained` the number of cells above each cell, itself included; `river` the course of the main river (n × 2, m).
    """

    height: Grid
    receiver: list[int]
    order: list[int]
    drained: Grid
    river: Grid


def cell_centres(step: float, rows: int, columns: int) -> tuple[Grid, Grid]:
    """The x and y of every cell centre of a grid around the middle of the land, metres."""
    row, column = np.mgrid[0:rows, 0:columns]
    return (column + 0.5 - columns / 2) * step, (rows / 2 - row - 0.5) * step


def _spline_taps(positions: Grid) -> tuple[NDArray[np.int64], tuple[Grid, ...]]:
    """First lattice index and the four cubic B-spline weights of each position."""
    index = np.floor(positions).astype(np.int64)
    f = positions - index
    g = 1 - f
    return index, (
        g * g * g / 6,
        (3 * f * f * f - 6 * f * f + 4) / 6,
        (3 * g * g * g - 6 * g * g + 4) / 6,
        f * f * f / 6,
    )


def spline_grid(lattice: Grid, row_positions: Grid, column_positions: Grid) -> Grid:
    """The cubic B-spline surface over a lattice, read at the given rows and columns."""
    row, row_weights = _spline_taps(row_positions)
    column, column_weights = _spline_taps(column_positions)
    band = sum(weight[:, None] * lattice[row + k] for k, weight in enumerate(row_weights))
    return sum(weight[None, :] * band[:, column + k] for k, weight in enumerate(column_weights))  # type: ignore[return-value]


def spline_values(lattice: Grid, rows: Grid, columns: Grid) -> Grid:
    """The cubic B-spline surface over a lattice at scattered places, one value a place."""
    row, row_weights = _spline_taps(rows)
    column, column_weights = _spline_taps(columns)
    total = np.zeros(len(rows))
    for j, row_weight in enumerate(row_weights):
        for k, column_weight in enumerate(column_weights):
            total += row_weight * column_weight * lattice[row + j, column + k]
    return total


def noise(rng: np.random.Generator, shape: tuple[int, int], waves: float, octaves: int, gain: float = 0.5) -> Grid:
    """Fractal noise of unit deviation; `waves` lattice cells across the wider side, doubled with every octave."""
    total, weight = np.zeros(shape), 1.0
    for _ in range(octaves):
        step = max(shape) / waves
        lattice = rng.standard_normal((int(shape[0] / step) + 5, int(shape[1] / step) + 5))
        total += weight * spline_grid(lattice, np.arange(shape[0]) / step, np.arange(shape[1]) / step)
        waves, weight = waves * 2, weight * gain
    return total / total.std()


def refine(field: Grid) -> Grid:
    """A coarse field on the fine grid, smoothly."""
    lattice = np.pad(field, 2, mode="edge")
    rows, columns = field.shape
    return spline_grid(
        lattice,
        (np.arange(rows * REFINE) + 0.5) / REFINE + 0.5,
        (np.arange(columns * REFINE) + 0.5) / REFINE + 0.5,
    )


def smooth_course(points: NDArray[np.float64], step: int) -> Grid:
    """A Catmull-Rom curve through all but the first and last of the points, `step` places a span."""
    p = np.asarray(points, float)
    s = (np.arange(step) / step)[:, None]
    spans = [
        0.5 * (2 * b + (c - a) * s + (2 * a - 5 * b + 4 * c - d) * s * s + (3 * b - a - 3 * c + d) * s * s * s)
        for a, b, c, d in zip(p[:-3], p[1:-2], p[2:-1], p[3:], strict=True)
    ]
    return np.concatenate([*spans, p[-2:-1]])


def distance_to(points: Grid, x: Grid, y: Grid, reach: float) -> Grid:
    """Distance from each cell centre to the nearest of many points, metres; `reach` where it is farther than that."""
    result = np.full(x.shape, reach)
    step = x[0, 1] - x[0, 0]
    around = int(reach / step) + 1
    for px, py in points:
        column, row = int((px - x[0, 0]) / step), int((y[0, 0] - py) / step)
        window = (
            slice(max(row - around, 0), max(row + around + 2, 0)),
            slice(max(column - around, 0), max(column + around + 2, 0)),
        )
        np.minimum(result[window], np.sqrt((x[window] - px) ** 2 + (y[window] - py) ** 2), out=result[window])
    return result


def _flood(height: Grid, outlet: int) -> tuple[list[int], list[int]]:
    """Priority flood from the outlet: every cell drains to the cell that reached it, so there are no sinks."""
    rows, columns = height.shape
    level = height.ravel().tolist()
    receiver = [-1] * len(level)
    receiver[outlet] = outlet
    order: list[int] = []
    queue = [(level[outlet], outlet)]
    while queue:
        here, i = heapq.heappop(queue)
        order.append(i)
        row, column = divmod(i, columns)
        for r in range(max(row - 1, 0), min(row + 2, rows)):
            for j in range(r * columns + max(column - 1, 0), r * columns + min(column + 2, columns)):
                if receiver[j] < 0:
                    receiver[j] = i
                    heapq.heappush(queue, (max(level[j], here + 1e-4), j))
    return order, receiver


def _accumulate(order: list[int], receiver: list[int], inlet: int) -> list[float]:
    drained = [1.0] * len(order)
    drained[inlet] += 4e4  # the river comes from a land of a thousand square kilometres to the west
    for i in reversed(order):
        if receiver[i] != i:
            drained[receiver[i]] += drained[i]
    return drained


def make_land(rng: np.random.Generator, ages: int = 22) -> Land:
    """Raise a noisy land on both sides of the main river and let its streams cut it for some ages.

    The cut follows the stream-power law (uplift against slope × √drained area), solved downstream first, each age.
    """
    shape = (ROWS, COLUMNS)
    x, y = cell_centres(COARSE, ROWS, COLUMNS)
    river = smooth_course(np.array(MAIN_RIVER) * 1000.0, 24)
    far = distance_to(river, x, y, 30_000.0) / 1000.0
    valley = far + 1.8 * noise(rng, shape, 6, 4) * np.clip(far / 3, 0, 1)
    uplift = 0.02 + np.clip((valley - 1.6) / 10, 0, 1) ** 0.9 * np.clip(
        0.75 + 0.45 * noise(rng, shape, 4, 3), 0.12, 1.6
    )
    height = (
        20 + uplift * 140 + noise(rng, shape, 10, 6, 0.6) * np.clip(far * 4, 3, 25) - 25 * np.clip(1 - far * 2, 0, 1)
    )
    wander = noise(rng, shape, 60, 3) * 5 - 60 * (far < 0.15)  # keeps streams from running straight over flat ground

    def edge_cell(column: int) -> int:
        row = int(np.argmin(far[:, column]))
        return row * COLUMNS + column

    inlet, outlet = edge_cell(0), edge_cell(COLUMNS - 1)
    height.ravel()[outlet] = -30.0
    lift = (uplift * 22).ravel().tolist()
    for _ in range(ages):
        order, receiver = _flood(height + wander, outlet)
        drained = _accumulate(order, receiver, inlet)
        level = height.ravel().tolist()
        for i in order:
            r = receiver[i]
            if r != i:
                run = COARSE if abs(i - r) in (1, COLUMNS) else COARSE * 1.4142135623730951
                cut = 0.4 * math.sqrt(drained[i]) * COARSE / run
                level[i] = (level[i] + lift[i] + cut * level[r]) / (1 + cut)
        height = np.array(level).reshape(shape)
        frame = np.pad(height, 1, mode="edge")  # hill slopes creep
        height = height + 0.03 * (frame[:-2, 1:-1] + frame[2:, 1:-1] + frame[1:-1, :-2] + frame[1:-1, 2:] - 4 * height)
    order, receiver = _flood(height + wander, outlet)
    return Land(height, receiver, order, np.array(_accumulate(order, receiver, inlet)).reshape(shape), river)


def height_above_stream(land: Land) -> Grid:
    """Height of each coarse cell above the stream it drains to, metres."""
    level, drained = land.height.ravel().tolist(), land.drained.ravel().tolist()
    base = list(level)
    for i in land.order:
        if drained[i] < STREAM_CELLS and land.receiver[i] != i:
            base[i] = base[land.receiver[i]]
    return (land.height.ravel() - np.array(base)).reshape(land.height.shape)


def local_relief(height: Grid, reach: int) -> Grid:
    """Highest minus lowest cell within `reach` cells, metres."""
    high, low = height, height
    for axis in (0, 1):
        span = [np.roll(high, k, axis) for k in range(-reach, reach + 1)]
        high = np.maximum.reduce(span)
        low = np.minimum.reduce([np.roll(low, k, axis) for k in range(-reach, reach + 1)])
    return high - low


def catchments(land: Land, segment: int = 25) -> Labels:
    """Small catchments: a label begins at every confluence and after `segment` cells along a stream."""
    drained = land.drained.ravel().tolist()
    donors = [0] * len(drained)
    for i in land.order:
        if drained[i] >= STREAM_CELLS:
            donors[land.receiver[i]] += 1
    label, run, following = [0] * len(drained), [0] * len(drained), 0
    for i in land.order:
        r = land.receiver[i]
        if drained[i] >= STREAM_CELLS and (donors[r] >= 2 or run[r] >= segment or r == i):
            following += 1
            label[i], run[i] = following, 0
        else:
            label[i], run[i] = label[r], run[r] + 1
    return np.array(label, dtype=np.int64).reshape(land.height.shape)


def stream_courses(land: Land, least_cells: float) -> list[Grid]:
    """The streams that drain at least so many cells, each from its head down to the next larger one, smoothed (n × 2, m)."""
    x, y = (a.ravel() for a in cell_centres(COARSE, ROWS, COLUMNS))
    drained = land.drained.ravel().tolist()
    stream = [i for i in land.order if drained[i] >= least_cells]
    fed = {land.receiver[i] for i in stream}
    seen: set[int] = set()
    courses = []
    for head in sorted((i for i in stream if i not in fed), key=lambda i: (-drained[i], i)):
        path, i = [head], head
        while land.receiver[i] != i and i not in seen:
            seen.add(i)
            i = land.receiver[i]
            path.append(i)
        line = np.column_stack([x[path], y[path]])
        for _ in range(4):
            line[1:-1] = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
        if len(line) >= 4:
            courses.append(smooth_course(np.concatenate([line[:1], line, line[-1:]]), 4))
    return courses
