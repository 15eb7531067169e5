# SPDX-License-Identifier: GPL-3.0-or-later
"""Saves the fields of a case that a person fills in: name, number, project, matter, the query on the provincial platform."""

from __future__ import annotations

from pathlib import Path

from ..core.judgement import Case, Matter, PlatformQuery, drafted
from ..core.project import Project
from ..files.case_register import CaseRegister
from .open_register import now


def save_case(
    register: CaseRegister,
    case: Case,
    *,
    name: str | None = None,
    number: str | None = None,
    project: Project | None = None,
    matter: Matter | None = None,
    platform: PlatformQuery | None = None,
    platform_file: Path | None = None,
    at: str = "",
) -> Case:
    """Store the fields that are given; what is None stays. ``platform_file`` is copied beside the register.

    Raises JudgementRefused ("case-locked", "case-signed", "case-withdrawn", "remark-too-long") and what CaseRegister.record raises.
    """
    if platform_file is not None:
        platform = platform or case.platform
        kept = register.keep_evidence(platform_file)
        platform = PlatformQuery(platform.number, platform.date, kept, platform.agrees, platform.remark)
    made = drafted(case, at=at or now(), name=name, number=number, project=project, matter=matter, platform=platform)
    return register.record(made)
