# SPDX-License-Identifier: GPL-3.0-or-later
"""The errand itself: plan, read, join, check, store, report."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ...core.errors import Fault, Level, ReleaseUnreadable
from ...core.progress import Progress, Silent, Stretch, stop_if_cancelled
from ...files.office_profiles import provinces_of
from ...files.outputs import refuse_unsafe
from ...files.previous import keep_copy
from ...files.profile_document import is_name
from ...files.release_store import read_release, write_release
from .examiner import Examiner
from .plan import plan_of, unpacking
from .profile_choice import chosen_profile
from .report import report_pages, write_report
from .request import ImportExamination, ImportOutcome, ImportRequest


def import_release(request: ImportRequest, *, progress: Progress | None = None) -> ImportOutcome:
    """Read, check, store, report. Stores nothing when there is any error; the report is written in both cases.

    A file that is written over is kept in ``previous`` beside it.

    Raises ReleaseUnreadable with every error found, OutputFailed, PartMissing, Cancelled.
    """
    progress = progress or Silent()
    given = [*request.units, *request.lists, *request.zones, request.sources, request.folder, request.base]
    given += [*request.given, *(one.path for one in request.entries)]
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

    Raises ReleaseUnreadable only where nothing can be examined (no SOURCES, no profile, two
    profiles for one province); PartMissing, Cancelled.
    """
    progress = progress or Silent()
    base = read_release(request.base, verify=True) if request.base is not None else None
    with unpacking(Stretch(progress, 0.0, 0.1)) as archives:
        profile, told = chosen_profile(request, archives)
        plan = plan_of(request, profile, archives)
        has_lists = any(one.role == "list" for one in plan.entries)
        examiner = Examiner(profile, archives, progress, has_lists, [*told, *profile.faults, *plan.faults])
        if base is not None:
            examiner.take_over(base, plan.entries)
        total = len(plan.entries) + 1
        for number, entry in enumerate(plan.entries):
            stop_if_cancelled(progress)
            progress.report(0.1 + 0.9 * number / total, f"step-reading-{entry.role}")
            examiner.read(number, entry, request.units_table)
    info = examiner.info(plan, request, base)
    progress.report(0.1 + 0.9 * (total - 1) / total, "step-checking-release")
    release = examiner.release(info, request.language, Stretch(progress, 0.1 + 0.9 * (total - 1) / total, 1.0))
    faults = tuple(_in_order(examiner.faults))
    return ImportExamination(
        release, tuple(examiner.files), faults, profile.name, plan.entries, tuple(examiner.questions), tuple(plan.stated.items()),
        plan.faults, _path_of_profile(request, told), provinces_of(unit.code for unit in release.units),
    )  # fmt: skip


def _path_of_profile(request: ImportRequest, told: Iterable[Fault]) -> Path | None:
    """The file of the profile that was named, or chosen in the office's folder; None for a shipped one."""
    if request.profile:
        return None if is_name(request.profile) else Path(request.profile)
    names = [one.fact("file") for one in told if one.code in ("profile-of-province", "profile-by-columns")]
    return request.offices / names[0] if names and request.offices is not None else None


def _in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Errors first, then warnings, then what is only told; within a level as met; nothing twice."""
    order = list(Level)
    return sorted(dict.fromkeys(faults), key=lambda one: order.index(one.level))
