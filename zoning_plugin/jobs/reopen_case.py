# SPDX-License-Identifier: GPL-3.0-or-later
"""Reopens an approved case as its next version, on the same assessment or on one by a later release."""

from __future__ import annotations

from ..core.assessment import Assessment
from ..core.judgement import Case, assessed_of, reopened
from ..core.release import Release, standing_digest
from ..files.case_register import CaseRegister
from ..report.made_with import MadeWith
from .open_register import now
from .write_assessment import assessment_document


def reopen_case(
    register: CaseRegister,
    case: Case,
    *,
    by: str,
    remark: str = "",
    at: str = "",
    by_release: tuple[Assessment, Release, MadeWith] | None = None,
) -> Case:
    """Store the next version of an approved case; the approved one stays as it is.

    ``by_release``: the site assessed anew (jobs.rejudge_cases.assess_again), the release, and the versions for its document; without
    it the version rests on the same assessment. Answers to clauses of the same wording come along. Raises JudgementRefused("case-not-approved"), RegisterUnusable.
    """  # fmt: skip
    at = at or now()
    if by_release is None:
        return register.record(reopened(case, by=by, at=at, remark=remark))
    assessment, release, made_with = by_release
    document = assessment_document(assessment, made_with, case.project)
    made = reopened(
        case, by=by, at=at, remark=remark, assessed=assessed_of(assessment), document=document, standing_digest=standing_digest(release)
    )  # fmt: skip
    return register.record(made)
