# SPDX-License-Identifier: GPL-3.0-or-later
"""List the releases in a folder, without opening them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..core.errors import ReleaseUnreadable
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.release import ReleaseInfo
from ..files.release_store import read_release_info


@dataclass(frozen=True)
class StoredRelease:
    """A release file. ``info`` is None for a file that cannot be read as one; ``error`` then says why."""

    path: Path
    info: ReleaseInfo | None
    error: ReleaseUnreadable | None = None


def list_releases(folder: Path, *, progress: Progress | None = None) -> tuple[StoredRelease, ...]:
    """Every .gpkg in ``folder`` (not below it), by name; a folder that is not there holds none.

    A file that is no release is listed with its error: it lies where releases lie, and somebody put it there.
    """
    progress = progress or Silent()
    found = []
    for path in sorted(folder.glob("*.gpkg")) if folder.is_dir() else []:
        stop_if_cancelled(progress)
        if path.name.startswith("."):  # one that is just being written
            continue
        try:
            found.append(StoredRelease(path, read_release_info(path)[0]))
        except ReleaseUnreadable as error:
            found.append(StoredRelease(path, None, error))
    return tuple(found)
