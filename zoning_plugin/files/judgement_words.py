# SPDX-License-Identifier: GPL-3.0-or-later
"""The words by which clauses are read, kinds of project and activities: data that the plugin brings, read once."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from ..core.clause_notes import Vocabulary
from ..core.clause_reading import ReadingWords, reading_words
from ..core.relevance import Activities, Activity
from ..places import resources_dir
from .industries import read_industries
from .laws import read_laws


@lru_cache(maxsize=1)
def read_vocabulary() -> Vocabulary:
    """Everything by which clauses are read."""
    return Vocabulary(read_clause_words(), read_laws(), read_industries(), read_activities())


@lru_cache(maxsize=1)
def read_clause_words() -> ReadingWords:
    """The vocabulary of the clause grammar, from resources/judgement/clause_words.json."""
    return reading_words(_document("clause_words.json"))


@lru_cache(maxsize=1)
def read_activities() -> Activities:
    """Kinds of project and activities, from resources/judgement/activities.json."""
    document = _document("activities.json")
    return Activities(
        {kind: tuple(words) for kind, words in document["kinds"].items()},
        tuple(Activity(one["name"], tuple(one["industries"]), tuple(one["words"])) for one in document["activities"]),
    )


def _document(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((resources_dir() / "judgement" / name).read_text(encoding="utf-8"))
    return content
