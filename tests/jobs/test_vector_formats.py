# SPDX-License-Identifier: GPL-3.0-or-later
"""The same units in every vector format that offices send become the same release."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from osgeo import gdal

from tests.files.layers import write_layer
from tests.files.printed_lists import Known, block_page
from zoning_plugin.core import geometry, measure
from zoning_plugin.core.assessment import assess
from zoning_plugin.core.errors import Level, ReleaseUnreadable
from zoning_plugin.core.release import Release
from zoning_plugin.core.site import make_site
from zoning_plugin.core.terms import CrsBasis, State
from zoning_plugin.jobs.import_release import ImportOutcome, ImportRequest, examine_import, import_release

CODES = ("ZH99010110001", "ZH99010120001", "ZH99010130001")
NAMES = ("示例山优先保护区", "示例镇重点管控区", "示例县一般管控区")
ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +x_0=0 +y_0=0 +ellps=GRS80 +units=m +no_defs"

# name of the file, GDAL driver, options of writing, name inside an archive
FORMATS = {
    "shp, UTF-8": ("units.shp", "ESRI Shapefile", {"layerCreationOptions": ["ENCODING=UTF-8"]}),
    "shp, GBK": ("units.shp", "ESRI Shapefile", {"layerCreationOptions": ["ENCODING=GBK"]}),
    "gpkg": ("units.gpkg", "GPKG", {}),
    "gdb": ("units.gdb", "OpenFileGDB", {"layerName": "units"}),
    "geojson": ("units.geojson", "GeoJSON", {}),
    "flatgeobuf": ("units.fgb", "FlatGeobuf", {}),
    "mif": ("units.mif", "MapInfo File", {"datasetCreationOptions": ["FORMAT=MIF"], "layerCreationOptions": ["ENCODING=CP936"]}),
    "tab": ("units.tab", "MapInfo File", {"layerCreationOptions": ["ENCODING=CP936"]}),
    "kml": ("units.kml", "LIBKML", {}),
    "kmz": ("units.kmz", "LIBKML", {}),
}  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("units")
    rows = [
        ({"HJGKDYBM": code, "HJGKDYMC": name}, f"POLYGON (({113 + at} 23, {113.01 + at} 23, {113.01 + at} 23.01, {113 + at} 23))")
        for code, name, at in zip(CODES, NAMES, (0, 0.01, 0.02), strict=True)
    ]  # fmt: skip
    write_layer(folder / "good.gpkg", rows)
    block_page([Known(code, "空间布局约束", "1-1", "产业/限制类", "甲。") for code in CODES]).save(folder / "清单.xlsx")
    return folder


def written(good: Path, folder: Path, form: str) -> Path:
    name, driver, options = FORMATS[form]
    if not gdal.GetDriverByName(driver).GetMetadataItem(gdal.DCAP_CREATE):
        pytest.skip(f"this GDAL does not write {driver}")
    made = gdal.VectorTranslate(str(folder / name), str(good / "good.gpkg"), format=driver, **options)
    assert made is not None
    del made
    if form == "shp, GBK":
        (folder / "units.cpg").unlink()
    return folder / name


def imported(good: Path, units: Path, **more: object) -> ImportOutcome:
    stated = {"name": "示例", "effective": "2024-07-01", "status": "published"}
    return import_release(
        ImportRequest(units.parent / "成果" / "r.gpkg", units=(units,), lists=(good / "清单.xlsx",), **stated | more)
    )  # type: ignore[arg-type]


def units_of(release: Release) -> list[tuple[str, str, float]]:
    """In no order: FlatGeobuf has one of its own."""
    return sorted((one.code, one.name, round(measure.area(one.shape), -2)) for one in release.units)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "zipped"])
def test_every_format_gives_the_same_units(good: Path, tmp_path: Path, form: str, packed: bool) -> None:
    (tmp_path / "成果").mkdir()
    expected = units_of(imported(good, good_copy(good, tmp_path)).release)
    folder = tmp_path / "来件"
    folder.mkdir()
    (folder / "成果").mkdir()
    path = written(good, folder, form)
    if packed:
        parts = sorted(path.rglob("*")) if path.is_dir() else sorted(folder.glob("units.*"))
        path = folder / "来件.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in parts:
                archive.write(part, part.relative_to(folder).as_posix())
    outcome = imported(good, path)
    assert units_of(outcome.release) == expected
    is_kml = "km" in form
    assert outcome.release.sources[0].crs_basis is (CrsBasis.FORMAT if is_kml else CrsBasis.FILE)
    assert ("layer-maybe-offset" in {one.code for one in outcome.examination.faults}) == is_kml
    site = make_site([("", geometry.point(113.005, 23.002))], "EPSG:4490", "test")
    assert assess(site, outcome.release, on="2025-01-01").state is (State.INCOMPLETE if is_kml else State.COMPLETE)


def good_copy(good: Path, folder: Path) -> Path:
    path = folder / "good.gpkg"
    path.write_bytes((good / "good.gpkg").read_bytes())
    return path


def test_albers_on_cgcs2000(good: Path, tmp_path: Path) -> None:
    (tmp_path / "成果").mkdir()
    wkt = (
        'PROJCS["CGCS2000_Albers",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],'
        'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Albers"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],'
        'PARAMETER["Central_Meridian",105.0],PARAMETER["Standard_Parallel_1",25.0],PARAMETER["Standard_Parallel_2",47.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
    )  # fmt: skip
    made = gdal.VectorTranslate(
        str(tmp_path / "units.shp"), str(good / "good.gpkg"), format="ESRI Shapefile", dstSRS=ALBERS, reproject=True
    )
    assert made is not None
    del made
    (tmp_path / "units.prj").write_text(wkt, encoding="ascii")
    release = imported(good, tmp_path / "units.shp").release
    assert release.sources[0].crs_basis is CrsBasis.FILE
    west, south, _, _ = geometry.bounds(release.units[0].shape)
    assert (round(west, 6), round(south, 6)) == (113, 23)


@pytest.mark.parametrize(
    ("suffix", "code"),
    [
        (".dwg", "drawing-not-read"), (".dxf", "drawing-not-read"), (".rar", "archive-format-unsupported"), (".mdb", "vector-format-unsupported"),
        (".mxd", "vector-format-unsupported"), (".ovobj", "vector-format-unsupported"),
    ],
)  # fmt: skip
def test_what_no_reader_takes_is_refused_in_one_sentence(good: Path, tmp_path: Path, suffix: str, code: str) -> None:
    path = tmp_path / f"units{suffix}"
    path.write_bytes(b"AC1032 something")
    (tmp_path / "成果").mkdir()
    with pytest.raises(ReleaseUnreadable) as caught:
        imported(good, path)
    assert caught.value.code == code
    assert all(one.level is Level.ERROR for one in caught.value.faults)


def kml_of(good: Path, folder: Path) -> Path:
    made = gdal.VectorTranslate(str(folder / "doc.kml"), str(good / "good.gpkg"), format="LIBKML")
    assert made is not None
    return folder / "doc.kml"


@pytest.mark.parametrize("inside", ["doc.kml", "管控单元.kml", "layers/.kml", "图层/单元.KML"])
@pytest.mark.parametrize("name", ["units.kmz", "单元.ovkmz"])
def test_a_kmz_keeps_its_attributes_whatever_its_members_are_called(
    good: Path, tmp_path: Path, inside: str, name: str
) -> None:
    (tmp_path / "成果").mkdir()
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(kml_of(good, tmp_path), inside)
        archive.writestr("files/icon.png", b"")
    (tmp_path / "doc.kml").unlink()
    release = imported(good, tmp_path / name).release
    assert {(one.code, one.name) for one in release.units} == set(zip(CODES, NAMES, strict=True))
    assert release.sources[0].crs_basis is CrsBasis.FORMAT


def test_a_kmz_that_another_program_of_gdal_wrote_under_a_chinese_name(good: Path, tmp_path: Path) -> None:
    (tmp_path / "成果").mkdir()
    made = gdal.VectorTranslate(
        str(tmp_path / "units.kmz"), str(good / "good.gpkg"), format="LIBKML", layerName="环境管控单元"
    )
    del made
    assert {one.code for one in imported(good, tmp_path / "units.kmz").release.units} == set(CODES)


def test_two_layers_of_one_name_in_a_kmz_are_not_taken_for_one(good: Path, tmp_path: Path) -> None:
    (tmp_path / "成果").mkdir()
    with zipfile.ZipFile(tmp_path / "units.kmz", "w") as archive:
        for inside in ("a.kml", "b.kml"):
            archive.write(kml_of(good, tmp_path), inside)
    with pytest.raises(ReleaseUnreadable) as caught:
        imported(good, tmp_path / "units.kmz")
    assert caught.value.code == "layer-ambiguous"
    examination = examine_import(ImportRequest(tmp_path / "成果" / "r.gpkg", given=(tmp_path / "units.kmz",)))
    assert "layer-ambiguous" in {one.code for one in examination.faults}


@pytest.mark.parametrize(
    ("member", "content", "code"),
    [
        ("../doc.kml", b"<kml/>", "archive-name-unsafe"), ("doc.kml", b" " * 50_000_000, "archive-too-large"),
        ("readme.txt", b"x", "not-a-vector"),
    ],
)  # fmt: skip
def test_a_kmz_is_unpacked_as_carefully_as_a_zip(
    good: Path, tmp_path: Path, member: str, content: bytes, code: str
) -> None:
    (tmp_path / "成果").mkdir()
    with zipfile.ZipFile(tmp_path / "units.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
    with pytest.raises(ReleaseUnreadable) as caught:
        imported(good, tmp_path / "units.kmz")
    assert caught.value.code == code
