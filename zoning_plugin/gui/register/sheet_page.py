# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of one case: what is in the way, the conclusion, the signatures, the matter, the query on the provincial platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QPaintEvent, QPalette
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import language, tr
from ...core.judgement import CONCLUDING, Matter, PlatformQuery
from ...wording import word
from ..colours import LOUD, ground_of, ink_of, readable
from ..icons import icon
from ..releases.wrapped_label import WrappedLabel
from ..state_card import StateCard
from ..theme_follower import ThemeFollower
from .case_sheet import CaseSheet
from .clause_marks import verdict_word

_MATTER: Final = ("kind", "sender", "document_no", "received", "due", "town")
_AGREES: Final = (None, True, False)


class SheetPage(QWidget):
    """Widgets only: signals out, setters in."""

    back_asked = pyqtSignal()
    conclude_asked = pyqtSignal(object, str, str)
    """Verdict, remark, and who."""
    sign_asked = pyqtSignal(str, str)
    """Who, and a remark."""
    return_asked = pyqtSignal(str, str)
    reopen_asked = pyqtSignal(str, str)
    reopen_by_newer_asked = pyqtSignal(str, str)
    withdraw_asked = pyqtSignal(str, str)
    matter_written = pyqtSignal(object)
    platform_written = pyqtSignal(object)
    file_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: CaseSheet | None = None
        self._retold: list[Callable[[], None]] = []
        self.back_button = self._tool("back", lambda: (tr("Back"), tr("Back to the clauses")))
        self.title = WrappedLabel()
        bold = self.title.font()
        bold.setBold(True)
        self.title.setFont(bold)
        self.card = StateCard()
        self.notes, self.said, self.history = (_sentences() for _ in range(3))
        self.note = WrappedLabel()
        self.verdict = _ChoosingCombo()
        self.conclude_remark, self.sign_remark, self.who = QLineEdit(), QLineEdit(), QLineEdit()
        self.conclude_button, self.sign_button = QPushButton(), QPushButton()
        self.return_button, self.reopen_button, self.withdraw_button = QPushButton(), QPushButton(), QPushButton()
        self.reopen_by_button = QPushButton()
        self.stale, self.changes = _sentences(), _sentences()
        self.steps = QFormLayout()
        self.matter = {name: QComboBox() if name == "kind" else QLineEdit() for name in _MATTER}
        self.typical = QCheckBox()
        self.platform = {name: QLineEdit() for name in ("number", "date", "remark")}
        self.agrees = QComboBox()
        self.file_button = QPushButton()
        named = {
            "title": self.title, "card": self.card, "verdict": self.verdict, "conclude": self.conclude_button, "who": self.who,
            "conclude_remark": self.conclude_remark, "sign_remark": self.sign_remark, "sign": self.sign_button,
            "return": self.return_button, "reopen": self.reopen_button, "withdraw": self.withdraw_button, "agrees": self.agrees,
            "reopen_by": self.reopen_by_button, "stale": self.stale, "changes": self.changes,
            "file": self.file_button, "note": self.note, "typical": self.typical,
            **{f"matter_{name}": field for name, field in self.matter.items()},
            **{f"platform_{name}": field for name, field in self.platform.items()},
        }  # fmt: skip
        for name, widget in named.items():
            widget.setObjectName(f"sheet_{name}")
        self._lay_out()
        self._connect()
        self.retranslate()
        ThemeFollower(self, self._set_icons)

    # --- built once --------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.back_button)
        head.addWidget(self.title, 1)
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 4, 0)
        rows.setSpacing(4)
        rows.addWidget(self.card)
        rows.addWidget(self.stale)
        changed = QFormLayout()
        changed.addRow(self.changes)
        self._changes_fold = self._fold("changes", lambda: tr("What changes"), changed)
        rows.addWidget(self._changes_fold)
        noted = QFormLayout()
        noted.addRow(self.notes)
        self._notes_fold = self._fold("notes", lambda: tr("To be looked at"), noted)
        rows.addWidget(self._notes_fold)
        rows.addWidget(self._heading(lambda: tr("Conclusion")))
        rows.addWidget(self.said)
        concluding = QHBoxLayout()
        concluding.addWidget(self.verdict)
        concluding.addWidget(self.conclude_remark, 1)
        concluding.addWidget(self.conclude_button)
        rows.addLayout(concluding)
        self._signatures_heading = self._heading(lambda: tr("Signatures"))
        rows.addWidget(self._signatures_heading)
        rows.addLayout(self.steps)
        signing = QHBoxLayout()
        signing.addWidget(self.who)
        signing.addWidget(self.sign_remark, 1)
        rows.addLayout(signing)
        doing = QHBoxLayout()
        for button in (self.sign_button, self.return_button, self.reopen_button):
            doing.addWidget(button)
        doing.addStretch(1)
        doing.addWidget(self.withdraw_button)
        rows.addLayout(doing)
        rows.addWidget(self.reopen_by_button)
        rows.addWidget(self.history)
        matter = QFormLayout()
        for name, field in self.matter.items():
            label = QLabel()
            label.setBuddy(field)
            self._retold.append(lambda label=label, name=name: label.setText(word(f"matter-{name}", language())))  # type: ignore[misc]
            matter.addRow(label, field)
        matter.addRow(self.typical)
        self._matter_rows = matter
        self._matter_fold = self._fold("matter", lambda: tr("Matter"), matter)
        rows.addWidget(self._matter_fold)
        platform = QFormLayout()
        texts: dict[str, Callable[[], str]] = {
            "number": lambda: tr("Query number"), "date": lambda: tr("Date"), "remark": lambda: tr("Remark"),
        }  # fmt: skip
        for name, field in self.platform.items():
            label = QLabel()
            label.setBuddy(field)
            self._retold.append(lambda label=label, name=name: label.setText(texts[name]()))  # type: ignore[misc]
            platform.addRow(label, field)
        agrees = QLabel()
        self._retold.append(lambda: agrees.setText(tr("Agrees")))
        platform.insertRow(2, agrees, self.agrees)
        platform.addRow(self.file_button)
        self._platform_fold = self._fold("platform", lambda: tr("Query on the provincial platform"), platform)
        rows.addWidget(self._platform_fold)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 2, 6, 4)
        whole.addLayout(head)
        whole.addWidget(scroll, 1)
        whole.addWidget(self.note)

    def _heading(self, text: Callable[[], str]) -> QLabel:
        label = QLabel()
        bold = label.font()
        bold.setBold(True)
        label.setFont(bold)
        self._retold.append(lambda: label.setText(text()))
        return label

    def _tool(self, name: str, words: Callable[[], tuple[str, str]]) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setObjectName(f"sheet_{name}")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._retold.append(lambda: (button.setAccessibleName(words()[0]), button.setToolTip(words()[1])))  # type: ignore[func-returns-value, arg-type]
        return button

    def _fold(self, name: str, text: Callable[[], str], rows: QFormLayout) -> QWidget:
        """A line that opens what is below it; closed at first."""
        holder, body = QWidget(), QWidget()
        rows.setContentsMargins(18, 0, 0, 2)
        rows.setVerticalSpacing(3)
        body.setLayout(rows)
        line = self._tool(f"{name}_fold", lambda: (text(), tr("Open or fold")))
        line.setCheckable(True)
        line.setArrowType(Qt.ArrowType.RightArrow)
        line.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._retold.append(lambda: line.setText(text()))
        whole = QVBoxLayout(holder)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(1)
        whole.addWidget(line)
        whole.addWidget(body)
        body.hide()

        def opened(is_open: bool) -> None:
            body.setVisible(is_open)
            line.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)

        line.toggled.connect(opened)
        return holder

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.back_asked)
        self.verdict.currentIndexChanged.connect(lambda _: self._show_verdict())
        self.conclude_button.clicked.connect(
            lambda: self.conclude_asked.emit(
                self.verdict.currentData(), self.conclude_remark.text().strip(), self._who()
            )
        )
        for button, asked in (
            (self.sign_button, self.sign_asked), (self.return_button, self.return_asked), (self.reopen_button, self.reopen_asked),
            (self.withdraw_button, self.withdraw_asked), (self.reopen_by_button, self.reopen_by_newer_asked),
        ):  # fmt: skip
            button.clicked.connect(lambda _, asked=asked: asked.emit(self._who(), self.sign_remark.text().strip()))
        for field in self.matter.values():
            line = field.lineEdit() if isinstance(field, QComboBox) and field.isEditable() else field
            if isinstance(field, QComboBox):
                field.setEditable(True)
                field.activated.connect(lambda _: self._write_matter())
                line = field.lineEdit()
            line.editingFinished.connect(self._write_matter)
        self.typical.clicked.connect(lambda _: self._write_matter())
        for field in self.platform.values():
            field.editingFinished.connect(self._write_platform)
        self.agrees.activated.connect(lambda _: self._write_platform())
        self.file_button.clicked.connect(self.file_asked)

    def retranslate(self) -> None:
        """Set every label, tooltip and accessible name in the language of now, and the icons in the palette of now."""
        for tell in self._retold:
            tell()
        _name(
            self.verdict, tr("Conclusion"), tr("What a person concludes; what cannot be is grey, its tooltip says why")
        )
        _name(self.conclude_remark, tr("Remark to the conclusion"), tr("Remark, printed with the conclusion"))
        self.conclude_remark.setPlaceholderText(tr("Remark"))
        self.conclude_button.setText(tr("Conclude"))
        self.conclude_button.setToolTip(tr("Record the conclusion with your name and the time"))
        _name(self.who, tr("Your name"), tr("Who concludes, signs or returns"))
        self.who.setPlaceholderText(tr("Your name"))
        _name(self.sign_remark, tr("Remark"), tr("Needed to return or withdraw a case"))
        self.sign_remark.setPlaceholderText(tr("Remark (needed to return or withdraw)"))
        self.return_button.setText(tr("Return"))
        self.return_button.setToolTip(tr("Give the case back to the step before, with the remark"))
        self.reopen_button.setText(tr("Reopen as a new version"))
        self.reopen_button.setToolTip(tr("The signed version stays as it is"))
        self.reopen_by_button.setToolTip(
            tr(
                "A new version of the case, judged by the release in force; answers to unchanged clauses come along, the signed version stays as it is"
            )
        )
        self.withdraw_button.setText(tr("Withdraw"))
        self.withdraw_button.setToolTip(tr("The case stays in the register and changes no more; needs a remark"))
        self.typical.setText(word("matter-is_typical", language()))
        self.typical.setToolTip(tr("Listed with the typical cases of the year"))
        for name, field in self.matter.items():
            _name(field, word(f"matter-{name}", language()), tr("A date as 2026-03-31") if name in ("received", "due") else word(f"matter-{name}", language()))  # fmt: skip
        tips = {"number": tr("Number of the query on the provincial platform"), "date": tr("A date as 2026-03-31"), "remark": tr("What differs, if something does")}  # fmt: skip
        for name, line in self.platform.items():
            _name(line, tips[name], tips[name])
        _name(self.agrees, tr("Agrees"), tr("Whether the platform's result is the same as this one"))
        self.agrees.clear()
        for agrees, text in zip(_AGREES, (tr("not said"), tr("agrees"), tr("disagrees")), strict=True):
            self.agrees.addItem(text, agrees)
        self.verdict.blockSignals(True)
        self.verdict.clear()
        for verdict in CONCLUDING:
            self.verdict.addItem(verdict_word(verdict), verdict)
        self.verdict.setCurrentIndex(-1)  # nothing is proposed: the conclusion is a person's
        self.verdict.setPlaceholderText(tr("Choose …"))
        self.verdict.blockSignals(False)
        self.file_button.setToolTip(tr("The file that the platform gave; it is copied beside the register"))
        self.card.retranslate()
        self._set_icons()
        if self._sheet is not None:
            self.show_sheet(self._sheet)

    # --- set by the presenter ----------------------------------------------------------------------------------------

    def show_sheet(self, sheet: CaseSheet) -> None:
        """Show a case; a field that is being typed in stays as it is. Who signed is not who signs next, so the name is asked for anew."""
        before, self._sheet = self._sheet, sheet
        if before is not None and before.case_key != sheet.case_key:
            self.verdict.setCurrentIndex(-1)
            for line in (self.conclude_remark, self.sign_remark):
                line.clear()
        elif before is not None and before.due is not sheet.due:
            self.who.clear()
            self.sign_remark.clear()
        self.title.setText(sheet.title)
        self.card.show_state(sheet.look, sheet.headline, sheet.sentences)
        self.stale.setText(sheet.stale)
        self.stale.setVisible(bool(sheet.stale))
        self.stale.setStyleSheet(f"color: {readable(LOUD, ground_of(self.stale), ink_of(self.stale)).name()}")
        self.changes.setText("\n".join(sheet.changes))
        self._changes_fold.setVisible(bool(sheet.changes))
        self._changes_fold.findChild(QToolButton).setText(tr("What changes: {count}").format(count=len(sheet.changes)))
        self.notes.setText("\n".join(f"• {one}" for one in sheet.notes))
        self._notes_fold.setVisible(bool(sheet.notes))
        self._notes_fold.findChild(QToolButton).setText(tr("To be looked at: {count}").format(count=len(sheet.notes)))
        self.said.setText(sheet.conclusion)
        for place, (_, why) in enumerate(sheet.verdicts):
            item = self.verdict.model().item(place)
            item.setEnabled(not why)
            item.setToolTip(why)
        possible = any(not why for _, why in sheet.verdicts)
        for widget in (self.verdict, self.conclude_remark):
            widget.setEnabled(sheet.can_write and possible)
        while self.steps.rowCount():
            self.steps.removeRow(0)
        for name, text in sheet.signatures:
            said = _sentences()
            said.setText(text)
            self.steps.addRow(QLabel(f"{name}:"), said)
        self.sign_button.setText(tr("Sign: {step}").format(step=sheet.due_word) if sheet.due_word else tr("Sign"))
        self.sign_button.setToolTip(
            tr("Record the step with the name and the time; after the last one the case is locked")
        )
        self.sign_button.setEnabled(sheet.can_sign)
        self._signatures_heading.setVisible(bool(sheet.signatures))
        for widget in (self.sign_button, self.return_button):
            widget.setVisible(bool(sheet.signatures))  # an office without steps signs nothing
        self.reopen_by_button.setVisible(bool(sheet.can_reopen_by))
        self.reopen_by_button.setText(tr("Reopen as a new version, by {release}").format(release=sheet.can_reopen_by))
        self.return_button.setEnabled(sheet.can_return)
        self.reopen_button.setVisible(sheet.can_reopen)
        self.withdraw_button.setEnabled(sheet.can_withdraw)
        for widget in (self.who, self.sign_remark):
            widget.setEnabled(sheet.can_withdraw or sheet.can_reopen)
        self.history.setText(sheet.history)
        self.history.setVisible(bool(sheet.history))
        self._show_fields(sheet)
        self._show_verdict()

    def show_person(self, name: str) -> None:
        """Put a name into the field for one, if there is none."""
        if not self.who.text().strip():
            self.who.setText(name)

    def show_note(self, text: str) -> None:
        """A line below: what could not be stored; empty takes it away."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.note.setStyleSheet(
            f"color: {readable(LOUD, ground_of(self.note), ink_of(self.note)).name()}" if text else ""
        )

    # --- inside ------------------------------------------------------------------------------------------------------

    def _show_fields(self, sheet: CaseSheet) -> None:
        asked = {one.name: one for one in sheet.fields}
        for name, field in self.matter.items():
            stated = getattr(sheet.matter, name)
            if isinstance(field, QComboBox):
                if not field.lineEdit().hasFocus():
                    field.clear()
                    field.addItems(asked[name].choices if name in asked else ())
                    field.setCurrentText(stated)
            elif not field.hasFocus():
                field.setText(stated)
            field.setEnabled(sheet.can_write)
            is_shown = name in asked or bool(stated)  # what the office does not ask for takes no room
            field.setVisible(is_shown)
            self._matter_rows.labelForField(field).setVisible(is_shown)
        self._matter_fold.setVisible(bool(asked) or sheet.matter != Matter())
        self.typical.setChecked(sheet.matter.is_typical)
        self.typical.setEnabled(sheet.can_write)
        self._platform_fold.setVisible(sheet.asks_platform)
        for name, line in self.platform.items():
            if not line.hasFocus():
                line.setText(getattr(sheet.platform, name))
            line.setEnabled(sheet.can_write)
        self.agrees.setCurrentIndex(_AGREES.index(sheet.platform.agrees))
        self.agrees.setEnabled(sheet.can_write)
        file = sheet.platform.file
        self.file_button.setText(tr("Result file: {name}").format(name=file.name) if file else tr("Result file …"))
        self.file_button.setEnabled(sheet.can_write)

    def _show_verdict(self) -> None:
        sheet = self._sheet
        why = (
            next((why for verdict, why in sheet.verdicts if verdict is self.verdict.currentData()), "") if sheet else ""
        )
        is_chosen = self.verdict.currentIndex() >= 0
        self.conclude_button.setEnabled(sheet is not None and sheet.can_write and is_chosen and not why)

    def _write_matter(self) -> None:
        if self._sheet is None or not self._sheet.can_write:
            return
        texts = {
            name: (field.currentText() if isinstance(field, QComboBox) else field.text()).strip()
            for name, field in self.matter.items()
        }
        made: Matter = replace(self._sheet.matter, **texts, is_typical=self.typical.isChecked())  # type: ignore[arg-type]
        if made != self._sheet.matter:
            self.matter_written.emit(made)

    def _write_platform(self) -> None:
        if self._sheet is None or not self._sheet.can_write:
            return
        texts = {name: line.text().strip() for name, line in self.platform.items()}
        made: PlatformQuery = replace(self._sheet.platform, **texts, agrees=self.agrees.currentData())  # type: ignore[arg-type]
        if made != self._sheet.platform:
            self.platform_written.emit(made)

    def _who(self) -> str:
        return str(self.who.text().strip())

    def _set_icons(self) -> None:
        self.back_button.setIcon(icon("back", self.back_button))
        self.sign_button.setIcon(icon("record", self.sign_button))
        self.withdraw_button.setIcon(icon("withdraw", self.withdraw_button))


class _ChoosingCombo(QComboBox):
    """Says what is to be done while nothing is chosen: Qt 5.15 writes that with an empty brush, and nothing is seen."""

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the box, a placeholder in its own ink."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        if self.currentIndex() < 0:
            option.currentText = self.placeholderText()
            ink = option.palette
            for role in (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Text):
                ink.setColor(role, ink.color(QPalette.ColorRole.PlaceholderText))
            option.palette = ink
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def _sentences() -> QLabel:
    """Plain text that wraps; a scroll area asks it for its height, so it claims none by itself."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _name(widget: QWidget, name: str, tip: str) -> None:
    widget.setAccessibleName(name)
    widget.setToolTip(tip)
