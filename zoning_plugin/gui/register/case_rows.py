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
from ...files.case_register import Bounds, CaseHead
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
    day: str
    box: Bounds
    shape: Shape = field(repr=False, compare=False)


@dataclass(frozen=True)
class Wanted:
    """Which cases are looked for. ``state`` None: in any; ``since`` and ``until`` ISO days between which a case was made, empty: open;

    ``in_view``: only those whose site meets what the map shows.
    """  # fmt: skip

    text: str = ""
    state: CaseState | None = None
    since: str = ""
    until: str = ""
    in_view: bool = False

    @property
    def is_any(self) -> bool:
        """Whether nothing is asked, so that all cases are meant."""
        return not (words_of(self.text) or self.state is not None or self.since or self.until or self.in_view)


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


def arranged(rows: Iterable[CaseRow], wanted: Wanted = Wanted(), view: Bounds | None = None) -> tuple[Row, ...]:
    """The rows that fit what is wanted (``view``: what the map shows, None where that is not known); withdrawn ones apart, at the end."""
    words = words_of(wanted.text)
    found = [
        one
        for one in rows
        if (wanted.state in (None, one.state))
        and (not words or find(one.search, words) is not None)
        and (not wanted.since or one.day >= wanted.since)
        and (not wanted.until or one.day <= wanted.until)
        and (not wanted.in_view or view is None or _meet(one.box, view))
    ]
    firm = [one for one in found if one.state is not CaseState.WITHDRAWN]
    withdrawn = [one for one in found if one.state is CaseState.WITHDRAWN]
    if not withdrawn:
        return tuple(firm)
    return (*firm, HeadingRow(tr("Withdrawn ({count})").format(count=len(withdrawn))), *withdrawn)


def _meet(one: Bounds, other: Bounds) -> bool:
    return not (one[0] > other[2] or one[2] < other[0] or one[1] > other[3] or one[3] < other[1])


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
    return CaseRow(
        head.case_id,
        head.state,
        title,
        details,
        head.release_name,
        stale,
        whole,
        whole,
        head.made_at[:10],
        head.box,
        head.shape,
    )


def _stale(stored: StoredRelease | None, releases: Sequence[StoredRelease], today: str) -> str:
    if stored is None:
        return tr("its release is not at hand")
    standing, _, successors = standing_among(stored, releases, today)
    if successors:
        return tr("stale: now {names}").format(names="、".join(successors))
    return tr("stale: its release no longer holds") if standing is Standing.SUPERSEDED else ""
