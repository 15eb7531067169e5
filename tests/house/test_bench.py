# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame of the measurements: what is told of runs that went well, could not be, or broke; and that what is measured is real."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import measuring, province_list
from bench.measuring import Measurement, Timed
from bench.page import page
from zoning_plugin.files.access_list import read_list
from zoning_plugin.files.profile import read_profile
from zoning_plugin.files.tables.reader import read_tables


def test_runs_take_turns_and_are_told_with_median_least_and_most(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {
        "a": [{"rows": [{"row": "", "seconds": [one], "note": "n|n"}], "idle": 5e6, "peak": peak}
              for one, peak in ((3.0, 9e6), (1.0, 7e6), (2.0, 8e6))],
        "b": [{"absent": "no file"}],
        "c": [{"failed": "it broke"}],
    }  # fmt: skip
    asked: list[str] = []

    def in_child(_module: str, one: Measurement, _verb: str) -> object:
        asked.append(one.name)
        return answers[one.name].pop(0)

    monkeypatch.setattr(measuring, "_in_child", in_child)
    results = measuring.run_all([("imports", [Measurement(name, tuple) for name in "abc"])], lambda _line: None)
    assert asked == ["a", "b", "c", "a", "a"]
    told = page(results, "machine", {"Python": "3"}, 1.0, ["d"])
    assert "| a | 3 | 2.00 | 1.00 | 3.00 | 9 | n/n |" in told
    assert "- b: no file" in told
    assert "- c: it broke" in told
    assert "- d" in told


def test_a_run_that_dies_is_told_with_its_last_words() -> None:
    (failed,) = measuring.run_all(
        [("imports", [Measurement("no such measurement", tuple, runs=1)])], lambda _line: None
    ).failed
    assert "status 1: StopIteration" in failed


def test_a_clock_counts_what_is_under_it() -> None:
    clock = measuring.Clock()
    for _ in range(2):
        with clock:
            pass
    assert clock.timed("note") == Timed(tuple(clock.seconds), "note")
    assert len(clock.seconds) == 2


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".docx", ".csv"])
def test_the_list_that_is_measured_reads_back_whole(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        province_list, "_units", lambda _path: [("ZH36102510001", "甲单元"), ("ZH36102520002", "乙单元")]
    )
    target = tmp_path / f"list{suffix}"
    count = province_list.write_province_list(tmp_path, target)
    read = [one for reading in read_list(read_tables(target), read_profile(), target.name) for one in reading.clauses]
    assert len(read) == count == 24
    assert {one.unit_code for one in read} == {"ZH36102510001", "ZH36102520002"}
    assert [one.dimension for one in read[:12:3]] == list(province_list.DIMENSIONS)
