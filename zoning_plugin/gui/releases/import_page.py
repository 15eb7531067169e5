# SPDX-License-Identifier: GPL-3.0-or-later
"""The page 导入: bring things in, see what was recognised, correct it, name it, store it. Nothing is stored before that."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qgis.PyQt.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QKeyEvent, QKeySequence, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAction,
    QActionGroup,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QTableView,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import tr
from ...core.errors import Level
from ...core.terms import ReleaseStatus
from ..fitting_tabs import FittingTabs
from ..icons import icon
from ..state_card import Look, StateCard
from ..theme_follower import ThemeFollower
from ..words import status_word
from .import_delegates import ChoiceDelegate, SentenceDelegate, SourceDelegate
from .import_draft import FaultGroup, Target
from .import_models import VALUE, ColumnModel, FaultModel, SampleModel, SourceModel
from .import_rows import SourceDetails, SourceRow, role_name
from .import_source_form import SourceForm
from .wrapped_label import WrappedLabel

_TEXTS: Final = ("name", "document_no", "issuer", "effective")
_WIDEST: Final = 11
"""Characters of a sample column."""
_NARROWEST_LAST: Final = 6
"""Characters of the last one, where the others take all the room; else it is stretched over what they leave."""
_TABS: Final = ("source", "columns", "sample", "faults", "release")


@dataclass(frozen=True)
class ImportChoices:
    """What else can be chosen: releases to build on, and profiles, each by value and name, with the one that holds."""

    bases: tuple[tuple[Path | None, str], ...] = ()
    base: Path | None = None
    profiles: tuple[tuple[str, str], ...] = ()
    profile: str = ""
    profile_in_use: str = ""
    remember: str = ""
    """What remembering the mapping would say; empty while there is nothing to remember."""


class ImportPage(QWidget):
    """Widgets only: signals out, setters in."""

    back_asked = pyqtSignal()
    folder_asked = pyqtSignal()
    files_asked = pyqtSignal()
    paste_asked = pyqtSignal()
    cancel_asked = pyqtSignal()
    store_asked = pyqtSignal()
    again_asked = pyqtSignal()
    clear_asked = pyqtSignal()
    changed = pyqtSignal(str)
    """The person has changed what the release is called or how it stands: the field."""
    source_chosen = pyqtSignal(int)
    role_chosen = pyqtSignal(int, str)
    source_said = pyqtSignal(int, str, object)
    split_asked = pyqtSignal(int)
    column_mapped = pyqtSignal(str, str)
    base_chosen = pyqtSignal(object)
    profile_chosen = pyqtSignal(str)
    take_in_profile_asked = pyqtSignal()
    hand_out_profile_asked = pyqtSignal()
    fault_chosen = pyqtSignal(object)
    missing_chosen = pyqtSignal(object)
    report_asked = pyqtSignal()
    done_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(False)  # the dock takes what is dropped, on whatever page
        self.back_button, self.more_button = QToolButton(), QToolButton()
        self.folder_button, self.files_button, self.paste_button = QToolButton(), QToolButton(), QToolButton()
        self._title = QLabel()
        self.card = StateCard()
        self.card.set_compact(is_compact=True)
        self.base = QComboBox()
        self._base_label = QLabel()
        self._build_lists()
        self._build_release_form()
        self._build_menu()
        self.missing = QLabel()
        self.store_button, self.report_button, self.done_button = QPushButton(), QPushButton(), QPushButton()
        self._choices = ImportChoices()
        self._is_setting = self._is_split_by_hand = False
        self._rows_shared_for = 0
        self._missing: tuple[tuple[Target, str], ...] = ()
        self._all_groups: tuple[FaultGroup, ...] = ()
        self._own_groups: tuple[FaultGroup, ...] = ()
        self._name_widgets()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_sources((), -1)
        self.show_stored(is_stored=False, has_report=False)
        ThemeFollower(self, self._set_icons)

    def _build_lists(self) -> None:
        self._source_model = SourceModel(self._icon)
        self.sources = QTreeView()
        self.sources.setModel(self._source_model)
        self.sources.setRootIsDecorated(False)
        self.sources.setHeaderHidden(True)
        header = self.sources.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        header.sectionResized.connect(lambda *_: self.sources.scheduleDelayedItemsLayout())  # a line more or less
        self.sources.setItemDelegateForColumn(0, SourceDelegate(self.sources))
        self.sources.setItemDelegateForColumn(1, ChoiceDelegate("import_row_role", self.sources))
        self.sources.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.form = SourceForm()
        self.column_model, self.sample_model = ColumnModel(), SampleModel()
        self.columns = QTableView()
        self.columns.setModel(self.column_model)
        self.columns.setItemDelegateForColumn(1, ChoiceDelegate("import_column_role", self.columns))
        self.columns.setEditTriggers(
            QAbstractItemView.EditTrigger.SelectedClicked | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )  # fmt: skip
        self.columns.verticalHeader().hide()
        self.columns.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.columns.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.columns.setTabKeyNavigation(False)
        self.columns.setShowGrid(False)
        self.remember = QCheckBox()
        self._profile_note = WrappedLabel()
        self.sample = QTableView()
        self.sample.setModel(self.sample_model)
        self.sample.setTabKeyNavigation(False)
        self.sample.horizontalHeader().setStretchLastSection(True)
        self._fault_model = FaultModel(self._icon)
        self.faults = QTreeView()
        self.faults.setModel(self._fault_model)
        self.faults.setHeaderHidden(True)
        self.faults.setItemDelegate(SentenceDelegate(self.faults))
        self.faults.setWordWrap(True)
        self.faults.setIndentation(14)
        self.faults.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.only_chosen = QCheckBox()

    def _build_release_form(self) -> None:
        self.fields = {name: QLineEdit() for name in _TEXTS}
        self.status = QComboBox()
        self._inputs: dict[str, QWidget] = {**self.fields, "status": self.status}
        self._labels = {name: QLabel() for name in self._inputs}

    def _build_menu(self) -> None:
        self._menu = QMenu(self.more_button)
        self.again_action, self.clear_action = QAction(self), QAction(self)
        self.take_in_action, self.hand_out_action = QAction(self), QAction(self)
        self.profile_menu = QMenu(self._menu)
        self._menu.addActions((self.again_action, self.clear_action))
        self._menu.addSeparator()
        self._menu.addMenu(self.profile_menu)
        self._menu.addActions((self.take_in_action, self.hand_out_action))
        self.more_button.setMenu(self._menu)
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _name_widgets(self) -> None:
        self._buttons = {
            "back": self.back_button, "folder": self.folder_button, "files": self.files_button, "paste": self.paste_button,
            "more": self.more_button, "store": self.store_button, "report": self.report_button, "done": self.done_button,
        }  # fmt: skip
        widgets: dict[str, QWidget] = {
            **self._inputs, **self._buttons, "card": self.card, "base": self.base, "sources": self.sources, "columns": self.columns,
            "sample": self.sample, "faults": self.faults, "only_chosen": self.only_chosen, "remember": self.remember,
            "missing": self.missing, "form": self.form,
        }  # fmt: skip
        for name, widget in widgets.items():
            widget.setObjectName(f"import_{name}")
        for button in (self.back_button, self.folder_button, self.files_button, self.paste_button, self.more_button):
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _lay_out(self) -> None:
        bold = self._title.font()
        bold.setBold(True)
        self._title.setFont(bold)
        head = _row(self.back_button, self._title, self.more_button, stretched=1)
        for button in (self.folder_button, self.files_button, self.paste_button):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bring = _row(self.folder_button, self.files_button, self.paste_button)
        bring.layout().setSpacing(0)  # type: ignore[union-attr]  # three buttons with words in the least width
        self._base_label.setBuddy(self.base)
        self.base.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.base.setMinimumContentsLength(8)
        self._base_row = _row(self._base_label, self.base, stretched=1)
        self.tabs = FittingTabs()
        self.tabs.setObjectName("import_tabs")
        self.tabs.chooser.setObjectName("import_tabs_names")
        pages = {
            "source": self.form, "columns": _column(self.columns, self._profile_note, self.remember), "sample": self.sample,
            "faults": _column(self.only_chosen, self.faults), "release": self._release_page(),
        }  # fmt: skip
        for name in _TABS:
            self.tabs.addTab(pages[name], "")
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.sources)
        self._split.addWidget(self.tabs)
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 3)
        self.sources.setMinimumHeight(60)
        self.tabs.setMinimumHeight(120)
        self.missing.setWordWrap(True)
        self.missing.setTextFormat(Qt.TextFormat.RichText)
        self.missing.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 4, 6, 4)
        whole.setSpacing(4)
        for part in (head, bring, self.card, self._base_row):
            whole.addWidget(part)
        whole.addWidget(self._split, 1000)
        whole.addWidget(self.missing)
        for button in (self.store_button, self.done_button, self.report_button):
            whole.addWidget(button)
        whole.addStretch(1)

    def _release_page(self) -> QWidget:
        page = QWidget()
        rows = QFormLayout(page)
        rows.setContentsMargins(4, 4, 4, 4)
        rows.setVerticalSpacing(3)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in self._inputs.items():
            self._labels[name].setBuddy(field)
            rows.addRow(self._labels[name], field)
        return page

    def _connect(self) -> None:
        for button, signal in (
            (self.back_button, self.back_asked), (self.folder_button, self.folder_asked), (self.files_button, self.files_asked),
            (self.paste_button, self.paste_asked), (self.store_button, self.store_asked), (self.report_button, self.report_asked),
            (self.done_button, self.done_asked),
        ):  # fmt: skip
            button.clicked.connect(lambda _=False, signal=signal: signal.emit())
        for action, signal in (
            (self.again_action, self.again_asked), (self.clear_action, self.clear_asked),
            (self.take_in_action, self.take_in_profile_asked), (self.hand_out_action, self.hand_out_profile_asked),
        ):  # fmt: skip
            action.triggered.connect(lambda _=False, signal=signal: signal.emit())
        self.card.cancel_asked.connect(self.cancel_asked)
        self.sources.selectionModel().currentRowChanged.connect(self._tell_source)
        self.form.role_chosen.connect(self.role_chosen)
        self._source_model.role_chosen.connect(self.role_chosen)
        self.sources.clicked.connect(lambda at: self.sources.edit(at) if at.column() == 1 else None)
        self.form.said.connect(self.source_said)
        self.form.split_asked.connect(self.split_asked)
        self.column_model.mapped.connect(self.column_mapped)
        self.columns.clicked.connect(lambda at: self.columns.edit(at) if at.column() == 1 else None)
        self.base.activated.connect(lambda _: self.base_chosen.emit(self.base.currentData()))
        self.faults.clicked.connect(self._tell_fault)
        self.faults.activated.connect(self._tell_fault)
        self._split.splitterMoved.connect(lambda *_: setattr(self, "_is_split_by_hand", True))
        self.only_chosen.toggled.connect(lambda _: self._show_groups())
        self.missing.linkActivated.connect(lambda place: self.missing_chosen.emit(self._missing[int(place)][0]))
        for name, field in self.fields.items():
            field.textEdited.connect(lambda _, name=name: self.changed.emit(name))
        self.status.activated.connect(lambda _: self.changed.emit("status"))

    def retranslate(self) -> None:
        """Set the labels in the language of now, and the icons in the palette of now."""
        self._title.setText(tr("Import a release"))
        words = {
            "name": (tr("Name"), tr("What the release is called, for example the county and the year")),
            "document_no": (tr("Document no."), tr("Number of the document that published it")),
            "issuer": (tr("Issuer"), tr("Who issued it")),
            "effective": (tr("In force since"), tr("Year-month-day, as 2024-07-01; without it nothing can be concluded")),
            "status": (tr("Status"), tr("Only a published release may be judged with; anything else is a trial")),
        }  # fmt: skip
        for name, (label, tip) in words.items():
            self._labels[name].setText(label)
            self._inputs[name].setToolTip(tip)
            self._inputs[name].setAccessibleName(label)
        for name in _TEXTS:
            self.fields[name].setPlaceholderText(words[name][1])
        chosen = self.status.currentData()
        with QSignalBlocker(self.status):
            self.status.clear()
            self.status.addItem(tr("— choose —"), None)
            for status in ReleaseStatus:
                self.status.addItem(status_word(status), status)
            self.status.setCurrentIndex(max(self.status.findData(chosen), 0) if chosen else 0)
        self._retranslate_buttons()
        for view, label in (
            (self.sources, tr("What was recognised")), (self.columns, tr("Columns")), (self.sample, tr("Sample")), (self.faults, tr("Findings")),
        ):  # fmt: skip
            view.setAccessibleName(label)
        self.sources.setToolTip(
            tr("Every file, layer and table that was brought; choose one to see and change how it is taken")
        )
        self.faults.setToolTip(tr("Click a finding to go where it can be answered"))
        self._base_label.setText(tr("Build on"))
        self.base.setToolTip(
            tr(
                "What is not brought here is taken from an earlier release: a list alone, or the units alone, can be replaced"
            )
        )
        self.base.setAccessibleName(tr("Build on"))
        self.only_chosen.setText(tr("Only those of the chosen file"))
        self.remember.setToolTip(
            tr("Keeps what the columns were said to mean, and takes it by itself for the next import of this province")
        )
        widest = max(
            self.sources.fontMetrics().horizontalAdvance(role_name(one)) for one in ("units", "zones", "list", "")
        )
        self.sources.header().resizeSection(1, widest + 36)
        self.form.retranslate()
        self.card.retranslate()
        self.tabs.setAccessibleName(tr("Pages of the import"))
        self._show_tab_names()
        self._set_icons()

    def _retranslate_buttons(self) -> None:
        words = {
            "back": ("", tr("Back; nothing is stored")),
            "folder": (tr("Fol&der …"), tr("Bring everything that is in a folder")),
            "files": (tr("F&iles …"), tr("Bring layers, lists and archives; several at once, and more later")),
            "paste": (tr("Paste &table"), tr("Bring a table copied in WPS, Excel or a browser (Ctrl+V on this page)")),
            "more": ("", tr("Look again, start over, profiles of column names")),
            "store": (tr("Store this release"), tr("Store it on this computer and open it (Ctrl+Enter); until then nothing is stored")),
            "report": (tr("Open the report of the import"), tr("Every file, column and finding of the import, as a page")),
            "done": (tr("Go on with this release"), tr("To the page where a site is compared")),
        }  # fmt: skip
        for name, (text, tip) in words.items():
            button = self._buttons[name]
            if text:
                button.setText(text)  # type: ignore[attr-defined]
            button.setToolTip(tip)
            button.setAccessibleName(text.replace("&", "") or tip)
        self.again_action.setText(tr("Look again"))
        self.clear_action.setText(tr("Start over"))
        self.profile_menu.setTitle(tr("Profile of column names"))
        self.take_in_action.setText(tr("Take in a profile from a file …"))
        self.hand_out_action.setText(tr("Save the office's profile as a file …"))

    # --- set by the presenter ----------------------------------------------------------------------------------------

    def show_state(self, look: Look, title: str, sentences: Sequence[str] = (), *, can_cancel: bool = False) -> None:
        """Say how things stand."""
        self.card.show_state(look, title, sentences, can_cancel=can_cancel)

    def show_progress(self, share: float, step: str) -> None:
        """Move the bar."""
        self.card.show_progress(share, step)

    def show_sources(self, rows: Sequence[SourceRow], key: int) -> None:
        """Show the sources, that of ``key`` chosen; without any, only how to bring some."""
        self._source_model.show(rows)
        place = self._source_model.place_of(key)
        if place >= 0 and self.sources.currentIndex().row() != place:
            self._is_setting = True
            self.sources.setCurrentIndex(self._source_model.index(place, 0))
            self._is_setting = False
        is_more = len(rows) > self._rows_shared_for and not self._is_split_by_hand
        for part in (self._split, self.store_button):
            part.setVisible(bool(rows))
        self._show_base()
        if is_more:
            self._share_height(len(rows))
        self._rows_shared_for = max(len(rows), self._rows_shared_for) if rows else 0
        if not rows:
            self.missing.hide()

    def show_details(self, details: SourceDetails | None) -> None:
        """Show what is known and can be said of the chosen source."""
        self.form.show_details(details)
        before = self.column_model.columnCount()
        self.column_model.show(details.columns if details else (), details.column_roles if details else ())
        if self.column_model.columnCount() != before:
            self.column_model.layoutChanged.emit()
        self.sample_model.show(details.headings if details else (), details.sample if details else ())
        self._fit_columns()
        self._show_tab_names()

    def show_faults(self, groups: Sequence[FaultGroup], of_source: Sequence[FaultGroup]) -> None:
        """Show what is odd, by kind: of everything, and of the chosen source."""
        self._all_groups, self._own_groups = tuple(groups), tuple(of_source)
        self._show_groups()

    def show_info(self, texts: dict[str, str], status: ReleaseStatus | None) -> None:
        """Fill in what the release is called; only what is named."""
        for name, text in texts.items():
            if self.fields[name].text() != text:
                self.fields[name].setText(text)
        if status is not None:
            self.status.setCurrentIndex(self.status.findData(status))

    def clear_info(self) -> None:
        """Empty what the release is called."""
        for field in self.fields.values():
            field.clear()
        self.status.setCurrentIndex(0)
        self.remember.setChecked(False)

    def show_missing(self, missing: Sequence[tuple[Target, str]]) -> None:
        """Say what is still to be answered, each a link to where."""
        self._missing = tuple(missing)
        links = [f"<a href='{place}'>{html.escape(text)}</a>" for place, (_, text) in enumerate(self._missing)]
        said = html.escape(tr("Still to do:"))
        self.missing.setText(f"{said} {' · '.join(links)}" if links else "")
        self.missing.setVisible(bool(links) and self._split.isVisibleTo(self))

    def show_choices(self, choices: ImportChoices) -> None:
        """Show what can be built on, which profile reads the columns, and what can be remembered."""
        self._choices = choices
        with QSignalBlocker(self.base):
            self.base.clear()
            for path, name in choices.bases:
                self.base.addItem(name, path)
            places = [place for place, (path, _) in enumerate(choices.bases) if path == choices.base]
            self.base.setCurrentIndex(places[0] if places else 0)
        self._show_base()
        self.profile_menu.clear()
        group = QActionGroup(self.profile_menu)
        for value, name in choices.profiles:
            action = self.profile_menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(value == choices.profile)
            group.addAction(action)
            action.triggered.connect(lambda _=False, value=value: self.profile_chosen.emit(value))
        self._profile_note.setText(choices.profile_in_use)
        self.remember.setText(choices.remember)
        self.remember.setVisible(bool(choices.remember))
        self.hand_out_action.setEnabled(len(choices.profiles) > 2)

    def show_stored(self, *, is_stored: bool, has_report: bool) -> None:
        """After storing: only where to go from here."""
        self.done_button.setVisible(is_stored)
        self.report_button.setVisible(is_stored and has_report)
        if is_stored:
            self.done_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def enable(self, *, can_store: bool, can_bring: bool) -> None:
        """Let only that be done which can be done."""
        self.store_button.setEnabled(can_store)
        for part in (
            self.folder_button,
            self.files_button,
            self.paste_button,
            self.more_button,
            self._split,
            self.base,
        ):
            part.setEnabled(can_bring)

    def focus(self, target: Target) -> None:
        """Go to where something can be answered; a drop-down opens."""
        if target.field in self._inputs:
            self.tabs.setCurrentIndex(_TABS.index("release"))
            self._inputs[target.field].setFocus(Qt.FocusReason.ShortcutFocusReason)
            if target.field == "status":
                self.status.showPopup()
        elif target.field == "columns":
            self.tabs.setCurrentIndex(_TABS.index("columns"))
            self.columns.setFocus(Qt.FocusReason.ShortcutFocusReason)
            unknown = [place for place, one in enumerate(self.column_model.rows) if not one.role]
            self.columns.setCurrentIndex(self.column_model.index(unknown[0] if unknown else 0, 1))
        elif target.field == "faults":
            self.tabs.setCurrentIndex(_TABS.index("faults"))
            self.faults.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif target.field == "base":
            self.base.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if self.base.isVisible():
                self.base.showPopup()
        elif target.field == "profile":
            self.more_button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.profile_menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))
        elif target.field:
            self.tabs.setCurrentIndex(_TABS.index("source"))
            self.form.focus(target.field)

    @property
    def texts(self) -> dict[str, str]:
        """Name, document number, issuer and effective date as they are filled in."""
        return {name: field.text().strip() for name, field in self.fields.items()}

    @property
    def chosen_status(self) -> ReleaseStatus | None:
        """The status chosen, None while there is none."""
        chosen: ReleaseStatus | None = self.status.currentData()
        return chosen

    @property
    def is_remembering(self) -> bool:
        """Whether the mapping is to be remembered on storing."""
        return bool(self._choices.remember) and self.remember.isChecked()

    # --- what a person does ------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+V and Ctrl+Enter from QGIS while the page has the keys; a field that pastes has claimed it before."""
        if event.type() == QEvent.Type.ShortcutOverride and (_is_paste(event) or _is_store(event)):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste a table, or store."""
        if _is_paste(event) and self.paste_button.isEnabled():
            self.paste_asked.emit()
        elif _is_store(event) and self.store_button.isVisible() and self.store_button.isEnabled():
            self.store_asked.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sentences wrap anew."""
        super().resizeEvent(event)
        self.faults.scheduleDelayedItemsLayout()

    def _tell_source(self, index: QModelIndex, _: QModelIndex) -> None:
        row = index.data(VALUE)
        if row is not None and not self._is_setting:
            self.source_chosen.emit(row.key)

    def _tell_fault(self, index: QModelIndex) -> None:
        fault = self._fault_model.fault_at(index)
        if self._fault_model.rowCount(index):
            self.faults.setExpanded(index, not self.faults.isExpanded(index))
        if fault is not None:
            self.fault_chosen.emit(fault)

    def _show_groups(self) -> None:
        self._fault_model.show(self._own_groups if self.only_chosen.isChecked() else self._all_groups)
        self.faults.scheduleDelayedItemsLayout()
        self._show_tab_names()

    def _show_tab_names(self) -> None:
        count = sum(len(one.faults) for one in self._all_groups if one.level is not Level.INFO)
        names = {
            "source": tr("Source"), "columns": tr("Columns"), "sample": tr("Sample"),
            "faults": tr("Findings"), "release": tr("Release"),
        }  # fmt: skip
        tips = {
            "source": tr("What the chosen file is taken for, and what is said of it"),
            "columns": tr("What each column means; change it where the guess is wrong. Columns: {count}").format(
                count=self.column_model.rowCount()
            ),
            "sample": tr("The first rows as they will be stored: a wrong encoding shows here"),
            "faults": tr(
                "Everything odd, errors first; what can be answered is a click away. Findings: {count}"
            ).format(count=count),
            "release": tr("Name, document, date and status of the release"),
        }
        for place, name in enumerate(_TABS):
            self.tabs.setTabText(place, names[name])
            self.tabs.setTabToolTip(place, tips[name])
        self.tabs.setTabCount(_TABS.index("faults"), count)

    def _show_base(self) -> None:
        """Only where there is something to build on."""
        self._base_row.setVisible(self._split.isVisibleTo(self) and len(self._choices.bases) > 1)

    def _share_height(self, count: int) -> None:
        """As many sources in sight as there are, up to five, and never more than two fifths of the height."""
        line = self.sources.sizeHintForRow(0) + 2
        whole = max(self._split.height(), self.height() - 220)
        wanted = min(max(count, 2) * line + 6, 5 * line, round(whole * 0.42))
        self._split.setSizes([wanted, whole - wanted])

    def _fit_columns(self) -> None:
        """A sample column is as wide as its longest text, within reason: the last one gets what is left, and never next to nothing."""
        self.sample.resizeColumnsToContents()
        character = self.sample.fontMetrics().horizontalAdvance("国")
        last = self.sample_model.columnCount() - 1
        for place in range(last + 1):
            most = character * (_WIDEST if place < last else _NARROWEST_LAST)
            self.sample.setColumnWidth(place, min(self.sample.columnWidth(place), most))

    def _icon(self, name: str) -> QIcon:
        return icon(name, self.sources)

    def _set_icons(self) -> None:
        for name, picture in (("back", "back"), ("folder", "folder"), ("files", "files"), ("paste", "paste"), ("more", "more"), ("store", "store"), ("report", "report")):  # fmt: skip
            self._buttons[name].setIcon(icon(picture, self._buttons[name]))  # type: ignore[attr-defined]
        self.sources.viewport().update()


def _is_paste(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste)


def _is_store(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent):
        return False
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _row(*widgets: QWidget, stretched: int = -1) -> QWidget:
    row = QWidget()
    inside = QHBoxLayout(row)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(4)
    for place, widget in enumerate(widgets):
        inside.addWidget(widget, int(place == stretched))
    if stretched < 0:
        inside.addStretch(1)
    return row


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    inside = QVBoxLayout(column)
    inside.setContentsMargins(0, 2, 0, 0)
    inside.setSpacing(2)
    for widget in widgets:
        inside.addWidget(widget)
    return column
