# SPDX-License-Identifier: GPL-3.0-or-later
"""Results appear whole or not at all, and what killed processes leave is taken away, and nothing else ever is."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from zoning_plugin.core.errors import Cancelled, OutputFailed
from zoning_plugin.files import outputs
from zoning_plugin.files.outputs import beside, remove_leftovers, scratch_beside, write_bytes, write_text

ROOT = Path(__file__).resolve().parents[2]
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
POSIX = pytest.mark.skipif(os.name == "nt", reason="SIGKILL")


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def write(targets: list[Path], *contents: str, inputs: tuple[Path, ...] = ()) -> None:
    with beside(targets, inputs) as places:
        for place, content in zip(places, contents, strict=True):
            write_text(place, content)


# --- whole or not at all ---------------------------------------------------------------------------------------------


def test_a_file_appears_at_the_end_only_and_has_its_name_all_along(tmp_path: Path) -> None:
    target = tmp_path / "研判.json"
    with beside([target]) as (place,):
        write_bytes(place, b"new")
        assert place.name == target.name
        assert not target.exists()
        assert all(one.startswith(".zoning-") for one in names(tmp_path))
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["研判.json"]


def test_a_file_has_the_rights_any_new_file_has(tmp_path: Path) -> None:
    write([tmp_path / "a"], "1")
    (tmp_path / "b").write_text("1", encoding="utf-8")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == stat.S_IMODE((tmp_path / "b").stat().st_mode)
    with beside([tmp_path / "c"]) as (place,):
        place.mkdir()
    (tmp_path / "d").mkdir()
    assert stat.S_IMODE((tmp_path / "c").stat().st_mode) == stat.S_IMODE((tmp_path / "d").stat().st_mode)


def test_several_files_in_several_folders(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    targets = [tmp_path / "a", tmp_path / "x" / "a", tmp_path / "b"]
    write(targets, "1", "2", "3")
    assert [one.read_text(encoding="utf-8") for one in targets] == ["1", "2", "3"]
    assert names(tmp_path) == ["a", "b", "x"]
    assert names(tmp_path / "x") == ["a"]


def test_a_folder_takes_the_place_of_none_or_of_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("none", "empty"):
        with beside([tmp_path / name]) as (place,):
            place.mkdir()
            write_text(place / "index.json", "{}")
        assert names(tmp_path / name) == ["index.json"]
    with pytest.raises(OutputFailed, match="output-unwritable"), beside([tmp_path / "none"]) as (place,):
        place.mkdir()
    assert names(tmp_path / "none") == ["index.json"]
    assert names(tmp_path) == ["empty", "none"]


@pytest.mark.parametrize("raised", [Cancelled(), RuntimeError("a defect"), KeyboardInterrupt(), OSError(28, "full")])
def test_whatever_is_raised_inside_leaves_what_was_there(tmp_path: Path, raised: BaseException) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"before")
    expected = OutputFailed if isinstance(raised, OSError) else type(raised)
    with pytest.raises(expected), beside([target]) as (place,):  # noqa: PT012
        write_bytes(place, b"half")
        raise raised
    assert (names(tmp_path), target.read_bytes()) == (["a"], b"before")


def test_a_failure_names_the_target_the_system_speaks_of_and_has_the_code_asked_for(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputFailed) as caught,
        beside([tmp_path / "a", tmp_path / "b"], code="zip-not-written") as (a, _),
    ):
        write_bytes(a, b"1")
    assert (caught.value.code, caught.value.facts["file"]) == ("zip-not-written", "b")
    assert names(tmp_path) == []


def test_what_was_replaced_is_put_back_when_a_later_one_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets = [tmp_path / name for name in ("new", "a", "b")]
    for target in targets[1:]:
        target.write_bytes(b"before")
    real = os.replace

    def replace(one: Path, other: Path) -> None:
        if Path(other) == tmp_path / "b":
            raise PermissionError(errno.EACCES, "open elsewhere", str(one), None, str(other))
        real(one, other)

    monkeypatch.setattr(os, "replace", replace)
    for links in (True, False):
        if not links:
            monkeypatch.setattr(os, "link", lambda *_, **__: (_ for _ in ()).throw(FULL))
        with pytest.raises(OutputFailed, match="output-unwritable"):
            write(targets, "1", "2", "3")
        assert names(tmp_path) == ["a", "b"]
        assert all(target.read_bytes() == b"before" for target in targets[1:])


def test_a_folder_in_the_way_stops_before_anything_is_moved(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(OutputFailed, match="output-unwritable"):
        write([tmp_path / "a", tmp_path / "b"], "1", "2")
    assert names(tmp_path) == ["b"]


def test_no_result_over_what_it_is_made_from(tmp_path: Path) -> None:
    given = tmp_path / "in.gpkg"
    given.write_bytes(b"in")
    with pytest.raises(OutputFailed, match="output-is-input"):
        write([given], "1", inputs=(given,))
    with pytest.raises(OutputFailed, match="outputs-same"):
        write([tmp_path / "a", tmp_path / "." / "a"], "1", "2")
    with pytest.raises(OutputFailed, match="folder-missing"):
        write([tmp_path / "none" / "a"], "1")
    assert (names(tmp_path), given.read_bytes()) == (["in.gpkg"], b"in")


def test_a_folder_nobody_may_write_in_is_told_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputFailed) as caught, beside([tmp_path / "a"]):
        raise AssertionError("no work is done")
    assert (caught.value.code, caught.value.facts) == (
        "output-unwritable",
        {"file": "a", "detail": "Permission denied"},
    )


def test_half_a_surrogate_pair_does_not_stop_a_report(tmp_path: Path) -> None:
    with beside([tmp_path / "a"]) as (place,):
        write_text(place, '"\udc80甲"')
    assert (tmp_path / "a").read_text(encoding="utf-8") == '"\\udc80甲"'


def test_scratch_is_gone_afterwards(tmp_path: Path) -> None:
    with scratch_beside(tmp_path / "p.zip") as folder:
        write_text(folder / "member", "1")
    assert names(tmp_path) == []


# --- leftovers -------------------------------------------------------------------------------------------------------

HOLDS = """
import os, sys, time
from pathlib import Path
from zoning_plugin.files import outputs
targets = [Path(one) for one in sys.argv[2:]]
def wait(*_):
    print("ready", flush=True)
    time.sleep(600)
if sys.argv[1] == "moving":
    real, done = os.replace, []
    def replace(one, other):
        if Path(other) in targets:
            done.append(one)
            if len(done) == 2:
                wait()
        real(one, other)
    os.replace = replace
with outputs.beside(targets) as places:
    for place in places:
        outputs.write_text(place, "new")
    if sys.argv[1] == "making":
        wait()
"""


def process(moment: str, *targets: Path) -> subprocess.Popen[bytes]:
    """A process of its own that stands still in the midst of making, or between the first move and the second."""
    started = subprocess.Popen(
        [sys.executable, "-c", HOLDS, moment, *map(str, targets)],
        stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=ROOT,
    )  # fmt: skip
    assert started.stdout is not None
    assert started.stdout.readline() == b"ready\n"
    return started


def kill(started: subprocess.Popen[bytes]) -> None:
    started.send_signal(signal.SIGKILL)
    started.wait()
    assert started.stdout is not None
    started.stdout.close()


@POSIX
def test_what_a_living_process_makes_is_left_alone_and_what_a_dead_one_made_is_not(tmp_path: Path) -> None:
    alive, dead = process("making", tmp_path / "a"), process("making", tmp_path / "b")
    before = names(tmp_path)
    assert len(before) == 2
    write([tmp_path / "c"], "1")
    assert names(tmp_path) == [*before, "c"]
    kill(dead)
    write([tmp_path / "c"], "2")
    assert len(names(tmp_path)) == 2
    kill(alive)
    write([tmp_path / "d"], "1")
    assert names(tmp_path) == ["c", "d"]


@POSIX
def test_moves_a_dead_process_was_in_the_midst_of_are_finished(tmp_path: Path) -> None:
    targets = [tmp_path / name for name in ("a", "b", "c")]
    write(targets[:2], "old", "old")
    kill(process("moving", *targets))
    assert [one.read_bytes() for one in targets[:2]] == [b"new", b"old"]
    remove_leftovers(tmp_path)
    assert [one.read_bytes() for one in targets] == [b"new"] * 3
    assert names(tmp_path) == ["a", "b", "c"]


@POSIX
@pytest.mark.parametrize("number", [0, 1])
def test_moves_are_not_finished_over_what_somebody_has_changed_since(tmp_path: Path, number: int) -> None:
    targets = [tmp_path / "a", tmp_path / "b"]
    write(targets, "old", "old")
    kill(process("moving", *targets))
    targets[number].write_bytes(b"by hand")
    remove_leftovers(tmp_path)
    assert [one.read_bytes() for one in targets][number] == b"by hand"
    assert targets[1 - number].read_bytes() == (b"old" if number == 0 else b"new")
    assert names(tmp_path) == ["a", "b"]


def left(folder: Path, said: bytes = b"") -> Path:
    """A folder as a killed process leaves it."""
    path = folder / ".zoning-0123456789abcdef"
    (path / "new").mkdir(parents=True)
    (path / "new" / "a").write_bytes(b"half")
    (path / "lock").write_bytes(said or outputs._claim())
    return path


def lock_only(path: Path) -> None:
    (path / "new" / "a").unlink()
    (path / "new").rmdir()
    (path / "lock").write_bytes(b"")


def nothing(path: Path) -> None:
    lock_only(path)
    (path / "lock").unlink()


@pytest.mark.parametrize("change", [lambda _: None, lock_only, nothing], ids=["full", "lock", "empty"])
def test_a_leftover_is_taken_away_in_every_state_a_kill_leaves(tmp_path: Path, change: Callable[[Path], None]) -> None:
    change(left(tmp_path))
    remove_leftovers(tmp_path)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "said",
    [b"something", b"zoning-output/1 unlocked\n", b"zoning-output/1\nhost of-another\npid 1\n", b"zoning-output/2\n"],
)
def test_what_is_not_provably_ours_stays(tmp_path: Path, said: bytes) -> None:
    path = left(tmp_path, said)
    remove_leftovers(tmp_path)
    assert (path / "new" / "a").read_bytes() == b"half"


def test_folders_that_only_look_like_ours_stay(tmp_path: Path) -> None:
    (tmp_path / ".zoning-0123456789abcdef" / "new").mkdir(parents=True)
    other = tmp_path / ".zoning-mine"
    left(tmp_path / "x").rename(other)
    aside = tmp_path / "aside"
    left(tmp_path / "x").rename(aside)
    (tmp_path / ".zoning-fedcba9876543210").symlink_to(aside, target_is_directory=True)
    (tmp_path / ".zoning-fedcba9876543211").write_bytes(b"a file")
    before = names(tmp_path)
    remove_leftovers(tmp_path)
    assert names(tmp_path) == before
    assert (other / "new" / "a").exists()
    assert (aside / "new" / "a").exists()


def test_a_journal_leads_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("../out", str(tmp_path / "out"), "..", "", "out"):
        path = left(folder)
        due = {"name": name, "made": outputs._state(path / "new" / "a"), "was": None}
        if name not in {"", ".."}:  # where a journal that is believed would look for it
            (path / "new" / "a").rename(path / "new" / name)
        (path / "journal").write_text(json.dumps({"moves": [due]}), encoding="utf-8")
        remove_leftovers(folder)
        assert (folder / "out").exists() == (name == "out")  # the same with a plain name is followed
        shutil.rmtree(path, ignore_errors=True)
    (folder / "out").unlink()
    for text in ("{", "[]", '{"moves": 3}', '{"moves": [{"name": "a", "made": [1], "was": null}]}'):
        path = left(folder)
        (path / "journal").write_text(text, encoding="utf-8")
        remove_leftovers(folder)
        assert names(folder) == []


def test_a_link_in_a_leftover_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "dear").mkdir()
    (tmp_path / "dear" / "file").write_bytes(b"1")
    path = left(tmp_path)
    (path / "new" / "link").symlink_to(tmp_path / "dear", target_is_directory=True)
    remove_leftovers(tmp_path)
    assert names(tmp_path) == ["dear"]
    assert names(tmp_path / "dear") == ["file"]


def test_a_lock_folder_that_is_swept_before_it_is_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = Path.mkdir, []

    def swept(self: Path, *args: object, **kwargs: object) -> None:
        real(self, *args, **kwargs)  # type: ignore[arg-type]
        if self.name.startswith(".zoning-") and len(seen) < 3:
            seen.append(self)
            self.rmdir()

    monkeypatch.setattr(Path, "mkdir", swept)
    write([tmp_path / "a"], "1")
    assert (names(tmp_path), len(seen)) == (["a"], 3)


def test_a_drive_without_locks_is_written_on_and_nothing_there_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_: int) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(outputs, "_take", none)
    path = left(tmp_path)
    write([tmp_path / "a"], "1")
    assert names(tmp_path) == [path.name, "a"]


def test_threads_and_processes_side_by_side_lose_nothing(tmp_path: Path) -> None:
    failed: list[Exception] = []

    def often(number: int) -> None:
        try:
            for turn in range(15):
                write([tmp_path / f"{number}-{turn}.json", tmp_path / f"{number}-{turn}.pdf"], "1", "2")
        except Exception as reason:  # noqa: BLE001
            failed.append(reason)

    code = (
        "import sys\nfrom pathlib import Path\nfrom tests.files.test_outputs import write\n"
        "for turn in range(40): write([Path(sys.argv[1]) / f'p-{turn}'], '1')"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], env=environment, cwd=ROOT, stderr=subprocess.PIPE
    )
    threads = [threading.Thread(target=often, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (other.communicate()[1], failed) == (b"", [])
    assert len(names(tmp_path)) == 4 * 15 * 2 + 40
