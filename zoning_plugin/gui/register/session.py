# SPDX-License-Identifier: GPL-3.0-or-later
"""The register that is open: every step at it runs in the background, one after the other, in the order it was asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ...core.errors import Cancelled, RegisterUnusable
from ...core.progress import Progress, Silent
from ...files.case_register import CaseRegister
from ...jobs.open_register import open_register
from ..errands import Errands

Result = TypeVar("Result")


@dataclass(frozen=True)
class _Step:
    title: str
    job: Callable[[Progress], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    is_kept: bool = False


class RegisterSession:
    """Holds one register open, and its lock with it, until :meth:`close`. No Qt; nothing of it waits for the disk."""

    def __init__(self, errands: Errands) -> None:
        self._errands = errands
        self._waiting: deque[_Step] = deque()
        self._is_running = False
        self._is_closed = False
        self.register: CaseRegister | None = None
        self.person = errands.register.person()

    @property
    def path(self) -> Path:
        """The register that is open, else the one that would be."""
        return self.register.path if self.register is not None else self._errands.register.remembered()

    @property
    def can_write(self) -> bool:
        """Whether steps can be stored."""
        return self.register is not None and self.register.is_writable

    def use_person(self, name: str) -> None:
        """From now on ``name`` answers and signs; kept for the next time."""
        self.person = name.strip()
        self._errands.register.remember_person(self.person)

    def open(
        self,
        path: Path,
        *,
        done: Callable[[CaseRegister], None],
        failed: Callable[[Exception], None],
        create: bool = False,
        read_only: bool = False,
        take_over: bool = False,
    ) -> None:
        """Open ``path`` in place of the one that is open; where somebody else writes it, for reading."""
        before, self.register = self.register, None

        def job(_: Progress) -> CaseRegister:
            if before is not None:
                before.close()
            return open_register(
                path, self.person, create=create, read_only=read_only, or_read_only=not take_over, take_over=take_over,
                workshop=self._errands.register.workshop,
            )  # fmt: skip

        def opened(register: CaseRegister) -> None:
            self.register = register
            self._errands.register.remember(path)
            done(register)

        self._add(_Step("open", job, opened, failed))

    def do(
        self,
        title: str,
        job: Callable[[CaseRegister, Progress], Result],
        *,
        done: Callable[[Result], None],
        failed: Callable[[Exception], None],
        is_kept: bool = False,
    ) -> None:
        """Have ``job`` done at the register when everything asked for before is done; ``is_kept``: even if the register is closed before."""

        def at_register(progress: Progress) -> Result:
            if self.register is None:
                raise RegisterUnusable("register-closed", file=self.path.name)
            return job(self.register, progress)

        self._add(_Step(title, at_register, done, failed, is_kept))

    def close(self) -> None:
        """Let the register go. What a person has given is stored first; what only reads is not begun any more."""
        self._is_closed = True
        waiting = [step for step in self._waiting if step.is_kept]
        self._waiting.clear()
        for step in waiting if self.register is not None else ():
            with suppress(Exception):  # there is nobody left to tell; every step is whole or not there
                step.job(Silent())
        if self.register is not None:
            self.register.close()
            self.register = None

    def _add(self, step: _Step) -> None:
        self._waiting.append(step)
        self._next()

    def _next(self) -> None:
        if self._is_running or self._is_closed or not self._waiting:
            return
        step = self._waiting.popleft()
        self._is_running = True

        def ended(tell: Callable[[], None]) -> None:
            self._is_running = False
            tell()
            self._next()

        self._errands.run(
            step.title,
            step.job,
            done=lambda result: ended(lambda: step.done(result)),
            failed=lambda error: ended(lambda: step.failed(error)),
            cancelled=lambda: ended(lambda: step.failed(Cancelled())),
            progressed=lambda *_: None,
        )
