# SPDX-License-Identifier: GPL-3.0-or-later
"""The dock itself: a stack of the pages there are, of which one shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QEvent, QMimeData, QObject, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from qgis.PyQt.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from ...bridge.i18n import tr
from .page_buttons import PageButtons

LEAST_WIDTH = 360
"""Logical pixels at 96 dpi."""
USUAL_WIDTH = 460


class Dock(QgsDockWidget):
    """Holds the pages; knows nothing of what they do. ``rooms`` names the button above that a page belongs to; "assess" unless it says."""

    escaped = pyqtSignal()
    """Esc was pressed somewhere in the dock and nothing in it wanted it."""
    files_dropped = pyqtSignal(tuple)
    """Paths of files, folders and archives that were dropped on whatever page."""

    def __init__(
        self, pages: list[QWidget], parent: QWidget | None = None, *, rooms: Mapping[QWidget, str] | None = None
    ) -> None:
        super().__init__(parent)
        self._rooms = rooms or {}
        self.setObjectName("ZoningDock")  # QGIS remembers its place by this name
        self._stack = _Stack()
        for page in pages:
            self._stack.addWidget(page)
        self.buttons = PageButtons()
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.buttons)
        rows.addWidget(self._stack, 1)
        self.setWidget(whole)
        self.setAcceptDrops(True)
        for field in self.findChildren(QLineEdit):
            field.installEventFilter(self)  # it would take a file's address for text
        self.retranslate()

    def retranslate(self) -> None:
        """Set the title in the language of now."""
        self.setWindowTitle(tr("Zoning control"))

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self._stack.setCurrentWidget(page)
        self.buttons.set_current(self._rooms.get(page, "assess"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the map tool from here too."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome on every page."""
        if paths_of(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """They stay so."""
        if paths_of(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on what was dropped; it is never moved away from where it was."""
        paths = paths_of(event.mimeData())
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.files_dropped.emit(paths)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A line of text does not take files: they go on to the dock."""
        kinds = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)
        if event.type() in kinds and paths_of(event.mimeData()):  # type: ignore[attr-defined]
            event.ignore()
            return True
        return bool(super().eventFilter(watched, event))

    @property
    def page(self) -> QWidget:
        """The page that shows."""
        return self._stack.currentWidget()


def paths_of(data: QMimeData | None) -> tuple[Path, ...]:
    """The files and folders on this computer that are dragged or were copied."""
    urls = data.urls() if data is not None and data.hasUrls() else []
    return tuple(Path(one.toLocalFile()) for one in urls if one.isLocalFile())


class _Stack(QStackedWidget):
    """As wide as the panel needs to be read, whatever page shows; as low as the smallest screen wants."""

    def minimumSizeHint(self) -> QSize:
        """The least width, and a height that fits a small screen (lists scroll)."""
        return QSize(round(LEAST_WIDTH * self.logicalDpiX() / 96), round(320 * self.logicalDpiY() / 96))

    def sizeHint(self) -> QSize:
        """The usual width."""
        return QSize(round(USUAL_WIDTH * self.logicalDpiX() / 96), round(640 * self.logicalDpiY() / 96))
