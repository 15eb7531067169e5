# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined"
"""``zoning:overlayplan``: a plan × a release → the piece every unit has of every parcel, what no unit covers, the balance."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterVectorDestination,
)

from ..bridge.folders import tiles_folder
from ..bridge.i18n import tr
from ..bridge.layers import crs_text, vector_file
from ..core.errors import OutputFailed, PlanUnusable, SiteUnusable
from ..core.progress import Progress
from ..core.terms import is_day
from .algorithm import Parameters, ZoningAlgorithm, made_with


class OverlayPlan(ZoningAlgorithm):
    """Lays every parcel of a plan over the control units."""

    def name(self) -> str:
        """The id after the provider's."""
        return "overlayplan"

    def displayName(self) -> str:
        """What the toolbox shows."""
        return tr("Lay a plan over the control units")

    def tags(self) -> list[str]:
        """Words it is found by."""
        return ["生态环境分区管控", "三线一单", "国土空间规划", "规划用地", "图斑", "叠加", "压占", "zoning", "overlay", "plan"]  # fmt: skip

    def shortHelpString(self) -> str:
        """What it does."""
        return tr(
            "Lays every parcel of a land-use plan, be it one or a million, over the control units of a release. The result has one feature for "
            "each unit that has something of a parcel, and one for what no unit covers, with the plan's own fields, area and share; edge "
            "contacts are kept and marked. A balance says for every parcel that no part of it is missing or counted twice, and names those that "
            "could not be laid. Whether parcels overlap one another is not checked. Missing units, uncovered parts and a release that is not in force make the result incomplete, with every reason."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterFile("RELEASE", tr("Release")),
            tr("A release file (.gpkg), or a folder of them: then the one in force on the day for the place is taken."),
        )
        self.add(
            QgsProcessingParameterFeatureSource("PLAN", tr("Plan"), [QgsProcessing.SourceType.TypeVectorPolygon]),
            tr("The parcels, in any reference system on CGCS2000 or WGS 84. Their fields are kept."),
        )
        crs = QgsProcessingParameterCrs("PLAN_CRS", tr("CRS of the plan"), None, True)
        crs.setFlags(crs.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.add(crs, tr("For a file that states none. One that contradicts the file is refused."))
        self.add(
            QgsProcessingParameterField("CLASS_FIELD", tr("Field with the class of land use"), None, "PLAN", optional=True),
            tr("The summary then lists parcels and areas for each of its values. Nothing else depends on it."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterDateTime("ON", tr("As of"), QgsProcessingParameterDateTime.Type.Date, None, True),
            tr("The day the release must be in force; today when empty."),
        )
        self.add_language()
        self.add(
            QgsProcessingParameterVectorDestination("OUTPUT", tr("Pieces"), QgsProcessing.SourceType.TypeVectorPolygon),
            tr("A GeoPackage (.gpkg): layer pieces, tables balance and overlay (what was done)."),
        )
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT_JSON", tr("Summary"), "JSON (*.json)", None, True, False),
            tr("Counts, sums, reasons and notes as data."),
        )
        self.addOutput(QgsProcessingOutputString("STATE", tr("State")))
        self.addOutput(QgsProcessingOutputNumber("PARCEL_COUNT", tr("Parcels")))
        self.addOutput(QgsProcessingOutputNumber("NOT_LAID_COUNT", tr("Parcels that could not be laid")))
        self.addOutput(QgsProcessingOutputNumber("REPAIRED_COUNT", tr("Parcels that were repaired")))
        self.addOutput(QgsProcessingOutputNumber("PIECE_COUNT", tr("Pieces")))
        self.addOutput(QgsProcessingOutputNumber("EDGE_COUNT", tr("Edge contacts among them")))
        self.addOutput(QgsProcessingOutputNumber("PARCELS_M2", tr("Area of the parcels (m²)")))
        self.addOutput(QgsProcessingOutputNumber("COVERED_M2", tr("Covered (m²)")))
        self.addOutput(QgsProcessingOutputNumber("UNCOVERED_M2", tr("Covered by no unit (m²)")))
        self.addOutput(QgsProcessingOutputNumber("DOUBLE_M2", tr("Covered more than once (m²)")))

    def vector_parameters(self) -> tuple[str, ...]:
        """The layer of the plan."""
        return ("PLAN",)

    def judged_by_us(self) -> tuple[str, ...]:
        """The day."""
        return ("ON",)

    def take(self, parameters: Parameters, context: QgsProcessingContext) -> None:
        """Note the release, the plan and what is wanted."""
        self._release = self.path(parameters, "RELEASE", context)
        self._plan = vector_file(parameters.get("PLAN"), context)
        self._crs = crs_text(parameters.get("PLAN_CRS"))
        self._class_field = self.parameterAsString(parameters, "CLASS_FIELD", context)
        self._on = self.date(parameters, "ON", context) or datetime.datetime.now().astimezone().date().isoformat()
        self._output = Path(self.parameterAsOutputLayer(parameters, "OUTPUT", context))
        self._json = self.output(parameters, "OUTPUT_JSON", context)
        if not is_day(self._on):
            raise SiteUnusable("day-wrong", date=self._on)
        if self._plan is None:
            raise PlanUnusable("plan-not-given")
        if self._output.suffix.lower() != ".gpkg":
            raise OutputFailed("output-not-gpkg", file=self._output.name)

    def work(self, progress: Progress, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Lay the plan."""
        from ..core.plan_overlay import ParcelState
        from ..core.site import is_maybe_offset
        from ..core.terms import Relation
        from ..jobs.overlay_plan import PlanFile, overlay_plan
        from ..wording import sentence

        assert self._release is not None
        assert self._plan is not None
        plan = PlanFile(
            self._plan.path,
            self._plan.layer,
            self._plan.fids,
            self._crs or self._plan.crs,
            is_maybe_offset(self._plan.copied_from),
        )
        done = overlay_plan(
            plan, self._release, self._output, made_with(self.language), on=self._on, json_path=self._json,
            class_field=self._class_field, cache=tiles_folder(), progress=progress,
        )  # fmt: skip
        found, sums = done.overlay, done.overlay.sums
        if self._release.is_dir():
            facts = {"release": found.info.name, "file": done.release_path.name}
            feedback.pushInfo(sentence("release-taken", facts, self.language))
        for one in (*found.reasons, *found.notes):
            self.warn(one, feedback)
        return {
            "OUTPUT": str(self._output),
            **({"OUTPUT_JSON": str(self._json)} if self._json else {}),
            "STATE": found.state.value,
            "PARCEL_COUNT": sum(found.states.values()),
            "NOT_LAID_COUNT": sum(found.states.values()) - found.laid_count,
            "REPAIRED_COUNT": found.states[ParcelState.REPAIRED],
            "PIECE_COUNT": found.piece_count,
            "EDGE_COUNT": found.relations[Relation.EDGE],
            "PARCELS_M2": sums.parcels,
            "COVERED_M2": sums.covered,
            "UNCOVERED_M2": sums.uncovered,
            "DOUBLE_M2": sums.double,
        }
