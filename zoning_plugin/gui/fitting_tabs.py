# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages under tabs whose names are never shortened: counts beside them go first, then a drop-down of the names takes their place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from qgis.PyQt.QtCore import QEvent, QSignalBlocker, QSize, Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from .theme_follower import ThemeFollower

_NARROW_TABS: Final = "QTabBar::tab { padding-left: 0.35em; padding-right: 0.35em; }"
"""Themes that are style sheets (Night Mapping) leave more room beside a name than a narrow panel has."""


class _Bar(QTabBar):
    """Tabs that do not make the page as wide as they would like to be."""

    def minimumSizeHint(self) -> QSize:
        """No width of its own: a drop-down takes over before a tab is cut."""
        return QSize(0, super().minimumSizeHint().height())

    @property
    def width_of_names(self) -> int:
        """What all the names need, in pixels."""
        return sum(self.tabSizeHint(place).width() for place in range(self.count()))


class FittingTabs(QWidget):
    """Widgets only, used as QTabWidget is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar, self.chooser, self._pages = _Bar(), QComboBox(), QStackedWidget()
        self._names: list[str] = []
        self._counts: list[int] = []
        self._bar.setDocumentMode(True)
        self._bar.setExpanding(False)
        self._bar.setElideMode(Qt.TextElideMode.ElideNone)
        self._bar.setUsesScrollButtons(False)
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self._bar, self.chooser, self._pages):
            whole.addWidget(part)
        self._bar.currentChanged.connect(self.setCurrentIndex)
        self.chooser.activated.connect(self.setCurrentIndex)
        ThemeFollower(self, self._fit)
        self._fit()

    def addTab(self, page: QWidget, name: str) -> None:
        """One more page."""
        self._pages.addWidget(page)
        self._names.append(name)
        self._counts.append(0)
        self._bar.addTab(name)
        self.chooser.addItem(name)
        self._fit()

    def setTabText(self, place: int, name: str) -> None:
        """Call a page something else."""
        if self._names[place] != name:
            self._names[place] = name
            self._fit()

    def setTabCount(self, place: int, count: int) -> None:
        """Say how many things are on a page; beside its name where there is room, always in the drop-down."""
        if self._counts[place] != count:
            self._counts[place] = count
            self._fit()

    def setTabToolTip(self, place: int, tip: str) -> None:
        """Say what is on a page."""
        self._bar.setTabToolTip(place, tip)
        self.chooser.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        self._tell_current()

    def setCurrentIndex(self, place: int) -> None:
        """Show a page."""
        with QSignalBlocker(self._bar), QSignalBlocker(self.chooser):
            self._bar.setCurrentIndex(place)
            self.chooser.setCurrentIndex(place)
        self._pages.setCurrentIndex(place)
        self._tell_current()

    def setCurrentWidget(self, page: QWidget) -> None:
        """Show that page."""
        self.setCurrentIndex(self._pages.indexOf(page))

    def setAccessibleName(self, name: str) -> None:
        """What the pages are together, for who cannot see them."""
        super().setAccessibleName(name)
        for part in (self._bar, self.chooser):
            part.setAccessibleName(name)

    def tabBar(self) -> QTabBar:
        """The tabs themselves."""
        return self._bar

    def tabText(self, place: int) -> str:
        """What a page is called."""
        return self._names[place]

    def currentIndex(self) -> int:
        """Place of the page that is shown."""
        return int(self._pages.currentIndex())

    def count(self) -> int:
        """Number of pages."""
        return int(self._pages.count())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tabs or drop-down, by the room there is now."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another font takes another width."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        wanted = _NARROW_TABS if QApplication.instance().styleSheet() else ""  # type: ignore[union-attr]
        if self._bar.styleSheet() != wanted:
            self._bar.setStyleSheet(wanted)
        counted = [f"{name} {count}" if count else name for name, count in zip(self._names, self._counts, strict=True)]
        for place, text in enumerate(counted):
            self.chooser.setItemText(place, text)
        is_fitting = self._is_room_for(counted) or self._is_room_for(self._names)
        had_keys = self._bar.hasFocus() or self.chooser.hasFocus()
        self._bar.setVisible(is_fitting)
        self.chooser.setVisible(not is_fitting)
        if had_keys:
            (self._bar if is_fitting else self.chooser).setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_room_for(self, texts: Sequence[str]) -> bool:
        """Whether the tabs fit with these texts, which they then have."""
        for place, text in enumerate(texts):
            if self._bar.tabText(place) != text:
                self._bar.setTabText(place, text)
        return self._bar.width_of_names <= self.width()

    def _tell_current(self) -> None:
        """The drop-down tells what is on the page that is shown."""
        self.chooser.setToolTip(self._bar.tabToolTip(self._pages.currentIndex()))
