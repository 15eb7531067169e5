# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps are recorded and withdrawn, releases removed and put back; a copy always stays, and nothing that was said changes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.files.test_release_store import names, sample, standing
from zoning_plugin.core.errors import OutputFailed, ReleaseUnreadable, StepRefused
from zoning_plugin.core.standing import Step
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.files.release_store import read_release, write_release
from zoning_plugin.jobs import record_step as jobs
from zoning_plugin.jobs.record_step import record_step, withdraw_step
from zoning_plugin.jobs.remove_release import list_removed, remove_release, restore_release

REPEAL = Step(ReleaseStatus.REPEALED, "2026-01-01", "废〔2026〕1号", note="新版施行")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_release(standing(), tmp_path / "示例县 2024.gpkg")
    return tmp_path / "示例县 2024.gpkg"


def test_a_step_is_recorded_and_the_former_file_kept(path: Path) -> None:
    before, was = path.read_bytes(), read_release(path)
    stands = record_step(path, REPEAL)
    stored = read_release(path, verify=True)
    assert stored.faults == ()
    assert stored.steps == stands.steps == (*was.steps, REPEAL)
    assert (stored.info.status, stored.digest) == (ReleaseStatus.REPEALED, was.digest)
    assert [kept.read_bytes() for kept in (path.parent / "previous").iterdir()] == [before]


def test_a_step_withdrawn_gives_the_same_bytes_again(path: Path) -> None:
    before = path.read_bytes()
    record_step(path, REPEAL)
    withdraw_step(path)
    assert path.read_bytes() == before
    assert len(names(path.parent / "previous")) == 2


def test_the_first_step_stays(path: Path) -> None:
    write_release(sample(), path)
    with pytest.raises(StepRefused, match="step-is-first"):
        withdraw_step(path)
    assert names(path.parent) == [path.name]


def test_a_step_that_may_not_follow_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StepRefused, match="step-not-next"):
        record_step(path, Step(ReleaseStatus.FILED))
    assert (path.read_bytes(), names(path.parent)) == (before, [path.name])


@pytest.mark.parametrize("statement", ["UPDATE clauses SET text = '改'", "UPDATE steps SET note = 'x'"])
def test_a_file_that_was_changed_is_not_given_fresh_digests(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as database:
        database.execute(statement)
    database.close()
    before = path.read_bytes()
    with pytest.raises(ReleaseUnreadable, match="release-not-whole"):
        record_step(path, REPEAL)
    assert path.read_bytes() == before


def test_when_it_cannot_be_written_the_former_file_is_where_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OutputFailed("release-not-written", file="x", detail="full")

    before = path.read_bytes()
    monkeypatch.setattr(jobs, "write_release", full)
    with pytest.raises(OutputFailed):
        record_step(path, REPEAL)
    assert path.read_bytes() == before


def test_a_release_removed_can_be_put_back(path: Path) -> None:
    before = path.read_bytes()
    kept = remove_release(path)
    assert not path.exists()
    (listed,) = list_removed(path.parent)
    assert (listed.path, listed.info.name) == (kept, "示例县 2024")
    assert kept.name == f"示例县 2024.{listed.digest[:8]}.{read_digest(kept)}.gpkg"
    assert restore_release(kept) == path
    assert path.read_bytes() == before
    assert list_removed(path.parent) == ()


def read_digest(path: Path) -> str:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return str(database.execute("SELECT value FROM release WHERE key = 'standing_digest'").fetchone()[0])[:8]


def test_putting_back_keeps_what_lies_there_now(path: Path) -> None:
    record_step(path, REPEAL)
    now = path.read_bytes()
    (kept,) = (path.parent / "previous").iterdir()
    restore_release(kept)
    assert read_release(path).steps == standing().steps
    assert [one.read_bytes() for one in (path.parent / "previous").iterdir()] == [now]


def test_files_of_the_same_digests_and_other_bytes_are_both_kept(path: Path) -> None:
    remove_release(path)
    write_release(standing(), path)
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE layer_styles (style TEXT)")
    database.close()
    remove_release(path)
    write_release(standing(), path)
    remove_release(path)  # the very bytes of the first
    assert len(names(path.parent / "previous")) == 2


def test_what_is_no_release_is_kept_by_its_bytes(path: Path) -> None:
    path.write_bytes(b"broken")
    kept = remove_release(path)
    assert list_removed(path.parent) == ()
    assert restore_release(kept) == path
    assert path.read_bytes() == b"broken"


def test_what_another_program_is_editing_is_not_moved(path: Path) -> None:
    path.with_name(path.name + "-wal").write_bytes(b"x")
    with pytest.raises(OutputFailed, match="release-open-for-editing"):
        remove_release(path)
    assert path.exists()
