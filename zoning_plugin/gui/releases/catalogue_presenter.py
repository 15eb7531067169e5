# SPDX-License-Identifier: GPL-3.0-or-later
"""Behind the page of releases: lists them, records and withdraws steps, removes and puts back; asks before it takes anything away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from ...bridge.i18n import tr
from ...bridge.messages import error_sentences
from ...core.errors import StepRefused
from ...core.progress import Progress
from ...core.standing import Step, may_follow, told_of_step, with_step
from ...core.terms import ReleaseStatus
from ...jobs.open_release import StoredRelease
from ..errands import Errands, Shelf
from ..words import fault_sentence, step_word
from ..work import Work
from .catalogue_rows import Axis, CatalogueRow, axis_of, catalogue_rows
from .standing import Standing
from .step_timeline import Mark, marks_of


class CatalogueView(Protocol):
    """What the presenter asks of the page."""

    @property
    def step(self) -> Step:
        """The step as it is entered."""

    def show_rows(self, rows: Sequence[CatalogueRow], axis: Axis, current: Path | None, now: str) -> None:
        """Show the releases."""

    def show_steps(self, title: str, marks: Sequence[Mark], *, may_record: bool, may_withdraw: bool) -> None:
        """Show the steps of the release chosen."""

    def show_form(self, options: Sequence[ReleaseStatus], today: str) -> None:
        """Open the form, or close it."""

    def say_of_step(self, text: str, *, is_wrong: bool) -> None:
        """Say what is wrong with the step, or what one should know of it."""

    def ask(self, question: str, yes: str) -> None:
        """Ask before something is done."""

    def show_kept(self, kept: Sequence[tuple[Path, str]]) -> None:
        """Show the files that can be put back."""

    def show_note(self, text: str, *, is_loud: bool = False) -> None:
        """Say what is being done or was found."""


class CataloguePresenter:
    """Tells ``changed`` the release that was changed or put back, None when one was removed."""

    def __init__(
        self,
        view: CatalogueView,
        errands: Errands,
        *,
        opened: Callable[[], None],
        changed: Callable[[Path | None], None],
    ) -> None:
        self._view = view
        self._errands = errands
        self._opened = opened
        self._changed = changed
        self._work = Work(errands.run)
        self._rows: tuple[CatalogueRow, ...] = ()
        self._agreed: Callable[[], None] | None = None
        self.path: Path | None = None

    def open(self, path: Path | None = None) -> None:
        """Show the page with the release at ``path`` chosen."""
        self._view.show_note("")
        self.close_form()
        self.refuse()
        self._opened()
        self.refresh(path)

    def refresh(self, path: Path | None = None) -> None:
        """List the releases anew; ``path`` is chosen, else the one that was, else the first in force."""
        wanted = path or self.path

        def job(progress: Progress) -> tuple[Shelf, tuple[StoredRelease, ...]]:
            return self._errands.list_releases(progress), self._errands.list_removed(progress)

        self._work.start(
            tr("List the releases"), job, done=lambda found: self._listed(*found, wanted), failed=self._failed
        )

    def select(self, path: Path) -> None:
        """Show the steps of another release."""
        if path != self.path:
            self.close_form()
            self.refuse()
            self._view.show_note("")
        self.path = path
        self._show_steps()

    def open_form(self) -> None:
        """Let the next step be entered."""
        row = self._row
        if row is not None:
            self.refuse()
            self._view.show_note("")
            self._view.show_form(may_follow(row.steps[-1].status), self._errands.today())
            self.check()

    def close_form(self) -> None:
        """Forget what was being entered."""
        self._view.show_form((), "")

    def check(self) -> None:
        """Say of the step as it is entered what is wrong with it, or what one should know."""
        row = self._row
        if row is None:
            return
        step = self._view.step
        try:
            with_step(row.steps, step)
        except StepRefused as refused:
            self._view.say_of_step(" ".join(fault_sentence(one) for one in refused.faults), is_wrong=True)
        else:
            told = told_of_step(row.steps, step)
            self._view.say_of_step(" ".join(fault_sentence(one) for one in told), is_wrong=False)

    def record(self) -> None:
        """Record the step as it is entered."""
        row, step = self._row, self._view.step
        if row is None:
            return

        def job(progress: Progress) -> None:
            self._errands.record_step(row.path, step, progress)

        said = tr("Recorded: {step}. A copy of the former file was kept.").format(step=step_word(step.status))
        self._start(tr("Record a step"), job, row.path, said)

    def ask_withdraw(self) -> None:
        """Ask before the last step is taken back."""
        row = self._row
        if row is None or len(row.steps) < 2:
            return
        question = tr("Withdraw the step “{step}” ({date}) of “{name}”? A copy of the file as it is now stays.").format(
            step=step_word(row.steps[-1].status), date=row.steps[-1].date or tr("date unknown"), name=row.name
        )

        def withdraw() -> None:
            def job(progress: Progress) -> None:
                self._errands.withdraw_step(row.path, progress)

            self._start(
                tr("Withdraw a step"), job, row.path, tr("The step was withdrawn. A copy of the former file was kept.")
            )

        self._ask(question, tr("Withdraw"), withdraw)

    def ask_remove(self) -> None:
        """Ask before a release is taken out of the list."""
        row = self._row
        if row is None:
            return
        question = tr(
            "Remove “{name}” from the list? The file is moved into the folder “previous” and can be put back; reports made with it stay."
        ).format(name=row.name)

        def remove() -> None:
            def job(progress: Progress) -> None:
                self._errands.remove_release(row.path, progress)

            self._start(tr("Remove a release"), job, None, tr("“{name}” was removed and kept.").format(name=row.name))

        self._ask(question, tr("Remove"), remove)

    def put_back(self, kept: Path | None) -> None:
        """Put a kept file back where it was."""
        if kept is None:
            return

        def job(progress: Progress) -> Path:
            return self._errands.restore_release(kept, progress)

        self._work.start(
            tr("Put a release back"),
            job,
            done=lambda path: self._done(path, tr("The file is back; one that lay there was kept.")),
            failed=self._failed,
        )

    def agree(self) -> None:
        """Do what was asked about."""
        agreed, self._agreed = self._agreed, None
        self._view.ask("", "")
        if agreed is not None:
            agreed()

    def refuse(self) -> None:
        """Leave everything as it is."""
        self._agreed = None
        self._view.ask("", "")

    @property
    def _row(self) -> CatalogueRow | None:
        return next((row for row in self._rows if row.path == self.path), None)

    def _ask(self, question: str, yes: str, agreed: Callable[[], None]) -> None:
        self.close_form()
        self._view.show_note("")
        self._agreed = agreed
        self._view.ask(question, yes)

    def _start(self, title: str, job: Callable[[Progress], None], path: Path | None, said: str) -> None:
        self._view.show_note(tr("Writing …"))
        self._work.start(title, job, done=lambda _: self._done(path, said), failed=self._failed)

    def _done(self, path: Path | None, said: str) -> None:
        self.close_form()
        self._view.show_note(said)
        self._changed(path)
        self.refresh(path)

    def _listed(self, shelf: Shelf, removed: Sequence[StoredRelease], wanted: Path | None) -> None:
        today = self._errands.today()
        self._rows = catalogue_rows(shelf.releases, today)
        paths = [row.path for row in self._rows]
        best = sorted(self._rows, key=lambda row: list(Standing).index(row.standing))
        self.path = wanted if wanted in paths else best[0].path if best else None
        self._view.show_rows(self._rows, axis_of(self._rows, today), self.path, _now(self._rows, today))
        kept = [
            (
                one.path,
                " · ".join(part for part in (one.info.name, step_word(one.info.status), one.info.effective) if part),
            )
            for one in removed
        ]
        self._view.show_kept(kept)
        self._show_steps()

    def _show_steps(self) -> None:
        row = self._row
        if row is None:
            self._view.show_steps("", (), may_record=False, may_withdraw=False)
            return
        self._view.show_steps(
            row.name,
            marks_of(row.steps, self._errands.today()),
            may_record=bool(may_follow(row.steps[-1].status)),
            may_withdraw=len(row.steps) > 1,
        )

    def _failed(self, error: Exception) -> None:
        self._view.show_note(" ".join(error_sentences(error)), is_loud=True)


def _now(rows: Sequence[CatalogueRow], today: str) -> str:
    """Which releases are in force today, in a sentence."""
    held = [row.name for row in rows if row.standing is Standing.IN_FORCE]
    if not rows:
        return tr("There is no release yet.")
    if not held:
        return tr("No release is in force today ({date}): everything is a trial.").format(date=today)
    return tr("In force today ({date}): {names}").format(date=today, names="、".join(held))
