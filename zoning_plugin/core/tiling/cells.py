# SPDX-License-Identifier: GPL-3.0-or-later
"""Cells: boxes in degrees that are halved again and again, with a margin beyond each."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

MARGIN_SHARE: Final = 0.125
LEAST_MARGIN: Final = 0.0015
"""Degrees, about 150 m: a site of twice this size lies in one tile wherever the cuts run."""

Box = tuple[float, float, float, float]
"""West, south, east, north."""


def box_of(row: Any) -> Box:
    """One row of an array of boxes."""
    west, south, east, north = row.tolist()
    return west, south, east, north


def halves_of(cell: Box) -> tuple[Box, Box]:
    """A cell halved across its longer side."""
    west, south, east, north = cell
    if east - west > north - south:
        middle = (west + east) / 2
        return (west, south, middle, north), (middle, south, east, north)
    middle = (south + north) / 2
    return (west, south, east, middle), (west, middle, east, north)


def with_margin(cells: Any) -> Any:
    """Cells (an array, a row each) grown on all sides."""
    margin = np.maximum((cells[..., 2:] - cells[..., :2]) * MARGIN_SHARE, LEAST_MARGIN)
    return np.concatenate([cells[..., :2] - margin, cells[..., 2:] + margin], axis=-1)


def lie_in_second(boxes: Any, first: Any, second: Any) -> Any:
    """For each box whether its middle lies beyond the line between the halves of a cell. If a half holds a box whole, this one does."""
    middle = np.where(second[:, :2] > first[:, :2], first[:, 2:], np.inf)
    return ((boxes[:, :2] + boxes[:, 2:]) / 2 > middle).any(axis=1)


def lie_in(boxes: Any, others: Any) -> Any:
    """For each box whether it lies whole in the other of its row."""
    return (boxes[:, :2] >= others[:, :2]).all(axis=1) & (boxes[:, 2:] <= others[:, 2:]).all(axis=1)
