# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps a paper made from a case beside the register, under its SHA-256, and notes it with the case."""

from __future__ import annotations

from pathlib import Path

from ..core.judgement import Case, Output, with_output
from ..files.case_register import CaseRegister
from .open_register import now


def keep_output(register: CaseRegister, case: Case, kind: str, file: Path, *, at: str = "") -> Case:
    """Store that ``file`` ("comparison", "assessment" …) was made from ``case``; also of a locked case.

    Raises OutputFailed (see CaseRegister.keep_evidence), RegisterUnusable.
    """
    kept = register.keep_evidence(file)
    return register.record(with_output(case, Output(kind, kept.name, kept.sha256, at or now())))
