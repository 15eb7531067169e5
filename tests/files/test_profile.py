# SPDX-License-Identifier: GPL-3.0-or-later
"""The national profile: headings, classes, tiers and cut field names as they are met; every entry with its source."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.core.overlay import Thresholds
from zoning_plugin.core.terms import ReleaseStatus, Tier, UnitClass
from zoning_plugin.core.unit import PUBLISHED_CODES
from zoning_plugin.files.profile import parse_profile, read_profile
from zoning_plugin.places import resources_dir
from zoning_plugin.wording import sentence_of

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
        document["ignored"],
        *document["classes"].values(),
        *document["statuses"].values(),
    ]
    assert {source for table in tables for source in table.values()} <= known
    assert {one["source"] for one in document["tiers"]} <= known
    assert "不表示符合任何规范" in document["claim"]["zh"]


def test_no_alias_stands_for_two_things_in_one_kind_of_table() -> None:
    unit_roles = ("unit_code", "unit_name", "province", "city", "county", "class", "remark", "elements")
    names = [alias for role in unit_roles for alias in PROFILE.aliases[role]]
    assert len(names) == len(set(names))
    assert not set(names) & set(PROFILE.dimensions)


# --- what the office says wins ---------------------------------------------------------------------------------------


def office(folder: Path, name: str = "示例", **said: Any) -> Path:
    """A profile file that extends the national one unless it says otherwise."""
    document = {"schema": "zoning.profile/1", "name": name, "extends": "national"} | said
    path = folder / f"{name}.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_heading_above_means_only_what_it_means_there(tmp_path: Path) -> None:
    said = {
        "fields": {"unit_code": {"单元名称": "office"}, "unit_name": {"备 注": "office"}},
        "ignored": {"区": "office", "管控要求": "office"},
    }
    profile = read_profile(str(office(tmp_path, dimensions={"管控类型": "office"}, **said)))
    assert profile.aliases["unit_code"][0] == "单元名称"  # and first of all
    assert "单元名称" not in profile.aliases["unit_name"]
    assert "备注" not in profile.aliases["remark"]
    assert [profile.role_of(one) for one in ("单元名称", "备注", "区", "管控要求", "管控类型", "环境管控单元编码")] == [
        "unit_code", "unit_name", "", "", "dimension:", "unit_code",
    ]  # fmt: skip
    assert [profile.is_ignored(one) for one in ("区", "管控要求", "管控要求（2024）", "市", "不识")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert profile.find_columns(("区", "市"), ("county", "city")).by_role == {"city": "市"}


def test_null_takes_away_and_single_values_replace(tmp_path: Path) -> None:
    path = office(
        tmp_path,
        fields={"remark": {"备注": None}, "tag": None}, empty={"无": None}, place_endings={"区": None}, dimensions={"共性要求": None},
        classes={"key": {"重点": None}}, tiers=[{"tier": None, "words": ["区域"]}, {"tier": "region", "words": ["流域"]}],
        thresholds={"area_m2": 5}, unit_code={"class_digits": {"3": None, "4": "general"}, "pattern": r"X(?P<class>\d)"},
    )  # fmt: skip
    profile = read_profile(str(path))
    assert (profile.role_of("备注"), profile.role_of("标签"), profile.is_empty_mark("无")) == ("", "", False)
    assert not profile.is_dimension("共性要求")
    assert profile.class_of("重点管控单元") is UnitClass.UNKNOWN
    assert (profile.tier_of(["示例区域"]), profile.tier_of(["示例江流域"])) == (None, Tier.REGION)
    assert (profile.thresholds.area_m2, profile.thresholds.width_m) == (5.0, 0.1)
    assert [profile.code_rule.class_of(one) for one in ("X1", "X3", "X4")] == [
        UnitClass.PRIORITY,
        UnitClass.UNKNOWN,
        UnitClass.GENERAL,
    ]


def test_a_word_for_a_class_or_status_of_the_office(tmp_path: Path) -> None:
    said = {
        "classes": {"priority": {"严格保护": "office", "一般生态空间": "office"}},
        "statuses": {"filed": {"公布": "office"}},
    }
    profile = read_profile(str(office(tmp_path, **said)))
    assert profile.class_of("严格保护单元3") is UnitClass.PRIORITY
    assert profile.class_of("一般生态空间2") is UnitClass.PRIORITY
    assert profile.class_of("一般管控单元") is UnitClass.GENERAL
    assert PROFILE.class_of("一般生态空间") is UnitClass.UNKNOWN  # 一般 inside another word says nothing
    assert PROFILE.class_of("优先保护单元（一般生态空间）") is UnitClass.PRIORITY
    assert (profile.status_of("公布"), PROFILE.status_of("公布"), PROFILE.status_of("现行 有效")) == (
        ReleaseStatus.FILED, ReleaseStatus.PUBLISHED, ReleaseStatus.PUBLISHED,
    )  # fmt: skip
    assert (PROFILE.status_of("draft"), PROFILE.status_of("不识")) == (ReleaseStatus.DRAFT, None)


def test_a_profile_of_a_profile_beside_it(tmp_path: Path) -> None:
    office(tmp_path, "城市", fields={"unit_code": {"甲": "o", "乙": "o"}}, provinces=["22"], title={"zh": "城市"})
    county = (
        read_profile("区县", tmp_path)
        if office(tmp_path, "区县", extends="城市.json", fields={"unit_name": {"乙": "o"}})
        else None
    )
    assert county is not None
    assert (county.name, county.provinces) == (
        "区县",
        (),
    )  # a province is remembered for one profile, not for those above it
    assert (county.role_of("甲"), county.role_of("乙")) == ("unit_code", "unit_name")


def test_unknown_keys_are_said_with_their_place(tmp_path: Path) -> None:
    said = {
        "feilds": {},
        "fields": {"unit_cod": {"甲": "o"}},
        "classes": {"prioriti": {"甲": "o"}},
        "thresholds": {"area": 1},
        "colours": {"key": {"ground": "x"}},
    }
    profile = read_profile(str(office(tmp_path, **said)))
    assert [(one.code, one.fact("key")) for one in profile.faults] == [
        ("profile-key-unknown", key) for key in ("feilds", "fields.unit_cod", "classes.prioriti", "thresholds.area", "colours.key.ground")
    ]  # fmt: skip
    assert PROFILE.faults == ()


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"fields": []}, "fields"), ({"fields": {"unit_code": ["甲"]}}, "fields.unit_code"), ({"fields": {"unit_code": {"甲": 1}}}, "fields.unit_code.甲"),
        ({"ignored": {"": "o"}}, "ignored"), ({"provinces": ["吉林"]}, "provinces"), ({"provinces": "22"}, "provinces"), ({"name": "a/b"}, "name"),
        ({"name": 3}, "name"), ({"tiers": {}}, "tiers"), ({"tiers": [{"tier": "x", "words": ["甲"]}]}, "tiers.1.tier"),
        ({"tiers": [{"tier": "city", "words": [1]}]}, "tiers.1.words"), ({"thresholds": {"area_m2": -1}}, "thresholds.area_m2"),
        ({"thresholds": {"area_m2": "1"}}, "thresholds.area_m2"), ({"thresholds": {"area_m2": 10**400}}, "thresholds.area_m2"),
        ({"thresholds": {"area_m2": True}}, "thresholds.area_m2"), ({"colours": {"key": {"fill": "red"}}}, "colours.key.fill"),
        ({"colours": {"key": "#ffffff"}}, "colours.key"), ({"unit_code": {"pattern": r"(\d+)+"}}, "unit_code.pattern"),
        ({"unit_code": {"looks_like": "("}}, "unit_code.looks_like"), ({"unit_code": {"looks_like": "x" * 201}}, "unit_code.looks_like"),
        ({"unit_code": {"class_digits": {"1": "best"}}}, "unit_code.class_digits.1"), ({"place_endings": {"旗": "banner"}}, "place_endings.旗"),
        ({"area_rule": "planar"}, "area_rule"), ({"area_rule": None}, "area_rule.value"), ({"extends": "../a.json"}, "extends"),
        ({"extends": "C:\\a.json"}, "extends"), ({"extends": "示例.json"}, "extends"), ({"extends": 1}, "extends"), ({"bounds": {"west": None}}, "bounds.west"),
    ],
)  # fmt: skip
def test_wrong_values_are_refused_with_their_key(tmp_path: Path, said: dict[str, Any], key: str) -> None:
    path = office(tmp_path)
    path.write_text(
        json.dumps(json.loads(path.read_text(encoding="utf-8")) | said, ensure_ascii=False), encoding="utf-8"
    )
    with pytest.raises(ReleaseUnreadable) as caught:
        read_profile(str(path))
    assert caught.value.code == "profile-unreadable"
    assert caught.value.facts["detail"].startswith(key)
    assert "示例" in sentence_of(caught.value.faults[0], "zh")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b'{"schema": "zoning.profile/2"}', b"\xff\xfe{}", b'{"schema": "zoning.profile/1", "schema": "zoning.profile/1"}', b"[" * 100_000,
        b'{"schema": "zoning.profile/1", "name": "a", "bounds": {"west": NaN}}', b" " * (1 << 20) + b'{"schema": "zoning.profile/1"}', b"9" * 10_000,
    ],
)  # fmt: skip
def test_files_that_are_no_profile(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "甲.json").write_bytes(content)
    with pytest.raises(ReleaseUnreadable) as caught:
        read_profile("甲", tmp_path)
    assert caught.value.code == "profile-unreadable"


def test_a_cycle_and_what_is_not_there(tmp_path: Path) -> None:
    office(tmp_path, "甲", extends="乙.json")
    office(tmp_path, "乙", extends="甲.json")
    for name, code in (("甲", "profile-unreadable"), ("丙", "profile-missing"), (str(tmp_path), "profile-missing")):
        with pytest.raises(ReleaseUnreadable) as caught:
            read_profile(name, tmp_path)
        assert caught.value.code == code


def test_the_core_judges_codes_and_edges_as_the_national_profile_says() -> None:
    assert PROFILE.thresholds == Thresholds()
    assert (PROFILE.code_rule.pattern.pattern, dict(PROFILE.code_rule.class_digits)) == (
        PUBLISHED_CODES.pattern.pattern, dict(PUBLISHED_CODES.class_digits),
    )  # fmt: skip


def test_whatever_stands_in_a_profile_it_is_understood_or_refused(tmp_path: Path) -> None:
    """One value of the national profile is exchanged for another of any kind, a thousand times."""
    random_ = random.Random(7)
    text = (resources_dir() / "profiles" / "national.json").read_text(encoding="utf-8")
    others: list[Any] = [
        None,
        True,
        0,
        -1,
        1.5,
        10**400,
        "",
        "甲",
        "(",
        "#ffffff",
        [],
        ["甲"],
        [None],
        {},
        {"甲": "乙"},
        {"甲": None},
        {"": {}},
        [{}],
    ]
    refused: list[str] = []
    for _ in range(1000):
        document = json.loads(text)
        place: Any = document
        while True:
            key = random_.choice(list(place) if isinstance(place, dict) else range(len(place)))
            if not isinstance(place[key], dict | list) or not place[key] or random_.random() < 0.3:
                break
            place = place[key]
        place[key] = random_.choice(others)
        try:
            profile = parse_profile(document, "甲.json", tmp_path)
            (
                profile.class_of("重点"),
                profile.tier_of(["示例市清单"]),
                profile.role_of("管控要求"),
                profile.find_columns(("编码",), ("unit_code",)),
            )
        except ReleaseUnreadable as reason:
            refused.append(reason.code)
    assert 200 < len(refused) < 950
    assert set(refused) <= {"profile-unreadable", "profile-missing"}
