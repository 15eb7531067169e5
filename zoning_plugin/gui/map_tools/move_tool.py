# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined,union-attr,override"
"""The map tool that takes the site in hand and puts it elsewhere, whole or by one vertex."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from qgis.core import QgsGeometry, QgsPointLocator, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand, QgsSnapIndicator
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import QApplication

from ...core import geometry
from ...core.errors import SiteUnusable
from ...core.site import Site
from ...core.terms import SiteKind
from .bands import BAND, FILL, FINISHING, LINE, crs_text
from .moving import Grip, Movable, grip, movable, moved
from .sketch import Vertex

_REACH_PIXELS: Final = 8
_ABOVE_RESULTS: Final = 10
"""What can be taken hold of is seen, whatever was drawn after it."""
_MOST_MARKED: Final = 500
"""Vertices that are marked on the map; of more nobody could tell one from the next."""


class MoveTool(QgsMapTool):
    """Press on the site and drag: a vertex where one is near, else the whole. The release of the button or Enter puts it down.

    Esc puts it back while it is held, and leaves the tool otherwise; Ctrl+Z takes the last move back. A vertex follows the snapping
    the person has set in QGIS.
    """

    taken_up = pyqtSignal()
    """The tool has the map now."""
    held = pyqtSignal(object)
    """The Movable where the hand has it; None when nothing is held any more."""
    put_down = pyqtSignal(object)
    """A Movable that was put elsewhere."""
    taken_back = pyqtSignal(object)
    """The Site as it was before the last move."""
    left = pyqtSignal()
    """Esc: the person wants out."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._site: Site | None = None
        self._before: list[Site] = []
        self._is_own = False
        self._on_map: Movable | None = None
        self._pressed: QPoint | None = None
        self._grip: Grip | None = None
        self._in_hand: Movable | None = None
        self._bands: list[QgsRubberBand] = []
        self._snapped: QgsSnapIndicator | None = None

    @property
    def site(self) -> Site | None:
        """The site that can be moved."""
        return self._site

    @property
    def has_the_map(self) -> bool:
        """Whether this is the tool of the map."""
        return self._canvas.mapTool() is self

    def use_site(self, site: Site | None) -> None:
        """Move this one from now on. What came of an own move can be taken back, of another site nothing is known."""
        if not self._is_own:
            self._before = []
        self._site = site
        self._put_on_map()

    def flags(self) -> QgsMapTool.Flags:
        """No menu of the canvas, and no zoom by the same drag."""
        return QgsMapTool.Flags()

    def activate(self) -> None:
        """Take the map's keys, and show what can be held."""
        super().activate()
        self._snapped = QgsSnapIndicator(self._canvas)
        self._canvas.installEventFilter(self)
        self._canvas.destinationCrsChanged.connect(self._put_on_map)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._put_on_map()
        self.taken_up.emit()

    def deactivate(self) -> None:
        """Put back what is held, and leave nothing on the map."""
        self._let_go()
        self._canvas.destinationCrsChanged.disconnect(self._put_on_map)
        self._canvas.removeEventFilter(self)
        self._snapped = None
        self._clear_bands()
        self._on_map = None
        super().deactivate()

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """Take hold (left)."""
        if event.button() == Qt.MouseButton.LeftButton and self._on_map is not None:
            self._pressed = event.pos()
            self._grip = grip(self._on_map, _place(event.originalMapPoint()), self._reach)
            if self._grip is not None:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Follow the hand, or say by the cursor what it would get hold of."""
        if self._on_map is None:
            return
        if self._grip is None or self._pressed is None:
            self._point(grip(self._on_map, _place(event.originalMapPoint()), self._reach))
            return
        is_drag = (event.pos() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._in_hand is None and not is_drag:
            return  # a hand that trembles moves nothing
        if self._grip.is_vertex:
            to = _place(event.snapPoint())
            self._snapped.setMatch(event.mapPointMatch())
        else:
            to = _place(event.originalMapPoint())
        self._in_hand = moved(self._on_map, self._grip, to)
        if self._grip.is_vertex:
            self._draw(self._in_hand)
        else:
            for band in self._bands:
                band.setTranslationOffset(to[0] - self._grip.at[0], to[1] - self._grip.at[1])
        self.held.emit(self._in_hand)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Put it down (left)."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._put_down()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter puts down, Esc and Ctrl+Z put back what is held; else Ctrl+Z takes the last move back and Esc leaves."""
        is_undo = event.matches(QKeySequence.StandardKey.Undo)
        if event.key() in FINISHING:
            self._put_down()
        elif self._grip is not None and (is_undo or event.key() == Qt.Key.Key_Escape):
            self._let_go()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif is_undo:
            self._take_back()
        else:
            event.ignore()
            return
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim our keys before QGIS's own shortcuts see them: Ctrl+Z there would undo the person's edits.

        While a button is down the canvas keeps all keys to itself.
        """
        if event.type() == QEvent.Type.KeyPress and self._grip is not None:
            self.keyPressEvent(event)
            return bool(event.isAccepted())
        if event.type() == QEvent.Type.ShortcutOverride:
            is_ours = event.key() in (*FINISHING, Qt.Key.Key_Escape)
            if is_ours or event.matches(QKeySequence.StandardKey.Undo):
                event.accept()
                return True
        return False

    def _put_down(self) -> None:
        in_hand, site = self._in_hand, self._site
        self._let_go()
        if in_hand is None or site is None:
            return
        self._before.append(site)
        self._is_own = True
        try:
            self.put_down.emit(in_hand)
        finally:
            self._is_own = False
        if self._site is site:  # it could not be judged there: that was no move
            self._before.pop()

    def _take_back(self) -> None:
        if self._before:
            before = self._before.pop()
            self._is_own = True
            try:
                self.taken_back.emit(before)
            finally:
                self._is_own = False

    def _let_go(self) -> None:
        """Hold nothing; what was held lies where it lay."""
        self._pressed = None
        if self._grip is None:
            return
        self._grip, self._in_hand = None, None
        self._snapped.setMatch(QgsPointLocator.Match())
        self._draw(self._on_map)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.held.emit(None)

    def _put_on_map(self) -> None:
        """Show the site in the map's reference system of now."""
        self._let_go()
        self._clear_bands()  # the next one may be of another kind
        self._on_map = None
        if self._site is not None and self.has_the_map:
            with suppress(SiteUnusable):  # a map that cannot show the place: there is nothing to take hold of
                self._on_map = movable(self._site, crs_text(self._canvas.mapSettings().destinationCrs()))
        self._draw(self._on_map)

    @property
    def _reach(self) -> float:
        return float(self._canvas.mapUnitsPerPixel()) * _REACH_PIXELS

    def _point(self, would_get: Grip | None) -> None:
        if would_get is None:
            self.setCursor(Qt.CursorShape.ArrowCursor)
        else:
            self.setCursor(Qt.CursorShape.CrossCursor if would_get.is_vertex else Qt.CursorShape.OpenHandCursor)

    def _draw(self, shown: Movable | None) -> None:
        """The outline, and the vertices where they can be told apart; drawn anew at every move of a vertex, and so in two bands."""
        if shown is None:
            self._clear_bands()
            return
        if not self._bands:
            self._bands = [self._band(shown.site.kind), self._band(SiteKind.POINT)]
        outline, marks = self._bands
        plots = []
        for _, shape in shown.plots:
            drawn = QgsGeometry()
            drawn.fromWkb(geometry.to_wkb(shape))
            plots.append(drawn)
        points = []
        if shown.site.kind is not SiteKind.POINT and shown.vertex_count <= _MOST_MARKED:
            rings = [ring for _, shape in shown.plots for ring in geometry.vertices(shape)]
            points = [QgsPointXY(*vertex) for ring in rings for vertex in ring]
        for band, what in (
            (outline, QgsGeometry.collectGeometry(plots)),
            (marks, QgsGeometry.fromMultiPointXY(points)),
        ):
            band.setTranslationOffset(0, 0)
            band.setToGeometry(what, None)

    def _band(self, kind: SiteKind) -> QgsRubberBand:
        band = QgsRubberBand(self._canvas, BAND[kind])
        band.setStrokeColor(QColor(LINE))
        band.setFillColor(QColor(FILL if kind is SiteKind.POLYGON else LINE))
        band.setWidth(2)
        band.setIcon(QgsRubberBand.IconType.ICON_FULL_BOX)
        band.setIconSize(8)
        band.setZValue(_ABOVE_RESULTS)
        return band

    def _clear_bands(self) -> None:
        for band in self._bands:
            self._canvas.scene().removeItem(band)
        self._bands = []


def _place(point: QgsPointXY) -> Vertex:
    return point.x(), point.y()
