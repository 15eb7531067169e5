# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined,union-attr"
"""Results on the person's map, as canvas items only: no layer, project, selection, edit or CRS of theirs is touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsGeometry,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsRubberBand
from qgis.PyQt.QtCore import QRectF, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QImage, QPainter
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ..core import geometry
from ..core.assessment import Assessment
from ..core.geometry import Shape
from ..core.office_rules import stated_colours
from ..core.release import Release
from ..core.terms import Relation
from . import symbols

_UNITS_OPACITY: Final = 0.5
_SETTLING_MS: Final = 60
_LEAST_DEGREES: Final = 0.006
"""What is shown around a point, about 600 m."""
_EDGE_COLOUR: Final = "#e3a600"
_PIXELS_PER_MM: Final = 4.0
_UNDER_LINE_PIXELS: Final = 9


class ResultCanvas:
    """Draws a release's units and an assessment over one map canvas, and takes everything away again.

    Shapes come in EPSG:4490 and are drawn in whatever CRS the canvas has; when that changes they are drawn anew.
    """

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._units: _UnitsItem | None = None
        self._bands: list[QgsRubberBand] = []
        self._assessment: Assessment | None = None
        canvas.destinationCrsChanged.connect(self._draw_again)

    def show_release(self, release: Release) -> None:
        """Draw the units by class under everything else of ours, and bring them into view."""
        self._remove_units()
        if not release.units:
            return
        self._units = _UnitsItem(self._canvas, tuple(_unit_layers(release)))
        self.zoom_to([unit.shape for unit in release.units])

    def show_assessment(self, assessment: Assessment) -> None:
        """Draw the pieces by class, what is not covered, edge contacts and the site, in place of what was drawn."""
        self.clear()
        self._assessment = assessment
        colours = stated_colours(assessment.info)
        for finding in assessment.units:
            if finding.piece.relation in (Relation.INSIDE, Relation.OVERLAP):
                self._draw(finding.piece.shape, symbols.style_of_class(finding.unit.unit_class, colours))
        if assessment.overlay.leaves_gap:
            self._draw(assessment.overlay.uncovered_shape, symbols.palette()["uncovered"])
        self._draw(assessment.site.shape, symbols.palette()["site"])
        for finding in assessment.units:
            if finding.piece.relation is Relation.EDGE:
                self._draw_contact(finding.piece.shape)

    def clear(self) -> None:
        """Take the site and everything of it from the map; the units stay."""
        for band in self._bands:
            self._canvas.scene().removeItem(band)
        self._bands = []
        self._assessment = None

    def flash(self, shapes: Sequence[Shape]) -> None:
        """Let shapes flash once or twice."""
        drawn = [_geometry(shape) for shape in shapes if not geometry.is_empty(shape)]
        if drawn:
            colour = QColor(_EDGE_COLOUR)
            gone = QColor(colour.red(), colour.green(), colour.blue(), 0)
            self._canvas.flashGeometries(drawn, _lonlat(), colour, gone, 2, 350)

    def zoom_to(self, shapes: Sequence[Shape]) -> None:
        """Bring shapes into view with some room around them."""
        boxes = [geometry.bounds(shape) for shape in shapes if not geometry.is_empty(shape)]
        if not boxes:
            return
        box = QgsRectangle(
            min(one[0] for one in boxes),
            min(one[1] for one in boxes),
            max(one[2] for one in boxes),
            max(one[3] for one in boxes),
        )
        grown = max(box.width(), box.height()) * 0.1
        box.grow(max(grown, (_LEAST_DEGREES - max(box.width(), box.height())) / 2))
        target = self._canvas.mapSettings().destinationCrs()
        if target.isValid():
            try:
                transform = QgsCoordinateTransform(_lonlat(), target, QgsProject.instance())
                box = transform.transformBoundingBox(box)
            except QgsCsException:
                return  # the map's CRS cannot show this place: it stays where it is
        self._canvas.setExtent(box)
        self._canvas.refresh()

    def unload(self) -> None:
        """Leave nothing on the canvas, and no connection to it."""
        self.clear()
        self._remove_units()
        self._canvas.destinationCrsChanged.disconnect(self._draw_again)

    def _draw_again(self) -> None:
        if self._assessment is not None:
            self.show_assessment(self._assessment)

    def _remove_units(self) -> None:
        if self._units is not None:
            self._units.close()
            self._canvas.scene().removeItem(self._units)
            self._units = None

    def _draw(self, shape: Shape, style: symbols.Style) -> None:
        drawn = _geometry(shape)
        if drawn.isEmpty():
            return
        band = self._band(drawn)
        band.setStrokeColor(QColor(style.line))
        is_under_line = not style.casing_width and drawn.type() == QgsWkbTypes.GeometryType.LineGeometry
        # A piece of a line lies below the line itself, and must be seen on both sides of it.
        band.setWidth(_UNDER_LINE_PIXELS if is_under_line else max(2, round(style.width * _PIXELS_PER_MM)))
        if style.dash:
            band.setLineStyle(Qt.PenStyle.DashLine)
        if style.casing_width:
            band.setSecondaryStrokeColor(QColor(style.casing))
        if style.hatch:
            band.setFillColor(QColor(style.hatch.line))
            band.setBrushStyle(symbols.brush_of(style.hatch))
        else:
            band.setFillColor(QColor(style.fill))
        band.setToGeometry(drawn, _lonlat())

    def _draw_contact(self, shape: Shape) -> None:
        """Where the site touches a unit, or lies within the touch distance of it: loud, for it is easily overlooked."""
        drawn = _geometry(shape)
        if drawn.isEmpty():
            return
        band = self._band(drawn)
        band.setColor(QColor(_EDGE_COLOUR))
        band.setSecondaryStrokeColor(QColor(Qt.GlobalColor.black))
        band.setWidth(4)
        band.setToGeometry(drawn, _lonlat())

    def _band(self, drawn: QgsGeometry) -> QgsRubberBand:
        band = QgsRubberBand(self._canvas, drawn.type())
        if drawn.type() == QgsWkbTypes.GeometryType.PointGeometry:
            band.setIcon(QgsRubberBand.IconType.ICON_CIRCLE)
            band.setIconSize(12)
        self._bands.append(band)
        return band


class _UnitsItem(QgsMapCanvasItem):
    """The units as a picture over the map, drawn anew in the background whenever the map has moved."""

    def __init__(self, canvas: QgsMapCanvas, layers: tuple[QgsVectorLayer, ...]) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._layers = layers
        self._image: QImage | None = None
        self._extent = QgsRectangle()
        self._job: QgsMapRendererSequentialJob | None = None
        self._waiting = QTimer()
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_SETTLING_MS)
        self._waiting.timeout.connect(self._start)
        # Below rubber bands, above the map's own picture.
        self.setZValue(-1)
        self._signals = (canvas.extentsChanged, canvas.destinationCrsChanged, canvas.rotationChanged)
        for signal in self._signals:
            signal.connect(self._waiting.start)
        self.updatePosition()
        self._waiting.start()

    def close(self) -> None:
        """Stop drawing; the item may be removed afterwards."""
        self._waiting.stop()
        for signal in self._signals:
            signal.disconnect(self._waiting.start)
        self._drop_job()
        self._layers = ()

    def updatePosition(self) -> None:
        """Cover the whole canvas, wherever it is."""
        self.prepareGeometryChange()
        self.setPos(0, 0)

    def boundingRect(self) -> QRectF:
        """The whole canvas."""
        return QRectF(self._canvas.rect())

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem | None = None, _widget: QWidget | None = None
    ) -> None:
        """Put the last picture where its place on the map is now."""
        if self._image is None:
            return
        top_left = self.toCanvasCoordinates(QgsPointXY(self._extent.xMinimum(), self._extent.yMaximum()))
        bottom_right = self.toCanvasCoordinates(QgsPointXY(self._extent.xMaximum(), self._extent.yMinimum()))
        painter.drawImage(QRectF(top_left, bottom_right), self._image)

    def _start(self) -> None:
        self._drop_job()
        settings = QgsMapSettings(self._canvas.mapSettings())
        settings.setLayers(list(self._layers))
        settings.setBackgroundColor(QColor(Qt.GlobalColor.transparent))
        if not settings.hasValidSettings():
            return
        self._job = QgsMapRendererSequentialJob(settings)
        self._job.finished.connect(self._take)
        self._job.start()

    def _take(self) -> None:
        if self._job is None:
            return
        self._image = self._job.renderedImage()
        self._extent = self._job.mapSettings().visibleExtent()
        self._drop_job()
        self.update()

    def _drop_job(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.finished.disconnect(self._take)
            if job.isActive():
                job.cancel()
            job.deleteLater()


def _unit_layers(release: Release) -> Iterator[QgsVectorLayer]:
    """One layer in memory for every class, with the symbols of the map sheets; in no project."""
    ordered = sorted(release.units, key=lambda unit: unit.unit_class.value)
    for unit_class, units in groupby(ordered, key=lambda unit: unit.unit_class):
        style = symbols.style_of_class(unit_class, stated_colours(release.info))
        layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4490", unit_class.value, "memory")
        layer.dataProvider().addFeatures(list(_features(unit.shape for unit in units)))
        layer.updateExtents()
        layer.setRenderer(QgsSingleSymbolRenderer(symbols.symbol(style, QgsWkbTypes.GeometryType.PolygonGeometry)))
        layer.setOpacity(_UNITS_OPACITY)
        yield layer


def _features(shapes: Iterable[Shape]) -> Iterator[QgsFeature]:
    for shape in shapes:
        feature = QgsFeature()
        drawn = _geometry(shape)
        drawn.convertToMultiType()
        feature.setGeometry(drawn)
        yield feature


def _geometry(shape: Shape) -> QgsGeometry:
    made = QgsGeometry()
    if not geometry.is_empty(shape):
        made.fromWkb(geometry.to_wkb(shape))
    return made


def view_bounds(canvas: QgsMapCanvas) -> tuple[float, float, float, float] | None:
    """What the map shows, as west, south, east, north in EPSG:4490; None where its system or place cannot be brought there."""
    settings = canvas.mapSettings()
    transform = QgsCoordinateTransform(settings.destinationCrs(), _lonlat(), settings.transformContext())
    if not settings.destinationCrs().isValid():
        return None
    try:
        box = transform.transformBoundingBox(settings.visibleExtent())
    except QgsCsException:
        return None
    return (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()) if box.isFinite() else None


def _lonlat() -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem("EPSG:4490")
