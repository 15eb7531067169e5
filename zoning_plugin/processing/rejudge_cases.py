# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined"
"""``zoning:rejudgecases``: a case register × a release → what changes for every case's own clauses."""

from __future__ import annotations

import datetime
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
)

from ..bridge.i18n import tr
from ..core.errors import OutputFailed, RegisterUnusable, SiteUnusable
from ..core.progress import Progress
from ..core.terms import is_day
from .algorithm import Parameters, ZoningAlgorithm, made_with

WRITER = "zoning:rejudgecases"
"""Who the register's lock names while this runs."""


class RejudgeCases(ZoningAlgorithm):
    """Lays the cases of a register by another release."""

    def name(self) -> str:
        """The id after the provider's."""
        return "rejudgecases"

    def displayName(self) -> str:
        """What the toolbox shows."""
        return tr("Judge the cases of a register again")

    def tags(self) -> list[str]:
        """Words it is found by."""
        return ["生态环境分区管控", "三线一单", "台账", "复判", "动态更新", "zoning", "register", "rejudge"]

    def shortHelpString(self) -> str:
        """What it does."""
        return tr(
            "Lays every case of a register by another release and says what changes for its own clauses: gone, new, text changed, unit "
            "changed. No case changes: its assessment, answers and signatures stay, and the new assessment is kept beside them."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add(QgsProcessingParameterFile("REGISTER", tr("Case register")), tr("The register file (.gpkg)."))
        self.add(
            QgsProcessingParameterFile("RELEASE", tr("Release")),
            tr("A release file (.gpkg), or a folder of them: then for each site the one in force on the day is taken."),
        )
        self.add(
            QgsProcessingParameterDateTime("ON", tr("As of"), QgsProcessingParameterDateTime.Type.Date, None, True),
            tr("The day the release must be in force; today when empty."),
        )
        self.add(
            QgsProcessingParameterBoolean("KEEP", tr("Keep the result in the register"), True, True),
            tr(
                "The new assessments are stored beside the cases' own. Somebody else at the register: only the files below are written."
            ),
        )
        self.add_language()
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT_JSON", tr("Changes"), "JSON (*.json)", None, True),
            tr("Every case with what changes for it, as data."),
        )
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT_XLSX", tr("Table"), "XLSX (*.xlsx)", None, True, False),
            tr("A row a case, and a row a changed clause with both texts."),
        )
        self.addOutput(QgsProcessingOutputNumber("CASE_COUNT", tr("Cases")))
        self.addOutput(QgsProcessingOutputNumber("CHANGED_COUNT", tr("Cases with changes")))
        self.addOutput(QgsProcessingOutputNumber("UNCHANGED_COUNT", tr("Cases without changes")))
        self.addOutput(QgsProcessingOutputNumber("FAILED_COUNT", tr("Cases that could not be judged")))

    def vector_parameters(self) -> tuple[str, ...]:
        """The register: our own reader says what is wrong with it."""
        return ("REGISTER",)

    def judged_by_us(self) -> tuple[str, ...]:
        """The day."""
        return ("ON",)

    def take(self, parameters: Parameters, context: QgsProcessingContext) -> None:
        """Note the register, the release and what is wanted."""
        self._register = self.path(parameters, "REGISTER", context)
        self._release = self.path(parameters, "RELEASE", context)
        self._on = self.date(parameters, "ON", context) or datetime.datetime.now().astimezone().date().isoformat()
        self._keep = self.parameterAsBoolean(parameters, "KEEP", context)
        self._json = self.output(parameters, "OUTPUT_JSON", context)
        self._xlsx = self.output(parameters, "OUTPUT_XLSX", context)
        if not is_day(self._on):
            raise SiteUnusable("day-wrong", date=self._on)
        if self._json is None and self._xlsx is None:
            raise OutputFailed("nothing-asked")

    def work(self, progress: Progress, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Judge again."""
        from ..jobs.check_outputs import check_outputs
        from ..jobs.open_register import open_register
        from ..jobs.rejudge_cases import rejudge_cases
        from ..wording import sentence, sentence_of, sentences_of

        assert self._register is not None
        assert self._release is not None
        targets = [one for one in (self._json, self._xlsx) if one is not None]
        check_outputs(targets, [self._register, *([] if self._release.is_dir() else [self._release])])
        progress.report(0.0, "step-open-register")
        try:
            register = open_register(self._register, WRITER, read_only=not self._keep)
        except RegisterUnusable as reason:
            if reason.code not in ("register-held", "register-not-writable"):
                raise
            feedback.pushWarning(sentences_of(reason, self.language)[0])
            register = open_register(self._register, WRITER, read_only=True)
        with register:
            for fault in register.faults:
                self.warn(fault, feedback)
            done = rejudge_cases(
                register, self._release, self._on, made_with(self.language), json_path=self._json, xlsx_path=self._xlsx, keep=self._keep,
                progress=progress,
            )  # fmt: skip
        for one in done.found:
            if one.why is not None:
                feedback.pushWarning(f"{one.number} {one.name}: {sentence_of(one.why, self.language)}")
        counts = done.counts
        facts = {name: str(counts[name]) for name in ("cases", "changed", "failed")} | {
            "same": str(counts["unchanged"])
        }
        feedback.pushInfo(sentence("cases-rejudged", facts, self.language))
        written = {"OUTPUT_JSON": self._json, "OUTPUT_XLSX": self._xlsx}
        return {
            "CASE_COUNT": counts["cases"],
            "CHANGED_COUNT": counts["changed"],
            "UNCHANGED_COUNT": counts["unchanged"],
            "FAILED_COUNT": counts["failed"],
            **{name: str(path) for name, path in written.items() if path is not None},
        }
