# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers that follow a hand: questions come faster than they may be answered, and only the newest is worth its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from ..bridge.tasks import AtOnce, TaskHost
from ..core.progress import Progress
from .work import Work

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Following(Generic[Question, Answer]):
    """One question is under way, the newest waits, and what came between is dropped: nothing is ever queued.

    A quick question is answered before :meth:`ask` returns, any other in the background. Every answer that is told is to a newer
    question than the one told before, and the last is to the last question.
    """

    def __init__(
        self,
        run: TaskHost,
        run_at_once: AtOnce,
        title: Callable[[], str],
        answer: Callable[[Question], Answer],
        *,
        is_quick: Callable[[Question], bool],
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._slow, self._quick = Work(run), Work(run_at_once)
        self._title = title
        self._answer = answer
        self._is_quick = is_quick
        self._done = done
        self._failed = failed
        self._waiting: list[Question] = []
        """None or one."""

    def ask(self, question: Question) -> None:
        """Answer ``question``, now or as soon as the one under way is answered; whatever waited is dropped."""
        if self._slow.is_running:
            self._waiting = [question]
            return
        self._start(question)

    def stop(self) -> None:
        """Ask no more; what is under way is not told."""
        self._waiting = []
        self._slow.stop()

    def _start(self, question: Question) -> None:
        def job(_: Progress) -> Answer:
            return self._answer(question)

        work = self._quick if self._is_quick(question) else self._slow
        work.start(self._title(), job, done=self._tell, failed=self._tell_failure, cancelled=self._go_on)

    def _tell(self, answer: Answer) -> None:
        self._done(answer)
        self._go_on()

    def _tell_failure(self, error: Exception) -> None:
        self._failed(error)
        self._go_on()

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        for question in waiting:
            self._start(question)
