# SPDX-License-Identifier: GPL-3.0-or-later
"""The first page of a fresh install: two big buttons, and how it goes with what was pressed."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCommandLinkButton, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ...bridge.i18n import tr
from ..colours import ink_of
from ..icons import icon, picture
from ..state_card import StateCard
from ..theme_follower import ThemeFollower


class WelcomePage(QScrollArea):
    """Widgets only: signals out, setters in."""

    demo_asked = pyqtSignal()
    import_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = QLabel()
        self._title = QLabel()
        self._what = QLabel()
        self._foot = QLabel()
        for label in (self._title, self._what, self._foot):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        large = self._title.font()
        large.setPointSizeF(large.pointSizeF() * 1.4)
        large.setBold(True)
        self._title.setFont(large)
        self.demo_button, self.import_button = QCommandLinkButton(), QCommandLinkButton()
        for button in (self.demo_button, self.import_button):
            button.setIconSize(QSize(36, 36))
        self.card = StateCard()
        self.card.hide()
        body = QWidget()
        whole = QVBoxLayout(body)
        whole.setContentsMargins(14, 14, 14, 14)
        whole.setSpacing(10)
        self.demo_button.setObjectName("welcome_demo")
        self.import_button.setObjectName("welcome_import")
        self.card.setObjectName("welcome_card")
        framed = [_framed(button) for button in (self.demo_button, self.import_button)]
        for widget in (self._sign, self._title, self._what, *framed, self.card, self._foot):
            whole.addWidget(widget)
        whole.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.demo_button.clicked.connect(self.demo_asked)
        self.import_button.clicked.connect(self.import_asked)
        self.retranslate()
        ThemeFollower(self, self._set_icons)

    def retranslate(self) -> None:
        """Set the labels in the language of now, and the icons in the palette of now."""
        self._title.setText(tr("Ecological-environment zoning control"))
        self._what.setText(
            tr("Click or draw a site, and read every clause of the access lists that applies to it, with its source.")
        )
        self.demo_button.setText(tr("Open the demo county"))
        self.demo_button.setDescription(
            tr("An invented county with units, lists and sites, to try everything at once.")
        )
        self.demo_button.setToolTip(tr("Store the invented demo county on this computer and open it"))
        self.import_button.setText(tr("Import local data …"))
        self.import_button.setDescription(
            tr("A folder with control units and access lists. What is recognised is shown before anything is stored.")
        )
        self.import_button.setToolTip(tr("Choose a folder with the units, the lists and the zones of a release"))
        for button in (self.demo_button, self.import_button):
            button.setAccessibleName(button.text())
            button.setAccessibleDescription(button.description())
        self._foot.setText(tr("Nothing leaves this computer. Your project, layers and selection stay as they are."))
        self.card.retranslate()
        self._set_icons()

    def set_busy(self, *, is_busy: bool) -> None:
        """Let nothing be pressed twice."""
        self.demo_button.setEnabled(not is_busy)
        self.import_button.setEnabled(not is_busy)

    def _set_icons(self) -> None:
        self._sign.setPixmap(picture("zoning", 56, ink_of(self._title), self.devicePixelRatioF()))
        self.demo_button.setIcon(icon("demo", self._title))  # a command link paints its text as a label does
        self.import_button.setIcon(icon("import", self._title))


def _framed(button: QCommandLinkButton) -> QFrame:
    """The button in a frame: flat command links do not look like buttons in every style."""
    frame = QFrame()
    frame.setFrameShape(QFrame.Shape.StyledPanel)
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(2, 2, 2, 2)
    inside.addWidget(button)
    return frame
