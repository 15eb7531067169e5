# SPDX-License-Identifier: GPL-3.0-or-later
"""The Processing provider ``zoning``."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..bridge.i18n import tr
from ..places import plugin_version, resources_dir
from .assess_site import AssessSite
from .build_filing_package import BuildFilingPackage
from .import_release import ImportRelease
from .overlay_plan import OverlayPlan
from .rejudge_cases import RejudgeCases


class ZoningProvider(QgsProcessingProvider):
    """Everything the plugin does without its window."""

    def id(self) -> str:
        """The first part of every algorithm's id."""
        return "zoning"

    def name(self) -> str:
        """What the toolbox shows."""
        return tr("Zoning control")

    def longName(self) -> str:
        """What the toolbox shows where there is room."""
        return tr("Ecological-environment zoning control")

    def icon(self) -> QIcon:
        """The plugin's icon."""
        return QIcon(str(resources_dir() / "icons" / "zoning.svg"))

    def versionInfo(self) -> str:
        """The plugin's version."""
        return plugin_version()

    def defaultVectorFileExtension(self, hasGeometry: bool = True) -> str:
        """GeoPackage: every vector file that ours write is one."""
        return "gpkg"

    def supportedOutputVectorLayerExtensions(self) -> list[str]:
        """GeoPackage, likewise."""
        return ["gpkg"]

    def loadAlgorithms(self) -> None:
        """Register every algorithm."""
        for algorithm in (ImportRelease(), AssessSite(), OverlayPlan(), BuildFilingPackage(), RejudgeCases()):
            self.addAlgorithm(algorithm)
