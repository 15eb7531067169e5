# SPDX-License-Identifier: GPL-3.0-or-later
"""A list as large as a province's, for the units of a layer: wide layout, four dimensions, three numbered clauses a cell. Invented text."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import openpyxl
import xlwt
from osgeo import gdal

DIMENSIONS: Final = ("空间布局约束", "污染物排放管控", "环境风险防控", "资源开发利用效率")
CLAUSES_PER_CELL: Final = 3
_SHEET: Final = "准入清单"

_Rows = Sequence[Sequence[str]]


def write_province_list(units: Path, target: Path) -> int:
    """Write the list as what the suffix of ``target`` says (.xlsx .xls .ods .docx .csv); return the number of its clauses."""
    rows: list[tuple[str, ...]] = [("环境管控单元编码", "环境管控单元名称", *DIMENSIONS)]
    for code, name in _units(units):
        rows.append((code, name, *(_cell(name, place, dimension) for place, dimension in enumerate(DIMENSIONS, 1))))
    _WRITERS[target.suffix](rows, target)
    return (len(rows) - 1) * len(DIMENSIONS) * CLAUSES_PER_CELL


def _units(path: Path) -> Iterable[tuple[str, str]]:
    gdal.UseExceptions()
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    return [(feature.GetField("HJGKDYBM"), feature.GetField("HJGKDYMC")) for feature in dataset.GetLayer(0)]


def _cell(name: str, place: int, dimension: str) -> str:
    return "\n".join(
        f"{place}-{number}.【产业/限制类】{name}内新建、改建、扩建项目须符合{dimension}第{number}项要求（虚构示例），不得降低标准。"
        for number in range(1, CLAUSES_PER_CELL + 1)
    )


def _write_xlsx(rows: _Rows, target: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    for row in rows:
        sheet.append(row)
    book.save(target)


def _write_xls(rows: _Rows, target: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(_SHEET)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write(number, column, text)
    book.save(str(target))


def _write_csv(rows: _Rows, target: Path) -> None:
    with target.open("w", encoding="gb18030", newline="") as file:  # as a Chinese Excel saves it
        csv.writer(file).writerows(rows)


def _write_ods(rows: _Rows, target: Path) -> None:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0" office:version="1.2"><office:body><office:spreadsheet><table:table table:name="{_SHEET}">{body}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{office}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)


def _ods_cell(text: str) -> str:
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _write_docx(rows: _Rows, target: Path) -> None:
    """The table as XML: python-docx takes minutes to fill one of this size cell by cell."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    body = "".join(f"<w:tr>{''.join(map(_docx_cell, row))}</w:tr>" for row in rows)
    grid = "<w:gridCol/>" * len(rows[0])
    table = f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    document.element.body.insert(0, parse_xml(table))
    document.save(str(target))


def _docx_cell(text: str) -> str:
    lines = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in text.split("\n")
    )
    return f"<w:tc><w:tcPr/>{lines}</w:tc>"


_WRITERS: Final[dict[str, Callable[[_Rows, Path], None]]] = {
    ".xlsx": _write_xlsx, ".xls": _write_xls, ".ods": _write_ods, ".docx": _write_docx, ".csv": _write_csv,
}  # fmt: skip
