# SPDX-License-Identifier: GPL-3.0-or-later
"""The page 台账: whose register is open, a search in it, and its cases."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAction,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import tr
from ...core.judgement import CaseState
from ..dock.search_field import SearchField
from ..icons import icon
from ..releases.wrapped_label import WrappedLabel
from ..state_card import Look, StateCard
from ..theme_follower import ThemeFollower
from ..words import tooltip_text
from .case_list import CaseList
from .case_rows import CaseRow, Row, Wanted, state_word

_PAUSE_MS = 200


class RegisterPage(QWidget):
    """Widgets only: signals out, setters in."""

    asked = pyqtSignal(object)
    """Which cases are looked for (Wanted)."""
    export_asked = pyqtSignal(object)
    """A CaseRow."""
    take_in_asked = pyqtSignal()
    year_asked = pyqtSignal(str)
    anew_asked = pyqtSignal()
    rules_asked = pyqtSignal()
    opened = pyqtSignal(str)
    """The id of a case."""
    selected = pyqtSignal(object)
    person_named = pyqtSignal(str)
    create_asked = pyqtSignal()
    create_elsewhere_asked = pyqtSignal()
    open_asked = pyqtSignal()
    again_asked = pyqtSignal()
    take_over_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.more = QToolButton()
        self.more.setAutoRaise(True)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.open_action, self.new_action, self.again_action = QAction(self), QAction(self), QAction(self)
        menu = QMenu(self.more)
        menu.addActions((self.open_action, self.new_action, self.again_action))
        menu.addSeparator()
        self.export_action, self.take_in_action, self.anew_action, self.rules_action = (QAction(self) for _ in range(4))
        self.years_menu = QMenu(self.more)
        menu.addMenu(self.years_menu)
        menu.addActions((self.anew_action, self.export_action, self.take_in_action, self.rules_action))
        self.more.setMenu(menu)
        self._who = QLabel()
        self.person = QLineEdit()
        self.person.setMaxLength(100)
        self._who.setBuddy(self.person)
        self.card = StateCard()
        self.create_button, self.elsewhere_button, self.open_button = QPushButton(), QPushButton(), QPushButton()
        self.take_over_button = QPushButton()
        self.field = SearchField()
        self.states = QComboBox()
        self.since, self.until = QLineEdit(), QLineEdit()
        self.in_view = QCheckBox()
        self.count = WrappedLabel()
        self.cases = CaseList()
        self.open_case_button = QPushButton()
        self.note = WrappedLabel()
        for name, widget in {
            "name": self.name, "more": self.more, "person": self.person, "card": self.card, "create": self.create_button,
            "elsewhere": self.elsewhere_button, "open": self.open_button, "take_over": self.take_over_button, "field": self.field,
            "states": self.states, "since": self.since, "until": self.until, "in_view": self.in_view, "count": self.count, "cases": self.cases, "open_case": self.open_case_button, "note": self.note,
        }.items():  # fmt: skip
            widget.setObjectName(f"register_{name}")
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_note("")
        self.show_cases((), "", "")
        ThemeFollower(self, self._set_icons)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self._who)
        head.addWidget(self.person)
        head.addWidget(self.more)
        self._searching = QWidget()
        searching = QHBoxLayout(self._searching)
        searching.setContentsMargins(0, 0, 0, 0)
        searching.addWidget(self.field, 1)
        searching.addWidget(self.states)
        self._narrowing = QWidget()
        narrowing = QHBoxLayout(self._narrowing)
        narrowing.setContentsMargins(0, 0, 0, 0)
        self._made_label, self._to_label = QLabel(), QLabel()
        for label, day in ((self._made_label, self.since), (self._to_label, self.until)):
            day.setMaxLength(10)
            day.setClearButtonEnabled(True)
            label.setBuddy(day)
            narrowing.addWidget(label)
            narrowing.addWidget(day, 1)
        narrowing.addWidget(self.in_view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 4, 6, 4)
        whole.setSpacing(4)
        whole.addLayout(head)
        whole.addWidget(self.card)
        for button in (self.create_button, self.elsewhere_button, self.open_button, self.take_over_button):
            whole.addWidget(button)
        whole.addWidget(self._searching)
        whole.addWidget(self._narrowing)
        whole.addWidget(self.count)
        whole.addWidget(self.cases, 1)
        whole.addWidget(self.note)
        whole.addWidget(self.open_case_button)
        whole.addStretch(0)
        order = (
            self.person, self.more, self.create_button, self.elsewhere_button, self.open_button, self.take_over_button, self.field,
            self.states, self.since, self.until, self.in_view, self.cases, self.open_case_button,
        )  # fmt: skip
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)

    def _connect(self) -> None:
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.field.textChanged.connect(self._pause.start)
        self.field.returnPressed.connect(self._ask)
        self.field.left_downwards.connect(self._enter_cases)
        self.states.currentIndexChanged.connect(lambda _: self._ask())
        for day in (self.since, self.until):
            day.editingFinished.connect(self._ask)
            day.textChanged.connect(lambda text: None if text else self._ask())
        self.in_view.toggled.connect(lambda _: self._ask())
        self.export_action.triggered.connect(lambda _: self.export_asked.emit(self.cases.current_row()))
        self.take_in_action.triggered.connect(lambda _: self.take_in_asked.emit())
        self.anew_action.triggered.connect(lambda _: self.anew_asked.emit())
        self.rules_action.triggered.connect(lambda _: self.rules_asked.emit())
        self.cases.opened.connect(self.opened)
        self.cases.selected.connect(self._selected)
        self.open_case_button.clicked.connect(self.cases.open_current)
        self.person.editingFinished.connect(lambda: self.person_named.emit(self.person.text()))
        self.create_button.clicked.connect(self.create_asked)
        for elsewhere in (self.elsewhere_button.clicked, self.new_action.triggered):
            elsewhere.connect(lambda *_: self.create_elsewhere_asked.emit())
        for other in (self.open_button.clicked, self.open_action.triggered):
            other.connect(lambda *_: self.open_asked.emit())
        self.again_action.triggered.connect(lambda *_: self.again_asked.emit())
        self.take_over_button.clicked.connect(self.take_over_asked)

    def retranslate(self) -> None:
        """Set the labels in the language of now, and the icons in the palette of now."""
        self._who.setText(tr("My name"))
        _label(
            self.person,
            tr("My name"),
            tr("Stands beside every answer and signature you give, and tells others who has the register open"),
        )
        _label(self.more, tr("More"), tr("Open another register, make a new one, read it anew"))
        self.open_action.setText(tr("Open a register …"))
        self.new_action.setText(tr("New register …"))
        self.again_action.setText(tr("Read anew"))
        self.export_action.setText(tr("Write the chosen case as a folder …"))
        self.take_in_action.setText(tr("Take in a case from a folder …"))
        self.years_menu.setTitle(tr("Use in a year (.xlsx)"))
        self.anew_action.setText(tr("Judge all cases anew by the releases in force …"))
        self.rules_action.setText(tr("Rules of the office …"))
        self._made_label.setText(tr("Made"))
        self._to_label.setText("–")
        day_tip = tr("A date as 2026-03-31")
        _label(self.since, tr("Made since"), day_tip)
        _label(self.until, tr("Made until"), day_tip)
        self.since.setPlaceholderText(tr("since"))
        self.until.setPlaceholderText(tr("until"))
        self.in_view.setText(tr("in the map view"))
        self.in_view.setToolTip(tr("Only cases whose site meets what the map shows; follows the map"))
        self.create_button.setText(tr("Make the register here"))
        self.create_button.setToolTip(tr("Make a register in this QGIS profile, on this computer"))
        self.elsewhere_button.setText(tr("Make it somewhere else …"))
        self.elsewhere_button.setToolTip(tr("For example in a folder that the office shares"))
        self.open_button.setText(tr("Open a register …"))
        self.open_button.setToolTip(tr("A register that is there already"))
        self.take_over_button.setText(tr("Take it over for writing"))
        self.take_over_button.setToolTip(tr("Only when you know that the other person no longer has it open"))
        self.field.setPlaceholderText(tr("Name, number, company, place, unit, industry …"))
        _label(self.field, tr("Find cases"), tr("Two characters are enough; several words: all of them must be there"))
        _label(self.states, tr("State"), tr("Show only the cases in this state"))
        self.cases.setAccessibleName(tr("Cases"))
        self.open_case_button.setText(tr("Open the case"))
        self.open_case_button.setToolTip(
            tr("Show its site, its clauses and its answers (Enter or a double click does the same)")
        )
        chosen = self.states.currentIndex()
        self.states.blockSignals(True)
        self.states.clear()
        self.states.addItem(tr("All states"), None)
        for state in CaseState:
            self.states.addItem(state_word(state), state)
        self.states.setCurrentIndex(max(chosen, 0))
        self.states.blockSignals(False)
        self.card.retranslate()
        self._set_icons()

    def show_register(self, name: str, where: str, person: str, *, is_open: bool) -> None:
        """Say which register is open, where it lies, and who works in it."""
        self.name.setText(name)
        self.name.setToolTip(tooltip_text(where))
        if not self.person.hasFocus():
            self.person.setText(person)
        was_open = not self._searching.isHidden()
        for widget in (self._searching, self._narrowing, self.cases, self.open_case_button):
            widget.setVisible(is_open)
        if is_open and not was_open:
            self.start()
        for action in (
            self.again_action,
            self.take_in_action,
            self.anew_action,
            self.rules_action,
            self.years_menu.menuAction(),
        ):
            action.setEnabled(is_open)
        if not is_open:
            self.export_action.setEnabled(False)

    def show_state(
        self, look: Look | None, title: str = "", sentences: Sequence[str] = (), *, offers_new: bool = False, can_take_over: bool = False
    ) -> None:  # fmt: skip
        """Say how things stand, with the ways out of it; None takes the card away."""
        self.card.setVisible(look is not None)
        if look is not None:
            self.card.show_state(look, title, sentences)
        for button in (self.create_button, self.elsewhere_button, self.open_button):
            button.setVisible(offers_new)
        self.take_over_button.setVisible(can_take_over)

    def show_cases(self, rows: Sequence[Row], count: str, when_empty: str) -> None:
        """Show cases, or why there is none."""
        self.count.setText(count)
        self.count.setVisible(bool(count))
        self.cases.show_rows(rows, when_empty)

    def show_years(self, years: Sequence[str]) -> None:
        """Offer these years to be counted."""
        self.years_menu.clear()
        for year in years:
            self.years_menu.addAction(year, lambda year=year: self.year_asked.emit(year))

    def show_note(self, text: str) -> None:
        """A line below the list: what is being done; empty takes it away."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def start(self) -> None:
        """Be ready for typing."""
        if self._searching.isVisible():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        self._pause.stop()
        days = (self.since.text().strip(), self.until.text().strip())
        self.asked.emit(Wanted(self.field.text(), self.states.currentData(), *days, self.in_view.isChecked()))

    def _selected(self, row: CaseRow | None) -> None:
        self.open_case_button.setEnabled(row is not None)
        self.export_action.setEnabled(row is not None)
        if self.cases.hasFocus():  # the person went there
            self.selected.emit(row)

    def _enter_cases(self) -> None:
        if not self.cases.currentIndex().isValid():
            self.cases.setCurrentIndex(self.cases.cases.index(0))
        self.cases.setFocus(Qt.FocusReason.TabFocusReason)

    def _set_icons(self) -> None:
        self.more.setIcon(icon("more", self.more))
        self.field.set_icon(icon("search", self.field))
        self.open_case_button.setIcon(icon("register", self.open_case_button))


def _label(widget: QWidget, name: str, tip: str) -> None:
    widget.setAccessibleName(name)
    widget.setToolTip(tip)
