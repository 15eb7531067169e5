# SPDX-License-Identifier: GPL-3.0-or-later
"""Take a release out of the catalogue and put it back: nothing is deleted, a copy always stays."""

from __future__ import annotations

from pathlib import Path

from ..core.errors import ReleaseUnreadable
from ..files.previous import former_name, list_kept, put_away, put_back
from ..files.release_store import read_release_head
from ..files.tiles_file import forget_tiles
from .open_release import StoredRelease


def remove_release(path: Path) -> Path:
    """Move the release file ``path`` into the folder ``previous`` beside it; returns where it lies now. Raises OutputFailed."""
    kept = put_away(path)
    forget_tiles(path)
    return kept


def restore_release(kept: Path) -> Path:
    """Move a file out of ``previous`` back into the catalogue; returns where it lies now.

    A release of the same file name that lies there is copied into ``previous`` before. Raises OutputFailed.
    """
    return put_back(kept)


def list_removed(folder: Path) -> tuple[StoredRelease, ...]:
    """The releases kept in ``previous`` of a folder, by the name they had; files that cannot be read as a release are passed over."""
    found = []
    for path in list_kept(folder):
        try:
            head = read_release_head(path)
        except ReleaseUnreadable:
            continue
        found.append(
            StoredRelease(path, head.info, head.digest, head.steps, head.unit_count, head.clause_count, head.boxes)
        )
    return tuple(sorted(found, key=lambda one: (former_name(one.path), one.path.name)))
