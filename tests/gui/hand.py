# SPDX-License-Identifier: GPL-3.0-or-later
"""A hand on the map of a test: moves, clicks, presses and drags, in metres of the county."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QPoint, QSize, Qt
from qgis.PyQt.QtGui import QMouseEvent, QResizeEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from tests.gui.county import WEST, box
from zoning_plugin.core.site import Site
from zoning_plugin.gui.dock.composition import Panel
from zoning_plugin.gui.dock.finding_rows import ROW, UnitRow

SIDE = 600
"""Pixels of the map each way; it shows six kilometres: one of them is 100 pixels."""
NONE, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton


def show_county(canvas: QgsMapCanvas) -> None:
    """The county on a map that is never shown on a screen."""
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    canvas.resize(SIDE, SIDE)
    canvas.viewport().resize(SIDE, SIDE)
    QApplication.sendEvent(canvas.viewport(), QResizeEvent(QSize(SIDE, SIDE), QSize()))  # nobody tells a hidden widget
    canvas.setExtent(QgsRectangle(*box(-1000, -1000, 5000, 5000).bounds))
    assert 0.8 < canvas.mapUnitsPerPixel() * 1e5 / 10 < 1.25


class Hand:
    """What a person does on the map, and what of the site in the making the panel shows then."""

    def __init__(self, panel: Panel, canvas: QgsMapCanvas) -> None:
        self.panel, self.canvas = panel, canvas

    def spot(self, x: float, y: float) -> QPoint:
        """The pixel of a place."""
        pixel = self.canvas.getCoordinateTransform().transform(WEST + x * 1e-5, 23.0 + y * 1e-5)
        return QPoint(round(pixel.x()), round(pixel.y()))

    def hover(self, x: float, y: float) -> None:
        self._send(QEvent.Type.MouseMove, x, y, NONE, NONE)

    def click(self, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
        self.hover(x, y)
        QTest.mouseClick(self.canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, self.spot(x, y))

    def press(self, x: float, y: float) -> None:
        self.hover(x, y)
        self._send(QEvent.Type.MouseButtonPress, x, y, LEFT, LEFT)

    def drag(self, x: float, y: float) -> None:
        self._send(QEvent.Type.MouseMove, x, y, NONE, LEFT)

    def release(self, x: float, y: float) -> None:
        self._send(QEvent.Type.MouseButtonRelease, x, y, LEFT, NONE)

    def move(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.press(*start)
        self.drag(*end)
        self.release(*end)

    def leave(self) -> None:
        """Off the map."""
        QApplication.sendEvent(self.canvas.viewport(), QEvent(QEvent.Type.Leave))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.canvas, key, modifier)

    @property
    def shown(self) -> list[str]:
        """Codes in the preview, "gap" for what is uncovered; none while it does not show."""
        pane = self.panel.page.preview
        rows = [pane.rows.index(row).data(ROW) for row in range(pane.rows.rowCount())] if pane.isVisible() else []
        return sorted(row.finding.unit.code if isinstance(row, UnitRow) else "gap" for row in rows)

    @property
    def site(self) -> Site:
        """The site that is assessed."""
        found = self.panel.assessment.assessment
        assert found is not None
        return found.site

    def _send(self, kind: QEvent.Type, x: float, y: float, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        event = QMouseEvent(kind, self.spot(x, y), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.canvas.viewport(), event)
