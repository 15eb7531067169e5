# SPDX-License-Identifier: GPL-3.0-or-later
"""From what a table lists to the clauses of one list: their ids, and what is odd about their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...core.clause import Clause, ClauseSource
from ...core.errors import Fault, Level, fault
from ..clause_text import follows, number_value
from .reading import ListedClause


def clauses_of(listed: Iterable[ListedClause], list_id: str, file: str) -> tuple[tuple[Clause, ...], tuple[Fault, ...]]:
    """Clauses with their ids for one list, in order, and what is odd about their numbers (printed twice, gaps)."""
    clauses: list[Clause] = []
    faults: list[Fault] = []
    taken: Counter[str] = Counter()
    last: dict[tuple[str, str, str], ListedClause] = {}
    seen: set[tuple[str, str, str]] = set()
    for one in listed:
        key = f"{list_id}/{one.unit_code or '*'}/{one.number or '-'}"
        taken[key] += 1
        clause_id = key if taken[key] == 1 else f"{key}~{taken[key]}"
        source = ClauseSource(file, one.sheet, one.row)
        clauses.append(Clause(clause_id, list_id, one.unit_code, one.dimension, one.number, one.tag, one.text, source))
        if not one.number:
            continue
        facts = {
            "file": file,
            "sheet": one.sheet,
            "row": one.row,
            "unit": one.unit_code,
            "dimension": one.dimension,
            "number": one.number,
        }
        if (one.unit_code, one.dimension, one.number) in seen:
            faults.append(fault("number-twice", **facts))
        seen.add((one.unit_code, one.dimension, one.number))
        value = number_value(one.number)
        # 1-2 goes on from 1-1; what runs within a number's first part, or within a dimension, must not skip.
        place = (one.unit_code, one.dimension, str(value[:-1]))
        before = last.get(place)
        if (
            before is not None
            and value > number_value(before.number)
            and not follows(value, number_value(before.number))
        ):
            faults.append(fault("numbering-gap", Level.INFO, before=before.number, **facts))
        last[place] = one
    return tuple(clauses), tuple(faults)
