# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a case as plain JSON, and back. What is read is taken for hostile: whatever is odd is a ValueError.

The forms are those of docs/formats/case-register.md; ``assessed`` is a whole zoning.assessment/1.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, Final, TypeVar

from ..core import geometry
from ..core.clause import printed_clause
from ..core.errors import Fault, Level
from ..core.judgement import (
    Action,
    Answer,
    AskedClause,
    Assessed,
    Conclusion,
    Evidence,
    Matter,
    MatterField,
    OfficeRules,
    Output,
    PlatformQuery,
    Signature,
    SigningStep,
    Verdict,
    text_sha256,
)
from ..core.overlay import Thresholds
from ..core.project import Project
from ..core.site import Plot, Site
from ..core.terms import Relation, SiteKind, State

ASSESSMENT: Final = "zoning.assessment/1"

Json = dict[str, Any]
_Value = TypeVar("_Value", Project, Matter)


def canonical(value: object) -> str:
    """JSON text of one line, keys sorted, as the register's columns hold it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)


def parsed(text: str) -> Any:
    """What a JSON text says. Raises ValueError, also for one nested too deep."""
    try:
        return json.loads(text)
    except RecursionError as reason:
        raise ValueError("nested too deep") from reason


# --- the assessment a case rests on ----------------------------------------------------------------------------------


def assessed_from(document: object) -> Assessed:
    """What a case keeps of a zoning.assessment/1. Raises ValueError for anything that is none."""
    stated = _object(document, ASSESSMENT)
    if stated.get("schema") != ASSESSMENT:
        raise ValueError(f"schema {stated.get('schema')!r}")
    release = _object(stated.get("release"), "release")
    return Assessed(
        _text(release, "name"),
        _text(release, "digest"),
        _text(stated, "on"),
        State(_text(stated, "state")),
        tuple(_fault(one) for one in _list(stated, "reasons")),
        tuple(_asked(one) for one in _list(stated, "clauses")),
        tuple(
            dict.fromkeys(
                _text(_object(one, "units"), "code")
                for one in _list(stated, "units")
                if Relation(_text(_object(one, "units"), "relation")) is not Relation.NEAR
            )
        ),
    )


def _fault(value: object) -> Fault:
    stated = _object(value, "reason")
    facts = {str(name): str(one) for name, one in _object(stated.get("facts"), "facts").items()}
    return Fault(_text(stated, "code"), Level(_text(stated, "level")), tuple(sorted(facts.items())))


def _asked(value: object) -> AskedClause:
    stated = _object(value, "clause")
    number, tag, text = (_text_or_none(stated, name) for name in ("number", "tag", "text"))
    printed = printed_clause(number, tag, text)
    return AskedClause(
        _text(stated, "id"), text_sha256(printed), _text(stated, "list"), _text(stated, "list_title"), _text_or_none(stated, "unit"),
        _text_or_none(stated, "dimension"), number, printed, Relation(_text(stated, "relation")) is Relation.EDGE, text,
    )  # fmt: skip


def site_from(document: object) -> Site:
    """The site of a zoning.assessment/1, to be assessed again. Raises ValueError, SiteUnusable("shape-unreadable")."""
    stated = _object(_object(document, ASSESSMENT).get("site"), "site")
    area = stated.get("stated_area_m2")
    plots = tuple(
        Plot(_text(_object(one, "plot"), "name"), geometry.from_wkt(_text(_object(one, "plot"), "wkt")))
        for one in _list(stated, "plots")
    )
    codes = {_text(_object(one, "reason"), "code") for one in _list(_object(document, ASSESSMENT), "reasons")}
    return Site(
        geometry.from_wkt(_text(stated, "wkt")), SiteKind(_text(stated, "kind")), _text(stated, "given_crs"), _text(stated, "source"),
        _text(stated, "position") == "exact", None if area is None else float(area), plots, _text(stated, "repaired"),
        "position-maybe-offset" in codes,
    )  # fmt: skip


def measures_from(document: object) -> tuple[Thresholds, float]:
    """The thresholds a zoning.assessment/1 was made with, and up to how many metres units are listed as near. Raises ValueError."""
    stated = _object(
        _object(_object(document, ASSESSMENT).get("made_with"), "made_with").get("thresholds"), "thresholds"
    )
    values = [stated.get(name) for name in ("area_m2", "width_m", "length_m", "touch_m", "near_m")]
    numbers = [float(one) for one in values if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(numbers) != len(values) or not all(math.isfinite(one) and one >= 0 for one in numbers):
        raise ValueError("thresholds")
    return Thresholds(*numbers[:4]), numbers[4]


# --- what persons fill in --------------------------------------------------------------------------------------------


def fields_from(kind: type[_Value], value: object) -> _Value:
    """A project or a matter from an object with its fields; what is missing is empty. Raises ValueError."""
    stated = _object(value, kind.__name__)
    known = {one.name for one in fields(kind)}
    flags = {"is_typical"}
    wrong = [
        name for name, one in stated.items() if name not in known or not isinstance(one, bool if name in flags else str)
    ]
    if wrong:
        raise ValueError(", ".join(sorted(map(str, wrong))))
    return kind(**stated)


def platform_of(value: PlatformQuery) -> Json:
    """A query on the platform as JSON."""
    return asdict(value)


def platform_from(value: object) -> PlatformQuery:
    """A query on the platform. Raises ValueError."""
    stated = _object(value, "platform")
    agrees, file = stated.get("agrees"), stated.get("file")
    if agrees not in (None, True, False):
        raise ValueError("agrees")
    return PlatformQuery(
        _text(stated, "number"), _text(stated, "date"), None if file is None else evidence_from(file), agrees, _text(stated, "remark"),
    )  # fmt: skip


def evidence_from(value: object) -> Evidence:
    """A file kept beside the register. Raises ValueError."""
    stated = _object(value, "evidence")
    size = stated.get("size")
    digest = _text(stated, "sha256")
    if not isinstance(size, int) or isinstance(size, bool) or not is_sha256(digest):
        raise ValueError("evidence")
    return Evidence(_text(stated, "name"), digest, size)


def is_sha256(text: str) -> bool:
    """Whether a text is a SHA-256 as files are named by: 64 lower-case hexadecimal digits, nothing else."""
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def answer_of(answer: Answer) -> Json:
    """An answer as JSON."""
    return asdict(answer) | {"verdict": answer.verdict.value}


def answer_from(value: object) -> Answer:
    """An answer. Raises ValueError."""
    stated = _object(value, "answer")
    return Answer(
        _text(stated, "key"), _text(stated, "text_sha256"), Verdict(_text(stated, "verdict")), _text(stated, "reason"), _text(stated, "by"),
        _text(stated, "at"), tuple(evidence_from(one) for one in _list(stated, "evidence")), _text(stated, "reused_from"),
    )  # fmt: skip


def conclusion_of(conclusion: Conclusion) -> Json:
    """A conclusion as JSON."""
    return asdict(conclusion) | {"verdict": conclusion.verdict.value}


def conclusion_from(value: object) -> Conclusion:
    """A conclusion. Raises ValueError."""
    stated = _object(value, "conclusion")
    count = stated.get("answers")
    if not isinstance(count, int) or isinstance(count, bool):
        raise ValueError("answers")  # noqa: TRY004 - whatever is odd in a file is one kind of error
    return Conclusion(
        Verdict(_text(stated, "verdict")), _text(stated, "remark"), _text(stated, "by"), _text(stated, "at"), count
    )


def signature_of(signature: Signature) -> Json:
    """A signature as JSON."""
    return asdict(signature) | {"step": signature.step.value, "action": signature.action.value}


def signature_from(value: object) -> Signature:
    """A signature. Raises ValueError."""
    stated = _object(value, "signature")
    return Signature(
        SigningStep(_text(stated, "step")), Action(_text(stated, "action")), _text(stated, "by"), _text(stated, "at"), _text(stated, "remark")
    )  # fmt: skip


def output_from(value: object) -> Output:
    """A paper that was made. Raises ValueError."""
    stated = _object(value, "output")
    return Output(*(_text(stated, one.name) for one in fields(Output)))


# --- the rules of an office ------------------------------------------------------------------------------------------


def rules_of(rules: OfficeRules) -> Json:
    """The rules of an office as JSON."""
    return {
        "steps": [one.value for one in rules.steps],
        "needs_reason": [one.value for one in Verdict if one in rules.needs_reason],
        "distinct_signers": rules.distinct_signers,
        "matter_fields": [
            {"name": one.name, "required": one.is_required, "choices": list(one.choices)} for one in rules.fields
        ],
        "asks_platform": rules.asks_platform,
        "frequent_reasons": [{"verdict": verdict.value, "text": text} for verdict, text in rules.frequent_reasons],
    }


def rules_from(value: object) -> OfficeRules:
    """The rules of an office; what is not stated is as everywhere. Raises ValueError for a key that nothing reads, too."""
    stated, usual = _object(value, "rules"), OfficeRules()
    known = set(rules_of(usual))
    if not set(stated) <= known:
        raise ValueError(", ".join(sorted(set(stated) - known)))
    steps = tuple(SigningStep(one) for one in stated.get("steps", [one.value for one in usual.steps]))
    if list(steps) != [one for one in SigningStep if one in steps]:
        raise ValueError("steps")
    for name in ("distinct_signers", "asks_platform"):
        if not isinstance(stated.get(name, True), bool):
            raise ValueError(name)  # noqa: TRY004
    return OfficeRules(
        steps,
        frozenset(Verdict(one) for one in stated.get("needs_reason", usual.needs_reason)),
        stated.get("distinct_signers", usual.distinct_signers),
        tuple(_matter_field(one) for one in _list(stated, "matter_fields", ())),
        stated.get("asks_platform", usual.asks_platform),
        tuple(
            (Verdict(_text(_object(one, "reason"), "verdict")), _text(_object(one, "reason"), "text"))
            for one in _list(stated, "frequent_reasons", ())
        ),
    )


def _matter_field(value: object) -> MatterField:
    stated = _object(value, "matter_fields")
    name = _text(stated, "name")
    if name not in {one.name for one in fields(Matter)} - {"is_typical"}:
        raise ValueError(name)
    is_required = stated.get("required", False)
    if not isinstance(is_required, bool) or not set(stated) <= {"name", "required", "choices"}:
        raise ValueError(name)
    choices = _list(stated, "choices", ())
    if not all(isinstance(one, str) for one in choices):
        raise ValueError(name)
    return MatterField(name, is_required, tuple(choices))


# --- reading with care -----------------------------------------------------------------------------------------------


def _object(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(what)  # noqa: TRY004 - whatever is odd in a file is one kind of error
    return value


def _list(stated: Mapping[str, Any], name: str, otherwise: Iterable[Any] | None = None) -> Sequence[Any]:
    value = stated.get(name, otherwise)
    if not isinstance(value, list | tuple):
        raise ValueError(name)  # noqa: TRY004
    return value


def _text(stated: Mapping[str, Any], name: str) -> str:
    value = stated.get(name, "")
    if not isinstance(value, str):
        raise ValueError(name)  # noqa: TRY004
    return value


def _text_or_none(stated: Mapping[str, Any], name: str) -> str:
    return "" if stated.get(name) is None else _text(stated, name)
