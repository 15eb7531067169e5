# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined,union-attr,override"
"""The map tools that draw a site, and the belt that lends the map to one of them and gives it back."""

from __future__ import annotations

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand, QgsSnapIndicator
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import QAction, QStackedWidget, QWidget

from ...core.terms import SiteKind
from .bands import BAND, FILL, FINISHING, LINE, crs_text
from .move_tool import MoveTool
from .sketch import Sketch, outline, started_again, with_vertex, without_last


class SketchTool(QgsMapTool):
    """Turns clicks into a Sketch: left click adds a vertex; right click, double click or Enter finishes; Ctrl+Z takes back.

    Vertices are in the reference system of the map and follow the snapping the person has set in QGIS.
    """

    drawn = pyqtSignal(object)
    """A finished Sketch."""
    changed = pyqtSignal(object)
    """The Sketch after every gesture."""
    followed = pyqtSignal(object)
    """The Sketch as it shows: with the vertex the mouse would add, while it is on the map."""
    left = pyqtSignal()
    """Esc: the person wants out."""

    def __init__(self, canvas: QgsMapCanvas, kind: SiteKind) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.sketch = Sketch(kind)
        self._band: QgsRubberBand | None = None
        self._snapped: QgsSnapIndicator | None = None
        self._is_after_double_click = False
        self.setCursor(Qt.CursorShape.CrossCursor)

    def flags(self) -> QgsMapTool.Flags:
        """Right click is ours, and so no menu of the canvas appears."""
        return QgsMapTool.Flags()

    def activate(self) -> None:
        """Take the map's keys, and show what is drawn."""
        super().activate()
        self._band = QgsRubberBand(self._canvas, BAND[self.sketch.kind])
        self._band.setStrokeColor(QColor(LINE))
        self._band.setFillColor(QColor(FILL))
        self._band.setWidth(2)
        self._snapped = QgsSnapIndicator(self._canvas)
        self._canvas.installEventFilter(self)
        self._canvas.viewport().installEventFilter(self)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(self.sketch)

    def deactivate(self) -> None:
        """Leave nothing on the map."""
        self._canvas.removeEventFilter(self)
        self._canvas.viewport().removeEventFilter(self)
        self._snapped = None
        if self._band is not None:
            self._canvas.scene().removeItem(self._band)
            self._band = None
        self.sketch = started_again(self.sketch)
        super().deactivate()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Show where the next vertex would come."""
        point = event.snapPoint()
        if self._snapped is not None:
            self._snapped.setMatch(event.mapPointMatch())
        self._show(point)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Add a vertex (left), or finish (right)."""
        if self._is_after_double_click:  # the release that belongs to the double click
            self._is_after_double_click = False
            return
        if event.button() == Qt.MouseButton.RightButton:
            self.finish()
        elif event.button() == Qt.MouseButton.LeftButton:
            point = event.snapPoint()
            self._take(with_vertex(self.sketch, (point.x(), point.y())))
            if self.sketch.is_finished_by_itself:
                self.finish()

    def canvasDoubleClickEvent(self, event: QgsMapMouseEvent) -> None:
        """Finish; the first of the two clicks has added the vertex."""
        self._is_after_double_click = True
        self.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter finishes, Ctrl+Z or Backspace takes the last vertex back, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in FINISHING:
            self.finish()
        elif event.matches(QKeySequence.StandardKey.Undo) or event.key() == Qt.Key.Key_Backspace:
            self._take(without_last(self.sketch))
        else:
            event.ignore()
            return
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim our keys before QGIS's own shortcuts see them: Ctrl+Z there would undo the person's edits.

        And forget the vertex under the mouse when it leaves the map.
        """
        if event.type() == QEvent.Type.Leave and watched is self._canvas.viewport():
            self._show(None)
        if event.type() == QEvent.Type.ShortcutOverride:
            is_ours = event.key() in (*FINISHING, Qt.Key.Key_Escape, Qt.Key.Key_Backspace)
            if is_ours or event.matches(QKeySequence.StandardKey.Undo):
                event.accept()
                return True
        return False

    def finish(self) -> None:
        """Hand the sketch over when it has vertices enough; otherwise keep drawing."""
        if self.sketch.can_be_finished:
            finished = self.sketch
            self._take(started_again(finished))
            self.drawn.emit(finished)

    def _take(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self._show(None)
        self.changed.emit(sketch)

    def _show(self, cursor: QgsPointXY | None) -> None:
        if self._band is None:
            return
        points = outline(self.sketch, (cursor.x(), cursor.y()) if cursor is not None else None)
        self.followed.emit(Sketch(self.sketch.kind, points))
        self._band.reset(BAND[self.sketch.kind])
        if self.sketch.vertices:
            for place, (x, y) in enumerate(points, 1):
                self._band.addPoint(QgsPointXY(x, y), place == len(points))  # drawn once, with the last one


class SiteTools(QObject):
    """The tools of one canvas that draw a site or move it. While one of them has the map, the tool before it is remembered."""

    drawn = pyqtSignal(object, str)
    """A finished Sketch and the reference system of its vertices ("EPSG:n" or WKT)."""
    changed = pyqtSignal(object)
    """The Sketch in hand after every gesture, None when no tool of ours has the map."""
    followed = pyqtSignal(object, str)
    """The Sketch as it shows, with the vertex the mouse would add, and the reference system of its vertices."""

    def __init__(self, canvas: QgsMapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._before: QgsMapTool | None = None
        self.tools = {kind: SketchTool(canvas, kind) for kind in SiteKind}
        for tool in self.tools.values():
            tool.drawn.connect(self._hand_over)
            tool.changed.connect(self.changed)
            tool.followed.connect(lambda sketch: self.followed.emit(sketch, self._crs()))
            tool.left.connect(self.leave)
        self.move = MoveTool(canvas)
        self.move.left.connect(self.leave)
        self._all: tuple[QgsMapTool, ...] = (*self.tools.values(), self.move)
        canvas.mapToolSet.connect(self._remember)

    def bind(self, kind: SiteKind, action: QAction) -> None:
        """Let a checkable action start a drawing tool, and show whether it has the map."""
        self._bind(self.tools[kind], action)

    def bind_move(self, action: QAction) -> None:
        """The same for the tool that moves the site."""
        self._bind(self.move, action)

    def _bind(self, tool: QgsMapTool, action: QAction) -> None:
        action.setCheckable(True)
        tool.setAction(action)
        action.triggered.connect(lambda: self._take_up(tool))

    def _take_up(self, tool: QgsMapTool) -> None:
        """Give the map to one of the tools, and bring it forward."""
        self.show_map()
        if self._canvas.mapTool() is tool:
            tool.action().setChecked(True)
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._canvas.setMapTool(tool)

    def show_map(self) -> None:
        """Bring the map forward where QGIS's welcome page lies over it (a stack of two; the project is not touched)."""
        page: QWidget = self._canvas
        while isinstance(page.parent(), QWidget):
            holder = page.parentWidget()
            if isinstance(holder, QStackedWidget):
                holder.setCurrentWidget(page)
            page = holder

    @property
    def is_in_use(self) -> bool:
        """Whether one of the tools has the map."""
        return self._canvas.mapTool() in self._all

    def leave(self) -> None:
        """Give the map back to the tool that had it before ours."""
        if not self.is_in_use:
            return
        before = self._before
        if before is not None and not sip.isdeleted(before):
            self._canvas.setMapTool(before)
        else:
            self._canvas.unsetMapTool(self._canvas.mapTool())

    def unload(self) -> None:
        """Give the map back and leave no connection to the canvas."""
        self.leave()
        self._canvas.mapToolSet.disconnect(self._remember)
        for tool in self._all:
            tool.setAction(None)
            tool.deleteLater()

    def _remember(self, new: QgsMapTool | None, old: QgsMapTool | None = None) -> None:
        ours = self._all
        if new in ours and old not in ours:
            self._before = old
        elif new not in ours:
            self._before = None
            self.changed.emit(None)

    def _hand_over(self, sketch: Sketch) -> None:
        self.drawn.emit(sketch, self._crs())

    def _crs(self) -> str:
        return crs_text(self._canvas.mapSettings().destinationCrs())
