# SPDX-License-Identifier: GPL-3.0-or-later
"""Work in the background of which only the latest counts: whatever was overtaken is stopped and never told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..bridge.tasks import AtOnce, RunningTask, TaskHost
from ..core.progress import Progress

Result = TypeVar("Result")


class Work:
    """One errand at a time. ``cancel`` asks it to stop and its outcome is told; ``stop`` forgets it."""

    def __init__(self, run: TaskHost | AtOnce) -> None:
        self._run = run
        self._turn = 0
        self._running: RunningTask | None = None
        self.is_running = False

    def start(
        self,
        title: str,
        job: Callable[[Progress], Result],
        *,
        done: Callable[[Result], None],
        failed: Callable[[Exception], None],
        cancelled: Callable[[], None] = lambda: None,
        progressed: Callable[[float, str], None] = lambda *_: None,
    ) -> None:
        """Begin ``job`` in place of whatever was running; one of the outcomes follows unless it is overtaken."""
        self.stop()
        turn = self._turn
        self.is_running = True

        def ends() -> bool:
            """Whether an outcome counts; from then on nothing is running."""
            if turn != self._turn:
                return False
            self._running = None
            self.is_running = False
            return True

        running = self._run(
            title,
            job,
            done=lambda result: done(result) if ends() else None,
            failed=lambda error: failed(error) if ends() else None,
            cancelled=lambda: cancelled() if ends() else None,
            progressed=lambda share, step: progressed(share, step) if turn == self._turn else None,
        )
        if turn == self._turn and self.is_running:  # it may have ended at once, and begun something else
            self._running = running

    def cancel(self) -> None:
        """Ask what is running to stop."""
        if self._running is not None:
            self._running.cancel()

    def stop(self) -> None:
        """Stop what is running and hear no more of it."""
        self._turn += 1
        running, self._running = self._running, None
        self.is_running = False
        if running is not None:
            running.cancel()
