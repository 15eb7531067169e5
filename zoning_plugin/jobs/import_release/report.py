# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of an import: JSON and page, written together."""

from __future__ import annotations

import json
from pathlib import Path

from ...core.release import Release
from ...files.outputs import beside, write_text
from ...report.import_report import import_html, import_json
from .request import ImportExamination, ImportRequest


def report_pages(request: ImportRequest) -> list[Path]:
    """The files of the report: JSON and page; none where none is asked for."""
    return [request.report, request.report.with_suffix(".html")] if request.report else []


def write_report(
    request: ImportRequest, examination: ImportExamination, release: Release, *, is_stored: bool
) -> dict[str, object]:
    """The report as a value; written as JSON and as a page where the request wants it."""
    document = import_json(
        release,
        examination.files,
        examination.faults,
        request.language,
        profile=examination.profile,
        is_stored=is_stored,
    )
    if request.report is not None:
        with beside(report_pages(request)) as (data, page):
            write_text(data, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
            write_text(page, import_html(document, request.language))
    return document
