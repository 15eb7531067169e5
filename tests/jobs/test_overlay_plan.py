# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan laid over a release: the pieces are plain shapely's, everything balances, nothing is dropped, nothing is half-written."""

from __future__ import annotations

import json
import math
import os
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import shapely
from osgeo import gdal

from tests.core.shapes import METRE, SOUTH, WEST, box, release, unit
from tests.files.layers import write_layer
from tests.jobs.plans import Written, lay, rows_of, summary_of, write_plan
from zoning_plugin.core import geometry, measure
from zoning_plugin.core.errors import Cancelled, ZoningError
from zoning_plugin.core.overlay import Thresholds
from zoning_plugin.core.release import Release
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.files.release_store import read_release, write_release
from zoning_plugin.jobs import overlay_plan as job
from zoning_plugin.jobs.import_release import ImportRequest, import_release
from zoning_plugin.jobs.overlay_plan import PlanFile
from zoning_plugin.jobs.prepare_release import prepare_release

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "demo"
SCHEMA = json.loads((ROOT / "resources" / "schemas" / "zoning.plan-overlay-1.json").read_text(encoding="utf-8"))

# Four units of 1 km in a square with a gap of 100 m below the last, and a fifth over the corner of the first.
UNITS = [
    unit(1, box(0, 0, 1000, 1000), 1), unit(2, box(1000, 0, 2000, 1000)), unit(3, box(0, 1000, 1000, 2000), 3),
    unit(4, box(1000, 1100, 2000, 2000)), unit(5, box(900, 900, 1000, 1000), 1),
]  # fmt: skip
PARCELS = {
    "inside": box(100, 100, 200, 200),
    "across two": box(950, 100, 1050, 200),
    "on the border": box(1000, 300, 1100, 400),
    "in the gap": box(1500, 1020, 1600, 1080),
    "half in the gap": box(1500, 1050, 1600, 1150),
    "doubly covered": box(850, 850, 980, 980),
    "a sliver over the border": box(500, 999.98, 600, 1100),
    "outside": box(5000, 5000, 5100, 5100),
    "two parts": shapely.union(box(10, 10, 20, 20), box(1010, 10, 1020, 20)),
    "with a hole": shapely.difference(box(1200, 200, 1400, 400), box(1250, 250, 1300, 300)),
    "touching a corner": box(2000, 2000, 2100, 2100),
}


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "成果.gpkg"
    write_release(release(UNITS), path)
    prepare_release(read_release(path), path)  # what is kept beside it is there before any plan is laid
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write_plan(tmp_path / "规划.gpkg", list(PARCELS.values()))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "示例县.gpkg"
    import_release(ImportRequest(path, folder=DEMO / "release-1"))
    return path


def by_parcel(pieces: list[Written]) -> dict[int, list[Written]]:
    found = defaultdict(list)
    for one in pieces:
        found[one["parcel_fid"]].append(one)
    return found


def oracle(shape: shapely.Geometry, one: Release, thresholds: Thresholds = Thresholds()) -> dict[str, float]:  # noqa: B008
    """m² by unit code, and of what none covers, by shapely on the whole units."""
    found = {}
    for other in one.units:
        common = shapely.intersection(shape, other.shape)
        if not shapely.is_empty(common) or geometry.distance(shape, other.shape) <= thresholds.touch_m:
            found[other.code] = measure.area(geometry.parts_of_dimension(common, 2), one.rule)
    rest = measure.area(geometry.parts_of_dimension(shapely.difference(shape, shapely.union_all([u.shape for u in one.units])), 2), one.rule)  # fmt: skip
    return found | ({"": rest} if rest > 1e-9 * measure.area(shape) else {})


def check_balance(path: Path) -> None:
    """Of every parcel and of all: pieces + uncovered − double = the whole."""
    pieces = by_parcel(rows_of(path, "pieces"))
    sums = dict.fromkeys(("area_m2", "covered_m2", "uncovered_m2", "double_m2"), 0.0)
    for row in rows_of(path, "balance"):
        own = pieces[row["parcel_fid"]]
        assert len(own) == row["pieces"]
        if row["area_m2"] is None:
            assert row["state"] not in ("ok", "repaired")
            assert not own
            continue
        of_units = sum(one["area_m2"] for one in own if one["unit"] is not None)
        rest = sum(one["area_m2"] for one in own if one["unit"] is None)
        assert rest == row["uncovered_m2"]
        assert math.isclose(of_units + rest - row["double_m2"], row["area_m2"], rel_tol=1e-9)
        assert math.isclose(sum(one["share"] for one in own) - row["double_m2"] / row["area_m2"], 1, rel_tol=1e-9)
        assert math.isclose(row["covered_m2"] + row["uncovered_m2"], row["area_m2"], rel_tol=1e-12)
        assert abs(row["imbalance"]) < 1e-9
        for name in sums:
            sums[name] += row[name]
    stated = summary_of(path)
    for name, value in sums.items():
        key = "sums.parcels_m2" if name == "area_m2" else f"sums.{name}"
        assert math.isclose(float(stated[key]), value, rel_tol=1e-12, abs_tol=1e-4)
    assert math.isclose(float(stated["sums.balance_share"]), 1, rel_tol=1e-9)


def test_every_piece_is_what_shapely_says_on_whole_units(stored: Path, plan: Path, tmp_path: Path) -> None:
    lay(plan, stored, tmp_path / "o.gpkg")
    one, pieces = read_release(stored), by_parcel(rows_of(tmp_path / "o.gpkg", "pieces"))
    for fid, (name, shape) in enumerate(PARCELS.items(), 1):
        expected = oracle(shape, one)
        found = {row["unit"] or "": row for row in pieces[fid]}
        assert found.keys() == expected.keys(), name
        for code, area in expected.items():
            assert math.isclose(found[code]["area_m2"], area, rel_tol=1e-9, abs_tol=1e-6), (name, code)
            shape_of = found[code]["geom"]
            assert (shape_of is None) == (area == 0), (name, code)
            if shape_of is not None:
                assert math.isclose(measure.area(shape_of), area, rel_tol=1e-9, abs_tol=1e-6), (name, code)
    check_balance(tmp_path / "o.gpkg")


def test_relations_edges_remainders_and_their_columns(stored: Path, plan: Path, tmp_path: Path) -> None:
    lay(plan, stored, tmp_path / "o.gpkg")
    names = list(PARCELS)
    pieces = by_parcel(rows_of(tmp_path / "o.gpkg", "pieces"))

    def said(name: str) -> list[tuple[Any, Any]]:
        return [(row["unit"] and row["unit"][-1], row["relation"]) for row in pieces[names.index(name) + 1]]

    assert said("inside") == [("1", "inside")]
    assert said("across two") == [("1", "overlap"), ("2", "overlap")]
    assert said("on the border") == [("2", "inside"), ("1", "edge")]
    assert said("in the gap") == [(None, None)]
    assert said("half in the gap") == [("4", "overlap"), (None, None)]
    assert said("doubly covered") == [("1", "inside"), ("5", "overlap")]
    assert said("a sliver over the border") == [("3", "inside"), ("1", "edge")]
    assert said("outside") == [(None, None)]
    assert said("touching a corner") == [("4", "edge"), (None, None)]
    sliver = pieces[names.index("a sliver over the border") + 1][1]
    assert sliver["area_m2"] > 0
    assert sliver["geom"] is not None
    contact = pieces[names.index("touching a corner") + 1][0]
    assert (contact["geom"], contact["area_m2"], contact["share"], contact["distance_m"]) == (None, 0, 0, 0)
    rest = pieces[names.index("in the gap") + 1][0]
    assert (rest["unit"], rest["unit_name"], rest["class"], rest["distance_m"]) == (None, None, None, None)
    assert rest["share"] == 1
    assert {row["class"] for rows in pieces.values() for row in rows} == {"priority", "key", "general", None}
    assert [row["BH"] for row in rows_of(tmp_path / "o.gpkg", "pieces")] == [str(row["parcel_fid"] - 1) for row in rows_of(tmp_path / "o.gpkg", "pieces")]  # fmt: skip


def test_pieces_come_in_the_order_of_the_plan_and_what_is_read_back_is_what_the_engine_says(
    demo: Path, tmp_path: Path
) -> None:
    from zoning_plugin.core.overlay import overlay_polygons
    from zoning_plugin.files.plan_parcels import opened_plan

    lay(DEMO / "land_use_plan.gpkg", demo, tmp_path / "o.gpkg")
    one = read_release(demo)
    with opened_plan(DEMO / "land_use_plan.gpkg") as given:
        rows = next(given.read(10_000))
    laid = overlay_polygons(shapely.from_wkb(list(rows.wkbs)), one.unit_tiling, rule=one.rule, thresholds=Thresholds())
    pieces = rows_of(tmp_path / "o.gpkg", "pieces")
    assert [row["parcel_fid"] for row in pieces] == [rows.fids[number] for number in laid.pieces.polygon]
    assert [row["unit"] for row in pieces] == [one.units[number].code for number in laid.pieces.index]
    assert [row["area_m2"] for row in pieces] == laid.pieces.area_m2.tolist()
    for row, shape in zip(pieces, laid.pieces.shape, strict=True):
        if row["geom"] is None:
            assert shapely.get_dimensions(shape) < 2
        else:
            assert shapely.equals_exact(shapely.multipolygons(shapely.get_parts(shape)), row["geom"], 0)
    assert [row["TBBH"] for row in pieces][:3] == [rows.values[number][1] for number in laid.pieces.polygon[:3]]
    assert [row["parcel_fid"] for row in rows_of(tmp_path / "o.gpkg", "balance")] == list(rows.fids)


def test_the_land_use_plan_of_the_demo_county(demo: Path, tmp_path: Path) -> None:
    done = lay(
        DEMO / "land_use_plan.gpkg", demo, tmp_path / "o.gpkg", json_path=tmp_path / "o.json", class_field="YDYHFLMC"
    )
    found = done.overlay
    assert (found.laid_count, found.state.value, found.remainder_count, found.sums.double) == (535, "complete", 0, 0)
    check_balance(tmp_path / "o.gpkg")
    document = json.loads((tmp_path / "o.json").read_bytes())
    jsonschema.validate(document, SCHEMA)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert sum(one["parcels"] for one in document["land_uses"]) == 535
    for key in ("area_m2", "uncovered_m2"):
        total = document["sums"]["parcels_m2" if key == "area_m2" else key]
        assert math.isclose(sum(one[key] for one in document["land_uses"]), total, rel_tol=1e-9, abs_tol=1e-2)
    by_class = {one["class"]: one["area_m2"] for one in document["classes"]}
    for name, area in by_class.items():
        assert math.isclose(
            sum(one["classes"][name] for one in document["land_uses"]), area, rel_tol=1e-9, abs_tol=1e-2
        )
    assert summary_of(tmp_path / "o.gpkg")["release.digest"] == document["release"]["digest"]


def test_any_number_of_threads_and_of_parcels_at_once_gives_the_same_bytes(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, documents, tables = set(), set(), []
    for threads, at_once in ((1, 100_000), (2, 100_000), (5, 100_000), (3, 5), (1, 7)):
        monkeypatch.setattr(job, "AT_ONCE", at_once)
        lay(DEMO / "land_use_plan.gpkg", demo, tmp_path / "o.gpkg", json_path=tmp_path / "o.json", threads=threads)
        files.add((at_once, (tmp_path / "o.gpkg").read_bytes()))
        documents.add((tmp_path / "o.json").read_bytes())
        tables.append([rows_of(tmp_path / "o.gpkg", name) for name in ("pieces", "balance")])
    assert len(files) == 3
    assert len(documents) == 1
    assert all(one == tables[0] for one in tables)


def test_the_same_plan_in_any_format_gives_the_same_pieces(stored: Path, tmp_path: Path) -> None:
    shapes = [box(64 * x - 32, 64 * y, 64 * x + 32, 64 * y + 64) for x in range(14, 18) for y in range(14, 18)]
    # Shapefiles know a direction of rings: the same from the start.
    shapes = [shapely.geometry.polygon.orient(shapely.set_precision(one, 1e-7), -1) for one in shapes]
    paths = [
        write_plan(tmp_path / "a.gpkg", shapes), write_plan(tmp_path / "b.geojson", shapes, driver="GeoJSON"),
        write_plan(tmp_path / "c.shp", shapes, driver="ESRI Shapefile", encoding="GBK"),
    ]  # fmt: skip
    (tmp_path / "c.cpg").unlink()
    found = []
    for path in paths:
        lay(path, stored, tmp_path / "o.gpkg")
        found.append([(row["BH"], row["DLMC"], row["unit"], row["relation"], round(row["area_m2"], 6)) for row in rows_of(tmp_path / "o.gpkg", "pieces")])  # fmt: skip
    assert len(found[0]) > len(shapes)
    assert found[1] == found[0]
    assert found[2] == found[0]


def test_a_plan_in_a_plane_is_brought_to_degrees(stored: Path, plan: Path, tmp_path: Path) -> None:
    plane = tmp_path / "plane.gpkg"
    gdal.VectorTranslate(str(plane), str(plan), dstSRS="EPSG:4547", reproject=True, layerName="plane")
    lay(plan, stored, tmp_path / "o.gpkg")
    lay(plane, stored, tmp_path / "p.gpkg")
    one, other = (rows_of(tmp_path / name, "balance") for name in ("o.gpkg", "p.gpkg"))
    for row, same in zip(one, other, strict=True):
        assert math.isclose(row["area_m2"], same["area_m2"], rel_tol=1e-7)
    assert "4547" in summary_of(tmp_path / "p.gpkg")["plan.crs"]
    check_balance(tmp_path / "p.gpkg")


def test_fields_called_like_ours_are_kept_beside_them(stored: Path, tmp_path: Path) -> None:
    values = {"unit": "甲", "Class": "乙", "class~2": "丙", "FID_1": "丁", "Geom": "戊", 'a"b': "己", "share": "庚"}
    path = write_layer(tmp_path / "规划.geojson", [(values, shapely.to_wkt(PARCELS["inside"]))], driver="GeoJSON")
    done = lay(path, stored, tmp_path / "o.gpkg")
    row = rows_of(tmp_path / "o.gpkg", "pieces")[0]
    assert (row["unit"], row["class"], row["share"]) == (UNITS[0].code, "priority", 1)
    kept = {
        "unit~2": "甲",
        "Class~2": "乙",
        "class~2~2": "丙",
        "FID_1": "丁",
        "Geom~2": "戊",
        'a"b': "己",
        "share~2": "庚",
    }
    assert {name: row[name] for name in kept} == kept
    assert [one.fact("field") for one in done.overlay.notes if one.code == "plan-field-renamed"] == ["unit", "Class", "class~2", "Geom", "share"]  # fmt: skip
    assert summary_of(tmp_path / "o.gpkg")["plan.renamed.1.stored"] == "unit~2"


def test_what_cannot_be_laid_is_told_counted_and_not_dropped(stored: Path, tmp_path: Path) -> None:
    bow = shapely.Polygon([(WEST + x * METRE, SOUTH + y * METRE) for x, y in ((10, 10), (90, 90), (90, 10), (10, 90))])
    shapes = [
        PARCELS["inside"],
        None,
        bow,
        shapely.LineString(shapely.get_coordinates(PARCELS["inside"])),
        PARCELS["across two"],
    ]
    path = write_plan(tmp_path / "规划.gpkg", shapes, kind=0)
    done = lay(path, stored, tmp_path / "o.gpkg", json_path=tmp_path / "o.json")
    rows = rows_of(tmp_path / "o.gpkg", "balance")
    assert [row["state"] for row in rows] == ["ok", "no-shape", "repaired", "not-a-polygon", "ok"]
    assert "Self-intersection" in rows[2]["detail"]
    reasons = [(one.code, one.fact("state"), one.fact("count"), one.fact("fids")) for one in done.overlay.reasons]
    assert reasons == [("parcels-not-laid", "no-shape", "1", "2"), ("parcels-not-laid", "not-a-polygon", "1", "4")]
    assert [one.fact("fids") for one in done.overlay.notes if one.code == "parcels-repaired"] == ["3"]
    check_balance(tmp_path / "o.gpkg")
    document = json.loads((tmp_path / "o.json").read_bytes())
    jsonschema.validate(document, SCHEMA)
    assert (document["state"], document["parcels"]["count"], document["parcels"]["laid"]) == ("incomplete", 5, 3)


def test_what_no_unit_covers_and_what_two_cover_is_said(stored: Path, plan: Path, tmp_path: Path) -> None:
    found = lay(plan, stored, tmp_path / "o.gpkg").overlay
    gap = next(one for one in found.reasons if one.code == "plan-not-covered")
    assert gap.fact("count") == str(found.gap_count) == "4"
    assert float(gap.fact("amount")) == round(found.sums.uncovered, 2)
    assert found.sums.double > 0
    assert {one.code for one in found.notes} == {
        "parcels-each-for-itself", "plan-double-covered", "plan-edge-contacts"
    }  # fmt: skip
    outside = write_plan(tmp_path / "外.gpkg", [PARCELS["outside"]] * 3)
    found = lay(outside, stored, tmp_path / "o.gpkg").overlay
    assert [one.code for one in found.reasons] == ["plan-outside"]
    assert (found.remainder_count, found.sums.covered) == (3, 0)


def changed(path: Path, **info: Any) -> None:
    one = release(UNITS)
    write_release(replace(one, info=replace(one.info, **info)), path)


def test_a_release_that_is_not_in_force_is_a_trial(stored: Path, plan: Path, tmp_path: Path) -> None:
    for info, code in (
        ({"status": ReleaseStatus.DRAFT}, "release-not-published"),
        ({"effective": "2099-01-01"}, "release-not-in-force"),
    ):
        changed(stored, **info)
        found = lay(plan, stored, tmp_path / "o.gpkg", json_path=tmp_path / "o.json").overlay
        assert code in [one.code for one in found.reasons]
        document = json.loads((tmp_path / "o.json").read_bytes())
        assert (document["is_trial"], document["state"]) == (True, "incomplete")
        jsonschema.validate(document, SCHEMA)


def test_units_that_are_missing_make_it_incomplete_and_lists_that_are_do_not(
    stored: Path, plan: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(stored)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE promises SET count = count + 1 WHERE kind = 'units'")
        database.execute("UPDATE promises SET count = count + 1 WHERE kind = 'list'")
        database.commit()
    codes = [(one.code, one.fact("kind")) for one in lay(plan, stored, tmp_path / "o.gpkg").overlay.reasons]
    assert ("promise-failed", "units") in codes
    assert ("promise-failed", "list") not in codes
    assert ("digest-mismatch", "") in codes
    assert codes.index(("gap-maybe-missing-unit", "")) == codes.index(("plan-not-covered", "")) + 1


def test_only_the_first_of_many_parcels_are_named(stored: Path, tmp_path: Path) -> None:
    path = write_plan(tmp_path / "a.gpkg", [PARCELS["inside"], *[None] * 12])
    (reason,) = lay(path, stored, tmp_path / "o.gpkg").overlay.reasons
    assert (reason.fact("count"), reason.fact("fids")) == ("12", "2、3、4、5、6、7、8、9、10、11…")


def test_a_geopackage_with_other_layers_is_not_replaced(stored: Path, plan: Path, tmp_path: Path) -> None:
    mine = write_plan(tmp_path / "mine.gpkg", [PARCELS["inside"]])
    before = mine.read_bytes()
    with pytest.raises(ZoningError, match="output-holds-others"):
        lay(plan, stored, mine)
    assert mine.read_bytes() == before
    lay(plan, stored, tmp_path / "o.gpkg")
    lay(plan, stored, tmp_path / "o.gpkg")  # its own result is


def test_text_that_is_no_utf_8_is_said_and_nothing_is_written(stored: Path, plan: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(plan)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute(f'ALTER TABLE "{plan.stem}" ADD COLUMN 备注 TEXT')
        database.execute(f"UPDATE \"{plan.stem}\" SET 备注 = CAST(x'B9E6BBAE' AS TEXT)")
        database.commit()
    with pytest.raises(ZoningError, match="plan-text-not-utf8"):
        lay(plan, stored, tmp_path / "o.gpkg")
    assert not (tmp_path / "o.gpkg").exists()


def test_of_several_layers_one_has_to_be_named(stored: Path, plan: Path, tmp_path: Path) -> None:
    two = write_plan(tmp_path / "two.gpkg", [PARCELS["inside"]])
    source = gdal.OpenEx(str(two), gdal.OF_VECTOR | gdal.OF_UPDATE)
    source.CopyLayer(source.GetLayer(0), "other")
    del source
    with pytest.raises(ZoningError, match="plan-layer-ambiguous"):
        lay(two, stored, tmp_path / "o.gpkg")
    assert lay(PlanFile(two, layer="other"), stored, tmp_path / "o.gpkg").overlay.plan.parcel_count == 1


def test_of_a_folder_of_releases_the_one_for_the_place_of_the_plan_is_taken(plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    folder.mkdir()
    away = [replace(one, shape=shapely.transform(one.shape, lambda points: points + (1.0, 0.0))) for one in UNITS]
    write_release(release(away), folder / "away.gpkg")
    write_release(release(UNITS), folder / "here.gpkg")
    shifted = write_plan(
        tmp_path / "b.gpkg", [shapely.transform(PARCELS["inside"], lambda points: points + (1.0, 0.0))]
    )
    inside = write_plan(tmp_path / "a.gpkg", [PARCELS["inside"]])
    for path, name in ((inside, "here.gpkg"), (shifted, "away.gpkg")):
        done = lay(path, folder, tmp_path / "o.gpkg")
        assert done.release_path.name == name
        assert done.overlay.sums.uncovered == 0


def test_the_area_rule_of_the_release_and_other_thresholds_are_used_and_printed(
    stored: Path, plan: Path, tmp_path: Path
) -> None:
    lay(plan, stored, tmp_path / "o.gpkg")
    plain = rows_of(tmp_path / "o.gpkg", "balance")[0]["area_m2"]
    changed(stored, area_rule="gauss-kruger:114")
    lay(plan, stored, tmp_path / "o.gpkg", thresholds=Thresholds(area_m2=6000))
    said, rows = summary_of(tmp_path / "o.gpkg"), rows_of(tmp_path / "o.gpkg", "pieces")
    assert said["made_with.area_rule"] == "gauss-kruger:114"
    assert said["made_with.thresholds.area_m2"] == "6000"
    assert said["made_with.edges"] == "straight-in-longitude-latitude"
    assert rows_of(tmp_path / "o.gpkg", "balance")[0]["area_m2"] != plain
    assert [row["relation"] for row in rows if row["BH"] == "1"] == ["edge", "edge"]
    check_balance(tmp_path / "o.gpkg")


# --- bad input -------------------------------------------------------------------------------------------------------


def without_crs(folder: Path) -> PlanFile:
    return PlanFile(write_plan(folder / "a.gpkg", list(PARCELS.values()), epsg=None))


def lines(folder: Path) -> PlanFile:
    return PlanFile(write_plan(folder / "a.gpkg", [shapely.LineString([(113, 23), (114, 24)])], kind=2))


def nothing_but_lines(folder: Path) -> PlanFile:
    return PlanFile(write_plan(folder / "a.gpkg", [shapely.LineString([(113, 23), (114, 24)])] * 3, kind=0))


def empty(folder: Path) -> PlanFile:
    path = write_plan(folder / "a.geojson", list(PARCELS.values()), driver="GeoJSON")
    path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    return PlanFile(path)


def other_datum(folder: Path) -> PlanFile:
    return PlanFile(write_plan(folder / "a.gpkg", list(PARCELS.values()), epsg=4610))


def swapped(folder: Path) -> PlanFile:
    return PlanFile(
        write_plan(
            folder / "a.gpkg", [shapely.transform(one, lambda points: points[:, ::-1]) for one in PARCELS.values()]
        )
    )


def missing(folder: Path) -> PlanFile:
    return PlanFile(folder / "none.gpkg")


BAD: dict[str, Callable[[Path], PlanFile]] = {
    "plan-without-crs": without_crs, "plan-not-polygons": lines, "plan-without-parcels": nothing_but_lines, "no-features": empty,
    "datum-unsupported": other_datum, "axis-swapped": swapped, "file-missing": missing,
}  # fmt: skip


@pytest.mark.parametrize("code", BAD)
def test_bad_plans_are_refused_and_nothing_is_written(stored: Path, tmp_path: Path, code: str) -> None:
    given = BAD[code](tmp_path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ZoningError) as caught:
        lay(given, stored, tmp_path / "o.gpkg", json_path=tmp_path / "o.json")
    assert caught.value.code == code
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("options", "code"),
    [({"class_field": "none"}, "class-field-missing"), ({"json_path": "none/o.json"}, "folder-missing"), ({"json_path": "规划.gpkg"}, "output-is-input"),
     ({"json_path": "o.gpkg"}, "outputs-same")],
)  # fmt: skip
def test_bad_wishes_are_refused(stored: Path, plan: Path, tmp_path: Path, options: dict[str, Any], code: str) -> None:
    options = {name: tmp_path / value if name == "json_path" else value for name, value in options.items()}
    with pytest.raises(ZoningError) as caught:
        lay(plan, stored, tmp_path / "o.gpkg", **options)
    assert caught.value.code == code
    assert not (tmp_path / "o.gpkg").exists()


def test_the_plan_and_the_release_are_never_written_over(stored: Path, plan: Path, tmp_path: Path) -> None:
    for target in (plan, stored):
        kept = target.read_bytes()
        with pytest.raises(ZoningError, match="output-is-input"):
            lay(plan, stored, target)
        assert target.read_bytes() == kept
    with pytest.raises(ZoningError, match="output-not-gpkg"):
        lay(plan, stored, tmp_path / "o.shp")


def test_a_field_of_too_many_values_is_no_class_of_land_use(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoning_plugin.core.plan_overlay.MOST_LAND_USES", 2)
    path = write_plan(tmp_path / "a.gpkg", [PARCELS["inside"]] * 3)
    lay(path, stored, tmp_path / "o.gpkg", class_field="DLMC")
    with pytest.raises(ZoningError, match="class-field-many"):
        lay(path, stored, tmp_path / "p.gpkg", class_field="BH")
    assert not (tmp_path / "p.gpkg").exists()


def test_a_release_without_units_is_refused(stored: Path, plan: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(stored)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("DELETE FROM units")
        database.commit()
    with pytest.raises(ZoningError, match="release-without-units"):
        lay(plan, stored, tmp_path / "o.gpkg")


def test_a_crs_that_a_person_gave_is_used_and_said(stored: Path, tmp_path: Path) -> None:
    path = write_plan(tmp_path / "a.gpkg", list(PARCELS.values()), epsg=None)
    found = lay(PlanFile(path, crs="EPSG:4490"), stored, tmp_path / "o.gpkg").overlay
    assert "plan-crs-given" in [one.code for one in found.notes]
    found = lay(PlanFile(path, crs="EPSG:4490", is_maybe_offset=True), stored, tmp_path / "o.gpkg").overlay
    assert "plan-maybe-offset" in [one.code for one in found.reasons]


def test_a_crs_that_contradicts_the_file_is_refused(stored: Path, plan: Path, tmp_path: Path) -> None:
    assert lay(PlanFile(plan, crs="EPSG:4326"), stored, tmp_path / "o.gpkg").overlay.plan.parcel_count == len(PARCELS)
    with pytest.raises(ZoningError, match="crs-contradicts"):
        lay(PlanFile(plan, crs="EPSG:4526"), stored, tmp_path / "o.gpkg")


# --- long work -------------------------------------------------------------------------------------------------------


class Stopping:
    """Is cancelled when it has been asked so often; remembers what was reported."""

    def __init__(self, asked: int) -> None:
        self._left = asked
        self.shares: list[float] = []

    def report(self, share: float, step: str) -> None:
        self.shares.append(share)

    def is_cancelled(self) -> bool:
        self._left -= 1
        return self._left < 0


def test_cancelled_at_any_moment_nothing_is_written_and_what_was_there_stays(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "AT_ONCE", 100)
    target = tmp_path / "o.gpkg"
    target.write_bytes(b"earlier")
    whole = Stopping(10**9)
    lay(DEMO / "land_use_plan.gpkg", demo, tmp_path / "p.gpkg", progress=whole)
    asked = 10**9 - whole._left
    assert asked > 8
    assert whole.shares == sorted(whole.shares)
    assert whole.shares[-1] == 1
    (tmp_path / "p.gpkg").unlink()
    for moment in range(asked):
        with pytest.raises(Cancelled):
            lay(DEMO / "land_use_plan.gpkg", demo, target, progress=Stopping(moment))
        assert [one.name for one in tmp_path.iterdir()] == ["o.gpkg"]
    assert target.read_bytes() == b"earlier"


def test_what_a_thread_raises_is_raised_and_nothing_is_left(
    stored: Path, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise MemoryError("none left")

    monkeypatch.setattr(job, "lay_parcels", broken)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(MemoryError):
        lay(plan, stored, tmp_path / "o.gpkg")
    assert sorted(tmp_path.iterdir()) == before


def test_a_full_disk_is_said_and_nothing_is_left(
    stored: Path, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(job.PlanOverlayWriter, "finish", full)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ZoningError) as caught:
        lay(plan, stored, tmp_path / "o.gpkg", json_path=tmp_path / "o.json")
    assert (caught.value.code, caught.value.facts["detail"]) == ("plan-overlay-not-written", "database or disk is full")
    assert sorted(tmp_path.iterdir()) == before


PEAK = """
import resource, sys
from pathlib import Path
from tests.jobs.plans import lay
from zoning_plugin.jobs import overlay_plan as job
job.AT_ONCE = 1000
lay(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.skipif(os.name == "nt", reason="resource")
def test_memory_does_not_grow_with_the_number_of_parcels(stored: Path, tmp_path: Path) -> None:
    peaks = []
    for side, count in ((25.0, 5_000), (8.0, 50_000)):
        across = int(2000 / side)
        corners = [((number % across) * side, (number // across) * side) for number in range(count)]
        shapes = [box(x, y, x + side, y + side) for x, y in corners]
        path = write_plan(tmp_path / f"{count}.gpkg", shapes)
        ran = subprocess.run(
            [sys.executable, "-c", PEAK, path, stored, tmp_path / "o.gpkg"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
            env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        peaks.append(int(ran.stdout))
    assert peaks[1] < 1.25 * peaks[0], peaks


def test_the_file_is_a_geopackage_that_gdal_reads_with_its_index(stored: Path, plan: Path, tmp_path: Path) -> None:
    lay(plan, stored, tmp_path / "o.gpkg")
    source = gdal.OpenEx(str(tmp_path / "o.gpkg"), gdal.OF_VECTOR)
    layer = source.GetLayer(0)
    assert (layer.GetName(), layer.GetGeometryColumn(), layer.GetFIDColumn()) == ("pieces", "geom", "fid")
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "4490"
    assert layer.TestCapability("FastSpatialFilter")
    assert source.GetLayerCount() == 3
    shapes = [row["geom"] for row in rows_of(tmp_path / "o.gpkg", "pieces") if row["geom"] is not None]
    west, east, south, north = layer.GetExtent()
    assert (west, south, east, north) == tuple(shapely.total_bounds(shapes))
    layer.SetSpatialFilterRect(*PARCELS["in the gap"].bounds)
    names = list(PARCELS)
    assert {names[feature["parcel_fid"] - 1] for feature in layer} == {"in the gap", "half in the gap"}
    layer = source = None
    with closing(sqlite3.connect(tmp_path / "o.gpkg")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT rtreecheck('rtree_pieces_geom')").fetchone() == ("ok",)
