# SPDX-License-Identifier: GPL-3.0-or-later
"""The top of the report: how far it can be relied on, and what was found in a few lines; then project and basis."""

from __future__ import annotations

from collections import Counter

from ...core.assessment import Assessment
from ...core.geometry import SHAPELY_VERSION
from ...core.judgement import Case, open_points
from ...core.project import Project
from ...core.release import SourceFile
from ...core.standing import TRIAL_REASONS
from ...core.terms import Relation, SiteKind, State, UnitClass
from ...wording import sentence_of
from ..area_rules import area_rule_text
from ..made_with import MadeWith
from ..numbers import AreaUnit, area_text, length_text
from .values import Block, Cell, Column, Excerpt, Notice, Row, Section, Table
from .words import Words

PROJECT_FIELDS = ("name", "company", "place", "industry", "kind", "contact", "issuer", "prepared_by", "remark")

_SHORT = 8
_HASH_GROUP = 16


def is_trial(assessment: Assessment) -> bool:
    """Whether the release is one that only trials may use."""
    return any(reason.code in TRIAL_REASONS for reason in assessment.reasons)


def short_digest(digest: str) -> str:
    """The first eight digits, for people to compare."""
    return digest[:_SHORT] or "—"


def top(
    assessment: Assessment,
    words: Words,
    case: Case | None = None,
    answered: int = 0,
    newer_release: str = "",
    excerpt: Excerpt | None = None,
) -> Section:
    """State box, what a reader has to know besides, notes of the release, and the findings in a few lines."""
    blocks: list[Block] = []
    if is_trial(assessment):
        blocks.append(Notice("trial", words("trial-title"), (words("trial"),)))
    if excerpt is not None:
        printed = sum(one.clause.clause_id in excerpt.clause_ids for one in assessment.clauses)
        left_out = len(assessment.clauses) - printed
        told = words("excerpt", chosen_by=excerpt.chosen_by, printed=printed, left_out=left_out)
        blocks.append(Notice("alarm", words("excerpt-title", count=left_out), (told,)))
    if assessment.state is State.INCOMPLETE:
        reasons = tuple(sentence_of(reason, words.language) for reason in assessment.reasons)
        blocks.append(Notice("alarm", words("incomplete-title", count=len(reasons)), reasons))
    else:
        blocks.append(Notice("calm", words("complete-title"), (words("complete"),)))
    if assessment.notes:
        notes = tuple(sentence_of(note, words.language) for note in assessment.notes)
        blocks.append(Notice("note", words("open-notes"), notes))
    points = open_points(case, newer_release=newer_release) if case is not None else ()
    if points:
        blocks.append(
            Notice("alarm", words("open-points-title"), tuple(sentence_of(one, words.language) for one in points))
        )
    if assessment.info.note.strip():
        blocks.append(Notice("note", words("note-title"), (assessment.info.note,)))
    blocks.append(_summary(assessment, words, case, answered))
    return Section("", tuple(blocks))


def _summary(assessment: Assessment, words: Words, case: Case | None, answered: int) -> Table:
    by_relation = Counter(one.piece.relation for one in assessment.units)
    met = [one for one in assessment.units if one.piece.relation in (Relation.INSIDE, Relation.OVERLAP)]
    by_class = Counter(one.unit.unit_class for one in met)
    units = words("summary-units-value", count=len(met), **{one.value: by_class[one] for one in UnitClass})
    if by_class[UnitClass.UNKNOWN]:
        units += words("summary-units-unknown", count=by_class[UnitClass.UNKNOWN])
    others = [(Relation.EDGE, "summary-edges"), (Relation.NEAR, "summary-near")]
    units = words.joined([units, *(words(key, count=by_relation[one]) for one, key in others if by_relation[one])])
    edges = sum(one.relation is Relation.EDGE for one in assessment.clauses)
    count = len(assessment.clauses)
    zones = [f"{one.theme}{words('colon')}{words.of(f'zone-state-{one.state.value}')}" for one in assessment.zones]
    tiers = words.joined([words.of(f"tier-{one.value}") for one in assessment.tiers])
    return words.facts([
        ("summary-site", amount_text(assessment, words)),
        ("summary-units", units),
        ("summary-zones", words.of("sentence-separator").join(zones) or words("zones-none")),
        ("summary-tiers", words("summary-tiers-value", tiers=tiers) if tiers else words("summary-tiers-none")),
        ("summary-clauses", words("summary-clauses-value", count=count, edges=edges, unanswered=count - answered)),
        *((("summary-conclusion", conclusion_text(case, words)),) if case is not None else ()),
    ])  # fmt: skip


def conclusion_text(case: Case, words: Words) -> str:
    """The conclusion of a person that stands, with who and when; else that there is none."""
    one = case.conclusion
    if one is None:
        return words("conclusion-none")
    told = words("conclusion-by", verdict=words.of(f"verdict-{one.verdict.value}"), by=one.by, day=one.at[:10])
    return words.of("sentence-separator").join([told, one.remark]) if one.remark.strip() else told


def amount_text(assessment: Assessment, words: Words) -> str:
    """Area, length or number of points of the whole site."""
    kind, total = assessment.site.kind, assessment.overlay.total
    if kind is SiteKind.POLYGON:
        m2, ha, mu = (area_text(total, unit) for unit in (AreaUnit.M2, AreaUnit.HECTARE, AreaUnit.MU))
        return words("site-area-value", m2=m2, ha=ha, mu=mu)
    if kind is SiteKind.LINE:
        return words("site-length-value", m=length_text(total))
    return f"{round(total)} {words.of('amount-unit-point')}"


def project_section(project: Project, words: Words, case: Case | None = None) -> tuple[Block, ...]:
    """Every project field, blank ones with a rule to write on; of a case its number and what the office was asked, as far as it says."""
    stated = [(f"project-{name}", words.or_blank(getattr(project, name))) for name in PROJECT_FIELDS]
    if project.keywords.strip():  # a help for reading, no fact of the project: no blank is left for it
        stated.append(("project-keywords", words.or_blank(project.keywords)))
    if case is None:
        return (words.facts(stated),)
    matter = [("kind", case.matter.kind), ("sender", case.matter.sender), ("document_no", case.matter.document_no)]
    matter += [("received", case.matter.received), ("due", case.matter.due), ("town", case.matter.town)]
    told = [(words("case-number"), case.number)] + [(words.of(f"matter-{name}"), text) for name, text in matter]
    rows = tuple(Row((Cell(label, "strong"), Cell(text))) for label, text in told if text.strip())
    asked = (Table("facts", (Column("", 20), Column("", 80)), rows),) if rows else ()
    return (*asked, words.facts(stated))


def basis_section(assessment: Assessment, made_with: MadeWith, words: Words) -> tuple[Block, ...]:
    """What the findings rest on: the release with its digest, how it was measured, the files it was imported from."""
    info, limits = assessment.info, assessment.thresholds
    rows: list[tuple[str, str]] = [
        ("basis-name", info.name),
        ("basis-document-no", words.or_not_stated(info.document_no)),
        ("basis-issuer", words.or_not_stated(info.issuer)),
        ("basis-effective", words.or_not_stated(info.effective)),
        ("basis-status", words.of(f"status-{info.status.value}")),
        ("basis-supersedes", info.supersedes or words("none")),
        ("basis-superseded-by", info.superseded_by or words("none")),
        ("basis-on", words("basis-on-value", on=assessment.on)),
        ("basis-digest", words("basis-digest-value", short=short_digest(assessment.digest), full=grouped(assessment.digest))),
        ("basis-crs", words("basis-crs-value")),
        ("basis-area-rule", area_rule_text(info.area_rule, words.language) + words("basis-edges")),
        ("basis-thresholds", words(
            "basis-thresholds-value", area=f"{limits.area_m2:g}", width=f"{limits.width_m:g}", length=f"{limits.length_m:g}",
            touch=f"{limits.touch_m:g}", near=f"{assessment.near_m:g}",
        )),
        ("basis-versions", words(
            "basis-versions-value", plugin=made_with.plugin, qgis=made_with.qgis or "—", shapely=SHAPELY_VERSION,
        )),
    ]  # fmt: skip
    return words.facts(rows, words("basis-release")), _sources(assessment.sources, words)


def grouped(digest: str) -> str:
    """A hash in groups, so that a line can break inside it."""
    return " ".join(digest[start : start + _HASH_GROUP] for start in range(0, len(digest), _HASH_GROUP))


def _code_of(crs: str) -> str:
    """The code of "name (EPSG:4490)", which fits a column; a system without a code as it is named."""
    return crs[crs.rindex("(EPSG:") + 1 : -1] if "(EPSG:" in crs and crs.endswith(")") else crs


def _sources(sources: tuple[SourceFile, ...], words: Words) -> Table:
    columns = words.columns(
        ("source-file", 24), ("source-role", 13), ("source-crs", 12), ("source-encoding", 11), ("source-rows", 8, True),
        ("source-sha256", 32),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(one.file), Cell(words.of(f"source-role-{one.role}")), Cell(_code_of(one.crs)), Cell(one.encoding),
            Cell(str(one.rows), "number"), Cell(grouped(one.sha256), "hash"),
        ))
        for one in sources
    )  # fmt: skip
    return Table("list", columns, rows, words("sources"), "" if rows else words("sources-none"))
