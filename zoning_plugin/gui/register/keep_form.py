# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines above the buttons that keep an assessment as a case: number, name, and cases of the same place pointed out before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ...bridge.i18n import tr
from ..state_card import Look, StateCard


class KeepForm(QWidget):
    """Widgets only. Hidden until :meth:`start`; Esc and Cancel hide it again."""

    kept = pyqtSignal(str, str, str)
    """Number, name, and who keeps it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = StateCard()
        self.card.set_compact(is_compact=True)
        self.fields = {name: QLineEdit() for name in ("number", "name", "person")}
        self._labels = {name: QLabel() for name in self.fields}
        self.keep_button, self.cancel_button = QPushButton(), QPushButton()
        rows = QGridLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setVerticalSpacing(2)
        for place, (name, field) in enumerate(self.fields.items()):
            field.setObjectName(f"keep_{name}")
            field.setMaxLength(200)
            field.returnPressed.connect(self._keep)
            self._labels[name].setBuddy(field)
            at = ((0, 0), (1, 0), (0, 2))[place]
            rows.addWidget(self._labels[name], *at)
            rows.addWidget(field, at[0], at[1] + 1, 1, 3 if name == "name" else 1)
        self.keep_button.setObjectName("keep_case")
        self.cancel_button.setObjectName("keep_cancel")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.cancel_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 2, 0, 2)
        whole.setSpacing(3)
        whole.addWidget(self.card)
        whole.addLayout(rows)
        whole.addLayout(buttons)
        order = (*(self.fields[name] for name in ("number", "person", "name")), self.keep_button, self.cancel_button)
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)
        self.keep_button.clicked.connect(self._keep)
        self.cancel_button.clicked.connect(self.hide)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Set the labels in the language of now."""
        words = {
            "number": (tr("Case number"), tr("The office's own number; blank: the register's next one")),
            "name": (tr("Case name"), tr("What the case is called in the register; blank: as the project is")),
            "person": (tr("My name"), tr("Stands beside every answer and signature you give, and tells others who has the register open")),
        }  # fmt: skip
        for name, (label, tip) in words.items():
            self._labels[name].setText(label)
            self.fields[name].setToolTip(tip)
            self.fields[name].setAccessibleName(label)
        self.keep_button.setText(tr("Keep"))
        self.keep_button.setToolTip(tr("Store the assessment in the register as a new case"))
        self.cancel_button.setText(tr("Cancel"))
        self.cancel_button.setToolTip(tr("Keep nothing"))
        self.card.retranslate()

    def start(self, number: str, name: str, person: str) -> None:
        """Show the form; ``number`` is what a blank number becomes."""
        self.fields["number"].clear()
        self.fields["number"].setPlaceholderText(number)
        self.fields["name"].setText(name)
        self.fields["person"].setText(person)
        self.keep_button.setEnabled(True)
        self.show()
        self.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, look: Look | None, title: str = "", sentences: Sequence[str] = ()) -> None:
        """Say what was found, or what went wrong; None takes it away."""
        self.card.setVisible(look is not None)
        self.keep_button.setEnabled(look is not Look.LOADING)
        if look is not None:
            self.card.show_state(look, title, sentences)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        if self.keep_button.isEnabled():
            self.kept.emit(*(self.fields[name].text().strip() for name in ("number", "name", "person")))
