# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a release stands: the steps it has taken, what may follow, and whether it is in force on a day.

The order of the steps is practice, not the text of a rule; docs/formats/catalogue.md states it. Dates are ISO texts, which
compare as days do; an empty date is one that nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from .errors import Fault, Level, StepRefused, fault
from .terms import ReleaseStatus, is_day

_AFTER: Final[dict[ReleaseStatus, tuple[ReleaseStatus, ...]]] = {
    ReleaseStatus.DRAFT: (ReleaseStatus.SUBMITTED, ReleaseStatus.FILED, ReleaseStatus.PUBLISHED),
    ReleaseStatus.SUBMITTED: (ReleaseStatus.RETURNED, ReleaseStatus.FILED, ReleaseStatus.PUBLISHED),
    ReleaseStatus.RETURNED: (ReleaseStatus.DRAFT, ReleaseStatus.SUBMITTED),
    ReleaseStatus.FILED: (ReleaseStatus.PUBLISHED, ReleaseStatus.RETURNED),
    ReleaseStatus.PUBLISHED: (ReleaseStatus.REPEALED,),
    ReleaseStatus.REPEALED: (),
}
_NOT_ITS_OWN: Final = (ReleaseStatus.RETURNED, ReleaseStatus.REPEALED)
"""The number of such a step is that of the letter that ended something, not the release's own."""


@dataclass(frozen=True)
class Step:
    """One step of a release: what it became, when, by what number (备案号, 文号 …), and from when in force.

    ``date`` and ``effective`` are ISO dates or empty. ``effective`` counts where the release is published; on a step before
    that it is the day that is meant.
    """

    status: ReleaseStatus
    date: str = ""
    number: str = ""
    effective: str = ""
    note: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a release stands: what the steps taken say together. ``since`` is the date of the last of them, if known."""

    status: ReleaseStatus
    document_no: str = ""
    effective: str = ""
    since: str = ""


def may_follow(status: ReleaseStatus) -> tuple[ReleaseStatus, ...]:
    """The steps that may come after one, in the order of practice."""
    return _AFTER[status]


def taken_from(steps: Sequence[Step]) -> tuple[str, ...]:
    """For each step the day from which it counts as taken: its date, or, where that is not known, as soon as the step before it.

    Empty: it has always been taken.
    """
    return tuple(accumulate((step.date for step in steps), max))


def steps_taken(steps: Sequence[Step], on: str = "") -> tuple[Step, ...]:
    """The steps taken up to the ISO date ``on``, all of them without one."""
    return tuple(step for step, day in zip(steps, taken_from(steps), strict=True) if not on or day <= on)


def standing_on(steps: Sequence[Step], on: str = "") -> Standing:
    """Where the steps put a release on the ISO date ``on``; without a date, where the last one left it.

    Before its first step a release is a draft of which nothing is known. The number is that of the publication, before it
    the last one stated; a number of a return or repeal only where there is no other. The effective date is that of the
    publication, also where that states none; before it the last one stated.
    """
    taken = steps_taken(steps, on)
    if not taken:
        return Standing(ReleaseStatus.DRAFT)
    published = [step for step in taken if step.status is ReleaseStatus.PUBLISHED]
    own = [step for step in taken if step.status not in _NOT_ITS_OWN]
    numbers = [step.number for group in (taken, own, published) for step in group if step.number]
    effective = [step.effective for step in taken if step.effective]
    return Standing(
        taken[-1].status,
        numbers[-1] if numbers else "",
        published[-1].effective if published else effective[-1] if effective else "",
        taken[-1].date,
    )


def span_in_force(steps: Sequence[Step]) -> tuple[str, str] | None:
    """First day in force, and the day of the repeal (empty: none recorded); None for what is in force on no day."""
    first = end = ""
    for step, day in zip(steps, taken_from(steps), strict=True):
        if step.status is ReleaseStatus.PUBLISHED and step.effective:
            first = max(day, step.effective)
        if step.status is ReleaseStatus.REPEALED:
            end = day
            if end <= first:
                return None
    return (first, end) if first else None


def is_in_force(steps: Sequence[Step], on: str) -> bool:
    """Whether a release of these steps is published by the ISO date ``on``, effective on it, and not repealed."""
    span = span_in_force(steps)
    return span is not None and span[0] <= on and (not span[1] or on < span[1])


TRIAL_REASONS = frozenset({
    "release-not-published", "release-not-in-force", "release-repealed", "release-superseded", "release-effective-unknown",
})  # fmt: skip
"""Reasons for which a release may not be judged with: what it is laid under is a trial, and says so."""


def reservations(standing: Standing, on: str) -> tuple[Fault, ...]:
    """What keeps a release of this standing from judging on the ISO date ``on``; nothing where it is in force."""
    found = []
    if standing.status is ReleaseStatus.REPEALED:
        found.append(fault("release-repealed", Level.ERROR, since=standing.since, on=on))
    elif standing.status is not ReleaseStatus.PUBLISHED:
        found.append(fault("release-not-published", Level.ERROR, status=standing.status.value))
    if not standing.effective:
        found.append(fault("release-effective-unknown", Level.ERROR))
    elif on < standing.effective:
        found.append(fault("release-not-in-force", Level.ERROR, effective=standing.effective, on=on))
    return tuple(found)


def with_step(steps: Sequence[Step], step: Step) -> tuple[Step, ...]:
    """``steps`` and one more. Raises StepRefused with everything that is wrong with it:

    "step-not-next" (it may not follow the last one), "step-date-wrong" (a date that is no day), "step-date-backwards" (before
    a date that is already there).
    """  # fmt: skip
    faults = _wrong_dates(step)
    last = max((one.date for one in steps), default="")
    if steps and step.status not in may_follow(steps[-1].status):
        allowed = "、".join(one.value for one in may_follow(steps[-1].status))
        facts = {"status": step.status.value, "after": steps[-1].status.value, "allowed": allowed}
        faults.append(fault("step-not-next", Level.ERROR, **facts))
    if not faults and step.date and step.date < last:
        facts = {"status": step.status.value, "date": step.date, "last": last}
        faults.append(fault("step-date-backwards", Level.ERROR, **facts))
    if faults:
        raise StepRefused(faults[0].code, faults)
    return (*steps, step)


def without_last_step(steps: Sequence[Step]) -> tuple[Step, ...]:
    """``steps`` without the last one, entered by mistake. Raises StepRefused("step-is-first"): the first one stays."""
    if len(steps) < 2:
        raise StepRefused("step-is-first")
    return tuple(steps[:-1])


def told_of_step(steps: Sequence[Step], step: Step) -> tuple[Fault, ...]:
    """What a person should know of a step that is allowed: that it leaves the filing out, or an effective date is missing."""
    told = []
    if step.status is ReleaseStatus.PUBLISHED:
        if steps and steps[-1].status is not ReleaseStatus.FILED:
            told.append(fault("step-skips-filing", after=steps[-1].status.value))
        if not step.effective:
            told.append(fault("step-without-effective"))
    if not step.date:
        told.append(fault("step-without-date", status=step.status.value))
    return tuple(told)


def check_steps(steps: Sequence[Step]) -> tuple[Fault, ...]:
    """What is wrong with a sequence of steps as stored; nothing where each may follow the one before."""
    for place, step in enumerate(steps):
        try:
            with_step(steps[:place], step)
        except StepRefused as refused:
            return refused.faults
    return ()


def _wrong_dates(step: Step) -> list[Fault]:
    return [
        fault("step-date-wrong", Level.ERROR, date=date)
        for date in (step.date, step.effective)
        if date and not is_day(date)
    ]
