# SPDX-License-Identifier: GPL-3.0-or-later
"""Records a person's answer to one clause of a case; copies the files that support it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..core.errors import JudgementRefused
from ..core.judgement import Answer, Case, Evidence, Verdict, with_answer
from ..files.case_register import CaseRegister
from .open_register import now


def answer_clause(
    register: CaseRegister,
    case: Case,
    key: str,
    verdict: Verdict,
    *,
    by: str,
    reason: str = "",
    evidence: Sequence[Evidence] = (),
    files: Sequence[Path] = (),
    reused_from: str = "",
    at: str = "",
) -> Case:
    """Store an answer to the clause ``key``; the case as it is now. When this returns the answer is on disk.

    ``evidence`` are files kept already, ``files`` are copied now. ``reused_from`` is ``Offer.source`` of an earlier answer that the person confirmed.
    Raises JudgementRefused (see core.judgement.with_answer), OutputFailed (see CaseRegister.keep_evidence), RegisterUnusable.
    """  # fmt: skip
    clause = next((one for one in case.assessed.clauses if one.key == key), None)
    if clause is None:
        raise JudgementRefused("clause-not-of-case", clause=key)
    answer = Answer(key, clause.text_sha256, verdict, reason, by, at or now(), tuple(evidence), reused_from)
    with_answer(case, answer)  # what may not be said is refused before a file is copied
    kept = tuple(register.keep_evidence(one) for one in files)
    answer = Answer(key, clause.text_sha256, verdict, reason, by, answer.at, (*evidence, *kept), reused_from)
    return register.record(with_answer(case, answer))
