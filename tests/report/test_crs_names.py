# SPDX-License-Identifier: GPL-3.0-or-later
"""Coordinate systems are named in the language of the report."""

from __future__ import annotations

import re

import pytest

from zoning_plugin.core import projection
from zoning_plugin.report.crs_names import crs_name


@pytest.mark.parametrize(
    ("crs", "name"),
    [
        ("EPSG:4490", "2000国家大地坐标系（EPSG:4490）"),
        ("EPSG:4526", "CGCS2000 / 3度分带高斯-克吕格 第38带（EPSG:4526）"),
        ("EPSG:4547", "CGCS2000 / 3度分带高斯-克吕格 中央经线114°E（EPSG:4547）"),
        ("EPSG:4491", "CGCS2000 / 6度分带高斯-克吕格 第13带（EPSG:4491）"),
        ("EPSG:4512", "CGCS2000 / 6度分带高斯-克吕格 中央经线135°E（EPSG:4512）"),
        ("EPSG:4326", "WGS 84 大地坐标系（EPSG:4326）"),
        ("EPSG:3857", "WGS 84 / 网络墨卡托投影（EPSG:3857）"),
        ("EPSG:4214", "1954年北京坐标系（EPSG:4214）"),
        ("EPSG:4555", "新1954年北京坐标系（EPSG:4555）"),
        ("China Geodetic Coordinate System 2000 (EPSG:4490)", "2000国家大地坐标系（EPSG:4490）"),
        ("EPSG:32649", "WGS 84 / UTM zone 49N (EPSG:32649)"),
        ("GCJ-02", "GCJ-02"),
        ("", ""),
    ],
)
def test_names_in_chinese(crs: str, name: str) -> None:
    assert crs_name(crs, "zh") == name


@pytest.mark.parametrize("code", [4490, 4326, 3857, 4214, 4555, 4610, *range(4491, 4555)])
def test_the_pattern_says_the_zone_or_meridian_of_the_registry(code: int) -> None:
    registered = projection.crs_name(f"EPSG:{code}")
    assert crs_name(f"EPSG:{code}", "en") == registered
    if 4490 < code < 4555:
        width = 3 if "3-degree" in registered else 6
        (number,) = re.findall(r"(\d+)E? \(EPSG", registered)
        own = crs_name(f"EPSG:{code}", "zh")
        assert re.match(rf"CGCS2000 / {width}度分带高斯-克吕格 (第{number}带|中央经线{number}°E)（EPSG:{code}）", own)
