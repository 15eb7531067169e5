# SPDX-License-Identifier: GPL-3.0-or-later
"""The filing package: whole or not at all, same bytes twice, and what stands in it is what the release says."""

from __future__ import annotations

import hashlib
import json
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import shapely
from osgeo import gdal

from tests.core.shapes import access_list, box, clause, release, unit, zone
from zoning_plugin.core.errors import Cancelled, OutputFailed, PartMissing
from zoning_plugin.core.filing import package_digest, statistics
from zoning_plugin.core.release import Release
from zoning_plugin.core.terms import Tier
from zoning_plugin.jobs.build_filing_package import BuiltPackage, build_filing_package, read_profile
from zoning_plugin.report.printable import MapSheet, PrintableReport

MADE_WITH = {"plugin": "0.0.0", "qgis": "none"}
NASTY = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@x",
    "\t1",
    "a\nb",
    "<b>&amp;",
    "_x0041_",
    "bell\x07",
    "\ud800",
    "长" * 9000,
    "'quoted",
]


class PaperPrinter:
    """Prints nothing but the title, so that the package can be tried without Qt."""

    def print_report(self, report: PrintableReport, path: Path) -> None:
        raise NotImplementedError

    def print_map(self, sheet: MapSheet, path: Path, *, date: str, author: str) -> None:
        path.write_text(f"{sheet.title} {date} {author}", encoding="utf-8")


def county() -> Release:
    units = [
        replace(unit(1, box(0, 0, 1000, 1000)), elements="水环境一般管控区、\n大气环境一般管控区"),
        unit(2, box(1000, 0, 2000, 1000), digit=1),
        unit(3, box(0, 1000, 2000, 3000), digit=3),
    ]
    lists = [access_list("u", Tier.UNIT), access_list("p", Tier.PROVINCE)]
    clauses = [clause("u", "1", f"{one.code} 的要求", one.code, "空间布局约束") for one in units]
    clauses += [clause("p", str(number), text) for number, text in enumerate(NASTY, 1)]
    return release(units, lists, clauses, [zone("生态保护红线", box(1200, 100, 1500, 700))])


def build(one: Release, target: Path, **more: object) -> BuiltPackage:
    return build_filing_package(one, target, printer=PaperPrinter(), made_with=MADE_WITH, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> BuiltPackage:
    return build(county(), tmp_path_factory.mktemp("filing") / "成果包.zip")


def test_same_release_twice_is_the_same_bytes(package: BuiltPackage, tmp_path: Path) -> None:
    time.sleep(2.1)  # a zip's clock ticks every two seconds
    again = build(county(), tmp_path / "再一次.zip")
    assert again.path.read_bytes() == package.path.read_bytes()
    assert again.digest == package.digest


def test_manifest_names_every_member_and_its_hash(package: BuiltPackage) -> None:
    with zipfile.ZipFile(package.path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = archive.namelist()
        assert names == sorted(names)
        assert [one["path"] for one in manifest["files"]] == [name for name in names if name != "manifest.json"]
        for one in manifest["files"]:
            content = archive.read(one["path"])
            assert (len(content), hashlib.sha256(content).hexdigest()) == (one["bytes"], one["sha256"])
        assert {info.date_time for info in archive.infolist()} == {(2024, 7, 1, 0, 0, 0)}
    assert manifest["digest"] == package.digest == package_digest(package.files)
    assert manifest["release"]["digest"] == county().digest


def test_vectors_read_back_whole(package: BuiltPackage, tmp_path: Path) -> None:
    with zipfile.ZipFile(package.path) as archive:
        archive.extractall(tmp_path)
    paths = read_profile().paths
    for path, layer in ((paths["units_gpkg"], "环境管控单元"), (paths["units_shp"], Path(paths["units_shp"]).stem)):
        dataset = gdal.OpenEx(str(tmp_path / path), gdal.OF_VECTOR)  # GDAL forgets the layer when nobody holds this
        source = dataset.GetLayer(layer)
        assert source.GetSpatialRef().GetAuthorityCode(None) == "4490"
        rows = {feature["HJGKDYBM"]: feature for feature in source}
        for one in county().units:
            row = rows[one.code]
            values = tuple(row[name] or "" for name in ("HJGKDYMC", "COUNTY", "ZHGKDYFL", "YSXL"))
            assert values == (one.name, one.county, one.code[8], one.elements)
            assert shapely.equals(shapely.from_wkb(bytes(row.geometry().ExportToWkb())), one.shape)
    assert (tmp_path / paths["units_shp"]).with_suffix(".cpg").read_text(encoding="ascii") == "UTF-8"


def test_elements_too_long_for_a_shapefile_are_whole_elsewhere_and_the_check_says_so(tmp_path: Path) -> None:
    long = "、".join(f"水环境工业污染重点管控区{number}" for number in range(20))
    one = replace(county(), units=(replace(county().units[0], elements=long), *county().units[1:]))
    built = build(one, tmp_path / "p.zip")
    with zipfile.ZipFile(built.path) as archive:
        archive.extractall(tmp_path)
    paths = read_profile().paths
    stored = {}
    for name in ("units_gpkg", "units_shp"):
        dataset = gdal.OpenEx(str(tmp_path / paths[name]), gdal.OF_VECTOR)
        stored[name] = [feature.items().get("YSXL") for feature in dataset.GetLayer(0)]
    assert stored == {"units_gpkg": [long, "", ""], "units_shp": [None] * 3}
    sheet = openpyxl.load_workbook(tmp_path / paths["lists_xlsx"])["管控单元"]
    assert [row[6] or "" for row in sheet.iter_rows(min_row=3, max_row=5, values_only=True)] == [long, "", ""]
    (found,) = (result.findings for result in built.results if result.rule_id == "T2")
    assert [(fault.code, fault.fact("code")) for fault in found] == [("elements-beyond-dbase", one.units[0].code)]


def test_every_character_of_every_clause_is_in_the_list_and_nothing_is_a_formula(
    package: BuiltPackage, tmp_path: Path
) -> None:
    with zipfile.ZipFile(package.path) as archive:
        archive.extract(read_profile().paths["lists_xlsx"], tmp_path)
    book = openpyxl.load_workbook(tmp_path / read_profile().paths["lists_xlsx"])
    sheet = book["条款"]
    assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    rows = [row for row in sheet.iter_rows(min_row=3, values_only=True) if row[7] is not None]
    texts = [openpyxl.utils.escape.unescape(str(row[7])) for row in rows]
    wanted = [one.text for kept in county().lists for one in county().clauses_by_list[kept.list_id]]
    assert "".join(texts) == "".join(wanted)


def test_statistics_in_the_workbook_are_those_of_the_release(package: BuiltPackage, tmp_path: Path) -> None:
    with zipfile.ZipFile(package.path) as archive:
        archive.extract(read_profile().paths["statistics_xlsx"], tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / read_profile().paths["statistics_xlsx"]).worksheets[0]
    rows = [row for row in sheet.iter_rows(min_row=3, max_col=5, values_only=True) if isinstance(row[2], int)]
    expected = [(row.count, row.area / 100, row.share / 100) for row in statistics(county()).rows]
    assert [row[2:] for row in rows] == expected
    assert rows[-1][4] == 100


class StopsAt:
    """A person who presses cancel at the n-th report."""

    def __init__(self, reports: int) -> None:
        self.left = reports

    def report(self, share: float, step: str) -> None:
        self.left -= 1

    def is_cancelled(self) -> bool:
        return self.left <= 0


@pytest.mark.parametrize("reports", range(6))
def test_cancelled_at_any_step_leaves_what_was_there(tmp_path: Path, reports: int) -> None:
    target = tmp_path / "成果包.zip"
    target.write_bytes(b"earlier")
    with pytest.raises(Cancelled):
        build(county(), target, progress=StopsAt(reports))
    assert [path.name for path in tmp_path.iterdir()] == ["成果包.zip"]
    assert target.read_bytes() == b"earlier"


def test_printer_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    class NoFont(PaperPrinter):
        def print_map(self, sheet: MapSheet, path: Path, *, date: str, author: str) -> None:
            raise PartMissing("cjk-font-missing", characters="县")

    with pytest.raises(PartMissing):
        build_filing_package(county(), tmp_path / "包.zip", printer=NoFont(), made_with=MADE_WITH)
    assert not list(tmp_path.iterdir())


def test_name_too_long_for_a_shapefile_is_said_and_not_cut(tmp_path: Path) -> None:
    one = county()
    long = replace(one, units=(replace(one.units[0], name="长" * 85), *one.units[1:]))
    with pytest.raises(OutputFailed, match="dbf-too-long"):
        build(long, tmp_path / "包.zip")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("path", ["../out.xlsx", "/etc/x.xlsx", "a\\b.xlsx", "C:/x.xlsx", "folder"])
def test_profile_cannot_lead_out_of_the_package(tmp_path: Path, path: str) -> None:
    profile = tmp_path / "p.json"
    profile.write_text(
        json.dumps({"name": "x", "paths": dict(read_profile().paths) | {"lists_xlsx": path}}), encoding="utf-8"
    )
    with pytest.raises(OutputFailed, match="profile-unreadable"):
        read_profile(profile)


def test_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed, match="folder-missing"):
        build(county(), tmp_path / "nowhere" / "包.zip")
