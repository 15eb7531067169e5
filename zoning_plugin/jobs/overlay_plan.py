# SPDX-License-Identifier: GPL-3.0-or-later
"""Lays every parcel of a plan over the units of a release: pieces, what no unit covers, and the balance, as they are read."""

from __future__ import annotations

import os
import sqlite3
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..core import geometry, projection
from ..core.errors import OutputFailed, PlanUnusable
from ..core.office_rules import stated_thresholds
from ..core.overlay import Thresholds
from ..core.plan_overlay import LaidParcels, PlanOverlay, PlanSource, Tally, lay_parcels, read_parcels
from ..core.progress import Progress, Silent, Stretch, stop_if_cancelled
from ..core.release import Release
from ..core.site import is_maybe_offset
from ..files.geopackage import Box, extent_of
from ..files.geopackage_shapes import geometry_blobs
from ..files.outputs import beside, write_bytes
from ..files.plan_overlay_writer import BALANCE, PIECES, SUMMARY, PlanOverlayWriter, stored_names, writing_overlay
from ..files.plan_parcels import ParcelRows, Plan, opened_plan
from ..files.release_store import read_release
from ..report.assessment_json import canonical_bytes
from ..report.made_with import MadeWith
from ..report.plan_overlay_json import plan_overlay_json, summary_rows
from .check_outputs import check_outputs, refuse_to_replace
from .coordinate_text import Pair, agreed_crs, likely_crs, refuse_misread
from .open_release import choose_release
from .prepare_release import prepare_release

AT_ONCE: Final = 2000
"""The most parcels that are read, laid and written together. Nothing that is said depends on it."""
_PORTIONS: Final = 16
"""A smaller plan is read in so many portions, however many threads there are: so that all have work, and end at about the same time."""
_LAID: Final = 0.95
"""The share of the work that is done when the last parcel is laid."""


def at_once(count: int) -> int:
    """How many of ``count`` parcels are read, laid and written together."""
    return min(AT_ONCE, count // _PORTIONS + 1)


@dataclass(frozen=True)
class PlanFile:
    """A plan: file, layer (empty: the only one), ids of the features meant (None: all).

    ``crs`` is for a file that states none; one that contradicts the file's own is refused.
    """

    path: Path
    layer: str = ""
    fids: Collection[int] | None = None
    crs: str = ""
    is_maybe_offset: bool = False


@dataclass(frozen=True)
class OverlaidPlan:
    """What was written, and by which release file."""

    overlay: PlanOverlay
    release_path: Path


def overlay_plan(
    plan_file: PlanFile,
    release_path: Path,
    output: Path,
    made_with: MadeWith,
    *,
    on: str,
    json_path: Path | None = None,
    class_field: str = "",
    thresholds: Thresholds | None = None,
    threads: int = 0,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> OverlaidPlan:
    """Lay the plan over a release file, or over that of a folder which holds for the plan's place on the ISO date ``on``.

    ``output`` (.gpkg) and ``json_path`` are written together or not at all. What is written is the same for any number of
    ``threads`` (0: one a processor); it is never held all at once. ``thresholds`` are the release's unless stated;
    ``cache`` is where tiles of a release are kept whose own folder can only be read.

    Raises ReleaseUnreadable; PlanUnusable: "plan-without-crs", "plan-text-not-utf8", "plan-not-polygons", "plan-without-parcels", "class-field-missing",
    "class-field-many", what files.plan_parcels raises; SiteUnusable (reference system, "crs-contradicts" among them); OutputFailed; Cancelled.
    """
    progress = progress or Silent()
    if output.suffix.lower() != ".gpkg":
        raise OutputFailed("output-not-gpkg", file=output.name)
    targets = [output, *([json_path] if json_path else [])]
    inputs = [plan_file.path, *([] if release_path.is_dir() else [release_path])]
    check_outputs(targets, inputs)
    refuse_to_replace(output, (PIECES, BALANCE, SUMMARY))
    with opened_plan(plan_file.path, plan_file.layer, plan_file.fids) as plan:
        source = _source(plan, plan_file, class_field)
        crs = plan.crs or plan_file.crs
        if release_path.is_dir():
            release_path = choose_release(release_path, on, _place_of(plan, crs, Stretch(progress, 0.0, 0.05))).path
        release = _ready(release_path, cache, Stretch(progress, 0.05, 0.1))
        limits = thresholds or stated_thresholds(release.info)
        with beside(targets, [*inputs, release_path]) as places:
            try:
                with writing_overlay(places[0], plan.fields, release.units) as writer:
                    tally = Tally(release)
                    work = _Laying(release, crs, limits, plan.path.name)
                    count = threads or os.cpu_count() or 1
                    _lay_all(plan, work, writer, tally, class_field, count, Stretch(progress, 0.1, _LAID))
                    found = tally.total(source, on, limits, plan.faults)
                    document = plan_overlay_json(found, release.units, made_with)
                    writer.finish(summary_rows(document))
            except (
                UnicodeEncodeError
            ) as reason:  # what is no UTF-8 comes out of the plan as it is, and goes into no file
                raise PlanUnusable("plan-text-not-utf8", file=plan.path.name) from reason
            except sqlite3.Error as reason:
                raise OutputFailed("plan-overlay-not-written", file=output.name, detail=reason) from reason
            if json_path:
                write_bytes(places[1], canonical_bytes(document))
            stop_if_cancelled(progress)
    progress.report(1.0, "step-done")
    return OverlaidPlan(found, release_path)


def _source(plan: Plan, given: PlanFile, class_field: str) -> PlanSource:
    """What is printed of the plan. Raises PlanUnusable where it is none that can be laid, SiteUnusable("crs-contradicts")."""
    names = [one.name for one in plan.fields]
    if plan.geometry not in ("polygon", "mixed"):
        raise PlanUnusable("plan-not-polygons", file=plan.path.name, layer=plan.layer, geometry=plan.geometry)
    if bool(plan.crs) == bool(given.crs):  # what the coordinates say has to tell
        box = geometry.bounds_around(geometry.from_wkbs(next(plan.read(AT_ONCE)).wkbs))
        corners = _corners(box, plan.path.name) if box else ()
        if not plan.crs:
            candidates = likely_crs(corners) if corners else "?"
            raise PlanUnusable("plan-without-crs", file=plan.path.name, layer=plan.layer, candidates=candidates)
        if corners:
            agreed_crs(corners, given.crs, plan.crs, plan.path.name)
    if class_field and class_field not in names:
        raise PlanUnusable("class-field-missing", file=plan.path.name, field=class_field, found="、".join(names))
    stored = zip(names, stored_names(names), strict=True)
    return PlanSource(
        plan.path.name, plan.layer, plan.crs_name or projection.crs_name(given.crs), plan.encoding, plan.count, class_field,
        not plan.crs, given.is_maybe_offset or is_maybe_offset(plan.path.name), tuple((a, b) for a, b in stored if a != b),
    )  # fmt: skip


def _place_of(plan: Plan, crs: str, progress: Progress) -> Box | None:
    """The bounds of all parcels in EPSG:4490: which release of a folder holds depends on where they lie."""
    boxes: list[Box] = []
    done = 0
    for rows in plan.read(AT_ONCE):
        stop_if_cancelled(progress)
        box = geometry.bounds_around(geometry.all_to_cgcs2000(geometry.from_wkbs(rows.wkbs), crs))
        boxes += [box] if box else []
        done += len(rows.fids)
        progress.report(done / plan.count, "step-place-of-plan")
    return extent_of(boxes)


def _ready(path: Path, cache: Path | None, progress: Progress) -> Release:
    """The release, ready to be asked by every parcel."""
    stop_if_cancelled(progress)
    progress.report(0.0, "step-read-release")
    release = read_release(path, verify=True)
    stop_if_cancelled(progress)
    prepare_release(release, path, cache=cache, progress=Stretch(progress, 0.5, 1.0))
    return release


_Laid = tuple[ParcelRows, LaidParcels, Sequence[tuple[bytes, Box] | None]]
"""Parcels as read, as laid, and the geometry of each piece."""


@dataclass(frozen=True)
class _Laying:
    """What a thread needs to lay some parcels."""

    release: Release
    crs: str
    thresholds: Thresholds
    file: str

    def lay(self, rows: ParcelRows) -> _Laid:
        """Some parcels laid, with the geometries as they are to be written."""
        parcels = read_parcels(rows.wkbs, self.crs)
        if parcels.box is not None:
            refuse_misread(_corners(parcels.box, self.file), self.crs)
        laid = lay_parcels(parcels, self.release.unit_tiling, self.release.rule, self.thresholds)
        return rows, laid, geometry_blobs([one.shape for one in laid.pieces])


def _lay_all(
    plan: Plan, work: _Laying, writer: PlanOverlayWriter, tally: Tally, class_field: str, threads: int, progress: Progress
) -> None:  # fmt: skip
    """Read, lay and write all parcels, in the order of the plan whatever thread is done first; no more wait than there are threads."""
    names = [one.name for one in plan.fields]
    at = names.index(class_field) if class_field else None
    done = 0
    with _pool(threads) as pool:
        for rows, laid, blobs in _in_order(plan.read(at_once(plan.count)), pool, work, threads + 1):
            stop_if_cancelled(progress)
            writer.add(rows, laid, blobs)
            tally.add(laid, rows.fids, None if at is None else [_text(values[at]) for values in rows.values])
            done += len(rows.fids)
            progress.report(done / plan.count, "step-laying-parcels")


def _in_order(pieces: Iterable[ParcelRows], pool: ThreadPoolExecutor, work: _Laying, most: int) -> Iterator[_Laid]:
    """What becomes of the pieces, in their order; at most so many are under way or wait to be taken."""
    waiting: deque[Future[_Laid]] = deque()
    for rows in pieces:
        waiting.append(pool.submit(work.lay, rows))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def _pool(threads: int) -> Iterator[ThreadPoolExecutor]:
    """Threads of which none is left at the end, and nothing is begun any more when anything goes wrong."""
    pool = ThreadPoolExecutor(threads, thread_name_prefix="overlay")
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _text(value: Any) -> str | None:
    """A class of land use as it is printed."""
    return None if value is None else str(value)


def _corners(box: Box, file: str) -> tuple[Pair, ...]:
    """Where coordinates begin and end, to judge by whether they can be meant as they are read."""
    return tuple(Pair(1, x, y, f"{file} {x:.10g} {y:.10g}") for x, y in (box[:2], box[2:]))
