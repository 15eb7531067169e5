# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading .xlsx workbooks from strangers: sheets as sparse grids of printed text with their merged ranges."""

from __future__ import annotations

import datetime
import importlib
import posixpath
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

from ..core.errors import Fault, Level, PartMissing, ReleaseUnreadable, fault
from ..places import vendored
from .tables.grid import Grid, Merge
from .tables.package_checks import Refusals, checked_xml

_REFUSALS: Final = Refusals(
    damaged="workbook-damaged", too_large="workbook-too-large", unsafe="workbook-unsafe", encrypted="file-encrypted"
)

MOST_CELLS: Final = 400_000
MOST_MERGED_CELLS: Final = 1_000_000
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384

_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_MERGE: Final = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Za-z0-9:$]+)[\"']")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v>[^<]|<(?:\w+:)?v\s[^>]*>[^<]")
_REFERENCE: Final = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Workbook:
    """All sheets with text, in order, and what was odd."""

    path: Path
    sheets: tuple[Grid, ...]
    faults: tuple[Fault, ...] = field(default=())


def read_workbook(path: Path) -> Workbook:
    """Read an .xlsx (or .xlsm, whose macros are ignored) as printed text.

    Raises ReleaseUnreadable: "file-missing", "file-empty", "file-truncated", "list-format-unsupported" (with what to save
    it as), "file-encrypted", "workbook-damaged", "workbook-too-large", "workbook-unsafe" (document types or entities in its XML),
    and at once for all of them "formula-without-value", "cell-error". PartMissing("library-missing").
    """
    _check_kind(path)
    try:
        with zipfile.ZipFile(path) as archive:
            by_member = _check_archive(archive, path)
            formulas = {title: by_member.get(member, ()) for title, member in _sheet_members(archive).items()}
            faults = (
                [fault("macros-ignored", file=path.name)]
                if any("vbaProject" in name for name in archive.namelist())
                else []
            )
    except zipfile.BadZipFile as reason:
        raise ReleaseUnreadable("file-truncated", file=path.name, detail=reason) from reason
    except (zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ET.ParseError, KeyError) as reason:
        raise ReleaseUnreadable("workbook-damaged", file=path.name, detail=reason) from reason
    book = _loaded(path)
    try:
        grids, errors = [], []
        for sheet in book.worksheets:
            grid, found = _grid(sheet, path)
            errors += found
            for reference in formulas.get(sheet.title, ()):
                errors.append(
                    fault("formula-without-value", Level.ERROR, file=path.name, sheet=sheet.title, cell=reference)
                )
            if grid.cells:
                grids.append(grid)
            if grid.cells and grid.is_hidden:
                faults.append(fault("sheet-hidden", file=path.name, sheet=sheet.title))
            faults += [one for one in found if one.level is not Level.ERROR]
    finally:
        book.close()
    errors = [one for one in errors if one.level is Level.ERROR]
    if errors:
        raise ReleaseUnreadable(errors[0].code, errors)
    if not grids:
        raise ReleaseUnreadable("workbook-without-text", file=path.name)
    return Workbook(path, tuple(grids), tuple(faults))


_OTHERS: Final = {
    ".xls": ".xlsx", ".et": ".xlsx", ".ods": ".xlsx", ".csv": ".xlsx", ".doc": ".xlsx", ".docx": ".xlsx", ".wps": ".xlsx", ".pdf": ".xlsx",
    ".xlsb": ".xlsx", ".html": ".xlsx", ".htm": ".xlsx", ".txt": ".xlsx", ".tsv": ".xlsx",
}  # fmt: skip


def _check_kind(path: Path) -> None:
    if not path.is_file():
        raise ReleaseUnreadable("file-missing", file=path.name)
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise ReleaseUnreadable("file-empty", file=path.name)
    suffix = path.suffix.lower()
    if head.startswith(b"\xd0\xcf\x11\xe0") and suffix in (".xlsx", ".xlsm"):
        raise ReleaseUnreadable("file-encrypted", file=path.name)
    if suffix in _OTHERS or suffix not in (".xlsx", ".xlsm"):
        raise ReleaseUnreadable(
            "list-format-unsupported", file=path.name, suffix=suffix, wanted=_OTHERS.get(suffix, ".xlsx")
        )
    if not head.startswith(b"PK"):
        raise ReleaseUnreadable("workbook-damaged", file=path.name, detail="not a zip file")


def _check_archive(archive: zipfile.ZipFile, path: Path) -> dict[str, tuple[str, ...]]:
    """Refuse bombs and unsafe XML before any parser sees them; for each member the formulas without a stored value."""
    cells, merged, formulas = 0, 0, {}
    for name, content in checked_xml(archive, path, _REFUSALS):
        if "worksheets/" in name:
            cells += len(_CELL.findall(content))
            merged += sum(_merged_area(found[1].decode("ascii")) for found in _MERGE.finditer(content))
            formulas[name.lstrip("/")] = tuple(_uncached_formulas(content)) if b"f" in content else ()
    if cells > MOST_CELLS or merged > MOST_MERGED_CELLS:
        raise ReleaseUnreadable("workbook-too-large", file=path.name, detail=f"{cells} cells, {merged} merged")
    return formulas


def _merged_area(reference: str) -> int:
    """Number of cells in a range such as "A1:G3"."""
    corners = [
        re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", corner) for corner in reference.replace("$", "").upper().split(":")
    ]
    if not all(corners) or len(corners) > 2:
        return MOST_MERGED_CELLS + 1
    columns = [_column_number(corner[1]) for corner in corners if corner]
    rows = [int(corner[2]) for corner in corners if corner]
    if max(rows) > MOST_ROWS or max(columns) > MOST_COLUMNS:
        return MOST_MERGED_CELLS + 1
    return (max(columns) - min(columns) + 1) * (max(rows) - min(rows) + 1)


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


def _loaded(path: Path) -> Any:
    try:
        openpyxl = vendored("openpyxl")
        exceptions = importlib.import_module("openpyxl.utils.exceptions")
    except ImportError as reason:
        raise PartMissing("library-missing", library="openpyxl", found=str(reason)) from reason
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which carry no text
            return openpyxl.load_workbook(path, data_only=True, keep_links=False, rich_text=False)
    except zipfile.BadZipFile as reason:
        raise ReleaseUnreadable("file-truncated", file=path.name, detail=reason) from reason
    except (ET.ParseError, exceptions.InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError,
            zlib.error, EOFError, RecursionError, AssertionError, OverflowError, NotImplementedError) as reason:  # fmt: skip
        # A parser for other people's files: anything of its own making that it trips over is one thing to us.
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


def _grid(sheet: Any, path: Path) -> tuple[Grid, list[Fault]]:
    cells: dict[tuple[int, int], str] = {}
    faults: list[Fault] = []
    # Only the cells that are stored: walking the sheet's rectangle would take hours for one cell in its last corner.
    for cell in sheet._cells.values():  # noqa: SLF001
        if cell.value is None:
            continue
        if cell.data_type == "e":
            faults.append(
                fault(
                    "cell-error", Level.ERROR, file=path.name, sheet=sheet.title, cell=cell.coordinate, text=cell.value
                )
            )
            continue
        text = _printed(cell)
        if _CONTROL.search(text):
            faults.append(fault("control-characters", file=path.name, sheet=sheet.title, cell=cell.coordinate))
            text = _CONTROL.sub("", text)
        if text.strip():
            cells[cell.row, cell.column] = text
    merges = tuple(
        Merge(one.min_row, one.min_col, one.max_row, one.max_col)
        for one in sorted(sheet.merged_cells.ranges, key=lambda one: (one.min_row, one.min_col))
    )
    return Grid(sheet.title, cells, merges, sheet.sheet_state != "visible"), faults


def _printed(cell: Any) -> str:
    """Text of a cell as it is printed, as far as its number format is one that lists use."""
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        if "%" in str(cell.number_format or ""):
            return f"{value * 100:.12g}%"
        return str(value) if isinstance(value, int) else f"{value:.15g}"
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), str(value))
    return text.replace("\r\n", "\n").replace("\r", "\n")
