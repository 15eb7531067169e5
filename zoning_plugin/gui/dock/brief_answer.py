# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer in three lines for a chat window: what is met, what forbids, by which release and how sure."""

from __future__ import annotations

from ...bridge.i18n import language, tr
from ...core.assessment import Assessment
from ...core.clause import Clause
from ...core.finding import ClauseFinding, UnitFinding
from ...core.project import Project
from ...core.terms import Relation, SiteKind, State
from ...wording import word
from ..words import class_word, piece_text, share_text, site_text

_MOST_UNITS = 4
_MOST_NUMBERS = 12
_BANS = ("禁止", "严禁")


def brief_answer(assessment: Assessment, project: Project) -> str:
    """Three lines of plain text. What is not complete says so first; nothing in it is a verdict."""
    lines = (_met_line(assessment, project), _clause_line(assessment), _basis_line(assessment))
    return "\n".join(" ".join(line.split()) for line in lines)  # a name from a file may hold line breaks


def names_a_ban(clause: Clause) -> bool:
    """Whether a clause's tag or words forbid something (禁止, 严禁): counted, never interpreted."""
    return any(word in clause.tag or word in clause.text for word in _BANS)


def _met_line(assessment: Assessment, project: Project) -> str:
    site = assessment.site
    firm = [one for one in assessment.units if one.piece.relation in (Relation.INSIDE, Relation.OVERLAP)]
    units = [_unit_text(one, site.kind, assessment.overlay.total) for one in firm[:_MOST_UNITS]]
    if len(firm) > _MOST_UNITS:
        units.append(tr("and {count} more").format(count=len(firm) - _MOST_UNITS))
    edges = sum(1 for one in assessment.units if one.piece.relation is Relation.EDGE)
    if edges:
        units.append(tr("edge contacts: {count}").format(count=edges))
    met = word("sentence-separator", language()).join(units) or tr("no control unit is met")
    what = site_text(site, assessment.overlay)
    if project.name:
        what = tr("{head}: {rest}").format(head=project.name, rest=what)
    line = f"{what} — {met}"
    if assessment.state is State.INCOMPLETE:
        return tr("[INCOMPLETE, reasons: {count}] {line}").format(count=len(assessment.reasons), line=line)
    return line


def _unit_text(one: UnitFinding, kind: SiteKind, total: float) -> str:
    named = " ".join(part for part in (one.unit.name, one.unit.code) if part)
    said = [class_word(one.unit.unit_class), piece_text(one, kind, total)]
    if kind is not SiteKind.POINT:
        said.append(share_text(one.piece.share))
    return tr("{unit} ({said})").format(unit=named, said=word("list-separator", language()).join(said))


def _clause_line(assessment: Assessment) -> str:
    firm = [one for one in assessment.clauses if one.relation is not Relation.EDGE]
    bans = [one for one in firm if names_a_ban(one.clause)]
    line = tr("{count} clauses to compare with, {bans} of them with a ban").format(count=len(firm), bans=len(bans))
    edge = len(assessment.clauses) - len(firm)
    if edge:
        line += tr("; {count} more through edge contact only").format(count=edge)
    return tr("{head}: {rest}").format(head=line, rest=_numbers(bans)) if bans else line


def _numbers(bans: list[ClauseFinding]) -> str:
    """Printed numbers by list, because the same number stands in several lists."""
    by_list: dict[str, list[str]] = {}
    for one in bans[:_MOST_NUMBERS]:
        by_list.setdefault(one.access_list.title, []).append(one.clause.number or tr("unnumbered"))
    comma, semicolon = word("list-separator", language()), word("sentence-separator", language())
    listed = semicolon.join(f"{title} {comma.join(numbers)}" for title, numbers in by_list.items())
    return f"{listed} …" if len(bans) > _MOST_NUMBERS else listed


def _basis_line(assessment: Assessment) -> str:
    info = assessment.info
    since = tr("in force since {date}").format(date=info.effective) if info.effective else ""
    basis = " · ".join(part for part in (info.name, info.document_no, since) if part)
    return tr("By {basis}. For reference only: the list's issuer interprets it").format(basis=basis)
