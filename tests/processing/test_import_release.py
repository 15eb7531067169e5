# SPDX-License-Identifier: GPL-3.0-or-later
"""``zoning:importrelease`` with archives, lists of other formats, an earlier release and the office's own profile."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from osgeo import gdal

from tests.processing.conftest import DEMO, Run
from zoning_plugin.bridge.folders import profiles_folder
from zoning_plugin.files.office_profiles import profile_of_mapping, write_profile
from zoning_plugin.files.release_store import read_release

FIRST = DEMO / "release-1"
STATED = {"NAME": "示例", "EFFECTIVE": "2026-10-01", "STATUS": "published"}


def test_a_zip_of_a_delivery(run: Run, tmp_path: Path) -> None:
    archive = tmp_path / "示例县.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for path in sorted(FIRST.rglob("*")):
            target.write(path, path.relative_to(FIRST).as_posix())
    outcome = run("importrelease", UNITS=archive, OUTPUT=tmp_path / "r.gpkg", **STATED)
    assert (outcome["UNIT_COUNT"], outcome["CLAUSE_COUNT"]) == (20, 0), "as units, only units are taken from it"
    outcome = run(
        "importrelease", UNITS=archive, ZONES=[str(archive)], LISTS=[str(archive)], OUTPUT=tmp_path / "r.gpkg", **STATED
    )
    assert (outcome["UNIT_COUNT"], outcome["CLAUSE_COUNT"]) == (20, 162)


def test_a_list_in_csv_takes_the_place_of_one_of_the_base(run: Run, demo_release: Path, tmp_path: Path) -> None:
    old = read_release(demo_release)
    (replaced, *_) = [one for one in old.lists if one.tier.value == "unit"]
    code = next(one.unit_code for one in old.clauses if one.list_id == replaced.list_id)
    with (tmp_path / "新清单.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(
            [("环境管控单元编码", "管控维度", "管控要求"), (code, "空间布局约束", "1-1.新的要求。")]
        )
    entries = [{"file": "新清单.csv", "role": "list", "replaces": replaced.list_id}]
    (tmp_path / "来源.json").write_text(json.dumps(entries), encoding="utf-8")
    asked = {"LISTS": [str(tmp_path / "新清单.csv")], "SOURCES": tmp_path / "来源.json", "BASE": demo_release}
    outcome = run("importrelease", OUTPUT=tmp_path / "r.gpkg", **asked, **STATED)
    assert outcome["UNIT_COUNT"] == len(old.units)
    new = read_release(tmp_path / "r.gpkg")
    assert [one.text for one in new.clauses if one.source.file == "新清单.csv"] == ["新的要求。"]
    assert replaced.list_id not in {one.list_id for one in new.lists}
    assert new.info.supersedes == old.info.name


def test_without_units_and_base_there_is_nothing_to_build_on(refused: Callable[..., str], tmp_path: Path) -> None:
    text = refused(
        "importrelease",
        LISTS=[str(FIRST / "lists" / "省级总体准入要求.xlsx")],
        OUTPUT=tmp_path / "r.gpkg",
        LANGUAGE="en",
        **STATED,
    )
    assert text.startswith("[import-without-units]")


def test_what_the_office_mapped_once_is_taken_for_the_province_from_then_on(
    run: Run, refused: Callable[..., str], tmp_path: Path
) -> None:
    layer = tmp_path / "units.gpkg"
    query = "SELECT HJGKDYBM AS 本局编号, HJGKDYMC AS 叫法, geom FROM 环境管控单元"
    kept = gdal.VectorTranslate(
        str(layer), str(FIRST / "units.gpkg"), SQLStatement=query, SQLDialect="SQLITE", layerName="units"
    )
    assert kept is not None
    del kept
    asked = {
        "UNITS": layer,
        "LISTS": [str(FIRST / "lists" / "示例县环境管控单元准入清单_四列.xlsx")],
        "OUTPUT": tmp_path / "r.gpkg",
    }
    assert refused("importrelease", LANGUAGE="en", **asked, **STATED).startswith("[column-missing]")
    document = profile_of_mapping(
        {"schema": "zoning.profile/1", "name": "national"},
        "本局",
        {"本局编号": "unit_code", "叫法": "unit_name"},
        ["99"],
    )
    folder = profiles_folder()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        write_profile(document, folder / "本局.json")
        outcome = run("importrelease", REPORT=tmp_path / "r.json", **asked, **STATED)
        assert outcome["UNIT_COUNT"] == 20
        told = {one["code"] for one in json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["faults"]}
        assert told & {"profile-by-columns", "profile-of-province"}
    finally:
        (folder / "本局.json").unlink()
