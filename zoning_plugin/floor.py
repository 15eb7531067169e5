# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in for the plugin where QGIS's Python is older than ours needs: one sentence. Written for any Python 3."""

from __future__ import annotations

from typing import Any

NEEDED = (3, 11)


class TooOldPython:
    """Says which Python is needed, in both languages since nothing else of the plugin can be loaded, and does nothing more."""

    def __init__(self, iface: Any, found: tuple[Any, ...]) -> None:
        self._iface = iface
        needed, has = (".".join(str(part) for part in version[:2]) for version in (NEEDED, found))
        self.sentence = (
            f"生态环境分区管控插件需要 Python {needed} 及以上,当前 QGIS 自带 {has}:请安装新版完整 QGIS(3.34 及以上)。 "
            f"The zoning control plugin needs Python {needed} or newer and this QGIS has {has}: "
            "install a newer full QGIS (3.34 or later)."
        )

    def initGui(self) -> None:
        """Say it in the message bar, until it is closed."""
        if self._iface is not None:
            self._iface.messageBar().pushMessage("生态环境分区管控", self.sentence, 2, 0)

    def initProcessing(self) -> None:
        """Say it where there is no window."""
        print(self.sentence)  # noqa: T201 - qgis_process shows what is printed

    def unload(self) -> None:
        """Nothing was put in."""
