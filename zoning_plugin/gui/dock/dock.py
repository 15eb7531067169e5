# SPDX-License-Identifier: GPL-3.0-or-later
"""The dock itself: a stack of the pages there are, of which one shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QEvent, QMimeData, QObject, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAction,
    QApplication,
    QCheckBox,
    QLineEdit,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import tr
from ..reading_order import tab_stops
from .page_buttons import PageButtons

LEAST_WIDTH = 360
"""Logical pixels at 96 dpi."""
USUAL_WIDTH = 460
ENTERING = "Ctrl+Alt+Z"
"""The keys that bring the keyboard into the dock, until a person gives them to something else in QGIS's settings."""


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
        self.enter_action = QAction(self)
        self.enter_action.setObjectName("zoning_enter_panel")  # QGIS keeps its keys by this name
        self.enter_action.triggered.connect(lambda _: self.enter())
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
        self.enter_action.setText(tr("&Keyboard into the panel"))
        self.enter_action.setToolTip(
            tr("Show the panel and work in it by keyboard: Tab goes on, Enter presses, Esc leaves a tool")
        )

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self._stack.setCurrentWidget(page)
        self.buttons.set_current(self._rooms.get(page, "assess"))

    def enter(self) -> None:
        """Show the dock and give the keyboard to what had it last on the page, else to the first that takes it."""
        self.show()
        self.raise_()
        self.activateWindow()
        last = self.page.focusWidget()
        target = (
            last if last is not None and _takes_keys(last) else next(filter(_takes_keys, tab_stops(self.page)), None)
        )
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the map tool from here too; Enter presses the button that has the keyboard, as Space does."""
        pressed = QApplication.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif is_enter and isinstance(pressed, QAbstractButton) and not isinstance(pressed, QCheckBox):
            _press(pressed)
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


def _takes_keys(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()


def _press(button: QAbstractButton) -> None:
    if isinstance(button, QToolButton) and button.popupMode() == QToolButton.ToolButtonPopupMode.InstantPopup:
        button.showMenu()
    else:
        button.click()


class _Stack(QStackedWidget):
    """As wide as the panel needs to be read, whatever page shows; as low as the smallest screen wants."""

    def minimumSizeHint(self) -> QSize:
        """The least width, and a height that fits a small screen (lists scroll)."""
        return QSize(round(LEAST_WIDTH * self.logicalDpiX() / 96), round(320 * self.logicalDpiY() / 96))

    def sizeHint(self) -> QSize:
        """The usual width."""
        return QSize(round(USUAL_WIDTH * self.logicalDpiX() / 96), round(640 * self.logicalDpiY() / 96))
