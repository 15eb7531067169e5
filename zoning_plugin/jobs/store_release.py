# SPDX-License-Identifier: GPL-3.0-or-later
"""Store what an import has examined, called as a person has called it; and the demo county."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..core.errors import OutputFailed, ReleaseUnreadable
from ..core.progress import Progress, Silent, Stretch
from ..core.release import ReleaseInfo
from ..files.file_names import file_stem
from ..files.release_store import read_release, write_release
from .import_release import ImportExamination, ImportRequest, examine_import


def store_release(
    examination: ImportExamination, info: ReleaseInfo, folder: Path, *, progress: Progress | None = None
) -> Path:
    """Write the examined release with ``info`` into ``folder`` (made when it is not there) under a name that is free.

    Raises ReleaseUnreadable with every error of the examination, OutputFailed, Cancelled.
    """
    if examination.errors:
        raise ReleaseUnreadable(examination.errors[0].code, examination.errors)
    _make(folder)
    stem = _file_stem(info)
    path = folder / f"{stem}.gpkg"
    number = 2
    while path.exists():
        path = folder / f"{stem} ({number}).gpkg"
        number += 1
    write_release(replace(examination.release, info=info), path, progress=progress)
    return path


def store_demo(demo: Path, folder: Path, *, progress: Progress | None = None) -> Path:
    """Import the demo release from ``demo`` into ``folder``, or find it there whole; returns its file.

    Raises ReleaseUnreadable, OutputFailed, PartMissing, Cancelled.
    """
    progress = progress or Silent()
    _make(folder)
    request = ImportRequest(folder / "demo.gpkg", folder=demo)
    examination = examine_import(request, progress=Stretch(progress, 0.0, 0.6))
    if examination.errors:
        raise ReleaseUnreadable(examination.errors[0].code, examination.errors)
    path = folder / f"{_file_stem(examination.release.info)}.gpkg"
    if not _is_whole(path, examination.release.info):
        write_release(examination.release, path, progress=Stretch(progress, 0.6, 1.0))
    return path


def _is_whole(path: Path, info: ReleaseInfo) -> bool:
    try:
        stored = read_release(path, verify=True)
    except ReleaseUnreadable:
        return False
    return stored.info == info and not stored.faults


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise OutputFailed("folder-not-writable", folder=str(folder), detail=reason.strerror or str(reason)) from reason


def _file_stem(info: ReleaseInfo) -> str:
    return file_stem(" ".join(part for part in (info.name, info.effective) if part), "release")
