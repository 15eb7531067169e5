# SPDX-License-Identifier: GPL-3.0-or-later
"""What a register says as tables: a year's cases by kind, town and conclusion; what another release makes of its cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from ..core.judgement import CONCLUDING, CaseState, ChangedClause, ClauseChange, Matter, Rejudgement, Verdict
from ..wording import sentence, sentence_of, word
from .made_with import MadeWith
from .tables import SheetTable

REJUDGEMENT: Final = "zoning.rejudgement/1"


@dataclass(frozen=True)
class CountedCase:
    """A case as a year's count takes it: ``verdict`` is that of the conclusion that stands, None where none does."""

    number: str
    name: str
    company: str
    industry: str
    place: str
    matter: Matter
    state: CaseState
    verdict: Verdict | None
    day: str
    release: str
    remark: str = ""


# --- a year ----------------------------------------------------------------------------------------------------------


def year_tables(cases: Sequence[CountedCase], year: str, office: str, language: str) -> tuple[SheetTable, ...]:
    """Counts by 事项类型 and by 乡镇 × 结论, the 典型案例, and every case; withdrawn ones are counted apart."""
    said = _Said(language)
    title = said("register-year-title", office=office, year=year)
    return (
        _counts(cases, said, "register-by-kind", title, lambda one: one.matter.kind),
        _counts(cases, said, "register-by-town", title, lambda one: one.matter.town),
        _listed([one for one in cases if one.matter.is_typical], said, "register-typical", title),
        _listed(cases, said, "register-all", title),
    )


class _Said:
    """Words and sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, code: str, /, **facts: str) -> str:
        return sentence(code, facts, self.language)

    def word(self, code: str) -> str:
        return word(code, self.language)


def _counts(
    cases: Sequence[CountedCase], said: _Said, name: str, title: str, group_of: Callable[[CountedCase], str]
) -> SheetTable:
    header = (
        said(f"{name}-column"), *(said.word(f"verdict-{one.value}") for one in CONCLUDING), said("register-open"),
        said.word("case-state-withdrawn"), said("register-total"),
    )  # fmt: skip
    counts: dict[str, Counter[str]] = {}
    for one in cases:
        counts.setdefault(group_of(one).strip(), Counter())[_column(one)] += 1
    names = sorted(counts, key=lambda one: (not one, one))
    columns = [*(one.value for one in CONCLUDING), "open", "withdrawn"]
    rows: list[tuple[str | int | float, ...]] = [
        (group or said("register-not-stated"), *(counts[group][one] for one in columns), sum(counts[group].values()))
        for group in names
    ]
    sums = [sum(counts[group][one] for group in names) for one in columns]
    rows.append((said("register-total"), *sums, sum(sums)))
    return SheetTable(
        said(name), title, header, tuple(rows), (28, 10, 10, 10, 10, 10, 10), notes=(said("register-year-note"),),
        bold_rows=frozenset({len(rows) - 1}),
    )  # fmt: skip


def _column(one: CountedCase) -> str:
    if one.state is CaseState.WITHDRAWN:
        return "withdrawn"
    return one.verdict.value if one.verdict is not None else "open"


def _listed(cases: Sequence[CountedCase], said: _Said, name: str, title: str) -> SheetTable:
    keys = (
        "number",
        "name",
        "company",
        "industry",
        "place",
        "town",
        "kind",
        "document",
        "day",
        "release",
        "state",
        "verdict",
        "remark",
    )
    rows = tuple(
        (
            one.number, one.name, one.company, one.industry, one.place, one.matter.town, one.matter.kind, one.matter.document_no, one.day,
            one.release, said.word(f"case-state-{one.state.value}"),
            said.word(f"verdict-{one.verdict.value}") if one.verdict is not None else "", one.remark,
        )
        for one in cases
    )  # fmt: skip
    widths = (14, 28, 24, 20, 24, 12, 16, 18, 12, 22, 14, 10, 40)
    return SheetTable(said(name), title, tuple(said(f"register-column-{one}") for one in keys), rows, widths)


# --- another release -------------------------------------------------------------------------------------------------


def rejudgement_json(
    found: Sequence[Rejudgement], *, register: str, release: str, digest: str, on: str, made_with: MadeWith
) -> dict[str, Any]:
    """Every case with what changes for it, as plain values, keys in the order of docs/formats/case-register.md."""
    language = made_with.language
    return {
        "schema": REJUDGEMENT,
        "register": register,
        "release": {"name": release, "digest": digest},
        "on": on,
        "made_with": {"plugin": made_with.plugin, "qgis": made_with.qgis, "language": language},
        "counts": counts_of(found),
        "cases": [_case_json(one, language) for one in found],
    }


def counts_of(found: Sequence[Rejudgement]) -> dict[str, int]:
    """Cases, changed, unchanged, those that could not be judged, and changes of each kind."""
    kinds = Counter(change.change for one in found for change in one.changes)
    return {
        "cases": len(found),
        "changed": sum(one.is_changed for one in found),
        "unchanged": sum(one.after is not None and not one.is_changed for one in found),
        "failed": sum(one.after is None for one in found),
        **{one.value: kinds[one] for one in ClauseChange},
    }


def _case_json(found: Rejudgement, language: str) -> dict[str, Any]:
    before, after = found.before, found.after
    return {
        "case_id": found.case_id,
        "version": found.version,
        "number": found.number,
        "name": found.name,
        "case_state": found.case_state.value,
        "before": {"release": before.release_name, "digest": before.release_digest, "on": before.on, "state": before.state.value},
        "after": None if after is None else {
            "release": after.release_name, "digest": after.release_digest, "on": after.on, "state": after.state.value,
            "reasons": [{"code": one.code, "text": sentence_of(one, language)} for one in after.reasons],
        },
        "is_changed": found.is_changed,
        "units": {"gone": list(found.units_gone), "new": list(found.units_new)},
        "changes": [_change_json(one) for one in found.changes],
        "error": None if found.why is None else {"code": found.why.code, "text": sentence_of(found.why, language)},
    }  # fmt: skip


def _change_json(change: ChangedClause) -> dict[str, Any]:
    def side(one: Any) -> dict[str, Any] | None:
        kept = ("key", "list_title", "unit_code", "dimension", "number", "printed", "text_sha256")
        return None if one is None else {name: value for name, value in asdict(one).items() if name in kept}

    return {"change": change.change.value, "before": side(change.before), "after": side(change.after)}


def changes_json(found: Rejudgement) -> list[dict[str, Any]]:
    """The changes of one case, as its register keeps them."""
    return [_change_json(one) for one in found.changes]


def rejudgement_tables(found: Sequence[Rejudgement], *, release: str, on: str, language: str) -> tuple[SheetTable, ...]:
    """A row a case, and a row a changed clause with both texts."""
    said = _Said(language)
    title = said("register-rejudged-title", release=release, on=on)
    keys = (
        "number",
        "name",
        "state",
        "was",
        "before",
        "after",
        *(one.value for one in ClauseChange),
        "units-gone",
        "units-new",
        "remark",
    )
    rows = tuple(_case_row(one, said) for one in found)
    counts = counts_of(found)
    facts = {name: str(counts[name]) for name in ("cases", "changed", "failed")} | {"same": str(counts["unchanged"])}
    cases = SheetTable(
        said("register-rejudged"), title, tuple(_heading(one, said) for one in keys), rows,
        (14, 28, 14, 24, 10, 10, 8, 8, 8, 8, 8, 24, 24, 40), notes=(said("cases-rejudged", **facts),),
    )  # fmt: skip
    columns = ("number", "name", "change", "list", "unit", "clause", "before-text", "after-text")
    changes = tuple(_change_row(one, change, said) for one in found for change in one.changes)
    return cases, SheetTable(
        said("register-changes"), title, tuple(said(f"register-column-{one}") for one in columns), changes,
        (14, 28, 14, 24, 18, 10, 60, 60),
    )  # fmt: skip


def _heading(key: str, said: _Said) -> str:
    kinds = {one.value for one in ClauseChange}
    return said.word(f"clause-change-{key}") if key in kinds else said(f"register-column-{key}")


def _case_row(found: Rejudgement, said: _Said) -> tuple[str | int | float, ...]:
    kinds = Counter(one.change for one in found.changes)
    after = found.after
    counts = [kinds[one] for one in ClauseChange] if after is not None else [""] * len(ClauseChange)
    if found.why is not None:
        remark = sentence_of(found.why, said.language)
    else:
        remark = "\n".join(sentence_of(one, said.language) for one in after.reasons) if after is not None else ""
    return (
        found.number, found.name, said.word(f"case-state-{found.case_state.value}"), found.before.release_name,
        said.word(f"state-{found.before.state.value}"), said.word(f"state-{after.state.value}") if after is not None else "", *counts,
        "、".join(found.units_gone), "、".join(found.units_new), remark,
    )  # fmt: skip


def _change_row(found: Rejudgement, change: ChangedClause, said: _Said) -> tuple[str | int | float, ...]:
    one = change.after or change.before
    assert one is not None
    units = dict.fromkeys(side.unit_code for side in (change.before, change.after) if side is not None)
    numbers = dict.fromkeys(side.number for side in (change.before, change.after) if side is not None)
    return (
        found.number, found.name, said.word(f"clause-change-{change.change.value}"), one.list_title, " → ".join(units), " → ".join(numbers),
        change.before.printed if change.before is not None else "", change.after.printed if change.after is not None else "",
    )  # fmt: skip
