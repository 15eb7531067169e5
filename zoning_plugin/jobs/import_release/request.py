# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of an import, what examining it finds, and what is stored in the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...core.errors import Fault, Level
from ...core.release import Release
from ...files.features import FeatureTable
from ...files.import_sources import SourceEntry
from ...report.import_report import ImportedFile
from .reference_system import CrsQuestion


@dataclass(frozen=True)
class ImportRequest:
    """What to import and where to store it.

    Either ``folder`` (or a zip of one; recognised, or explained by its own sources.json), or files, with ``sources`` explaining
    them where it names them, or ``entries``, which settle everything, as a person left them. ``units_table`` is a layer without a
    file, read by the host. ``given`` are files, folders and archives as a person chose them one after another, recognised and
    added to ``entries``; ``stated`` is what SOURCES said of the release when the entries were recognised. ``profile`` is a name
    or a file; without it the one that the folder ``offices`` holds for the province is taken, else the national one. What the
    import does not bring is taken from ``base``, an earlier release. Texts of the release that are left empty are taken from
    SOURCES. ``report`` is the JSON report; a page .html is written beside it.
    """

    output: Path
    folder: Path | None = None
    units: tuple[Path, ...] = ()
    units_layer: str = ""
    units_table: FeatureTable | None = None
    lists: tuple[Path, ...] = ()
    zones: tuple[Path, ...] = ()
    sources: Path | None = None
    profile: str = ""
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
    offices: Path | None = None
    given: tuple[Path, ...] = ()
    stated: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ImportExamination:
    """What an import would store, and everything found on the way; nothing is written yet.

    ``entries`` are the sources as they were taken, for a person to correct and hand back in a request (``files`` say which
    they are of); ``questions`` are what a person has to state first (each also
    among the errors) or may confirm (a warning). ``stated`` is what
    SOURCES says of the release, ``unread`` what was odd about what was given before any source was read (also among the
    faults): a request with entries does not look there again. ``profile_path`` is the office's profile that was taken,
    None for a shipped one; ``provinces`` are those of the unit codes, two digits each.
    """

    release: Release
    files: tuple[ImportedFile, ...]
    faults: tuple[Fault, ...]
    profile: str
    entries: tuple[SourceEntry, ...] = ()
    questions: tuple[CrsQuestion, ...] = ()
    stated: tuple[tuple[str, str], ...] = ()
    unread: tuple[Fault, ...] = ()
    profile_path: Path | None = None
    provinces: tuple[str, ...] = ()

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
