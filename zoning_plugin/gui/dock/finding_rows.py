# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies at the site, one row each: units from the strongest relation on, what no unit covers, and every zone theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from ...bridge.i18n import tr
from ...core.assessment import Assessment
from ...core.finding import NearestUnit, NearestZone, UnitFinding, ZoneFinding
from ...core.geometry import Shape
from ...core.overlay import Overlay
from ...core.site import Site
from ...core.terms import Relation, SiteKind, UnitClass, ZoneState
from ..words import amount_text, class_word, length_text, piece_text, share_text, tooltip_text, zone_state_word

ROW: Final = Qt.ItemDataRole.UserRole + 1
"""Role under which the model gives the row itself: UnitRow, GapRow or ZoneRow."""

_MOST_NAMED: Final = 3
"""How many zones of a theme are named in a row; the rest are counted."""


@dataclass(frozen=True)
class UnitRow:
    """A unit met or near."""

    finding: UnitFinding
    kind: SiteKind
    total: float
    """Size of the whole site: it decides the unit of every amount in the list."""

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """What to flash on the map: the common part, or the shortest way to the unit."""
        return (self.finding.piece.shape,)

    @property
    def title(self) -> str:
        """Name of the unit."""
        return self.finding.unit.name or self.finding.unit.code

    @property
    def detail(self) -> str:
        """Amount or distance, relation and class."""
        return f"{piece_text(self.finding, self.kind, self.total)} · {class_word(self.finding.unit.unit_class)}"

    @property
    def share(self) -> float | None:
        """Share of the site, where it is more than a contact."""
        piece = self.finding.piece
        is_measured = piece.relation in (Relation.INSIDE, Relation.OVERLAP) and self.kind is not SiteKind.POINT
        return piece.share if is_measured else None


@dataclass(frozen=True)
class GapRow:
    """What no unit covers."""

    amount: float
    share: float | None
    kind: SiteKind
    total: float
    shape: Shape

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """What to flash on the map."""
        return (self.shape,)

    @property
    def title(self) -> str:
        """That nothing covers it."""
        return tr("Not covered by any unit")

    @property
    def detail(self) -> str:
        """The amount."""
        return amount_text(self.amount, self.kind, self.total)


@dataclass(frozen=True)
class NearestRow:
    """The nearest unit of a class of which the site meets none."""

    nearest: NearestUnit

    state = ZoneState.CLEAR

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """What to flash on the map: the whole unit."""
        return (self.nearest.unit.shape,)

    @property
    def title(self) -> str:
        """The class."""
        return tr("Nearest {unit_class}").format(unit_class=class_word(self.nearest.unit.unit_class))

    @property
    def detail(self) -> str:
        """How far away it is, and its name."""
        unit = self.nearest.unit
        return f"{length_text(self.nearest.distance_m)} · {unit.name or unit.code}"


@dataclass(frozen=True)
class ZoneRow:
    """A theme and what is known of it; ``nearest`` is the nearest of its zones where that is known."""

    finding: ZoneFinding
    kind: SiteKind
    total: float
    nearest: NearestZone | None = None

    @property
    def state(self) -> ZoneState:
        """What is known of the theme."""
        return self.finding.state

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """What to flash on the map."""
        return tuple(piece.shape for _, piece in self.finding.met)

    @property
    def title(self) -> str:
        """The theme."""
        return self.finding.theme

    @property
    def detail(self) -> str:
        """The state in words, and for a theme that is met each zone with its own amount (zones may overlap: no sum)."""
        words = [zone_state_word(self.finding.state)]
        firm = [(zone, piece) for zone, piece in self.finding.met if piece.relation is not Relation.NEAR]
        named = []
        for zone, piece in firm[:_MOST_NAMED]:
            amount = piece.area_m2 if self.kind is SiteKind.POLYGON else piece.length_m
            parts = (zone.name or zone.code, amount_text(amount, self.kind, self.total) if amount else "")
            named.append(" ".join(part for part in parts if part))
        words += [name for name in named if name]
        if len(firm) > _MOST_NAMED:
            words.append(tr("and {count} more").format(count=len(firm) - _MOST_NAMED))
        if self.nearest is not None and self.nearest.distance_m > 0:
            words.append(tr("nearest {distance} away").format(distance=length_text(self.nearest.distance_m)))
        return " · ".join(words)


FindingRow = UnitRow | GapRow | NearestRow | ZoneRow


def rows_of(assessment: Assessment) -> tuple[FindingRow, ...]:
    """Every row for one assessment: units met, what is uncovered, the nearest priority unit, zone themes, units that are only near."""
    kind, total = assessment.site.kind, assessment.overlay.total
    met = met_rows(assessment.site, assessment.overlay, assessment.units)
    near = [UnitRow(one, kind, total) for one in assessment.units if not one.is_met]
    listed = {row.finding.unit.code for row in near}
    apart = [
        NearestRow(one)
        for one in assessment.nearest_units
        if one.unit.unit_class is UnitClass.PRIORITY and one.distance_m > 0 and one.unit.code not in listed
    ]
    by_theme = {one.zone.theme: one for one in assessment.nearest_zones}
    zones = [ZoneRow(one, kind, total, by_theme.get(one.theme)) for one in assessment.zones]
    return (*met, *apart, *zones, *near)


def met_rows(site: Site, laid: Overlay, units: Sequence[UnitFinding]) -> tuple[UnitRow | GapRow, ...]:
    """The rows of the units met, and of what is uncovered."""
    met = [UnitRow(one, site.kind, laid.total) for one in units if one.is_met]
    share = laid.uncovered / laid.total if laid.total else 0.0
    gap = [GapRow(laid.uncovered, share, site.kind, laid.total, laid.uncovered_shape)] if laid.leaves_gap else []
    return (*met, *gap)


class FindingRows(QAbstractListModel):
    """The rows as a list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[FindingRow, ...] = ()

    def set_rows(self, rows: tuple[FindingRow, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, or what it says in one line."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            code = row.finding.unit.code if isinstance(row, UnitRow) else ""
            share = share_text(row.share) if isinstance(row, (UnitRow, GapRow)) and row.share is not None else ""
            return " · ".join(part for part in (row.title, code, row.detail, share) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row)
        return None

    @staticmethod
    def _tooltip(row: FindingRow) -> str:
        lines = [row.title, row.detail]
        if isinstance(row, UnitRow):
            unit = row.finding.unit
            place = " ".join(part for part in (unit.province, unit.city, unit.county) if part)
            share = share_text(row.share) if row.share is not None else ""
            lines = [row.title, unit.code, unit.class_text, unit.elements, place, unit.remark, row.detail, share]
        lines.append(tr("Double-click: zoom to it"))
        return tooltip_text("\n".join(dict.fromkeys(line for line in lines if line)))
