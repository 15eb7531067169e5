# SPDX-License-Identifier: GPL-3.0-or-later
"""Work in the background: exactly one outcome, told in the window's thread, and none after the plugin has gone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from qgis.core import QgsProcessingFeedback

from zoning_plugin.bridge.feedback import FeedbackProgress
from zoning_plugin.bridge.tasks import RunningTask, TaskHost
from zoning_plugin.core.errors import SiteUnusable
from zoning_plugin.core.progress import Progress, stop_if_cancelled

pytestmark = pytest.mark.usefixtures("qgis_app")


class Heard:
    """What a caller was told, and in which thread."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []
        self.threads: set[int] = set()

    def start(self, host: TaskHost, job: Callable[[Progress], Any]) -> RunningTask:
        return host(
            "work",
            job,
            done=lambda result: self._hear("done", result),
            failed=lambda error: self._hear("failed", error),
            cancelled=lambda: self._hear("cancelled", None),
            progressed=lambda share, step: self._hear("progressed", (share, step)),
        )

    def _hear(self, what: str, value: Any) -> None:
        self.told.append((what, value))
        self.threads.add(threading.get_ident())

    @property
    def outcomes(self) -> list[tuple[str, Any]]:
        return [one for one in self.told if one[0] != "progressed"]


def until_cancelled(progress: Progress) -> None:
    for _ in range(2000):
        stop_if_cancelled(progress)
        time.sleep(0.005)


def test_a_result_is_told_once_in_the_thread_of_the_window(qtbot: Any) -> None:
    host, heard, worked = TaskHost(), Heard(), []

    def job(progress: Progress) -> int:
        worked.append(threading.get_ident())
        progress.report(0.5, "step-done")
        return 42

    heard.start(host, job)
    qtbot.waitUntil(lambda: bool(heard.outcomes), timeout=5000)
    qtbot.wait(50)
    assert heard.outcomes == [("done", 42)]
    assert ("progressed", (0.5, "step-done")) in heard.told
    assert heard.told[-1][0] == "done"
    assert heard.threads == {threading.get_ident()}
    assert worked[0] != threading.get_ident()


def test_an_expected_failure_is_told_with_its_code(qtbot: Any) -> None:
    host, heard = TaskHost(), Heard()

    def job(progress: Progress) -> None:
        raise SiteUnusable("site-empty", source="x")

    heard.start(host, job)
    qtbot.waitUntil(lambda: bool(heard.outcomes), timeout=5000)
    assert [what for what, _ in heard.outcomes] == ["failed"]
    assert heard.outcomes[0][1].code == "site-empty"


def test_an_unexpected_failure_is_told_and_not_swallowed(qtbot: Any) -> None:
    host, heard = TaskHost(), Heard()
    heard.start(host, lambda progress: 1 / 0)
    qtbot.waitUntil(lambda: bool(heard.outcomes), timeout=5000)
    assert isinstance(heard.outcomes[0][1], ZeroDivisionError)


def test_a_job_that_is_cancelled_ends_as_cancelled(qtbot: Any) -> None:
    host, heard = TaskHost(), Heard()
    running = heard.start(host, until_cancelled)
    qtbot.wait(30)
    running.cancel()
    running.cancel()
    qtbot.waitUntil(lambda: bool(heard.outcomes), timeout=5000)
    assert heard.outcomes == [("cancelled", None)]


def test_a_job_cancelled_at_once_ends_as_cancelled_or_done_but_once(qtbot: Any) -> None:
    host = TaskHost()
    for _ in range(20):
        heard = Heard()
        heard.start(host, until_cancelled).cancel()
        qtbot.waitUntil(lambda heard=heard: bool(heard.outcomes), timeout=5000)
        qtbot.wait(5)
        assert heard.outcomes == [("cancelled", None)]


def test_cancelling_what_has_ended_does_nothing(qtbot: Any) -> None:
    host, heard = TaskHost(), Heard()
    running = heard.start(host, lambda progress: "x")
    qtbot.waitUntil(lambda: bool(heard.outcomes), timeout=5000)
    qtbot.wait(100)
    running.cancel()
    assert heard.outcomes == [("done", "x")]


def test_a_host_that_is_closed_tells_nobody_and_the_job_stops(qtbot: Any) -> None:
    host, heard, stopped = TaskHost(), Heard(), threading.Event()

    def job(progress: Progress) -> None:
        try:
            until_cancelled(progress)
        finally:
            stopped.set()

    heard.start(host, job)
    qtbot.wait(30)
    host.close()
    assert stopped.wait(5)
    qtbot.wait(100)
    assert heard.outcomes == []
    heard.start(host, lambda progress: 1)
    qtbot.wait(50)
    assert heard.outcomes == []


def test_many_jobs_at_once_each_end_once(qtbot: Any) -> None:
    host = TaskHost()
    everyone = [Heard() for _ in range(25)]
    for number, heard in enumerate(everyone):
        heard.start(host, lambda progress, number=number: number)
    qtbot.waitUntil(lambda: all(heard.outcomes for heard in everyone), timeout=10000)
    qtbot.wait(50)
    assert [heard.outcomes for heard in everyone] == [[("done", number)] for number in range(25)]


def test_progress_reaches_a_processing_dialog_step_by_step() -> None:
    class Told(QgsProcessingFeedback):
        said: list[str] = []  # noqa: RUF012 - one instance

        def pushInfo(self, info: str) -> None:
            self.said.append(info)

        def setProgressText(
            self, text: str
        ) -> None:  # the dialog and qgis_process write it into their log by themselves
            self.said.append(text)

    feedback = Told(False)
    progress = FeedbackProgress(feedback, "en")
    for share in (0.1, 0.2, 1.5):
        progress.report(share, "step-read-release")
    assert feedback.said == ["Reading and checking the release"]
    assert feedback.progress() == 100
    assert not progress.is_cancelled()
    feedback.cancel()
    assert progress.is_cancelled()
