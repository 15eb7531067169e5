# SPDX-License-Identifier: GPL-3.0-or-later
"""Small and narrow polygons are cut and measured about a corner of their own, where coordinates have digits to spare.

Where an outline is cut, the new vertex is rounded to the last bit of its coordinates: 1.6 nm at 113° E. Along the outline of a ditch of
a metre's width that is more than a billionth of its area, and its pieces would no longer sum to it. The difference of two near
coordinates is exact, so a polygon and all around it may be told from its corner without a vertex moving; what is cut there is
rounded to a millionth of a nanometre.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely

from .. import geometry, measure
from ..measure import AreaRule

_ROUNDING: Final = 2.8e-14
"""What cutting may move an outline by, in degrees: twice the last bit of a longitude in China (3 nm)."""
_BALANCE: Final = 1e-9
"""The share of a polygon's area that its pieces may differ from it by."""


class OwnOrigins:
    """Valid, not empty polygons (EPSG:4490, an array) and, for the small and narrow among them, an origin of their own.

    ``shapes`` are the polygons and ``total`` their areas (m²) by ``rule``; what is *told* of one is told in degrees from its origin, which for
    all others is 0° 0°. ``polygon`` is in every method the position of the polygon that a shape belongs to.
    """

    def __init__(self, polygons: Any, rule: AreaRule) -> None:
        self._rule = rule
        self._is_narrow = shapely.length(polygons) * _ROUNDING > shapely.area(polygons) * _BALANCE
        self._origins = np.where(self._is_narrow[:, None], shapely.bounds(polygons)[:, :2], 0.0)
        everyone = np.arange(len(polygons))
        self.shapes = self.told(polygons, everyone)
        self.total = self.areas(self.shapes, everyone)

    def told(self, shapes: Any, polygon: Any) -> Any:
        """Shapes in longitude and latitude, told from the origins of their polygons."""
        return self._moved(shapes, polygon, -self._origins)

    def placed(self, shapes: Any, polygon: Any) -> Any:
        """The way back. What is thinner than two coordinates can be apart has no area there; it is a line then, or a point."""
        found = self._moved(shapes, polygon, self._origins)
        rows = np.flatnonzero(self._is_narrow[polygon])
        for row in rows[~shapely.is_valid(found[rows]) & ~shapely.is_missing(found[rows])]:
            # An edge has come to lie across another. What is rounded first, as GEOS rounds, is moved without rounding, and no edge crosses.
            grid = float(np.spacing(np.abs(shapely.bounds(found[row])).max()))
            rounded = geometry.from_wkb(geometry.to_wkb(shapely.set_precision(shapes[row], grid)))
            if shapely.is_empty(rounded):
                is_polygon = shapely.get_dimensions(found[row]) == 2
                found[row] = shapely.make_valid(shapely.boundary(found[row]) if is_polygon else found[row])
            else:
                found[row] = self._moved(np.array([rounded], dtype=object), polygon[row : row + 1], self._origins)[0]
        return found

    def areas(self, told: Any, polygon: Any) -> Any:
        """Areas (m²) of told shapes; 0 for points, lines and None."""
        narrow = self._is_narrow[polygon]
        if not narrow.any():
            return measure.areas(told, self._rule)
        found = np.empty(len(told))
        found[~narrow] = measure.areas(told[~narrow], self._rule)
        found[narrow] = measure.areas_about(self._origins[polygon[narrow]], told[narrow], self._rule)
        return found

    def _moved(self, shapes: Any, polygon: Any, by: Any) -> Any:
        found = shapes.copy()
        rows = np.flatnonzero(self._is_narrow[polygon])
        moved = shapes[rows]
        coordinates, owner = shapely.get_coordinates(moved, return_index=True)
        found[rows] = shapely.set_coordinates(moved, coordinates + by[polygon[rows]][owner])
        return found
