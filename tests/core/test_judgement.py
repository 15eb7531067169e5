# SPDX-License-Identifier: GPL-3.0-or-later
"""The laws of judging: nothing incomplete is ever concluded, nothing signed ever changes, no answer is ever lost."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.core.shapes import access_list, box, clause, release, unit, zone
from zoning_plugin.core.assessment import assess
from zoning_plugin.core.clause import Scope
from zoning_plugin.core.errors import JudgementRefused, Level, fault
from zoning_plugin.core.judgement import (
    CONCLUDING,
    Action,
    Answer,
    AskedClause,
    Assessed,
    Case,
    CaseState,
    ClauseChange,
    Matter,
    MatterField,
    OfficeRules,
    PlatformQuery,
    Signature,
    SigningStep,
    Verdict,
    assessed_of,
    changed_clauses,
    check_signatures,
    completeness,
    concluded,
    current_answers,
    drafted,
    may_conclude,
    missing_fields,
    open_points,
    reopened,
    returned,
    signed,
    state_of,
    text_sha256,
    unanswered,
    with_answer,
    withdrawn,
)
from zoning_plugin.core.project import Project
from zoning_plugin.core.release import Promise, ReleaseInfo, SourceFile
from zoning_plugin.core.site import make_site
from zoning_plugin.core.terms import CrsBasis, ReleaseStatus, State, Tier

AT = "2026-11-24T09:00:00+08:00"
ON = "2026-11-23"
CORE = Path(__file__).parents[2] / "zoning_plugin" / "core"


# --- every cause of incompleteness -----------------------------------------------------------------------------------


@dataclass
class Prepared:
    """A release and a site that make a complete assessment, until something is done to them."""

    units: list[Any] = field(default_factory=lambda: [unit(1, box(0, 0, 100, 100)), unit(2, box(100, 0, 200, 100))])
    lists: list[Any] = field(default_factory=lambda: [access_list("u", Tier.UNIT)])
    clauses: list[Any] = field(default_factory=list)
    info: dict[str, Any] = field(default_factory=dict)
    changes: list[Callable[[Any], Any]] = field(default_factory=list)
    shape: Any = None
    site: dict[str, Any] = field(default_factory=dict)
    source: str = "test"

    def assessed(self) -> Assessed:
        clauses = self.clauses or [clause("u", "1", "要求。", one.code) for one in self.units]
        stated = {
            "name": "示例 2024", "document_no": "1号", "issuer": "市", "effective": "2024-07-01", "status": ReleaseStatus.PUBLISHED,
        }  # fmt: skip
        made = release(
            self.units,
            self.lists,
            clauses,
            [zone("水源", box(300, 300, 400, 400))],
            ReleaseInfo(**(stated | self.info)),
        )
        for change in self.changes:
            made = change(made)
        shape = self.shape if self.shape is not None else box(10, 10, 190, 90)
        return assessed_of(assess(make_site([("", shape)], "EPSG:4490", self.source, **self.site), made, on=ON))


def promised(kind: str, subject: str, *, count: int, delivered: bool) -> Callable[[Any], Any]:
    return lambda made: replace(made, promises=(*made.promises, Promise(kind, subject, count, delivered)))


def broken(made: Any) -> Any:
    return replace(
        made, faults=(*made.faults, fault("digest-mismatch", Level.ERROR, file="f", stated="a", computed="b"))
    )


def source_by(basis: CrsBasis) -> Callable[[Any], Any]:
    return lambda made: replace(
        made, sources=(*made.sources, SourceFile("单元.shp", "units", "ab" * 32, crs_basis=basis))
    )


def add_list(**words: Any) -> Callable[[Prepared], None]:
    def act(given: Prepared) -> None:
        name = f"l{len(given.lists)}"
        scope = words.get("scope", Scope())
        made = replace(
            access_list(name, Tier.ZONE if scope.zones else Tier.CITY, scope), effective=words.get("effective", "")
        )
        given.lists.append(made)
        given.clauses = (given.clauses or [clause("u", "1", "要求。", one.code) for one in given.units]) + [
            clause(name, "1", "另一条。")
        ]

    return act


def set_info(**words: Any) -> Callable[[Prepared], None]:
    return lambda given: given.info.update(words)


def change(what: Callable[[Any], Any]) -> Callable[[Prepared], None]:
    return lambda given: given.changes.append(what)


def site_is(**words: Any) -> Callable[[Prepared], None]:
    return lambda given: given.site.update(words)


def shape_is(shape: Any) -> Callable[[Prepared], None]:
    def act(given: Prepared) -> None:
        given.shape = shape

    return act


def bare_unit(given: Prepared) -> None:
    given.clauses = [one for one in given.clauses if one.unit_code != given.units[1].code] or [
        clause("u", "1", "要求。", given.units[0].code)
    ]


CAUSES: dict[str, Callable[[Prepared], None]] = {
    "promise-no-data": change(promised("zones", "土壤", count=3, delivered=False)),
    "promise-failed": change(promised("zones", "大气", count=3, delivered=True)),
    "digest-mismatch": change(broken),
    "site-outside": shape_is(box(5000, 5000, 5100, 5100)),
    "site-not-covered": shape_is(box(10, -50, 190, 90)),
    "unit-without-clauses": bare_unit,
    "scope-undecided": add_list(scope=Scope(zones=("没有的专题",))),
    "position-approximate": site_is(is_exact=False),
    "position-maybe-offset": site_is(maybe_offset=True),
    "site-outline-as-line": shape_is(shapely.boundary(box(10, 10, 190, 90))),
    "datum-unstated": change(source_by(CrsBasis.MAGNITUDE)),
    "units-maybe-offset": change(source_by(CrsBasis.FORMAT)),
    "release-repealed": set_info(status=ReleaseStatus.REPEALED),
    "release-not-published": set_info(status=ReleaseStatus.DRAFT),
    "release-effective-unknown": set_info(effective=""),
    "release-not-in-force": set_info(effective="2027-01-01"),
    "release-superseded": set_info(superseded_by="示例 2025"),
    "list-not-in-force": add_list(effective="2027-01-01"),
    "list-date-unclear": add_list(effective="去年七月"),
}
# Causes that leave another one no room: two shapes of one site, two states of one release, a site that meets no unit.
CROWDED_OUT = {
    ("site-outside", "site-not-covered"), ("site-outside", "unit-without-clauses"), ("release-repealed", "release-not-published"),
    ("release-effective-unknown", "release-not-in-force"), ("site-outside", "list-not-in-force"), ("site-outside", "list-date-unclear"),
    ("position-approximate", "position-maybe-offset"), ("site-outside", "scope-undecided"), ("unit-without-clauses", "list-not-in-force"),
    ("unit-without-clauses", "list-date-unclear"), ("unit-without-clauses", "scope-undecided"),
    ("site-outside", "site-outline-as-line"), ("site-not-covered", "site-outline-as-line"),
}  # fmt: skip


def full_answers(assessed: Assessed, verdict: Verdict = Verdict.CONFORMS) -> Case:
    case = Case("c", assessed)
    for one in assessed.clauses:
        case = with_answer(case, Answer(one.key, one.text_sha256, verdict, "属实。", "甲", AT))
    return case


def test_without_a_cause_it_is_complete_and_can_be_concluded() -> None:
    case = full_answers(Prepared().assessed())
    assert case.assessed.is_complete
    assert may_conclude(case, Verdict.CONFORMS) == ()
    done = concluded(case, Verdict.CONFORMS, by="甲", at=AT)
    assert done.conclusion is not None


def test_every_reason_the_core_gives_is_a_cause_here() -> None:
    """The table is whole: whatever code the reasons of an assessment can have stands in it."""
    codes = set()
    for file, names in {"assessment.py": {"_reasons"}, "standing.py": {"reservations"}}.items():
        for node in ast.walk(ast.parse((CORE / file).read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name in names:
                calls = [
                    one
                    for one in ast.walk(node)
                    if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "fault"
                ]
                codes |= {one.args[0].value for one in calls if isinstance(one.args[0], ast.Constant)}
    assert {"site-not-covered", "release-repealed"} <= codes
    assert codes - set(CAUSES) == set()


@pytest.mark.parametrize("codes", [*((one,) for one in CAUSES), *itertools.combinations(CAUSES, 2)], ids="+".join)
def test_whatever_makes_it_incomplete_nobody_concludes(codes: tuple[str, ...]) -> None:
    prepared = Prepared()
    for code in codes:
        CAUSES[code](prepared)
    assessed = prepared.assessed()
    found = {one.code for one in assessed.reasons}
    assert found & set(codes)
    if not any(set(pair) <= set(codes) for pair in CROWDED_OUT):
        assert set(codes) <= found
    assert assessed.state is State.INCOMPLETE
    for verdict in CONCLUDING:
        case = full_answers(assessed, verdict)
        with pytest.raises(JudgementRefused) as caught:
            concluded(case, verdict, by="甲", at=AT)
        assert caught.value.code == "conclusion-of-incomplete"
        assert found <= {one.code for one in caught.value.faults}
        with pytest.raises(JudgementRefused):
            signed(case, SigningStep.PREPARED, by="甲", at=AT)


def test_of_two_statements_that_disagree_the_stricter_holds() -> None:
    assessed = Prepared().assessed()
    reason = fault("site-outside", Level.ERROR)
    assert not replace(assessed, reasons=(reason,)).is_complete
    assert not replace(assessed, state=State.INCOMPLETE).is_complete


# --- what stands in the way of a conclusion --------------------------------------------------------------------------


def asked_clause(
    key: str, number: str = "", printed: str = "要求。", unit_code: str = "u", dimension: str = ""
) -> AskedClause:
    return AskedClause(key, text_sha256(printed), "l", "清单", unit_code, dimension, number, printed, text=printed)


def small(*clauses: AskedClause, rules: OfficeRules | None = None) -> Case:
    return Case("c", Assessed("成果", "ab", ON, State.COMPLETE, (), clauses), rules=rules or OfficeRules())


def reply(one: AskedClause, verdict: Verdict = Verdict.CONFORMS, reason: str = "属实。") -> Answer:
    return Answer(one.key, one.text_sha256, verdict, reason, "甲", AT)


def codes_of(case: Case, verdict: Verdict | None = None) -> list[str]:
    return [one.code for one in may_conclude(case, verdict)]


def test_every_clause_once_and_none_to_verify() -> None:
    a, b = asked_clause("a"), asked_clause("b")
    case = small(a, b)
    assert codes_of(case) == ["clause-unanswered", "clause-unanswered"]
    case = with_answer(case, reply(a))
    assert unanswered(case.assessed.clauses, case.answers) == (b,)
    case = with_answer(case, reply(b, Verdict.TO_VERIFY))
    assert codes_of(case) == ["answer-to-verify"]
    case = with_answer(case, reply(b, Verdict.CONFLICTS, " "))
    assert codes_of(case) == ["answer-without-reason"]
    case = with_answer(case, reply(b, Verdict.CONFLICTS))
    assert codes_of(case) == []
    assert codes_of(case, Verdict.CONFORMS) == ["conclusion-contradicts"]
    assert codes_of(case, Verdict.CONFLICTS) == []
    assert codes_of(case, Verdict.TO_VERIFY) == codes_of(case, Verdict.NOT_CONCERNED) == ["conclusion-verdict-wrong"]
    assert len(case.answers) == 4
    assert current_answers(case.answers)["b"].verdict is Verdict.CONFLICTS


def test_answers_to_what_is_no_longer_there() -> None:
    a, b = asked_clause("a"), asked_clause("b")
    case = with_answer(with_answer(small(a, b), reply(a)), reply(b))
    other = replace(case, assessed=replace(case.assessed, clauses=(asked_clause("a", printed="改了。"),)))
    assert sorted(codes_of(other)) == ["answer-clause-gone", "answer-text-changed"]
    assert unanswered(other.assessed.clauses, other.answers) == other.assessed.clauses
    with pytest.raises(JudgementRefused, match="answer-text-differs"):
        with_answer(other, reply(a))
    with pytest.raises(JudgementRefused, match="clause-not-of-case"):
        with_answer(case, reply(asked_clause("x")))


def test_a_clause_that_is_listed_twice_cannot_be_answered_once() -> None:
    a = asked_clause("a")
    assert codes_of(with_answer(small(a, a), reply(a))) == ["clause-listed-twice"]


def test_an_offices_rules_say_which_verdicts_need_a_reason() -> None:
    a = asked_clause("a")
    strict = OfficeRules(needs_reason=frozenset(Verdict))
    assert codes_of(with_answer(small(a, rules=strict), reply(a, reason=""))) == ["answer-without-reason"]
    assert codes_of(with_answer(small(a), reply(a, reason=""))) == []


def test_gaps_in_numbers_and_cells_that_say_nothing_are_told_and_stand_in_nobodys_way() -> None:
    clauses = [asked_clause(f"k{number}", number) for number in ("1-1", "1-2", "1-4", "3-1", "3-3", "一", "")]
    clauses += [
        asked_clause("other", "5", unit_code="v", dimension="空间布局约束"),
        asked_clause("slash", "1-3", "/", "w"),
    ]
    clauses += [
        asked_clause("none", "", "无", "w"),
        asked_clause("dash", "", "——", "w"),
        asked_clause("not", "", "无组织排放。", "w"),
    ]
    case = small(*clauses)
    for one in clauses:
        case = with_answer(case, reply(one))
    told = completeness(case)
    assert all(one.level is Level.WARNING for one in told)
    assert {(one.fact("unit"), one.fact("numbers")) for one in told if one.code == "clause-numbers-skipped"} == {
        ("u", "1-3"), ("u", "3-2"), ("v", "1、2、3、4"), ("w", "1-1、1-2"),
    }  # fmt: skip
    assert [one.fact("clause") for one in told if one.code == "clause-is-blank"] == ["slash", "none", "dash"]
    assert may_conclude(case, Verdict.CONFORMS) == ()


def test_an_answer_after_the_conclusion_takes_it_down() -> None:
    a = asked_clause("a")
    case = concluded(with_answer(small(a), reply(a)), Verdict.CONFORMS, by="甲", at=AT)
    assert case.conclusion is not None
    case = with_answer(case, reply(a))
    assert case.conclusion is None
    assert len(case.conclusions) == 1
    with pytest.raises(JudgementRefused, match="sign-without-conclusion"):
        signed(case, SigningStep.PREPARED, by="甲", at=AT)


@pytest.mark.parametrize(
    ("by", "at", "reason", "code"),
    [
        ("", AT, "", "name-missing"), ("  ", AT, "", "name-missing"), ("x" * 501, AT, "", "remark-too-long"),
        ("甲", "", "", "moment-wrong"), ("甲", "2026-11-24T09:00:00", "", "moment-wrong"), ("甲", "昨天", "", "moment-wrong"),
        ("甲", AT, "x" * 20_001, "remark-too-long"),
    ],
)  # fmt: skip
def test_who_and_when_are_said_by_every_step(by: str, at: str, reason: str, code: str) -> None:
    a = asked_clause("a")
    with pytest.raises(JudgementRefused, match=code):
        with_answer(small(a), Answer("a", a.text_sha256, Verdict.CONFORMS, reason, by, at))
    with pytest.raises(JudgementRefused, match=code):
        concluded(with_answer(small(a), reply(a)), Verdict.CONFORMS, by=by, at=at, remark=reason)
    with pytest.raises(JudgementRefused, match=code):
        withdrawn(small(a), by=by, at=at, remark=reason or "因")


# --- signing ---------------------------------------------------------------------------------------------------------


def ready(rules: OfficeRules | None = None) -> Case:
    a = asked_clause("a")
    return concluded(with_answer(small(a, rules=rules), reply(a)), Verdict.CONFORMS, by="甲", at=AT)


def test_one_after_the_other_and_then_locked() -> None:
    case = ready()
    with pytest.raises(JudgementRefused, match="step-not-due"):
        signed(case, SigningStep.CHECKED, by="乙", at=AT)
    case = signed(case, SigningStep.PREPARED, by="甲", at=AT)
    assert case.state is CaseState.PREPARED
    with pytest.raises(JudgementRefused, match="case-signed"):
        with_answer(case, reply(case.assessed.clauses[0]))
    with pytest.raises(JudgementRefused, match="signer-twice"):
        signed(case, SigningStep.CHECKED, by=" 甲 ", at=AT)
    case = signed(case, SigningStep.CHECKED, by="乙", at=AT)
    case = signed(case, SigningStep.APPROVED, by="丙", at=AT)
    assert case.state is CaseState.APPROVED
    assert case.signatures[-1].action is Action.LOCKED
    assert case.due_step is None
    for refused in (
        lambda: with_answer(case, reply(case.assessed.clauses[0])), lambda: returned(case, by="丙", at=AT, remark="x"),
        lambda: withdrawn(case, by="丙", at=AT, remark="x"), lambda: drafted(case, at=AT, name="x"),
        lambda: signed(case, SigningStep.APPROVED, by="丁", at=AT),
    ):  # fmt: skip
        with pytest.raises(JudgementRefused, match="case-locked"):
            refused()
    again = reopened(case, by="甲", at=AT)
    assert (again.version, again.state, again.conclusion) == (2, CaseState.DRAFT, None)
    assert again.answers[0].reused_from == "c@1 a"
    assert replace(again.answers[0], reused_from="") == case.answers[0]


def test_an_office_without_steps_signs_nothing_and_its_cases_are_never_locked_by_it() -> None:
    rules = OfficeRules(steps=())
    case = ready(rules)
    assert (case.state, case.due_step, case.is_open, case.is_locked) == (CaseState.DRAFT, None, True, False)
    assert case.conclusion is not None
    assert check_signatures(case) == ()
    with pytest.raises(JudgementRefused, match="step-not-due"):
        signed(case, SigningStep.PREPARED, by="甲", at=AT)
    with pytest.raises(JudgementRefused, match="nothing-to-return"):
        returned(case, by="甲", at=AT, remark="x")
    gone = withdrawn(case, by="甲", at=AT, remark="重复")
    assert gone.state is CaseState.WITHDRAWN
    assert check_signatures(gone) == ()


def test_returned_step_by_step() -> None:
    case = signed(signed(ready(), SigningStep.PREPARED, by="甲", at=AT), SigningStep.CHECKED, by="乙", at=AT)
    with pytest.raises(JudgementRefused, match="return-without-remark"):
        returned(case, by="丙", at=AT, remark=" ")
    case = returned(case, by="丙", at=AT, remark="复核意见不全")
    assert (case.state, case.due_step, case.is_open) == (CaseState.RETURNED, SigningStep.CHECKED, False)
    case = returned(case, by="乙", at=AT, remark="补材料")
    assert (case.state, case.due_step, case.is_open) == (CaseState.RETURNED, SigningStep.PREPARED, True)
    with pytest.raises(JudgementRefused, match="nothing-to-return"):
        returned(case, by="甲", at=AT, remark="x")
    assert signed(case, SigningStep.PREPARED, by="乙", at=AT).state is CaseState.PREPARED
    assert check_signatures(case) == ()


def test_an_office_of_two_steps_and_one_of_one_person() -> None:
    two = OfficeRules(steps=(SigningStep.PREPARED, SigningStep.APPROVED))
    case = signed(signed(ready(two), SigningStep.PREPARED, by="甲", at=AT), SigningStep.APPROVED, by="乙", at=AT)
    assert case.state is CaseState.APPROVED
    alone = OfficeRules(steps=(SigningStep.PREPARED,), distinct_signers=False)
    assert signed(ready(alone), SigningStep.PREPARED, by="甲", at=AT).state is CaseState.APPROVED


def test_fields_an_office_demands() -> None:
    rules = OfficeRules(fields=(MatterField("document_no", is_required=True), MatterField("town")))
    case = ready(rules)
    assert [one.fact("field") for one in missing_fields(case)] == ["document_no"]
    with pytest.raises(JudgementRefused, match="matter-field-missing"):
        signed(case, SigningStep.PREPARED, by="甲", at=AT)
    case = drafted(case, at=AT, matter=Matter(document_no="1号"))
    assert signed(case, SigningStep.PREPARED, by="甲", at=AT).state is CaseState.PREPARED


def test_the_platform_is_an_open_point_until_it_agrees() -> None:
    case = ready()
    assert [one.code for one in open_points(case)] == ["platform-not-reconciled"]
    case = drafted(case, at=AT, platform=PlatformQuery("Q1", "2026-11-20", agrees=True))
    assert open_points(case) == ()
    case = drafted(case, at=AT, platform=PlatformQuery("Q1", "2026-11-20", agrees=False))
    assert [one.code for one in open_points(case, newer_release="乙版")] == ["case-stale", "platform-disagrees"]
    assert open_points(replace(case, rules=OfficeRules(asks_platform=False))) == ()


@given(
    st.lists(
        st.builds(Signature, st.sampled_from(SigningStep), st.sampled_from(Action), st.just("甲"), st.just(AT)),
        max_size=8,
    )
)
def test_signatures_in_any_order_have_a_state(signatures: list[Signature]) -> None:
    case = replace(small(), signatures=tuple(signatures))
    assert case.state in CaseState
    assert case.is_locked == (case.due_step is None)
    assert state_of((), case.rules.steps) is CaseState.DRAFT
    if not check_signatures(case) and case.state is CaseState.APPROVED:
        assert [one.step for one in signatures if one.action is Action.SIGNED][-1] is SigningStep.APPROVED


# --- no sequence of steps --------------------------------------------------------------------------------------------


class AnySequence(RuleBasedStateMachine):
    """Persons do what they like with a case, complete or not: what must never be, is not, whatever the order."""

    @initialize(is_complete=st.booleans(), count=st.integers(0, 3), steps=st.sampled_from([
        tuple(SigningStep), (SigningStep.PREPARED, SigningStep.APPROVED), (SigningStep.PREPARED,),
    ]), distinct=st.booleans())  # fmt: skip
    def make(self, is_complete: bool, count: int, steps: tuple[SigningStep, ...], distinct: bool) -> None:
        reasons = () if is_complete else (fault("site-outside", Level.ERROR),)
        clauses = tuple(asked_clause(f"k{one}", f"1-{one + 1}", f"第{one}条。") for one in range(count))
        assessed = Assessed("成果", "ab", ON, State.COMPLETE if is_complete else State.INCOMPLETE, reasons, clauses)
        self.case = Case("c", assessed, rules=OfficeRules(steps, distinct_signers=distinct))
        self.locked: dict[int, Case] = {}
        self.said: list[Answer] = []
        self.versions = {1: self.case}

    def attempt(self, step: Callable[[], Case]) -> None:
        before = self.case
        try:
            after = step()
        except JudgementRefused:
            assert self.case == before
            return
        if after.version == before.version:
            assert not before.is_locked
            for name in ("answers", "signatures", "conclusions"):
                assert getattr(after, name)[: len(getattr(before, name))] == getattr(before, name)
        else:
            assert before.state is CaseState.APPROVED
        self.case = after
        self.versions[after.version] = after

    names = st.sampled_from(["甲", "乙", "丙", "", " 甲"])

    @rule(
        place=st.integers(0, 3),
        verdict=st.sampled_from(Verdict),
        reason=st.sampled_from(["", "属实。"]),
        by=names,
        wrong=st.booleans(),
    )
    def answer(self, place: int, verdict: Verdict, reason: str, by: str, wrong: bool) -> None:
        one = asked_clause(f"k{place}", f"1-{place + 1}", f"第{place}条。" + ("改" if wrong and by == "丙" else ""))
        made = Answer(one.key, one.text_sha256, verdict, reason, by, AT)
        before = len(self.case.answers)
        self.attempt(lambda: with_answer(self.case, made))
        if len(self.case.answers) > before:
            self.said.append(made)

    @rule(verdict=st.sampled_from([Verdict.CONFORMS, Verdict.CONFORMS, *Verdict]))
    def answer_all(self, verdict: Verdict) -> None:
        for one in self.case.assessed.clauses:
            made = reply(one, verdict)
            before = len(self.case.answers)
            self.attempt(lambda made=made: with_answer(self.case, made))
            if len(self.case.answers) > before:
                self.said.append(made)

    @rule(verdict=st.sampled_from(Verdict), by=names)
    def conclude(self, verdict: Verdict, by: str) -> None:
        self.attempt(lambda: concluded(self.case, verdict, by=by, at=AT))

    @rule(by=names)
    def sign_due(self, by: str) -> None:
        self.attempt(lambda: signed(self.case, self.case.due_step or SigningStep.APPROVED, by=by, at=AT))

    @rule(step=st.sampled_from(SigningStep), by=names)
    def sign(self, step: SigningStep, by: str) -> None:
        self.attempt(lambda: signed(self.case, step, by=by, at=AT))

    @rule(by=names, remark=st.sampled_from(["", "补充"]))
    def give_back(self, by: str, remark: str) -> None:
        self.attempt(lambda: returned(self.case, by=by, at=AT, remark=remark))

    @rule(by=names)
    def reopen(self, by: str) -> None:
        before = self.case
        self.attempt(lambda: reopened(self.case, by=by, at=AT))
        if self.case.version != before.version:
            self.locked[before.version] = before
            self.said = list(self.case.answers)

    @rule(by=names, remark=st.sampled_from(["", "不办了"]), really=st.integers(0, 5))
    def withdraw(self, by: str, remark: str, really: int) -> None:
        if really == 0:
            self.attempt(lambda: withdrawn(self.case, by=by, at=AT, remark=remark))

    @rule(name=st.text(max_size=5))
    def fill_in(self, name: str) -> None:
        self.attempt(lambda: drafted(self.case, at=AT, name=name, project=Project(name=name)))

    @invariant()
    def nothing_incomplete_is_concluded_or_signed(self) -> None:
        if not self.case.assessed.is_complete:
            assert self.case.conclusions == ()
            assert not any(one.action in (Action.SIGNED, Action.LOCKED) for one in self.case.signatures)

    @invariant()
    def a_conclusion_that_stands_has_every_answer(self) -> None:
        conclusion = self.case.conclusion
        if conclusion is not None:
            current = current_answers(self.case.answers)
            assert {one.key for one in self.case.assessed.clauses} == set(current)
            assert all(one.verdict is not Verdict.TO_VERIFY for one in current.values())
            if conclusion.verdict is Verdict.CONFORMS:
                assert not {one.verdict for one in current.values()} & {Verdict.CONFLICTS, Verdict.NEEDS_ARGUMENT}
        if self.case.state in (CaseState.PREPARED, CaseState.CHECKED, CaseState.APPROVED):
            assert conclusion is not None

    @invariant()
    def no_answer_is_lost(self) -> None:
        assert list(self.case.answers) == self.said

    @invariant()
    def what_was_signed_stays(self) -> None:
        for version, case in self.locked.items():
            assert self.versions[version] == case
            assert case.state is CaseState.APPROVED

    @invariant()
    def the_signatures_can_have_come_so(self) -> None:
        assert check_signatures(self.case) == ()


TestAnySequence = AnySequence.TestCase
TestAnySequence.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)


# --- another release -------------------------------------------------------------------------------------------------


def test_what_another_release_makes_of_the_clauses() -> None:
    before = [
        asked_clause("l/u/1-1", "1-1", "甲。"), asked_clause("l/u/1-2", "1-2", "乙。"), asked_clause("l/u/1-3", "1-3", "丙。"),
        asked_clause("l/u/1-4", "1-4", "丁。"), asked_clause("l/u/1-5", "1-5", "戊。"),
    ]  # fmt: skip
    after = [
        asked_clause("l/u/1-1", "1-1", "甲。"), asked_clause("l/u/1-2", "1-2", "新。"), asked_clause("l/u/1-9", "1-9", "乙。"),
        asked_clause("l/u/1-3", "1-3", "丙改。"), asked_clause("l/v/1-4", "1-4", "丁。", "v"),
    ]  # fmt: skip
    found = changed_clauses(before, after)
    assert [(one.change, one.before and one.before.key, one.after and one.after.key) for one in found] == [
        (ClauseChange.MOVED, "l/u/1-2", "l/u/1-9"), (ClauseChange.TEXT_CHANGED, "l/u/1-3", "l/u/1-3"),
        (ClauseChange.UNIT_CHANGED, "l/u/1-4", "l/v/1-4"), (ClauseChange.GONE, "l/u/1-5", None), (ClauseChange.NEW, None, "l/u/1-2"),
    ]  # fmt: skip
    assert changed_clauses(before, before) == ()


small_clauses = st.lists(
    st.builds(asked_clause, st.sampled_from("abcd"), st.sampled_from(["1", "2"]), st.sampled_from(["甲。", "乙。", "丙。"]), st.sampled_from("uv")),
    max_size=6,
)  # fmt: skip


@given(small_clauses, small_clauses)
def test_changes_account_for_every_clause_once(before: list[AskedClause], after: list[AskedClause]) -> None:
    found = changed_clauses(before, after)
    gone = [one for one in found if one.change is ClauseChange.GONE]
    new = [one for one in found if one.change is ClauseChange.NEW]
    assert len(before) - len(gone) == len(after) - len(new)
    assert all((one.before is None) == (one.change is ClauseChange.NEW) for one in found)
    assert all((one.after is None) == (one.change is ClauseChange.GONE) for one in found)
    assert changed_clauses(before, before) == ()
