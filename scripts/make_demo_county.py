# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the invented demo county of resources/demo from one seed: `make_demo_county.py [FOLDER]`.

demo_terrain.py makes the land, demo_mesh.py the borders, demo_built.py towns, parks and the land-use plan, demo_lists.py
the access lists; here the county is zoned and everything is written.
Needs numpy, shapely 2, GDAL and openpyxl. A rerun gives the same features, texts and numbers; with the same versions
of these libraries it gives the same bytes. Nothing in it stands for a real place: 示例县 is invented and says so.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import demo_lists
import demo_terrain as terrain
import numpy as np
import shapely
from demo_built import LAND_USE, Town, lay_out_town, park_outline, plan_parcels, road_line
from demo_lists import Edition
from demo_mesh import FINE, GRID, borders, box_mean, edge_faces, merge_small, most_common, sheet_bend
from demo_terrain import Grid, Labels
from numpy.typing import NDArray
from osgeo import gdal, ogr, osr
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

SEED = 3
SLIVER = 6_000.0
"""Faces below this area (m²) that noding leaves between two drawings go to the neighbour they share most border with."""
OUTSIDE = -1
ORIGIN = (456_000.0, 3_090_000.0)
"""The middle of the land, easting and northing in EPSG:4548 (CGCS2000, 3-degree zone, central meridian 117° E)."""

# Where things lie, metres east and north of the middle.
TOWNS = {
    # unit: centre, radius, turn of the street grid (degrees), block (m)
    "K1": ((4700, 900), 2500, 24, (310, 240)),
    "K4": ((-7200, 5300), 1150, -12, (210, 170)),
    "K5": ((-400, 8300), 1350, 38, (220, 180)),
    "K6": ((-8300, -2300), 1000, 8, (200, 170)),
}
PARKS = {
    # unit: plots as (centre x, centre y, width, depth), all turned by degrees
    "K2": (16, ((11200, 4700, 2600, 1500), (12900, 5600, 1500, 900), (10000, 3600, 1000, 800))),
    "K3": (-9, ((13300, -900, 1700, 1000), (14300, -1700, 800, 900), (11300, -2700, 700, 600))),
}
MOUNTAINS = {"P1": (-14000, 6000), "P6": (8000, 18000), "P2": (-2000, -12500), "P3": (19000, -2500)}
PLAINS = {"G1": (7000, 1500), "G2": (-9000, -500), "G3": (0, 10500), "G4": (15500, -5500), "K7": (5500, 8500)}
DAM = (8800, -7900)
WETLAND = (8100, 3900)
QUARRY = (12300, -5200)
INTAKE = (-3000, -2200)


@dataclass(frozen=True)
class Drawing:
    """The county drawn on the fine grid: one whole number a cell and theme; `OUTSIDE` beyond the county."""

    names: tuple[str, ...]
    first: Labels
    second: Labels
    red_line: Labels
    water_first: Labels
    water_second: Labels


def _nearest_share(catchment: Labels, x: Grid, y: Grid, seeds: dict[str, tuple[int, int]], blur: int) -> list[Grid]:
    """For each seed the share it has in each fine cell, when every catchment goes to the seed nearest to its middle."""
    count = np.maximum(np.bincount(catchment.ravel()), 1)
    mx = np.bincount(catchment.ravel(), x.ravel()) / count
    my = np.bincount(catchment.ravel(), y.ravel()) / count
    far = np.array([(mx - sx) ** 2 + (my - sy) ** 2 for sx, sy in seeds.values()])
    owner = np.argmin(far, axis=0)[catchment]
    return [terrain.refine(box_mean((owner == k).astype(float), blur)) for k in range(len(seeds))]


def draw(seed: int, land: terrain.Land) -> Drawing:
    """Decide for every fine cell of the land whose it is."""
    shape = (terrain.ROWS * terrain.REFINE, terrain.COLUMNS * terrain.REFINE)
    coarse = (terrain.ROWS, terrain.COLUMNS)
    rng = np.random.default_rng([seed, 1])
    coarse_x, coarse_y = terrain.cell_centres(terrain.COARSE, *coarse)
    x, y = terrain.cell_centres(FINE, *shape)
    catchment = terrain.catchments(land)

    # The county: catchments around the middle, so that most of its border follows ridges.
    blob = ((coarse_x + 900) / 21500) ** 2 + ((coarse_y + 300) / 18600) ** 2
    blob = blob + 0.16 * terrain.noise(np.random.default_rng([seed, 2]), coarse, 6, 3)
    count = np.maximum(np.bincount(catchment.ravel()), 1)
    share = np.bincount(catchment.ravel(), (blob < 1).ravel().astype(float)) / count
    edge = terrain.refine((share > 0.5)[catchment].astype(float)) + 0.07 * terrain.noise(rng, shape, 60, 4, 0.6)
    county = edge > 0.5

    # Rough ground: high above its stream and steep. The highest 41 % are mountains, the highest 24 % red line.
    hand = terrain.height_above_stream(land)
    rough = terrain.refine(hand) + 0.35 * terrain.refine(terrain.local_relief(land.height, 2))
    rough = rough + 9 * terrain.noise(rng, shape, 90, 4, 0.6)
    mountain, core = (rough > np.quantile(rough[county], q) for q in (0.59, 0.76))

    names = ("G1", "G2", "G3", "G4", "K7", "P1", "P6", "P2", "P3", "P4", "P5", "P7", "K8", "K9")
    number = {name: k for k, name in enumerate(names)}
    wobble = [0.10 * terrain.noise(rng, shape, 70, 3, 0.6) for _ in range(5)]
    shares = _nearest_share(catchment, coarse_x, coarse_y, PLAINS, 1)
    first = np.argmax([s + w for s, w in zip(shares, wobble, strict=True)], axis=0)
    plain_order = np.array([number[name] for name in PLAINS])
    first = plain_order[first]
    ring = np.hypot(x - TOWNS["K1"][0][0], y - TOWNS["K1"][0][1]) / (
        4300 * (1 + 0.3 * terrain.noise(rng, shape, 16, 4).clip(-2, 2))
    )
    first[(ring < 1) & (np.isin(first, [number["G1"], number["K7"]]))] = number["K9"]
    pit = np.hypot(x - QUARRY[0], y - QUARRY[1]) / (1450 * (1 + 0.4 * terrain.noise(rng, shape, 34, 4).clip(-2, 2)))
    hillock = terrain.noise(rng, shape, 42, 5, 0.6) + rough / 120
    mountain |= (hillock > np.quantile(hillock[county & ~mountain], 0.965)) & (ring > 1)
    shares = _nearest_share(catchment, coarse_x, coarse_y, MOUNTAINS, 2)
    block = np.argmax([s + w for s, w in zip(shares, wobble, strict=False)], axis=0)
    first[mountain] = np.array([number[name] for name in MOUNTAINS])[block][mountain]
    first[pit < 1] = number["K8"]

    # The reservoir: ground upstream of the dam below the crest; its protection zone: the slopes around it.
    stream = terrain.distance_to(np.array([DAM], float), coarse_x, coarse_y, 1500.0) < 900
    dam = int(np.argmax(np.where(stream & (land.drained < 2e4), land.drained, 0)))
    above = [False] * land.height.size
    for i in land.order:
        above[i] = i == dam or above[land.receiver[i]]
    basin = terrain.refine(np.array(above, float).reshape(land.height.shape))
    water = (basin > 0.5) & (terrain.refine(land.height) < land.height.ravel()[dam] + 26)
    shore = terrain.distance_to(np.column_stack([x[water], y[water]]), x, y, 2600.0)
    drift = 120 * terrain.noise(rng, shape, 80, 3)
    source_first = (basin > 0.35) & (shore + drift < 1000)
    source_second = (basin > 0.35) & (shore + drift < 2100)

    # The river, its tributaries and the wetland at the bend.
    far = terrain.distance_to(land.river, x, y, 1500.0)
    for course in terrain.stream_courses(land, 2300):
        far = np.minimum(far, terrain.distance_to(course, x, y, 400.0) + 45)
    marsh = np.hypot((x - WETLAND[0]) * 1.25, (y - WETLAND[1]) * 0.7) / 1250 + 0.3 * terrain.noise(rng, shape, 40, 4)
    first[(marsh < 1) & (far < 1300) & ~mountain] = number["P7"]
    first[far < 150 + 22 * terrain.noise(rng, shape, 100, 3).clip(-1.5, 1.5)] = number["P4"]
    second = first.copy()
    first[source_first] = number["P5"]
    second[source_second] = number["P5"]

    red = core & np.isin(first, [number[name] for name in MOUNTAINS]) & (pit > 1.25)
    water_first, water_second = (
        np.where(z, np.where(water | (shore < 220), 1, 2), 0) for z in (source_first, source_second)
    )
    at = int(np.argmin(np.hypot(land.river[:, 0] - INTAKE[0], land.river[:, 1] - INTAKE[1])))
    spacing = np.hypot(*np.diff(land.river, axis=0).T).mean()
    for upstream, level in ((3000, 2), (1000, 1)):
        reach = land.river[at - int(upstream / spacing) : at + 2]
        near = (terrain.distance_to(reach, x, y, 400.0) < 260) & (first == number["P4"])
        water_first, water_second = (np.where(near, level, z) for z in (water_first, water_second))

    themes = [
        np.where(county, theme, OUTSIDE) for theme in (first, second, red.astype(np.int64), water_first, water_second)
    ]
    return Drawing(names, *themes)


Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class County:
    """The faces of the county (metres) and, for each, its unit in both releases, red line and water-source levels."""

    faces: NDArray[np.object_]
    first: list[str]
    second: list[str]
    red_line: Labels
    water_first: Labels
    water_second: Labels
    town: Town
    built: BaseGeometry
    rivers: BaseGeometry

    def dissolve(self, keys: Iterable[Key]) -> dict[Key, BaseGeometry]:
        """The faces joined by key, every shared vertex kept."""
        groups: dict[Key, list[int]] = {}
        for face, key in enumerate(keys):
            groups.setdefault(key, []).append(face)
        return {key: shapely.coverage_union_all(self.faces[members]) for key, members in groups.items()}


def build_county(seed: int) -> County:
    """Draw the county, overlay towns and parks, and node everything once so that all layers share their borders."""
    land = terrain.make_land(np.random.default_rng(seed))
    drawing = draw(seed, land)
    themes = np.stack(
        [drawing.first, drawing.second, drawing.red_line, drawing.water_first, drawing.water_second], axis=-1
    )
    kinds, packed = np.unique(themes.reshape(-1, 5), axis=0, return_inverse=True)  # kind 0 is the outside
    bend = sheet_bend(np.random.default_rng([seed, 4]), 60_000.0)
    arcs, areas = borders(most_common(packed.reshape(drawing.first.shape).astype(np.int64), 2), 40_000.0, bend)
    courses = [(land.river, 95.0), *((course, 38.0) for course in terrain.stream_courses(land, 2300))]
    rivers = shapely.union_all(
        [shapely.buffer(LineString(bend(course)), width) for course, width in courses], grid_size=GRID
    )

    rng = np.random.default_rng([seed, 3])
    towns = {unit: lay_out_town(rng, *place) for unit, place in TOWNS.items()}
    built = {unit: town.outline(town.blocks) for unit, town in towns.items()}
    built |= {unit: park_outline(*plots) for unit, plots in PARKS.items()}
    split = np.zeros_like(towns["K1"].blocks)  # the new town lies east of one street
    split[:, int(split.shape[1] * 0.56) :] = True
    new_town = shapely.union_all(towns["K1"].quads(split), grid_size=GRID)

    lines = [
        *arcs,
        *(shapely.boundary(b) for b in built.values()),
        shapely.intersection(shapely.boundary(new_town), built["K1"]),
    ]
    noded = shapely.union_all(shapely.geometrycollections(lines), grid_size=GRID)
    edges = np.array(shapely.get_parts(shapely.line_merge(noded)))
    faces = np.array(shapely.get_parts(shapely.polygonize(edges)))
    spots = shapely.point_on_surface(faces)
    values = list(areas)
    spot, area = shapely.STRtree([areas[v] for v in values]).query(spots, predicate="intersects")
    kind = np.zeros(len(faces), np.int64)
    kind[spot] = [values[k] for k in area]
    record = [
        (drawing.names[a], drawing.names[b], r, w1, w2) if k else None
        for k, (a, b, r, w1, w2) in zip(kind, kinds[kind].tolist(), strict=True)
    ]
    for unit, outline in built.items():
        inside = shapely.contains(outline, spots)
        fresh = shapely.contains(new_town, spots)
        for i in np.flatnonzero(inside):
            if record[i] and record[i][0][0] != "P":
                record[i] = (unit, "K10" if unit == "K1" and fresh[i] else unit, 0, 0, 0)
    index = {r: n for n, r in enumerate(dict.fromkeys(record))}
    label = np.array([index[r] for r in record])
    sides = edge_faces(edges, faces)
    label = merge_small(shapely.area(faces), sides, shapely.length(edges), label, SLIVER)
    back = list(index)
    keep = [i for i in range(len(faces)) if back[label[i]]]
    final = [back[label[i]] for i in keep]
    one, two, red, w1, w2 = zip(*final, strict=True)
    return County(
        faces[keep], list(one), list(two), np.array(red), np.array(w1), np.array(w2), towns["K1"], built["K1"], rivers
    )


def _crs(definition: str) -> osr.SpatialReference:
    crs = osr.SpatialReference()
    crs.SetFromUserInput(definition)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


class Ground:
    """From metres around the middle of the land to longitude and latitude (EPSG:4490), and ellipsoidal areas."""

    def __init__(self) -> None:
        self.crs = _crs("EPSG:4490")
        self._out = osr.CoordinateTransformation(_crs("EPSG:4548"), self.crs)
        # Cylindrical equal-area on the CGCS2000 ellipsoid: x follows longitude, so edges cut to ten metres stay straight.
        cea = _crs("+proj=cea +lon_0=117 +a=6378137 +rf=298.257222101 +units=m +no_defs")
        self._area = osr.CoordinateTransformation(self.crs, cea)

    def lonlat(self, shape: BaseGeometry) -> BaseGeometry:
        """The shape in EPSG:4490, rounded to 1e-9 degrees (0.1 mm): shared vertices stay shared."""

        def out(xy: NDArray[np.float64]) -> NDArray[np.float64]:
            points = np.array(self._out.TransformPoints((xy + ORIGIN).tolist()))
            return np.round(points[:, :2], 9)

        moved = shapely.transform(shape, out)
        assert shapely.is_valid(moved), shapely.is_valid_reason(moved)
        return shapely.normalize(moved)

    def square_metres(self, shape: BaseGeometry) -> float:
        """Ellipsoidal area on CGCS2000 of a shape in EPSG:4490."""
        flat = shapely.transform(
            shapely.segmentize(shape, 1e-4), lambda xy: np.array(self._area.TransformPoints(xy.tolist()))[:, :2]
        )
        return float(shapely.area(flat))


Rows = Sequence[tuple[BaseGeometry, Sequence[object]]]


def _fields(names: str) -> list[tuple[str, int]]:
    """Text fields, but the class (a whole number) and the parcel's area."""
    kinds = {"ZHGKDYFL": ogr.OFTInteger, "TBMJ": ogr.OFTReal}
    return [(name, kinds.get(name, ogr.OFTString)) for name in names.split()]


UNIT_FIELDS = _fields("HJGKDYBM HJGKDYMC PROV CITY COUNTY ZHGKDYFL REMARKS")
ZONE_FIELDS = {"生态保护红线": _fields("HXMC HXLX XZQMC BZ"), "饮用水水源保护区": _fields("BHQMC BHQJB SYDLX XZQMC BZ")}
COUNTY_FIELDS = _fields("XZQDM XZQMC BZ")
PARCEL_FIELDS = _fields("BSM TBBH XZQDM YDYHFLDM YDYHFLMC TBMJ BZ")
SITE_FIELDS = _fields("XMMC BZ")


def write_layer(
    path: Path, name: str, kind: int, fields: Sequence[tuple[str, int]], rows: Rows, ground: Ground, notice: str
) -> None:
    """Write one layer to a new GeoPackage in EPSG:4490, described as invented."""
    path.parent.mkdir(parents=True, exist_ok=True)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path), options=["VERSION=1.3", "DATETIME_FORMAT=UTC"])
    options = [f"DESCRIPTION={notice}", f"IDENTIFIER={name}"]
    layer = source.CreateLayer(name, ground.crs, kind, options)
    for field, field_type in fields:
        layer.CreateField(ogr.FieldDefn(field, field_type))
    layer.StartTransaction()
    for shape, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        geometry = ogr.CreateGeometryFromWkb(shapely.to_wkb(shape))
        feature.SetGeometry(ogr.ForceToMultiPolygon(geometry) if kind == ogr.wkbMultiPolygon else geometry)
        for index, value in enumerate(values):
            feature.SetField(index, value)
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    source = None  # closes the file


def write_json(path: Path, content: object) -> None:
    """Write JSON as people read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def write_release(
    folder: Path,
    edition: Edition,
    shapes: dict[str, BaseGeometry],
    zones: dict[str, Rows],
    content: dict[str, Any],
    ground: Ground,
) -> None:
    """Write one release as an office hands it over: units, zones, lists, and sources.json that says what each file is."""
    notice, place, info = content["notice"], content["place"], edition.info
    ordered = sorted((edition.units[key]["code"], key) for key in shapes)
    rows = []
    for code, key in ordered:
        unit = edition.units[key]
        where = (place["province"], place["city"], place["county"])
        rows.append((shapes[key], (code, unit["name"], *where, int(code[8]), unit["class"])))
    write_layer(folder / "units.gpkg", "环境管控单元", ogr.wkbMultiPolygon, UNIT_FIELDS, rows, ground, notice)
    for theme, theme_rows in zones.items():
        path = folder / "zones" / f"{theme}.gpkg"
        write_layer(path, theme, ogr.wkbMultiPolygon, ZONE_FIELDS[theme], theme_rows, ground, notice)
    said = {"document": info["name"], "document_no": info["document_no"], "effective": info["effective"]}
    sources: list[dict[str, Any]] = [{"file": "units.gpkg", "role": "units"} | said]
    sources += [{"file": f"zones/{theme}.gpkg", "role": "zones", "theme": theme} | said for theme in zones]
    admin = {"province": "990000", "city": "990100", "unit": "990101"}
    (folder / "lists").mkdir(parents=True)
    for one in edition.lists.values():
        demo_lists.write_list(folder / "lists" / one["file"], one, edition.units, content)
        is_basin = one["tier"] == "basin"
        scope = (
            {"units": [edition.units[key]["code"] for key in one["units"]]}
            if is_basin
            else {"admin": [admin[one["tier"]]]}
        )
        said = {key: one[key] for key in ("document", "document_no", "effective")}
        sources.append(
            {"file": f"lists/{one['file']}", "role": "list", "tier": one["tier"], "scope": scope, "theme": ""} | said
        )
    write_json(folder / "sources.json", {"release": info, "sources": sources})


def zone_rows(county: County, levels: Labels, content: dict[str, Any], ground: Ground) -> dict[str, Rows]:
    """Red line by mountain block, and water-source protection areas by source and level."""
    notice, place = content["notice"], content["place"]
    kinds = {"P1": "水源涵养", "P2": "生物多样性维护", "P3": "水土保持", "P6": "生物多样性维护"}
    red = county.dissolve((unit if flag else "") for unit, flag in zip(county.first, county.red_line, strict=True))
    names = {key: content["units"][key]["name"].removeprefix("示例县").split("优先")[0] for key in kinds}
    red_rows = [
        (ground.lonlat(red[key]), (f"{names[key]}生态保护红线（虚构）", kind, place["county"], notice))
        for key, kind in kinds.items()
        if key in red
    ]
    reservoir = np.array([unit == "P5" for unit in county.second])
    source = county.dissolve(zip(reservoir.tolist(), levels.tolist(), strict=True))
    water_rows = [
        (
            ground.lonlat(source[is_reservoir, level]),
            (f"{name}饮用水水源保护区（虚构）", f"{'一二'[level - 1]}级", kind, place["county"], notice),
        )
        for is_reservoir, name, kind in ((True, "南屏水库", "湖库型"), (False, "渡口水厂", "河流型"))
        for level in (1, 2)
    ]
    return {"生态保护红线": red_rows, "饮用水水源保护区": water_rows}


def unit_changes(county: County, content: dict[str, Any], ground: Ground) -> list[dict[str, Any]]:
    """What the second release does to units, in the words of `zoning.comparison/1`.

    `moved_m2`: for a unit whose border moved, the area it gained (+) from or lost (-) to each other unit, m².
    """
    first, second = content["units"], demo_lists.second_units(content)
    traded = county.dissolve(zip(county.first, county.second, strict=True))
    moved = {pair: ground.square_metres(ground.lonlat(shape)) for pair, shape in traded.items() if pair[0] != pair[1]}
    changes = []
    for event in content["second"]["events"]:
        old, new = [first[key]["code"] for key in event["old"]], [second[key]["code"] for key in event["new"]]
        entry = {"kind": event["kind"], "old": old, "new": new, "moved_m2": {}}
        if event["kind"] == "split":
            entry["moved_m2"] = {
                second[b]["code"]: round(-area, 1) for (a, b), area in moved.items() if a in event["old"]
            }
        changes.append(entry)
    redrawn: dict[str, dict[str, float]] = {}
    for (a, b), area in sorted(moved.items()):
        if b in first:
            redrawn.setdefault(b, {})[first[a]["code"]] = round(area, 1)
            redrawn.setdefault(a, {})[second[b]["code"]] = round(-area, 1)
    changes += [
        {"kind": "redrawn", "old": [first[key]["code"]], "new": [second[key]["code"]], "moved_m2": redrawn[key]}
        for key in sorted(redrawn)
    ]
    return changes


# A factory plot across the eastern fence of the surface-treatment park (metres), clockwise from its north-western corner.
# The north-eastern corner is put on the nearest corner of the river's priority unit, which the plot so touches.
PLOT = ((14000, -747), (14262, -790), (14222, -920), (14110, -902), (13977, -878))
POINT = (10600, 4150)


def site_plot(county: County) -> Polygon:
    """The polygon site (metres)."""
    river = shapely.get_coordinates(county.dissolve(county.first)["P4"])
    nearest = river[np.argmin(np.hypot(*(river - PLOT[1]).T))]
    return Polygon([PLOT[0], tuple(nearest), *PLOT[2:]])


def write_plan(path: Path, county: County, ground: Ground, notice: str) -> None:
    """Write the land-use plan around the county town; TBMJ is the ellipsoidal area in m²."""
    units = county.dissolve(county.first)
    hills = shapely.union_all([units[key] for key in MOUNTAINS])
    outline = shapely.coverage_union_all(county.faces)
    parcels = plan_parcels(SEED, county.town, county.built, county.rivers, outline, hills, TOWNS["K1"][0])
    order = np.random.default_rng([SEED, 8]).permutation(len(parcels)).tolist()  # a real file has no spatial order
    rows = []
    for number, at in enumerate(order, 1):
        code, shape = parcels[at][0], ground.lonlat(parcels[at][1])
        area = round(ground.square_metres(shape), 2)
        rows.append((shape, (f"9901010000{number:08d}", str(number), "990101", code, LAND_USE[code], area, notice)))
    write_layer(path, "规划用地", ogr.wkbPolygon, PARCEL_FIELDS, rows, ground, notice)


def write_sites(folder: Path, county: County, ground: Ground, notice: str) -> None:
    """Write the three sites: a plot, a road and a place."""
    for file, layer, kind, shape, name in (
        ("site_polygon", "项目用地", ogr.wkbPolygon, site_plot(county), "示例电镀厂项目"),
        ("site_line", "道路中线", ogr.wkbLineString, road_line(), "示例县道改建工程"),
        ("site_point", "项目位置", ogr.wkbPoint, shapely.Point(POINT), "示例食品厂项目"),
    ):
        rows = [(ground.lonlat(shape), (f"{name}（虚构）", notice))]
        write_layer(folder / f"{file}.gpkg", layer, kind, SITE_FIELDS, rows, ground, notice)


def main(folder: Path) -> None:
    """Make everything anew below the folder (README.md there is written by hand and stays)."""
    gdal.UseExceptions()
    gdal.SetConfigOption("OGR_CURRENT_DATE", "2024-07-01T00:00:00.000Z")
    gdal.SetConfigOption("OGR_SQLITE_PRAGMA", "page_size=1024")
    content = demo_lists.load()
    county, ground, notice = build_county(SEED), Ground(), content["notice"]
    folder.mkdir(parents=True, exist_ok=True)
    for old in ("release-1", "release-2", "sites"):
        shutil.rmtree(folder / old, ignore_errors=True)
    for stale in folder.glob("*.gpkg"):
        stale.unlink()

    first, second = demo_lists.editions(content)
    for edition, name, keys, levels in (
        (first, "release-1", county.first, county.water_first),
        (second, "release-2", county.second, county.water_second),
    ):
        shapes = {key: ground.lonlat(shape) for key, shape in county.dissolve(keys).items()}
        write_release(folder / name, edition, shapes, zone_rows(county, levels, content, ground), content, ground)
    truth = {
        "note": notice,
        "old": first.info["name"],
        "new": second.info["name"],
        "units": unit_changes(county, content, ground),
        "lists": content["second"]["list_changes"],
        "clauses": demo_lists.clause_changes(content),
    }
    write_json(folder / "release-2" / "truth.json", truth)

    place = content["place"]
    outline = ground.lonlat(shapely.coverage_union_all(county.faces))
    rows = [(outline, (place["code"], place["county"], notice))]
    write_layer(folder / "county_boundary.gpkg", "县界", ogr.wkbMultiPolygon, COUNTY_FIELDS, rows, ground, notice)
    write_plan(folder / "land_use_plan.gpkg", county, ground, notice)
    write_sites(folder / "sites", county, ground, notice)
    write_json(folder / "project.json", content["project"])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "resources" / "demo")
