# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON says everything the assessment says, by its schema, and the same bytes for the same assessment."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import shapely
from hypothesis import given

from tests.report.cases import MADE_WITH, PROJECT, assessments, fixed_assessment, notes_of
from zoning_plugin.core.assessment import Assessment
from zoning_plugin.core.project import Project
from zoning_plugin.core.release import Release
from zoning_plugin.places import resources_dir
from zoning_plugin.report.assessment_json import assessment_json, canonical_bytes

SCHEMA = json.loads((resources_dir() / "schemas" / "zoning.assessment-1.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def document(assessment: Assessment) -> dict[str, Any]:
    """What a reader of the written bytes gets."""
    written = canonical_bytes(assessment_json(assessment, MADE_WITH, PROJECT, notes_of(assessment)))
    VALIDATOR.validate(json.loads(written))
    return dict(json.loads(written))


def objects(node: Any) -> list[dict[str, Any]]:
    """Every object schema below ``node``."""
    if isinstance(node, list):
        return [found for one in node for found in objects(one)]
    if not isinstance(node, dict):
        return []
    here = [node] if "properties" in node and node.get("type") == "object" else []
    return here + [found for one in node.values() for found in objects(one)]


def test_the_schema_is_a_schema_and_strict() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert len(objects(SCHEMA)) > 15
    for one in objects(SCHEMA):
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])


@given(assessments())
def test_every_clause_is_there_word_for_word_and_once(made: tuple[Release, Assessment]) -> None:
    _, assessment = made
    written = document(assessment)
    assert [one["text"] for one in written["clauses"]] == [one.clause.text for one in assessment.clauses]
    assert [one["id"] for one in written["clauses"]] == [one.clause.clause_id for one in assessment.clauses]
    said = written["conclusion"]
    assert said == dict.fromkeys(said) | {"unanswered": len(assessment.clauses), "signatures": []}
    assert [one["code"] for one in written["units"]] == [one.unit.code for one in assessment.units]
    assert written["state"] == assessment.state.value
    assert len(written["reasons"]) == len(assessment.reasons)


@given(assessments())
def test_shares_balance_in_the_written_figures(made: tuple[Release, Assessment]) -> None:
    _, assessment = made
    written = document(assessment)
    if written["site"]["kind"] == "point":
        assert written["coverage"]["balance_share"] is None
        assert all(one["share"] is None for one in written["units"])
        return
    suffix = "m2" if written["site"]["kind"] == "polygon" else "m"
    total = written["site"]["area_m2" if suffix == "m2" else "length_m"]
    coverage = written["coverage"]
    assert coverage["balance_share"] == pytest.approx(1, abs=1e-9)
    shares = sum(one["share"] for one in written["units"])
    assert shares + coverage["uncovered_share"] - coverage[f"double_{suffix}"] / total == pytest.approx(1, abs=1e-6)
    assert all(
        coverage[f"{name}_{'m' if suffix == 'm2' else 'm2'}"] is None for name in ("covered", "uncovered", "double")
    )


@pytest.mark.parametrize("kind", ["point", "line", "polygon"])
def test_the_fixed_case_by_kind(kind: str) -> None:
    written = document(fixed_assessment(kind))
    assert written["site"]["kind"] == kind
    assert written["state"] == "incomplete"
    assert {one["theme"]: one["state"] for one in written["zones"]}["土壤环境"] == "no-data"
    assert shapely.from_wkt(written["site"]["wkt"]).is_valid
    assert written["site"]["crs"] == "EPSG:4490"
    assert {one["relation"] for one in written["units"]} <= {"inside", "overlap", "edge", "near"}


def test_notes_beside_a_clause() -> None:
    by_text = {one["text"][:4]: one for one in document(fixed_assessment())["clauses"]}
    plating = by_text["【产业/"]
    assert plating["relevance"] == "direct"
    for one in plating["matches"]:
        assert plating["text"][one["start"] : one["end"]] == one["word"]
    assert "电镀" in {one["word"] for one in plating["matches"]}
    cited = by_text["污水集中"]
    assert cited["notes"] == ["cites-repealed-law"]
    assert [one["name"] for one in cited["reading"]["cites"]] == ["中华人民共和国水污染防治法"]
    forbidden = by_text["禁止新建"]
    assert (forbidden["modality"], forbidden["reading"]["tag_kind"]) == (["prohibit"], "禁止类")
    assert [one["in_tag"] for one in forbidden["reading"]["modal_words"]] == [True, False]
    assert by_text["落实省级"]["relevance"] == "general"
    assert by_text["落实省级"]["modality"] == []


def test_without_notes_nothing_is_said_of_a_clause() -> None:
    written = json.loads(canonical_bytes(assessment_json(fixed_assessment(), MADE_WITH, PROJECT)))
    VALIDATOR.validate(written)
    assert {one["relevance"] for one in written["clauses"]} == {None}
    assert {one["reading"] for one in written["clauses"]} == {None}


def test_same_assessment_same_bytes() -> None:
    first, second = (canonical_bytes(assessment_json(fixed_assessment(), MADE_WITH, PROJECT)) for _ in range(2))
    assert first == second
    assert first.endswith(b"}\n")
    assert b"\r" not in first


def test_a_lone_surrogate_is_written_as_its_escape() -> None:
    written = canonical_bytes(assessment_json(fixed_assessment(), MADE_WITH, Project(name="\udc80")))
    assert json.loads(written)["project"]["name"] == "\udc80"
