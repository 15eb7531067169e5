# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading XML spreadsheets of 2003 (SpreadsheetML), which web systems write under the name .xls."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ...core.errors import Level, ReleaseUnreadable, fault
from .decoding import decoded
from .grid import Tables
from .grid_builder import ERROR_TEXT, GridBuilder, TablesBuilder, checked_file, printed_moment, printed_number
from .xml_walk import walk_xml

NAMESPACE: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_SS: Final = f"{NAMESPACE} "
_EXCEL: Final = "urn:schemas-microsoft-com:office:excel "
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def read_xml_spreadsheet(path: Path) -> Tables:
    """Read an XML spreadsheet as printed text; comments are told.

    Raises ReleaseUnreadable: "file-missing", "file-empty", "file-truncated", "text-undecodable", "workbook-unsafe", "workbook-damaged",
    "workbook-too-large", "workbook-without-text", and at once for all of them "formula-without-value", "cell-error".
    """
    checked_file(path)
    text, encoding = decoded(path.read_bytes(), path.name)
    # What the declaration says of the encoding may be untrue, and expat knows no GBK: it gets what was decoded by content.
    source = io.BytesIO(_DECLARATION.sub("", text).lstrip().encode("utf-8", "surrogatepass"))
    tables = TablesBuilder(path.name, encoding)
    walk_xml(source, _Sheets(tables), path.name, "utf-8")
    return tables.tables()


@dataclass
class _Cell:
    """A cell under way."""

    has_formula: bool
    kind: str = ""
    pieces: list[str] = field(default_factory=list)
    is_percent: bool = False


class _Sheets:
    """Visitor of the workbook: sheets, rows, cells and their Data, whose HTML tags are only looks."""

    def __init__(self, tables: TablesBuilder) -> None:
        self.tables = tables
        self.percent_styles: set[str] = set()
        self.style = ""
        self.grid: GridBuilder | None = None
        self.row, self.column, self.span, self.origin = 0, 0, 0, 0
        self.cell: _Cell | None = None
        self.is_data = False
        self.is_visible = False
        self.comments = 0
        self.in_comment = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_SS}Style":
            self.style = attributes.get(f"{_SS}ID", "")
        elif name == f"{_SS}NumberFormat" and "%" in attributes.get(f"{_SS}Format", "").replace("Percent", "%"):
            self.percent_styles.add(self.style)
        elif name == f"{_SS}Worksheet":
            self.grid = GridBuilder(self.tables, attributes.get(f"{_SS}Name", ""))
            self.row, self.comments = 0, 0
        elif name == f"{_EXCEL}Visible":
            self.is_visible = True
        elif self.grid is None:
            return
        elif name == f"{_SS}Row":
            self.row = self._place(attributes, "Index", self.row + 1)
            self.span = self._place(
                attributes, "Span", 0
            )  # so many more like it follow; Excel writes it for blank rows
            self.column = 0
        elif name == f"{_SS}Cell":
            self._start_cell(self.grid, attributes)
        elif name == f"{_SS}Comment":
            self.comments += 1
            self.in_comment = True
        elif name == f"{_SS}Data" and self.cell is not None and not self.in_comment:
            self.is_data = True
            self.cell.kind = attributes.get(f"{_SS}Type", "String")

    def end(self, name: str) -> None:
        if name == f"{_EXCEL}Visible":
            self.is_visible = False
        elif name == f"{_SS}Data":
            self.is_data = False
        elif name == f"{_SS}Comment":
            self.in_comment = False
        elif name == f"{_SS}Cell" and self.grid is not None and self.cell is not None:
            self._finish_cell(self.grid, self.cell)
            self.cell = None
        elif name == f"{_SS}Row":
            self.row += self.span
        elif name == f"{_SS}Worksheet" and self.grid is not None:
            self.tables.add(self.grid)
            if self.comments:
                facts = {"file": self.tables.file, "sheet": self.grid.name}
                self.tables.faults.append(fault("comments-left-out", Level.INFO, count=self.comments, **facts))
            self.grid = None

    def text(self, data: str) -> None:
        if self.is_data and self.cell is not None:
            self.cell.pieces.append(data)
        elif self.is_visible and self.grid is not None and data.strip() in ("SheetHidden", "SheetVeryHidden"):
            self.grid.is_hidden = True

    def _start_cell(self, grid: GridBuilder, attributes: dict[str, str]) -> None:
        self.column = self._place(attributes, "Index", self.column + 1)
        across = self._place(attributes, "MergeAcross", 0)
        down = self._place(attributes, "MergeDown", 0)
        grid.merge(self.row, self.column, self.row + down, self.column + across)
        self.cell = _Cell(f"{_SS}Formula" in attributes)
        self.cell.is_percent = attributes.get(f"{_SS}StyleID", "") in self.percent_styles
        self.origin = self.column
        self.column += across

    def _place(self, attributes: dict[str, str], name: str, default: int) -> int:
        value = attributes.get(f"{_SS}{name}")
        if value is None:
            return default
        if not re.fullmatch(r"[0-9]{1,7}", value):
            raise ReleaseUnreadable("workbook-damaged", file=self.tables.file, detail=f"{name}={value[:40]}")
        return int(value)

    def _finish_cell(self, grid: GridBuilder, cell: _Cell) -> None:
        text = "".join(cell.pieces)
        if cell.kind == "Error" or ERROR_TEXT.fullmatch(text):
            grid.error_value(self.row, self.origin, text)
        elif cell.has_formula and not cell.kind:
            grid.formula_without_value(self.row, self.origin)
        else:
            grid.put(self.row, self.origin, _printed(cell, text))


def _printed(cell: _Cell, text: str) -> str:
    try:
        if cell.kind == "Number":
            return printed_number(float(text), is_percent=cell.is_percent)
        if cell.kind == "DateTime":
            return printed_moment(datetime.datetime.fromisoformat(text))
    except ValueError:
        return text
    return {"1": "TRUE", "0": "FALSE"}.get(text, text) if cell.kind == "Boolean" else text
