# SPDX-License-Identifier: GPL-3.0-or-later
"""Behind the page 台账: opens the register, lists and searches its cases, and opens one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from ...bridge.i18n import language, tr
from ...bridge.messages import error_sentences
from ...core.errors import ZoningError
from ...core.progress import Progress
from ...core.terms import is_day
from ...files.case_register import CaseHead, CaseRegister
from ...files.file_names import file_stem
from ...jobs.count_year import count_year
from ...jobs.export_case import export_case
from ...jobs.find_cases import find_cases
from ...jobs.open_case import OpenedCase, open_case
from ...jobs.rejudge_cases import RejudgedCases, rejudge_cases
from ...jobs.take_in_case import TakenIn, take_in_case
from ..errands import Errands, Shelf
from ..state_card import Look
from ..words import fault_sentence
from .case_rows import CaseRow, Row, Wanted, arranged, case_rows
from .session import RegisterSession

Result = TypeVar("Result")


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

    def show_years(self, years: Sequence[str]) -> None:
        """Offer these years to be counted."""

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
        self._wanted = Wanted()
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

    def search(self, wanted: Wanted) -> None:
        """Show only the cases that fit."""
        self._wanted = wanted
        self._show_rows()

    def view_changed(self) -> None:
        """The map shows something else now."""
        if self._wanted.in_view:
            self._show_rows()

    def export(self, row: CaseRow) -> None:
        """Write a case as a folder that another register takes in."""
        folder = self._errands.register.ask_export_folder(file_stem(row.title, "case"))
        if folder is not None:
            self._do(
                tr("Write a case as a folder"),
                lambda register, _: export_case(register, row.case_id, folder),
                lambda cases: tr("Written: {name}, versions: {count}").format(name=folder.name, count=len(cases)),
            )

    def take_in(self) -> None:
        """Take in a case that another register wrote as a folder; never over what is here."""
        folder = self._errands.register.ask_case_folder()
        if folder is None:
            return

        def told(taken: TakenIn) -> str:
            last = taken.cases[-1]
            name = " ".join(part for part in (last.number, last.name) if part)
            sentences = [tr("Taken in: {name}, versions: {count}").format(name=name, count=len(taken.cases))]
            return " ".join((*sentences, *(fault_sentence(one) for one in taken.told)))

        self._do(tr("Take in a case"), lambda register, _: take_in_case(register, folder), told)

    def count_year(self, year: str) -> None:
        """Count the use in a year as .xlsx: by kind of matter, town and conclusion, with the typical cases."""
        path = self._errands.register.ask_table(f"{tr('register')}_{year}.xlsx")
        if path is not None:
            self._do(
                tr("Count a year"),
                lambda register, progress: count_year(register, year, path, language=language(), progress=progress),
                lambda counted: tr("Written: {name}, cases of {year}: {count}").format(
                    name=path.name, year=year, count=len(counted)
                ),
            )

    def judge_anew(self) -> None:
        """Lay every case by the release that holds for its site today, and say what changes; both assessments are kept."""
        path = self._errands.register.ask_table(f"{tr('judged anew')}_{self._errands.today()}.xlsx")
        if path is None:
            return

        def job(register: CaseRegister, progress: Progress) -> RejudgedCases:
            made_with = self._errands.register.made_with()
            folder = self._errands.releases_folder
            return rejudge_cases(register, folder, self._errands.today(), made_with, xlsx_path=path, progress=progress)

        def told(done: RejudgedCases) -> str:
            counts = done.counts
            return tr("Judged anew: {cases} cases, changed {changed}, unchanged {same}, not possible {failed}. Written: {name}").format(
                cases=counts["cases"], changed=counts["changed"], same=counts["unchanged"], failed=counts["failed"], name=path.name
            )  # fmt: skip

        self._do(tr("Judge the register anew"), job, told)

    def open_rules(self) -> None:
        """Open the office's rules that lie beside the register, made from the usual ones where there are none yet."""
        try:
            path = self._errands.register.put_rules(self._session.path)
        except ZoningError as error:
            self._view.show_note("⚠ " + " ".join(error_sentences(error)))
            return
        self._view.show_note(
            tr("Rules of the office: {path}. They hold for cases kept from then on.").format(path=path)
        )
        self._errands.open_file(path)

    def _do(self, title: str, job: Callable[[CaseRegister, Progress], Result], told: Callable[[Result], str]) -> None:
        """Have something done at the register, and say in the line below how it went."""
        self._view.show_note(f"{title} …")

        def done(result: Result) -> None:
            self._view.show_note(told(result))
            self.refresh()

        self._session.do(title, job, done=done, failed=self._case_failed)

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
        self._view.show_years(sorted({one.day[:4] for one in self._rows} | {self._errands.today()[:4]}, reverse=True))
        self.show_open()
        self._show_rows()

    def _show_rows(self) -> None:
        wanted = self._wanted
        wrong = [one for one in (wanted.since, wanted.until) if one and not is_day(one)]
        if wrong:
            self._view.show_note(
                tr("“{text}” is no day; write it as 2024-07-01. Nothing has changed.").format(text=wrong[0])
            )
            return
        rows = arranged(self._rows, wanted, self._errands.register.view() if wanted.in_view else None)
        shown = sum(isinstance(one, CaseRow) for one in rows)
        total = len(self._rows)
        if not total:
            empty = tr("No case yet. Judge a site on the page “Assess” and press “Keep case”.")
            self._view.show_cases((), "", empty)
        elif not wanted.is_any:
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
