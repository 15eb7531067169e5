# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading .xlsx workbooks from strangers: sheets as sparse grids of printed text with their merged ranges."""

from __future__ import annotations

import contextlib
import datetime
import importlib
import posixpath
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

from ...core.errors import Level, PartMissing, ReleaseUnreadable, fault
from ...places import vendored
from .grid import Tables
from .grid_builder import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_MERGED_CELLS,
    MOST_ROWS,
    GridBuilder,
    TablesBuilder,
    checked_file,
    printed_moment,
    printed_number,
)
from .package_checks import Refusals, checked_xml

_REFUSALS: Final = Refusals(
    damaged="workbook-damaged", too_large="workbook-too-large", unsafe="workbook-unsafe", encrypted="file-encrypted"
)

_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_MERGE: Final = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Za-z0-9:$]+)[\"']")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v>[^<]|<(?:\w+:)?v\s[^>]*>[^<]")
_REFERENCE: Final = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_workbook(path: Path) -> Tables:
    """Read an .xlsx (or .xlsm, whose macros are ignored) as printed text, under whatever suffix.

    Raises ReleaseUnreadable: "file-missing", "file-empty", "file-truncated", "file-encrypted", "workbook-damaged", "workbook-too-large",
    "workbook-unsafe" (document types or entities in its XML), "workbook-without-text", and at once for all of them "formula-without-value", "cell-error".
    PartMissing("library-missing").
    """
    checked_file(path)
    _check_start(path)
    tables = TablesBuilder(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            by_member = _check_archive(archive, path)
            parts = {title: by_member.get(member, _Part()) for title, member in _sheet_members(archive).items()}
            if any("vbaProject" in name for name in archive.namelist()):
                tables.faults.append(fault("macros-ignored", file=path.name))
    except zipfile.BadZipFile as reason:
        raise ReleaseUnreadable("file-truncated", file=path.name, detail=reason) from reason
    except (zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ET.ParseError, KeyError) as reason:
        raise ReleaseUnreadable("workbook-damaged", file=path.name, detail=reason) from reason
    with _loaded(path) as book:
        for sheet in book.worksheets:
            part = parts.get(sheet.title, _Part())
            _read_sheet(sheet, part.merges, tables)
            for reference in part.uncached:
                tables.error(
                    fault("formula-without-value", Level.ERROR, file=path.name, sheet=sheet.title, cell=reference)
                )
    return tables.tables()


@dataclass(frozen=True)
class _Part:
    """What is read of a sheet's XML beside its cells: merged ranges, and the formulas without a stored value."""

    merges: tuple[tuple[int, int, int, int], ...] = ()
    uncached: tuple[str, ...] = ()


def _check_start(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReleaseUnreadable("file-encrypted", file=path.name)
    if not head.startswith(b"PK"):
        raise ReleaseUnreadable("workbook-damaged", file=path.name, detail="not a zip file")


def _check_archive(archive: zipfile.ZipFile, path: Path) -> dict[str, _Part]:
    """Refuse bombs and unsafe XML before any parser sees them; what is read of each sheet beside its cells, by member."""
    cells, merged, parts = 0, 0, {}
    for name, content in checked_xml(archive, path, _REFUSALS):
        if "worksheets/" in name:
            cells += len(_CELL.findall(content))
            merges = tuple(_merged(found[1].decode("ascii"), path) for found in _MERGE.finditer(content))
            merged += sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merges)
            parts[name.lstrip("/")] = _Part(merges, tuple(_uncached_formulas(content)) if b"f" in content else ())
    if cells > MOST_CELLS or merged > MOST_MERGED_CELLS:
        raise ReleaseUnreadable("workbook-too-large", file=path.name, detail=f"{cells} cells, {merged} merged")
    return parts


def _merged(reference: str, path: Path) -> tuple[int, int, int, int]:
    """First row and column, last row and column of a range such as "A1:G3"."""
    corners = [
        re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", corner) for corner in reference.replace("$", "").upper().split(":")
    ]
    columns = [_column_number(corner[1]) for corner in corners if corner]
    rows = [int(corner[2]) for corner in corners if corner]
    if not all(corners) or len(corners) > 2 or max(rows) > MOST_ROWS or max(columns) > MOST_COLUMNS or not min(rows):
        raise ReleaseUnreadable("workbook-damaged", file=path.name, detail=reference)
    return min(rows), min(columns), max(rows), max(columns)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _uncached_formulas(content: bytes) -> Iterator[str]:
    """References of formula cells for which Excel has stored no value."""
    for piece in re.split(rb"(?=<(?:\w+:)?c[\s>])", content):
        if (
            re.search(rb"<(?:\w+:)?f[\s/>]", piece)
            and not _VALUE.search(piece)
            and not re.search(rb"<(?:\w+:)?is>", piece)
        ):
            found = _REFERENCE.search(piece)
            yield found[1].decode("ascii") if found else "?"


@contextlib.contextmanager
def _loaded(path: Path) -> Iterator[Any]:
    """The workbook as openpyxl streams it: every cell that is stored, those under a merged range too.

    What it trips over, on opening or on the way, is one thing to us: it parses other people's files.
    """
    try:
        openpyxl = vendored("openpyxl")
        exceptions = importlib.import_module("openpyxl.utils.exceptions")
    except ImportError as reason:
        raise PartMissing("library-missing", library="openpyxl", found=str(reason)) from reason
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which carry no text
            with path.open("rb") as file:  # a path would have to end in .xlsx
                book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False, rich_text=False)
                try:
                    yield book
                finally:
                    book.close()
    except zipfile.BadZipFile as reason:
        raise ReleaseUnreadable("file-truncated", file=path.name, detail=reason) from reason
    except (SyntaxError, exceptions.InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError,
            zlib.error, EOFError, RecursionError, AssertionError, OverflowError, NotImplementedError) as reason:  # fmt: skip
        raise ReleaseUnreadable(
            "workbook-damaged", file=path.name, detail=f"{type(reason).__name__}: {reason}"[:200]
        ) from reason


def _sheet_members(archive: zipfile.ZipFile) -> dict[str, str]:
    """Member of the archive by the title of the sheet that it holds, whatever the member is called."""

    def related(owner: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(owner)
        root = ET.fromstring(archive.read(posixpath.join(folder, "_rels", f"{name}.rels")))  # noqa: S314 - no DTD: checked before
        return {
            one.get("Id", ""): (
                one.get("Type", ""),
                posixpath.normpath(posixpath.join("/" + folder, one.get("Target", ""))).lstrip("/"),
            )
            for one in root
        }

    book = next(
        (target for kind, target in related("").values() if kind.endswith("/officeDocument")), "xl/workbook.xml"
    )
    targets = related(book)
    result: dict[str, str] = {}
    for element in ET.fromstring(archive.read(book)).iter():  # noqa: S314
        if element.tag.endswith("}sheet") or element.tag == "sheet":
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            result[element.get("name", "")] = targets.get(link, ("", ""))[1]
    return result


def _read_sheet(sheet: Any, merges: Iterable[tuple[int, int, int, int]], tables: TablesBuilder) -> None:
    grid = GridBuilder(tables, sheet.title, is_hidden=sheet.sheet_state != "visible")
    sheet.reset_dimensions()  # what the sheet says of its size is nothing to go by
    for row in sheet.rows:
        for cell in row:
            if cell.value is None:
                continue
            if cell.data_type == "e":
                grid.error_value(cell.row, cell.column, str(cell.value))
            else:
                grid.put(cell.row, cell.column, _printed(cell))
    for one in merges:
        grid.merge(*one)
    tables.add(grid)


def _printed(cell: Any) -> str:
    """Text of a cell as it is printed, as far as its number format is one that lists use."""
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return printed_moment(value)
    if isinstance(value, (int, float)):
        return printed_number(value, is_percent="%" in str(cell.number_format or ""))
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), str(value))
