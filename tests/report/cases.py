# SPDX-License-Identifier: GPL-3.0-or-later
"""One fixed assessment in which everything occurs, and generated ones with hostile texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import shapely
from hypothesis import strategies as st

from tests.core.shapes import access_list, box, clause, polygons, release, unit, zone
from zoning_plugin.core.assessment import Assessment, assess
from zoning_plugin.core.clause import Clause, Scope
from zoning_plugin.core.clause_notes import ClauseNotes, note_clauses
from zoning_plugin.core.project import Project
from zoning_plugin.core.release import Promise, Release, ReleaseInfo, SourceFile, logical_digest
from zoning_plugin.core.relevance import stated_concern
from zoning_plugin.core.site import make_site
from zoning_plugin.core.terms import ReleaseStatus, Tier, UnitClass
from zoning_plugin.files.judgement_words import read_vocabulary
from zoning_plugin.report.made_with import MadeWith

MADE_WITH = MadeWith("0.1.0", "3.22.16", "zh")
PROJECT = Project(name="示例电镀厂", company="示例公司", industry="3360 金属表面处理", issuer_role="authority")
ON = "2026-11-23"


def fixed_release() -> Release:
    """Four units of all classes, four tiers, three themes of which one was never delivered."""
    units = [
        unit(1, box(0, 0, 100, 100), 1, name="甲优先保护区"),
        unit(2, box(100, 0, 200, 100), 2, name="乙重点管控区"),
        unit(3, box(0, 100, 200, 200), 3, name="丙一般管控区"),
        unit(4, box(400, 0, 500, 100), 1, name="丁优先保护区"),
    ]
    units[0] = replace(units[0], elements="生态保护红线、一般生态空间、水环境优先保护区")
    units[2] = replace(units[2], elements="水环境一般管控区")
    first, second, third, fourth = (one.code for one in units)
    lists = [
        access_list("unit", Tier.UNIT),
        access_list("province", Tier.PROVINCE),
        access_list("water", Tier.ZONE, Scope(zones=("饮用水水源保护区",))),
        access_list("city", Tier.CITY, Scope(classes=(UnitClass.PRIORITY,))),
        access_list("soil", Tier.ZONE, Scope(zones=("土壤环境",))),
    ]
    clauses = [
        replace(clause("unit", "1-1", "禁止新建<化工>项目 & “两高”项目。", second, "空间布局约束"), tag="产业/禁止类"),
        clause("unit", "1-2", "【产业/限制类】限制扩建。\n其中:一、印染;二、电镀。", second, "空间布局约束"),
        clause("unit", "3-1", "污水集中处理，执行《中华人民共和国水污染防治法》。", second, "污染物排放管控"),
        clause("unit", "1", "一般生态空间内禁止开垦。", first),
        clause("unit", "1-1", "执行总体要求。", third, "空间布局约束"),
        clause("unit", "1", "湿地内禁止采石。", fourth),
        clause("province", "1", "落实省级要求。", dimension="资源开发利用效率"),
        clause("water", "", "水源保护区内禁止设置排污口。"),
        clause("city", "一、", "优先保护单元以维护生态功能为主。"),
        clause("soil", "1", "土壤要求。"),
    ]
    zones = [zone("饮用水水源保护区", box(-50, -50, 60, 60)), zone("生态保护红线", box(300, 300, 400, 400))]
    made = release(units, lists, clauses, zones, ReleaseInfo(
        "示例县 2024", "示例〔2024〕1号", "示例市人民政府", "2024-07-01", ReleaseStatus.PUBLISHED, note="示例数据,非真实成果",
    ))  # fmt: skip
    made = replace(
        made,
        promises=(*made.promises, Promise("zones", "土壤环境", 12, delivered=False)),
        sources=(
            SourceFile("单元.shp", "units", "ab" * 32, "GBK", "EPSG:4526", 4),
            SourceFile("清单.xlsx", "list", "cd" * 32, rows=10),
        ),
    )
    return replace(made, digest=logical_digest(made))


def fixed_assessment(kind: str = "polygon") -> Assessment:
    """The fixed release and a site over 甲 and 乙, touching 丙, near 丁, partly in no unit."""
    shape = {
        "polygon": shapely.difference(box(50, -20, 150, 100), box(110, 10, 120, 20)),
        "line": shapely.linestrings([(113.0005, 23.0005), (113.0015, 23.0005), (113.0030, 23.0005)]),
        "point": shapely.points(113.0005, 23.0005),
    }[kind]
    return assess(make_site([("地块甲", shape)], "EPSG:4490", "test"), fixed_release(), on=ON, near_m=500.0)


def notes_of(assessment: Assessment, project: Project = PROJECT) -> Mapping[str, ClauseNotes]:
    """The machine's notes for the industry and kind that ``project`` states."""
    vocabulary = read_vocabulary()
    return note_clauses(assessment, vocabulary, stated_concern(project.industry, project.kind, vocabulary.industries))


SAFE = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
WORDS = st.one_of(
    st.text(SAFE, min_size=1, max_size=30),
    st.sampled_from(["<script>alert(1)</script>", "a & b", "{{ 7 * 7 }}{% x %}", '"\'', "</td></table>", "  两个  空格 ", "甲\n乙\n", "&amp;", "{page}"]),
)  # fmt: skip


@st.composite
def assessments(draw: st.DrawFn) -> tuple[Release, Assessment]:
    """A small release with lists in several tiers and texts nobody would print, and a site somewhere on it."""
    units = [
        replace(
            unit(number + 1, draw(polygons()), draw(st.sampled_from([1, 2, 3])), name=draw(WORDS)),
            elements=draw(st.just("") | WORDS),
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    themes = draw(st.lists(WORDS, max_size=2, unique=True))
    zones = [zone(theme, draw(polygons())) for theme in themes]
    lists = [access_list("u", Tier.UNIT)]
    clauses: list[Clause] = []
    for number in range(draw(st.integers(0, 4))):
        scope = Scope(
            classes=draw(st.sampled_from([(), (UnitClass.KEY,)])),
            zones=tuple(draw(st.lists(st.sampled_from(themes), max_size=1))) if themes else (),
        )
        lists.append(
            replace(
                access_list(f"l{number}", draw(st.sampled_from(list(Tier))), scope),
                title=draw(WORDS),
                document=draw(WORDS),
            )
        )
    for number in range(draw(st.integers(0, 8))):
        in_list = draw(st.sampled_from(lists))
        code = draw(st.sampled_from([one.code for one in units])) if in_list.list_id == "u" else ""
        made = clause(
            in_list.list_id, f"{number}", draw(WORDS), code, draw(st.sampled_from(["", "空间布局约束", "<b>"]))
        )
        clauses.append(replace(made, tag=draw(st.sampled_from(["", "产业/禁止类", "<i>"]))))
    info = ReleaseInfo(
        draw(WORDS),
        draw(WORDS),
        draw(WORDS),
        "2024-07-01",
        draw(st.sampled_from(list(ReleaseStatus))),
        note=draw(WORDS),
    )
    made_release = release(units, lists, clauses, zones, info)
    shape = draw(
        st.one_of(
            polygons(), st.just(shapely.points(113.0, 23.0)), st.just(shapely.linestrings([(113, 23), (113.01, 23.01)]))
        )
    )
    plots = (
        [("", shape)]
        if draw(st.booleans()) or shapely.get_dimensions(shape) != 2
        else [("<甲>", shape), ("乙", draw(polygons()))]
    )
    made_site = make_site(plots, "EPSG:4490", draw(WORDS))
    return made_release, assess(made_site, made_release, on=ON, near_m=300.0)
