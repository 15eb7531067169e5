# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined,union-attr"
"""From what QGIS hands over as a layer to the file it stands for, so that encoding and CRS are judged by our own readers."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ..core.errors import OutputFailed, ReleaseUnreadable
from ..files.features import is_remote, layer_names
from ..files.file_names import file_stem


@dataclass(frozen=True)
class VectorFile:
    """A vector file: its layer (empty: the only one), and the ids of the features meant (None: all of them).

    ``is_copy`` says that QGIS had to write it, because the layer has no file of its own, or shows something else than its file.
    ``crs`` is the one that a person gave the layer in QGIS where the file states none; empty otherwise. ``copied_from``
    is the source of the layer that was copied, which the copy's name does not show.
    """

    path: Path
    layer: str = ""
    fids: tuple[int, ...] | None = None
    is_copy: bool = False
    crs: str = ""
    copied_from: str = ""


def vector_file(value: Any, context: QgsProcessingContext) -> VectorFile | None:
    """The file behind a Processing parameter: a path, a layer, a layer's id or name, or a source with options; None for nothing.

    A path is taken as it is and not opened through QGIS. A layer that has a filter, unsaved edits, or no local file is copied to
    a temporary GeoPackage; the layer itself is only read. QGIS loads nothing but what our own reader opens, since an address,
    and a file that is one (.vrt), would have it ask the network. To be called in the thread of the layers. Raises
    ReleaseUnreadable for what is neither a layer nor a file ("file-missing", "file-remote", what layer_names raises),
    OutputFailed("layer-not-copied").
    """
    only_selected, narrowing = False, QgsFeatureRequest()
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        only_selected = value.selectedFeaturesOnly
        narrowing = _narrowing(value)
        value = value.source.staticValue()
    is_narrowed = narrowing.limit() >= 0 or narrowing.filterType() != QgsFeatureRequest.FilterType.FilterNone
    if value is None or value == "":
        return None
    if isinstance(value, (str, Path)) and not only_selected and not is_narrowed:
        path, layer, options = _split(str(value))
        if path.exists() and not options:
            return VectorFile(path, layer)
    found = value if isinstance(value, QgsVectorLayer) else _layer_of(str(value), context)
    own = None if is_narrowed else file_of(found)
    if own is None:
        if only_selected and not is_narrowed:
            narrowing.setFilterFids(found.selectedFeatureIds())
        return _copy(found, context, narrowing if only_selected or is_narrowed else None)
    if only_selected:
        return replace(own, fids=tuple(sorted(found.selectedFeatureIds())))
    return own


def _layer_of(text: str, context: QgsProcessingContext) -> QgsVectorLayer:
    """The layer that a person has already, else the one of a local file that our own reader opens."""
    known = QgsProcessingUtils.mapLayerFromString(text, context, False)
    if isinstance(known, QgsVectorLayer):
        return known
    path, _, _ = _split(text)
    if is_remote(text):
        raise ReleaseUnreadable("file-remote", file=text)
    if not path.exists():
        raise ReleaseUnreadable("file-missing", file=path.name or text)
    layer_names(path)
    found = QgsProcessingUtils.mapLayerFromString(text, context)
    if not isinstance(found, QgsVectorLayer):
        raise ReleaseUnreadable("not-a-vector", file=path.name)
    return found


def file_of(layer: QgsVectorLayer) -> VectorFile | None:
    """The local file that shows exactly what ``layer`` shows; None where there is none."""
    if layer.providerType() != "ogr" or layer.subsetString() or layer.isModified() or layer.vectorJoins():
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path, _, options = _split(layer.source())
    if parts.get("vsiPrefix") or parts.get("vsiSuffix") or options or not path.exists():
        return None  # in an archive, or narrowed to one kind of geometry
    return VectorFile(path, str(parts.get("layerName") or ""), crs=_given_crs(layer))


def _given_crs(layer: QgsVectorLayer) -> str:
    options = QgsVectorLayer.LayerOptions(QgsProject.instance().transformContext())
    options.skipCrsValidation = True  # nobody is asked, and no CRS is supposed
    own = QgsVectorLayer(layer.source(), "", "ogr", options).crs()
    # A GeoPackage that states none says so by a system of its own, "Undefined geographic SRS".
    is_stated = own.isValid() and not own.description().lower().startswith(("undefined", "unknown"))
    return "" if is_stated else crs_text(layer.crs())


def one_layer_file(file: VectorFile | None, value: Any, context: QgsProcessingContext) -> VectorFile | None:
    """``file``, or a copy of its one layer where others lie beside it (whoever reads it next takes no layer name)."""
    if file is None or not file.layer or file.is_copy:
        return file
    found = value if isinstance(value, QgsVectorLayer) else _layer_of(str(value), context)
    beside = found.dataProvider().subLayerCount()
    return file if beside <= 1 else _copy(found, context, name=file.layer)


def crs_text(value: Any) -> str:
    """A reference system as our readers take it: "EPSG:n", else WKT, else what was written ("GCJ-02"); empty for none."""
    if value is None:
        return ""
    if isinstance(value, str):
        if re.fullmatch(r"(?i)epsg:\d+", value.strip()):
            return value.strip().upper()
        found = QgsCoordinateReferenceSystem(value)
        return crs_text(found) if found.isValid() else value.strip()
    if not isinstance(value, QgsCoordinateReferenceSystem) or not value.isValid():
        return ""
    if value.authid().upper().startswith("EPSG:"):
        return str(value.authid().upper())
    return str(value.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED))


def _split(source: str) -> tuple[Path, str, Collection[str]]:
    """Path, layer name and other options of an OGR source ("a.gpkg|layername=b|subset=c")."""
    path, *options = source.split("|")
    named = [one for one in options if one.lower().startswith("layername=")]
    return Path(path), named[0].partition("=")[2] if named else "", [one for one in options if one not in named]


def _narrowing(definition: QgsProcessingFeatureSourceDefinition) -> QgsFeatureRequest:
    """The features that the options of a source leave (a filter expression came with 3.32)."""
    request = QgsFeatureRequest()
    expression = getattr(definition, "filterExpression", "")
    if expression:
        request.setFilterExpression(expression)
    if definition.featureLimit >= 0:
        request.setLimit(definition.featureLimit)
    return request


def _copy(
    layer: QgsVectorLayer, context: QgsProcessingContext, narrowing: QgsFeatureRequest | None = None, name: str = ""
) -> VectorFile:
    name = file_stem(name or layer.name(), "layer")
    path = Path(QgsProcessingUtils.generateTempFilename(f"{name}.gpkg"))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = name
    options.layerOptions = ["FID=zoning_fid"]  # a field of the layer may be called fid, and hold anything
    source = layer if narrowing is None else layer.materialize(narrowing)
    written = QgsVectorFileWriter.writeAsVectorFormatV3(source, str(path), context.transformContext(), options)
    if written[0] != QgsVectorFileWriter.WriterError.NoError:
        raise OutputFailed("layer-not-copied", layer=layer.name(), detail=written[1])
    return VectorFile(path, "", None, is_copy=True, copied_from=layer.source())
