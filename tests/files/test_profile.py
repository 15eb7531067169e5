# SPDX-License-Identifier: GPL-3.0-or-later
"""The national profile: headings, classes, tiers and cut field names as they are met; every entry with its source."""

from __future__ import annotations

import json

import pytest

from zoning_plugin.core.terms import Tier, UnitClass
from zoning_plugin.files.profile import read_profile
from zoning_plugin.places import resources_dir

PROFILE = read_profile()


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("环境管控单元\n编码", "unit_code"), ("hjgkdybm", "unit_code"), (" HJZHGKDYBM ", "unit_code"), ("环境管控\n单元名称", "unit_name"),
        ("县(市、区)", "county"), ("县（市、区）", "county"), ("管控单元\n分类", "class"), ("空间布局约束\n", "dimension:"), ("资源开发利用效率要求\n", "dimension:"),
        ("KJBJYS", "dimension:"), ("管控维度", "dimension"), ("管控要求", "requirement"), ("序号", "serial"), ("行政区划", "district"), ("面积", ""),
    ],
)  # fmt: skip
def test_headings(heading: str, role: str) -> None:
    assert PROFILE.role_of(heading) == role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", UnitClass.PRIORITY), ("2", UnitClass.KEY), ("3", UnitClass.GENERAL), ("优先保护单元12", UnitClass.PRIORITY),
        ("园区型重点管控单元2", UnitClass.KEY), ("一般管控单元", UnitClass.GENERAL), ("4", UnitClass.UNKNOWN), ("", UnitClass.UNKNOWN),
        ("优先或重点", UnitClass.UNKNOWN), ("12", UnitClass.UNKNOWN),
    ],
)  # fmt: skip
def test_classes(text: str, expected: UnitClass) -> None:
    assert PROFILE.class_of(text) is expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["广东省生态环境准入清单"], Tier.PROVINCE), (["附件2 广东省佛山市生态环境准入清单"], Tier.CITY), (["示例江流域管控要求"], Tier.BASIN),
        (["全省总体准入要求"], Tier.PROVINCE), (["市域总体清单"], Tier.CITY), (["示例县生态环境准入清单"], Tier.COUNTY), (["园区清单"], Tier.PARK),
        (["总体要求"], None), (["全省总体要求", "全市总体要求"], None), (["广西壮族自治区生态环境准入清单"], Tier.PROVINCE),
    ],
)  # fmt: skip
def test_tiers_by_words(texts: list[str], expected: Tier | None) -> None:
    assert PROFILE.tier_of(texts) is expected


def test_cut_field_names_stand_for_what_they_begin() -> None:
    fields = ("管控单元编", "管控单元名", "市", "区县", "分类", "备注")
    found = PROFILE.find_columns(
        fields, ("unit_code", "unit_name", "city", "county", "class", "remark"), cut_at_ten_bytes=True
    )
    assert dict(found.by_role) == {
        "unit_code": "管控单元编",
        "unit_name": "管控单元名",
        "city": "市",
        "county": "区县",
        "class": "分类",
        "remark": "备注",
    }
    assert PROFILE.find_columns(fields, ("unit_code",)).by_role == {}


def test_a_cut_name_that_could_be_several_things_is_ambiguous() -> None:
    found = PROFILE.find_columns(("环境管控单",), ("unit_code", "unit_name"), cut_at_ten_bytes=True)
    assert (found.by_role, dict(found.ambiguous)) == ({}, {"环境管控单": ("unit_code", "unit_name")})


def test_every_entry_says_where_it_was_seen_and_no_conformity_is_claimed() -> None:
    document = json.loads((resources_dir() / "profiles" / "national.json").read_text(encoding="utf-8"))
    known = set(document["sources"])
    tables = [
        *document["fields"].values(),
        document["dimensions"],
        document["no_dimension"],
        document["empty"],
        *document["classes"].values(),
    ]
    assert {source for table in tables for source in table.values()} <= known
    assert {one["source"] for one in document["tiers"]} <= known
    assert "不表示符合任何规范" in document["claim"]["zh"]


def test_no_alias_stands_for_two_things_in_one_kind_of_table() -> None:
    unit_roles = ("unit_code", "unit_name", "province", "city", "county", "class", "remark", "elements")
    names = [alias for role in unit_roles for alias in PROFILE.aliases[role]]
    assert len(names) == len(set(names))
    assert not set(names) & set(PROFILE.dimensions)
