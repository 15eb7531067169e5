# SPDX-License-Identifier: GPL-3.0-or-later
"""Releases that were removed or written over: kept in the folder ``previous`` beside the others, and put back from there.

A kept file is called as it was, followed by the first eight digits of its digest and of that of its standing (of the hash of its
bytes where it is no release that can be read). Nothing here ever deletes the last copy of anything.
"""

from __future__ import annotations

import filecmp
import os
import re
import shutil
from pathlib import Path
from typing import Final

from ..core.errors import OutputFailed, ReleaseUnreadable
from .file_names import free_stem
from .geopackage import has_unsaved_edits
from .import_sources import sha256_of
from .outputs import beside, make_folder, unwritable
from .release_store import read_release_head

PREVIOUS: Final = "previous"
_KEPT: Final = re.compile(r"(?P<stem>.+?)\.[0-9a-f]{8}(\.[0-9a-f]{8})?( \(\d+\))?", re.DOTALL)


def keep_copy(path: Path) -> Path:
    """Copy the release file ``path`` into ``previous`` beside it and return the copy; a copy that is there already is not made twice.

    Raises OutputFailed.
    """
    kept = _place_for(path)
    if not kept.exists():
        with beside([kept]) as (place,):
            shutil.copyfile(path, place)
    return kept


def put_away(path: Path) -> Path:
    """Move the release file ``path`` into ``previous`` beside it and return where it lies now.

    Raises OutputFailed ("release-open-for-editing" where another program holds changes that are not saved).
    """
    if has_unsaved_edits(path):
        raise OutputFailed("release-open-for-editing", file=path.name)
    kept = _place_for(path)
    try:
        os.replace(path, kept)  # over the very same bytes, where they are there already
    except OSError as reason:
        raise unwritable(path, reason) from reason
    return kept


def put_back(kept: Path) -> Path:
    """Move a file from ``previous`` back to where it was, and return that; what lies there now is kept in its place.

    Raises OutputFailed ("file-missing" where it is gone).
    """
    if not kept.is_file():
        raise OutputFailed("file-missing", file=kept.name)
    path = kept.parent.parent / former_name(kept)
    if path.exists():
        if has_unsaved_edits(path):
            raise OutputFailed("release-open-for-editing", file=path.name)
        keep_copy(path)
    try:
        os.replace(kept, path)
    except OSError as reason:
        raise unwritable(path, reason) from reason
    return path


def list_kept(folder: Path) -> tuple[Path, ...]:
    """The files kept in ``previous`` of a folder of releases, by name."""
    return tuple(sorted(path for path in (folder / PREVIOUS).glob("*.gpkg") if _KEPT.fullmatch(path.stem)))


def former_name(kept: Path) -> str:
    """The name a kept file had."""
    found = _KEPT.fullmatch(kept.stem)
    return f"{found['stem'] if found else kept.stem}{kept.suffix}"


def _place_for(path: Path) -> Path:
    """Where ``path`` is kept: a name that is free, or that of the very same bytes."""
    folder = path.parent / PREVIOUS
    make_folder(folder)
    try:
        stem = f"{path.stem}.{_digits(path)}"
        same = [
            one for one in folder.glob("*.gpkg") if one.stem.startswith(stem) and filecmp.cmp(one, path, shallow=False)
        ]
        return min(same) if same else folder / f"{free_stem(stem, [one.stem for one in folder.iterdir()])}{path.suffix}"
    except OSError as reason:
        raise unwritable(path, reason) from reason


def _digits(path: Path) -> str:
    try:
        head = read_release_head(path)
    except ReleaseUnreadable:
        return sha256_of(path)[:8]
    return (
        f"{head.digest[:8]}.{head.standing_digest[:8]}"
        if _is_hex(head.digest, head.standing_digest)
        else sha256_of(path)[:8]
    )


def _is_hex(*digests: str) -> bool:
    return all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in digests)
