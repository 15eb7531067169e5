# SPDX-License-Identifier: GPL-3.0-or-later
"""Real mouse and key events on a real canvas: what is drawn, and that the person gets the map back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QStackedWidget

from zoning_plugin.core import geometry
from zoning_plugin.core.errors import SiteUnusable
from zoning_plugin.core.terms import SiteKind
from zoning_plugin.gui.map_tools.bands import crs_text
from zoning_plugin.gui.map_tools.selection import site_of_selection
from zoning_plugin.gui.map_tools.site_tools import SiteTools
from zoning_plugin.gui.map_tools.sketch import Sketch

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class Drawing:
    """A canvas of 400 × 300 pixels over four degrees by three, with the tools and what they hand over."""

    def __init__(self, qtbot: Any) -> None:
        self.canvas = QgsMapCanvas()
        qtbot.addWidget(self.canvas)
        self.canvas.resize(400, 300)
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
        self.canvas.setExtent(QgsRectangle(112, 22, 116, 25))
        self.canvas.show()
        self.pan = QgsMapToolPan(self.canvas)
        self.canvas.setMapTool(self.pan)
        self.tools = SiteTools(self.canvas)
        self.actions = {kind: QAction(kind.value) for kind in SiteKind}
        for kind, action in self.actions.items():
            self.tools.bind(kind, action)
        self.drawn: list[tuple[Sketch, str]] = []
        self.changes: list[Sketch | None] = []
        self.tools.drawn.connect(lambda sketch, crs: self.drawn.append((sketch, crs)))
        self.tools.changed.connect(self.changes.append)

    def click(self, x: int, y: int, button: Qt.MouseButton = LEFT) -> None:
        QTest.mouseMove(self.canvas.viewport(), QPoint(x, y))
        QTest.mouseClick(self.canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, QPoint(x, y))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.canvas, key, modifier)


@pytest.fixture
def drawing(qtbot: Any) -> Iterator[Drawing]:
    made = Drawing(qtbot)
    yield made
    made.tools.unload()


def test_a_click_is_a_point_in_the_maps_coordinates(drawing: Drawing) -> None:
    drawing.actions[SiteKind.POINT].trigger()
    drawing.click(200, 150)
    ((sketch, crs),) = drawing.drawn
    assert crs == "EPSG:4490"
    assert sketch.kind is SiteKind.POINT
    assert sketch.vertices[0] == pytest.approx((114, 23.5), abs=0.02)


@pytest.mark.parametrize("finish", ["right click", "enter", "double click"])
def test_an_area_is_finished_by_right_click_enter_or_double_click(drawing: Drawing, finish: str) -> None:
    drawing.actions[SiteKind.POLYGON].trigger()
    for x, y in ((100, 100), (200, 100), (200, 200)):
        drawing.click(x, y)
    assert drawing.drawn == []
    if finish == "right click":
        drawing.click(50, 50, RIGHT)
    elif finish == "enter":
        drawing.key(Qt.Key.Key_Return)
    else:
        QTest.mouseDClick(drawing.canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(200, 200))
    assert [len(sketch.vertices) for sketch, _ in drawing.drawn] == [3]


def test_a_line_needs_two_vertices(drawing: Drawing) -> None:
    drawing.actions[SiteKind.LINE].trigger()
    drawing.click(100, 100)
    drawing.click(1, 1, RIGHT)
    assert drawing.drawn == []
    drawing.click(200, 100)
    drawing.click(1, 1, RIGHT)
    assert len(drawing.drawn) == 1


def test_ctrl_z_and_backspace_take_a_vertex_back(drawing: Drawing) -> None:
    drawing.actions[SiteKind.POLYGON].trigger()
    for x in (100, 150, 200):
        drawing.click(x, 100 + x % 60)
    drawing.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    drawing.key(Qt.Key.Key_Backspace)
    assert len(drawing.tools.tools[SiteKind.POLYGON].sketch.vertices) == 1


def test_ctrl_z_is_taken_before_qgis_undoes_the_persons_edits(drawing: Drawing) -> None:
    def override(key: Qt.Key, modifier: Qt.KeyboardModifier) -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifier)
        event.ignore()
        QApplication.sendEvent(drawing.canvas, event)
        return bool(event.isAccepted())

    control, none = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
    assert not override(Qt.Key.Key_Z, control)
    drawing.actions[SiteKind.LINE].trigger()
    assert override(Qt.Key.Key_Z, control)
    assert override(Qt.Key.Key_Escape, none)
    assert not override(Qt.Key.Key_S, control)
    drawing.tools.leave()
    assert not override(Qt.Key.Key_Z, control)


def test_esc_gives_the_persons_tool_back(drawing: Drawing) -> None:
    drawing.actions[SiteKind.POLYGON].trigger()
    drawing.actions[SiteKind.LINE].trigger()  # from one of ours to another: the person's tool stays remembered
    assert drawing.actions[SiteKind.LINE].isChecked()
    assert not drawing.actions[SiteKind.POLYGON].isChecked()
    drawing.key(Qt.Key.Key_Escape)
    assert drawing.canvas.mapTool() is drawing.pan
    assert not drawing.actions[SiteKind.LINE].isChecked()
    assert drawing.changes[-1] is None


def test_a_tool_that_is_gone_meanwhile_is_not_given_back(drawing: Drawing) -> None:
    drawing.actions[SiteKind.POINT].trigger()
    drawing.pan.deleteLater()
    QApplication.sendPostedEvents(drawing.pan, QEvent.Type.DeferredDelete)
    drawing.tools.leave()
    assert drawing.canvas.mapTool() is None


def test_leaving_takes_the_sketch_from_the_map(drawing: Drawing) -> None:
    before = len(drawing.canvas.items())
    drawing.actions[SiteKind.POLYGON].trigger()
    drawing.click(100, 100)
    drawing.click(200, 100)
    assert len(drawing.canvas.items()) > before
    drawing.tools.leave()
    assert len(drawing.canvas.items()) == before
    assert drawing.tools.tools[SiteKind.POLYGON].sketch.vertices == ()


def test_another_tool_chosen_by_the_person_is_kept(drawing: Drawing) -> None:
    drawing.actions[SiteKind.POINT].trigger()
    drawing.canvas.setMapTool(drawing.pan)
    drawing.tools.leave()
    assert drawing.canvas.mapTool() is drawing.pan
    assert not drawing.actions[SiteKind.POINT].isChecked()


def test_the_map_comes_forward_from_behind_a_page(qtbot: Any, drawing: Drawing) -> None:
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    other = QApplication.instance().__class__ and QStackedWidget()
    stack.addWidget(drawing.canvas)
    stack.addWidget(other)
    stack.setCurrentWidget(other)
    drawing.tools.show_map()
    assert stack.currentWidget() is drawing.canvas
    drawing.canvas.setParent(None)


def test_a_crs_is_named_by_its_code_else_by_its_wkt() -> None:
    assert crs_text(QgsCoordinateReferenceSystem("EPSG:4526")) == "EPSG:4526"
    assert crs_text(QgsCoordinateReferenceSystem()) == ""
    own = QgsCoordinateReferenceSystem.fromProj(
        "+proj=tmerc +lat_0=0 +lon_0=114.5 +k=1 +x_0=500000 +ellps=GRS80 +units=m"
    )
    assert crs_text(own).startswith(("PROJCRS", "BOUNDCRS"))


# --- selected features ------------------------------------------------------------------------------------------------


def layer_of(*wkts: str, crs: str = "EPSG:4490") -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{wkts[0].split('(')[0].strip()}?crs={crs}&field=name:string", "地块", "memory")
    features = []
    for place, wkt in enumerate(wkts):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature["name"] = f"地块{place + 1}" if place else None
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


SQUARES = (
    "Polygon((113 23, 113.01 23, 113.01 23.01, 113 23.01, 113 23))",
    "Polygon((113.01 23, 113.02 23, 113.02 23.01, 113.01 23.01, 113.01 23))",
)


def test_selected_features_are_plots_of_one_site_and_the_layer_stays_as_it_was(qgis_app: object) -> None:
    layer = layer_of(*SQUARES)
    layer.selectAll()
    layer.startEditing()
    selected = sorted(layer.selectedFeatureIds())
    site = site_of_selection(layer)
    assert site.kind is SiteKind.POLYGON
    assert [plot.name for plot in site.plots] == ["1", "地块2"]
    assert sorted(layer.selectedFeatureIds()) == selected
    assert layer.isEditable()
    assert not layer.isModified()
    layer.rollBack()


@pytest.mark.parametrize(("named", "source"), [("S203 省道", " · S203 省道"), ("", ""), ("12", "")])
def test_one_feature_alone_is_called_by_its_name(qgis_app: object, named: str, source: str) -> None:
    layer = layer_of(SQUARES[0])
    layer.startEditing()
    layer.changeAttributeValue(1, 0, named)
    layer.commitChanges()
    layer.selectAll()
    assert site_of_selection(layer).source == layer.name() + source


def test_arcs_and_heights_become_plain_vertices(qgis_app: object) -> None:
    layer = layer_of("CurvePolygon(CircularString(113 23, 113.01 23.01, 113.02 23, 113.01 22.99, 113 23))")
    layer.selectAll()
    assert geometry.vertex_count(site_of_selection(layer).shape) > 20


@pytest.mark.parametrize("layer", [None, "unselected", "table"])
def test_without_a_selection_it_says_what_to_do(qgis_app: object, layer: str | None) -> None:
    given = (
        {None: None, "unselected": layer_of(*SQUARES), "table": layer_of("NoGeometry")}.get(layer) if layer else None
    )
    with pytest.raises(SiteUnusable) as raised:
        site_of_selection(given)
    assert raised.value.code == "selection-none"


def test_a_layer_without_crs_is_not_guessed_at(qgis_app: object) -> None:
    layer = layer_of(*SQUARES)
    layer.setCrs(QgsCoordinateReferenceSystem())
    layer.selectAll()
    with pytest.raises(SiteUnusable) as raised:
        site_of_selection(layer)
    assert raised.value.code == "site-crs-missing"


def test_what_is_selected_in_a_kml_concludes_nothing(qgis_app: object, tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><Point><coordinates>113.1,22.7</coordinates></Point>'
        "</Placemark></Document></kml>",
        encoding="utf-8",
    )
    layer = QgsVectorLayer(str(path), "a", "ogr")
    layer.selectAll()
    made = site_of_selection(layer)
    assert (made.is_exact, made.is_maybe_offset) == (False, True)
