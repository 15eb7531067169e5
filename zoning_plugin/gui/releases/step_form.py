# SPDX-License-Identifier: GPL-3.0-or-later
"""The form in which the next step of a release is entered: what may follow, number, dates, note."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ...bridge.i18n import tr
from ...core.standing import Step
from ...core.terms import ReleaseStatus
from ..colours import LOUD, ground_of, ink_of, readable
from ..words import step_word
from .wrapped_label import WrappedLabel

_TEXTS = ("number", "date", "effective", "note")


class StepForm(QWidget):
    """Widgets only: signals out, setters in."""

    changed = pyqtSignal()
    record_asked = pyqtSignal()
    closed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status = QComboBox()
        self.fields = {name: QLineEdit() for name in _TEXTS}
        self._inputs: dict[str, QWidget] = {"status": self.status, **self.fields}
        self._labels = {name: QLabel() for name in self._inputs}
        self.said = WrappedLabel()
        self.record_button, self.close_button = QPushButton(), QPushButton()
        rows = QFormLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setVerticalSpacing(3)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in self._inputs.items():
            field.setObjectName(f"step_{name}")
            self._labels[name].setBuddy(field)
            rows.addRow(self._labels[name], field)
        rows.addRow(self.said)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.record_button)
        buttons.addWidget(self.close_button)
        rows.addRow(buttons)
        self.record_button.setObjectName("step_record")
        self.close_button.setObjectName("step_close")
        self.status.currentIndexChanged.connect(self._show_effective)
        self.status.currentIndexChanged.connect(self.changed)
        for field in self.fields.values():
            field.textChanged.connect(self.changed)
            field.returnPressed.connect(self._record)
        self.record_button.clicked.connect(self.record_asked)
        self.close_button.clicked.connect(self.closed)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the labels in the language of now."""
        words = {
            "status": (tr("Step"), tr("What the release becomes; only what may follow is offered")),
            "number": (tr("Number"), tr("Number of the filing, of the document, of the letter")),
            "date": (tr("Date"), tr("Year-month-day, as 2024-07-01; empty when nobody knows it")),
            "effective": (tr("Effective"), tr("Year-month-day from which the release is in force")),
            "note": (tr("Note"), tr("Anything worth knowing of this step")),
        }
        for name, (label, what) in words.items():
            self._labels[name].setText(label)
            self._inputs[name].setToolTip(what)
            self._inputs[name].setAccessibleName(label)
        self.record_button.setText(tr("Record"))
        self.record_button.setToolTip(tr("Record this step in the release file; a copy of the former file stays"))
        self.close_button.setText(tr("Close"))
        self.close_button.setToolTip(tr("Close without recording"))

    def show_options(self, options: Sequence[ReleaseStatus], today: str) -> None:
        """Empty the form and offer these steps; the example in the fields of days is today."""
        self.blockSignals(True)
        self.status.clear()
        for option in options:
            self.status.addItem(step_word(option), option)
        for field in self.fields.values():
            field.clear()
        for name in ("date", "effective"):
            self.fields[name].setPlaceholderText(today)
        self.blockSignals(False)
        self._show_effective()
        self.changed.emit()
        self.status.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def step(self) -> Step:
        """The step as it is entered."""
        texts = {name: field.text().strip() for name, field in self.fields.items()}
        status = ReleaseStatus(self.status.currentData() or ReleaseStatus.DRAFT)
        if status is not ReleaseStatus.PUBLISHED:
            texts["effective"] = ""
        return Step(status, **texts)

    def show_said(self, text: str, *, is_wrong: bool) -> None:
        """Say what is wrong with the step, which then cannot be recorded, or what one should know of it."""
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.said.setStyleSheet("")
        if is_wrong:
            self.said.setStyleSheet(f"color: {readable(LOUD, ground_of(self.said), ink_of(self.said)).name()}")
        self.record_button.setEnabled(not is_wrong)

    def _show_effective(self, *_: object) -> None:
        is_published = self.status.currentData() == ReleaseStatus.PUBLISHED
        self.fields["effective"].setVisible(is_published)
        self._labels["effective"].setVisible(is_published)

    def _record(self) -> None:
        if self.record_button.isEnabled():
            self.record_asked.emit()
