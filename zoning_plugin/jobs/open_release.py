# SPDX-License-Identifier: GPL-3.0-or-later
"""Open a release: one file, or of a folder of them the one that is in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..core.errors import ReleaseUnreadable
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.release import Release, ReleaseInfo
from ..core.terms import ReleaseStatus
from ..files.release_store import read_release, read_release_info


@dataclass(frozen=True)
class StoredRelease:
    """A release file of a folder: where it is, what it says of itself, its digest as stored."""

    path: Path
    info: ReleaseInfo
    digest: str


def list_releases(folder: Path) -> tuple[StoredRelease, ...]:
    """Every release in a folder (not below it), latest first; GeoPackages that are no releases are passed over.

    Raises ReleaseUnreadable: "file-missing" when there is no such folder.
    """
    if not folder.is_dir():
        raise ReleaseUnreadable("file-missing", file=folder.name)
    found = []
    for path in sorted(folder.glob("*.gpkg")):
        try:
            info, digest = read_release_info(path)
        except ReleaseUnreadable:
            continue  # the folder is the user's own: other GeoPackages may well lie in it
        found.append(StoredRelease(path, info, digest))
    return tuple(sorted(found, key=lambda one: one.info.effective, reverse=True))


def choose_release(folder: Path, on: str) -> StoredRelease:
    """The release of a folder that is published and in force on the ISO date ``on``: the one that came into force last.

    Raises ReleaseUnreadable: "file-missing", "folder-without-releases", "release-none-in-force", "release-several-in-force"
    (same day: which of them holds for a place is not known here).
    """
    releases = list_releases(folder)
    if not releases:
        raise ReleaseUnreadable("folder-without-releases", folder=folder.name)
    in_force = [
        one
        for one in releases
        if one.info.status is ReleaseStatus.PUBLISHED and one.info.effective and one.info.effective <= on
    ]
    if not in_force:
        raise ReleaseUnreadable("release-none-in-force", folder=folder.name, on=on)
    latest = [one for one in in_force if one.info.effective == in_force[0].info.effective]
    if len(latest) > 1:
        names = "、".join(f"{one.info.name} ({one.path.name})" for one in latest)
        raise ReleaseUnreadable("release-several-in-force", folder=folder.name, on=on, found=names)
    return latest[0]


def open_release(path: Path, *, on: str = "", verify: bool = False, progress: Progress | None = None) -> Release:
    """The release in file ``path``, or the one of folder ``path`` in force on the ISO date ``on``; read-only.

    ``verify`` compares its digest (a difference is a fault of the release). Raises ReleaseUnreadable, Cancelled.
    """
    progress = progress or Silent()
    stop_if_cancelled(progress)
    progress.report(0.0, "step-read-release")
    chosen = choose_release(path, on).path if path.is_dir() else path
    release = read_release(chosen, verify=verify)
    progress.report(1.0, "step-read-release")
    return release
