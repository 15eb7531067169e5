# SPDX-License-Identifier: GPL-3.0-or-later
"""Results on a map canvas: shown, followed through a change of CRS, and taken away without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtGui import QImage, QPainter

from tests.gui.county import box
from tests.gui.county import release as county
from zoning_plugin.bridge.canvas import ResultCanvas
from zoning_plugin.core.assessment import Assessment, assess
from zoning_plugin.core.geometry import line, point
from zoning_plugin.core.site import Site, make_site

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def canvas(qtbot: Any) -> Iterator[QgsMapCanvas]:
    made = QgsMapCanvas()
    made.resize(400, 300)
    made.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    made.setExtent(QgsRectangle(112.99, 22.99, 113.05, 23.05))
    made.show()
    qtbot.addWidget(made)
    yield made
    made.stopRendering()


def site(shape: object) -> Site:
    return make_site([("", shape)], "EPSG:4490", "test")


def assessed(shape: object) -> Assessment:
    return assess(site(shape), county(), on="2025-06-01", near_m=500)


def bands(canvas: QgsMapCanvas) -> list[QgsRubberBand]:
    return [item for item in canvas.scene().items() if isinstance(item, QgsRubberBand)]


def picture(canvas: QgsMapCanvas) -> QImage:
    image = QImage(canvas.size(), QImage.Format.Format_ARGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    canvas.scene().render(painter)
    painter.end()
    return image


def test_a_polygon_is_drawn_with_its_pieces_and_taken_away(canvas: QgsMapCanvas) -> None:
    before = len(canvas.scene().items())
    results = ResultCanvas(canvas)
    found = assessed(box(1500, 1500, 2500, 2500))
    results.show_assessment(found)
    assert len(bands(canvas)) == len(found.overlay.pieces) + 1
    results.show_assessment(found)
    assert len(bands(canvas)) == len(found.overlay.pieces) + 1
    results.clear()
    assert bands(canvas) == []
    assert len(canvas.scene().items()) == before


@pytest.mark.parametrize(
    "shape", [point(113.005, 23.005), line([(113.001, 23.001), (113.03, 23.03)]), box(3900, 3900, 5000, 5000)]
)
def test_points_lines_and_what_is_not_covered_are_drawn(canvas: QgsMapCanvas, shape: object) -> None:
    results = ResultCanvas(canvas)
    found = assessed(shape)
    results.show_assessment(found)
    assert len(bands(canvas)) >= 2
    assert all(not band.asGeometry().isEmpty() for band in bands(canvas))
    results.unload()
    assert bands(canvas) == []


def test_results_follow_the_map_into_another_crs(canvas: QgsMapCanvas) -> None:
    results = ResultCanvas(canvas)
    results.show_assessment(assessed(box(1500, 1500, 2500, 2500)))
    count = len(bands(canvas))
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4526"))
    assert len(bands(canvas)) == count
    assert all(band.asGeometry().boundingBox().xMinimum() > 38_000_000 for band in bands(canvas))
    results.unload()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    assert bands(canvas) == []


def test_units_are_drawn_in_the_background_and_seen(canvas: QgsMapCanvas, qtbot: Any) -> None:
    results = ResultCanvas(canvas)
    blank = picture(canvas)
    results.show_release(county())
    assert canvas.extent().contains(QgsRectangle(113.0, 23.0, 113.04, 23.04))
    qtbot.waitUntil(lambda: picture(canvas) != blank, timeout=5000)
    results.show_release(county())
    canvas.setExtent(QgsRectangle(113.0, 23.0, 113.01, 23.01))
    results.unload()
    assert len(canvas.scene().items()) == len(QgsMapCanvas().scene().items())


def test_zooming_shows_the_place_in_the_crs_of_the_map(canvas: QgsMapCanvas) -> None:
    results = ResultCanvas(canvas)
    results.zoom_to([point(113.02, 23.02)])
    assert canvas.extent().contains(QgsRectangle(113.019, 23.019, 113.021, 23.021))
    assert canvas.extent().width() < 0.1
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    results.zoom_to([box(0, 0, 4000, 4000)])
    assert canvas.extent().xMinimum() > 12_000_000
    before = canvas.extent()
    results.zoom_to([])
    assert canvas.extent() == before


def test_flashing_leaves_nothing(canvas: QgsMapCanvas, qtbot: Any) -> None:
    results = ResultCanvas(canvas)
    before = len(canvas.scene().items())
    results.flash([box(0, 0, 2000, 2000)])
    results.flash([])
    qtbot.waitUntil(lambda: len(canvas.scene().items()) == before, timeout=5000)


def test_the_project_stays_as_it_is(canvas: QgsMapCanvas, qtbot: Any) -> None:
    project = QgsProject.instance()
    before = (project.isDirty(), project.crs().authid(), list(project.mapLayers()), canvas.layers())
    results = ResultCanvas(canvas)
    results.show_release(county())
    results.show_assessment(assessed(box(1500, 1500, 2500, 2500)))
    qtbot.wait(300)
    results.unload()
    assert (project.isDirty(), project.crs().authid(), list(project.mapLayers()), canvas.layers()) == before
