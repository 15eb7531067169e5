# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined"
"""``zoning:assesssite``: a site × a release → the assessment as JSON and PDF."""

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
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..bridge.i18n import tr
from ..bridge.layers import crs_text, vector_file
from ..core.errors import OutputFailed, SiteUnusable
from ..core.progress import Progress, Stretch
from ..core.terms import is_day
from .algorithm import Parameters, ZoningAlgorithm, made_with


class AssessSite(ZoningAlgorithm):
    """Assesses one site, or each of many."""

    def name(self) -> str:
        """The id after the provider's."""
        return "assesssite"

    def displayName(self) -> str:
        """What the toolbox shows."""
        return tr("Assess a site")

    def tags(self) -> list[str]:
        """Words it is found by."""
        return ["生态环境分区管控", "三线一单", "研判", "准入", "选址", "zoning", "assess"]

    def shortHelpString(self) -> str:
        """What it does."""
        return tr(
            "Lays a point, line or polygon over the control units of a release and lists every clause that applies, with its source. "
            "The site comes from a layer (several features are plots of one site) or as text: coordinate pairs or WKT. The result says "
            "incomplete, with every reason, as soon as anything promised is missing or the site is not wholly covered. It never writes "
            "a verdict: a person answers each clause."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterFile("RELEASE", tr("Release")),
            tr("A release file (.gpkg), or a folder of them: then the one in force on the day for the place is taken."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "SITE", tr("Site"), [QgsProcessing.SourceType.TypeVectorAnyGeometry], None, True
            ),
            tr("Points, lines or polygons. Several features are plots of one site, judged together."),
        )
        self.add(
            QgsProcessingParameterString("SITE_TEXT", tr("Site as text"), "", True, True),
            tr("Coordinates (a pair a line, longitude or east first) or WKT, instead of a layer."),
        )
        self.add(
            QgsProcessingParameterCrs("SITE_CRS", tr("CRS of the site"), None, True),
            tr("For text, and for a file that states none. One that contradicts the file is refused."),
        )
        self.add(
            QgsProcessingParameterBoolean("EACH", tr("Assess each feature by itself"), False, True),
            tr("One assessment a feature, in the folder below, with an index."),
        )
        self.add(
            QgsProcessingParameterNumber(
                "NEAR",
                tr("List units within (m)"),
                QgsProcessingParameterNumber.Type.Double,
                500.0,
                True,
                0.0,
                100_000.0,
            ),
            tr("Units this near are listed, without clauses."),
        )
        self.add(
            QgsProcessingParameterFile("PROJECT", tr("Project fields"), extension="json", optional=True),
            tr("A JSON file with name, company, place, industry and the like, printed on the first page."),
        )
        self.add(
            QgsProcessingParameterDateTime("ON", tr("As of"), QgsProcessingParameterDateTime.Type.Date, None, True),
            tr("The day the release must be in force; today when empty."),
        )
        self.add_language()
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT_JSON", tr("Assessment"), "JSON (*.json)", None, True),
            tr("The assessment as data."),
        )
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT_PDF", tr("Comparison"), "PDF (*.pdf)", None, True, False),
            tr("The comparison with every clause, for a person to fill in."),
        )
        self.add(
            QgsProcessingParameterFolderDestination("OUTPUT_FOLDER", tr("Folder for each feature"), None, True, False),
            tr("New or empty. Gets an assessment a feature (PDF too when a comparison is asked for) and index.json."),
        )
        self.addOutput(QgsProcessingOutputString("STATE", tr("State")))
        self.addOutput(QgsProcessingOutputNumber("UNIT_COUNT", tr("Units met")))
        self.addOutput(QgsProcessingOutputNumber("CLAUSE_COUNT", tr("Clauses")))

    def vector_parameters(self) -> tuple[str, ...]:
        """The layer of the site."""
        return ("SITE",)

    def judged_by_us(self) -> tuple[str, ...]:
        """The day."""
        return ("ON",)

    def take(self, parameters: Parameters, context: QgsProcessingContext) -> None:
        """Note the release, the site and what is wanted."""
        self._release = self.path(parameters, "RELEASE", context)
        self._site = vector_file(parameters.get("SITE"), context)
        self._text = self.parameterAsString(parameters, "SITE_TEXT", context).strip()
        self._crs = crs_text(parameters.get("SITE_CRS"))
        self._each = self.parameterAsBoolean(parameters, "EACH", context)
        self._near = self.parameterAsDouble(parameters, "NEAR", context)
        self._project = self.path(parameters, "PROJECT", context)
        self._on = self.date(parameters, "ON", context) or datetime.datetime.now().astimezone().date().isoformat()
        self._json = None if self._each else self.output(parameters, "OUTPUT_JSON", context)
        self._pdf = self.output(parameters, "OUTPUT_PDF", context)
        self._folder = self.output(parameters, "OUTPUT_FOLDER", context)
        if not is_day(self._on):
            raise SiteUnusable("day-wrong", date=self._on)
        if bool(self._site) == bool(self._text):
            raise SiteUnusable("site-given-twice" if self._text else "site-not-given")
        if self._each and (self._folder is None or self._site is None):
            raise OutputFailed("each-needs-folder")
        if not self._each and not (self._json or self._pdf):
            raise OutputFailed("nothing-asked")

    def work(self, progress: Progress, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Assess."""
        from ..core.project import Project
        from ..jobs.read_project import read_project

        project = read_project(self._project) if self._project else Project()
        return (
            self._assess_each(project, progress, feedback) if self._each else self._assess(project, progress, feedback)
        )

    def _assess(self, project: Any, progress: Progress, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ..bridge.pdf import QtPrinter
        from ..core.site import is_maybe_offset
        from ..jobs.assess_site import assess_site, release_for
        from ..jobs.check_outputs import check_outputs
        from ..jobs.note_rewordings import note_rewordings
        from ..jobs.read_site import read_site_file, read_site_text
        from ..jobs.write_assessment import write_assessment

        assert self._release is not None
        targets = [target for target in (self._json, self._pdf) if target is not None]
        check_outputs(targets, self._inputs())
        progress.report(0.0, "step-read-site")
        if self._site is not None:
            site = read_site_file(
                self._site.path, layer=self._site.layer, crs=self._crs or self._site.crs, fids=self._site.fids,
                maybe_offset=is_maybe_offset(self._site.copied_from),
            )  # fmt: skip
        else:
            site = read_site_text(self._text, self._crs)
        path = release_for(self._release, [site], self._on)
        release, found = assess_site(path, site, on=self._on, near_m=self._near, progress=Stretch(progress, 0.0, 0.5))
        write_assessment(
            found, release, project, made_with(self.language), json_path=self._json, pdf_path=self._pdf, printer=QtPrinter(),
            language=self.language, inputs=[path, *self._inputs()],
            rewordings=note_rewordings(release, self._release, self._on) if self._release.is_dir() else {}, progress=Stretch(progress, 0.5, 1.0),
        )  # fmt: skip
        self._name_release(release.info.name, path.name, feedback)
        for told in (*found.reasons, *found.notes):
            self.warn(told, feedback)
        outputs: dict[str, Any] = {
            "STATE": found.state.value,
            "UNIT_COUNT": sum(one.is_met for one in found.units),
            "CLAUSE_COUNT": len(found.clauses),
        }
        written = {"OUTPUT_JSON": self._json, "OUTPUT_PDF": self._pdf}
        return outputs | {name: str(path) for name, path in written.items() if path is not None}

    def _name_release(self, name: str, file: str, feedback: QgsProcessingFeedback) -> None:
        """Say which release of a folder was taken."""
        from ..wording import sentence

        if self._release is not None and self._release.is_dir():
            feedback.pushInfo(sentence("release-taken", {"release": name, "file": file}, self.language))

    def _inputs(self) -> list[Path]:
        """Files that no result may take the place of; what is in a folder of releases is none of our results' either."""
        given = (self._release, self._project, self._site.path if self._site else None)
        return [one for one in given if one is not None and not one.is_dir()]

    def _assess_each(self, project: Any, progress: Progress, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ..bridge.pdf import QtPrinter
        from ..core.site import is_maybe_offset
        from ..jobs.assess_each_site import assess_each_site
        from ..jobs.assess_site import release_for
        from ..jobs.check_outputs import check_output_folder
        from ..jobs.open_release import open_release
        from ..jobs.read_site import read_site_file
        from ..wording import sentence

        assert self._release is not None
        assert self._site is not None
        assert self._folder is not None
        check_output_folder(self._folder)
        sites = read_site_file(
            self._site.path, layer=self._site.layer, crs=self._crs or self._site.crs, fids=self._site.fids, each=True,
            maybe_offset=is_maybe_offset(self._site.copied_from),
        )  # fmt: skip
        path = release_for(self._release, sites, self._on)
        release = open_release(path, verify=True, progress=Stretch(progress, 0.0, 0.1))
        done = assess_each_site(
            release, sites, self._folder, on=self._on, near_m=self._near, project=project, made_with=made_with(self.language),
            printer=QtPrinter() if self._pdf else None, language=self.language, progress=Stretch(progress, 0.1, 1.0),
        )  # fmt: skip
        self._name_release(release.info.name, path.name, feedback)
        counts = {"assessed": str(done.assessed), "incomplete": str(done.incomplete), "failed": str(done.failed)}
        (feedback.pushWarning if done.failed or done.incomplete else feedback.pushInfo)(
            sentence("sites-assessed", counts, self.language)
        )
        return {"OUTPUT_FOLDER": str(done.folder)}
