# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing .xlsx: text stays text, dates are fixed, so that the same tables are the same bytes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from ..places import vendored
from .outputs import write_bytes

# What XML 1.0 cannot hold is written as ECMA-376's ST_Xstring escape, and so is text that looks like one.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
CELL_LIMIT = 32767


class Table(Protocol):
    """What a worksheet is written from; ``report.tables.SheetTable`` is one (files and report do not know each other)."""

    @property
    def name(self) -> str:
        """Name on the sheet's tab, cut at Excel's 31 characters."""

    @property
    def title(self) -> str:
        """Line above the header, may be empty."""

    @property
    def header(self) -> tuple[str, ...]:
        """Column headings."""

    @property
    def rows(self) -> tuple[tuple[str | int | float, ...], ...]:
        """Rows of text or numbers."""

    @property
    def widths(self) -> tuple[int, ...]:
        """Column widths in characters."""

    @property
    def formats(self) -> tuple[str, ...]:
        """Number format a column, or none."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Lines below the table."""

    @property
    def bold_rows(self) -> frozenset[int]:
        """Positions of rows set in bold."""


def escaped(text: str) -> str:
    """Text as a cell can hold it; reading back with ST_Xstring rules gives the same text."""

    def escape(found: re.Match[str]) -> str:
        word = found[0]
        return "_x005F" + word if len(word) > 1 else f"_x{ord(word):04X}_"

    return _UNWRITABLE.sub(escape, text)


def workbook_bytes(sheets: Sequence[Table], *, date: str) -> bytes:
    """The workbook as .xlsx bytes; ``date`` (ISO) stands in its properties and members.

    No cell is ever a formula. Text beyond Excel's 32,767 characters a cell runs on in rows of its own, marked （续）.
    """
    openpyxl = vendored("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    moment = datetime.datetime.fromisoformat(date or "1980-01-01")
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name[:31]), sheet)
    book.properties.created = book.properties.modified = moment
    book.properties.creator = "zoning_plugin"
    raw = io.BytesIO()
    book.save(raw)
    return _redated(raw.getvalue(), moment)


def write_workbook(sheets: Sequence[Table], path: Path, *, date: str) -> None:
    """Write :func:`workbook_bytes` to ``path``, a place that ``outputs.beside`` gave. Raises OutputFailed("output-unwritable")."""
    write_bytes(path, workbook_bytes(sheets, date=date))


def _fill(worksheet: Any, sheet: Table) -> None:
    styles = vendored("openpyxl").styles
    thin = styles.Side(style="thin", color="808080")
    border = styles.Border(left=thin, right=thin, top=thin, bottom=thin)
    wrap = styles.Alignment(wrap_text=True, vertical="top")
    columns = len(sheet.header)
    if sheet.title:
        worksheet.append([escaped(sheet.title)])
        worksheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
        worksheet.cell(1, 1).font = styles.Font(bold=True, size=14)
        worksheet.cell(1, 1).alignment = styles.Alignment(horizontal="center")
    top = 2 if sheet.title else 1
    for column, text in enumerate(sheet.header, 1):
        cell = worksheet.cell(top, column, escaped(text))
        cell.font, cell.border = styles.Font(bold=True), border
        cell.fill = styles.PatternFill("solid", fgColor="E8ECEF")
        cell.alignment = styles.Alignment(wrap_text=True, horizontal="center", vertical="center")
    line = top + 1
    for number, row in enumerate(sheet.rows):
        for part in _in_limit(row):
            for column, value in enumerate(part, 1):
                cell = worksheet.cell(line, column)
                cell.border, cell.alignment = border, wrap
                if number in sheet.bold_rows:
                    cell.font = styles.Font(bold=True)
                if isinstance(value, str):
                    cell.value = escaped(value)
                    cell.data_type = "s"
                    cell.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t", "\r")
                else:
                    cell.value = value
                    cell.number_format = sheet.formats[column - 1] if sheet.formats else "General"
            line += 1
    for note in sheet.notes:
        cell = worksheet.cell(line, 1)
        cell.value, cell.data_type, cell.alignment = escaped(note), "s", wrap
        worksheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=columns)
        line += 1
    letter = vendored("openpyxl").utils.get_column_letter
    for column, width in enumerate(sheet.widths, 1):
        worksheet.column_dimensions[letter(column)].width = width
    worksheet.freeze_panes = worksheet.cell(top + 1, 1)
    worksheet.print_title_rows = f"{top}:{top}"
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = 9  # A4
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr = vendored("openpyxl").worksheet.properties.PageSetupProperties(
        fitToPage=True
    )


def _in_limit(row: Sequence[str | int | float]) -> list[tuple[str | int | float, ...]]:
    """The row, or several where a text is longer than a cell can hold; each continued text is marked （续）."""
    room = CELL_LIMIT // 8  # an escaped character takes up to seven characters
    longest = max((len(value) for value in row if isinstance(value, str)), default=0)
    if longest <= room:
        return [tuple(row)]
    parts = -(-longest // room)
    return [
        tuple(
            (value[part * room : (part + 1) * room] if len(value) > room else value if not part else f"{value}（续）")
            if isinstance(value, str)
            else value if not part else ""
            for value in row
        )
        for part in range(parts)
    ]  # fmt: skip


def _redated(raw: bytes, moment: datetime.datetime) -> bytes:
    """The same workbook with every zip date and document date fixed (openpyxl stamps the hour of saving)."""
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode("ascii")
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(result, "w") as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(name, (max(moment.year, 1980), moment.month, moment.day, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            target.writestr(entry, content)
    return result.getvalue()
