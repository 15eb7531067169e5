# SPDX-License-Identifier: GPL-3.0-or-later
"""The one door to shapely and numpy: shapes in longitude/latitude on CGCS2000.

Everywhere inside the core a shape is in EPSG:4490 with x = longitude and y = latitude, in degrees.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from . import projection
from .errors import PartMissing, SiteUnusable
from .projection import E2, SEMI_MAJOR

try:
    import numpy as np
    import shapely
    from shapely import STRtree

    SHAPELY_VERSION: str = shapely.__version__
    GEOS_VERSION: str = shapely.geos_version_string
    if int(SHAPELY_VERSION.split(".", 1)[0]) < 2:
        raise ImportError(SHAPELY_VERSION)
except ImportError as reason:  # pragma: no cover - tried by tests/zip on a machine without shapely 2
    raise PartMissing("shapely-missing", found=str(reason)) from reason

Shape = Any
"""A shapely geometry (shapely ships no types)."""

CRS = projection.CRS


def _metres_a_degree(lat: Any) -> tuple[Any, Any]:
    """Metres of a degree of longitude and of latitude on the ellipsoid at ``lat`` degrees."""
    inner = 1 - E2 * np.sin(np.radians(lat)) ** 2
    per_lat = SEMI_MAJOR * (1 - E2) / inner**1.5 * math.pi / 180
    per_lon = SEMI_MAJOR / np.sqrt(inner) * np.cos(np.radians(lat)) * math.pi / 180
    return per_lon, per_lat


@lru_cache(maxsize=64)
def _to_metres(lon: float, lat: float) -> Any:
    """Scale about a place: degrees to metres on the ellipsoid there; good to 1e-4 within some kilometres."""
    return np.array([lon, lat]), np.array(_metres_a_degree(lat))


def local_metres(shape: Shape, around: Shape) -> Shape:
    """``shape`` in metres in the tangent plane at the middle of ``around``: for widths and short distances only."""
    west, south, east, north = shapely.bounds(around)
    origin, scale = _to_metres((west + east) / 2, (south + north) / 2)
    return shapely.transform(shape, lambda points: (points - origin) * scale)


def boxes_around(shapes: Any, metres: float) -> Any:
    """The bounding rectangles of an array of shapes, widened by ``metres`` on every side: rows of west, south, east, north."""
    boxes = shapely.bounds(shapes)
    # The parallel nearest a pole is the shortest, and a hundredth more does no harm.
    per_lon, per_lat = _metres_a_degree(np.abs(boxes[:, [1, 3]]).max(axis=1))
    dx, dy = metres / per_lon * 1.01, metres / per_lat * 1.01
    return np.column_stack([boxes[:, 0] - dx, boxes[:, 1] - dy, boxes[:, 2] + dx, boxes[:, 3] + dy])


def degrees_at(shapes: Any, metres: float) -> Any:
    """So many degrees, for each of an array of shapes, that nothing farther away is within ``metres`` of it."""
    per_lon, _ = _metres_a_degree(np.abs(shapely.bounds(shapes)[:, [1, 3]]).max(axis=1))
    return metres / per_lon * 1.01


_MOST_METRES_A_DEGREE: Final = 111_700.0
"""Of the ellipsoid, anywhere and in any direction, rounded up."""


def outlines_m(shapes: Any) -> Any:
    """No less than the lengths in m of the outlines of an array of polygons (lon/lat)."""
    return shapely.length(shapes) * _MOST_METRES_A_DEGREE


def distance(one: Shape, other: Shape) -> float:
    """Shortest distance in m between two shapes some kilometres apart at most (tangent plane at ``one``)."""
    return float(shapely.distance(local_metres(one, one), local_metres(other, one)))


def nearest_line(one: Shape, other: Shape) -> Shape:
    """Shortest line from one shape to the other (lon/lat)."""
    return shapely.shortest_line(one, other)


def geodesic(one: Shape, other: Shape) -> float:
    """Distance in m on the ellipsoid between the two points at which the shapes are nearest each other.

    Which these are is found in the tangent plane at ``one``. Up to 10 km that is right to a millimetre or a millionth; at 100 km the distance
    may be too long by some parts in a thousand, for a nearer pair of points; it is never too short.
    """
    if shapely.intersects(one, other):
        return 0.0
    west, south, east, north = shapely.bounds(one)
    origin, scale = _to_metres((west + east) / 2, (south + north) / 2)
    line = shapely.shortest_line(local_metres(one, one), local_metres(other, one))
    (x, y), (to_x, to_y) = shapely.get_coordinates(line) / scale + origin
    return projection.geodesic(x, y, to_x, to_y)


def survives_shrinking(shape: Shape, width: float) -> bool:
    """Whether a polygon is somewhere wider than ``width`` metres (it is not gone after an inward buffer of half of it)."""
    return not shapely.is_empty(shapely.buffer(local_metres(shape, shape), -width / 2))


def parts_of_dimension(shape: Shape, dimension: int) -> Shape:
    """The parts of ``shape`` with the wanted dimension (0 point, 1 line, 2 polygon) as one (multi) shape, maybe empty."""
    parts = shapely.get_parts(shape)
    while (shapely.get_type_id(parts) > 3).any():
        parts = shapely.get_parts(parts)
    kept = parts[(shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)]
    if dimension == 2:
        return shapely.multipolygons(kept) if len(kept) != 1 else kept[0]
    if dimension == 1:
        return shapely.multilinestrings(kept) if len(kept) != 1 else kept[0]
    return shapely.multipoints(kept) if len(kept) != 1 else kept[0]


def polygons_in(shapes: Any) -> Any:
    """Of each of an array of shapes its polygons as one (multi) shape; None where there are none."""
    found = np.asarray(shapes, dtype=object).copy()
    kind = shapely.get_type_id(found)
    for position in np.flatnonzero(kind > 6):
        found[position] = parts_of_dimension(found[position], 2)
    found[((kind >= 0) & (kind != 3) & (kind < 6)) | shapely.is_empty(found)] = None
    return found


def collected(shapes: Any, group: Any) -> Any:
    """One shape for each number in ``group`` (ascending): all parts of the shapes with that number, as they are.

    A shape that is alone with its number is not copied.
    """
    first = np.flatnonzero(np.r_[len(group) > 0, group[1:] != group[:-1]][: len(group)])
    counts = np.diff(np.append(first, len(group)))
    found = shapes[first]
    several = counts > 1
    if several.any():
        parts, owner = shapely.get_parts(shapes[np.repeat(several, counts)], return_index=True)
        number = np.repeat(np.arange(int(several.sum())), counts[several])[owner]
        are_polygons = bool((shapely.get_type_id(parts) == 3).all())
        found[several] = (shapely.multipolygons if are_polygons else shapely.geometrycollections)(parts, indices=number)
    return found


def intersection(one: Shape, other: Shape) -> Shape:
    """Common part of two valid shapes."""
    return shapely.intersection(one, other)


def difference(one: Shape, other: Shape) -> Shape:
    """Part of ``one`` that ``other`` does not cover."""
    return shapely.difference(one, other)


def union(shapes: Sequence[Shape]) -> Shape:
    """All ``shapes`` as one, without double parts."""
    return shapely.union_all(list(shapes))


# A crossing computed in floating point lies this near (degrees, a tenth of a micrometre) to the edge it lies on.
_ON_EDGE = 1e-12


def cut_edges(line: Shape, cuts: Sequence[Shape]) -> Any:
    """Every straight edge of ``line``, cut where a vertex of ``cuts`` lies on it: an array of two-point lines.

    The cuts move no vertex of the line, so the edges' lengths sum to the line's. An edge the line runs along twice is
    there twice.
    """
    coordinates, of_line = shapely.get_coordinates(line_parts(line), return_index=True)
    ends = np.stack([coordinates[:-1], coordinates[1:]], axis=1)[of_line[1:] == of_line[:-1]]
    ends = ends[(ends[:, 0] != ends[:, 1]).any(axis=1)]
    edges = shapely.linestrings(ends)
    crossings = shapely.points(np.unique(shapely.get_coordinates(list(cuts)), axis=0))
    which, edge = STRtree(edges).query(crossings, predicate="dwithin", distance=_ON_EDGE)
    start, step = ends[edge, 0], ends[edge, 1] - ends[edge, 0]
    along = ((shapely.get_coordinates(crossings[which]) - start) * step).sum(axis=1) / (step**2).sum(axis=1)
    inner = (along > 0) & (along < 1)
    count = len(edges)
    of_edge = np.r_[np.arange(count), np.arange(count), edge[inner]]
    at = np.r_[np.zeros(count), np.ones(count), along[inner]]
    order = np.lexsort((at, of_edge))
    of_edge, at = of_edge[order], at[order]
    together = (of_edge[1:] == of_edge[:-1]) & (at[1:] > at[:-1])
    origin, step = ends[of_edge, 0], ends[of_edge, 1] - ends[of_edge, 0]
    # The far end is taken as it is, so that neighbouring edges meet exactly.
    points = np.where((at == 1)[:, None], ends[of_edge, 1], origin + at[:, None] * step)
    return shapely.linestrings(np.stack([points[:-1], points[1:]], axis=1)[together])


def line_parts(shape: Shape) -> Any:
    """The single lines of a (multi) line."""
    return shapely.get_parts(shape)


def has_ring(line: Shape) -> bool:
    """Whether a line, or a part of it, ends where it begins and holds an area."""
    parts = line_parts(line)
    return bool((shapely.is_closed(parts) & (shapely.get_num_coordinates(parts) > 3)).any())


def lie_in(edges: Any, polygon: Shape) -> Any:
    """For each edge (cut where it crosses the outline) whether its middle lies in or on ``polygon``."""
    ends = shapely.get_coordinates(edges).reshape(-1, 2, 2)
    shapely.prepare(polygon)
    return shapely.intersects(polygon, shapely.points(ends.mean(axis=1)))


def joined(edges: Any) -> Shape:
    """Edges put together end to end as one (multi) line."""
    return shapely.line_merge(shapely.multilinestrings(edges)) if len(edges) else shapely.MultiLineString()


def boundary(shape: Shape) -> Shape:
    """Outline of a polygon, ends of a line."""
    return shapely.boundary(shape)


def dimension(shape: Shape) -> int:
    """0 for points, 1 for lines, 2 for polygons, -1 when empty."""
    return int(shapely.get_dimensions(shape)) if not shapely.is_empty(shape) else -1


def is_empty(shape: Shape) -> bool:
    """Whether a shape holds no point at all."""
    return shape is None or bool(shapely.is_empty(shape))


def why_invalid(shape: Shape) -> str:
    """GEOS' word for what is wrong with a shape; empty when it is valid."""
    return "" if shapely.is_valid(shape) else str(shapely.is_valid_reason(shape))


def repaired(shape: Shape) -> Shape:
    """``shape``, or what GEOS' line-work repair makes of it: even-odd over its rings, parts of lower dimension dropped."""
    if shapely.is_valid(shape):
        return shape
    return parts_of_dimension(shapely.make_valid(shape), int(shapely.get_dimensions(shape)))


def bounds(shape: Shape) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees."""
    west, south, east, north = (float(value) for value in shapely.bounds(shape))
    return west, south, east, north


def middle(shape: Shape) -> tuple[float, float]:
    """A point (lon, lat) that lies on the shape."""
    point = shapely.point_on_surface(shape)
    return float(shapely.get_x(point)), float(shapely.get_y(point))


def vertices(shape: Shape) -> list[list[tuple[float, float]]]:
    """Vertices (lon, lat) ring by ring or line by line, in stored order."""
    result = []
    for part in shapely.get_parts(shape):
        lines = shapely.get_rings(part) if shapely.get_type_id(part) == 3 else [part]
        result += [[(float(x), float(y)) for x, y in shapely.get_coordinates(line)] for line in lines]
    return result


def vertex_count(shape: Shape) -> int:
    """Number of vertices."""
    return int(shapely.get_num_coordinates(shape))


def shifted(shapes: Sequence[Shape], dx: float, dy: float) -> list[Shape]:
    """``shapes`` moved as a whole, in their own coordinates."""
    return list(shapely.transform(np.asarray(shapes, dtype=object), lambda points: points + (dx, dy)))


def with_vertex_moved(shapes: Sequence[Shape], old: tuple[float, float], new: tuple[float, float]) -> list[Shape]:
    """``shapes`` with every vertex that is exactly at ``old`` at ``new``; nothing is repaired."""

    def transform(points: Any) -> Any:
        return np.where((points == old).all(axis=1)[:, None], new, points)

    return list(shapely.transform(np.asarray(shapes, dtype=object), transform))


def nearest_vertex(shapes: Sequence[Shape], x: float, y: float) -> tuple[tuple[float, float], float]:
    """The vertex of any of ``shapes`` nearest to a place, and its distance, in their own coordinates."""
    points = shapely.get_coordinates(list(shapes))
    away = np.hypot(*(points - (x, y)).T)
    nearest = int(away.argmin())
    return (float(points[nearest, 0]), float(points[nearest, 1])), float(away[nearest])


def lies_within(shapes: Sequence[Shape], x: float, y: float, reach: float) -> bool:
    """Whether a place lies in one of ``shapes`` or no farther than ``reach`` from it, in their own coordinates."""
    return bool((shapely.distance(np.asarray(shapes, dtype=object), shapely.Point(x, y)) <= reach).any())


def normalised_wkb(shape: Shape) -> bytes:
    """Bytes that are equal for shapes with the same vertices, whatever ring starts or part order they came with."""
    return bytes(shapely.to_wkb(shapely.normalize(shape), byte_order=1, output_dimension=2))


def to_wkb(shape: Shape) -> bytes:
    """Little-endian two-dimensional WKB."""
    return bytes(shapely.to_wkb(shape, byte_order=1, output_dimension=2))


def from_wkb(blob: bytes) -> Shape:
    """Shape from WKB; heights are dropped. Raises SiteUnusable("shape-unreadable")."""
    try:
        shape = shapely.from_wkb(blob)
    except shapely.errors.GEOSException as reason:
        raise SiteUnusable("shape-unreadable", detail=str(reason)) from reason
    return shapely.force_2d(shape) if shapely.get_coordinate_dimension(shape) > 2 else shape


def from_wkbs(blobs: Sequence[bytes]) -> Any:
    """An array of shapes from WKB, heights dropped; None where one cannot be read or has a coordinate that is no number."""
    given = np.empty(len(blobs), dtype=object)
    given[:] = blobs
    with np.errstate(invalid="ignore"):
        shapes = shapely.force_2d(shapely.from_wkb(given, on_invalid="ignore"))
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    shapes[owner[~np.isfinite(coordinates).all(axis=1)]] = None
    return shapes


def to_wkbs(shapes: Any) -> list[bytes]:
    """As :func:`to_wkb`, of each of an array of shapes."""
    return list(shapely.to_wkb(np.asarray(shapes, dtype=object), byte_order=1, output_dimension=2).tolist())


def bounds_of(shapes: Any) -> list[tuple[float, float, float, float]]:
    """As :func:`bounds`, of each of an array of shapes."""
    boxes = shapely.bounds(np.asarray(shapes, dtype=object)).reshape(-1, 4).tolist()
    return [(west, south, east, north) for west, south, east, north in boxes]


def bounds_around(shapes: Any) -> tuple[float, float, float, float] | None:
    """The least and greatest coordinates (x, y, x, y) of an array of shapes; None where there are none."""
    west, south, east, north = (float(value) for value in shapely.total_bounds(shapes))
    return (west, south, east, north) if math.isfinite(west) else None


def are_polygons(shapes: Any) -> Any:
    """For each of an array of shapes whether it is a (multi)polygon, be it an empty one."""
    return np.isin(shapely.get_type_id(shapes), (3, 6))


def are_empty(shapes: Any) -> Any:
    """For each of an array of shapes whether it is there and holds no point."""
    return shapely.is_empty(shapes)


_METRES_A_DEGREE: Final = 111_000.0
_LEAST_AREA_M2: Final = 1e-6
_LEAST_WIDTH: Final = 1e-6


def are_hardly_there(shapes: Any) -> Any:
    """For each of an array of shapes (lon/lat) whether its area is nothing that could be measured and shared out.

    That is less than a square millimetre, or a mean width (twice the area by the outline) under a millionth of its extent: a millimetre
    in a kilometre. Of anything thinner the area is lost in the digits of the numbers that it is reckoned from.
    """
    area, box = shapely.area(shapes), shapely.bounds(shapes)
    extent = np.hypot(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1])
    is_thin = 2 * area < _LEAST_WIDTH * extent * shapely.length(shapes)
    return is_thin | (area * _METRES_A_DEGREE**2 < _LEAST_AREA_M2)


def whys_invalid(shapes: Any) -> dict[int, str]:
    """As :func:`why_invalid`, of each of an array of shapes that is there and not valid, by its position."""
    wrong = np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes))
    return dict(zip(wrong.tolist(), map(str, shapely.is_valid_reason(shapes[wrong])), strict=True))


def to_wkt(shape: Shape) -> str:
    """WKT with as many digits as the numbers have (17 significant)."""
    return str(shapely.to_wkt(shape, rounding_precision=-1, output_dimension=2))


def from_wkt(text: str) -> Shape:
    """Shape from WKT. Raises SiteUnusable("shape-unreadable"), also for coordinates that are no numbers."""
    try:
        shape = shapely.force_2d(shapely.from_wkt(text))
    except shapely.errors.GEOSException as reason:
        raise SiteUnusable("shape-unreadable", detail=str(reason)) from reason
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise SiteUnusable("shape-unreadable", detail="NaN, Inf")
    return shape


def point(lon: float, lat: float) -> Shape:
    """Point shape."""
    return shapely.points(lon, lat)


def line(points: Sequence[tuple[float, float]]) -> Shape:
    """Line through the points."""
    return shapely.linestrings(list(points))


def polygon(points: Sequence[tuple[float, float]]) -> Shape:
    """Polygon with one ring, closed here when it is not."""
    return shapely.polygons(list(points))


# --- reference systems -----------------------------------------------------------------------------------------------


def to_cgcs2000(shape: Shape, crs: str) -> Shape:
    """``shape``, whose coordinates are x/y (east/north or lon/lat) in ``crs``, in longitude/latitude on CGCS2000.

    Raises SiteUnusable: "crs-unknown", "datum-unsupported" (西安80, 北京54, local grids: parameters are needed),
    "outside-crs" when coordinates cannot be transformed.
    """

    def transform(points: Any) -> Any:
        return np.column_stack(projection.to_lonlat(crs, points[:, 0], points[:, 1]))

    moved = shapely.transform(shape, transform)
    coordinates = shapely.get_coordinates(moved)
    if not np.isfinite(coordinates).all() or (np.abs(coordinates) > (180, 90)).any():
        raise SiteUnusable("outside-crs", crs=projection.crs_name(crs))
    return moved


def from_cgcs2000(shape: Shape, crs: str) -> Shape:
    """``shape`` (EPSG:4490) in x/y (east/north or lon/lat) of ``crs``. Raises SiteUnusable: "crs-unknown", "outside-crs"."""

    def transform(points: Any) -> Any:
        return np.column_stack(projection.from_lonlat(crs, points[:, 0], points[:, 1]))

    moved = shapely.transform(shape, transform)
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise SiteUnusable("outside-crs", crs=projection.crs_name(crs))
    return moved


def all_to_cgcs2000(shapes: Any, crs: str) -> Any:
    """As :func:`to_cgcs2000`, of each of an array of shapes; None for those that "outside-crs" would be raised of."""

    def transform(points: Any) -> Any:
        return np.column_stack(projection.to_lonlat(crs, points[:, 0], points[:, 1]))

    moved = shapely.transform(shapes, transform)
    coordinates, owner = shapely.get_coordinates(moved, return_index=True)
    moved[owner[~np.isfinite(coordinates).all(axis=1) | (np.abs(coordinates) > (180, 90)).any(axis=1)]] = None
    return moved


def to_plane(points: Sequence[tuple[float, float]], crs: str) -> list[tuple[float, float]]:
    """Points (lon, lat) on CGCS2000 as (x east, y north) in ``crs``."""
    array = np.asarray(points, dtype=float).reshape(-1, 2)
    east, north = projection.from_lonlat(crs, array[:, 0], array[:, 1])
    return [(float(x), float(y)) for x, y in zip(east, north, strict=True)]
