# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined,union-attr"
"""A site from the features a person has selected; the layer, its selection and its edits are only read."""

from __future__ import annotations

from typing import Final

from qgis.core import NULL, QgsMapLayer, QgsVectorLayer

from ...core import geometry
from ...core.errors import SiteUnusable
from ...core.site import Site, is_maybe_offset, make_site
from .bands import crs_text

MOST: Final = 5000
"""Plots of one site at most: each is assessed and listed by itself."""


def site_of_selection(layer: QgsMapLayer | None) -> Site:
    """The selected features of ``layer`` as one site, each feature a plot with the layer's display name of it.

    The source is the layer's name, and for one feature alone that has a name, that too.

    Raises SiteUnusable: "selection-none" (no vector layer, or nothing selected), "selection-too-many",
    "site-crs-missing", and as core.site.make_site does.
    """
    if not isinstance(layer, QgsVectorLayer) or not layer.selectedFeatureCount():
        raise SiteUnusable("selection-none", layer=layer.name() if layer else "")
    if layer.selectedFeatureCount() > MOST:
        raise SiteUnusable("selection-too-many", layer=layer.name(), count=layer.selectedFeatureCount(), most=MOST)
    crs = crs_text(layer.crs())
    if not crs:
        raise SiteUnusable("site-crs-missing", source=layer.name())
    name_field = layer.fields().lookupField(layer.displayField())
    shapes = []
    for feature in sorted(layer.getSelectedFeatures(), key=lambda one: one.id()):  # the same order every time
        if feature.hasGeometry():
            straight = feature.geometry().constGet().segmentize()  # arcs become chords; the layer keeps its arcs
            named = feature.attribute(name_field) if name_field >= 0 else NULL
            name = str(feature.id()) if named in (NULL, None, "") else str(named)
            shapes.append((name, geometry.from_wkb(bytes(straight.asWkb()))))
    # A number that a layer shows for want of a name says nothing.
    is_named = len(shapes) == 1 and not shapes[0][0].replace(".", "", 1).isdigit()
    source = " · ".join(dict.fromkeys((layer.name(), shapes[0][0]))) if is_named else layer.name()
    return make_site(shapes, crs, source, maybe_offset=is_maybe_offset(layer.source()))
