# SPDX-License-Identifier: GPL-3.0-or-later
"""Our icons, in the colour of the text around them: right on a light and on a dark ground."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from qgis.PyQt.QtCore import QByteArray, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPixmap
from qgis.PyQt.QtSvg import QSvgRenderer
from qgis.PyQt.QtWidgets import QWidget

from ..places import resources_dir
from .colours import ground_of, ink_of, mixed

INK: Final = "#3c3c3c"
"""The colour that stands for "as the text" in resources/icons/*.svg; every other colour is kept."""

_SIDES: Final = (16, 20, 24, 32, 40, 48, 64, 96)


def icon(name: str, beside: QWidget) -> QIcon:
    """The icon resources/icons/``name``.svg, its ink as the text of the widget it stands on, paler where disabled.

    Raises FileNotFoundError when there is no such icon. Ask again when palette or style change.
    """
    made = QIcon()
    ink = ink_of(beside)
    pale = mixed(ink, ground_of(beside), 0.6)
    for mode, colour in ((QIcon.Mode.Normal, ink), (QIcon.Mode.Disabled, pale)):
        for side in _SIDES:
            made.addPixmap(picture(name, side, colour), mode)
    return made


def picture(name: str, side: int, ink: QColor, ratio: float = 1.0) -> QPixmap:
    """The icon ``name`` as a square of ``side`` logical pixels on a screen with ``ratio`` device pixels to one."""
    drawn = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    svg = _source(name).replace(INK, ink.name())
    painter = QPainter(drawn)
    painter.setOpacity(ink.alphaF())
    QSvgRenderer(QByteArray(svg.encode("utf-8"))).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
