# SPDX-License-Identifier: GPL-3.0-or-later
"""Returns a case to the step before, with a remark."""

from __future__ import annotations

from ..core.judgement import Case, returned
from ..files.case_register import CaseRegister
from .open_register import now


def return_case(register: CaseRegister, case: Case, *, by: str, remark: str, at: str = "") -> Case:
    """Store that the step that is due gives the case back. Raises JudgementRefused (core.judgement.returned), RegisterUnusable."""
    return register.record(returned(case, by=by, at=at or now(), remark=remark))
