# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks whether a release in force has taken the place of the one a case rests on, and what it changes for the case."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..core.assessment import Assessment
from ..core.catalogue import superseded_by
from ..core.errors import Fault, ReleaseUnreadable
from ..core.judgement import Case, Rejudgement
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.release import Release
from ..core.standing import standing_on
from .assess_site import release_for
from .open_release import StoredRelease, list_releases, open_among_others
from .rejudge_cases import rejudge_case, site_of


@dataclass(frozen=True)
class NewerRelease:
    """The release in force in the place of the case's own. ``since``: from when (ISO, empty where it does not say).

    ``rejudgement`` says what it changes for the case; None, with ``why``, where it cannot be said.
    """

    name: str
    since: str
    path: Path | None = None
    release: Release | None = None
    assessment: Assessment | None = None
    rejudgement: Rejudgement | None = None
    why: Fault | None = None


def look_for_newer(case: Case, folder: Path, on: str, *, progress: Progress | None = None) -> NewerRelease | None:
    """The release of ``folder`` that on the ISO date ``on`` holds in the place of the one that ``case`` rests on; None while that holds.

    Of several, the one for the case's site. Raises ReleaseUnreadable("file-missing") of no folder, Cancelled; a newer one that cannot be
    read or does not hold for the site is a result with its reason.
    """
    progress = progress or Silent()
    stored = list_releases(folder)
    own = next((one for one in stored if one.digest == case.assessed.release_digest), None)
    keys = (
        {one.key for one in superseded_by(own.entry, [one.entry for one in stored], on)} if own is not None else set()
    )
    successors = [one for one in stored if one.path.name in keys]
    if not successors:
        return None
    stop_if_cancelled(progress)
    try:
        path = successors[0].path if len(successors) == 1 else release_for(folder, [site_of(case)], on)
        release = open_among_others(path, on, progress=progress)
    except ReleaseUnreadable as reason:
        return NewerRelease(
            "、".join(one.info.name for one in successors), _since(successors[0], on), why=reason.faults[0]
        )
    chosen = next((one for one in successors if one.path == path), successors[0])
    found, assessment = rejudge_case(case, release, on)
    if assessment is None:
        return NewerRelease(release.info.name, _since(chosen, on), path, release, why=found.why)
    return NewerRelease(release.info.name, _since(chosen, on), path, release, assessment, found)


def _since(one: StoredRelease, on: str) -> str:
    return standing_on(one.entry.steps, on).effective
