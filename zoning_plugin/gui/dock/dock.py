# SPDX-License-Identifier: GPL-3.0-or-later
"""The dock itself: a stack of the pages there are, of which one shows."""

from __future__ import annotations

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QStackedWidget, QWidget

from ...bridge.i18n import tr

LEAST_WIDTH = 360
"""Logical pixels at 96 dpi."""
USUAL_WIDTH = 460


class Dock(QgsDockWidget):
    """Holds the pages; knows nothing of what they do."""

    escaped = pyqtSignal()
    """Esc was pressed somewhere in the dock and nothing in it wanted it."""

    def __init__(self, pages: list[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ZoningDock")  # QGIS remembers its place by this name
        self._stack = _Stack()
        for page in pages:
            self._stack.addWidget(page)
        self.setWidget(self._stack)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the title in the language of now."""
        self.setWindowTitle(tr("Zoning control"))

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self._stack.setCurrentWidget(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the map tool from here too."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    @property
    def page(self) -> QWidget:
        """The page that shows."""
        return self._stack.currentWidget()


class _Stack(QStackedWidget):
    """As wide as the panel needs to be read, whatever page shows; as low as the smallest screen wants."""

    def minimumSizeHint(self) -> QSize:
        """The least width, and a height that fits a small screen (lists scroll)."""
        return QSize(round(LEAST_WIDTH * self.logicalDpiX() / 96), round(320 * self.logicalDpiY() / 96))

    def sizeHint(self) -> QSize:
        """The usual width."""
        return QSize(round(USUAL_WIDTH * self.logicalDpiX() / 96), round(640 * self.logicalDpiY() / 96))
