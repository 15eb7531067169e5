# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may write a case register: one lock file beside it, made with O_EXCL, that names the person, the computer and the time.

The system's own lock on that file ends with its process and is the proof on this computer that the writer is dead; on a share
it proves nothing, and what another computer has written there is believed until a person says otherwise.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..core.errors import RegisterUnusable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_KIND: Final = "zoning-register-lock/1"
_HELD: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_BEYOND: Final = 1 << 30
"""Windows forbids reading what is locked: the byte that is locked lies beyond what is written."""
_MOST_BYTES: Final = 4096
_TRIES: Final = 8


@dataclass(frozen=True)
class Holder:
    """Who writes a register: name, computer, process there, since when (ISO); ``age_s`` seconds since the lock was written."""

    who: str
    computer: str
    process: int
    since: str
    age_s: float = 0.0

    @property
    def is_here(self) -> bool:
        """Whether it is this computer."""
        return self.computer == platform.node()


class WriteLock:
    """The lock in hand; :meth:`release` gives it back."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path, self._handle = path, handle

    @property
    def is_ours(self) -> bool:
        """Whether the lock file is still the one this process made: a person elsewhere may have said to take it over."""
        try:
            return os.path.samestat(self._path.stat(), os.fstat(self._handle)) and _reads(self._path, self._handle)
        except OSError:
            return False

    def release(self) -> None:
        """Take the lock file away."""
        if self._handle < 0:
            return
        is_ours = self.is_ours
        if is_ours and sys.platform != "win32":
            with contextlib.suppress(OSError):
                self._path.unlink()
        os.close(self._handle)
        self._handle = -1
        if is_ours and sys.platform == "win32":
            with contextlib.suppress(OSError):
                self._path.unlink()


def lock_path(register: Path) -> Path:
    """Where the lock of a register lies."""
    return register.with_name(register.name + ".lock")


def holder_of(register: Path) -> Holder | None:
    """Who holds a register, as its lock file says; None where there is none, or one that a dead process of this computer left."""
    path = lock_path(register)
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return _said(path)
    try:
        said = _said(path)
        return said if said is None or _is_alive(handle, said) else None
    finally:
        os.close(handle)


def take_lock(register: Path, who: str, since: str, *, take_over: bool = False) -> WriteLock:
    """The lock of a register for ``who``. One whose process is dead on this computer is taken over.

    ``take_over``: a person has said that the one of another computer no longer holds. Never of a living process here.
    Raises RegisterUnusable("register-held") with who, computer, since and age; "register-not-writable" (the folder takes no file).
    """
    path = lock_path(register)
    said = {"kind": _KIND, "who": who, "computer": platform.node(), "process": os.getpid(), "since": since}
    claim = json.dumps(said, ensure_ascii=False).encode("utf-8", "backslashreplace")
    for _ in range(_TRIES):
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            try:
                handle = os.open(path, os.O_RDWR)
            except FileNotFoundError:
                continue
            except OSError as reason:
                raise _held(path) from reason
            if not _may_take(path, handle, take_over=take_over):
                os.close(handle)
                raise _held(path) from None
        except OSError as reason:
            detail = reason.strerror or str(reason)
            raise RegisterUnusable("register-not-writable", file=register.name, detail=detail) from reason
        if not _is_locked_now(handle):
            os.close(handle)
            raise _held(path)
        try:
            if os.path.samestat(path.stat(), os.fstat(handle)):
                _write(handle, claim)
                return WriteLock(path, handle)
        except FileNotFoundError:
            pass
        except OSError as reason:
            os.close(handle)
            raise RegisterUnusable(
                "register-not-writable", file=register.name, detail=reason.strerror or ""
            ) from reason
        os.close(handle)
    raise _held(path)


def _may_take(path: Path, handle: int, *, take_over: bool) -> bool:
    """Whether a lock that is there may be taken over."""
    said = _said(path)
    if said is None:  # nothing is in it: whoever made it was killed before it could write, or is just about to
        return _age(path) > 2 or take_over
    return not _is_alive(handle, said) or (take_over and not said.is_here)


def _is_alive(handle: int, said: Holder) -> bool:
    """Whether the holder may still be at work; of another computer nobody here can tell."""
    if not said.is_here:
        return True
    try:
        _lock(handle)
    except BlockingIOError:
        return True
    except OSError:
        return _runs(said.process)  # a drive without locks
    _unlock(handle)
    return False


def _is_locked_now(handle: int) -> bool:
    """Take the system's lock, where the drive knows one; False when another process was quicker."""
    try:
        _lock(handle)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def _lock(handle: int) -> None:
    try:
        if sys.platform == "win32":
            os.lseek(handle, _BEYOND, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as reason:
        if reason.errno in _HELD:
            raise BlockingIOError(*reason.args) from reason
        raise


def _unlock(handle: int) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            os.lseek(handle, _BEYOND, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_UN)


def _runs(process: int) -> bool:
    """Whether a process of this number runs here; when that cannot be told, yes."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _write(handle: int, claim: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    os.ftruncate(handle, 0)
    os.write(handle, claim)
    os.fsync(handle)


def _reads(path: Path, handle: int) -> bool:
    """Whether the file says what this process wrote into it."""
    del handle
    said = _said(path)
    return said is not None and said.is_here and said.process == os.getpid()


def _said(path: Path) -> Holder | None:
    """What a lock file says; None when there is none or nothing in it. One that cannot be understood is somebody's all the same."""
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES)
    except FileNotFoundError:
        return None
    except OSError:
        return Holder("?", "?", 0, "", _age(path))
    if not raw.strip():
        return None
    try:
        stated: Any = json.loads(raw.decode("utf-8"))
        if not isinstance(stated, dict) or stated.get("kind") != _KIND:
            raise ValueError
        return Holder(
            str(stated.get("who")), str(stated.get("computer")), int(stated.get("process", 0)), str(stated.get("since")), _age(path)
        )  # fmt: skip
    except (ValueError, TypeError, RecursionError):
        return Holder("?", "?", 0, "", _age(path))


def _age(path: Path) -> float:
    try:
        return max(0.0, time.time() - path.stat().st_mtime)
    except OSError:
        return 0.0


def _held(path: Path) -> RegisterUnusable:
    said = _said(path) or Holder("?", "?", 0, "")
    return RegisterUnusable(
        "register-held", who=said.who, computer=said.computer, since=said.since, hours=f"{said.age_s / 3600:.1f}"
    )
