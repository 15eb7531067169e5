# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a reworded clause has become stricter or looser, as far as its own words say so. A note for a person, never a judgement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from .clause_reading import ClauseReading, Comparison, Modality, Quantity
from .folding import fold


class Direction(str, Enum):
    """NONE: the same but for punctuation, width or script. OTHER: reworded, and its words say no direction, or more than one."""

    STRICTER = "stricter"
    LOOSER = "looser"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True)
class Reworded:
    """The direction, and the words it rests on: each a pair of what is printed before and after (empty where it is not there)."""

    direction: Direction
    marks: tuple[tuple[str, str], ...] = ()


# From the loosest; what says nothing lies between what may be and what must be.
_STRENGTH: Final[Mapping[Modality | None, int]] = {
    Modality.ENCOURAGE: 0, Modality.ALLOW: 1, None: 2, Modality.REQUIRE: 3, Modality.RESTRICT: 4, Modality.PROHIBIT: 5,
}  # fmt: skip
# A bound that a clause sets (不低于 60%, 不得超过 3 吨). 以上, 不足 and 超过 are as often the condition under which it speaks: they say nothing.
_SETS_BOUND: Final = re.compile(
    "不得|不应|不能|不可|不低于|不少于|不小于|不短于|不高于|不超过|不大于|不多于|不突破|至少|至多|最低|最多|≥|≤|≧|≦|⩾|⩽|>=|<="
)
_NO_LETTER: Final = re.compile(r"[\W_]+")


def reworded(before: ClauseReading, old: str, after: ClauseReading, new: str) -> Reworded:
    """How a clause printed ``old`` and read as ``before`` has changed to ``new``, read as ``after``.

    It says stricter or looser only where the strictest modality, a bound on the same unit or an exception differs, and all that differ
    point the same way.
    """
    if _NO_LETTER.sub("", fold(old)) == _NO_LETTER.sub("", fold(new)):
        return Reworded(Direction.NONE)
    found = [*_of_modality(before, after), *_of_bounds(before, after), *_of_exceptions(before, old, after, new)]
    directions = {direction for direction, _ in found}
    marks = tuple(mark for _, mark in found)
    return Reworded(directions.pop() if len(directions) == 1 else Direction.OTHER, marks)


_Found = tuple[Direction, tuple[str, str]]


def _towards(is_stricter: bool) -> Direction:
    return Direction.STRICTER if is_stricter else Direction.LOOSER


def _of_modality(before: ClauseReading, after: ClauseReading) -> Iterator[_Found]:
    old, new = (_strictest(one) for one in (before, after))
    if old[0] != new[0]:
        yield _towards(new[0] > old[0]), (old[1], new[1])


def _strictest(reading: ClauseReading) -> tuple[int, str]:
    words = [one for one in reading.modalities if one.modality in reading.modality]
    strongest = max(words, key=lambda one: _STRENGTH[one.modality], default=None)
    return (_STRENGTH[strongest.modality], strongest.word) if strongest else (_STRENGTH[None], "")


def _of_bounds(before: ClauseReading, after: ClauseReading) -> Iterator[_Found]:
    old, new = _bounds(before), _bounds(after)
    for key in old.keys() & new.keys():
        if len(old[key]) == len(new[key]):  # else nobody can say which of them became which
            for one, other in zip(old[key], new[key], strict=True):
                limits = _limit(one), _limit(other)
                if limits[0] != limits[1]:
                    grows = limits[1] > limits[0]
                    yield _towards(grows if key[0] is Comparison.AT_LEAST else not grows), (one.word, other.word)


def _bounds(reading: ClauseReading) -> dict[tuple[Comparison, str], list[Quantity]]:
    """Bounds by what they do and their unit. A day by which something is to be done bounds like an upper one."""
    bounds: dict[tuple[Comparison, str], list[Quantity]] = {}
    for one in reading.quantities:
        is_set = one.comparison in (Comparison.AT_LEAST, Comparison.AT_MOST) and _SETS_BOUND.search(one.word)
        if is_set or one.comparison is Comparison.BY:
            bounds.setdefault((one.comparison, one.unit), []).append(one)
    return bounds


def _limit(one: Quantity) -> Decimal:
    return one.low if one.comparison is Comparison.AT_LEAST else one.high


def _of_exceptions(before: ClauseReading, old: str, after: ClauseReading, new: str) -> Iterator[_Found]:
    has = [_exceptions(before, old), _exceptions(after, new)]
    if bool(has[0]) != bool(has[1]):
        yield _towards(bool(has[0])), ("、".join(has[0]), "、".join(has[1]))


def _exceptions(reading: ClauseReading, text: str) -> list[str]:
    places = dict.fromkeys(one.exception for one in reading.modalities if one.exception)
    return [text[start:end] for start, end in (one for one in places if one)]
