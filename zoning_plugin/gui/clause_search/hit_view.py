# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of clauses found: each in full, wrapped, the words lit; a band for every release."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QModelIndex, QPointF, QRect, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import (
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextLayout,
)
from qgis.PyQt.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ..colours import GREY, mixed, readable
from ..releases.standing import standing_dot
from ..wrapped_text import laid_out, lit_range, marked
from .hit_rows import ROW, HeadingRow, HitModel, Row

_PAD = 4
_INDENT = 12
_DOT = 16


class HitView(QListView):
    """Shows a HitModel. A click or Enter chooses a row; Ctrl+C copies it with where it stands."""

    chosen = pyqtSignal(object)
    """The HeadingRow or HitRow that was clicked or entered."""
    left_upwards = pyqtSignal()
    """The arrow up or Esc was pressed where there is nothing above, or anywhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hits = HitModel(self)
        self._delegate = _HitDelegate(self)
        self._when_empty = ""
        self._width = 0
        self.setModel(self.hits)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or each wrap could change the width
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalScrollBar().setSingleStep(self.fontMetrics().height())
        self.clicked.connect(lambda index: self.chosen.emit(index.data(ROW)))

    def show_rows(self, rows: tuple[Row, ...], when_empty: str) -> None:
        """Show what was found, or, where there is nothing, say why."""
        self._when_empty = when_empty
        self._delegate.forget_heights()
        self.hits.set_rows(rows)
        self.scrollToTop()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or why there is none."""
        super().paintEvent(event)
        if self.hits.rowCount() == 0 and self._when_empty:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            place = self.viewport().rect().adjusted(12, 12, -12, -12)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), self._when_empty)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, Ctrl+C copies, the arrow up at the top and Esc lead back to the field."""
        current = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            if current.isValid():
                QGuiApplication.clipboard().setText(current.data(Qt.ItemDataRole.DisplayRole))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and current.isValid():
            self.chosen.emit(current.data(ROW))
        elif event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Up and current.row() <= 0):
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap to the new width."""
        super().resizeEvent(event)
        if self.viewport().width() != self._width:
            self._width = self.viewport().width()
            self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the font changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._delegate.forget_heights()
            self.scheduleDelayedItemsLayout()


class _HitDelegate(QStyledItemDelegate):
    """Draws and measures the rows at the view's width."""

    def __init__(self, view: HitView) -> None:
        super().__init__(view)
        self._view = view
        self._heights: dict[tuple[str, int, str], int] = {}

    def forget_heights(self) -> None:
        """Measure anew (another font, other rows)."""
        self._heights.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """As tall as the wrapped text at the view's width."""
        row: Row = index.data(ROW)
        width = self._view.viewport().width()
        key = (row.text, width, option.font.key())
        if key not in self._heights:
            _, height = laid_out(row.text, option.font, _room(row, width), _weights(row))
            self._heights[key] = round(height + 0.5)
        return QSize(width, self._heights[key] + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw one row."""
        item = QStyleOptionViewItem(option)
        self.initStyleOption(item, index)
        row: Row = index.data(ROW)
        base, ink = (item.palette.color(role) for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Text))
        highlight = item.palette.color(QPalette.ColorRole.Highlight)
        is_selected = bool(item.state & QStyle.StateFlag.State_Selected)
        ground = mixed(base, ink, 0.12) if isinstance(row, HeadingRow) else base
        if is_selected:
            ground = mixed(ground, highlight, 0.22)
        painter.save()
        painter.fillRect(item.rect, ground)
        if is_selected:
            painter.fillRect(QRect(item.rect.left(), item.rect.top(), 3, item.rect.height()), highlight)
        if item.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(highlight, 1, Qt.PenStyle.DotLine))
            painter.drawRect(item.rect.adjusted(0, 0, -1, -1))
        left, top = item.rect.left() + _indent(row), item.rect.top() + _PAD
        quiet = readable(GREY, ground, ink)
        formats = _weights(row)
        if isinstance(row, HeadingRow):
            dot = QRect(item.rect.left() + 6, top, _DOT, item.fontMetrics.height())
            standing_dot(row.standing).paint(painter, dot)
            formats.append(marked(len(row.name) + 1, len(row.text), ink=quiet))
        else:
            start = len(row.where) + 1
            formats.append(marked(0, len(row.where), ink=quiet))
            formats += [lit_range(one, end, ground) for one, end in row.where_spans]
            formats += [lit_range(start + one, start + end, ground) for one, end in row.spans]
        layout, _ = laid_out(row.text, item.font, _room(row, item.rect.width()), formats)
        painter.setPen(ink)
        layout.draw(painter, QPointF(left, top))
        painter.setPen(QPen(mixed(base, ink, 0.12), 1))
        painter.drawLine(left, item.rect.bottom(), item.rect.right(), item.rect.bottom())
        painter.restore()


def _indent(row: Row) -> int:
    return _DOT + 10 if isinstance(row, HeadingRow) else _INDENT


def _room(row: Row, width: int) -> int:
    return max(width - _indent(row) - 8, 40)


def _weights(row: Row) -> list[QTextLayout.FormatRange]:
    """What is bold: a release's name, a clause's number. Nothing that is lit: the height must not depend on it."""
    if isinstance(row, HeadingRow):
        return [marked(0, len(row.name), weight=QFont.Weight.Bold)]
    start, number = len(row.where) + 1, row.clause.number
    return [marked(start, start + len(number), weight=QFont.Weight.Bold)] if number else []
