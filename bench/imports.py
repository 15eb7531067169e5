# SPDX-License-Identifier: GPL-3.0-or-later
"""Measurements of the import: what an office sends becomes a release, and the release is opened. Peers where there are fair ones."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import openpyxl
from osgeo import gdal

from zoning_plugin.files.access_list import clauses_of, read_list
from zoning_plugin.files.profile import read_profile
from zoning_plugin.files.release_store import read_release, write_release
from zoning_plugin.files.tables.reader import read_tables
from zoning_plugin.jobs.import_release import ImportOutcome, ImportRequest, import_release

from . import inputs
from .measuring import Clock, Measurement, Timed

_FORMATS: Final = (".xlsx", ".xls", ".ods", ".docx", ".csv")


class _Steps:
    """A progress that notes when which step was reported."""

    def __init__(self) -> None:
        self.reports: list[tuple[float, str]] = []

    def report(self, share: float, step: str) -> None:
        self.reports.append((time.perf_counter(), step))

    def is_cancelled(self) -> bool:
        return False

    def said(self) -> str:
        """The share of the time by step (a step lasts until the next report), and the longest time without a report."""
        ends = [*(when for when, _step in self.reports[1:]), time.perf_counter()]
        lasted = [(end - when, step) for (when, step), end in zip(self.reports, ends, strict=True)]
        by_step: dict[str, float] = {}
        for seconds, step in lasted:
            by_step[step] = by_step.get(step, 0.0) + seconds
        total = sum(by_step.values())
        order = sorted(by_step.items(), key=lambda one: -one[1])
        shares = ", ".join(f"{step.removeprefix('step-')} {seconds / total:.0%}" for step, seconds in order)
        return f"{shares}; {len(lasted)} reports of progress, {max(lasted)[0]:.1f} s the longest without"


def _import(request: Callable[[Path], ImportRequest], asked: str, keep: Path | None = None) -> Sequence[Timed]:
    clock, steps = Clock(), _Steps()
    with tempfile.TemporaryDirectory(prefix="zoning-bench-", dir=inputs.CACHE) as folder:
        place = Path(folder) / "release.gpkg"
        asked_for = request(place)
        with clock:
            outcome = import_release(asked_for, progress=steps)
            shares = steps.said()
        if keep is not None:
            place.replace(keep)
    note = "; ".join(filter(None, (_counts(outcome), shares, asked)))
    return (clock.timed(note),)


def _counts(outcome: ImportOutcome) -> str:
    listed = {one.unit_code for one in outcome.release.clauses}
    named = sum(one.code in listed for one in outcome.release.units)
    return f"{outcome.unit_count} units, {outcome.clause_count} clauses, of {named} units"


def _foshan_request(output: Path) -> ImportRequest:
    return ImportRequest(
        output, folder=inputs.foshan(), name="佛山市 2024 版", effective="2024-06-30", status="published"
    )


def _import_foshan() -> Sequence[Timed]:
    return _import(_foshan_request, "asked for: 781 clauses in under 5 s (four of them cells that hold only “/”)")


def _import_generated(size: str) -> Sequence[Timed]:
    asked = "asked for: under 60 s" if size == "province" else ""
    return _import(partial(inputs.request, size), asked, inputs.release_place(size))


def _read(size: str, suffix: str) -> Sequence[Timed]:
    path, clock = inputs.access_list(size, suffix), Clock()
    with clock:
        profile = read_profile()
        readings = read_list(read_tables(path), profile, path.name)
        clauses, _faults = clauses_of([one for reading in readings for one in reading.clauses], "a", path.name)
    return (clock.timed(f"{len(clauses)} clauses, {_size(path)}"),)


def _read_by_openpyxl(size: str) -> Sequence[Timed]:
    path, clock = inputs.access_list(size, ".xlsx"), Clock()
    with clock:
        book = openpyxl.load_workbook(path, read_only=True)
        cells = sum(value is not None for row in book.worksheets[0].iter_rows(values_only=True) for value in row)
    return (clock.timed(f"peer: {cells} cells as values, nothing recognised or split"),)


def _store(size: str) -> Sequence[Timed]:
    release, clock = read_release(inputs.release(size)), Clock()
    with tempfile.TemporaryDirectory(prefix="zoning-bench-", dir=inputs.CACHE) as folder, clock:
        write_release(release, Path(folder) / "release.gpkg")
    return (
        clock.timed(
            "written, flushed to disk, read back, digest compared; the memory includes the release it starts from"
        ),
    )


def _copy_by_gdal(size: str) -> Sequence[Timed]:
    gdal.UseExceptions()
    clock = Clock()
    with tempfile.TemporaryDirectory(prefix="zoning-bench-", dir=inputs.CACHE) as folder, clock:
        written = gdal.VectorTranslate(str(Path(folder) / "units.gpkg"), str(inputs.units(size)), format="GPKG")
        del written  # closed, which writes the rest
    return (clock.timed("peer: what ogr2ogr does, the layer of units only, nothing checked"),)


def _open(size: str, *, verify: bool) -> Sequence[Timed]:
    path, clock = inputs.release(size), Clock()
    with clock:
        release = read_release(path, verify=verify)
    assert not release.faults, release.faults
    return (clock.timed(f"{len(release.units)} units, {len(release.clauses)} clauses, {_size(path)}"),)


def _open_by_gdal(size: str) -> Sequence[Timed]:
    gdal.UseExceptions()
    clock = Clock()
    with clock:
        dataset = gdal.OpenEx(str(inputs.release(size)), gdal.OF_VECTOR)
        features = list(dataset.GetLayerByName("units"))
    return (clock.timed(f"peer: {len(features)} units into memory as GDAL's features; no lists, nothing checked"),)


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"


def _of_size(size: str, title: str, *, is_quick: bool) -> tuple[Measurement, ...]:
    """The measurements on generated units; the import first, which leaves the release for those that open it."""
    units, release = partial(inputs.units, size), partial(inputs.release, size)
    workbook = partial(inputs.access_list, size, ".xlsx")
    made = [
        (f"Import {title}", partial(_import_generated, size), workbook),
        *(
            (f"Read the list of {title}, {suffix}", partial(_read, size, suffix), partial(inputs.access_list, size, suffix))
            for suffix in _FORMATS
        ),
        (f"— openpyxl alone, the same .xlsx of {title}", partial(_read_by_openpyxl, size), workbook),
        (f"Store the release of {title}", partial(_store, size), release),
        (f"— GDAL alone copies the units of {title}", partial(_copy_by_gdal, size), units),
        (f"Open the release of {title}", partial(_open, size, verify=False), release),
        (f"Open the release of {title}, digest checked", partial(_open, size, verify=True), release),
        (f"— GDAL alone reads the units of that release of {title}", partial(_open_by_gdal, size), release),
    ]  # fmt: skip
    return tuple(
        Measurement(name, take, prepare, 1 if size == "province" and name.startswith("Import") else 3, is_quick)
        for name, take, prepare in made
    )


MEASUREMENTS: Final = (
    Measurement("Import the folder of 佛山", _import_foshan, inputs.foshan),
    *_of_size("county", "a county", is_quick=True),
    *_of_size("province", "a province", is_quick=False),
)
