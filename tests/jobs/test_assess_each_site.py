# SPDX-License-Identifier: GPL-3.0-or-later
"""Many sites: a file for each under a name any file system takes, in a folder that is whole or not there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.shapes import box, release, site, unit
from tests.files.test_outputs import left, names
from tests.report.cases import MADE_WITH, ON, PROJECT
from zoning_plugin.core.errors import Cancelled, OutputFailed
from zoning_plugin.core.site import Site
from zoning_plugin.jobs.assess_each_site import AssessedSites, assess_each_site
from zoning_plugin.jobs.check_outputs import check_output_folder

COUNTY = release([unit(1, box(0, 0, 100, 100))])


class StopsAt:
    """A person who presses cancel at the n-th report."""

    def __init__(self, reports: int) -> None:
        self.left = reports

    def report(self, share: float, step: str) -> None:
        self.left -= 1

    def is_cancelled(self) -> bool:
        return self.left <= 0


def sites(*sources: str) -> list[Site]:
    return [replace(site(box(10, 10, 50, 50)), source=source) for source in sources]


def write(folder: Path, given: list[Site], progress: StopsAt | None = None) -> AssessedSites:
    return assess_each_site(
        COUNTY, given, folder, on=ON, near_m=0, project=PROJECT, made_with=MADE_WITH, printer=None, language="zh",
        progress=progress,
    )  # fmt: skip


def test_every_site_has_a_file_of_its_own_whatever_it_is_called(tmp_path: Path) -> None:
    sources = ["地块.shp", "地块.shp", "../../etc/passwd", "CON", "长" * 200, "", 'a\u202e<b>:"|?*\n. ']
    done = write(tmp_path / "out", sites(*sources))
    assert (done.assessed, done.failed) == (len(sources), 0)
    index = json.loads((tmp_path / "out" / "index.json").read_bytes())
    files = [one["files"][0] for one in index["sites"]]
    assert files == [
        "0001_地块.shp.json", "0002_地块.shp.json", "0003_.._.._etc_passwd.json", "0004_CON.json", f"0005_{'长' * 58}.json",
        "0006_.json", "0007_a_b_.json",
    ]  # fmt: skip
    assert names(tmp_path / "out") == sorted([*files, "index.json"])
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("reports", range(3))
def test_cancelled_leaves_nothing(tmp_path: Path, reports: int) -> None:
    with pytest.raises(Cancelled):
        write(tmp_path / "out", sites("甲", "乙", "丙"), StopsAt(reports))
    assert names(tmp_path) == []


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"1")
    with pytest.raises(OutputFailed, match="folder-not-empty"):
        write(tmp_path, sites("甲"))
    assert names(tmp_path) == ["mine"]
    with pytest.raises(OutputFailed, match="folder-missing"):
        write(tmp_path / "none" / "out", sites("甲"))


def test_what_a_killed_run_has_left_in_the_folder_is_not_something(tmp_path: Path) -> None:
    left(tmp_path / "out")
    check_output_folder(tmp_path / "out")
    left(tmp_path / "out")
    write(tmp_path / "out", sites("甲"))
    assert names(tmp_path / "out") == ["0001_甲.json", "index.json"]
