# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way this program writes a zip: members in path order, fixed dates, no extra fields, so same input is same bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ..core.errors import OutputFailed

_FIRST_YEAR = 1980  # what a zip's date field can hold


def canonical_zip(folder: Path, place: Path, *, date: str) -> None:
    """Zip every file below ``folder`` to ``place``, dated ``date`` (ISO; earlier than 1980 or empty becomes 1980-01-01).

    ``place`` is one that ``outputs.beside`` gave; the zip is read back there. Raises OutputFailed("zip-not-written").
    """
    year, month, day = (int(part) for part in date.split("-")) if date else (_FIRST_YEAR, 1, 1)
    stamp = (year, month, day, 0, 0, 0) if year >= _FIRST_YEAR else (_FIRST_YEAR, 1, 1, 0, 0, 0)
    members = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    try:
        with zipfile.ZipFile(place, "w") as archive:
            for name, path in members:
                entry = zipfile.ZipInfo(name, stamp)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3  # the same on every platform
                entry.external_attr = 0o644 << 16
                with path.open("rb") as source, archive.open(entry, "w", force_zip64=False) as member:
                    while block := source.read(1 << 20):
                        member.write(block)
        with zipfile.ZipFile(place) as archive:
            broken = archive.testzip()
            if broken or archive.namelist() != [name for name, _ in members]:
                raise OutputFailed("zip-not-written", file=place.name, detail=broken or "members differ")
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile) as reason:
        raise OutputFailed("zip-not-written", file=place.name, detail=str(reason)) from reason
