# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way a result comes to disk: made beside its place, moved there whole, over nothing it is made from.

What is being made lies in a hidden folder beside its target, `.zoning-` and sixteen hexadecimal digits:

    lock      held by the writing process as long as it lives; names the computer and the process
    new/      what is being made, each under the name it will have
    old/      what several targets were before they are replaced
    journal   which moves are due, while several targets are being replaced

The system lets go of the lock when the process ends, however it ends. That is the proof that nobody writes there any more
(a process number may have been given to another process, and means nothing outside its container), and only with it in hand
a folder is taken away that a killed process has left.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..core.errors import OutputFailed

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_BESIDE: Final = re.compile(r"\.zoning-[0-9a-f]{16}")
_LOCK, _NEW, _OLD, _JOURNAL = "lock", "new", "old", "journal"
_KIND: Final = "zoning-output/1"
_TRIES: Final = 8
_HELD: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_NOT_FOR_FOLDERS: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EBADF})
_ours: set[str] = set()
"""The hidden folders that this process is writing in: a lock on a network drive may not tell its own threads apart."""

_State = tuple[int, int, int] | None


# --- for every writer ------------------------------------------------------------------------------------------------


@contextmanager
def beside(
    targets: Sequence[Path], inputs: Iterable[Path] = (), *, code: str = "output-unwritable"
) -> Iterator[tuple[Path, ...]]:
    """A place beside each target, with its name, to make a file or a folder at; when all went well, moved over the targets.

    Whatever is raised inside, and whatever stops the process, leaves the targets as they were. Several targets are replaced
    one right after the other, in the order given; when one cannot be, the ones before it are put back. A process killed
    between two of them has it finished by the next one that writes into the same folder, unless somebody has changed
    the targets since. A folder may only be moved to where there is none, or an empty one.

    What killed processes have left in the targets' folders is taken away first, see :func:`remove_leftovers`.

    Raises OutputFailed: what :func:`refuse_unsafe` raises of ``targets`` and ``inputs``; ``code`` for every OSError, also
    of the body: with ``file`` and the system's words as ``detail``.
    """
    refuse_unsafe(targets, inputs)
    try:
        with ExitStack() as stack:
            stages = {
                folder: stack.enter_context(_stage(folder)) for folder in dict.fromkeys(one.parent for one in targets)
            }
            moves = [_Move(stages[target.parent], target) for target in targets]
            yield tuple(move.place for move in moves)
            _check(moves)
            for move in moves:
                _flush_whole(move.place)
            _replace_all(moves)
    except OSError as reason:
        raise _failed(code, reason, targets) from reason


@contextmanager
def scratch_beside(target: Path) -> Iterator[Path]:
    """An empty folder beside ``target``, for what is only needed on the way there; gone afterwards.

    Raises OutputFailed: "folder-missing"; "output-unwritable" for every OSError, also of the body.
    """
    refuse_unsafe([target], ())
    try:
        with _stage(target.parent) as stage:
            yield stage / _NEW
    except OSError as reason:
        raise _failed("output-unwritable", reason, [target]) from reason


def write_bytes(place: Path, content: bytes) -> None:
    """Write a file at a place that :func:`beside` or :func:`scratch_beside` gave. Raises OutputFailed("output-unwritable")."""
    try:
        place.write_bytes(content)
    except OSError as reason:
        raise unwritable(place, reason) from reason


def write_text(place: Path, content: str) -> None:
    r"""Write text as UTF-8 with line ends as they are; half a surrogate pair (a file name can hold one) as JSON writes it, \udc80.

    Raises OutputFailed("output-unwritable").
    """
    write_bytes(place, content.encode("utf-8", "backslashreplace"))


def make_folder(folder: Path) -> None:
    """Make a folder and those above it where they are not there yet. Raises OutputFailed("folder-not-writable")."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise OutputFailed("folder-not-writable", folder=str(folder), detail=reason.strerror or str(reason)) from reason


def unwritable(target: Path, reason: OSError) -> OutputFailed:
    """The failure "output-unwritable" with the file's name and the system's words."""
    return _failed("output-unwritable", reason, [target])


def refuse_unsafe(targets: Sequence[Path], inputs: Iterable[Path]) -> None:
    """Raise OutputFailed where a target's folder is not there ("folder-missing"), a target is an input or belongs to one
    ("output-is-input": the parts of a shapefile, whatever lies in an input folder), or two targets are one file
    ("outputs-same").
    """  # fmt: skip
    given = list(inputs)
    for target in targets:
        if not target.parent.is_dir():
            raise OutputFailed("folder-missing", folder=str(target.parent), file=target.name)
        if any(_is_same(target, one) or _belongs_to(target, one) for one in given):
            raise OutputFailed("output-is-input", file=target.name)
    for number, one in enumerate(targets):
        if any(_is_same(one, other) for other in targets[:number]):
            raise OutputFailed("outputs-same", file=one.name)


def remove_leftovers(folder: Path) -> None:
    """Take away what killed processes were making in ``folder``; moves they were in the midst of are finished.

    Only hidden folders of ours are touched, of this computer, whose lock can be had; of anything else, and of whatever
    cannot be read or locked, nothing. Never raises: what cannot be taken away now can be later.
    """
    try:
        with os.scandir(folder) as entries:
            found = [one.name for one in entries if _BESIDE.fullmatch(one.name) and one.is_dir(follow_symlinks=False)]
    except OSError:
        return
    for name in sorted(found):
        if name not in _ours:
            with suppress(OSError):
                _remove_left(folder / name)


# --- the hidden folder -----------------------------------------------------------------------------------------------


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """A hidden folder of this process in ``folder``, locked; taken away at the end."""
    remove_leftovers(folder)
    path, lock = _locked_folder(folder)
    try:
        (path / _NEW).mkdir()
        yield path
    finally:
        try:
            _empty(path)
        except OSError:  # a virus scanner may be reading it: without its process it is a leftover, for another time
            os.close(lock)
        else:
            os.close(lock)
            with suppress(OSError):
                (path / _LOCK).unlink()
                path.rmdir()
        _ours.discard(path.name)


def _locked_folder(folder: Path) -> tuple[Path, int]:
    """A new hidden folder and its lock. Another process may take it for a leftover before it is locked: then another one."""
    for tries_left in reversed(range(_TRIES)):
        path = folder / f".zoning-{secrets.token_hex(8)}"
        _ours.add(path.name)
        try:
            path.mkdir(mode=0o700)
            return path, _new_lock(path / _LOCK)
        except (FileNotFoundError, BlockingIOError):
            _ours.discard(path.name)
            if not tries_left:
                raise
        except BaseException:
            _ours.discard(path.name)
            with suppress(OSError):
                (path / _LOCK).unlink(missing_ok=True)
                path.rmdir()
            raise
    raise AssertionError("the last try returns or raises")


def _new_lock(path: Path) -> int:
    """Make and hold the lock; where the drive knows no locks it says so, and nobody will ever take the folder away."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        is_lockable = True
        try:
            _take(handle)
        except BlockingIOError:
            raise
        except OSError:
            is_lockable = False
        if not os.path.samestat(path.stat(), os.fstat(handle)):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        os.write(handle, _claim() if is_lockable else f"{_KIND} unlocked\n".encode("ascii"))
        os.fsync(handle)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _take(handle: int) -> None:
    """Take a lock that ends with the process. Raises BlockingIOError when another has it, OSError where there are none."""
    try:
        if sys.platform == "win32":
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as reason:
        if reason.errno in _HELD:
            raise BlockingIOError(*reason.args) from reason
        raise


def _claim() -> bytes:
    """What the lock of this process says; its first two lines are those of every process on this computer."""
    return f"{_KIND}\nhost {platform.node()}\npid {os.getpid()}\n".encode("utf-8", "replace")


def _remove_left(path: Path) -> None:
    lock = path / _LOCK
    try:
        handle = os.open(lock, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        path.rmdir()  # which only an empty folder allows
        return
    try:
        _take(handle)
        os.lseek(handle, 0, os.SEEK_SET)
        said = os.read(handle, 4096).splitlines()[:2]
        if said == _claim().splitlines()[:2]:
            _finish_moves(path)
            _empty(path)
        elif said or list(path.iterdir()) != [lock]:
            return
    finally:
        os.close(handle)
    lock.unlink()
    path.rmdir()


def _empty(path: Path) -> None:
    """Take away everything but the lock, which is the last to go: it says whose the rest is."""
    for name in (_JOURNAL, f"{_JOURNAL}.part"):
        (path / name).unlink(missing_ok=True)
    for name in (_NEW, _OLD):
        if (path / name).is_dir():
            shutil.rmtree(path / name)


# --- moving ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Move:
    """What is to be moved over ``target``, lying in the hidden folder ``stage``."""

    stage: Path
    target: Path

    @property
    def place(self) -> Path:
        return self.stage / _NEW / self.target.name

    @property
    def old(self) -> Path:
        return self.stage / _OLD / self.target.name


def _check(moves: Sequence[_Move]) -> None:
    """Raise OSError where a move is bound to fail, before the first is made."""
    for move in moves:
        is_folder = stat.S_ISDIR(move.place.stat().st_mode)
        if move.target.is_dir() and not is_folder:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(move.target))
        if move.target.exists() and not move.target.is_dir() and is_folder:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(move.target))


def _replace_all(moves: Sequence[_Move]) -> None:
    stages = list(dict.fromkeys(move.stage for move in moves))
    if len(moves) > 1:
        for move in moves:
            _keep_old(move)
        for stage in stages:
            _write_journal(stage, [move for move in moves if move.stage == stage])
    done: list[_Move] = []
    try:
        for move in moves:
            _replace(move.place, move.target)
            done.append(move)
    except OSError:
        for stage in stages:
            (stage / _JOURNAL).unlink(missing_ok=True)
        for move in reversed(done):
            os.replace(*((move.old, move.target) if move.old.exists() else (move.target, move.place)))
        raise
    for stage in stages:
        (stage / _JOURNAL).unlink(missing_ok=True)
        _flush(stage.parent)


def _replace(place: Path, target: Path) -> None:
    if os.name == "nt" and place.is_dir() and target.is_dir():
        target.rmdir()
    os.replace(place, target)


def _keep_old(move: _Move) -> None:
    """Keep what ``target`` is, so that it can be put back; a second name for it where the file system has such."""
    if not os.path.lexists(move.target) or move.target.is_dir():
        return
    move.old.parent.mkdir(exist_ok=True)
    try:
        os.link(move.target, move.old, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(move.target, move.old, follow_symlinks=False)


def _state(path: Path) -> _State:
    """What tells whether somebody has touched a file since; None where there is none."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def _write_journal(stage: Path, moves: Sequence[_Move]) -> None:
    due = [{"name": move.target.name, "made": _state(move.place), "was": _state(move.target)} for move in moves]
    part = stage / f"{_JOURNAL}.part"
    part.write_text(json.dumps({"kind": _KIND, "moves": due}), encoding="utf-8")
    _flush(part)
    os.replace(part, stage / _JOURNAL)
    _flush(stage)


def _finish_moves(stage: Path) -> None:
    """Finish the moves of a journal: all that are still due, or none where a target is not as it was then."""
    try:
        stated = json.loads((stage / _JOURNAL).read_text(encoding="utf-8"))["moves"]
        due = [(str(one["name"]), _stated(one["made"]), _stated(one["was"])) for one in stated]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return
    if any(Path(name).name != name or name in {"", ".", ".."} for name, _, _ in due):
        return
    left = []
    for name, made, was in due:
        place, target = stage / _NEW / name, stage.parent / name
        is_due = _state(place) == made is not None and _state(target) == was
        if not is_due and _state(target) != made:
            return
        if is_due:
            left.append((place, target))
    for place, target in left:
        _replace(place, target)
    _flush(stage.parent)


def _stated(value: list[int] | None) -> _State:
    if value is None:
        return None
    size, modified, number = (int(one) for one in value)
    return size, modified, number


# --- to disk ---------------------------------------------------------------------------------------------------------


def _flush_whole(path: Path) -> None:
    """Have the system write a file, or a folder with everything in it, to disk."""
    if path.is_dir():
        for one in sorted(path.rglob("*")):
            _flush(one)
    _flush(path)
    _flush(path.parent)


def _flush(path: Path) -> None:
    """Have the system write a file (or, where it can, a folder's entries) to disk."""
    if path.is_symlink():
        return
    is_folder = path.is_dir()
    if is_folder and os.name == "nt":
        return
    try:
        handle = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as reason:
        if not is_folder or reason.errno not in _NOT_FOR_FOLDERS:  # some drives cannot flush a folder
            raise


# --- what may not be -------------------------------------------------------------------------------------------------


def _failed(code: str, reason: OSError, targets: Sequence[Path]) -> OutputFailed:
    """The failure, naming the target that the system's words are about, or else the first one."""
    names = {target.name for target in targets}
    about = {Path(os.fsdecode(one)).name for one in (reason.filename, reason.filename2) if isinstance(one, str | bytes)}
    named = sorted(names & about) or [targets[0].name]
    return OutputFailed(code, file=named[0], detail=reason.strerror or str(reason))


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, also through links and where the file system ignores case."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()


def _belongs_to(target: Path, given: Path) -> bool:
    """Whether ``target`` is there already and is a part of what was given."""
    if not target.exists():
        return False
    if given.is_dir():
        return target.resolve().is_relative_to(given.resolve())
    return target.with_suffix("").resolve() == given.with_suffix("").resolve() and given.suffix.lower() in (
        ".shp",
        ".tab",
        ".mif",
    )
