# SPDX-License-Identifier: GPL-3.0-or-later
"""Withdraws a case: it stays in the register and changes no more."""

from __future__ import annotations

from ..core.judgement import Case, withdrawn
from ..files.case_register import CaseRegister
from .open_register import now


def withdraw_case(register: CaseRegister, case: Case, *, by: str, remark: str, at: str = "") -> Case:
    """Store that a case is taken back, and why. Raises JudgementRefused (core.judgement.withdrawn), RegisterUnusable."""
    return register.record(withdrawn(case, by=by, at=at or now(), remark=remark))
