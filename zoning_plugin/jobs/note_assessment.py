# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes beside the clauses of an assessment what the machine finds in their words, by the plugin's own vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..core.assessment import Assessment
from ..core.clause_notes import ClauseNotes, note_clauses
from ..core.errors import Fault
from ..core.project import Project
from ..core.relevance import concern_of
from ..files.judgement_words import read_vocabulary


def notes_of(
    assessment: Assessment, project: Project, rewordings: Mapping[str, Fault] = MappingProxyType({})
) -> Mapping[str, ClauseNotes]:
    """The machine's notes by clause id, beside what the project states of itself and what the newest release has reworded."""
    vocabulary = read_vocabulary()
    return note_clauses(assessment, vocabulary, concern_of(project, vocabulary.industries), rewordings)
