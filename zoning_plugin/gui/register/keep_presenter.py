# SPDX-License-Identifier: GPL-3.0-or-later
"""Behind 存台账: looks for cases of the same place first, then keeps the assessment as a case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ...bridge.i18n import language, tr
from ...bridge.messages import error_sentences
from ...core.assessment import Assessment
from ...core.progress import Progress
from ...core.project import Project
from ...core.release import Release
from ...files.case_register import CaseRegister
from ...jobs.keep_case import LikeSite, keep_case, like_sites
from ...jobs.note_assessment import notes_of
from ...jobs.open_case import OpenedCase
from ...jobs.open_register import now
from ...wording import word
from ..errands import Errands
from ..state_card import Look
from ..words import share_text
from .case_rows import state_word
from .session import RegisterSession


class KeepView(Protocol):
    """What the presenter asks of the form."""

    def start(self, number: str, name: str, person: str) -> None:
        """Show the form."""

    def show_state(self, look: Look | None, title: str = "", sentences: Sequence[str] = ()) -> None:
        """Say what was found, or what went wrong."""

    def hide(self) -> None:
        """Take the form away."""


@dataclass(frozen=True)
class Judged:
    """What is to be kept: an assessment with its release (from the file ``path``) and project."""

    assessment: Assessment
    release: Release
    path: Path
    project: Project


class KeepPresenter:
    """``judged`` gives what the page shows now, None while it shows nothing; ``kept`` is told the new case."""

    def __init__(
        self,
        view: KeepView,
        session: RegisterSession,
        errands: Errands,
        *,
        judged: Callable[[], Judged | None],
        kept: Callable[[OpenedCase], None],
    ) -> None:
        self._view = view
        self._session = session
        self._errands = errands
        self._judged = judged
        self._kept = kept

    def start(self) -> None:
        """Open the register where there is one, and point out cases of the same place before anything is kept."""
        judged = self._judged()
        if judged is None:
            return
        self._view.start("", judged.project.name, self._session.person)
        path = self._session.path
        if self._session.register is not None:
            self._look(judged)
        elif path.exists():
            self._view.show_state(Look.LOADING, tr("Opening the register …"))
            self._session.open(path, done=lambda _: self._look(judged), failed=self._failed)
        else:
            self._view.show_state(
                Look.EMPTY, tr("There is no register yet: it is made with the first case"), [tr("Here: {path}").format(path=path)]
            )  # fmt: skip

    def keep(self, number: str, name: str, person: str) -> None:
        """Keep what the page shows as a new case."""
        judged = self._judged()
        if judged is None:
            self._view.hide()
            return
        if not person:
            self._view.show_state(Look.INCOMPLETE, tr("Nothing is kept yet: write down your name first"))
            return
        if person != self._session.person:
            self._session.use_person(person)
        self._view.show_state(Look.LOADING, tr("Keeping the case …"))
        if self._session.register is None:
            path = self._session.path
            self._session.open(
                path, create=not path.exists(), done=lambda _: self._keep(judged, number, name), failed=self._failed
            )
        else:
            self._keep(judged, number, name)

    def _look(self, judged: Judged) -> None:
        def job(register: CaseRegister, _: Progress) -> tuple[str, tuple[LikeSite, ...]]:
            found = like_sites(register, judged.assessment.site, thresholds=judged.assessment.thresholds)
            return register.next_number(now()[:4]), found

        def told(found: tuple[str, tuple[LikeSite, ...]]) -> None:
            number, like = found
            self._view.start(number, judged.project.name, self._session.person)
            if not self._session.can_write:
                self._view.show_state(Look.ERROR, tr("The register is open for reading only: nothing can be kept"))
            elif like:
                title = tr("Look first: cases of the same or an overlapping site: {count}").format(count=len(like))
                self._view.show_state(Look.INCOMPLETE, title, [like_sentence(one) for one in like])
            else:
                self._view.show_state(None)

        self._session.do(tr("Look for cases of the same place"), job, done=told, failed=self._failed)

    def _keep(self, judged: Judged, number: str, name: str) -> None:
        def job(register: CaseRegister, _: Progress) -> OpenedCase:
            kept = keep_case(
                register, judged.assessment, judged.release, judged.project, self._errands.register.made_with(),
                rules=self._errands.register.rules(register.path), name=name, number=number,
            )  # fmt: skip
            notes = notes_of(judged.assessment, kept.case.project)
            return OpenedCase(kept.case, judged.path, judged.release, judged.assessment, notes)

        def done(opened: OpenedCase) -> None:
            self._view.show_state(None)
            self._view.hide()
            self._kept(opened)

        self._session.do(tr("Keep a case"), job, done=done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._view.show_state(Look.ERROR, tr("Not kept"), error_sentences(error))


def like_sentence(one: LikeSite) -> str:
    """How another case's site lies to this one, in a line."""
    head = one.head
    how = word(f"likeness-{one.likeness.value}", language())
    share = f" {share_text(one.share)}" if 0 < one.share < 1 else ""
    return f"{head.number} {head.name} · {how}{share} · {state_word(head.state)} · {head.made_at[:10]}"
