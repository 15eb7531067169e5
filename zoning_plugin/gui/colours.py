# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours of the dock: the map's class patches, and tints that keep their contrast on light and dark grounds."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from qgis.PyQt.QtCore import QRect, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QPainter, QPalette, QPen
from qgis.PyQt.QtWidgets import QApplication, QWidget

from ..bridge.symbols import brush_of, style_of_class
from ..core.office_rules import Colours
from ..core.terms import UnitClass
from .words import class_letter

BLUE: Final = "#2f7dd1"
AMBER: Final = "#e3a600"
RED: Final = "#d64545"
LOUD: Final = "#c2410c"
"""Orange-red of what nobody may overlook; white letters on it can be read (5.2 to 1), whatever the theme around it."""
GREEN: Final = "#2f9e52"
VIOLET: Final = "#8a5fbf"
GREY: Final = "#8c8c8c"

_READABLE: Final = 4.5
"""Least contrast of text to its ground (WCAG 2 AA)."""


_decided: list[Colours] = [()]
"""Colours of the release that is open in the panel, of which there is one."""


def use_class_colours(colours: Colours) -> None:
    """Paint classes in the panel in the colours of the release that is open; none: the national ones."""
    _decided[0] = colours


def class_colour(unit_class: UnitClass) -> QColor:
    """The full colour of a class: of its bar and of its share."""
    style = style_of_class(unit_class, _decided[0])
    return QColor(style.hatch.line if style.hatch else style.line)


def paint_class(painter: QPainter, place: QRect, unit_class: UnitClass, *, is_firm: bool, ink: QColor) -> None:
    """A patch as on the map (ground, hatch, letter) with a bar in the full colour at its left.

    Hollow and dashed, with the letter in ``ink``, where the unit is not firmly met. Draws in the painter's font, bold.
    """
    style = style_of_class(unit_class, _decided[0])
    full = class_colour(unit_class)
    painter.save()
    if is_firm:
        painter.fillRect(place, QColor(style.fill))
        if style.hatch:
            painter.fillRect(place, QBrush(QColor(style.hatch.line), brush_of(style.hatch)))
        painter.fillRect(QRect(place.left(), place.top(), 5, place.height()), QColor(style.line))
    else:
        painter.setPen(QPen(full, 2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(1, 1, -1, -1))
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    letter = class_letter(unit_class)
    patch = place.adjusted(5 if is_firm else 0, 0, 0, 0)
    if is_firm:  # the letter on a clear spot: hatching behind it costs legibility
        side = painter.fontMetrics().height()
        spot = QRect(0, 0, min(side, patch.width() - 2), side)
        spot.moveCenter(patch.center())
        painter.fillRect(spot.intersected(patch), QColor(style.fill))
    painter.setPen(QColor(style.line) if is_firm else ink)
    painter.drawText(patch, int(Qt.AlignmentFlag.AlignCenter), letter)
    painter.restore()


def ink_of(widget: QWidget) -> QColor:
    """The colour of text on ``widget`` as it is really drawn: a theme's style sheet speaks only to polished widgets."""
    widget.ensurePolished()
    return widget.palette().color(
        QPalette.ColorGroup.Active, widget.foregroundRole()
    )  # also of what is disabled just now


def ground_of(widget: QWidget) -> QColor:
    """The ground that ``widget`` is drawn on: a theme may make every widget transparent but the outermost."""
    holder: QWidget | None = widget
    while holder is not None:
        holder.ensurePolished()
        ground = holder.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.Window)
        if ground.alpha() == 255:
            return ground
        holder = holder.parentWidget()
    return QApplication.palette().color(QPalette.ColorRole.Window)


def mixed(ground: QColor, colour: QColor | str, share: float) -> QColor:
    """``ground`` with ``share`` (0 to 1) of ``colour`` in it."""
    other = QColor(colour)
    return QColor(*(round(a + (b - a) * share) for a, b in zip(_parts(ground), _parts(other), strict=True)))


def tinted(ground: QColor, colour: QColor | str, share: float, ink: QColor) -> QColor:
    """``ground`` with up to ``share`` of ``colour`` in it: less where ``ink`` could not be read on it any more (4.5 to 1)."""
    tint = mixed(ground, colour, share)
    while share > 0 and contrast(ink, tint) < _READABLE:
        share = max(share - 0.02, 0.0)
        tint = mixed(ground, colour, share)
    return tint


def readable(colour: QColor | str, ground: QColor, text: QColor) -> QColor:
    """The nearest shade of ``colour`` with a contrast of 4.5 to 1 to ``ground`` (WCAG 2 AA); ``text`` where there is none.

    Lighter or darker but of the same hue, and as it moves away of fuller colour: a warning stays red on a dark ground.
    """
    shade = _readable(QColor(colour).rgb(), ground.rgb())
    return text if shade is None else QColor.fromRgb(shade)


@lru_cache(maxsize=256)  # asked several times for every row that is painted, and of few colours
def _readable(colour: int, on: int) -> int | None:
    shade, ground = QColor.fromRgb(colour), QColor.fromRgb(on)
    step = 0.02 if contrast(QColor("#ffffff"), ground) > contrast(QColor("#000000"), ground) else -0.02
    hue, saturation, lightness, _ = shade.getHslF()
    is_grey = saturation < 0.15
    while contrast(shade, ground) < _READABLE:
        lightness += step
        if not 0.0 <= lightness <= 1.0:
            return None
        saturation = saturation if is_grey else min(saturation + abs(step), 1.0)
        shade = QColor.fromHslF(max(hue, 0.0), saturation, lightness)
    return int(shade.rgb())


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def text_on(ground: QColor | str) -> QColor:
    """Black or white, whichever reads better on ``ground``."""
    black, white = QColor("#1d1d1d"), QColor("#ffffff")
    return black if contrast(black, QColor(ground)) >= contrast(white, QColor(ground)) else white


def _luminance(colour: QColor) -> float:
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
              for part in (value / 255 for value in _parts(colour))]  # fmt: skip
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parts(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
