# SPDX-License-Identifier: GPL-3.0-or-later
"""Ecological-environment zoning control (生态环境分区管控): the QGIS plugin. QGIS calls classFactory, and nothing else is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .plugin import ZoningPlugin


def classFactory(iface: QgisInterface | None) -> ZoningPlugin:
    """Build the plugin. ``iface`` is None inside qgis_process, where there is no window."""
    from .plugin import ZoningPlugin

    return ZoningPlugin(iface)
