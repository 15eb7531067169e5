# SPDX-License-Identifier: GPL-3.0-or-later
"""Tab goes through a page as it is read, not as its parts happened to be made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QWidget


def set_reading_order(*blocks: QWidget) -> None:
    """Let Tab go through the blocks of one window in this order; inside a block it goes as before."""
    stops = [stop for block in blocks for stop in tab_stops(block)]
    for one, other in pairwise(stops):
        QWidget.setTabOrder(one, other)


def tab_stops(block: QWidget) -> Iterator[QWidget]:
    """What in a block takes the keyboard by Tab, in the order of now, seen or not: the block itself, or what is in it."""
    if _is_stop(block):
        yield block
        return
    one = block.nextInFocusChain()
    while one is not block:
        if block.isAncestorOf(one) and _is_stop(one):
            yield one
        one = one.nextInFocusChain()


def _is_stop(widget: QWidget) -> bool:
    return bool(int(widget.focusPolicy()) & int(Qt.FocusPolicy.TabFocus)) and widget.focusProxy() is None
