# SPDX-License-Identifier: GPL-3.0-or-later
"""What QGIS loads: the provider always, the panel where there is a window; and one sentence where something is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication

from .bridge.i18n import install_translation, remove_translation
from .bridge.messages import Messages
from .core.errors import PartMissing
from .processing.provider import ZoningProvider

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .window import ZoningWindow


class ZoningPlugin:
    """The plugin from load to unload. ``iface`` is None inside qgis_process, where there is no window.

    Nothing here imports the core's geometry: where shapely is missing the plugin still loads, and says so.
    """

    def __init__(self, iface: QgisInterface | None) -> None:
        self._iface = iface
        self._provider: ZoningProvider | None = None
        self._window: ZoningWindow | None = None
        self.panel_missing: PartMissing | None = None

    def initProcessing(self) -> None:
        """Add the algorithms; all that qgis_process asks for."""
        install_translation()
        provider = ZoningProvider()
        # Beside another copy of this plugin it is refused, and deleted at once.
        if QgsApplication.processingRegistry().addProvider(provider):  # type: ignore[union-attr]
            self._provider = provider

    def initGui(self) -> None:
        """Add the algorithms, then the panel."""
        self.initProcessing()
        if self._iface is None:
            return
        try:
            from .window import ZoningWindow
        except PartMissing as reason:
            self.panel_missing = reason
            Messages(self._iface.messageBar()).show_error(reason)  # type: ignore[arg-type]
            return
        self._window = ZoningWindow(self._iface)

    def unload(self) -> None:
        """Take everything out again, in the opposite order."""
        if self._window is not None:
            self._window.close()
            self._window = None
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)  # type: ignore[union-attr]
            self._provider = None
        remove_translation()
