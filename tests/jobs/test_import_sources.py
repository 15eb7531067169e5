# SPDX-License-Identifier: GPL-3.0-or-later
"""Archives, lists of every format, lists kept in a layer's attributes, and what is taken over from an earlier release."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.files.layers import write_layer
from tests.files.printed_lists import Known, block_page, tier_page
from zoning_plugin.core.errors import Level, ReleaseUnreadable
from zoning_plugin.core.release import Release, shortfalls
from zoning_plugin.core.terms import CrsBasis, Tier
from zoning_plugin.files.release_store import read_release
from zoning_plugin.jobs.import_release import ImportOutcome, ImportRequest, examine_import, import_release

CODES = ("ZH99010110001", "ZH99010120001", "ZH99010130001")
UNITS = [
    ({"HJGKDYBM": code, "HJGKDYMC": f"单元{place}"}, f"POLYGON (({113 + place * 0.01} 23, {113.01 + place * 0.01} 23, {113.01 + place * 0.01} 23.01, {113 + place * 0.01} 23))")
    for place, code in enumerate(CODES)
]  # fmt: skip
CLAUSES = [Known(code, "空间布局约束", "1-1", "产业/限制类", f"{code}的要求。") for code in CODES]
STATED = {"name": "示例", "effective": "2024-07-01", "status": "published"}


@pytest.fixture
def county(tmp_path: Path) -> Path:
    folder = tmp_path / "示例县"
    folder.mkdir()
    write_layer(folder / "units.gpkg", UNITS)
    write_layer(folder / "生态保护红线.gpkg", [({"MC": "红线"}, UNITS[0][1])])
    block_page(CLAUSES).save(folder / "单元清单.xlsx")
    tier_page([Known("", "空间布局约束", "1", "", "全省的要求。")], title="示例省总体准入要求").save(
        folder / "省总体准入要求.xlsx"
    )
    return folder


def packed(folder: Path, archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for path in sorted(folder.rglob("*")):
            target.write(path, path.relative_to(folder.parent).as_posix())
    return archive


def content(release: Release) -> tuple[object, ...]:
    """What a release says, but for where it was read."""
    return (
        [(one.code, one.name, one.unit_class) for one in release.units],
        [(one.theme, one.name) for one in release.zones],
        [(one.tier, one.title) for one in release.lists],
        [(one.unit_code, one.dimension, one.number, one.tag, one.text) for one in release.clauses],
    )


def codes(outcome: ImportOutcome, level: Level = Level.WARNING) -> set[str]:
    return {one.code for one in outcome.examination.faults if one.level is level}


def refused(request: ImportRequest) -> set[str]:
    with pytest.raises(ReleaseUnreadable) as caught:
        import_release(request)
    assert not request.output.exists()
    return {one.code for one in caught.value.faults}


# --- archives ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["folder", "units", "in a folder"])
def test_a_zip_says_what_its_folder_says(county: Path, tmp_path: Path, given: str) -> None:
    plain = import_release(ImportRequest(tmp_path / "a.gpkg", folder=county, **STATED))
    archive = packed(county, tmp_path / "发来的成果.zip")
    if given == "folder":
        request = ImportRequest(tmp_path / "b.gpkg", folder=archive, **STATED)
    elif given == "units":
        request = ImportRequest(tmp_path / "b.gpkg", units=(archive,), zones=(archive,), lists=(archive,), **STATED)
    else:
        (tmp_path / "收件").mkdir()
        shutil.move(archive, tmp_path / "收件" / archive.name)
        request = ImportRequest(tmp_path / "b.gpkg", folder=tmp_path / "收件", **STATED)
    outcome = import_release(request)
    assert content(outcome.release) == content(plain.release)
    assert {one.file for one in outcome.release.sources} == {
        f"发来的成果.zip/示例县/{name}"
        for name in ("units.gpkg", "生态保护红线.gpkg", "单元清单.xlsx", "省总体准入要求.xlsx")
    }
    assert {one.sha256 for one in outcome.release.sources} == {one.sha256 for one in plain.release.sources}


def test_a_zip_inside_a_zip_is_told_and_stops_the_import(county: Path, tmp_path: Path) -> None:
    packed(county, county / "旧版.zip")
    assert refused(ImportRequest(tmp_path / "a.gpkg", folder=packed(county, tmp_path / "a.zip"))) == {
        "archive-inside-archive"
    }


def test_a_zip_without_what_it_was_given_as(county: Path, tmp_path: Path) -> None:
    (county / "units.gpkg").unlink()
    request = ImportRequest(
        tmp_path / "a.gpkg", units=(packed(county, tmp_path / "a.zip"),), lists=(county / "单元清单.xlsx",)
    )
    assert "archive-without-role" in refused(request)


def test_sources_speak_of_a_zip(county: Path, tmp_path: Path) -> None:
    archive = packed(county, tmp_path / "a.zip")
    entries = [
        {"file": archive.name, "role": "units"},
        {"file": archive.name, "role": "list", "issuer": "示例市人民政府"},
    ]
    (tmp_path / "来源.json").write_text(json.dumps(entries), encoding="utf-8")
    release = import_release(ImportRequest(tmp_path / "a.gpkg", sources=tmp_path / "来源.json", **STATED)).release
    assert {one.issuer for one in release.lists} == {"示例市人民政府"}
    assert not release.zones


# --- what a person settles -----------------------------------------------------------------------------------------------


def test_what_a_person_settles_is_taken_instead_of_what_was_recognised(county: Path, tmp_path: Path) -> None:
    archive = packed(county, tmp_path / "a.zip")
    found = examine_import(ImportRequest(tmp_path / "a.gpkg", folder=archive, **STATED))
    assert [found.entries[one.entry].name for one in found.files] == [one.file for one in found.files]
    settled = [
        replace(one, tier=Tier.BASIN, title="示例江流域要求") if "总体" in one.name else one
        for one in found.entries
        if one.role != "zones"
    ]
    release = import_release(ImportRequest(tmp_path / "a.gpkg", entries=tuple(settled), **STATED)).release
    assert {(one.tier, one.title) for one in release.lists} >= {(Tier.BASIN, "示例江流域要求")}
    assert not release.zones


# --- lists of every format -----------------------------------------------------------------------------------------------


def test_a_csv_in_gbk_is_a_list(county: Path, tmp_path: Path) -> None:
    with (county / "单元清单.csv").open("w", encoding="gb18030", newline="") as file:
        rows = [(one.unit, one.dimension, one.as_printed) for one in CLAUSES]
        csv.writer(file).writerows([("环境管控单元编码", "管控维度", "管控要求"), *rows])
    printed = import_release(ImportRequest(tmp_path / "a.gpkg", folder=county, **STATED)).release
    assert len(printed.clauses) == 7
    source = next(one for one in printed.sources if one.file == "单元清单.csv")
    assert (source.encoding, source.crs_basis) == ("GB18030", CrsBasis.NONE)


def test_requirements_in_the_layer_are_the_list_where_there_is_no_other(county: Path, tmp_path: Path) -> None:
    rows = [(values | {"KJBJYS": f"1-1.【产业/限制类】{values['HJGKDYBM']}的要求。"}, shape) for values, shape in UNITS]
    layer = write_layer(tmp_path / "带清单.gpkg", rows)
    outcome = import_release(ImportRequest(tmp_path / "a.gpkg", units=(layer,), **STATED))
    assert [(one.unit_code, one.number, one.tag, one.text) for one in outcome.release.clauses] == [
        (one.unit, one.number, one.tag, one.text) for one in CLAUSES
    ]
    assert "layer-requirements-read" in codes(outcome, Level.INFO)
    both = import_release(
        ImportRequest(tmp_path / "b.gpkg", units=(layer,), lists=(county / "单元清单.xlsx",), **STATED)
    )
    assert "layer-requirements-unused" in codes(both)
    assert len(both.release.clauses) == len(CLAUSES)


# --- an earlier release --------------------------------------------------------------------------------------------------


@pytest.fixture
def base(county: Path, tmp_path: Path) -> Path:
    return import_release(ImportRequest(tmp_path / "旧版.gpkg", folder=county, issuer="示例市人民政府", **STATED)).path


def sources_of(folder: Path, **stated: str) -> Path:
    path = folder / "来源.json"
    path.write_text(json.dumps([{"file": "新清单.xlsx", "role": "list"} | stated]), encoding="utf-8")
    return path


def test_a_list_is_replaced_without_its_units(county: Path, tmp_path: Path, base: Path) -> None:
    changed = [replace(one, text="新的要求。") for one in CLAUSES]
    block_page(changed).save(county / "新清单.xlsx")
    old = read_release(base)
    outcome = import_release(
        ImportRequest(tmp_path / "新版.gpkg", sources=sources_of(county, replaces="unit-1"), base=base, name="新版", effective="2025-01-01", status="published")
    )  # fmt: skip
    new = outcome.release
    assert new.units == old.units
    assert new.zones == old.zones
    assert [one.list_id for one in new.lists] == ["province-1", "unit-2"], "an id means one list for good"
    assert [one.text for one in new.clauses if one.unit_code] == ["新的要求。"] * 3
    assert [one for one in new.clauses if not one.unit_code] == [one for one in old.clauses if not one.unit_code]
    assert (new.info.supersedes, new.info.issuer) == (old.info.name, old.info.issuer)
    assert {one.file for one in new.sources} == {
        "units.gpkg",
        "生态保护红线.gpkg",
        "省总体准入要求.xlsx",
        "新清单.xlsx",
    }
    kept = {one.file: one.sha256 for one in old.sources}
    assert all(kept[one.file] == one.sha256 for one in new.sources if one.file != "新清单.xlsx")
    assert not shortfalls(new)
    assert read_release(base) == old


def test_units_are_replaced_without_the_lists_and_clauses_left_behind_are_told(tmp_path: Path, base: Path) -> None:
    layer = write_layer(tmp_path / "新单元.gpkg", UNITS[:2])
    outcome = import_release(
        ImportRequest(tmp_path / "新版.gpkg", units=(layer,), base=base, **STATED | {"name": "新版"})
    )
    assert [one.code for one in outcome.release.units] == list(CODES[:2])
    assert len(outcome.release.clauses) == 4
    (told,) = [one for one in outcome.examination.faults if one.code == "clauses-without-unit"]
    assert told.fact("code") == CODES[2]


def test_a_list_beside_the_base_s_stays_a_list_of_its_own(county: Path, tmp_path: Path, base: Path) -> None:
    block_page([replace(one, text="区里的要求。") for one in CLAUSES]).save(county / "新清单.xlsx")
    release = import_release(
        ImportRequest(
            tmp_path / "新版.gpkg", sources=sources_of(county, tier="county"), base=base, **STATED | {"name": "新版"}
        )
    ).release
    keys = [(one.list_id, one.unit_code, one.number) for one in release.clauses if one.unit_code]
    assert sorted(keys) == sorted((which, code, "1-1") for which in ("unit-1", "county-1") for code in CODES)
    assert len({one.clause_id for one in release.clauses}) == len(release.clauses)


@pytest.mark.parametrize("wanted", ["unit-9", "没有的清单"])
def test_a_list_to_replace_that_is_not_there_is_an_error_with_those_that_are(
    county: Path, tmp_path: Path, base: Path, wanted: str
) -> None:
    block_page(CLAUSES).save(county / "新清单.xlsx")
    request = ImportRequest(tmp_path / "新版.gpkg", sources=sources_of(county, replaces=wanted), base=base, **STATED)
    assert refused(request) == {"replaces-unknown"}


def test_what_the_base_promised_and_never_had_stays_promised(county: Path, tmp_path: Path) -> None:
    entries = [
        {"file": "units.gpkg", "role": "units"}, {"file": "单元清单.xlsx", "role": "list"}, {"role": "zones", "theme": "饮用水水源保护区"},
        {"role": "list", "tier": "city", "document": "市级清单"},
    ]  # fmt: skip
    (county / "来源.json").write_text(json.dumps(entries), encoding="utf-8")
    old = import_release(ImportRequest(tmp_path / "旧版.gpkg", sources=county / "来源.json", **STATED))
    block_page(CLAUSES).save(county / "新清单.xlsx")
    new = import_release(
        ImportRequest(
            tmp_path / "新版.gpkg",
            sources=sources_of(county, tier="county"),
            base=old.path,
            **STATED | {"name": "新版"},
        )
    )
    assert {(one.kind, one.state) for one in shortfalls(new.release)} == {("zones", "no-data"), ("list", "no-data")}
