# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of one release along a line: when, what, by what number; today where it lies among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPainter, QPalette, QPen, QResizeEvent
from qgis.PyQt.QtWidgets import QApplication, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ...bridge.i18n import tr
from ...core.standing import Step, taken_from
from ...core.terms import ReleaseStatus
from ..colours import AMBER, BLUE, GREEN, GREY, LOUD, RED, VIOLET, mixed, readable
from ..icons import picture
from ..words import step_word, tooltip_text

ROW = Qt.ItemDataRole.UserRole
_PAD = 3
_SIDE = 18

_COLOUR = {
    ReleaseStatus.DRAFT: GREY,
    ReleaseStatus.SUBMITTED: AMBER,
    ReleaseStatus.RETURNED: LOUD,
    ReleaseStatus.FILED: VIOLET,
    ReleaseStatus.PUBLISHED: GREEN,
    ReleaseStatus.REPEALED: RED,
}


@dataclass(frozen=True)
class Mark:
    """A place on the line: a step, or today (``step`` is None). ``is_taken``: it does not lie in the future."""

    step: Step | None
    date: str
    word: str
    detail: str
    is_taken: bool = True

    @property
    def whole_text(self) -> str:
        """Everything in words."""
        return " · ".join(part for part in (self.date, self.word, self.detail) if part)


def marks_of(steps: Sequence[Step], today: str) -> tuple[Mark, ...]:
    """The steps in order, and today after the last one taken."""
    marks = []
    for step, day in zip(steps, taken_from(steps), strict=True):
        effective = tr("effective {date}").format(date=step.effective) if step.effective else ""
        detail = " · ".join(part for part in (step.number, effective, step.note) if part)
        marks.append(Mark(step, step.date or tr("date unknown"), step_word(step.status), detail, day <= today))
    place = sum(mark.is_taken for mark in marks)
    return (*marks[:place], Mark(None, today, tr("today"), ""), *marks[place:])


class StepTimeline(QListView):
    """The line; it shows and tells, nothing in it is edited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Marks(self)
        self.setModel(self._model)
        self.setItemDelegate(_MarkDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show these; the last ones are in sight."""
        self._model.set_marks(marks)
        self.scrollToBottom()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is shown."""
        return self._model.marks

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the last steps in sight."""
        super().resizeEvent(event)
        self.scrollToBottom()

    def minimumSizeHint(self) -> QSize:
        """Two steps."""
        return QSize(120, 4 * self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        """Five steps."""
        return QSize(super().sizeHint().width(), 10 * self.fontMetrics().height())


class _Marks(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.marks: tuple[Mark, ...] = ()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        self.beginResetModel()
        self.marks = tuple(marks)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.marks)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        mark = self.marks[index.row()]
        if role == ROW:
            return mark
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return mark.whole_text
        return tooltip_text(mark.whole_text) if role == Qt.ItemDataRole.ToolTipRole else None


class _MarkDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        mark: Mark = index.data(ROW)
        lines = 2 if mark.detail else 1
        return QSize(160, max(lines * option.fontMetrics.height(), _SIDE) + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        mark: Mark = index.data(ROW)
        item = QStyleOptionViewItem(option)
        self.initStyleOption(item, index)
        item.text = ""
        style = item.widget.style() if item.widget else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, item, painter, item.widget)
        is_selected = bool(item.state & QStyle.StateFlag.State_Selected)
        ground = item.palette.color(QPalette.ColorRole.Highlight if is_selected else QPalette.ColorRole.Base)
        ink = item.palette.color(QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text)
        muted = ink if is_selected else readable(mixed(ink, ground, 0.35), ground, ink)
        colour = ink if is_selected else readable(BLUE if mark.step is None else _COLOUR[mark.step.status], ground, ink)
        line = item.fontMetrics.height()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dates = item.rect.left() + 2 * _PAD
        width = max(item.fontMetrics.horizontalAdvance(text) for text in ("2024-08-30", tr("date unknown"))) + 8
        middle = dates + width + _SIDE // 2
        first = QRect(item.rect.left(), item.rect.top() + _PAD, item.rect.width() - _PAD, max(line, _SIDE))
        self._paint_line(painter, item.rect, middle, first.center().y(), index, mixed(ground, ink, 0.35))
        painter.setPen(muted)
        painter.setFont(item.font)
        painter.drawText(
            QRect(dates, first.top(), width, first.height()), int(Qt.AlignmentFlag.AlignVCenter), mark.date
        )
        spot = QRect(middle - _SIDE // 2, first.center().y() - _SIDE // 2, _SIDE, _SIDE)
        painter.fillRect(spot.adjusted(0, -1, 0, 1), ground)
        name = "mark-today" if mark.step is None else f"mark-{mark.step.status.value}"
        painter.drawPixmap(spot.topLeft(), picture(name, _SIDE, colour, painter.device().devicePixelRatioF()))
        text = first.adjusted(middle + _SIDE // 2 + 8 - first.left(), 0, 0, 0)
        bold = QFont(item.font)
        bold.setBold(True)
        bold.setItalic(not mark.is_taken)
        painter.setFont(bold)
        painter.setPen(colour)
        _elided(painter, text, mark.word if mark.is_taken else tr("{step} (to come)").format(step=mark.word))
        painter.setFont(item.font)
        painter.setPen(ink)
        _elided(painter, QRect(text.left(), first.bottom() + 1, text.width(), line), mark.detail)
        painter.restore()

    @staticmethod
    def _paint_line(painter: QPainter, place: QRect, x: int, y: int, index: QModelIndex, colour: QColor) -> None:
        """The line, up to the mark before and down to the one after; dashed into what is to come."""
        marks: _Marks = index.model()  # type: ignore[assignment]
        place_of, last = index.row(), len(marks.marks) - 1

        def pen(mark: Mark) -> QPen:
            return QPen(colour, 2, Qt.PenStyle.SolidLine if mark.is_taken else Qt.PenStyle.DotLine)

        if place_of > 0:
            painter.setPen(pen(marks.marks[place_of]))
            painter.drawLine(x, place.top(), x, y)
        if place_of < last:
            painter.setPen(pen(marks.marks[place_of + 1]))
            painter.drawLine(x, y, x, place.bottom() + 1)


def _elided(painter: QPainter, place: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
