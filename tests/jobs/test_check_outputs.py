# SPDX-License-Identifier: GPL-3.0-or-later
"""Where results go is looked at before the work: one coded error, and nothing left behind by the looking."""

from __future__ import annotations

from pathlib import Path

import pytest

from zoning_plugin.core.errors import OutputFailed
from zoning_plugin.jobs.check_outputs import check_output_folder, check_outputs


def test_places_that_are_right_are_left_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    check_outputs([tmp_path / "a.json", tmp_path / "a.pdf"], [tmp_path / "r.gpkg"])
    check_output_folder(tmp_path / "new")
    check_output_folder(tmp_path / "empty")
    assert [one.name for one in tmp_path.iterdir()] == ["empty"]


def test_one_file_for_two_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed, match="outputs-same"):
        check_outputs([tmp_path / "a", tmp_path / "a"], [])


def test_a_folder_that_takes_no_file_is_refused(tmp_path: Path) -> None:
    proc = Path("/proc/self")  # takes no file from anybody, root included
    if not proc.is_dir():
        pytest.skip("no /proc on this system")
    with pytest.raises(OutputFailed) as caught:
        check_outputs([proc / "a.json"], [])
    assert (caught.value.code, caught.value.facts["folder"]) == ("folder-not-writable", "/proc/self")
    with pytest.raises(OutputFailed, match="folder-not-writable"):
        check_output_folder(proc / "a")
