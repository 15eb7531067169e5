# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of the report: what is still open, and the closing line in the words of the issuer's role."""

from __future__ import annotations

from ...core.assessment import Assessment
from ...core.project import Project
from ...core.terms import Relation
from ...wording import codes, sentence_of
from .head import PROJECT_FIELDS
from .values import Block, Cell, Column, Paragraph, Points, Row, Section, Table
from .words import Words


def open_sections(assessment: Assessment, project: Project, words: Words) -> tuple[Section, ...]:
    """All reasons, all notes, and what only a person can add."""
    reasons = tuple(sentence_of(one, words.language) for one in assessment.reasons) or (words("open-reasons-none"),)
    notes = tuple(sentence_of(one, words.language) for one in assessment.notes)
    edges = sum(one.relation is Relation.EDGE for one in assessment.clauses)
    blank = [words(f"project-{name}") for name in PROJECT_FIELDS if not getattr(project, name).strip()]
    rest = [words("open-unanswered", count=len(assessment.clauses))] if assessment.clauses else []
    rest += [words("open-edge", count=edges)] if edges else []
    rest += [words("open-project", fields=words.joined(blank))] if blank else []
    rest += [words("open-platform"), words("open-targets"), words("open-signed")]
    parts = [("open-reasons", reasons), ("open-notes", notes), ("open-rest", tuple(rest))]
    return (Section(words("open"), ()), *(Section(words(key), (Points(items),), 2) for key, items in parts if items))


def closing_section(project: Project, words: Words) -> tuple[Block, ...]:
    """The closing line by issuer role (authority, branch, consultant, applicant, else neutral), and room for signatures."""
    key = f"closing-{project.issuer_role}"
    if not project.issuer_role or f"report-{key}" not in codes(words.language) or project.issuer_role in _NOT_ROLES:
        key = "closing-text"
    line = words(key, issuer=project.issuer.strip() or words("closing-nobody"))
    signatures = [("signed-by", project.prepared_by), ("checked-by", ""), ("approved-by", ""), ("signed-on", "")]
    cells = [cell for name, text in signatures for cell in (Cell(words(name), "strong"), words.or_blank(text))]
    columns = tuple(Column("", width) for width in (14, 36, 14, 36))
    return Paragraph(line, "closing"), Table("facts", columns, (Row(tuple(cells[:4])), Row(tuple(cells[4:]))))


_NOT_ROLES = ("text", "nobody")
