# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of HTML from strangers: what WPS, Excel and browsers put on the clipboard, .htm files, .xls files that are pages.

The tags are told apart here by the rules of the HTML standard, in one forward pass: in the Pythons that QGIS still brings, html.parser needs time
that grows with the square of the length for unclosed tags and comments (CVE-2025-6069), and a page is a stranger's.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

from ...core.errors import ReleaseUnreadable, fault
from .decoding import decoded
from .delimited import parse_delimited
from .grid import Inside, Tables
from .grid_builder import ERROR_TEXT, MOST_CHARACTERS, MOST_COLUMNS, GridBuilder, TablesBuilder, checked_file

CLIPBOARD: Final = "剪贴板"
"""The name of what was pasted, where a file would have its name."""

_MOST_TAGS: Final = 1_000_000
_MOST_TABLES: Final = 2_000
_LONGEST_ATTRIBUTE: Final = 2_000
_MOST_COLSPAN: Final = 1_000
_MOST_ROWSPAN: Final = 65_534
"""Spans as browsers read them: what is more counts as these."""

_TAG: Final = re.compile(r"</?([A-Za-z][^\s/>]*)")
_ATTRIBUTE: Final = re.compile(r"""[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"'][^\s>]*))?""")
_TAG_END: Final = re.compile(r"[\s/]*(>?)")
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_HEADER: Final = re.compile(r"\s*Version:[0-9.]+\s+(?:(?:Start|End|Source)[A-Za-z]+:[^\r\n<]*\s+)+")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_PRE: Final = re.compile(r"white-space\s*:\s*(pre|break-spaces)", re.IGNORECASE)
_NO_SPAN: Final = re.compile(r"mso-ignore\s*:\s*[^;]*colspan", re.IGNORECASE)

_RAW: Final = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "template", "svg", "xml"})
_VOID: Final = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_BLOCK: Final = frozenset(
    ["address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "ul"]
)  # fmt: skip
_TABLE_TAGS: Final = frozenset({"table", "tr", "td", "th", "caption", "thead", "tbody", "tfoot"})


def read_page(path: Path) -> Tables:
    """Read the tables of an .html file. Raises like :func:`parse_page`, and "file-missing", "file-empty", "file-truncated", "text-undecodable"."""
    checked_file(path)
    text, encoding = decoded(path.read_bytes(), path.name)
    return _parsed(text, path.name, encoding)


def parse_page(page: str, name: str) -> Tables:
    """Read the tables of a page: a fragment, a whole page, or the clipboard's CF_HTML with its header.

    Each table is a grid, "表 1", "表 2" …, those inside its cells "表 1.1" …; what is printed before it, and its caption, are its ``lines_before``.
    Rows, cells and tables that are not displayed are read and told; other text that is not displayed is left out and told.

    Raises ReleaseUnreadable: "page-without-table", "workbook-too-large", "workbook-without-text", "file-truncated" (it ends inside a tag).
    """
    return _parsed(page.removeprefix("\ufeff"), name, "UTF-8")


def pasted_tables(page: str, text: str) -> Tables:
    """Read a table from the clipboard: of its HTML when that holds a table, else of its text, separated by tabs.

    Raises ReleaseUnreadable like :func:`parse_page` or :func:`parse_delimited`; "page-without-table" when there is nothing at all.
    """
    if re.search(r"<table[\s>]", page, re.IGNORECASE):
        try:
            return parse_page(page, CLIPBOARD)
        except ReleaseUnreadable as reason:
            if not text.strip() or reason.code not in ("page-without-table", "workbook-without-text"):
                raise
    if not text.strip():
        raise ReleaseUnreadable("page-without-table", file=CLIPBOARD)
    return parse_delimited(text, CLIPBOARD)


def _parsed(page: str, file: str, encoding: str) -> Tables:
    if len(page) > MOST_CHARACTERS:
        raise ReleaseUnreadable("workbook-too-large", file=file, detail=f"{len(page)} characters")
    page = page.replace(_NEW_BLOCK, "\x01")  # told as the control character that it is
    header = _HEADER.match(page)
    reader = _PageReader(TablesBuilder(file, encoding))
    for token in _tokens(page[header.end() :] if header else page, file):
        reader.take(token)
    return reader.finished()


# --- tags ------------------------------------------------------------------------------------------------------------


class _Text(NamedTuple):
    data: str


class _Start(NamedTuple):
    name: str
    attributes: dict[str, str]


class _End(NamedTuple):
    name: str


def _tokens(page: str, file: str) -> Iterator[_Text | _Start | _End]:
    """Tags and text in order; comments, declarations, scripts and styles left out. Every character is looked at a few times at most."""
    position, tags = 0, 0
    while position < len(page):
        begin = page.find("<", position)
        if begin < 0:
            begin = len(page)
        if begin > position:
            data = page[position:begin]
            yield _Text(html.unescape(data) if "&" in data else data)
        position = begin
        if begin == len(page):
            return
        tags += 1
        if tags > _MOST_TAGS:
            raise ReleaseUnreadable("workbook-too-large", file=file, detail=f"> {_MOST_TAGS} tags")
        found = _TAG.match(page, begin)
        if found is None:
            position = _after_markup(page, begin)
            if position < 0:
                raise ReleaseUnreadable("file-truncated", file=file, detail=page[begin : begin + 80])
            if position == begin:  # a lone "<" is text: 面积<5公顷
                yield _Text("<")
                position += 1
            continue
        name = found[1].lower()
        attributes, position = _attributes(page, found.end())
        if position < 0:
            raise ReleaseUnreadable("file-truncated", file=file, detail=page[begin : begin + 80])
        if page.startswith("</", begin):
            yield _End(name)
            continue
        if name in _RAW:
            close = re.compile(rf"</{name}[\s/>]", re.IGNORECASE).search(page, position)
            position = page.find(">", close.start()) + 1 if close else 0
            if not position:
                raise ReleaseUnreadable("file-truncated", file=file, detail=f"</{name}>")
            continue
        yield _Start(name, attributes)


def _after_markup(page: str, begin: int) -> int:
    """Where a comment, declaration or closing mark without a name ends; ``begin`` where there is none of these, -1 where the page ends first."""
    if page.startswith("<!--", begin):
        end = page.find("-->", begin + 2)
        return end + 3 if end >= 0 else -1
    if page.startswith(("<!", "<?", "</"), begin):
        end = page.find(">", begin)
        return end + 1 if end >= 0 else -1
    return begin


def _attributes(page: str, position: int) -> tuple[dict[str, str], int]:
    """The attributes of a tag and where it ends; -1 when the page ends first."""
    attributes: dict[str, str] = {}
    if page.startswith(">", position):
        return attributes, position + 1
    while True:
        end = _TAG_END.match(page, position)
        assert end is not None
        if end[1]:
            return attributes, end.end()
        found = _ATTRIBUTE.match(page, position)
        if found is None:
            if end.end() >= len(page):
                return attributes, -1
            position = end.end() + 1  # a stray "=" or quotation mark
            continue
        value = found[2] or ""
        if value[:1] in ('"', "'") and len(value) > 1:
            value = value[1:-1]
        name = found[1].lower()
        if name in ("rowspan", "colspan", "style", "hidden", "start", "type", "value", "reversed"):
            attributes.setdefault(name, html.unescape(value[:_LONGEST_ATTRIBUTE]))
        position = found.end()


_NEW_BLOCK: Final = "\0"
"""Stands in a flow for a line break that is none at the beginning of a line; a page itself holds no such character."""


# --- tables ----------------------------------------------------------------------------------------------------------


@dataclass
class _Flow:
    """Text under way: of a cell, of a caption, or of the page around the tables."""

    pieces: list[str] = field(default_factory=list)

    def add(self, data: str, *, is_pre: bool) -> None:
        if is_pre:
            self.pieces.append(data.replace("\r\n", "\n").replace("\r", "\n"))
            return
        data = _BLANKS.sub(" ", data)
        if self.pieces and self.pieces[-1][-1:] in (" ", "\n", _NEW_BLOCK):
            data = data.removeprefix(" ")
        if data:
            self.pieces.append(data)

    def break_line(self) -> None:
        self.pieces.append("\n")

    def break_block(self) -> None:
        self.pieces.append(_NEW_BLOCK)  # a line break unless there is one already

    def lines(self) -> list[str]:
        """The lines as displayed, spaces at their ends dropped; blank ones only where they were written as such."""
        lines = [""]
        for part in re.split(r"([\n\0])", "".join(self.pieces).replace("\xa0", " ")):
            if part == "\n" or (part == _NEW_BLOCK and lines[-1].strip()):
                lines.append("")
            elif part != _NEW_BLOCK:
                lines[-1] += part
        return [line.strip() for line in lines]

    def text(self) -> str:
        return "\n".join(self.lines()).strip("\n")


@dataclass
class _Scope:
    """The elements open in one cell (or in the page around): what is hidden, what keeps its line breaks, where lists count."""

    flow: _Flow
    open: list[tuple[str, bool, bool]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    hidden: int = 0
    pre: int = 0
    hidden_text: list[str] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)


@dataclass
class _Table:
    """A table under way. ``taken`` says for each column up to which row a cell from above reaches."""

    grid: GridBuilder
    inside: Inside | None
    nested: int = 0
    row: int = 0
    column: int = 1
    is_row_open: bool = False
    is_row_hidden: bool = False
    taken: dict[int, int] = field(default_factory=dict)
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)
    cell: tuple[int, int] | None = None
    is_caption: bool = False
    hidden_rows: list[int] = field(default_factory=list)


class _PageReader:
    """Takes the tags of a page one after another and fills the grids."""

    def __init__(self, tables: TablesBuilder) -> None:
        self.tables = tables
        self.scopes: list[_Scope] = [_Scope(_Flow())]
        self.stack: list[_Table] = []
        self.found: list[_Table] = []
        self.spanned = 0
        self.outermost = 0

    def take(self, token: _Text | _Start | _End) -> None:
        if isinstance(token, _Text):
            self._text(token.data)
        elif isinstance(token, _Start):
            self._start(token.name, token.attributes)
        else:
            self._end(token.name)

    def finished(self) -> Tables:
        """The tables of the page, in the order in which they begin."""
        if self.stack:  # clauses may be missing: nothing in a page says how long it should be
            raise ReleaseUnreadable("file-truncated", file=self.tables.file, detail="</table>")
        if not self.found:
            raise ReleaseUnreadable("page-without-table", file=self.tables.file)
        with_text: set[str] = set()
        for table in reversed(
            self.found
        ):  # a table that holds none but that of a table inside it has its place all the same
            if table.grid.cells or table.grid.name in with_text:
                with_text |= {table.grid.name, table.inside.grid if table.inside else ""}
        for table in self.found:
            if table.grid.name in with_text:
                self._add(table)
        after = tuple(line for line in self.scopes[0].flow.lines() if line)
        self._tell_hidden(self.scopes[0], "")
        return replace(self.tables.tables(), lines_after=after)

    def _add(self, table: _Table) -> None:
        for place, text in table.grid.cells.items():
            if ERROR_TEXT.fullmatch(text):
                table.grid.error_value(*place, text)
        facts = {"file": self.tables.file, "sheet": table.grid.name}
        self.tables.grids.append(replace(table.grid.finished(), in_flow=True, inside=table.inside))
        if table.grid.is_hidden:
            self.tables.faults.append(fault("sheet-hidden", **facts))
        elif table.hidden_rows:
            rows = "、".join(map(str, table.hidden_rows[:20])) + (" …" if len(table.hidden_rows) > 20 else "")
            self.tables.faults.append(fault("rows-hidden", row=rows, **facts))

    # --- text ----------------------------------------------------------------------------------------------------

    def _text(self, data: str) -> None:
        scope = self.scopes[-1]
        if self.stack and self.stack[-1].cell is None and not self.stack[-1].is_caption and not data.strip():
            return  # the blanks between rows and cells
            # Text of a table outside its cells is displayed before the table: so it is kept.
        if scope.hidden:
            if data.strip():
                scope.hidden_text.append(data.strip()[:500])
            return
        scope.flow.add(data, is_pre=bool(scope.pre))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _TABLE_TAGS and (name == "table" or self.stack):
            self._start_of_table(name, attributes)
            return
        scope = self.scopes[-1]
        if name == "br":
            if not scope.hidden:
                scope.flow.break_line()
            return
        if name in _BLOCK and not scope.hidden:
            scope.flow.break_block()
        if name in _VOID:
            return
        style = attributes.get("style", "")
        is_hidden = "hidden" in attributes or bool(_HIDDEN.search(style))
        is_pre = name in ("pre", "textarea") or bool(_PRE.search(style))
        if name in ("p", "li", "dt", "dd") and scope.open and scope.open[-1][0] == name:
            self._close(scope, name)  # the one before ends where the next begins
        scope.open.append((name, is_hidden, is_pre))
        scope.names[name] += 1
        scope.hidden += is_hidden
        scope.pre += is_pre
        if name in ("ol", "ul"):
            start = attributes.get("start", "1")
            is_counted = name == "ol" and attributes.get("type", "1") == "1" and "list-style" not in style
            scope.lists.append(int(start) if is_counted and re.fullmatch(r"[0-9]{1,6}", start) else None)
        elif name == "li" and scope.lists and scope.lists[-1] is not None and not scope.hidden:
            scope.flow.add(f"{scope.lists[-1]}.", is_pre=True)  # the browser prints it, and so it is printed here
            scope.lists[-1] += 1

    def _end(self, name: str) -> None:
        if name in _TABLE_TAGS and self.stack:
            self._end_of_table(name)
            return
        scope = self.scopes[-1]
        if name == "p" and not scope.names["p"] and not scope.hidden:
            scope.flow.break_block()
        self._close(scope, name)

    def _close(self, scope: _Scope, name: str) -> None:
        """Close the last open element of that name in the cell, and what is open inside it; nothing where there is none."""
        if not scope.names[name]:
            return
        while True:
            found, is_hidden, is_pre = scope.open.pop()
            scope.names[found] -= 1
            if found in _BLOCK and not scope.hidden:
                scope.flow.break_block()
            scope.hidden -= is_hidden
            scope.pre -= is_pre
            if found in ("ol", "ul") and scope.lists:
                scope.lists.pop()
            if found == name:
                return

    # --- tables --------------------------------------------------------------------------------------------------

    def _start_of_table(self, name: str, attributes: dict[str, str]) -> None:
        is_hidden = "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")))
        if name == "table":
            self._start_table(is_hidden)
            return
        table = self.stack[-1]
        if name in ("td", "th"):
            self._end_cell(table)
            if not table.is_row_open:
                self._start_row(table, is_hidden=False)
            self._start_cell(table, attributes, is_hidden)
        elif name == "tr":
            self._end_row(table)
            self._start_row(table, is_hidden)
        elif name == "caption":
            self._end_row(table)
            table.is_caption = True
            self.scopes.append(_Scope(_Flow()))
        else:
            self._end_row(table)

    def _end_of_table(self, name: str) -> None:
        table = self.stack[-1]
        if name == "table":
            self._end_table()
        elif name in ("td", "th", "caption"):
            self._end_cell(table)
        else:
            self._end_row(table)

    def _start_table(self, is_hidden: bool) -> None:
        if len(self.found) >= _MOST_TABLES:
            raise ReleaseUnreadable("workbook-too-large", file=self.tables.file, detail=f"> {_MOST_TABLES} tables")
        before: tuple[str, ...] = ()
        outer = self.stack[-1] if self.stack else None
        inside = None
        flow = self.scopes[-1].flow
        if outer is None:
            before = tuple(line for line in flow.lines() if line)
            flow.pieces.clear()
            self.outermost += 1
            name = f"表 {self.outermost}"
        else:
            outer.nested += 1
            name = f"{outer.grid.name}.{outer.nested}"
            row, column = outer.cell or (max(outer.row, 1), 1)
            text = flow.text()
            flow.pieces[:] = [text, _NEW_BLOCK]
            inside = Inside(outer.grid.name, row, column, len(text))
        is_hidden = is_hidden or self.scopes[-1].hidden > 0 or (outer is not None and outer.grid.is_hidden)
        table = _Table(GridBuilder(self.tables, name, is_hidden, before), inside)
        self.stack.append(table)
        self.found.append(table)

    def _end_table(self) -> None:
        table = self.stack[-1]
        self._end_row(table)
        for top, left, down, across in table.spans:
            bottom = min(top + down - 1, max(table.row, 1))
            if (bottom, left + across - 1) != (top, left):
                table.grid.merge(top, left, bottom, left + across - 1)
        self.stack.pop()

    def _start_row(self, table: _Table, is_hidden: bool) -> None:
        table.row += 1
        table.column = 1
        table.is_row_open, table.is_row_hidden = True, is_hidden

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)
        table.is_row_open = False

    def _start_cell(self, table: _Table, attributes: dict[str, str], is_hidden: bool) -> None:
        style = attributes.get("style", "")
        across = _span(attributes.get("colspan", "1"), _MOST_COLSPAN)
        down = _span(attributes.get("rowspan", "1"), _MOST_ROWSPAN) or _MOST_ROWSPAN  # 0: down to the table's end
        while table.taken.get(table.column, 0) >= table.row:
            table.column += 1
            self.spanned += 1
        if table.column + across - 1 > MOST_COLUMNS:
            raise ReleaseUnreadable("workbook-too-large", file=self.tables.file, detail=f"> {MOST_COLUMNS} columns")
        self.spanned += across
        self.tables.check(merged=self.spanned // 20)  # the work of spans without end, before it is done
        place = (table.row, table.column)
        if down > 1:
            for column in range(table.column, table.column + across):
                table.taken[column] = table.row + down - 1
        is_overflow = bool(_NO_SPAN.search(style))  # Excel: the text runs over empty cells, which are not merged
        if not is_overflow and (across > 1 or down > 1):
            table.spans.append((*place, down, across))
        table.column += across
        table.cell = place
        if (is_hidden or table.is_row_hidden) and not (table.hidden_rows and table.hidden_rows[-1] == table.row):
            table.hidden_rows.append(table.row)
        scope = _Scope(_Flow(), pre=int(self.scopes[-1].pre > 0 or bool(_PRE.search(style))))
        self.scopes.append(scope)

    def _end_cell(self, table: _Table) -> None:
        if table.cell is None and not table.is_caption:
            return
        scope = self.scopes.pop()
        text = scope.flow.text()
        if table.is_caption:
            table.is_caption = False
            table.grid.lines_before += tuple(line for line in text.split("\n") if line)
        else:
            assert table.cell is not None
            place, table.cell = table.cell, None
            table.grid.put(*place, text)
        self._tell_hidden(scope, table.grid.name)

    def _tell_hidden(self, scope: _Scope, sheet: str) -> None:
        if scope.hidden_text:
            text = " ".join(scope.hidden_text)[:2_000]
            self.tables.faults.append(fault("hidden-text-left-out", file=self.tables.file, sheet=sheet, text=text))


def _span(value: str, most: int) -> int:
    """A span as browsers read it: leading digits; 1 where there are none."""
    found = re.match(r"\s*(\d{1,9})", value)
    return min(int(found[1]), most) if found else 1
