# SPDX-License-Identifier: GPL-3.0-or-later
"""The clauses of an assessment in reading order: by what they apply through, then tier and list, then dimension. No Qt.

Every clause stands exactly once. What applies through several units together has a section of its own before the units'
sections; what applies only through an edge contact stands apart, after everything that is firmly met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from ...core.clause import AccessList
from ...core.finding import ClauseFinding
from ...core.terms import Relation, Tier


@dataclass(frozen=True)
class DimensionGroup:
    """Clauses of one list under one dimension; ``dimension`` is empty where the list has none."""

    dimension: str
    clauses: tuple[ClauseFinding, ...]


@dataclass(frozen=True)
class ListGroup:
    """What one list of one tier says, dimension by dimension in printed order."""

    access_list: AccessList
    dimensions: tuple[DimensionGroup, ...]

    @property
    def count(self) -> int:
        """Number of clauses below."""
        return sum(len(group.clauses) for group in self.dimensions)


@dataclass(frozen=True)
class Section:
    """All that applies through the same units or zone themes; ``is_edge`` when the site only touches them."""

    because: tuple[str, ...]
    is_edge: bool
    lists: tuple[ListGroup, ...]

    @property
    def count(self) -> int:
        """Number of clauses below."""
        return sum(group.count for group in self.lists)


def sections_of(clauses: Iterable[ClauseFinding], order: Iterable[str] = ()) -> tuple[Section, ...]:
    """``clauses`` (by tier, list and printed order, as an assessment has them) in sections.

    ``order`` holds unit codes in the order they are shown. Firm sections come before edge sections; within either,
    those of several subjects come first (widest first), then the units in ``order``, then zone themes.
    """
    place = {subject: position for position, subject in enumerate(order)}
    gathered: dict[tuple[bool, tuple[str, ...]], list[ClauseFinding]] = {}
    for finding in clauses:
        gathered.setdefault((finding.relation is Relation.EDGE, finding.because), []).append(finding)
    keys = list(gathered)

    def rank(key: tuple[bool, tuple[str, ...]]) -> tuple[bool, int, int, int]:
        is_edge, because = key
        first = min((place.get(subject, len(place)) for subject in because), default=len(place))
        return is_edge, -len(because), first, keys.index(key)

    return tuple(Section(key[1], key[0], _by_list(gathered[key])) for key in sorted(keys, key=rank))


def count_by_tier(clauses: Iterable[ClauseFinding]) -> dict[Tier, int]:
    """Number of clauses of every tier that has any, widest tier first."""
    counts = Counter(finding.access_list.tier for finding in clauses)
    return {tier: counts[tier] for tier in Tier if counts[tier]}


def _by_list(findings: list[ClauseFinding]) -> tuple[ListGroup, ...]:
    return tuple(
        ListGroup(rows[0].access_list, _by_dimension(rows))
        for rows in (list(group) for _, group in groupby(findings, key=lambda one: one.access_list.list_id))
    )


def _by_dimension(findings: list[ClauseFinding]) -> tuple[DimensionGroup, ...]:
    return tuple(
        DimensionGroup(dimension, tuple(group))
        for dimension, group in groupby(findings, key=lambda one: one.clause.dimension)
    )
