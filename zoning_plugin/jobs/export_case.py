# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes one case with all its versions as a folder that another register takes in: JSON, papers and evidence."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..core.errors import JudgementRefused
from ..core.judgement import Case
from ..files.case_folder import ASSESSMENT_FILE, CASE_FILE, FILES_FOLDER, case_document
from ..files.case_register import CaseRegister
from ..files.outputs import beside, write_text
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
    digests = dict.fromkeys(
        digest
        for case in cases
        for digest in (
            *(one.sha256 for answer in case.answers for one in answer.evidence),
            *((case.platform.file.sha256,) if case.platform.file is not None else ()),
            *(one.sha256 for one in case.outputs),
        )
    )
    with beside([folder]) as (place,):
        place.mkdir()
        write_text(place / CASE_FILE, case_document(cases))
        for case in cases:
            write_text(place / ASSESSMENT_FILE.format(version=case.version), case.document)
        if digests:
            (place / FILES_FOLDER).mkdir()
        for digest in digests:
            source = register.files_folder / digest
            if source.is_file():  # a paper can be made again; evidence was looked for above
                shutil.copyfile(source, place / FILES_FOLDER / digest)
    return cases
