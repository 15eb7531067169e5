# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the parcels of a plan: a vector file of any size, some thousand features at a time, their fields as they are."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from osgeo import ogr

from ..core.errors import Fault, PlanUnusable, ReleaseUnreadable
from .features import (
    NEEDS_OWN_DECODING,
    ShapefileTexts,
    as_utf8,
    chosen_layer,
    crs_of,
    geometry_of,
    linear_wkb,
    opened_vector,
    unique_names,
)
from .geopackage import SQLITE_HEAD, has_unsaved_edits, opened_read_only, ordinary_tables, wkb_of

MOST_BYTES: Final = 16 * 1024 * 1024
"""Of WKB that are read at a time, but for the last shape: some parcels have as many vertices as thousands of others."""
_LONGEST_VALUE: Final = 256 * 1024 * 1024
"""Bytes of a value that are still read; the outline of a parcel has a millionth of it."""
_KINDS: Final = {
    (ogr.OFTInteger, ogr.OFSTNone): "MEDIUMINT", (ogr.OFTInteger, ogr.OFSTBoolean): "BOOLEAN", (ogr.OFTInteger, ogr.OFSTInt16): "SMALLINT",
    (ogr.OFTInteger64, ogr.OFSTNone): "INTEGER", (ogr.OFTReal, ogr.OFSTNone): "REAL", (ogr.OFTReal, ogr.OFSTFloat32): "FLOAT",
    (ogr.OFTDate, ogr.OFSTNone): "DATE", (ogr.OFTDateTime, ogr.OFSTNone): "DATETIME", (ogr.OFTBinary, ogr.OFSTNone): "BLOB",
}  # fmt: skip
_NO_SHAPE, _NO_WKB = b"", b"?"
_PLAIN: Final = {b"\x01\x03\x00\x00\x00", b"\x01\x06\x00\x00\x00"}
"""How the WKB of a plain polygon or multipolygon begins; of anything else GDAL says what it is, and makes its curves lines."""


@dataclass(frozen=True)
class PlanField:
    """A field of a plan: its name, and the column type of GeoPackage that holds its values."""

    name: str
    kind: str


@dataclass(frozen=True)
class ParcelRows:
    """Some parcels of a plan in file order: ids in the file, values in the order of the fields, and shapes as WKB.

    The WKB of a parcel without a shape is empty; of one whose shape cannot be read it is no WKB.
    """

    fids: tuple[int, ...]
    values: tuple[tuple[Any, ...], ...]
    wkbs: tuple[bytes, ...]


@dataclass(frozen=True)
class Plan:
    """An open plan. ``crs`` is WKT, empty where the file states none; ``geometry`` polygon, line, point, mixed or none.

    ``read`` gives its parcels, at most so many at a time (fewer where their shapes are large), from the first one on whenever it is called, in the thread that opened it.
    """

    path: Path
    layer: str
    crs: str
    crs_name: str
    encoding: str
    geometry: str
    fields: tuple[PlanField, ...]
    count: int
    read: Callable[[int], Iterator[ParcelRows]]
    faults: tuple[Fault, ...] = ()


@contextlib.contextmanager
def opened_plan(path: Path, layer: str = "", fids: Collection[int] | None = None) -> Iterator[Plan]:
    """Open one layer of a vector file (the only one with features when ``layer`` is empty), or of it the features with these ids.

    Nothing is written, and of the file no more is held than what is asked for at a time, where GDAL's driver does not hold it
    all itself (GeoJSON, KML). The rows of a GeoPackage are read by SQLite, without GDAL.

    Raises what :func:`.features.read_features` raises; PlanUnusable: "plan-is-view", "plan-damaged", "plan-layer-ambiguous"; when it is read "plan-text-not-utf8", to the end
    ReleaseUnreadable("file-truncated"), PlanUnusable("plan-features-missing").
    """
    is_table = False
    if _is_geopackage(path):
        layer, is_table = _table_of(path, layer), True
    with opened_vector(path) as source:
        try:
            chosen = chosen_layer(source, path, layer)
        except ReleaseUnreadable as reason:
            if reason.code == "layer-ambiguous":
                raise PlanUnusable("plan-layer-ambiguous", **reason.facts) from reason
            raise
        name = source.GetDriver().ShortName
        layer = path.stem if name == NEEDS_OWN_DECODING else chosen.GetName()
        crs, crs_name = crs_of(chosen)
        count = _row_count(path, chosen.GetName()) if is_table else chosen.GetFeatureCount(1)
        if not count:
            raise ReleaseUnreadable("no-features", file=path.name, layer=layer)
        definition = chosen.GetLayerDefn()
        defined = [definition.GetFieldDefn(position) for position in range(definition.GetFieldCount())]
        names = [one.GetName() for one in defined]
        encoding, decode, faults = (
            _decoding_of(chosen, path, names) if name == NEEDS_OWN_DECODING else ("UTF-8", as_utf8, [])
        )
        kinds = [_KINDS.get((one.GetType(), one.GetSubType()), "TEXT") for one in defined]
        fields = tuple(map(PlanField, unique_names(map(decode, names)), kinds))
        wanted = None if fids is None else frozenset(fids)
        begun = contextlib.ExitStack()

        def read(at_once: int) -> Iterator[ParcelRows]:
            rows = _rows_of_table(path, chosen, names) if is_table else _rows_of_layer(chosen, path, kinds, decode)
            return begun.enter_context(contextlib.closing(_in_pieces(_checked(rows, path, count, wanted), at_once)))

        plan = Plan(path, layer, crs, crs_name, encoding, geometry_of(chosen), fields, count if wanted is None else len(wanted),
                    read, tuple(faults))  # fmt: skip
        others: RuntimeError | None = None
        try:
            with begun:  # what was read in part is closed here, and not in whatever thread lets go of it
                yield plan
        except RuntimeError as reason:  # of whoever works with the plan: it says nothing about the file
            others = reason
    if others is not None:
        raise others


_Row = tuple[int, tuple[Any, ...], bytes]


def _checked(rows: Iterator[_Row], path: Path, count: int, wanted: frozenset[int] | None) -> Iterator[_Row]:
    """The rows, those wanted where not all are; raises where the file has fewer than it says, or not those wanted."""
    found, kept = 0, set[int]()
    for row in rows:
        found += 1
        if wanted is None:
            yield row
        elif row[0] in wanted:
            kept.add(row[0])
            yield row
    if found < count:
        raise ReleaseUnreadable("file-truncated", file=path.name, promised=count, found=found)
    missing = sorted((wanted or frozenset()) - kept)
    if missing or wanted == frozenset():
        listed = "、".join(map(str, missing[:20])) or "—"
        raise PlanUnusable("plan-features-missing", file=path.name, fids=listed, count=len(missing))


def _in_pieces(rows: Iterator[_Row], at_once: int) -> Generator[ParcelRows, None, None]:
    """So many rows at a time, fewer where their shapes are large."""
    some: list[_Row] = []
    size = 0
    for row in rows:
        some.append(row)
        size += len(row[2])
        if len(some) >= at_once or size >= MOST_BYTES:
            yield ParcelRows(*zip(*some, strict=True))
            some, size = [], 0
    if some:
        yield ParcelRows(*zip(*some, strict=True))


# --- a GeoPackage, by SQLite -----------------------------------------------------------------------------------------


def _is_geopackage(path: Path) -> bool:
    """Whether rows can be read straight out of the file; not while another program holds changes that are not in it yet."""
    if path.suffix.lower() != ".gpkg" or not path.is_file() or has_unsaved_edits(path):
        return False
    with path.open("rb") as file:
        return file.read(len(SQLITE_HEAD)) == SQLITE_HEAD


def _table_of(path: Path, layer: str) -> str:
    """The table of the wanted layer, or of the only one with rows. A view is refused: it is a statement of the file's, and may never end."""
    with _sqlite(path) as database:
        tables = ordinary_tables(database)
        if "gpkg_contents" not in tables:
            return layer  # GDAL says what is wrong with it
        named = database.execute(
            "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY table_name"
        )
        layers = [str(name) for (name,) in named]
        if layer:
            if layer in layers and layer not in tables:
                raise PlanUnusable("plan-is-view", file=path.name, layer=layer)
            return layer
        own = [one for one in layers if one in tables]
        if layers and not own:
            raise PlanUnusable("plan-is-view", file=path.name, layer="、".join(layers))
        filled = [one for one in own if database.execute(f"SELECT 1 FROM {_quoted(one)} LIMIT 1").fetchone()]  # noqa: S608
        if len(filled) > 1:
            raise PlanUnusable("plan-layer-ambiguous", file=path.name, found="、".join(filled))
        return (filled or own or [""])[0]


def _row_count(path: Path, table: str) -> int:
    """How many rows there are; what GDAL says is what somebody has noted in the file."""
    with _sqlite(path) as database:
        return int(database.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0])  # noqa: S608


def _rows_of_table(path: Path, layer: Any, names: list[str]) -> Iterator[_Row]:
    key, shape = layer.GetFIDColumn(), layer.GetGeometryColumn()
    columns = ", ".join(map(_quoted, [key or "rowid", *([shape] if shape else []), *names]))
    table = _quoted(layer.GetName())
    with _sqlite(path) as database:
        database.text_factory = bytes.decode  # what is not UTF-8 is not kept as if it were
        try:
            for row in database.execute(f"SELECT {columns} FROM {table} ORDER BY {_quoted(key or 'rowid')}"):  # noqa: S608
                yield int(row[0]), row[2:] if shape else row[1:], _wkb(row[1]) if shape else _NO_SHAPE
        except UnicodeDecodeError as reason:
            raise PlanUnusable("plan-text-not-utf8", file=path.name) from reason


def _wkb(blob: Any) -> bytes:
    if blob is None:
        return _NO_SHAPE
    try:
        wkb = wkb_of(blob)
        if wkb[:5] in _PLAIN:
            return wkb
        return linear_wkb(ogr.CreateGeometryFromWkb(wkb))
    except (ValueError, RuntimeError):
        return _NO_WKB


@contextlib.contextmanager
def _sqlite(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with opened_read_only(path) as database:
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
            yield database
    except (sqlite3.Error, UnicodeDecodeError) as reason:
        raise PlanUnusable("plan-damaged", file=path.name, detail=reason) from reason


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# --- anything else, by GDAL ------------------------------------------------------------------------------------------


def _decoding_of(layer: Any, path: Path, names: list[str]) -> tuple[str, Callable[[str], str], list[Fault]]:
    """How the texts of a shapefile are encoded, by all of them: one pass over its table, without the shapes."""
    seen = ShapefileTexts()
    seen.add(names)
    definition = layer.GetLayerDefn()
    texts = [at for at in range(len(names)) if definition.GetFieldDefn(at).GetType() == ogr.OFTString]
    layer.SetIgnoredFields(["OGR_GEOMETRY"])
    layer.ResetReading()
    for feature in layer:
        seen.add(feature.GetFieldAsString(at) for at in texts if feature.IsFieldSetAndNotNull(at))
    layer.SetIgnoredFields([])
    return seen.decoding(path)


def _rows_of_layer(layer: Any, path: Path, kinds: list[str], decode: Callable[[str], str]) -> Iterator[_Row]:
    layer.ResetReading()
    while (feature := _next(layer, path)) is not None:
        values = tuple(_value(feature, at, kind, decode) for at, kind in enumerate(kinds))
        try:
            wkb = linear_wkb(feature.GetGeometryRef())
        except RuntimeError:
            wkb = _NO_WKB
        yield feature.GetFID(), values, wkb


def _next(layer: Any, path: Path) -> Any:
    try:
        return layer.GetNextFeature()
    except RuntimeError as reason:
        raise PlanUnusable("plan-damaged", file=path.name, detail=reason) from reason


def _value(feature: Any, at: int, kind: str, decode: Callable[[str], str]) -> Any:
    """A value as SQLite takes it, and as GeoPackage writes it; None for NULL."""
    if not feature.IsFieldSetAndNotNull(at):
        return None
    if kind in ("BOOLEAN", "SMALLINT", "MEDIUMINT", "INTEGER"):
        return feature.GetFieldAsInteger64(at)
    if kind in ("REAL", "FLOAT"):
        return feature.GetFieldAsDouble(at)
    if kind == "BLOB":
        return bytes(feature.GetFieldAsBinary(at))
    if kind in ("DATE", "DATETIME"):
        return _moment(*feature.GetFieldAsDateTime(at), with_time=kind == "DATETIME")
    return decode(feature.GetFieldAsString(at))


def _moment(
    year: int, month: int, day: int, hour: int, minute: int, second: float, zone: int, *, with_time: bool
) -> str:
    """A date, or a moment in UTC as GeoPackage writes it; GDAL's zone counts quarters of an hour from 100, 0 and 1 are unknown."""
    if not with_time:
        return f"{year:04d}-{month:02d}-{day:02d}"
    whole = datetime.datetime(year, month, day, hour, minute, min(int(second), 59), tzinfo=datetime.UTC)
    if zone > 1:
        whole -= datetime.timedelta(minutes=15 * (zone - 100))
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{round(second % 1 * 1000) % 1000:03d}Z"
