# SPDX-License-Identifier: GPL-3.0-or-later
"""The process of a peer of the overlay engine: ``python peer.py PEER UNITS PARCELS FOLDER``, in the Python that has its libraries.

Nothing of the plugin is imported here: this runs in the bench's own venv, or in QGIS's Python. It writes FOLDER/answer.json (seconds,
peak memory, versions) and, outside the clock, FOLDER/pieces.sqlite: every parcel–unit piece, polygons only, for the plugin to measure.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

PARCEL: Final = "BSM"
UNIT: Final = "HJGKDYBM"
"""The generator's keys of parcels and units: what SedonaDB does not read is the fid."""


class Answer(NamedTuple):
    """What a peer took, and what it found: (parcel, unit, WKB). ``versions`` says of what."""

    seconds: float
    pieces: Iterable[tuple[str, str, bytes]]
    versions: str


def native_intersection(units: str, parcels: str) -> Answer:
    """QGIS's native:intersection without its check of validity, from the files into memory."""
    from qgis.core import Qgis, QgsApplication, QgsFeatureRequest, QgsProcessingContext, QgsProcessingFeedback

    application = QgsApplication([], False)
    application.initQgis()
    try:
        import processing
        from processing.core.Processing import Processing

        Processing.initialize()
        context = QgsProcessingContext()
        context.setInvalidGeometryCheck(QgsFeatureRequest.GeometryNoCheck)
        asked = {
            "INPUT": parcels, "OVERLAY": units, "INPUT_FIELDS": [PARCEL], "OVERLAY_FIELDS": [UNIT], "OUTPUT": "memory:",
        }  # fmt: skip
        started = time.perf_counter()
        layer = processing.run("native:intersection", asked, context=context, feedback=QgsProcessingFeedback())[
            "OUTPUT"
        ]
        seconds = time.perf_counter() - started
        found = [(one[PARCEL], one[UNIT], bytes(one.geometry().asWkb())) for one in layer.getFeatures()]
        del layer, context  # what is left of QGIS when it ends is a crash
    finally:
        application.exitQgis()
    return Answer(seconds, found, f"QGIS {Qgis.version().split('-')[0]}")


def geopandas_overlay(units: str, parcels: str) -> Answer:
    """geopandas.overlay, from the files."""
    import geopandas

    started = time.perf_counter()
    left = geopandas.read_file(parcels, columns=[PARCEL])
    right = geopandas.read_file(units, columns=[UNIT])
    pieces = geopandas.overlay(left, right, how="intersection", keep_geom_type=True)
    seconds = time.perf_counter() - started
    return Answer(seconds, zip(pieces[PARCEL], pieces[UNIT], pieces.geometry.to_wkb(), strict=True), _geopandas())


def geopandas_sjoin(units: str, parcels: str) -> Answer:
    """geopandas.sjoin, then shapely's intersection of the pairs, from the files."""
    import geopandas
    import shapely

    started = time.perf_counter()
    left = geopandas.read_file(parcels, columns=[PARCEL])
    right = geopandas.read_file(units, columns=[UNIT])
    pairs = geopandas.sjoin(left, right, predicate="intersects")
    shapes = shapely.intersection(pairs.geometry.values, right.geometry.values[pairs["index_right"]])
    seconds = time.perf_counter() - started
    return Answer(seconds, zip(pairs[PARCEL], pairs[UNIT], shapely.to_wkb(shapes), strict=True), _geopandas())


def duckdb_spatial(units: str, parcels: str) -> Answer:
    """DuckDB's spatial extension, from the files into a table."""
    import duckdb
    import duckdb_extension_spatial

    (extension,) = Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension")
    database = duckdb.connect(config={"autoinstall_known_extensions": False})
    database.execute(f"LOAD '{extension}'")
    started = time.perf_counter()
    for table, key, path in (("parcels", PARCEL, parcels), ("units", UNIT, units)):
        database.execute(f"CREATE TABLE {table} AS SELECT {key}, geom FROM ST_Read('{path}')")  # noqa: S608
    database.execute(
        f"CREATE TABLE pieces AS SELECT {PARCEL}, {UNIT}, ST_CollectionExtract(ST_Intersection(p.geom, u.geom), 3) AS geom"  # noqa: S608
        " FROM parcels p JOIN units u ON ST_Intersects(p.geom, u.geom)"
    )
    seconds = time.perf_counter() - started
    found = database.execute(f"SELECT {PARCEL}, {UNIT}, ST_AsWKB(geom) FROM pieces").fetchall()  # noqa: S608
    return Answer(seconds, found, f"DuckDB {duckdb.__version__}")


def sedonadb(units: str, parcels: str) -> Answer:
    """SedonaDB, from the files into Arrow."""
    import pyarrow as pa
    import sedonadb as sedona

    engine = sedona.connect()
    engine.sql(
        "SET datafusion.execution.batch_size = 256"
    ).execute()  # by itself it joins whole units past Arrow's 2 GB
    started = time.perf_counter()
    engine.read_pyogrio(parcels).to_view("parcels")
    engine.read_pyogrio(units).to_view("units")
    answer = engine.sql(
        f'SELECT "{PARCEL}", "{UNIT}", ST_AsBinary(ST_Intersection(p.geom, u.geom)) AS wkb'  # noqa: S608
        " FROM parcels p JOIN units u ON ST_Intersects(p.geom, u.geom)"
    )
    pieces = pa.table(answer)
    seconds = time.perf_counter() - started
    columns = (pieces[name].to_pylist() for name in (PARCEL, UNIT, "wkb"))
    return Answer(seconds, zip(*columns, strict=True), f"SedonaDB {sedona.__version__}")


def _geopandas() -> str:
    import geopandas
    import shapely

    return f"geopandas {geopandas.__version__}, shapely {shapely.__version__}"


PEERS: Final[dict[str, Callable[[str, str], Answer]]] = {
    one.__name__: one for one in (native_intersection, geopandas_overlay, geopandas_sjoin, duckdb_spatial, sedonadb)
}


def main(peer: str, units: str, parcels: str, folder: str) -> int:
    """Run, and write the answer."""
    idle = _peak_bytes()
    answer = PEERS[peer](units, parcels)
    said: dict[str, Any] = {"seconds": answer.seconds, "idle": idle, "peak": _peak_bytes(), "versions": answer.versions}
    store(answer.pieces, Path(folder) / "pieces.sqlite")
    (Path(folder) / "answer.json").write_text(json.dumps(said), encoding="utf-8")
    return 0


def store(pieces: Iterable[tuple[str, str, bytes]], path: Path) -> None:
    """Write pieces for the plugin to measure."""
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE pieces (parcel TEXT, unit TEXT, wkb BLOB)")
        database.executemany("INSERT INTO pieces VALUES (?, ?, ?)", ((a, b, bytes(wkb)) for a, b, wkb in pieces))
    database.close()


def _peak_bytes() -> int:
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
