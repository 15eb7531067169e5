# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be imported: what a folder, SOURCES, the request or a person says of each file, archives unpacked."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...core.errors import Fault, Level, ReleaseUnreadable, fault
from ...core.progress import Progress
from ...files.archives import is_archive, unpacked
from ...files.import_sources import (
    ROLES,
    ImportPlan,
    SourceEntry,
    read_sources,
    recognise_files,
    recognise_folder,
)
from ...files.profile import Profile
from .request import ImportRequest


@dataclass
class Unpacking:
    """Archives unpacked once for the time of an import, and what went wrong with those that could not be."""

    progress: Progress
    stack: contextlib.ExitStack
    folders: dict[Path, Path] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def folder(self, archive: Path) -> Path:
        """The folder with the content of ``archive``. Raises ReleaseUnreadable."""
        if archive not in self.folders:
            self.folders[archive] = self.stack.enter_context(unpacked(archive, progress=self.progress))
        return self.folders[archive]

    def path_of(self, entry: SourceEntry) -> Path:
        """The file of an entry on disk. Raises ReleaseUnreadable: what unpacking raises, "archive-member-missing"."""
        assert entry.path is not None
        if not entry.member:
            return entry.path
        folder = self.folder(entry.path).resolve()
        path = (folder / entry.member).resolve()
        if not path.is_relative_to(folder) or not path.exists():
            raise ReleaseUnreadable("archive-member-missing", file=entry.path.name, member=entry.member)
        return path


@contextlib.contextmanager
def unpacking(progress: Progress) -> Iterator[Unpacking]:
    """What was unpacked is gone when the context ends."""
    with contextlib.ExitStack() as stack:
        yield Unpacking(progress, stack)


def plan_of(request: ImportRequest, profile: Profile, archives: Unpacking) -> ImportPlan:
    """The entries that a person settled, else those from the folder or SOURCES and those of files that these do not name.

    Raises ReleaseUnreadable: what :func:`read_sources` and :func:`recognise_folder` raise.
    """
    if request.entries or request.given:
        added = _unpacked(recognise_files(request.given, profile), profile, archives)
        settled = {(one.path, one.member, one.layer) for one in request.entries}
        new = [one for one in added.entries if (one.path, one.member, one.layer) not in settled]
        said = {**added.stated, **dict(request.stated)}
        return ImportPlan(_in_order([*request.entries, *new]), said, added.faults)
    given = [
        (path, role)
        for paths, role in ((request.units, "units"), (request.zones, "zones"), (request.lists, "list"))
        for path in paths
    ]
    plan = ImportPlan(())
    if request.folder is not None and is_archive(request.folder):
        plan = ImportPlan((SourceEntry(request.folder, ""),))
    elif request.folder is not None:
        plan = recognise_folder(request.folder, profile)
    elif request.sources is not None:
        plan = read_sources(request.sources, [path for path, _ in given])
    known = {entry.path.resolve() for entry in plan.entries if entry.path is not None}
    own = []
    for path, role in given:
        if path.resolve() in known:
            continue
        layer = request.units_layer if role == "units" else ""
        own.append(SourceEntry(path, role, theme=path.stem if role == "zones" else "", layer=layer))
    if request.units_table is not None:
        own.insert(0, SourceEntry(request.units_table.path, "units"))
    whole = _unpacked(replace(plan, entries=(*plan.entries, *own)), profile, archives)
    entries, faults = list(whole.entries), list(whole.faults)
    if request.folder is not None and request.base is None and not any(one.role == "units" for one in entries):
        if not any(one.level is Level.ERROR for one in faults):
            raise ReleaseUnreadable("folder-without-units", faults, folder=request.folder.name)
        faults.append(fault("folder-without-units", Level.ERROR, folder=request.folder.name))
    return ImportPlan(_in_order(entries), whole.stated, tuple(faults))


def _unpacked(plan: ImportPlan, profile: Profile, archives: Unpacking) -> ImportPlan:
    """``plan`` with what is in its archives in their place; one that cannot be unpacked is among the faults."""
    entries, stated, faults = list[SourceEntry](), dict(plan.stated), list(plan.faults)
    held: dict[Path, tuple[SourceEntry, ...]] = {}
    for entry in plan.entries:
        if entry.path is None or entry.member or not is_archive(entry.path):
            entries.append(entry)
            continue
        try:
            inside = recognise_folder(archives.folder(entry.path), profile, archive=entry.path)
        except ReleaseUnreadable as reason:
            faults += reason.faults
            continue
        faults += inside.faults if entry.path not in held else ()
        stated = dict(inside.stated) | stated
        held[entry.path] = inside.entries
        entries += _of_archive(entry, inside.entries, faults)
    used = {(one.path, one.member) for one in entries}
    faults += [
        fault("archive-member-unused", archive=path.name, file=one.member, role=one.role)
        for path, inside_of_it in held.items()
        for one in inside_of_it
        if (path, one.member) not in used
    ]
    return ImportPlan(tuple(entries), stated, tuple(faults))


def _of_archive(entry: SourceEntry, inside: Sequence[SourceEntry], faults: list[Fault]) -> list[SourceEntry]:
    """The members of an archive that ``entry`` means: those of its role, all where it states none; what it states holds for them."""
    assert entry.path is not None
    chosen = [one for one in inside if entry.role in ("", one.role)]
    if not chosen:
        faults.append(fault("archive-without-role", Level.ERROR, file=entry.path.name, role=entry.role))
    if not entry.role:
        return chosen
    return [
        replace(
            one, tier=entry.tier or one.tier, tier_word=entry.tier_word or one.tier_word, scope=one.scope if entry.scope.is_everywhere else entry.scope,
            crs=entry.crs or one.crs, replaces=entry.replaces or one.replaces,
            theme=entry.theme if entry.theme not in ("", entry.path.stem) else one.theme,
            title=entry.title or one.title, document=entry.document or one.document, document_no=entry.document_no or one.document_no,
            issuer=entry.issuer or one.issuer, effective=entry.effective or one.effective, scope_layer=entry.scope_layer or one.scope_layer,
        )
        for one in chosen
    ]  # fmt: skip


def _in_order(entries: Sequence[SourceEntry]) -> tuple[SourceEntry, ...]:
    """Units, zones, lists; otherwise as given."""
    return tuple(sorted(entries, key=lambda entry: ROLES.index(entry.role)))
