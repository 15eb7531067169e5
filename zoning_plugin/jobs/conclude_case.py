# SPDX-License-Identifier: GPL-3.0-or-later
"""Records a person's conclusion of a case, where everything that has to be is answered."""

from __future__ import annotations

from ..core.judgement import Case, Verdict, concluded
from ..files.case_register import CaseRegister
from .open_register import now


def conclude_case(
    register: CaseRegister, case: Case, verdict: Verdict, *, by: str, remark: str = "", at: str = ""
) -> Case:
    """Store a conclusion. Raises JudgementRefused with everything that stands in its way (core.judgement.may_conclude), RegisterUnusable."""
    return register.record(concluded(case, verdict, by=by, at=at or now(), remark=remark))
