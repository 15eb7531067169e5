# SPDX-License-Identifier: GPL-3.0-or-later
"""Item models of the import page: sources, columns, sample rows, faults by kind. Read-only but for a column's role."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from qgis.PyQt.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon

from ...bridge.i18n import tr
from ...core.errors import Fault, Level
from ..words import fault_sentence, tooltip_text
from .import_draft import FaultGroup
from .import_rows import UNREAD, ColumnRow, SourceRow, column_name, group_title, role_name

VALUE: Final = Qt.ItemDataRole.UserRole
"""The row itself."""
IS_TITLE: Final = Qt.ItemDataRole.UserRole + 1
CHOICES: Final = Qt.ItemDataRole.UserRole + 2
"""What can be chosen in a cell: pairs of text and value."""
CHOSEN: Final = Qt.ItemDataRole.UserRole + 3
"""The value that is chosen there."""
_NOWHERE: Final = QModelIndex()
_MOST_SHOWN: Final = 500
"""Faults of one kind in the list; how many more there are is said in its last line, and the report holds all of them."""


class SourceModel(QAbstractTableModel):
    """A line a source: what it is called and what was found in it, what it is taken for (to be changed), what is odd about it."""

    role_chosen = pyqtSignal(int, str)
    """Key of the source, and what a person takes it for."""

    def __init__(self, icon_of: Callable[[str], QIcon]) -> None:
        super().__init__()
        self.rows: tuple[SourceRow, ...] = ()
        self._icon_of = icon_of

    def show(self, rows: Sequence[SourceRow]) -> None:
        """Take other rows; where only texts have changed, the choice and the place of the list stay."""
        is_same = [one.key for one in rows] == [one.key for one in self.rows]
        if is_same:
            self.rows = tuple(rows)
            if self.rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 2))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def place_of(self, key: int) -> int:
        """Row of the source of that key, -1 for none."""
        return next((place for place, one in enumerate(self.rows) if one.key == key), -1)

    def rowCount(self, parent: QModelIndex = _NOWHERE) -> int:
        """Number of sources."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = _NOWHERE) -> int:
        """What it is, what it is taken for, and what is odd."""
        return 3

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        """What it is taken for can be changed."""
        return super().flags(index) | (Qt.ItemFlag.ItemIsEditable if index.column() == 1 else Qt.ItemFlag.NoItemFlags)

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A person chose; it holds once the draft says so."""
        row = self.rows[index.row()]
        if index.column() != 1 or role != Qt.ItemDataRole.EditRole or value == row.role:
            return False
        self.role_chosen.emit(row.key, value)
        return True

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Two lines of text, or counts of errors and warnings."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == VALUE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip_text(f"{row.title}\n{row.tip}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((row.title, role_name(row.role), row.detail))
        if index.column() == 0:
            if role == Qt.ItemDataRole.DisplayRole:
                return f"{row.title}\n{row.detail}"
            if role == Qt.ItemDataRole.DecorationRole:
                return self._icon_of(f"role-{'none' if row.role in ('', UNREAD) else row.role}")
        if index.column() == 1:
            if role == Qt.ItemDataRole.DisplayRole:
                return role_name(row.role)
            if role == CHOSEN:
                return row.role
            if role == CHOICES:
                return [(role_name(one), one) for one in row.roles]
        if index.column() == 2:
            if role == Qt.ItemDataRole.DisplayRole:
                said = [f"✕ {row.errors}"] * bool(row.errors) + [f"⚠ {row.warnings}"] * bool(row.warnings)
                return "\n".join(said)
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


class ColumnModel(QAbstractTableModel):
    """A line a column: heading, what it is taken for (to be changed), what stands in it."""

    mapped = pyqtSignal(str, str)
    """Heading and role that a person chose."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[ColumnRow, ...] = ()
        self.roles: tuple[str, ...] = ()

    def show(self, rows: Sequence[ColumnRow], roles: Sequence[str]) -> None:
        """Take other columns, and what each of them can be."""
        if [one.heading for one in rows] == [one.heading for one in self.rows]:
            self.rows, self.roles = tuple(rows), tuple(roles)
            if self.rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 2))
            return
        self.beginResetModel()
        self.rows, self.roles = tuple(rows), tuple(roles)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = _NOWHERE) -> int:
        """Number of columns in the file."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = _NOWHERE) -> int:
        """Heading, role, sample; no sample where none of them has one."""
        return 3 if any(one.sample for one in self.rows) else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in each."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Column"), tr("Taken for"), tr("Sample"))[section]

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        """The role can be changed."""
        can_edit = Qt.ItemFlag.ItemIsEditable if index.column() == 1 else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | can_edit

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts as they stand in the file; the role by its name."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (CHOSEN, Qt.ItemDataRole.EditRole) and index.column() == 1:
            return row.role
        if role == CHOICES:
            return [(column_name(one), one) for one in ("", *self.roles)]
        texts = (" ".join(row.heading.split()), column_name(row.role), " ".join(row.sample.split()))
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip_text((row.heading, column_name(row.role), row.sample)[index.column()])
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A person chose a role; it holds once the draft says so."""
        row = self.rows[index.row()]
        if index.column() != 1 or role != Qt.ItemDataRole.EditRole or value == row.role:
            return False
        self.mapped.emit(row.heading, value)
        return True


class SampleModel(QAbstractTableModel):
    """The first rows as they will be stored."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: tuple[str, ...] = ()
        self.rows: tuple[tuple[str, ...], ...] = ()

    def show(self, headings: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
        """Take other rows."""
        self.beginResetModel()
        self.headings, self.rows = tuple(headings), tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = _NOWHERE) -> int:
        """Number of sample rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = _NOWHERE) -> int:
        """As many as have a heading."""
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heading, or the row's number."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.headings[section] if orientation == Qt.Orientation.Horizontal else section + 1

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text, whole in the tooltip."""
        row = self.rows[index.row()]
        text = row[index.column()] if index.column() < len(row) else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(text.split())
        return tooltip_text(text) if role == Qt.ItemDataRole.ToolTipRole else None


class FaultModel(QAbstractItemModel):
    """Faults by kind: a kind with one of them is one line, of several the single ones stand below it."""

    def __init__(self, icon_of: Callable[[str], QIcon]) -> None:
        super().__init__()
        self.groups: tuple[FaultGroup, ...] = ()
        self._icon_of = icon_of

    def show(self, groups: Sequence[FaultGroup]) -> None:
        """Take other faults."""
        if tuple(groups) == self.groups:
            return
        self.beginResetModel()
        self.groups = tuple(groups)
        self.endResetModel()

    def index(self, row: int, column: int, parent: QModelIndex = _NOWHERE) -> QModelIndex:
        """A group has 0 for its number, a fault the place of its group plus 1."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: QModelIndex = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        """The group of a fault."""
        number = int(index.internalId()) if index.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else QModelIndex()

    def rowCount(self, parent: QModelIndex = _NOWHERE) -> int:
        """Groups, or the faults of one that has several."""
        if not parent.isValid():
            return len(self.groups)
        if parent.internalId():
            return 0
        count = len(self.groups[parent.row()].faults)
        return 0 if count == 1 else min(count, _MOST_SHOWN + 1)

    def columnCount(self, parent: QModelIndex = _NOWHERE) -> int:
        """The sentence."""
        return 1

    def fault_at(self, index: QModelIndex) -> Fault | None:
        """The fault of a line: of a group its first."""
        if not index.isValid():
            return None
        number = int(index.internalId())
        group = self.groups[number - 1 if number else index.row()]
        place = index.row() if number else 0
        return group.faults[place] if not number or place < _MOST_SHOWN else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The sentence; of a group also how many there are."""
        if not index.isValid():
            return None
        number = int(index.internalId())
        group = self.groups[number - 1 if number else index.row()]
        if role == IS_TITLE:
            return not number
        if role == Qt.ItemDataRole.DecorationRole and not number:
            looks = {Level.ERROR: "look-error", Level.WARNING: "look-incomplete", Level.INFO: "look-empty"}
            return self._icon_of(looks[group.level])
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        fault = self.fault_at(index)
        if fault is None:
            text = tr("… and {count} more; the report of the import lists all of them").format(
                count=len(group.faults) - _MOST_SHOWN
            )
        elif number:
            text = fault_sentence(fault)
        else:
            count = len(group.faults)
            text = group_title(group) if count == 1 else f"{count} × {group_title(group)}"
        return tooltip_text(text) if role == Qt.ItemDataRole.ToolTipRole else text
