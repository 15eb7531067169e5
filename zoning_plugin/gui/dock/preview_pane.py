# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in place of the results while a site is drawn or moved, and says plainly that it is a preview."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from ...bridge.i18n import tr
from ..state_card import Look, StateCard
from .finding_delegate import FindingDelegate
from .finding_rows import FindingRows
from .preview_presenter import Preview
from .summary_line import SummaryLine


class PreviewPane(QWidget):
    """A card that says what this is, the summary, and the units met. Nothing in it is clicked: the hand is on the map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = StateCard()
        self.card.set_compact(is_compact=True)
        self.summary = SummaryLine()
        self.rows = FindingRows(self)
        self.units = QListView()
        self.units.setModel(self.rows)
        self.units.setItemDelegate(FindingDelegate(self.units))
        self.units.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.units.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.units.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.summary.setObjectName("preview_summary")
        self.units.setObjectName("preview_units")
        self.card.setObjectName("preview_card")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(3)
        whole.addWidget(self.card)
        whole.addWidget(self.summary)
        whole.addWidget(self.units, 1)
        self._refusal = ""
        self.retranslate()

    def retranslate(self) -> None:
        """Set the labels in the language of now."""
        self.card.retranslate()
        self.units.setAccessibleName(tr("Units the site would meet"))
        self._say()

    def show_preview(self, preview: Preview) -> None:
        """Show another site's."""
        self.summary.show_summary(preview.summary)
        self.rows.set_rows(preview.rows)
        if preview.refusal != self._refusal:  # dressing a card anew costs some milliseconds
            self._refusal = preview.refusal
            self._say()

    def _say(self) -> None:
        told = tr("Control units only. Zones, clauses and what is lacking are judged once the site is finished.")
        self.card.show_state(
            Look.PREVIEW, tr("PREVIEW, not an assessment"), [self._refusal] if self._refusal else [told]
        )
