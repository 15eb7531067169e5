# SPDX-License-Identifier: GPL-3.0-or-later
"""Expected failures and faults: a stable code and the facts; the sentence is made in ``wording``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Level(str, Enum):
    """How much a fault weighs: an error stops the work, a warning is shown and kept, info is told."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, order=True)
class Fault:
    """One thing found wrong or odd in what was read, by code and facts.

    ``facts`` is a sorted tuple of (name, value) pairs so that equal faults compare equal; build one with :func:`fault`.
    """

    code: str
    level: Level
    facts: tuple[tuple[str, str], ...] = ()

    def fact(self, name: str) -> str:
        """Return the fact called ``name``, or an empty text."""
        return dict(self.facts).get(name, "")


def fault(code: str, level: Level = Level.WARNING, /, **facts: object) -> Fault:
    """Make a :class:`Fault`; every fact is kept as text."""
    return Fault(code, level, tuple(sorted((name, str(value)) for name, value in facts.items())))


class ZoningError(Exception):
    """An expected failure. Carries every fault met, so that a reader can tell all of them at once.

    ``code`` and ``facts`` are those of the first fault.
    """

    def __init__(self, code: str, faults: Iterable[Fault] = (), /, **facts: object) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults) or (fault(code, Level.ERROR, **facts),)
        self.code = code
        super().__init__(f"{code}: {dict(self.faults[0].facts)}")

    @property
    def facts(self) -> dict[str, str]:
        """The facts of the first fault."""
        return dict(self.faults[0].facts)


class ReleaseUnreadable(ZoningError):
    """A release file, or what a release is imported from, cannot be read as such."""


class StepRefused(ZoningError):
    """A step of a release that may not follow the ones before it; nothing was changed."""


class JudgementRefused(ZoningError):
    """An answer, conclusion or signature that may not be given; nothing was changed."""


class RegisterUnusable(ZoningError):
    """A case register cannot be opened, or no longer be written; what is in it is untouched."""


class SiteUnusable(ZoningError):
    """A site that cannot be judged: empty, outside every known place, of an unknown datum."""


class PlanUnusable(ZoningError):
    """A plan that cannot be laid over a release: damaged, without polygons, of an unknown reference system."""


class OutputFailed(ZoningError):
    """A result could not be written; what was there before is untouched."""


class PartMissing(ZoningError):
    """Something the program itself needs is not on this computer (a library, a font)."""


class Cancelled(ZoningError):
    """The person asked to stop; nothing was written."""

    def __init__(self) -> None:
        super().__init__("cancelled")
