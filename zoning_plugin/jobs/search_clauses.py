# SPDX-License-Identifier: GPL-3.0-or-later
"""Find words in all clauses of all releases of a folder. What is found, and in which order: docs/formats/search.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from ..core.catalogue import superseded_by
from ..core.clause import AccessList, Clause
from ..core.clause_search import ClauseIndex, index_clauses
from ..core.errors import Fault, ReleaseUnreadable
from ..core.folding import Span, fold, lit, words_of
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.standing import is_in_force, standing_on
from ..core.terms import ReleaseStatus
from ..files.clause_index_file import key_of, read_index, write_index
from ..files.release_store import StoredClauses, read_clauses, read_some_clauses
from .open_release import StoredRelease, stored_release

MOST_HITS = 20
"""Clauses listed of each release unless told otherwise."""
_PATIENCE_SECONDS = 0.05


@dataclass(frozen=True)
class ClauseHit:
    """A clause that holds the words: ``spans`` are where they stand in ``clause.printed``, ``unit_spans`` in ``unit_name``.

    ``access_list`` is None where the release does not have the list that the clause names.
    """

    clause: Clause
    access_list: AccessList | None
    unit_name: str
    spans: tuple[Span, ...]
    unit_spans: tuple[Span, ...]


@dataclass(frozen=True)
class ReleaseHits:
    """What was found in one release: the best of ``total`` clauses, the best first.

    ``status`` is where the release stands on the day, ``superseded_by`` the names of those in its place. ``faults`` are parts of it
    that could not be read, and so not be searched.
    """

    release: StoredRelease
    status: ReleaseStatus
    is_in_force: bool
    superseded_by: tuple[str, ...]
    total: int
    hits: tuple[ClauseHit, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class ClausesFound:
    """The answer to a question: releases in which something was found, and how much was looked through.

    ``words`` are those of the question as they were compared. ``unread`` are GeoPackages of the folder that could not be read as
    releases (another GeoPackage, or a damaged one): nothing is said of them.
    """

    words: tuple[str, ...]
    releases: tuple[ReleaseHits, ...]
    release_count: int
    clause_count: int
    unread: tuple[Path, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def total(self) -> int:
        """All clauses found, listed or not."""
        return sum(one.total for one in self.releases)


@dataclass(frozen=True)
class _Searchable:
    stored: StoredRelease
    index: ClauseIndex
    faults: tuple[Fault, ...]


class KeptIndexes:
    """What is ready to be searched: in this process, and in ``cache``, a folder of the user's, where there is one.

    The host makes one and hands it to every search. Safe for several threads, and for several processes on one cache.
    """

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache
        self._lock = Lock()
        self._ready: dict[Path, tuple[str, _Searchable]] = {}

    def searchable(self, path: Path, progress: Progress, *, anew: bool = False) -> _Searchable:
        """The release file ``path``, ready to be searched as it is now; ``anew`` trusts nothing that was kept.

        Raises ReleaseUnreadable, Cancelled.
        """
        # Whoever prepares it is nearly there, and two at once would take twice as long.
        while not self._lock.acquire(timeout=_PATIENCE_SECONDS):
            stop_if_cancelled(progress)
        try:
            stop_if_cancelled(progress)
            return self._searchable(path, progress, anew=anew)
        finally:
            self._lock.release()

    def forget_others(self, paths: Sequence[Path]) -> None:
        """Let go of releases that are not among ``paths`` any more."""
        there = set(paths)
        with self._lock:
            self._ready = {path: kept for path, kept in self._ready.items() if path in there}

    def _searchable(self, path: Path, progress: Progress, *, anew: bool) -> _Searchable:
        now = _stamp(path)
        known = self._ready.get(path)
        if known is not None and known[0] == now and not anew:
            return known[1]
        stored = stored_release(path)
        key = key_of(path, stored.digest)
        index = read_index(self._cache, key) if self._cache is not None and not anew else None
        if index is None or len(index.keys) != stored.clause_count:  # a row that could not be read is told every time
            read = read_clauses(path)
            index = index_clauses(read.clauses, read.lists, read.names, progress=progress)
            is_same = _stamp(path) == now  # else the index is of two states of the file, and this one's name is not its
            if self._cache is not None and is_same and not read.faults:
                write_index(self._cache, key, index)
            searchable = _Searchable(stored, index, read.faults)
        else:
            searchable = _Searchable(stored, index, ())
        self._ready[path] = (now, searchable)
        return searchable


def prepare_search(folder: Path, kept: KeptIndexes, *, progress: Progress | None = None) -> None:
    """Get every release of ``folder`` ready to be searched; what cannot be read is left. Raises Cancelled."""
    progress = progress or Silent()
    _all_of(folder, kept, progress)


def search_clauses(
    folder: Path,
    text: str,
    *,
    on: str,
    most: int = MOST_HITS,
    kept: KeptIndexes | None = None,
    progress: Progress | None = None,
) -> ClausesFound:
    """The clauses of all releases in ``folder`` (not below it) that hold every word of ``text``; nothing for a blank one.

    ``on`` is the ISO date for which each release says where it stands. Of each release at most ``most`` clauses are listed, with
    the number of all. ``kept`` is only for speed: without it, or before it is ready, the same is found.

    Raises ReleaseUnreadable: "file-missing" when there is no such folder, and what a release raises that changes again and again
    while it is read; Cancelled.
    """
    progress = progress or Silent()
    if not folder.is_dir():
        raise ReleaseUnreadable("file-missing", file=folder.name)
    kept = kept or KeptIndexes()
    words = words_of(text)
    searchables, unread = _all_of(folder, kept, progress)
    entries = [one.stored.entry for one in searchables]
    found = []
    for one, entry in zip(searchables, entries, strict=True):
        stop_if_cancelled(progress)
        searched, total, hits = _hits(one, words, most, kept, progress)
        if total:
            successors = tuple(other.info.name for other in superseded_by(entry, entries, on))
            if not successors and entry.info.superseded_by:
                successors = (entry.info.superseded_by,)
            found.append(
                ReleaseHits(
                    searched.stored, standing_on(entry.steps, on).status, is_in_force(entry.steps, on), successors, total, hits, searched.faults
                )
            )  # fmt: skip
    progress.report(1.0, "step-search-clauses")
    # Sorted last key first: each sort keeps the order of the one before among equals.
    found.sort(key=lambda one: (one.release.info.name, one.release.path.name))
    found.sort(key=lambda one: one.release.info.effective, reverse=True)
    found.sort(key=lambda one: (not one.is_in_force or bool(one.superseded_by), bool(one.superseded_by)))
    count = sum(len(one.index.keys) for one in searchables)
    faults = tuple(fault for one in searchables for fault in one.faults)
    return ClausesFound(words, tuple(found), len(searchables), count, unread, faults)


def _all_of(folder: Path, kept: KeptIndexes, progress: Progress) -> tuple[list[_Searchable], tuple[Path, ...]]:
    """Every release of a folder ready to be searched, and the files that are none."""
    paths = sorted(folder.glob("*.gpkg"))
    searchables, unread = [], []
    for at, path in enumerate(paths):
        progress.report(at / len(paths), "step-search-clauses")
        try:
            searchables.append(kept.searchable(path, progress))
        except ReleaseUnreadable:
            unread.append(path)
    kept.forget_others(paths)
    return searchables, tuple(unread)


def _hits(
    one: _Searchable, words: tuple[str, ...], most: int, kept: KeptIndexes, progress: Progress
) -> tuple[_Searchable, int, tuple[ClauseHit, ...]]:
    """What is found in one release, read from its file; where that has changed in the meantime, once more."""
    for anew in (False, True):
        searched = kept.searchable(one.stored.path, progress, anew=True) if anew else one
        index = searched.index
        total, places = index.search(words, most)
        if not total:
            return searched, 0, ()
        read = read_some_clauses(searched.stored.path, [index.keys[place] for place in places])
        names = dict(index.units)
        hits = tuple(_hit(clause, read, names.get(clause.unit_code, ""), words) for _, clause in read.clauses)
        if len(hits) == len(places) and all(_holds(hit, words) for hit in hits):
            return searched, total, hits
    raise ReleaseUnreadable("release-changing", file=one.stored.path.name)


def _hit(clause: Clause, read: StoredClauses, unit_name: str, words: tuple[str, ...]) -> ClauseHit:
    access_list = read.lists.get(clause.list_id)
    return ClauseHit(clause, access_list, unit_name, lit(clause.printed, words), lit(unit_name, words))


def _holds(hit: ClauseHit, words: tuple[str, ...]) -> bool:
    """Whether a clause as it is in the file now holds all the words."""
    title = hit.access_list.title if hit.access_list else ""
    texts = [
        fold(text) for text in (hit.clause.printed, hit.clause.unit_code, hit.unit_name, hit.clause.dimension, title)
    ]
    return all(any(word in text for text in texts) for word in words)


def _stamp(path: Path) -> str:
    """What tells a file from what it was before. Raises ReleaseUnreadable where it has gone."""
    try:
        return key_of(path, "")
    except OSError as reason:
        raise ReleaseUnreadable("file-missing", file=path.name) from reason
