# SPDX-License-Identifier: GPL-3.0-or-later
"""What the site is for: a small form that folds to one line. All of it may stay blank."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ...bridge.i18n import tr
from ...core.project import Project


class ProjectForm(QWidget):
    """Name, company, place and industry of the project."""

    settled = pyqtSignal()
    """A field was left or Enter pressed in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fold = QToolButton()
        """The line that opens the form; a page may put it elsewhere, :meth:`take_fold` brings it back."""
        self.fold.setCheckable(True)
        self.fold.setAutoRaise(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.fold.toggled.connect(self._set_open)
        self._fields = {name: QLineEdit() for name in ("name", "company", "place", "industry")}
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
            "industry": (tr("Industry"), tr("Industry by code and name, for example 3360 metal surface treatment")),
        }
        for name, (label, tip) in words.items():
            self._labels[name].setText(label)
            self._fields[name].setToolTip(tip)
            self._fields[name].setAccessibleName(label)
            self._fields[name].setPlaceholderText(tip)
        self.fold.setToolTip(tr("Project fields for the report; all may stay blank"))
        self._show_summary()

    def project(self) -> Project:
        """The fields as they are filled in."""
        return Project(**{name: field.text().strip() for name, field in self._fields.items()})

    def show_project(self, project: Project) -> None:
        """Fill the fields in as a project has them."""
        for name, field in self._fields.items():
            field.setText(getattr(project, name))

    def take_fold(self) -> None:
        """Have the line above the fields again."""
        self.layout().insertWidget(0, self.fold)

    def _set_open(self, is_open: bool) -> None:
        self._body.setVisible(is_open)
        self.fold.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)

    def _show_summary(self) -> None:
        filled = [field.text().strip() for field in self._fields.values() if field.text().strip()]
        said = " · ".join(filled) or tr("not filled in (optional)")
        text = tr("Project: {said}").format(said=said)
        self.fold.setText(text if len(text) <= 60 else f"{text[:60]}…")
        self.fold.setAccessibleName(text)
