# SPDX-License-Identifier: GPL-3.0-or-later
"""The cases one below the other: number and name, state with its sign, whose, when, where, by which release, whether it still holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from qgis.PyQt.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ...core.judgement import CaseState
from ..colours import AMBER, BLUE, GREEN, GREY, LOUD, ground_of, ink_of, mixed, readable
from ..icons import picture
from ..words import tooltip_text
from .case_rows import CaseRow, HeadingRow, Row, state_word

ROW: Final = Qt.ItemDataRole.UserRole
_PAD: Final = 5
_SIGN: Final = {
    CaseState.DRAFT: ("mark-draft", BLUE), CaseState.PREPARED: ("mark-submitted", BLUE), CaseState.CHECKED: ("mark-filed", BLUE),
    CaseState.APPROVED: ("mark-published", GREEN), CaseState.RETURNED: ("mark-returned", AMBER), CaseState.WITHDRAWN: ("mark-repealed", GREY),
}  # fmt: skip


class CaseModel(QAbstractListModel):
    """The rows there are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show others."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One a case, and one a heading."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        """A heading cannot be chosen."""
        if not index.isValid() or isinstance(self.rows[index.row()], HeadingRow):
            return Qt.ItemFlag.NoItemFlags  # type: ignore[return-value]  # PyQt5 makes flags of it
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, its title, all of it in words."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if isinstance(row, HeadingRow):
            return row.title if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.whole_text
        return tooltip_text(row.whole_text) if role == Qt.ItemDataRole.ToolTipRole else None


class CaseList(QListView):
    """``opened`` tells the id of the case to open (double click, Enter), ``selected`` the row under the cursor."""

    opened = pyqtSignal(str)
    selected = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cases = CaseModel(self)
        self._when_empty = ""
        self.setModel(self.cases)
        self.setItemDelegate(_CaseDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(self._tell)
        self.doubleClicked.connect(lambda _: self.open_current())

    def show_rows(self, rows: Sequence[Row], when_empty: str) -> None:
        """Show cases; the one that was chosen stays so. Without any, why there is none."""
        row = self.currentIndex().data(ROW)
        chosen = row.case_id if isinstance(row, CaseRow) else ""
        self._when_empty = when_empty
        self.cases.set_rows(rows)
        place = next((at for at, one in enumerate(rows) if isinstance(one, CaseRow) and one.case_id == chosen), None)
        if place is not None:
            self.setCurrentIndex(self.cases.index(place))
        elif rows and isinstance(rows[0], CaseRow):
            self.setCurrentIndex(self.cases.index(0))
        else:
            self.selected.emit(None)
        self.viewport().update()

    def current_row(self) -> CaseRow | None:
        """The case under the cursor."""
        row = self.currentIndex().data(ROW)
        return row if isinstance(row, CaseRow) else None

    def open_current(self) -> None:
        """Ask for the chosen case."""
        row = self.current_row()
        if row is not None:
            self.opened.emit(row.case_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the rest as in every list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """An empty list says why it is."""
        super().paintEvent(event)
        if self.cases.rows or not self._when_empty:
            return
        painter = QPainter(self.viewport())
        painter.setPen(readable(mixed(ink_of(self), ground_of(self), 0.3), ground_of(self), ink_of(self)))
        room = self.viewport().rect().adjusted(12, 12, -12, -12)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self._when_empty)

    def _tell(self, index: QModelIndex, _: QModelIndex) -> None:
        row = index.data(ROW)
        self.selected.emit(row if isinstance(row, CaseRow) else None)


class _CaseDelegate(QStyledItemDelegate):
    """Three lines a case, one a heading; what does not fit ends in … and stands whole in the tooltip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Three lines, or one."""
        lines = 1 if isinstance(index.data(ROW), HeadingRow) else 3
        return QSize(120, lines * option.fontMetrics.height() + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw one row."""
        item = QStyleOptionViewItem(option)
        self.initStyleOption(item, index)
        row = index.data(ROW)
        base, ink = (item.palette.color(role) for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Text))
        highlight = item.palette.color(QPalette.ColorRole.Highlight)
        is_selected = bool(item.state & QStyle.StateFlag.State_Selected)
        is_heading = isinstance(row, HeadingRow)
        ground = mixed(base, ink, 0.12) if is_heading else mixed(base, highlight, 0.22) if is_selected else base
        painter.save()
        painter.fillRect(item.rect, ground)
        if is_selected:
            painter.fillRect(QRect(item.rect.left(), item.rect.top(), 3, item.rect.height()), highlight)
        if item.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(highlight, 1, Qt.PenStyle.DotLine))
            painter.drawRect(item.rect.adjusted(0, 0, -1, -1))
        room = item.rect.adjusted(8, _PAD, -8, -_PAD)
        bold = QFont(item.font)
        bold.setBold(True)
        quiet = readable(GREY, ground, ink)
        if is_heading:
            painter.setFont(bold)
            _write(painter, room, row.title, quiet)
        else:
            self._paint_case(painter, item, row, room, (ground, ink, quiet), bold)
        painter.setPen(QPen(mixed(base, ink, 0.12), 1))
        painter.drawLine(item.rect.left(), item.rect.bottom(), item.rect.right(), item.rect.bottom())
        painter.restore()

    @staticmethod
    def _paint_case(
        painter: QPainter,
        item: QStyleOptionViewItem,
        row: CaseRow,
        room: QRect,
        colours: tuple[QColor, QColor, QColor],
        bold: QFont,
    ) -> None:
        ground, ink, quiet = colours
        line = item.fontMetrics.height()
        sign, colour = _SIGN[row.state]
        said = state_word(row.state)
        tone = readable(colour, ground, ink)
        width = item.fontMetrics.horizontalAdvance(said)
        first = QRect(room.left(), room.top(), room.width(), line)
        painter.setFont(item.font)
        painter.setPen(tone)
        painter.drawText(first, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), said)
        side = line - 2
        ratio = item.widget.devicePixelRatioF() if item.widget else 1.0
        painter.drawPixmap(first.right() - width - side - 4, first.top() + 1, picture(sign, side, tone, ratio))
        painter.setFont(bold)
        _write(
            painter,
            first.adjusted(0, 0, -width - side - 12, 0),
            row.title,
            quiet if row.state is CaseState.WITHDRAWN else ink,
        )
        painter.setFont(item.font)
        _write(painter, first.translated(0, line), row.details, ink)
        third = first.translated(0, 2 * line)
        if row.stale:
            mark = f"⚠ {row.stale}"
            taken = min(item.fontMetrics.horizontalAdvance(mark), round(third.width() * 0.7))
            _write(painter, third.adjusted(third.width() - taken, 0, 0, 0), mark, readable(LOUD, ground, ink))
            third = third.adjusted(0, 0, -taken - 8, 0)
        _write(painter, third, row.release, quiet)


def _write(painter: QPainter, place: QRect, text: str, ink: QColor) -> None:
    painter.setPen(ink)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
