# SPDX-License-Identifier: GPL-3.0-or-later
"""The words by which clauses are read, kinds of project and activities: data that the plugin brings, read once."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from ..core.clause_reading import ReadingWords, reading_words
from ..places import resources_dir


@lru_cache(maxsize=1)
def read_clause_words() -> ReadingWords:
    """The vocabulary of the clause grammar, from resources/judgement/clause_words.json."""
    return reading_words(_document("clause_words.json"))


def _document(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((resources_dir() / "judgement" / name).read_text(encoding="utf-8"))
    return content
