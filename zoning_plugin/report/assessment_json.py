# SPDX-License-Identifier: GPL-3.0-or-later
"""The assessment as JSON, ``zoning.assessment/1``: schema in resources/schemas/zoning.assessment-1.json.

Numbers are metres (4 decimals), square metres (4) and shares (12); a null says that a value does not exist for this
kind of site, never that it is nought. The same assessment gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from ..core import geometry
from ..core.assessment import Assessment, PlotFinding
from ..core.clause import AccessList
from ..core.clause_notes import ClauseNotes
from ..core.clause_reading import ClauseReading
from ..core.errors import Fault, JudgementRefused
from ..core.finding import ClauseFinding, UnitFinding, ZoneFinding
from ..core.judgement import Answer, Case, Verdict, assessed_of, current_answers, signatures_that_hold
from ..core.overlay import Overlay, Piece
from ..core.project import Project
from ..core.site import Site
from ..core.terms import SiteKind
from ..core.unit import is_well_formed
from ..wording import sentence_of
from .made_with import MadeWith

SCHEMA: Final = "zoning.assessment/1"

Json = dict[str, Any]


def assessment_json(
    assessment: Assessment,
    made_with: MadeWith,
    project: Project,
    notes: Mapping[str, ClauseNotes] = MappingProxyType({}),
    case: Case | None = None,
) -> Json:
    """The assessment as plain values, keys in the order of the contract.

    Every applicable clause is there once, in order; verdict and answers are null, because the machine writes none.
    ``notes`` are the machine's by clause id (``core.clause_notes``); of a clause that has none nothing is said.
    ``case``: the one that rests on this assessment; its persons' answers and conclusion are then filled in.
    ``site.wkt`` is in ``site.crs`` (EPSG:4490, longitude first); ``site.given_crs`` is what the site was given in.
    ``coverage.balance_share`` is Σ shares + uncovered − double, 1 when everything is accounted for.
    """
    language = made_with.language
    answers = answers_of(assessment, case)
    return {
        "schema": SCHEMA,
        "release": _release(assessment),
        "on": assessment.on,
        "made_with": _made_with(assessment, made_with),
        "project": asdict(project),
        "site": _site(assessment),
        "coverage": _coverage(assessment.site.kind, assessment.overlay),
        "state": assessment.state.value,
        "reasons": _faults(assessment.reasons, language),
        "notes": _faults(assessment.notes, language),
        "units": [_unit(one, assessment.site.kind) for one in assessment.units],
        "zones": [_zone(one, assessment.site.kind) for one in assessment.zones],
        "nearest": _nearest(assessment),
        "clauses": [
            _clause(one, notes.get(one.clause.clause_id), answers.get(one.clause.clause_id))
            for one in assessment.clauses
        ],
        "clauses_to_come": [_clause(one, notes.get(one.clause.clause_id)) for one in assessment.clauses_to_come],
        "conclusion": _conclusion(len(assessment.clauses) - len(answers), case),
    }


def answers_of(assessment: Assessment, case: Case | None) -> dict[str, Answer]:
    """By clause id the answer that holds, of a case that rests on ``assessment``; none without one. Raises JudgementRefused("case-assessment-differs")."""
    if case is None:
        return {}
    if case.assessed != assessed_of(assessment):
        raise JudgementRefused("case-assessment-differs", number=case.number or case.case_id)
    texts = {one.key: one.text_sha256 for one in case.assessed.clauses}
    return {key: one for key, one in current_answers(case.answers).items() if texts.get(key) == one.text_sha256}


def _conclusion(unanswered: int, case: Case | None) -> Json:
    concluded = case.conclusion if case is not None else None
    held = signatures_that_hold(case) if case is not None else {}
    return {
        "verdict": _VERDICTS[concluded.verdict] if concluded else None,
        "unanswered": unanswered,
        "by": concluded.by if concluded else None,
        "at": concluded.at if concluded else None,
        "remark": concluded.remark if concluded else None,
        "case": None if case is None else {
            "id": case.case_id, "version": case.version, "number": case.number, "state": case.state.value,
        },
        "signatures": [{"step": step.value, "by": one.by, "at": one.at} for step, one in held.items()],
        "platform": None if case is None else {
            "number": case.platform.number, "date": case.platform.date, "agrees": case.platform.agrees, "remark": case.platform.remark,
        },
    }  # fmt: skip


_VERDICTS: Final = {
    Verdict.CONFORMS: "符合",
    Verdict.CONFLICTS: "不符合",
    Verdict.NOT_CONCERNED: "不涉及",
    Verdict.NEEDS_ARGUMENT: "需论证",
    Verdict.TO_VERIFY: "待核实",
}
"""The contract's words, in every language of the paper."""


def _answer(answer: Answer | None) -> Json | None:
    if answer is None:
        return None
    return {
        "verdict": _VERDICTS[answer.verdict],
        "reason": answer.reason,
        "by": answer.by,
        "at": answer.at,
        "text_sha256": answer.text_sha256,
        "evidence": [asdict(one) for one in answer.evidence],
        "reused_from": answer.reused_from or None,
    }


def canonical_bytes(document: Json) -> bytes:
    """UTF-8, keys as they come, two spaces, one newline at the end. A lone surrogate becomes its JSON escape."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return text.encode("utf-8", "backslashreplace")


def _release(assessment: Assessment) -> Json:
    info = assessment.info
    return {
        "name": info.name,
        "document_no": info.document_no,
        "issuer": info.issuer,
        "effective": info.effective,
        "status": info.status.value,
        "digest": assessment.digest,
        "supersedes": info.supersedes,
        "superseded_by": info.superseded_by,
        "note": info.note,
        "sources": [asdict(source) for source in assessment.sources],
    }


def _made_with(assessment: Assessment, made_with: MadeWith) -> Json:
    return {
        "plugin": made_with.plugin,
        "qgis": made_with.qgis,
        "area_rule": assessment.info.area_rule,
        "crs": geometry.CRS,
        "thresholds": {**asdict(assessment.thresholds), "near_m": assessment.near_m},
        "language": made_with.language,
    }


def _site(assessment: Assessment) -> Json:
    site = assessment.site
    return {
        "kind": site.kind.value,
        **_amounts(site.kind, assessment.overlay.total),
        "stated_area_m2": None if site.stated_area_m2 is None else _metres(site.stated_area_m2),
        "wkt": geometry.to_wkt(site.shape),
        "crs": geometry.CRS,
        "given_crs": site.crs,
        "source": site.source,
        "position": "exact" if site.is_exact else "approximate",
        "repaired": site.was_repaired,
        "plots": [_plot(plot, found, site) for plot, found in zip(site.plots, assessment.plots, strict=True)],
    }


def _plot(plot: Any, found: PlotFinding, site: Site) -> Json:
    return {
        "name": plot.name,
        **_amounts(site.kind, found.total),
        "wkt": geometry.to_wkt(plot.shape),
        "units": [_met(one.unit.code, one.piece, site.kind) for one in found.units],
    }


def _amounts(kind: SiteKind, total: float) -> Json:
    return {
        "area_m2": _metres(total) if kind is SiteKind.POLYGON else None,
        "length_m": _metres(total) if kind is SiteKind.LINE else None,
        "point_count": round(total) if kind is SiteKind.POINT else None,
    }


def _nearest(assessment: Assessment) -> list[Json]:
    """The nearest unit of every class and the nearest zone of every theme; at no distance where they are met."""
    units = [
        {"kind": "unit", "of": one.unit.unit_class.value, "code": one.unit.code, "name": one.unit.name, "distance_m": _metres(one.distance_m)}
        for one in assessment.nearest_units
    ]  # fmt: skip
    zones = [
        {"kind": "zone", "of": one.zone.theme, "code": one.zone.code, "name": one.zone.name, "distance_m": _metres(one.distance_m)}
        for one in assessment.nearest_zones
    ]  # fmt: skip
    return [*units, *zones]


def _coverage(kind: SiteKind, laid: Overlay) -> Json:
    measured = {"covered": laid.covered, "uncovered": laid.uncovered, "double": laid.double}
    # What the sum of the shares must give; for points there is nothing to sum.
    share = (sum(piece.share for piece in laid.pieces) * laid.total + laid.uncovered - laid.double) / (laid.total or 1)
    return {
        **{f"{name}_m2": _metres(value) if kind is SiteKind.POLYGON else None for name, value in measured.items()},
        **{f"{name}_m": _metres(value) if kind is SiteKind.LINE else None for name, value in measured.items()},
        "uncovered_share": _share(laid.uncovered / laid.total if laid.total else 0.0),
        "leaves_gap": laid.leaves_gap,
        "balance_share": None if kind is SiteKind.POINT else _share(share),
    }


def _unit(found: UnitFinding, kind: SiteKind) -> Json:
    unit = found.unit
    return {
        "code": unit.code,
        "name": unit.name,
        "class": unit.unit_class.value,
        **_piece(found.piece, kind),
        "class_text": unit.class_text,
        "elements": unit.elements,
        "province": unit.province,
        "city": unit.city,
        "county": unit.county,
        "is_code_well_formed": is_well_formed(unit.code),
        "source": {"file": unit.source_file, "row": unit.source_row},
    }


def _zone(found: ZoneFinding, kind: SiteKind) -> Json:
    return {
        "theme": found.theme,
        "state": found.state.value,
        "zones": [
            {
                "code": zone.code,
                "name": zone.name,
                **_piece(piece, kind),
                "source": {"file": zone.source_file, "row": zone.source_row},
            }
            for zone, piece in found.met
        ],
    }


def _met(code: str, piece: Piece, kind: SiteKind) -> Json:
    return {"code": code, **_piece(piece, kind)}


def _piece(piece: Piece, kind: SiteKind) -> Json:
    return {
        "relation": piece.relation.value,
        "area_m2": _metres(piece.area_m2) if kind is SiteKind.POLYGON else None,
        "length_m": _metres(piece.length_m) if kind is SiteKind.LINE else None,
        "share": None if kind is SiteKind.POINT else _share(piece.share),
        "distance_m": _metres(piece.distance_m),
    }


def _clause(found: ClauseFinding, noted: ClauseNotes | None, answer: Answer | None = None) -> Json:
    clause, access_list = found.clause, found.access_list
    return {
        "id": clause.clause_id,
        "list": clause.list_id,
        "list_title": access_list.title,
        "tier": access_list.tier.value,
        "scope": _scope(access_list),
        "unit": clause.unit_code or None,
        "relation": found.relation.value,
        "because": list(found.because),
        "through": list(found.through),
        "dimension": clause.dimension or None,
        "number": clause.number or None,
        "tag": clause.tag or None,
        "text": clause.text,
        "source": {
            "document": access_list.document,
            "document_no": access_list.document_no,
            "version": access_list.effective,
            "file": clause.source.file,
            "sheet": clause.source.sheet,
            "row": clause.source.row,
        },
        "relevance": noted.relevance.level.value if noted and noted.relevance else None,
        "matches": [
            {"kind": one.kind.value, "word": one.word, "start": one.start, "end": one.end}
            for one in (noted.relevance.matches if noted and noted.relevance else ())
        ],
        "modality": [one.value for one in noted.reading.modality] if noted else [],
        "reading": _reading(noted.reading) if noted else None,
        "answer": _answer(answer),
        "notes": _note_codes(found, noted),
    }


def _note_codes(found: ClauseFinding, noted: ClauseNotes | None) -> list[str]:
    if noted:
        return [one.code for one in noted.hints]
    return ["unit-place-unknown"] if found.unplaced else []


def _reading(reading: ClauseReading) -> Json:
    """What is found in the words of a clause; places count characters of its text (of its tag where ``in_tag``)."""
    return {
        "tag_kind": reading.kind or None,
        "modal_words": [
            {
                "modality": one.modality.value,
                "word": one.word,
                "in_tag": one.in_tag,
                "start": one.start,
                "end": one.end,
                "exception": list(one.exception) if one.exception else None,
            }
            for one in reading.modalities
        ],
        "quantities": [
            {
                "low": _plain(one.low),
                "high": _plain(one.high),
                "comparison": one.comparison.value or None,
                "unit": one.unit or None,
                "word": one.word,
                "start": one.start,
                "end": one.end,
            }
            for one in reading.quantities
        ],
        "cites": [{"name": one.name, "start": one.start, "end": one.end} for one in reading.cites],
    }


def _plain(number: Decimal) -> int | float:
    """A number as JSON writes it: whole numbers without a point."""
    return int(number) if number == number.to_integral_value() else float(number)


def _scope(access_list: AccessList) -> Json:
    scope = access_list.scope
    return {
        "admin": list(scope.admin),
        "units": list(scope.units),
        "classes": [one.value for one in scope.classes],
        "zones": list(scope.zones),
    }


def _faults(faults: Iterable[Fault], language: str) -> Sequence[Json]:
    return [
        {"code": one.code, "level": one.level.value, "facts": dict(one.facts), "text": sentence_of(one, language)}
        for one in faults
    ]


def _metres(value: float) -> float:
    return round(value, 4) + 0.0  # + 0.0 turns -0.0 into 0.0


def _share(value: float) -> float:
    return round(value, 12) + 0.0
