# SPDX-License-Identifier: GPL-3.0-or-later
"""The line above the results: what the site is, how much of it the data cover, what it touches, what is near."""

from __future__ import annotations

import html

from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QFont, QFontMetrics, QResizeEvent
from qgis.PyQt.QtWidgets import QLabel, QWidget

from ...bridge.i18n import tr
from ..colours import LOUD
from ..words import tooltip_text
from .assessment_presenter import Summary

_LONGEST_NAME = 24
_LEAST_NEAR = 16
"""Characters of the nearest unit that are worth their place."""
_GAP = " · "
_HOLDING = "\u00a0"
"""A space at which no line ends."""


class SummaryLine(QLabel):
    """One line where there is room for it. Only what is merely near is shortened or left to its row below; the tooltip has everything in full."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._summary: Summary | None = None

    def show_summary(self, summary: Summary | None) -> None:
        """Show another site's; None shows nothing."""
        self._summary = summary
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        one = self._summary
        if one is None:
            self.clear()
            self.setToolTip("")
            return
        site = (
            one.site
            if len(one.site) <= 2 * _LONGEST_NAME
            else f"{one.site[:_LONGEST_NAME]}…{one.site[-_LONGEST_NAME:]}"
        )
        coverage = tr("coverage {share}").format(share=one.coverage)
        loud = tr("NOT COVERED {share}").format(share=one.uncovered) if one.uncovered else ""
        edges = tr("edge contacts {count}").format(count=one.edge_count)
        near = tr("nearest unit not met: {unit}").format(unit=one.near) if one.near else ""
        held = coverage.replace(one.coverage, one.coverage.replace(" ", _HOLDING))  # "100 %" stays together
        said = [html.escape(site), html.escape(held)]
        if loud:
            # White on orange-red, whatever the theme: no colour of letters is loud on every ground.
            plaque = f"background-color:{LOUD}; color:#ffffff"
            whole = html.escape(loud).replace(" ", _HOLDING)
            said.append(f"<b style='{plaque}'>{_HOLDING}{whole}{_HOLDING}</b>")
        said.append(html.escape(edges))
        if near:
            bold = QFont(self.font())
            bold.setBold(True)
            firm = _GAP.join(part for part in (site, coverage, edges, "") if part) + _GAP
            taken = self.fontMetrics().horizontalAdvance(firm)
            if loud:
                taken += QFontMetrics(bold).horizontalAdvance(f" {loud} {_GAP}")
            room = self.width() - taken - 8
            if room > _LEAST_NEAR * self.fontMetrics().averageCharWidth():  # else it is in the rows below alone
                said.append(html.escape(self.fontMetrics().elidedText(near, Qt.TextElideMode.ElideMiddle, room)))
        text = _GAP.join(said)
        if text != self.text():
            self.setText(text)
        self.setToolTip(tooltip_text("\n".join(part for part in (one.site, coverage, loud, edges, near) if part)))
