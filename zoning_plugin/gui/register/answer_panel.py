# SPDX-License-Identifier: GPL-3.0-or-later
"""Below the clauses of an open case: reason and files of the clause under the cursor, and earlier answers, one by one."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QEvent, QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import tr
from ...core.judgement import LONGEST_TEXT
from ..icons import icon
from ..releases.wrapped_label import WrappedLabel
from ..theme_follower import ThemeFollower
from ..words import tooltip_text

_PAUSE_MS = 1000


def _hint(*, can_write: bool) -> str:
    if can_write:
        return tr("Choose a clause: 1–5 answer it, ↓ goes to the next without an answer")
    return tr("Choose a clause: its reason stands here")


class AnswerPanel(QWidget):
    """Widgets only. A reason is told when the person pauses, leaves the field or goes to another clause."""

    reason_written = pyqtSignal(str, str)
    """The key of the clause, and the text."""
    files_asked = pyqtSignal(str)
    offer_confirmed = pyqtSignal(str, int)
    """The key of the clause, and which of its offers."""
    left = pyqtSignal()
    """Esc or Ctrl+Enter: back to the clauses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self._told = ""
        self._offers: Sequence[str] = ()
        self._place = 0
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(2 * self.reason.fontMetrics().lineSpacing() + 12)
        self.reason.setObjectName("answer_reason")
        self.reason.installEventFilter(self)
        self.frequent, self.files = QToolButton(), QToolButton()
        for name, button in {"frequent": self.frequent, "files": self.files}.items():
            button.setObjectName(f"answer_{name}")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self.frequent)
        self.frequent.setMenu(self._menu)
        self.frequent.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.offer = WrappedLabel()
        self.offer.setObjectName("answer_offer")
        self.take_button, self.next_button = QPushButton(), QPushButton()
        self.take_button.setObjectName("answer_take_offer")
        self.next_button.setObjectName("answer_next_offer")
        beside = QVBoxLayout()
        beside.setSpacing(1)
        beside.addWidget(self.frequent)
        beside.addWidget(self.files)
        row = QHBoxLayout()
        row.setSpacing(3)
        row.addWidget(self.reason, 1)
        row.addLayout(beside)
        self._offering = QWidget()
        offering = QHBoxLayout(self._offering)
        offering.setContentsMargins(0, 0, 0, 0)
        offering.addWidget(self.offer, 1)
        offering.addWidget(self.take_button)
        offering.addWidget(self.next_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addWidget(self._offering)
        whole.addLayout(row)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.reason.textChanged.connect(self._pause.start)
        self.files.clicked.connect(lambda: self.files_asked.emit(self._key))
        self.take_button.clicked.connect(lambda: self.offer_confirmed.emit(self._key, self._place))
        self.next_button.clicked.connect(self._next)
        self.retranslate()
        self.show_clause("", "", "", 0, (), (), can_write=False)
        ThemeFollower(self, self._set_icons)

    def retranslate(self) -> None:
        """Set the labels in the language of now."""
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setToolTip(tr("Why you answer so; kept when you pause or go on. Esc goes back to the clauses"))
        self.frequent.setText(tr("Frequent"))
        self.frequent.setAccessibleName(tr("Frequent reasons"))
        self.frequent.setToolTip(tr("Reasons that the office often gives: choose one, then change it as it fits"))
        self.files.setAccessibleName(tr("Files"))
        self.take_button.setText(tr("Take over"))
        self.take_button.setToolTip(
            tr("Confirm that this earlier answer holds here too; it is noted where it comes from")
        )
        self.next_button.setAccessibleName(tr("Next"))
        self.next_button.setToolTip(tr("Show the next earlier answer"))
        self._set_icons()

    def show_clause(
        self, key: str, number: str, reason: str, file_count: int, frequent: Sequence[str], offers: Sequence[str], *, can_write: bool
    ) -> None:  # fmt: skip
        """Show the answer to another clause, or what has become of the same one; what is being typed there stays."""
        is_same = key == self._key
        if not is_same:
            self.flush()
        self._key = key
        if not (is_same and self.reason.toPlainText() != self._told):
            self._put(reason)
        self._told = reason if not is_same or self.reason.toPlainText() == reason else self._told
        what = tr("Reason for {number} …").format(number=number) if number else tr("Reason …")
        self.reason.setPlaceholderText(what if key else _hint(can_write=can_write))
        self.reason.setReadOnly(not (can_write and key))
        self.files.setText(tr("Files {count} …").format(count=file_count) if file_count else tr("Files …"))
        self.files.setToolTip(tr("Add files that support the answer; they are copied beside the register"))
        self._menu.clear()
        for text in frequent:
            self._menu.addAction(text, lambda text=text: self._add(text))
        self.frequent.setEnabled(bool(frequent) and can_write and bool(key))
        self.files.setEnabled(can_write and bool(key))
        self._offers, self._place = (offers, 0) if can_write else ((), 0)
        self._show_offer()

    def flush(self) -> None:
        """Tell the reason if it is another one than was told."""
        self._pause.stop()
        text = self.reason.toPlainText()
        if self._key and text != self._told and not self.reason.isReadOnly():
            self._told = text
            self.reason_written.emit(self._key, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the field keeps what is in it; Esc and Ctrl+Enter go back to the clauses."""
        if event.type() == QEvent.Type.FocusOut:
            self.flush()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() == Qt.Key.Key_Escape or (
                is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                self.flush()
                self.left.emit()
                return True
        return bool(super().eventFilter(watched, event))

    def _put(self, text: str) -> None:
        if self.reason.toPlainText() != text:
            self.reason.blockSignals(True)
            self.reason.setPlainText(text)
            self.reason.blockSignals(False)

    def _add(self, text: str) -> None:
        before = self.reason.toPlainText().strip()
        self.reason.setPlainText(f"{before} {text}".strip()[:LONGEST_TEXT])
        self.flush()

    def _next(self) -> None:
        self._place = (self._place + 1) % max(len(self._offers), 1)
        self._show_offer()

    def _show_offer(self) -> None:
        self._offering.setVisible(bool(self._offers))
        if self._offers:
            text = self._offers[self._place]
            self.offer.setText(tr("Earlier: {text}").format(text=text if len(text) <= 90 else f"{text[:90]}…"))
            self.offer.setToolTip(tooltip_text(text))
            self.next_button.setText(f"{self._place + 1}/{len(self._offers)} ▸")
            self.next_button.setVisible(len(self._offers) > 1)

    def _set_icons(self) -> None:
        self.files.setIcon(icon("files", self.files))
