# SPDX-License-Identifier: GPL-3.0-or-later
"""The case register: what goes in comes out, nothing stored changes, one writer, shares, damage, hostile texts."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.shapes import box
from tests.files.cases import AT, answer, answered, approved, assessment, concluded_case, new_case, opened
from zoning_plugin.core.errors import JudgementRefused, OutputFailed, RegisterUnusable
from zoning_plugin.core.judgement import (
    Action,
    CaseState,
    Conclusion,
    Matter,
    PlatformQuery,
    Signature,
    SigningStep,
    Verdict,
    drafted,
    reopened,
    returned,
    signed,
    with_answer,
    withdrawn,
)
from zoning_plugin.core.project import Project
from zoning_plugin.files.case_record import assessed_from
from zoning_plugin.files.case_register import CaseRegister, StoredRejudgement, create_register
from zoning_plugin.files.register_lock import holder_of, lock_path
from zoning_plugin.files.share_copy import is_network_drive

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "台账.gpkg"


def refused(code: str, call: Callable[[], object]) -> None:
    with pytest.raises((JudgementRefused, RegisterUnusable, OutputFailed)) as caught:
        call()
    assert caught.value.code == code


def test_what_a_case_keeps_of_an_assessment_reads_back_from_its_document() -> None:
    for found in (assessment(), assessment(box(10, -50, 190, 90))):
        case = new_case(found=found)
        assert assessed_from(json.loads(case.document)) == case.assessed
        assert case.assessed.clauses


def test_a_whole_life_reads_back(path: Path) -> None:
    case = replace(
        new_case(), matter=Matter("环评文件审查", "某局", "〔2026〕1号", "2026-11-01", "2026-12-01", "示例镇", True)
    )
    with opened(path) as register:
        steps = [register.record(case)]
        steps.append(register.record(with_answer(steps[-1], answer(case))))
        steps.append(register.record(answered(steps[-1])))
        steps.append(register.record(concluded_case(steps[-1])))
        for step, who in zip(SigningStep, "甲乙丙", strict=True):
            steps.append(register.record(signed(steps[-1], step, by=who, at=AT)))
        assert register.read("c1") == steps[-1]
        second = register.record(reopened(steps[-1], by="甲", at=AT, remark="新成果"))
        register.record(withdrawn(second, by="甲", at=AT, remark="撤"))
    with opened(path) as register:
        assert register.faults == ()
        assert register.read("c1", 1) == steps[-1]
        assert register.read("c1").state is CaseState.WITHDRAWN
        assert register.read("c1").document == case.document
        assert [one.version for one in register.heads(all_versions=True)] == [1, 2]
        assert register.heads()[0].version == 2
        assert register.office == "示例局"
        assert register.next_number("2026") == "2026-0002"


def test_it_is_a_geopackage_that_gdal_reads(path: Path) -> None:
    with opened(path) as register:
        register.record(new_case())
    from osgeo import ogr

    source = ogr.Open(str(path))
    layer = source.GetLayerByName("cases")
    assert layer.GetFeatureCount() == 1
    feature = layer.GetNextFeature()
    assert feature.GetField("name") == "示例电镀厂"
    assert feature.GetGeometryRef().GetGeometryName() == "POLYGON"
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "4490"
    assert source.GetLayerByName("answers") is not None


@pytest.mark.parametrize("table", ["answers", "conclusions", "signatures", "outputs", "rejudgements", "assessments"])
def test_what_is_only_added_to_is_neither_changed_nor_deleted_by_anybody(path: Path, table: str) -> None:
    with opened(path) as register:
        register.record(approved())
        register.record_rejudged([StoredRejudgement("c1", 1, "d", "2026-01-01", "complete", "[]", "{}", AT)])
    with contextlib.closing(sqlite3.connect(path)) as database:
        if table == "outputs":
            database.execute("INSERT INTO outputs VALUES (1, 'c1', 1, 'pdf', 'a.pdf', '', '')")
        for statement in (f"UPDATE {table} SET version = 9", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                database.execute(statement)
        with pytest.raises(sqlite3.IntegrityError, match="withdrawn"):
            database.execute("DELETE FROM cases")


def test_nothing_is_stored_that_no_steps_lead_to(path: Path) -> None:
    case, done = new_case(), approved()
    with opened(path) as register:
        refused(
            "clause-unanswered",
            lambda: register.record(replace(case, conclusions=(Conclusion(Verdict.CONFORMS, "", "甲", AT, 0),))),
        )
        signature = Signature(SigningStep.APPROVED, Action.SIGNED, "丙", AT)
        early = Signature(SigningStep.PREPARED, Action.SIGNED, "甲", AT)
        refused("sign-without-conclusion", lambda: register.record(replace(answered(case), signatures=(early,))))
        refused("signatures-disagree", lambda: register.record(replace(case, signatures=(signature,))))
        refused("case-not-approved", lambda: register.record(replace(case, version=2)))
        register.record(done)
        more = replace(done, answers=(*done.answers, answer(done)))
        refused("case-locked", lambda: register.record(more))
        refused("case-locked", lambda: register.record(replace(done, name="别的")))
        refused("case-changed-meanwhile", lambda: register.record(replace(done, answers=done.answers[:-1])))
        refused("case-changed-meanwhile", lambda: register.record(case))
        other = replace(done.answers[0], by="别人")
        refused("case-changed-meanwhile", lambda: register.record(replace(done, answers=(other, *done.answers[1:]))))
        refused("case-changed-meanwhile", lambda: register.record(replace(done, document="{}")))
        assert register.read("c1") == done
        refused("case-missing", lambda: register.read("x"))


def test_a_case_past_the_first_step_keeps_its_answers_until_it_is_returned(path: Path) -> None:
    with opened(path) as register:
        case = register.record(signed(concluded_case(), SigningStep.PREPARED, by="甲", at=AT))
        refused("case-signed", lambda: register.record(replace(case, answers=(*case.answers, answer(case)))))
        case = register.record(returned(case, by="乙", at=AT, remark="补充"))
        case = register.record(with_answer(case, answer(case)))
        assert register.read("c1").conclusion is None


# --- one writer ------------------------------------------------------------------------------------------------------


def test_the_second_is_told_who_has_it_and_may_read(path: Path) -> None:
    with opened(path, "甲") as register:
        register.record(new_case())
        with pytest.raises(RegisterUnusable) as caught:
            opened(path, "乙")
        assert caught.value.code == "register-held"
        assert caught.value.facts["who"] == "甲"
        with opened(path, "乙", read_only=True) as second:
            assert second.holder is not None
            assert second.holder.who == "甲"
            assert len(second.heads()) == 1
            refused("register-read-only", lambda: second.record(new_case("c2")))
            register.record(new_case("c2"))
            assert len(second.heads()) == 1
            second.refresh()
            assert len(second.heads()) == 2
    assert not lock_path(path).exists()
    assert holder_of(path) is None
    opened(path, "乙").close()


def test_a_living_process_of_this_computer_is_never_taken_over(path: Path) -> None:
    create_register(path)
    program = (
        "import sys\nfrom pathlib import Path\nfrom zoning_plugin.files.case_register import CaseRegister\n"
        f"r = CaseRegister(Path({str(path)!r}), '别人', at={AT!r})\nprint('open', flush=True)\nsys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        for take_over in (False, True):
            with pytest.raises(RegisterUnusable) as caught:
                opened(path, "我", take_over=take_over)
            assert caught.value.facts["who"] == "别人"
        process.kill()
    with opened(path, "我") as register:
        assert register.is_writable


def test_a_lock_of_another_computer_is_believed_until_a_person_says_otherwise(path: Path) -> None:
    create_register(path)
    said = {"kind": "zoning-register-lock/1", "who": "远方", "computer": "elsewhere", "process": 1, "since": AT}
    lock_path(path).write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(RegisterUnusable) as caught:
        opened(path)
    assert caught.value.facts["computer"] == "elsewhere"
    with opened(path, take_over=True) as register:
        register.record(new_case())
        lock_path(path).write_text(json.dumps(said), encoding="utf-8")  # and the other says the same
        refused("register-lock-lost", lambda: register.record(new_case("c2")))


@pytest.mark.parametrize("content", [b"not json", b"[]", b"\xff\xfe", b"{" * 5000])
def test_a_lock_nobody_understands_is_somebodys(path: Path, content: bytes) -> None:
    create_register(path)
    lock_path(path).write_bytes(content)
    refused("register-held", lambda: opened(path))
    opened(path, take_over=True).close()


# --- a share ---------------------------------------------------------------------------------------------------------


def test_on_a_share_it_is_worked_on_here_and_put_back_after_every_step(path: Path, tmp_path: Path) -> None:
    with opened(path, on_share=True, workshop=tmp_path / "work") as register:
        case = register.record(new_case())
        with opened(path, "乙", read_only=True) as second:
            assert second.read("c1") == case
        case = register.record(with_answer(case, answer(case)))
        with opened(path, "乙", read_only=True) as second:
            assert second.read("c1") == case
    assert list((tmp_path / "work").iterdir()) == []
    assert sorted(one.name for one in tmp_path.iterdir()) == ["work", "台账.gpkg"]


def test_what_another_has_put_on_the_share_is_not_written_over(path: Path, tmp_path: Path) -> None:
    with opened(path, on_share=True, workshop=tmp_path / "work") as register:
        case = register.record(new_case())
        path.unlink()
        create_register(path, office="另一局")
        with pytest.raises(RegisterUnusable) as caught:
            register.record(with_answer(case, answer(case)))
        assert caught.value.code == "register-changed-meanwhile"
        kept = Path(caught.value.facts["kept"])
        assert caught.value.facts["file"] == str(path)
    with opened(path) as register:
        assert register.office == "另一局"
    with opened(kept) as register:
        assert register.read("c1") == case


def test_what_could_not_be_put_back_goes_with_the_next_session(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zoning_plugin.files import share_copy

    register = opened(path, on_share=True, workshop=tmp_path / "work")
    case = register.record(new_case())

    def broken(*paths: object) -> None:
        raise OutputFailed("output-unwritable", detail="网络断开", file="x")

    with monkeypatch.context() as patch:
        patch.setattr(share_copy, "beside", broken)
        with pytest.raises(RegisterUnusable) as caught:
            register.record(with_answer(case, answer(case)))
        assert caught.value.code == "register-not-put-back"
        register.close()
    with opened(path, on_share=True, workshop=tmp_path / "work") as register:
        assert len(register.read("c1").answers) == 1
    with opened(path) as register:
        assert len(register.read("c1").answers) == 1


def test_a_copy_left_behind_by_a_share_that_went_on_is_kept_and_named(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zoning_plugin.files import share_copy

    register = opened(path, on_share=True, workshop=tmp_path / "work")
    case = register.record(new_case())
    with monkeypatch.context() as patch:
        patch.setattr(share_copy, "beside", lambda *paths: (_ for _ in ()).throw(OutputFailed("output-unwritable")))
        refused("register-not-put-back", lambda: register.record(with_answer(case, answer(case))))
        register.close()
    with opened(path) as other:
        other.record(new_case("c2"))
    with opened(path, on_share=True, workshop=tmp_path / "work") as register:
        assert [one.code for one in register.faults] == ["register-copy-kept"]
        assert len(register.heads()) == 2
        with opened(Path(register.faults[0].fact("kept"))) as kept:
            assert len(kept.read("c1").answers) == 1


def test_a_local_file_that_is_replaced_is_not_written_into_thin_air(path: Path) -> None:
    with opened(path) as register:
        register.record(new_case())
        path.rename(path.with_name("old.gpkg"))
        create_register(path)
        refused("register-replaced", lambda: register.record(new_case("c2")))


def test_this_folder_is_no_network_drive(tmp_path: Path) -> None:
    assert not is_network_drive(tmp_path)
    assert not is_network_drive(tmp_path / "not there yet.gpkg")


# --- evidence --------------------------------------------------------------------------------------------------------


def test_evidence_lies_beside_the_register_by_its_hash(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "环评批复.pdf"
    file.write_bytes(b"%PDF-1.4 example")
    with opened(path) as register:
        kept = register.keep_evidence(file)
        assert register.keep_evidence(file) == kept
        assert kept.sha256 == hashlib.sha256(b"%PDF-1.4 example").hexdigest()
        assert [one.name for one in register.files_folder.iterdir()] == [kept.sha256]
        case = new_case()
        case = register.record(with_answer(case, replace(answer(case), evidence=(kept,))))
        assert register.read("c1").answers[0].evidence == (kept,)
        assert register.missing_evidence(case) == ()
        register.evidence_path(kept).write_bytes(b"other")
        assert [one.code for one in register.missing_evidence(case)] == ["evidence-changed"]
        register.evidence_path(kept).unlink()
        assert [one.code for one in register.missing_evidence(case)] == ["evidence-missing"]
        refused("evidence-unreadable", lambda: register.keep_evidence(tmp_path / "none"))
        refused("evidence-unreadable", lambda: register.keep_evidence(tmp_path))


def test_evidence_too_large_is_refused_before_it_is_copied(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "large"
    with file.open("wb") as hole:
        hole.truncate(500_000_001)
    with opened(path) as register:
        refused("evidence-too-large", lambda: register.keep_evidence(file))
        assert not register.files_folder.exists()


# --- damage and hostility --------------------------------------------------------------------------------------------


def test_what_is_no_register_is_refused(path: Path, tmp_path: Path) -> None:
    refused("register-missing", lambda: CaseRegister(path, "甲", at=AT))
    path.write_bytes(b"hello")
    refused("register-not-a-register", lambda: CaseRegister(path, "甲", at=AT))
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE x (y)")
    refused("register-not-a-register", lambda: CaseRegister(path, "甲", at=AT))
    assert not lock_path(path).exists()
    refused("register-is-there", lambda: create_register(path))


def test_an_unknown_schema_is_refused(path: Path) -> None:
    create_register(path)
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE register SET value = 'zoning.register/2' WHERE key = 'schema'")
        database.commit()
    refused("register-schema-unknown", lambda: opened(path))
    refused("register-schema-unknown", lambda: opened(path, read_only=True))


@pytest.mark.parametrize("seed", range(12))
def test_damage_anywhere_is_a_coded_fault(path: Path, seed: int) -> None:
    import random

    with opened(path) as register:
        register.record(answered(new_case()))
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(200):
        content[chance.randrange(100, len(content))] = chance.randrange(256)
    path.write_bytes(content[: chance.choice([len(content), len(content) // 2])])
    for read_only in (False, True):
        codes = set()
        try:
            with opened(path, read_only=read_only) as register:
                for head in register.heads():
                    register.read(head.case_id)
        except RegisterUnusable as reason:
            codes = {reason.code}
        assert codes <= {"register-damaged", "register-not-a-register", "register-schema-unknown", "case-missing"}


def test_a_state_that_is_not_what_the_signatures_say_is_told(path: Path) -> None:
    with opened(path) as register:
        register.record(new_case())
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE cases SET state = 'approved'")
        database.commit()
    with opened(path) as register:
        assert [one.code for one in register.faults] == ["case-state-disagrees"]
        assert register.read("c1").state is CaseState.DRAFT


def test_an_assessment_exchanged_under_a_case_is_refused(path: Path) -> None:
    with opened(path) as register:
        register.record(new_case())
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("DROP TRIGGER assessments_no_update")
        database.execute("UPDATE assessments SET assessed = replace(assessed, '要求', '允许')")
        database.commit()
    with opened(path) as register:
        refused("register-damaged", lambda: register.read("c1"))


HOSTILE = st.text(max_size=200) | st.sampled_from([
    "'; DROP TABLE cases; --", '"', "\x00", "a\x00b", "%s", "甲\n乙", "\udc80", "=1+1", "x" * 19_000, "'' OR 1=1", "\ufffe",
])  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE, HOSTILE, HOSTILE.filter(lambda one: bool(one.strip()) and len(one) <= 500))
def test_hostile_texts_stay_texts(tmp_path: Path, reason: str, field: str, who: str) -> None:
    path = tmp_path / "r.gpkg"
    path.unlink(missing_ok=True)
    case = new_case(project=Project(name=field, company=reason))
    case = replace(case, name=field[:500])
    with opened(path) as register:
        case = register.record(case)
        case = register.record(with_answer(case, replace(answer(case), reason=reason, by=who)))
        case = register.record(
            drafted(case, at=AT, matter=Matter(sender=field), platform=PlatformQuery(number=field, agrees=False))
        )
        case = register.record(with_answer(case, answer(case, 1)))
        stored = register.read("c1")
        assert len(stored.answers) == 2
        assert stored.answers[0].reason == reason.encode("utf-8", "backslashreplace").decode()
        assert stored.matter.sender == field.encode("utf-8", "backslashreplace").decode()
        assert register.heads()[0].name == field[:500].encode("utf-8", "backslashreplace").decode()


def test_texts_beyond_all_measure_are_refused() -> None:
    case = new_case()
    refused("remark-too-long", lambda: with_answer(case, replace(answer(case), reason="x" * 20_001)))
    refused("name-missing", lambda: with_answer(case, replace(answer(case), by=" ")))
    refused("remark-too-long", lambda: drafted(case, at=AT, name="x" * 501))
    refused("remark-too-long", lambda: drafted(case, at=AT, project=Project(remark="x" * 20_001)))
