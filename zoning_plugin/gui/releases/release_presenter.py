# SPDX-License-Identifier: GPL-3.0-or-later
"""Which releases there are and which one is open: lists, opens and checks them in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from ...bridge.i18n import tr
from ...bridge.messages import error_sentences
from ...core.clause import Clause
from ...core.errors import Level, fault
from ...core.progress import Progress
from ...core.release import Release, shapes_of_clause, shortfalls
from ...jobs.open_release import StoredRelease
from ..errands import Errands, Shelf
from ..words import fault_sentence, status_word, step_sentence
from ..work import Work
from .chooser import ReleaseChoice
from .standing import Standing, standing_among


class ReleaseView(Protocol):
    """What the presenter asks of the chooser."""

    def show_choices(self, choices: Sequence[ReleaseChoice], current: Path | None) -> None:
        """Show the releases there are."""

    def show_note(self, text: str, *, is_loud: bool = False) -> None:
        """Say what is being done or was found."""


class Told(Protocol):
    """Hears a sentence about what was asked for."""

    def __call__(self, text: str, *, is_loud: bool) -> None:
        """Say it."""


class ReleasePresenter:
    """Tells ``use`` the release that is open (None while there is none), ``none_there`` when the folder is empty."""

    def __init__(
        self,
        view: ReleaseView,
        errands: Errands,
        *,
        use: Callable[[Release | None], None],
        none_there: Callable[[], None],
        some_there: Callable[[], None],
    ) -> None:
        self._view = view
        self._errands = errands
        self._use = use
        self._none_there = none_there
        self._some_there = some_there
        self._shelf = Shelf()
        self._day = ""
        self._work = Work(errands.run)
        self._preparing = Work(errands.run)
        self._is_shown = False
        self._wanted: tuple[Clause | None, Told] | None = None
        self._lacking: set[Path] = set()
        self.path: Path | None = None
        self.release: Release | None = None

    def refresh(self, wanted: Path | None = None, *, show: bool = False) -> None:
        """List the releases anew and open ``wanted``, else the one that is open, else the best of them."""
        self._work.start(
            tr("List the releases"),
            self._errands.list_releases,
            done=lambda shelf: self._listed(shelf, wanted, show=show),
            failed=self._failed,
        )

    def use_day(self, day: str) -> None:
        """Have every release stand as on this ISO date, empty for today, and open the one that held then, the open one where it did."""
        self._day = day
        if self.path is None or not self._shelf.releases:
            return
        own = next((one for one in self._shelf.releases if one.path == self.path), None)
        holds = own is not None and self._standing(own) is Standing.IN_FORCE
        self.open(self.path if holds else self._best())

    def open(self, path: Path, *, show: bool = False) -> None:
        """Open the release at ``path``; ``show`` brings its units into view afterwards."""
        self._wanted = None
        self._open(path, show=show)

    def _open(self, path: Path, *, show: bool) -> None:
        self.path, self.release = path, None
        self._preparing.stop()
        self._use(None)
        self._view.show_choices(self._choices(), path)
        self._view.show_note(tr("Opening the release …"))

        def job(progress: Progress) -> Release:
            return self._errands.open_release(path, progress)

        self._work.start(
            tr("Open a release"),
            job,
            done=lambda release: self._opened(release, show=show),
            failed=self._failed,
            cancelled=lambda: self._view.show_note(""),
            progressed=lambda share, step: self._view.show_note(f"{step_sentence(step)} … {share * 100:.0f} %"),
        )

    def take(self, path: Path, release: Release) -> None:
        """Have a release that was opened elsewhere open, and its file checked; what comes after it is as of today."""
        self._wanted, self._day = None, ""
        self.path = path
        self._opened(release, show=True)

    def show_on_map(self) -> None:
        """Show where the units of the open release are, because the person asked for it."""
        if self.release is not None:
            self._is_shown = True
            self._errands.result_map.show_release(self.release)

    def show_clause(self, path: Path, clause: Clause | None, *, told: Told) -> None:
        """Open the release at ``path`` if it is not, and bring into view what the clause is printed for (None: all units).

        ``told`` hears in a sentence what is shown, or why not.
        """
        if path == self.path and self.release is not None:
            if not self._is_shown:
                self.show_on_map()
            self._show_clause(self.release, clause, told)
            return
        told(tr("Opening the release …"), is_loud=False)
        self._wanted = (clause, told)
        self._open(path, show=True)

    def _show_clause(self, release: Release, clause: Clause | None, told: Told) -> None:
        shapes = shapes_of_clause(release, clause) if clause is not None else ()
        if shapes:
            self._errands.result_map.zoom_to(shapes)
            self._errands.result_map.flash(shapes)
            told(tr("Shown on the map, in {name}").format(name=release.info.name), is_loud=False)
        elif clause is not None and clause.unit_code:
            told(
                tr("“{code}” is not on the map: the release has no unit or zone of this code.").format(
                    code=clause.unit_code
                ),
                is_loud=True,
            )
        else:
            self._errands.result_map.zoom_to([unit.shape for unit in release.units])
            told(tr("Shown on the map: all units of {name}").format(name=release.info.name), is_loud=False)

    def _listed(self, shelf: Shelf, wanted: Path | None, *, show: bool) -> None:
        self._shelf = shelf
        known = {one.path for one in shelf.releases}
        if not known:
            self.path, self.release = None, None
            self._preparing.stop()
            self._view.show_choices(self._choices(), None)
            self._use(None)
            (self._some_there if shelf.others else self._none_there)()
            return
        self._some_there()
        if wanted not in known and self.release is not None and self.path in known:
            self._view.show_choices(self._choices(), self.path)
            return
        self.open(wanted if wanted in known else self._best(), show=show)

    def _best(self) -> Path:
        """The release in the best standing, the latest of several."""
        best_first = list(Standing)

        def rank(one: StoredRelease) -> tuple[int, str, str]:
            return -best_first.index(self._standing(one)), one.info.effective, one.path.name

        return max(self._shelf.releases, key=rank).path

    def _standing(self, one: StoredRelease) -> Standing:
        has_all = one.path not in self._lacking
        return standing_among(one, self._shelf.releases, self._day or self._errands.today(), has_all=has_all)[0]

    def _choices(self) -> list[ReleaseChoice]:
        choices = []
        for one in self._shelf.releases:
            info = one.info
            since = tr("in force since {date}").format(date=info.effective) if info.effective else ""
            lines = (info.name, info.document_no, info.issuer, since, status_word(info.status), str(one.path))
            detail = "\n".join(line for line in lines if line)
            choices.append(ReleaseChoice(one.path, info.name, info.effective, self._standing(one), detail))
        for path in self._shelf.others:
            detail = tr("This file cannot be read as a release; choose it to learn why.")
            choices.append(ReleaseChoice(path, path.name, "", Standing.UNREADABLE, f"{path}\n{detail}"))
        return choices

    def _opened(self, release: Release, *, show: bool) -> None:
        self._preparing.stop()
        self.release = release
        if self.path is not None:
            (self._lacking.add if shortfalls(release) or release.faults else self._lacking.discard)(self.path)
            self._view.show_choices(self._choices(), self.path)
        self._view.show_note(tr("Checking that the file is as it was stored …"))
        self._use(release)
        # On an empty map nobody could click; and the units of another release must not stay under this one's results.
        if show or self._is_shown or self._errands.is_map_empty():
            self.show_on_map()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._show_clause(release, *wanted)

        def job(progress: Progress) -> bool:
            return self._errands.is_unchanged(release, progress)

        self._work.start(
            tr("Check a release"),
            job,
            done=lambda is_unchanged: self._checked(release, is_unchanged=is_unchanged),
            failed=self._failed,
            cancelled=self._not_checked,
        )

    def _checked(self, release: Release, *, is_unchanged: bool) -> None:
        if is_unchanged:
            self._view.show_note("")
            self._prepare(tell=self._view.show_note)
            return
        changed = fault("release-changed", Level.ERROR)
        self._view.show_note(fault_sentence(changed), is_loud=True)
        # With the fault in it, whatever is assessed with it is incomplete.
        self.release = replace(release, faults=(*release.faults, changed))
        self._use(self.release)
        self._prepare()

    def _not_checked(self) -> None:
        self._view.show_note(tr("The release file was not checked."), is_loud=True)
        self._prepare()

    def _prepare(self, tell: Callable[[str], None] = lambda _: None) -> None:
        """Have the open release made ready to answer fast, in the background; what is asked before is answered all the same.

        ``tell`` says how far it is, where nothing more important is said; what was kept from before is there too soon to be told.
        """
        path, release = self.path, self.release
        if path is None or release is None:
            return
        told = ""

        def progressed(share: float, step: str) -> None:
            nonlocal told
            text = tr("Getting ready for fast answers … {share} % ({step})").format(
                share=round(share * 100), step=step_sentence(step)
            )
            if text != told:
                told = text
                tell(text)

        def job(progress: Progress) -> object:
            return self._errands.prepare_release(path, release, progress)

        self._preparing.start(
            tr("Get a release ready for fast answers"),
            job,
            done=lambda _: tell(""),
            failed=lambda error: tell(
                tr("Answers stay slower than they could be: {reason}").format(reason=" ".join(error_sentences(error)))
            ),
            cancelled=lambda: tell(""),
            progressed=progressed,
        )

    def _failed(self, error: Exception) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted[1](" ".join(error_sentences(error)), is_loud=True)
        self._view.show_note(" ".join(error_sentences(error)), is_loud=True)
