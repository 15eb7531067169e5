# SPDX-License-Identifier: GPL-3.0-or-later
"""A case opens with the release it was judged by, found by digest; with any other it does not open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.files.cases import two_units
from tests.jobs.test_cases_of_a_register import keep, register
from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.core.judgement import assessed_of
from zoning_plugin.core.release import logical_digest
from zoning_plugin.core.relevance import RelevanceLevel
from zoning_plugin.files.case_register import CaseRegister
from zoning_plugin.files.release_store import write_release
from zoning_plugin.jobs.open_case import open_case

__all__ = ["register"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "releases"
    made.mkdir()
    return made


def test_it_opens_with_the_assessment_it_rests_on_whatever_the_file_is_called(
    register: CaseRegister, folder: Path
) -> None:
    case = keep(register)
    release = two_units()
    write_release(replace(release, digest=logical_digest(release)), folder / "别名.gpkg")
    opened = open_case(register, case.case_id, folder)
    assert opened.case == case
    assert opened.path == folder / "别名.gpkg"
    assert assessed_of(opened.assessment).clauses == case.assessed.clauses
    assert set(opened.notes) == {one.key for one in case.assessed.clauses}
    assert all(one.relevance is None or one.relevance.level in RelevanceLevel for one in opened.notes.values())


def test_without_its_release_it_does_not_open_and_says_which_is_missing(register: CaseRegister, folder: Path) -> None:
    case = keep(register)
    with pytest.raises(ReleaseUnreadable) as refused:
        open_case(register, case.case_id, folder)
    assert refused.value.code == "case-release-missing"
    assert refused.value.facts["release"] == case.assessed.release_name
    with pytest.raises(ReleaseUnreadable):
        open_case(register, case.case_id, folder / "nowhere")
