# SPDX-License-Identifier: GPL-3.0-or-later
"""Signs the step of a case that is due; after the last one the case is locked."""

from __future__ import annotations

from ..core.errors import JudgementRefused
from ..core.judgement import Case, SigningStep, signed
from ..files.case_register import CaseRegister
from .open_register import now


def sign_case(
    register: CaseRegister, case: Case, step: SigningStep, *, by: str, remark: str = "", at: str = ""
) -> Case:
    """Store the signature of ``step``.

    Raises JudgementRefused: what core.judgement.signed raises; "evidence-missing", "evidence-changed" (a file the case rests on is not
    there as it was). RegisterUnusable.
    """
    made = signed(case, step, by=by, at=at or now(), remark=remark)
    missing = register.missing_evidence(case)
    if missing:
        raise JudgementRefused(missing[0].code, missing)
    return register.record(made)
