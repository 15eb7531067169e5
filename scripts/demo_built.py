# SPDX-License-Identifier: GPL-3.0-or-later
"""What people built in the demo county: towns, industrial parks, a road, and the land-use plan around the county town."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import demo_terrain as terrain
import numpy as np
import shapely
from demo_mesh import GRID, edge_faces, merge_small, sheet_bend
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

LAND_USE = {
    "0101": "水田", "0103": "旱地", "0201": "果园", "0301": "乔木林地", "0302": "竹林地", "0703": "农村宅基地",
    "070102": "二类城镇住宅用地", "0801": "机关团体用地", "080403": "中小学用地", "080601": "医院用地", "0901": "商业用地",
    "100101": "一类工业用地", "1101": "物流仓储用地", "1202": "公路用地", "1207": "城镇村道路用地", "1302": "排水用地",
    "1401": "公园绿地", "1402": "防护绿地", "1701": "河流水面", "1704": "坑塘水面",
}  # fmt: skip
ROAD = (
    (3000, 700), (4200, 250), (5600, -900), (7000, -2400), (8700, -3700), (9900, -4800), (10200, -6300), (10900, -7700),
    (11700, -9300), (12300, -11200), (13300, -12400), (14000, -13200),
)  # fmt: skip

_SQUARE = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)])


def turned(points: NDArray[np.float64], degrees: float, centre: tuple[float, float]) -> NDArray[np.float64]:
    """Points about the origin, turned against the clock and put at a centre."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = points[..., 0], points[..., 1]
    placed: NDArray[np.float64] = np.stack([c * x - s * y + centre[0], s * x + c * y + centre[1]], axis=-1)
    return placed.round(2)


@dataclass(frozen=True)
class Town:
    """A street grid: `corners` (rows + 1 × columns + 1 × 2, m) and which `blocks` are built (rows × columns)."""

    corners: NDArray[np.float64]
    blocks: NDArray[np.bool_]

    def quads(self, chosen: NDArray[np.bool_]) -> list[Polygon]:
        """The chosen blocks as polygons, street centre to street centre."""
        c = self.corners
        return [Polygon([c[i, j], c[i, j + 1], c[i + 1, j + 1], c[i + 1, j]]) for i, j in np.argwhere(chosen)]

    def outline(self, chosen: NDArray[np.bool_]) -> Polygon:
        """The largest connected patch of the chosen blocks, without holes."""
        patch = max(shapely.get_parts(shapely.union_all(self.quads(chosen), grid_size=GRID)), key=lambda p: p.area)
        return Polygon(patch.exterior)


def lay_out_town(
    rng: np.random.Generator, centre: tuple[int, int], radius: float, turn: float, block: tuple[int, int]
) -> Town:
    """A warped street grid whose built blocks fade out around the centre."""
    half = (int(radius * 1.5 / block[1]), int(radius * 1.5 / block[0]))
    size = (2 * half[0] + 1, 2 * half[1] + 1)
    row, column = np.mgrid[-half[0] : half[0] + 1, -half[1] : half[1] + 1].astype(float)
    warp = [terrain.noise(rng, size, max(size) / 6, 2) for _ in range(2)]
    points: NDArray[np.float64] = np.stack([column * block[0] + 26 * warp[0], row * block[1] + 26 * warp[1]], axis=-1)
    centres = (points[1:, 1:] + points[:-1, :-1]) / 2
    fringe = terrain.noise(rng, (size[0] - 1, size[1] - 1), max(size) / 5, 3)
    reach = np.hypot(centres[..., 0] * 0.85, centres[..., 1]) / radius + 0.26 * fringe
    return Town(turned(points, turn, centre), reach < 0.9)


def park_outline(turn: float, plots: Iterable[tuple[int, int, int, int]]) -> BaseGeometry:
    """Industrial land: right-angled plots, all turned alike."""
    return shapely.union_all(
        [Polygon(turned(_SQUARE * np.array([w, d]), turn, (x, y))) for x, y, w, d in plots], grid_size=GRID
    )


def road_line() -> LineString:
    """The provincial road from the county town over the eastern ridge (metres); the line site."""
    return LineString(np.round(terrain.smooth_course(np.array([ROAD[0], *ROAD, ROAD[-1]], float), 8), 2))


def _cut(rng: np.random.Generator, piece: Polygon, largest: float) -> list[Polygon]:
    """Cut a polygon across its longer side, again and again, until every piece is small enough."""
    if piece.area < largest * rng.uniform(0.55, 1.0):
        return [piece]
    corners = shapely.get_coordinates(shapely.oriented_envelope(piece))[:4]
    along, across = corners[1] - corners[0], corners[2] - corners[1]
    if np.hypot(*along) < np.hypot(*across):
        along, across, corners = across, -along, np.roll(corners, -1, axis=0)
    a, b = rng.uniform(0.38, 0.62, 2)
    line = LineString([corners[0] + a * along - 0.1 * across, corners[0] + b * along + 1.1 * across])
    halves = [p for p in shapely.get_parts(_split(piece, line)) if p.area > 0.01]
    if len(halves) < 2:
        return [piece]
    return [small for half in halves for small in _cut(rng, half, largest)]


def _split(piece: Polygon, line: LineString) -> BaseGeometry:
    """A polygon split by a line, on the common grid."""
    noded = shapely.union_all([shapely.boundary(piece), line], grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return shapely.multipolygons([f for f in faces if piece.contains(f.representative_point())])


def plan_parcels(
    seed: int,
    town: Town,
    built: BaseGeometry,
    rivers: BaseGeometry,
    outline: BaseGeometry,
    hills: BaseGeometry,
    centre: tuple[float, float],
) -> list[tuple[str, Polygon]]:
    """Land-use code and outline of each parcel (metres): the town's lots and streets, and the country around it.

    `built` is the town's outline, `outline` the county's, `hills` what is forest. Adjacent like a real plan: everything
    is noded once, and each face belongs to what lies uppermost there.
    """
    rng = np.random.default_rng([seed, 6])
    frame = shapely.simplify(shapely.buffer(built, 800.0), 60.0).intersection(shapely.buffer(outline, -50.0))
    frame = shapely.set_precision(Polygon(frame.exterior), GRID)
    blocks = [q for q in town.quads(np.ones_like(town.blocks)) if built.contains(q.centroid)]
    lots: list[tuple[str, Polygon]] = []
    middle = np.array(centre)
    lattice = rng.standard_normal((24, 24))

    def quarter(lot: Polygon) -> float:
        """A number that neighbouring lots nearly share, of about unit deviation."""
        x, y = (shapely.get_coordinates(lot.centroid)[0] - middle) / 650 + 11
        return 2.2 * float(terrain.spline_values(lattice, np.array([y]), np.array([x]))[0])

    for block in blocks:
        inner = shapely.buffer(block, -float(rng.choice([8.0, 8.0, 12.0])), join_style="mitre")
        far = float(np.hypot(*(shapely.get_coordinates(inner.centroid)[0] - middle)))
        lots.extend((_town_use(rng, far, quarter(lot)), lot) for lot in _cut(rng, inner, 78_000.0))
    bend = sheet_bend(np.random.default_rng([seed, 7]), 60_000.0)
    fields = []
    for field in _cut(rng, frame, 420_000.0):
        ring = shapely.segmentize(shapely.linearrings(shapely.get_coordinates(field)), 40.0)
        fields.append(Polygon(shapely.simplify(shapely.linestrings(bend(shapely.get_coordinates(ring))), 2.0)))
    hamlets, ponds = _hamlets(rng, frame.difference(shapely.union_all([built, rivers, hills]).buffer(60.0)))

    road = shapely.buffer(road_line(), 14.0, cap_style="flat")
    layers: list[tuple[str, BaseGeometry]] = [("1202", road), ("1701", rivers)]
    layers += [*lots, ("1207", built), *ponds, *hamlets]
    lines = [
        shapely.boundary(frame),
        *(shapely.boundary(g) for _, g in layers),
        *(shapely.boundary(f) for f in fields),
        shapely.boundary(hills),
    ]
    noded = shapely.union_all(shapely.geometrycollections(lines), grid_size=GRID).intersection(frame, grid_size=GRID)
    edges = np.array([e for e in shapely.get_parts(shapely.line_merge(noded)) if e.length > 0])
    faces = np.array(shapely.get_parts(shapely.polygonize(edges)))
    spots = shapely.point_on_surface(faces)
    owner = np.full(len(faces), -1)
    for number, (_, shape) in reversed(list(enumerate(layers))):
        owner[shapely.contains(shape, spots)] = number
    of_field = shapely.STRtree(fields).nearest(spots)
    upland = shapely.contains(hills, spots)
    owner = np.where(owner >= 0, owner, len(layers) + 2 * of_field + upland)
    owner = merge_small(shapely.area(faces), edge_faces(edges, faces), shapely.length(edges), owner, 900.0)
    kinds = (
        rng.choice(["0101", "0101", "0101", "0103", "0201"], len(fields)),
        rng.choice(["0301", "0301", "0302"], len(fields)),
    )
    parcels = []
    for number in np.unique(owner):
        rural = int(number) - len(layers)
        code = layers[number][0] if rural < 0 else str(kinds[rural % 2][rural // 2])
        parcels += [(code, part) for part in shapely.get_parts(shapely.coverage_union_all(faces[owner == number]))]
    return parcels


def _town_use(rng: np.random.Generator, far: float, quarter: float) -> str:
    """What a lot is used for: offices and shops in the middle, works at the edge, homes in most quarters."""
    works = ["100101"] * 6 + ["1101", "1402"]
    centre = ["0901"] * 4 + ["0801", "0801", "080403", "080601", "1401"]
    homes = ["070102"] * 9 + ["080403", "0901", "1401", "1302" if far > 1800 else "0801"]
    is_middle = far < 1000
    return str(
        rng.choice(centre if is_middle and quarter > -0.2 else works if not is_middle and quarter > 0.7 else homes)
    )


def _hamlets(
    rng: np.random.Generator, free: BaseGeometry
) -> tuple[list[tuple[str, BaseGeometry]], list[tuple[str, BaseGeometry]]]:
    """Hamlets (a few right-angled yards) and ponds, scattered over free ground and apart from one another."""
    x0, y0, x1, y1 = free.bounds
    hamlets: list[tuple[str, BaseGeometry]] = []
    ponds: list[tuple[str, BaseGeometry]] = []
    taken: list[BaseGeometry] = []
    for _ in range(600):
        x, y = rng.uniform(x0, x1), rng.uniform(y0, y1)
        turn, is_pond = rng.uniform(0, 90), rng.uniform() < 0.4
        if is_pond:
            angle = np.linspace(0, 2 * math.pi, 13)[:-1]
            radius = rng.uniform(28, 60) * rng.uniform(0.7, 1.3, 12)
            shape: BaseGeometry = Polygon(
                turned(np.column_stack([radius * np.cos(angle) * 1.5, radius * np.sin(angle)]), turn, (x, y))
            )
        else:
            yards = [(x + rng.normal(0, 55), y + rng.normal(0, 45), *rng.uniform(60, 130, 2)) for _ in range(4)]
            shape = shapely.union_all(
                [Polygon(turned(_SQUARE * [w, d], turn, (cx, cy))) for cx, cy, w, d in yards], grid_size=GRID
            )
            shape = max(shapely.get_parts(shape), key=lambda p: p.area)
        if free.contains(shape) and all(shape.distance(other) > 180 for other in taken):
            taken.append(shape)
            (ponds if is_pond else hamlets).append(("1704" if is_pond else "0703", shape))
        if len(hamlets) >= 26 and len(ponds) >= 16:
            break
    return hamlets[:26], ponds[:16]
