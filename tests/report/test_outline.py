# SPDX-License-Identifier: GPL-3.0-or-later
"""The outline says everything: state, units in figures that add up, every clause once, every open point."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.core.shapes import access_list, box, clause, release, site, unit
from tests.report.cases import MADE_WITH, ON, PROJECT, assessments, fixed_assessment, notes_of
from zoning_plugin.core.assessment import Assessment, assess
from zoning_plugin.core.errors import Level, fault
from zoning_plugin.core.project import Project
from zoning_plugin.core.release import Release, ReleaseInfo
from zoning_plugin.core.site import make_site
from zoning_plugin.core.terms import ReleaseStatus, SiteKind, Tier, UnitClass
from zoning_plugin.report.assessment_json import assessment_json
from zoning_plugin.report.numbers import AreaUnit
from zoning_plugin.report.outline import (
    Cell,
    Excerpt,
    MapPlace,
    Notice,
    Outline,
    Paragraph,
    Points,
    Row,
    Table,
    build_outline,
)
from zoning_plugin.wording import sentence_of

GOLDEN = Path(__file__).parents[1] / "golden"


def outline_of(assessment: Assessment, language: str = "zh", project: Project = PROJECT) -> Outline:
    return build_outline(assessment, project, MADE_WITH, language, notes=notes_of(assessment, project))


def tables(outline: Outline, kind: str) -> list[Table]:
    return [
        block
        for section in outline.sections
        for block in section.blocks
        if isinstance(block, Table) and block.kind == kind
    ]


def captioned(outline: Outline, words: str) -> Table:
    return next(
        table for table in tables(outline, "list") + tables(outline, "coordinates") if table.caption.endswith(words)
    )


def unit_rows(table: Table) -> list[Row]:
    """The rows of a table of units without those that tell the elements of the unit above."""
    return [row for row in table.rows if len(row.cells) > 1]


def clause_cells(outline: Outline) -> list[Cell]:
    return [
        cell
        for table in tables(outline, "clauses")
        for row in table.rows
        for cell in row.cells
        if cell.style == "clause"
    ]


def text_of(outline: Outline) -> str:
    """The outline as plain lines, for the golden file."""
    lines = [f"header: {outline.header}", f"footer: {outline.footer}", f"# {outline.title}", outline.subtitle]
    for section in outline.sections:
        lines += ["", f"{'#' * (section.level + 1)} {section.title}"] if section.title else []
        for block in section.blocks:
            match block:
                case Paragraph(text=text, style=style):
                    lines.append(f"({style}) {text}" if style else text)
                case Points(items=items):
                    lines += [f"{number}. {item}" for number, item in enumerate(items, 1)]
                case Notice(style=style, title=title, lines=told):
                    lines += [f"[{style}] {title}", *(f"    {line}" for line in told)]
                case MapPlace():
                    lines.append("[map]")
                case Table():
                    lines += ["", f"<{block.kind}> {block.caption}".rstrip()]
                    lines += ["| " + " | ".join(f"{one.title} {one.width}%" for one in block.columns) + " |"]
                    for row in block.rows:
                        cells = (
                            cell.text
                            + (f" ({cell.note})".replace("\n", "\\n") if cell.note else "")
                            + ("→" * (cell.span - 1))
                            for cell in row.cells
                        )
                        lines.append("| " + " | ".join(cells) + " |" + (f" {row.style}" if row.style else ""))
                    lines += [block.note] if block.note else []
    return re.sub(r"shapely \d+\.\d+\.\d+", "shapely X", "\n".join(lines).replace("\n其中", "\\n其中") + "\n")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_fixed_case_reads_as_agreed(language: str) -> None:
    """Read the difference, and when it is meant, run again with GOLDEN=write."""
    path = GOLDEN / f"outline_{language}.txt"
    text = text_of(outline_of(fixed_assessment(), language))
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "mark"), [("zh", "注1"), ("en", "note 1")])
def test_a_note_beside_several_clauses_is_printed_once_and_by_number_below_them(language: str, mark: str) -> None:
    assessment = fixed_assessment()
    first, second, third, *others = [one.clause.clause_id for one in assessment.clauses]
    shared, own = fault("park", Level.INFO), fault("unit-place-unknown", Level.INFO, units="甲")
    bare = {key: replace(noted, hints=()) for key, noted in notes_of(assessment, Project()).items()}
    hints = {first: (shared,), second: (shared, own), third: ()} | dict.fromkeys(others, ())
    notes = {key: replace(bare[key], hints=some) for key, some in hints.items()}
    outline = build_outline(assessment, Project(), MADE_WITH, language, notes=notes)
    (legend,) = [one for one in tables(outline, "list") if one.columns[0].width == 10 and len(one.columns) == 3]
    assert [[cell.text for cell in row.cells] for row in legend.rows] == [[mark, sentence_of(shared, language), "2"]]
    below = [cell.note.splitlines() for cell in clause_cells(outline)]
    assert sum(any(line.endswith(mark) for line in lines) for lines in below) == 2
    assert sum(sentence_of(own, language) in lines for lines in below) == 1
    assert sum(len(lines) > 1 for lines in below) == 1, "a number takes no line of its own"
    assert text_of(outline).count(sentence_of(shared, language)) == 1

    written = assessment_json(assessment, MADE_WITH, Project(), notes)["clauses"]
    assert sum("park" in str(one["notes"]) for one in written) == 2, "the JSON keeps each note at its clause"

    excerpt = Excerpt(frozenset({first, third}), "x")
    alone = build_outline(assessment, Project(), MADE_WITH, language, notes=notes, excerpt=excerpt)
    assert text_of(alone).count(sentence_of(shared, language)) == 1
    assert mark not in text_of(alone), "what stands once in what is printed is no legend"


@given(
    assessments(),
    st.sampled_from(
        [Project(), PROJECT, Project(industry="房地产", kind="新建"), Project(industry="<b>&{x}", kind="技改")]
    ),
)
def test_relevance_never_changes_which_clauses_there_are_nor_their_order(
    made: tuple[Release, Assessment], project: Project
) -> None:
    _, assessment = made
    plain = [cell.text for cell in clause_cells(build_outline(assessment, Project(), MADE_WITH, "zh"))]
    noted = [cell.text for cell in clause_cells(outline_of(assessment, project=project))]
    assert plain == noted
    written = assessment_json(assessment, MADE_WITH, project, notes_of(assessment, project))["clauses"]
    assert [one["id"] for one in written] == [one.clause.clause_id for one in assessment.clauses]
    assert [one["text"] for one in written] == [one.clause.text for one in assessment.clauses]


@given(assessments())
def test_every_clause_once_and_the_counts_sum_to_them(made: tuple[Release, Assessment]) -> None:
    _, assessment = made
    outline = outline_of(assessment)
    cells = clause_cells(outline)
    assert sorted(cell.text for cell in cells) == sorted(one.clause.printed for one in assessment.clauses)
    numbers = [row.cells[0].text for table in tables(outline, "clauses") for row in table.rows if len(row.cells) == 5]
    assert numbers == [str(number + 1) for number in range(len(assessment.clauses))]
    if assessment.clauses:
        *counts, total = captioned(outline, "各层级条款数").rows
        assert [sum(int(row.cells[place].text) for row in counts) for place in (-3, -2, -1)] == [
            int(cell.text) for cell in total.cells[-3:]
        ]
        assert total.cells[-1].text == str(len(assessment.clauses))


@given(assessments())
def test_every_reason_and_note_is_said(made: tuple[Release, Assessment]) -> None:
    _, assessment = made
    outline = outline_of(assessment)
    listed = [
        item
        for section in outline.sections
        for block in section.blocks
        if isinstance(block, Points)
        for item in block.items
    ]
    for one in (*assessment.reasons, *assessment.notes):
        assert sentence_of(one, "zh") in listed
    notices = [block for block in outline.sections[0].blocks if isinstance(block, Notice)]
    assert ("alarm" in [one.style for one in notices]) is bool(assessment.reasons)
    assert ("calm" in [one.style for one in notices]) is not bool(assessment.reasons)
    assert ("【不完整】" in outline.header) is bool(assessment.reasons)
    is_trial = assessment.info.status is not ReleaseStatus.PUBLISHED
    assert ("trial" in [one.style for one in notices], "【试算】" in outline.header) == (is_trial, is_trial)


@given(assessments())
def test_the_unit_table_adds_up(made: tuple[Release, Assessment]) -> None:
    _, assessment = made
    if assessment.site.kind is SiteKind.POINT:
        return
    *rows, total = unit_rows(captioned(outline_of(assessment), "涉及单元"))
    for place in (-2, -1):
        figures = [row.cells[place].text for row in rows]
        assert sum(Decimal("0" if text.startswith("<") else text) for text in figures) == Decimal(
            total.cells[place].text
        )
    assert total.cells[-1].text == "100.00"


@given(assessments())
def test_every_row_fills_its_table(made: tuple[Release, Assessment]) -> None:
    _, assessment = made
    for table in (
        block for section in outline_of(assessment).sections for block in section.blocks if isinstance(block, Table)
    ):
        assert sum(column.width for column in table.columns) == 100
        assert {sum(cell.span for cell in row.cells) for row in table.rows} <= {len(table.columns)}


def test_units_met_are_in_the_table_and_near_and_touched_ones_apart() -> None:
    outline = outline_of(fixed_assessment())
    for caption, names in (
        ("涉及单元", ["甲优先保护区", "乙重点管控区"]), ("单独列出）", ["丙一般管控区"]), ("不带入条款）", ["丁优先保护区"])
    ):  # fmt: skip
        rows = unit_rows(captioned(outline, caption))
        assert [row.cells[3].text for row in rows[: len(names)]] == names


@given(assessments())
def test_the_elements_of_a_unit_stand_below_it_word_for_word(made: tuple[Release, Assessment]) -> None:
    _, assessment = made
    told = [
        row.cells[0].text
        for table in tables(outline_of(assessment), "list")
        for row in table.rows
        if len(row.cells) == 1
    ]
    assert sorted(told) == sorted(
        f"{one.unit.code} 要素细类：{one.unit.elements}" for one in assessment.units if one.unit.elements
    )


def test_no_data_does_not_look_like_clear() -> None:
    rows = {row.cells[0].text: row.cells[1] for row in captioned(outline_of(fixed_assessment()), "要素分区").rows}
    assert rows["土壤环境"] == Cell("无数据，未查", "state-no-data")
    assert rows["生态保护红线"] == Cell("已查，未涉及", "state-clear")
    bare = assess(site(box(10, 10, 20, 20)), release([unit(1, box(0, 0, 100, 100))]), on=ON)
    assert "均未查，不等于不涉及" in text_of(outline_of(bare))


def test_a_complete_assessment_is_calm() -> None:
    outline = outline_of(assess(site(box(10, 10, 20, 20)), release([unit(1, box(0, 0, 100, 100))]), on=ON))
    assert [block.style for block in outline.sections[0].blocks if isinstance(block, Notice)] == ["calm"]
    assert outline.header == "示例 2024　示例〔2024〕1号"


@pytest.mark.parametrize(
    "words",
    [
        *({"status": one} for one in ReleaseStatus if one is not ReleaseStatus.PUBLISHED),
        {"effective": ""},
        {"effective": "2030-01-01"},
        {"superseded_by": "示例 2026"},
    ],
)
def test_what_is_not_published_and_in_force_is_a_trial_on_every_page_and_in_a_box_on_the_first(
    words: dict[str, Any],
) -> None:
    info = replace(ReleaseInfo("成果", "", "", "2024-07-01", ReleaseStatus.PUBLISHED), **words)
    made = assess(site(box(10, 10, 20, 20)), release([unit(1, box(0, 0, 100, 100))], info=info), on=ON)
    assert outline_of(made).header.startswith("【试算】【不完整】")
    assert outline_of(made, "en").header.startswith("[TRIAL] [INCOMPLETE] ")
    boxes = [block.style for block in outline_of(made).sections[0].blocks if isinstance(block, Notice)]
    assert boxes == ["trial", "alarm"]


def test_clauses_of_a_list_not_yet_in_force_stand_apart_and_are_not_counted() -> None:
    lists = [access_list("u", Tier.UNIT), replace(access_list("c", Tier.CITY), effective="2030-01-01")]
    one = unit(1, box(0, 0, 100, 100))
    clauses = [clause("u", "1", "现行要求", one.code), clause("c", "1", "将来的要求")]
    made = assess(site(box(10, 10, 20, 20)), release([one], lists, clauses), on=ON)
    text = text_of(outline_of(made))
    now, _, to_come = text.partition("尚未施行的清单条款")
    assert "现行要求" in now
    assert "将来的要求" not in now
    assert "将来的要求" in to_come
    assert "1 条，其中仅因边缘接触列出 0 条；结论待填 1 条" in now
    document = assessment_json(made, MADE_WITH, Project())
    assert [found["text"] for found in document["clauses_to_come"]] == ["将来的要求"]
    assert document["conclusion"]["unanswered"] == 1


def test_a_site_in_no_unit_says_that_nothing_listed_is_not_nothing_required() -> None:
    made = assess(site(box(5000, 0, 5100, 100)), release([unit(1, box(0, 0, 100, 100))]), on=ON)
    text = text_of(outline_of(made))
    assert "地块不在任何环境管控单元内" in text
    assert "这不等于没有管控要求" in text
    assert "没有单元覆盖→→→→→→ | 1.1" in text


def test_holes_and_parts_are_told_in_the_coordinates() -> None:
    shape = shapely.union(shapely.difference(box(0, 0, 60, 60), box(10, 10, 20, 20)), box(70, 0, 90, 20))
    made = assess(site(shape), release([unit(1, box(-10, -10, 200, 200))]), on=ON)
    rows = captioned(outline_of(made), "坐标").rows
    assert list(dict.fromkeys(row.cells[0].text.rpartition("-")[0] for row in rows)) == ["1", "2内", "3"]
    assert len(rows) == 12


def test_plots_have_their_own_rows_and_numbers() -> None:
    made_site = make_site([("甲地块", box(0, 0, 50, 50)), ("乙地块", box(60, 0, 90, 50))], "EPSG:4490", "test")
    made = assess(made_site, release([unit(1, box(0, 0, 70, 100)), unit(2, box(70, 0, 200, 100))]), on=ON)
    outline = outline_of(made)
    rows = captioned(outline, "分地块面积").rows
    assert [row.cells[1].text for row in rows] == ["甲地块", "乙地块"]
    assert "单元2 ZH99010120002 (66.67%)" in rows[1].cells[3].text
    assert [row.cells[0].text for row in captioned(outline, "坐标").rows] == [
        f"{plot}-1-{point}" for plot in (1, 2) for point in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize(("count", "width"), [(40, 5), (41, 10), (1000, 10)])
def test_many_vertices_stand_in_two_sets_and_none_is_left_out(count: int, width: int) -> None:
    circle = shapely.polygons(
        [(113.001 + 0.0005 * shapely.get_x(p), 23.001 + 0.0005 * shapely.get_y(p)) for p in _circle(count)]
    )
    table = captioned(outline_of(assess(site(circle), release([unit(1, box(-10, -10, 300, 300))]), on=ON)), "坐标")
    assert len(table.columns) == width
    assert sum(bool(cell.text) for row in table.rows for cell in row.cells) == 5 * count


def test_more_than_a_thousand_vertices_are_in_the_json() -> None:
    circle = shapely.polygons(
        [(113.001 + 0.0005 * shapely.get_x(p), 23.001 + 0.0005 * shapely.get_y(p)) for p in _circle(1001)]
    )
    outline = outline_of(assess(site(circle), release([unit(1, box(-10, -10, 300, 300))]), on=ON))
    assert not tables(outline, "coordinates")
    assert "共 1001 个顶点，超过 1000 个" in text_of(outline)


def _circle(count: int) -> list[shapely.Geometry]:
    from math import cos, pi, sin

    return [shapely.points(cos(2 * pi * step / count), sin(2 * pi * step / count)) for step in range(count)]


def test_blank_project_fields_are_ruled_and_listed_as_open() -> None:
    outline = outline_of(fixed_assessment(), project=Project())
    blanks = [
        cell for table in tables(outline, "facts") for row in table.rows for cell in row.cells if cell.style == "blank"
    ]
    assert len(blanks) == 9 + 4
    assert "项目信息尚未填写：项目名称、建设单位、" in text_of(outline)
    assert outline.subtitle == "示例县 2024"


def test_a_stated_area_is_compared() -> None:
    made = fixed_assessment()
    made = replace(made, site=replace(made.site, stated_area_m2=13500.0))
    assert "13500.00 m²，计算值减申报值 +10.93 m²" in text_of(outline_of(made))


@pytest.mark.parametrize("role", ["authority", "branch", "consultant", "applicant", "", "text", "nobody", "unknown"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_closing_line_is_never_a_certificate(role: str, language: str) -> None:
    project = Project(issuer="示例县分局", issuer_role=role)
    text = text_of(outline_of(fixed_assessment(), language, project))
    closing = text[text.rindex("\n## ") :]
    assert "示例县分局" in closing
    assert "主管部门认定为准" in closing or "competent authority" in closing
    assert not re.search("证明|许可|通过|certif|permi|approv", text.replace(PROJECT.name, ""), re.IGNORECASE)


@pytest.mark.parametrize("unit_of_area", list(AreaUnit))
def test_areas_in_any_unit_add_up(unit_of_area: AreaUnit) -> None:
    outline = build_outline(fixed_assessment(), PROJECT, MADE_WITH, "zh", area_unit=unit_of_area)
    *rows, total = unit_rows(captioned(outline, "涉及单元"))
    assert sum(Decimal(row.cells[-2].text) for row in rows) == Decimal(total.cells[-2].text)


def test_double_cover_is_taken_off_in_sight() -> None:
    made = assess(
        site(box(0, 0, 100, 100)), release([unit(1, box(0, 0, 100, 100)), unit(2, box(50, 0, 100, 100))]), on=ON
    )
    table = captioned(outline_of(made), "涉及单元")
    assert [row.cells[-1].text for row in table.rows] == ["100.00", "50.00", "0.00", "-50.00", "100.00"]


def test_every_kind_of_site_is_told() -> None:
    for kind in ("point", "line", "polygon"):
        text = text_of(outline_of(fixed_assessment(kind)))
        assert "ZH99010110001" in text
    assert "占比" not in text_of(outline_of(fixed_assessment("point"))).split("## 四、")[1].split("## 五、")[0]


def test_a_crs_that_is_no_code_is_printed_as_given() -> None:
    made = fixed_assessment()
    made = replace(made, site=replace(made.site, crs="地方坐标系"))
    assert "地方坐标系" in text_of(outline_of(made))


def test_a_class_in_no_known_wording_is_shown_as_published() -> None:
    odd = replace(unit(1, box(0, 0, 100, 100)), unit_class=UnitClass.UNKNOWN, class_text="园区型")
    text = text_of(outline_of(assess(site(box(10, 10, 20, 20)), release([odd]), on=ON)))
    assert "| ? | 分类不明单元 (园区型) |" in text
    assert "1 个（优先 0、重点 0、一般 0），分类不明 1" in text


def test_the_planar_area_rule_is_named_with_its_meridian() -> None:
    info = ReleaseInfo("示例", "", "", "2024-07-01", ReleaseStatus.PUBLISHED, area_rule="gauss-kruger:120")
    made = assess(site(box(10, 10, 20, 20)), release([unit(1, box(0, 0, 100, 100))], info=info), on=ON)
    assert "高斯-克吕格投影平面面积，中央经线 120°；" in text_of(outline_of(made))


def test_a_measurement_that_does_not_balance_is_printed_as_such() -> None:
    made = fixed_assessment()
    made = replace(made, overlay=replace(made.overlay, uncovered=0.0))
    rows = {row.cells[0].text: row.cells[-1].text for row in captioned(outline_of(made), "涉及单元").rows}
    assert (rows["量算不平衡"], rows["合计"]) == ("16.81", "100.00")


def test_the_reason_and_the_table_give_the_same_uncovered_share() -> None:
    made = fixed_assessment()
    (reason,) = (one for one in made.reasons if one.code == "site-not-covered")
    rows = {row.cells[0].text: row.cells[-1].text for row in captioned(outline_of(made), "涉及单元").rows}
    assert rows["没有单元覆盖"] == reason.fact("share")


def test_clauses_of_one_sheet_name_it_once_and_of_several_each_time() -> None:
    made = fixed_assessment()
    leads = [block.text for section in outline_of(made).sections for block in section.blocks
             if isinstance(block, Paragraph) and block.style == "lead"]  # fmt: skip
    assert all(lead.endswith("出处：清单.xlsx Sheet1") for lead in leads)
    clauses = tuple(
        replace(one, clause=replace(one.clause, source=replace(one.clause.source, sheet=f"表{number}")))
        for number, one in enumerate(made.clauses)
    )
    notes = [cell.note.split("\n")[0] for cell in clause_cells(outline_of(replace(made, clauses=clauses)))]
    assert "出处：清单.xlsx 表4 第 1 行" in notes


def test_rounding_noise_is_not_stated_as_uncovered_double_or_contact() -> None:
    made = fixed_assessment()
    noisy = replace(made, overlay=replace(made.overlay, uncovered=3e-12, double=2e-12))
    lines = [row for table in tables(build_outline(noisy, PROJECT, MADE_WITH, "zh"), "list") for row in table.rows]
    texts = [cell.text for row in lines for cell in row.cells]
    assert "<0.0001" not in texts
    assert "<0.01" not in texts
    (uncovered,) = [row for row in lines if row.cells[0].text == "没有单元覆盖"]
    assert [cell.text for cell in uncovered.cells[1:]] in (["0.00", "0.00"], ["0.0000", "0.00"])
    assert not [row for row in lines if row.cells[0].text == "重复覆盖（扣除）"]


def test_no_english_name_of_a_coordinate_system_in_chinese() -> None:
    said = str(build_outline(fixed_assessment(), PROJECT, MADE_WITH, "zh"))
    assert "2000国家大地坐标系（EPSG:4490）" in said
    assert not [name for name in ("Geodetic", "Gauss", "degree") if name in said]
