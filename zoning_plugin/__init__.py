# SPDX-License-Identifier: GPL-3.0-or-later
"""Ecological-environment zoning control (生态环境分区管控): the QGIS plugin. QGIS calls classFactory, and nothing else is here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .floor import TooOldPython
    from .plugin import ZoningPlugin


def classFactory(iface: QgisInterface | None) -> ZoningPlugin | TooOldPython:
    """Build the plugin. ``iface`` is None inside qgis_process, where there is no window."""
    from .floor import NEEDED, TooOldPython

    if sys.version_info < NEEDED:
        return TooOldPython(iface, sys.version_info)
    from .plugin import ZoningPlugin

    return ZoningPlugin(iface)
