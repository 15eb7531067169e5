# SPDX-License-Identifier: GPL-3.0-or-later
"""Store what an import has examined, called as a person has called it; and the demo county."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..core.errors import ReleaseUnreadable
from ..core.progress import Progress, Silent, Stretch
from ..core.release import Release, ReleaseInfo
from ..files.file_names import file_stem, free_stem
from ..files.outputs import make_folder
from ..files.previous import keep_copy
from ..files.release_store import digest_as_stored, read_release, write_release
from .import_release import ImportExamination, ImportRequest, examine_import
from .import_release.report import write_report

IMPORTS: Final = "imports"
"""Folder of the reports of imports, beside the releases."""


def store_release(
    examination: ImportExamination, info: ReleaseInfo, folder: Path, *, progress: Progress | None = None
) -> Path:
    """Write the examined release with ``info`` into ``folder`` (made when it is not there) under a name that is free.

    Raises ReleaseUnreadable with every error of the examination, OutputFailed, Cancelled.
    """
    path, _ = _stored(examination, info, folder, progress)
    return path


def store_import(
    examination: ImportExamination, info: ReleaseInfo, folder: Path, *, language: str, progress: Progress | None = None
) -> tuple[Path, Path]:
    """Store as :func:`store_release` and report what was recognised: the release's file, and the page of the report.

    The report (JSON, and the page beside it) lies in the folder ``imports`` under the release's name. Raises as there.
    """
    path, stored = _stored(examination, info, folder, progress)
    make_folder(folder / IMPORTS)
    report = folder / IMPORTS / f"{path.stem}.json"
    write_report(ImportRequest(path, report=report, language=language), examination, stored, is_stored=True)
    return path, report.with_suffix(".html")


def _stored(
    examination: ImportExamination, info: ReleaseInfo, folder: Path, progress: Progress | None
) -> tuple[Path, Release]:
    if examination.errors:
        raise ReleaseUnreadable(examination.errors[0].code, examination.errors)
    make_folder(folder)
    taken = [one.stem for one in folder.iterdir() if one.suffix.lower() == ".gpkg"]
    path = folder / f"{free_stem(_file_stem(info), taken)}.gpkg"
    return path, write_release(examination.release.called(info), path, progress=progress)


def store_demo(demo: Path, folder: Path, *, progress: Progress | None = None) -> Path:
    """Import the demo release from ``demo`` into ``folder``, or find it there whole, with the steps recorded since; returns its file.

    Raises ReleaseUnreadable, OutputFailed, PartMissing, Cancelled.
    """
    progress = progress or Silent()
    make_folder(folder)
    request = ImportRequest(folder / "demo.gpkg", folder=demo)
    examination = examine_import(request, progress=Stretch(progress, 0.0, 0.6))
    if examination.errors:
        raise ReleaseUnreadable(examination.errors[0].code, examination.errors)
    path = folder / f"{_file_stem(examination.release.info)}.gpkg"
    if not _holds(path, examination.release):
        if path.exists():
            keep_copy(path)
        write_release(examination.release, path, progress=Stretch(progress, 0.6, 1.0))
    return path


def _holds(path: Path, release: Release) -> bool:
    """Whether a file holds the content of ``release`` whole, wherever it stands by now."""
    try:
        stored = read_release(path, verify=True)
    except ReleaseUnreadable:
        return False
    return stored.digest == digest_as_stored(release) and not stored.faults


def _file_stem(info: ReleaseInfo) -> str:
    return file_stem(" ".join(part for part in (info.name, info.effective) if part), "release")
