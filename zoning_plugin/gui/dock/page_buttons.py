# SPDX-License-Identifier: GPL-3.0-or-later
"""The buttons at the top of the dock, one for each thing a person does: 研判, 台账."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QButtonGroup, QHBoxLayout, QToolButton, QWidget

from ...bridge.i18n import tr
from ..icons import icon
from ..theme_follower import ThemeFollower

_ICONS = {"assess": "zoning", "register": "register"}


class PageButtons(QWidget):
    """One of the buttons is down, always; ``chosen`` tells the name of the one a person presses.

    ``go_actions`` do the same for a menu, where the keyboard is somewhere else: ``gone_to`` tells the name.
    """

    chosen = pyqtSignal(str)
    gone_to = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons = {name: QToolButton() for name in _ICONS}
        self.go_actions = {name: QAction(self) for name in _ICONS}
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 1, 6, 0)
        row.setSpacing(2)
        for name, button in self.buttons.items():
            button.setObjectName(f"page_{name}")
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setIconSize(QSize(16, 16))
            button.setMaximumHeight(button.fontMetrics().height() + 6)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _, name=name: self.chosen.emit(name))
            self.go_actions[name].setObjectName(f"go_{name}")
            self.go_actions[name].triggered.connect(lambda _, name=name: self.gone_to.emit(name))
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.retranslate()
        self.set_current("assess")
        ThemeFollower(self, self._set_icons)

    def retranslate(self) -> None:
        """Set the labels in the language of now."""
        words = {
            "assess": (tr("Assess"), tr("Judge a site: what applies there?")),
            "register": (tr("Register"), tr("The office's cases: find them, open them, go on with them")),
        }
        for name, (label, tip) in words.items():
            self.buttons[name].setText(label)
            self.buttons[name].setToolTip(tip)
            self.buttons[name].setAccessibleName(label)
            self.go_actions[name].setToolTip(tip)
        self.go_actions["assess"].setText(tr("Page &Assess"))
        self.go_actions["register"].setText(tr("Page &Register"))
        self._set_icons()

    def set_current(self, name: str) -> None:
        """Press a button down without telling."""
        self.buttons[name].setChecked(True)

    def _set_icons(self) -> None:
        for name, button in self.buttons.items():
            button.setIcon(icon(_ICONS[name], button))
            self.go_actions[name].setIcon(icon(_ICONS[name], button))
