# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes an assessment as JSON and as PDF, nothing half-written."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from ..core.assessment import Assessment
from ..core.errors import OutputFailed
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.project import Project
from ..core.release import Release
from ..files.outputs import refuse_unsafe
from ..report.assessment_json import assessment_json, canonical_bytes
from ..report.html import to_printable
from ..report.made_with import MadeWith
from ..report.map_sheets import assessment_map
from ..report.numbers import AreaUnit
from ..report.outline import build_outline
from ..report.printable import PrintableReport
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
    area_unit: AreaUnit = AreaUnit.HECTARE,
    inputs: Iterable[Path] = (),
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Write what is asked for (None: not asked for) and return the paths written; ``printer`` is needed for a PDF only.

    ``release`` is the one ``assessment`` was made with; ``language`` is that of the PDF, the JSON's is in ``made_with``.
    Everything is made beside its place first and moved there at the very end, the PDF before the JSON since a viewer may
    hold it open; a failure leaves what was there.
    ``inputs`` are files that must not be overwritten: the release, the site.

    Raises OutputFailed: "folder-missing", "output-is-input", "outputs-same", "output-unwritable"; PartMissing (no font,
    no template library); Cancelled.
    """
    progress = progress or Silent()
    if pdf_path is not None and printer is None:
        raise ValueError("a PDF needs a printer")
    targets = [path for path in (json_path, pdf_path) if path is not None]
    refuse_unsafe(targets, inputs)
    made: list[tuple[Path, Path]] = []
    try:
        if json_path is not None:
            _tell(progress, 0.0, "step-writing-json")
            made.append((_beside(json_path), json_path))
            _write(made[-1][0], canonical_bytes(assessment_json(assessment, made_with, project)), json_path)
        if pdf_path is not None and printer is not None:
            _tell(progress, 0.2, "step-outline")
            outline = build_outline(assessment, project, made_with, language, area_unit=area_unit)
            report = to_printable(outline, (assessment_map(assessment, release, language),), made_with.author)
            _tell(progress, 0.4, "step-printing-report")
            made.append((_beside(pdf_path), pdf_path))
            _print(printer, report, made[-1][0], pdf_path)
        stop_if_cancelled(progress)
        _move(made[::-1])
    finally:
        for beside, _ in made:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
    progress.report(1.0, "step-done")
    return tuple(targets)


def _beside(target: Path) -> Path:
    """A name in the same folder (so that moving is one step) that nothing else has."""
    return target.with_name(f".{secrets.token_hex(6)}.part{target.suffix}")


def _write(path: Path, content: bytes, target: Path) -> None:
    try:
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as reason:
        raise _unwritable(target, reason) from reason


def _print(printer: Printer, report: PrintableReport, path: Path, target: Path) -> None:
    try:
        printer.print_report(report, path)
    except OutputFailed as reason:  # it names the file beside, which means nothing to anybody
        raise OutputFailed(
            "output-unwritable", file=target.name, detail=reason.facts.get("detail", reason.code)
        ) from reason
    except OSError as reason:
        raise _unwritable(target, reason) from reason


def _move(made: Sequence[tuple[Path, Path]]) -> None:
    for _, target in made:
        if target.is_dir():
            raise _unwritable(target, IsADirectoryError(21, "is a folder"))
    for beside, target in made:
        try:
            beside.replace(target)
        except OSError as reason:
            raise _unwritable(target, reason) from reason


def _unwritable(target: Path, reason: OSError) -> OutputFailed:
    return OutputFailed("output-unwritable", file=target.name, detail=reason.strerror or str(reason))


def _tell(progress: Progress, share: float, step: str) -> None:
    stop_if_cancelled(progress)
    progress.report(share, step)
