# SPDX-License-Identifier: GPL-3.0-or-later
"""Vector files as offices send them: encodings by content, nothing missing in silence, nothing written beside."""

from __future__ import annotations

import shutil
import sqlite3
import struct
from pathlib import Path

import pytest
from osgeo import gdal, ogr

from tests.files.layers import box, shapefile, write_layer
from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.files.features import layer_names, read_features


def names(folder: Path) -> list[str]:
    """What lies in a folder, by name."""
    return sorted(one.name for one in folder.iterdir())


ROWS = [
    (
        {"编码": f"ZH9901012{number:04d}", "名称": f"单元{number}"},
        box(113 + number / 100, 23, 113.01 + number / 100, 23.01),
    )
    for number in (1, 2, 3)
]


def code_of(path: Path, layer: str = "", **options: bool) -> str:
    with pytest.raises(ReleaseUnreadable) as caught:
        read_features(path, layer, **options)
    assert caught.value.facts["file"]
    return caught.value.code


@pytest.mark.parametrize(
    ("suffix", "driver"),
    [
        ("gpkg", "GPKG"),
        ("shp", "ESRI Shapefile"),
        ("geojson", "GeoJSON"),
        ("fgb", "FlatGeobuf"),
        ("kml", "KML"),
        ("gdb", "OpenFileGDB"),
    ],
)
def test_files_of_many_kinds_give_the_same_rows(tmp_path: Path, suffix: str, driver: str) -> None:
    epsg = 4326 if suffix in ("kml", "geojson") else 4490
    try:
        path = write_layer(
            tmp_path / f"管控单元 1.{suffix}",
            ROWS,
            driver=driver,
            epsg=epsg,
            encoding="UTF-8" if suffix == "shp" else "",
        )
    except (RuntimeError, AttributeError):
        pytest.skip(f"this GDAL cannot write {driver}")
    table = read_features(path)
    assert sorted(row.values["编码"] for row in table.rows) == [values["编码"] for values, _ in ROWS]
    assert sorted(row.values["名称"] for row in table.rows) == [values["名称"] for values, _ in ROWS]
    assert all(row.wkb for row in table.rows)
    assert table.crs
    assert f"EPSG:{epsg}" in table.crs_name
    # x is the longitude whatever axis order the CRS has of its own
    assert {ogr.CreateGeometryFromWkb(row.wkb).GetEnvelope()[0] // 1 for row in table.rows} == {113.0}


GBK_FIELDS = [
    ("管控单元编码".encode("gbk")[:10], 20),
    ("管控单元名称".encode("gbk")[:10], 40),
    ("环境要素类别名".encode("gbk")[:9], 20),
]
GBK_RECORDS = [
    [b"ZH99010120001", "城关镇重点管控区".encode("gbk"), "水".encode("gbk")],
    [b"ZH99010120002", "镕基湖单元".encode("gbk"), b""],
]


@pytest.mark.parametrize("language", [0, 0x4D, 0x57, 0x03])
def test_a_gbk_shapefile_without_cpg_is_read_right_whatever_its_header_says(tmp_path: Path, language: int) -> None:
    table = read_features(shapefile(tmp_path, "单元", GBK_FIELDS, GBK_RECORDS, language=language))
    assert table.encoding == "GB18030"
    # five characters fit into ten bytes; of the third name the last byte is half a character
    assert table.fields == ("管控单元编", "管控单元名", "环境要素")
    assert [row.values["管控单元名"] for row in table.rows] == ["城关镇重点管控区", "镕基湖单元"]
    assert table.faults == ()


def test_a_cpg_that_is_wrong_is_overruled_by_the_content_with_a_warning(tmp_path: Path) -> None:
    table = read_features(shapefile(tmp_path, "单元", GBK_FIELDS, GBK_RECORDS, cpg="UTF-8"))
    assert table.encoding == "GB18030"
    assert [(one.code, one.fact("stated"), one.fact("by")) for one in table.faults] == [
        ("encoding-contradicted", "UTF-8", ".cpg")
    ]
    assert table.rows[0].values["管控单元名"] == "城关镇重点管控区"


def test_utf8_is_recognised_though_the_header_says_gbk(tmp_path: Path) -> None:
    fields = [(name.encode("utf-8")[:10], width) for name, width in (("单元编码", 20), ("单元名称", 60))]
    records = [[b"ZH99010120001", "城关镇重点管控区".encode()]]
    table = read_features(shapefile(tmp_path, "单元", fields, records, language=0x4D))
    assert table.encoding == "UTF-8"
    assert table.rows[0].values[table.fields[1]] == "城关镇重点管控区"
    assert [one.code for one in table.faults] == ["encoding-contradicted"]


def test_names_made_equal_by_cutting_stay_two_columns(tmp_path: Path) -> None:
    fields = [("环境管控单元编码".encode("gbk")[:10], 20), ("环境管控单元名称".encode("gbk")[:10], 40)]
    table = read_features(shapefile(tmp_path, "单元", fields, [[b"ZH99010120001", "甲单元".encode("gbk")]]))
    assert table.fields == ("环境管控单", "环境管控单~2")
    assert list(table.rows[0].values.values()) == ["ZH99010120001", "甲单元"]


def test_mixed_encodings_are_told_and_read_as_far_as_possible(tmp_path: Path) -> None:
    records = [["重点".encode("gbk")], ["一般管控单元".encode()], [b"\xff\xff\xff"]]
    table = read_features(shapefile(tmp_path, "单元", [(b"name", 30)], records))
    assert "encoding-mixed" in [one.code for one in table.faults]
    assert [row.values["name"] for row in table.rows][:2] == ["重点", "一般管控单元"]


def test_text_as_long_as_dbase_allows_was_probably_cut(tmp_path: Path) -> None:
    text = ("甲" * 200).encode("gbk")[:253]
    table = read_features(shapefile(tmp_path, "单元", [(b"name", 254)], [[text]]))
    assert [(one.code, one.fact("count")) for one in table.faults] == [("text-maybe-cut", "1")]
    assert set(table.rows[0].values["name"]) == {"甲"}


def test_the_published_shapefile(shared_data: Path, tmp_path: Path) -> None:
    shutil.copytree(shared_data / "foshan" / "foshan_units_gbk_shp", tmp_path / "shp")
    before = names(tmp_path / "shp")
    table = read_features(tmp_path / "shp" / "管控单元.shp")
    assert (len(table.rows), table.encoding, table.crs_name) == (
        44,
        "GB18030",
        "CGCS2000 / 3-degree Gauss-Kruger zone 38 (EPSG:4526)",
    )
    assert table.fields == ("管控单元编", "管控单元名", "市", "区县", "分类", "备注")
    assert dict(table.rows[0].values) == {
        "管控单元编": "ZH44060510001",
        "管控单元名": "九江镇优先保护区",
        "市": "佛山市",
        "区县": "南海区",
        "分类": "1",
        "备注": "优先保护单元1",
    }
    assert names(tmp_path / "shp") == before


@pytest.mark.parametrize(
    "name",
    [
        "ne.shp",
        "../x.gpkg",
        "/vsicurl/http://example.invalid/a.gpkg",
        "/vsizip/a.zip",
        "WFS:http://example.invalid",
        "PG:dbname=x",
    ],
)
def test_what_is_no_local_file_is_missing(tmp_path: Path, name: str) -> None:
    assert code_of(Path(name) if name.startswith(("/", "W", "P")) else tmp_path / name) == (
        "file-remote" if name.startswith("/vsi") else "file-missing"
    )


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "空.gpkg").touch()
    assert code_of(tmp_path / "空.gpkg") == "file-empty"


@pytest.mark.parametrize("name", ["文.gpkg", "文.shp", "文.geojson", "文.txt", "文.vrt", "文.kml"])
def test_text_under_another_name_is_no_vector(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("这不是图层", encoding="utf-8")
    assert code_of(tmp_path / name) in ("not-a-vector", "file-incomplete")


def test_a_vrt_cannot_lead_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_text(
        "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        encoding="utf-8",
    )
    assert code_of(path) == "not-a-vector"
    assert code_of(path.rename(tmp_path / "a.vrt")) == "not-a-vector"


@pytest.fixture
def shape_folder(tmp_path: Path) -> Path:
    write_layer(tmp_path / "单元.shp", ROWS, driver="ESRI Shapefile", encoding="UTF-8")
    return tmp_path


@pytest.mark.parametrize("suffix", [".shp", ".shx", ".dbf"])
@pytest.mark.parametrize("keep", [0.0, 0.1, 0.5, 0.95])
def test_a_shapefile_cut_short_in_any_part_is_an_error_and_never_fewer_units(
    shape_folder: Path, suffix: str, keep: float
) -> None:
    part = shape_folder / f"单元{suffix}"
    whole = part.read_bytes()
    part.write_bytes(whole[: int(len(whole) * keep)])
    assert code_of(shape_folder / "单元.shp") in ("file-truncated", "file-empty")


def test_a_shapefile_whose_parts_count_differently_is_an_error(shape_folder: Path) -> None:
    table = shape_folder / "单元.dbf"
    content = bytearray(table.read_bytes())
    content[4:8] = struct.pack("<I", 2)
    table.write_bytes(bytes(content))
    assert code_of(shape_folder / "单元.shp") == "file-truncated"


@pytest.mark.parametrize(
    "text", ['PROJCS["CGCS2000', 'PROJCS["Unknown"]', 'GEOGCS["x",DATUM["y"]]', 'PROJCS["a",GEOGCS["b"]]']
)
def test_a_prj_that_is_cut_short_is_named(shape_folder: Path, text: str) -> None:
    (path,) = shape_folder.glob("*.shp")
    path.with_suffix(".prj").write_text(text, encoding="ascii")
    with pytest.raises(ReleaseUnreadable) as caught:
        read_features(path)
    assert (caught.value.code, caught.value.facts["part"]) == ("prj-unreadable", path.with_suffix(".prj").name)


@pytest.mark.parametrize("suffix", [".shx", ".dbf"])
def test_a_shapefile_without_a_part(shape_folder: Path, suffix: str) -> None:
    (shape_folder / f"单元{suffix}").unlink()
    assert code_of(shape_folder / "单元.shp") == "file-incomplete"


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.99])
@pytest.mark.parametrize(("suffix", "driver"), [("gpkg", "GPKG"), ("geojson", "GeoJSON"), ("fgb", "FlatGeobuf")])
def test_other_formats_cut_short(tmp_path: Path, suffix: str, driver: str, keep: float) -> None:
    many = [(values, wkt) for _ in range(300) for values, wkt in ROWS]
    path = write_layer(tmp_path / f"单元.{suffix}", many, driver=driver, epsg=4326)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * keep)])
    assert code_of(path) in ("file-truncated", "not-a-vector")


def test_no_crs(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "单元.shp", ROWS, driver="ESRI Shapefile", epsg=None, encoding="UTF-8")
    assert code_of(path) == "no-crs"
    assert read_features(path, needs_crs=False).crs == ""
    assert code_of(write_layer(tmp_path / "单元.gpkg", ROWS, epsg=None)) == "no-crs"


def test_no_features(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "单元.gpkg", [])
    assert code_of(path) == "no-features"


def test_layers_are_chosen_by_name_and_never_guessed(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "多.gpkg", ROWS, name="甲")
    write_layer(path, ROWS[:1], name="乙")
    assert layer_names(path) == ("甲", "乙")
    assert code_of(path) == "layer-ambiguous"
    assert code_of(path, "丙") == "layer-missing"
    assert len(read_features(path, "乙").rows) == 1


def test_a_single_layer_is_taken_and_an_empty_one_beside_it_is_passed_over(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "多.gpkg", ROWS, name="甲")
    write_layer(path, [], name="乙")
    assert len(read_features(path).rows) == 3


def test_reading_leaves_no_trace_and_works_in_a_read_only_folder(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "单元.gpkg", ROWS)
    before = (path.read_bytes(), path.stat().st_mtime_ns, names(tmp_path))
    tmp_path.chmod(0o555)
    try:
        read_features(path)
    finally:
        tmp_path.chmod(0o755)
    assert (path.read_bytes(), path.stat().st_mtime_ns, names(tmp_path)) == before


def test_edits_that_another_program_holds_back_are_read(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "单元.gpkg", ROWS)
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("PRAGMA wal_autocheckpoint = 0")
    for (trigger,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        other.execute(f"DROP TRIGGER '{trigger}'")
    other.execute("UPDATE 单元 SET 名称 = '改后' WHERE fid = 1")
    other.commit()
    try:
        assert read_features(path).rows[0].values["名称"] == "改后"
    finally:
        other.close()


def test_the_switch_of_gdal_is_left_as_found(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "单元.gpkg", ROWS)
    gdal.DontUseExceptions()
    try:
        read_features(path)
        assert gdal.GetUseExceptions() == 0
    finally:
        gdal.UseExceptions()


def test_numbers_are_printed_as_published(tmp_path: Path) -> None:
    path = tmp_path / "数.geojson"
    path.write_text('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1,"b":2.5,"c":null,"d":3.0,"e":true},'
                    '"geometry":{"type":"Point","coordinates":[113,23]}}]}', encoding="utf-8")  # fmt: skip
    values = read_features(path).rows[0].values
    assert (values["a"], values["b"], values["c"], values["d"]) == ("1", "2.5", "", "3")
