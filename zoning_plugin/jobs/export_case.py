# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes one case with all its versions as a folder that another register takes in: JSON, papers and evidence."""

from __future__ import annotations

from pathlib import Path

from ..core.errors import JudgementRefused
from ..core.judgement import Case
from ..files.case_folder import write_case_folder
from ..files.case_register import CaseRegister
from .check_outputs import check_output_folder


def export_case(register: CaseRegister, case_id: str, folder: Path) -> tuple[Case, ...]:
    """Write every version of a case into ``folder`` (new or empty), whole or not at all; what was written, oldest first.

    Evidence and papers lie in ``files`` by SHA-256; case.json gives their names. Raises OutputFailed (see
    jobs.check_outputs), RegisterUnusable("case-missing"), JudgementRefused("evidence-missing", "evidence-changed").
    """
    newest = register.read(case_id)
    cases = tuple(register.read(case_id, version) for version in range(1, newest.version)) + (newest,)
    missing = [one for case in cases for one in register.missing_evidence(case)]
    if missing:
        raise JudgementRefused(missing[0].code, missing)
    check_output_folder(folder)
    write_case_folder(cases, register.files_folder, folder)
    return cases
