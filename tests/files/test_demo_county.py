# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo county: invented and labelled so, whole, as large as promised, and the same when it is made again."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
import shapely
from osgeo import gdal

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "demo"
SCRIPT = ROOT / "scripts" / "make_demo_county.py"
NOTICE = "虚构示例，不对应任何真实地方"
CONTENT: dict[str, Any] = json.loads((ROOT / "scripts" / "demo_clauses.json").read_text(encoding="utf-8"))
RELEASES = ("release-1", "release-2")
PRIORITY, KEY, GENERAL = 1, 2, 3


class Row(NamedTuple):
    shape: Any
    said: dict[str, Any]


def read(path: Path) -> tuple[str, str, list[Row]]:
    """Name, description and rows of a GeoPackage's only layer."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY)
    assert source.GetLayerCount() == 1
    layer = source.GetLayer(0)
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "4490"
    names = [field.GetName() for field in layer.schema]
    rows = [
        Row(
            shapely.from_wkb(bytes(feature.GetGeometryRef().ExportToWkb())),
            {name: feature.GetField(k) for k, name in enumerate(names)},
        )
        for feature in layer
    ]
    return layer.GetName(), layer.GetMetadataItem("DESCRIPTION") or "", rows


def units(release: str) -> dict[str, Row]:
    return {row.said["HJGKDYBM"]: row for row in read(DEMO / release / "units.gpkg")[2]}


def cells(path: Path) -> list[Any]:
    return [
        (sheet.title, sorted(map(str, sheet.merged_cells.ranges)), list(sheet.iter_rows(values_only=True)))
        for sheet in openpyxl.load_workbook(path)
    ]


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def metres(shape: Any) -> Any:
    """Roughly metres, for distances of some hundred metres at 28° N."""
    scale = [111_320 * math.cos(math.radians(27.92)), 110_850]
    return shapely.transform(shape, lambda xy: xy * scale)


# --- whole and labelled -----------------------------------------------------------------------------------------------


def test_every_layer_list_and_note_says_that_it_is_invented() -> None:
    for path in DEMO.rglob("*.gpkg"):
        _, description, rows = read(path)
        assert description == NOTICE, path.name
        for _, said in rows:
            assert any("虚构" in str(value) for value in said.values()), (path.name, said)
    for path in DEMO.rglob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        assert NOTICE in str(book.worksheets[0]["A1"].value), path.name
        assert book.properties.description == NOTICE
    for path in DEMO.rglob("*.json"):
        assert "虚构" in path.read_text(encoding="utf-8"), path.name
    assert NOTICE in (DEMO / "README.md").read_text(encoding="utf-8")


def test_it_is_small() -> None:
    assert sum((DEMO / name).stat().st_size for name in files(DEMO)) < 4_000_000
    for release in RELEASES:
        assert (DEMO / release / "units.gpkg").stat().st_size < 2_000_000


@pytest.mark.parametrize(("release", "counts"), [("release-1", (7, 9, 4)), ("release-2", (7, 11, 3))])
def test_units_of_all_classes(release: str, counts: tuple[int, int, int]) -> None:
    found = units(release)
    classes = Counter(row.said["ZHGKDYFL"] for row in found.values())
    assert (classes[PRIORITY], classes[KEY], classes[GENERAL]) == counts
    for code, row in found.items():
        assert re.fullmatch(r"ZH990101[123]\d{4}", code)
        assert int(code[8]) == row.said["ZHGKDYFL"]
        assert row.said["REMARKS"].startswith({1: "优先", 2: "重点", 3: "一般"}[row.said["ZHGKDYFL"]])
    assert len({row.said["HJGKDYMC"] for row in found.values()}) == len(found)
    assert sum("园区型" in row.said["REMARKS"] for row in found.values()) == 2


@pytest.mark.parametrize("release", RELEASES)
def test_units_cover_the_county_without_gap_or_overlap(release: str) -> None:
    shapes = [row.shape for row in units(release).values()]
    [(county, _)] = read(DEMO / "county_boundary.gpkg")[2]
    assert shapely.is_valid(shapes).all()
    assert sum(shape.area for shape in shapes) == pytest.approx(county.area, rel=1e-9)
    assert shapely.symmetric_difference(shapely.union_all(shapes), county).area < 1e-9 * county.area
    if hasattr(shapely, "coverage_is_valid"):
        assert shapely.coverage_is_valid(shapes)
    assert shapely.get_num_geometries(county) == 1
    assert 20_000 < shapely.get_num_coordinates(shapes).sum() < 40_000


def test_shapes_are_as_in_life() -> None:
    """Multiparts, holes, and a remainder with both."""
    shapes = {code: row.shape for code, row in units("release-1").items()}
    holes = {code: shapely.get_num_interior_rings(shapely.get_parts(shape)).sum() for code, shape in shapes.items()}
    assert sum(shapely.get_num_geometries(shape) > 5 for shape in shapes.values()) >= 6
    assert all(holes[code] and len(shapes[code].geoms) > 5 for code in shapes if code[8] == "3")
    assert sum(metres(shape).area for shape in shapes.values()) / 1e6 == pytest.approx(1120, abs=10)


@pytest.mark.parametrize("release", RELEASES)
def test_zones_lie_in_priority_units(release: str) -> None:
    priority = shapely.union_all([row.shape for row in units(release).values() if row.said["ZHGKDYFL"] == PRIORITY])
    red = read(DEMO / release / "zones" / "生态保护红线.gpkg")
    water = read(DEMO / release / "zones" / "饮用水水源保护区.gpkg")
    assert (red[0], water[0]) == ("生态保护红线", "饮用水水源保护区")
    assert Counter(said["BHQJB"] for _, said in water[2]) == {"一级": 2, "二级": 2}
    for shape, said in red[2] + water[2]:
        assert shape.difference(priority).area < 1e-12 * shape.area, said
    assert not shapely.union_all([shape for shape, _ in red[2]]).equals(priority)


# --- lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("release", "counts"), [("release-1", (16, 10, 16, 65, 55)), ("release-2", (16, 10, 17, 66, 61))]
)
def test_lists_in_four_tiers(release: str, counts: tuple[int, ...]) -> None:
    from zoning_plugin.files.access_list import read_sheet
    from zoning_plugin.files.profile import read_profile
    from zoning_plugin.files.tables.workbook import read_workbook

    sources = json.loads((DEMO / release / "sources.json").read_text(encoding="utf-8"))
    lists = [source for source in sources["sources"] if source["role"] == "list"]
    assert [source["tier"] for source in lists] == ["province", "basin", "city", "unit", "unit"]
    codes = set(units(release))
    listed: set[str] = set()
    found = []
    for source in lists:
        [grid] = read_workbook(DEMO / release / source["file"]).grids
        reading = read_sheet(grid, read_profile(), source["file"])
        found.append(len(reading.clauses))
        assert not [fault for fault in reading.faults if fault.level.value != "info"]
        named = {unit.code for unit in reading.units}
        assert not named & listed
        listed |= named
        assert set(source["scope"].get("units", [])) <= codes
    assert tuple(found) == counts
    assert listed == codes
    assert {source["file"] for source in sources["sources"]} == {
        name for name in files(DEMO / release) if name not in ("sources.json", "truth.json")
    }


def test_lists_hold_what_is_hard_to_read() -> None:
    texts = [
        str(value)
        for path in (DEMO / "release-1" / "lists").glob("*.xlsx")
        for _, _, rows in cells(path)
        for row in rows
        for value in row
        if value
    ]
    assert max(len(text) for text in texts) > 470
    assert sum("《中华人民共和国水污染防治法》" in text for text in texts) >= 3
    assert any("空间布局约束\n" in text for text in texts)
    assert any(text == "/" for text in texts)
    assert any("\n（2）" in text for text in texts)
    assert any(re.search(r"（1）.*（2）.*（3）", text) for text in texts)


# --- the second release ------------------------------------------------------------------------------------------------


def test_truth_says_what_the_second_release_changes_and_nothing_else_changed() -> None:
    truth = json.loads((DEMO / "release-2" / "truth.json").read_text(encoding="utf-8"))
    first, second = units("release-1"), units("release-2")
    assert Counter(change["kind"] for change in truth["units"]) == {
        "split": 1,
        "reclassified": 1,
        "renamed": 1,
        "redrawn": 5,
    }
    told = {code for change in truth["units"] for code in change["old"] + change["new"]}
    for code in set(first) | set(second):
        same = code in first and code in second and first[code].shape.equals_exact(second[code].shape, 0)
        same = same and first[code].said == second[code].said
        assert same is (code not in told), code
    gained: Counter[str] = Counter()
    for change in truth["units"]:
        if change["kind"] == "redrawn":
            [code] = change["new"]
            gained[code] = sum(change["moved_m2"].values())
            grown = metres(second[code].shape).area - metres(first[code].shape).area
            assert grown == pytest.approx(gained[code], rel=5e-3)
    assert sum(gained.values()) == pytest.approx(0, abs=1)


def test_truth_says_every_clause_that_changed() -> None:
    from zoning_plugin.files.access_list import read_sheet
    from zoning_plugin.files.profile import read_profile
    from zoning_plugin.files.tables.workbook import read_workbook

    def read_all(release: str) -> Counter[tuple[str, ...]]:
        found: Counter[tuple[str, ...]] = Counter()
        for name, one in CONTENT["lists"].items():
            [grid] = read_workbook(DEMO / release / "lists" / one["file"]).grids
            for clause in read_sheet(grid, read_profile(), one["file"]).clauses:
                # In a table the number is that of the row: a clause that only moved down says nothing new.
                number = clause.number if clause.unit_code else ""
                found[name, clause.unit_code, clause.dimension, number, clause.tag, clause.text] += 1
        return found

    truth = json.loads((DEMO / "release-2" / "truth.json").read_text(encoding="utf-8"))["clauses"]

    def told(side: str) -> Counter[tuple[str, ...]]:
        return Counter(
            (
                change["list"],
                said["unit"],
                said["dimension"],
                said["number"] if said["unit"] else "",
                said["tag"],
                said["text"],
            )
            for change in truth
            if (said := change[side])
        )

    before, after = read_all("release-1"), read_all("release-2")
    assert before - after == told("old")
    assert after - before == told("new")


# --- sites and plan ----------------------------------------------------------------------------------------------------


def met(site: str, release: str = "release-1") -> dict[str, float]:
    """Area (or length) of the site in each unit it touches, about metres."""
    [(shape, _)] = read(DEMO / "sites" / f"{site}.gpkg")[2]
    touched = {code: metres(row.shape).intersection(metres(shape)) for code, row in units(release).items()}
    return {code: piece.area or piece.length for code, piece in touched.items() if not piece.is_empty}


def test_the_plot_lies_in_two_units_and_touches_a_third() -> None:
    found = met("site_polygon")
    assert [code for code in found if code[8] == "1"] == ["ZH99010110004"]
    assert found.pop("ZH99010110004") < 1
    assert sorted(code[8] for code in found) == ["2", "3"]
    assert sum(found.values()) == pytest.approx(34_100, rel=0.01)
    assert min(found.values()) / sum(found.values()) > 0.25


def test_the_road_crosses_six_units_and_the_red_line() -> None:
    found = met("site_line")
    assert len(found) == 6
    assert Counter(code[8] for code in found) == {"1": 2, "2": 2, "3": 2}
    assert sum(found.values()) == pytest.approx(18_450, rel=0.01)
    [(road, _)] = read(DEMO / "sites" / "site_line.gpkg")[2]
    red = shapely.union_all([shape for shape, _ in read(DEMO / "release-1" / "zones" / "生态保护红线.gpkg")[2]])
    assert metres(road.intersection(red)).length > 1000


def test_the_point_lies_in_one_key_unit() -> None:
    assert [code[8] for code in met("site_point")] == ["2"]


def test_the_plan_is_of_adjacent_parcels() -> None:
    _, _, rows = read(DEMO / "land_use_plan.gpkg")
    shapes = [row.shape for row in rows]
    assert 300 <= len(rows) <= 600
    assert shapely.is_valid(shapes).all()
    if hasattr(shapely, "coverage_is_valid"):
        assert shapely.coverage_is_valid(shapes)
    whole = shapely.union_all(shapes)
    assert shapely.get_num_geometries(whole) == 1
    [(county, _)] = read(DEMO / "county_boundary.gpkg")[2]
    assert county.contains(whole)
    assert sum(row.said["TBMJ"] for row in rows) == pytest.approx(metres(whole).area, rel=5e-3)
    assert min(row.said["TBMJ"] for row in rows) > 500
    assert len({row.said["YDYHFLDM"] for row in rows}) >= 12
    assert len({row.said["BSM"] for row in rows}) == len(rows)


def test_stated_parcel_areas_are_the_ellipsoidal_ones() -> None:
    """The script measures by an equal-area projection, the core by its formula: two ways to one number."""
    from zoning_plugin.core import measure

    for shape, said in read(DEMO / "land_use_plan.gpkg")[2]:
        assert said["TBMJ"] == pytest.approx(measure.area(shape, measure.ELLIPSOIDAL), abs=0.006)


def test_the_project_has_the_fields_of_a_project_and_blanks_to_fill_in() -> None:
    from zoning_plugin.core.project import Project

    project = Project(**json.loads((DEMO / "project.json").read_text(encoding="utf-8")))
    assert project.industry.startswith("3360 ")
    assert not project.contact


# --- made again --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_made_again_it_is_the_same(tmp_path: Path) -> None:
    """Same files, rows, texts and numbers; shapes the same within 1e-7 of their area (GEOS may differ in the last digit)."""
    environment = os.environ | {"PYTHONHASHSEED": "1"}
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path)], check=True, env=environment, timeout=300)
    assert files(tmp_path) == [name for name in files(DEMO) if name != "README.md"]
    for name in files(tmp_path):
        fresh, kept = tmp_path / name, DEMO / name
        if name.endswith(".json"):
            assert fresh.read_bytes() == kept.read_bytes(), name
        elif name.endswith(".xlsx"):
            assert cells(fresh) == cells(kept), name
        else:
            layer, description, rows = read(fresh)
            old_layer, old_description, old_rows = read(kept)
            assert (layer, description, len(rows)) == (old_layer, old_description, len(old_rows)), name
            for row, old in zip(rows, old_rows, strict=True):
                assert row.said == pytest.approx(old.said, abs=0.011), name
                assert shapely.normalize(row.shape).equals_exact(shapely.normalize(old.shape), 2e-9), name
