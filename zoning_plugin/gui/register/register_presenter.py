# SPDX-License-Identifier: GPL-3.0-or-later
"""Behind the page 台账: opens the register, lists and searches its cases, and opens one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from ...bridge.i18n import tr
from ...bridge.messages import error_sentences
from ...core.folding import words_of
from ...core.judgement import CaseState
from ...core.progress import Progress
from ...files.case_register import CaseHead, CaseRegister
from ...jobs.find_cases import find_cases
from ...jobs.open_case import OpenedCase, open_case
from ..errands import Errands, Shelf
from ..state_card import Look
from ..words import fault_sentence
from .case_rows import CaseRow, Row, arranged, case_rows
from .session import RegisterSession


class RegisterView(Protocol):
    """What the presenter asks of the page."""

    def show_register(self, name: str, where: str, person: str, *, is_open: bool) -> None:
        """Say which register is open."""

    def show_state(
        self, look: Look | None, title: str = "", sentences: Sequence[str] = (), *, offers_new: bool = False, can_take_over: bool = False
    ) -> None:  # fmt: skip
        """Say how things stand, with the ways out of it."""

    def show_cases(self, rows: Sequence[Row], count: str, when_empty: str) -> None:
        """Show cases, or why there is none."""

    def show_note(self, text: str) -> None:
        """Say what is being done."""


class RegisterPresenter:
    """``opened`` is told the case that a person wants to work at, with everything it rests on."""

    def __init__(
        self, view: RegisterView, session: RegisterSession, errands: Errands, *, opened: Callable[[OpenedCase], None]
    ) -> None:
        self._view = view
        self._session = session
        self._errands = errands
        self._opened = opened
        self._rows: tuple[CaseRow, ...] = ()
        self._text = ""
        self._state: CaseState | None = None
        self._show_closed()

    def show(self) -> None:
        """The page is looked at: open the register that was open last, else offer to make one; one that is open is read anew."""
        if self._session.register is not None:
            self.refresh()
        elif self._session.path.exists():
            self.open(self._session.path)
        else:
            self._show_closed()

    def create(self) -> None:
        """Make a register at its usual place, and open it."""
        self.open(self._session.path, create=True)

    def create_elsewhere(self) -> None:
        """Ask where to, make a register there, and open it."""
        path = self._errands.register.ask_new()
        if path is not None:
            self.open(path, create=True)

    def choose(self) -> None:
        """Ask for a register, and open it."""
        path = self._errands.register.ask_open()
        if path is not None:
            self.open(path)

    def take_over(self) -> None:
        """A person says that whoever holds the register no longer does."""
        self.open(self._session.path, take_over=True)

    def use_person(self, name: str) -> None:
        """From now on this person works in the register."""
        if name.strip() and name.strip() != self._session.person:
            self._session.use_person(name)

    def open(self, path: Path, *, create: bool = False, take_over: bool = False) -> None:
        """Open the register ``path``; where somebody else writes it, for reading."""
        self._view.show_state(Look.LOADING, tr("Opening the register …"))
        self._session.open(
            path, create=create, take_over=take_over, done=self._register_opened, failed=self._not_opened
        )

    def refresh(self) -> None:
        """List the cases anew."""

        def job(register: CaseRegister, progress: Progress) -> tuple[tuple[CaseHead, ...], Shelf]:
            register.refresh()
            return find_cases(register), self._errands.list_releases(progress)

        self._session.do(tr("List the cases"), job, done=lambda found: self._listed(*found), failed=self._failed)

    def search(self, text: str, state: CaseState | None) -> None:
        """Show only the cases that hold these words and are in this state (None: in any)."""
        self._text, self._state = text, state
        self._show_rows()

    def select(self, row: CaseRow | None) -> None:
        """Let the site of a case flash on the map."""
        if row is not None:
            self._errands.result_map.flash([row.shape])

    def open_case(self, case_id: str) -> None:
        """Open a case with its release, its site and its answers."""
        self._view.show_note(tr("Opening the case …"))

        def job(register: CaseRegister, progress: Progress) -> OpenedCase:
            return open_case(register, case_id, self._errands.releases_folder, progress=progress)

        self._session.do(tr("Open a case"), job, done=self._case_opened, failed=self._case_failed)

    def _case_opened(self, opened: OpenedCase) -> None:
        self._view.show_note("")
        self._opened(opened)

    def _case_failed(self, error: Exception) -> None:
        self._view.show_note("⚠ " + " ".join(error_sentences(error)))

    def _register_opened(self, register: CaseRegister) -> None:
        self.show_open()
        self.refresh()

    def show_open(self) -> None:
        """Say which register is open, and whether it can be written."""
        register = self._session.register
        if register is None:
            return
        self._view.show_register(
            _name(register.path, register.office), str(register.path), self._session.person, is_open=True
        )
        told = [fault_sentence(one) for one in register.faults]
        if not register.is_writable:
            self._view.show_state(
                Look.INCOMPLETE, tr("Read only: nothing you do is stored"), [*_held(register), *told], can_take_over=register.holder is not None
            )  # fmt: skip
        elif told:
            self._view.show_state(Look.INCOMPLETE, tr("The register is open, but look at this"), told)
        else:
            self._view.show_state(None)

    def _listed(self, heads: tuple[CaseHead, ...], shelf: Shelf) -> None:
        self._rows = case_rows(heads, shelf.releases, self._errands.today())
        self.show_open()
        self._show_rows()

    def _show_rows(self) -> None:
        states = frozenset({self._state}) if self._state is not None else frozenset[CaseState]()
        rows = arranged(self._rows, self._text, states)
        shown = sum(isinstance(one, CaseRow) for one in rows)
        total = len(self._rows)
        if not total:
            empty = tr("No case yet. Judge a site on the page “Assess” and press “Keep case”.")
            self._view.show_cases((), "", empty)
        elif words_of(self._text) or states:
            count = tr("Cases: {shown} of {total}").format(shown=shown, total=total)
            self._view.show_cases(rows, count, tr("None of the {total} cases fits.").format(total=total))
        else:
            self._view.show_cases(rows, tr("Cases: {total}").format(total=total), "")

    def _show_closed(self) -> None:
        path = self._session.path
        self._view.show_register(tr("No register is open"), str(path), self._session.person, is_open=False)
        what = tr(
            "It keeps every case of the office: the site, the release it was judged by, the answers and the signatures. One file."
        )
        self._view.show_state(
            Look.EMPTY, tr("There is no register yet"), [what, tr("Here: {path}").format(path=path)], offers_new=True
        )
        self._view.show_cases((), "", "")

    def _not_opened(self, error: Exception) -> None:
        path = self._session.path
        self._view.show_register(_name(path, ""), str(path), self._session.person, is_open=False)
        self._view.show_state(Look.ERROR, tr("The register is not open"), error_sentences(error), offers_new=True)
        self._view.show_cases((), "", "")

    def _failed(self, error: Exception) -> None:
        self._view.show_state(Look.ERROR, tr("The register cannot be read"), error_sentences(error))


def _held(register: CaseRegister) -> list[str]:
    holder = register.holder
    if holder is None:
        return [tr("The file cannot be written.")]
    since = holder.since[:16].replace("T", " ")
    return [
        tr("{who} has it open on {computer} since {since}. You see it as it was when you opened it.").format(
            who=holder.who, computer=holder.computer, since=since
        )
    ]


def _name(path: Path, office: str) -> str:
    return office or path.stem
