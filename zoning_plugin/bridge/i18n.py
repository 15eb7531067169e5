# SPDX-License-Identifier: GPL-3.0-or-later
"""The language of the window: our translation beside QGIS's own, and which of our two languages that is."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from ..places import translations_dir
from ..wording import Language, language_of

CONTEXT = "zoning_plugin"
"""The one context of every tr() text; scripts/translations.py writes the .ts with it."""

_installed: list[QTranslator] = []


def tr(text: str) -> str:
    """``text`` (one English literal; values are put in afterwards with ``.format``) in the language of the window."""
    return QCoreApplication.translate(CONTEXT, text)


def install_translation(locale: str = "") -> None:
    """Load our texts for ``locale``, by default the one QGIS shows; without a translation they stay English.

    QGIS 3.40 started with ``--lang`` keeps the locale "C" while the window is Chinese: its translation's code decides.
    """
    remove_translation()
    code = locale or QgsApplication.instance().translation() or QgsApplication.locale()  # type: ignore[union-attr]
    if language_of(code) != "zh":
        return
    translator = QTranslator()
    if translator.load(str(translations_dir() / "zoning_plugin_zh-Hans.qm")):
        QCoreApplication.installTranslator(translator)
        _installed.append(translator)


def remove_translation() -> None:
    """Take our texts out again."""
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())


def language() -> Language:
    """The language of our labels, for the sentences beside them."""
    return "zh" if _installed else "en"
