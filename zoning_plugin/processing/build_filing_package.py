# SPDX-License-Identifier: GPL-3.0-or-later
"""``zoning:buildfilingpackage``: a release → the zip handed one level up."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
)

from ..bridge.i18n import tr
from ..core.progress import Progress, Stretch
from .algorithm import Parameters, ZoningAlgorithm, made_with


class BuildFilingPackage(ZoningAlgorithm):
    """Builds a filing package."""

    def name(self) -> str:
        """The id after the provider's."""
        return "buildfilingpackage"

    def displayName(self) -> str:
        """What the toolbox shows."""
        return tr("Build the filing package")

    def tags(self) -> list[str]:
        """Words it is found by."""
        return ["生态环境分区管控", "三线一单", "备案", "成果", "zoning", "package"]

    def shortHelpString(self) -> str:
        """What it does."""
        return tr(
            "Packs a release for filing: vectors (GeoPackage and shapefile), lists and statistics (.xlsx), the distribution map (PDF), "
            "the check report and a manifest with the digest of every file. The same release gives the same bytes. The folder tree is a "
            "profile, an example and no claim of conformity. Print the short digest in the covering letter."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterFile("RELEASE", tr("Release")),
            tr("A release file (.gpkg), or a folder of them: then the one in force today is taken."),
        )
        self.add(
            QgsProcessingParameterFile("PROFILE", tr("Profile"), extension="json", optional=True),
            tr("A JSON file with the folder tree; empty for the one that is shipped as an example."),
        )
        self.add_language()
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT", tr("Filing package"), "ZIP (*.zip)"),
            tr("The package. It appears whole or not at all."),
        )
        self.add(
            QgsProcessingParameterFileDestination("REPORT", tr("Check report"), "JSON (*.json)", None, True, False),
            tr("The check report that lies in the package, once more outside it."),
        )
        self.addOutput(QgsProcessingOutputString("DIGEST", tr("Digest")))
        self.addOutput(QgsProcessingOutputString("SHORT_DIGEST", tr("Short digest")))
        self.addOutput(QgsProcessingOutputNumber("ERROR_COUNT", tr("Errors")))
        self.addOutput(QgsProcessingOutputNumber("WARNING_COUNT", tr("Warnings")))

    def vector_parameters(self) -> tuple[str, ...]:
        """None: a release is a file of ours."""
        return ()

    def take(self, parameters: Parameters, context: QgsProcessingContext) -> None:
        """Note the release and where the package goes."""
        self._release = self.path(parameters, "RELEASE", context)
        self._profile = self.path(parameters, "PROFILE", context)
        self._output = self.output(parameters, "OUTPUT", context)
        self._report = self.output(parameters, "REPORT", context)

    def work(self, progress: Progress, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Build."""
        from ..bridge.pdf import QtPrinter
        from ..core.errors import Level
        from ..jobs.build_filing_package import build_filing_package, read_profile
        from ..jobs.open_release import open_release

        assert self._release is not None
        assert self._output is not None
        versions = made_with(self.language)
        profile = read_profile(self._profile)
        release = open_release(self._release, verify=True, progress=Stretch(progress, 0.0, 0.1))
        built = build_filing_package(
            release, self._output, printer=QtPrinter(), made_with={"plugin": versions.plugin, "qgis": versions.qgis}, profile=profile,
            language=self.language, report=self._report, inputs=[self._release], progress=Stretch(progress, 0.1, 1.0),
        )  # fmt: skip
        for one in built.findings:
            self.warn(one, feedback)
        return {
            "OUTPUT": str(built.path),
            "DIGEST": built.digest,
            "SHORT_DIGEST": built.short_digest,
            "ERROR_COUNT": built.count(Level.ERROR),
            "WARNING_COUNT": built.count(Level.WARNING),
            **({"REPORT": str(self._report)} if self._report else {}),
        }
