# SPDX-License-Identifier: GPL-3.0-or-later
"""Behind the page of one case: concludes, signs, returns, reopens, withdraws, and stores what was asked and what the platform says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ...bridge.i18n import tr
from ...bridge.messages import error_sentences
from ...core.judgement import Case, Matter, PlatformQuery, Verdict
from ...files.case_register import CaseRegister
from ...jobs.conclude_case import conclude_case
from ...jobs.open_case import OpenedCase
from ...jobs.reopen_case import reopen_case
from ...jobs.return_case import return_case
from ...jobs.save_case import save_case
from ...jobs.sign_case import sign_case
from ...jobs.withdraw_case import withdraw_case
from ..errands import Errands
from .case_presenter import CasePresenter
from .case_sheet import CaseSheet, sheet_of
from .session import RegisterSession


class SheetView(Protocol):
    """What the presenter asks of the page."""

    def show_sheet(self, sheet: CaseSheet) -> None:
        """Show a case."""

    def show_person(self, name: str) -> None:
        """Put a name into the field for one."""

    def show_note(self, text: str) -> None:
        """Say what could not be stored."""


class SheetPresenter:
    """Every step is the open case's (:meth:`CasePresenter.step`); ``opened`` and ``left`` bring the page up and take it away."""

    def __init__(
        self,
        view: SheetView,
        case: CasePresenter,
        session: RegisterSession,
        errands: Errands,
        *,
        opened: Callable[[], None],
        left: Callable[[], None],
        reopened: Callable[[OpenedCase], None],
    ) -> None:
        self._view = view
        self._case = case
        self._session = session
        self._errands = errands
        self._opened = opened
        self._left = left
        self._reopened = reopened

    def open(self) -> None:
        """Show the page of the open case."""
        case = self._case.as_it_is()
        if case is not None:
            self._view.show_note("")
            self._view.show_person(self._session.person)
            self.show(case)
            self._opened()

    def show(self, case: Case | None) -> None:
        """The case is so now; None: it was closed."""
        if case is None:
            self._left()
        else:
            self._view.show_sheet(sheet_of(case, can_write=self._session.can_write, newer=self._case.newer))

    def conclude(self, verdict: Verdict, remark: str, who: str) -> None:
        """Record a conclusion."""
        self._step(
            tr("Record a conclusion"),
            lambda register, case: conclude_case(register, case, verdict, by=who, remark=remark),
        )

    def sign(self, who: str, remark: str) -> None:
        """Sign the step that is due."""
        case = self._case.case
        due = case.due_step if case else None
        if due is not None:
            self._step(tr("Sign"), lambda register, now: sign_case(register, now, due, by=who, remark=remark))

    def give_back(self, who: str, remark: str) -> None:
        """Return the case to the step before."""
        self._step(tr("Return"), lambda register, case: return_case(register, case, by=who, remark=remark))

    def reopen(self, who: str, remark: str) -> None:
        """Go on with an approved case as its next version, on the same assessment."""
        self._step(
            tr("Reopen as a new version"), lambda register, case: reopen_case(register, case, by=who, remark=remark)
        )

    def reopen_by_newer(self, who: str, remark: str) -> None:
        """Go on with an approved case as its next version, judged by the release in force."""
        self._view.show_note("")
        self._case.reopen_by_newer(who, remark, done=self._reopened, failed=self._failed)

    def withdraw(self, who: str, remark: str) -> None:
        """Take the case back; it stays in the register."""
        self._step(tr("Withdraw"), lambda register, case: withdraw_case(register, case, by=who, remark=remark))

    def save_matter(self, matter: Matter) -> None:
        """Store what the office was asked."""
        self._step(tr("Store the matter"), lambda register, case: save_case(register, case, matter=matter))

    def save_platform(self, platform: PlatformQuery) -> None:
        """Store what the platform says."""
        self._step(tr("Store the query"), lambda register, case: save_case(register, case, platform=platform))

    def add_file(self) -> None:
        """Ask for the platform's file, and store it."""
        files = self._errands.register.ask_evidence()
        if files:
            self._step(tr("Store the query"), lambda register, case: save_case(register, case, platform_file=files[0]))

    def _step(self, title: str, job: Callable[[CaseRegister, Case], Case]) -> None:
        self._view.show_note("")
        self._case.step(title, job, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._view.show_note("⚠ " + "\n".join(error_sentences(error)))
