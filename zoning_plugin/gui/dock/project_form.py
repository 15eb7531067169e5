# SPDX-License-Identifier: GPL-3.0-or-later
"""What the site is for, and the day it is judged as of: a small form that folds to one line. All of it may stay blank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from qgis.PyQt.QtCore import QStringListModel, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCompleter,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import tr
from ...core.project import Project
from ...core.terms import is_day
from ...files.industries import read_industries
from ...files.judgement_words import read_activities
from ..colours import LOUD, ground_of, ink_of, readable
from ..releases.wrapped_label import WrappedLabel
from .project_fields import SHOWN

_MOST_OFFERED: Final = 20


class ProjectForm(QWidget):
    """Name, company, place, industry, kind and keywords of the project."""

    settled = pyqtSignal()
    """A field was left or Enter pressed in it."""
    day_settled = pyqtSignal(str)
    """The day to judge as of: an ISO date, or empty for today."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fold = QToolButton()
        """The line that opens the form; a page may put it elsewhere, :meth:`take_fold` brings it back."""
        self.fold.setCheckable(True)
        self.fold.setAutoRaise(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.fold.toggled.connect(self._set_open)
        self._fields = {name: QLineEdit() for name in SHOWN}
        self.fold.setObjectName("project_fold")
        for name, field in self._fields.items():
            field.setObjectName(f"project_{name}")
        self._labels = {name: QLabel() for name in self._fields}
        self._body = QWidget()
        rows = QFormLayout(self._body)
        rows.setContentsMargins(18, 0, 0, 2)
        rows.setVerticalSpacing(3)
        for name, field in self._fields.items():
            self._labels[name].setBuddy(field)
            rows.addRow(self._labels[name], field)
            field.textChanged.connect(self._show_summary)
            field.editingFinished.connect(self.settled)
            field.setClearButtonEnabled(True)
            field.setMaxLength(200)
        self._offer("industry", self._industries_for)
        kinds = tuple(read_activities().kinds)
        self._offer("kind", lambda text: [one for one in kinds if text.strip() in one])
        self.day = QLineEdit()
        self.day.setObjectName("judged_day")
        self.day.setMaxLength(10)
        self.day.setClearButtonEnabled(True)
        self._day_label = QLabel()
        self._day_label.setBuddy(self.day)
        self._told_day = ""
        self._day_note = WrappedLabel()
        self._day_note.setObjectName("judged_day_note")
        self._day_note.hide()
        rows.addRow(self._day_label, self.day)
        rows.addRow(self._day_note)
        self.day.editingFinished.connect(self._settle_day)
        self.day.textChanged.connect(lambda text: self._settle_day() if not text else None)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(1)
        whole.addWidget(self.fold)
        whole.addWidget(self._body)
        self.retranslate()
        self._set_open(False)

    def retranslate(self) -> None:
        """Set the labels in the language of now."""
        words = {
            "name": (tr("Project"), tr("Name of the project, printed on the report")),
            "company": (tr("Company"), tr("Who builds it")),
            "place": (tr("Place"), tr("Where it is, in words")),
            "industry": (tr("Industry"), tr("Industry by code, name or everyday word: 3360, 金属表面处理, 电镀厂")),
            "kind": (tr("Kind"), tr("Kind of construction: 新建, 扩建, 改建, 技改, 迁建 …")),
            "keywords": (tr("Keywords"), tr("Other words to look for in the clauses, parted by blanks")),
        }
        for name, (label, tip) in words.items():
            self._labels[name].setText(label)
            self._fields[name].setToolTip(tip)
            self._fields[name].setAccessibleName(label)
            self._fields[name].setPlaceholderText(tip)
        self._day_label.setText(tr("As on"))
        tip = tr(
            "The day to judge as of, as 2024-07-01: the release in force then, the laws and lists as they held; blank is today"
        )
        self.day.setToolTip(tip)
        self.day.setPlaceholderText(tip)
        self.day.setAccessibleName(tr("As on"))
        self.fold.setToolTip(tr("Project fields for the report; all may stay blank"))
        self._show_summary()

    def project(self) -> Project:
        """The fields as they are filled in."""
        return Project(**{name: field.text().strip() for name, field in self._fields.items()})

    def show_day(self, day: str) -> None:
        """Set the day that is judged as of; empty is today."""
        self._told_day = day
        self.day.setText(day)
        self._show_summary()

    def show_project(self, project: Project) -> None:
        """Fill the fields in as a project has them."""
        for name, field in self._fields.items():
            field.setText(getattr(project, name))

    def _offer(self, name: str, find: Callable[[str], Sequence[str]]) -> None:
        """Offer what ``find`` finds below a field while a person types in it; Enter or a click takes it, ↓ goes there."""
        field, found = self._fields[name], QStringListModel(self)
        completer = QCompleter(found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(12)
        completer.activated.connect(lambda _: self.settled.emit())
        field.setCompleter(completer)

        def show(text: str) -> None:
            found.setStringList(list(find(text)) if text.strip() else [])
            completer.complete()

        field.textEdited.connect(show)

    @staticmethod
    def _industries_for(text: str) -> list[str]:
        return [one.printed for one in read_industries().find(text, _MOST_OFFERED)]

    def take_fold(self) -> None:
        """Have the line above the fields again."""
        self.layout().insertWidget(0, self.fold)

    def _set_open(self, is_open: bool) -> None:
        self._body.setVisible(is_open)
        self.fold.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)

    def _settle_day(self) -> None:
        """Tell another day; one that is none is put back, so that what stands there is what is judged as of."""
        text = self.day.text().strip()
        if text == self._told_day:
            return
        if text and not is_day(text):
            self.day.setText(self._told_day)
            self._say_of_day(tr("“{text}” is no day; write it as 2024-07-01. Nothing has changed.").format(text=text))
            return
        self._say_of_day("")
        self._told_day = text
        self._show_summary()
        self.fold.setChecked(False)  # the line above says the day; the room is for what is found
        self.day_settled.emit(text)

    def _say_of_day(self, text: str) -> None:
        self._day_note.setText(text)
        self._day_note.setVisible(bool(text))
        loud = readable(LOUD, ground_of(self._day_note), ink_of(self._day_note)).name()
        self._day_note.setStyleSheet(f"color: {loud}")

    def _show_summary(self) -> None:
        filled = [field.text().strip() for field in self._fields.values() if field.text().strip()]
        said = " · ".join(filled) or tr("not filled in (optional)")
        text = tr("Project: {said}").format(said=said)
        if self._told_day:
            text = tr("As on {date} · {text}").format(date=self._told_day, text=text)
        self.fold.setText(text if len(text) <= 60 else f"{text[:60]}…")
        self.fold.setAccessibleName(text)
