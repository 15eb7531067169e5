# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes a case that another register wrote as a folder into this one, never over what is here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..core.errors import Fault, RegisterUnusable, fault
from ..core.judgement import Case
from ..files.case_folder import files_of, read_case_folder
from ..files.case_register import CaseRegister


@dataclass(frozen=True)
class TakenIn:
    """The versions as stored here, oldest first, and what a person should know of them."""

    cases: tuple[Case, ...]
    told: tuple[Fault, ...]


def take_in_case(register: CaseRegister, folder: Path) -> TakenIn:
    """Store the case in ``folder`` with its evidence. Of a case that is here already, the versions that are not come in as further ones.

    Nothing is stored where the folder is not as it was written. Raises RegisterUnusable: "case-folder-unreadable",
    "case-folder-changed", "case-already-there" (nothing in it is new), and what CaseRegister.take_in raises; OutputFailed of a file.
    """
    read = read_case_folder(folder)
    files = files_of(folder, read)
    newest = register.has_version(read[0].case_id)
    here = [register.read(read[0].case_id, version) for version in range(1, newest + 1)]
    known = {_content(one) for one in here}
    fresh = [one for one in read if _content(one) not in known]
    if not fresh:
        raise RegisterUnusable("case-already-there", number=read[-1].number or read[-1].case_id)
    made = tuple(replace(one, version=newest + place) for place, one in enumerate(fresh, 1))
    for path, name in files:
        register.keep_evidence(path, name=name)
    register.take_in(made)
    is_open = bool(here) and not here[-1].is_locked
    told = (fault("case-taken-in-open", number=here[-1].number or here[-1].case_id),) if is_open else ()
    return TakenIn(made, told)


def _content(case: Case) -> str:
    """What a version says, whatever its number."""
    return repr(replace(case, version=0, shape=None)) + case.document
