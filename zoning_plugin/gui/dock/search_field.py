# SPDX-License-Identifier: GPL-3.0-or-later
"""The field in which words are looked for: Esc empties it, the arrow down goes on to what was found."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QKeyEvent
from qgis.PyQt.QtWidgets import QAction, QLineEdit, QWidget


class SearchField(QLineEdit):
    """A line with a lens and a button that empties it."""

    left_downwards = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)
        self._lens: QAction = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)

    def set_icon(self, lens: QIcon) -> None:
        """Show this lens."""
        self._lens.setIcon(lens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Esc only while there is something to empty: otherwise it is for the map tool."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)
