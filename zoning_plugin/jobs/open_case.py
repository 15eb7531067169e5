# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a case of the register with the release it was judged by, its site assessed as on its day, and the machine's notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..core.assessment import Assessment
from ..core.clause_notes import ClauseNotes
from ..core.errors import ReleaseUnreadable
from ..core.judgement import Case, asked
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.release import Release, logical_digest
from ..files.case_register import CaseRegister
from .note_assessment import notes_of
from .open_release import list_releases, open_release
from .rejudge_cases import assess_again


@dataclass(frozen=True)
class OpenedCase:
    """A case with what it rests on: ``path`` is where its release lies."""

    case: Case
    path: Path
    release: Release
    assessment: Assessment
    notes: Mapping[str, ClauseNotes]


def open_case(
    register: CaseRegister, case_id: str, folder: Path, *, version: int | None = None, progress: Progress | None = None
) -> OpenedCase:
    """The case, its release out of ``folder`` (found by digest, whatever its file is called) and its site assessed by it as on its day.

    Raises RegisterUnusable ("case-missing", "register-damaged"); ReleaseUnreadable "case-release-missing" (no release of that
    digest is at hand), "case-clauses-differ" (the file gives other clauses than those the case asks about), and what opening a release raises; SiteUnusable.
    """
    progress = progress or Silent()
    progress.report(0.0, "step-open-register")
    case = register.read(case_id, version)
    kept = case.assessed
    stored = list_releases(folder) if folder.is_dir() else ()
    path = next((one.path for one in stored if one.digest == kept.release_digest), None)
    if path is None:
        raise ReleaseUnreadable(
            "case-release-missing", case=case.number, release=kept.release_name, digest=kept.release_digest[:12]
        )
    release = open_release(path, progress=progress)
    release = replace(release, info=replace(release.info, superseded_by=_superseded_then(case)))
    stop_if_cancelled(progress)
    assessment = assess_again(case, release, kept.on)
    if (
        logical_digest(release) != kept.release_digest
        or tuple(asked(one) for one in assessment.clauses) != kept.clauses
    ):
        raise ReleaseUnreadable("case-clauses-differ", case=case.number, release=kept.release_name)
    return OpenedCase(case, path, release, assessment, notes_of(assessment, case.project))


def _superseded_then(case: Case) -> str:
    """What had taken the release's place when the case was kept, as far as anybody knew: what came to hand later does not change what was judged."""
    return next((str(one.fact("by")) for one in case.assessed.reasons if one.code == "release-superseded"), "")
