# SPDX-License-Identifier: GPL-3.0-or-later
"""What is checked of an Office package (a zip of XML) before any parser sees it: bombs, document types, passwords, truncation."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ...core.errors import ReleaseUnreadable

# A list of a whole province has some ten thousand cells; what is far beyond that is a mistake or an attack.
MOST_BYTES: Final = 300_000_000
MOST_MEMBERS: Final = 5_000
MOST_RATIO: Final = 250
"""Uncompressed : compressed size of one member above 1 MB. Real sheets stay below 30."""

_XML_NAMES: Final = (".xml", ".rels", ".vml")
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_XML_STARTS: Final = (b"<", b"\xef\xbb\xbf", b"\xff\xfe<", b"\xfe\xff\x00<", b"\x00<", b"\x4c\x6f\xa7\x94")


@dataclass(frozen=True)
class Refusals:
    """The codes under which one kind of package is refused: a workbook and a document are not told in the same words."""

    damaged: str
    too_large: str
    unsafe: str
    encrypted: str


def checked_xml(archive: zipfile.ZipFile, path: Path, refusals: Refusals) -> Iterator[tuple[str, bytes]]:
    """Name and content of every XML member of an Office Open XML package, once the whole passed and each as it passes.

    XML is what is called so, and whatever begins like it under another name. Run the iterator to its end before the
    package is given to a parser. Raises ReleaseUnreadable with a code of ``refusals``; and what :mod:`zipfile` raises
    on a damaged archive.
    """
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > 1_000_000 and member.file_size > MOST_RATIO * max(member.compress_size, 1)
        for member in members
    )
    if len(members) > MOST_MEMBERS or total > MOST_BYTES or swollen:
        raise ReleaseUnreadable(refusals.too_large, file=path.name, detail=f"{len(members)} members, {total} bytes")
    if not any(member.filename == "[Content_Types].xml" for member in members):
        raise ReleaseUnreadable(refusals.damaged, file=path.name, detail="[Content_Types].xml")
    if any(member.flag_bits & 1 for member in members):
        raise ReleaseUnreadable(refusals.encrypted, file=path.name)
    for member in members:
        with archive.open(member) as stream:
            start = stream.read(64)
            is_xml = member.filename.lower().endswith(_XML_NAMES) or start.lstrip().startswith(_XML_STARTS)
            content = start + stream.read() if is_xml else b""
        if is_xml:
            check_xml(content, path, refusals)
            yield member.filename, content


def check_xml(content: bytes, path: Path, refusals: Refusals) -> None:
    """Refuse XML that is not UTF-8, where nothing could be searched for, and XML with a document type or entities."""
    declared = _DECLARED.match(content.removeprefix(b"\xef\xbb\xbf"))
    is_utf8 = (
        not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00", b"\x4c\x6f\xa7\x94")) and b"\x00" not in content[:64]
    )
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        is_utf8 = False
    if not is_utf8 or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ReleaseUnreadable(refusals.unsafe, file=path.name)
