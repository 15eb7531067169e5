# SPDX-License-Identifier: GPL-3.0-or-later
"""The printer: running text and map sheets on one QPdfWriter, A4, searchable, the same bytes for the same document."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from qgis.core import QgsLayoutExporter, QgsProject
from qgis.PyQt.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt, QUrl
from qgis.PyQt.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
    QTextTableCell,
)

from ..core.errors import OutputFailed
from ..report.printable import HtmlPart, MapSheet, PrintableReport
from . import map_sheet, pdf_file
from .fonts import Typeface, choose_typeface, is_unprintable, printable
from .primer import Primer

DPI: Final = 600
LEFT_MM: Final = 22.0
RIGHT_MM: Final = 18.0
TOP_MM: Final = 24.0
BOTTOM_MM: Final = 20.0
_BODY_POINTS: Final = 10.5
"""五号, what tables in official documents are set in."""
_SMALL_POINTS: Final = 8.0


class QtPrinter:
    """Prints reports and map sheets (the port ``jobs.ports.Printer``).

    Every call builds documents, projects and layouts of its own and lets go of them before it returns, so that it may run in
    the main thread or in a QgsTask. Nothing on the disk is touched before the whole file is ready.
    """

    def print_report(self, report: PrintableReport, path: Path) -> None:
        """Print ``report`` to ``path``; a file that is there is replaced.

        Raises PartMissing ("cjk-font-missing", "characters-without-font") before anything is written, and
        OutputFailed("output-unwritable") when the file cannot be written.
        """
        _write(path, _Printing(report).pdf())

    def print_map(self, sheet: MapSheet, path: Path, *, date: str, author: str) -> None:
        """Print one map sheet, without header and footer, to ``path``. Raises as :meth:`print_report` does."""
        language = "zh" if any("\u4e00" <= one <= "\u9fff" for one in sheet.title) else "en"
        self.print_report(PrintableReport(sheet.title, language, "", "", date, author, (sheet,)), path)


class _Document(QTextDocument):
    """Text whose pictures and style sheets, should any hostile text name one, are never fetched."""

    def loadResource(self, kind: int, name: QUrl) -> Any:
        return None


@dataclass
class _Printing:
    """One report on its way to paper."""

    report: PrintableReport
    buffer: QBuffer = field(default_factory=QBuffer)

    def pdf(self) -> bytes:
        """The finished file."""
        texts = [self.report.title, self.report.header, self.report.footer]
        self.documents = {
            place: self._document(part) for place, part in enumerate(self.report.parts) if isinstance(part, HtmlPart)
        }
        characters: set[str] = set().union(*(printable(text) for text in texts))
        for place, part in enumerate(self.report.parts):
            characters |= set(self.documents[place].toPlainText() if isinstance(part, HtmlPart) else _words(part))
        self.typeface = choose_typeface(characters)

        self.buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.writer = QPdfWriter(self.buffer)
        self.writer.setResolution(DPI)
        self.writer.setPageLayout(_page(is_landscape=self._is_landscape(0)))
        try:
            pages = self._lay_out()
            self._paint(pages)
            drawn = bytes(self.buffer.data())
        finally:
            # In this order and in this thread: the painter device goes before the buffer it writes to.
            self.documents.clear()
            del self.writer
        return pdf_file.canonical(
            drawn,
            title=self.report.title,
            author=self.report.author,
            date=self.report.date,
            language="zh-CN" if self.report.language == "zh" else self.report.language,
            meanings=self.primer.meanings,
        )

    # --- laying out ---------------------------------------------------------------------------------------------------

    def _document(self, part: HtmlPart) -> QTextDocument:
        document = _Document()
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setHtml(part.html)
        for character in sorted(set(filter(is_unprintable, document.toPlainText()))):
            found = document.find(character)
            while not found.isNull():
                found.insertText(printable(character))
                found = document.find(character, found)
        return document

    def _lay_out(self) -> int:
        """Break every text into pages; return how many pages the report has with its maps."""
        pages = 0
        self.page_ends: dict[int, dict[int, _PageEnd]] = {}
        for place, part in enumerate(self.report.parts):
            if isinstance(part, MapSheet):
                pages += 1
                continue
            document = self.documents[place]
            document.setDefaultFont(self.typeface.font(_BODY_POINTS))
            document.documentLayout().setPaintDevice(self.writer)
            document.setPageSize(self._body(is_landscape=False).size())
            _keep_with_next(document)
            _part_at_page_ends(document)
            self.page_ends[place] = _page_ends(document)
            pages += document.pageCount()
        return pages

    def _is_landscape(self, place: int) -> bool:
        part = self.report.parts[place] if self.report.parts else HtmlPart("")
        return isinstance(part, MapSheet) and part.is_landscape

    def _body(self, *, is_landscape: bool) -> QRectF:
        """Where text may stand, in device units from the corner of the paper."""
        width, height = (297.0, 210.0) if is_landscape else (210.0, 297.0)
        return QRectF(_mm(LEFT_MM), _mm(TOP_MM), _mm(width - LEFT_MM - RIGHT_MM), _mm(height - TOP_MM - BOTTOM_MM))

    # --- painting -----------------------------------------------------------------------------------------------------

    def _paint(self, pages: int) -> None:
        self.primer = Primer(self.typeface)
        self.primer.add(printable(f"{self.report.header}\n{self.report.footer}\n0123456789"))
        for place, part in enumerate(self.report.parts):
            if isinstance(part, HtmlPart):
                self.primer.add_document(self.documents[place])
            else:
                self.primer.add(_words(part))
                self.primer.add(_bold_words(part), is_bold=True)
        painter = QPainter()
        if not painter.begin(self.writer):
            raise OutputFailed("output-unwritable", file=self.report.title, detail="QPdfWriter")
        try:
            self.primer.paint(painter)
            page = 0
            for place, part in enumerate(self.report.parts):
                is_landscape = self._is_landscape(place)
                count = 1 if isinstance(part, MapSheet) else self.documents[place].pageCount()
                for number in range(count):
                    page += 1
                    self.writer.setPageLayout(_page(is_landscape=is_landscape))
                    self.writer.newPage()
                    self._paint_margins(painter, page, pages, is_landscape=is_landscape)
                    if isinstance(part, HtmlPart):
                        self._paint_text(painter, place, number)
                    else:
                        _paint_map(
                            painter, part, self.typeface, has_margins=bool(self.report.header or self.report.footer)
                        )
        finally:
            painter.end()

    def _paint_text(self, painter: QPainter, place: int, number: int) -> None:
        document, body = self.documents[place], self._body(is_landscape=False)
        painter.save()
        painter.translate(body.left(), body.top() - number * body.height())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, QColor(Qt.GlobalColor.black))
        # Lines of text that only touch the clip are drawn too, and would stand in the file twice: so a little less than
        # the page for the text, and a little more for the pen, or the outer half of a table's outer lines is cut off.
        edge = _mm(0.5)
        context.clip = QRectF(-edge, number * body.height() + 1, body.width() + 2 * edge, body.height() - 2)
        end = self.page_ends[place].get(number)
        below = edge if end is None else end.closing.bottom() - context.clip.bottom()
        painter.setClipRect(context.clip.adjusted(0, -edge, 0, below))
        document.documentLayout().draw(painter, context)
        if end is not None:
            painter.fillRect(end.closing, end.colour)
        painter.restore()

    def _paint_margins(self, painter: QPainter, page: int, pages: int, *, is_landscape: bool) -> None:
        body = self._body(is_landscape=is_landscape)
        header = printable(self.report.header)
        footer = printable(self.report.footer.replace("{pages}", str(pages)).replace("{page}", str(page)))
        painter.save()
        painter.setPen(QPen(QColor(90, 90, 90), _mm(0.15)))
        if header:
            above = QRectF(body.left(), _mm(9), body.width(), _mm(8.5))
            self._fit(painter, above, header, Qt.AlignmentFlag.AlignBottom)
            painter.drawLine(above.bottomLeft(), above.bottomRight())
        if footer:
            below = QRectF(body.left(), body.bottom() + _mm(5), body.width(), _mm(8.5))
            self._fit(painter, below, footer, Qt.AlignmentFlag.AlignTop)
        painter.restore()

    def _fit(self, painter: QPainter, place: QRectF, text: str, upright: Qt.AlignmentFlag) -> None:
        """Draw one or two centred lines, smaller where the text is long: nothing is cut off."""
        flags = int(Qt.AlignmentFlag.AlignHCenter | upright) | int(Qt.TextFlag.TextWrapAnywhere)
        points = _SMALL_POINTS
        while True:
            painter.setFont(self.typeface.font(points))
            needed = painter.boundingRect(QRectF(place.left(), 0, place.width(), _mm(200)), flags, text)
            if needed.height() <= place.height() or points <= 3:
                break
            points -= 0.5
        painter.drawText(place, flags | int(Qt.TextFlag.TextDontClip), text)


@dataclass(frozen=True)
class _PageEnd:
    """The line that ends a table which goes on over the end of a page, in coordinates of the document.

    Nothing else is drawn below it.
    """

    closing: QRectF
    colour: QColor


def _page_ends(document: QTextDocument) -> dict[int, _PageEnd]:
    """Page → how the table ends that goes on from it to the next.

    Qt leaves tables open there: the line below a row is drawn as the upper line of the next one, which is on the next page.
    """
    layout, height = document.documentLayout(), document.pageSize().height()
    ends: dict[int, _PageEnd] = {}
    for table in document.rootFrame().childFrames():
        if not isinstance(table, QTextTable):
            continue
        form = table.format().toTableFormat()
        box, border = layout.frameBoundingRect(table), _pixels(form.border())
        rows = [_row_extent(document, table, row) for row in range(table.rows())]
        for page in range(int(box.top() // height), int((box.bottom() - 1) // height)):
            end = (page + 1) * height
            above = [(top, bottom) for top, bottom in rows if top < end]
            if not above:
                continue
            colour = form.borderBrush().color()
            lowest = max(bottom for _, bottom in above) + _pixels(form.cellPadding()) + 2 * border
            closing = QRectF(box.left(), min(lowest, end - 2 * border) - border, box.width(), border)
            ends[page] = _PageEnd(closing, colour)
    return ends


def _row_extent(document: QTextDocument, table: QTextTable, row: int) -> tuple[float, float]:
    """Top of the first and bottom of the last line of a row's cells."""
    tops, bottoms = [], []
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        block = cell.firstCursorPosition().block()
        tops.append(document.documentLayout().blockBoundingRect(block).top() + _first_line(block))
        bottoms.append(_cell_bottom(document, cell))
    return min(tops), max(bottoms)


def _cell_bottom(document: QTextDocument, cell: QTextTableCell) -> float:
    """Where what stands in a cell ends, with what it keeps free below."""
    block = cell.lastCursorPosition().block()
    free = block.blockFormat().bottomMargin() + cell.format().toTableCellFormat().bottomPadding()
    return float(document.documentLayout().blockBoundingRect(block).bottom() + _pixels(free))


def _first_line(block: QTextBlock) -> float:
    return float(block.layout().lineAt(0).y()) if block.layout().lineCount() else 0.0


def _paint_map(painter: QPainter, sheet: MapSheet, typeface: Typeface, *, has_margins: bool) -> None:
    project = QgsProject()
    try:
        layout = map_sheet.make_layout(sheet, project, typeface, has_margins=has_margins)
        painter.save()
        QgsLayoutExporter(layout).renderPage(painter, 0)
        painter.restore()
    finally:
        # The layout belongs to the project and goes with it, in the thread that made both.
        project.clear()
        del project


def _keep_with_next(document: QTextDocument) -> None:
    """Move a heading, a header row or a row that is a heading to the next page when what it stands over begins there.

    Qt breaks pages between any two lines. Each break moves what follows, so it starts again after every move.
    """
    for _ in range(200):
        if not _moved_one(document):
            return


def _moved_one(document: QTextDocument) -> bool:
    layout = document.documentLayout()
    height = document.pageSize().height()

    def page_of(position: int) -> int:
        block = document.findBlock(position)
        first_line = block.layout().lineAt(0) if block.layout().lineCount() else None
        top = layout.blockBoundingRect(block).top() + (first_line.y() if first_line else 0.0)
        return int((top + 1) // height)

    block = document.begin()
    while block.isValid():
        follower = block.next()
        if block.blockFormat().headingLevel() and follower.isValid():
            # A heading before a table needs the first row of the body on its page, and so do two headings in a row.
            while follower.isValid() and follower.blockFormat().headingLevel():
                follower = follower.next()
            needed = _body_start(document, follower.position()) if follower.isValid() else block.position()
            if page_of(needed) > page_of(block.position()) and _break_before(QTextCursor(block)):
                return True
        block = block.next()
    for table in document.rootFrame().childFrames():
        if not isinstance(table, QTextTable):
            continue
        headers = table.format().toTableFormat().headerRowCount()
        start = table.firstPosition()
        if headers and page_of(_body_start(document, start)) > page_of(start) and _break_before_table(table):
            return True
        for row in range(headers, table.rows() - 1):
            # A row of one cell is a heading over the rows below it. It moves when the row above it fills the page.
            is_heading = table.cellAt(row, 0).columnSpan() == table.columns() > 1
            here, below = (_row_start(table, one) for one in (row, row + 1))
            if is_heading and page_of(below) > page_of(here) and _fill_page_above(document, table, row, headers):
                return True
    return False


def _row_start(table: QTextTable, row: int) -> int:
    return int(table.cellAt(row, 0).firstCursorPosition().position())


def _fill_page_above(document: QTextDocument, table: QTextTable, row: int, headers: int) -> bool:
    """Make the row above heading ``row`` (and above headings just before it) reach to the end of the page."""
    first = row
    while first > headers and table.cellAt(first - 1, 0).columnSpan() == table.columns():
        first -= 1
    if first <= headers:
        return _break_before_table(table)
    block = document.findBlock(_row_start(table, first))
    top = document.documentLayout().blockBoundingRect(block).top()
    height = document.pageSize().height()
    cells = [table.cellAt(first - 1, column) for column in range(table.columns())]
    cell = max(cells, key=lambda one: _cell_bottom(document, one))
    form = cell.format().toTableCellFormat()
    if form.bottomPadding() > 0:
        return False  # it was tried: what stands below does not fit on any page
    # A little less, so that the row ends on this page with its border.
    form.setBottomPadding((height - top % height) * 96 / DPI - 6)
    cell.setFormat(form)
    return True


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


def _body_start(document: QTextDocument, position: int) -> int:
    """``position``, or where the first row after the header rows begins when it stands in a table's header."""
    table = QTextCursor(document.findBlock(position)).currentTable()
    if table is None:
        return position
    headers = table.format().toTableFormat().headerRowCount()
    if table.cellAt(position).row() < headers < table.rows():
        return int(table.cellAt(headers, 0).firstCursorPosition().position())
    return position


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


def _words(sheet: MapSheet) -> str:
    """Every text of a map sheet, and the figures that the map itself adds; a line each."""
    added = ["0123456789,.°′″NEWS", "km", "m", map_sheet.letters(sheet)]
    words = [sheet.title, sheet.legend_title, *sheet.notes, *(one.legend for one in sheet.categories),
             *(one.label for one in sheet.features), *added]  # fmt: skip
    return printable("\n".join(words))


def _bold_words(sheet: MapSheet) -> str:
    """Those texts of a map sheet that are set in bold."""
    sites = {one.category for one in sheet.categories if one.style == "site"}
    labels = [one.label for one in sheet.features if one.category in sites]
    return printable("\n".join([sheet.title, sheet.legend_title, *labels, "0123456789 :"]))


def _pixels(pixels: float) -> float:
    """CSS pixels in device units."""
    return pixels / 96 * DPI


def _mm(millimetres: float) -> float:
    return millimetres / 25.4 * DPI


def _page(*, is_landscape: bool) -> QPageLayout:
    orientation = QPageLayout.Orientation.Landscape if is_landscape else QPageLayout.Orientation.Portrait
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, QMarginsF(0, 0, 0, 0))


def _write(path: Path, content: bytes) -> None:
    """Write beside and move into place, so that there is never half a file."""
    try:
        handle, beside = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(beside).chmod(0o644)
            os.replace(beside, path)
        except BaseException:
            Path(beside).unlink()
            raise
    except OSError as reason:
        raise OutputFailed("output-unwritable", file=path.name, detail=reason.strerror or str(reason)) from reason
