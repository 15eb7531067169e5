# SPDX-License-Identifier: GPL-3.0-or-later
"""What an import has examined is stored as a person has called it, whole or not at all, over nobody's file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.shapes import box, release, unit
from zoning_plugin.core.errors import Level, OutputFailed, ReleaseUnreadable, fault
from zoning_plugin.core.release import ReleaseInfo
from zoning_plugin.core.standing import Step
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.files.release_store import read_release
from zoning_plugin.jobs.import_release import ImportExamination, ImportRequest, examine_import
from zoning_plugin.jobs.record_step import record_step
from zoning_plugin.jobs.store_release import store_demo, store_release

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo" / "release-1"
INFO = ReleaseInfo("示例县 2024 版", "示例〔2024〕3号", "示例县人民政府", "2024-07-01", ReleaseStatus.PUBLISHED)


@pytest.fixture
def examination() -> ImportExamination:
    return ImportExamination(release([unit(1, box(0, 0, 100, 100))]), (), (), "national")


def test_it_is_stored_with_what_the_person_has_said(examination: ImportExamination, tmp_path: Path) -> None:
    path = store_release(examination, INFO, tmp_path / "releases")
    stored = read_release(path, verify=True)
    assert path.name == "示例县 2024 版 2024-07-01.gpkg"
    assert stored.info == INFO
    assert stored.units == examination.release.units
    assert stored.faults == ()


def test_a_name_that_is_taken_is_numbered(examination: ImportExamination, tmp_path: Path) -> None:
    names = [store_release(examination, INFO, tmp_path).name for _ in range(3)]
    assert names == [f"示例县 2024 版 2024-07-01{end}.gpkg" for end in ("", " (2)", " (3)")]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("../../a", "_.._a.gpkg"), ('a<>:"|?*b', "a_b.gpkg"), ("甲/乙\\丙\n丁", "甲_乙_丙_丁.gpkg"), ("...", "release.gpkg"),
        ("长" * 300, "长" * 60 + ".gpkg"), ("🏭" * 300, "🏭" * 45 + ".gpkg"), ("CON", "_CON.gpkg"),
    ],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(examination: ImportExamination, tmp_path: Path, name: str, file: str) -> None:
    path = store_release(examination, replace(INFO, name=name, effective=""), tmp_path)
    assert path.parent == tmp_path
    assert path.name == file


def test_an_examination_with_errors_is_not_stored(examination: ImportExamination, tmp_path: Path) -> None:
    broken = replace(examination, faults=(fault("unit-code-twice", Level.ERROR, code="x"),))
    with pytest.raises(ReleaseUnreadable) as raised:
        store_release(broken, INFO, tmp_path)
    assert raised.value.code == "unit-code-twice"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(examination: ImportExamination, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputFailed) as raised:
        store_release(examination, INFO, tmp_path / "file" / "releases")
    assert raised.value.code == "folder-not-writable"


def test_the_demo_is_stored_once_and_mended_when_it_is_damaged(tmp_path: Path) -> None:
    path = store_demo(DEMO, tmp_path)
    assert len(read_release(path, verify=True).units) == 20
    before = path.stat().st_mtime_ns
    assert store_demo(DEMO, tmp_path) == path
    assert path.stat().st_mtime_ns == before
    path.write_bytes(path.read_bytes()[:5000])
    assert store_demo(DEMO, tmp_path) == path
    assert read_release(path, verify=True).faults == ()


def test_steps_recorded_on_the_demo_stay(tmp_path: Path) -> None:
    path = store_demo(DEMO, tmp_path)
    record_step(path, Step(ReleaseStatus.REPEALED, "2030-01-01"))
    assert store_demo(DEMO, tmp_path) == path
    assert read_release(path).info.status is ReleaseStatus.REPEALED


def test_a_word_for_the_status_that_nobody_knows_stays_noted_whatever_a_person_chooses(tmp_path: Path) -> None:
    examination = examine_import(ImportRequest(tmp_path / "r.gpkg", folder=DEMO, status="现行"))
    for status in (ReleaseStatus.DRAFT, ReleaseStatus.PUBLISHED):
        stored = read_release(store_release(examination, replace(INFO, status=status), tmp_path), verify=True)
        assert [(one.status, "“现行”" in one.note) for one in stored.history] == [(status, True)]
        assert not stored.faults
