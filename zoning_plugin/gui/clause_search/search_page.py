# SPDX-License-Identifier: GPL-3.0-or-later
"""The page 在全部成果中查找: a field, and the clauses that hold its words, by release."""

from __future__ import annotations

from itertools import pairwise

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ...bridge.i18n import tr
from ..colours import LOUD, ground_of, ink_of, readable
from ..dock.search_field import SearchField
from ..icons import icon
from ..releases.wrapped_label import WrappedLabel
from ..theme_follower import ThemeFollower
from .hit_rows import Row
from .hit_view import HitView

_PAUSE_MS = 200


class ClauseSearchPage(QWidget):
    """Widgets only: signals out, setters in."""

    back_asked = pyqtSignal()
    asked = pyqtSignal(str)
    """The text as it stands after a pause in typing, or at once after Enter."""
    more_asked = pyqtSignal()
    chosen = pyqtSignal(object)
    """A HeadingRow or HitRow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button, self.more_button = QToolButton(), QToolButton()
        for button in (self.back_button, self.more_button):
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = QLabel()
        bold = self._title.font()
        bold.setBold(True)
        self._title.setFont(bold)
        self.field = SearchField()
        self.count = WrappedLabel()
        self.view = HitView()
        self.note = WrappedLabel()
        for name, widget in {
            "back": self.back_button, "field": self.field, "count": self.count, "more": self.more_button, "hits": self.view,
            "note": self.note,
        }.items():  # fmt: skip
            widget.setObjectName(f"clause_search_{name}")
        head = QHBoxLayout()
        head.addWidget(self.back_button)
        head.addWidget(self._title, 1)
        counted = QHBoxLayout()
        counted.addWidget(self.count, 1)
        counted.addWidget(self.more_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 4, 6, 4)
        whole.setSpacing(4)
        whole.addLayout(head)
        whole.addWidget(self.field)
        whole.addLayout(counted)
        whole.addWidget(self.view, 1)
        whole.addWidget(self.note)
        for one, other in pairwise((self.back_button, self.field, self.more_button, self.view)):
            QWidget.setTabOrder(one, other)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.field.textChanged.connect(self._pause.start)
        self.field.returnPressed.connect(self._ask)
        self.field.left_downwards.connect(self._enter_hits)
        self.view.left_upwards.connect(lambda: self.field.setFocus(Qt.FocusReason.OtherFocusReason))
        self.view.chosen.connect(self.chosen)
        self.back_button.clicked.connect(self.back_asked)
        self.more_button.clicked.connect(self.more_asked)
        self.retranslate()
        self.show_found((), "", "")
        self.show_note("")
        ThemeFollower(self, self._set_icons)

    def retranslate(self) -> None:
        """Set the labels in the language of now, and the icons in the palette of now."""
        self._title.setText(tr("Find in all releases"))
        self.back_button.setToolTip(tr("Back"))
        self.back_button.setAccessibleName(tr("Back"))
        self.field.setPlaceholderText(tr("Words in clauses, numbers, tags, units …"))
        self.field.setAccessibleName(tr("Find in all releases"))
        self.field.setToolTip(
            tr("Several words: all of them must be there. Width, case, traditional and simplified make no difference")
        )
        self.more_button.setText(tr("List all"))
        self.more_button.setToolTip(tr("List every clause found, not only the best of each release"))
        self.view.setAccessibleName(tr("Clauses found"))
        self._set_icons()

    def start(self, text: str) -> None:
        """Put a text into the field, ready to be written over; empty leaves what is there."""
        if text and text != self.field.text():
            self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()
        self._ask()

    def show_found(self, rows: tuple[Row, ...], count: str, when_empty: str, *, has_more: bool = False) -> None:
        """Show clauses by release with a line that counts them; without any, why there is none."""
        self.count.setText(count)
        self.count.setVisible(bool(count))
        self.more_button.setVisible(has_more)
        self.view.show_rows(rows, when_empty)

    def show_note(self, text: str, *, is_loud: bool = False) -> None:
        """A line below: what is being done or could not be; empty takes it away."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.note.setStyleSheet("")
        if is_loud:
            self.note.setStyleSheet(f"color: {readable(LOUD, ground_of(self.note), ink_of(self.note)).name()}")

    def _ask(self) -> None:
        self._pause.stop()
        self.asked.emit(self.field.text())

    def _enter_hits(self) -> None:
        if not self.view.currentIndex().isValid():
            first = 1 if self.view.hits.rowCount() > 1 else 0  # the first clause, below its release
            self.view.setCurrentIndex(self.view.hits.index(first))
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _set_icons(self) -> None:
        self.back_button.setIcon(icon("back", self.back_button))
        self.field.set_icon(icon("search", self.field))
