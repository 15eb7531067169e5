# SPDX-License-Identifier: GPL-3.0-or-later
"""One door to printed tables: which reader a file needs, by what is in it; its suffix only says what it should be."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from ...core.errors import Level, ReleaseUnreadable, fault
from ..archives import OTHER_ARCHIVES
from .compound_file import SIGNATURE, CompoundDamaged, CompoundFile
from .decoding import decoded
from .delimited import read_delimited
from .grid import Tables
from .grid_builder import checked_file
from .old_workbook import OLD_STREAMS, read_old_workbook
from .open_document import read_open_document
from .page_table import read_page
from .workbook import read_workbook
from .xml_spreadsheet import NAMESPACE, read_xml_spreadsheet

# Kinds of content by the name under which people know them, and the suffixes that promise them.
_XLSX, _XLS, _ODS, _DOCX, _XML, _PAGE, _TEXT = "xlsx", "xls", "ods", "docx", "XML Spreadsheet 2003", "HTML", "CSV/TXT"
_PROMISED: Final = {
    ".xlsx": _XLSX, ".xlsm": _XLSX, ".xltx": _XLSX, ".xltm": _XLSX, ".xls": _XLS, ".xlt": _XLS, ".ods": _ODS, ".ots": _ODS, ".docx": _DOCX,
    ".docm": _DOCX, ".csv": _TEXT, ".tsv": _TEXT, ".tab": _TEXT, ".txt": _TEXT, ".htm": _PAGE, ".html": _PAGE, ".xhtml": _PAGE, ".xml": _XML,
}  # fmt: skip
READABLE: Final = frozenset(_PROMISED)
"""The suffixes of the files that :func:`read_tables` takes for lists."""

_SAVE_AS: Final = {
    ".et": ".xlsx", ".ett": ".xlsx", ".xlsb": ".xlsx", ".numbers": ".xlsx", ".fods": ".xlsx", ".dbf": ".xlsx", ".mht": ".xlsx", ".mhtml": ".xlsx",
    ".doc": ".docx", ".wps": ".docx", ".wpt": ".docx", ".rtf": ".docx", ".odt": ".docx", ".pages": ".docx", ".ofd": ".docx", ".pdf": ".docx",
    ".ppt": ".xlsx", ".pptx": ".xlsx",
}  # fmt: skip
"""What a file that is not read should be saved as."""
DRAWINGS: Final = frozenset({".dwg", ".dxf"})
_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".heic"})
UNREADABLE: Final = frozenset(_SAVE_AS) | _PICTURES | DRAWINGS
"""Suffixes of what may well hold a list and is refused with a sentence."""

# What files begin with that are no tables here, whatever they are called.
_STARTS: Final = (
    (b"%PDF", ".pdf"), (b"AC10", ".dwg"), (b"{\\rtf", ".rtf"), (b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF8", ".gif"), (b"BM", ".bmp"),
    (b"II*\x00", ".tif"), (b"MM\x00*", ".tif"),
)  # fmt: skip
_PAGE_STARTS: Final = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!doctype\s+html|<(?:html|head|body|table|div|meta|style|title|center|p|span|font|tbody|tr)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_HEAD: Final = 8_192


def read_tables(path: Path) -> Tables:
    """Read every printed table of a list: .xlsx, .xls, .ods, .docx, .csv, .tsv, .txt, .html, XML spreadsheets.

    The content decides. A file that is something else than its suffix says — the ".xls" of web systems, which are pages or text —
    is read as what it is, with the fault "format-by-content".

    Raises ReleaseUnreadable: "file-missing", "file-empty", "file-encrypted", "list-format-unsupported" with what to save it as, "list-format-picture", and what the format's reader
    raises.
    """
    checked_file(path)
    suffix = path.suffix.lower()
    if suffix in UNREADABLE:
        raise unsupported(path, suffix)
    kind = _kind_of(path)
    if kind.startswith("."):
        raise unsupported(path, kind)
    promised = _PROMISED.get(suffix, "")
    if not kind or (kind == _TEXT and promised in (_XLSX, _ODS, _DOCX)):
        kind = promised  # damaged beyond recognition: the reader of what it should be says what is wrong
    if not kind or (kind == _TEXT and not promised):
        raise unsupported(path, suffix)
    tables = _READERS[kind](path)
    if kind == promised:
        return tables
    told = fault("format-by-content", Level.INFO, file=path.name, suffix=suffix, found=kind)
    return replace(tables, faults=(told, *tables.faults))


def _read_word(path: Path) -> Tables:
    from .word import read_word  # with lxml behind it: only where there is a document

    return read_word(path)


_READERS: Final[dict[str, Callable[[Path], Tables]]] = {
    _XLSX: read_workbook, _XLS: read_old_workbook, _ODS: read_open_document, _DOCX: _read_word, _XML: read_xml_spreadsheet, _PAGE: read_page,
    _TEXT: read_delimited,
}  # fmt: skip


def unsupported(path: Path, suffix: str) -> ReleaseUnreadable:
    """What there is to say of a file that is not read: what to save it as."""
    if suffix in DRAWINGS:
        return ReleaseUnreadable("drawing-not-read", file=path.name, suffix=suffix)
    if suffix in OTHER_ARCHIVES:
        return ReleaseUnreadable("archive-format-unsupported", file=path.name, suffix=suffix)
    if suffix in _PICTURES:
        return ReleaseUnreadable("list-format-picture", file=path.name, suffix=suffix)
    return ReleaseUnreadable(
        "list-format-unsupported", file=path.name, suffix=suffix or "?", wanted=_SAVE_AS.get(suffix, ".xlsx")
    )


def _kind_of(path: Path) -> str:
    """The kind of a file by its content; a suffix where it is of a kind that is not read, "" where it is unknown."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(SIGNATURE):
        return _kind_of_container(path)
    if head.startswith(b"PK"):
        return _kind_of_archive(path)
    for start, suffix in _STARTS:
        if head.startswith(start):
            return suffix
    if head.startswith(OLD_STREAMS):
        return _XLS
    return _kind_of_text(head, path.name)


def _kind_of_container(path: Path) -> str:
    try:
        names = {name.lower() for name in CompoundFile(path.read_bytes()).names}
    except CompoundDamaged:
        return ""
    if "encryptedpackage" in names:
        raise ReleaseUnreadable("file-encrypted", file=path.name)
    if "workbook" in names or "book" in names:
        return _XLS
    return ".doc" if "worddocument" in names else ".ppt" if "powerpoint document" in names else ""


def _kind_of_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            stated = b""
            if "mimetype" in names:
                with archive.open("mimetype") as member:
                    stated = member.read(200)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, KeyError):
        return ""
    if "content.xml" in names or stated.startswith(b"application/vnd.oasis"):
        return ".odt" if stated and b"opendocument.spreadsheet" not in stated else _ODS
    marks = (
        ("xl/workbook.bin", ".xlsb"), ("xl/", _XLSX), ("word/", _DOCX), ("ppt/", ".pptx"), ("Index/", ".numbers"), ("OFD.xml", ".ofd"),
    )  # fmt: skip
    for mark, kind in marks:
        if any(name.startswith(mark) for name in names):
            return kind
    return ""


def _kind_of_text(head: bytes, file: str) -> str:
    """Which text a file is by its first bytes; "" where it is none."""
    try:
        text, _ = decoded(head[: len(head) // 4 * 4], file)
    except ReleaseUnreadable as reason:
        if reason.code != "file-truncated" or len(head) < _HEAD:
            text = head.decode("latin-1")
        else:
            text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    text = text.lstrip("\ufeff \t\r\n")
    if NAMESPACE in text and text.startswith("<"):
        return _XML
    if _PAGE_STARTS.match(text):
        return _PAGE
    if text.startswith("MIME-Version:"):
        return ".mht"
    if text.startswith("<?xml") and "office:document" in text:
        return ".fods"
    return _TEXT if "\0" not in text[:200] and not text.startswith("<?xml") else ""
