# SPDX-License-Identifier: GPL-3.0-or-later
"""A mapping made by hand becomes a profile that can be handed on, and is found again by the province."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zoning_plugin.core.errors import OutputFailed, ReleaseUnreadable
from zoning_plugin.files.office_profiles import (
    offices_profiles,
    profile_for,
    profile_of_mapping,
    provinces_of,
    write_profile,
)
from zoning_plugin.files.profile import read_profile
from zoning_plugin.files.profile_document import place_of, read_document
from zoning_plugin.wording import sentence_of

NATIONAL = read_document(place_of("national"))
MAPPING = {"单 元": "unit_code", "名字": "unit_name", "空间管理": "dimension:", "面积": "", "管控要求": ""}


def test_a_mapping_is_a_profile(tmp_path: Path) -> None:
    document = profile_of_mapping(NATIONAL, "示例市", MAPPING, ["99", "99"])
    profile = write_profile(document, tmp_path / "示例市.json")
    assert read_profile("示例市", tmp_path) == profile
    assert (profile.provinces, profile.faults) == (("99",), ())
    assert [profile.role_of(one) for one in ("单元", "名字", "空间管理", "面积", "管控要求", "环境管控单元编码")] == [
        "unit_code", "unit_name", "dimension:", "", "", "unit_code",
    ]  # fmt: skip
    assert [profile.is_ignored(one) for one in ("面积", "管控要求", "名字")] == [True, True, False]


def test_a_mapping_is_bettered(tmp_path: Path) -> None:
    first = profile_of_mapping(NATIONAL, "示例市", MAPPING, ["99"])
    second = profile_of_mapping(first, "示例市", {"名字": "", "面积": "remark"}, ["98"])
    profile = write_profile(second, tmp_path / "示例市.json")
    assert second["extends"] == "national"
    assert profile.provinces == ("98", "99")
    assert [profile.role_of(one) for one in ("单元", "名字", "面积")] == ["unit_code", "", "remark"]
    assert "名字" in first["fields"]["unit_name"]  # what was given is left as it was


def test_a_mapping_over_another_offices_profile_extends_its_file(tmp_path: Path) -> None:
    first = profile_of_mapping(NATIONAL, "示例市", MAPPING)
    second = profile_of_mapping(first, "示例县", {"名字": "remark"})
    with pytest.raises(ReleaseUnreadable) as caught:
        write_profile(second, tmp_path / "示例县.json")
    assert caught.value.code == "profile-missing"
    assert not list(tmp_path.iterdir())
    write_profile(first, tmp_path / "示例市.json")
    assert write_profile(second, tmp_path / "示例县.json").role_of("名字") == "remark"


def test_names_and_roles_that_are_none() -> None:
    for name, mapping in (("a/b", {}), ("", {}), ("national", {}), ("示例", {"甲": "unit"})):
        with pytest.raises(ValueError, match=r"no (name|role)"):
            profile_of_mapping(NATIONAL, name, mapping)


def test_a_profile_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    document = profile_of_mapping(NATIONAL, "示例市", MAPPING)
    write_profile(document, tmp_path / "示例市.json")
    before = (tmp_path / "示例市.json").read_bytes()
    with pytest.raises(ReleaseUnreadable):
        write_profile(document | {"thresholds": {"area_m2": -1}}, tmp_path / "示例市.json")
    with pytest.raises(OutputFailed):
        write_profile(document, tmp_path / "没有" / "示例市.json")
    assert (tmp_path / "示例市.json").read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["示例市.json"]


def test_the_profile_for_a_province(tmp_path: Path) -> None:
    assert profile_for(["99"], tmp_path / "没有").path is None
    write_profile(profile_of_mapping(NATIONAL, "示例省", MAPPING, ["99"]), tmp_path / "示例省.json")
    write_profile(profile_of_mapping(NATIONAL, "彼省", MAPPING, ["98", "97"]), tmp_path / "彼省.json")
    (tmp_path / "坏.json").write_text("{", encoding="utf-8")
    choice = profile_for(["99"], tmp_path)
    assert choice.path == tmp_path / "示例省.json"
    assert [one.code for one in choice.faults] == ["profile-of-province", "profile-left-out"]
    for one in choice.faults:
        assert one.fact("file") in sentence_of(one, "en")
    assert profile_for([], tmp_path).path is None
    assert profile_for(["96"], tmp_path).path is None
    with pytest.raises(ReleaseUnreadable) as caught:
        profile_for(["99", "98"], tmp_path)
    assert caught.value.code == "profile-ambiguous"
    assert "示例省.json" in sentence_of(caught.value.faults[0], "zh")
    assert [(one.path.stem, one.provinces) for one in offices_profiles(tmp_path)] == [
        ("坏", ()),
        ("彼省", ("97", "98")),
        ("示例省", ("99",)),
    ]


def test_provinces_of_codes() -> None:
    assert provinces_of(["ZH99010110001", "HY98000020001", "ZH990101200001", "甲"]) == ("98", "99")


def test_a_written_profile_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_profile(profile_of_mapping(NATIONAL, "示例市", MAPPING, ["99"]), tmp_path / name / "示例市.json")
    assert (tmp_path / "a" / "示例市.json").read_bytes() == (tmp_path / "b" / "示例市.json").read_bytes()
    assert json.loads((tmp_path / "a" / "示例市.json").read_text(encoding="utf-8"))["fields"]["unit_code"] == {
        "单 元": "office"
    }
