# SPDX-License-Identifier: GPL-3.0-or-later
"""The cases as the list shows them: what each row says, whether it still holds, and which rows a search lets through. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ...bridge.i18n import language, tr
from ...core.folding import find, words_of
from ...core.geometry import Shape
from ...core.judgement import CaseState
from ...files.case_register import CaseHead
from ...jobs.open_release import StoredRelease
from ...wording import word
from ..releases.standing import Standing, standing_among

_MOST_UNITS: Final = 2


@dataclass(frozen=True)
class CaseRow:
    """One case. ``stale`` says why its release is no longer the one in force, empty where it is."""

    case_id: str
    state: CaseState
    title: str
    details: str
    release: str
    stale: str
    whole_text: str
    search: str
    shape: Shape = field(repr=False, compare=False)


@dataclass(frozen=True)
class HeadingRow:
    """A line above rows that stand apart."""

    title: str


Row = CaseRow | HeadingRow


def state_word(state: CaseState) -> str:
    """Where a case stands, in the field's word."""
    return word(f"case-state-{state.value}", language())


def case_rows(heads: Iterable[CaseHead], releases: Sequence[StoredRelease], today: str) -> tuple[CaseRow, ...]:
    """A row a case, in the order given."""
    by_digest = {one.digest: one for one in releases}
    return tuple(_row(one, by_digest.get(one.release_digest), releases, today) for one in heads)


def arranged(rows: Iterable[CaseRow], text: str = "", states: frozenset[CaseState] = frozenset()) -> tuple[Row, ...]:
    """The rows that hold every word of ``text`` and are in one of ``states`` (none: in any); withdrawn ones apart, at the end."""
    words = words_of(text)
    found = [
        one
        for one in rows
        if (not states or one.state in states) and (not words or find(one.search, words) is not None)
    ]
    firm = [one for one in found if one.state is not CaseState.WITHDRAWN]
    withdrawn = [one for one in found if one.state is CaseState.WITHDRAWN]
    if not withdrawn:
        return tuple(firm)
    return (*firm, HeadingRow(tr("Withdrawn ({count})").format(count=len(withdrawn))), *withdrawn)


def _row(head: CaseHead, stored: StoredRelease | None, releases: Sequence[StoredRelease], today: str) -> CaseRow:
    project, matter = head.project, head.matter
    version = tr("version {version}").format(version=head.version) if head.version > 1 else ""
    verdict = word(f"verdict-{head.verdict.value}", language()) if head.verdict else ""
    title = " ".join(
        part for part in (head.number, head.name or project.name or tr("(without a name)"), version) if part
    )
    units = "、".join(head.units[:_MOST_UNITS]) + ("…" if len(head.units) > _MOST_UNITS else "")
    company = project.company or project.place or matter.town
    details = " · ".join(part for part in (company, head.made_at[:10], verdict, units) if part)
    stale = _stale(stored, releases, today)
    lines = (
        title, state_word(head.state), project.company, project.place, project.industry, matter.town,
        " ".join(part for part in (matter.sender, matter.document_no) if part), "、".join(head.units),
        f"{tr('Release')}: {head.release_name}", stale,
        tr("made {made}, changed {changed}").format(made=head.made_at[:16].replace("T", " "), changed=head.changed_at[:16].replace("T", " ")),
    )  # fmt: skip
    whole = "\n".join(line for line in lines if line)
    return CaseRow(head.case_id, head.state, title, details, head.release_name, stale, whole, whole, head.shape)


def _stale(stored: StoredRelease | None, releases: Sequence[StoredRelease], today: str) -> str:
    if stored is None:
        return tr("its release is not at hand")
    standing, _, successors = standing_among(stored, releases, today)
    if successors:
        return tr("stale: now {names}").format(names="、".join(successors))
    return tr("stale: its release no longer holds") if standing is Standing.SUPERSEDED else ""
