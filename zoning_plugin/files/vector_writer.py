# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing units and zones as GeoPackage and shapefile, with the field names published platforms use, bytes repeatable."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

from ..core import geometry
from ..core.errors import OutputFailed
from ..core.filing import DBASE_BYTES, fits_dbase
from ..core.release import Release
from ..core.terms import UnitClass
from ..core.unit import ControlUnit, Zone
from .gdal_errors import raising, thread_option
from .outputs import make_folder, write_text

# Names seen in public platform code and data, not the text of the data rule: see docs/formats/filing-package.md.
_UNIT_FIELDS = ("HJGKDYBM", "HJGKDYMC", "PROV", "CITY", "COUNTY", "ZHGKDYFL", "REMARKS", "YSXL")
_ZONE_FIELDS = ("HJYSGKFQBM", "HJYSGKFQMC")
_Row = tuple[bytes, tuple[str, ...]]
_DIGIT = {UnitClass.PRIORITY: "1", UnitClass.KEY: "2", UnitClass.GENERAL: "3", UnitClass.UNKNOWN: ""}


def write_geopackage(release: Release, path: Path, *, date: str) -> None:
    """Units as layer 环境管控单元 and each zone theme as a layer of its name, EPSG:4490. Raises OutputFailed."""
    try:
        with raising(), thread_option("OGR_CURRENT_DATE", f"{date or '1980-01-01'}T00:00:00.000Z"):
            target = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
            _write_layer(target, "环境管控单元", _UNIT_FIELDS, [_unit_row(unit) for unit in release.units])
            by_theme: dict[str, list[_Row]] = {}
            for zone in release.zones:
                by_theme.setdefault(zone.theme, []).append(_zone_row(zone))
            for theme, rows in by_theme.items():
                _write_layer(target, theme, _ZONE_FIELDS, rows)
            target.FlushCache()
            del target
    except RuntimeError as reason:
        raise OutputFailed("vectors-not-written", file=path.name, detail=str(reason)) from reason


def write_shapefile(release: Release, path: Path, *, date: str) -> None:
    """Units as a UTF-8 shapefile with .cpg. Nothing is cut.

    When the elements of any unit exceed what dBASE holds, the field YSXL is left out for all, so that an empty value never
    stands for one that did not fit; the check of the release says so (rule T2). Raises OutputFailed("dbf-too-long") naming
    the value when any other text does.
    """
    rows = [_unit_row(unit) for unit in release.units]
    fields: tuple[str, ...] = _UNIT_FIELDS
    if not all(fits_dbase(unit.elements) for unit in release.units):
        fields = _UNIT_FIELDS[:-1]
        rows = [(wkb, values[:-1]) for wkb, values in rows]
    for _, values in rows:
        for name, value in zip(fields, values, strict=True):
            if not fits_dbase(value):
                raise OutputFailed("dbf-too-long", field=name, value=value[:30], code=values[0])
    make_folder(path.parent)
    try:
        with raising():
            target = gdal.GetDriverByName("ESRI Shapefile").Create(str(path.parent), 0, 0, 0, gdal.GDT_Unknown)
            options = ["ENCODING=UTF-8", f"DBF_DATE_LAST_UPDATE={date or '1980-01-01'}"]
            _write_layer(target, path.stem, fields, rows, options, width=DBASE_BYTES)
            target.FlushCache()
            del target
    except RuntimeError as reason:
        raise OutputFailed("vectors-not-written", file=path.name, detail=str(reason)) from reason
    if not path.with_suffix(".cpg").is_file():
        write_text(path.with_suffix(".cpg"), "UTF-8")


def count_features(path: Path) -> dict[str, int]:
    """Number of features a layer, by reading the file back."""
    with raising():
        source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
        return {
            layer.GetName(): layer.GetFeatureCount(1)
            for layer in (source.GetLayer(i) for i in range(source.GetLayerCount()))
        }


def _unit_row(unit: ControlUnit) -> _Row:
    values = (
        unit.code,
        unit.name,
        unit.province,
        unit.city,
        unit.county,
        _DIGIT[unit.unit_class],
        unit.class_text or unit.remark,
        unit.elements,
    )
    return geometry.to_wkb(unit.shape), values


def _zone_row(zone: Zone) -> _Row:
    return geometry.to_wkb(zone.shape), (zone.code, zone.name)


def _write_layer(
    target: Any,
    name: str,
    fields: Sequence[str],
    rows: Sequence[_Row],
    options: Sequence[str] = (),
    width: int = 0,
) -> None:
    system = osr.SpatialReference()
    system.ImportFromEPSG(4490)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    layer = target.CreateLayer(name, system, ogr.wkbMultiPolygon, list(options))
    for field in fields:
        definition = ogr.FieldDefn(field, ogr.OFTString)
        if width:
            definition.SetWidth(width)
        layer.CreateField(definition)
    target.StartTransaction() if target.TestCapability(ogr.ODsCTransactions) else None
    for wkb, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.ForceToMultiPolygon(ogr.CreateGeometryFromWkb(wkb)))
        for index, value in enumerate(values):
            feature.SetField(index, value)
        layer.CreateFeature(feature)
    target.CommitTransaction() if target.TestCapability(ogr.ODsCTransactions) else None
