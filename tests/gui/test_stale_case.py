# SPDX-License-Identifier: GPL-3.0-or-later
"""A case that is opened again says since which release it is stale and what that changes for it; an approved one goes on by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.gui.county import Desk, release
from tests.gui.test_case import case, stored
from tests.gui.test_case_sheet import answer_all, opened
from tests.gui.test_register import desk, panel
from zoning_plugin.core.judgement import CaseState
from zoning_plugin.core.release import Release, ReleaseInfo, logical_digest, promises_of
from zoning_plugin.core.terms import ReleaseStatus, State
from zoning_plugin.files.release_store import write_release
from zoning_plugin.gui.dock.composition import Panel

__all__ = ["case", "desk", "panel"]
NEW = ReleaseInfo("示例县 2025 版", "示例环〔2025〕1号", "示例市人民政府", "2025-01-01", ReleaseStatus.PUBLISHED)


def newer() -> Release:
    """One clause of the city's list reworded, one gone, one new."""
    old = release(NEW)
    clauses = []
    for one in old.clauses:
        if one.list_id == "市" and one.number == "1-1":
            clauses.append(replace(one, text="禁止新建一切高污染项目。"))
        elif one.list_id == "市" and one.number == "1-2":
            clauses.append(replace(one, clause_id="市/*/9-9", number="9-9", text="限制新建用水量大的项目。"))
        elif not (one.list_id == "市" and one.number == "2-1"):
            clauses.append(one)
    bare = replace(old, clauses=tuple(clauses), digest="")
    bare = replace(bare, promises=promises_of(bare))
    return replace(bare, digest=logical_digest(bare))


def bring_newer(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "releases" / "2025.gpkg"
    desk.releases[path] = newer()
    write_release(desk.releases[path], path)


def open_again(panel: Panel) -> None:
    panel.dock.buttons.buttons["register"].click()
    panel.register.refresh()
    panel.register_page.opened.emit(panel.register_page.cases.cases.rows[0].case_id)


def test_while_its_release_holds_nothing_is_said(case: Panel) -> None:
    open_again(case)
    assert "stale" not in case.page.case_bar.counts.text()
    assert opened(case).sheet_page.stale.isHidden()


def test_opened_again_it_says_since_when_and_what_changes(case: Panel, desk: Desk, tmp_path: Path) -> None:
    bring_newer(desk, tmp_path)
    open_again(case)
    assert case.page.count.text() == "55 clauses", "it is shown as it was judged"
    assert case.assessment.assessment is not None
    assert case.assessment.assessment.state is State.COMPLETE, (
        "a release that came to hand later changes nothing of what was judged"
    )
    note = case.page.case_bar.note.text()
    assert "2025-01-01" in note
    assert "stale" not in case.page.case_bar.counts.text(), "the line below says it already"
    assert note in case.page.case_bar.counts.toolTip()
    page = opened(case).sheet_page
    assert page.stale.text() == note
    lines = page.changes.text().splitlines()
    assert sum("禁止新建一切高污染项目" in one for one in lines) == 1
    assert any("before:" in one and "第1类高污染项目" in one for one in lines)
    assert any("限制新建用水量大的项目" in one for one in lines)
    assert any("示例县 2025 版" in one for one in page.notes.text().splitlines())
    assert page.reopen_by_button.isHidden(), "what is not approved is withdrawn and kept anew"


def test_when_another_note_takes_the_place_the_counts_say_that_it_is_stale(
    case: Panel, desk: Desk, tmp_path: Path
) -> None:
    bring_newer(desk, tmp_path)
    open_again(case)
    bar = case.page.case_bar
    case.case.refuse_clearing()
    assert "never taken away" in bar.note.text()
    assert "⚠ stale since 示例县 2025 版" in bar.counts.text()
    answer_all(case)
    assert "stale" not in bar.note.text()
    assert bar.counts.text().count("⚠ stale since 示例县 2025 版") == 1


def test_an_approved_case_goes_on_by_the_release_in_force_and_the_signed_version_stays(
    case: Panel, desk: Desk, tmp_path: Path
) -> None:
    answer_all(case)
    page = opened(case).sheet_page
    page.verdict.setCurrentIndex(0)
    page.conclude_button.click()
    for name in ("张三", "李四", "王五"):
        page.who.setText(name)
        page.sign_button.click()
    before = stored(case, desk)
    assert before.state is CaseState.APPROVED
    bring_newer(desk, tmp_path)
    open_again(case)
    opened(case)
    assert "示例县 2025 版" in page.reopen_by_button.text()
    page.who.setText("赵六")
    page.sign_remark.setText("新成果施行")
    page.reopen_by_button.click()
    now = stored(case, desk)
    assert (now.version, now.state, now.assessed.release_name) == (2, CaseState.DRAFT, "示例县 2025 版")
    assert now.conclusion is None
    kept = {one.key for one in now.answers}
    assert "市/*/9-9" not in kept
    assert "市/*/1-1" not in kept, "an answer never moves to another wording"
    assert len(kept) == 55 - 3
    assert case.case.case == now
    assert "stale" not in case.page.case_bar.counts.text()
    assert case.page.count.text() == "54 clauses"
    from zoning_plugin.jobs.open_register import open_register

    with open_register(desk.register_path, "", read_only=True) as register:
        assert register.read(now.case_id, 1) == before


def test_a_newer_release_that_cannot_be_read_is_told_and_the_case_opens(
    case: Panel, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zoning_plugin.core.errors import ReleaseUnreadable
    from zoning_plugin.jobs import look_for_newer

    def broken(*_: object, **__: object) -> None:
        raise ReleaseUnreadable("file-missing", file="2025.gpkg")

    bring_newer(desk, tmp_path)
    monkeypatch.setattr(look_for_newer, "open_among_others", broken)
    open_again(case)
    assert "示例县 2025 版" in case.page.case_bar.note.text()
    assert "2025.gpkg" in case.page.case_bar.note.text()
    assert case.case.case is not None
