# SPDX-License-Identifier: GPL-3.0-or-later
"""Assesses many sites by one release: a file for each and an index, in a folder that appears whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..core.assessment import Assessment, assess
from ..core.errors import OutputFailed, SiteUnusable
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.project import Project
from ..core.release import Release
from ..core.site import Site
from ..core.terms import State
from ..files.file_names import file_stem
from ..files.outputs import beside, make_folder, remove_leftovers, write_text
from ..report.made_with import MadeWith
from ..wording import sentences_of
from .ports import Printer
from .write_assessment import make_assessment

SCHEMA: Final = "zoning.assessment-index/1"
INDEX: Final = "index.json"


@dataclass(frozen=True)
class AssessedSites:
    """What was written: the folder, how many sites were assessed, are incomplete, or could not be assessed at all."""

    folder: Path
    assessed: int
    incomplete: int
    failed: int


def assess_each_site(
    release: Release,
    sites: Sequence[Site],
    folder: Path,
    *,
    on: str,
    near_m: float,
    project: Project,
    made_with: MadeWith,
    printer: Printer | None,
    language: str,
    progress: Progress | None = None,
) -> AssessedSites:
    """Write ``folder`` with one assessment a site (JSON, and PDF when there is a ``printer``) and index.json.

    The index lists every site in the order given, those that could not be assessed with the reason. ``folder`` must not exist,
    or be empty. Raises OutputFailed ("folder-not-empty", "folder-missing", what write_assessment raises), PartMissing, Cancelled.
    """
    progress = progress or Silent()
    remove_leftovers(folder)
    if folder.is_dir() and any(folder.iterdir()):
        raise OutputFailed("folder-not-empty", folder=folder.name)
    with beside([folder]) as (place,):
        make_folder(place)
        entries = []
        for number, site in enumerate(sites, 1):
            stop_if_cancelled(progress)
            progress.report((number - 1) / len(sites), "step-assessing-sites")
            entry: dict[str, object] = {"number": number, "site": site.source}
            try:
                found = assess(site, release, on=on, near_m=near_m)
            except SiteUnusable as reason:
                entry |= {"failed": reason.code, "sentences": list(sentences_of(reason, language))}
            else:
                stem = file_stem(f"{number:04d}_{site.source}", f"{number:04d}")
                files = [f"{stem}.json", *([f"{stem}.pdf"] if printer else [])]
                make_assessment(
                    found, release, project, made_with, json_place=place / files[0],
                    pdf_place=place / files[-1] if printer else None, printer=printer, language=language,
                )  # fmt: skip
                entry |= _summary(found) | {"files": files}
            entries.append(entry)
        index = {
            "schema": SCHEMA,
            "release": {"name": release.info.name, "document_no": release.info.document_no, "digest": release.digest},
            "on": on,
            "sites": entries,
        }
        write_text(place / INDEX, json.dumps(index, ensure_ascii=False, indent=2) + "\n")
        stop_if_cancelled(progress)
    progress.report(1.0, "step-done")
    failed = sum("failed" in entry for entry in entries)
    incomplete = sum(entry.get("state") == State.INCOMPLETE.value for entry in entries)
    return AssessedSites(folder, len(entries) - failed, incomplete, failed)


def _summary(found: Assessment) -> dict[str, object]:
    return {
        "state": found.state.value,
        "reasons": [one.code for one in found.reasons],
        "units": [
            {"code": one.unit.code, "name": one.unit.name, "relation": one.piece.relation.value} for one in found.units
        ],
        "clause_count": len(found.clauses),
    }
