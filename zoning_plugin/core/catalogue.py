# SPDX-License-Identifier: GPL-3.0-or-later
"""Releases side by side: which of them holds for a place on a day. Rules: docs/formats/catalogue.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .errors import Fault, Level, ReleaseUnreadable, fault
from .release import ReleaseInfo
from .standing import Step, is_in_force, span_in_force, standing_on
from .terms import ReleaseStatus

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees, EPSG:4490."""


@dataclass(frozen=True)
class Entry:
    """A release as far as choosing needs it. ``key`` names it among the others (its file).

    ``boxes`` are the bounds of its units, or of all of them together; None where they are not known, and then it may hold
    for any place.
    """

    key: str
    info: ReleaseInfo
    steps: tuple[Step, ...]
    boxes: tuple[Bounds, ...] | None = None

    def meets(self, place: Bounds | None) -> bool:
        """Whether one of the boxes meets ``place``; touching is meeting. Without a place, or without boxes: yes."""
        return place is None or self.boxes is None or any(_meet(box, place) for box in self.boxes)


def choose(entries: Sequence[Entry], on: str, place: Bounds | None = None) -> Entry:
    """The one release that holds for ``place`` (everywhere without one) on the ISO date ``on``.

    In force on the day and meeting the place; none that another of those supersedes; of one issuer the one that came into force
    last. An issuer that nobody states counts as one. Where releases supersede each other in a circle, none is left out for it.

    Raises ReleaseUnreadable: "release-none-in-force", followed by what stands in the way of each; "release-several-in-force"
    with their names: between two offices the program does not choose.
    """
    held = [one for one in entries if is_in_force(one.steps, on) and one.meets(place)]
    if not held:
        obstacles = [_obstacle(one, on, place) for one in sorted(entries, key=lambda one: (one.info.name, one.key))]
        none = fault("release-none-in-force", Level.ERROR, on=on)
        raise ReleaseUnreadable(none.code, (none, *obstacles))
    held = [one for one in held if not _superseding(one, held)] or held
    left = [one for one in held if not any(_is_later(other, one) for other in held)]
    if len(left) > 1:
        names = "、".join(sorted(f"{one.info.name} ({one.key})" for one in left))
        raise ReleaseUnreadable("release-several-in-force", on=on, found=names)
    return left[0]


def superseded_by(entry: Entry, entries: Sequence[Entry], on: str) -> tuple[Entry, ...]:
    """The releases in force on the ISO date ``on`` that take the place of ``entry``: that name it, or that its issuer brought later."""
    others = [one for one in entries if one.key != entry.key and is_in_force(one.steps, on)]
    named = _superseding(entry, others)
    return named or tuple(one for one in others if _is_later(one, entry) and _share_place(one, entry))


def _superseding(entry: Entry, others: Sequence[Entry]) -> tuple[Entry, ...]:
    """Those of ``others`` that name ``entry`` in what they supersede."""
    own = {text for text in (entry.info.name.strip(), entry.info.document_no.strip()) if text}
    return tuple(one for one in others if one.key != entry.key and own & _named(one.info.supersedes))


def _named(supersedes: str) -> set[str]:
    """The names in a list of names: the whole text, which may be one name with a comma in it, and its parts."""
    return {part.strip() for part in (supersedes, *re.split(r"[、;；\n]", supersedes)) if part.strip()}


def _is_later(one: Entry, other: Entry) -> bool:
    """Whether ``one`` is of the same issuer as ``other`` and came into force after it."""
    spans = span_in_force(one.steps), span_in_force(other.steps)
    if spans[0] is None or spans[1] is None:
        return False
    return one.info.issuer.strip() == other.info.issuer.strip() and spans[0][0] > spans[1][0]


def _share_place(one: Entry, other: Entry) -> bool:
    return one.boxes is None or any(other.meets(box) for box in one.boxes)


def _obstacle(entry: Entry, on: str, place: Bounds | None) -> Fault:
    """What stands first in the way of a release that does not hold for the place on the day."""
    name, file, standing = entry.info.name, entry.key, standing_on(entry.steps, on)
    if not entry.meets(place):
        return fault("held-elsewhere", Level.ERROR, release=name, file=file)
    if standing.status is ReleaseStatus.REPEALED:
        return fault("held-repealed", Level.ERROR, release=name, file=file, since=standing.since, on=on)
    if standing.status is not ReleaseStatus.PUBLISHED:
        return fault("held-not-published", Level.ERROR, release=name, file=file, status=standing.status.value, on=on)
    if not standing.effective:
        return fault("held-effective-unknown", Level.ERROR, release=name, file=file)
    return fault("held-not-in-force", Level.ERROR, release=name, file=file, effective=standing.effective, on=on)


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
