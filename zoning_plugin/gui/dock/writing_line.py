# SPDX-License-Identifier: GPL-3.0-or-later
"""The line above the buttons: the report being written, what was written with a way to open it, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ...bridge.i18n import tr
from ..state_card import Look, StateCard


class WritingLine(QWidget):
    """A StateCard with buttons that open what was written."""

    open_asked = pyqtSignal(object)
    cancel_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = StateCard()
        self.card.set_compact(is_compact=True)
        self.open_button = QPushButton()
        self.folder_button = QPushButton()
        self.open_button.setObjectName("open_button")
        self.folder_button.setObjectName("folder_button")
        self._paths: tuple[Path, ...] = ()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.card, 1)
        whole.addWidget(self.open_button)
        whole.addWidget(self.folder_button)
        self.open_button.clicked.connect(self._open)
        self.folder_button.clicked.connect(self._open_folder)
        self.card.cancel_asked.connect(self.cancel_asked)
        self.retranslate()
        self.show_state(None, "", ())

    def retranslate(self) -> None:
        """Set the labels in the language of now."""
        self.open_button.setText(tr("Open"))
        self.open_button.setToolTip(tr("Open the report in the program for PDF files"))
        self.folder_button.setText(tr("Folder"))
        self.folder_button.setToolTip(tr("Open the folder that holds what was written"))
        self.card.retranslate()

    def show_state(self, look: Look | None, text: str, paths: Sequence[Path]) -> None:
        """Show a state, or nothing."""
        self._paths = tuple(paths)
        self.setVisible(look is not None)
        self.open_button.setVisible(bool(paths))
        self.folder_button.setVisible(bool(paths))
        if look is not None:
            self.card.show_state(look, text, can_cancel=True)

    def show_progress(self, share: float, step: str) -> None:
        """Move the bar."""
        self.card.show_progress(share, step)

    def _open(self) -> None:
        if self._paths:
            self.open_asked.emit(self._paths[0])

    def _open_folder(self) -> None:
        if self._paths:
            self.open_asked.emit(self._paths[0].parent)
