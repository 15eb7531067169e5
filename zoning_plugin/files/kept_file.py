# SPDX-License-Identifier: GPL-3.0-or-later
"""Files kept to save time only: taken when whole and made for just this, written whole or not at all, deleted without loss.

A line first: what kind of file it is, the key that it was made for, and the SHA-256 of the rest, as hexadecimal digits. This finds
damage and what is out of date; it proves nothing of who wrote it: whoever may write in the folder may write a file that is taken.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from pathlib import Path
from typing import Final

from ..core.errors import OutputFailed
from .outputs import beside, write_bytes

_UNUSED_SECONDS: Final = 90 * 24 * 3600.0
"""After so long without being read a file in the user's cache is taken away: releases come and go."""


def read_kept(path: Path, kind: str, key: str) -> memoryview | None:
    """The content of a kept file; None where there is none, or where it is damaged or was made for something else."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    end = content.find(b"\n")
    rest = memoryview(content)[end + 1 :]  # not copied: it may be hundreds of megabytes
    if content[: max(end, 0)] != _first_line(kind, key, rest):
        return None
    with contextlib.suppress(OSError):  # a folder that can only be read
        os.utime(path)
    return rest


def write_kept(path: Path, kind: str, key: str, content: bytes) -> bool:
    """Keep ``content``; False where the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside([path]) as (place,):
            write_bytes(place, _first_line(kind, key, content) + b"\n" + content)
    except (OSError, OutputFailed):
        return False
    return True


def remove_unused(folder: Path, suffix: str) -> None:
    """Take away the kept files of a folder that nobody has read for long. Never raises."""
    oldest = time.time() - _UNUSED_SECONDS
    for path in folder.glob("*" + suffix):
        with contextlib.suppress(OSError):  # another window has just done so, or is reading it
            if path.stat().st_mtime < oldest:
                path.unlink()


def _first_line(kind: str, key: str, rest: bytes | memoryview) -> bytes:
    return f"{kind} {key} {hashlib.sha256(rest).hexdigest()}".encode("ascii")
