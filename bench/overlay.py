# SPDX-License-Identifier: GPL-3.0-or-later
"""Measurements of the overlay engine: parcels in units beside its peers, and a site that is clicked or dragged; what was asked for."""

from __future__ import annotations

import math
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import shapely

from zoning_plugin.core import geometry, measure
from zoning_plugin.core.overlay import PolygonOverlay, Thresholds, overlay, overlay_polygons
from zoning_plugin.core.release import Release
from zoning_plugin.core.site import Site
from zoning_plugin.core.terms import SiteKind
from zoning_plugin.files.release_store import read_release
from zoning_plugin.jobs.overlay_plan import PlanFile, at_once, overlay_plan
from zoning_plugin.jobs.prepare_release import prepare_release
from zoning_plugin.places import plugin_version
from zoning_plugin.report.made_with import MadeWith

from . import inputs, peers
from .comparison import Target, at_most, faster, grows
from .measuring import Clock, Measurement, Row, Timed, peak_bytes
from .peer import PARCEL
from .peers import ENGINES, QUICK, peer_name, question

_QUESTIONS: Final = 1_000
"""Places that are clicked, or that a polygon is dragged over."""
_CORNERS: Final = 50
RADII: Final = (220, 2_200)
"""Of the polygon that is dragged: corners, and radii in m."""
NEAR_M: Final = 500.0
"""As an assessment asks by itself."""
_M: Final = 111_320.0
"""Of a degree of latitude."""
_MS: Final = 1000.0
WARM: Final = "tiles in memory"
COLD: Final = "release and tiles opened"
FIRST: Final = "release opened, tiles cut"
JOB: Final = "the whole job, output written"
"""What is under the clock besides reading the parcels and laying them."""


def _parcels(path: Path) -> tuple[list[str], Any]:
    """Keys and shapes of a file of parcels, in its order."""
    keys, blobs = zip(*inputs.shapes(path, "parcels", PARCEL), strict=True)
    return list(keys), shapely.from_wkb(blobs)


def _lay(shapes: Any, release: Release) -> list[PolygonOverlay]:
    """Parcels over units, by as many threads as there are cores."""
    lay = partial(overlay_polygons, tiling=release.unit_tiling, rule=measure.ELLIPSOIDAL, thresholds=Thresholds())
    portion = at_once(len(shapes))
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(lambda start: lay(shapes[start : start + portion]), range(0, len(shapes), portion)))


def _found(keys: Sequence[str], laid: Sequence[PolygonOverlay], release: Release) -> Iterator[tuple[str, str, bytes]]:
    portion = at_once(len(keys))
    for number, one in enumerate(laid):
        pieces = one.pieces
        columns = (pieces.polygon.tolist(), pieces.index.tolist(), shapely.to_wkb(pieces.shape))
        for polygon, index, wkb in zip(*columns, strict=True):
            yield keys[number * portion + polygon], release.units[index].code, wkb


def _batch(parcels: str, size: str, state: str) -> Sequence[Timed]:
    """The engine alone, from the file of parcels to the pieces in memory; ``state`` says what else is under the clock."""
    keys: list[str] = []
    clock = Clock()
    with _release_file(size, has_tiles=state != FIRST) as path:
        release = _ready(path) if state == WARM else None
        with clock:
            release = release or _ready(path)
            keys, shapes = _parcels(inputs.parcels(parcels))
            laid = _lay(shapes, release)
    taken, peak = clock.timed(), peak_bytes()
    figures = {"parcels": len(keys), **peers.answer(_found(keys, laid, release))}
    return (replace(taken, question=question(parcels, size), figures=figures, peak_bytes=peak),)


def _job(parcels: str, size: str) -> Sequence[Timed]:
    """What a person starts: the plan's file and the release's become a GeoPackage of pieces."""
    plan, release, clock = PlanFile(inputs.parcels(parcels)), inputs.release(size), Clock()
    with tempfile.TemporaryDirectory(prefix="zoning-bench-", dir=inputs.CACHE) as folder:
        output = Path(folder) / "pieces.gpkg"
        with clock:
            overlaid = overlay_plan(
                plan, release, output, MadeWith(plugin_version(), "", "en"), on="2025-01-01"
            ).overlay
        taken, peak = clock.timed(f"{output.stat().st_size / 1e6:.0f} MB written"), peak_bytes()
        written = inputs.shapes(output, "pieces", PARCEL, "unit")
        figures = {"parcels": overlaid.plan.parcel_count, **peers.answer(one for one in written if one[1] is not None)}
    return (replace(taken, question=question(parcels, size), figures=figures, peak_bytes=peak),)


def _ready(path: Path) -> Release:
    release = read_release(path)
    prepare_release(release, path)
    return release


@contextmanager
def _release_file(size: str, *, has_tiles: bool) -> Iterator[Path]:
    """The release with its tiles beside it; or a copy alone in a folder."""
    if has_tiles:
        yield inputs.release(size)
        return
    with tempfile.TemporaryDirectory(prefix="zoning-bench-", dir=inputs.CACHE) as folder:
        yield Path(shutil.copy(inputs.release(size), folder))


def _keep_tiles(size: str) -> None:
    _ready(inputs.release(size))


def _prepare_batch(parcels: str, size: str) -> None:
    inputs.parcels(parcels)
    _keep_tiles(size)


def _cut(size: str) -> Sequence[Timed]:
    """Cutting the tiles of a release and keeping them."""
    clock = Clock()
    with _release_file(size, has_tiles=False) as path:
        release, began = read_release(path), time.process_time()
        with clock:
            place = prepare_release(release, path)
        assert place is not None
        cpu, kept, own = time.process_time() - began, place.stat().st_size, path.stat().st_size
    note = f"{cpu:.1f} CPU-s; {kept / 1e6:.1f} MB beside a release of {own / 1e6:.1f} MB"
    return (clock.timed(note, figures={"cpu_s": cpu, "size": kept / own}),)


def _first_answer(size: str) -> Sequence[Timed]:
    """A release read and clicked before there are tiles, and once more when they are kept beside it."""
    opened, clicked, ready = Clock(), Clock(), Clock()
    with _release_file(size, has_tiles=True) as path:
        with opened:
            release = read_release(path)
        place = next(_places(release, 0.0))
        with clicked:
            _click(place, release)
        with ready:
            prepare_release(release, path)
    return (
        opened.timed("the whole file: units, lists, clauses", "read"),
        Timed((opened.seconds[0] + clicked.seconds[0],), "the two together", "read and first click"),
        clicked.timed("before there are tiles", "first click"),
        ready.timed("kept beside it", "tiles taken in"),
    )


def _places(release: Release, reach_m: float) -> Iterator[tuple[float, float]]:
    """Places in the units, the same every time, at least about ``reach_m`` from the edge of the box around them."""
    chance = random.Random(5)  # noqa: S311 - the same places every time
    boxes = [geometry.bounds(unit.shape) for unit in release.units]
    west, south = (min(column) + reach_m / _M for column in list(zip(*boxes, strict=True))[:2])
    east, north = (max(column) - reach_m / _M for column in list(zip(*boxes, strict=True))[2:])
    while True:
        yield chance.uniform(west, east), chance.uniform(south, north)


def _click(place: tuple[float, float], release: Release, near_m: float = 0.0) -> bool:
    site = Site(geometry.point(*place), SiteKind.POINT)
    return bool(overlay(site, release.unit_tiling, near_m=near_m).pieces)


def _clicks(size: str) -> Sequence[Timed]:
    release = _ready(inputs.release(size))
    return (
        _asked(partial(_click, release=release), _places(release, 0.0), "the unit"),
        _asked(
            partial(_click, release=release, near_m=NEAR_M), _places(release, 0.0), f"and units within {NEAR_M:.0f} m"
        ),
    )


def _drags(size: str, radius_m: float) -> Sequence[Timed]:
    release = _ready(inputs.release(size))

    def drag(place: tuple[float, float], near_m: float) -> bool:
        site = Site(_polygon(place, radius_m))
        return bool(overlay(site, release.unit_tiling, near_m=near_m).pieces)

    return tuple(
        _asked(partial(drag, near_m=near_m), _walk(release, radius_m), row)
        for near_m, row in ((0.0, "the units"), (NEAR_M, f"and units within {NEAR_M:.0f} m"))
    )


def _walk(release: Release, radius_m: float) -> Iterator[tuple[float, float]]:
    """Twenty steps of a tenth of the radius from each of the places."""
    for lon, lat in _places(release, 4 * radius_m):
        yield from ((lon + step * radius_m / 10 / _M, lat + step * radius_m / 20 / _M) for step in range(20))


def _polygon(place: tuple[float, float], radius_m: float) -> geometry.Shape:
    lon, lat = place
    chance = random.Random(round(radius_m))  # noqa: S311 - the same outline everywhere
    corners = []
    for number in range(_CORNERS):
        angle, reach = math.tau * number / _CORNERS, radius_m * chance.uniform(0.9, 1.1) / _M
        corners.append((lon + reach * math.cos(angle) / math.cos(math.radians(lat)), lat + reach * math.sin(angle)))
    return geometry.polygon(corners)


def _asked(ask: Callable[[tuple[float, float]], bool], places: Iterator[tuple[float, float]], row: str) -> Timed:
    """The times of _QUESTIONS questions that met a unit; what lies beside all units is answered sooner, and does not count."""
    seconds: list[float] = []
    while len(seconds) < _QUESTIONS:
        place = next(places)
        began = time.perf_counter()
        is_met = ask(place)
        ended = time.perf_counter()
        if is_met:
            seconds.append(ended - began)
    p95 = statistics.quantiles(seconds, n=20)[-1] * _MS
    return Timed(tuple(seconds), f"p95 {p95:.2f} ms", row, figures={"p95_ms": p95})


def _own(parcels: str, size: str, state: str) -> str:
    return f"ours, {question(parcels, size)}: {state}"


def _batches(parcels: str, size: str, states: Sequence[str], runs: int) -> Iterator[Measurement]:
    for state in states:
        yield Measurement(
            _own(parcels, size, state), partial(_batch, parcels, size, state), partial(_prepare_batch, parcels, size), runs,
            parcels == QUICK and state != FIRST,
        )  # fmt: skip


def _jobs(parcels: str, size: str, runs: int) -> Measurement:
    prepare = partial(_prepare_batch, parcels, size)
    return Measurement(_own(parcels, size, JOB), partial(_job, parcels, size), prepare, runs, parcels == QUICK)


def _prepared(
    size: str, take: Callable[..., Sequence[Timed]], *given: object
) -> tuple[Callable[[], Sequence[Timed]], Callable[[], None]]:
    return partial(take, size, *given), partial(_keep_tiles, size)


_SUBDIVIDED: Final = "PostGIS ST_Subdivide"

MEASUREMENTS: Final = (
    *_batches("1,000 parcels", "city", (WARM, COLD, FIRST), 3),
    _jobs("1,000 parcels", "city", 1),
    *peers.measurements("1,000 parcels", "city", tuple(ENGINES)),
    Measurement("tiles, city", *_prepared("city", _cut), runs=1, is_quick=False),
    Measurement("first answer, city", *_prepared("city", _first_answer), runs=1),
    Measurement("click, city", *_prepared("city", _clicks), runs=1),
    *(Measurement(f"drag {radius} m, city", *_prepared("city", _drags, radius), runs=1) for radius in RADII),
    *_batches(inputs.BORDERING, "city", (WARM,), 1),
    *peers.measurements(
        inputs.BORDERING,
        "city",
        (_SUBDIVIDED, "SedonaDB", "DuckDB spatial", "geopandas.overlay"),
    ),
    *_batches("10,000 parcels", "city", (WARM, COLD, FIRST), 3),
    _jobs("10,000 parcels", "city", 3),
    *peers.measurements("10,000 parcels", "city", tuple(ENGINES)),
    *(
        one
        for size in ("county", "province")
        for one in (
            *_batches("10,000 parcels", size, (WARM,), 1),
            *peers.measurements("10,000 parcels", size, (_SUBDIVIDED, "SedonaDB")),
        )
    ),
    *_batches("100,000 parcels", "city", (WARM, COLD), 1),
    _jobs("100,000 parcels", "city", 1),
    *peers.measurements("100,000 parcels", "city", (_SUBDIVIDED,)),
    _jobs("1,000,000 parcels", "city", 1),
    Measurement("tiles, province", *_prepared("province", _cut), runs=1, is_quick=False),
    Measurement("first answer, province", *_prepared("province", _first_answer), is_quick=False),
    Measurement("click, province", *_prepared("province", _clicks), runs=1, is_quick=False),
    *(
        Measurement(f"drag {radius} m, province", *_prepared("province", _drags, radius), runs=1, is_quick=False)
        for radius in RADII
    ),
)


def _p95(row: Row) -> float:
    return statistics.median(row.figures["p95_ms"])


def _against(parcels: str, size: str, state: str, engine: str, row: str, times: float) -> Target:
    asked = f"{question(parcels, size)}, {state}: at least {times:.0f} × {engine}{f', {row}' if row else ''}"
    peer = peer_name(engine, parcels, size)
    return faster(asked, _own(parcels, size, state), f"{peer}: {row}" if row else peer, times)


TARGETS: Final = (
    _against("10,000 parcels", "city", WARM, "QGIS native:intersection", "", 200),
    _against("10,000 parcels", "city", COLD, "QGIS native:intersection", "", 200),
    _against("10,000 parcels", "city", WARM, _SUBDIVIDED, "query only, united to pieces", 8),
    _against("10,000 parcels", "city", WARM, _SUBDIVIDED, "query only, bits as they fall", 8),
    _against("10,000 parcels", "city", COLD, _SUBDIVIDED, "with load and subdivide, bits as they fall", 10),
    _against("10,000 parcels", "city", FIRST, _SUBDIVIDED, "with load and subdivide, bits as they fall", 10),
    *(
        grows(f"{JOB}: from {small} to {large} the cost grows no faster than the parcels", _own(small, "city", JOB), _own(large, "city", JOB), "parcels")
        for small, large in pairwise(("10,000 parcels", "100,000 parcels", "1,000,000 parcels"))
    ),
    at_most(f"{question('1,000,000 parcels', 'city')}, {JOB}: at most 2 GB", _own("1,000,000 parcels", "city", JOB), 2, "GB", lambda row: row.peak_bytes / 1e9),
    at_most("a click, province: p95 at most 1 ms", "click, province: the unit", 1, "ms", _p95),
    *(
        at_most(f"a polygon of {_CORNERS} corners and {radius} m dragged, {size}: p95 at most 16 ms", f"drag {radius} m, {size}: the units", 16, "ms", _p95)
        for size in ("city", "province") for radius in RADII
    ),
    *(
        at_most(f"{what}, {size}: at most 100 ms", f"first answer, {size}: {row}", 100, "ms", lambda row: row.median * _MS)
        for size in ("city", "province")
        for row, what in (("read and first click", "release read and clicked"), ("first click", "release read before, clicked"))
    ),
    at_most("tiles of a city: at most 15 CPU-s", "tiles, city", 15, "CPU-s", lambda row: statistics.median(row.figures["cpu_s"])),
    *(
        at_most(f"tiles of a {size}: at most 2 × the bytes of the release", f"tiles, {size}", 2, "×", lambda row: row.figures["size"][-1])
        for size in ("city", "province")
    ),
)  # fmt: skip
"""What was asked for, in the owner's words as ratios of one run; where it can be read in two ways, both."""
