# SPDX-License-Identifier: GPL-3.0-or-later
"""Unpacking a zip from a stranger: names, sizes and counts checked before and while a byte is written."""

from __future__ import annotations

import contextlib
import re
import shutil
import stat
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from ..core.errors import Level, ReleaseUnreadable, fault
from ..core.progress import Progress, Silent, stop_if_cancelled

MOST_MEMBERS: Final = 5_000
MOST_BYTES: Final = 4_000_000_000
"""All members together, unpacked. The layers of a whole province are below 1 GB."""
MOST_RATIO: Final = 200
"""Unpacked : packed size of one member above 10 MB. Shapes shrink to a third, texts to a twentieth."""
LONGEST_NAME: Final = 240
OTHER_ARCHIVES: Final = frozenset({".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"})
"""Suffixes of archives that are not opened."""
_BIG: Final = 10_000_000
_BLOCK: Final = 1 << 20
_LONGEST_END: Final = 65_535 + 22 + 20 + 56
"""Comment, end record, and those of a zip64 before it."""
_UTF8_FLAG: Final = 0x800
_ENCRYPTED: Final = 0x1
_DRIVE: Final = re.compile(r"^[A-Za-z]:")
# Names that mean a device on Windows, whatever follows the point.
_DEVICE: Final = re.compile(r"(?i)^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$")
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f<>:"|?*\\]')


def is_archive(path: Path) -> bool:
    """Whether ``path`` calls itself a zip archive (a .kmz is one too, but is read as what it is)."""
    return path.suffix.lower() == ".zip"


@contextlib.contextmanager
def unpacked(path: Path, *, progress: Progress | None = None) -> Iterator[Path]:
    """A folder with the content of the zip ``path``, which exists as long as the context does.

    Names without the UTF-8 mark are read as UTF-8 where they are, else as GB 18030, as Chinese Windows packs them.
    Nothing is written outside the folder, no link is made, and what a member says of its size is not believed.

    Raises ReleaseUnreadable: "file-missing", "file-empty", "archive-damaged", "archive-encrypted", "archive-too-large", and
    for every name at once "archive-name-unsafe" (a path out of the folder, a drive, a link, a device, twice the same name).
    """
    if not path.is_file():
        raise ReleaseUnreadable("file-missing", file=path.name)
    if not path.stat().st_size:
        raise ReleaseUnreadable("file-empty", file=path.name)
    folder = Path(tempfile.mkdtemp(prefix="zoning-unpacked-"))
    try:
        try:
            with zipfile.ZipFile(path) as archive:
                if len(archive.infolist()) != _promised_count(path):
                    raise ReleaseUnreadable("archive-damaged", file=path.name, detail="end of central directory")
                members = _members(archive, path)
                _unpack(archive, members, folder, path, progress or Silent())
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as reason:
            raise ReleaseUnreadable("archive-damaged", file=path.name, detail=reason) from reason
        except OSError as reason:
            raise ReleaseUnreadable("archive-unpackable", file=path.name, detail=reason) from reason
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _members(archive: zipfile.ZipFile, path: Path) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """Members that are files, by the path that each may have below a folder."""
    listed = archive.infolist()
    total = sum(one.file_size for one in listed)
    if len(listed) > MOST_MEMBERS or total > MOST_BYTES or any(_is_swollen(one, one.file_size) for one in listed):
        raise ReleaseUnreadable("archive-too-large", file=path.name, count=len(listed), size=total)
    if any(one.flag_bits & _ENCRYPTED for one in listed):
        raise ReleaseUnreadable("archive-encrypted", file=path.name)
    found: dict[PurePosixPath, zipfile.ZipInfo] = {}
    names: set[str] = set()
    faults = []
    for one in listed:
        name = _name(one)
        if name.endswith("/") and not one.file_size:
            continue  # a folder; the folders that hold something are made with it
        inside = _inside(name)
        key = unicodedata.normalize("NFC", str(inside)).casefold() if inside else ""
        if inside is None or key in names or stat.S_ISLNK(one.external_attr >> 16):
            faults.append(fault("archive-name-unsafe", Level.ERROR, file=path.name, name=name[:LONGEST_NAME]))
            continue
        names.add(key)
        found[inside] = one
    if faults:
        raise ReleaseUnreadable(faults[0].code, faults)
    if not found:
        raise ReleaseUnreadable("file-empty", file=path.name)
    return found


def _promised_count(path: Path) -> int:
    """How many members the end of the archive says there are: zipfile does not look, and one less would go unnoticed."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _LONGEST_END, 0))
        end = file.read()
    place = end.rfind(b"PK\x05\x06")
    count = int.from_bytes(end[place + 10 : place + 12], "little")
    large = end.rfind(b"PK\x06\x06", 0, place)
    return int.from_bytes(end[large + 32 : large + 40], "little") if count == 0xFFFF and large >= 0 else count


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name as whoever packed it wrote it."""
    if member.flag_bits & _UTF8_FLAG:
        return member.filename
    try:
        raw = member.orig_filename.split("\x00", 1)[0].encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return member.filename


def _inside(name: str) -> PurePosixPath | None:
    """``name`` as a path below a folder; None when it would lead out of it, or is no name on some system."""
    parts = name.replace("\\", "/").split("/")
    is_harmless = all(
        part not in ("", ".", "..")
        and not _FORBIDDEN.search(part)
        and not _DEVICE.match(part)
        and part == part.rstrip(" .")
        and len(part.encode("utf-8", "replace")) <= LONGEST_NAME
        for part in parts
    )
    return PurePosixPath(*parts) if is_harmless and not _DRIVE.match(name) and len(parts) <= 20 else None


def _is_swollen(member: zipfile.ZipInfo, size: int) -> bool:
    return size > _BIG and size > MOST_RATIO * max(member.compress_size, 1)


def _unpack(
    archive: zipfile.ZipFile,
    members: dict[PurePosixPath, zipfile.ZipInfo],
    folder: Path,
    path: Path,
    progress: Progress,
) -> None:
    promised = max(sum(one.file_size for one in members.values()), 1)
    written = 0
    for inside, member in members.items():
        target = folder / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        size = 0
        with archive.open(member) as source, target.open("xb") as file:
            while block := source.read(_BLOCK):
                stop_if_cancelled(progress)
                size += len(block)
                written += len(block)
                if size > member.file_size or written > MOST_BYTES:
                    raise ReleaseUnreadable("archive-too-large", file=path.name, count=len(members), size=written)
                file.write(block)
                progress.report(min(written / promised, 1.0), "step-unpacking")
        if size != member.file_size:
            raise ReleaseUnreadable("archive-damaged", file=path.name, detail=str(inside))
