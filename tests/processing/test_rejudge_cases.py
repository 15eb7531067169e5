# SPDX-License-Identifier: GPL-3.0-or-later
"""``zoning:rejudgecases`` through processing.run: counts, both files or none, a register in use, what is wrong with what is given."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.files.cases import AT, MADE_WITH, PROJECT, assessment, two_units
from tests.jobs.test_cases_of_a_register import later_release
from tests.processing.conftest import Run
from tests.report.cases import ON
from zoning_plugin.core.judgement import OfficeRules
from zoning_plugin.files.release_store import write_release
from zoning_plugin.jobs.keep_case import keep_case
from zoning_plugin.jobs.open_register import open_register


@pytest.fixture
def given(tmp_path: Path) -> dict[str, Path]:
    with open_register(tmp_path / "台账.gpkg", "甲", create=True) as register:
        keep_case(register, assessment(), two_units(), PROJECT, MADE_WITH, rules=OfficeRules(), at=AT)
    write_release(later_release(), tmp_path / "新.gpkg")
    return {"REGISTER": tmp_path / "台账.gpkg", "RELEASE": tmp_path / "新.gpkg"}


def kept(path: Path) -> int:
    with open_register(path, "乙") as register:
        return len(register.rejudgements(register.heads()[0].case_id))


def test_both_files_and_the_counts(run: Run, given: dict[str, Path], tmp_path: Path) -> None:
    outputs = {"OUTPUT_JSON": tmp_path / "r.json", "OUTPUT_XLSX": tmp_path / "r.xlsx"}
    done = run("rejudgecases", ON=ON, LANGUAGE="zh", **given, **outputs)
    assert [done[f"{name}_COUNT"] for name in ("CASE", "CHANGED", "UNCHANGED", "FAILED")] == [1, 1, 0, 0]
    written = json.loads((tmp_path / "r.json").read_bytes())
    assert written["release"]["name"] == "示例 2026"
    assert written["cases"][0]["changes"]
    assert (tmp_path / "r.xlsx").is_file()
    assert kept(given["REGISTER"]) == 1


def test_a_register_in_use_is_read_and_nothing_is_kept_in_it(run: Run, given: dict[str, Path], tmp_path: Path) -> None:
    with open_register(given["REGISTER"], "甲"):
        done = run("rejudgecases", ON=ON, OUTPUT_JSON=tmp_path / "r.json", **given)
        assert done["CASE_COUNT"] == 1
    assert kept(given["REGISTER"]) == 0
    run("rejudgecases", ON=ON, KEEP=False, OUTPUT_JSON=tmp_path / "r.json", **given)
    assert kept(given["REGISTER"]) == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_wrong_is_said_and_nothing_is_written(
    refused: Callable[..., str], given: dict[str, Path], tmp_path: Path, language: str
) -> None:
    output = {"OUTPUT_JSON": tmp_path / "r.json", "LANGUAGE": language, "ON": ON}
    wrong: list[tuple[str, dict[str, object]]] = [
        ("register-missing", {**given, "REGISTER": tmp_path / "none.gpkg"}),
        ("register-not-a-register", {**given, "REGISTER": given["RELEASE"]}),
        ("file-missing", {**given, "RELEASE": tmp_path / "none.gpkg"}),
        ("release-not-a-release", {**given, "RELEASE": given["REGISTER"]}),
        ("day-wrong", {**given, "ON": "yesterday"}),
        ("nothing-asked", {**given, "OUTPUT_JSON": None}),
        ("output-is-input", {**given, "OUTPUT_JSON": given["REGISTER"]}),
    ]
    for code, parameters in wrong:
        assert refused("rejudgecases", **(output | parameters)).startswith(f"[{code}] "), code
        assert not (tmp_path / "r.json").exists()
    assert kept(given["REGISTER"]) == 0
