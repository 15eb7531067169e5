# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be said of one source: what it is, its tier, theme, reference system, where it applies, what it replaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
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
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import language, tr
from ...core.clause import Scope
from ...core.terms import CrsBasis, Tier, UnitClass
from ...report.crs_names import crs_name
from ..words import class_word, tier_word
from .import_rows import CrsChoice, SourceDetails, role_name

_SEPARATORS: Final = re.compile(r"[\s,，、;；]+")
_OTHER: Final = "other"
_CLASSES: Final = (UnitClass.PRIORITY, UnitClass.KEY, UnitClass.GENERAL)
_SCOPES: Final = ("admin", "units", "zones")


class SourceForm(QScrollArea):
    """Widgets only: signals out, setters in. What is being typed is not taken away by a setter."""

    role_chosen = pyqtSignal(int, str)
    said = pyqtSignal(int, str, object)
    """Key of the source, field of its entry, value."""
    split_asked = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._details: SourceDetails | None = None
        self.role, self.tier, self.crs, self.replaces = (_combo() for _ in range(4))
        self.epsg, self.theme, self.title = QLineEdit(), QLineEdit(), QLineEdit()
        self.scope_fields = {name: QLineEdit() for name in _SCOPES}
        self.scope_classes = {one: QCheckBox() for one in _CLASSES}
        self.split_button = QPushButton()
        self._labels = {
            name: QLabel() for name in ("role", "tier", "theme", "crs", "title", "replaces", *_SCOPES, "classes")
        }
        self._rows: dict[str, QWidget] = {}
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_details(None)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("import_source_form")
        form = QFormLayout(inside)
        form.setContentsMargins(2, 4, 2, 4)
        form.setHorizontalSpacing(4)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        crs = _row(self.crs, self.epsg)
        self.epsg.setMaximumWidth(self.epsg.fontMetrics().horizontalAdvance("EPSG:000000") + 16)
        self._rows = {
            "role": _row(self.role, self.split_button), "tier": self.tier, "theme": self.theme, "crs": crs, "title": self.title,
            "replaces": self.replaces, **self.scope_fields, "classes": _column(*self.scope_classes.values()),
        }  # fmt: skip
        for name, widget in self._rows.items():
            form.addRow(self._labels[name], widget)
        for name, buddy in (
            ("role", self.role), ("tier", self.tier), ("theme", self.theme), ("crs", self.crs), ("title", self.title),
            ("replaces", self.replaces), *self.scope_fields.items(),
        ):  # fmt: skip
            self._labels[name].setBuddy(buddy)
            buddy.setObjectName(f"import_source_{name}")
        self.epsg.setObjectName("import_source_epsg")
        self.split_button.setObjectName("import_source_split")
        for one, box in self.scope_classes.items():
            box.setObjectName(f"import_source_class_{one.value}")
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _connect(self) -> None:
        self.role.activated.connect(lambda _: self._tell_role())
        self.tier.activated.connect(lambda _: self._tell("tier", self.tier.currentData()))
        self.replaces.activated.connect(lambda _: self._tell("replaces", self.replaces.currentData()))
        self.crs.activated.connect(lambda _: self._choose_crs())
        self.epsg.editingFinished.connect(self._tell_epsg)
        for name, field in (("theme", self.theme), ("title", self.title)):
            field.editingFinished.connect(lambda name=name, field=field: self._tell_text(name, field))
        for field in self.scope_fields.values():
            field.editingFinished.connect(lambda field=field: self._tell_scope(is_changed=field.isModified()))
        for box in self.scope_classes.values():
            box.toggled.connect(lambda _: self._tell_scope(is_changed=True))
        self.split_button.clicked.connect(lambda: self.split_asked.emit(self._details.key) if self._details else None)

    def retranslate(self) -> None:
        """Set the labels in the language of now."""
        everywhere = tr("Empty: wherever the release has units")
        words = {
            "role": (tr("Is"), tr("What this file or table is; what is not imported stays out of the release")),
            "tier": (tr("Tier"), tr("Whose list it is, from the province down to the park")),
            "theme": (tr("Theme"), tr("What the zones are, as it is said in reports: 生态保护红线 …")),
            "crs": (tr("CRS"), tr("The coordinate reference system; asked for where the file does not say it")),
            "title": (tr("Title"), tr("What the list is called; empty: as it is headed")),
            "replaces": (tr("Replaces"), tr("The list of the earlier release that this one takes the place of")),
            "admin": (tr("Only in"), tr("Names or codes of counties and cities where the list applies.") + " " + everywhere),
            "units": (tr("Only units"), tr("Codes of the units that the list is for.") + " " + everywhere),
            "zones": (tr("Only zones"), tr("Themes of zones in which the list applies.") + " " + everywhere),
            "classes": (tr("Only classes"), tr("Classes of units that the list is for; none ticked: all of them")),
        }  # fmt: skip
        widgets = {"role": self.role, "crs": self.crs, "classes": self._rows["classes"]}
        for name, (label, tip) in words.items():
            widget = widgets.get(name, self._rows[name])
            self._labels[name].setText(label)
            self._labels[name].setToolTip(tip)
            widget.setToolTip(tip)
            widget.setAccessibleName(label)
        for name in _SCOPES:
            self.scope_fields[name].setPlaceholderText(tr("everywhere") if name == "admin" else tr("all"))
        self.epsg.setPlaceholderText("EPSG:4547")
        self.epsg.setToolTip(tr("Number of the system in the EPSG registry, as 4547; then Enter"))
        self.epsg.setAccessibleName(tr("EPSG code"))
        self.split_button.setText(tr("By sheet"))
        self.split_button.setToolTip(
            tr("Take each sheet or table of this file by itself, so that each can have its own tier")
        )
        for one, box in self.scope_classes.items():
            box.setText(class_word(one))
        self.show_details(self._details)

    def show_details(self, details: SourceDetails | None) -> None:
        """Show what is said of a source; None where none is chosen."""
        is_other = details is None or self._details is None or details.key != self._details.key
        self._details = details
        self.widget().setVisible(details is not None)
        if details is None:
            return
        is_list, is_zones = details.role == "list", details.role == "zones"
        shown = {
            "role": True, "tier": is_list, "theme": is_zones, "crs": details.role in ("units", "zones") and details.crs is not None,
            "title": is_list, "replaces": is_list and bool(details.bases), **dict.fromkeys((*_SCOPES, "classes"), is_list),
        }  # fmt: skip
        for name, widget in self._rows.items():
            widget.setVisible(shown[name])
            self._labels[name].setVisible(shown[name])
        self.split_button.setVisible(details.can_split)
        _fill(self.role, [(role_name(one), one) for one in details.roles], details.role)
        guess = (
            tr("as recognised: {tier}").format(tier=details.guessed_tier) if details.guessed_tier else tr("— choose —")
        )
        _fill(self.tier, [(guess, None), *((tier_word(one), one) for one in Tier)], details.tier)
        _fill(
            self.replaces,
            [(tr("nothing, it is added"), ""), *((title, one) for one, title in details.bases)],
            details.replaces,
        )
        self._show_crs(details.crs, is_other=is_other)
        for field, text in ((self.theme, details.theme), (self.title, details.title)):
            _set_text(field, text, is_other=is_other)
        for name, field in self.scope_fields.items():
            _set_text(field, "、".join(getattr(details.scope, name)), is_other=is_other)
        for one, box in self.scope_classes.items():
            with QSignalBlocker(box):
                box.setChecked(one in details.scope.classes)

    def focus(self, field: str) -> None:
        """Bring a field into view, ready to be changed; a drop-down opens."""
        widget = {
            "role": self.role, "tier": self.tier, "theme": self.theme, "crs": self.crs, "title": self.title, "replaces": self.replaces,
            "scope": self.scope_fields["admin"],
        }.get(field, self.role)  # fmt: skip
        self.ensureWidgetVisible(widget)
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(widget, QComboBox) and widget.isEnabled():
            widget.showPopup()

    def _show_crs(self, crs: CrsChoice | None, *, is_other: bool) -> None:
        if crs is None:
            return
        if crs.is_settled:
            items = [(tr("By the file: {name}").format(name=crs_name(crs.name, language())), "")]
        else:
            by_magnitude = crs.basis is CrsBasis.MAGNITUDE
            first = (
                tr("Only by its coordinates: {name}").format(name=crs_name(crs.name, language())) if by_magnitude and not crs.stated
                else tr("— choose —")
            )  # fmt: skip
            items = [
                (first, ""),
                *((crs_name(name, language()), one) for one, name in crs.candidates),
                (tr("Another EPSG code …"), _OTHER),
            ]
        is_typing = self.crs.currentData() == _OTHER and self.epsg.isVisible() and not is_other and not crs.stated
        _fill(self.crs, items, _OTHER if is_typing else crs.stated)
        self.crs.setEnabled(not crs.is_settled)
        self.epsg.setVisible(is_typing)

    def _choose_crs(self) -> None:
        chosen = self.crs.currentData()
        self.epsg.setVisible(chosen == _OTHER)
        if chosen == _OTHER:
            self.epsg.clear()
            self.epsg.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._tell("crs", chosen)

    def _tell_epsg(self) -> None:
        found = re.fullmatch(r"\s*(?:EPSG\s*[:：]?)?\s*(\d{4,6})\s*", self.epsg.text(), re.IGNORECASE)
        if self.epsg.isVisible() and found is not None and self.epsg.isModified():
            self.epsg.setModified(False)
            self._tell("crs", f"EPSG:{found[1]}")

    def _tell_text(self, name: str, field: QLineEdit) -> None:
        if field.isModified():
            field.setModified(False)
            self._tell(name, field.text().strip())

    def _tell_scope(self, *, is_changed: bool) -> None:
        if not is_changed:
            return
        parts = {}
        for name, field in self.scope_fields.items():
            field.setModified(False)
            parts[name] = tuple(one for one in _SEPARATORS.split(field.text()) if one)
        classes = tuple(one for one, box in self.scope_classes.items() if box.isChecked())
        self._tell("scope", Scope(parts["admin"], parts["units"], classes, parts["zones"]))

    def _tell(self, field: str, value: object) -> None:
        if self._details is not None:
            self.said.emit(self._details.key, field, value)

    def _tell_role(self) -> None:
        if self._details is not None:
            self.role_chosen.emit(self._details.key, self.role.currentData())


def _combo() -> QComboBox:
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(5)
    combo.setMinimumWidth(60)
    return combo


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    inside = QHBoxLayout(row)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(4)
    for place, widget in enumerate(widgets):
        inside.addWidget(widget, int(place == 0))
    return row


def _column(*widgets: QWidget) -> QWidget:
    """One below the other: class names are long in English, and the panel is narrow."""
    column = QWidget()
    inside = QVBoxLayout(column)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(1)
    for widget in widgets:
        inside.addWidget(widget)
    return column


def _fill(combo: QComboBox, items: Sequence[tuple[str, object]], chosen: object) -> None:
    """Other items with one of them chosen, told to nobody; a list that is open stays as it is."""
    if [(combo.itemText(place), combo.itemData(place)) for place in range(combo.count())] != list(items):
        with QSignalBlocker(combo):
            combo.clear()
            for text, value in items:
                combo.addItem(text, value)
                combo.setItemData(combo.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
    values = [value for _, value in items]
    with QSignalBlocker(combo):
        combo.setCurrentIndex(values.index(chosen) if chosen in values else 0)


def _set_text(field: QLineEdit, text: str, *, is_other: bool) -> None:
    """Show a text, unless a person is typing another one there."""
    if is_other or not (field.hasFocus() and field.isModified()):
        if field.text() != text:
            field.setText(text)
        field.setModified(False)
