# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes which clauses of a release the newest release has made stricter or looser, against the one before it in the folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ..core.catalogue import superseded_by
from ..core.clause import Clause
from ..core.clause_direction import Direction, reworded
from ..core.clause_reading import ReadingWords, read_clause
from ..core.errors import Fault, Level, ReleaseUnreadable, fault
from ..core.judgement import AskedClause, ClauseChange, changed_clauses, text_sha256
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.release import Release
from ..files.judgement_words import read_clause_words
from ..files.release_store import read_clauses
from .open_release import StoredRelease, list_releases

_CODES: Final = {Direction.STRICTER: "stricter-since", Direction.LOOSER: "looser-since"}


def note_rewordings(
    release: Release, folder: Path, on: str, *, progress: Progress | None = None
) -> Mapping[str, Fault]:
    """By id of a clause of ``release`` the note that it is stricter or looser since the newest release of the folder on the ISO date ``on``.

    Where another release has taken the place of this one, that is the newest: it is told what it makes of the clause. Else this one is, and
    it is told what it has made of the clause of the release it took the place of. Clauses are paired as for a case laid by another release
    (core.judgement.changed_clauses), so only what keeps its number in its list and unit. Empty where there is no other release.
    Raises Cancelled.
    """
    progress = progress or Silent()
    stored = list_releases(folder) if folder.is_dir() else ()
    own = next((one for one in stored if one.digest == release.digest), None)
    other = _other(own, stored, on) if own is not None else None
    if own is None or other is None:
        return {}
    stop_if_cancelled(progress)
    try:
        against = tuple(clause for _, clause in read_clauses(other.path).clauses)
    except ReleaseUnreadable:
        return {}  # where releases are listed it is told; of a comparison that was not made there is nothing to note
    is_newer = other in _successors(own, stored, on)
    before, after = (release.clauses, against) if is_newer else (against, release.clauses)
    since = other.info.name if is_newer else release.info.name
    words = read_clause_words()
    notes: dict[str, Fault] = {}
    texts = [{one.clause_id: one for one in each} for each in (before, after)]
    for change in changed_clauses(*(tuple(map(_as_asked, each)) for each in (before, after))):
        if change.change is ClauseChange.TEXT_CHANGED and change.before is not None and change.after is not None:
            pair = texts[0][change.before.key], texts[1][change.after.key]
            note = _note(*pair, words, since)
            if note is not None:
                notes[pair[0 if is_newer else 1].clause_id] = note
    return notes


def _other(own: StoredRelease, stored: tuple[StoredRelease, ...], on: str) -> StoredRelease | None:
    """The newest release in the place of ``own``; where there is none, the latest whose place ``own`` has taken."""
    newer = _successors(own, stored, on)
    older = [one for one in stored if one is not own and own in _successors(one, stored, on)]
    return max(newer or older, key=lambda one: (one.info.effective, one.path.name), default=None)


def _successors(one: StoredRelease, stored: tuple[StoredRelease, ...], on: str) -> list[StoredRelease]:
    keys = {entry.key for entry in superseded_by(one.entry, [other.entry for other in stored], on)}
    return [other for other in stored if other.path.name in keys]


def _as_asked(clause: Clause) -> AskedClause:
    return AskedClause(
        clause.clause_id, text_sha256(clause.printed), clause.list_id, "", clause.unit_code, clause.dimension, clause.number,
        clause.printed, text=clause.text,
    )  # fmt: skip


def _note(old: Clause, new: Clause, words: ReadingWords, since: str) -> Fault | None:
    readings = [read_clause(one.tag, one.text, words) for one in (old, new)]
    found = reworded(readings[0], old.text, readings[1], new.text)
    if found.direction not in _CODES:
        return None
    marks = "；".join(f"{before or '—'} → {after or '—'}" for before, after in found.marks)
    return fault(_CODES[found.direction], Level.INFO, release=since, marks=marks, old=old.printed, new=new.printed)
