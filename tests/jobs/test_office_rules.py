# SPDX-License-Identifier: GPL-3.0-or-later
"""Thresholds and colours of an office's profile hold for its releases: in the assessment, on maps and in the report."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.files.layers import box, write_layer
from tests.files.printed_lists import Known, block_page
from zoning_plugin.core import geometry
from zoning_plugin.core.assessment import assess
from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.core.office_rules import ClassColours, stated_colours
from zoning_plugin.core.overlay import Thresholds
from zoning_plugin.core.project import Project
from zoning_plugin.core.site import make_site
from zoning_plugin.core.terms import Relation, UnitClass
from zoning_plugin.files.profile_document import read_document
from zoning_plugin.files.release_store import read_release
from zoning_plugin.jobs.assess_site import assess_site
from zoning_plugin.jobs.import_release import ImportOutcome, ImportRequest, import_release
from zoning_plugin.places import resources_dir
from zoning_plugin.report.html import html_parts
from zoning_plugin.report.made_with import MadeWith
from zoning_plugin.report.map_sheets import assessment_map, distribution_map
from zoning_plugin.report.outline import build_outline

CODES = ("ZH99010110001", "ZH99010120001")
OWN = {"fill": "#01f203", "line": "#040506", "hatch": "#070809"}


def delivery(folder: Path) -> tuple[Path, Path]:
    units = write_layer(
        folder / "单元.gpkg",
        [
            ({"HJGKDYBM": code, "HJGKDYMC": f"单元{at}"}, box(113 + at / 100, 23, 113.01 + at / 100, 23.01))
            for at, code in enumerate(CODES)
        ],
    )
    page = block_page([Known(code, "空间布局约束", "1-1", "产业/限制类", "限制新建。") for code in CODES])
    page.save(folder / "清单.xlsx")
    return units, folder / "清单.xlsx"


def office(folder: Path, **decided: Any) -> Path:
    """The folder of an office's profiles, with one for province 99."""
    held = folder / "配置"
    held.mkdir(exist_ok=True)
    document = {"schema": "zoning.profile/1", "name": "本局", "title": {"zh": "本局", "en": "ours"}, "extends": "national",
                "provinces": ["99"], **decided}  # fmt: skip
    (held / "本局.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return held


def stored(folder: Path, name: str = "成果.gpkg", **more: Any) -> ImportOutcome:
    units, lists = delivery(folder)
    request = ImportRequest(
        folder / name, units=(units,), lists=(lists,), name="示例", effective="2024-07-01", status="published", **more
    )
    return import_release(request)


def codes(outcome: ImportOutcome) -> set[str]:
    return {one.code for one in outcome.examination.faults}


def test_thresholds_of_the_office_decide_what_is_an_edge_contact(tmp_path: Path) -> None:
    """A site of some 100 m on a side, five metres of it in the second unit."""
    site = make_site([("", geometry.from_wkt(box(113.009, 23.004, 113.01005, 23.005)))], "EPSG:4490", "测试")
    plain = stored(tmp_path)
    own = stored(tmp_path, "自定.gpkg", offices=office(tmp_path, thresholds={"area_m2": 5000.0, "width_m": 1.0}))
    assert ("profile-thresholds" in codes(plain), "profile-thresholds" in codes(own)) == (False, True)
    relations = {}
    for outcome in (plain, own):
        _, found = assess_site(outcome.path, site, on="2024-08-01")
        relations[outcome.path.name] = {one.unit.code: one.piece.relation for one in found.units}
    assert relations == {
        "成果.gpkg": {CODES[0]: Relation.OVERLAP, CODES[1]: Relation.OVERLAP},
        "自定.gpkg": {CODES[0]: Relation.INSIDE, CODES[1]: Relation.EDGE},
    }
    again = assess(site, read_release(own.path), on="2024-08-01")
    assert again.thresholds == Thresholds(5000.0, 1.0, 1.0, 0.1)
    assert {one.unit.code for one in again.units} == set(CODES)  # an edge contact is never dropped
    assert plain.release.digest != own.release.digest
    assert not read_release(own.path, verify=True).faults


def test_colours_of_the_office_are_those_of_maps_and_report(tmp_path: Path) -> None:
    site = make_site([("", geometry.from_wkt(box(113.012, 23.004, 113.013, 23.005)))], "EPSG:4490", "测试")
    own = stored(tmp_path, offices=office(tmp_path, colours={"key": OWN}))
    assert "profile-colours" in codes(own)
    release, found = assess_site(own.path, site, on="2024-08-01")
    national = read_document(resources_dir() / "profiles" / "national.json")["colours"]
    expected = {UnitClass(name): ClassColours(**(OWN if name == "key" else colours))
                for name, colours in national.items() if name != "source"}  # fmt: skip
    assert dict(stated_colours(release.info)) == expected
    for sheet in (assessment_map(found, release, "zh"), distribution_map(release, "zh")):
        assert dict(sheet.colours) == expected
    outline = build_outline(found, Project(), MadeWith("0", "3", "zh"), "zh")
    assert OWN["fill"] in "".join(html_parts(outline))


def test_what_an_office_did_not_decide_is_not_stored(tmp_path: Path) -> None:
    outcome = stored(tmp_path, offices=office(tmp_path))
    assert (outcome.release.info.thresholds, outcome.release.info.colours) == ("", "")
    assert not {"profile-thresholds", "profile-colours"} & codes(outcome)
    with sqlite3.connect(outcome.path) as database:
        keys = {key for (key,) in database.execute("SELECT key FROM release")}
    assert not {"thresholds", "colours"} & keys


def test_a_list_that_is_replaced_leaves_what_was_decided(tmp_path: Path) -> None:
    first = stored(tmp_path, offices=office(tmp_path, thresholds={"area_m2": 9.0}, colours={"key": OWN}))
    _, lists = delivery(tmp_path)
    second = import_release(
        ImportRequest(
            tmp_path / "二.gpkg", lists=(lists,), base=first.path, name="二", effective="2025-01-01", status="published"
        )
    )
    assert (second.release.info.thresholds, second.release.info.colours) == (
        first.release.info.thresholds,
        first.release.info.colours,
    )


@pytest.mark.parametrize(("key", "value"), [("thresholds", "area_m2=-1"), ("colours", 'key="><script>')])
def test_a_release_that_states_nonsense_is_refused(tmp_path: Path, key: str, value: str) -> None:
    path = stored(tmp_path).path
    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO release (key, value) VALUES (?, ?)", (key, value))
    database.close()
    with pytest.raises(ReleaseUnreadable) as refused:
        read_release(path)
    assert refused.value.code == "release-damaged"
