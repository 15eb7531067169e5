# SPDX-License-Identifier: GPL-3.0-or-later
"""The printer: running text and map sheets on one QPdfWriter, A4, searchable, the same bytes for the same document."""

from __future__ import annotations

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
    QTextDocument,
)

from ..core.errors import OutputFailed
from ..files.outputs import write_bytes
from ..report.printable import HtmlPart, MapSheet, PrintableReport
from ..wording import word
from . import map_sheet, pdf_file, pdf_paging
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
_CONTINUED_POINTS: Final = 8.5
"""What a row that goes on is numbered in again."""


class QtPrinter:
    """Prints reports and map sheets (the port ``jobs.ports.Printer``).

    Every call builds documents, projects and layouts of its own and lets go of them before it returns, so that it may run in
    the main thread or in a QgsTask. Nothing on the disk is touched before the whole file is ready.
    """

    def print_report(self, report: PrintableReport, path: Path) -> None:
        """Print ``report`` to ``path``, a place beside its target that ``files.outputs`` gave.

        Raises PartMissing ("cjk-font-missing", "characters-without-font") before anything is written, and
        OutputFailed("output-unwritable") when the file cannot be written.
        """
        write_bytes(path, _Printing(report).pdf())

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
        self.continued = word("print-continued", self.report.language)
        texts = [self.report.title, self.report.header, self.report.footer, self.continued]
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
        self.page_ends: dict[int, dict[int, pdf_paging.PageEnd]] = {}
        self.continuations: dict[int, dict[int, pdf_paging.Continuation]] = {}
        for place, part in enumerate(self.report.parts):
            if isinstance(part, MapSheet):
                pages += 1
                continue
            document = self.documents[place]
            document.setDefaultFont(self.typeface.font(_BODY_POINTS))
            document.documentLayout().setPaintDevice(self.writer)
            pdf_paging.lay_out(document, self._body(is_landscape=False).size())
            self.page_ends[place] = pdf_paging.page_ends(document)
            self.continuations[place] = pdf_paging.continuations(document)
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
        self.primer.add(printable(f"{self.report.header}\n{self.report.footer}\n{self.continued}\n0123456789"))
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
        again = self.continuations[place].get(number)
        if again is not None:
            painter.setClipping(False)
            painter.setFont(self.typeface.font(_CONTINUED_POINTS))
            flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextDontClip)
            painter.drawText(again.place, flags, f"{printable(again.number)}\n{self.continued}")
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


def _mm(millimetres: float) -> float:
    return millimetres / 25.4 * DPI


def _page(*, is_landscape: bool) -> QPageLayout:
    orientation = QPageLayout.Orientation.Landscape if is_landscape else QPageLayout.Orientation.Portrait
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, QMarginsF(0, 0, 0, 0))
