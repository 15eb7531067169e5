# SPDX-License-Identifier: GPL-3.0-or-later
"""Map sheets hold what must be seen, clipped to its surroundings, with a legend of exactly what is drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from hypothesis import given

from tests.core.shapes import box, release, site, unit
from tests.report.cases import ON, assessments, fixed_assessment, fixed_release
from zoning_plugin.core.assessment import Assessment, assess
from zoning_plugin.core.release import Release, ReleaseInfo
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.report.map_sheets import assessment_map, distribution_map
from zoning_plugin.report.printable import MapSheet


def shapes_of(sheet: MapSheet, category: str) -> list[shapely.Geometry]:
    return [shapely.from_wkb(one.wkb) for one in sheet.features if one.category == category]


def test_the_fixed_case_shows_everything_in_order() -> None:
    sheet = assessment_map(fixed_assessment(), fixed_release(), "zh")
    assert [one.category for one in sheet.categories] == [
        "unit-priority", "unit-key", "unit-general", "zone:饮用水水源保护区", "zone:生态保护红线", "piece", "uncovered", "site",
    ]  # fmt: skip
    assert sheet.features[-1].category == "site"
    assert len(shapes_of(sheet, "piece")) == 2
    assert sheet.crs == "EPSG:4526"
    assert "成果：示例县 2024　示例〔2024〕1号　2024-07-01" in sheet.notes
    assert "无数据或数据不全，未绘：土壤环境" in sheet.notes
    assert {"【不完整】", "内部使用", "示例数据,非真实成果"} <= set(sheet.notes)


@pytest.mark.parametrize("kind", ["point", "line"])
def test_lines_and_points_are_drawn(kind: str) -> None:
    sheet = assessment_map(fixed_assessment(kind), fixed_release(), "en")
    assert len(shapes_of(sheet, "site")) == 1
    assert bool(shapes_of(sheet, "piece")) is (kind == "line")
    assert sheet.title == "Annex: The site and the control units"


@given(assessments())
def test_the_legend_is_of_what_is_drawn_and_the_extent_holds_the_site(made: tuple[Release, Assessment]) -> None:
    release_, assessment = made
    sheet = assessment_map(assessment, release_, "zh")
    assert {one.category for one in sheet.categories} == {one.category for one in sheet.features}
    assert shapely.box(*sheet.extent).contains(assessment.site.shape)
    for one in sheet.features:
        shape = shapely.from_wkb(one.wkb)
        assert shape.is_valid
        assert not shape.is_empty
    for found in assessment.units:
        if found.is_met:
            assert any(one.label == (found.unit.name or found.unit.code) for one in sheet.features)


def test_units_are_clipped_to_the_surroundings() -> None:
    wide = release([unit(1, box(-100_000, -100_000, 100_000, 100_000)), unit(2, box(150_000, 0, 160_000, 100), 1)])
    sheet = assessment_map(assess(site(box(0, 0, 100, 100)), wide, on=ON), wide, "zh")
    (drawn,) = shapes_of(sheet, "unit-key")
    assert drawn.area < 1e-3
    assert drawn.contains(shapely.box(*sheet.extent))
    assert not shapes_of(sheet, "unit-priority")


def test_a_wide_site_is_drawn_across() -> None:
    wide = release([unit(1, box(-10_000, -10_000, 10_000, 10_000))])
    for shape, is_landscape in ((box(0, 0, 5000, 300), True), (box(0, 0, 300, 5000), False)):
        assert assessment_map(assess(site(shape), wide, on=ON), wide, "zh").is_landscape is is_landscape


def test_the_distribution_map_shows_every_unit() -> None:
    sheet = distribution_map(fixed_release(), "zh")
    assert sheet.title == "环境管控单元分布图"
    assert [one.label for one in sheet.features] == ["甲优先保护区", "乙重点管控区", "丙一般管控区", "丁优先保护区"]
    assert [one.legend for one in sheet.categories] == ["优先保护单元", "重点管控单元", "一般管控单元"]
    assert all(shapely.box(*sheet.extent).covers(shapely.from_wkb(one.wkb)) for one in sheet.features)


def test_a_draft_says_so_on_its_map() -> None:
    draft = replace(fixed_release(), info=ReleaseInfo("草案县", status=ReleaseStatus.DRAFT))
    assert "草案" in distribution_map(draft, "zh").notes
    assert "draft" in distribution_map(draft, "en").notes


def test_a_release_without_units_still_has_a_map() -> None:
    assert distribution_map(replace(fixed_release(), units=()), "zh").features == ()
