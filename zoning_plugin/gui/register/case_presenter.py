# SPDX-License-Identifier: GPL-3.0-or-later
"""Behind an open case: every answer is a step at the register, stored before it is shown as given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from ...bridge.i18n import tr
from ...bridge.messages import error_sentences
from ...core.errors import JudgementRefused, Level
from ...core.judgement import Case, Evidence, Verdict, completeness, current_answers, unanswered
from ...core.progress import Progress
from ...core.project import Project
from ...files.case_register import CaseRegister
from ...jobs.answer_clause import answer_clause
from ...jobs.keep_output import keep_output
from ...jobs.look_for_newer import NewerRelease, look_for_newer
from ...jobs.note_assessment import notes_of
from ...jobs.offer_earlier_answers import Offer, offer_earlier_answers
from ...jobs.open_case import OpenedCase
from ...jobs.reopen_case import reopen_case
from ...jobs.save_case import save_case
from ..dock.project_fields import as_shown
from ..errands import Errands
from .case_rows import state_word
from .case_sheet import stale_sentence
from .clause_marks import ClauseMark, marks_of, offer_text
from .session import RegisterSession


class CaseView(Protocol):
    """What the presenter asks of the page."""

    def show_case(self, name: str, counts: str, details: str) -> None:
        """Say which case is open and how far it is."""

    def show_marks(self, marks: Mapping[str, ClauseMark] | None, *, can_answer: bool) -> None:
        """Show what stands beside the clauses; None: no case is open."""

    def show_case_note(self, text: str, *, is_loud: bool = False) -> None:
        """Say what could not be stored."""

    def show_answer(
        self, key: str, number: str, reason: str, file_count: int, frequent: Sequence[str], offers: Sequence[str], *, can_write: bool
    ) -> None:  # fmt: skip
        """Show the answer to the clause under the cursor."""

    def flush(self) -> None:
        """Tell what is typed and not told yet."""


class CasePresenter:
    """One case at a time. ``changed`` hears of the case after every step, and of None when it is closed."""

    def __init__(
        self, view: CaseView, session: RegisterSession, errands: Errands, *, changed: Callable[[Case | None], None]
    ) -> None:
        self._view = view
        self._session = session
        self._errands = errands
        self._changed = changed
        self._opened: OpenedCase | None = None
        self._offers: tuple[Offer, ...] = ()
        self._newer: NewerRelease | None = None
        self._note_tells_stale = False
        self._marks: dict[str, ClauseMark] = {}
        self._drafts: dict[str, str] = {}
        self._asked: set[str] = set()
        self._key = ""

    @property
    def case(self) -> Case | None:
        """The case that is open, as it is stored."""
        return self._opened.case if self._opened else None

    @property
    def can_answer(self) -> bool:
        """Whether answers and fields may change now."""
        return self.case is not None and self.case.is_open and self._session.can_write

    @property
    def newer(self) -> NewerRelease | None:
        """The release in force that the open case does not rest on; None while there is none, or none is known yet."""
        return self._newer

    def as_it_is(self) -> Case | None:
        """The case with what is typed already handed in; what is not stored yet is not in it."""
        self._view.flush()
        return self.case

    def keep_papers(self, case: Case, paths: Sequence[Path]) -> None:
        """Keep what was written of a case beside the register, whatever is open by now."""
        if not self._session.can_write:
            self._note(tr("The register is open for reading only: the report is not kept in it."), is_loud=True)
            return

        def job(register: CaseRegister, _: Progress) -> Case:
            now = register.read(case.case_id, case.version)
            for path in paths:
                kind = "comparison" if path.suffix.lower() == ".pdf" else "assessment"
                now = keep_output(register, now, kind, path)
            return now

        def kept(now: Case) -> None:
            opened = self._opened
            if opened is not None and (opened.case.case_id, opened.case.version) == (now.case_id, now.version):
                self._opened = replace(opened, case=now)
                self._show()

        def failed(error: Exception) -> None:
            self._note("⚠ " + " ".join(error_sentences(error)), is_loud=True)

        self._session.do(tr("Keep the report in the register"), job, done=kept, failed=failed)

    def open(self, opened: OpenedCase) -> None:
        """Work at this case from now on."""
        self.close()
        self._opened = opened
        self._show()
        self._note(self._reading_only())
        self._look_for_offers()
        self._look_for_newer()

    def close(self) -> None:
        """Work at none; what was typed is stored first."""
        if self._opened is None:
            return
        self._view.flush()
        self._opened = None
        self._offers, self._marks, self._drafts, self._key = (), {}, {}, ""
        self._newer, self._note_tells_stale = None, False
        self._asked = set()
        self._view.show_marks(None, can_answer=False)
        self._changed(None)

    def select(self, key: str) -> None:
        """The clause under the cursor is another one; empty: none of the case."""
        self._view.flush()
        self._key = key
        self._show_answer()

    def answer(self, key: str, verdict: Verdict) -> None:
        """Store a verdict; reason and files that stand there come along."""
        self._view.flush()
        mark = self._marks.get(key)
        if mark is None:
            return
        self._asked.add(key)
        self._store(key, verdict, self._drafts.pop(key, None))

    def write_reason(self, key: str, text: str) -> None:
        """Store another reason for the verdict that is there; before there is one it waits for it."""
        mark = self._marks.get(key)
        if mark is None:
            return
        if mark.answer is None and key not in self._asked:
            self._drafts[key] = text
        elif mark.answer is None or text != mark.answer.reason:
            self._store(key, None, text)

    def add_files(self, key: str) -> None:
        """Ask for files, and store the answer with them."""
        mark = self._marks.get(key)
        if mark is None or not self.can_answer:
            return
        if mark.answer is None:
            self._note(tr("Answer the clause first (1–5): files belong to an answer."), is_loud=True)
            return
        files = self._errands.register.ask_evidence()
        if files:
            self._store(key, None, None, files=files)

    def confirm_offer(self, key: str, place: int) -> None:
        """The person says that this earlier answer holds here too."""
        mark = self._marks.get(key)
        if mark is None or place >= len(mark.offers):
            return
        offer = mark.offers[place]
        earlier = offer.earlier.answer
        self._drafts.pop(key, None)
        self._asked.add(key)
        self._store(key, earlier.verdict, earlier.reason, evidence=earlier.evidence, reused_from=offer.source)

    def refuse_clearing(self) -> None:
        """0 was pressed: say why nothing happens."""
        self._note(
            tr("An answer is never taken away: 5 says that it is to be verified, and a later answer takes its place.")
        )

    def save_project(self, stated: Project) -> None:
        """Store the project's fields as the page has them; those it does not show stay."""
        case = self.case
        if case is None or not self.can_answer:
            return
        project = as_shown(case.project, stated)
        if project == case.project:
            return

        def job(register: CaseRegister, now: Case) -> Case:
            return save_case(register, now, project=project)

        def noted(_: Case) -> None:
            opened = self._opened
            if opened is not None:  # what is offered rests on the industry
                self._look_for_offers()

        self.step(tr("Store the project"), job, noted)

    def step(
        self,
        title: str,
        job: Callable[[CaseRegister, Case], Case],
        done: Callable[[Case], None] = lambda _: None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Have a step of this case done after those before it, on the case as they left it."""
        began = self._opened
        if began is None:
            return
        last = began.case

        def at_register(register: CaseRegister, _: Progress) -> Case:
            now = (
                self._opened.case
                if self._is_open(began) and self._opened
                else register.read(last.case_id, last.version)
            )
            return job(register, now)

        def stored(case: Case) -> None:
            if self._opened is not None and self._is_open(began):
                self._opened = replace(self._opened, case=case)
                self._note("")
                self._show()
                done(case)

        def refused(error: Exception) -> None:
            if self._is_open(began):
                self._show()
            if failed is not None:
                failed(error)
            else:
                self._note("⚠ " + " ".join(error_sentences(error)), is_loud=True)

        self._session.do(title, at_register, done=stored, failed=refused, is_kept=True)

    def _is_open(self, began: OpenedCase) -> bool:
        return self.case is not None and (self.case.case_id, self.case.version) == (
            began.case.case_id,
            began.case.version,
        )

    def _store(
        self,
        key: str,
        verdict: Verdict | None,
        reason: str | None,
        *,
        evidence: Sequence[Evidence] | None = None,
        files: Sequence[Path] = (),
        reused_from: str = "",
    ) -> None:
        """Store an answer; what is None is as in the answer that holds when this step's turn comes, for one may still be under way."""
        by = self._session.person

        def job(register: CaseRegister, case: Case) -> Case:
            before = current_answers(case.answers).get(key)
            said = verdict or (before.verdict if before else None)
            if said is None:  # the verdict that this belongs to could not be stored: none is made up
                raise JudgementRefused("clause-unanswered", clause=key, list="")
            why = reason if reason is not None else before.reason if before else ""
            kept = evidence if evidence is not None else before.evidence if before else ()
            return answer_clause(
                register, case, key, said, by=by, reason=why, evidence=kept, files=files, reused_from=reused_from
            )

        self.step(tr("Store an answer"), job)

    def reopen_by_newer(
        self, who: str, remark: str, *, done: Callable[[OpenedCase], None], failed: Callable[[Exception], None]
    ) -> None:
        """Go on with an approved case as its next version, judged by the release in force; ``done`` hears of it, opened."""
        began, newer = self._opened, self._newer
        if began is None or newer is None or newer.path is None or newer.release is None or newer.assessment is None:
            return
        path, release, assessment = newer.path, newer.release, newer.assessment

        def job(register: CaseRegister, _: Progress) -> OpenedCase:
            now = register.read(began.case.case_id, began.case.version)
            by_release = (assessment, release, self._errands.register.made_with())
            case = reopen_case(register, now, by=who, remark=remark, by_release=by_release)
            return OpenedCase(case, path, release, assessment, notes_of(assessment, case.project))

        self._session.do(tr("Reopen by the release in force"), job, done=done, failed=failed, is_kept=True)

    def _look_for_newer(self) -> None:
        began = self._opened
        if began is None:
            return

        def job(_: CaseRegister, progress: Progress) -> NewerRelease | None:
            folder = self._errands.releases_folder
            return (
                look_for_newer(began.case, folder, self._errands.today(), progress=progress)
                if folder.is_dir()
                else None
            )

        def found(newer: NewerRelease | None) -> None:
            if self._is_open(began) and newer is not None:
                self._newer = newer
                told = " ".join(part for part in (self._reading_only(), stale_sentence(newer)) if part)
                self._note(told, is_loud=True, tells_stale=True)
                self._show()

        def failed(error: Exception) -> None:
            if self._is_open(began):
                self._note(" ".join(error_sentences(error)), is_loud=True)

        self._session.do(tr("Look for a newer release"), job, done=found, failed=failed)

    def _look_for_offers(self) -> None:
        began = self._opened
        if began is None:
            return

        def job(register: CaseRegister, _: Progress) -> tuple[Offer, ...]:
            return offer_earlier_answers(register, began.case)

        def found(offers: tuple[Offer, ...]) -> None:
            if self._is_open(began):
                self._offers = offers
                self._show()

        def failed(error: Exception) -> None:
            self._note(" ".join(error_sentences(error)), is_loud=True)

        self._session.do(tr("Look for earlier answers"), job, done=found, failed=failed)

    def _note(self, text: str, *, is_loud: bool = False, tells_stale: bool = False) -> None:
        """The line below the counts. That a case is stale is said once: here while it stands here, else among the counts."""
        self._view.show_case_note(text, is_loud=is_loud)
        if tells_stale != self._note_tells_stale:
            self._note_tells_stale = tells_stale
            if self._opened is not None:
                self._show_line(self._opened.case)

    def _reading_only(self) -> str:
        return "" if self._session.can_write else tr("The register is open for reading only.")

    def _show_line(self, case: Case) -> None:
        self._view.show_case(*case_line(case, self._newer, is_stale_told=self._note_tells_stale))

    def _show(self) -> None:
        opened = self._opened
        if opened is None:
            return
        case = opened.case
        self._marks = marks_of(case, self._offers)
        self._show_line(case)
        self._view.show_marks(self._marks, can_answer=self.can_answer)
        self._show_answer()
        self._changed(case)

    def _show_answer(self) -> None:
        mark, case = self._marks.get(self._key), self.case
        if mark is None or case is None:
            self._view.show_answer("", "", "", 0, (), (), can_write=self.can_answer)
            return
        answer = mark.answer
        reason = answer.reason if answer else self._drafts.get(self._key, "")
        number = next(one.number for one in case.assessed.clauses if one.key == self._key)
        wanted = {mark.verdict} if mark.verdict else set(Verdict)
        frequent = [text for verdict, text in case.rules.frequent_reasons if verdict in wanted]
        offers = [offer_text(one) for one in mark.offers]
        files = len(answer.evidence) if answer else 0
        self._view.show_answer(self._key, number, reason, files, frequent, offers, can_write=self.can_answer)


def case_line(case: Case, newer: NewerRelease | None = None, *, is_stale_told: bool = False) -> tuple[str, str, str]:
    """Name, how far it is, and all of it in words. Where ``is_stale_told`` beside it, how far it is does not say it again."""
    name = " ".join(part for part in (case.number, case.name) if part)
    open_ones = len(unanswered(case.assessed.clauses, case.answers))
    to_verify = sum(one.verdict is Verdict.TO_VERIFY for one in current_answers(case.answers).values())
    lacking = sum(one.code == "answer-without-reason" for one in completeness(case) if one.level is Level.ERROR)
    parts = [state_word(case.state)]
    parts += [tr("unanswered {count}").format(count=open_ones)] if open_ones else []
    parts += [tr("to verify {count}").format(count=to_verify)] if to_verify else []
    parts += [tr("without a reason {count}").format(count=lacking)] if lacking else []
    if len(parts) == 1 and not case.is_locked:
        parts.append(tr("all answered") if case.assessed.clauses else tr("no clause to answer"))
    if not case.is_open:
        parts.append(tr("answers closed"))
    basis = tr("By {release}, as on {date}").format(release=case.assessed.release_name, date=case.assessed.on)
    stale = [stale_sentence(newer)] if newer is not None else []
    details = "\n".join((name, *parts, *stale, basis))
    if newer is not None and not is_stale_told:
        parts.append(tr("⚠ stale since {release}").format(release=newer.name))
    return name, " · ".join(parts), details
