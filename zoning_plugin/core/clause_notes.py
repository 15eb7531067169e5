# SPDX-License-Identifier: GPL-3.0-or-later
"""What the machine notes beside the clauses of an assessment: how each reads, how near it comes, what to look at besides.

The clauses, their order and their texts are the assessment's; a note never adds one, drops one or moves one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from .assessment import Assessment
from .clause_reading import ClauseReading, ReadingWords, read_clause
from .errors import Fault, Level, fault
from .finding import ClauseFinding
from .industry import Industries
from .law import Laws
from .relevance import Activities, Concern, Relevance, relevance, words_of_concern
from .terms import Tier
from .unit import ControlUnit, is_well_formed, likely_code


@dataclass(frozen=True)
class Vocabulary:
    """The data by which clauses are read: the grammar's words, merged laws, industries, activities."""

    words: ReadingWords
    laws: Laws
    industries: Industries
    activities: Activities


@dataclass(frozen=True)
class ClauseNotes:
    """The notes beside one clause. ``relevance`` is None where nothing is known of the project.

    ``hints`` are what a reader should look at besides, by code and facts: cites-repealed-law, park, unit-code-malformed,
    unit-place-unknown, common-requirement-points-here, zone-place-unknown, common-requirement-lacks, common-requirement-open, stricter-since,
    looser-since.
    """

    reading: ClauseReading
    relevance: Relevance | None = None
    hints: tuple[Fault, ...] = ()


def note_clauses(
    assessment: Assessment,
    vocabulary: Vocabulary,
    concern: Concern,
    rewordings: Mapping[str, Fault] = MappingProxyType({}),
) -> Mapping[str, ClauseNotes]:
    """The notes of every clause that applies or will, by clause id, as of the assessment's day.

    ``rewordings`` are notes by clause id on what the newest release has made stricter or looser (jobs.note_rewordings).
    """
    units = {one.unit.code: one.unit for one in assessment.units}
    words = words_of_concern(concern, vocabulary.industries, vocabulary.activities) if concern.is_stated else None
    notes = {}
    reached = (*assessment.clauses, *assessment.clauses_to_come)
    unit_of = {one.clause.clause_id: one.clause.unit_code or "、".join(one.because) for one in reached}
    for found in reached:
        clause = found.clause
        reading = read_clause(clause.tag, clause.text, vocabulary.words)
        pointing = [unit_of[one] for one in found.through if one in unit_of]
        hints = _hints(found, reading, units.get(clause.unit_code), vocabulary.laws, assessment.on, pointing)
        own = [rewordings[clause.clause_id]] if clause.clause_id in rewordings else []
        near = relevance(clause.text, words) if words else None
        notes[clause.clause_id] = ClauseNotes(reading, near, (*hints, *own))
    return notes


# Words of names, classes and texts by which a clause is known to be about a park (no 森林公园区域); a platform skipped park
# polygons unnoticed.
_PARK: Final = re.compile("(?<![公校庄田果])园区|工业园|产业园|入园")


def _hints(
    found: ClauseFinding, reading: ClauseReading, unit: ControlUnit | None, laws: Laws, on: str,
    pointing: Iterable[str],
) -> Iterator[Fault]:  # fmt: skip
    merged = [law for cite in reading.cites if (law := laws.of_name(cite.name, on))]
    if merged:
        yield fault(
            "cites-repealed-law", Level.INFO, laws="、".join(dict.fromkeys(f"《{law.name}》" for law in merged)),
            code="、".join(dict.fromkeys(law.code for law in merged)),
        )  # fmt: skip
    spoken = (unit.name, unit.class_text) if unit else ()
    if found.access_list.tier is Tier.PARK or any(map(_PARK.search, (*spoken, found.clause.text))):
        yield fault("park", Level.INFO)
    if unit and not is_well_formed(unit.code):
        yield fault("unit-code-malformed", Level.INFO, code=unit.code, name=unit.name, likely=likely_code(unit.code))
    if found.unplaced:
        yield fault("unit-place-unknown", Level.INFO, units="、".join(found.unplaced))
    yield from _of_common_requirements(found, pointing)


def _of_common_requirements(found: ClauseFinding, pointing: Iterable[str]) -> Iterator[Fault]:
    """What a clause has to do with 共性要求: which units' point to it, and what one points to in vain."""
    if found.through:
        code = "zone-place-unknown" if found.is_unlocated else "common-requirement-points-here"
        yield fault(code, Level.INFO, units="、".join(dict.fromkeys(pointing)))
    if found.lacking:
        named = "、".join(one for one in found.lacking if one)
        code = "common-requirement-lacks" if named else "common-requirement-open"
        yield fault(code, Level.INFO, elements=named)
