# SPDX-License-Identifier: GPL-3.0-or-later
"""What a case's page says: what is in the way of a conclusion, who signed, what may be done now. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...bridge.i18n import language, tr
from ...core.errors import Fault, Level
from ...core.judgement import (
    CONCLUDING,
    Action,
    Case,
    CaseState,
    ClauseChange,
    Matter,
    MatterField,
    PlatformQuery,
    SigningStep,
    Verdict,
    completeness,
    may_conclude,
    open_points,
    signatures_that_hold,
)
from ...jobs.look_for_newer import NewerRelease
from ...wording import word
from ..state_card import Look
from ..words import fault_sentence
from .case_rows import state_word
from .clause_marks import verdict_word


@dataclass(frozen=True)
class CaseSheet:
    """Everything the page shows of a case. ``verdicts`` are those a conclusion can be, each with why it cannot be now (empty: it can).

    ``stale`` says which release in force the case does not rest on, ``changes`` what it changes for the case, a line each;
    ``can_reopen_by`` names it where an approved case can go on by it.
    """

    case_key: tuple[str, int]
    title: str
    look: Look
    headline: str
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    verdicts: tuple[tuple[Verdict, str], ...]
    conclusion: str
    signatures: tuple[tuple[str, str], ...]
    history: str
    due: SigningStep | None
    due_word: str
    can_write: bool
    can_sign: bool
    can_return: bool
    can_reopen: bool
    can_withdraw: bool
    fields: tuple[MatterField, ...]
    matter: Matter
    asks_platform: bool
    platform: PlatformQuery
    stale: str = ""
    changes: tuple[str, ...] = ()
    can_reopen_by: str = ""


def sheet_of(case: Case, *, can_write: bool, newer: NewerRelease | None = None) -> CaseSheet:
    """The page of a case; ``can_write``: the register can be written; ``newer``: the release in force that it does not rest on."""
    is_open = case.is_open and can_write
    faults = may_conclude(case)
    title = f"{' '.join(part for part in (case.number, case.name) if part)} · {state_word(case.state)}"
    notes = [fault_sentence(one) for one in completeness(case) if one.level is not Level.ERROR]
    notes += [fault_sentence(one) for one in open_points(case, newer_release=newer.name if newer else "")]
    held = signatures_that_hold(case)
    conclusion = case.conclusion
    told = tr("None yet")
    if conclusion is not None:
        said = f"{verdict_word(conclusion.verdict)} · {conclusion.by} {_when(conclusion.at)}"
        told = f"{said}\n{conclusion.remark}" if conclusion.remark else said
    elif case.conclusions:
        told = tr("The conclusion no longer stands: an answer was given after it. Conclude anew.")
    look, headline, sentences = _standing(case, faults, has_conclusion=conclusion is not None)
    due = case.due_step
    return CaseSheet(
        (case.case_id, case.version), title, look, headline, sentences, tuple(notes), tuple((one, _against(case, one, faults)) for one in CONCLUDING), told,
        tuple((_step_word(step), _signed(held[step].by, held[step].at, held[step].remark) if step in held else "—") for step in case.rules.steps),
        "\n".join(_told(case)), due, _step_word(due) if due else "", is_open,
        can_write and due is not None and conclusion is not None,
        can_write and not case.is_locked and not case.is_open,
        can_write and case.state is CaseState.APPROVED,
        can_write and not case.is_locked,
        case.rules.fields, case.matter, case.rules.asks_platform, case.platform,
        stale_sentence(newer) if newer else "", tuple(_changes(newer)) if newer else (),
        newer.name if newer and newer.assessment and can_write and case.state is CaseState.APPROVED else "",
    )  # fmt: skip


def stale_sentence(newer: NewerRelease) -> str:
    """Since which release a case is stale, and how much that changes for it."""
    since = tr("Stale since {release}, in force from {date}.").format(release=newer.name, date=newer.since or "—")
    found = newer.rejudgement
    if found is None:
        why = fault_sentence(newer.why) if newer.why else ""
        return " ".join((since, tr("What it changes cannot be said: {why}").format(why=why)))
    counts = Counter(one.change for one in found.changes)
    told = [
        f"{word(f'clause-change-{change.value}', language())} {counts[change]}"
        for change in ClauseChange
        if counts[change]
    ]
    told += [tr("units no longer met {count}").format(count=len(found.units_gone))] if found.units_gone else []
    told += [tr("units newly met {count}").format(count=len(found.units_new))] if found.units_new else []
    if found.after is not None and found.after.is_complete != found.before.is_complete:
        told.append(tr("complete") if found.after.is_complete else tr("incomplete"))
    if not told:
        return " ".join((since, tr("It changes nothing for the clauses of this case.")))
    return " ".join((since, tr("For this case: {changes}.").format(changes=" · ".join(told))))


def _changes(newer: NewerRelease) -> Iterator[str]:
    """What the newer release changes for the case, a line each: units first, then clause by clause, as printed."""
    found = newer.rejudgement
    if found is None:
        return
    for codes, said in (
        (found.units_gone, tr("unit no longer met: {code}")),
        (found.units_new, tr("unit newly met: {code}")),
    ):
        yield from (said.format(code=code) for code in codes)
    for one in found.changes:
        what = word(f"clause-change-{one.change.value}", language())
        shown = one.after or one.before
        assert shown is not None  # a change is of something
        yield f"{what} · {shown.list_title} · {shown.printed}"
        if one.change is ClauseChange.TEXT_CHANGED and one.before is not None:
            yield tr("    before: {text}").format(text=one.before.printed)


def _standing(case: Case, faults: Sequence[Fault], *, has_conclusion: bool) -> tuple[Look, str, tuple[str, ...]]:
    if case.is_locked:
        title = tr("Locked: {state}. Nothing of it can change").format(state=state_word(case.state))
        return Look.NOTHING_APPLIES, title, ()
    if faults:
        title = tr("In the way of a conclusion: {count}").format(count=len(faults))
        return Look.INCOMPLETE, title, _gathered(faults)
    if not has_conclusion:
        return Look.COMPLETE, tr("Every clause is answered: a person may conclude"), ()
    due = case.due_step
    if due is None:
        return Look.COMPLETE, tr("Concluded; this office signs nothing"), ()
    return Look.COMPLETE, tr("Concluded; next: {step}").format(step=_step_word(due)), ()


def _gathered(faults: Sequence[Fault]) -> tuple[str, ...]:
    """Each in a sentence, but what many clauses have in common once, with how many they are."""
    bare = sum(one.code == "clause-unanswered" for one in faults)
    gathered = [tr("Clauses without an answer: {count}").format(count=bare)] if bare > 1 else []
    rest = [fault_sentence(one) for one in faults if one.code != "clause-unanswered" or bare == 1]
    return tuple(dict.fromkeys((*gathered, *rest)))


def _against(case: Case, verdict: Verdict, faults: Sequence[Fault]) -> str:
    against = may_conclude(case, verdict)
    own = [one for one in against if one not in faults]
    return fault_sentence(own[0]) if own else (tr("See above what is in the way.") if against else "")


def _told(case: Case) -> list[str]:
    return [
        f"{_when(one.at)} {one.by}: {word(f'signing-action-{one.action.value}', language())} · {_step_word(one.step)}"
        + (f" · {one.remark}" if one.remark else "")
        for one in case.signatures
        if one.action is not Action.LOCKED
    ]


def _signed(by: str, at: str, remark: str) -> str:
    return " · ".join(part for part in (by, _when(at), remark) if part)


def _step_word(step: SigningStep) -> str:
    return word(f"signing-{step.value}", language())


def _when(at: str) -> str:
    return at[:16].replace("T", " ")
