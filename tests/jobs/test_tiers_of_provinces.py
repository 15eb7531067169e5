# SPDX-License-Identifier: GPL-3.0-or-later
"""The hierarchies that provinces publish (1+2+61, 1+5+13+N, 1+3+96+N …) load as they are, and every site gets its clauses.

Numbers of lists and units are those published; codes, names and texts are invented.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import shapely

from tests.files.layers import box, write_layer
from tests.files.printed_lists import Known, Page, block_page, tier_page
from zoning_plugin.core.assessment import Assessment, assess
from zoning_plugin.core.errors import Level
from zoning_plugin.core.release import Release
from zoning_plugin.core.site import make_site
from zoning_plugin.core.terms import ReleaseStatus, Tier, UnitClass
from zoning_plugin.files.office_profiles import profile_of_mapping, write_profile
from zoning_plugin.files.profile_document import place_of, read_document
from zoning_plugin.jobs.import_release import ImportOutcome, ImportRequest, import_release

FOUR = ("空间布局约束", "污染物排放管控", "环境风险防控", "资源开发利用效率")
ACROSS = 12
STEP = 0.01


def place_of_unit(number: int) -> tuple[float, float, float, float]:
    """West, south, east, north of a unit: they lie beside and above one another without gaps."""
    row, column = divmod(number, ACROSS)
    west, south = round(113 + column * STEP, 6), round(23 + row * STEP, 6)
    return west, south, round(west + STEP, 6), round(south + STEP, 6)


def unit_codes(county: str, *counts: int, prefix: str = "ZH") -> list[str]:
    """Codes of a county: so many priority, key and general units."""
    return [
        f"{prefix}{county}{digit}{serial:04d}"
        for digit, count in enumerate(counts, 1)
        for serial in range(1, count + 1)
    ]


@dataclass
class Delivery:
    """A folder as an office sends it, with its SOURCES."""

    folder: Path
    codes: Sequence[str]
    entries: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)

    def add_units(self, classes: Mapping[str, str] | None = None) -> None:
        rows = [
            (
                {
                    "HJGKDYBM": code,
                    "HJGKDYMC": f"单元{number + 1}",
                    "ZHGKDYFL": (classes or {}).get(code) or code[8],
                    "PROV": "示例省",
                },
                box(*place_of_unit(number)),
            )
            for number, code in enumerate(self.codes)
        ]
        self.entries.append({"file": write_layer(self.folder / "单元.gpkg", rows).name, "role": "units"})

    def add_list(self, name: str, tier: str, page: Page, **said: Any) -> None:
        page.save(self.folder / f"{name}.xlsx")
        self.entries.append({"file": f"{name}.xlsx", "role": "list", "tier": tier, "document": name, **said})

    def add_tier(self, name: str, tier: str, dimensions: Sequence[str] = FOUR, **scope: Any) -> None:
        clauses = [Known("", one, f"{place}-1", "", f"{name}{place}。") for place, one in enumerate(dimensions, 1)]
        self.add_list(name, tier, tier_page(clauses, title=name), scope=scope)

    def add_unit_list(self, dimensions: Sequence[str] = FOUR, without: str = "") -> None:
        """Block layout; units of the class digit ``without`` have no dimensions, only numbered clauses."""
        clauses = []
        for code in self.codes:
            bare = bool(without) and code[8] == without
            for place, one in enumerate(("", "") if bare else dimensions, 1):
                clauses.append(
                    Known(code, one, str(place) if bare else f"{place}-1", "水/限制类", f"{code[-5:]}的{place}。")
                )
        self.add_list("单元清单", "unit", block_page(clauses))

    def stored(self, profile: Path | str = "national") -> ImportOutcome:
        about = {"name": "示例", "effective": "2024-07-01", "status": "现行有效"}
        text = json.dumps({"release": about, "sources": self.entries}, ensure_ascii=False)
        (self.folder / "sources.json").write_text(text, encoding="utf-8")
        request = ImportRequest(self.folder.parent / "成果.gpkg", folder=self.folder, profile=str(profile))
        return import_release(request)


def assessed(release: Release, number: int) -> Assessment:
    """A small site in the middle of a unit."""
    west, south, east, north = place_of_unit(number)
    middle, height = (west + east) / 2, (south + north) / 2
    return assess(
        make_site([("", shapely.box(middle, height, middle + 0.001, height + 0.001))], "EPSG:4490", "t"),
        release,
        on="2025-01-01",
    )


def lists_of(found: Assessment) -> list[str]:
    return list(dict.fromkeys(one.access_list.document for one in found.clauses))


def warnings(outcome: ImportOutcome) -> set[str]:
    return {one.code for one in outcome.examination.faults if one.level is Level.WARNING}


def test_one_and_two_and_sixty_one(tmp_path: Path) -> None:
    """1+2+61: one list of the city, two of its parts, 61 units (31, 26, 4), the third dimension in its own words."""
    dimensions = ("空间布局约束", "污染物排放管控", "风险管控防控", "资源开发利用效率")
    codes = [*unit_codes("990401", 16, 13, 2), *unit_codes("990421", 15, 13, 2)]
    delivery = Delivery(tmp_path / "甲市", codes)
    delivery.add_units()
    delivery.add_tier("市总体清单", "city", dimensions)
    delivery.add_tier("东部清单", "region", dimensions, admin=["990401"])
    delivery.add_tier("西部清单", "region", dimensions, admin=["990421"])
    delivery.add_unit_list(dimensions)
    outcome = delivery.stored()
    assert (outcome.unit_count, outcome.clause_count, warnings(outcome)) == (61, 3 * 4 + 61 * 4, set())
    assert outcome.release.info.status is ReleaseStatus.PUBLISHED  # 现行有效
    for number, code in enumerate(codes):
        found = assessed(outcome.release, number)
        part = "东部清单" if code[2:8] == "990401" else "西部清单"
        assert (lists_of(found), found.state.value) == ([part, "市总体清单", "单元清单"], "complete")
        assert tuple(one.clause.dimension for one in found.clauses[-4:]) == dimensions
    assert {one.dimension for one in outcome.release.clauses} == set(dimensions)


def test_one_and_five_and_thirteen_and_n_with_units_at_sea(tmp_path: Path) -> None:
    """1+5+13+N: one list of the province, five of regions and a basin, thirteen of cities, units on land and at sea."""
    cities = [f"99{city:02d}" for city in range(1, 14)]
    land = [code for city in cities for code in unit_codes(f"{city}01", 1, 1, 0)]
    sea = [code for city in cities[:3] for code in unit_codes(f"{city}00", 1, 1, 1, prefix="HY")]
    delivery = Delivery(tmp_path / "乙省", [*land, *sea])
    delivery.add_units()
    delivery.add_tier("省总体清单", "province", admin=["99"])
    regions = {"沿海": cities[:3], "沿江": cities[2:7], "内地": cities[7:], "北片": cities[:1], "流域": cities[4:9]}
    for name, held in regions.items():
        delivery.add_tier(f"{name}清单", "basin" if name == "流域" else "region", admin=[f"{city}00" for city in held])
    for city in cities:
        delivery.add_tier(f"{city}清单", "city", admin=[city])
    delivery.add_tier("县清单", "county", admin=["990101"])
    delivery.add_unit_list()
    outcome = delivery.stored()
    assert (outcome.unit_count, len(outcome.release.lists), warnings(outcome)) == (35, 1 + 5 + 13 + 1 + 1, set())
    for number, code in enumerate(delivery.codes):
        found = assessed(outcome.release, number)
        city, is_sea = code[2:6], code.startswith("HY")
        in_basin = ["流域清单"] if city in regions["流域"] else []
        in_region = [f"{name}清单" for name in ("沿海", "沿江", "内地", "北片") if city in regions[name]]
        # Of a unit at sea only the city is known, so the list of one of its counties is told with a note.
        in_county = ["县清单"] if city == "9901" else []
        assert lists_of(found) == ["省总体清单", *in_basin, *in_region, f"{city}清单", *in_county, "单元清单"]
        unsure = [one.fact("list") for one in found.notes if one.code == "scope-place-unknown"]
        assert unsure == (["县清单"] if is_sea and in_county else [])
        assert outcome.release.units[number].unit_class.value == {"1": "priority", "2": "key", "3": "general"}[code[8]]


def test_one_and_three_and_ninety_six_and_n(tmp_path: Path) -> None:
    """1+3+96+N: one list of the city, three by class, 96 units (43, 42, 11), lists of element zones; 区域布局管控, 能源资源利用;

    priority units without dimensions.
    """
    dimensions = ("区域布局管控", "能源资源利用", "污染物排放管控", "环境风险防控")
    codes = unit_codes("990604", 43, 42, 11)
    delivery = Delivery(tmp_path / "丙市", codes)
    delivery.add_units()
    west, south, east, north = place_of_unit(0)
    zones = [
        (
            {"HJYSGKFQBM": f"YS990604{place}", "HJYSGKFQMC": f"水分区{place}"},
            box(west + place * STEP, south, east + place * STEP, north),
        )
        for place in range(2)
    ]
    write_layer(delivery.folder / "水环境.gpkg", zones)
    delivery.entries.append({"file": "水环境.gpkg", "role": "zones", "theme": "水环境"})
    delivery.add_tier("市清单", "city", dimensions)
    for name, one in (("优先", "priority"), ("重点", "key"), ("一般", "general")):
        delivery.add_tier(f"{name}单元清单", "city", dimensions, classes=[one])
    page = Page()
    for row in (
        ("要素分区编码", "要素分区名称", "管控要求"),
        ("YS9906040", "水分区0", "1.甲。\n2.乙。"),
        ("YS9906041", "水分区1", "1.丙。"),
    ):
        for column, text in enumerate(row, 1):
            page.put(column, text)
        page.skip()
    page.save(delivery.folder / "水环境分区清单.xlsx")
    delivery.entries.append(
        {"file": "水环境分区清单.xlsx", "role": "list", "document": "水环境分区清单"}
    )  # the tier is recognised
    delivery.add_unit_list(dimensions, without="1")
    outcome = delivery.stored()
    assert (outcome.unit_count, warnings(outcome)) == (96, set())
    release = outcome.release
    assert [one.tier for one in release.lists if one.document == "水环境分区清单"] == [Tier.ZONE]
    for number, code in enumerate(codes):
        found = assessed(release, number)
        by_class = f"{('优先', '重点', '一般')[int(code[8]) - 1]}单元清单"
        of_zone = ["水环境分区清单"] if number < 2 else []
        assert lists_of(found) == ["市清单", by_class, *of_zone, "单元清单"]
        own = [one.clause for one in found.clauses if one.access_list.document == "单元清单"]
        assert [one.dimension for one in own] == (["", ""] if code[8] == "1" else list(dimensions))
        zoned = [
            (one.clause.text, one.because) for one in found.clauses if one.access_list.document == "水环境分区清单"
        ]
        assert zoned == [
            [("甲。", ("YS9906040",)), ("乙。", ("YS9906040",))], [("丙。", ("YS9906041",))], [],
        ][min(number, 2)]  # fmt: skip


@pytest.mark.parametrize(
    "dimensions",
    [
        ("空间布局引导", "污染物排放管控", "环境风险防控", "资源开发效率要求"), ("空间布局约束", "污染物排放管控", "环境风险管控防控", "资源开发利用效率"),
        ("区域布局管控", "能源资源利用", "污染物排放管控", "环境风险防控"),
    ],
)  # fmt: skip
def test_dimensions_in_a_provinces_own_words(tmp_path: Path, dimensions: tuple[str, ...]) -> None:
    delivery = Delivery(tmp_path / "丁县", unit_codes("990701", 1, 1, 1))
    delivery.add_units()
    delivery.add_unit_list(dimensions)
    outcome = delivery.stored()
    assert warnings(outcome) == set()
    assert [one.dimension for one in outcome.release.clauses] == [*dimensions] * 3


def test_a_word_for_a_class_through_an_offices_profile(tmp_path: Path) -> None:
    codes = [f"甲-{serial}" for serial in range(1, 4)]  # codes that say nothing of the class
    words = dict(zip(codes, ("严格保护单元", "一般生态空间", "一般管控单元"), strict=True))
    delivery = Delivery(tmp_path / "戊县", codes)
    delivery.add_units(words)
    delivery.add_list("单元清单", "unit", _plain(codes))
    plain = delivery.stored()
    assert [unit.unit_class for unit in plain.release.units] == [
        UnitClass.UNKNOWN,
        UnitClass.UNKNOWN,
        UnitClass.GENERAL,
    ]
    assert [unit.class_text for unit in plain.release.units] == list(words.values())  # kept as published
    assert {"unit-class-unknown", "unit-code-malformed"} <= warnings(plain)
    document = profile_of_mapping(read_document(place_of("national")), "戊县", {}, ["99"])
    document |= {
        "classes": {"priority": {"严格保护": "office"}},
        "unit_code": {"pattern": r"甲-\d{1,4}", "looks_like": r"甲-\d{1,4}"},
        "colour": {},
    }
    write_profile(document, tmp_path / "戊县.json")
    outcome = delivery.stored(tmp_path / "戊县.json")
    assert [unit.unit_class for unit in outcome.release.units] == [
        UnitClass.PRIORITY,
        UnitClass.UNKNOWN,
        UnitClass.GENERAL,
    ]
    assert warnings(outcome) == {"unit-class-unknown", "profile-key-unknown"}


def _plain(codes: Sequence[str]) -> Page:
    page = Page()
    for row in (("环境管控单元编码", "管控要求"), *((code, f"1.{code}的要求。") for code in codes)):
        for column, text in enumerate(row, 1):
            page.put(column, text)
        page.skip()
    return page


def test_a_park_by_its_outline(tmp_path: Path) -> None:
    """A list whose scope is a polygon layer holds inside it, whatever unit the site lies in."""
    delivery = Delivery(tmp_path / "己县", unit_codes("990801", 1, 1, 0))
    delivery.add_units()
    write_layer(delivery.folder / "园区范围.gpkg", [({"MC": "示例园区"}, box(*place_of_unit(1)))])
    delivery.add_tier("园区清单", "park", layer="园区范围.gpkg")
    delivery.add_unit_list()
    release = delivery.stored().release
    assert [lists_of(assessed(release, number)) for number in range(2)] == [["单元清单"], ["单元清单", "园区清单"]]
    assert [one.because for one in assessed(release, 1).clauses if one.access_list.tier is Tier.PARK] == [
        ("园区清单",)
    ] * 4


def test_a_list_of_zones_whose_layer_is_missing_leaves_no_assessment_complete(tmp_path: Path) -> None:
    delivery = Delivery(tmp_path / "庚县", unit_codes("990901", 1, 0, 0))
    delivery.add_units()
    delivery.entries.append({"role": "zones", "theme": "大气环境"})
    page = Page()
    for row in (("管控分区编码", "管控要求"), ("YS990901", "1.甲。")):
        for column, text in enumerate(row, 1):
            page.put(column, text)
        page.skip()
    delivery.add_list("大气清单", "zone", page, theme="大气环境")
    delivery.add_unit_list()
    outcome = delivery.stored()
    assert {"source-not-at-hand", "clauses-without-unit"} <= warnings(outcome)
    found = assessed(outcome.release, 0)
    assert (lists_of(found), found.state.value) == (["单元清单"], "incomplete")
    assert ("scope-undecided", "大气环境") in [(one.code, one.fact("theme")) for one in found.reasons]
