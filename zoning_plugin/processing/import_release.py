# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined"
"""``zoning:importrelease``: what an office sends → one release file and a report of everything recognised and odd."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
)

from ..bridge.folders import profiles_folder
from ..bridge.i18n import tr
from ..bridge.layers import VectorFile, one_layer_file, vector_file
from ..core.progress import Progress
from .algorithm import Parameters, ZoningAlgorithm

STATUSES: Final = ("published", "draft", "submitted", "returned", "filed", "repealed")


class ImportRelease(ZoningAlgorithm):
    """Stores a release."""

    def name(self) -> str:
        """The id after the provider's."""
        return "importrelease"

    def displayName(self) -> str:
        """What the toolbox shows."""
        return tr("Import a release")

    def tags(self) -> list[str]:
        """Words it is found by."""
        return ["生态环境分区管控", "三线一单", "准入清单", "导入", "zoning", "import"]

    def shortHelpString(self) -> str:
        """What it does."""
        return tr(
            "Reads control units, access lists (准入清单) and element zones as offices publish them, checks them, and stores "
            "them as one release file. Texts are kept word for word, codes exactly as published. The report says what was recognised "
            "in every file and everything odd; when there is an error, nothing but the report is written."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        anything = QgsProcessing.SourceType.TypeVectorAnyGeometry
        self.add(
            QgsProcessingParameterVectorLayer("UNITS", tr("Control units"), [anything]),
            tr("Polygons of the units, one or more features a unit, or a .zip of the files of a delivery. A layer with a file is read from its file, so that its encoding can be judged. Empty: the units of BASE."),
            is_optional=True,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterMultipleLayers("LISTS", tr("Access lists"), QgsProcessing.SourceType.TypeFile),
            tr(
                "Files with the lists as printed tables (.xlsx, .xls, .ods, .docx, .csv, .html, or a .zip of them): block, wide or long layout."
            ),
            is_optional=True,
        )
        self.add(
            QgsProcessingParameterMultipleLayers("ZONES", tr("Element zones"), anything),
            tr("Red line, water sources and other zones; each file is a theme, named after the file."),
            is_optional=True,
        )
        self.add(
            QgsProcessingParameterFile("SOURCES", tr("What each file is"), extension="json"),
            tr("A JSON list that says of each file its role, tier, scope, document and date; without it they are recognised where they can be."),
            is_optional=True,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterString("PROFILE", tr("Profile"), ""),
            tr(
                "Name of a profile of field names and dimensions that is shipped, or a JSON file; empty for the one that this QGIS profile remembers for the province, else the national one."
            ),
            is_optional=True,
        )
        self.add(
            QgsProcessingParameterString("NAME", tr("Name of the release")), tr("As it is printed."), is_optional=True
        )
        self.add(
            QgsProcessingParameterString("DOCUMENT_NO", tr("Document number (文号)")),
            tr("As printed."),
            is_optional=True,
        )
        self.add(
            QgsProcessingParameterString("ISSUER", tr("Issuer")), tr("Who published the release."), is_optional=True
        )
        self.add(
            QgsProcessingParameterDateTime("EFFECTIVE", tr("In force since"), QgsProcessingParameterDateTime.Type.Date),
            tr("The day the release came into force. Without it no assessment is complete."),
            is_optional=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                "STATUS", tr("Status"), list(STATUSES), False, None, False, usesStaticStrings=True
            ),
            tr("published, draft, submitted, returned, filed or repealed. Only by a published release can an assessment be complete."),
            is_optional=True,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterString("SUPERSEDES", tr("Supersedes")),
            tr("Name or number of the release that this one replaces."),
            is_optional=True,
        )
        self.add(
            QgsProcessingParameterFile("BASE", tr("Earlier release to build on"), extension="gpkg"),
            tr("What this import does not bring is taken from there: a list can be replaced without the units, and the units without the lists. SOURCES says which list of it each new one replaces."),
            is_optional=True,
        )  # fmt: skip
        self.add_language()
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT", tr("Release"), "GeoPackage (*.gpkg)"),
            tr("The release file. It appears whole or not at all."),
        )
        self.add(
            QgsProcessingParameterFileDestination("REPORT", tr("Import report"), "JSON (*.json)", None, True),
            tr("The report as JSON; a page (.html) is written beside it."),
        )
        self.addOutput(QgsProcessingOutputNumber("UNIT_COUNT", tr("Units")))
        self.addOutput(QgsProcessingOutputNumber("CLAUSE_COUNT", tr("Clauses")))
        self.addOutput(QgsProcessingOutputNumber("ERROR_COUNT", tr("Errors")))
        self.addOutput(QgsProcessingOutputNumber("WARNING_COUNT", tr("Warnings")))

    def vector_parameters(self) -> tuple[str, ...]:
        """The layer of the units (zones are many, and checked by us)."""
        return ("UNITS",)

    def judged_by_us(self) -> tuple[str, ...]:
        """Date and status: the import tells all that is wrong at once, in the language asked for. Zones: QGIS would load each."""
        return ("EFFECTIVE", "STATUS", "ZONES")

    def take(self, parameters: Parameters, context: QgsProcessingContext) -> None:
        """Note the files and what is said of them."""
        self._units = vector_file(parameters.get("UNITS"), context)
        self._zones = tuple(_zones(parameters.get("ZONES"), context))
        self._lists = tuple(Path(one) for one in self.parameterAsFileList(parameters, "LISTS", context) if one)
        self._sources = self.path(parameters, "SOURCES", context)
        self._base = self.path(parameters, "BASE", context)
        texts = ("PROFILE", "NAME", "DOCUMENT_NO", "ISSUER", "SUPERSEDES")
        self._texts = {name: self.parameterAsString(parameters, name, context).strip() for name in texts}
        self._effective = self.date(parameters, "EFFECTIVE", context)
        stated = parameters.get("STATUS")
        known = self.parameterAsEnumString(parameters, "STATUS", context) if stated is not None else ""
        self._status = (
            known or str(stated or "").strip()
        )  # a word that is no status is refused by the job, in our words
        self._output = self.output(parameters, "OUTPUT", context)
        self._report = self.output(parameters, "REPORT", context)

    def work(self, progress: Progress, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Import."""
        from ..core.errors import Level
        from ..jobs.import_release import ImportRequest, import_release

        assert self._output is not None
        request = ImportRequest(
            self._output,
            units=(self._units.path,) if self._units else (),
            units_layer=self._units.layer if self._units else "",
            lists=self._lists,
            zones=tuple(one.path for one in self._zones),
            sources=self._sources,
            profile=self._texts["PROFILE"],
            offices=profiles_folder(),
            name=self._texts["NAME"],
            document_no=self._texts["DOCUMENT_NO"],
            issuer=self._texts["ISSUER"],
            effective=self._effective,
            status=self._status,
            supersedes=self._texts["SUPERSEDES"],
            report=self._report,
            base=self._base,
            language=self.language,
        )
        outcome = import_release(request, progress=progress)
        for one in outcome.examination.faults:
            if one.level is Level.WARNING:
                self.warn(one, feedback)
        outputs: dict[str, Any] = {
            "OUTPUT": str(outcome.path),
            "UNIT_COUNT": outcome.unit_count,
            "CLAUSE_COUNT": outcome.clause_count,
            "ERROR_COUNT": outcome.error_count,
            "WARNING_COUNT": outcome.warning_count,
        }
        return outputs | ({"REPORT": str(outcome.report_path)} if outcome.report_path else {})


def _zones(value: Any, context: QgsProcessingContext) -> list[VectorFile]:
    given = value if isinstance(value, (list, tuple)) else [value] if value else []
    files = [one_layer_file(vector_file(one, context), one, context) for one in given]
    return [one for one in files if one is not None]
