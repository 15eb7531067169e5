# SPDX-License-Identifier: GPL-3.0-or-later
"""Lays every case of a register by another release and says what changes for its own clauses; both assessments are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..core.assessment import Assessment, assess
from ..core.errors import ReleaseUnreadable, SiteUnusable
from ..core.judgement import Case, CaseState, Rejudgement, assessed_of
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.release import Release
from ..core.site import Site
from ..files.case_record import canonical, measures_from, parsed, site_from
from ..files.case_register import CaseHead, CaseRegister, StoredRejudgement
from ..files.outputs import beside, write_bytes
from ..files.release_store import read_release
from ..files.spreadsheet_writer import write_workbook
from ..report.assessment_json import canonical_bytes
from ..report.made_with import MadeWith
from ..report.register_tables import changes_json, counts_of, rejudgement_json, rejudgement_tables
from .assess_site import release_for
from .open_register import now
from .write_assessment import assessment_document


@dataclass(frozen=True)
class RejudgedCases:
    """What another release makes of a register: a rejudgement a case, counts by name, the releases that were used."""

    found: tuple[Rejudgement, ...]
    counts: dict[str, int]
    releases: tuple[str, ...]


def site_of(case: Case) -> Site:
    """The site of a case, to be assessed again. Raises SiteUnusable("shape-unreadable")."""
    try:
        return site_from(parsed(case.document))
    except ValueError as reason:
        raise SiteUnusable("shape-unreadable", detail=reason) from reason


def assess_again(case: Case, release: Release, on: str) -> Assessment:
    """The site of a case by another release, measured with the thresholds it was measured with before. Raises SiteUnusable."""
    try:
        thresholds, near_m = measures_from(parsed(case.document))
    except ValueError as reason:
        raise SiteUnusable("shape-unreadable", detail=reason) from reason
    return assess(site_of(case), release, on=on, thresholds=thresholds, near_m=near_m)


def rejudge_case(case: Case, release: Release, on: str) -> tuple[Rejudgement, Assessment | None]:
    """What ``release`` on the ISO date ``on`` makes of one case; of one that cannot be judged by it, why."""
    head = (case.case_id, case.version, case.number, case.name, case.state, case.assessed)
    try:
        found = assess_again(case, release, on)
    except SiteUnusable as reason:
        return Rejudgement(*head, None, reason.faults[0]), None
    return Rejudgement(*head, assessed_of(found)), found


def rejudge_cases(
    register: CaseRegister,
    release_path: Path,
    on: str,
    made_with: MadeWith,
    *,
    heads: Iterable[CaseHead] | None = None,
    json_path: Path | None = None,
    xlsx_path: Path | None = None,
    keep: bool = True,
    at: str = "",
    progress: Progress | None = None,
) -> RejudgedCases:
    """Lay the newest version of every case that is not withdrawn (or the ``heads`` given) by a release file, or of a folder by the one

    that holds for each site on the ISO date ``on``. ``keep``: store what changes, with the new assessment, in the register too (nothing else
    in it changes), where it is open for writing. The files are written together at the end or not at all.

    A case that cannot be judged is one of the results, with its reason. Raises ReleaseUnreadable (of a single file), OutputFailed,
    RegisterUnusable, Cancelled.
    """  # fmt: skip
    progress, at = progress or Silent(), at or now()
    chosen = [one for one in (register.heads() if heads is None else heads) if one.state is not CaseState.WITHDRAWN]
    releases: dict[Path, Release] = {}
    if not release_path.is_dir():
        releases[release_path] = read_release(release_path, verify=True)
    found: list[Rejudgement] = []
    kept: list[StoredRejudgement] = []
    for place, head in enumerate(chosen):
        stop_if_cancelled(progress)
        progress.report(0.9 * place / len(chosen), "step-rejudge")
        case = register.read(head.case_id, head.version)
        one, assessment = _rejudged(case, release_path, on, releases)
        found.append(one)
        if assessment is not None:
            document = assessment_document(assessment, made_with, case.project)
            kept.append(
                StoredRejudgement(
                    case.case_id, case.version, assessment.digest, on, assessment.state.value, canonical(changes_json(one)), document, at
                )
            )  # fmt: skip
    stop_if_cancelled(progress)
    names = tuple(dict.fromkeys(one.info.name for one in releases.values()))
    digest = next(iter(releases.values())).digest if len(releases) == 1 else ""
    shown = "、".join(names)
    targets = [path for path in (json_path, xlsx_path) if path is not None]
    if targets:
        with beside(targets, [register.path, *([release_path] if release_path.is_file() else [])]) as places:
            if json_path is not None:
                document_of_all = rejudgement_json(
                    found, register=register.path.name, release=shown, digest=digest, on=on, made_with=made_with
                )
                write_bytes(places[0], canonical_bytes(document_of_all))
            if xlsx_path is not None:
                tables = rejudgement_tables(found, release=shown, on=on, language=made_with.language)
                write_workbook(tables, places[-1], date=on)
            stop_if_cancelled(progress)
    if keep and register.is_writable and kept:
        register.record_rejudged(kept)
    progress.report(1.0, "step-done")
    return RejudgedCases(tuple(found), counts_of(found), names)


def _rejudged(
    case: Case, release_path: Path, on: str, releases: dict[Path, Release]
) -> tuple[Rejudgement, Assessment | None]:
    """One case; of a folder, a release that cannot be chosen or read is why this case could not be judged."""
    try:
        path = release_for(release_path, [site_of(case)], on)
        if path not in releases:
            releases[path] = read_release(path, verify=True)
        return rejudge_case(case, releases[path], on)
    except (ReleaseUnreadable, SiteUnusable) as reason:
        head = (case.case_id, case.version, case.number, case.name, case.state, case.assessed)
        return Rejudgement(*head, None, reason.faults[0]), None
