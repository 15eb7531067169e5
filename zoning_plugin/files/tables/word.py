# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading .docx documents from strangers: every table as a grid of printed text. Rules: docs/formats/access-list.md, "Word"."""

from __future__ import annotations

import importlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from ...core.errors import Level, PartMissing, ReleaseUnreadable, fault
from ...places import vendored
from .grid import Grid, Inside, Tables
from .grid_builder import GridBuilder, TablesBuilder, checked_file
from .package_checks import Refusals, check_xml, checked_xml
from .word_numbering import Numbering, W
from .word_text import RUNNING_TEXT, TextReader, blocks, characters_of, children

_REFUSALS: Final = Refusals(
    damaged="document-damaged",
    too_large="workbook-too-large",
    unsafe="document-unsafe",
    encrypted="document-encrypted",
)
_SUFFIXES: Final = (".docx", ".docm", ".dotx", ".dotm")
_OLE: Final = b"\xd0\xcf\x11\xe0"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# A province of 3,000 units printed one clause a row has 180,000 cells; Word itself ends at 63 columns.
MOST_CELLS: Final = 200_000
MOST_ELEMENTS: Final = 6_000_000
MOST_COLUMNS: Final = 1_000
_CELL: Final = re.compile(rb"<(?:\w+:)?tc[\s/>]")


def read_word(path: Path) -> Tables:
    """Read a .docx (or .docm, whose macros are ignored): its tables "表 1", "表 2" …, nested ones "表 1.1", with the text around them.

    Rows are those of the table as printed, 1-based; columns those of its finest division. Nothing that prints is left out
    unsaid: what is no plain text is told word for word in ``faults``.

    Raises ReleaseUnreadable: "file-missing", "file-empty", "file-truncated", "document-format-unsupported" (.doc, .wps …),
    "document-encrypted", "document-damaged", "document-unsafe" (document types or entities in its XML), "workbook-too-large",
    "document-without-table", "number-not-computed" (an automatic number in a table that cannot be told) and "text-not-read".
    PartMissing("library-missing").
    """
    has_macros = _checked(path)
    package = _opened(path)
    body, texts = _body_and_texts(package, path)
    try:
        tables = _DocumentReader(path.name, texts).read(body)
    except RecursionError as reason:
        raise ReleaseUnreadable("document-damaged", file=path.name, detail="RecursionError") from reason
    if has_macros:
        tables = replace(tables, faults=(fault("macros-ignored", file=path.name), *tables.faults))
    return tables


# --- before any parser ---------------------------------------------------------------------------------------------------


def _checked(path: Path) -> bool:
    """Whether the document brings macros; refuses what is no document or not safe to open."""
    checked_file(path)
    with path.open("rb") as file:
        head = file.read(8)
    if path.suffix.lower() not in _SUFFIXES and not head.startswith(b"PK"):  # what it is goes before what it is called
        raise ReleaseUnreadable("document-format-unsupported", file=path.name, suffix=path.suffix.lower())
    if head.startswith(_OLE):
        raise ReleaseUnreadable("document-encrypted", file=path.name)
    if not head.startswith(b"PK"):
        raise ReleaseUnreadable("document-damaged", file=path.name, detail="not a zip file")
    cells = elements = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for _, content in checked_xml(archive, path, _REFUSALS):
                if _STRICT in content[:4096]:
                    raise ReleaseUnreadable("document-strict", file=path.name)
                cells += len(_CELL.findall(content))
                elements += content.count(b"<")
            has_macros = any("vbaProject" in name for name in archive.namelist())
    except zipfile.BadZipFile as reason:
        raise ReleaseUnreadable("file-truncated", file=path.name, detail=reason) from reason
    except (zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, KeyError) as reason:
        raise ReleaseUnreadable("document-damaged", file=path.name, detail=reason) from reason
    if cells > MOST_CELLS or elements > 2 * MOST_ELEMENTS:
        raise ReleaseUnreadable("workbook-too-large", file=path.name, detail=f"{cells} cells, {elements // 2} elements")
    return has_macros


def _docx(module: str) -> ModuleType:
    try:
        vendored("docx")
        return importlib.import_module(module)
    except ImportError as reason:
        raise PartMissing("library-missing", library="python-docx", found=str(reason)) from reason


def _opened(path: Path) -> Any:
    """The package as python-docx opens it: its parser resolves no entities and asks no network."""
    package = _docx("docx.package").Package
    lxml = importlib.import_module("lxml.etree")
    errors = importlib.import_module("docx.opc.exceptions")
    try:
        return package.open(str(path))
    except zipfile.BadZipFile as reason:
        raise ReleaseUnreadable("file-truncated", file=path.name, detail=reason) from reason
    except (lxml.LxmlError, errors.OpcError, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, zlib.error, EOFError,
            RecursionError, AssertionError, OverflowError, NotImplementedError) as reason:  # fmt: skip
        # A parser for other people's files: anything of its own making that it trips over is one thing to us.
        detail = f"{type(reason).__name__}: {reason}"[:200]
        raise ReleaseUnreadable("document-damaged", file=path.name, detail=detail) from reason


def _body_and_texts(package: Any, path: Path) -> tuple[Any, TextReader]:
    """The body of the document and a reader of its paragraphs, which knows its lists, styles and notes."""
    lxml = importlib.import_module("lxml.etree")
    try:
        main = package.part_related_by(f"{_RELATED}/officeDocument")
        document = _root(main, path)
        related = {
            link.reltype.rpartition("/")[2]: _root(link.target_part, path)
            for link in main.rels.values()
            if not link.is_external and link.reltype.rpartition("/")[2] in ("numbering", "styles", "footnotes", "endnotes")
        }  # fmt: skip
    except (lxml.LxmlError, KeyError, ValueError, TypeError, AttributeError) as reason:
        detail = f"{type(reason).__name__}: {reason}"[:200]
        raise ReleaseUnreadable("document-damaged", file=path.name, detail=detail) from reason
    body = document.find(f"{W}body")
    if body is None:
        raise ReleaseUnreadable("document-damaged", file=path.name, detail="w:body")
    styles = related.get("styles")
    notes = {
        (kind, one.get(f"{W}id", "")): one
        for kind in ("footnote", "endnote")
        for one in (related[f"{kind}s"].iterchildren(f"{W}{kind}") if f"{kind}s" in related else ())
    }
    by_id = {one.get(f"{W}styleId", ""): one for one in styles.iterchildren(f"{W}style")} if styles is not None else {}
    return body, TextReader(path.name, Numbering(related.get("numbering"), styles), by_id, notes)


def _root(part: Any, path: Path) -> Any:
    """The root element of a part, whether or not python-docx knows its kind."""
    known = getattr(part, "element", None)
    if known is not None:
        return known
    check_xml(part.blob, path, _REFUSALS)
    return _docx("docx.oxml.parser").parse_xml(part.blob)


# --- the document --------------------------------------------------------------------------------------------------------


@dataclass
class _DocumentReader:
    """Walks the body once, in printed order: paragraphs are counted and read, tables become grids."""

    file: str
    texts: TextReader
    whole: TablesBuilder = field(init=False)
    _tables: int = 0
    _paragraphs: int = 0

    def __post_init__(self) -> None:
        self.whole = TablesBuilder(self.file)

    def read(self, body: Any) -> Tables:
        stored = characters_of(body)
        lines: list[str] = []
        waiting: list[Any] = []
        for block in blocks(body, self.texts):
            if block.tag == f"{W}p":
                waiting.append(block)
            elif block.tag == f"{W}tbl":
                lines += self._lines(waiting)
                waiting = []
                self._tables += 1
                if self._table(block, f"表 {self._tables}", tuple(lines), None):
                    lines = []
            else:
                self._other(block)
        lines += self._lines(waiting)
        if self.texts.characters != stored:
            self.whole.error(
                fault("text-not-read", Level.ERROR, file=self.file, count=stored - self.texts.characters)
            )  # a mistake of ours, never to pass unnoticed
        heard = self.texts.faults()
        for one in heard:
            if one.level is Level.ERROR:
                self.whole.error(one)
        if not self.whole.grids:
            self.whole.raise_errors()
            raise ReleaseUnreadable("document-without-table", file=self.file)
        return replace(self.whole.tables(heard), lines_after=tuple(lines))

    def _lines(self, paragraphs: list[Any]) -> list[str]:
        """Lines with text of paragraphs outside of tables."""
        result = []
        for text in self._read(paragraphs, None):
            result += [line.strip() for line in text.split("\n") if line.strip()]
        return result

    def _read(self, paragraphs: list[Any], place: tuple[str, int] | None) -> list[str]:
        if place is None:
            place = (RUNNING_TEXT, self._paragraphs + 1)
            self._paragraphs += len(paragraphs)
        self.texts.place = place
        return self.texts.lines(paragraphs)

    def _other(self, block: Any) -> None:
        """What is neither paragraph nor table: whole foreign documents are told, the rest holds no text."""
        name = str(block.tag).rpartition("}")[2]
        if name in ("altChunk", "subDoc"):
            self.whole.error(fault("document-within-document", Level.ERROR, file=self.file, detail=f"w:{name}"))

    # --- tables ------------------------------------------------------------------------------------------------------

    def _table(self, table: Any, name: str, lines: tuple[str, ...], inside: Inside | None) -> bool:
        """Add a table and those nested in it; False where neither holds any text."""
        builder = GridBuilder(self.whole, name, lines_before=lines)
        nested: list[tuple[Any, Inside]] = []
        before = len(self.whole.grids)
        self.whole.grids.append(Grid(name, {}))  # its place: before the tables that lie in it
        open_merges: dict[int, _Merged] = {}
        for row, cells in enumerate(self._rows(table, name), 1):
            continued: dict[int, _Merged] = {}
            for one in cells:
                above = open_merges.get(one.left)
                if one.is_covered and above is not None and above.right == one.right:
                    above.bottom = row
                    continued[one.left] = above
                    self._cover(one.element)
                    continue
                text, found = self._cell(one.element, name, row, one.left)
                nested += found
                builder.put(row, one.left, text)
                merged = _Merged(row, one.left, row, one.right)
                if one.is_top:
                    continued[one.left] = merged
                elif one.right > one.left:
                    builder.merge(row, one.left, row, one.right)
            for left, merged in open_merges.items():
                if continued.get(left) is not merged:
                    builder.merge(merged.top, merged.left, merged.bottom, merged.right)
            open_merges = continued
        for merged in open_merges.values():
            builder.merge(merged.top, merged.left, merged.bottom, merged.right)
        grid = replace(builder.finished(), in_flow=True, inside=inside)
        self.whole.grids[before] = grid
        for number, (element, where) in enumerate(nested, 1):
            self._table(element, f"{name}.{number}", (), where)
        if not grid.cells and len(self.whole.grids) == before + 1:
            del self.whole.grids[before]
            return False
        return True

    def _rows(self, table: Any, name: str) -> Iterator[list[_Cell]]:
        """The printed rows of a table, with the columns that their cells cover."""
        printed = 0
        for row in children(table, f"{W}tr", self.texts):
            self.texts.place = (name, printed + 1)
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self.texts.remove(row)
                continue
            left = 1 + _integer(properties, "gridBefore", 0)
            cells: list[_Cell] = []
            for element in children(row, f"{W}tc", self.texts):
                stated = element.find(f"{W}tcPr")
                right = left + max(_integer(stated, "gridSpan", 1), 1) - 1
                if right > MOST_COLUMNS:
                    raise ReleaseUnreadable("workbook-too-large", file=self.file, detail=f"{right} columns")
                vertical = stated.find(f"{W}vMerge") if stated is not None else None
                is_top = vertical is not None and vertical.get(f"{W}val") == "restart"
                if stated is not None and stated.find(f"{W}cellDel") is not None:
                    self.texts.remove(element)
                elif cells and _text_value(stated, "hMerge") in ("", "continue"):  # as Word 97 merged
                    cells[-1] = replace(cells[-1], right=right)
                    self._cover(element)
                else:
                    cells.append(_Cell(element, left, right, is_top, vertical is not None and not is_top))
                left = right + 1
            printed += 1
            yield cells

    def _cover(self, element: Any) -> None:
        """A stored cell that lies below another in a merge: Word shows nothing of it, and counts nothing in it."""
        self.texts.remove(element, "covered-text-left-out")
        if next(element.iter(f"{W}numPr"), None) is not None:
            self.texts.hear("number-doubtful", "")

    def _cell(self, element: Any, name: str, row: int, column: int) -> tuple[str, list[tuple[Any, Inside]]]:
        """Text of a cell, its paragraphs joined by line breaks, and the tables that lie in it."""
        lines: list[str] = []
        nested: list[tuple[Any, Inside]] = []
        waiting: list[Any] = []
        for block in blocks(element, self.texts):
            if block.tag == f"{W}p":
                waiting.append(block)
            elif block.tag == f"{W}tbl":
                lines += self._read(waiting, (name, row))
                waiting = []
                offset = len("\n".join(lines).rstrip())
                nested.append((block, Inside(name, row, column, offset)))
            else:
                self._other(block)
        lines += self._read(waiting, (name, row))
        return "\n".join(lines).rstrip(), nested


@dataclass(frozen=True)
class _Cell:
    """A stored cell: the columns it covers, and whether a vertical merge begins in it or covers it."""

    element: Any
    left: int
    right: int
    is_top: bool
    is_covered: bool


@dataclass
class _Merged:
    """A vertical merge that may go on in the next row."""

    top: int
    left: int
    bottom: int
    right: int


def _integer(owner: Any, name: str, otherwise: int) -> int:
    child = owner.find(f"{W}{name}") if owner is not None else None
    text = child.get(f"{W}val", "") if child is not None else ""
    return int(text) if re.fullmatch(r"\d{1,6}", text) else otherwise


def _text_value(owner: Any, name: str) -> str | None:
    """w:val of a child element, empty where it states none; None when there is no such child."""
    child = owner.find(f"{W}{name}") if owner is not None else None
    return child.get(f"{W}val", "") if child is not None else None
