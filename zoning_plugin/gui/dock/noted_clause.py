# SPDX-License-Identifier: GPL-3.0-or-later
"""What the machine notes beside a clause, as the panel shows it: lines below, words lit in it, and what it can be narrowed by. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...bridge.i18n import language, tr
from ...core.clause_notes import ClauseNotes
from ...core.clause_reading import Modality
from ...core.finding import ClauseFinding
from ...core.relevance import RelevanceLevel
from ...wording import sentence_of


@dataclass(frozen=True)
class NotedClause:
    """``lit`` are the matched words in the printed clause: start, end, whether they make it direct. ``relevance`` is None where nothing

    is known of the project.
    """  # fmt: skip

    lines: tuple[str, ...]
    lit: tuple[tuple[int, int, bool], ...]
    relevance: RelevanceLevel | None
    modality: tuple[Modality, ...]

    @property
    def rank(self) -> int:
        """Place when related clauses come first, 0 the nearest."""
        return _RANK.index(self.relevance)


_RANK = (RelevanceLevel.DIRECT, RelevanceLevel.POSSIBLE, RelevanceLevel.GENERAL, None)


def noted_clauses(clauses: Iterable[ClauseFinding], notes: Mapping[str, ClauseNotes]) -> dict[str, NotedClause]:
    """By clause id what stands beside it."""
    return {
        one.clause.clause_id: _noted(one, noted)
        for one in clauses
        if (noted := notes.get(one.clause.clause_id)) is not None
    }


def _noted(found: ClauseFinding, noted: ClauseNotes) -> NotedClause:
    near, clause = noted.relevance, found.clause
    before = len(clause.printed) - len(
        clause.text
    )  # places count characters of the text, which the number and the tag precede
    lit = tuple(
        (before + one.start, before + one.end, one.kind.level is RelevanceLevel.DIRECT) for one in (near.matches if near else ())
    )  # fmt: skip
    return NotedClause(tuple(_lines(noted)), lit, near.level if near else None, noted.reading.modality)


def _lines(noted: ClauseNotes) -> Iterator[str]:
    near = noted.relevance
    if near and near.level is not RelevanceLevel.GENERAL:
        words = "、".join(
            dict.fromkeys(" ".join(one.word.split()) for one in near.matches if one.kind.level is near.level)
        )
        said = (
            tr("Words directly related: {words}")
            if near.level is RelevanceLevel.DIRECT
            else tr("Words possibly related: {words}")
        )
        yield said.format(words=words)
    for hint in noted.hints:
        yield f"⚠ {sentence_of(hint, language())}"
