# SPDX-License-Identifier: GPL-3.0-or-later
"""What every GeoPackage of ours has in common (OGC 12-128r17): how it is made and read, its own tables, the spatial index.

Needs no shapely, and so can be loaded where there is none.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

APPLICATION_ID: Final = 0x47504B47  # "GPKG"
USER_VERSION: Final = 10300
SRS: Final = 4490
SQLITE_HEAD: Final = b"SQLite format 3\x00"
"""The first bytes of every SQLite file."""
# Nothing is taken from the clock: the same content gives the same bytes.
_LAST_CHANGE: Final = "1970-01-01T00:00:00.000Z"
_PAGE_SIZE: Final = 16384
"""Bytes. Of the usual 4096 a large shape fills thousands, and each is read for itself: 39 MB opened in 148 ms, so in 114."""
_ENVELOPE_BYTES: Final = (0, 32, 48, 48, 64)

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


# --- reading ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def opened_read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """An SQLite file as an immutable database: no lock is taken and no journal made, also where the folder is read-only.

    What its schema says is not trusted, and text that is not UTF-8 is read with replacement signs. Raises sqlite3.Error.
    """
    with contextlib.closing(sqlite3.connect(_uri(path), uri=True, isolation_level=None)) as database:
        database.text_factory = lambda raw: raw.decode("utf-8", "replace")
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA query_only = ON")
        yield database


def _uri(path: Path) -> str:
    """SQLite's URI of a file: percent-encoded, with the slash that a Windows drive letter needs before it."""
    name = path.resolve().as_posix()
    name = name if name.startswith("/") else "/" + name
    return f"file:{quote(name)}?mode=ro&immutable=1"


def has_unsaved_edits(path: Path) -> bool:
    """Whether another program holds changes of a GeoPackage that are not in it yet."""
    journal = path.with_name(path.name + "-wal")
    return journal.is_file() and journal.stat().st_size > 0


def ordinary_tables(database: sqlite3.Connection) -> set[str]:
    """Names of the ordinary tables: not of views and virtual tables, which are somebody else's statements."""
    found = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return {str(name) for name, sql in found if not re.match(r"\s*CREATE\s+VIRTUAL", sql or "", re.IGNORECASE)}


def named_tables(path: Path) -> set[str]:
    """The tables that a GeoPackage says it holds; none where it is no GeoPackage, or not to be read."""
    try:
        with path.open("rb") as file:
            if file.read(len(SQLITE_HEAD)) != SQLITE_HEAD:
                return set()
        with opened_read_only(path) as database:
            return {str(name) for (name,) in database.execute("SELECT table_name FROM gpkg_contents")}
    except (OSError, sqlite3.Error, UnicodeDecodeError):
        return set()


def wkb_of(blob: Any) -> bytes:
    """The WKB in a GeoPackage geometry. Raises ValueError where it is none, or one of an extension."""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP" or blob[3] & 0b0010_0000:
        raise ValueError("not a GeoPackage geometry")
    envelope = (blob[3] >> 1) & 7
    if envelope >= len(_ENVELOPE_BYTES):
        raise ValueError("not a GeoPackage geometry")
    return blob[8 + _ENVELOPE_BYTES[envelope] :]


# --- writing ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def created(path: Path) -> Iterator[sqlite3.Connection]:
    """A new GeoPackage with its own tables, in one transaction; to be made at a place beside. Raises sqlite3.Error."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
        database.execute("PRAGMA encoding = 'UTF-8'")
        database.execute("PRAGMA journal_mode = OFF")  # the file is thrown away when anything fails
        database.execute("PRAGMA synchronous = OFF")  # flushed once, when it is whole
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {USER_VERSION}")
        database.execute("BEGIN")
        create_geopackage_tables(database)
        yield database
        database.execute("COMMIT")


def extent_of(boxes: Iterable[Box]) -> Box | None:
    """The box around all boxes; None where there are none."""
    columns = list(zip(*boxes, strict=True))
    return (min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3])) if columns else None


def register_table(
    database: sqlite3.Connection, table: str, title: str, *, extent: Box | None = None, is_spatial: bool = False
) -> None:
    """Say in the GeoPackage's own tables what a table is: attributes, or multipolygons (column geom) within ``extent``."""
    kind, srs = ("features", SRS) if is_spatial else ("attributes", None)
    database.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (table, kind, table, title, _LAST_CHANGE, *(extent or (None,) * 4), srs),
    )
    if is_spatial:
        database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'MULTIPOLYGON', ?, 0, 0)", (table, SRS))


def create_spatial_index(database: sqlite3.Connection, table: str) -> None:
    """An empty spatial index of a table by the extension gpkg_rtree_index. Its triggers come last, :func:`guard_spatial_index`."""
    database.execute(f"CREATE VIRTUAL TABLE rtree_{table}_geom USING rtree(id, minx, maxx, miny, maxy)")
    database.execute(
        "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
        (table,),
    )


def guard_spatial_index(database: sqlite3.Connection, table: str) -> None:
    """The triggers that keep a spatial index right when somebody edits the table later."""
    index = f"rtree_{table}_geom"
    for name, trigger in _INDEX_TRIGGERS.items():
        database.execute(
            f"CREATE TRIGGER {index}_{name} {trigger.format(table=table, index=index, insert=_INDEX_INSERT.format(index=index))}"
        )


# The triggers that the extension demands (OGC 12-128r17, annex F.3). They never run on a file of ours as it is written; they
# keep the index right in a copy that somebody edits with QGIS.
_INDEX_INSERT: Final = "INSERT OR REPLACE INTO {index} VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"
_INDEX_TRIGGERS: Final = {
    "insert": "AFTER INSERT ON {table} WHEN (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN {insert} END",
    "update1": "AFTER UPDATE OF geom ON {table} WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN {insert} END",
    "update2": "AFTER UPDATE OF geom ON {table} WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom)) "
    "BEGIN DELETE FROM {index} WHERE id = OLD.fid; END",
    "update3": "AFTER UPDATE ON {table} WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) "
    "BEGIN DELETE FROM {index} WHERE id = OLD.fid; {insert} END",
    "update4": "AFTER UPDATE ON {table} WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom)) "
    "BEGIN DELETE FROM {index} WHERE id IN (OLD.fid, NEW.fid); END",
    "delete": "AFTER DELETE ON {table} WHEN OLD.geom NOT NULL BEGIN DELETE FROM {index} WHERE id = OLD.fid; END",
}


def create_geopackage_tables(database: sqlite3.Connection) -> None:
    """The tables of GeoPackage 1.3 (OGC 12-128r17, tables 5, 3, 6, 18), with the reference systems in them."""
    database.execute(
        "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL, "
        "organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)"
    )
    database.execute(
        "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, "
        "description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, "
        "min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, "
        "CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))"
    )
    database.execute(
        "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, "
        "srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, "
        "CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name), "
        "CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), "
        "CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))"
    )
    database.execute(
        "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, "
        "scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))"
    )
    database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", REFERENCE_SYSTEMS)


REFERENCE_SYSTEMS: Final = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian coordinate reference system"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    ("WGS 84 geodetic", 4326, "EPSG", 4326,
     ('GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],'
     'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],'
     'AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'), "longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid"),
    ("China Geodetic Coordinate System 2000", 4490, "EPSG", 4490,
     ('GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,'
     'AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
     'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],'
     'AUTHORITY["EPSG","4490"]]'), "CGCS2000"),
)  # fmt: skip
