# SPDX-License-Identifier: GPL-3.0-or-later
"""Open a release: one file, or of a folder of them (the catalogue) the one that holds for a place on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..core.catalogue import Bounds, Entry, choose, superseded_by
from ..core.errors import ReleaseUnreadable
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.release import Release, ReleaseInfo, first_step
from ..core.standing import Step
from ..files.release_store import read_release, read_release_head


@dataclass(frozen=True)
class StoredRelease:
    """A release file of a folder: where it is, what it says of itself, its digest as stored.

    ``info`` is its standing as the last step leaves it. ``boxes`` are the bounds of its units, None where they are not known.
    """

    path: Path
    info: ReleaseInfo
    digest: str
    steps: tuple[Step, ...] = ()
    unit_count: int = 0
    clause_count: int = 0
    boxes: tuple[Bounds, ...] | None = None

    @property
    def entry(self) -> Entry:
        """The release as one of the catalogue, called by its file."""
        return Entry(self.path.name, self.info, self.steps or (first_step(self.info),), self.boxes)


def stored_release(path: Path) -> StoredRelease:
    """What a release file says of itself. Raises ReleaseUnreadable."""
    head = read_release_head(path)
    return StoredRelease(path, head.info, head.digest, head.steps, head.unit_count, head.clause_count, head.boxes)


def list_releases(folder: Path) -> tuple[StoredRelease, ...]:
    """Every release in a folder (not below it), latest first; GeoPackages that are no releases are passed over.

    Raises ReleaseUnreadable: "file-missing" when there is no such folder.
    """
    if not folder.is_dir():
        raise ReleaseUnreadable("file-missing", file=folder.name)
    found = []
    for path in sorted(folder.glob("*.gpkg")):
        try:
            found.append(stored_release(path))
        except ReleaseUnreadable:
            continue  # the folder is the user's own: other GeoPackages may well lie in it
    return tuple(sorted(found, key=lambda one: one.info.effective, reverse=True))


def choose_release(folder: Path, on: str, place: Bounds | None = None) -> StoredRelease:
    """The release of a folder that holds for ``place`` (its bounds in EPSG:4490; None: everywhere) on the ISO date ``on``.

    Raises ReleaseUnreadable: "file-missing", "folder-without-releases", and what core.catalogue.choose raises.
    """
    releases = list_releases(folder)
    if not releases:
        raise ReleaseUnreadable("folder-without-releases", folder=folder.name)
    key = choose([one.entry for one in releases], on, place).key
    return next(one for one in releases if one.path.name == key)


def open_release(
    path: Path, *, on: str = "", place: Bounds | None = None, verify: bool = False, progress: Progress | None = None
) -> Release:
    """The release in file ``path``, or of folder ``path`` the one that holds for ``place`` on the ISO date ``on``; read-only.

    ``verify`` compares its digest (a difference is a fault of the release). Raises ReleaseUnreadable, Cancelled.
    """
    progress = progress or Silent()
    stop_if_cancelled(progress)
    progress.report(0.0, "step-read-release")
    chosen = choose_release(path, on, place).path if path.is_dir() else path
    release = read_release(chosen, verify=verify)
    progress.report(1.0, "step-read-release")
    return release


def as_among_others(release: Release, folder: Path, on: str) -> Release:
    """``release`` as it stands on the ISO date ``on`` among those of ``folder``, whatever day it was opened for; found by its digest.

    The same object where nothing differs, so that its indexes stay. Raises ReleaseUnreadable.
    """
    stored = list_releases(folder) if folder.is_dir() else ()
    own = next((one for one in stored if one.digest == release.digest), None)
    if own is None:
        return release
    others = superseded_by(own.entry, [one.entry for one in stored], on)
    names = own.info.superseded_by or "、".join(one.info.name for one in others)
    return (
        release
        if names == release.info.superseded_by
        else replace(release, info=replace(release.info, superseded_by=names))
    )


def open_among_others(path: Path, on: str, *, progress: Progress | None = None) -> Release:
    """The release in file ``path``, with what has taken its place by the ISO date ``on`` among the releases of its folder.

    Whoever judges with it is told so, though the file itself cannot know. Raises as :func:`open_release`.
    """
    release = open_release(path, progress=progress)
    if release.info.superseded_by:
        return release
    entries = [one.entry for one in list_releases(path.parent)]
    own = next((one for one in entries if one.key == path.name), None)
    names = "、".join(one.info.name for one in superseded_by(own, entries, on)) if own else ""
    return replace(release, info=replace(release.info, superseded_by=names))
