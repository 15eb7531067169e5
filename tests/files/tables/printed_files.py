# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a printed page (tests/files/printed_lists.py) in every format that lists come in."""

from __future__ import annotations

import csv
import html
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import xlwt

from tests.files.printed_lists import Page

NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("draw", "drawing"))
) + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'  # fmt: skip
ODS = "application/vnd.oasis.opendocument.spreadsheet"
Around = Callable[[str], str]


def write_xls(page: Page, path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("清单")
    merged = {(one.top, one.left): one for one in page.merges}
    for place in sorted(set(page.cells) | set(merged)):
        text = page.cells.get(place, "")
        one = merged.get(place)
        if one is None:
            sheet.write(place[0] - 1, place[1] - 1, text)
        else:
            sheet.write_merge(one.top - 1, one.bottom - 1, one.left - 1, one.right - 1, text)
    book.save(str(path))


def paragraphs(text: str) -> str:
    """Text as LibreOffice writes it: a paragraph a line, runs of blanks as text:s."""
    lines = []
    for line in text.split("\n"):
        inner = escape(line)
        while "  " in inner:
            inner = inner.replace("  ", '<text:s text:c="2"/>', 1)
        lines.append(f"<text:p>{inner}</text:p>")
    return "".join(lines)


def ods_rows(page: Page) -> str:
    """Rows with covered cells, and with blank cells and rows repeated."""
    merged = {(one.top, one.left): one for one in page.merges}
    covered = {
        (row, column) for one in page.merges for row in range(one.top, one.bottom + 1) for column in range(one.left, one.right + 1)
    } - set(merged)  # fmt: skip
    places = set(page.cells) | set(merged) | covered
    rows, last = [], 0
    for row in sorted({row for row, _ in places}):
        if row > last + 1:
            blank = '<table:table-cell table:number-columns-repeated="16384"/>'
            rows.append(f'<table:table-row table:number-rows-repeated="{row - last - 1}">{blank}</table:table-row>')
        cells, column = [], 1
        for place in sorted(one for one in places if one[0] == row):
            if place[1] > column:
                cells.append(f'<table:table-cell table:number-columns-repeated="{place[1] - column}"/>')
            one = merged.get(place)
            span = (
                f' table:number-columns-spanned="{one.right - one.left + 1}" table:number-rows-spanned="{one.bottom - one.top + 1}"'
                if one
                else ""
            )
            if place in covered:
                cells.append("<table:covered-table-cell/>")
            else:
                text = page.cells.get(place, "")
                kind = ' office:value-type="string"' if text else ""
                cells.append(f"<table:table-cell{kind}{span}>{paragraphs(text) if text else ''}</table:table-cell>")
            column = place[1] + 1
        cells.append(f'<table:table-cell table:number-columns-repeated="{16384 - column + 1}"/>')
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
        last = row
    rows.append(
        f'<table:table-row table:number-rows-repeated="{1_048_576 - last}"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return "".join(rows)


def ods_content(rows: str, *, styles: str = "", attributes: str = "", name: str = "清单") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f"<table:table table:name={quoteattr(name)} {attributes}>{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def pack_ods(path: Path, content: str | bytes, more: dict[str, bytes] | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        for member, data in (more or {}).items():
            archive.writestr(member, data)
    return path


def write_ods(page: Page, path: Path) -> None:
    pack_ods(path, ods_content(ods_rows(page)))


def csv_text(page: Page, separator: str = ",") -> str:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=separator)
    width = max(column for _, column in page.cells)
    for row in range(1, max(row for row, _ in page.cells) + 1):
        writer.writerow([page.cells.get((row, column), "") for column in range(1, width + 1)])
    return lines.getvalue()


def write_csv(codec: str, separator: str = ",") -> Callable[[Page, Path], None]:
    def write(page: Page, path: Path) -> None:
        path.write_bytes(csv_text(page, separator).encode(codec))

    return write


def html_table(page: Page) -> str:
    merged = {(one.top, one.left): one for one in page.merges}
    covered = {
        (row, column) for one in page.merges for row in range(one.top, one.bottom + 1) for column in range(one.left, one.right + 1)
    } - set(merged)  # fmt: skip
    width = max([column for _, column in page.cells] + [one.right for one in page.merges])
    rows = []
    for row in range(1, max(row for row, _ in page.cells) + 1):
        cells = []
        for column in range(1, width + 1):
            if (row, column) in covered:
                continue
            one = merged.get((row, column))
            span = f' colspan={one.right - one.left + 1} rowspan="{one.bottom - one.top + 1}"' if one else ""
            text = html.escape(page.cells.get((row, column), "")) or "&nbsp;"
            cells.append(
                f"<td{span} class=xl65>" + text.replace("\n", "<br style='mso-data-placement:same-cell;'>\r\n  ")
            )
        rows.append(f"<tr height=19>{''.join(cell + '</td>' for cell in cells)}</tr>")
    return "<table border=0><!--StartFragment--><col width=72>" + "\r\n".join(rows) + "<!--EndFragment--></table>"


def write_html(codec: str) -> Callable[[Page, Path], None]:
    def write(page: Page, path: Path) -> None:
        whole = f"<html><head><meta charset={codec}><style>td {{mso-number-format:'\\@';}}</style></head><body>{html_table(page)}</body></html>"
        path.write_bytes(whole.encode(codec))

    return write


def write_xml_spreadsheet(page: Page, path: Path) -> None:
    merged = {(one.top, one.left): one for one in page.merges}
    places = set(page.cells) | set(merged)
    rows = []
    for row in sorted({row for row, _ in places}):
        cells = []
        for place in sorted(one for one in places if one[0] == row):
            one = merged.get(place)
            span = f' ss:MergeAcross="{one.right - one.left}" ss:MergeDown="{one.bottom - one.top}"' if one else ""
            text = escape(page.cells.get(place, "")).replace("\n", "&#10;")
            cells.append(f'<Cell ss:Index="{place[1]}"{span}><Data ss:Type="String">{text}</Data></Cell>')
        rows.append(f'<Row ss:Index="{row}">{"".join(cells)}</Row>')
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    path.write_text(
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{name}" xmlns:ss="{name}">'
        f'<Worksheet ss:Name="清单"><Table>{"".join(rows)}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )


def biff5(cells: dict[tuple[int, int], bytes], *, page: int | None = 936, name: bytes = b"Sheet1") -> bytes:
    """A workbook as Excel 95 wrote it, without its container: texts are bytes of a code page, which the file may leave unsaid."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    begin = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0x096C, 0x07CD))
    code_page = record(0x0042, struct.pack("<H", page)) if page is not None else b""
    fonts = b"".join(
        record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05Arial") for _ in range(4)
    )
    styles = record(0x00E0, struct.pack("<HHHHHHHH", 0, 0, 0xFFF5, 0, 0, 0, 0, 0)) * 16
    bound = record(0x0085, struct.pack("<iBBB", 0, 0, 0, len(name)) + name)
    end = record(0x000A, b"")
    place = len(begin + code_page + fonts + styles + bound + end)
    bound = record(0x0085, struct.pack("<iBBB", place, 0, 0, len(name)) + name)
    sheet = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0x096C, 0x07CD))
    sheet += b"".join(
        record(0x0204, struct.pack("<HHHH", row, column, 0, len(text)) + text) for (row, column), text in cells.items()
    )
    return begin + code_page + fonts + styles + bound + end + sheet + end
