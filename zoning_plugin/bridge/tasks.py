# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="union-attr"
"""Long work in the background of the window: a QgsTask around a job, with exactly one outcome told in the window's thread."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any, Final, TypeVar

from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..core.errors import Cancelled, ZoningError
from ..core.progress import Progress, Silent

Result = TypeVar("Result")

LOG: Final = "zoning_plugin"
"""The tab of QGIS's message log."""
_PATIENCE_MS: Final = 3000


class TaskHost:
    """Runs jobs as QgsTasks: ``host(title, job, done=…, failed=…, cancelled=…, progressed=…)``.

    A job is a callable that takes a ``Progress`` and returns plain values; no QGIS object of the window may be in it, and what it
    makes of QGIS's it must let go of before it returns. Exactly one of ``done(result)``, ``failed(error)`` and ``cancelled()``
    is called afterwards, in the window's thread, unless the host was closed before.
    """

    def __init__(self) -> None:
        self._tasks: set[_JobTask] = set()
        self._is_closed = False

    def __call__(
        self,
        title: str,
        job: Callable[[Progress], Result],
        *,
        done: Callable[[Result], None],
        failed: Callable[[Exception], None],
        cancelled: Callable[[], None],
        progressed: Callable[[float, str], None],
    ) -> RunningTask:
        """Start ``job``; ``title`` is shown in QGIS's list of tasks."""
        task = _JobTask(title, job)

        def end() -> None:
            self._tasks.discard(task)
            if self._is_closed:
                return
            if task.error is None and task.is_done:
                done(task.result)
            elif task.error is None or isinstance(task.error, Cancelled):
                cancelled()
            else:
                failed(task.error)

        def tell(share: float, step: str) -> None:
            # What was on its way while the outcome was told must not come after it.
            if not self._is_closed and task in self._tasks:
                progressed(share, step)

        task.ended = end
        task.moved.connect(tell)
        self._tasks.add(task)
        if not self._is_closed:
            QgsApplication.taskManager().addTask(task)
        return RunningTask(task)

    def close(self) -> None:
        """Cancel everything and tell nobody any more; waits a little for jobs under way, which write whole files or none."""
        self._is_closed = True
        for task in list(self._tasks):
            task.cancel()
        for task in list(self._tasks):
            if task.status() == QgsTask.TaskStatus.Running:
                task.waitForFinished(_PATIENCE_MS)


class AtOnce:
    """Does jobs that take less than a frame, in the window's thread; called as a :class:`TaskHost` is, and the outcome is told before it returns."""

    def __call__(
        self,
        title: str,
        job: Callable[[Progress], Result],
        *,
        done: Callable[[Result], None],
        failed: Callable[[Exception], None],
        cancelled: Callable[[], None],
        progressed: Callable[[float, str], None],
    ) -> RunningTask:
        """Do ``job``. Nobody could see its progress, or cancel it."""
        try:
            result = job(Silent())
        except ZoningError as error:
            failed(error)
        except Exception as error:  # noqa: BLE001 - told to the person as unexpected, with its stack in the log
            _log_stack()
            failed(error)
        else:
            done(result)
        return RunningTask(None)


class RunningTask:
    """Work in the background that can be asked to stop."""

    def __init__(self, task: _JobTask | None) -> None:
        self._task = task

    def cancel(self) -> None:
        """Ask it to stop; nothing happens when it has ended."""
        if self._task is not None and not self._task.has_ended:
            self._task.cancel()
        self._task = None


class _JobTask(QgsTask):
    """A QgsTask around one job. Also the job's ``Progress``: every method of that is called in the worker thread."""

    moved = pyqtSignal(float, str)

    def __init__(self, title: str, job: Callable[[Progress], Any]) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self._job = job
        self.result: Any = None
        self.error: Exception | None = None
        self.is_done = False
        self.has_ended = False
        self.ended: Callable[[], None] = lambda: None

    def run(self) -> bool:
        """Do the job (in the worker thread)."""
        try:
            self.result = self._job(_TaskProgress(self))
        except Cancelled as error:
            self.error = error
        except ZoningError as error:
            self.error = error
        except Exception as error:  # noqa: BLE001 - told to the person as unexpected, with its stack in the log
            self.error = error
            _log_stack()
        else:
            self.is_done = True
        return self.is_done

    def finished(self, _result: bool) -> None:
        """Tell the outcome (in the window's thread); also called for a task cancelled before it began."""
        self.has_ended = True
        ended, self.ended = self.ended, lambda: None
        ended()


def _log_stack() -> None:
    QgsMessageLog.logMessage(traceback.format_exc(), LOG, Qgis.MessageLevel.Critical, False)


class _TaskProgress:
    """The port ``core.progress.Progress`` over a task."""

    def __init__(self, task: _JobTask) -> None:
        self._task = task

    def report(self, share: float, step: str) -> None:
        """Move QGIS's bar, and tell the step to the window's thread."""
        self._task.setProgress(min(max(share, 0.0), 1.0) * 100)
        self._task.moved.emit(share, step)

    def is_cancelled(self) -> bool:
        """Return whether the person, or QGIS, wants it to stop."""
        return bool(self._task.isCanceled())
