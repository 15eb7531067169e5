# SPDX-License-Identifier: GPL-3.0-or-later
"""The errands of a register: keep, answer, sign, offer, find, count, send and take in, lay by another release."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.shapes import box, site
from tests.files.cases import AT, MADE_WITH, PROJECT, assessment, two_units
from tests.jobs.test_killed import SlowPrinter
from tests.report.cases import ON
from zoning_plugin.core.errors import JudgementRefused, OutputFailed, RegisterUnusable, ZoningError
from zoning_plugin.core.judgement import (
    Case,
    CaseState,
    ClauseChange,
    Matter,
    OfficeRules,
    PlatformQuery,
    SigningStep,
    Verdict,
    assessed_of,
)
from zoning_plugin.core.project import Project
from zoning_plugin.core.release import Release, logical_digest
from zoning_plugin.files.case_register import CaseRegister
from zoning_plugin.files.office_rules import read_office_rules
from zoning_plugin.files.release_store import write_release
from zoning_plugin.jobs.answer_clause import answer_clause
from zoning_plugin.jobs.conclude_case import conclude_case
from zoning_plugin.jobs.count_year import count_year
from zoning_plugin.jobs.export_case import export_case
from zoning_plugin.jobs.find_cases import CaseQuery, find_cases
from zoning_plugin.jobs.keep_case import Likeness, keep_case, like_sites
from zoning_plugin.jobs.keep_output import keep_output
from zoning_plugin.jobs.offer_earlier_answers import offer_earlier_answers
from zoning_plugin.jobs.open_register import now, open_register
from zoning_plugin.jobs.rejudge_cases import assess_again, rejudge_cases
from zoning_plugin.jobs.reopen_case import reopen_case
from zoning_plugin.jobs.return_case import return_case
from zoning_plugin.jobs.save_case import save_case
from zoning_plugin.jobs.sign_case import sign_case
from zoning_plugin.jobs.take_in_case import take_in_case
from zoning_plugin.jobs.withdraw_case import withdraw_case
from zoning_plugin.jobs.write_assessment import write_assessment
from zoning_plugin.places import vendored


@pytest.fixture
def register(tmp_path: Path) -> Iterator[CaseRegister]:
    with open_register(tmp_path / "台账.gpkg", "甲", create=True, office="示例局") as opened:
        yield opened


def keep(register: CaseRegister, shape: object = None, project: Project = PROJECT, **more: object) -> Case:
    found = assessment(shape)
    return keep_case(register, found, two_units(), project, MADE_WITH, rules=OfficeRules(), at=AT, **more).case  # type: ignore[arg-type]


def answer_all(register: CaseRegister, case: Case, verdict: Verdict = Verdict.CONFORMS) -> Case:
    for one in case.assessed.clauses:
        case = answer_clause(register, case, one.key, verdict, by="甲", reason="属实。", at=AT)
    return case


def approve(register: CaseRegister, case: Case, verdict: Verdict = Verdict.CONFORMS) -> Case:
    case = conclude_case(register, answer_all(register, case), verdict, by="甲", at=AT)
    for step, who in zip(SigningStep, "甲乙丙", strict=True):
        case = sign_case(register, case, step, by=who, at=AT)
    return case


def code_of(call: object) -> str:
    with pytest.raises(ZoningError) as caught:
        call()  # type: ignore[operator]
    return caught.value.code


def test_a_case_from_the_first_day_to_the_last(register: CaseRegister, tmp_path: Path) -> None:
    case = keep(register, matter=Matter(kind="环评文件审查"))
    assert (case.number, case.name) == ("2026-0001", "示例电镀厂")
    result = tmp_path / "查询结果.pdf"
    result.write_bytes(b"%PDF")
    case = save_case(
        register,
        case,
        matter=Matter(town="示例镇"),
        platform=PlatformQuery("Q1", "2026-11-20", agrees=True),
        platform_file=result,
    )
    case = answer_all(register, case)
    case = conclude_case(register, case, Verdict.CONFORMS, by="甲")
    case = sign_case(register, case, SigningStep.PREPARED, by="甲")
    case = return_case(register, case, by="乙", remark="补充")
    case = sign_case(register, case, SigningStep.PREPARED, by="甲")
    case = sign_case(register, case, SigningStep.CHECKED, by="乙")
    case = sign_case(register, case, SigningStep.APPROVED, by="丙")
    paper = tmp_path / "对照.pdf"
    paper.write_bytes(b"%PDF paper")
    case = keep_output(register, case, "comparison", paper)
    assert register.read(case.case_id) == case
    assert case.outputs[0].file == "对照.pdf"
    assert case.standing_digest
    again = reopen_case(register, case, by="甲", remark="更正")
    assert again.version == 2
    assert withdraw_case(register, again, by="甲", remark="不办").state is CaseState.WITHDRAWN
    assert now()[19] in "+-"


def test_evidence_that_is_gone_is_not_signed_over(register: CaseRegister, tmp_path: Path) -> None:
    file = tmp_path / "批复.pdf"
    file.write_bytes(b"x")
    case = keep(register)
    case = answer_all(register, case)
    case = answer_clause(register, case, case.assessed.clauses[0].key, Verdict.CONFORMS, by="甲", files=[file])
    case = conclude_case(register, case, Verdict.CONFORMS, by="甲")
    register.evidence_path(case.answers[-1].evidence[0]).unlink()
    assert code_of(lambda: sign_case(register, case, SigningStep.PREPARED, by="甲")) == "evidence-missing"


def test_what_may_not_be_said_copies_no_file(register: CaseRegister, tmp_path: Path) -> None:
    file = tmp_path / "批复.pdf"
    file.write_bytes(b"x")
    case = keep(register)
    key = case.assessed.clauses[0].key
    assert code_of(lambda: answer_clause(register, case, key, Verdict.CONFORMS, by="", files=[file])) == "name-missing"
    assert (
        code_of(lambda: answer_clause(register, case, "x", Verdict.CONFORMS, by="甲", files=[file]))
        == "clause-not-of-case"
    )
    assert not register.files_folder.exists()


def test_incomplete_cases_are_kept_and_answered_but_never_concluded(register: CaseRegister) -> None:
    case = answer_all(register, keep(register, box(10, -50, 90, 90)))
    with pytest.raises(JudgementRefused) as caught:
        conclude_case(register, case, Verdict.CONFORMS, by="甲")
    assert [one.code for one in caught.value.faults] == ["conclusion-of-incomplete", "site-not-covered"]


def test_the_same_and_overlapping_sites_are_pointed_out(register: CaseRegister) -> None:
    first = keep(register)
    assert (
        keep_case(
            register, assessment(box(500, 500, 600, 600)), two_units(), PROJECT, MADE_WITH, rules=OfficeRules()
        ).like
        == ()
    )
    same = keep_case(register, assessment(), two_units(), PROJECT, MADE_WITH, rules=OfficeRules())
    assert [(one.head.case_id, one.likeness) for one in same.like] == [(first.case_id, Likeness.SAME)]
    found = like_sites(register, site(box(50, 10, 130, 90)))
    assert {one.likeness for one in found} == {Likeness.OVERLAP}
    assert found[0].share == pytest.approx(0.5, abs=1e-3)
    assert like_sites(register, site(box(90, 10, 130, 90))) == ()  # they only touch
    assert like_sites(register, site(box(89.99999, 10, 130, 90))) == ()  # an edge contact below the thresholds


def test_earlier_answers_are_offered_for_the_same_unit_text_and_industry(register: CaseRegister) -> None:
    earlier = approve(register, keep(register))
    key = earlier.assessed.clauses[1].key
    case = keep(register, box(20, 20, 40, 40), replace(PROJECT, industry="3360　电镀加工"))
    offers = offer_earlier_answers(register, case)
    assert [one.clause.key for one in offers] == [one.key for one in case.assessed.clauses]
    case = answer_clause(
        register,
        case,
        key,
        offers[1].earlier.answer.verdict,
        by="乙",
        reason=offers[1].earlier.answer.reason,
        reused_from=offers[1].source,
    )
    assert register.read(case.case_id).answers[0].reused_from == f"{earlier.case_id}@1 {key}"
    assert len(offer_earlier_answers(register, case)) == len(offers) - 1
    for other in (replace(PROJECT, industry="2710 化学药品"), replace(PROJECT, industry="")):
        assert offer_earlier_answers(register, keep(register, box(20, 20, 50, 50), other)) == ()
    elsewhere = keep(register, box(110, 10, 190, 90))
    assert [one.clause.unit_code for one in offer_earlier_answers(register, elsewhere)] == [
        ""
    ]  # the city's clause only


def test_found_by_whatever_is_asked(register: CaseRegister) -> None:
    first = keep(register, matter=Matter(kind="选址", town="东镇"))
    second = keep(
        register,
        box(110, 10, 190, 90),
        replace(PROJECT, name="ＡＢＣ仓库", industry="5990 仓储"),
        matter=Matter(town="西镇"),
    )
    withdraw_case(register, second, by="甲", remark="x")

    def ids(**asked: object) -> list[str]:
        return [one.case_id for one in find_cases(register, CaseQuery(**asked))]  # type: ignore[arg-type]

    assert set(ids()) == {first.case_id, second.case_id}
    assert ids(text="abc") == ids(text="西鎮 倉庫") == ids(industry="5990") == ids(town="西") == [second.case_id]
    assert ids(states=frozenset({CaseState.WITHDRAWN})) == [second.case_id]
    assert ids(unit=first.assessed.units[0]) == ids(kind="选址") == [first.case_id]
    assert len(ids(since="2026-11-24", until="2026-11-24")) == 2
    assert ids(since="2026-11-25") == ids(text="没有") == []
    assert ids(box=(113.0, 23.0, 113.0005, 23.0005)) == [first.case_id]
    assert len(ids(release=first.assessed.release_digest[:8])) == 2


def test_a_year_is_counted_by_kind_town_and_conclusion(register: CaseRegister, tmp_path: Path) -> None:
    approve(register, keep(register, matter=Matter(kind="选址", town="东镇", is_typical=True)))
    keep(register, box(20, 20, 30, 30), matter=Matter(kind="选址", received="2026-03-01"))
    keep(
        register,
        box(20, 20, 30, 30),
        replace(PROJECT, name="=cmd()"),
        matter=Matter(kind="选址", received="2025-03-01"),
    )
    withdraw_case(register, keep(register, matter=Matter(town="东镇")), by="甲", remark="x")
    path = tmp_path / "统计.xlsx"
    assert len(count_year(register, "2026", path, language="zh")) == 3
    first = path.read_bytes()
    count_year(register, "2026", path, language="zh")
    assert path.read_bytes() == first
    book = vendored("openpyxl").load_workbook(path)
    assert book.sheetnames == ["按事项类型", "按乡镇", "典型案例", "事项明细"]
    by_kind = [[cell.value for cell in row] for row in book["按事项类型"].iter_rows(min_row=2)]
    assert by_kind[:4] == [
        ["事项类型", "符合", "不符合", "需论证", "未作结论", "已撤回", "合计"], ["选址", 1, 0, 0, 1, 0, 2], ["未填写", 0, 0, 0, 0, 1, 1],
        ["合计", 1, 0, 0, 1, 1, 3],
    ]  # fmt: skip
    assert book["典型案例"].max_row == 3
    count_year(register, "2025", path, language="en")
    assert vendored("openpyxl").load_workbook(path)["All cases"]["B3"].data_type == "s"
    assert code_of(lambda: count_year(register, "26", path, language="zh")) == "year-wrong"
    assert code_of(lambda: count_year(register, "2026", register.path, language="zh")) == "output-is-input"


# --- sent to another register ----------------------------------------------------------------------------------------


def test_a_case_goes_to_another_register_and_never_over_what_is_there(register: CaseRegister, tmp_path: Path) -> None:
    file = tmp_path / "批复.pdf"
    file.write_bytes(b"evidence")
    case = keep(register)
    case = answer_clause(register, case, case.assessed.clauses[0].key, Verdict.CONFORMS, by="甲", files=[file], at=AT)
    case = approve(register, case)
    case = keep_output(register, case, "comparison", file, at=AT)
    again = reopen_case(register, case, by="甲")
    folder = tmp_path / "事项"
    assert [one.version for one in export_case(register, case.case_id, folder)] == [1, 2]
    assert sorted(one.name for one in folder.iterdir()) == [
        "assessment-1.json",
        "assessment-2.json",
        "case.json",
        "files",
    ]
    with open_register(tmp_path / "另一.gpkg", "乙", create=True) as other:
        assert take_in_case(other, folder).told == ()
        assert other.read(case.case_id, 1) == case
        assert other.read(case.case_id) == again
        assert other.missing_evidence(case) == ()
        assert code_of(lambda: take_in_case(other, folder)) == "case-already-there"
        changed = answer_clause(other, again, case.assessed.clauses[0].key, Verdict.CONFORMS, by="乙", at=AT)
        export_case(other, case.case_id, tmp_path / "回")
    taken = take_in_case(register, tmp_path / "回")
    assert [one.version for one in taken.cases] == [3]
    assert [one.code for one in taken.told] == ["case-taken-in-open"]
    assert register.read(case.case_id) == replace(changed, version=3)
    assert register.read(case.case_id, 2) == again
    assert code_of(lambda: export_case(register, case.case_id, folder)) == "folder-not-empty"


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda folder: next((folder / "files").iterdir()).write_bytes(b"other"), "case-folder-changed"),
        (lambda folder: next((folder / "files").iterdir()).unlink(), "case-folder-changed"),
        (lambda folder: (folder / "case.json").write_text("{", encoding="utf-8"), "case-folder-unreadable"),
        (lambda folder: (folder / "case.json").write_text("[" * 100_000, encoding="utf-8"), "case-folder-unreadable"),
        (lambda folder: (folder / "case.json").unlink(), "case-folder-unreadable"),
        (lambda folder: (folder / "assessment-1.json").write_text("{}", encoding="utf-8"), "case-folder-unreadable"),
        (lambda folder: _edit(folder, lambda one: one.update(version=2)), "case-folder-unreadable"),
        (lambda folder: _edit(folder, lambda one: one["answers"][0].update(verdict="yes")), "case-folder-unreadable"),
        (
            lambda folder: _edit(folder, lambda one: one["answers"][0]["evidence"][0].update(sha256="../../x")),
            "case-folder-unreadable",
        ),
        (lambda folder: _edit(folder, lambda one: one.update(conclusions=[])), "sign-without-conclusion"),
        (lambda folder: _edit(folder, lambda one: one["signatures"].pop(0)), "signatures-disagree"),
    ],
)
def test_a_folder_that_is_not_as_it_was_written_is_not_taken_in(
    register: CaseRegister, tmp_path: Path, damage: object, code: str
) -> None:
    file = tmp_path / "批复.pdf"
    file.write_bytes(b"evidence")
    case = keep(register)
    case = answer_clause(register, case, case.assessed.clauses[0].key, Verdict.CONFORMS, by="甲", files=[file], at=AT)
    approve(register, case)
    export_case(register, case.case_id, tmp_path / "事项")
    damage(tmp_path / "事项")  # type: ignore[operator]
    with open_register(tmp_path / "另一.gpkg", "乙", create=True) as other:
        assert code_of(lambda: take_in_case(other, tmp_path / "事项")) == code
        assert other.heads() == ()


def _edit(folder: Path, change: object) -> None:
    path = folder / "case.json"
    stated = json.loads(path.read_text(encoding="utf-8"))
    change(stated["versions"][0])  # type: ignore[operator]
    path.write_text(json.dumps(stated), encoding="utf-8")


# --- another release -------------------------------------------------------------------------------------------------


def later_release() -> Release:
    """As two_units, with a clause gone, one new, one reworded, and the border moved."""
    made = two_units()
    first, second = made.units
    first = replace(first, shape=box(0, 0, 60, 100))
    second = replace(second, shape=box(60, 0, 200, 100))
    clauses = [one for one in made.clauses if one.number != "1-3"]
    clauses = [replace(one, text=one.text + "从严。") if one.number == "1-2" else one for one in clauses]
    made = replace(
        made, units=(first, second), clauses=tuple(clauses), info=replace(made.info, name="示例 2026"),
        promises=tuple(replace(one, count=4) if one.subject == "u" else one for one in made.promises),
    )  # fmt: skip
    return replace(made, digest=logical_digest(made))


def test_a_register_by_another_release(register: CaseRegister, tmp_path: Path) -> None:
    first = approve(register, keep(register))
    far = keep(register, box(10, 10, 30, 30))
    withdraw_case(register, keep(register), by="甲", remark="x")
    path = tmp_path / "新.gpkg"
    write_release(later_release(), path)
    before = register.read(first.case_id)
    targets = tmp_path / "复判.json", tmp_path / "复判.xlsx"
    done = rejudge_cases(register, path, ON, MADE_WITH, json_path=targets[0], xlsx_path=targets[1], at=AT)
    assert done.counts["cases"] == done.counts["changed"] == 2
    assert done.releases == ("示例 2026",)
    one = done.found[0]
    kinds = [(change.change, (change.after or change.before).number) for change in one.changes]  # type: ignore[union-attr]
    assert kinds == [
        (ClauseChange.TEXT_CHANGED, "1-2"), (ClauseChange.GONE, "1-3"), (ClauseChange.NEW, "1-1"), (ClauseChange.NEW, "1-2"),
    ]  # fmt: skip
    assert one.units_new == (two_units().units[1].code,)
    assert done.found[1].units_new == ()
    assert register.read(first.case_id) == before
    stored = register.rejudgements(first.case_id)
    assert len(stored) == 1
    assert json.loads(stored[0].assessed)["release"]["name"] == "示例 2026"
    written = json.loads(targets[0].read_bytes())
    assert written["schema"] == "zoning.rejudgement/1"
    assert [case["case_id"] for case in written["cases"]] == [first.case_id, far.case_id]
    book = vendored("openpyxl").load_workbook(targets[1])
    assert book.sheetnames == ["逐件情况", "条款变化"]
    assert book["条款变化"].max_row == 2 + sum(len(found.changes) for found in done.found)
    same = rejudge_cases(register, _store(two_units(), tmp_path), ON, MADE_WITH, keep=False)
    assert same.counts["unchanged"] == 2
    assert len(register.rejudgements(first.case_id)) == 1


def _store(made: Release, folder: Path) -> Path:
    path = folder / "旧.gpkg"
    write_release(made, path)
    return path


def test_cases_that_cannot_be_judged_by_it_are_results_too(register: CaseRegister, tmp_path: Path) -> None:
    keep(register)
    made = later_release()
    moved = replace(made, units=tuple(replace(one, shape=_moved(one.shape)) for one in made.units))
    path = tmp_path / "远.gpkg"
    write_release(replace(moved, digest=logical_digest(moved)), path)
    done = rejudge_cases(register, path, ON, MADE_WITH, json_path=tmp_path / "x.json", xlsx_path=tmp_path / "x.xlsx")
    assert done.counts["failed"] == 1
    assert json.loads((tmp_path / "x.json").read_bytes())["cases"][0]["error"]["code"] == "site-far-away"
    empty = tmp_path / "空"
    empty.mkdir()
    assert [one.why and one.why.code for one in rejudge_cases(register, empty, ON, MADE_WITH).found] == [
        "folder-without-releases"
    ]


def _moved(shape: object) -> object:
    import shapely

    return shapely.transform(shape, lambda points: points - [0, 20])


def test_reopened_by_the_later_release_the_answers_to_the_same_wording_come_along(
    register: CaseRegister, tmp_path: Path
) -> None:
    case = approve(register, keep(register))
    made = later_release()
    again = reopen_case(register, case, by="甲", by_release=(assess_again(case, made, ON), made, MADE_WITH), at=AT)
    assert again.assessed.release_name == "示例 2026"
    assert {one.key.rsplit("/")[-1].rsplit(":")[-1] for one in again.answers} == {"1", "1-1"}
    assert all(one.reused_from.startswith(f"{case.case_id}@1 ") for one in again.answers)
    assert register.read(case.case_id, 1) == case
    assert register.read(case.case_id) == again


def test_a_stored_case_is_assessed_again_to_the_same_and_printed_with_its_answers(
    register: CaseRegister, tmp_path: Path
) -> None:
    case = register.read(approve(register, keep(register)).case_id)
    made = two_units()
    again = assess_again(case, made, case.assessed.on)
    assert assessed_of(again) == case.assessed
    write_assessment(
        again, made, case.project, MADE_WITH, json_path=tmp_path / "a.json", pdf_path=tmp_path / "a.pdf", printer=SlowPrinter(),
        language="zh", case=case, newer_release="示例 2026",
    )  # fmt: skip
    assert json.loads((tmp_path / "a.json").read_bytes())["conclusion"]["verdict"] == "符合"
    assert "现行成果为“示例 2026”" in (tmp_path / "a.pdf").read_text(encoding="utf-8")


# --- opening and rules -----------------------------------------------------------------------------------------------


def test_the_second_person_reads(register: CaseRegister) -> None:
    keep(register)
    with open_register(register.path, "乙", or_read_only=True) as second:
        assert not second.is_writable
        assert second.holder is not None
        assert second.holder.who == "甲"
        assert len(second.heads()) == 1
    with pytest.raises(RegisterUnusable, match="register-held"):
        open_register(register.path, "乙")


def test_rules_of_an_office_are_data(tmp_path: Path) -> None:
    usual = read_office_rules()
    assert usual.steps == tuple(SigningStep)
    assert usual.needs_reason == {Verdict.CONFLICTS, Verdict.NEEDS_ARGUMENT}
    assert {one.name for one in usual.fields} == {"kind", "sender", "document_no", "received", "due", "town"}
    own = tmp_path / "office.json"
    own.write_text(
        json.dumps({"schema": "zoning.office/1", "steps": ["prepared", "approved"], "asks_platform": False}),
        encoding="utf-8",
    )
    assert read_office_rules(own).steps == (SigningStep.PREPARED, SigningStep.APPROVED)
    own.write_text('{"schema": "zoning.office/1", "steps": []}', encoding="utf-8")
    assert read_office_rules(own).steps == ()
    for wrong in (
        "{", "[]", '{"schema": "x"}', '{"schema": "zoning.office/1", "step": []}',
        '{"schema": "zoning.office/1", "steps": ["approved", "prepared"]}', '{"schema": "zoning.office/1", "needs_reason": ["perhaps"]}',
        '{"schema": "zoning.office/1", "matter_fields": [{"name": "is_typical"}]}', '{"schema": "zoning.office/1", "steps": 3}',
        '{"schema": "zoning.office/1", "asks_platform": "yes"}',
    ):  # fmt: skip
        own.write_text(wrong, encoding="utf-8")
        assert code_of(lambda: read_office_rules(own)) == "office-unreadable", wrong
    assert code_of(lambda: read_office_rules(tmp_path / "none")) == "office-unreadable"


def test_nothing_is_counted_over_what_is_there_when_the_folder_is_gone(register: CaseRegister, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    shutil.rmtree(gone)
    with pytest.raises(OutputFailed, match="folder-missing"):
        count_year(register, "2026", gone / "x.xlsx", language="zh")
