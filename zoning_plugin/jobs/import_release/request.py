# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of an import, what examining it finds, and what is stored in the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...core.errors import Fault, Level
from ...core.release import Release
from ...files.features import FeatureTable
from ...files.import_sources import SourceEntry
from ...files.profile import DEFAULT
from ...report.import_report import ImportedFile
from .reference_system import CrsQuestion


@dataclass(frozen=True)
class ImportRequest:
    """What to import and where to store it.

    Either ``folder`` (or a zip of one; recognised, or explained by its own sources.json), or files, with ``sources`` explaining
    them where it names them, or ``entries``, which settle everything, as a person left them. ``units_table`` is a layer without a
    file, read by the host. What the import does not bring is taken from ``base``, an earlier release. Texts of the release that
    are left empty are taken from SOURCES. ``report`` is the JSON report; a page .html is written beside it.
    """

    output: Path
    folder: Path | None = None
    units: tuple[Path, ...] = ()
    units_layer: str = ""
    units_table: FeatureTable | None = None
    lists: tuple[Path, ...] = ()
    zones: tuple[Path, ...] = ()
    sources: Path | None = None
    profile: str = DEFAULT
    name: str = ""
    document_no: str = ""
    issuer: str = ""
    effective: str = ""
    status: str = ""
    supersedes: str = ""
    area_rule: str = ""
    note: str = ""
    report: Path | None = None
    language: str = "zh"
    entries: tuple[SourceEntry, ...] = ()
    base: Path | None = None


@dataclass(frozen=True)
class ImportExamination:
    """What an import would store, and everything found on the way; nothing is written yet.

    ``entries`` are the sources as they were taken, for a person to correct and hand back in a request (``files`` say which
    they are of); ``questions`` are what a person has to state first, each of them also among the errors.
    """

    release: Release
    files: tuple[ImportedFile, ...]
    faults: tuple[Fault, ...]
    profile: str
    entries: tuple[SourceEntry, ...] = ()
    questions: tuple[CrsQuestion, ...] = ()

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that forbid storing it."""
        return tuple(one for one in self.faults if one.level is Level.ERROR)

    def count(self, level: Level) -> int:
        """Number of faults of a level."""
        return sum(one.level is level for one in self.faults)


@dataclass(frozen=True)
class ImportOutcome:
    """A stored release as read back from ``path``, and the report (``report_path`` where one was asked for)."""

    release: Release
    report: dict[str, object]
    path: Path
    report_path: Path | None
    examination: ImportExamination

    @property
    def unit_count(self) -> int:
        """Number of units stored."""
        return len(self.release.units)

    @property
    def clause_count(self) -> int:
        """Number of clauses stored."""
        return len(self.release.clauses)

    @property
    def error_count(self) -> int:
        """Number of errors; 0, because an import with errors stores nothing."""
        return self.examination.count(Level.ERROR)

    @property
    def warning_count(self) -> int:
        """Number of warnings."""
        return self.examination.count(Level.WARNING)
