# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes an assessment as JSON and as PDF, nothing half-written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from ..core.assessment import Assessment
from ..core.errors import Fault
from ..core.judgement import Case
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.project import Project
from ..core.release import Release
from ..files.outputs import beside, unwritable, write_bytes
from ..report.assessment_json import assessment_json, canonical_bytes
from ..report.html import to_printable
from ..report.made_with import MadeWith
from ..report.map_sheets import assessment_map
from ..report.numbers import AreaUnit
from ..report.outline import Excerpt, build_outline
from ..report.printable import PrintableReport
from .note_assessment import notes_of
from .ports import Printer


def write_assessment(
    assessment: Assessment,
    release: Release,
    project: Project,
    made_with: MadeWith,
    *,
    json_path: Path | None,
    pdf_path: Path | None,
    printer: Printer | None,
    language: str,
    area_unit: AreaUnit | None = None,
    case: Case | None = None,
    newer_release: str = "",
    excerpt: Excerpt | None = None,
    rewordings: Mapping[str, Fault] = MappingProxyType({}),
    inputs: Iterable[Path] = (),
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Write what is asked for (None: not asked for) and return the paths written; ``printer`` is needed for a PDF only.

    ``release`` is the one ``assessment`` was made with; ``language`` is that of the PDF, the JSON's is in ``made_with``.
    Everything is made beside its place first and moved there together at the very end, the PDF before the JSON since a
    viewer may hold it open; a failure leaves what was there.
    ``case``: the one of the register that rests on this very assessment: its answers, conclusion and signatures go into both;
    ``newer_release`` is the name of a release in force that it does not rest on yet (page one says so).
    ``excerpt``: the PDF prints only some of the clauses and says so on every page; the JSON holds them all.
    ``rewordings``: what the newest release has made stricter or looser (jobs.note_rewordings), noted beside the clauses.
    ``inputs`` are files that must not be overwritten: the release, the site.

    Raises OutputFailed: "folder-missing", "output-is-input", "outputs-same", "output-unwritable"; PartMissing (no font,
    no template library); Cancelled.
    """
    progress = progress or Silent()
    if pdf_path is not None and printer is None:
        raise ValueError("a PDF needs a printer")
    with beside([path for path in (pdf_path, json_path) if path is not None], inputs) as places:
        make_assessment(
            assessment, release, project, made_with, json_place=places[-1] if json_path else None,
            pdf_place=places[0] if pdf_path else None, printer=printer, language=language, area_unit=area_unit, case=case, newer_release=newer_release, excerpt=excerpt,
            rewordings=rewordings, progress=progress,
        )  # fmt: skip
        stop_if_cancelled(progress)
    progress.report(1.0, "step-done")
    return tuple(path for path in (json_path, pdf_path) if path is not None)


def make_assessment(
    assessment: Assessment,
    release: Release,
    project: Project,
    made_with: MadeWith,
    *,
    json_place: Path | None,
    pdf_place: Path | None,
    printer: Printer | None,
    language: str,
    area_unit: AreaUnit | None = None,
    case: Case | None = None,
    newer_release: str = "",
    excerpt: Excerpt | None = None,
    rewordings: Mapping[str, Fault] = MappingProxyType({}),
    progress: Progress | None = None,
) -> None:
    """Make what :func:`write_assessment` writes, at places that ``outputs.beside`` gave.

    The clauses are read, and set beside the industry and kind that ``project`` states, for the notes in both.

    Raises OutputFailed("output-unwritable"), PartMissing, Cancelled.
    """
    progress = progress or Silent()
    notes = notes_of(assessment, project, rewordings)
    if json_place is not None:
        _tell(progress, 0.0, "step-writing-json")
        write_bytes(json_place, canonical_bytes(assessment_json(assessment, made_with, project, notes, case)))
    if pdf_place is not None and printer is not None:
        _tell(progress, 0.2, "step-outline")
        outline = build_outline(
            assessment,
            project,
            made_with,
            language,
            area_unit=area_unit,
            notes=notes,
            case=case,
            newer_release=newer_release,
            excerpt=excerpt,
        )
        report = to_printable(outline, (assessment_map(assessment, release, language),), made_with.author)
        _tell(progress, 0.4, "step-printing-report")
        _print(printer, report, pdf_place)


def assessment_document(assessment: Assessment, made_with: MadeWith, project: Project) -> str:
    """The JSON of an assessment with the machine's notes, as a case of the register keeps it."""
    return canonical_bytes(assessment_json(assessment, made_with, project, notes_of(assessment, project))).decode(
        "utf-8"
    )


def _print(printer: Printer, report: PrintableReport, place: Path) -> None:
    try:
        printer.print_report(report, place)
    except OSError as reason:
        raise unwritable(place, reason) from reason


def _tell(progress: Progress, share: float, step: str) -> None:
    stop_if_cancelled(progress)
    progress.report(share, step)
