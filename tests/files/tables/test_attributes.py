# SPDX-License-Identifier: GPL-3.0-or-later
"""A units layer that carries the requirements in its own fields reads like a wide list."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.files.layers import box, shapefile, write_layer
from zoning_plugin.files.access_list import read_sheet
from zoning_plugin.files.features import FeatureTable, read_features
from zoning_plugin.files.profile import read_profile
from zoning_plugin.files.tables.attributes import attribute_list
from zoning_plugin.wording import sentence_of

PROFILE = read_profile()
CODES = ("ZH99010110001", "ZH99010120001")


def layer(folder: Path, *rows: dict[str, str]) -> FeatureTable:
    shapes = [box(113 + place / 100, 23, 113 + (place + 1) / 100, 23.01) for place in range(len(rows))]
    return read_features(write_layer(folder / "单元.gpkg", list(zip(rows, shapes, strict=True))))


def test_coded_fields_are_a_wide_list(tmp_path: Path) -> None:
    table = layer(
        tmp_path,
        {
            "HJGKDYBM": CODES[0],
            "HJGKDYMC": "甲",
            "KJBJYS": "1.甲一。2.甲二。",
            "PWWPFGK": "/",
            "HJFXFK": "",
            "ZYKFXLYQ": "3.【水/限制类】丙。",
            "MJ": "12.5",
        },
        {
            "HJGKDYBM": CODES[1],
            "HJGKDYMC": "乙",
            "KJBJYS": "",
            "PWWPFGK": "",
            "HJFXFK": "乙的要求。",
            "ZYKFXLYQ": "",
            "MJ": "3",
        },
    )
    found = attribute_list(table, "HJGKDYBM", PROFILE, "单元.gpkg")
    assert found is not None
    assert found.fields == ("HJGKDYBM", "KJBJYS", "PWWPFGK", "HJFXFK", "ZYKFXLYQ")
    reading = read_sheet(found.grid, PROFILE, "单元.gpkg")
    assert [(one.unit_code, one.dimension, one.number, one.tag, one.text, one.row) for one in reading.clauses] == [
        (CODES[0], "空间布局约束", "1", "", "甲一。", 1), (CODES[0], "空间布局约束", "2", "", "甲二。", 1),
        (CODES[0], "资源开发利用效率", "3", "水/限制类", "丙。", 1), (CODES[1], "环境风险防控", "", "", "乙的要求。", 2),
    ]  # fmt: skip
    assert [(one.unit_code, one.dimension) for one in reading.empties] == [(CODES[0], "污染物排放管控")]
    assert (reading.layouts, reading.faults, found.faults) == (("wide",), (), ())


def test_a_layer_without_requirements_is_no_list(tmp_path: Path) -> None:
    assert (
        attribute_list(
            layer(tmp_path, {"HJGKDYBM": CODES[0], "HJGKDYMC": "甲", "REMARK": "很长的备注"}), "HJGKDYBM", PROFILE, "u"
        )
        is None
    )


def test_what_parts_of_one_unit_repeat_is_said_once(tmp_path: Path) -> None:
    rows = [{"HJGKDYBM": CODES[0], "KJBJYS": text} for text in ("1.甲。", "1.甲。", "2.乙。")]
    found = attribute_list(layer(tmp_path, *rows), "HJGKDYBM", PROFILE, "u")
    assert found is not None
    assert [(one.number, one.row) for one in read_sheet(found.grid, PROFILE, "u").clauses] == [("1", 1), ("2", 3)]


def test_a_field_that_reads_like_clauses_is_not_passed_over(tmp_path: Path) -> None:
    table = layer(tmp_path, {"HJGKDYBM": CODES[0], "KJBJYS": "1.甲。", "GKYQ5": "1.【水/限制类】乙。"})
    found = attribute_list(table, "HJGKDYBM", PROFILE, "u")
    assert found is not None
    reading = read_sheet(found.grid, PROFILE, "u")
    assert "乙。" in {one.text for one in reading.clauses} | {fault.fact("text")[-2:] for fault in reading.faults}
    assert reading.faults


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_texts_and_names_that_a_shapefile_has_cut(tmp_path: Path, encoding: str) -> None:
    long = "一、" + "示例要求" * 40
    names = (
        [("HJGKDYBM", 20), ("空间布局约束", 254), ("KJBJYS2", 254)]
        if encoding == "gbk"
        else [("HJGKDYBM", 20), ("KJBJYS", 254), ("X", 10)]
    )
    fields = [(name.encode(encoding)[:10], width) for name, width in names]
    rows = [[CODES[0].encode(), long.encode(encoding)[:254], b""], [CODES[1].encode(), "短。".encode(encoding), b""]]
    table = read_features(shapefile(tmp_path, "u", fields, rows))
    found = attribute_list(table, "HJGKDYBM", PROFILE, "u.shp")
    assert found is not None
    cut = [one for one in found.faults if one.code == "text-cut-by-dbase"]
    assert [(one.fact("code"), one.fact("row")) for one in cut] == [(CODES[0], "1")]
    assert cut[0].fact("field") in sentence_of(cut[0], "zh")
    named = [(one.fact("field"), one.fact("taken")) for one in found.faults if one.code == "requirement-field-cut"]
    assert named == ([("空间布局约", "空间布局约束")] if encoding == "gbk" else [])
    reading = read_sheet(found.grid, PROFILE, "u.shp")
    assert {one.dimension for one in reading.clauses} == {"空间布局约束"}
    assert [one.unit_code for one in reading.clauses] == list(CODES)


def test_a_long_text_of_another_format_was_not_cut(tmp_path: Path) -> None:
    found = attribute_list(layer(tmp_path, {"HJGKDYBM": CODES[0], "KJBJYS": "要求" * 300}), "HJGKDYBM", PROFILE, "u")
    assert found is not None
    assert found.faults == ()
