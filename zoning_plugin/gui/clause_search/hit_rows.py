# SPDX-License-Identifier: GPL-3.0-or-later
"""What the search in all releases shows: a row for each release in which something was found, below it its clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from ...bridge.i18n import tr
from ...core.clause import Clause
from ...core.folding import Span, lit
from ...core.terms import ReleaseStatus
from ...jobs.search_clauses import ClauseHit, ClausesFound, ReleaseHits
from ..releases.standing import Standing
from ..words import step_word, tier_word, tooltip_text

ROW: Final = Qt.ItemDataRole.UserRole + 1
"""Role of the HeadingRow or HitRow."""


@dataclass(frozen=True)
class HeadingRow:
    """A release in which something was found: its name, how it stands, and how much of what was found is listed."""

    path: Path
    name: str
    standing: Standing
    state: str
    count: str

    @property
    def text(self) -> str:
        """The whole row."""
        return f"{self.name}\n{self.state} · {self.count}"


@dataclass(frozen=True)
class HitRow:
    """A clause that was found: where it stands (unit, list), as printed, and where the words are lit in both."""

    path: Path
    clause: Clause
    where: str
    where_spans: tuple[Span, ...]
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The whole row."""
        return f"{self.where}\n{self.clause.printed}"


Row = HeadingRow | HitRow


def rows_of(found: ClausesFound) -> tuple[Row, ...]:
    """The rows of an answer."""
    rows: list[Row] = []
    names = Counter(one.release.info.name for one in found.releases)
    for one in found.releases:
        heading = _heading(one)
        if names[heading.name] > 1:
            heading = replace(heading, name=f"{heading.name} ({heading.path.name})")
        rows.append(heading)
        rows += [_hit(hit, one.release.path, found.words) for hit in one.hits]
    return tuple(rows)


def _heading(one: ReleaseHits) -> HeadingRow:
    if one.status is ReleaseStatus.REPEALED:
        standing, state = Standing.SUPERSEDED, tr("repealed")
    elif one.superseded_by:
        standing, state = Standing.SUPERSEDED, tr("superseded by {name}").format(name="、".join(one.superseded_by))
    elif one.is_in_force:
        standing, state = Standing.IN_FORCE, tr("in force")
    elif one.status is not ReleaseStatus.PUBLISHED:
        standing, state = Standing.TRIAL, tr("trial only: {status}").format(status=step_word(one.status))
    elif one.release.info.effective:
        standing, state = Standing.TRIAL, tr("trial only: not yet in force")
    else:
        standing, state = Standing.TRIAL, tr("trial only: no effective date")
    since = tr("effective {date}").format(date=one.release.info.effective) if one.release.info.effective else ""
    count = tr("{total} clauses").format(total=one.total)
    if len(one.hits) < one.total:
        count = tr("the best {shown} of {count} clauses").format(shown=len(one.hits), count=one.total)
    parts = [state, since]
    return HeadingRow(
        one.release.path, one.release.info.name, standing, " · ".join(part for part in parts if part), count
    )


def _hit(hit: ClauseHit, path: Path, words: tuple[str, ...]) -> HitRow:
    clause, access_list = hit.clause, hit.access_list
    unit = " ".join(part for part in (hit.unit_name, clause.unit_code) if part)
    tier = tier_word(access_list.tier) if access_list else ""
    title = access_list.title if access_list else clause.list_id
    where = " · ".join(part for part in (unit, tier, title, clause.dimension) if part)
    return HitRow(path, clause, where, lit(where, words), hit.spans)


class HitModel(QAbstractListModel):
    """The rows, one below the other."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, or its text."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.text
        if role == Qt.ItemDataRole.ToolTipRole:
            if isinstance(row, HeadingRow):
                return tooltip_text(tr("Open this release\n{path}").format(path=row.path))
            return tooltip_text(tr("Open the release and show on the map where this clause applies"))
        return None
