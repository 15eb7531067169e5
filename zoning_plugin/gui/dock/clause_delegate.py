# SPDX-License-Identifier: GPL-3.0-or-later
"""How a row of the clause tree is drawn: headings as bands, clauses in full, wrapped, with the searched words lit."""

from __future__ import annotations

import re
from collections.abc import Callable

from qgis.PyQt.QtCore import QModelIndex, QPointF, QRect, QSize, Qt
from qgis.PyQt.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPalette,
    QPen,
    QTextLayout,
)
from qgis.PyQt.QtWidgets import (
    QApplication,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextEdit,
    QWidget,
)

from ...core.finding import ClauseFinding
from ...core.folding import find
from ...core.judgement import Verdict
from ...core.terms import Relation
from ...core.unit import ControlUnit
from ..colours import AMBER, BLUE, GREEN, GREY, LOUD, RED, VIOLET, mixed, paint_class, readable
from ..register.clause_marks import ClauseMark, verdict_word
from ..words import relation_word
from ..wrapped_text import Layout, laid_out, lit_range, marked, matched_range
from .clause_tree import CLAUSE, COUNTS, KIND, MARK, NOTED, SECTION, UNIT, NodeKind
from .noted_clause import NotedClause

_PAD = 4
_TAG = re.compile(r"【[^】]*】")
_INDENT = {NodeKind.SECTION: 4, NodeKind.LIST: 10, NodeKind.DIMENSION: 18, NodeKind.CLAUSE: 24}

# Colours of the kinds that published tags name; the word itself always stands beside the colour.
_TAG_COLOUR = (("禁止", RED), ("限制", "#c77700"), ("鼓励", GREEN), ("综合", BLUE))

_VERDICT_COLOUR = {
    Verdict.CONFORMS: GREEN, Verdict.CONFLICTS: RED, Verdict.NOT_CONCERNED: BLUE, Verdict.NEEDS_ARGUMENT: AMBER, Verdict.TO_VERIFY: VIOLET,
}  # fmt: skip


class ClauseDelegate(QStyledItemDelegate):
    """Draws and measures rows for a view of ``width()`` pixels. ``terms`` are the folded words to light."""

    def __init__(self, width: Callable[[], int], parent: QWidget) -> None:
        super().__init__(parent)
        self.terms: tuple[str, ...] = ()
        self._width = width
        self._heights: dict[tuple[str, int, str], int] = {}

    def forget_heights(self) -> None:
        """Measure anew (another font, other clauses)."""
        self._heights.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """As tall as the wrapped text at the view's width."""
        kind: NodeKind = index.data(KIND)
        width = self._width()
        text = index.data(Qt.ItemDataRole.DisplayRole)
        font = self._font(option.font, kind)
        key = (text, width - self._indent(kind, option), font.key())
        if key not in self._heights:
            finding = index.data(CLAUSE)
            formats = _weights(text, finding) if finding else []
            _, height = laid_out(text, font, self._text_width(kind, option), formats)
            self._heights[key] = round(height + 0.5)
        edge = option.fontMetrics.height() + 2 if self._has_edge_mark(index, kind) else 0
        return QSize(width, self._heights[key] + edge + self._beside_height(option, index) + 2 * _PAD)

    def chip_rect(self, option: QStyleOptionViewItem, index: QModelIndex) -> QRect:
        """Where the answer of a clause stands in the row ``option.rect``; empty where no case is open."""
        if index.data(MARK) is None:
            return QRect()
        height = _chip_height(option)
        words = [verdict_word(one) for one in (None, *Verdict)]
        width = max(option.fontMetrics.horizontalAdvance(f"{word} ▾") for word in words) + 12
        return QRect(
            option.rect.left() + _INDENT[NodeKind.CLAUSE], option.rect.bottom() - _PAD - height + 1, width, height
        )

    def _beside_height(self, option: QStyleOptionViewItem, index: QModelIndex) -> int:
        """Height of what stands below a clause: the machine's notes, and in an open case the answer."""
        lines = _lines(index)
        key = ("\n".join(lines), self._text_width(NodeKind.CLAUSE, option), option.font.key())
        if lines and key not in self._heights:
            self._heights[key] = round(self._laid_notes(option, index)[1] + 0.5)
        notes = self._heights[key] if lines else 0
        return notes + (_chip_height(option) + 3 if index.data(MARK) is not None else 0)

    def _laid_notes(self, option: QStyleOptionViewItem, index: QModelIndex) -> Layout:
        return laid_out("\n".join(_lines(index)), option.font, self._text_width(NodeKind.CLAUSE, option), [])

    def _paint_notes(self, painter: QPainter, item: QStyleOptionViewItem, index: QModelIndex, ground: QColor) -> None:
        layout, height = self._laid_notes(item, index)
        chip = self.chip_rect(item, index)
        bottom = chip.top() - 3 if not chip.isEmpty() else item.rect.bottom() - _PAD + 1
        painter.setPen(readable(GREY, ground, item.palette.color(QPalette.ColorRole.Text)))
        layout.draw(painter, QPointF(item.rect.left() + _INDENT[NodeKind.CLAUSE], bottom - height))

    def _paint_answer(self, painter: QPainter, item: QStyleOptionViewItem, index: QModelIndex, ground: QColor) -> None:
        mark: ClauseMark = index.data(MARK)
        ink = item.palette.color(QPalette.ColorRole.Text)
        chip = self.chip_rect(item, index)
        colour = _VERDICT_COLOUR.get(mark.verdict, AMBER) if mark.verdict else GREY
        dash = Qt.PenStyle.SolidLine if mark.verdict else Qt.PenStyle.DashLine
        painter.setPen(QPen(readable(colour, ground, ink), 1, dash))
        painter.setBrush(mixed(ground, colour, 0.16) if mark.verdict else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(chip.adjusted(0, 0, -1, -1), 3, 3)
        painter.setFont(item.font)
        painter.setPen(ink if mark.verdict else readable(GREY, ground, ink))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), f"{verdict_word(mark.verdict)} ▾")
        rest = QRect(chip.right() + 8, chip.top(), item.rect.right() - chip.right() - 14, chip.height())
        said = item.fontMetrics.elidedText(mark.said, Qt.TextElideMode.ElideRight, rest.width())
        painter.setPen(readable(LOUD, ground, ink) if mark.needs_reason else readable(GREY, ground, ink))
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), said)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw one row."""
        item = QStyleOptionViewItem(option)
        self.initStyleOption(item, index)
        item.text = ""
        kind: NodeKind = index.data(KIND)
        painter.save()
        if kind is NodeKind.CLAUSE:
            self._paint_clause(painter, item, index)
        else:
            self._paint_heading(painter, item, index, kind)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> QWidget:
        """A read-only text in the clause's place, in which part of it can be marked and copied."""
        text = _ReadOnlyText(parent)
        text.setPlainText(index.data(Qt.ItemDataRole.DisplayRole))
        text.setFont(option.font)
        return text

    def setEditorData(self, editor: QWidget, index: QModelIndex) -> None:
        """Nothing: the text is set when it is made."""

    def setModelData(self, editor: QWidget, model: object, index: QModelIndex) -> None:
        """Nothing: a clause is never edited."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Lay the text over the row."""
        editor.setGeometry(option.rect.adjusted(_INDENT[NodeKind.CLAUSE] - 4, 0, 0, 0))

    def destroyEditor(self, editor: QWidget, index: QModelIndex) -> None:
        """Let the text go."""
        editor.deleteLater()

    def _paint_clause(self, painter: QPainter, item: QStyleOptionViewItem, index: QModelIndex) -> None:
        finding: ClauseFinding = index.data(CLAUSE)
        is_selected = bool(item.state & QStyle.StateFlag.State_Selected)
        base = item.palette.color(QPalette.ColorRole.Base)
        ink = item.palette.color(QPalette.ColorRole.Text)
        highlight = item.palette.color(QPalette.ColorRole.Highlight)
        # A light ground instead of the full highlight: long text has to stay readable while it is chosen.
        ground = mixed(base, highlight, 0.22) if is_selected else base
        painter.fillRect(item.rect, ground)
        if is_selected:
            painter.fillRect(QRect(item.rect.left(), item.rect.top(), 3, item.rect.height()), highlight)
        if item.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(highlight, 1, Qt.PenStyle.DotLine))
            painter.drawRect(item.rect.adjusted(0, 0, -1, -1))
        left = item.rect.left() + _INDENT[NodeKind.CLAUSE]
        top = item.rect.top() + _PAD
        if finding.relation is Relation.EDGE:
            top += self._paint_edge_mark(painter, item, left, top)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        layout, _ = laid_out(
            text, self._font(item.font, NodeKind.CLAUSE), self._text_width(NodeKind.CLAUSE, item),
            self._formats(text, index, ground, ink),
        )  # fmt: skip
        painter.setPen(ink)
        layout.draw(painter, QPointF(left, top))
        if _lines(index):
            self._paint_notes(painter, item, index, ground)
        if index.data(MARK) is not None:
            self._paint_answer(painter, item, index, ground)
        painter.setPen(QPen(mixed(base, ink, 0.12), 1))
        painter.drawLine(left, item.rect.bottom(), item.rect.right(), item.rect.bottom())

    @staticmethod
    def _paint_edge_mark(painter: QPainter, item: QStyleOptionViewItem, left: int, top: int) -> int:
        """The dashed sign of an edge contact; gives the height it takes."""
        height = item.fontMetrics.height()
        word = f"┄ {relation_word(Relation.EDGE)} ┄"
        place = QRect(left, top, item.fontMetrics.horizontalAdvance(word) + 10, height)
        painter.setPen(QPen(QColor(AMBER), 1, Qt.PenStyle.DashLine))
        painter.drawRect(place)
        painter.setPen(item.palette.color(QPalette.ColorRole.Text))
        painter.setFont(item.font)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), word)
        return height + 2

    def _paint_heading(self, painter: QPainter, item: QStyleOptionViewItem, index: QModelIndex, kind: NodeKind) -> None:
        window = item.palette.color(QPalette.ColorRole.Base)
        ink = item.palette.color(QPalette.ColorRole.Text)
        is_selected = bool(item.state & QStyle.StateFlag.State_Selected)
        strength = {NodeKind.SECTION: 0.16, NodeKind.LIST: 0.08, NodeKind.DIMENSION: 0.0}[kind]
        ground = mixed(window, ink, strength)
        if is_selected:
            ground = mixed(ground, item.palette.color(QPalette.ColorRole.Highlight), 0.3)
        painter.fillRect(item.rect, ground)
        left = item.rect.left() + _INDENT[kind]
        if kind is NodeKind.SECTION:
            _paint_section_bar(painter, item, index.data(UNIT), index.data(SECTION).is_edge)
            left += _section_bar_width(item) + 2
        arrow = QStyleOptionViewItem(item)
        arrow.rect = QRect(left, item.rect.top(), 14, item.rect.height())
        style = item.widget.style() if item.widget else QApplication.style()
        is_open = bool(item.state & QStyle.StateFlag.State_Open)
        element = (
            QStyle.PrimitiveElement.PE_IndicatorArrowDown if is_open else QStyle.PrimitiveElement.PE_IndicatorArrowRight
        )
        style.drawPrimitive(element, arrow, painter, item.widget)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        layout, _ = laid_out(text, self._font(item.font, kind), self._text_width(kind, item), [])
        painter.setPen(readable(BLUE, ground, ink) if kind is NodeKind.DIMENSION else ink)
        layout.draw(painter, QPointF(left + 18, item.rect.top() + _PAD))
        shown, total = index.data(COUNTS)
        count = str(total) if shown == total else f"{shown} / {total}"
        painter.setFont(item.font)
        painter.setPen(readable(GREY, ground, ink))
        painter.drawText(
            item.rect.adjusted(0, 0, -8, 0), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), count
        )

    def _formats(self, text: str, index: QModelIndex, ground: QColor, ink: QColor) -> list[QTextLayout.FormatRange]:
        finding: ClauseFinding = index.data(CLAUSE)
        formats = _weights(text, finding)
        tag = _TAG.search(text[: len(finding.clause.number) + 40])
        if tag:
            colour = next((colour for word, colour in _TAG_COLOUR if word in tag[0]), GREY)
            formats.append(marked(*tag.span(), ink=readable(colour, ground, ink)))
        noted: NotedClause | None = index.data(NOTED)
        for start, end, is_direct in noted.lit if noted else ():
            formats.append(matched_range(start, end, ground, is_near=is_direct))
        for start, end in (find(text, self.terms) or ()) if self.terms else ():
            formats.append(lit_range(start, end, ground))
        return formats

    @staticmethod
    def _font(font: QFont, kind: NodeKind) -> QFont:
        if kind is NodeKind.CLAUSE:
            return font
        bold = QFont(font)
        bold.setBold(True)
        return bold

    @staticmethod
    def _has_edge_mark(index: QModelIndex, kind: NodeKind) -> bool:
        return kind is NodeKind.CLAUSE and index.data(CLAUSE).relation is Relation.EDGE

    @staticmethod
    def _indent(kind: NodeKind, option: QStyleOptionViewItem) -> int:
        """Pixels beside the text: indent, arrow and bar, and on the right the count of a heading."""
        if kind is NodeKind.CLAUSE:
            return _INDENT[kind] + 8
        bar = _section_bar_width(option) + 2 if kind is NodeKind.SECTION else 0
        return _INDENT[kind] + bar + 18 + option.fontMetrics.horizontalAdvance("000 / 0000")

    def _text_width(self, kind: NodeKind, option: QStyleOptionViewItem) -> int:
        return max(self._width() - self._indent(kind, option), 40)


class _ReadOnlyText(QTextEdit):
    """A clause's text to mark in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ClauseText")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(2)
        self.setAutoFillBackground(True)


def _lines(index: QModelIndex) -> tuple[str, ...]:
    noted: NotedClause | None = index.data(NOTED)
    return noted.lines if noted else ()


def _chip_height(option: QStyleOptionViewItem) -> int:
    return option.fontMetrics.height() + 4


def _section_bar_width(option: QStyleOptionViewItem) -> int:
    return option.fontMetrics.height() + 6


def _paint_section_bar(painter: QPainter, item: QStyleOptionViewItem, unit: ControlUnit | None, is_edge: bool) -> None:
    """Class colour with hatch and letter at the left of a section of one unit; a plain bar for a common section."""
    place = QRect(item.rect.left() + 2, item.rect.top() + 2, _section_bar_width(item), item.rect.height() - 4)
    if unit is None:
        painter.fillRect(place.adjusted(0, 0, -12, 0), item.palette.color(QPalette.ColorRole.Mid))
        return
    painter.setFont(item.font)
    ink = item.palette.color(QPalette.ColorRole.Text)
    paint_class(painter, place, unit.unit_class, is_firm=not is_edge, ink=ink)


def _weights(text: str, finding: ClauseFinding) -> list[QTextLayout.FormatRange]:
    """What is bold in a clause: its number. Nothing that a search lights is: the height must not depend on it."""
    number = finding.clause.number
    return [marked(0, len(number), weight=QFont.Weight.Bold)] if number and text.startswith(number) else []
