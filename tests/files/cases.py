# SPDX-License-Identifier: GPL-3.0-or-later
"""Small cases for the tests of the register: a complete assessment of a site in one or two units, ready to be answered."""

from __future__ import annotations

from pathlib import Path

import shapely

from tests.core.shapes import access_list, box, clause, release, site, unit
from tests.report.cases import MADE_WITH, ON
from zoning_plugin.core.assessment import Assessment, assess
from zoning_plugin.core.judgement import (
    Answer,
    Case,
    OfficeRules,
    SigningStep,
    Verdict,
    assessed_of,
    concluded,
    signed,
    with_answer,
)
from zoning_plugin.core.project import Project
from zoning_plugin.core.release import Release
from zoning_plugin.core.terms import Tier
from zoning_plugin.files.case_register import CaseRegister, create_register
from zoning_plugin.report.assessment_json import assessment_json, canonical_bytes

AT = "2026-11-24T09:00:00+08:00"
PROJECT = Project(name="示例电镀厂", company="示例公司", industry="3360 金属表面处理", place="示例县示例镇")
PEOPLE = {SigningStep.PREPARED: "甲", SigningStep.CHECKED: "乙", SigningStep.APPROVED: "丙"}


def two_units(clauses: int = 3) -> Release:
    """Two units side by side with a few clauses each, and one clause of the whole city."""
    units = [unit(1, box(0, 0, 100, 100)), unit(2, box(100, 0, 200, 100))]
    made = [
        clause("u", f"1-{number + 1}", f"{one.name}第{number + 1}条要求。", one.code, "空间布局约束")
        for one in units
        for number in range(clauses)
    ]
    lists = [access_list("c", Tier.CITY), access_list("u", Tier.UNIT)]
    return release(units, lists, [*made, clause("c", "1", "全市要求。")])


def assessment(shape: shapely.Geometry | None = None, clauses: int = 3) -> Assessment:
    """A complete assessment of a site in the first unit, or of ``shape``."""
    return assess(site(shape if shape is not None else box(10, 10, 90, 90)), two_units(clauses), on=ON)


def new_case(
    case_id: str = "c1",
    found: Assessment | None = None,
    *,
    project: Project = PROJECT,
    rules: OfficeRules | None = None,
) -> Case:
    """A case nobody has answered anything of."""
    found = found or assessment()
    document = canonical_bytes(assessment_json(found, MADE_WITH, project)).decode("utf-8")
    return Case(
        case_id, assessed_of(found), name=project.name, number="2026-0001", project=project, rules=rules or OfficeRules(), made_at=AT,
        changed_at=AT, document=document, shape=found.site.shape,
    )  # fmt: skip


def answer(case: Case, place: int = 0, verdict: Verdict = Verdict.CONFORMS, reason: str = "属实。") -> Answer:
    """An answer to the clause at ``place``."""
    clause = case.assessed.clauses[place]
    return Answer(clause.key, clause.text_sha256, verdict, reason, "甲", AT)


def answered(case: Case, verdict: Verdict = Verdict.CONFORMS) -> Case:
    """The case with an answer to every clause."""
    for place in range(len(case.assessed.clauses)):
        case = with_answer(case, answer(case, place, verdict))
    return case


def concluded_case(case: Case | None = None) -> Case:
    """The case answered and concluded."""
    return concluded(answered(case or new_case()), Verdict.CONFORMS, by="甲", at=AT)


def approved(case: Case | None = None) -> Case:
    """The case with all its signatures."""
    made = concluded_case(case)
    for step in made.rules.steps:
        made = signed(made, step, by=PEOPLE[step], at=AT)
    return made


def opened(path: Path, who: str = "甲", **options: object) -> CaseRegister:
    """The register at ``path``, made where there is none."""
    if not path.exists():
        create_register(path, office="示例局")
    return CaseRegister(path, who, at=AT, **options)  # type: ignore[arg-type]
