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

from .geometry import Shape  # first, because it says in one sentence what is missing where there is no shapely

# isort: split
import numpy as np
import shapely

from . import projection
from .errors import ReleaseUnreadable
from .projection import E2, INVERSE_FLATTENING, SEMI_MAJOR, SEMI_MINOR, E

EDGES = "straight-in-longitude-latitude"
"""The edge definition above, as files state it."""


def _gauss(points: int) -> tuple[Any, Any]:
    """Gauss–Legendre nodes and weights on [0, 1]."""
    nodes, weights = np.polynomial.legendre.leggauss(points)
    return (nodes + 1) / 2, weights / 2


_NODES, _WEIGHTS = _gauss(5)
# Area up to an edge is summed at as many points as its height (radians) needs: what is left out is under 1e-11 m² for any edge.
_BY_HEIGHT: Final = ((0.0, 5e-5, *_gauss(2)), (5e-5, 2e-3, *_gauss(3)), (2e-3, np.inf, *_gauss(5)))


# An edge in a plane is followed through five evenly spaced points as a polynomial; _CROSS[i, j] is the integral of the
# i-th basis polynomial times the slope of the j-th, so that x · _CROSS · y is the area between the edge and the axis. In whole
# numbers, because each row has to sum to nothing: what is left over is multiplied by the square of the length.
_STEPS = np.linspace(0.0, 1.0, 5)
_CROSS = np.array([
    [-2835, 4416, -2412, 1152, -321],
    [-4416, 0, 6336, -3072, 1152],
    [2412, -6336, 0, 6336, -2412],
    [-1152, 3072, -6336, 0, 4416],
    [321, -1152, 2412, -4416, 2835],
]) / 5670  # fmt: skip

# Within half a degree of an origin the plane is a polynomial of the fourth degree in longitude and latitude, by 5 × 5 points of PROJ's
# (_COEFFICIENTS makes it of values at _AROUND): right to 1e-11 of an area. PROJ knows no place better than to a nanometre, a polynomial
# knows it as well as it is told.
_REACH: Final = 0.5
_AROUND = np.linspace(-1.0, 1.0, 5)
_COEFFICIENTS = np.linalg.inv(np.vander(_AROUND, increasing=True))
_DEGREE: Final = 4


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


def _zone(sine: Any, cosine: Any, height: Any) -> Any:
    """Ellipsoid area from a parallel (sine and cosine of its latitude) up to ``height`` (radians) above it, for one radian of longitude, in m².

    The closed form of both to the equator, subtracted before it is reckoned: so a low zone is as exact as a high one.
    """
    half = np.sin(height / 2)
    rise = 2 * half * (cosine * np.sqrt(1 - half * half) - sine * half)
    top = sine + rise
    mixed = E2 * sine * top
    straight = rise * (1 + mixed) / ((1 - E2 * sine * sine) * (1 - E2 * top * top))
    return SEMI_MINOR**2 / 2 * (straight + np.arctanh(E * rise / (1 - mixed)) / E)


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


def _in_plane(places: Any, meridian: float) -> tuple[Any, Any]:
    """East and north (metres) of places (…, 2) in the Gauss–Krüger plane of ``meridian``."""
    plane = (
        f"+proj=tmerc +lat_0=0 +lon_0={meridian} +k=1 +x_0=0 +y_0=0 +a={SEMI_MAJOR} +rf={INVERSE_FLATTENING} +units=m"
    )
    lonlat = places.reshape(-1, 2)
    east, north = projection.from_lonlat(plane, lonlat[:, 0], lonlat[:, 1])
    return np.reshape(east, places.shape[:-1]), np.reshape(north, places.shape[:-1])


def _in_plane_about(origins: Any, places: Any, of: Any, meridian: float) -> tuple[Any, Any]:
    """As :func:`_in_plane`, of places (n, 5, 2) told from their origin (position ``of``), but for a constant of each origin."""
    grid = np.stack(np.meshgrid(_AROUND, _AROUND, indexing="ij"), axis=-1) * _REACH
    lon, lat = np.moveaxis(places / _REACH, -1, 0)
    east, north = (
        _polynomial(np.einsum("ai,oij,bj->abo", _COEFFICIENTS, values, _COEFFICIENTS)[..., of, None], lon, lat)
        for values in _in_plane(origins[:, None, None, :] + grid, meridian)
    )
    return east, north


def _polynomial(coefficients: Any, x: Any, y: Any) -> Any:
    """The sum of ``coefficients[i, j]`` xⁱ yʲ up to the degree, but for the constant; by Horner's scheme."""
    total = np.zeros_like(x)
    for i in reversed(range(_DEGREE + 1)):
        of_y = np.zeros_like(y)
        for j in reversed(range(_DEGREE + 1 - i)):
            of_y *= y
            if i or j:
                of_y += coefficients[i, j]
        total *= x
        total += of_y
    return total


def _plane_edges(coordinates: Any, origins: Any | None, of: Any, boxes: Any, meridian: float) -> tuple[Any, Any]:
    """East and north of five points along each edge, but for a constant of each shape; ``of`` is the shape of each vertex."""
    if origins is None:
        origins = boxes[:, :2]
        coordinates = coordinates - origins[of]
    is_near = (boxes[:, 2:] - boxes[:, :2] <= _REACH).all(axis=1) & (np.abs(origins[:, 1]) + _REACH < 90)
    along = coordinates[:-1, None, :] + np.diff(coordinates, axis=0)[:, None, :] * _STEPS[None, :, None]
    east, north = np.empty(along.shape[:-1]), np.empty(along.shape[:-1])
    of, near = of[:-1], is_near[of[:-1]]
    if near.any():
        shapes, of_near = np.unique(of[near], return_inverse=True)
        east[near], north[near] = _in_plane_about(origins[shapes], along[near], of_near, meridian)
    if not near.all():
        east[~near], north[~near] = _in_plane(along[~near] + origins[of[~near], None], meridian)
    return east, north


def areas(shapes: Any, rule: AreaRule = ELLIPSOIDAL) -> Any:
    """Areas in m² by ``rule``, one per shape of a sequence (array of float64); 0 for points, lines and None.

    Holes are subtracted whatever their orientation. Ellipsoidal areas use the closed form of the zone between two
    parallels, which 国土调查办发〔2008〕32号 develops into a series. Raises ValueError for a collection in a collection.
    """
    return _areas(shapes, rule, None)


def areas_about(origins: Any, shapes: Any, rule: AreaRule = ELLIPSOIDAL) -> Any:
    """As :func:`areas`, of shapes each told in degrees from an origin of its own (rows of lon, lat)."""
    return _areas(shapes, rule, origins)


def _areas(shapes: Any, rule: AreaRule, origins: Any | None) -> Any:
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
    of_ring = owner[polygon_of_ring]
    # What lies below or beside the first vertex of a ring is taken off: so no nearly equal large numbers are subtracted.
    first = np.flatnonzero(np.r_[True, ring[1:] != ring[:-1]])
    if rule.central_meridian is None:
        lat = np.radians(coordinates[first, 1] if origins is None else coordinates[first, 1] + origins[of_ring, 1])
        sine, cosine = np.sin(lat)[ring[:-1], None], np.cos(lat)[ring[:-1], None]
        dlon, dlat = np.radians(np.diff(coordinates, axis=0)).T
        above = np.radians(coordinates[:-1, 1] - coordinates[first, 1][ring[:-1]])
        height = np.abs(dlat)
        per_edge = np.empty(len(dlon))
        for least, most, nodes, weights in _BY_HEIGHT:
            edges: Any = np.flatnonzero((least <= height) & (height < most))
            if not len(edges):
                continue
            if len(edges) == len(height):
                edges = slice(None)  # nothing is copied
            up_to = _zone(sine[edges], cosine[edges], above[edges, None] + dlat[edges, None] * nodes)
            per_edge[edges] = dlon[edges] * _weighted(up_to, weights)
    else:
        east, north = _plane_edges(coordinates, origins, of_ring[ring], shapely.bounds(array), rule.central_meridian)
        at = np.minimum(first, len(east) - 1)[ring[:-1]]
        per_edge = np.einsum("ei,ij,ej->e", east - east[at, :1], _CROSS, north - north[at, :1])
    signed = _sums_by_ring(ring, per_edge)
    outer = np.r_[True, polygon_of_ring[1:] != polygon_of_ring[:-1]]
    return np.bincount(of_ring, np.abs(signed) * np.where(outer, 1.0, -1.0), minlength=len(array))


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
