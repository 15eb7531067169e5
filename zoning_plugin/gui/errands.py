# SPDX-License-Identifier: GPL-3.0-or-later
"""What the dock asks of the rest, as callables and small ports: plugin.py fills them in, a test fakes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..bridge.tasks import AtOnce, TaskHost
from ..core.assessment import Assessment
from ..core.errors import Fault
from ..core.geometry import Shape
from ..core.judgement import Case, OfficeRules
from ..core.progress import Progress
from ..core.project import Project
from ..core.release import Release, ReleaseInfo
from ..core.site import Site
from ..core.standing import Step
from ..files.case_register import Bounds
from ..files.office_profiles import OfficeProfile
from ..jobs.import_release import ImportExamination, ImportRequest
from ..jobs.open_release import StoredRelease
from ..jobs.preview_site import SitePreview
from ..jobs.search_clauses import ClausesFound
from ..report.made_with import MadeWith
from ..report.outline import Excerpt


@dataclass(frozen=True)
class Shelf:
    """The person's folder of releases: what is there, and the files beside them that cannot be read as a release."""

    releases: tuple[StoredRelease, ...] = ()
    others: tuple[Path, ...] = ()


class ResultMap(Protocol):
    """The map as far as results are drawn on it; nothing of the person's project is touched."""

    def show_release(self, release: Release) -> None:
        """Show where the units are."""

    def show_assessment(self, assessment: Assessment) -> None:
        """Show the site, its pieces by class and its edge contacts, in place of what was shown."""

    def clear(self) -> None:
        """Take the site and everything of it from the map."""

    def flash(self, shapes: Sequence[Shape]) -> None:
        """Let shapes (EPSG:4490) flash once."""

    def zoom_to(self, shapes: Sequence[Shape]) -> None:
        """Bring shapes (EPSG:4490) into view, because the person asked for it."""


@dataclass(frozen=True)
class StoredImport:
    """Where a release was stored, and the page that reports its import."""

    path: Path
    report: Path


@dataclass(frozen=True)
class ImportErrands:
    """What the import page can have done. ``examine`` and ``store`` run inside a task, the others at once: they are short."""

    ask_folder: Callable[[], Path | None]
    ask_files: Callable[[], tuple[Path, ...]]
    clipboard: Callable[[], tuple[str, str]]
    """HTML and text of what was copied."""
    keep_paste: Callable[[str, str], Path]
    examine: Callable[[ImportRequest, Progress], ImportExamination]
    store: Callable[[ImportExamination, ReleaseInfo, Progress], StoredImport]
    draft_profile: Callable[[Mapping[str, str], Path | None], Path]
    remember_profile: Callable[[Mapping[str, str], Path | None, Sequence[str]], Path]
    office_profiles: Callable[[], tuple[OfficeProfile, ...]]
    take_in_profile: Callable[[], Path | None]
    """Ask for a file and keep it; None when the person thinks better of it."""
    hand_out_profile: Callable[[Path], Path | None]
    profiles_folder: Path


@dataclass(frozen=True)
class RegisterErrands:
    """What the case register needs of where it is used. All at once, none of it long."""

    remembered: Callable[[], Path]
    """The register that was open last, else the one in the profile."""
    remember: Callable[[Path], None]
    person: Callable[[], str]
    """Who works here, as they named themselves last."""
    remember_person: Callable[[str], None]
    ask_open: Callable[[], Path | None]
    ask_new: Callable[[], Path | None]
    ask_evidence: Callable[[], tuple[Path, ...]]
    rules: Callable[[Path], OfficeRules]
    """Of the office that a register belongs to. Raises JudgementRefused("office-unreadable")."""
    put_rules: Callable[[Path], Path]
    """The file of those rules beside a register, made where there is none. Raises OutputFailed."""
    ask_case_folder: Callable[[], Path | None]
    ask_export_folder: Callable[[str], Path | None]
    """Where a case goes that is to be called so: a folder that is new or empty."""
    ask_table: Callable[[str], Path | None]
    """Where a workbook of that name goes."""
    view: Callable[[], Bounds | None]
    """What the map shows: west, south, east, north (EPSG:4490); None where that cannot be said."""
    made_with: Callable[[], MadeWith]
    workshop: Path
    """Where the copy of a register on a share lies."""


@dataclass(frozen=True)
class Errands:
    """Everything the dock can have done. The jobs run inside ``run``, the others at once in the window's thread."""

    run: TaskHost
    """Called as it is called; a test hands in whatever can be."""
    run_at_once: AtOnce
    """Called as ``run`` is, for what takes less than a frame."""
    list_releases: Callable[[Progress], Shelf]
    list_removed: Callable[[Progress], tuple[StoredRelease, ...]]
    record_step: Callable[[Path, Step, Progress], object]
    withdraw_step: Callable[[Path, Progress], object]
    remove_release: Callable[[Path, Progress], Path]
    restore_release: Callable[[Path, Progress], Path]
    open_release: Callable[[Path, Progress], Release]
    is_unchanged: Callable[[Release, Progress], bool]
    prepare_release: Callable[[Path, Release, Progress], object]
    """Cut the tiles of an open release, or take them from where they are kept: afterwards it answers faster, and the same."""
    open_demo: Callable[[Progress], Path]
    prepare_search: Callable[[Progress], None]
    search_clauses: Callable[[str, int, Progress], ClausesFound]
    """The words, and how many clauses of each release to list."""
    importing: ImportErrands
    register: RegisterErrands
    preview: Callable[[Site, Release], SitePreview]
    """What of an assessment is there within a frame, inside ``run`` or ``run_at_once``."""
    assess: Callable[[Site, Release, str, Progress], Assessment]
    """As on the ISO date, by the release as it stood on it among the others."""
    rewordings: Callable[[Release, str, Progress], Mapping[str, Fault]]
    """What the newest release has made stricter or looser, by id of a clause of the release, as of the ISO date."""
    write_report: Callable[
        [Assessment, Release, Project, Case | None, Excerpt | None, Path, Progress], tuple[Path, ...]
    ]
    """With the answers, the conclusion and the signatures of the case that is open, if one is; of an excerpt only its clauses are printed."""
    site_of_selection: Callable[[], Site]
    ask_report_path: Callable[[str], Path | None]
    open_file: Callable[[Path], None]
    releases_folder: Path
    copy_text: Callable[[str], None]
    today: Callable[[], str]
    is_map_empty: Callable[[], bool]
    result_map: ResultMap
