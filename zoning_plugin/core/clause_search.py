# SPDX-License-Identifier: GPL-3.0-or-later
"""Words found in many clauses at once, exactly as by looking into each of them, and ranked. Rules: docs/formats/search.md."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import accumulate
from typing import Final

from .clause import AccessList, Clause, printed_clause
from .folding import fold
from .progress import Progress, Silent, stop_if_cancelled
from .terms import Tier

_END: Final = "\n"
"""Ends each clause in the text of all of them; folding leaves no line break, so no word runs over it."""
# A rank as one number, from its highest bits: words apart, not in number, tag or unit, position, tier, place.
_BY_POSITION: Final = 36
_FARTHEST: Final = (1 << 32) - 1
_UNNAMED: Final = (_FARTHEST + 1) << _BY_POSITION
_PARTED: Final = _UNNAMED << 1
_CHUNK: Final = 4096


@dataclass(frozen=True)
class Printed:
    """What clauses are printed under: a list (id, title, tier) and in it a dimension."""

    list_id: str
    title: str
    tier: Tier
    dimension: str


@dataclass(frozen=True)
class ClauseIndex:
    """The clauses of one release, ready to be searched. A clause is known by its place, 0 first, in the order it was given.

    ``text`` holds what is folded of each clause as printed, each ended by a line break, ``lengths`` how long each is (the break
    included) and ``heads`` how much of it is number and tag. ``unit_of`` and ``under_of`` point into ``units`` (code and name,
    as published) and ``under``. ``keys`` are what the clauses are called by whoever gave them. All arrays are as long as there
    are clauses. Raises ValueError where they do not fit together, as what was read from a damaged file.
    """

    text: str
    lengths: array[int]
    heads: array[int]
    unit_of: array[int]
    under_of: array[int]
    keys: array[int]
    units: tuple[tuple[str, str], ...]
    under: tuple[Printed, ...]

    def __post_init__(self) -> None:
        count = len(self.lengths)
        fits = (
            all(len(one) == count for one in (self.heads, self.unit_of, self.under_of, self.keys))
            and sum(self.lengths) == len(self.text)
            and self.text.count(_END) == count
            and all(self.text[end - 1] == _END for end in self._starts[1:])
            and max(self.unit_of, default=-1) < len(self.units)
            and max(self.under_of, default=-1) < len(self.under)
        )
        if not fits:
            raise ValueError("the parts of the index do not fit together")

    @cached_property
    def _starts(self) -> array[int]:
        """Where each clause begins in ``text``, and at the end how long that is."""
        return array("q", accumulate(self.lengths, initial=0))

    @cached_property
    def _folded_units(self) -> tuple[tuple[str, str], ...]:
        return tuple((fold(code), fold(name)) for code, name in self.units)

    @cached_property
    def _folded_under(self) -> tuple[tuple[str, str], ...]:
        return tuple((fold(one.title), fold(one.dimension)) for one in self.under)

    @cached_property
    def _by_unit(self) -> Mapping[int, Sequence[int]]:
        return _places_of(self.unit_of)

    @cached_property
    def _by_under(self) -> Mapping[int, Sequence[int]]:
        return _places_of(self.under_of)

    def search(self, words: tuple[str, ...], limit: int) -> tuple[int, tuple[int, ...]]:
        """How many clauses hold all the folded ``words``, and the places of the best ``limit`` of them, the best first.

        A word is held by a clause as printed, by the code or name of its unit, by its dimension or by the title of its list;
        at least one word must be held otherwise than by dimension and title, which stand over many clauses. Ranks, of which
        the first that differs decides: all words one after the other as asked; a word in number, tag or the unit's code or
        name; how far from the beginning the first of them stands; the tier, from the province down; the place.
        """
        if not words:
            return 0, ()
        stands = [self._scan(word) for word in words]
        in_unit = [self._held_by(word, self._folded_units, self._by_unit) for word in words]
        own = [stand.keys() | unit for stand, unit in zip(stands, in_unit, strict=True)]
        found: set[int]
        if len(words) == 1:
            found = own[0]
        else:
            above = [self._held_by(word, self._folded_under, self._by_under) for word in words]
            found = set().union(*own).intersection(*(one | over for one, over in zip(own, above, strict=True)))
        if not found:
            return 0, ()
        phrase = "".join(words)
        whole = found
        if len(words) > 1:
            whole = self._scan(phrase).keys() | self._held_by(phrase, self._folded_units, self._by_unit)
        ranks = self._ranks(found, whole, stands, set().union(*in_unit))
        best = nsmallest(limit, ranks) if limit < len(ranks) else sorted(ranks)
        return len(found), tuple(rank & 0xFFFFFFFF for rank in best)

    def _ranks(
        self, found: set[int], whole: set[int], stands: Sequence[dict[int, int]], in_unit: set[int]
    ) -> list[int]:
        """Each clause's rank as one number, its place in the lowest 32 bits."""
        heads, last = self.heads, self._last_ranks
        if len(stands) == 1 and not in_unit:  # by far the most questions, and those that find most
            return [
                last[place]
                + (position << _BY_POSITION if position < heads[place] else position << _BY_POSITION | _UNNAMED)
                for place, position in stands[0].items()
            ]
        first: dict[int, int] = {}
        for stand in stands:
            for place, position in stand.items():
                if position < first.get(place, _FARTHEST):
                    first[place] = position
        ranks = []
        for place in found:
            position = first.get(place, _FARTHEST)
            rank = last[place] + (position << _BY_POSITION)
            if position >= heads[place] and place not in in_unit:
                rank |= _UNNAMED
            ranks.append(rank if place in whole else rank | _PARTED)
        return ranks

    @cached_property
    def _last_ranks(self) -> array[int]:
        """Tier and place of each clause, the last that a rank looks at."""
        tiers = [one.tier.rank for one in self.under]
        return array("q", (tiers[under] << 32 | place for place, under in enumerate(self.under_of)))

    def _scan(self, word: str) -> dict[int, int]:
        """Where ``word`` first stands in each clause that holds it, by place."""
        text, starts = self.text, self._starts
        found: dict[int, int] = {}
        at, place = text.find(word), 0
        while at >= 0:
            place = bisect_right(starts, at, place) - 1
            found[place] = at - starts[place]
            at = text.find(word, starts[place + 1])
        return found

    @staticmethod
    def _held_by(word: str, texts: Sequence[tuple[str, str]], places: Mapping[int, Sequence[int]]) -> set[int]:
        """The places of all clauses under those ``texts`` that hold ``word``."""
        held: set[int] = set()
        for which, (one, other) in enumerate(texts):
            if word in one or word in other:
                held.update(places.get(which, ()))
        return held


def index_clauses(
    clauses: Iterable[tuple[int, Clause]],
    lists: Mapping[str, AccessList],
    names: Mapping[str, str],
    *,
    progress: Progress | None = None,
) -> ClauseIndex:
    """The index of ``clauses``, each with a key of the caller's; ``names`` gives the names of units and zones by code.

    A clause whose list is not among ``lists`` is searched as one of the province's without a title. Raises Cancelled.
    """
    progress = progress or Silent()
    texts: list[str] = []
    lengths, heads, unit_of, under_of, keys = (array(code) for code in ("I", "I", "I", "I", "q"))
    units: dict[str, int] = {}
    under: dict[tuple[str, str], int] = {}
    for place, (key, clause) in enumerate(clauses):
        if place % _CHUNK == 0:
            stop_if_cancelled(progress)
        head = fold(printed_clause(clause.number, clause.tag, ""))
        text = head + fold(clause.text) + _END
        texts.append(text)
        lengths.append(len(text))
        heads.append(len(head))
        unit_of.append(units.setdefault(clause.unit_code, len(units)))
        under_of.append(under.setdefault((clause.list_id, clause.dimension), len(under)))
        keys.append(key)
    printed = []
    for list_id, dimension in under:
        one = lists.get(list_id)
        printed.append(Printed(list_id, one.title if one else "", one.tier if one else Tier.PROVINCE, dimension))
    named = tuple((code, names.get(code, "")) for code in units)
    return ClauseIndex("".join(texts), lengths, heads, unit_of, under_of, keys, named, tuple(printed))


def _places_of(pointers: array[int]) -> Mapping[int, Sequence[int]]:
    places: dict[int, array[int]] = defaultdict(lambda: array("I"))
    for place, pointer in enumerate(pointers):
        places[pointer].append(place)
    return places
