# SPDX-License-Identifier: GPL-3.0-or-later
"""How the import page's lists are drawn and edited: a drop-down that looks like one, sentences that wrap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, QRect, QSize, Qt, QTimer
from qgis.PyQt.QtGui import QFontMetrics, QPainter
from qgis.PyQt.QtWidgets import (
    QApplication,
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from .import_models import CHOICES, CHOSEN, VALUE
from .import_rows import FACTS

_PAD: Final = 3
_MOST_LINES: Final = 8
_BESIDE: Final = 14
"""What styles leave around an icon and its text, in pixels."""


class ChoiceDelegate(QStyledItemDelegate):
    """A drop-down in a table: drawn closed in every row, opened by a click or F2. ``name`` is that of the open one."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw a closed drop-down."""
        item = QStyleOptionViewItem(option)
        self.initStyleOption(item, index)
        style = item.widget.style() if item.widget else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, item, painter, item.widget)
        box = QStyleOptionComboBox()
        spare = max(item.rect.height() - item.fontMetrics.height() - 8, 2) // 2
        box.rect = item.rect.adjusted(1, spare, -1, -spare)
        box.state = item.state & ~QStyle.StateFlag.State_Selected
        box.palette = item.palette
        box.fontMetrics = item.fontMetrics
        box.currentText = item.text
        box.frame = True
        style.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, box, painter, item.widget)
        room = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, box, QStyle.SubControl.SC_ComboBoxEditField, item.widget
        )
        box.currentText = item.fontMetrics.elidedText(item.text, Qt.TextElideMode.ElideRight, room.width() - 4)
        style.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, box, painter, item.widget)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """As tall as a drop-down."""
        return QSize(120, option.fontMetrics.height() + 10)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> QWidget:
        """The drop-down itself, open at once."""
        editor = QComboBox(parent)
        editor.setObjectName(self._name)
        for text, value in index.data(CHOICES):
            editor.addItem(text, value)
        editor.activated.connect(lambda _: self._take(editor))
        QTimer.singleShot(0, lambda: _open(editor))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Where the closed one was drawn."""
        spare = max(option.rect.height() - option.fontMetrics.height() - 8, 2) // 2
        editor.setGeometry(option.rect.adjusted(1, spare, -1, -spare))

    def setEditorData(self, editor: QWidget, index: QModelIndex) -> None:
        """Show what it is taken for."""
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(max(editor.findData(index.data(CHOSEN)), 0))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex) -> None:
        """Hand on what was chosen."""
        assert isinstance(editor, QComboBox)
        model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)

    def _take(self, editor: QComboBox) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


def _open(editor: QComboBox) -> None:
    """Open a drop-down, unless it is gone by now."""
    try:
        editor.showPopup()
    except RuntimeError:  # the row went away before the event loop came round
        return


class SourceDelegate(QStyledItemDelegate):
    """What a source is called, cut in its middle where it is long, and below it what was found: its counts whole, the rest as it fits.

    Counts that have no room in one line take two; for the rest that has none stands "…", and the tooltip has everything.
    """

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """As tall as its lines: the style knows what it leaves above and below them."""
        return QSize(80, super().sizeHint(option, index).height())

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """The lines as they fit."""
        super().initStyleOption(option, index)
        view, row = option.widget, index.data(VALUE)
        assert isinstance(view, QTreeView)
        room = view.columnWidth(0) - option.decorationSize.width() - _BESIDE
        title = option.fontMetrics.elidedText(row.title, Qt.TextElideMode.ElideMiddle, room)
        option.text = "\u2028".join([title, *fitted(row.detail, row.counted, room, option.fontMetrics)])


def fitted(detail: str, counted: int, room: int, metrics: QFontMetrics) -> list[str]:
    """Facts separated by " · " in a line that is ``room`` pixels wide, in two where the first ``counted`` need them; broken between facts."""
    facts = detail.split(FACTS)
    first = _most(facts, room, metrics)
    if first >= max(counted, 1):
        return [_line(facts, first, room, metrics)]
    first = next((many for many in range(counted - 1, 0, -1) if _width(facts[:many], metrics) <= room), 1)
    rest = facts[first:]
    line = metrics.elidedText(FACTS.join(facts[:first]), Qt.TextElideMode.ElideRight, room)
    return [line, _line(rest, max(_most(rest, room, metrics), 1), room, metrics)] if rest else [line]


def _most(facts: Sequence[str], room: int, metrics: QFontMetrics) -> int:
    """How many facts fit into a line, with "…" for those that do not."""
    return next(
        (
            many
            for many in range(len(facts), 0, -1)
            if _width([*facts[:many], *["…"] * (many < len(facts))], metrics) <= room
        ),
        0,
    )


def _line(facts: Sequence[str], many: int, room: int, metrics: QFontMetrics) -> str:
    text = FACTS.join([*facts[:many], *["…"] * (many < len(facts))])
    return str(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))


def _width(facts: Sequence[str], metrics: QFontMetrics) -> int:
    return int(metrics.horizontalAdvance(FACTS.join(facts)))


class SentenceDelegate(QStyledItemDelegate):
    """Wraps a sentence to the width of its list."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """As tall as the sentence at the width there is, up to eight lines; the tooltip has the rest."""
        view = option.widget
        assert isinstance(view, QTreeView)
        depth = 2 if index.parent().isValid() else 1
        room = view.viewport().width() - depth * view.indentation() - 2 * _PAD
        room -= option.decorationSize.width() + _BESIDE if depth == 1 else _PAD
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        flags = int(Qt.TextFlag.TextWordWrap)
        needed = option.fontMetrics.boundingRect(QRect(0, 0, max(room, 80), 10_000), flags, text).height()
        return QSize(80, min(needed, _MOST_LINES * option.fontMetrics.lineSpacing()) + 2 * _PAD)

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Text at the top, wrapped."""
        super().initStyleOption(option, index)
        option.features |= QStyleOptionViewItem.ViewItemFeature.WrapText
        option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
