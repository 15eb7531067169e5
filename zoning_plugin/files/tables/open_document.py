# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading .ods workbooks (LibreOffice, WPS, and what Excel saves as OpenDocument) from strangers.

One pass over content.xml by the standard library's parser. odfpy, the library at hand, builds the whole document as objects before the first cell
can be asked for, unfolds nothing and prints nothing, and is published as source only, which our pins do not admit: it would add two libraries
to the zip and take none of this file's work away.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from ...core.errors import Level, ReleaseUnreadable, fault
from .grid import Tables
from .grid_builder import ERROR_TEXT, MOST_COLUMNS, GridBuilder, TablesBuilder, cell_name, checked_file, printed_number
from .package_checks import MOST_BYTES, MOST_MEMBERS, MOST_RATIO
from .xml_walk import walk_xml

_URN: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT = f"{_URN}office:1.0 ", f"{_URN}table:1.0 ", f"{_URN}text:1.0 "
_STYLE, _DRAW = f"{_URN}style:1.0 ", f"{_URN}drawing:1.0 "
_CALC: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_CELLS: Final = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_KIND: Final = "application/vnd.oasis.opendocument.spreadsheet"
_MOST_MIME: Final = 200
_MOST_MANIFEST: Final = 5_000_000

_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_DURATION: Final = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


def read_open_document(path: Path) -> Tables:
    """Read an .ods (or its template .ots) as printed text, hidden and filtered rows included. Comments and drawings are left out and told.

    Repeated cells and rows are unfolded only where they hold text. A cell counts by its stored value, as in .xlsx: numbers and percentages in
    full, dates as ISO; a text as written, with its paragraphs, line breaks, tabs and repeated spaces.

    Raises ReleaseUnreadable: "file-missing", "file-empty", "file-truncated", "file-encrypted", "workbook-damaged", "workbook-too-large",
    "workbook-unsafe", "workbook-without-text", and at once for all of them "formula-without-value", "cell-error".
    """
    checked_file(path)
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            raise ReleaseUnreadable("workbook-damaged", file=path.name, detail="not a zip file")
    tables = TablesBuilder(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, path.name)
            if any(one.filename.startswith(("Basic/", "Scripts/")) for one in archive.infolist()):
                tables.faults.append(fault("macros-ignored", file=path.name))
            with archive.open("content.xml") as content:
                walk_xml(_Bounded(content, path.name), _Content(tables), path.name)
    except zipfile.BadZipFile as reason:
        raise ReleaseUnreadable("file-truncated", file=path.name, detail=reason) from reason
    except (zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, KeyError) as reason:
        raise ReleaseUnreadable("workbook-damaged", file=path.name, detail=reason) from reason
    return tables.tables()


class _Bounded:
    """A member of the archive that may say of its size what it likes: no more than the limit is ever read."""

    def __init__(self, member: IO[bytes], file: str) -> None:
        self._member, self._file, self._left = member, file, MOST_BYTES

    def read(self, size: int, /) -> bytes:
        piece = self._member.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise ReleaseUnreadable("workbook-too-large", file=self._file, detail=f"> {MOST_BYTES} bytes")
        return piece


def _check(archive: zipfile.ZipFile, file: str) -> None:
    """Refuse bombs, passwords and what is no spreadsheet, before anything is parsed."""
    members = archive.infolist()
    total = sum(one.file_size for one in members)
    swollen = any(
        one.file_size > 1_000_000 and one.file_size > MOST_RATIO * max(one.compress_size, 1) for one in members
    )
    if len(members) > MOST_MEMBERS or total > MOST_BYTES or swollen:
        raise ReleaseUnreadable("workbook-too-large", file=file, detail=f"{len(members)} members, {total} bytes")
    names = {one.filename for one in members}
    if "encrypted-package" in names or any(one.flag_bits & 1 for one in members):
        raise ReleaseUnreadable("file-encrypted", file=file)
    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(_MOST_MANIFEST):
                raise ReleaseUnreadable("file-encrypted", file=file)
    kind = _KIND
    if "mimetype" in names:
        with archive.open("mimetype") as stated:
            kind = stated.read(_MOST_MIME).decode("ascii", "replace").strip()
    if "content.xml" not in names or not kind.startswith(_KIND):
        raise ReleaseUnreadable("workbook-damaged", file=file, detail=kind if kind != _KIND else "content.xml")


@dataclass
class _Cell:
    """A cell under way: what its attributes say, and its paragraphs."""

    attributes: dict[str, str]
    is_covered: bool
    paragraphs: list[str] = field(default_factory=list)
    characters: int = 0


class _Content:
    """Visitor of content.xml: follows tables, rows and cells, and skips what is not printed in cells."""

    _SKIPPED: Final = {
        f"{_OFFICE}annotation": "comment",
        f"{_TABLE}tracked-changes": "",
        f"{_TABLE}shapes": "drawing",
        f"{_DRAW}frame": "drawing", f"{_DRAW}custom-shape": "drawing", f"{_DRAW}rect": "drawing", f"{_DRAW}g": "drawing", f"{_DRAW}a": "drawing",
        f"{_DRAW}line": "drawing", f"{_DRAW}ellipse": "drawing", f"{_DRAW}control": "drawing", f"{_DRAW}caption": "comment",
        f"{_TEXT}ruby-text": "",
        f"{_TEXT}note": "",
    }  # fmt: skip

    def __init__(self, tables: TablesBuilder) -> None:
        self.tables = tables
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.grid: GridBuilder | None = None
        self.tables_open = 0
        self.row, self.column = 1, 1
        self.row_repeat = 1
        self.row_cells: list[tuple[int, int, str]] = []
        self.row_marks: list[tuple[int, int, str]] = []
        self.cell: _Cell | None = None
        self.cells_open = 0
        self.pieces: list[str] | None = None
        self.paragraphs_open = 0
        self.skipped = 0
        self.skipping = ""
        self.outside: list[str] = []
        self.comments = 0

    # --- what walk_xml tells -----------------------------------------------------------------------------------------

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipped:
            self.skipped += 1
        elif name in self._SKIPPED and (self.grid is not None or name.endswith("changes")):
            self.skipped, self.skipping = 1, self._SKIPPED[name]
            self.comments += self.skipping == "comment"
        elif self.cell is not None:
            self._start_in_cell(name, attributes)
        elif name == f"{_STYLE}style":
            self.style = attributes.get(f"{_STYLE}name", "")
        elif name == f"{_STYLE}table-properties" and attributes.get(f"{_TABLE}display") == "false":
            self.hidden_styles.add(self.style)
        elif name == f"{_TABLE}table":
            self._start_table(attributes)
        elif name == f"{_TABLE}table-row" and self.grid is not None:
            self.column, self.row_cells, self.row_marks = 1, [], []
            self.row_repeat = self._count(attributes, "number-rows-repeated")
        elif name in _CELLS and self.grid is not None:
            self.cell = _Cell(attributes, name.endswith("covered-table-cell"))
            self.cells_open = 1

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif self.cell is not None:
            self._end_in_cell(name)
        elif name == f"{_TABLE}table-row" and self.grid is not None:
            self._finish_row()
        elif name == f"{_TABLE}table" and self.grid is not None:
            self.tables_open -= 1
            if not self.tables_open:
                self._finish_table()

    def text(self, data: str) -> None:
        if self.skipped:
            if self.skipping == "drawing" and data.strip() and sum(map(len, self.outside)) < 2_000:
                self.outside.append(data.strip())
        elif self.pieces is not None:
            self._take(len(data))
            self.pieces.append(data)

    # --- tables and rows ---------------------------------------------------------------------------------------------

    def _count(self, attributes: dict[str, str], name: str) -> int:
        value = attributes.get(f"{_TABLE}{name}", "1")
        if not re.fullmatch(r"[0-9]{1,9}", value):
            raise ReleaseUnreadable("workbook-damaged", file=self.tables.file, detail=f"{name}={value[:40]}")
        return max(int(value), 1)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self.tables_open += 1
        if self.tables_open > 1:
            return
        is_hidden = attributes.get(f"{_TABLE}style-name", "") in self.hidden_styles
        name = attributes.get(f"{_TABLE}name", "")
        self.grid = GridBuilder(self.tables, name, is_hidden)
        self.row, self.outside, self.comments = 1, [], 0

    def _finish_row(self) -> None:
        """Put the row's cells as often as the row is repeated; a repeated row without text costs nothing."""
        assert self.grid is not None
        if self.row_cells or self.row_marks:
            for row in range(self.row, self.row + self.row_repeat):
                for column, repeat, text in self.row_cells:
                    for one in range(column, column + repeat):
                        self.grid.put(row, one, text)
                for column, repeat, mark in self.row_marks:
                    for one in range(column, column + repeat):
                        self._mark(row, one, mark)
        self.row += self.row_repeat

    def _mark(self, row: int, column: int, mark: str) -> None:
        assert self.grid is not None
        if mark:
            self.grid.error_value(row, column, mark)
        else:
            self.grid.formula_without_value(row, column)

    def _finish_table(self) -> None:
        assert self.grid is not None
        self.tables.add(self.grid)
        facts = {"file": self.tables.file, "sheet": self.grid.name}
        if self.comments:
            self.tables.faults.append(fault("comments-left-out", Level.INFO, count=self.comments, **facts))
        if self.outside:
            self.tables.faults.append(fault("text-outside-cells", text=" ".join(self.outside)[:2_000], **facts))
        self.grid = None

    # --- cells -------------------------------------------------------------------------------------------------------

    def _take(self, characters: int) -> None:
        """Count text of the cell under way, before it is kept; the file's count follows when the cell is put."""
        assert self.cell is not None
        self.cell.characters += characters
        self.tables.check(characters=self.cell.characters)

    def _start_in_cell(self, name: str, attributes: dict[str, str]) -> None:
        assert self.cell is not None
        if name in _CELLS:
            self.cells_open += 1  # a table inside a cell: its text is text of the cell
        elif name in (f"{_TEXT}p", f"{_TEXT}h"):
            self.paragraphs_open += 1
            if self.pieces is None:
                self.pieces = []
        elif self.pieces is not None:
            if name == f"{_TEXT}s":
                count = attributes.get(f"{_TEXT}c", "1")
                spaces = int(count) if re.fullmatch(r"[0-9]{1,9}", count) else 1
                self._take(spaces)
                self.pieces.append("\0" * spaces)  # marks a space that does not collapse; XML itself cannot hold it
            elif name == f"{_TEXT}tab":
                self.pieces.append("\1")
            elif name == f"{_TEXT}line-break":
                self.pieces.append("\2")

    def _end_in_cell(self, name: str) -> None:
        assert self.cell is not None
        if name in (f"{_TEXT}p", f"{_TEXT}h") and self.pieces is not None:
            self.paragraphs_open -= 1
            if not self.paragraphs_open:
                text = _BLANKS.sub(" ", "".join(self.pieces)).strip(" ")
                self.cell.paragraphs.append(text.replace("\0", " ").replace("\1", "\t").replace("\2", "\n"))
                self.pieces = None
        elif name in _CELLS:
            self.cells_open -= 1
            if not self.cells_open:
                self._finish_cell()

    def _finish_cell(self) -> None:
        assert self.cell is not None
        assert self.grid is not None
        cell, self.cell = self.cell, None
        self.pieces, self.paragraphs_open = None, 0
        repeat = self._count(cell.attributes, "number-columns-repeated")
        column = self.column
        self.column += repeat
        shown = "\n".join(cell.paragraphs)
        kind = cell.attributes.get(f"{_OFFICE}value-type", "")
        has_formula = f"{_TABLE}formula" in cell.attributes
        is_error = cell.attributes.get(f"{_CALC}value-type") == "error" or (
            has_formula and ERROR_TEXT.fullmatch(shown.strip())
        )
        if is_error:
            self._hold(column, repeat, mark=shown.strip() or "#")
        elif has_formula and not kind and not shown:
            self._hold(column, repeat, mark="")
        else:
            text = self._printed(cell.attributes, kind, shown)
            if text.strip():
                self._hold(column, repeat, text=text)
        if not cell.is_covered:
            down = self._count(cell.attributes, "number-rows-spanned")
            across = self._count(cell.attributes, "number-columns-spanned")
            if down > 1 or across > 1:
                self.grid.merge(self.row, column, self.row + down - 1, column + across - 1)

    def _hold(self, column: int, repeat: int, *, text: str = "", mark: str = "") -> None:
        """Keep a cell of the row until the row ends; what it will unfold to is counted before anything is unfolded."""
        if column + repeat - 1 > MOST_COLUMNS:
            raise ReleaseUnreadable("workbook-too-large", file=self.tables.file, detail=cell_name(self.row, column))
        self.tables.check(cells=repeat * self.row_repeat, characters=len(text) * repeat * self.row_repeat)
        if text:
            self.row_cells.append((column, repeat, text))
        else:
            self.row_marks.append((column, repeat, mark))

    def _printed(self, attributes: dict[str, str], kind: str, shown: str) -> str:
        """The value in the same words as from .xlsx; what the cell shows where it has no value."""
        value = attributes.get(f"{_OFFICE}value", "")
        if kind in ("float", "currency", "percentage") and value:
            try:
                number = float(value)
            except ValueError:
                return shown or value
            return printed_number(number, is_percent=kind == "percentage")
        if kind == "date":
            return attributes.get(f"{_OFFICE}date-value", shown).replace("T00:00:00", "").replace("T", " ") or shown
        if kind == "time":
            found = _DURATION.fullmatch(attributes.get(f"{_OFFICE}time-value", ""))
            return f"{int(found[1]):02}:{int(found[2]):02}:{int(found[3]):02}" if found else shown
        if kind == "boolean":
            return attributes.get(f"{_OFFICE}boolean-value", shown).upper()
        return shown or attributes.get(f"{_OFFICE}string-value", "")
