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
from ..errands import Errands
from ..state_card import Look
from ..words import step_sentence
from ..work import Work
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
        self._work = Work(errands.run)
        self._examination: ImportExamination | None = None

    def choose(self) -> None:
        """Ask for a folder and look at what is in it."""
        folder = self._errands.ask_folder()
        if folder is not None:
            self.examine(folder)

    def examine(self, folder: Path) -> None:
        """Recognise everything in ``folder``; nothing is stored by it."""
        self._examination = None
        self._view.show_folder(str(folder))
        self._view.show_found("", None, is_status_stated=False)
        self._view.show_state(Look.LOADING, tr("Looking at what is there …"), can_cancel=True)
        self._opened()

        def job(progress: Progress) -> ImportExamination:
            return self._errands.examine(folder, progress)

        self._work.start(
            tr("Look at a folder"),
            job,
            done=self._examined,
            failed=self._failed,
            cancelled=lambda: self._view.show_state(Look.EMPTY, tr("Stopped; nothing was stored")),
            progressed=lambda share, step: self._view.show_progress(share, step_sentence(step)),
        )

    def store(self) -> None:
        """Store what was examined, called as the person has called it."""
        examination, info = self._examination, self._info()
        if examination is None or info is None or self._work.is_running:
            return
        self._view.enable(can_store=False, can_edit=False)
        self._view.show_state(Look.LOADING, tr("Storing the release …"), can_cancel=True)

        def job(progress: Progress) -> Path:
            return self._errands.store(examination, info, progress)

        self._work.start(
            tr("Store a release"),
            job,
            done=self._finished,
            failed=self._failed,
            cancelled=self._show_examination,
            progressed=lambda share, step: self._view.show_progress(share, step_sentence(step)),
        )

    def cancel(self) -> None:
        """Stop what is running."""
        self._work.cancel()

    def leave(self) -> None:
        """Forget what was looked at; nothing was stored."""
        self._work.stop()
        self._examination = None

    def check(self) -> None:
        """After a change of the fields: may it be stored as it is called now?"""
        if self._examination is not None and not self._work.is_running:
            can_edit = not self._examination.errors
            self._view.enable(can_store=self._info() is not None, can_edit=can_edit)

    def _info(self) -> ReleaseInfo | None:
        """What the release is called; None while it may not be stored (errors, no name, no day, no status chosen)."""
        status = self._view.chosen_status
        texts = self._view.texts
        if self._examination is None or self._examination.errors or status is None or not texts["name"]:
            return None
        if texts["effective"] and not _is_day(texts["effective"]):
            return None
        return replace(self._examination.release.info, status=status, **texts)

    def _examined(self, examination: ImportExamination) -> None:
        self._examination = examination
        is_stated = not any(one.code == "status-unstated" for one in examination.faults)
        self._view.show_found(examination_html(examination), examination.release.info, is_status_stated=is_stated)
        self._show_examination()

    def _show_examination(self) -> None:
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

    def _finished(self, path: Path) -> None:
        self._examination = None
        self._stored(path)

    def _failed(self, error: Exception) -> None:
        self._view.show_state(Look.ERROR, tr("Nothing was stored"), error_sentences(error))
        self.check()


def _is_day(text: str) -> bool:
    """Whether ``text`` is a day as year-month-day, with all its digits."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
