# SPDX-License-Identifier: GPL-3.0-or-later
"""The field in which words are looked for: Esc empties it, the arrow down goes on to what was found."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QKeyEvent
from qgis.PyQt.QtWidgets import QAction, QLineEdit, QWidget


class SearchField(QLineEdit):
    """A line with a lens and a button that empties it."""

    left_downwards = pyqtSignal()
    wider_asked = pyqtSignal()
    """Where there is more to search in (:meth:`offer_wider`): its button or Ctrl+Enter was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)
        self._wider: QAction | None = None
        self._lens: QAction = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)

    def offer_wider(self, wider: QIcon, tip: str) -> None:
        """Show a button that leads to a search in more than what is shown here; again with another icon or tip."""
        if self._wider is None:
            self._wider = self.addAction(wider, QLineEdit.ActionPosition.TrailingPosition)
            self._wider.triggered.connect(self.wider_asked)
        self._wider.setIcon(wider)
        self._wider.setToolTip(tip)

    def set_icon(self, lens: QIcon) -> None:
        """Show this lens."""
        self._lens.setIcon(lens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Esc only while there is something to empty: otherwise it is for the map tool."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif (
            self._wider is not None
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.wider_asked.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)
