# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined,union-attr"
"""Where the names on a map sheet stand: the same every time, the site's first, none over another.

QGIS's own placement goes through its layers in the order of their memory addresses, so that the same map differs from run to run.
Here places are tried one after the other and the first free one is taken; a name that finds none gives way to a shorter form, and
in the end to nothing. The names are then drawn by QGIS, each at its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsNullSymbolRenderer,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsProperty,
    QgsPropertyCollection,
    QgsRectangle,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QRectF

from . import compat

_POLYGON: Final = QgsWkbTypes.GeometryType.PolygonGeometry
_POINT: Final = QgsWkbTypes.GeometryType.PointGeometry
_LEADING: Final = 1.35
"""Height of a line of CJK text, in units of its size."""
_APART_MM: Final = 0.6
_INSIDE_MM: Final = 1.0
_MM_A_POINT: Final = 25.4 / 72


@dataclass(frozen=True)
class Wish:
    """A name for a shape (in the map's CRS).

    ``forms`` are the name in lines, the best first. ``is_needed``: it is drawn even where it covers others (the site).
    """

    shape: QgsGeometry
    forms: tuple[tuple[str, ...], ...]
    points: float
    colour: str
    is_bold: bool = False
    is_needed: bool = False


@dataclass(frozen=True)
class Placed:
    """A name with the middle of its place, in the map's CRS."""

    wish: Wish
    lines: tuple[str, ...]
    x: float
    y: float


def place(
    wishes: Sequence[Wish],
    extent: QgsRectangle,
    unit_mm: float,
    width_of: Callable[[str, float, bool], float],
    taken: Sequence[QRectF] = (),
) -> list[Placed]:
    """Find places for ``wishes`` inside ``extent``: those that are needed first, then by visible size.

    ``unit_mm`` is how many map units a millimetre of paper is, ``width_of`` measures a line (text, points, bold) in mm, and
    ``taken`` are rectangles in mm from the upper left corner that must stay free.
    """
    occupied = list(taken)
    frame = QRectF(0, 0, extent.width() / unit_mm, extent.height() / unit_mm).adjusted(
        _INSIDE_MM, _INSIDE_MM, -_INSIDE_MM, -_INSIDE_MM
    )
    placed = []
    numbered = [(number, wish, _visible(_whole(wish.shape), extent)) for number, wish in enumerate(wishes)]
    for _, wish, shape in sorted(numbered, key=lambda one: (not one[1].is_needed, -_size(one[2]), one[0])):
        if shape.isEmpty():
            continue
        found = _first_free(wish, shape, extent, unit_mm, width_of, frame, occupied)
        if found is not None:
            name, place_mm = found
            occupied.append(place_mm)
            placed.append(name)
    return placed


def label_layer(placed: Sequence[Placed], crs: Any, form: QgsTextFormat) -> QgsVectorLayer:
    """A layer in memory that draws nothing but the names, in the text format ``form`` but for size, weight and colour."""
    fields = "field=label:string(0)&field=points:double&field=bold:integer&field=colour:string"
    layer = QgsVectorLayer(f"Point?{fields}", "names", "memory")
    layer.setCrs(crs)
    features = []
    for one in placed:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(one.x, one.y)))
        feature.setAttributes(["\n".join(one.lines), one.wish.points, int(one.wish.is_bold), one.wish.colour])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    layer.setRenderer(QgsNullSymbolRenderer())
    settings = QgsPalLayerSettings()
    settings.fieldName = "label"
    settings.isExpression = False
    settings.setFormat(form)
    settings.multilineAlign = QgsPalLayerSettings.MultiLineAlign.MultiCenter
    settings.placement = QgsPalLayerSettings.Placement.OverPoint
    settings.quadOffset = QgsPalLayerSettings.QuadrantPosition.QuadrantOver
    compat.show_all_labels(settings)
    stated = QgsPropertyCollection()
    stated.setProperty(QgsPalLayerSettings.Property.Size, QgsProperty.fromField("points"))
    stated.setProperty(QgsPalLayerSettings.Property.Bold, QgsProperty.fromField("bold"))
    stated.setProperty(QgsPalLayerSettings.Property.Color, QgsProperty.fromField("colour"))
    settings.setDataDefinedProperties(stated)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    return layer


def _first_free(
    wish: Wish,
    shape: QgsGeometry,
    extent: QgsRectangle,
    unit_mm: float,
    width_of: Callable[[str, float, bool], float],
    frame: QRectF,
    occupied: Sequence[QRectF],
) -> tuple[Placed, QRectF] | None:
    covering: list[tuple[Placed, QRectF]] = []
    for lines in wish.forms:
        width = max(width_of(line, wish.points, wish.is_bold) for line in lines)
        height = len(lines) * wish.points * _LEADING * _MM_A_POINT
        areas = []
        for x, y in _places(wish, shape, width * unit_mm, height * unit_mm, unit_mm):
            middle_x, middle_y = (x - extent.xMinimum()) / unit_mm, (extent.yMaximum() - y) / unit_mm
            areas.append(QRectF(middle_x - width / 2, middle_y - height / 2, width, height))
        inside = [area for area in areas if frame.contains(area)]
        for area in inside or ([_moved_into(frame, area) for area in areas] if wish.is_needed else []):
            middle = area.center()
            x, y = extent.xMinimum() + middle.x() * unit_mm, extent.yMaximum() - middle.y() * unit_mm
            grown = area.adjusted(-_APART_MM, -_APART_MM, _APART_MM, _APART_MM)
            if not any(grown.intersects(other) for other in occupied):
                return Placed(wish, lines, x, y), area
            covering.append((Placed(wish, lines, x, y), area))
    return covering[0] if wish.is_needed and covering else None


def _moved_into(frame: QRectF, area: QRectF) -> QRectF:
    moved = QRectF(area)
    moved.moveLeft(min(max(area.left(), frame.left()), frame.right() - area.width()))
    moved.moveTop(min(max(area.top(), frame.top()), frame.bottom() - area.height()))
    return moved


def _places(
    wish: Wish, shape: QgsGeometry, width: float, height: float, unit_mm: float
) -> Iterator[tuple[float, float]]:
    """Middles to be tried, the best first, in map units."""
    box = shape.boundingBox()
    middle, gap = box.center(), 1.2 * unit_mm
    above, below = box.yMaximum() + height / 2 + gap, box.yMinimum() - height / 2 - gap
    left, right = box.xMinimum() - width / 2 - gap, box.xMaximum() + width / 2 + gap
    around = [(middle.x(), above), (middle.x(), below), (right, middle.y()), (left, middle.y())]
    if shape.type() != _POLYGON:
        on_it = shape.nearestPoint(QgsGeometry.fromPointXY(middle)).asPoint()
        if shape.type() != _POINT:
            half = shape.interpolate(shape.length() / 2)
            on_it = half.asPoint() if not half.isNull() else on_it
        lift = height / 2 + 2 * gap
        yield from [(on_it.x(), on_it.y() + lift), (on_it.x(), on_it.y() - lift)]
        yield from around
        return
    largest = max(shape.asGeometryCollection(), key=lambda part: part.area())
    pole = largest.poleOfInaccessibility(max(unit_mm, max(box.width(), box.height()) / 200))[0].asPoint()
    inside = [(pole.x(), pole.y())]
    surface = largest.pointOnSurface()
    if not surface.isNull():
        inside.append((surface.asPoint().x(), surface.asPoint().y()))
    shifted = [
        (x + dx * width / 2, y + dy * height)
        for x, y in inside
        for dx, dy in ((0, 1), (0, -1), (1, 0), (-1, 0))
        if largest.contains(QgsPointXY(x + dx * width / 2, y + dy * height))
    ]
    # The site's own name stands beside it, where it does not hide what the sheet is about.
    yield from [*around, *inside] if wish.is_needed else [*inside, *shifted]


def _whole(shape: QgsGeometry) -> QgsGeometry:
    """A polygon whose outline crosses itself, as thinning leaves some, made valid: or its name would stand in its neighbour."""
    if shape.type() != _POLYGON or shape.isGeosValid():
        return shape
    parts = [one for one in shape.makeValid().asGeometryCollection() if one.type() == _POLYGON]
    return QgsGeometry.collectGeometry(parts) if parts else shape


def _visible(shape: QgsGeometry, extent: QgsRectangle) -> QgsGeometry:
    return shape if extent.contains(shape.boundingBox()) else shape.clipped(extent)


def _size(shape: QgsGeometry) -> float:
    return float(shape.area() if shape.type() == _POLYGON else 0.0)
