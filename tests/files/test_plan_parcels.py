# SPDX-License-Identifier: GPL-3.0-or-later
"""The parcels of a plan: whatever file they come in they are the same ones; nothing of a file is trusted, and nothing left out."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import shapely
from osgeo import gdal, ogr

from tests.files.layers import box, shapefile, write_layer
from zoning_plugin.core.errors import PlanUnusable, ReleaseUnreadable, ZoningError
from zoning_plugin.core.plan_overlay import ParcelState, read_parcels
from zoning_plugin.files import plan_parcels
from zoning_plugin.files.plan_parcels import PlanField, opened_plan

Row = tuple[int, tuple[Any, ...], bytes]
ROWS = [({"地类": name}, box(113 + n / 64, 23, 113 + (n + 1) / 64, 23.25)) for n, name in enumerate("耕园林草水")]


def rows_of(path: Path, layer: str = "", at_once: int = 2, fids: tuple[int, ...] | None = None) -> list[Row]:
    with opened_plan(path, layer, fids) as plan:
        return [row for some in plan.read(at_once) for row in zip(some.fids, some.values, some.wkbs, strict=True)]


def code_of(read: Callable[[], object]) -> str:
    with pytest.raises(ZoningError) as caught:
        read()
    return caught.value.code


def edited(path: Path, *statements: str, blobs: tuple[object, ...] = ()) -> Path:
    with closing(sqlite3.connect(path)) as database:
        for name in [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
            database.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            database.execute(statement, blobs if "?" in statement else ())
        database.commit()
    return path


@pytest.mark.parametrize("at_once", [1, 2, 5, 100])
def test_parcels_come_in_file_order_whatever_number_at_a_time(tmp_path: Path, at_once: int) -> None:
    path = write_layer(tmp_path / "规划.gpkg", ROWS)
    with opened_plan(path) as plan:
        some = list(plan.read(at_once))
        assert [len(one.fids) for one in some[:-1]] == [at_once] * (len(some) - 1)
        assert plan.count == 5
        assert plan.fields == (PlanField("地类", "TEXT"),)
    assert [value for one in some for (value,) in one.values] == list("耕园林草水")
    assert [fid for one in some for fid in one.fids] == [1, 2, 3, 4, 5]


def test_a_plan_may_be_read_again_from_the_first_parcel_on(tmp_path: Path) -> None:
    for name, driver in (("a.gpkg", "GPKG"), ("a.shp", "ESRI Shapefile")):
        with opened_plan(
            write_layer(tmp_path / name, ROWS, driver=driver, encoding="UTF-8" if driver != "GPKG" else "")
        ) as plan:
            once = next(plan.read(2))
            assert next(plan.read(2)).fids == once.fids
            assert sum(len(one.fids) for one in plan.read(2)) == 5


@pytest.mark.parametrize(("name", "driver"), [("a.gpkg", "GPKG"), ("a.geojson", "GeoJSON")])
def test_what_was_read_in_part_is_closed_with_the_plan_and_by_its_thread(
    tmp_path: Path, name: str, driver: str
) -> None:
    """After a cancel whoever holds the exception holds the reader too, and may let go of it in another thread, where SQLite refuses to close."""
    path = write_layer(tmp_path / name, ROWS, driver=driver)
    with opened_plan(path) as plan:
        begun = plan.read(1)
        next(begun)
    with pytest.raises(StopIteration):
        next(begun)
    path.rename(tmp_path / "moved")  # nothing holds the file


def test_large_shapes_come_fewer_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    circle = shapely.to_wkt(shapely.Point(113, 23).buffer(0.1, quad_segs=256), rounding_precision=-1)
    path = write_layer(tmp_path / "a.gpkg", [ROWS[0], ROWS[1], ({"地类": "林"}, circle), ROWS[3], ROWS[4]])
    monkeypatch.setattr(plan_parcels, "MOST_BYTES", 1000)
    with opened_plan(path) as plan:
        assert [one.fids for one in plan.read(100)] == [(1, 2, 3), (4, 5)]
        assert [one.fids for one in plan.read(2)] == [(1, 2), (3,), (4, 5)]


def test_every_format_gives_the_same_parcels(tmp_path: Path) -> None:
    gpkg = write_layer(tmp_path / "a.gpkg", ROWS)
    expected = [(values, shapely.normalize(shapely.from_wkb(wkb))) for _, values, wkb in rows_of(gpkg)]
    others = [
        write_layer(tmp_path / "b.geojson", ROWS, driver="GeoJSON"),
        write_layer(tmp_path / "c.shp", ROWS, driver="ESRI Shapefile", encoding="GBK"),
        write_layer(tmp_path / "d.shp", ROWS, driver="ESRI Shapefile", encoding="UTF-8"),
    ]
    (tmp_path / "c.cpg").unlink()  # now only the bytes say that it is GBK
    for path in others:
        found = [(values, shapely.normalize(shapely.from_wkb(wkb))) for _, values, wkb in rows_of(path)]
        assert found == expected, path.name
    with opened_plan(tmp_path / "c.shp") as plan:
        assert plan.encoding == "GB18030"
        assert plan.fields == (PlanField("地类", "TEXT"),)


def test_fields_keep_their_kinds_and_values(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    made = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer = made.CreateLayer("a", None, ogr.wkbPolygon)
    kinds = {
        "text": (ogr.OFTString, ogr.OFSTNone, "甲"), "whole": (ogr.OFTInteger64, ogr.OFSTNone, 2**40), "small": (ogr.OFTInteger, ogr.OFSTInt16, -7),
        "yes": (ogr.OFTInteger, ogr.OFSTBoolean, 1), "real": (ogr.OFTReal, ogr.OFSTNone, 0.1), "day": (ogr.OFTDate, ogr.OFSTNone, "2024-07-01"),
        "moment": (ogr.OFTDateTime, ogr.OFSTNone, "2024-07-01T08:30:15.250Z"),
    }  # fmt: skip
    for name, (kind, sub, _) in kinds.items():
        field = ogr.FieldDefn(name, kind)
        field.SetSubType(sub)
        layer.CreateField(field)
    feature = ogr.Feature(layer.GetLayerDefn())
    for name, (_, _, value) in kinds.items():
        feature.SetField(name, value)
    feature.SetGeometry(ogr.CreateGeometryFromWkt(box(113, 23, 114, 24)))
    layer.CreateFeature(feature)
    layer.CreateFeature(ogr.Feature(layer.GetLayerDefn()))
    feature = layer = made = None
    expected = ("甲", 2**40, -7, 1, 0.1, "2024-07-01", "2024-07-01T08:30:15.250Z")
    wanted = ["TEXT", "INTEGER", "SMALLINT", "BOOLEAN", "REAL", "DATE", "DATETIME"]
    assert [values for _, values, _ in rows_of(path)] == [expected, (None,) * 7]
    copy = tmp_path / "b.db"  # the same, read through GDAL
    copy.write_bytes(path.read_bytes())
    for one in (path, copy):
        with opened_plan(one) as plan:
            assert [field.kind for field in plan.fields] == wanted
    assert [values for _, values, _ in rows_of(copy)] == [expected, (None,) * 7]


def test_some_features_only(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", ROWS)
    assert [fid for fid, _, _ in rows_of(path, fids=(4, 2))] == [2, 4]
    assert code_of(lambda: rows_of(path, fids=(2, 99))) == "plan-features-missing"
    assert code_of(lambda: rows_of(path, fids=())) == "plan-features-missing"


def test_the_layer_is_the_one_named_or_the_only_one_with_parcels(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", ROWS[:1], name="one")
    write_layer(path, ROWS[1:2], name="two")
    assert rows_of(path, "two")[0][1] == ("园",)
    assert code_of(lambda: rows_of(path)) == "plan-layer-ambiguous"
    assert code_of(lambda: rows_of(path, "three")) == "layer-missing"
    assert rows_of(edited(path, "DELETE FROM one"))[0][1] == ("园",)


def test_what_somebody_noted_as_the_number_of_rows_is_not_believed(tmp_path: Path) -> None:
    path = edited(write_layer(tmp_path / "a.gpkg", ROWS), "UPDATE gpkg_ogr_contents SET feature_count = 99")
    assert len(rows_of(path)) == 5


def test_edits_that_are_not_in_the_file_yet_are_read(tmp_path: Path) -> None:
    path = edited(write_layer(tmp_path / "a.gpkg", ROWS))
    with closing(sqlite3.connect(path)) as editing:
        editing.execute("PRAGMA journal_mode = WAL")
        editing.execute("UPDATE a SET 地类 = '湿' WHERE fid = 1")
        editing.commit()
        assert rows_of(path)[0][1] == ("湿",)


# --- hostile files ---------------------------------------------------------------------------------------------------

ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, NULL AS geom, '耕' AS 地类 FROM n"
)


@pytest.mark.parametrize("layer", ["", "a", "v"])
def test_a_view_is_never_asked(tmp_path: Path, layer: str) -> None:
    path = write_layer(tmp_path / "a.gpkg", ROWS)
    edited(
        path, "DROP TABLE a", f"CREATE VIEW a AS {ENDLESS}", f"CREATE VIEW v AS {ENDLESS}",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('v', 'features', 'v', 4490)",
        "INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POLYGON', 4490, 0, 0)",
    )  # fmt: skip
    assert code_of(lambda: rows_of(path, layer)) == "plan-is-view"


def test_beside_a_view_the_table_is_read(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", ROWS)
    edited(
        path, f"CREATE VIEW v AS {ENDLESS}",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('v', 'features', 'v', 4490)",
        "INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POLYGON', 4490, 0, 0)",
    )  # fmt: skip
    assert len(rows_of(path)) == 5


def gpkg_blob(wkb: bytes) -> bytes:
    return struct.pack("<2sBBi", b"GP", 0, 1, 4490) + wkb


GARBAGE = {
    "no header": (b"\x00\x01\x02", ParcelState.UNREADABLE),
    "nothing": (b"", ParcelState.UNREADABLE),
    "text": ("POLYGON ((0 0, 1 0, 1 1, 0 0))", ParcelState.UNREADABLE),
    "a number": (17, ParcelState.UNREADABLE),
    "envelope of no kind": (b"GP\x00\x0f" + bytes(80), ParcelState.UNREADABLE),
    "extended": (b"GP\x00\x21" + bytes(80), ParcelState.UNREADABLE),
    "cut": (gpkg_blob(shapely.to_wkb(shapely.box(113, 23, 114, 24))[:40]), ParcelState.UNREADABLE),
    "four billion rings": (gpkg_blob(b"\x01\x03\x00\x00\x00\xff\xff\xff\xff"), ParcelState.UNREADABLE),
    "ring not closed": (
        gpkg_blob(b"\x01\x03\x00\x00\x00\x01\x00\x00\x00\x04\x00\x00\x00" + struct.pack("<8d", 113, 23, 114, 23, 114, 24, 113, 24)),
        ParcelState.UNREADABLE,
    ),
    "not a number": (
        gpkg_blob(b"\x01\x03\x00\x00\x00\x01\x00\x00\x00\x04\x00\x00\x00" + struct.pack("<8d", 113, 23, float("nan"), 23, 114, 24, 113, 23)),
        ParcelState.UNREADABLE,
    ),
    "null": (None, ParcelState.NO_SHAPE),
    "empty": (gpkg_blob(shapely.to_wkb(shapely.Polygon())), ParcelState.NO_SHAPE),
    "line": (gpkg_blob(shapely.to_wkb(shapely.LineString([(113, 23), (114, 24)]))), ParcelState.NOT_A_POLYGON),
    "point": (gpkg_blob(shapely.to_wkb(shapely.Point(113, 23))), ParcelState.NOT_A_POLYGON),
    "collection": (gpkg_blob(shapely.to_wkb(shapely.GeometryCollection([shapely.box(113, 23, 114, 24)]))), ParcelState.NOT_A_POLYGON),
    "beyond the pole": (gpkg_blob(shapely.to_wkb(shapely.box(113, 23, 114, 95))), ParcelState.OUTSIDE_CRS),
    "a bow": (gpkg_blob(shapely.to_wkb(shapely.Polygon([(113, 23), (114, 24), (114, 23), (113, 24)]))), ParcelState.REPAIRED),
    "a line there and back": (gpkg_blob(shapely.to_wkb(shapely.Polygon([(113, 23), (114, 24), (113.5, 23.5)]))), ParcelState.UNREPAIRABLE),
    "a tenth of a millimetre": (gpkg_blob(shapely.to_wkb(shapely.box(113, 23, 113 + 1e-9, 23 + 1e-9))), ParcelState.NO_AREA),
    "a millimetre in two kilometres": (gpkg_blob(shapely.to_wkb(shapely.box(113, 23, 113.02, 23 + 1e-8))), ParcelState.NO_AREA),
    "a millimetre in a hundred metres": (gpkg_blob(shapely.to_wkb(shapely.box(113, 23, 113.001, 23 + 1e-8))), ParcelState.OK),
    "heights": (gpkg_blob(shapely.to_wkb(shapely.force_3d(shapely.box(113, 23, 114, 24), 5))), ParcelState.OK),
    "big-endian": (gpkg_blob(shapely.to_wkb(shapely.box(113, 23, 114, 24), byte_order=0)), ParcelState.OK),
    "curves": (gpkg_blob(bytes(ogr.CreateGeometryFromWkt(
        "CURVEPOLYGON (COMPOUNDCURVE (CIRCULARSTRING (113 23,113.5 23.5,114 23),(114 23,113 23)))").ExportToIsoWkb())), ParcelState.OK),
}  # fmt: skip


@pytest.mark.parametrize("name", GARBAGE)
def test_a_parcel_that_cannot_be_laid_is_told_and_those_beside_it_are_read(tmp_path: Path, name: str) -> None:
    blob, expected = GARBAGE[name]
    path = edited(write_layer(tmp_path / "a.gpkg", ROWS), "UPDATE a SET geom = ? WHERE fid = 2", blobs=(blob,))
    wkbs = [wkb for _, _, wkb in rows_of(path)]
    found = read_parcels(wkbs, "EPSG:4490")
    assert found.states[1] is expected
    assert found.states[0] is found.states[2] is ParcelState.OK
    assert len(found.shapes) == len(found.laid)
    assert shapely.is_valid(found.shapes).all()
    assert not shapely.has_z(found.shapes).any()
    if expected is ParcelState.REPAIRED:
        assert found.details[1]


def test_names_and_texts_that_are_statements_stay_names_and_texts(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [({'x"); DROP TABLE a; --': "'); DROP TABLE a; --"}, ROWS[0][1])])
    assert rows_of(path)[0][1] == ("'); DROP TABLE a; --",)


def test_text_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    path = edited(
        write_layer(tmp_path / "a.gpkg", ROWS), "UPDATE a SET 地类 = CAST(? AS TEXT)", blobs=("耕".encode("gbk"),)
    )
    assert code_of(lambda: rows_of(path)) == "plan-text-not-utf8"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_that_is_cut_is_refused(tmp_path: Path, share: float) -> None:
    for name, driver in (("a.gpkg", "GPKG"), ("a.shp", "ESRI Shapefile"), ("a.geojson", "GeoJSON")):
        path = write_layer(tmp_path / name, ROWS * 50, driver=driver)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])
        assert code_of(lambda path=path: rows_of(path)) in {"file-truncated", "not-a-vector", "plan-damaged"}, name


def test_a_page_that_is_overwritten_is_told(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", ROWS * 200)
    with closing(sqlite3.connect(path)) as database:
        (root,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'a'").fetchone()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    with pytest.raises((PlanUnusable, ReleaseUnreadable)):
        rows_of(path)


def test_what_goes_wrong_with_the_parcels_is_not_laid_at_the_file_s_door(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", ROWS)
    with pytest.raises(RuntimeError, match="mine"), opened_plan(path):
        raise RuntimeError("mine")


@pytest.mark.parametrize(
    ("name", "code"), [("none.gpkg", "file-missing"), ("empty.gpkg", "file-empty"), ("text.gpkg", "not-a-vector"), ("a.dwg", "vector-format-unsupported")]
)  # fmt: skip
def test_what_is_no_plan_is_refused(tmp_path: Path, name: str, code: str) -> None:
    if name != "none.gpkg":
        (tmp_path / name).write_bytes(b"" if name == "empty.gpkg" else b"text " * 100)
    assert code_of(lambda: rows_of(tmp_path / name)) == code


def test_a_layer_without_rows_is_refused(tmp_path: Path) -> None:
    path = edited(write_layer(tmp_path / "a.gpkg", ROWS), "DELETE FROM a")
    assert code_of(lambda: rows_of(path)) == "no-features"


def test_a_shapefile_s_records_and_ids(tmp_path: Path) -> None:
    path = shapefile(tmp_path, "a", [(b"DLMC", 20)], [["耕地".encode("gbk")], ["园地".encode("gbk")]])
    assert [(fid, values) for fid, values, _ in rows_of(path)] == [(0, ("耕地",)), (1, ("园地",))]
