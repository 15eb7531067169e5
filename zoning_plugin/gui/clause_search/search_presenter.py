# SPDX-License-Identifier: GPL-3.0-or-later
"""Behind the search in all releases: asks in the background, of which only the latest counts, and leads to what is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from ...bridge.i18n import tr
from ...bridge.messages import error_sentences
from ...core.clause import Clause
from ...core.folding import words_of
from ...core.progress import Progress
from ...jobs.search_clauses import MOST_HITS, ClausesFound
from ..errands import Errands
from ..words import fault_sentence
from ..work import Work
from .hit_rows import HeadingRow, Row, rows_of

MOST_AT_ALL: Final = 1000
"""Clauses listed of each release when all are asked for: nobody reads more, and each has to be laid out."""


class ClauseSearchView(Protocol):
    """What the presenter asks of the page."""

    def start(self, text: str) -> None:
        """Put a text into the field."""

    def show_found(self, rows: tuple[Row, ...], count: str, when_empty: str, *, has_more: bool = False) -> None:
        """Show clauses by release, or why there is none."""

    def show_note(self, text: str, *, is_loud: bool = False) -> None:
        """Say what is being done or could not be."""


class ClauseSearchPresenter:
    """``go_to`` is told the release file, and the clause in it, that a person wants to see (None: the release alone)."""

    def __init__(
        self,
        view: ClauseSearchView,
        errands: Errands,
        *,
        opened: Callable[[], None],
        go_to: Callable[[Path, Clause | None], None],
    ) -> None:
        self._view = view
        self._errands = errands
        self._opened = opened
        self._go_to = go_to
        self._work = Work(errands.run)
        self._preparing = Work(errands.run)
        self._text = ""

    def open(self, text: str = "") -> None:
        """Show the page, with this text looked for; without one, with what was looked for last."""
        self._opened()
        self._view.show_note("")
        self.prepare()
        self._view.start(text)

    def prepare(self) -> None:
        """Get every release ready in the background. Nothing is told of it: a search does not depend on it, and tells its own."""
        if not self._preparing.is_running:
            self._preparing.start(
                tr("Prepare the search in clauses"),
                self._errands.prepare_search,
                done=lambda _: None,
                failed=lambda _: None,
            )

    def search(self, text: str) -> None:
        """Look for the words of ``text``; the best clauses of each release are shown."""
        self._text = text
        self._search(MOST_HITS)

    def list_all(self) -> None:
        """Show every clause found, as far as anybody can read them."""
        self._search(MOST_AT_ALL)

    def choose(self, row: Row) -> None:
        """Go to a clause, or to a release."""
        self._go_to(row.path, None if isinstance(row, HeadingRow) else row.clause)

    def told(self, text: str, *, is_loud: bool = False) -> None:
        """Say how going there went."""
        self._view.show_note(text, is_loud=is_loud)

    def _search(self, most: int) -> None:
        self._view.show_note("")
        text = self._text
        if not words_of(text):
            self._work.stop()
            hint = tr(
                "Type words: every clause of every release is looked through, and its number, its tag and its unit."
            )
            self._view.show_found((), "", hint)
            return

        def job(progress: Progress) -> ClausesFound:
            return self._errands.search_clauses(text, most, progress)

        self._work.start(
            tr("Find in all releases"),
            job,
            done=lambda found: self._found(found, most),
            failed=self._failed,
            progressed=lambda share, _: self._view.show_note(tr("Looking …") if share < 1 else ""),
        )

    def _found(self, found: ClausesFound, most: int) -> None:
        listed = sum(len(one.hits) for one in found.releases)
        looked = tr("{clauses} clauses of {releases} releases were looked through.").format(
            clauses=found.clause_count, releases=found.release_count
        )
        count = tr("Clauses: {count} · releases: {releases}").format(count=found.total, releases=len(found.releases))
        if listed < found.total:
            count = tr("Clauses: {count} (listed: {listed}) · releases: {releases}").format(
                count=found.total, releases=len(found.releases), listed=listed
            )
        nothing = tr("No clause holds these words.")
        self._view.show_found(
            rows_of(found),
            count if found.total else "",
            f"{nothing}\n{looked}",
            has_more=listed < found.total and most < MOST_AT_ALL,
        )
        told = [fault_sentence(one) for one in found.faults]
        if found.unread:
            names = "、".join(path.name for path in found.unread)
            told.append(tr("Not looked through, because they cannot be read as releases: {names}").format(names=names))
        self._view.show_note("\n".join(told), is_loud=bool(found.faults))

    def _failed(self, error: Exception) -> None:
        self._view.show_found((), "", "")
        self._view.show_note(" ".join(error_sentences(error)), is_loud=True)
