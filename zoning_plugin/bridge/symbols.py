# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined,union-attr"
"""How units, zones, sites and pieces look, by resources/styles/palette.json and the profile: one look everywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeVar

from qgis.core import (
    QgsCentroidFillSymbolLayer,
    QgsFillSymbol,
    QgsFontMarkerSymbolLayer,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSimpleMarkerSymbolLayer,
    QgsSimpleMarkerSymbolLayerBase,
    QgsSymbol,
    QgsUnitTypes,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ..core.office_rules import ClassColours, Colours
from ..core.terms import UnitClass
from ..files.profile import read_profile
from ..places import resources_dir
from ..wording import word

_MM: Final = QgsUnitTypes.RenderUnit.RenderMillimeters
_NOTHING: Final = "#00000000"
_Symbol = TypeVar("_Symbol", bound=QgsSymbol)


@dataclass(frozen=True)
class Hatch:
    """Parallel lines: ``angles`` anticlockwise from east (degrees), ``distance`` and ``width`` in mm."""

    angles: tuple[float, ...]
    distance: float
    line: str
    width: float


_BRUSHES: Final = {
    (0.0,): Qt.BrushStyle.HorPattern,
    (45.0,): Qt.BrushStyle.BDiagPattern,
    (90.0,): Qt.BrushStyle.VerPattern,
    (135.0,): Qt.BrushStyle.FDiagPattern,
    (0.0, 90.0): Qt.BrushStyle.CrossPattern,
    (45.0, 135.0): Qt.BrushStyle.DiagCrossPattern,
}


def brush_of(hatch: Hatch) -> Qt.BrushStyle:
    """The brush of Qt's nearest to a hatch, where something is painted on the screen and not as a QGIS symbol."""
    return _BRUSHES.get(tuple(hatch.angles), Qt.BrushStyle.Dense6Pattern)


@dataclass(frozen=True)
class Style:
    """One entry of the palette. Colours as #rrggbb or #aarrggbb, lengths in mm; ``dash`` is empty for a whole line.

    ``under_width`` is the width as a line below the site's own line, wide enough to be seen on both sides of it; 0 for what
    is never drawn so.
    """

    name: str
    fill: str
    line: str
    width: float
    dash: tuple[float, ...]
    casing: str
    casing_width: float
    hatch: Hatch | None
    under_width: float = 0.0


@lru_cache(maxsize=16)
def palette(colours: Colours = ()) -> Mapping[str, Style]:
    """Every style by name; ``colours`` of classes are those that an office decided, the national profile's where it did not."""
    with open(resources_dir() / "styles" / "palette.json", encoding="utf-8") as file:
        content = json.load(file)
    own = {f"unit-{one.value}": colour for one, colour in {**read_profile().colours, **dict(colours)}.items()}
    return {name: _style(name, entry, own.get(name)) for name, entry in content["styles"].items()}


def _style(name: str, entry: Mapping[str, Any], own: ClassColours | None) -> Style:
    hatch = entry.get("hatch")
    return Style(
        name,
        own.fill if own else entry.get("fill", _NOTHING),
        own.line if own else entry["line"],
        float(entry["width"]),
        tuple(entry.get("dash", ())),
        entry.get("casing", _NOTHING),
        float(entry.get("casing_width", 0)),
        Hatch(
            tuple(hatch["angles"]), float(hatch["distance"]), own.hatch if own else hatch["line"], float(hatch["width"])
        )
        if hatch
        else None,
        float(entry.get("under_width", 0)),
    )


def style_of_class(unit_class: UnitClass, colours: Colours = ()) -> Style:
    """The style of a unit's class, in an office's ``colours``."""
    return palette(colours)[f"unit-{unit_class.value}"]


def letter_of(style: Style, language: str) -> str:
    """The letter that says the class of a unit without colour; empty for what is no unit."""
    kind, _, unit_class = style.name.partition("-")
    return word(f"class-letter-{unit_class}", language) if kind == "unit" else ""


def symbol(style: Style, geometry: Any, *, letter: str = "", family: str = "", weight: float = 1.0) -> QgsSymbol:
    """A symbol for polygons, lines or points in ``style``.

    ``letter`` is put in the middle in the font ``family`` (a legend's patch); ``weight`` makes outlines of areas finer.
    """
    if geometry == QgsWkbTypes.GeometryType.PolygonGeometry:
        return _fill(style, letter, family, weight)
    if geometry == QgsWkbTypes.GeometryType.LineGeometry:
        return _line(style)
    return _marker(style)


def _fill(style: Style, letter: str, family: str, weight: float) -> QgsFillSymbol:
    layers: list[Any] = []
    if QColor(style.fill).alpha():
        # Area and outline in one stroke of the pen: half the size of the file.
        area = QgsSimpleFillSymbolLayer(QColor(style.fill))
        area.setStrokeColor(QColor(style.line))
        area.setStrokeWidth(style.width * weight)
        area.setStrokeWidthUnit(_MM)
        area.setPenJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if style.dash:
            area.setStrokeStyle(Qt.PenStyle.NoPen)
        layers.append(area)
    if style.hatch:
        layers += [_hatching(style.hatch, angle) for angle in style.hatch.angles]
    if style.dash or not QColor(style.fill).alpha():
        layers += _outlines(style)
    if letter:
        layers.append(_lettering(letter, family))
    return _stacked(QgsFillSymbol(), layers)


def _lettering(letter: str, family: str) -> QgsCentroidFillSymbolLayer:
    disc = QgsSimpleMarkerSymbolLayer(QgsSimpleMarkerSymbolLayerBase.Shape.Circle, 3.9)
    disc.setSizeUnit(_MM)
    disc.setColor(QColor(Qt.GlobalColor.white))
    disc.setStrokeStyle(Qt.PenStyle.NoPen)
    mark = QgsFontMarkerSymbolLayer(family, letter, 3.0, QColor(Qt.GlobalColor.black))
    mark.setSizeUnit(_MM)
    middle = QgsCentroidFillSymbolLayer()
    middle.setPointOnSurface(True)
    middle.setSubSymbol(_stacked(QgsMarkerSymbol(), [disc, mark]))
    return middle


def _hatching(hatch: Hatch, angle: float) -> QgsLinePatternFillSymbolLayer:
    line = QgsSimpleLineSymbolLayer(QColor(hatch.line), hatch.width)
    line.setWidthUnit(_MM)
    pattern = QgsLinePatternFillSymbolLayer()
    pattern.setLineAngle(angle)
    pattern.setDistance(hatch.distance)
    pattern.setDistanceUnit(_MM)
    pattern.setSubSymbol(_stacked(QgsLineSymbol(), [line]))
    return pattern


def _outlines(style: Style) -> list[Any]:
    """Lines from the lowest to the highest: a light casing under a dark line, where the style has one."""
    strokes = []
    if style.casing_width:
        strokes.append(_stroke(style.casing, style.casing_width, ()))
    strokes.append(_stroke(style.line, style.width, style.dash))
    return strokes


def _stroke(colour: str, width: float, dash: tuple[float, ...]) -> QgsSimpleLineSymbolLayer:
    line = QgsSimpleLineSymbolLayer(QColor(colour), width)
    line.setWidthUnit(_MM)
    line.setPenJoinStyle(Qt.PenJoinStyle.RoundJoin)
    line.setPenCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    if dash:
        line.setUseCustomDashPattern(True)
        line.setCustomDashVector(list(dash))
        line.setCustomDashPatternUnit(_MM)
    return line


def _line(style: Style) -> QgsLineSymbol:
    if style.under_width:
        under = _stroke(style.line, style.under_width, style.dash)
        under.setPenCapStyle(Qt.PenCapStyle.FlatCap)  # a piece ends where it ends
        return _stacked(QgsLineSymbol(), [under])
    return _stacked(QgsLineSymbol(), _outlines(style))


def _marker(style: Style) -> QgsMarkerSymbol:
    dot = QgsSimpleMarkerSymbolLayer(QgsSimpleMarkerSymbolLayerBase.Shape.Circle, 3.2)
    dot.setSizeUnit(_MM)
    dot.setColor(QColor(style.line))
    dot.setStrokeColor(QColor(style.casing if style.casing_width else style.fill))
    dot.setStrokeWidth(0.5)
    dot.setStrokeWidthUnit(_MM)
    return _stacked(QgsMarkerSymbol(), [dot])


def _stacked(whole: _Symbol, layers: list[Any]) -> _Symbol:
    """``whole`` with exactly these layers. (A symbol made from a list does not own what is in it, and crashes.)"""
    while whole.symbolLayerCount():
        whole.deleteSymbolLayer(0)
    for layer in layers:
        whole.appendSymbolLayer(layer)
    return whole
