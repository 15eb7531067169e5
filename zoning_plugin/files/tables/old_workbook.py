# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading .xls workbooks (Excel 5.0 to 2003, and what WPS and web systems write as such) from strangers."""

from __future__ import annotations

import datetime
import importlib
import io
import struct
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from ...core.errors import Fault, Level, PartMissing, ReleaseUnreadable, fault
from ...places import vendored
from .compound_file import SIGNATURE, CompoundDamaged, CompoundFile
from .grid import Tables
from .grid_builder import (
    MOST_CELLS,
    GridBuilder,
    TablesBuilder,
    cell_name,
    checked_file,
    printed_moment,
    printed_number,
)

# Records of the stream by number, [MS-XLS] 2.3.
_BOF: Final = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_EOF, _FORMULA, _NOTE, _MULRK, _LOCKED = 0x000A, 0x0006, 0x001C, 0x00BD, 0x002F
_ONE_CELL: Final = frozenset(
    {0x0003, 0x0004, 0x0005, 0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406}
)
_READ: Final = _BOF | _ONE_CELL | {
    _EOF, _MULRK, _LOCKED,
    0x0022, 0x0042,                          # date system, code page
    0x001E, 0x041E, 0x0031, 0x0231,          # number formats, fonts
    0x0043, 0x0243, 0x0443, 0x00E0, 0x0293,  # cell formats and styles
    0x0085, 0x00FC, 0x003C,                  # sheets, shared texts, continuations
    0x0007, 0x0207, 0x04BC, 0x0021, 0x0221, 0x0236, 0x0037,  # results of formulas that are text, and what may stand before them
    0x00E5,                                  # merged cells
}  # fmt: skip
"""The records that carry printed text. All others (drawings, names, charts, blank cells …) are hidden from xlrd: it reads
them too, and what is damaged or swollen there must not matter."""
_NOTHING: Final = 0x0FFF

OLD_STREAMS: Final = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
"""How the stream of an .xls begins that stands in no container, as Excel 4.0 and older wrote it."""

_CHINESE_PAGES: Final = frozenset({936, 20936, 54936})
_UNSTATED_PAGES: Final = frozenset({None, 1252, 28591, 367, 32769})
"""Code pages that a program writes which never asked: what the bytes are decides."""


@dataclass
class _Substream:
    """What the records of one sheet say before xlrd reads them."""

    notes: int = 0
    empty_formulas: list[tuple[int, int]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)


def read_old_workbook(path: Path) -> Tables:
    """Read an .xls as printed text, by xlrd. Macros, drawings and comments are not read; comments are told.

    Texts of Excel 5.0/95 files, which state a code page at best, are read as GB 18030 where the page is a Chinese one or a mere default
    and the bytes allow it.

    Raises ReleaseUnreadable: "file-missing", "file-empty", "file-encrypted", "workbook-damaged", "workbook-too-large", "workbook-without-text",
    and at once for all of them "formula-without-value" (written by a program that did not calculate), "cell-error".
    PartMissing("library-missing").
    """
    checked_file(path)
    stream, has_macros = _stream(path.read_bytes(), path.name)
    stream, found = _needed_records(stream, path.name)
    tables = TablesBuilder(path.name)
    if has_macros:
        tables.faults.append(fault("macros-ignored", file=path.name))
    try:
        xlrd = vendored("xlrd")
        own = tuple(getattr(importlib.import_module(f"xlrd.{module}"), name) for module, name in _OWN_ERRORS)
    except ImportError as reason:
        raise PartMissing("library-missing", library="xlrd", found=str(reason)) from reason
    try:
        book = _opened(xlrd, stream, tables)
        for number in range(book.nsheets):
            _read_sheet(xlrd, book, number, found.get(book._sh_abs_posn[number], _Substream()), tables)  # noqa: SLF001
            book.unload_sheet(number)
    except (*own, ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, MemoryError, NameError, OSError, RuntimeError,
            TypeError, ValueError, struct.error) as reason:  # fmt: skip
        # A parser for other people's files: anything of its own making that it trips over is one thing to us.
        if "encrypted" in str(reason).lower():
            raise ReleaseUnreadable("file-encrypted", file=path.name) from reason
        detail = f"{type(reason).__name__}: {reason}"[:200]
        raise ReleaseUnreadable("workbook-damaged", file=path.name, detail=detail) from reason
    return tables.tables()


_OWN_ERRORS: Final = (("biffh", "XLRDError"), ("compdoc", "CompDocError"))


def _stream(raw: bytes, file: str) -> tuple[bytes, bool]:
    """The stream with the sheets, and whether the file has macros. Excel 4.0 and older write it without a container."""
    if raw.startswith(OLD_STREAMS):
        return raw, False
    if not raw.startswith(SIGNATURE):
        raise ReleaseUnreadable("workbook-damaged", file=file, detail="not an .xls")
    try:
        container = CompoundFile(raw)
        names = {name.lower() for name in container.names}
        if "encryptedpackage" in names:
            raise ReleaseUnreadable("file-encrypted", file=file)
        content = container.stream("Workbook") or container.stream("Book")
    except (CompoundDamaged, struct.error) as reason:
        raise ReleaseUnreadable("workbook-damaged", file=file, detail=reason) from reason
    if not content:
        raise ReleaseUnreadable("workbook-damaged", file=file, detail="no stream “Workbook”")
    return content, "_vba_project_cur" in names or "vba" in names


def _needed_records(stream: bytes, file: str) -> tuple[bytes, dict[int, _Substream]]:
    """The stream with every record blotted out that carries no printed text, and what was seen of each sheet, by its place.

    Raises ReleaseUnreadable: "workbook-too-large", "file-truncated" (it ends inside a record).
    """
    result = bytearray(stream)
    found: dict[int, _Substream] = {}
    sheet = _Substream()
    position, depth, cells = 0, 0, 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        if not kind and not length:
            break  # the rest of the last sector
        body = position + 4
        if body + length > len(stream):
            raise ReleaseUnreadable("file-truncated", file=file, promised=body + length, found=len(stream))
        if kind in _BOF:
            if not depth:
                sheet = found[position] = _Substream()
            depth += 1
        elif kind == _EOF:
            depth = max(depth - 1, 0)
        elif kind in _ONE_CELL:
            cells += 1
            if kind == _FORMULA and length >= 20:
                row, column, result_bits, options = struct.unpack_from("<HH2x8sH", stream, body)
                is_empty = result_bits[:1] == b"\x03" and result_bits[6:] == b"\xff\xff"
                if options & 2 and (
                    is_empty or result_bits == bytes(8)
                ):  # "calculate on opening": by Apache POI, in web systems
                    sheet.uncalculated.append((row + 1, column + 1))
                elif is_empty:  # by =IF(…,"",…) in Excel; or by a program that did not calculate
                    sheet.empty_formulas.append((row + 1, column + 1))
        elif kind == _MULRK:
            cells += max(length - 6, 0) // 6
        elif kind == _NOTE:
            sheet.notes += 1
        if kind not in _READ:
            struct.pack_into("<H", result, position, _NOTHING)
        if cells > MOST_CELLS:
            raise ReleaseUnreadable("workbook-too-large", file=file, detail=f"> {MOST_CELLS} cells")
        position = body + length
    return bytes(result), found


def _opened(xlrd: ModuleType, stream: bytes, tables: TablesBuilder) -> Any:
    """xlrd's book, its sheets not loaded yet, and the encoding of the texts decided where the format leaves it open."""

    def book(encoding: str | None) -> Any:
        return xlrd.open_workbook(
            file_contents=stream, formatting_info=True, on_demand=True, ragged_rows=True, encoding_override=encoding, logfile=io.StringIO()
        )  # fmt: skip

    undecoded = book("latin-1")  # every byte is a character of its own: nothing is lost
    if undecoded.biff_version >= 80:
        return undecoded  # Excel 97 and later: Unicode, whatever the override says
    texts = list(undecoded.sheet_names())
    for number in range(undecoded.nsheets):
        texts += [
            str(cell.value)
            for row in undecoded.sheet_by_index(number).get_rows()
            for cell in row
            if cell.ctype == xlrd.XL_CELL_TEXT
        ]
        undecoded.unload_sheet(number)
    page = undecoded.codepage
    encoding = f"cp{page}"
    if page in _CHINESE_PAGES or page in _UNSTATED_PAGES:
        try:
            for text in texts:
                text.encode("latin-1").decode("gb18030")
            encoding = "gb18030"
        except UnicodeDecodeError:
            encoding = "gb18030" if page in _CHINESE_PAGES else "cp1252"
    if encoding == "gb18030" and page not in _CHINESE_PAGES and not all(text.isascii() for text in texts):
        stated = f"cp{page}" if page else "-"
        tables.faults.append(
            fault("encoding-contradicted", file=tables.file, stated=stated, by="CODEPAGE", encoding="GB18030")
        )
    tables.encoding = encoding.upper()
    return book(encoding)


def _read_sheet(xlrd: ModuleType, book: Any, number: int, found: _Substream, tables: TablesBuilder) -> None:
    sheet = book.sheet_by_index(number)
    grid = GridBuilder(tables, sheet.name, is_hidden=bool(sheet.visibility))
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            if cell.ctype == xlrd.XL_CELL_ERROR:
                grid.error_value(row + 1, column + 1, xlrd.error_text_from_code.get(cell.value, f"#{cell.value}"))
            elif cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                grid.put(row + 1, column + 1, _printed(xlrd, book, cell))
    for top, end_row, left, end_column in sheet.merged_cells:
        grid.merge(top + 1, left + 1, end_row, end_column)
    for place in found.uncalculated:
        grid.formula_without_value(*place)
    tables.add(grid)
    tables.faults += _told(found, sheet.name, tables.file)


def _told(found: _Substream, sheet: str, file: str) -> list[Fault]:
    faults = []
    if found.empty_formulas:
        cells = "、".join(cell_name(*place) for place in found.empty_formulas[:20])
        more = " …" if len(found.empty_formulas) > 20 else ""
        faults.append(fault("formula-empty", file=file, sheet=sheet, cell=cells + more))
    if found.notes:
        faults.append(fault("comments-left-out", Level.INFO, file=file, sheet=sheet, count=found.notes))
    return faults


def _printed(xlrd: ModuleType, book: Any, cell: Any) -> str:
    value = cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment: datetime.datetime = xlrd.xldate_as_datetime(value, book.datemode)
        except (ValueError, ArithmeticError):
            return printed_number(value)
        return printed_moment(moment.time() if 0 < value < 1 else moment)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
        shape = book.format_map.get(style.format_key) if style is not None else None
        return printed_number(value, is_percent="%" in (shape.format_str if shape else ""))
    return str(value)
