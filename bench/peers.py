# SPDX-License-Identifier: GPL-3.0-or-later
"""The peers of the overlay engine: how each is asked for the pieces of parcels in units, and how its answer is measured."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from zoning_plugin.core import geometry, measure

from . import inputs, peer, postgis
from .measuring import PEER, Absent, Measurement, Timed
from .peer import PARCEL, UNIT

_PATIENCE: Final = 900
"""Seconds after which a peer is broken off."""
_LEAST_M2: Final = 0.01
"""Smaller pieces are in the sums, but not in the count: whether there is one at all hangs on the last digit."""
_SUBDIVIDED: Final = 256
"""Most vertices of a part after ST_Subdivide."""

_IN_ONE_PROCESS: Final = "SET max_parallel_workers_per_gather = 0"
"""By itself PostgreSQL 15 puts a worker on every core here; older plans, and functions not marked parallel-safe, know one process."""

_Piece = tuple[str, str, bytes]


def question(parcels: str, size: str) -> str:
    """What the engines are asked."""
    return f"{parcels} × {size}"


def answer(pieces: Iterable[_Piece]) -> dict[str, float]:
    """The figures by which answers are compared; pieces of one parcel in one unit are one piece.

    Each area also counts with a weight by its parcel and unit, so that an area given to another unit changes a sum.
    """
    by_pair: dict[tuple[str, str], float] = {}
    waiting = iter(pieces)
    while some := list(islice(waiting, 50_000)):
        measured = measure.areas([geometry.from_wkb(wkb) for _parcel, _unit, wkb in some])
        for (parcel, unit, _wkb), area in zip(some, measured.tolist(), strict=True):
            by_pair[parcel, unit] = by_pair.get((parcel, unit), 0.0) + area
    weights = ((zlib.crc32(f"{parcel} {unit}".encode()) / 2**32, area) for (parcel, unit), area in by_pair.items())
    return {
        "area_m2": sum(by_pair.values()),
        "keyed_m2": sum(weight * area for weight, area in weights),
        "pieces": sum(area >= _LEAST_M2 for area in by_pair.values()),
    }


def _prepare(parcels: str, size: str) -> None:
    inputs.units(size)
    inputs.parcels(parcels)
    inputs.own_python()


def _prepare_postgis(parcels: str, size: str) -> None:
    _prepare(parcels, size)
    postgis.install()


def _peer(name: str, parcels: str, size: str) -> Sequence[Timed]:
    """A peer of peer.py, in a process of its own."""
    is_qgis = name == "native_intersection"
    environment = inputs.own_environment()
    python = "/usr/bin/python3" if is_qgis else str(inputs.own_python())
    if is_qgis:
        environment |= {"PYTHONPATH": os.environ.get("QGIS_PYTHONPATH", ""), "QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory(prefix="zoning-bench-", dir=inputs.CACHE) as folder:
        command = [python, peer.__file__, name, str(inputs.units(size)), str(inputs.parcels(parcels)), folder]
        said = finished(command, environment, _PATIENCE, Path(folder) / "answer.json")
        figures = answer(_stored(Path(folder) / "pieces.sqlite"))
    return (
        Timed(
            (said["seconds"],),
            said["versions"],
            question=question(parcels, size),
            figures=figures,
            peak_bytes=said["peak"],
        ),
    )


def finished(command: Sequence[str], environment: Mapping[str, str], patience: float, told: Path) -> dict[str, Any]:
    """What a peer's process wrote to ``told``. Raises Absent when it takes longer than ``patience`` seconds, RuntimeError when it fails."""
    try:
        ended = subprocess.run(
            command, check=False, env=environment, timeout=patience, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            encoding="utf-8", errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Absent(f"broken off after {patience / 60:.0f} minutes") from None
    if not told.is_file():
        last = (ended.stderr.strip().splitlines() or ["no word"])[-1]
        raise RuntimeError(f"status {ended.returncode}: {last[:200]}")
    read: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    return read


def _stored(path: Path) -> Iterator[_Piece]:
    database = sqlite3.connect(path)
    try:
        yield from database.execute("SELECT parcel, unit, wkb FROM pieces")
    finally:
        database.close()


def _pieces_sql(table: str, units: str, *, united: bool) -> str:
    piece = "ST_CollectionExtract(ST_Intersection(p.geom, u.geom), 3)"
    rest = f"FROM parcels p JOIN {units} u ON ST_Intersects(p.geom, u.geom)"
    columns = f"{PARCEL}, {UNIT}, {f'ST_Union({piece})' if united else piece} AS geom"
    return f"CREATE UNLOGGED TABLE {table} AS SELECT {columns} {rest} {f'GROUP BY {PARCEL}, {UNIT}' if united else ''}"


def _postgis(parcels: str, size: str, *, plain: bool) -> Sequence[Timed]:
    """The tables loaded and indexed; then, as asked, whole units, or units subdivided, with the bits as they fall or united to pieces."""
    with postgis.cluster(postgis.programs(), _PATIENCE) as server:

        def load() -> None:
            server.load("parcels", PARCEL, inputs.parcels(parcels))
            server.load("units", UNIT, inputs.units(size))
            server.run(
                "CREATE INDEX ON units USING gist (geom)", "CREATE INDEX ON parcels USING gist (geom)", "ANALYZE"
            )

        def subdivide() -> None:
            server.run(
                f"CREATE UNLOGGED TABLE bits AS SELECT {UNIT}, ST_Subdivide(geom, {_SUBDIVIDED}) AS geom FROM units",  # noqa: S608
                "CREATE INDEX ON bits USING gist (geom)", "ANALYZE bits",
            )  # fmt: skip

        def asked(
            row: str, statement: str, table: str, before: tuple[float, int] = (0, 0), repeated: int = 1, first: Sequence[str] = ()
        ) -> Timed:  # fmt: skip
            seconds, peaks = [], [before[1]]
            for _ in range(repeated):
                server.run(f"DROP TABLE IF EXISTS {table}")
                took, peak = server.measured(partial(server.run, *first, statement))
                seconds.append(before[0] + took)
                peaks.append(peak)
            return Timed(
                tuple(seconds), version, row, question(parcels, size), answer(server.pieces(table)), max(peaks)
            )

        version = server.run(
            "SELECT 'PostGIS ' || postgis_lib_version() || ', PostgreSQL ' || current_setting('server_version')"
        ).split(" (")[0]
        loaded = server.measured(load)
        if plain:
            return (asked("query only", _pieces_sql("pieces", "units", united=False), "pieces"),)
        subdivided = server.measured(subdivide)
        bits, pieces = (_pieces_sql(name, "bits", united=name == "pieces") for name in ("loose", "pieces"))
        first = loaded[0] + subdivided[0], max(loaded[1], subdivided[1])
        return (
            asked("query only, bits as they fall", bits, "loose", repeated=3),
            asked("query only, united to pieces", pieces, "pieces", repeated=3),
            asked("query only, bits as they fall, in one process", bits, "loose", first=(_IN_ONE_PROCESS,)),
            asked("with load and subdivide, bits as they fall", bits, "loose", first),
        )


ENGINES: Final[dict[str, Callable[[str, str], Sequence[Timed]]]] = {
    "PostGIS ST_Subdivide": partial(_postgis, plain=False),
    "SedonaDB": partial(_peer, "sedonadb"),
    "DuckDB spatial": partial(_peer, "duckdb_spatial"),
    "geopandas.overlay": partial(_peer, "geopandas_overlay"),
    "geopandas.sjoin + shapely": partial(_peer, "geopandas_sjoin"),
    "PostGIS": partial(_postgis, plain=True),
    "QGIS native:intersection": partial(_peer, "native_intersection"),
}
QUICK: Final = "1,000 parcels"
"""The parcels of the quick run."""
_QUICK_ENGINES: Final = ("PostGIS ST_Subdivide", "SedonaDB")


def peer_name(engine: str, parcels: str, size: str) -> str:
    """The name of a peer's measurement."""
    return f"{PEER}{engine}, {question(parcels, size)}"


def measurements(parcels: str, size: str, engines: Sequence[str], runs: int = 1) -> Iterator[Measurement]:
    """The measurements of some of ENGINES."""
    for engine in engines:
        prepare = _prepare_postgis if engine.startswith("PostGIS") else _prepare
        take, made = partial(ENGINES[engine], parcels, size), partial(prepare, parcels, size)
        yield Measurement(
            peer_name(engine, parcels, size), take, made, runs, parcels == QUICK and engine in _QUICK_ENGINES
        )
