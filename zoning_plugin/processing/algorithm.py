# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="attr-defined,union-attr,override,return-value"
"""What every algorithm shares: words, parameters, and errors as one coded sentence.

Nothing here or in the modules of the algorithms imports the core's geometry at load time: without shapely the provider still
loads, and every algorithm answers with the sentence that says what is missing.
"""

from __future__ import annotations

import traceback
from abc import abstractmethod
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsMessageLog,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingUtils,
)
from qgis.PyQt.QtGui import QIcon

from ..bridge.feedback import FeedbackProgress
from ..bridge.i18n import language, tr
from ..bridge.tasks import LOG
from ..core.errors import Cancelled, Fault, ZoningError
from ..core.progress import Progress
from ..places import plugin_version, resources_dir
from ..wording import sentence, sentence_of

Parameters = dict[str, Any]
LANGUAGE = "LANGUAGE"


class ZoningAlgorithm(QgsProcessingAlgorithm):
    """An algorithm that runs one job.

    Parameters are taken in the thread of the project (``take``), the job runs where QGIS wants it (``work``); an expected
    failure of either becomes a QgsProcessingException "[code] sentence" and leaves nothing half-written.
    """

    def __init__(self) -> None:
        super().__init__()
        self._refused: ZoningError | None = None

    # --- what a subclass says -----------------------------------------------------------------------------------------

    @abstractmethod
    def take(self, parameters: Parameters, context: QgsProcessingContext) -> None:
        """Note what is asked for. May raise ZoningError."""

    @abstractmethod
    def work(self, progress: Progress, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Do it and return the outputs. May raise ZoningError."""

    @abstractmethod
    def vector_parameters(self) -> tuple[str, ...]:
        """Names of the parameters that take vector files."""

    def judged_by_us(self) -> tuple[str, ...]:
        """Names of optional parameters (dates, words) of which ``take`` or the job says itself what is wrong with them."""
        return ()

    # --- what QGIS asks -----------------------------------------------------------------------------------------------

    def createInstance(self) -> ZoningAlgorithm:
        """A fresh one."""
        return type(self)()

    def group(self) -> str:
        """None: there are few of them."""
        return ""

    def groupId(self) -> str:
        """None: there are few of them."""
        return ""

    def icon(self) -> QIcon:
        """The plugin's icon."""
        return QIcon(str(resources_dir() / "icons" / "zoning.svg"))

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        """Let our own readers say what is wrong with a file, a date or a word: QGIS only says that the value is wrong."""
        own = {name: value for name, value in parameters.items() if name not in self.judged_by_us()}
        stand_in = str(resources_dir() / "demo" / "county_boundary.gpkg")  # a file, and a layer that loads
        for name in self.vector_parameters():
            value = own.get(name)
            if isinstance(value, (str, Path)) and str(value) and not _is_layer_of_project(str(value), context):
                own[name] = stand_in
        if str(own.get("RELEASE") or "").strip():
            own["RELEASE"] = (
                stand_in  # it may be a folder, which a file parameter does not take, or missing, which our reader says
            )
        return super().checkParameterValues(own, context)

    def validateInputCrs(self, parameters: Parameters, context: QgsProcessingContext) -> bool:
        """Nothing to say: QGIS would load the layers for it, from the network where they name it; our readers bring all to one CRS."""
        return True

    def prepareAlgorithm(
        self, parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Take the parameters. What is wrong with them is said in processAlgorithm, where QGIS lets it be heard."""
        stated = self.parameterAsEnumString(parameters, LANGUAGE, context)
        self.language: str = stated if stated in ("zh", "en") else language()
        try:
            self.take(parameters, context)
        except ZoningError as error:
            self._refused = error
        return True

    def processAlgorithm(
        self, parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run the job."""
        try:
            if self._refused is not None:
                raise self._refused
            return self.work(FeedbackProgress(feedback, self.language), feedback)
        except Cancelled:
            feedback.pushInfo(sentence("cancelled", {}, self.language))
            return {}
        except ZoningError as error:
            first, *others = dict.fromkeys(self.coded(one) for one in error.faults)
            for other in others:
                feedback.reportError(other)
            raise QgsProcessingException(first) from error
        except QgsProcessingException:
            raise
        except Exception as error:
            QgsMessageLog.logMessage(traceback.format_exc(), LOG, Qgis.MessageLevel.Critical, False)
            facts = {"detail": f"{type(error).__name__}: {error}"}
            raise QgsProcessingException(f"[unexpected] {sentence('unexpected', facts, self.language)}") from error

    # --- for subclasses -----------------------------------------------------------------------------------------------

    def add(self, parameter: QgsProcessingParameterDefinition, help_text: str, *, is_optional: bool = False) -> None:
        """Declare a parameter with its help."""
        if is_optional:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagOptional)
        parameter.setHelp(help_text)
        self.addParameter(parameter)

    def coded(self, fault: Fault) -> str:
        """What is wrong, as the log says it: its code for who looks it up, and the sentence."""
        return f"[{fault.code}] {sentence_of(fault, self.language)}"

    def warn(self, fault: Fault, feedback: QgsProcessingFeedback) -> None:
        """Tell what a person should look at, and go on."""
        feedback.pushWarning(self.coded(fault))

    def add_language(self) -> None:
        """Declare LANGUAGE: of sentences and of what is written for people."""
        choice = QgsProcessingParameterEnum(
            LANGUAGE, tr("Language"), ["auto", "zh", "en"], False, "auto", True, usesStaticStrings=True
        )
        choice.setFlags(choice.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.add(choice, tr("Language of messages and of what is written for people: auto (QGIS's own), zh or en."))

    def path(self, parameters: Parameters, name: str, context: QgsProcessingContext) -> Path | None:
        """A file or folder that is read; None when none is given."""
        text = self.parameterAsString(parameters, name, context).strip()
        return Path(text) if text else None

    def output(self, parameters: Parameters, name: str, context: QgsProcessingContext) -> Path | None:
        """A file or folder that is to be written; None when it is not asked for."""
        if parameters.get(name) in (None, ""):
            definition = self.parameterDefinition(name)
            if definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional:
                return None
        text = self.parameterAsFileOutput(parameters, name, context)
        return Path(text) if text else None

    def date(self, parameters: Parameters, name: str, context: QgsProcessingContext) -> str:
        """A date as ISO text; empty when none is given."""
        if parameters.get(name) in (None, ""):
            return ""
        found = self.parameterAsDateTime(parameters, name, context)
        return str(found.date().toString("yyyy-MM-dd")) if found.isValid() else str(parameters[name])


def made_with(language_of_words: str) -> Any:
    """Versions for what is written."""
    from ..report.made_with import MadeWith

    return MadeWith(plugin_version(), str(Qgis.version()).split("-", maxsplit=1)[0], language_of_words)


def _is_layer_of_project(text: str, context: QgsProcessingContext) -> bool:
    return QgsProcessingUtils.mapLayerFromString(text, context, False) is not None
