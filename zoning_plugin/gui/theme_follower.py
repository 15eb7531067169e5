# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells a page when its colours have changed, once they have reached every widget on it."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import QEvent, QObject, QTimer
from qgis.PyQt.QtWidgets import QWidget


class ThemeFollower(QObject):
    """Watches ``widget`` and calls ``redraw`` after a change of palette or style: one call for a whole change of theme."""

    def __init__(self, widget: QWidget, redraw: Callable[[], None]) -> None:
        super().__init__(widget)
        # The page hears of a change before the widgets on it have taken it up.
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(0)
        self._settled.timeout.connect(redraw)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look on; nothing is taken."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._settled.start()
        return False
