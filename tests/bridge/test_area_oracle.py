# SPDX-License-Identifier: GPL-3.0-or-later
"""QGIS's own measuring as an oracle of areas and lengths: another library, another formula, other edges."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from qgis.core import QgsDistanceArea, QgsGeometry

from tests.core import country
from zoning_plugin.core import geometry, measure
from zoning_plugin.core.overlay import Thresholds, overlay, overlay_polygons
from zoning_plugin.core.site import Site
from zoning_plugin.core.terms import SiteKind
from zoning_plugin.core.tiling import Tiling


@pytest.fixture(scope="module")
def qgis_measure() -> QgsDistanceArea:
    measure = QgsDistanceArea()
    assert measure.setEllipsoid("EPSG:1024"), "CGCS2000; an ellipsoid that is not known is silently not taken"
    return measure


def as_qgis(shape: shapely.Geometry) -> QgsGeometry:
    found = QgsGeometry()
    # Set closely, so that QGIS's geodesic edges run along ours, which are straight in longitude and latitude.
    found.fromWkb(geometry.to_wkb(shapely.segmentize(shape, 1e-3)))
    return found


def test_areas_of_pieces(qgis_measure: QgsDistanceArea) -> None:
    units = country.units()
    over = Tiling(units)
    over.adopt(over.cut())
    parcels = country.parcels(200, smallest=0.001)
    laid = overlay_polygons(parcels, over, rule=measure.ELLIPSOIDAL, thresholds=Thresholds())
    assert len(laid.pieces.area_m2) > 350
    for shape, area in zip(laid.pieces.shape, laid.pieces.area_m2, strict=True):
        if area > 0:
            # QGIS sums areas down to the equator and takes them off each other: half a square metre is its last digit.
            assert area == pytest.approx(qgis_measure.measureArea(as_qgis(shape)), rel=2e-7, abs=0.5)
    # QGIS cuts the pieces itself, out of whole units.
    for polygon, index, area in zip(
        laid.pieces.polygon[:100], laid.pieces.index[:100], laid.pieces.area_m2[:100], strict=True
    ):
        one, other = as_qgis(parcels[polygon]), as_qgis(units[index])
        assert area == pytest.approx(qgis_measure.measureArea(one.intersection(other)), rel=2e-7, abs=0.5)


def test_lengths_of_pieces(qgis_measure: QgsDistanceArea) -> None:
    over = Tiling(country.units())
    random = np.random.default_rng(12)
    for _ in range(10):
        line = shapely.linestrings(random.uniform(0, country.SIDE, (5, 2)) + [country.WEST, country.SOUTH])
        for piece in overlay(Site(line, SiteKind.LINE), over).pieces:
            assert piece.length_m == pytest.approx(qgis_measure.measureLength(as_qgis(piece.shape)), rel=1e-7, abs=1e-3)
