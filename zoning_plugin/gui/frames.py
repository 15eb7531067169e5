# SPDX-License-Identifier: GPL-3.0-or-later
"""As often as a screen shows a picture, and not as often as a mouse tells its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from qgis.PyQt.QtCore import QObject, Qt, QTimer

FRAME_MS: Final = 10
"""Less than the 16 of a screen: moves come as often as its pictures, but not evenly, and one that comes early must not wait for the next."""


class EachFrame(QObject):
    """Does what is asked at most once a frame: the first at once, of what comes within the frame only the last, at its end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._end_frame)

    def ask(self, act: Callable[[], None]) -> None:
        """Do ``act`` within a frame, unless something newer is asked before."""
        if self._timer.isActive():
            self._last = act
            return
        self._timer.start()
        act()

    def drop(self) -> None:
        """Do nothing of what was asked."""
        self._last = None

    def _end_frame(self) -> None:
        last, self._last = self._last, None
        if last is not None:
            self.ask(last)
