# SPDX-License-Identifier: GPL-3.0-or-later
"""The releases one below the other, each with the days it is in force as a bar on a common axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.PyQt.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QFont, QPainter, QPaintEvent, QPalette, QPen
from qgis.PyQt.QtWidgets import (
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ...bridge.i18n import tr
from ..colours import BLUE, ground_of, ink_of, mixed, readable
from ..words import tooltip_text
from .catalogue_rows import Axis, CatalogueRow
from .standing import Standing, standing_colour, standing_dot

ROW = Qt.ItemDataRole.UserRole
_PAD = 4
_BAR = 9
"""Height of a bar."""


class CatalogueModel(QAbstractListModel):
    """The rows there are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[CatalogueRow, ...] = ()

    def set_rows(self, rows: Sequence[CatalogueRow]) -> None:
        """Show others."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One a release."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, its name, all of it in words."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.whole_text
        return tooltip_text(row.whole_text) if role == Qt.ItemDataRole.ToolTipRole else None


class CatalogueList(QListView):
    """The list; ``selected`` tells the path of the row chosen."""

    selected = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axis: Axis | None = None
        self._model = CatalogueModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_CatalogueDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(self._tell)

    def show_rows(self, rows: Sequence[CatalogueRow], axis: Axis, current: Path | None) -> None:
        """Show the releases; ``current`` is chosen without being told."""
        self.axis = axis
        self.selectionModel().blockSignals(True)
        self._model.set_rows(rows)
        places = [place for place, row in enumerate(rows) if row.path == current]
        self.setCurrentIndex(self._model.index(places[0]) if places else QModelIndex())
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def bar_room(self, width: int) -> tuple[int, int]:
        """Left and right end of the bars in a row of that width."""
        return 2 * _PAD + 18, width - 2 * _PAD

    def sizeHint(self) -> QSize:
        """High enough for three releases."""
        return QSize(super().sizeHint().width(), round(3.3 * self.row_height()))

    def minimumSizeHint(self) -> QSize:
        """One release and a bit of the next."""
        return QSize(120, round(1.4 * self.row_height()))

    def row_height(self) -> int:
        """Three lines and a bar."""
        return 3 * self.fontMetrics().height() + _BAR + 3 * _PAD

    def _tell(self, index: QModelIndex, _: QModelIndex) -> None:
        if index.isValid():
            self.selected.emit(index.data(ROW).path)


class TimeAxis(QWidget):
    """The years below the bars, and today."""

    def __init__(self, view: CatalogueList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the list."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Paint):
            self.update()
        return False

    def sizeHint(self) -> QSize:
        """One line and its ticks."""
        return QSize(120, self.fontMetrics().height() + 6)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the axis where the bars are; of years that would run into each other only some."""
        axis = self._view.axis
        if axis is None:
            return
        painter = QPainter(self)
        ink, ground = ink_of(self), ground_of(self)
        muted = readable(mixed(ink, ground, 0.4), ground, ink)
        offset = (
            self._view.viewport().mapTo(self._view.window(), QPoint(0, 0)).x()
            - self.mapTo(self.window(), QPoint(0, 0)).x()
        )
        left, right = (offset + end for end in self._view.bar_room(self._view.viewport().width()))
        painter.setPen(QPen(muted, 1))
        painter.drawLine(left, 1, right, 1)
        now = left + round(axis.share(axis.today.isoformat()) * (right - left))
        word = tr("today")
        taken = QRect(
            now - painter.fontMetrics().horizontalAdvance(word) // 2 - 4,
            0,
            painter.fontMetrics().horizontalAdvance(word) + 8,
            9,
        )
        taken.moveLeft(min(taken.left(), self.width() - taken.width()))
        free = left - 40
        for year in axis.years:
            at = left + round(axis.share(f"{year:04d}-01-01") * (right - left))
            painter.drawLine(at, 1, at, 4)
            half = painter.fontMetrics().horizontalAdvance(f"{year}") // 2 + 3
            if at - half > free and not (taken.left() < at + half and at - half < taken.right()):
                painter.drawText(
                    QRect(at - half, 4, 2 * half, self.height() - 4), int(Qt.AlignmentFlag.AlignCenter), f"{year}"
                )
                free = at + half
        blue = readable(BLUE, ground, ink)
        painter.setPen(QPen(blue, 2))
        painter.drawLine(now, 0, now, 4)
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(
            QRect(taken.left(), 4, taken.width(), self.height() - 4), int(Qt.AlignmentFlag.AlignCenter), word
        )
        painter.end()


class _CatalogueDelegate(QStyledItemDelegate):
    """Draws a release: name and state, period and counts, document and issuer, bar."""

    def __init__(self, view: CatalogueList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """As the list says."""
        return QSize(160, self._view.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw one row."""
        row: CatalogueRow = index.data(ROW)
        item = QStyleOptionViewItem(option)
        self.initStyleOption(item, index)
        item.text = ""
        style = item.widget.style() if item.widget else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, item, painter, item.widget)
        is_selected = bool(item.state & QStyle.StateFlag.State_Selected)
        ground = item.palette.color(QPalette.ColorRole.Highlight if is_selected else QPalette.ColorRole.Base)
        ink = item.palette.color(QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text)
        # On the highlight only its own ink is sure to be read.
        muted = ink if is_selected else readable(mixed(ink, ground, 0.35), ground, ink)
        colour = ink if is_selected else readable(standing_colour(row.standing), ground, ink)
        painter.save()
        line = item.fontMetrics.height()
        left, right = self._view.bar_room(item.rect.width())
        body = QRect(item.rect.left() + left, item.rect.top() + _PAD, right - left, line)
        side = min(line, 16)
        spot = QRect(item.rect.left() + _PAD, body.top() + (line - side) // 2, side, side)
        if is_selected:  # a dot keeps its colour, which the highlight might swallow
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(item.palette.color(QPalette.ColorRole.Base))
            painter.drawRoundedRect(spot.adjusted(-1, -1, 1, 1), 3, 3)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        standing_dot(row.standing).paint(painter, spot)
        bold = QFont(item.font)
        bold.setBold(True)
        painter.setFont(bold)
        room = body.width() * 2 // 5  # the name gives way first, but never wholly
        name_room = max(body.width() - painter.fontMetrics().horizontalAdvance(row.state) - 12, room)
        painter.setPen(ink)
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideMiddle, name_room)
        painter.drawText(body, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
        rest = body.adjusted(painter.fontMetrics().horizontalAdvance(name) + 12, 0, 0, 0)
        painter.setPen(colour)
        _elided(painter, rest, row.state, Qt.AlignmentFlag.AlignRight)
        painter.setFont(item.font)
        painter.setPen(ink)
        body.translate(0, line)
        _elided(painter, body, f"{row.period} · {row.counts}", Qt.AlignmentFlag.AlignLeft)
        painter.setPen(muted)
        body.translate(0, line)
        said = " · ".join(part for part in (row.document_no, row.issuer) if part) or tr("no document number, no issuer")
        _elided(painter, body, said, Qt.AlignmentFlag.AlignLeft)
        if self._view.axis is not None:
            bar = QRect(body.left(), body.top() + line + _PAD - 1, body.width(), _BAR)
            _paint_bar(painter, bar, row, self._view.axis, (ground, ink, colour))
        painter.setPen(QPen(mixed(ground, ink, 0.15), 1))
        painter.drawLine(item.rect.bottomLeft(), item.rect.bottomRight())
        painter.restore()


def _paint_bar(
    painter: QPainter, place: QRect, row: CatalogueRow, axis: Axis, colours: tuple[QColor, QColor, QColor]
) -> None:
    """The days in force, full where the release holds or held, hatched where another one has taken its place; today as a line."""
    ground, ink, colour = colours
    track = mixed(ground, ink, 0.25)
    painter.setPen(QPen(track, 1, Qt.PenStyle.SolidLine if row.span else Qt.PenStyle.DashLine))
    painter.drawLine(place.left(), place.center().y(), place.right(), place.center().y())
    if row.span:
        first = place.left() + round(axis.share(row.span[0]) * place.width())
        end = place.left() + round((axis.share(row.span[1]) if row.span[1] else 1.0) * place.width())
        bar = QRect(first, place.top(), max(end - first, 3), place.height())
        painter.setPen(QPen(colour, 1))
        is_full = row.standing is Standing.IN_FORCE
        painter.setBrush(QBrush(colour, Qt.BrushStyle.SolidPattern if is_full else Qt.BrushStyle.BDiagPattern))
        painter.drawRect(bar.adjusted(0, 0, -1, -1))
    now = place.left() + round(axis.share(axis.today.isoformat()) * place.width())
    painter.setPen(QPen(readable(BLUE, ground, ink), 2))
    painter.drawLine(now, place.top() - 2, now, place.bottom() + 2)


def _elided(painter: QPainter, place: QRect, text: str, side: Qt.AlignmentFlag) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
