# SPDX-License-Identifier: GPL-3.0-or-later
"""The release file: one GeoPackage, written whole and moved into place, read without a trace. Format: docs/formats/release.md."""

from __future__ import annotations

import contextlib
import json
import math
import sqlite3
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from ..core import geometry, measure
from ..core.catalogue import Bounds
from ..core.clause import AccessList, Clause, ClauseSource, Scope
from ..core.errors import Fault, Level, OutputFailed, ReleaseUnreadable, SiteUnusable, fault
from ..core.geometry import Shape
from ..core.office_rules import stated_colours, stated_thresholds
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.release import (
    INFO_WORDS,
    OFFICE_WORDS,
    Promise,
    Release,
    ReleaseInfo,
    SourceFile,
    first_step,
    logical_digest,
    standing_digest,
    standing_info,
)
from ..core.standing import Step, check_steps
from ..core.terms import CrsBasis, ReleaseStatus, Tier, UnitClass
from ..core.unit import ControlUnit, Zone
from .geopackage import (
    SQLITE_HEAD,
    SRS,
    create_spatial_index,
    created,
    extent_of,
    guard_spatial_index,
    has_unsaved_edits,
    opened_read_only,
    ordinary_tables,
    register_table,
    wkb_of,
)
from .geopackage_shapes import geometry_blob
from .outputs import beside

SCHEMA: Final = "zoning.release/1"
_AT_ONCE: Final = 500
"""Rows asked for by number in one statement; SQLite before 3.32 takes 999 values."""

_SHAPE_TABLES: Final = ("units", "zones")

# Columns after fid (and geom), in stored order. "TEXT NOT NULL" unless said otherwise.
_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "units": ("code", "name", "class", "class_text", "province", "city", "county", "remark", "elements", "source_file",
              "source_row INTEGER"),
    "zones": ("theme", "code", "name", "source_file", "source_row INTEGER"),
    "access_lists": ("list_id", "title", "tier", "scope", "theme", "document", "document_no", "issuer", "effective", "source_file"),
    "clauses": ("clause_id", "list_id", "unit_code", "dimension", "number", "tag", "text", "source_file", "source_sheet",
                "source_row INTEGER"),
    "sources": ("file", "role", "sha256", "encoding", "crs", "rows INTEGER", "crs_basis"),
    "promises": ("kind", "subject", "count INTEGER", "delivered INTEGER"),
    "steps": ("status", "number", "date", "effective", "note"),
    "release": ("key", "value"),
}  # fmt: skip
_UNIQUE: Final = {"access_lists": "list_id", "clauses": "clause_id", "release": "key"}
_TITLES: Final = {"units": "环境管控单元", "zones": "要素分区", "access_lists": "准入清单", "clauses": "条款", "sources": "来源文件",
                  "promises": "应有内容", "steps": "环节", "release": "成果说明"}  # fmt: skip

_Row = TypeVar("_Row")


# --- writing ---------------------------------------------------------------------------------------------------------


def write_release(release: Release, path: Path, *, progress: Progress | None = None) -> Release:
    """Write ``release`` to ``path`` and return it as read back from there, with its digest.

    The file appears whole or not at all: it is written beside ``path``, read back, its digest compared, flushed to disk
    and moved over ``path``; whatever fails, what was there stays. Faults of ``release`` are not stored.

    Raises OutputFailed: "folder-missing", "release-not-written" (with SQLite's or the system's words),
    "release-not-verified" (what was read back is not what was written); Cancelled.
    """
    progress = progress or Silent()
    release = _canonical(release)
    digest = logical_digest(release)
    progress.report(0.2, "step-writing-release")
    with beside([path], code="release-not-written") as (place,):
        try:
            _write_database(release, digest, place, progress)
            stop_if_cancelled(progress)
            progress.report(0.6, "step-verifying-release")
            stored = read_release(place, verify=True)
        except (sqlite3.Error, ReleaseUnreadable) as reason:
            raise OutputFailed("release-not-written", file=path.name, detail=reason) from reason
        if stored.faults or stored.digest != digest or stored.steps != release.steps:
            raise OutputFailed("release-not-verified", stored.faults, file=path.name)
        stop_if_cancelled(progress)
    progress.report(1.0, "step-writing-release")
    return stored


def digest_as_stored(release: Release) -> str:
    """The logical digest that ``release`` has in a file."""
    return logical_digest(_canonical(release))


def _canonical(release: Release) -> Release:
    """As it is read back: with the step that it states where it states no others, and shapes of one part as polygons, of

    several as multipolygons; on disk, where all are multipolygons, the two are one.
    """  # fmt: skip

    def single(shape: Shape) -> Shape:
        wkb = geometry.to_wkb(shape)
        return geometry.from_wkb(_unwrapped(wkb)) if _part_count(wkb) == 1 else shape

    return replace(
        release,
        units=tuple(replace(unit, shape=single(unit.shape)) for unit in release.units),
        zones=tuple(replace(zone, shape=single(zone.shape)) for zone in release.zones),
        faults=(),
        steps=release.history,
    )


def _part_count(wkb: bytes) -> int:
    """Number of parts of a little-endian multipolygon; 0 for any other shape."""
    kind, count = struct.unpack_from("<II", wkb, 1) if len(wkb) >= 9 else (0, 0)
    return int(count) if kind == 6 else 0


def _unwrapped(wkb: bytes) -> bytes:
    """The WKB of the only part of a multipolygon."""
    return wkb[9:]


def _write_database(release: Release, digest: str, path: Path, progress: Progress) -> None:
    with created(path) as database:
        _create_tables(database)
        shapes = {"units": [unit.shape for unit in release.units], "zones": [zone.shape for zone in release.zones]}
        for table, rows in _rows(release, digest).items():
            stop_if_cancelled(progress)
            names = ["fid", *(["geom"] if table in shapes else []), *(column.split()[0] for column in _COLUMNS[table])]
            blobs = ([geometry_blob(shape)] for shape in shapes[table]) if table in shapes else ([] for _ in rows)
            numbered = [[fid, *blob, *row] for fid, (blob, row) in enumerate(zip(blobs, rows, strict=True), 1)]
            marks = ", ".join("?" * len(names))
            database.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", numbered)  # noqa: S608
            extent = extent_of(geometry.bounds(shape) for shape in shapes.get(table, ()))
            register_table(database, table, _TITLES[table], extent=extent, is_spatial=table in shapes)
        for table, own in shapes.items():
            _index(database, table, own)


def _index(database: sqlite3.Connection, table: str, shapes: Sequence[Shape]) -> None:
    """Spatial index, so that QGIS draws large releases fast."""
    create_spatial_index(database, table)
    boxes = [(fid, *geometry.bounds(shape)) for fid, shape in enumerate(shapes, 1)]
    rows = [(fid, west, east, south, north) for fid, west, south, east, north in boxes]
    database.executemany(f"INSERT INTO rtree_{table}_geom VALUES (?, ?, ?, ?, ?)", rows)  # noqa: S608 - the name is ours
    guard_spatial_index(database, table)


def _rows(release: Release, digest: str) -> dict[str, list[tuple[Any, ...]]]:
    info = release.info
    stated = {"schema": SCHEMA} | {name: getattr(info, name) for name in INFO_WORDS}
    stated |= {name: getattr(info, name) for name in OFFICE_WORDS if getattr(info, name)}
    stated["digest"] = digest
    stated["standing_digest"] = standing_digest(release)
    stated["status"] = info.status.value
    return {
        "release": list(stated.items()),
        "steps": [(one.status.value, one.number, one.date, one.effective, one.note) for one in release.steps],
        "sources": [(one.file, one.role, one.sha256, one.encoding, one.crs, one.rows, one.crs_basis.value)
                    for one in release.sources],
        "promises": [(one.kind, one.subject, one.count, int(one.delivered)) for one in release.promises],
        "access_lists": [
            (one.list_id, one.title, one.tier.value, _scope_text(one.scope), one.theme, one.document, one.document_no, one.issuer,
             one.effective, one.source_file)
            for one in release.lists
        ],
        "clauses": [
            (one.clause_id, one.list_id, one.unit_code, one.dimension, one.number, one.tag, one.text, one.source.file,
             one.source.sheet, one.source.row)
            for one in release.clauses
        ],
        "units": [
            (one.code, one.name, one.unit_class.value, one.class_text, one.province, one.city, one.county, one.remark,
             one.elements, one.source_file, one.source_row)
            for one in release.units
        ],
        "zones": [(one.theme, one.code, one.name, one.source_file, one.source_row) for one in release.zones],
    }  # fmt: skip


def _scope_text(scope: Scope) -> str:
    stated = {
        "admin": scope.admin,
        "classes": [one.value for one in scope.classes],
        "units": scope.units,
        "zones": scope.zones,
    }
    return json.dumps({key: list(value) for key, value in stated.items() if value}, ensure_ascii=False, sort_keys=True)


def _create_tables(database: sqlite3.Connection) -> None:
    """Our own tables."""
    for table, columns in _COLUMNS.items():
        shape = ["geom MULTIPOLYGON NOT NULL"] if table in _SHAPE_TABLES else []
        own = [f"{column if ' ' in column else column + ' TEXT'} NOT NULL" for column in columns]
        unique = [f"UNIQUE ({_UNIQUE[table]})"] if table in _UNIQUE else []
        parts = ["fid INTEGER PRIMARY KEY NOT NULL", *shape, *own, *unique]
        database.execute(f"CREATE TABLE {table} ({', '.join(parts)})")


# --- reading ---------------------------------------------------------------------------------------------------------


def read_release(path: Path, *, verify: bool = False) -> Release:
    """Read a release file; nothing is written beside it. What of it cannot be read is in ``Release.faults``.

    With ``verify`` the digest is computed again; a difference is the fault "digest-mismatch". Steps that do not agree with
    their own digest, with their order or with what is printed are the fault "standing-mismatch", always looked for.

    Raises ReleaseUnreadable: "file-missing", "file-empty", "release-not-a-geopackage", "release-not-a-release",
    "release-schema-unknown", "release-crs", "release-damaged", "release-without-units" (none could be read: nothing
    can be said by such a release, so it is not opened as one that says "no unit here").
    """
    with _opened(path) as database:
        tables = ordinary_tables(database)
        stated = _read_stated(database, tables, path)
        info, digest = _info_of(stated, path), stated.get("digest", "")
        _check_crs(database, path)
        faults: list[Fault] = []
        if has_unsaved_edits(path):
            faults.append(fault("release-open-for-editing", Level.ERROR, file=path.name))

        def rows(table: str, make: Callable[[sqlite3.Row], _Row]) -> tuple[_Row, ...]:
            if table not in tables:
                faults.append(fault("release-table-missing", Level.ERROR, file=path.name, table=table))
                return ()
            return tuple(_read_rows(database, table, make, path, faults))

        release = Release(
            info,
            units=rows("units", _unit),
            zones=rows("zones", _zone),
            lists=rows("access_lists", _access_list),
            clauses=rows("clauses", _clause),
            sources=rows("sources", _source),
            promises=rows("promises", _promise),
            digest=digest,
        )
        release = release.with_steps(rows("steps", _step) or (first_step(info),))
        if (
            release.info != info
            or standing_digest(release) != stated.get("standing_digest")
            or check_steps(release.steps)
        ):
            faults.append(fault("standing-mismatch", Level.ERROR, file=path.name))
    if not release.units:
        raise ReleaseUnreadable("release-without-units", file=path.name)
    if verify:
        computed = logical_digest(release)
        if computed != digest:
            faults.append(fault("digest-mismatch", Level.ERROR, file=path.name, stated=digest, computed=computed))
    return replace(release, faults=tuple(faults))


@dataclass(frozen=True)
class ReleaseHead:
    """What a release file says of itself, without its contents: description, digests, steps, how much it holds and where.

    ``boxes`` are the bounds of its units; None where they cannot be read.
    """

    info: ReleaseInfo
    digest: str
    standing_digest: str
    steps: tuple[Step, ...]
    unit_count: int
    clause_count: int
    boxes: tuple[Bounds, ...] | None


def read_release_head(path: Path) -> ReleaseHead:
    """Read what a release file says of itself; far quicker than its contents. Raises like :func:`read_release`."""
    with _opened(path) as database:
        tables = ordinary_tables(database)
        stated = _read_stated(database, tables, path)
        info = _info_of(stated, path)
        faults: list[Fault] = []
        steps = tuple(_read_rows(database, "steps", _step, path, faults)) if "steps" in tables else ()
        if faults:
            raise ReleaseUnreadable("release-damaged", file=path.name, detail=faults[0].fact("detail"))
        steps = steps or (first_step(info),)
        return ReleaseHead(
            standing_info(info, steps),
            stated.get("digest", ""),
            stated.get("standing_digest", ""),
            steps,
            _count(database, "units"),
            _count(database, "clauses") if "clauses" in tables else 0,
            _boxes(database),
        )


@dataclass(frozen=True)
class StoredClauses:
    """Clauses of a release file, each with its row (fid), in stored order; its lists; names of units and zones by code.

    ``faults`` are what of these could not be read.
    """

    clauses: tuple[tuple[int, Clause], ...]
    lists: Mapping[str, AccessList]
    names: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


def read_clauses(path: Path) -> StoredClauses:
    """Read every clause of a release file and no shape of it. Raises like :func:`read_release_head`."""
    with _opened(path) as database:
        tables = ordinary_tables(database)
        _read_stated(database, tables, path)
        faults = [
            fault("release-table-missing", Level.ERROR, file=path.name, table=table)
            for table in ("clauses", "access_lists", "zones")
            if table not in tables
        ]
        clauses = _read_rows(database, "clauses", _keyed_clause, path, faults) if "clauses" in tables else ()
        lists = _read_rows(database, "access_lists", _access_list, path, faults) if "access_lists" in tables else ()
        names: dict[str, list[str]] = {}
        for table in ("units", "zones"):
            if table in tables:
                for row in database.execute(f"SELECT code, name FROM {table} WHERE code != '' ORDER BY fid"):  # noqa: S608 - ours
                    names.setdefault(str(row["code"]), []).append(str(row["name"]))
        named = {code: "、".join(dict.fromkeys(filter(None, several))) for code, several in names.items()}
        return StoredClauses(tuple(clauses), {one.list_id: one for one in lists}, named, tuple(faults))


def read_some_clauses(path: Path, rows: Sequence[int]) -> StoredClauses:
    """Read the clauses of these rows (fid) of a release file, in the order asked, and its lists; no names.

    Rows that are not there are left out. Raises like :func:`read_release_head`.
    """
    with _opened(path) as database:
        tables = ordinary_tables(database)
        _read_stated(database, tables, path)
        faults: list[Fault] = []
        found: dict[int, Clause] = {}
        for start in range(0, len(rows) if "clauses" in tables else 0, _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            found.update(_read_rows(database, "clauses", _keyed_clause, path, faults, some))
        lists = _read_rows(database, "access_lists", _access_list, path, faults) if "access_lists" in tables else ()
        ordered = tuple((row, found[row]) for row in rows if row in found)
        return StoredClauses(ordered, {one.list_id: one for one in lists}, {}, tuple(faults))


def _count(database: sqlite3.Connection, table: str) -> int:
    return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - the name is one of ours


def _boxes(database: sqlite3.Connection) -> tuple[Bounds, ...] | None:
    """Bounds of the units out of the heads of their geometries; None where one of them has none."""
    boxes: list[Bounds] = []
    for (head,) in database.execute("SELECT substr(geom, 1, 40) FROM units"):
        if not isinstance(head, bytes) or len(head) < 40 or head[:2] != b"GP" or (head[3] >> 1) & 7 != 1:
            return None
        west, east, south, north = struct.unpack_from("<4d" if head[3] & 1 else ">4d", head, 8)
        if not all(map(math.isfinite, (west, east, south, north))):
            return None
        boxes.append((west, south, east, north))
    return tuple(boxes)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as an immutable database: SQLite takes no lock and makes no journal, also where the folder is read-only."""
    if not path.is_file():
        raise ReleaseUnreadable("file-missing", file=path.name)
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise ReleaseUnreadable("file-empty", file=path.name)
    if head != SQLITE_HEAD:
        raise ReleaseUnreadable("release-not-a-geopackage", file=path.name)
    try:
        with opened_read_only(path) as database:
            database.row_factory = sqlite3.Row
            yield database
    except (sqlite3.Error, UnicodeDecodeError) as reason:  # the latter out of SQLite's own message about damaged text
        raise ReleaseUnreadable("release-damaged", file=path.name, detail=reason) from reason


def _read_stated(database: sqlite3.Connection, tables: set[str], path: Path) -> dict[str, str]:
    if not {"release", "units", "gpkg_contents"} <= tables:
        raise ReleaseUnreadable("release-not-a-release", file=path.name)
    stated = {str(row["key"]): str(row["value"]) for row in database.execute("SELECT key, value FROM release")}
    if stated.get("schema") != SCHEMA:
        raise ReleaseUnreadable("release-schema-unknown", file=path.name, found=stated.get("schema", ""), known=SCHEMA)
    return stated


def _info_of(stated: dict[str, str], path: Path) -> ReleaseInfo:
    try:
        status = ReleaseStatus(stated.get("status", ""))
        texts = {name: stated.get(name, "") for name in (*INFO_WORDS, *OFFICE_WORDS) if name != "status"}
        info = ReleaseInfo(status=status, **texts)
        measure.AreaRule.parse(info.area_rule)
        stated_thresholds(info), stated_colours(info)
    except (ValueError, ReleaseUnreadable) as reason:
        raise ReleaseUnreadable("release-damaged", file=path.name, detail=reason) from reason
    return info


def _check_crs(database: sqlite3.Connection, path: Path) -> None:
    for row in database.execute("SELECT table_name, srs_id FROM gpkg_geometry_columns"):
        if row["table_name"] in _SHAPE_TABLES and row["srs_id"] != SRS:
            raise ReleaseUnreadable("release-crs", file=path.name, table=row["table_name"], found=row["srs_id"])


def _read_rows(
    database: sqlite3.Connection,
    table: str,
    make: Callable[[sqlite3.Row], _Row],
    path: Path,
    faults: list[Fault],
    only: Sequence[int] | None = None,
) -> Iterable[_Row]:
    where = "" if only is None else f"WHERE fid IN ({', '.join('?' * len(only))})"
    for row in database.execute(f"SELECT * FROM {table} {where} ORDER BY fid", only or ()):  # noqa: S608 - the name is one of ours
        try:
            yield make(row)
        except (ValueError, IndexError, KeyError, TypeError, struct.error, SiteUnusable) as reason:
            faults.append(
                fault(
                    "release-row-unreadable",
                    Level.ERROR,
                    file=path.name,
                    table=table,
                    row=row["fid"],
                    detail=_said(reason),
                )
            )


def _said(reason: Exception) -> str:
    """What is wrong, without our own names."""
    return str(reason.facts.get("detail", reason.code)) if isinstance(reason, SiteUnusable) else str(reason)


def _shape(blob: bytes) -> Shape:
    """Shape of a GeoPackage geometry; of a multipolygon with one part, that part."""
    wkb = wkb_of(blob)
    shape = geometry.from_wkb(_unwrapped(wkb) if _part_count(wkb) == 1 else wkb)
    if geometry.dimension(shape) != 2:
        raise ValueError("not a polygon")
    return shape


def _unit(row: sqlite3.Row) -> ControlUnit:
    return ControlUnit(
        row["code"], row["name"], UnitClass(row["class"]), row["class_text"], row["province"], row["city"], row["county"], row["remark"],
        _shape(row["geom"]), row["source_file"], int(row["source_row"]), row["elements"],
    )  # fmt: skip


def _zone(row: sqlite3.Row) -> Zone:
    return Zone(row["theme"], row["code"], row["name"], _shape(row["geom"]), row["source_file"], int(row["source_row"]))


def _access_list(row: sqlite3.Row) -> AccessList:
    return AccessList(
        row["list_id"], row["title"], Tier(row["tier"]), _scope(row["scope"]), row["theme"], row["document"], row["document_no"],
        row["issuer"], row["effective"], row["source_file"],
    )  # fmt: skip


def _scope(text: str) -> Scope:
    stated = json.loads(text)
    if not isinstance(stated, dict) or not set(stated) <= {"admin", "units", "classes", "zones"}:
        raise ValueError("scope")
    texts = {key: tuple(str(one) for one in value) for key, value in stated.items() if key != "classes"}
    return Scope(classes=tuple(UnitClass(one) for one in stated.get("classes", ())), **texts)


def _clause(row: sqlite3.Row) -> Clause:
    return Clause(
        row["clause_id"], row["list_id"], row["unit_code"], row["dimension"], row["number"], row["tag"], row["text"],
        ClauseSource(row["source_file"], row["source_sheet"], int(row["source_row"])),
    )  # fmt: skip


def _keyed_clause(row: sqlite3.Row) -> tuple[int, Clause]:
    return int(row["fid"]), _clause(row)


def _source(row: sqlite3.Row) -> SourceFile:
    return SourceFile(
        row["file"],
        row["role"],
        row["sha256"],
        row["encoding"],
        row["crs"],
        int(row["rows"]),
        CrsBasis(row["crs_basis"]),
    )


def _step(row: sqlite3.Row) -> Step:
    return Step(ReleaseStatus(row["status"]), row["date"], row["number"], row["effective"], row["note"])


def _promise(row: sqlite3.Row) -> Promise:
    return Promise(row["kind"], row["subject"], int(row["count"]), bool(row["delivered"]))
