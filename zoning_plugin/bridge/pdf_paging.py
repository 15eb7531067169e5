# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a text document breaks into pages: headings stay with what they stand over, short rows stay whole, long ones say their number again.

Qt breaks a page between any two lines, in rows of tables too. What has to stand together is moved here, by page breaks before
headings and tables and by free space below the row above; the space is never seen, since a table is closed below its last words.
Every length is in device units of the document's paint device.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from qgis.PyQt.QtCore import QRectF, QSizeF, Qt
from qgis.PyQt.QtGui import (
    QColor,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
    QTextTableCell,
)

_WHOLE_TABLE: Final = 0.3
"""A table not higher than this part of a page is never broken."""
_WHOLE_ROWS: Final = 0.4
"""Rows that belong together, or one row, not higher than this part of a page, are never broken."""
_WHOLE_PARAGRAPH: Final = 4
"""A paragraph of not more lines than this is never broken; of a longer one two lines stand where it begins."""
_LINES_KEPT: Final = 3
"""So many lines of a row that does break stand on the page where it begins."""
_SHORT_END: Final = 0.3
"""A last page that is filled to less than this part of it takes the section before along."""
_FULL_END: Final = 0.9
"""With which it must not be fuller than this part of a page."""
_ROUNDS: Final = 400
_SPARE: Final = 6.0
"""CSS pixels by which a row ends above the end of the page that it fills, so that its border is on that page."""


@dataclass(frozen=True)
class PageEnd:
    """The line that ends a table which goes on over the end of a page; nothing else is drawn below it."""

    closing: QRectF
    colour: QColor


@dataclass(frozen=True)
class Continuation:
    """The number of a row that goes on on this page, and where it is said again: right above the row's lines, first column."""

    number: str
    place: QRectF


def lay_out(document: QTextDocument, size: QSizeF) -> None:
    """Break ``document``, whose font and paint device are set, into pages of ``size``."""
    _shrink_blank_end(document)
    document.setPageSize(QSizeF(size.width(), -1))
    natural = {table.firstPosition(): _Rows(document, table) for table in _tables(document)}
    document.setPageSize(size)
    _settle(document, natural)
    while _end_in_company(document):
        _settle(document, natural)
    _part_at_page_ends(document)


def _settle(document: QTextDocument, natural: dict[int, _Rows]) -> None:
    for _ in range(_ROUNDS):
        if not _moved(document, natural):
            return


def page_ends(document: QTextDocument) -> dict[int, PageEnd]:
    """Page → how the table ends that goes on from it to the next.

    Qt leaves tables open there: the line below a row is drawn as the upper line of the next one, which is on the next page.
    """
    layout, height = document.documentLayout(), document.pageSize().height()
    ends: dict[int, PageEnd] = {}
    for table in _tables(document):
        form = table.format().toTableFormat()
        box, border = layout.frameBoundingRect(table), _pixels(document, form.border())
        rows = [_lines_of_row(document, table, row) for row in range(table.rows())]
        for page in range(int(box.top() // height), int((box.bottom() - 1) // height)):
            end = (page + 1) * height
            above = [bottom for lines in rows if lines[0][0] < end for _, bottom in lines]
            if not above:
                continue
            lowest = max(above) + _pixels(document, form.cellPadding()) + 2 * border
            # Qt says where the frame of a table with collapsed borders is by its first cell's words, not by its lines.
            words = layout.blockBoundingRect(document.findBlock(table.firstPosition())).left()
            left = words - _pixels(document, form.cellPadding()) - border
            width = box.width() - _pixels(document, form.cellPadding())
            closing = QRectF(left, min(lowest, end - 2 * border) - border, width, border)
            ends[page] = PageEnd(closing, form.borderBrush().color())
    return ends


def continuations(document: QTextDocument) -> dict[int, Continuation]:
    """Page → the row, of a table with a head and numbered rows, that began on an earlier page and goes on here."""
    height = document.pageSize().height()
    found: dict[int, Continuation] = {}
    for table in _tables(document):
        heads = table.format().toTableFormat().headerRowCount()
        for row in range(heads or table.rows(), table.rows()):
            first = table.cellAt(row, 0)
            lines = _lines_of_row(document, table, row)
            number = document.findBlock(first.firstCursorPosition().position()).text().strip()
            if not number.isdecimal() or first.columnSpan() > 1:
                continue
            box = document.documentLayout().blockBoundingRect(
                document.findBlock(first.firstCursorPosition().position())
            )
            begun = int((lines[0][0] + 1) // height)
            for page in range(begun + 1, int((max(bottom for _, bottom in lines) - 1) // height) + 1):
                here = [top for top, _ in lines if int((top + 1) // height) == page]
                if here:
                    place = QRectF(box.left(), min(here), box.width(), box.height())
                    found[page] = Continuation(number, place)
    return found


# --- what stands together ----------------------------------------------------------------------------------------------------


class _Rows:
    """The rows of a table as high as they are where no page ends, and which of them must not be parted."""

    def __init__(self, document: QTextDocument, table: QTextTable) -> None:
        """Measure ``table`` in a document that has no pages yet."""
        box = document.documentLayout().frameBoundingRect(table)
        tops = [_row_top(document, table, row) for row in range(table.rows())]
        self.heads = table.format().toTableFormat().headerRowCount()
        self.below_head: float | None = None
        """From the top of a page to the first line below the head that is repeated there; known once a row has moved."""
        self.heights = [below - top for top, below in pairwise([*tops, box.bottom()])]
        self.line = document.documentLayout().blockBoundingRect(document.findBlock(table.firstPosition())).height()
        self.runs = _runs(table, self.heads)

    def height(self, rows: range) -> float:
        """Height of ``rows`` with all they hold."""
        return sum(self.heights[row] for row in rows)


def _runs(table: QTextTable, heads: int) -> list[range]:
    """The rows in runs that stand on one page: a head or heading with what is below it, a remark or a sum with what is above."""
    ends = []
    for row in range(table.rows() - 1):
        is_over = row < heads or _is_heading(table, row)
        below = table.cellAt(row + 1, 0).columnSpan()
        is_remark = below == table.columns() > 1 and not _is_heading(table, row + 1)
        is_sum = 1 < below < table.columns()
        if not (is_over or is_remark or is_sum):
            ends.append(row + 1)
    return [range(start, end) for start, end in pairwise([0, *ends, table.rows()])]


def _is_heading(table: QTextTable, row: int) -> bool:
    """Whether a row is one cell on a ground of its own: a heading over the rows below."""
    cell = table.cellAt(row, 0)
    return bool(
        cell.columnSpan() == table.columns() > 1 and cell.format().background().style() != Qt.BrushStyle.NoBrush
    )


def _moved(document: QTextDocument, natural: dict[int, _Rows]) -> bool:
    """Move the first thing that is parted from what it belongs to, or all such rows of one table; whether anything was."""
    layout, height = document.documentLayout(), document.pageSize().height()
    headings: list[QTextBlock] = []
    place = document.rootFrame().begin()
    while not place.atEnd():
        table, block = place.currentFrame(), place.currentBlock()
        place += 1
        if isinstance(table, QTextTable):
            rows = natural[table.firstPosition()]
            top = layout.frameBoundingRect(table).top()
            start = _first_line_top(document, headings[0]) if headings else top
            needed = _needed(rows, _first_run(rows, height), height)
            # A table that begins on the next page of itself is parted from its headings; so is one that is too high.
            if int((start + 1) // height) != int((top + needed - 1) // height):
                opening = QTextCursor(headings[0]) if headings else None
                if _break_before(opening) if opening is not None else _break_before_table(table):
                    return True
            headings = []
            if _filled(document, table, rows):
                return True
        elif block.isValid():
            if block.blockFormat().headingLevel():
                headings.append(block)
                continue
            count = block.layout().lineCount()
            if count and block.text().strip():
                line = block.layout().lineAt(count - 1 if count <= _WHOLE_PARAGRAPH else 1)
                end = layout.blockBoundingRect(block).top() + line.y() + line.height()
                opening = headings[0] if headings else block
                start = _first_line_top(document, opening)
                if int((start + 1) // height) != int((end - 1) // height) and _break_before(QTextCursor(opening)):
                    return True
            headings = []
    return False


def _end_in_company(document: QTextDocument) -> bool:
    """Have the section before along on a last page that is nearly empty, as signatures must not stand alone; whether it was.

    Only a section that begins on the page before, with something above it there that is worth a page.
    """
    height, last = document.pageSize().height(), document.pageCount() - 1
    end = document.documentLayout().blockBoundingRect(document.lastBlock()).bottom() - last * height
    if not last or end > _SHORT_END * height:
        return False
    before = [(_first_line_top(document, one) - (last - 1) * height, one) for one in _openings(document)]
    starts = [(start, one) for start, one in before if start + 1 < height]
    if not starts:
        return False
    start, opening = starts[-1]
    if start < _SHORT_END * height or height - start + end > _FULL_END * height:
        return False
    _unbreak_after(document, opening)
    return _break_before(QTextCursor(opening))


def _unbreak_after(document: QTextDocument, opening: QTextBlock) -> None:
    """Take away the page breaks below ``opening``: all of it will stand on one page."""
    block = opening.next()
    while block.isValid():
        form = block.blockFormat()
        if form.pageBreakPolicy() != QTextFormat.PageBreakFlag.PageBreak_Auto:
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_Auto)
            QTextCursor(block).setBlockFormat(form)
        block = block.next()
    for table in _tables(document):
        form = table.format().toTableFormat()
        if table.firstPosition() > opening.position():
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_Auto)
            table.setFormat(form)


def _openings(document: QTextDocument) -> Iterator[QTextBlock]:
    """The headings of the text that stand right under no other heading."""
    block, is_below = document.begin(), False
    while block.isValid():
        is_heading = bool(block.blockFormat().headingLevel())
        if is_heading and not is_below:
            yield block
        is_below = is_heading
        block = block.next()


def _first_run(rows: _Rows, height: float) -> range:
    whole = range(len(rows.heights))
    return whole if rows.height(whole) <= _WHOLE_TABLE * height else rows.runs[0]


def _needed(rows: _Rows, run: range, height: float) -> float:
    """How much of ``run`` has to stand on the page where it begins: all, or its headings and the first lines of a long row."""
    whole = rows.height(run)
    if whole <= _WHOLE_ROWS * height:
        return whole
    lines = _LINES_KEPT * rows.line
    used = 0.0
    for row in run:
        if used + rows.heights[row] > _WHOLE_ROWS * height:
            return used + min(lines, rows.heights[row])
        used += rows.heights[row]
    return used


def _filled(document: QTextDocument, table: QTextTable, rows: _Rows) -> bool:
    """Make every row above a run that a page would part reach to the end of the page; whether there was any.

    After the first one rows stand elsewhere than the layout says. Where they will stand is known as long as no row breaks and
    once it is known where Qt puts the first row of a page: so that a long table takes a few rounds, not one a page.
    """
    height = document.pageSize().height()
    if _first_run(rows, height) != rows.runs[0]:
        return False
    fills: dict[int, float] = {}
    top = 0.0
    for run in rows.runs:
        if not fills:
            top = _row_top(document, table, run.start)
        end = (int((top + 1) // height) + 1) * height
        needed = _needed(rows, run, height)
        if not fills and run.start and _bottom_padding(table, run.start - 1):
            rows.below_head = top % height
        if run.start and top + needed > end + 1 and _bottom_padding(table, run.start - 1) == 0:
            fills[run.start - 1] = end - top
            if rows.below_head is None:
                break
            top = end + rows.below_head
            end += height
        if fills and top + rows.height(run) > end + 1:
            break  # it breaks: only the layout knows where the next one will stand
        top += rows.height(run)
    if not fills:
        return False
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for row, free in fills.items():
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            form = cell.format().toTableCellFormat()
            form.setBottomPadding(max(free * 96 / document.documentLayout().paintDevice().logicalDpiY() - _SPARE, 0.1))
            cell.setFormat(form)
    cursor.endEditBlock()
    return True


def _bottom_padding(table: QTextTable, row: int) -> float:
    return float(table.cellAt(row, 0).format().toTableCellFormat().bottomPadding())


def _break_before(cursor: QTextCursor) -> bool:
    form = cursor.blockFormat()
    if form.pageBreakPolicy() & QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore:
        return False
    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    cursor.setBlockFormat(form)
    return True


def _break_before_table(table: QTextTable) -> bool:
    form = table.format()
    if form.pageBreakPolicy() & QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore:
        return False
    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    table.setFormat(form.toTableFormat())
    return True


def _shrink_blank_end(document: QTextDocument) -> None:
    """Make empty paragraphs at the end as small as can be, or they would have a page of their own."""
    block = document.lastBlock()
    while block.isValid() and not block.text().strip() and QTextCursor(block).currentTable() is None:
        form = block.blockFormat()
        form.setTopMargin(0)
        form.setBottomMargin(0)
        form.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight)
        QTextCursor(block).setBlockFormat(form)
        block = block.previous()


# --- paragraphs that run on --------------------------------------------------------------------------------------------------


def _part_at_page_ends(document: QTextDocument) -> None:
    """Make two paragraphs of every one that runs on over the end of a page; nothing looks different.

    Qt draws the last line of a page a second time on the next one, outside what is seen, when it goes on in the same
    paragraph: the text of the file would hold it twice.
    """
    for _ in range(5):
        places = list(_first_on_page(document))
        if not places:
            return
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for position in reversed(places):
            cursor.setPosition(position)
            before = cursor.blockFormat()
            after = cursor.blockFormat()
            before.setBottomMargin(0)
            after.setTopMargin(0)
            after.setTextIndent(0)
            after.setObjectIndex(-1)  # it continues a list's entry and is none itself
            after.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_Auto)
            cursor.insertBlock(after)
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
            cursor.setBlockFormat(before)
        cursor.endEditBlock()


def _first_on_page(document: QTextDocument) -> Iterator[int]:
    """Positions inside paragraphs where a line begins that is on another page than the line before."""
    height = document.pageSize().height()
    block = document.begin()
    while block.isValid():
        layout = block.layout()
        top = document.documentLayout().blockBoundingRect(block).top()
        page = None
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            now = int((top + line.y() + 1) // height)
            if page is not None and now != page:
                yield block.position() + line.textStart()
            page = now
        block = block.next()


# --- where things are --------------------------------------------------------------------------------------------------------


def _tables(document: QTextDocument) -> Iterator[QTextTable]:
    return (frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable))


def _row_top(document: QTextDocument, table: QTextTable, row: int) -> float:
    """Top of the highest first line of a row's cells."""
    cells = (table.cellAt(row, column) for column in range(table.columns()))
    return min(_first_line_top(document, cell.firstCursorPosition().block()) for cell in cells)


def _first_line_top(document: QTextDocument, block: QTextBlock) -> float:
    line = block.layout().lineAt(0).y() if block.layout().lineCount() else 0.0
    return float(document.documentLayout().blockBoundingRect(block).top() + line)


def _lines_of_row(document: QTextDocument, table: QTextTable, row: int) -> list[tuple[float, float]]:
    """Top and bottom of every line of a row's cells, from above."""
    cells = (table.cellAt(row, column) for column in range(table.columns()))
    return sorted(line for cell in cells for line in _lines(document, cell))


def _lines(document: QTextDocument, cell: QTextTableCell) -> Iterator[tuple[float, float]]:
    block, last = cell.firstCursorPosition().block(), cell.lastCursorPosition().block()
    while block.isValid():
        top = document.documentLayout().blockBoundingRect(block).top()
        for number in range(block.layout().lineCount()):
            line = block.layout().lineAt(number)
            yield top + line.y(), top + line.y() + line.height()
        if block == last:
            return
        block = block.next()


def _pixels(document: QTextDocument, pixels: float) -> float:
    """CSS pixels in device units."""
    return float(pixels / 96 * document.documentLayout().paintDevice().logicalDpiY())
