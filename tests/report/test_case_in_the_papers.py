# SPDX-License-Identifier: GPL-3.0-or-later
"""A case in the papers: persons' answers, conclusion and signatures where a case is given, room for them where none is."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from tests.core.shapes import box
from tests.files.cases import AT, PROJECT, answer, approved, assessment, new_case
from tests.report.cases import MADE_WITH
from zoning_plugin.core.errors import JudgementRefused
from zoning_plugin.core.judgement import (
    Case,
    Evidence,
    Matter,
    PlatformQuery,
    SigningStep,
    Verdict,
    drafted,
    returned,
    signed,
    with_answer,
)
from zoning_plugin.places import resources_dir
from zoning_plugin.report.assessment_json import assessment_json
from zoning_plugin.report.outline import Notice, Outline, Points, Table, build_outline

SCHEMA = json.loads((resources_dir() / "schemas" / "zoning.assessment-1.json").read_text(encoding="utf-8"))


def outline(case: Case | None, language: str = "zh", **more: str) -> Outline:
    return build_outline(assessment(), PROJECT, MADE_WITH, language, case=case, **more)


def texts(made: Outline) -> str:
    found = []
    for section in made.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                found += [f"{cell.text}|{cell.note}" for row in block.rows for cell in row.cells]
            elif isinstance(block, Notice):
                found += [block.title, *block.lines]
            elif isinstance(block, Points):
                found += block.items
            else:
                found.append(str(getattr(block, "text", "")))
    return "\n".join(found)


def clause_rows(made: Outline) -> list[tuple[str, ...]]:
    return [
        tuple(cell.text for cell in row.cells)
        for section in made.sections for block in section.blocks if isinstance(block, Table) and block.kind == "clauses"
        for row in block.rows if not row.style
    ]  # fmt: skip


def test_the_json_with_an_approved_case_is_by_the_schema_and_full() -> None:
    case = approved()
    document = assessment_json(assessment(), MADE_WITH, PROJECT, case=case)
    jsonschema.validate(document, SCHEMA)
    assert [one["answer"]["verdict"] for one in document["clauses"]] == ["符合"] * len(case.assessed.clauses)
    assert document["conclusion"]["verdict"] == "符合"
    assert document["conclusion"]["unanswered"] == 0
    assert [one["by"] for one in document["conclusion"]["signatures"]] == ["甲", "乙", "丙"]
    assert document["conclusion"]["case"]["state"] == "approved"


def test_the_json_with_half_a_case_says_what_is_missing() -> None:
    case = new_case()
    kept = Evidence("批复.pdf", "ab" * 32, 3)
    case = with_answer(case, replace(answer(case), evidence=(kept,), reused_from="x@1 y"))
    document = assessment_json(assessment(), MADE_WITH, PROJECT, case=case)
    jsonschema.validate(document, SCHEMA)
    assert [one["answer"] is None for one in document["clauses"]] == [False, True, True, True]
    assert document["clauses"][0]["answer"]["evidence"] == [{"name": "批复.pdf", "sha256": "ab" * 32, "size": 3}]
    assert document["conclusion"]["verdict"] is None
    assert document["conclusion"]["unanswered"] == 3


def test_without_a_case_nobody_has_said_anything() -> None:
    document = assessment_json(assessment(), MADE_WITH, PROJECT)
    jsonschema.validate(document, SCHEMA)
    assert {one["answer"] for one in document["clauses"]} == {None}
    conclusion = document["conclusion"]
    assert conclusion.pop("unanswered") == 4
    assert conclusion.pop("signatures") == []
    assert set(conclusion.values()) == {None}


def test_a_case_of_another_assessment_is_not_printed() -> None:
    other = new_case(found=assessment(box(10, 10, 190, 90)))
    with pytest.raises(JudgementRefused, match="case-assessment-differs"):
        assessment_json(assessment(), MADE_WITH, PROJECT, case=other)
    with pytest.raises(JudgementRefused, match="case-assessment-differs"):
        outline(other)


def test_the_paper_prints_answers_in_their_columns_and_room_for_the_others() -> None:
    case = new_case()
    case = with_answer(case, answer(case, 1, Verdict.NEEDS_ARGUMENT, "补充论证 <b>。"))
    rows = clause_rows(outline(case))
    assert [row[3:] for row in rows] == [("", ""), ("需论证", "补充论证 <b>。"), ("", ""), ("", "")]
    assert clause_rows(outline(None)) == [(*row[:3], "", "") for row in rows]
    told = texts(outline(case))
    assert "尚未作结论" in told
    assert "3 条条款" in told
    assert "答复：甲，2026-11-24" in told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_signed_and_when_stands_at_the_end(language: str) -> None:
    told = texts(outline(approved(), language))
    for who in "甲乙丙":
        assert f"{who}|" in told
    assert "2026-11-24 09:00" in told
    assert "report-" not in told
    case = returned(signed(approved_until_prepared(), SigningStep.CHECKED, by="乙", at=AT), by="丙", at=AT, remark="退")
    assert "乙|" not in texts(outline(case, language))


def approved_until_prepared() -> Case:
    from tests.files.cases import concluded_case

    return signed(concluded_case(), SigningStep.PREPARED, by="甲", at=AT)


def test_open_points_stand_on_page_one() -> None:
    def first_page(case: Case | None, **more: str) -> str:
        return texts(replace(outline(case, **more), sections=outline(case, **more).sections[:1]))

    case = new_case()
    assert "尚未与省级平台核对" in first_page(case)
    agreed = drafted(case, at=AT, platform=PlatformQuery("Q1", "2026-11-20", agrees=True))
    assert "省级平台" not in first_page(agreed)
    assert "省级平台" not in texts(outline(agreed)).replace("不替代省级平台查询", "")
    against = drafted(case, at=AT, platform=PlatformQuery("Q1", "2026-11-20", agrees=False, remark="单元不同"))
    assert "（Q1，2026-11-20）与本材料不一致：单元不同" in first_page(against)
    assert "现行成果为“示例 2026”" in first_page(agreed, newer_release="示例 2026")
    assert "未了事项" not in first_page(None)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_paper_says_which_case_it_is_and_what_the_office_was_asked(language: str) -> None:
    case = drafted(
        new_case(),
        at=AT,
        number="2026-0007",
        matter=Matter(kind="环评文件审查", sender="示例县招商局", due="2026-12-31"),
    )
    told = texts(outline(case, language))
    for text in ("2026-0007", "环评文件审查", "示例县招商局", "2026-12-31"):
        assert text in told
    assert "2026-0007" not in texts(outline(None, language))
