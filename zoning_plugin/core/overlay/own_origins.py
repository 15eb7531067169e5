# SPDX-License-Identifier: GPL-3.0-or-later
"""Polygons that degrees are too coarse for are cut and measured about a corner of their own, where coordinates have digits to spare.

Where an outline is cut, the new vertex is rounded to the last bit of its coordinates: 1.6 nm at 113° E. Along the outline of a ditch of
a metre's width that is more than a billionth of its area, and its pieces would no longer sum to it. The difference of two near
coordinates is exact, so a polygon and all around it may be told from its corner without a vertex moving; what is cut there is
rounded to a millionth of a nanometre.

With so many digits two borders can be nearer each other than GEOS can tell apart by floating point: it then called the whole of a polygon
uncovered that one unit covers. So these are cut on a grid, of 2⁻⁵⁰ of their extent, on which it cannot go wrong (snap rounding).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import shapely

from .. import geometry, measure
from ..geometry import Shape
from ..measure import AreaRule

_ROUNDING: Final = 2.8e-14
"""What cutting may move an outline by, in degrees: twice the last bit of a longitude in China (3 nm)."""
_BALANCE: Final = 1e-9
"""The share of a polygon's area that its pieces may differ from it by."""
_GRID: Final = 2.0**-50
"""Of a polygon whose extent is between a half and 1."""


class OwnOrigins:
    """Valid, not empty polygons (EPSG:4490, an array) and, for the small and narrow among them or ``of_all``, an origin of their own.

    ``shapes`` are the polygons and ``total`` their areas (m²) by ``rule``; what is *told* of one is told in degrees from its origin, which for
    all others is 0° 0°. ``polygon`` is in every method the position of the polygon that a shape belongs to.
    """

    def __init__(self, polygons: Any, rule: AreaRule, *, of_all: bool = False) -> None:
        self._rule = rule
        self._has_own = of_all | (shapely.length(polygons) * _ROUNDING > shapely.area(polygons) * _BALANCE)
        boxes = shapely.bounds(polygons)
        self._origins = np.where(self._has_own[:, None], boxes[:, :2], 0.0)
        # Powers of two, so that nothing is rounded by them.
        self._sizes = np.exp2(np.ceil(np.log2((boxes[:, 2:] - boxes[:, :2]).max(axis=1))))
        everyone = np.arange(len(polygons))
        self.shapes = self.told(polygons, everyone)
        self.total = self.areas(self.shapes, everyone)

    def told(self, shapes: Any, polygon: Any) -> Any:
        """Shapes in longitude and latitude, told from the origins of their polygons."""
        return self._moved(shapes, polygon, -self._origins)

    def common(self, told: Any, polygon: Any) -> Any:
        """What the polygons have in common with told polygons around them."""
        near, own = told.copy(), np.flatnonzero(self._has_own[polygon])
        size = self._sizes[polygon[own]]
        # What lies far away has no place on the grid.
        near[own] = geometry.polygons_in(shapely.intersection(told[own], shapely.box(-size, -size, 2 * size, 2 * size)))
        return self._made(shapely.intersection, self.shapes[polygon], near, polygon)

    def rest(self, told: Any, polygon: Any) -> Any:
        """What of the polygons is not in told polygons: polygons, or None."""
        return geometry.polygons_in(self._made(shapely.difference, self.shapes[polygon], told, polygon))

    def union(self, told: Any, other: Any, polygon: Any) -> Any:
        """What told polygons and others cover together: polygons, or None."""
        return geometry.polygons_in(self._made(shapely.union, told, other, polygon))

    def placed(self, shapes: Any, polygon: Any) -> Any:
        """The way back. What is thinner than two coordinates can be apart has no area there; it is a line then, or a point."""
        found = self._moved(shapes, polygon, self._origins)
        rows = np.flatnonzero(self._has_own[polygon])
        for row in rows[~shapely.is_valid(found[rows]) & ~shapely.is_missing(found[rows])]:
            # An edge has come to lie across another. What is rounded first, as GEOS rounds, is moved without rounding, and no edge crosses.
            grid = float(np.spacing(np.abs(shapely.bounds(found[row])).max()))
            rounded = geometry.from_wkb(geometry.to_wkb(shapely.set_precision(shapes[row], grid)))
            if shapely.is_empty(rounded):
                found[row] = _line_or_point(found[row])
            else:
                found[row] = self._moved(np.array([rounded], dtype=object), polygon[row : row + 1], self._origins)[0]
        return found

    def areas(self, told: Any, polygon: Any) -> Any:
        """Areas (m²) of told shapes; 0 for points, lines and None."""
        own = self._has_own[polygon]
        if not own.any():
            return measure.areas(told, self._rule)
        found = np.empty(len(told))
        found[~own] = measure.areas(told[~own], self._rule)
        found[own] = measure.areas_about(self._origins[polygon[own]], told[own], self._rule)
        return found

    def _made(self, make: Callable[..., Any], one: Any, other: Any, polygon: Any) -> Any:
        own = self._has_own[polygon]
        if not own.any():
            return make(one, other)
        found = np.empty(len(one), dtype=object)
        found[~own] = make(one[~own], other[~own])
        sizes = self._sizes[polygon[own]]
        made = make(_scaled(one[own], 1 / sizes), _scaled(other[own], 1 / sizes), grid_size=_GRID)
        # Read anew, because a shape from a grid takes it along into what is made of it.
        found[own] = _scaled(shapely.from_wkb(geometry.to_wkbs(made)), sizes)
        return found

    def _moved(self, shapes: Any, polygon: Any, by: Any) -> Any:
        found = shapes.copy()
        rows = np.flatnonzero(self._has_own[polygon])
        moved = shapes[rows]
        coordinates, owner = shapely.get_coordinates(moved, return_index=True)
        found[rows] = shapely.set_coordinates(moved, coordinates + by[polygon[rows]][owner])
        return found


def _line_or_point(shape: Shape) -> Shape:
    """What is left of a shape, whose outline has come to lie upon itself."""
    outline = shapely.boundary(shape) if shapely.get_dimensions(shape) == 2 else shape
    mended = shapely.make_valid(outline)
    lines = geometry.parts_of_dimension(mended, 1)
    return lines if not geometry.is_empty(lines) else geometry.parts_of_dimension(mended, 0)


def _scaled(shapes: Any, by: Any) -> Any:
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    return shapely.set_coordinates(shapes.copy(), coordinates * by[owner, None])
