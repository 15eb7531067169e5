# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a release file, or the one of a folder that is in force."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.files.test_release_store import sample
from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.core.release import Release
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.files.release_store import write_release
from zoning_plugin.jobs.open_release import choose_release, list_releases, open_release


def dated(name: str, effective: str, status: ReleaseStatus = ReleaseStatus.PUBLISHED) -> Release:
    return replace(sample(), info=replace(sample().info, name=name, effective=effective, status=status))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, effective, status in (
        ("甲", "2021-01-01", "published"),
        ("乙", "2024-07-01", "published"),
        ("丙", "2026-07-01", "published"),
        ("丁", "2025-01-01", "draft"),
    ):
        write_release(dated(name, effective, ReleaseStatus(status)), tmp_path / f"{name}.gpkg")
    (tmp_path / "别的.gpkg").write_bytes(b"x")
    return tmp_path


def test_releases_of_a_folder_latest_first(folder: Path) -> None:
    assert [one.info.name for one in list_releases(folder)] == ["丙", "丁", "乙", "甲"]


@pytest.mark.parametrize(
    ("on", "expected"), [("2021-01-01", "甲"), ("2024-06-30", "甲"), ("2025-06-01", "乙"), ("2030-01-01", "丙")]
)
def test_the_release_in_force_on_a_day(folder: Path, on: str, expected: str) -> None:
    assert open_release(folder, on=on).info.name == expected


def test_before_the_first_there_is_none(folder: Path) -> None:
    with pytest.raises(ReleaseUnreadable) as caught:
        choose_release(folder, "2020-12-31")
    assert caught.value.code == "release-none-in-force"


def test_two_of_one_day_are_not_chosen_between(folder: Path) -> None:
    write_release(dated("戊", "2024-07-01"), folder / "戊.gpkg")
    with pytest.raises(ReleaseUnreadable) as caught:
        choose_release(folder, "2025-01-01")
    assert caught.value.code == "release-several-in-force"
    assert "乙" in caught.value.facts["found"]


def test_a_folder_without_releases(tmp_path: Path) -> None:
    with pytest.raises(ReleaseUnreadable) as caught:
        open_release(tmp_path, on="2025-01-01")
    assert caught.value.code == "folder-without-releases"


def test_a_file_is_opened_as_it_is(folder: Path) -> None:
    release = open_release(folder / "丁.gpkg", verify=True)
    assert (release.info.name, release.faults) == ("丁", ())
