# SPDX-License-Identifier: GPL-3.0-or-later
"""How long work tells how far it is and learns that it shall stop."""

from __future__ import annotations

from typing import Protocol

from .errors import Cancelled


class Progress(Protocol):
    """The port through which a job talks to whoever hosts it."""

    def report(self, share: float, step: str) -> None:
        """Say that ``share`` (0 to 1) of the work is done and which step (a wording code) is under way."""

    def is_cancelled(self) -> bool:
        """Return whether the person asked to stop."""


class Silent:
    """A progress nobody watches and nobody cancels."""

    def report(self, share: float, step: str) -> None:
        """Drop the report."""

    def is_cancelled(self) -> bool:
        """Return that nobody cancels."""
        return False


class Stretch:
    """The part from ``start`` to ``end`` of a longer work, reported as a work of its own."""

    def __init__(self, whole: Progress, start: float, end: float) -> None:
        self._whole, self._start, self._end = whole, start, end

    def report(self, share: float, step: str) -> None:
        """Report ``share`` of this stretch to the whole."""
        self._whole.report(self._start + (self._end - self._start) * share, step)

    def is_cancelled(self) -> bool:
        """Return whether the whole is cancelled."""
        return self._whole.is_cancelled()


def stop_if_cancelled(progress: Progress) -> None:
    """Raise :class:`Cancelled` when the person asked to stop."""
    if progress.is_cancelled():
        raise Cancelled
