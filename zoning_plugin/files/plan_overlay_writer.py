# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing what a plan laid over a release comes to, as it comes: one GeoPackage. Format: docs/formats/plan-overlay.md."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

from ..core.plan_overlay import LaidParcels
from ..core.unit import ControlUnit
from .geopackage import (
    Box,
    create_spatial_index,
    created,
    extent_of,
    guard_spatial_index,
    register_table,
)
from .plan_parcels import ParcelRows, PlanField

PIECES, BALANCE, SUMMARY = "pieces", "balance", "overlay"
_TITLES: Final = {PIECES: "图斑与管控单元的压占部分", BALANCE: "图斑平衡表", SUMMARY: "叠加说明"}
_OF_PIECES: Final = (
    "parcel_fid INTEGER NOT NULL", "unit TEXT", "unit_name TEXT", "class TEXT", "relation TEXT", "area_m2 REAL NOT NULL",
    "share REAL NOT NULL", "distance_m REAL",
)  # fmt: skip
_OF_BALANCE: Final = (
    "parcel_fid INTEGER NOT NULL", "state TEXT NOT NULL", "detail TEXT", "pieces INTEGER NOT NULL", "area_m2 REAL", "covered_m2 REAL",
    "uncovered_m2 REAL", "double_m2 REAL", "imbalance REAL", "leaves_gap BOOLEAN",
)  # fmt: skip
_CACHE_KIB: Final = 65536
_UNLAID: Final = (None, None, None, None, None, None)


def stored_names(names: Iterable[str]) -> tuple[str, ...]:
    """The columns that the fields of a plan are stored in: their own names, but where one is taken, with "~2" behind.

    Taken are the names of our own columns, which are the contract's, and of fields before it; upper and lower case are one.
    """
    taken = {"fid", "geom", *(column.split()[0] for column in _OF_PIECES)}
    found = []
    for name in names:
        candidates = (name if number == 1 else f"{name}~{number}" for number in count(1))
        stored = next(one for one in candidates if one and one.lower() not in taken)
        taken.add(stored.lower())
        found.append(stored)
    return tuple(found)


class PlanOverlayWriter:
    """Adds laid parcels to a GeoPackage, in the order in which they are given; to be had of :func:`writing_overlay`."""

    def __init__(self, database: sqlite3.Connection, fields: Sequence[PlanField], units: Sequence[ControlUnit]) -> None:
        self._database = database
        self._units = [(one.code, one.name, one.unit_class.value) for one in units]
        self._extent: Box | None = None
        self._piece_count = self._parcel_count = 0
        kept = [
            f"{_quoted(stored)} {one.kind}"
            for stored, one in zip(stored_names(one.name for one in fields), fields, strict=True)
        ]
        for table, columns in {
            PIECES: ("geom MULTIPOLYGON", *kept, *_OF_PIECES),
            BALANCE: _OF_BALANCE,
            SUMMARY: ("key TEXT NOT NULL", "value TEXT NOT NULL"),
        }.items():
            database.execute(f"CREATE TABLE {table} (fid INTEGER PRIMARY KEY NOT NULL, {', '.join(columns)})")
        create_spatial_index(database, PIECES)
        self._into_pieces = _insert(PIECES, 2 + len(kept) + len(_OF_PIECES))
        self._into_balance = _insert(BALANCE, 1 + len(_OF_BALANCE))
        self._into_index = _insert(f"rtree_{PIECES}_geom", 5)

    def add(self, rows: ParcelRows, laid: LaidParcels, blobs: Sequence[tuple[bytes, Box] | None]) -> None:
        """Add parcels: as read, as laid, and the geometry of every piece with its bounds (:func:`.geopackage_shapes.geometry_blobs`)."""
        first = self._piece_count + 1
        self._database.executemany(self._into_pieces, self._piece_rows(rows, laid, blobs, first))
        boxes = [(fid, one[1]) for fid, one in enumerate(blobs, first) if one is not None]
        self._database.executemany(self._into_index, ((fid, west, east, south, north)
                                                      for fid, (west, south, east, north) in boxes))  # fmt: skip
        self._database.executemany(self._into_balance, self._balance_rows(rows, laid))
        self._piece_count += len(laid.pieces)
        self._parcel_count += len(rows.fids)
        extent = extent_of(box for _, box in boxes)
        if extent is not None:
            self._extent = extent_of([extent, self._extent or extent])

    def finish(self, summary: Iterable[tuple[str, str]]) -> None:
        """Write what was done, as keys and values, and make it a GeoPackage that QGIS knows."""
        numbered = ((fid, key, value) for fid, (key, value) in enumerate(summary, 1))
        self._database.executemany(_insert(SUMMARY, 3), numbered)
        for table, title in _TITLES.items():
            is_spatial = table == PIECES
            register_table(
                self._database, table, title, extent=self._extent if is_spatial else None, is_spatial=is_spatial
            )
        guard_spatial_index(self._database, PIECES)

    def _piece_rows(
        self, rows: ParcelRows, laid: LaidParcels, blobs: Sequence[tuple[bytes, Box] | None], first: int
    ) -> Iterator[tuple[Any, ...]]:
        for fid, (piece, blob) in enumerate(zip(laid.pieces, blobs, strict=True), first):
            unit = (None, None, None) if piece.unit is None else self._units[piece.unit]
            yield (
                fid, blob and blob[0], *rows.values[piece.parcel], rows.fids[piece.parcel], *unit,
                piece.relation and piece.relation.value, piece.area_m2, piece.share, piece.relation and piece.distance_m,
            )  # fmt: skip

    def _balance_rows(self, rows: ParcelRows, laid: LaidParcels) -> Iterator[tuple[Any, ...]]:
        counts = [0] * len(rows.fids)
        for piece in laid.pieces:
            counts[piece.parcel] += 1
        balances = zip(rows.fids, laid.states, laid.details, counts, laid.balances, strict=True)
        for number, (fid, state, detail, pieces, balance) in enumerate(balances, self._parcel_count + 1):
            yield number, fid, state.value, detail or None, pieces, *(balance or _UNLAID)


@contextmanager
def writing_overlay(
    place: Path, fields: Sequence[PlanField], units: Sequence[ControlUnit]
) -> Iterator[PlanOverlayWriter]:
    """A new file at a place that ``outputs.beside`` gave, to be finished inside. Raises sqlite3.Error."""
    with created(place) as database:
        database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        yield PlanOverlayWriter(database, fields, units)


def _insert(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"  # noqa: S608 - the name is ours


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
