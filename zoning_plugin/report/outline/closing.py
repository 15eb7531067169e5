# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of the report: what is still open, and the closing line in the words of the issuer's role."""

from __future__ import annotations

from ...core.assessment import Assessment
from ...core.judgement import Case, CaseState, SigningStep, signatures_that_hold
from ...core.project import Project
from ...core.terms import Relation
from ...wording import codes, sentence_of
from .head import PROJECT_FIELDS, conclusion_text
from .values import Block, Cell, Column, Paragraph, Points, Row, Section, Table
from .words import Words


def open_sections(
    assessment: Assessment, project: Project, words: Words, case: Case | None = None, answered: int = 0
) -> tuple[Section, ...]:
    """All reasons, all notes, and what only a person can add."""
    reasons = tuple(sentence_of(one, words.language) for one in assessment.reasons) or (words("open-reasons-none"),)
    notes = tuple(sentence_of(one, words.language) for one in assessment.notes)
    edges = sum(one.relation is Relation.EDGE for one in assessment.clauses)
    blank = [words(f"project-{name}") for name in PROJECT_FIELDS if not getattr(project, name).strip()]
    left = len(assessment.clauses) - answered
    rest = [words("open-unanswered", count=left)] if left else []
    rest += [words("open-edge", count=edges)] if edges else []
    rest += [words("open-project", fields=words.joined(blank))] if blank else []
    is_reconciled = case is not None and (case.platform.is_reconciled or not case.rules.asks_platform)
    rest += [] if is_reconciled else [words("open-platform")]
    rest += [words("open-targets")]
    rest += [] if case is not None and case.state is CaseState.APPROVED else [words("open-signed")]
    parts = [("open-reasons", reasons), ("open-notes", notes), ("open-rest", tuple(rest))]
    return (Section(words("open"), ()), *(Section(words(key), (Points(items),), 2) for key, items in parts if items))


def closing_section(project: Project, words: Words, case: Case | None = None) -> tuple[Block, ...]:
    """The closing line by issuer role (authority, branch, consultant, applicant, else neutral), and room for signatures."""
    key = f"closing-{project.issuer_role}"
    if not project.issuer_role or f"report-{key}" not in codes(words.language) or project.issuer_role in _NOT_ROLES:
        key = "closing-text"
    line = words(key, issuer=project.issuer.strip() or words("closing-nobody"))
    if case is not None:
        return (*_concluded(case, words), Paragraph(line, "closing"), _signatures(case, words))
    signatures = [("signed-by", project.prepared_by), ("checked-by", ""), ("approved-by", ""), ("signed-on", "")]
    cells = [cell for name, text in signatures for cell in (Cell(words(name), "strong"), words.or_blank(text))]
    columns = tuple(Column("", width) for width in (14, 36, 14, 36))
    return Paragraph(line, "closing"), Table("facts", columns, (Row(tuple(cells[:4])), Row(tuple(cells[4:]))))


def _concluded(case: Case, words: Words) -> tuple[Block, ...]:
    return (Paragraph(words("closing-conclusion", text=conclusion_text(case, words))),) if case.conclusion else ()


def _signatures(case: Case, words: Words) -> Table:
    """Who has signed which of the office's steps, and when; blank where nobody has."""
    held = signatures_that_hold(case)
    labels = {SigningStep.PREPARED: "signed-by", SigningStep.CHECKED: "checked-by", SigningStep.APPROVED: "approved-by"}
    rows = []
    for step in case.rules.steps:
        one = held.get(step)
        at = " ".join(one.at[:16].split("T")) if one is not None else ""
        cells = (Cell(words(labels[step]), "strong"), words.or_blank(one.by if one is not None else ""))
        rows.append(Row((*cells, Cell(words("signed-on"), "strong"), words.or_blank(at))))
    return Table("facts", tuple(Column("", width) for width in (14, 36, 14, 36)), tuple(rows))


_NOT_ROLES = ("text", "nobody")
