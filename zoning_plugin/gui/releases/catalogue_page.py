# SPDX-License-Identifier: GPL-3.0-or-later
"""The page 成果版本: every release with its days in force, the steps of the one chosen, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import tr
from ...core.standing import Step
from ...core.terms import ReleaseStatus
from ..colours import LOUD, ground_of, ink_of, readable
from ..icons import icon
from ..theme_follower import ThemeFollower
from .catalogue_list import CatalogueList, TimeAxis
from .catalogue_rows import Axis, CatalogueRow
from .step_form import StepForm
from .step_timeline import Mark, StepTimeline
from .wrapped_label import WrappedLabel


class CataloguePage(QWidget):
    """Widgets only: signals out, setters in."""

    back_asked = pyqtSignal()
    find_asked = pyqtSignal()
    selected = pyqtSignal(object)
    """The path of a release."""
    record_asked = pyqtSignal()
    withdraw_asked = pyqtSignal()
    remove_asked = pyqtSignal()
    put_back_asked = pyqtSignal(object)
    """The path of a kept file."""
    confirmed = pyqtSignal()
    refused = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button, self.find_button = QToolButton(), QToolButton()
        self._title, self._steps_title = QLabel(), WrappedLabel()
        for title in (self._title, self._steps_title):
            bold = title.font()
            bold.setBold(True)
            title.setFont(bold)
            title.setTextFormat(Qt.TextFormat.PlainText)
        self.list = CatalogueList()
        self.axis = TimeAxis(self.list)
        self.now = WrappedLabel()
        self.timeline = StepTimeline()
        self.record_button, self.withdraw_button, self.remove_button = QToolButton(), QToolButton(), QToolButton()
        for button in (
            self.back_button,
            self.find_button,
            self.record_button,
            self.withdraw_button,
            self.remove_button,
        ):
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for button in (self.record_button, self.withdraw_button, self.remove_button):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.form = StepForm()
        self.note = WrappedLabel()
        self._question = WrappedLabel()
        self.yes_button, self.no_button = QPushButton(), QPushButton()
        self.kept = QComboBox()
        self.kept.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kept.setMinimumContentsLength(10)
        self._kept_label = QLabel()
        self.put_back_button = QToolButton()
        self.put_back_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._name_widgets()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_form((), "")
        self.ask("", "")
        self.show_note("")
        ThemeFollower(self, self._set_icons)

    def _name_widgets(self) -> None:
        for name, widget in {
            "back": self.back_button, "find": self.find_button, "list": self.list, "steps": self.timeline, "record": self.record_button,
            "withdraw": self.withdraw_button, "remove": self.remove_button, "yes": self.yes_button, "no": self.no_button,
            "kept": self.kept, "put_back": self.put_back_button, "note": self.note, "now": self.now,
        }.items():  # fmt: skip
            widget.setObjectName(f"catalogue_{name}")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.back_button)
        head.addWidget(self._title, 1)
        head.addWidget(self.find_button)
        above = QWidget()
        upper = QVBoxLayout(above)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addWidget(self.list, 1)
        upper.addWidget(self.axis)
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 4, 0, 0)
        lower.setSpacing(3)
        lower.addWidget(self._steps_title)
        lower.addWidget(self.timeline, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in (self.record_button, self.withdraw_button, self.remove_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        lower.addLayout(buttons)
        self._strip = QFrame()
        self._strip.setFrameShape(QFrame.Shape.StyledPanel)
        asked = QVBoxLayout(self._strip)
        asked.setContentsMargins(6, 4, 6, 4)
        asked.addWidget(self._question)
        answers = QHBoxLayout()
        answers.addStretch(1)
        answers.addWidget(self.yes_button)
        answers.addWidget(self.no_button)
        asked.addLayout(answers)
        lower.addWidget(self._strip)
        lower.addWidget(self.form)
        lower.addWidget(self.note)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(above)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 4)
        self._kept_row = QWidget()
        kept = QHBoxLayout(self._kept_row)
        kept.setContentsMargins(0, 0, 0, 0)
        kept.addWidget(self._kept_label)
        kept.addWidget(self.kept, 1)
        kept.addWidget(self.put_back_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 4, 6, 4)
        whole.setSpacing(4)
        whole.addLayout(head)
        whole.addWidget(self.now)
        whole.addWidget(split, 1)
        whole.addWidget(self._kept_row)
        order = (
            self.back_button, self.find_button, self.list, self.timeline, self.record_button, self.withdraw_button, self.remove_button, self.yes_button,
            self.no_button, self.form.status, *self.form.fields.values(), self.form.record_button, self.form.close_button, self.kept,
            self.put_back_button,
        )  # fmt: skip
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.back_asked)
        self.find_button.clicked.connect(self.find_asked)
        self.list.selected.connect(self.selected)
        self.record_button.clicked.connect(self.record_asked)
        self.withdraw_button.clicked.connect(self.withdraw_asked)
        self.remove_button.clicked.connect(self.remove_asked)
        self.put_back_button.clicked.connect(lambda: self.put_back_asked.emit(self.kept.currentData()))
        self.yes_button.clicked.connect(self.confirmed)
        self.no_button.clicked.connect(self.refused)

    def retranslate(self) -> None:
        """Set the labels in the language of now, and the icons in the palette of now."""
        self._title.setText(tr("Releases and their steps"))
        for button, label, what in (
            (
                self.record_button,
                tr("Record a step …"),
                tr("Record what the release has become: submitted, filed, published …"),
            ),
            (self.withdraw_button, tr("Withdraw"), tr("Withdraw the last step, entered by mistake")),
            (
                self.remove_button,
                tr("Remove …"),
                tr("Take the release out of the list; a copy stays and can be put back"),
            ),
            (
                self.find_button,
                tr("Find in all releases …"),
                tr("Find words in the clauses of all releases, also of those not in force"),
            ),
            (self.put_back_button, tr("Put back"), tr("Put the kept file back where it was")),
        ):
            button.setText(label)
            button.setToolTip(what)
        self.back_button.setToolTip(tr("Back"))
        self.back_button.setAccessibleName(tr("Back"))
        self.list.setAccessibleName(tr("Releases"))
        self.timeline.setAccessibleName(tr("Steps"))
        self._kept_label.setText(tr("Kept:"))
        self._kept_label.setBuddy(self.kept)
        self.kept.setToolTip(tr("Files that were removed or written over; nothing of them is lost"))
        self.kept.setAccessibleName(tr("Kept files"))
        self.no_button.setText(tr("No, leave it"))
        self.form.retranslate()
        self._set_icons()

    def show_rows(self, rows: Sequence[CatalogueRow], axis: Axis, current: Path | None, now: str) -> None:
        """Show the releases, which of them is in force today in a sentence, and the one chosen."""
        self.list.show_rows(rows, axis, current)
        self.axis.update()
        self.now.setText(now)

    def show_steps(self, title: str, marks: Sequence[Mark], *, may_record: bool, may_withdraw: bool) -> None:
        """Show the steps of the release chosen, and what may be done with it; without a title none is chosen."""
        self._steps_title.setText(title)
        self.timeline.show_marks(marks)
        self.record_button.setEnabled(may_record)
        self.withdraw_button.setEnabled(may_withdraw)
        self.remove_button.setEnabled(bool(title))

    def show_form(self, options: Sequence[ReleaseStatus], today: str) -> None:
        """Open the form with these steps to choose from; without any, close it."""
        self.form.setVisible(bool(options))
        if options:
            self.form.show_options(options, today)

    @property
    def step(self) -> Step:
        """The step as it is entered."""
        return self.form.step

    def say_of_step(self, text: str, *, is_wrong: bool) -> None:
        """Say what is wrong with the step, or what one should know of it."""
        self.form.show_said(text, is_wrong=is_wrong)

    def ask(self, question: str, yes: str) -> None:
        """Ask before something is done, with the word for doing it; without a question ask nothing."""
        self._question.setText(question)
        self.yes_button.setText(yes)
        self.yes_button.setToolTip(question)
        self.no_button.setToolTip(tr("Leave everything as it is"))
        self._strip.setVisible(bool(question))
        if question:
            self.no_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_kept(self, kept: Sequence[tuple[Path, str]]) -> None:
        """Show the files that can be put back, by path and what to call them; none hides the row."""
        self.kept.clear()
        for path, label in kept:
            self.kept.addItem(label, path)
        self._kept_row.setVisible(bool(kept))

    def show_note(self, text: str, *, is_loud: bool = False) -> None:
        """A line below: what is being done or was found; empty takes it away."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.note.setStyleSheet("")
        if is_loud:
            self.note.setStyleSheet(f"color: {readable(LOUD, ground_of(self.note), ink_of(self.note)).name()}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc answers a question with no, else closes the form."""
        if event.key() == Qt.Key.Key_Escape and self._strip.isVisible():
            self.refused.emit()
        elif event.key() == Qt.Key.Key_Escape and self.form.isVisible():
            self.form.closed.emit()
        else:
            super().keyPressEvent(event)

    def _set_icons(self) -> None:
        self.back_button.setIcon(icon("back", self.back_button))
        self.find_button.setIcon(icon("search-all", self.find_button))
        self.record_button.setIcon(icon("record", self.record_button))
        self.withdraw_button.setIcon(icon("withdraw", self.withdraw_button))
        self.remove_button.setIcon(icon("remove", self.remove_button))
        self.put_back_button.setIcon(icon("put-back", self.put_back_button))
