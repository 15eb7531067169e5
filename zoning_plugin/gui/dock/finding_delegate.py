# SPDX-License-Identifier: GPL-3.0-or-later
"""How a row of what lies at the site is drawn: class bar, letter and hatch, two lines of text, a bar for the share."""

from __future__ import annotations

from qgis.PyQt.QtCore import QModelIndex, QRect, QSize, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QFont, QPainter, QPalette, QPen
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ...core.terms import Relation, ZoneState
from ..colours import AMBER, GREY, LOUD, RED, VIOLET, class_colour, mixed, paint_class, readable
from ..icons import picture
from ..words import share_text
from .finding_rows import ROW, FindingRow, GapRow, NearestRow, UnitRow, ZoneRow

_PAD = 3

_STATE = {
    ZoneState.HIT: ("look-incomplete", RED),
    ZoneState.EDGE: ("look-incomplete", AMBER),
    ZoneState.CLEAR: ("look-nothing", GREY),
    ZoneState.NO_DATA: ("look-no-data", VIOLET),
    ZoneState.FAILED: ("look-error", RED),
}


class FindingDelegate(QStyledItemDelegate):
    """Draws UnitRow, GapRow, NearestRow and ZoneRow."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Two lines for a unit or a gap, one for a theme."""
        lines = 1 if isinstance(index.data(ROW), (NearestRow, ZoneRow)) else 2
        return QSize(200, lines * option.fontMetrics.height() + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw one row."""
        row: FindingRow = index.data(ROW)
        item = QStyleOptionViewItem(option)
        self.initStyleOption(item, index)
        item.text = ""
        style = item.widget.style() if item.widget else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, item, painter, item.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, (NearestRow, ZoneRow)):
            self._paint_zone(painter, item, row)
        else:
            self._paint_unit(painter, item, row)
        painter.setPen(QPen(mixed(item.palette.base().color(), item.palette.text().color(), 0.12), 1))
        painter.drawLine(item.rect.bottomLeft(), item.rect.bottomRight())
        painter.restore()

    def _paint_unit(self, painter: QPainter, item: QStyleOptionViewItem, row: UnitRow | GapRow) -> None:
        ink, muted = _inks(item)
        line = item.fontMetrics.height()
        side = _badge_width(item)
        body = item.rect.adjusted(0, _PAD, -_PAD, -_PAD)
        badge = QRect(body.left() + 3, item.rect.top() + 3, side, item.rect.height() - 7)
        if isinstance(row, UnitRow):
            is_firm = row.finding.piece.relation in (Relation.INSIDE, Relation.OVERLAP)
            painter.setFont(item.font)
            paint_class(painter, badge, row.finding.unit.unit_class, is_firm=is_firm, ink=ink)
            colour = class_colour(row.finding.unit.unit_class)
            code = row.finding.unit.code
        else:
            painter.setPen(QPen(QColor(VIOLET), 1, Qt.PenStyle.DashLine))
            painter.setBrush(QBrush(QColor(VIOLET), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(badge)
            is_firm, colour, code = True, QColor(VIOLET), ""
        text = body.adjusted(side + 10, 0, 0, 0)
        first = QRect(text.left(), text.top(), text.width(), line)
        second = QRect(text.left(), text.top() + line, text.width(), line)
        painter.setFont(item.font)
        code_width = item.fontMetrics.horizontalAdvance(code) + 8 if code else 0
        painter.setPen(muted)
        painter.drawText(first, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), code)
        painter.setPen(readable(LOUD, _ground(item), ink) if isinstance(row, GapRow) else ink)
        painter.setFont(_bold(item.font) if is_firm else item.font)
        _elided(painter, first.adjusted(0, 0, -code_width, 0), row.title)
        painter.setFont(item.font)
        if row.share is not None:
            second.setRight(self._paint_share(painter, item, second, row.share, colour) - 8)
        painter.setPen(muted if isinstance(row, UnitRow) else ink)
        _elided(painter, second, row.detail)

    @staticmethod
    def _paint_share(painter: QPainter, item: QStyleOptionViewItem, place: QRect, share: float, colour: QColor) -> int:
        """The share as number and bar at the right end of ``place``; gives where they begin."""
        ink, muted = _inks(item)
        width = 4 * item.fontMetrics.height()
        bar = QRect(place.right() - width, place.center().y() - 3, width, 8)
        painter.setPen(QPen(muted, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar)
        painter.fillRect(bar.adjusted(1, 1, -round((1 - min(share, 1.0)) * (width - 1)), 0), colour)
        text = share_text(share)
        number = QRect(place.left(), place.top(), bar.left() - 6 - place.left(), place.height())
        painter.setPen(ink)
        painter.drawText(number, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        return number.right() - item.fontMetrics.horizontalAdvance(text)

    @staticmethod
    def _paint_zone(painter: QPainter, item: QStyleOptionViewItem, row: NearestRow | ZoneRow) -> None:
        ink, muted = _inks(item)
        name, colour = _STATE[row.state]
        body = item.rect.adjusted(0, _PAD, -_PAD, -_PAD)
        width = _badge_width(item)
        side = min(width - 4, body.height())
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(body.left() + 5, body.center().y() - side // 2 + 1, picture(name, side, ink, ratio))
        text = body.adjusted(width + 10, 0, 0, 0)
        title = item.fontMetrics.elidedText(row.title, Qt.TextElideMode.ElideRight, text.width() // 2)
        painter.setPen(ink)
        painter.drawText(text, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), title)
        rest = text.adjusted(item.fontMetrics.horizontalAdvance(title) + 10, 0, 0, 0)
        ground = _ground(item)
        painter.setPen(muted if row.state is ZoneState.CLEAR else readable(colour, ground, ink))
        painter.setFont(item.font if row.state is ZoneState.CLEAR else _bold(item.font))
        _elided(painter, rest, row.detail)


def _badge_width(item: QStyleOptionViewItem) -> int:
    return item.fontMetrics.height() + 6


def _inks(item: QStyleOptionViewItem) -> tuple[QColor, QColor]:
    """Colours of strong and of muted text on the row's ground."""
    ground = _ground(item)
    ink = item.palette.color(QPalette.ColorRole.HighlightedText if _is_selected(item) else QPalette.ColorRole.Text)
    return ink, readable(mixed(ink, ground, 0.4), ground, ink)


def _is_selected(item: QStyleOptionViewItem) -> bool:
    return bool(item.state & QStyle.StateFlag.State_Selected)


def _ground(item: QStyleOptionViewItem) -> QColor:
    return item.palette.color(QPalette.ColorRole.Highlight if _is_selected(item) else QPalette.ColorRole.Base)


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold


def _elided(painter: QPainter, place: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
