# SPDX-License-Identifier: GPL-3.0-or-later
"""A sentence that takes as many lines as it needs, whatever holds it."""

from __future__ import annotations

from typing import Final

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QLabel, QWidget

_NOT_YET_LAID_OUT: Final = 100
"""Width in pixels of a widget that no layout has had its way with; a sentence that narrow would claim a whole page."""


class WrappedLabel(QLabel):
    """Plain text. A splitter does not ask for the height at a width, so the label claims it by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        """Show another sentence."""
        super().setText(text)
        self._claim()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Claim the height anew."""
        super().resizeEvent(event)
        self._claim()

    def _claim(self) -> None:
        is_laid_out = self.width() > _NOT_YET_LAID_OUT
        self.setMinimumHeight(max(self.heightForWidth(self.width()), 0) if is_laid_out else 0)
