# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined"
"""What our map tools have in common: the look of what is in hand, the keys that finish, the name of the map's reference system."""

from __future__ import annotations

from typing import Final

from qgis.core import QgsCoordinateReferenceSystem, QgsWkbTypes
from qgis.PyQt.QtCore import Qt

from ...core.terms import SiteKind

LINE: Final = "#d6006c"
FILL: Final = "#30d6006c"
BAND: Final = {
    SiteKind.POINT: QgsWkbTypes.GeometryType.PointGeometry,
    SiteKind.LINE: QgsWkbTypes.GeometryType.LineGeometry,
    SiteKind.POLYGON: QgsWkbTypes.GeometryType.PolygonGeometry,
}
FINISHING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def crs_text(crs: QgsCoordinateReferenceSystem) -> str:
    """A reference system as the core takes it: its EPSG code, else its WKT; empty when there is none."""
    if not crs.isValid():
        return ""
    if crs.authid().upper().startswith("EPSG:"):
        return str(crs.authid())
    return str(crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED))
