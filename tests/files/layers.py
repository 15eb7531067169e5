# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes small vector files, good and bad, for the readers to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from osgeo import gdal, ogr, osr

gdal.UseExceptions()

WKT = "POLYGON (({w} {s},{e} {s},{e} {n},{w} {n},{w} {s}))"


def box(west: float, south: float, east: float, north: float) -> str:
    """WKT of a rectangle."""
    return WKT.format(w=west, s=south, e=east, n=north)


def write_layer(
    path: Path,
    rows: Sequence[tuple[Mapping[str, str], str]],
    *,
    driver: str = "GPKG",
    epsg: int | None = 4490,
    encoding: str = "",
    name: str = "",
    kind: int = ogr.wkbPolygon,
) -> Path:
    """A layer of text fields; ``rows`` are (values, WKT or empty)."""
    source = gdal.GetDriverByName(driver)
    existing = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE) if path.exists() and name else None
    target = existing or source.Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    system = None
    if epsg:
        system = osr.SpatialReference()
        system.ImportFromEPSG(epsg)
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    options = [f"ENCODING={encoding}"] if encoding else []
    layer = target.CreateLayer(name or path.stem, system, kind, options)
    for field in rows[0][0] if rows else ():
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
    for values, wkt in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for field, value in values.items():
            feature.SetField(layer.GetLayerDefn().GetFieldIndex(field), value)
        if wkt:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        layer.CreateFeature(feature)
    layer = target = existing = None
    return path


def dbase_table(
    path: Path, fields: Sequence[tuple[bytes, int]], records: Sequence[Sequence[bytes]], language: int = 0
) -> None:
    """A .dbf written byte by byte, so that names and values are in whatever encoding the bytes are."""
    length = 1 + sum(width for _, width in fields)
    head = bytearray(
        b"\x03\x7e\x0b\x17" + len(records).to_bytes(4, "little") + (33 + 32 * len(fields)).to_bytes(2, "little")
    )
    head += length.to_bytes(2, "little") + bytes(20)
    head[29] = language
    for name, width in fields:
        head += name[:10].ljust(11, b"\x00") + b"C" + bytes(4) + bytes([width, 0]) + bytes(14)
    head += b"\x0d"
    body = b"".join(
        b" " + b"".join(value.ljust(width)[:width] for value, (_, width) in zip(record, fields, strict=True))
        for record in records
    )
    path.write_bytes(bytes(head) + body + b"\x1a")


def shapefile(
    folder: Path,
    stem: str,
    fields: Sequence[tuple[bytes, int]],
    records: Sequence[Sequence[bytes]],
    *,
    language: int = 0,
    cpg: str = "",
    epsg: int | None = 4490,
) -> Path:
    """A shapefile of boxes in a row whose .dbf holds the given bytes; no .cpg unless one is given."""
    path = folder / f"{stem}.shp"
    rows = [({"x": ""}, box(113 + place / 100, 23, 113 + (place + 1) / 100, 23.01)) for place in range(len(records))]
    write_layer(path, rows, driver="ESRI Shapefile", epsg=epsg)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if cpg:
        path.with_suffix(".cpg").write_text(cpg, encoding="ascii")
    dbase_table(path.with_suffix(".dbf"), fields, records, language)
    return path
