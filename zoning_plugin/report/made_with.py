# SPDX-License-Identifier: GPL-3.0-or-later
"""What a result was made with: program versions and the language of its words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MadeWith:
    """Versions of the plugin and of QGIS ("3.22.16", empty without QGIS), and the language asked for, "zh" or "en"."""

    plugin: str
    qgis: str
    language: str

    @property
    def author(self) -> str:
        """What a document names as its author."""
        return f"zoning_plugin {self.plugin}"
