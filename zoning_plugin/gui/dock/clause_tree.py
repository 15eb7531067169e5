# SPDX-License-Identifier: GPL-3.0-or-later
"""The clauses as a tree for a view: section, list, dimension, clause; and the filter that lets only matches through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, QObject, QSortFilterProxyModel, Qt

from ...bridge.i18n import tr
from ...core.finding import ClauseFinding
from ...core.folding import find
from ...core.terms import Relation
from ...core.unit import ControlUnit
from ..register.clause_marks import ClauseMark, verdict_word
from ..words import relation_word, tier_word, tooltip_text
from .clause_groups import DimensionGroup, ListGroup, Section
from .noted_clause import NotedClause

KIND: Final = Qt.ItemDataRole.UserRole + 1
"""Role of the row's NodeKind."""
CLAUSE: Final = Qt.ItemDataRole.UserRole + 2
"""Role of the ClauseFinding of a clause row."""
SECTION: Final = Qt.ItemDataRole.UserRole + 3
"""Role of the Section that a row belongs to."""
SOURCED: Final = Qt.ItemDataRole.UserRole + 4
"""Role of a row's text with where it stands, for the clipboard."""
COUNTS: Final = Qt.ItemDataRole.UserRole + 6
"""Role, of the filter only: how many of the clauses below a heading are shown, and how many there are."""
MARK: Final = Qt.ItemDataRole.UserRole + 7
"""Role of the ClauseMark of a clause of an open case, else None."""
NOTED: Final = Qt.ItemDataRole.UserRole + 8
"""Role of the NotedClause of a clause, None where nothing is noted."""
RANK: Final = Qt.ItemDataRole.UserRole + 9
"""Role of how near a row comes to the project, of a heading the nearest clause below it: what sorting goes by."""
UNIT: Final = Qt.ItemDataRole.UserRole + 5
"""Role of the ControlUnit of a section of one unit, else None."""

_ROOT: Final = -1
_LAST_RANK: Final = 9


class NodeKind(Enum):
    """What a row of the tree is."""

    SECTION = "section"
    LIST = "list"
    DIMENSION = "dimension"
    CLAUSE = "clause"


@dataclass
class _Node:
    kind: NodeKind
    value: Section | ListGroup | DimensionGroup | ClauseFinding | None
    section: Section | None
    parent: _Node | None = None
    row: int = 0
    place: int = _ROOT
    children: list[_Node] = field(default_factory=list)

    def add(
        self, kind: NodeKind, value: Section | ListGroup | DimensionGroup | ClauseFinding, section: Section
    ) -> _Node:
        child = _Node(kind, value, section, self, len(self.children))
        self.children.append(child)
        return child


class ClauseTree(QAbstractItemModel):
    """The sections of one assessment. Every clause is one row; headings carry counts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._units: Mapping[str, ControlUnit] = {}
        self._marks: Mapping[str, ClauseMark] = {}
        self._noted: Mapping[str, NotedClause] = {}
        self._ranks: dict[int, int] = {}
        self._root = _Node(NodeKind.SECTION, None, None)
        self._nodes: list[_Node] = []

    def set_sections(self, sections: tuple[Section, ...], units: Mapping[str, ControlUnit]) -> None:
        """Show other sections; ``units`` gives the units met by code, for names and classes in headings."""
        self.beginResetModel()
        self._units = units
        self._noted, self._ranks = {}, {}
        self._root = _Node(NodeKind.SECTION, None, None)
        for section in sections:
            top = self._root.add(NodeKind.SECTION, section, section)
            for group in section.lists:
                below = top.add(NodeKind.LIST, group, section)
                for dimension in group.dimensions:
                    holder = below.add(NodeKind.DIMENSION, dimension, section) if dimension.dimension else below
                    for finding in dimension.clauses:
                        holder.add(NodeKind.CLAUSE, finding, section)
        # Rows are addressed by their place in this list: an index must hold no pointer into Python.
        self._nodes = list(_walk(self._root))
        for place, node in enumerate(self._nodes):
            node.place = place
        self.endResetModel()

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The index of a child."""
        holder = self._node(parent)
        if column != 0 or not 0 <= row < len(holder.children):
            return QModelIndex()
        return self.createIndex(row, column, holder.children[row].place)

    def parent(self, index: QModelIndex = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """The index of the heading above."""
        holder = self._node(index).parent
        if not index.isValid() or holder is None or holder is self._root:
            return QModelIndex()
        return self.createIndex(holder.row, 0, holder.place)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Number of rows below a heading."""
        return len(self._node(parent).children)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One column."""
        return 1

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        """Rows can be chosen; a clause can be opened (read only) to mark part of its text."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags  # type: ignore[return-value]  # PyQt5 makes flags of it
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return chosen | Qt.ItemFlag.ItemIsEditable if self._node(index).kind is NodeKind.CLAUSE else chosen

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says, and the values behind it under the roles of this module."""
        if not index.isValid():
            return None
        node = self._node(index)
        if role == KIND:
            return node.kind
        if role == SECTION:
            return node.section
        if role == CLAUSE:
            return node.value if isinstance(node.value, ClauseFinding) else None
        if role == UNIT:
            return self._unit_of(node.section)
        if role == MARK:
            return self.mark(node.value)
        if role == Qt.ItemDataRole.AccessibleTextRole and (mark := self.mark(node.value)) is not None:
            return "\n".join((verdict_word(mark.verdict), self._text(node), *self._lines(node.value)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "\n".join((self._text(node), *self._lines(node.value)))
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(node)
        if role == NOTED:
            return self.noted(node.value)
        if role == RANK:
            return self._ranks.get(node.place, 0)
        if role == SOURCED:
            return sourced(node.value) if isinstance(node.value, ClauseFinding) else self._text(node)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(node.value, ClauseFinding):
            mark = self.mark(node.value)
            told = [source_text(node.value), self._because_text(node.value)]
            told += [tr("Answers, the latest first:"), mark.history] if mark and mark.history else []
            return tooltip_text("\n".join(told))
        return None

    def set_marks(self, marks: Mapping[str, ClauseMark]) -> None:
        """Show what stands beside the clauses of an open case, by clause id; none: no case is open."""
        self._marks = marks
        if self._nodes:
            for node in self._nodes:
                if node.kind is NodeKind.CLAUSE:
                    index = self.createIndex(node.row, 0, node.place)
                    self.dataChanged.emit(index, index, [MARK])

    def set_notes(self, noted: Mapping[str, NotedClause]) -> None:
        """Show what the machine notes beside the clauses, by clause id."""
        self._noted = noted
        self._ranks = {}
        for node in reversed(self._nodes):
            own = self.noted(node.value)
            below = [self._ranks[child.place] for child in node.children]
            rank = min(below) if below else own.rank if own else _LAST_RANK
            is_apart = node.kind is NodeKind.SECTION and node.section is not None and node.section.is_edge
            self._ranks[node.place] = rank + _LAST_RANK if is_apart else rank  # what is only touched stays behind
        if self._nodes:
            last = len(self._root.children) - 1
            self.dataChanged.emit(self.index(0, 0), self.index(last, 0), [NOTED, RANK])

    def noted(self, value: object) -> NotedClause | None:
        """What the machine notes beside a clause."""
        return self._noted.get(value.clause.clause_id) if isinstance(value, ClauseFinding) else None

    def _lines(self, value: object) -> tuple[str, ...]:
        noted = self.noted(value)
        return noted.lines if noted else ()

    def mark(self, value: object) -> ClauseMark | None:
        """What stands beside a clause."""
        return self._marks.get(value.clause.clause_id) if isinstance(value, ClauseFinding) else None

    def section_index(self, unit_code: str) -> QModelIndex:
        """The section of one unit alone, else the first that it is part of; invalid when there is none."""
        for wanted in ((unit_code,), None):
            for node in self._root.children:
                section = node.section
                if section and (section.because == wanted or (wanted is None and unit_code in section.because)):
                    return self.createIndex(node.row, 0, node.place)
        return QModelIndex()

    def counts(self, terms: tuple[str, ...], keys: frozenset[str] | None = None) -> dict[int, int]:
        """Number of clauses that hold every term (and are among ``keys``), for each row by its internal id, and for the whole under _ROOT."""
        found: dict[int, int] = {}
        for node in self._nodes:
            is_wanted = keys is None or (isinstance(node.value, ClauseFinding) and node.value.clause.clause_id in keys)
            if node.kind is NodeKind.CLAUSE and is_wanted and (not terms or find(self._text(node), terms) is not None):
                holder: _Node | None = node
                while holder is not None:
                    found[holder.place] = found.get(holder.place, 0) + 1
                    holder = holder.parent
        return found

    def _node(self, index: QModelIndex) -> _Node:
        return self._nodes[index.internalId()] if index.isValid() else self._root

    def _unit_of(self, section: Section | None) -> ControlUnit | None:
        return self._units.get(section.because[0]) if section and len(section.because) == 1 else None

    def _text(self, node: _Node) -> str:
        value = node.value
        if isinstance(value, ClauseFinding):
            return value.clause.printed
        if isinstance(value, DimensionGroup):
            return value.dimension
        if isinstance(value, ListGroup):
            return f"{tier_word(value.access_list.tier)} · {value.access_list.title}"
        return self._section_text(value) if value else ""

    def _section_text(self, section: Section) -> str:
        names = [self._name(subject) for subject in section.because]
        unit = self._unit_of(section)
        if len(names) > 1 and set(section.because) == set(self._units):
            title = tr("All {count} units met").format(count=len(names))
        elif len(names) > 1:
            title = tr("{count} together: {names}").format(count=len(names), names="、".join(names))
        else:
            title = f"{names[0]} {unit.code}" if unit and unit.name else "".join(names)
        return f"{relation_word(Relation.EDGE)}: {title}" if section.is_edge else title

    def _name(self, subject: str) -> str:
        unit = self._units.get(subject)
        return unit.name or subject if unit else subject

    def _because_text(self, finding: ClauseFinding) -> str:
        subjects = "、".join(
            f"{self._units[subject].name} {subject}" if subject in self._units else subject
            for subject in finding.because
        )
        return tr("Applies through: {subjects} ({relation})").format(
            subjects=subjects, relation=relation_word(finding.relation)
        )


class ClauseFilter(QSortFilterProxyModel):
    """Lets through the clauses that hold every term, and the headings above them, and counts what it holds back."""

    def __init__(self, source: ClauseTree, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.terms: tuple[str, ...] = ()
        self.keys: frozenset[str] | None = None
        self._tree = source
        self._all: dict[int, int] = {}
        self._matching: dict[int, int] = {}
        source.modelReset.connect(self._count)  # before the proxy connects its own: it asks as soon as it hears of it
        self.setSourceModel(source)
        self._count()

    def set_terms(self, terms: tuple[str, ...]) -> None:
        """Filter by folded terms (core.folding.words_of); none lets everything through."""
        self.terms = terms
        self._count()
        self.invalidateFilter()

    def set_keys(self, keys: frozenset[str] | None) -> None:
        """Let only these clauses through besides; None: all."""
        if keys != self.keys:
            self.keys = keys
            self._count()
            self.invalidateFilter()

    def set_related_first(self, *, is_on: bool) -> None:
        """Within every heading what comes nearest to the project first, and headings by their nearest clause; else the printed order."""
        self.sort(0 if is_on else -1)

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        """By rank, and what is equally near in the printed order."""
        ranks = (left.data(RANK), left.row()), (right.data(RANK), right.row())
        return bool(ranks[0] < ranks[1])

    @property
    def total(self) -> int:
        """Number of clauses there are."""
        return self._all.get(_ROOT, 0)

    @property
    def keys_shown(self) -> frozenset[str]:
        """Ids of the clauses let through."""
        return frozenset(index.data(CLAUSE).clause.clause_id for index in clause_indexes(self))

    @property
    def shown(self) -> int:
        """Number of clauses let through."""
        return self._matching.get(_ROOT, 0)

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        """Whether a clause, or any clause below a heading, holds every term."""
        return self._matching.get(self._tree.index(row, 0, parent).internalId(), 0) > 0

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """As the tree says; COUNTS gives (shown, all) of the clauses below a heading."""
        if role == COUNTS:
            place = self.mapToSource(index).internalId()
            return self._matching.get(place, 0), self._all.get(place, 0)
        return super().data(index, role)

    def _count(self) -> None:
        self._all = self._tree.counts(())
        self._matching = self._tree.counts(self.terms, self.keys) if self.terms or self.keys is not None else self._all


def clause_indexes(model: QAbstractItemModel, parent: QModelIndex = QModelIndex()) -> Iterator[QModelIndex]:  # noqa: B008
    """Every clause row of a tree, in the order shown."""
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if index.data(KIND) is NodeKind.CLAUSE:
            yield index
        else:
            yield from clause_indexes(model, index)


def source_text(finding: ClauseFinding) -> str:
    """Where a clause stands: list, document and its number, file, sheet and row."""
    access_list, source = finding.access_list, finding.clause.source
    place = [source.file, source.sheet, tr("row {row}").format(row=source.row) if source.row else ""]
    parts = [access_list.title, access_list.document, access_list.document_no, " ".join(part for part in place if part)]
    return " · ".join(dict.fromkeys(part for part in parts if part))


def sourced(finding: ClauseFinding) -> str:
    """A clause with where it stands, for the clipboard."""
    return f"{finding.clause.printed}\n    [{tier_word(finding.access_list.tier)} · {source_text(finding)}]"


def _walk(node: _Node) -> Iterator[_Node]:
    for child in node.children:
        yield child
        yield from _walk(child)
