# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined,union-attr"
"""What differs between QGIS 3.22 and later: every such question is answered here, by asking for the feature, not the version."""

from __future__ import annotations

from qgis.core import Qgis, QgsLayoutItemLabel, QgsMapToPixelSimplifier, QgsPalLayerSettings, QgsTextFormat


def set_label_format(label: QgsLayoutItemLabel, form: QgsTextFormat) -> None:
    """Font, size and colour of a layout's label (text formats came with 3.24)."""
    if hasattr(label, "setTextFormat"):
        label.setTextFormat(form)
    else:
        font = form.font()
        font.setPointSizeF(form.size())
        label.setFont(font)
        label.setFontColor(form.color())


def show_all_labels(settings: QgsPalLayerSettings) -> None:
    """Drop no label for the sake of another (placement settings came with 3.26)."""
    if hasattr(settings, "placementSettings"):
        placement = settings.placementSettings()
        placement.setOverlapHandling(Qgis.LabelOverlapHandling.AllowOverlapAtNoCost)
        settings.setPlacementSettings(placement)
    else:
        settings.displayAll = True


def thinner(tolerance: float) -> QgsMapToPixelSimplifier:
    """Drops vertices nearer than ``tolerance`` (map units) to the one before (the algorithm's name moved in 3.38)."""
    by_distance = (
        Qgis.VectorSimplificationAlgorithm.Distance
        if hasattr(Qgis, "VectorSimplificationAlgorithm")
        else QgsMapToPixelSimplifier.SimplifyAlgorithm.Distance
    )
    return QgsMapToPixelSimplifier(QgsMapToPixelSimplifier.SimplifyFlag.SimplifyGeometry, tolerance, by_distance)
