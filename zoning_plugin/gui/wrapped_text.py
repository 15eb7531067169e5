# SPDX-License-Identifier: GPL-3.0-or-later
"""Text wrapped to a width, with what is bold, coloured and lit in it; for rows that show a clause in full."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPointF
from qgis.PyQt.QtGui import QBrush, QColor, QFont, QTextCharFormat, QTextLayout, QTextOption

from .colours import BLUE, mixed, text_on

Layout = tuple[QTextLayout, float]


def laid_out(text: str, font: QFont, width: int, formats: list[QTextLayout.FormatRange]) -> Layout:
    """``text`` wrapped to ``width`` pixels, and its height. Line breaks of the print are kept."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(formats)
    layout.beginLayout()
    height = 0.0
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height() * 1.08  # a little air: Chinese lines set solid are hard to follow
    layout.endLayout()
    return layout, height


def marked(
    start: int, end: int, *, ink: QColor | None = None, ground: QColor | None = None, weight: int | None = None
) -> QTextLayout.FormatRange:
    """A stretch of text in another colour, on another ground or of another weight."""
    span = QTextLayout.FormatRange()
    span.start, span.length = start, end - start
    form = QTextCharFormat()
    if ink is not None:
        form.setForeground(QBrush(ink))
    if ground is not None:
        form.setBackground(QBrush(ground))
    if weight is not None:
        form.setFontWeight(weight)
    span.format = form
    return span


def matched_range(start: int, end: int, ground: QColor, *, is_near: bool) -> QTextLayout.FormatRange:
    """A stretch of text that comes near the project: on a light ground of its own and underlined, solid where it is near."""
    span = marked(start, end, ground=mixed(ground, BLUE, 0.22 if is_near else 0.10))
    under = QTextCharFormat.UnderlineStyle
    form = QTextCharFormat(span.format)
    form.setUnderlineStyle(under.SingleUnderline if is_near else under.DotLine)
    span.format = form
    return span


def lit_range(start: int, end: int, ground: QColor) -> QTextLayout.FormatRange:
    """A stretch of text lit because it was searched for, on rows of this ground."""
    light = mixed(ground, "#ffc400", 0.55)
    return marked(start, end, ink=text_on(light), ground=light)
