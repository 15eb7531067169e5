# SPDX-License-Identifier: GPL-3.0-or-later
"""The errand itself: plan, read, join, check, store, report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...core.errors import Fault, Level, ReleaseUnreadable
from ...core.progress import Progress, Silent, Stretch, stop_if_cancelled
from ...files.import_sources import ImportPlan, SourceEntry, read_sources, recognise_folder
from ...files.outputs import refuse_unsafe
from ...files.previous import keep_copy
from ...files.profile import Profile, read_profile
from ...files.release_store import write_release
from .examiner import Examiner
from .report import report_pages, write_report
from .request import ImportExamination, ImportOutcome, ImportRequest


def import_release(request: ImportRequest, *, progress: Progress | None = None) -> ImportOutcome:
    """Read, check, store, report. Stores nothing when there is any error; the report is written in both cases.

    A file that is written over is kept in ``previous`` beside it.

    Raises ReleaseUnreadable with every error found, OutputFailed, PartMissing, Cancelled.
    """
    progress = progress or Silent()
    given = [*request.units, *request.lists, *request.zones, request.sources, request.folder]
    refuse_unsafe([request.output, *report_pages(request)], [one for one in given if one is not None])
    examination = examine_import(request, progress=Stretch(progress, 0.0, 0.8))
    if examination.errors:
        write_report(request, examination, examination.release, is_stored=False)
        raise ReleaseUnreadable(examination.errors[0].code, examination.errors)
    if request.output.is_file():
        keep_copy(request.output)
    stored = write_release(examination.release, request.output, progress=Stretch(progress, 0.8, 1.0))
    report = write_report(request, examination, stored, is_stored=True)
    return ImportOutcome(stored, report, request.output, request.report, examination)


def examine_import(request: ImportRequest, *, progress: Progress | None = None) -> ImportExamination:
    """Everything of an import but the storing: what is recognised, with every fault, errors among them.

    Raises ReleaseUnreadable only where nothing can be examined (no SOURCES, no profile); PartMissing, Cancelled.
    """
    progress = progress or Silent()
    profile = read_profile(request.profile)
    plan = _plan(request, profile)
    examiner = Examiner(profile, (*profile.faults, *plan.faults), progress)
    total = len(plan.entries) + 1
    for number, entry in enumerate(plan.entries):
        stop_if_cancelled(progress)
        progress.report(number / total, f"step-reading-{entry.role}")
        examiner.read(entry, request.units_table)
    info = examiner.info(plan, request)
    progress.report((total - 1) / total, "step-checking-release")
    release = examiner.release(info)
    return ImportExamination(
        release, tuple(examiner.files), tuple(_in_order(examiner.faults)), profile.name, tuple(examiner.questions)
    )


def _in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Errors first, then warnings, then what is only told; within a level as met; nothing twice."""
    order = list(Level)
    return sorted(dict.fromkeys(faults), key=lambda one: order.index(one.level))


def _plan(request: ImportRequest, profile: Profile) -> ImportPlan:
    """Entries from the folder or SOURCES, and those of the files that these do not name."""
    given = [
        (path, role)
        for paths, role in ((request.units, "units"), (request.zones, "zones"), (request.lists, "list"))
        for path in paths
    ]
    plan = ImportPlan(())
    if request.folder is not None:
        plan = recognise_folder(request.folder, profile)
    elif request.sources is not None:
        plan = read_sources(request.sources, [path for path, _ in given])
    known = {entry.path.resolve() for entry in plan.entries if entry.path is not None}
    own = []
    for path, role in given:
        if path.resolve() in known:
            continue
        layer = request.units_layer if role == "units" else ""
        own.append(SourceEntry(path, role, theme=path.stem if role == "zones" else "", layer=layer))
    if request.units_table is not None:
        own.insert(0, SourceEntry(request.units_table.path, "units"))
    entries = (*plan.entries, *own)
    order = {"units": 0, "zones": 1, "list": 2}
    return replace(plan, entries=tuple(sorted(entries, key=lambda entry: order[entry.role])))
