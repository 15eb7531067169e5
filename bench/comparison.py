# SPDX-License-Identifier: GPL-3.0-or-later
"""Engines that answered the same question: no ratio before their answers agree; and what was asked for, with whether it is met."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .measuring import Row

TOLERANCE: Final = 1e-6
"""How far, of its own size, a figure of a peer may be from ours for the answers to be the same."""
ANSWER: Final = ("area_m2", "keyed_m2")
"""The figures that say whether answers are the same: the sum of all areas, and the sum with a weight by parcel and unit."""


def differs(row: Row, own: Row) -> float | None:
    """How far the answers of two rows are apart, of their size, in the worst run; None where one of them tells no answer."""
    told = [(row.figures.get(name, []), own.figures.get(name, [])) for name in ANSWER]
    if not all(theirs and ours for theirs, ours in told):
        return None
    return max(_apart(one, other) for theirs, ours in told for one in theirs for other in ours)


def ratio(row: Row, own: Row) -> float | None:
    """How many times as long as ``own`` it took, by the medians; None where the answers differ or are not told."""
    apart = differs(row, own)
    return None if apart is None or apart > TOLERANCE else row.median / own.median


def remark(row: Row, rows: Sequence[Row]) -> str:
    """Why a row of ``rows`` has no ratio; empty where it has one or needs none."""
    if not row.is_peer:
        return ""
    apart = [differs(row, own) for own in rows if not own.is_peer]
    if not apart:
        return "nothing of ours to compare with"
    if any(one is None for one in apart):
        return "its answer is not told: no ratio"
    most = max(one for one in apart if one is not None)
    return "" if most <= TOLERANCE else f"disagrees with ours by {most:.1e} of the area: no ratio"


def _apart(one: float, other: float) -> float:
    size = max(abs(one), abs(other))
    return abs(one - other) / size if size else 0.0


@dataclass(frozen=True)
class Judged:
    """Whether something that was asked for is met, with the figure."""

    is_met: bool
    said: str


@dataclass(frozen=True)
class Target:
    """Something that was asked for. ``judge`` is given the rows by name; None where they are not there."""

    asked: str
    judge: Callable[[Mapping[str, Row]], Judged | None]


def faster(asked: str, own: str, peer: str, times: float) -> Target:
    """``own`` is to be so many times as fast as ``peer``."""

    def judge(rows: Mapping[str, Row]) -> Judged | None:
        if own not in rows or peer not in rows:
            return None
        found = ratio(rows[peer], rows[own])
        return (
            Judged(False, "no ratio: the answers differ") if found is None else Judged(found >= times, f"{found:.1f} ×")
        )

    return Target(asked, judge)


def grows(asked: str, small: str, large: str, count: str) -> Target:
    """From ``small`` to ``large`` the seconds are to grow no faster than the figure ``count``."""

    def judge(rows: Mapping[str, Row]) -> Judged | None:
        if small not in rows or large not in rows:
            return None
        more = statistics.median(rows[large].figures[count]) / statistics.median(rows[small].figures[count])
        longer = rows[large].median / rows[small].median
        return Judged(longer <= more, f"{longer:.1f} × the seconds for {more:.1f} × as many")

    return Target(asked, judge)


def at_most(asked: str, name: str, most: float, unit: str, of: Callable[[Row], float]) -> Target:
    """A figure of the row ``name`` is to be ``most`` or less."""

    def judge(rows: Mapping[str, Row]) -> Judged | None:
        if name not in rows:
            return None
        found = of(rows[name])
        return Judged(found <= most, f"{found:.3g} {unit}")

    return Target(asked, judge)


def judged(target: Target, rows: Sequence[Row]) -> str:
    """One line: met, missed or not measured."""
    verdict = target.judge({row.name: row for row in rows})
    if verdict is None:
        return f"not measured: {target.asked}"
    return f"{'met' if verdict.is_met else '**missed**'}: {target.asked} — {verdict.said}"
