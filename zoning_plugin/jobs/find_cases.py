# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds cases of the register by name, place, time, unit, industry and state."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.folding import fold, words_of
from ..core.judgement import CaseState
from ..files.case_register import Bounds, CaseHead, CaseRegister


@dataclass(frozen=True)
class CaseQuery:
    """What is looked for; what is empty is not asked. All that is asked must hold.

    ``text``: words that must all stand in number, name, company, place, town, 文号 or 来文单位. ``box``: west, south, east, north
    (EPSG:4490), which the site's bounds must meet. ``since``, ``until``: ISO days between which the case was made.
    ``unit``: a whole unit code or its beginning. ``release``: a digest, or the beginning of one.
    """

    text: str = ""
    unit: str = ""
    industry: str = ""
    town: str = ""
    kind: str = ""
    states: frozenset[CaseState] = frozenset()
    since: str = ""
    until: str = ""
    box: Bounds | None = None
    release: str = ""


def find_cases(register: CaseRegister, query: CaseQuery | None = None) -> tuple[CaseHead, ...]:
    """The newest version of every case that fits, last changed first. Width and case of letters, traditional or
    simplified characters, blanks and kinds of dashes and brackets do not count (core.folding).
    """
    query = query or CaseQuery()
    found = [one for one in register.heads() if _fits(one, query)]
    return tuple(sorted(found, key=lambda one: one.changed_at, reverse=True))


def _fits(head: CaseHead, query: CaseQuery) -> bool:
    project, matter = head.project, head.matter
    named = (project.name, project.company, project.place, matter.town, matter.document_no, matter.sender)
    where = [fold(one) for one in (head.number, head.name, *named)]
    day = head.made_at[:10]
    unit = fold(query.unit)
    return (
        all(any(word in one for one in where) for word in words_of(query.text))
        and (not unit or any(fold(code).startswith(unit) for code in head.units))
        and fold(query.industry.strip()) in fold(project.industry)
        and fold(query.town.strip()) in fold(matter.town)
        and (not query.kind or matter.kind == query.kind)
        and (not query.states or head.state in query.states)
        and (not query.since or day >= query.since)
        and (not query.until or day <= query.until)
        and (query.box is None or _meet(head.box, query.box))
        and head.release_digest.startswith(query.release)
    )


def _meet(one: Bounds, other: Bounds) -> bool:
    return not (one[0] > other[2] or one[2] < other[0] or one[1] > other[3] or one[3] < other[1])
