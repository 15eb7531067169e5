# SPDX-License-Identifier: GPL-3.0-or-later
"""What the page of releases shows of each of them: in words, and as days on one axis of time."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...bridge.i18n import tr
from ...core.standing import Step, span_in_force, taken_from
from ...core.terms import ReleaseStatus
from ...jobs.open_release import StoredRelease
from ..words import step_word
from .standing import Standing, standing_among


@dataclass(frozen=True)
class Axis:
    """A stretch of days, both ends among them; ``today`` lies in it."""

    first: datetime.date
    last: datetime.date
    today: datetime.date

    def share(self, day: str) -> float:
        """How far along an ISO date lies: 0 at the first day, 1 at the last; what lies outside is put at the end."""
        whole = max((self.last - self.first).days, 1)
        return min(max((datetime.date.fromisoformat(day) - self.first).days / whole, 0.0), 1.0)

    @property
    def years(self) -> tuple[int, ...]:
        """The years whose first day lies on the axis."""
        first = self.first.year + (self.first > datetime.date(self.first.year, 1, 1))
        return tuple(range(first, self.last.year + 1))


@dataclass(frozen=True)
class CatalogueRow:
    """One release. ``span`` are its first day in force and the day of its repeal (empty: none); None where it is never in force."""

    path: Path
    name: str
    document_no: str
    issuer: str
    standing: Standing
    state: str
    period: str
    counts: str
    span: tuple[str, str] | None
    steps: tuple[Step, ...]

    @property
    def whole_text(self) -> str:
        """Everything, for a tooltip or a reader of the screen."""
        lines = (self.name, self.state, self.period, self.document_no, self.issuer, self.counts, str(self.path))
        return "\n".join(line for line in lines if line)


def catalogue_rows(releases: Sequence[StoredRelease], today: str) -> tuple[CatalogueRow, ...]:
    """A row a release, the one with the latest day first: where each stands on the ISO date ``today``, and beside the others."""
    return tuple(_row(one, releases, today) for one in sorted(releases, key=_latest_day, reverse=True))


def _latest_day(one: StoredRelease) -> tuple[str, str]:
    return max(max(step.date, step.effective) for step in one.entry.steps), one.info.name


def axis_of(rows: Sequence[CatalogueRow], today: str) -> Axis:
    """An axis that holds every day in force, every step and today, with some room at both ends."""
    days = [today]
    for row in rows:
        days += [
            day for day in (*(row.span or ()), *taken_from(row.steps), *(one.effective for one in row.steps)) if day
        ]
    first, last = (datetime.date.fromisoformat(day) for day in (min(days), max(days)))
    room = datetime.timedelta(days=max((last - first).days // 12, 60))
    return Axis(_moved(first, -room), _moved(last, room), datetime.date.fromisoformat(today))


def _moved(day: datetime.date, by: datetime.timedelta) -> datetime.date:
    """A day moved, as far as there are days."""
    try:
        return day + by
    except OverflowError:
        return day


def _row(one: StoredRelease, releases: Sequence[StoredRelease], today: str) -> CatalogueRow:
    standing, info, successors = standing_among(one, releases, today)
    if info.status is ReleaseStatus.REPEALED:
        state = tr("repealed")
    elif standing is Standing.SUPERSEDED:
        state = tr("superseded by {name}").format(name="、".join(successors) or info.superseded_by)
    elif standing is Standing.IN_FORCE:
        state = tr("in force")
    elif info.status is not ReleaseStatus.PUBLISHED:
        state = tr("trial only: {status}").format(status=step_word(info.status))
    elif info.effective:
        state = tr("trial only: not yet in force")
    else:
        state = tr("trial only: no effective date")
    span = span_in_force(one.entry.steps)
    counts = tr("{units} units, {clauses} clauses").format(units=one.unit_count, clauses=one.clause_count)
    return CatalogueRow(
        one.path, one.info.name, one.info.document_no, one.info.issuer, standing, state, _period(span, one.info.effective), counts, span,
        one.entry.steps,
    )  # fmt: skip


def _period(span: tuple[str, str] | None, effective: str) -> str:
    if span is None:
        return tr("effective {date}").format(date=effective) if effective else tr("no effective date")
    if span[1]:
        return tr("{first} to {end}").format(first=span[0], end=span[1])
    return tr("since {date}").format(date=span[0])
