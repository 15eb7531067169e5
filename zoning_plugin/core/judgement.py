# SPDX-License-Identifier: GPL-3.0-or-later
"""What persons decide about a site: an answer to each clause, a conclusion, three signatures. The machine decides nothing here.

All values are immutable; every step is a function that returns the case as it is after it, or raises JudgementRefused and
changes nothing. Nothing is ever taken away: an answer follows an answer, a signature a signature.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from .assessment import Assessment
from .clause import Clause
from .errors import Fault, JudgementRefused, Level, fault
from .finding import ClauseFinding
from .geometry import Shape
from .project import Project
from .terms import Relation, State

LONGEST_TEXT: Final = 20_000
"""Characters of a reason or a remark: some ten printed pages."""
LONGEST_NAME: Final = 500


class Verdict(str, Enum):
    """What a person says of one clause. That nobody has said anything is the absence of an answer, not a verdict."""

    CONFORMS = "conforms"
    CONFLICTS = "conflicts"
    NOT_CONCERNED = "not-concerned"
    NEEDS_ARGUMENT = "needs-argument"
    TO_VERIFY = "to-verify"


CONCLUDING: Final = (Verdict.CONFORMS, Verdict.CONFLICTS, Verdict.NEEDS_ARGUMENT)
"""What a whole case can be concluded with."""


class SigningStep(str, Enum):
    """经办, 复核, 审核, in this order; named by what the case is afterwards."""

    PREPARED = "prepared"
    CHECKED = "checked"
    APPROVED = "approved"


class Action(str, Enum):
    """What a signature did."""

    SIGNED = "signed"
    RETURNED = "returned"
    LOCKED = "locked"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class CaseState(str, Enum):
    """Where a case stands; always what its signatures say."""

    DRAFT = "draft"
    PREPARED = "prepared"
    CHECKED = "checked"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


# --- values ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AskedClause:
    """A clause that a case asks persons about, as it was printed when the case was made.

    ``key`` is unique in one release; ``text_sha256`` is that of the printed clause, so that no answer moves to another text.
    ``unit_code`` is empty for a clause of its list's whole scope; ``is_edge`` where the site only touches where it applies.
    """

    key: str
    text_sha256: str
    list_id: str
    list_title: str
    unit_code: str
    dimension: str
    number: str
    printed: str
    is_edge: bool = False
    text: str = ""


@dataclass(frozen=True)
class Assessed:
    """What a case keeps of the assessment it rests on: by which release, of which day, how sure, which clauses, units met."""

    release_name: str
    release_digest: str
    on: str
    state: State
    reasons: tuple[Fault, ...]
    clauses: tuple[AskedClause, ...]
    units: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it says complete and gives no reason against it: of two that disagree, the stricter one holds."""
        return self.state is State.COMPLETE and not self.reasons


@dataclass(frozen=True)
class Evidence:
    """A file that supports an answer, kept beside the register under its SHA-256; ``name`` is the one it came with."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Answer:
    """A person's answer to one clause. ``at`` is ISO, local time with offset; ``reused_from`` names case and clause of an earlier one."""

    key: str
    text_sha256: str
    verdict: Verdict
    reason: str
    by: str
    at: str
    evidence: tuple[Evidence, ...] = ()
    reused_from: str = ""


@dataclass(frozen=True)
class Conclusion:
    """A person's conclusion. ``answers`` is how many answers the case had then: one more, and it no longer stands."""

    verdict: Verdict
    remark: str
    by: str
    at: str
    answers: int


@dataclass(frozen=True)
class Signature:
    """One step of signing: at which step, what, who, when."""

    step: SigningStep
    action: Action
    by: str
    at: str
    remark: str = ""


@dataclass(frozen=True)
class Matter:
    """What the office was asked: 事项类型, 来文单位, 文号, 收文日期, 期限, 乡镇; whether it is a 典型案例. Dates ISO or empty."""

    kind: str = ""
    sender: str = ""
    document_no: str = ""
    received: str = ""
    due: str = ""
    town: str = ""
    is_typical: bool = False


@dataclass(frozen=True)
class PlatformQuery:
    """The query on the provincial platform: number, date, result file, whether it agrees (None: nobody has said)."""

    number: str = ""
    date: str = ""
    file: Evidence | None = None
    agrees: bool | None = None
    remark: str = ""

    @property
    def is_reconciled(self) -> bool:
        """Whether it is said by which query of which day, and that it agrees."""
        return bool(self.number.strip() and self.date.strip()) and self.agrees is True


@dataclass(frozen=True)
class MatterField:
    """A field of :class:`Matter` that an office asks for; ``choices`` are offered, not demanded."""

    name: str
    is_required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficeRules:
    """What an office's profile says: its steps in order (none: nobody signs), verdicts that need a reason, fields, frequent reasons.

    A case keeps the rules it was made by. ``distinct_signers``: nobody signs two steps of a case.
    """

    steps: tuple[SigningStep, ...] = tuple(SigningStep)
    needs_reason: frozenset[Verdict] = frozenset({Verdict.CONFLICTS, Verdict.NEEDS_ARGUMENT})
    distinct_signers: bool = True
    fields: tuple[MatterField, ...] = ()
    asks_platform: bool = True
    frequent_reasons: tuple[tuple[Verdict, str], ...] = ()


@dataclass(frozen=True)
class Output:
    """A paper made from a case: what kind, file name, SHA-256, when."""

    kind: str
    file: str
    sha256: str
    made_at: str


@dataclass(frozen=True)
class Case:
    """One matter of an office: a site judged by a release, with everything persons have added, in the order they did.

    ``case_id`` is made once and for all; ``version`` counts from 1, one more each time a signed case is reopened; ``number`` is
    the office's own. ``document`` is the whole assessment as JSON text, ``shape`` the site (EPSG:4490).
    """

    case_id: str
    assessed: Assessed
    name: str = ""
    number: str = ""
    version: int = 1
    project: Project = field(default_factory=Project)
    matter: Matter = field(default_factory=Matter)
    platform: PlatformQuery = field(default_factory=PlatformQuery)
    rules: OfficeRules = field(default_factory=OfficeRules)
    answers: tuple[Answer, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    signatures: tuple[Signature, ...] = ()
    outputs: tuple[Output, ...] = ()
    made_at: str = ""
    changed_at: str = ""
    standing_digest: str = ""
    document: str = field(default="", repr=False)
    shape: Shape | None = field(default=None, repr=False, compare=False)

    @property
    def state(self) -> CaseState:
        """Where the signatures put it."""
        return state_of(self.signatures, self.rules.steps)

    @property
    def is_locked(self) -> bool:
        """Whether nothing of it can change any more: it is approved, or withdrawn."""
        return self.state in (CaseState.APPROVED, CaseState.WITHDRAWN)

    @property
    def due_step(self) -> SigningStep | None:
        """The step to be signed next; None where the case is locked, or its office has no steps."""
        return None if self.is_locked or not self.rules.steps else self.rules.steps[_steps_signed(self.signatures)]

    @property
    def is_open(self) -> bool:
        """Whether its fields, answers and conclusion may change: it lies with the first step."""
        return not self.is_locked and _steps_signed(self.signatures) == 0

    @property
    def conclusion(self) -> Conclusion | None:
        """The conclusion that stands: the last one, while no answer has followed it and nothing speaks against it."""
        last = self.conclusions[-1] if self.conclusions else None
        if last is None or last.answers != len(self.answers) or may_conclude(self, last.verdict):
            return None
        return last


# --- clauses ---------------------------------------------------------------------------------------------------------


def clause_key(clause: Clause) -> str:
    """The key of a clause in its release: list, unit or "*", number or "-", and "~2" where a number is printed twice."""
    return clause.clause_id


def text_sha256(printed: str) -> str:
    """SHA-256 of a printed clause (number, tag and text), UTF-8; half a surrogate pair as its escape."""
    return hashlib.sha256(printed.encode("utf-8", "backslashreplace")).hexdigest()


def asked(found: ClauseFinding) -> AskedClause:
    """A clause that applies, as a case keeps it."""
    clause = found.clause
    return AskedClause(
        clause_key(clause), text_sha256(clause.printed), clause.list_id, found.access_list.title, clause.unit_code, clause.dimension,
        clause.number, clause.printed, found.relation is Relation.EDGE, clause.text,
    )  # fmt: skip


def assessed_of(assessment: Assessment) -> Assessed:
    """What a case keeps of an assessment."""
    return Assessed(
        assessment.info.name, assessment.digest, assessment.on, assessment.state, assessment.reasons,
        tuple(asked(one) for one in assessment.clauses),
        tuple(dict.fromkeys(one.unit.code for one in assessment.units if one.is_met)),
    )  # fmt: skip


# --- answers ---------------------------------------------------------------------------------------------------------


def with_answer(case: Case, answer: Answer) -> Case:
    """``case`` with one more answer, which follows those before it.

    Raises JudgementRefused: "case-locked", "case-withdrawn", "case-signed" (it lies with a later step), "clause-not-of-case",
    "answer-text-differs" (the answer is to another wording of the clause), "name-missing", "name-too-long", "moment-wrong", "remark-too-long".
    """
    _refuse_closed(case)
    clause = next((one for one in case.assessed.clauses if one.key == answer.key), None)
    if clause is None:
        raise JudgementRefused("clause-not-of-case", clause=answer.key)
    if clause.text_sha256 != answer.text_sha256:
        raise JudgementRefused("answer-text-differs", clause=answer.key)
    _check_said(answer.by, answer.at, answer.reason)
    return replace(case, answers=(*case.answers, answer), changed_at=answer.at)


def current_answers(answers: Iterable[Answer]) -> dict[str, Answer]:
    """By clause key the answer that holds: the last one."""
    return {one.key: one for one in answers}


def unanswered(clauses: Iterable[AskedClause], answers: Iterable[Answer]) -> tuple[AskedClause, ...]:
    """Clauses to which no answer is current: none is there, or only to another wording."""
    current = current_answers(answers)
    return tuple(one for one in clauses if not _fits(one, current.get(one.key)))


def _fits(clause: AskedClause, answer: Answer | None) -> bool:
    return answer is not None and answer.text_sha256 == clause.text_sha256


# --- completeness and conclusion -------------------------------------------------------------------------------------


def completeness(case: Case) -> tuple[Fault, ...]:
    """What is not as it should be with the answers: errors stand in the way of a conclusion, warnings are to be looked at.

    Errors: "clause-unanswered", "answer-to-verify", "answer-without-reason", "answer-clause-gone" (no such clause applies),
    "answer-text-changed", "clause-listed-twice". Warnings: "clause-numbers-skipped", "clause-is-blank" (its text is "/" or nothing).
    """
    clauses = case.assessed.clauses
    current = current_answers(case.answers)
    faults: list[Fault] = []
    for key, count in Counter(one.key for one in clauses).items():
        if count > 1:
            faults.append(fault("clause-listed-twice", Level.ERROR, clause=key, count=count))
    for clause in clauses:
        answer = current.get(clause.key)
        named = {"clause": clause.key, "list": clause.list_title, "text": clause.printed}
        if answer is None:
            faults.append(fault("clause-unanswered", Level.ERROR, **named))
        elif not _fits(clause, answer):
            faults.append(fault("answer-text-changed", Level.ERROR, **named))
        elif answer.verdict is Verdict.TO_VERIFY:
            faults.append(fault("answer-to-verify", Level.ERROR, **named))
        elif answer.verdict in case.rules.needs_reason and not answer.reason.strip():
            faults.append(fault("answer-without-reason", Level.ERROR, verdict=answer.verdict.value, **named))
    known = {one.key for one in clauses}
    faults += [fault("answer-clause-gone", Level.ERROR, clause=key) for key in current if key not in known]
    return (*faults, *_skipped(clauses), *_blank(clauses))


_NUMBER: Final = re.compile(r"(?P<group>(?:\d{1,3}-)?)(?P<last>\d{1,3})")
_SAYS_NOTHING: Final = re.compile(r"[\s/／\\—–\-－无]*")
_MOST_SKIPPED: Final = 50


def _skipped(clauses: Sequence[AskedClause]) -> list[Fault]:
    """Gaps in printed numbers (1-1, 1-2, 1-4), by list, unit and group: the list may be so printed, or something was not read."""
    groups: dict[tuple[str, str, str, str], set[int]] = {}
    for one in clauses:
        found = _NUMBER.fullmatch(one.number.strip())
        if found:
            # Plain numbers (1, 2, 3) begin anew in every dimension; of 1-1 the first part says which.
            group = (one.list_id, one.unit_code, found["group"], "" if found["group"] else one.dimension)
            groups.setdefault(group, set()).add(int(found["last"]))
    titles = {one.list_id: one.list_title for one in clauses}
    faults = []
    for (list_id, unit, prefix, _), numbers in groups.items():
        missing = [f"{prefix}{one}" for one in range(1, max(numbers)) if one not in numbers]
        if missing:
            shown = "、".join(missing[:_MOST_SKIPPED]) + ("…" if len(missing) > _MOST_SKIPPED else "")
            faults.append(fault("clause-numbers-skipped", list=titles[list_id], unit=unit, numbers=shown))
    return faults


def _blank(clauses: Iterable[AskedClause]) -> list[Fault]:
    return [
        fault("clause-is-blank", clause=one.key, list=one.list_title, text=one.text)
        for one in clauses
        if _SAYS_NOTHING.fullmatch(one.text)
    ]


def may_conclude(case: Case, verdict: Verdict | None = None) -> tuple[Fault, ...]:
    """What stands in the way of a conclusion (of ``verdict``, where one is meant); nothing where a person may conclude.

    "conclusion-of-incomplete" with every reason of the assessment; every error of :func:`completeness`; "conclusion-verdict-wrong"
    (不涉及 or 待核实 conclude nothing); "conclusion-contradicts" (符合 beside an answer 不符合 or 需论证).
    """
    faults: list[Fault] = []
    if not case.assessed.is_complete:
        faults.append(fault("conclusion-of-incomplete", Level.ERROR, count=len(case.assessed.reasons)))
        faults += [replace(one, level=Level.ERROR) for one in case.assessed.reasons]
    faults += [one for one in completeness(case) if one.level is Level.ERROR]
    if verdict is not None and verdict not in CONCLUDING:
        faults.append(fault("conclusion-verdict-wrong", Level.ERROR, verdict=verdict.value))
    if verdict is Verdict.CONFORMS:
        against = Counter(one.verdict for one in current_answers(case.answers).values())
        for one in (Verdict.CONFLICTS, Verdict.NEEDS_ARGUMENT):
            if against[one]:
                faults.append(fault("conclusion-contradicts", Level.ERROR, verdict=one.value, count=against[one]))
    return tuple(faults)


def concluded(case: Case, verdict: Verdict, *, by: str, at: str, remark: str = "") -> Case:
    """``case`` with a person's conclusion.

    Raises JudgementRefused with everything that :func:`may_conclude` finds; else as :func:`with_answer` does.
    """
    _refuse_closed(case)
    _check_said(by, at, remark)
    faults = may_conclude(case, verdict)
    if faults:
        raise JudgementRefused(faults[0].code, faults)
    made = Conclusion(verdict, remark, by, at, len(case.answers))
    return replace(case, conclusions=(*case.conclusions, made), changed_at=at)


# --- signing ---------------------------------------------------------------------------------------------------------


def signed(case: Case, step: SigningStep, *, by: str, at: str, remark: str = "") -> Case:
    """``case`` with the step signed; after the last one it is locked.

    Raises JudgementRefused: "case-locked", "case-withdrawn"; "step-not-due" (another one comes first); "sign-without-conclusion"
    with what stands in its way; "matter-field-missing"; "signer-twice" (the same name at another step, by the office's rules);
    "name-missing", "name-too-long", "moment-wrong", "remark-too-long".
    """
    _refuse_locked(case)
    _check_said(by, at, remark)
    due = case.due_step
    if step is not due or due is None:
        raise JudgementRefused("step-not-due", step=step.value, due=due.value if due else "")
    if case.conclusion is None:
        first = fault("sign-without-conclusion", Level.ERROR)
        raise JudgementRefused(first.code, (first, *may_conclude(case)))
    missing = missing_fields(case)
    if missing:
        raise JudgementRefused(missing[0].code, missing)
    if case.rules.distinct_signers:
        for one in _signatures_that_hold(case.signatures):
            if one.by.strip() == by.strip() and one.step is not step:
                raise JudgementRefused("signer-twice", by=by, step=one.step.value)
    made = [Signature(step, Action.SIGNED, by, at, remark)]
    if step is case.rules.steps[-1]:
        made.append(Signature(step, Action.LOCKED, by, at))
    return replace(case, signatures=(*case.signatures, *made), changed_at=at)


def missing_fields(case: Case) -> tuple[Fault, ...]:
    """Fields of the matter that the office's rules demand and nobody has filled in: "matter-field-missing"."""
    return tuple(
        fault("matter-field-missing", Level.ERROR, field=one.name)
        for one in case.rules.fields
        if one.is_required and not str(getattr(case.matter, one.name)).strip()
    )


def returned(case: Case, *, by: str, at: str, remark: str) -> Case:
    """``case`` given back to the step before, with a remark that says why.

    Raises JudgementRefused: "case-locked", "case-withdrawn", "nothing-to-return" (no step is signed), "return-without-remark", and
    what is wrong with name and time.
    """
    _refuse_locked(case)
    _check_said(by, at, remark)
    if case.is_open or case.due_step is None:
        raise JudgementRefused("nothing-to-return")
    if not remark.strip():
        raise JudgementRefused("return-without-remark")
    given = Signature(case.due_step, Action.RETURNED, by, at, remark)
    return replace(case, signatures=(*case.signatures, given), changed_at=at)


def reopened(
    case: Case,
    *,
    by: str,
    at: str,
    remark: str = "",
    assessed: Assessed | None = None,
    document: str = "",
    standing_digest: str = "",
) -> Case:
    """The next version of an approved case: the signed one stays as it is, this one is to be signed anew.

    Without ``assessed`` (with its ``document``) it rests on the same assessment. Answers to clauses whose wording is the same come
    along, each saying where from; the conclusion does not. Raises JudgementRefused: "case-not-approved"; name, time and remark as ever.
    """  # fmt: skip
    _check_said(by, at, remark)
    if case.state is not CaseState.APPROVED:
        raise JudgementRefused("case-not-approved")
    basis = assessed or case.assessed
    wordings = {one.key: one.text_sha256 for one in basis.clauses}
    source = f"{case.case_id}@{case.version}"
    kept = tuple(
        replace(one, reused_from=f"{source} {one.key}")
        for one in current_answers(case.answers).values()
        if wordings.get(one.key) == one.text_sha256
    )
    return replace(
        case, version=case.version + 1, assessed=basis, answers=kept, conclusions=(), outputs=(), made_at=at, changed_at=at,
        signatures=(Signature(case.rules.steps[0], Action.REOPENED, by, at, remark),),
        document=document if assessed else case.document,
        standing_digest=standing_digest if assessed else case.standing_digest,
    )  # fmt: skip


def withdrawn(case: Case, *, by: str, at: str, remark: str) -> Case:
    """``case`` taken back: it stays in the register and changes no more.

    Raises JudgementRefused: "case-locked" (an approved one is reopened first), "case-withdrawn", "withdraw-without-remark"; name and time.
    """
    _refuse_locked(case)
    _check_said(by, at, remark)
    if not remark.strip():
        raise JudgementRefused("withdraw-without-remark")
    step = case.due_step or next(iter(SigningStep))
    return replace(
        case, signatures=(*case.signatures, Signature(step, Action.WITHDRAWN, by, at, remark)), changed_at=at
    )


def drafted(
    case: Case,
    *,
    at: str,
    name: str | None = None,
    number: str | None = None,
    project: Project | None = None,
    matter: Matter | None = None,
    platform: PlatformQuery | None = None,
) -> Case:
    """``case`` with fields as a person has filled them in; what is None stays. Raises JudgementRefused as :func:`with_answer` does."""
    _refuse_closed(case)
    _check_moment(at)
    made = replace(
        case, name=case.name if name is None else name, number=case.number if number is None else number,
        project=project or case.project, matter=matter or case.matter, platform=platform or case.platform, changed_at=at,
    )  # fmt: skip
    for text in (made.name, made.number):
        _check_length(text, LONGEST_NAME)
    for text in (*vars(made.project).values(), *vars(made.matter).values(), made.platform.number, made.platform.remark):
        _check_length(str(text), LONGEST_TEXT)
    return made


def state_of(signatures: Sequence[Signature], steps: Sequence[SigningStep]) -> CaseState:
    """Where signatures put a case of an office with these steps."""
    actions = [one.action for one in signatures]
    if Action.WITHDRAWN in actions:
        return CaseState.WITHDRAWN
    reached = _steps_signed(signatures)
    if Action.LOCKED in actions or 0 < len(steps) <= reached:
        return CaseState.APPROVED
    if actions and actions[-1] is Action.RETURNED:
        return CaseState.RETURNED
    return CaseState(steps[reached - 1].value) if reached else CaseState.DRAFT


def check_signatures(case: Case) -> tuple[Fault, ...]:
    """What is wrong with signatures as stored: one that could not have followed those before it ("signatures-disagree")."""
    reached, is_over = 0, False
    for place, one in enumerate(case.signatures):
        steps = case.rules.steps
        due = steps[reached] if reached < len(steps) else None
        fits = {
            Action.SIGNED: not is_over and one.step is due,
            Action.RETURNED: not is_over and reached > 0 and due is not None,
            Action.LOCKED: not is_over and reached == len(steps),
            Action.REOPENED: place == 0 and case.version > 1,
            Action.WITHDRAWN: not is_over and (due is not None or not steps),
        }[one.action]
        if not fits:
            return (fault("signatures-disagree", Level.ERROR, number=case.number or case.case_id, place=place + 1),)
        reached += {Action.SIGNED: 1, Action.RETURNED: -1}.get(one.action, 0)
        is_over = one.action in (Action.LOCKED, Action.WITHDRAWN)
    if 0 < len(case.rules.steps) == reached and not is_over:
        return (
            fault("signatures-disagree", Level.ERROR, number=case.number or case.case_id, place=len(case.signatures)),
        )
    return ()


def open_points(case: Case, *, newer_release: str = "") -> tuple[Fault, ...]:
    """What page one says beside the assessment's own reasons: "case-stale" (``newer_release`` is in force),

    "platform-not-reconciled", "platform-disagrees" where the office asks for the platform.
    """  # fmt: skip
    points = []
    if newer_release:
        points.append(fault("case-stale", release=newer_release, was=case.assessed.release_name))
    if case.rules.asks_platform and case.platform.agrees is False:
        points.append(
            fault(
                "platform-disagrees", number=case.platform.number, date=case.platform.date, remark=case.platform.remark
            )
        )
    elif case.rules.asks_platform and not case.platform.is_reconciled:
        points.append(fault("platform-not-reconciled"))
    return tuple(points)


def with_output(case: Case, output: Output) -> Case:
    """``case`` with one more paper made from it; also of a locked case, which is printed after it was signed."""
    return replace(case, outputs=(*case.outputs, output))


def signatures_that_hold(case: Case) -> dict[SigningStep, Signature]:
    """By step the signature that holds now: those before a return to their step no longer do."""
    return {one.step: one for one in _signatures_that_hold(case.signatures)}


def _signatures_that_hold(signatures: Sequence[Signature]) -> list[Signature]:
    held: list[Signature] = []
    for one in signatures:
        if one.action is Action.SIGNED:
            held.append(one)
        elif one.action is Action.RETURNED and held:
            held.pop()
    return held


def _steps_signed(signatures: Sequence[Signature]) -> int:
    return len(_signatures_that_hold(signatures))


# --- what changes with another release -------------------------------------------------------------------------------


class ClauseChange(str, Enum):
    """What another release makes of a clause of a case; ``MOVED`` is the same text under another number or list."""

    GONE = "gone"
    NEW = "new"
    TEXT_CHANGED = "text-changed"
    UNIT_CHANGED = "unit-changed"
    MOVED = "moved"


@dataclass(frozen=True)
class ChangedClause:
    """A clause before and after; None where it is not there."""

    change: ClauseChange
    before: AskedClause | None
    after: AskedClause | None


def changed_clauses(before: Sequence[AskedClause], after: Sequence[AskedClause]) -> tuple[ChangedClause, ...]:
    """What changes from the clauses of one assessment to those of another, each clause in at most one change.

    Paired first by key and text (no change), then by text in the same unit (moved), by key (text changed), by text (unit
    changed); what is left is gone or new. Order: that of ``before``, then what is new.
    """
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    rules: tuple[tuple[ClauseChange | None, tuple[str, ...]], ...] = (
        (None, ("key", "text_sha256")),
        (ClauseChange.MOVED, ("unit_code", "text")),
        (ClauseChange.TEXT_CHANGED, ("key",)),
        (ClauseChange.UNIT_CHANGED, ("text",)),
    )
    found: dict[int, ClauseChange | None] = {}
    for change, names in rules:
        waiting: dict[tuple[str, ...], list[int]] = {}
        for place, one in enumerate(after):
            if place not in taken:
                waiting.setdefault(tuple(getattr(one, name) for name in names), []).append(place)
        for place, one in enumerate(before):
            there = waiting.get(tuple(getattr(one, name) for name in names))
            if place not in pairs and there:
                pairs[place] = there.pop(0)
                taken.add(pairs[place])
                found[place] = change
    changes = []
    for place, one in enumerate(before):
        if place not in pairs:
            changes.append(ChangedClause(ClauseChange.GONE, one, None))
        elif (change := found[place]) is not None:
            changes.append(ChangedClause(change, one, after[pairs[place]]))
    changes += [ChangedClause(ClauseChange.NEW, None, one) for place, one in enumerate(after) if place not in taken]
    return tuple(changes)


@dataclass(frozen=True)
class Rejudgement:
    """A case laid by another release: the assessment it rests on, the new one (None where it could not be made, for ``why``)."""

    case_id: str
    version: int
    number: str
    name: str
    case_state: CaseState
    before: Assessed
    after: Assessed | None
    why: Fault | None = None

    @property
    def changes(self) -> tuple[ChangedClause, ...]:
        """What changes for the case's own clauses."""
        return changed_clauses(self.before.clauses, self.after.clauses) if self.after is not None else ()

    @property
    def units_gone(self) -> tuple[str, ...]:
        """Units that the site no longer meets."""
        return tuple(one for one in self.before.units if self.after is not None and one not in self.after.units)

    @property
    def units_new(self) -> tuple[str, ...]:
        """Units that the site meets only now."""
        return tuple(one for one in self.after.units if one not in self.before.units) if self.after is not None else ()

    @property
    def is_changed(self) -> bool:
        """Whether anything differs that a person has to look at: clauses, units, complete or not."""
        return bool(self.changes or self.units_gone or self.units_new) or (
            self.after is not None and self.after.is_complete != self.before.is_complete
        )


# --- what may be said ------------------------------------------------------------------------------------------------


def _refuse_locked(case: Case) -> None:
    if case.state is CaseState.WITHDRAWN:
        raise JudgementRefused("case-withdrawn")
    if case.is_locked:
        raise JudgementRefused("case-locked")


def _refuse_closed(case: Case) -> None:
    _refuse_locked(case)
    if not case.is_open:
        raise JudgementRefused("case-signed", state=case.state.value)


def _check_said(by: str, at: str, text: str) -> None:
    if not by.strip():
        raise JudgementRefused("name-missing")
    _check_length(by, LONGEST_NAME)
    _check_moment(at)
    _check_length(text, LONGEST_TEXT)


def _check_moment(at: str) -> None:
    try:
        if datetime.datetime.fromisoformat(at).tzinfo is not None:
            return
    except ValueError:
        pass
    raise JudgementRefused("moment-wrong", at=at)


def _check_length(text: str, most: int) -> None:
    if len(text) > most:
        raise JudgementRefused("remark-too-long", length=len(text), most=most)
