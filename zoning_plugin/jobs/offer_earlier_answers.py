# SPDX-License-Identifier: GPL-3.0-or-later
"""Offers answers that other cases gave to the same wording in the same unit for the same industry; a person confirms each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..core.judgement import AskedClause, Case, CaseState, Verdict, unanswered
from ..files.case_register import CaseRegister, EarlierAnswer

_CODE: Final = re.compile(r"\d+")


@dataclass(frozen=True)
class Offer:
    """An earlier answer for a clause of a case. ``source`` is what the answer's ``reused_from`` states when it is confirmed."""

    clause: AskedClause
    earlier: EarlierAnswer

    @property
    def source(self) -> str:
        """Case, version and clause it came from."""
        return f"{self.earlier.case_id}@{self.earlier.version} {self.earlier.answer.key}"


def offer_earlier_answers(register: CaseRegister, case: Case, *, also_answered: bool = False) -> tuple[Offer, ...]:
    """For each clause that is still unanswered (``also_answered``: for every one) the earlier answers, latest first.

    The same unit, the same wording (SHA-256), the same industry: its GB/T 4754 code where both state one, else the same words. Nothing
    is offered where this case states no industry, nor 待核实, nor answers of withdrawn cases. Nothing is filled in: a person confirms
    each with jobs.answer_clause.
    """
    industry = _industry(case.project.industry)
    if not industry:
        return ()
    clauses = case.assessed.clauses if also_answered else unanswered(case.assessed.clauses, case.answers)
    return tuple(
        Offer(clause, earlier)
        for clause in clauses
        for earlier in register.earlier_answers(clause.unit_code, clause.text_sha256, but_not=case.case_id)
        if earlier.answer.verdict is not Verdict.TO_VERIFY
        and earlier.state is not CaseState.WITHDRAWN
        and _industry(earlier.industry) == industry
    )


def _industry(text: str) -> str:
    """What two statements of an industry are compared by: the code at the beginning, else the words without white space."""
    plain = re.sub(r"\s+", "", text).casefold()
    code = _CODE.search(plain)
    return code.group() if code and code.end() <= 6 else plain
