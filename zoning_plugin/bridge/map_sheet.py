# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined,union-attr"
"""A map sheet as a print layout: one A4 page of vectors with legend, scale bar, north arrow and degrees along the frame."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLabelingEngineSettings,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLayoutItemMarker,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemPolygon,
    QgsLayoutItemPolyline,
    QgsLayoutItemScaleBar,
    QgsLayoutMeasurement,
    QgsLayoutPoint,
    QgsLayoutRenderContext,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QPolygonF, QTextLayout, QTextOption

from ..core.errors import SiteUnusable
from ..places import resources_dir
from ..report.printable import MapCategory, MapSheet
from . import compat, map_labels, symbols
from .fonts import Typeface, printable

ELLIPSOID: Final = "EPSG:1024"
"""CGCS2000. (A layout's scale bar of an ellipsoid given by its axes measures NaN; the name "CGCS2000" is silently none.)"""

_MM: Final = QgsUnitTypes.LayoutUnit.LayoutMillimeters
_SIDE_MM: Final = 20.0
_LINE_STEP_MM: Final = 1.8
"""How far names stay from the line of a site."""
_FINEST_MM: Final = 0.1
"""Half the width of an outline."""
_SMALLEST_MM: Final = 0.4
"""Parts and holes smaller than an outline is wide are not drawn: they would only be its colour."""
_FINE_FROM: Final = 150_000
"""From this scale on, outlines are drawn half as wide: many parts lie close together."""
_EDGE_MM: Final = 5.0
"""Room for the degrees along the frame."""
_ARROW_MM: Final = (10.0, 15.0)
_SMALL_SITE_MM: Final = 40.0
_MEASURED_PIXELS: Final = 64
"""Text is measured at this size, whatever the resolution of the screen."""
_PATCH_MM: Final = (8.0, 4.6)
_ROUND: Final = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 8.0, 10.0)
_DEGREES: Final = tuple(value / 3600 for value in (1, 2, 5, 10, 15, 20, 30)) + tuple(
    value / 60 for value in (1, 2, 3, 5, 10, 15, 20, 30)
) + (1.0, 2.0, 5.0)  # fmt: skip
_NEVER_FIRST: Final = "，。、；：！？）】》〉」』〕”’),.;:!?%"
_KINDS: Final = {
    QgsWkbTypes.GeometryType.PolygonGeometry: "MultiPolygon",
    QgsWkbTypes.GeometryType.LineGeometry: "MultiLineString",
    QgsWkbTypes.GeometryType.PointGeometry: "MultiPoint",
}


@dataclass(frozen=True)
class _Frame:
    """A rectangle on the page in mm."""

    x: float
    y: float
    width: float
    height: float


def letters(sheet: MapSheet) -> str:
    """Every class letter that the sheet may show; its printer makes sure that a font has them."""
    return "【】" + "".join(
        symbols.letter_of(symbols.palette(sheet.colours)[one.style], _language(sheet)) for one in sheet.categories
    )


def make_layout(
    sheet: MapSheet, project: QgsProject, typeface: Typeface, *, has_margins: bool = True
) -> QgsPrintLayout:
    """Lay ``sheet`` out in ``project``, which must be empty and the caller's own, and is changed.

    ``has_margins`` keeps room for the header and footer that the printer draws. The scale is the next round one at which
    the whole of ``sheet.extent`` is seen. Labels that find no room are left out; the categories of the legend never are.
    Raises SiteUnusable("crs-unknown") for a CRS that QGIS does not know.
    """
    crs = QgsCoordinateReferenceSystem(sheet.crs)
    if not crs.isValid():
        raise SiteUnusable("crs-unknown", crs=sheet.crs)
    project.setCrs(crs)
    project.setEllipsoid(ELLIPSOID)
    engine = QgsLabelingEngineSettings()
    engine.setDefaultTextRenderFormat(Qgis.TextRenderFormat.AlwaysText)
    engine.setFlag(QgsLabelingEngineSettings.Flag.UsePartialCandidates, False)
    project.setLabelingEngineSettings(engine)

    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(printable(sheet.title))
    layout.renderContext().setTextRenderFormat(Qgis.TextRenderFormat.AlwaysText)
    layout.renderContext().setFlag(QgsLayoutRenderContext.Flag.FlagForceVectorOutput, True)
    layout.renderContext().setFlag(QgsLayoutRenderContext.Flag.FlagAntialiasing, True)
    layout.renderContext().setDpi(300)
    orientation = (
        QgsLayoutItemPage.Orientation.Landscape if sheet.is_landscape else QgsLayoutItemPage.Orientation.Portrait
    )
    page = layout.pageCollection().page(0)
    page.setPageSize("A4", orientation)
    # No paper colour: it would cover the header and the footer that the printer draws.
    paper = QgsFillSymbol.createSimple({"style": "no", "outline_style": "no"})
    layout.pageCollection().setPageStyleSymbol(paper)
    _Sheet(sheet, project, layout, typeface, has_margins).fill()
    # The layout manager makes the project own the layout: both end together.
    project.layoutManager().addLayout(layout)
    return layout


class _Sheet:
    """The items of one sheet being put on their page."""

    def __init__(
        self, sheet: MapSheet, project: QgsProject, layout: QgsPrintLayout, typeface: Typeface, has_margins: bool
    ) -> None:
        self.sheet, self.project, self.layout, self.typeface = sheet, project, layout, typeface
        width, height = (297.0, 210.0) if sheet.is_landscape else (210.0, 297.0)
        top, bottom = (21.0, 17.0) if has_margins else (13.0, 12.0)
        self.page = _Frame(_SIDE_MM, top, width - 2 * _SIDE_MM, height - top - bottom)
        self.category = {one.category: one for one in sheet.categories}
        self.named: list[tuple[QgsGeometry, str, MapCategory]] = []

    def fill(self) -> None:
        """Title, map, and below (or beside it on a landscape page) legend, scale and notes."""
        page = self.page
        title = self._words([self.sheet.title], 15, page.width, is_bold=True)
        self._label(title, _Frame(page.x, page.y, page.width, title.height), Qt.AlignmentFlag.AlignHCenter)
        top = page.y + title.height + 6.0
        notes = self._words(self.sheet.notes, 8, page.width)
        bottom = page.y + page.height - notes.height
        self._label(notes, _Frame(page.x, bottom, page.width, notes.height), Qt.AlignmentFlag.AlignLeft)
        bottom -= 2.0
        if self.sheet.is_landscape:
            self._beside(top, bottom)
        else:
            self._below(top, bottom)

    def _below(self, top: float, bottom: float) -> None:
        page = self.page
        scale = 66.0
        legend = self._legend(page.width - scale, 1 if len(self.sheet.categories) <= 3 else 2)
        strip = max(legend.height, 17.0)
        frame = _Frame(page.x + _EDGE_MM, top, page.width - 2 * _EDGE_MM, bottom - strip - 3.0 - _EDGE_MM - top)
        the_map = self._map(frame)
        self._place_legend(legend, page.x, bottom - strip)
        self._scale(the_map, page.x + page.width - scale, bottom - strip, scale - _EDGE_MM)

    def _beside(self, top: float, bottom: float) -> None:
        page = self.page
        column = 58.0
        frame = _Frame(page.x + _EDGE_MM, top, page.width - column - 2 * _EDGE_MM - 3.0, bottom - _EDGE_MM - top)
        the_map = self._map(frame)
        self._place_legend(self._legend(column, 1), page.x + page.width - column, top)
        self._scale(the_map, page.x + page.width - column, bottom - _EDGE_MM - 14.0, column)

    # --- the map ------------------------------------------------------------------------------------------------------

    def _map(self, frame: _Frame) -> QgsLayoutItemMap:
        the_map = QgsLayoutItemMap(self.layout)
        self.layout.addLayoutItem(the_map)
        the_map.setCrs(self.project.crs())
        the_map.setFrameEnabled(True)
        the_map.setFrameStrokeWidth(QgsLayoutMeasurement(0.3, _MM))
        the_map.setBackgroundColor(QColor(Qt.GlobalColor.white))
        west, south, east, north = self.sheet.extent
        transform = QgsCoordinateTransform(_lonlat(), self.project.crs(), self.project)
        wanted = transform.transformBoundingBox(QgsRectangle(west, south, east, north))
        # setExtent changes the shape of the item instead of the extent; zoomToExtent needs both to begin with.
        size = QgsLayoutSize(frame.width, frame.height, _MM)
        the_map.attemptMove(QgsLayoutPoint(frame.x, frame.y, _MM))
        the_map.attemptResize(size)
        the_map.setExtent(wanted)
        the_map.attemptResize(size)
        the_map.zoomToExtent(wanted)
        the_map.setScale(round_scale(the_map.scale()))
        self._graticule(the_map)
        drawn = list(self._layers(the_map.extent(), the_map.scale()))
        names = self._names(the_map.extent(), the_map.scale() / 1000)
        the_map.setLayers([names, *reversed(drawn)])
        self._north_arrow(the_map, frame)
        return the_map

    def _layers(self, seen: QgsRectangle, scale: float) -> Iterator[QgsVectorLayer]:
        """One layer for every run of features of one category, from the lowest to the highest.

        Shapes are cut a little outside the frame, and thinned to what paper can show.
        """
        millimetre = scale / 1000 / 111_320  # in degrees
        back = QgsCoordinateTransform(self.project.crs(), _lonlat(), self.project)
        window = back.transformBoundingBox(seen)
        window.grow(max(window.width(), window.height()) * 0.03)
        for name, run in groupby(self.sheet.features, key=lambda one: one.category):
            category = self.category[name]
            style = _style(self.sheet, category)
            by_kind: dict[Any, list[QgsGeometry]] = {}
            for feature in run:
                whole = QgsGeometry()
                whole.fromWkb(feature.wkb)
                shape = whole if window.contains(whole.boundingBox()) else whole.clipped(window)
                if not shape.isEmpty():
                    shape = _thinned(shape, millimetre)
                    by_kind.setdefault(shape.type(), []).append(shape)
                    self.named.append((shape, feature.label, category))
            for kind, shapes in by_kind.items():
                layer = self._layer(category, kind, shapes)
                weight = 0.5 if scale > _FINE_FROM else 1.0
                layer.setRenderer(QgsSingleSymbolRenderer(symbols.symbol(style, kind, weight=weight)))
                yield layer

    def _layer(self, category: MapCategory, kind: Any, shapes: Sequence[QgsGeometry]) -> QgsVectorLayer:
        layer = QgsVectorLayer(f"{_KINDS[kind]}?crs=EPSG:4490", printable(category.legend), "memory")
        features = []
        for shape in shapes:
            feature = QgsFeature()
            feature.setGeometry(shape)
            features.append(feature)
        layer.dataProvider().addFeatures(features)
        layer.updateExtents()
        self.project.addMapLayer(layer, False)
        return layer

    def _names(self, seen: QgsRectangle, metres_a_mm: float) -> QgsVectorLayer:
        """The names of what is drawn, above everything."""
        transform = QgsCoordinateTransform(_lonlat(), self.project.crs(), self.project)
        arrow = QRectF(seen.width() / metres_a_mm - _ARROW_MM[0] - 3, 0, _ARROW_MM[0] + 3, _ARROW_MM[1] + 3)
        wishes, free = [], [arrow]
        for shape, label, category in self.named:
            moved = QgsGeometry(shape)
            moved.transform(transform)
            if category.style == "site":
                free += _kept_free(moved, seen, metres_a_mm)
            if not label:
                continue
            is_site = category.style == "site"
            line = _style(self.sheet, category).line
            colour = QColor(line).darker(130).name() if is_site or category.style == "zone" else "#141414"
            points = 8.5 if is_site else 7.5
            wishes.append(map_labels.Wish(moved, self._forms(label, category), points, colour, is_site, is_site))
        placed = map_labels.place(wishes, seen, metres_a_mm, self._width_mm, free)
        halo = QgsTextBufferSettings()
        halo.setEnabled(True)
        halo.setSize(0.7)
        halo.setSizeUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
        halo.setColor(QColor(255, 255, 255, 225))
        form = self._format(7.5)
        form.setBuffer(halo)
        layer = map_labels.label_layer(placed, self.project.crs(), form)
        self.project.addMapLayer(layer, False)
        return layer

    def _forms(self, label: str, category: MapCategory) -> tuple[tuple[str, ...], ...]:
        """The label in lines of about ten characters after the letter of its class; and the letter alone."""
        letter = symbols.letter_of(_style(self.sheet, category), _language(self.sheet))
        text = printable(label)
        lines = -(-_width(text) // 20)
        folded = tuple(_folded(text, 2 * -(-_width(text) // (2 * lines)))) if lines else ()
        return ((f"【{letter}】", *folded), (f"【{letter}】",)) if letter else (folded,)

    def _width_mm(self, text: str, points: float, is_bold: bool) -> float:
        font = QFont(self.typeface.font(points, is_bold=is_bold))
        font.setPixelSize(_MEASURED_PIXELS)
        return QFontMetricsF(font).horizontalAdvance(text) / _MEASURED_PIXELS * points / 72 * 25.4

    def _graticule(self, the_map: QgsLayoutItemMap) -> None:
        back = QgsCoordinateTransform(self.project.crs(), _lonlat(), self.project)
        seen = back.transformBoundingBox(the_map.extent())
        interval = next((one for one in _DEGREES if max(seen.width(), seen.height()) / one <= 5), 10.0)
        grid = QgsLayoutItemMapGrid("degrees", the_map)
        grid.setCrs(_lonlat())
        grid.setIntervalX(interval)
        grid.setIntervalY(interval)
        grid.setStyle(QgsLayoutItemMapGrid.GridStyle.FrameAnnotationsOnly)
        grid.setFrameStyle(QgsLayoutItemMapGrid.FrameStyle.ExteriorTicks)
        grid.setFrameWidth(1.2)
        grid.setFramePenSize(0.2)
        grid.setAnnotationEnabled(True)
        whole_minutes = interval > 0.99 / 60
        grid.setAnnotationFormat(
            QgsLayoutItemMapGrid.AnnotationFormat.DegreeMinutePadded
            if whole_minutes
            else QgsLayoutItemMapGrid.AnnotationFormat.DegreeMinuteSecondPadded
        )
        grid.setAnnotationPrecision(0)
        grid.setAnnotationTextFormat(self._format(6.5))
        grid.setAnnotationFrameDistance(0.8)
        # Meridians converge, so that a parallel can leave through the upper side, where meridians are written.
        sides, shown = QgsLayoutItemMapGrid.BorderSide, QgsLayoutItemMapGrid.DisplayMode
        for side in (sides.Left, sides.Right):
            grid.setAnnotationDirection(QgsLayoutItemMapGrid.AnnotationDirection.Vertical, side)
            grid.setAnnotationDisplay(shown.LatitudeOnly, side)
            grid.setFrameDivisions(shown.LatitudeOnly, side)
        for side in (sides.Top, sides.Bottom):
            grid.setAnnotationDisplay(shown.LongitudeOnly, side)
            grid.setFrameDivisions(shown.LongitudeOnly, side)
        the_map.grids().addGrid(grid)

    def _north_arrow(self, the_map: QgsLayoutItemMap, frame: _Frame) -> None:
        arrow = QgsLayoutItemPicture(self.layout)
        arrow.setPicturePath(str(resources_dir() / "styles" / "north_arrow.svg"))
        self.layout.addLayoutItem(arrow)
        arrow.attemptResize(QgsLayoutSize(*_ARROW_MM, _MM))
        arrow.attemptMove(QgsLayoutPoint(frame.x + frame.width - 12.0, frame.y + 2.0, _MM))
        arrow.setLinkedMap(the_map)
        arrow.setNorthMode(QgsLayoutItemPicture.NorthMode.TrueNorth)

    # --- beside the map -----------------------------------------------------------------------------------------------

    def _legend(self, width: float, columns: int) -> _Legend:
        """Entries broken to the width of a column, not yet placed."""
        column = width / columns
        entries = [
            (category, self._words([category.legend], 8.5, column - _PATCH_MM[0] - 4.0))
            for category in self.sheet.categories
        ]
        title = self._words([self.sheet.legend_title] if self.sheet.legend_title else [], 9.5, width, is_bold=True)
        return _Legend(title, tuple(entries), columns, column)

    def _place_legend(self, legend: _Legend, x: float, y: float) -> None:
        self._label(
            legend.title, _Frame(x, y, legend.column * legend.columns, legend.title.height), Qt.AlignmentFlag.AlignLeft
        )
        top = y + legend.title.height
        for number, column in enumerate(legend.split()):
            left, down = x + number * legend.column, top
            for category, words in column:
                self._patch(category, left, down + 0.4)
                down_text = down + 0.4 + max(0.0, (_PATCH_MM[1] - words.height) / 2)
                frame = _Frame(left + _PATCH_MM[0] + 2.0, down_text, legend.column - _PATCH_MM[0] - 4.0, words.height)
                self._label(words, frame, Qt.AlignmentFlag.AlignLeft)
                down += legend.height_of(words)

    def _patch(self, category: MapCategory, x: float, y: float) -> None:
        """The symbol of a category as it is on the map, with the letter of its class."""
        kind = next((_kind(one.wkb) for one in self.sheet.features if one.category == category.category), None)
        style = _style(self.sheet, category)
        width, height = _PATCH_MM
        item: Any
        if kind == QgsWkbTypes.GeometryType.PointGeometry:
            item = QgsLayoutItemMarker(self.layout)
            item.setSymbol(symbols.symbol(style, kind))
            x += width / 2
            y += height / 2
        elif kind == QgsWkbTypes.GeometryType.LineGeometry:
            item = QgsLayoutItemPolyline(QPolygonF([QPointF(0, 0), QPointF(width, 0)]), self.layout)
            item.setSymbol(symbols.symbol(style, kind))
            y += height / 2
        else:
            corners = [QPointF(0, 0), QPointF(width, 0), QPointF(width, height), QPointF(0, height)]
            item = QgsLayoutItemPolygon(QPolygonF(corners), self.layout)
            letter = symbols.letter_of(style, _language(self.sheet))
            area = QgsWkbTypes.GeometryType.PolygonGeometry
            item.setSymbol(symbols.symbol(style, area, letter=letter, family=self.typeface.families[0]))
        self.layout.addLayoutItem(item)
        if isinstance(item, QgsLayoutItemMarker):
            item.setReferencePoint(QgsLayoutItem.ReferencePoint.Middle)
        item.attemptMove(QgsLayoutPoint(x, y, _MM))

    def _scale(self, the_map: QgsLayoutItemMap, x: float, y: float, width: float) -> None:
        bar = QgsLayoutItemScaleBar(self.layout)
        bar.setLinkedMap(the_map)
        self.layout.addLayoutItem(bar)
        metres = the_map.extent().width() / the_map.rect().width()  # metres a millimetre of paper
        length = _floor_round(metres * (width - 12.0) / 2)
        is_km = length >= 1000
        bar.setStyle("Single Box")
        bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceMeters)
        bar.setMapUnitsPerScaleBarUnit(1000 if is_km else 1)
        bar.setUnitLabel("km" if is_km else "m")
        bar.setNumberOfSegmentsLeft(0)
        bar.setNumberOfSegments(2)
        bar.setUnitsPerSegment(length)
        bar.setTextFormat(self._format(7.5))
        bar.setHeight(1.8)
        bar.setLabelBarSpace(1.0)
        bar.setBoxContentSpace(0.0)
        bar.update()
        bar.attemptMove(QgsLayoutPoint(x + width - bar.sizeWithUnits().width(), y + 6.0, _MM))
        text = self._words([f"1 : {round(the_map.scale()):,}".replace(",", " ")], 9.5, width, is_bold=True)
        self._label(text, _Frame(x, y, width, text.height), Qt.AlignmentFlag.AlignRight)

    # --- words --------------------------------------------------------------------------------------------------------

    def _format(self, points: float, *, is_bold: bool = False) -> QgsTextFormat:
        form = QgsTextFormat()
        form.setFont(self.typeface.font(points, is_bold=is_bold))
        form.setSize(points)
        form.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
        form.setColor(QColor(Qt.GlobalColor.black))
        return form

    def _words(self, texts: Sequence[str], points: float, width: float, *, is_bold: bool = False) -> _Words:
        lines = tuple(line for text in texts for line in self._broken(printable(text), points, width, is_bold=is_bold))
        return _Words(lines, points, is_bold)

    def _broken(self, text: str, points: float, width: float, *, is_bold: bool = False) -> list[str]:
        """Lines of at most ``width`` mm. Layout items do not break Chinese, which has no blanks, and cut it off instead."""
        font = QFont(self.typeface.font(points, is_bold=is_bold))
        font.setPixelSize(_MEASURED_PIXELS)
        setting = QTextOption()
        setting.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        lines = []
        for paragraph in text.split("\n"):
            laid = QTextLayout(paragraph, font)
            laid.setTextOption(setting)
            laid.beginLayout()
            while (line := laid.createLine()).isValid():
                # The width in pixels at which the font is so many high, instead of `points`; a little less, for rounding.
                line.setLineWidth(width * 0.98 / 25.4 * 72 / points * _MEASURED_PIXELS)
                line.setPosition(QPointF(0, 0))
                lines.append(_cut(paragraph, line.textStart(), line.textLength()))
            laid.endLayout()
        return lines

    def _label(self, words: _Words, frame: _Frame, side: Qt.AlignmentFlag) -> None:
        if not words.lines:
            return
        label = QgsLayoutItemLabel(self.layout)
        label.setMode(QgsLayoutItemLabel.Mode.ModeFont)
        # A label evaluates [% … %]; a hostile title must stay what it is.
        label.setText("\n".join(words.lines).replace("[%", "[% '[' || '%' %]"))
        compat.set_label_format(label, self._format(words.points, is_bold=words.is_bold))
        label.setMarginX(0)
        label.setMarginY(0)
        label.setHAlign(side)
        label.setVAlign(Qt.AlignmentFlag.AlignTop)
        self.layout.addLayoutItem(label)
        label.attemptMove(QgsLayoutPoint(frame.x, frame.y, _MM))
        label.attemptResize(QgsLayoutSize(frame.width, frame.height + 1.0, _MM))


@dataclass(frozen=True)
class _Words:
    """Lines of text of one size."""

    lines: tuple[str, ...]
    points: float
    is_bold: bool

    @property
    def height(self) -> float:
        """Height in mm, with the generous leading of CJK fonts."""
        return len(self.lines) * self.points * 1.5 / 72 * 25.4


@dataclass(frozen=True)
class _Legend:
    """Title and entries of a legend with their words broken into lines; ``column`` is the width of one in mm."""

    title: _Words
    entries: tuple[tuple[MapCategory, _Words], ...]
    columns: int
    column: float

    @staticmethod
    def height_of(words: _Words) -> float:
        """Height of an entry in mm."""
        return max(_PATCH_MM[1], words.height) + 1.4

    def split(self) -> list[list[tuple[MapCategory, _Words]]]:
        """Entries column by column, the columns about equally high."""
        whole = sum(self.height_of(words) for _, words in self.entries)
        columns: list[list[tuple[MapCategory, _Words]]] = [[]]
        filled = 0.0
        for entry in self.entries:
            height = self.height_of(entry[1])
            if columns[-1] and len(columns) < self.columns and filled + height > whole / self.columns + 0.1:
                columns.append([])
                filled = 0.0
            columns[-1].append(entry)
            filled += height
        return columns

    @property
    def height(self) -> float:
        """Height in mm with the title."""
        return self.title.height + max(sum(self.height_of(words) for _, words in column) for column in self.split())


def _points(category: MapCategory) -> float:
    """Size of a category's names in points."""
    return 8.5 if category.style == "site" else 7.5


def round_scale(scale: float) -> float:
    """The next round scale number that shows at least as much."""
    power = 10 ** math.floor(math.log10(scale))
    return next(one for one in (*(step * power for step in _ROUND), 15 * power) if one >= scale * 0.99999)


def _floor_round(length: float) -> float:
    power = 10 ** math.floor(math.log10(length))
    return max(step * power for step in (1, 2, 5) if step * power <= length)


def _style(sheet: MapSheet, category: MapCategory) -> symbols.Style:
    """The style of a category; themes of zones take turns, so that two on one sheet do not look the same."""
    if category.style != "zone":
        return symbols.palette(sheet.colours)[category.style]
    looks = [name for name in symbols.palette(sheet.colours) if name == "zone" or name.startswith("zone-")]
    zones = [one.category for one in sheet.categories if one.style == "zone"]
    return symbols.palette(sheet.colours)[looks[zones.index(category.category) % len(looks)]]


def _kept_free(shape: QgsGeometry, seen: QgsRectangle, unit_mm: float) -> list[QRectF]:
    """Where a line or a small site stands, in mm from the upper left corner: it must not vanish below a name."""
    if shape.type() == QgsWkbTypes.GeometryType.LineGeometry:
        visible = shape.clipped(seen).densifyByDistance(_LINE_STEP_MM * unit_mm)
        places = [
            ((one.x() - seen.xMinimum()) / unit_mm, (seen.yMaximum() - one.y()) / unit_mm) for one in visible.vertices()
        ]
        half = _LINE_STEP_MM
        return [QRectF(x - half, y - half, 2 * half, 2 * half) for x, y in places]
    box = shape.boundingBox()
    left, top = (box.xMinimum() - seen.xMinimum()) / unit_mm - 2.5, (seen.yMaximum() - box.yMaximum()) / unit_mm - 2.5
    place = QRectF(left, top, box.width() / unit_mm + 5, box.height() / unit_mm + 5)
    return [place] if max(place.width(), place.height()) < _SMALL_SITE_MM else []


def _language(sheet: MapSheet) -> str:
    words = "".join([sheet.title, sheet.legend_title, *(one.legend for one in sheet.categories)])
    return "zh" if any("\u4e00" <= one <= "\u9fff" for one in words) else "en"


def _thinned(shape: QgsGeometry, millimetre: float) -> QgsGeometry:
    """``shape`` as a multi shape without vertices, holes and parts that cannot be seen at this scale; never nothing at all.

    Units are published with up to 10⁶ vertices; drawn whole, one page has 30 MB.
    """
    smallest = _SMALLEST_MM * millimetre
    if shape.type() == QgsWkbTypes.GeometryType.PolygonGeometry:
        # QGIS 3.22 takes a ring's area with its sign, so that a clockwise one of any size were too small: all are turned first.
        shape = shape.forceRHR().removeInteriorRings(smallest**2)
        parts = shape.asGeometryCollection()
        boxes = [max(box.width(), box.height()) for box in (part.boundingBox() for part in parts)]
        shape = QgsGeometry.collectGeometry(
            [part for part, box in zip(parts, boxes, strict=True) if box >= min(smallest, max(boxes))]
        )
    thin = compat.thinner(_FINEST_MM * millimetre).simplify(shape)
    thin.convertToMultiType()
    return thin


def _lonlat() -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem("EPSG:4490")


def _kind(wkb: bytes) -> Any:
    shape = QgsGeometry()
    shape.fromWkb(wkb)
    return shape.type()


def _width(text: str) -> int:
    """Width of a text in half characters."""
    return sum(2 if ord(one) > 0x2E7F else 1 for one in text)


def _folded(text: str, width: int) -> list[str]:
    """``text`` in lines of about ``width`` half characters; Latin words stay whole."""
    lines, line = [], ""
    for one in text:
        in_word = line and one.isascii() and one.isalnum() and line[-1].isascii() and line[-1].isalnum()
        if line and _width(line + one) > width and not in_word and one not in _NEVER_FIRST:
            lines.append(line)
            line = one
        else:
            line += one
    return [*lines, line] if line else lines


def _cut(text: str, start: int, length: int) -> str:
    """A stretch of ``text`` counted in UTF-16 units, as Qt counts."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * (start + length)].decode("utf-16-le", "surrogatepass")
