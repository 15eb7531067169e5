# SPDX-License-Identifier: GPL-3.0-or-later
"""From a folder to a stored release: examine in the background, show, and store only when the person says so."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from ...bridge.i18n import tr
from ...bridge.messages import error_sentences
from ...core.errors import Level
from ...core.progress import Progress
from ...core.release import ReleaseInfo
from ...core.terms import ReleaseStatus
from ...jobs.import_release import ImportExamination
from ..errands import Errands, Running
from ..state_card import Look
from ..words import step_sentence
from .import_text import examination_html


class ImportView(Protocol):
    """What the presenter asks of the page."""

    def show_folder(self, folder: str) -> None:
        """Say which folder is looked at."""

    def show_state(self, look: Look, title: str, sentences: Sequence[str] = (), *, can_cancel: bool = False) -> None:
        """Say how things stand."""

    def show_progress(self, share: float, step: str) -> None:
        """Move the bar."""

    def show_found(self, text: str, info: ReleaseInfo | None, *, is_status_stated: bool) -> None:
        """Show what was recognised."""

    def enable(self, *, can_store: bool, can_edit: bool) -> None:
        """Let only that be done which can be done."""

    @property
    def texts(self) -> dict[str, str]:
        """Name, document number, issuer, effective date as filled in."""

    @property
    def chosen_status(self) -> ReleaseStatus | None:
        """The status chosen."""


class ImportPresenter:
    """One import at a time. ``opened`` is told when there is something to see, ``stored`` where a release was stored."""

    def __init__(
        self, view: ImportView, errands: Errands, *, opened: Callable[[], None], stored: Callable[[Path], None]
    ) -> None:
        self._view = view
        self._errands = errands
        self._opened = opened
        self._stored = stored
        self._running: Running | None = None
        self._examination: ImportExamination | None = None
        self._turn = 0

    def choose(self) -> None:
        """Ask for a folder and look at what is in it."""
        folder = self._errands.ask_folder()
        if folder is not None:
            self.examine(folder)

    def examine(self, folder: Path) -> None:
        """Recognise everything in ``folder``; nothing is stored by it."""
        turn = self._begin()
        self._view.show_folder(str(folder))
        self._view.show_found("", None, is_status_stated=False)
        self._view.show_state(Look.LOADING, tr("Looking at what is there …"), can_cancel=True)
        self._opened()

        def job(progress: Progress) -> ImportExamination:
            return self._errands.examine(folder, progress)

        self._running = self._errands.run(
            tr("Look at a folder"),
            job,
            done=lambda examination: self._examined(examination, turn),
            failed=lambda error: self._failed(error, turn),
            cancelled=lambda: self._cancelled(turn),
            progressed=lambda share, step: self._progressed(share, step, turn),
        )

    def store(self) -> None:
        """Store what was examined, called as the person has called it."""
        examination, info = self._examination, self._info()
        if examination is None or info is None or self._running is not None:
            return
        turn = self._begin(keep=True)
        self._view.enable(can_store=False, can_edit=False)
        self._view.show_state(Look.LOADING, tr("Storing the release …"), can_cancel=True)

        def job(progress: Progress) -> Path:
            return self._errands.store(examination, info, progress)

        self._running = self._errands.run(
            tr("Store a release"),
            job,
            done=lambda path: self._finished(path, turn),
            failed=lambda error: self._failed(error, turn),
            cancelled=lambda: self._show_examination() if turn == self._turn else None,
            progressed=lambda share, step: self._progressed(share, step, turn),
        )

    def cancel(self) -> None:
        """Stop what is running."""
        if self._running is not None:
            self._running.cancel()

    def leave(self) -> None:
        """Forget what was looked at; nothing was stored."""
        self.cancel()
        self._begin()

    def check(self) -> None:
        """After a change of the fields: may it be stored as it is called now?"""
        if self._examination is not None and self._running is None:
            self._view.enable(can_store=self._info() is not None, can_edit=True)

    def _begin(self, *, keep: bool = False) -> int:
        if self._running is not None:
            self._running.cancel()
            self._running = None
        if not keep:
            self._examination = None
        self._turn += 1
        return self._turn

    def _info(self) -> ReleaseInfo | None:
        """What the release is called; None while it may not be stored (errors, no name, no day, no status chosen)."""
        status = self._view.chosen_status
        texts = self._view.texts
        if self._examination is None or self._examination.errors or status is None or not texts["name"]:
            return None
        if texts["effective"] and not _is_day(texts["effective"]):
            return None
        return replace(self._examination.release.info, status=status, **texts)

    def _examined(self, examination: ImportExamination, turn: int) -> None:
        if turn != self._turn:
            return
        self._running = None
        self._examination = examination
        is_stated = not any(one.code == "release-status-assumed" for one in examination.faults)
        self._view.show_found(examination_html(examination), examination.release.info, is_status_stated=is_stated)
        self._show_examination()

    def _show_examination(self) -> None:
        self._running = None
        examination = self._examination
        if examination is None:
            return
        errors, warnings = examination.errors, examination.count(Level.WARNING)
        if errors:
            title = tr("It cannot be stored (errors: {count})").format(count=len(errors))
            self._view.show_state(Look.ERROR, title, [tr("They are listed below: mend the files and look again.")])
        elif warnings:
            title = tr("Recognised, with warnings: {count}").format(count=warnings)
            self._view.show_state(
                Look.INCOMPLETE, title, [tr("Read them below before storing; nothing is stored yet.")]
            )
        else:
            self._view.show_state(Look.COMPLETE, tr("Recognised"), [tr("Nothing is stored yet.")])
        self._view.enable(can_store=self._info() is not None, can_edit=not errors)

    def _finished(self, path: Path, turn: int) -> None:
        if turn == self._turn:
            self._begin()
            self._stored(path)

    def _failed(self, error: Exception, turn: int) -> None:
        if turn == self._turn:
            self._running = None
            self._view.show_state(Look.ERROR, tr("Nothing was stored"), error_sentences(error))
            self.check()

    def _cancelled(self, turn: int) -> None:
        if turn == self._turn:
            self._running = None
            self._view.show_state(Look.EMPTY, tr("Stopped; nothing was stored"))

    def _progressed(self, share: float, step: str, turn: int) -> None:
        if turn == self._turn:
            self._view.show_progress(share, step_sentence(step))


def _is_day(text: str) -> bool:
    """Whether ``text`` is a day as year-month-day, with all its digits."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
