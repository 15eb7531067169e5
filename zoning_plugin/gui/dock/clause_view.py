# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree of clauses on the screen: wrapped to its width, foldable, and every word of it can be copied."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from qgis.PyQt.QtWidgets import QAbstractItemView, QMenu, QStyleOptionViewItem, QTreeView, QWidget

from ...bridge.i18n import tr
from ...core.judgement import Verdict
from ..register.clause_marks import verdict_word
from .clause_delegate import ClauseDelegate
from .clause_tree import CLAUSE, KIND, MARK, SOURCED, ClauseFilter, NodeKind, clause_indexes


class ClauseView(QTreeView):
    """Shows a ClauseFilter. Enter or a click folds a heading; F2 or a double click lets part of a clause be marked.

    While the clauses are to be answered: 1–5 answer the one under the cursor, ↓ goes to the next without an answer, Enter to its
    reason; a click on the answer opens the list of them.
    """

    answered = pyqtSignal(str, object)
    """The key of a clause, and the Verdict."""
    reason_asked = pyqtSignal()
    clearing_asked = pyqtSignal()
    """0 was pressed."""
    clause_entered = pyqtSignal(str)
    """The key of the clause under the cursor, empty for a heading."""

    def __init__(self, model: ClauseFilter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = model
        self._delegate = ClauseDelegate(lambda: self.viewport().width(), self)
        self._width = 0
        self._when_empty = ""
        self.can_answer = False
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or each wrap could change the width
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setExpandsOnDoubleClick(False)
        self.setTabKeyNavigation(False)
        self.verticalScrollBar().setSingleStep(self.fontMetrics().height())
        self.clicked.connect(self._toggle_heading)
        self.selectionModel().currentChanged.connect(lambda current, _: self.clause_entered.emit(_key(current)))
        model.modelReset.connect(self._show_all)

    def light(self, terms: tuple[str, ...]) -> None:
        """Show only what holds every term, the words lit, every heading open."""
        self._delegate.terms = terms
        self._filter.set_terms(terms)
        self._show_all()
        self.viewport().update()

    def say_when_empty(self, text: str) -> None:
        """What stands in the empty view when there is no row: an empty field says nothing."""
        self._when_empty = text
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or why there is none."""
        super().paintEvent(event)
        if self.model().rowCount() == 0 and self._when_empty:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            place = self.viewport().rect().adjusted(12, 12, -12, -12)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), self._when_empty)

    def show_section(self, index: QModelIndex) -> None:
        """Bring a section (an index of the view's model) to the top."""
        if index.isValid():
            self.setExpanded(index, True)
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def copy(self, *, with_source: bool = False) -> None:
        """Put the chosen rows on the clipboard as text, in the order shown."""
        role = SOURCED if with_source else Qt.ItemDataRole.DisplayRole
        chosen = sorted(self.selectedIndexes(), key=lambda index: self.visualRect(index).top())
        if chosen:
            QGuiApplication.clipboard().setText("\n".join(str(index.data(role)) for index in chosen))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies, Enter folds or unfolds a heading; the rest as in every tree."""
        current = self.currentIndex()
        if self.can_answer and self._answer_key(event, current):
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and _is_heading(current):
            self.setExpanded(current, not self.isExpanded(current))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on an answer opens the list of them; elsewhere as in every tree."""
        super().mousePressEvent(event)
        index = self.indexAt(event.pos())
        if (
            self.can_answer
            and event.button() == Qt.MouseButton.LeftButton
            and self.chip_rect(index).contains(event.pos())
        ):
            self.setCurrentIndex(index)
            self.open_answers(index)

    def chip_rect(self, index: QModelIndex) -> QRect:
        """Where the answer of a clause stands in the viewport; empty where none does."""
        if not index.isValid():
            return QRect()
        option = QStyleOptionViewItem()
        option.initFrom(self)
        option.rect = self.visualRect(index)
        return self._delegate.chip_rect(option, index)

    def open_answers(self, index: QModelIndex) -> None:
        """List the answers there can be below the one that stands."""
        menu, key = QMenu(self), _key(index)
        for number, verdict in enumerate(Verdict, 1):
            action = menu.addAction(f"{verdict_word(verdict)}\t{number}")
            action.setCheckable(True)
            action.setChecked(index.data(MARK).verdict is verdict)
            action.triggered.connect(lambda _, verdict=verdict: self.answered.emit(key, verdict))
        menu.addSeparator()
        menu.addAction(tr("Reason …"), self.reason_asked.emit)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(self.chip_rect(index).bottomLeft() + QPoint(0, 1)))

    def marks_changed(self) -> None:
        """Measure the rows anew: what stands below the clauses has another height."""
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def _answer_key(self, event: QKeyEvent, current: QModelIndex) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = event.key()
        is_clause = current.isValid() and not _is_heading(current)
        if key == Qt.Key.Key_Down:
            return self._go_to_next(current)
        if not is_clause:
            return False
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_5:
            self.answered.emit(_key(current), list(Verdict)[key - Qt.Key.Key_1])
        elif key == Qt.Key.Key_0:
            self.clearing_asked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.reason_asked.emit()
        else:
            return False
        return True

    def _go_to_next(self, current: QModelIndex) -> bool:
        """To the next clause without an answer, from the end on to the first; False where there is none (then ↓ goes to the next row)."""
        indexes = list(clause_indexes(self.model()))
        start = 0
        if _is_heading(current):
            first = next(clause_indexes(self.model(), current), None)
            start = indexes.index(first) if first is not None else 0
        elif current.isValid():
            start = indexes.index(current) + 1
        for index in (*indexes[start:], *indexes[:start]):
            mark = index.data(MARK)
            if mark is not None and mark.verdict is None and index != current:
                self.setCurrentIndex(index)
                self.scrollTo(index)
                return True
        return False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the clauses."""
        menu = QMenu(self)
        copy = menu.addAction(tr("Copy"), self.copy)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        sourced = menu.addAction(tr("Copy with source"), lambda: self.copy(with_source=True))
        current = self.currentIndex()
        part = menu.addAction(tr("Mark part of the text"), lambda: self.edit(current))
        part.setShortcut(QKeySequence(Qt.Key.Key_F2))
        for action in (copy, sourced):
            action.setEnabled(bool(self.selectedIndexes()))
        part.setEnabled(current.isValid() and not _is_heading(current))
        menu.addSeparator()
        menu.addAction(tr("Open all"), self.expandAll)
        menu.addAction(tr("Fold all"), self.collapseAll)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap to the new width, with the first row in sight staying where it is."""
        super().resizeEvent(event)
        if self.viewport().width() == self._width:
            return
        self._width = self.viewport().width()
        top = QPersistentModelIndex(self.indexAt(self.viewport().rect().topLeft()))
        self.scheduleDelayedItemsLayout()
        QTimer.singleShot(0, lambda: self._stay_at(top))

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the font changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._delegate.forget_heights()
            self.scheduleDelayedItemsLayout()

    def _stay_at(self, top: QPersistentModelIndex) -> None:
        if top.isValid():
            self.scrollTo(QModelIndex(top), QAbstractItemView.ScrollHint.PositionAtTop)

    def _show_all(self) -> None:
        self._delegate.forget_heights()
        self.expandAll()

    def _toggle_heading(self, index: QModelIndex) -> None:
        if _is_heading(index):
            self.setExpanded(index, not self.isExpanded(index))


def _key(index: QModelIndex) -> str:
    found = index.data(CLAUSE) if index.isValid() else None
    return found.clause.clause_id if found is not None else ""


def _is_heading(index: QModelIndex) -> bool:
    return index.isValid() and index.data(KIND) is not NodeKind.CLAUSE
