# SPDX-License-Identifier: GPL-3.0-or-later
"""The line on the page 研判 that says which case is open, where it stands and what is still to be answered."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ...bridge.i18n import tr
from ..colours import LOUD, ground_of, ink_of, readable
from ..icons import icon
from ..releases.wrapped_label import WrappedLabel
from ..theme_follower import ThemeFollower
from ..words import tooltip_text


class CaseBar(QWidget):
    """Widgets only; hidden while no case is open."""

    closed = pyqtSignal()
    sheet_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        bold = self.title.font()
        bold.setBold(True)
        self.title.setFont(bold)
        self.counts = WrappedLabel()
        self.sheet_button, self.close_button = QToolButton(), QToolButton()
        for name, button in {"sheet": self.sheet_button, "close": self.close_button}.items():
            button.setObjectName(f"case_{name}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.setAutoRaise(True)
        self.title.setObjectName("case_title")
        self.counts.setObjectName("case_counts")
        self.note = WrappedLabel()
        self.note.setObjectName("case_note")
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.title, 1)
        row.addWidget(self.sheet_button)
        row.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(1)
        whole.addLayout(row)
        whole.addWidget(self.counts)
        whole.addWidget(self.note)
        self.sheet_button.clicked.connect(self.sheet_asked)
        self.close_button.clicked.connect(self.closed)
        self.retranslate()
        self.show_note("")
        self.hide()
        ThemeFollower(self, self._set_icons)

    def retranslate(self) -> None:
        """Set the labels in the language of now."""
        self.sheet_button.setText(tr("Conclude, sign …"))
        self.sheet_button.setToolTip(tr("Conclusion, signatures, matter and platform query of this case"))
        self.close_button.setAccessibleName(tr("Close the case"))
        self.close_button.setToolTip(tr("Close the case; everything is kept, the site stays"))
        self._set_icons()

    def show_case(self, name: str, counts: str, details: str) -> None:
        """Say which case is open and how far it is; ``details`` in full for the tooltip."""
        self._name = name
        self.counts.setText(counts)
        for label in (self.title, self.counts):
            label.setToolTip(tooltip_text(details))
        self.show()
        self._elide()

    def show_note(self, text: str, *, is_loud: bool = False) -> None:
        """A line below: what could not be stored; empty takes it away."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        loud = f"color: {readable(LOUD, ground_of(self.note), ink_of(self.note)).name()}" if is_loud else ""
        self.note.setStyleSheet(loud)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the name as there is room for."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(self.title.width(), 40)
        self.title.setText(self.title.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room))

    def _set_icons(self) -> None:
        self.close_button.setIcon(icon("clear", self.close_button))
