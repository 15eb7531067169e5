# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a release file, or the one of a folder that is in force."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from shapely import affinity

from tests.core.shapes import METRE, box, site
from tests.files.test_release_store import sample
from zoning_plugin.core import geometry
from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.core.release import Release, logical_digest
from zoning_plugin.core.standing import Step
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.files.release_store import write_release
from zoning_plugin.jobs.assess_site import assess_site, release_for
from zoning_plugin.jobs.open_release import (
    as_among_others,
    choose_release,
    list_releases,
    open_among_others,
    open_release,
)


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


def moved(release: Release, east: float) -> Release:
    """The release some metres farther east."""
    units = tuple(replace(one, shape=affinity.translate(one.shape, east * METRE, 0)) for one in release.units)
    return replace(release, units=units)


def test_a_folder_gives_the_release_for_the_place(tmp_path: Path) -> None:
    west, east = dated("西县", "2024-07-01"), moved(dated("东县", "2024-07-01"), 3100)
    for one in (west, east):
        write_release(replace(one, info=replace(one.info, issuer=one.info.name)), tmp_path / f"{one.info.name}.gpkg")
    there = geometry.bounds(box(3600, 10, 3700, 20))
    here = geometry.bounds(box(10, 10, 20, 20))
    gap = geometry.bounds(box(1500, 10, 1600, 20))  # within the extent of the release, in none of its units' bounds
    assert open_release(tmp_path, on="2025-01-01", place=here).info.name == "西县"
    assert open_release(tmp_path, on="2025-01-01", place=there).info.name == "东县"
    for place, code in ((gap, "release-none-in-force"), (None, "release-several-in-force")):
        with pytest.raises(ReleaseUnreadable) as caught:
            choose_release(tmp_path, "2025-01-01", place)
        assert caught.value.code == code


def test_a_repealed_release_holds_until_its_repeal(tmp_path: Path) -> None:
    one = dated("甲", "2021-01-01")
    write_release(one.with_steps((*one.history, Step(ReleaseStatus.REPEALED, "2023-01-01"))), tmp_path / "甲.gpkg")
    assert choose_release(tmp_path, "2022-12-31").info.status is ReleaseStatus.REPEALED  # as it stands now
    assert open_release(tmp_path, on="2022-12-31").as_of("2022-12-31").info.status is ReleaseStatus.PUBLISHED
    with pytest.raises(ReleaseUnreadable) as caught:
        choose_release(tmp_path, "2023-01-01")
    assert [one.code for one in caught.value.faults] == ["release-none-in-force", "held-repealed"]


def test_the_list_says_how_much_each_holds(folder: Path) -> None:
    first = list_releases(folder)[0]
    assert (first.unit_count, first.clause_count, len(first.boxes or ())) == (3, 2, 3)
    assert first.steps == (Step(ReleaseStatus.PUBLISHED, "", "示府〔2024〕1号", "2026-07-01"),)


def test_a_site_is_judged_by_the_release_of_its_place(tmp_path: Path) -> None:
    for one in (dated("西县", "2024-07-01"), moved(dated("东县", "2024-07-01"), 3100)):
        write_release(replace(one, info=replace(one.info, issuer=one.info.name)), tmp_path / f"{one.info.name}.gpkg")
    there = site(box(3600, 10, 3700, 20))
    release, found = assess_site(tmp_path, there, on="2025-01-01")
    assert release.info.name == found.info.name == "东县"
    assert [one.is_met for one in found.units if one.is_met] == [True]
    assert release_for(tmp_path / "西县.gpkg", [there], "2025-01-01") == tmp_path / "西县.gpkg"
    with pytest.raises(ReleaseUnreadable, match="release-several-in-force"):
        release_for(tmp_path, [there, site(box(10, 10, 20, 20))], "2025-01-01")


def test_a_release_opened_by_itself_is_told_what_has_taken_its_place(folder: Path) -> None:
    assert open_among_others(folder / "甲.gpkg", "2025-01-01").info.superseded_by == "乙"
    assert open_among_others(folder / "甲.gpkg", "2022-01-01").info.superseded_by == ""
    assert open_among_others(folder / "乙.gpkg", "2025-01-01").info.superseded_by == ""
    opened = open_among_others(folder / "甲.gpkg", "2025-01-01")
    assert opened.digest == logical_digest(opened)


def test_a_release_opened_as_of_one_day_is_judged_with_as_of_another(folder: Path) -> None:
    """A case is opened with its release as of its own day; a site clicked then is judged as of today, when another one holds."""
    then = open_among_others(folder / "乙.gpkg", "2024-08-01")
    assert then.info.superseded_by == ""
    now = as_among_others(then, folder, "2026-08-01")
    assert now.info.superseded_by == "丙"
    assert as_among_others(now, folder, "2024-08-01").info.superseded_by == ""
    assert as_among_others(then, folder, "2025-01-01") is then
    assert as_among_others(then, folder / "没有", "2026-08-01") is then
