# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="union-attr"
"""Errors and good news in QGIS's message bar: a sentence, details behind a button, the stack in the log."""

from __future__ import annotations

import html
import traceback
from typing import Final

from qgis.core import Qgis, QgsMessageLog
from qgis.gui import QgsMessageBar, QgsMessageViewer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QPushButton

from ..core.errors import Cancelled, Level, ZoningError
from ..wording import sentence, sentences_of
from .i18n import language, tr
from .tasks import LOG

_SECONDS: Final = 8


class Messages:
    """Speaks through one message bar. Every text is shown as text: nothing in it is taken for HTML."""

    def __init__(self, bar: QgsMessageBar) -> None:
        self._bar = bar

    def show_error(self, error: Exception) -> None:
        """Say what went wrong and stay until it is closed; a cancelled job needs no message."""
        if isinstance(error, Cancelled):
            return
        sentences = error_sentences(error)
        details = "\n\n".join(sentences) + "\n\n" + stack_of(error)
        QgsMessageLog.logMessage(details, LOG, Qgis.MessageLevel.Critical, False)
        is_warning = isinstance(error, ZoningError) and all(one.level is not Level.ERROR for one in error.faults)
        first = sentences[0]
        if len(sentences) > 1:
            first += " " + tr("({count} more)").format(count=len(sentences) - 1)
        level = Qgis.MessageLevel.Warning if is_warning else Qgis.MessageLevel.Critical
        item = self._bar.createMessage(html.escape(tr("Zoning control")), html.escape(first))
        button = QPushButton(tr("Details"))
        button.clicked.connect(lambda: self._show_details(details))
        item.layout().addWidget(button)
        self._bar.pushWidget(item, level, 0)

    def show_success(self, text: str) -> None:
        """Say that something is done; goes by itself."""
        item = self._bar.createMessage(html.escape(tr("Zoning control")), html.escape(text))
        self._bar.pushWidget(item, Qgis.MessageLevel.Success, _SECONDS)

    def _show_details(self, details: str) -> None:
        viewer = QgsMessageViewer(self._bar.window(), Qt.WindowType.Window, True)
        viewer.setTitle(tr("Zoning control"))
        viewer.setMessageAsPlainText(details)
        viewer.setModal(False)
        viewer.show()


def error_sentences(error: Exception) -> list[str]:
    """An error as sentences in the language of the window; one that nobody foresaw names itself."""
    if isinstance(error, ZoningError):
        return list(sentences_of(error, language()))
    return [sentence("unexpected", {"detail": f"{type(error).__name__}: {error}"}, language())]


def stack_of(error: Exception) -> str:
    """The stack of an error, and of what caused it."""
    return "".join(traceback.format_exception(error))
