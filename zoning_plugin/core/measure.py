# SPDX-License-Identifier: GPL-3.0-or-later
"""Areas and lengths of shapes in longitude/latitude on CGCS2000: on the ellipsoid, or (areas) in a stated Gauss–Krüger plane.

*Edge definition.* Between two vertices an edge is straight in longitude/latitude. So a cut through an edge changes
neither area nor length, and the pieces of a shape sum to the shape. It differs from geodesic edges by parts in 10⁸
for edges of survey length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from . import projection
from .errors import ReleaseUnreadable
from .geometry import Shape
from .projection import E2, INVERSE_FLATTENING, SEMI_MAJOR, SEMI_MINOR, E

EDGES = "straight-in-longitude-latitude"
"""The edge definition above, as files state it."""


def _gauss(points: int) -> tuple[Any, Any]:
    """Gauss–Legendre nodes and weights on [0, 1]."""
    nodes, weights = np.polynomial.legendre.leggauss(points)
    return (nodes + 1) / 2, weights / 2


# Five points are exact to rounding for edges of up to degrees. Of an edge of hardly any height the two of _SHORT are as good, in
# a third of the time: they are wrong by a share of its height (radians) to the fourth power / 4320.
_NODES, _WEIGHTS = _gauss(5)
_SHORT_NODES, _SHORT_WEIGHTS = _gauss(2)
_SHORT: Final = 2e-3


# An edge in a plane is followed through five evenly spaced points as a polynomial; _CROSS[i, j] is the integral of the
# i-th basis polynomial times the slope of the j-th, so that x · _CROSS · y is the area between the edge and the axis.
_STEPS = np.linspace(0.0, 1.0, 5)
_BASIS = [np.polynomial.Polynomial.fromroots(np.delete(_STEPS, i)) for i in range(5)]
_BASIS = [basis / basis(step) for basis, step in zip(_BASIS, _STEPS, strict=True)]
_CROSS = np.array([[(one * other.deriv()).integ()(1.0) for other in _BASIS] for one in _BASIS])


@dataclass(frozen=True)
class AreaRule:
    """How areas are measured: on the CGCS2000 ellipsoid, or in the Gauss–Krüger plane of one stated central meridian.

    Published plans use either (domain sources: 开化 开政发〔2024〕12号 says 高斯克吕格, 120度带, 而非椭圆面积). They are never mixed.
    ``str()`` gives the text stored in a release, :meth:`parse` reads it back.
    """

    central_meridian: float | None = None

    @classmethod
    def parse(cls, text: str) -> AreaRule:
        """Rule from "ellipsoidal-cgcs2000" (or empty) or "gauss-kruger:<central meridian in degrees>".

        Raises ReleaseUnreadable("area-rule-unknown").
        """
        kind, _, meridian = text.strip().partition(":")
        if kind in ("", "ellipsoidal-cgcs2000") and not meridian:
            return cls()
        try:
            if kind == "gauss-kruger" and -180 <= float(meridian) <= 180:
                return cls(float(meridian))
        except ValueError:
            pass
        raise ReleaseUnreadable("area-rule-unknown", rule=text)

    def __str__(self) -> str:
        return "ellipsoidal-cgcs2000" if self.central_meridian is None else f"gauss-kruger:{self.central_meridian:g}"


ELLIPSOIDAL = AreaRule()


def _area_to_equator(lat: Any) -> Any:
    """Ellipsoid area between the equator and ``lat`` (radians) for one radian of longitude, in m²."""
    sine = np.sin(lat)
    return SEMI_MINOR**2 / 2 * (sine / (1 - E2 * sine**2) + np.arctanh(E * sine) / E)


def _sums_by_ring(ring: Any, per_edge: Any) -> Any:
    """Sum an edge value over each ring; ``per_edge[i]`` belongs to the edge from vertex i to i + 1."""
    same_ring = ring[1:] == ring[:-1]
    return np.bincount(ring[:-1][same_ring], weights=per_edge[same_ring], minlength=ring[-1] + 1 if len(ring) else 0)


def _weighted(values: Any, weights: Any) -> Any:
    """The weighted sum of each row. Not by ``@``: that starts BLAS' own threads, and other BLAS round otherwise."""
    return np.einsum("en,n->e", values, weights)


def _edges(coordinates: Any) -> tuple[Any, Any, Any]:
    radians = np.radians(coordinates)
    lon, lat = radians[:, 0], radians[:, 1]
    at = lat[:-1, None] + (lat[1:] - lat[:-1])[:, None] * _NODES  # latitude at the quadrature nodes of each edge
    return np.diff(lon), np.diff(lat), at


def _plane_edges(coordinates: Any, meridian: float) -> tuple[Any, Any]:
    """East and north (metres) of five points along each edge in the Gauss–Krüger plane of ``meridian``."""
    along = coordinates[:-1, None, :] + np.diff(coordinates, axis=0)[:, None, :] * _STEPS[None, :, None]
    plane = (
        f"+proj=tmerc +lat_0=0 +lon_0={meridian} +k=1 +x_0=0 +y_0=0 +a={SEMI_MAJOR} +rf={INVERSE_FLATTENING} +units=m"
    )
    east, north = projection.from_lonlat(plane, along[..., 0].ravel(), along[..., 1].ravel())
    return np.asarray(east).reshape(-1, 5), np.asarray(north).reshape(-1, 5)


def areas(shapes: Any, rule: AreaRule = ELLIPSOIDAL) -> Any:
    """Areas in m² by ``rule``, one per shape of a sequence (array of float64); 0 for points, lines and None.

    Holes are subtracted whatever their orientation. Ellipsoidal areas use the closed form of the zone between two
    parallels, which 国土调查办发〔2008〕32号 develops into a series. Raises ValueError for a collection in a collection.
    """
    array = np.asarray(shapes, dtype=object)
    polygons, owner = shapely.get_parts(array, return_index=True)
    if (shapely.get_type_id(polygons) > 3).any():
        raise ValueError("a collection inside a collection has no area here: take its parts first")
    keep = shapely.get_type_id(polygons) == 3
    polygons, owner = polygons[keep], owner[keep]
    rings, polygon_of_ring = shapely.get_rings(polygons, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    if not len(coordinates):
        return np.zeros(len(array))
    # What lies below or beside the first vertex of a ring is taken off: so no nearly equal large numbers are subtracted.
    first = np.flatnonzero(np.r_[True, ring[1:] != ring[:-1]])
    if rule.central_meridian is None:
        radians = np.radians(coordinates)
        dlon, dlat = np.diff(radians, axis=0).T
        to_first = _area_to_equator(radians[first, 1])[ring]
        per_edge = np.empty(len(dlon))
        is_short = np.abs(dlat) < _SHORT
        for edges, nodes, weights in ((is_short, _SHORT_NODES, _SHORT_WEIGHTS), (~is_short, _NODES, _WEIGHTS)):
            at = radians[:-1, 1][edges, None] + dlat[edges, None] * nodes
            per_edge[edges] = dlon[edges] * _weighted(_area_to_equator(at) - to_first[:-1][edges, None], weights)
    else:
        east, north = _plane_edges(coordinates, rule.central_meridian)
        at = np.minimum(first, len(east) - 1)[ring[:-1]]
        per_edge = np.einsum("ei,ij,ej->e", east - east[at, :1], _CROSS, north - north[at, :1])
    signed = _sums_by_ring(ring, per_edge)
    outer = np.r_[True, polygon_of_ring[1:] != polygon_of_ring[:-1]]
    return np.bincount(owner[polygon_of_ring], np.abs(signed) * np.where(outer, 1.0, -1.0), minlength=len(array))


def area(shape: Shape, rule: AreaRule = ELLIPSOIDAL) -> float:
    """Area of one shape in m² by ``rule``."""
    return float(areas([shape], rule)[0])


def lengths(shapes: Sequence[Shape]) -> Any:
    """Ellipsoidal lengths in m of the lines in each shape (array of float64); 0 for points and polygons."""
    array = np.asarray(shapes, dtype=object)
    lines, owner = shapely.get_parts(array, return_index=True)
    keep = np.isin(shapely.get_type_id(lines), (1, 2))
    lines, owner = lines[keep], owner[keep]
    coordinates, line = shapely.get_coordinates(lines, return_index=True)
    if not len(coordinates):
        return np.zeros(len(array))
    dlon, dlat, at = _edges(coordinates)
    inner = 1 - E2 * np.sin(at) ** 2
    meridian = SEMI_MAJOR * (1 - E2) / inner**1.5
    parallel = SEMI_MAJOR / np.sqrt(inner) * np.cos(at)
    per_edge = _weighted(np.hypot(meridian * dlat[:, None], parallel * dlon[:, None]), _WEIGHTS)
    return np.bincount(owner, _sums_by_ring(line, per_edge), minlength=len(array))


def length(shape: Shape) -> float:
    """Ellipsoidal length of one shape in m."""
    return float(lengths([shape])[0])
