# SPDX-License-Identifier: GPL-3.0-or-later
"""The row that says which release is judged with and how it stands, and lets another one be chosen or brought in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QPaintEvent
from qgis.PyQt.QtWidgets import (
    QAction,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import tr
from ..colours import LOUD, ground_of, ink_of, readable
from ..icons import icon
from ..theme_follower import ThemeFollower
from ..words import tooltip_text
from .standing import Standing, standing_dot, standing_word


@dataclass(frozen=True)
class ReleaseChoice:
    """One line of the list: where the release lies, its name, the day it takes effect (ISO, or empty), how it stands, and more for the tooltip."""

    path: Path
    name: str
    effective: str
    standing: Standing
    detail: str

    @property
    def label(self) -> str:
        """The whole line."""
        since = tr("effective {date}").format(date=self.effective) if self.effective else ""
        return " · ".join(part for part in (self.name, standing_word(self.standing), since) if part)


class _ReleaseCombo(QComboBox):
    """Shows the name alone while it is closed, shortened in its middle: names differ at their ends; open, the whole lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def shown_name(self, room: int) -> str:
        """The name as it fits into ``room`` pixels."""
        choice = self.currentData()
        name = choice.name if choice else self.currentText()
        return self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, max(room, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box with the name as it fits."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        beside = 0 if option.currentIcon.isNull() else option.iconSize.width() + 4
        option.currentText = self.shown_name(field.width() - beside - 6)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def showPopup(self) -> None:
        """Open the list as wide as its longest line, as far as the screen goes."""
        view = self.view()
        wanted = view.sizeHintForColumn(0) + 2 * view.frameWidth() + view.verticalScrollBar().sizeHint().width() + 8
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        view.setMinimumWidth(min(wanted, self.screen().availableGeometry().width() - 8))
        super().showPopup()


class ReleaseChooser(QWidget):
    """Widgets only: signals out, setters in."""

    chosen = pyqtSignal(object)
    """The path of the release to open."""
    import_asked = pyqtSignal()
    demo_asked = pyqtSignal()
    folder_asked = pyqtSignal()
    catalogue_asked = pyqtSignal()
    find_asked = pyqtSignal()
    show_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combo = _ReleaseCombo()
        self.standing = QLabel()
        self.show_button = QToolButton()
        self.show_button.clicked.connect(self.show_asked)
        self.more = QToolButton()
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        self.import_action, self.demo_action, self.folder_action = QAction(self), QAction(self), QAction(self)
        self.catalogue_action, self.find_action = QAction(self), QAction(self)
        self.demo_action.setObjectName("open_demo")
        for action, signal in (
            (self.catalogue_action, self.catalogue_asked),
            (self.find_action, self.find_asked),
            (self.import_action, self.import_asked),
            (self.demo_action, self.demo_asked),
            (self.folder_action, self.folder_asked),
        ):
            menu.addAction(action)
            action.triggered.connect(signal)
        self.more.setMenu(menu)
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        for button in (self.show_button, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAutoRaise(True)
        self.combo.setObjectName("release_combo")
        self.standing.setObjectName("release_standing")
        self.note.setObjectName("release_note")
        self.show_button.setObjectName("release_show")
        self.more.setObjectName("release_more")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.combo, 1)
        row.addWidget(self.standing)
        row.addWidget(self.show_button)
        row.addWidget(self.more)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addLayout(row)
        whole.addWidget(self.note)
        self.combo.activated.connect(self._choose)
        self.combo.currentIndexChanged.connect(self._show_standing)
        self.retranslate()
        ThemeFollower(self, self._set_icons)
        self.show_note("")

    def retranslate(self) -> None:
        """Set the labels in the language of now, and the icons in the palette of now."""
        self.combo.setAccessibleName(tr("Release"))
        self.show_button.setToolTip(tr("Show the units of this release on the map and go there"))
        self.show_button.setAccessibleName(tr("Show on the map"))
        self.more.setToolTip(
            tr("Releases and their steps, import data, open the demo county, show the folder of releases")
        )
        self.more.setAccessibleName(tr("More about releases"))
        self.catalogue_action.setText(tr("Releases and their steps …"))
        self.find_action.setText(tr("Find in all releases …"))
        self.import_action.setText(tr("Import local data …"))
        self.demo_action.setText(tr("Open the demo county"))
        self.folder_action.setText(tr("Show the folder of releases"))
        self._set_icons()

    def show_choices(self, choices: Sequence[ReleaseChoice], current: Path | None) -> None:
        """Show the releases there are, ``current`` chosen; nothing is opened by it."""
        self.combo.blockSignals(True)
        self.combo.clear()
        for choice in choices:
            self.combo.addItem(standing_dot(choice.standing), choice.label, choice)
            at = self.combo.count() - 1
            self.combo.setItemData(at, tooltip_text(choice.detail), Qt.ItemDataRole.ToolTipRole)
        places = [place for place, choice in enumerate(choices) if choice.path == current]
        self.combo.setCurrentIndex(places[0] if places else -1)
        self.combo.blockSignals(False)
        self._show_standing()

    def show_note(self, text: str, *, is_loud: bool = False) -> None:
        """A line below the row: what is being done or was found; empty takes it away."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.note.setStyleSheet("")
        ground, ink = ground_of(self.note), ink_of(self.note)
        if is_loud:
            self.note.setStyleSheet(f"color: {readable(LOUD, ground, ink).name()}")
        font = self.font()
        font.setBold(is_loud)
        self.note.setFont(font)

    def _set_icons(self) -> None:
        self.show_button.setIcon(icon("show-map", self.show_button))
        self.more.setIcon(icon("more", self.more))
        self.catalogue_action.setIcon(icon("timeline", self.note))
        self.find_action.setIcon(icon("search-all", self.note))
        self.import_action.setIcon(icon("import", self.note))
        self.demo_action.setIcon(icon("demo", self.note))
        self.folder_action.setIcon(icon("folder", self.note))

    def _choose(self, place: int) -> None:
        self.chosen.emit(self.combo.itemData(place).path)

    def _show_standing(self, *_: object) -> None:
        choice = self.combo.currentData()
        self.standing.setText(standing_word(choice.standing) if choice else "")
        self.combo.setToolTip(tooltip_text(choice.detail) if choice else tr("Choose a release"))
        self.show_button.setEnabled(choice is not None)
