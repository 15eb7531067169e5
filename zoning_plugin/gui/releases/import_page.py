# SPDX-License-Identifier: GPL-3.0-or-later
"""The page 导入: what was recognised in a folder, what is odd about it, and what the release is called. Stored on demand only."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QTextCursor
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import tr
from ...core.release import ReleaseInfo
from ...core.terms import ReleaseStatus
from ..icons import icon
from ..state_card import Look, StateCard
from ..theme_follower import ThemeFollower
from ..words import status_word

_TEXTS = ("name", "document_no", "issuer", "effective")


class ImportPage(QWidget):
    """Widgets only: signals out, setters in."""

    back_asked = pyqtSignal()
    cancel_asked = pyqtSignal()
    store_asked = pyqtSignal()
    changed = pyqtSignal()
    """The person has changed what the release is called or how it stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = QToolButton()
        self.back_button.setAutoRaise(True)
        self._title = QLabel()
        bold = self._title.font()
        bold.setBold(True)
        self._title.setFont(bold)
        self._folder = QLabel()
        self._folder.setTextFormat(Qt.TextFormat.PlainText)
        self._folder.setWordWrap(True)
        self.card = StateCard()
        self.found = QTextBrowser()
        self.found.setOpenLinks(False)
        self.found.document().setIndentWidth(14)  # the panel is narrow
        self.fields = {name: QLineEdit() for name in _TEXTS}
        self.status = QComboBox()
        self._inputs: dict[str, QWidget] = {**self.fields, "status": self.status}
        self._labels = {name: QLabel() for name in self._inputs}
        self.store_button = QPushButton()
        self._name_widgets()
        self._lay_out()
        self.back_button.clicked.connect(self.back_asked)
        self.card.cancel_asked.connect(self.cancel_asked)
        self.store_button.clicked.connect(self.store_asked)
        for field in self.fields.values():
            field.textChanged.connect(self.changed)
        self.status.currentIndexChanged.connect(self.changed)
        self.retranslate()
        ThemeFollower(self, self._set_icons)

    def _name_widgets(self) -> None:
        for name, widget in (
            *((f"import_{name}", field) for name, field in self._inputs.items()),
            ("import_back", self.back_button),
            ("import_store", self.store_button),
            ("import_found", self.found),
            ("import_card", self.card),
        ):
            widget.setObjectName(name)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.back_button)
        head.addWidget(self._title, 1)
        self._form = QWidget()
        rows = QFormLayout(self._form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setVerticalSpacing(3)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in self._inputs.items():
            self._labels[name].setBuddy(field)
            rows.addRow(self._labels[name], field)
        self._form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 4, 6, 4)
        whole.setSpacing(4)
        whole.addLayout(head)
        whole.addWidget(self._folder)
        whole.addWidget(self.card)
        whole.addWidget(self.found, 1000)
        whole.addWidget(self._form)
        whole.addWidget(self.store_button)
        whole.addStretch(1)  # while only the card shows, it stays at the top

    def retranslate(self) -> None:
        """Set the labels in the language of now, and the icons in the palette of now."""
        self._title.setText(tr("Import a release"))
        words = {
            "name": (tr("Name"), tr("What the release is called, for example the county and the year")),
            "document_no": (tr("Document no."), tr("Number of the document that published it")),
            "issuer": (tr("Issuer"), tr("Who issued it")),
            "effective": (
                tr("In force since"),
                tr("Year-month-day, as 2024-07-01; without it nothing can be concluded"),
            ),
            "status": (tr("Status"), tr("Only a published release may be judged with; anything else is a trial")),
        }
        for name, (label, tip) in words.items():
            field = self._inputs[name]
            self._labels[name].setText(label)
            field.setToolTip(tip)
            field.setAccessibleName(label)
        for name in _TEXTS:
            self.fields[name].setPlaceholderText(words[name][1])
        chosen = self.status.currentData()
        self.status.blockSignals(True)
        self.status.clear()
        self.status.addItem(tr("— choose —"), None)
        for status in ReleaseStatus:
            self.status.addItem(status_word(status), status)
        self.status.setCurrentIndex(max(self.status.findData(chosen), 0) if chosen else 0)
        self.status.blockSignals(False)
        self.back_button.setToolTip(tr("Back; nothing is stored"))
        self.back_button.setAccessibleName(tr("Back"))
        self.found.setAccessibleName(tr("What was recognised"))
        self.store_button.setText(tr("Store this release"))
        self.store_button.setToolTip(tr("Store it on this computer and open it; until then nothing is stored"))
        self.card.retranslate()
        self._set_icons()

    # --- set by the presenter ----------------------------------------------------------------------------------------

    def show_folder(self, folder: str) -> None:
        """Say which folder is looked at."""
        self._folder.setText(folder)

    def show_state(self, look: Look, title: str, sentences: Sequence[str] = (), *, can_cancel: bool = False) -> None:
        """Say how things stand."""
        self.card.show_state(look, title, sentences, can_cancel=can_cancel)

    def show_progress(self, share: float, step: str) -> None:
        """Move the bar."""
        self.card.show_progress(share, step)

    def show_found(self, text: str, info: ReleaseInfo | None, *, is_status_stated: bool) -> None:
        """Show what was recognised (rich text) and what is stated of the release; None hides both."""
        self.found.setHtml(text)
        self.found.moveCursor(QTextCursor.MoveOperation.Start)
        self.found.setVisible(info is not None)
        self._form.setVisible(info is not None)
        self.store_button.setVisible(info is not None)
        if info is None:
            return
        for name in _TEXTS:
            self.fields[name].setText(getattr(info, name))
        self.status.setCurrentIndex(self.status.findData(info.status) if is_status_stated else 0)

    def enable(self, *, can_store: bool, can_edit: bool) -> None:
        """Let only that be done which can be done."""
        self.store_button.setEnabled(can_store)
        self._form.setEnabled(can_edit)
        self.back_button.setEnabled(True)

    @property
    def texts(self) -> dict[str, str]:
        """Name, document number, issuer and effective date as they are filled in."""
        return {name: field.text().strip() for name, field in self.fields.items()}

    @property
    def chosen_status(self) -> ReleaseStatus | None:
        """The status chosen, None while there is none."""
        chosen: ReleaseStatus | None = self.status.currentData()
        return chosen

    def _set_icons(self) -> None:
        self.back_button.setIcon(icon("back", self.back_button))
        self.store_button.setIcon(icon("store", self.store_button))
