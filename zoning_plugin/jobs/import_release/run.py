# SPDX-License-Identifier: GPL-3.0-or-later
"""The errand itself: plan, read, join, check, store, report."""

from __future__ import annotations

from collections.abc import Iterable

from ...core.errors import Fault, Level, ReleaseUnreadable
from ...core.progress import Progress, Silent, Stretch, stop_if_cancelled
from ...files.outputs import refuse_unsafe
from ...files.previous import keep_copy
from ...files.profile import read_profile
from ...files.release_store import read_release, write_release
from .examiner import Examiner
from .plan import plan_of, unpacking
from .report import report_pages, write_report
from .request import ImportExamination, ImportOutcome, ImportRequest


def import_release(request: ImportRequest, *, progress: Progress | None = None) -> ImportOutcome:
    """Read, check, store, report. Stores nothing when there is any error; the report is written in both cases.

    A file that is written over is kept in ``previous`` beside it.

    Raises ReleaseUnreadable with every error found, OutputFailed, PartMissing, Cancelled.
    """
    progress = progress or Silent()
    given = [*request.units, *request.lists, *request.zones, request.sources, request.folder, request.base]
    given += [one.path for one in request.entries]
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
    base = read_release(request.base, verify=True) if request.base is not None else None
    with unpacking(Stretch(progress, 0.0, 0.1)) as archives:
        plan = plan_of(request, profile, archives)
        has_lists = any(one.role == "list" for one in plan.entries)
        examiner = Examiner(profile, archives, progress, has_lists, [*profile.faults, *plan.faults])
        if base is not None:
            examiner.take_over(base, plan.entries)
        total = len(plan.entries) + 1
        for number, entry in enumerate(plan.entries):
            stop_if_cancelled(progress)
            progress.report(0.1 + 0.9 * number / total, f"step-reading-{entry.role}")
            examiner.read(number, entry, request.units_table)
    info = examiner.info(plan, request, base)
    progress.report(0.1 + 0.9 * (total - 1) / total, "step-checking-release")
    release = examiner.release(info)
    faults = tuple(_in_order(examiner.faults))
    return ImportExamination(
        release, tuple(examiner.files), faults, profile.name, plan.entries, tuple(examiner.questions)
    )


def _in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Errors first, then warnings, then what is only told; within a level as met; nothing twice."""
    order = list(Level)
    return sorted(dict.fromkeys(faults), key=lambda one: order.index(one.level))
