# SPDX-License-Identifier: GPL-3.0-or-later
"""How a job's progress reaches QGIS: a Processing dialog, a task's bar."""

from __future__ import annotations

from qgis.core import QgsProcessingFeedback

from ..wording import word


class FeedbackProgress:
    """The port ``core.progress.Progress`` over a Processing feedback; steps are told in ``language``."""

    def __init__(self, feedback: QgsProcessingFeedback, language: str) -> None:
        self._feedback = feedback
        self._language = language
        self._step = ""

    def report(self, share: float, step: str) -> None:
        """Move the bar, and tell a step when it is a new one: once, for QGIS writes the progress text into its log by itself."""
        self._feedback.setProgress(min(max(share, 0.0), 1.0) * 100)
        if step and step != self._step:
            self._step = step
            self._feedback.setProgressText(word(step, self._language))

    def is_cancelled(self) -> bool:
        """Return whether the person pressed cancel."""
        return bool(self._feedback.isCanceled())
