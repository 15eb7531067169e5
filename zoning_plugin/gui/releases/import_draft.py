# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person has settled of an import so far, as a value: the sources, what is left out, which column means what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from ...core.errors import Fault, Level
from ...files.import_sources import ROLES, SourceEntry
from ...jobs.import_release import ImportExamination
from ...report.import_report import ImportedFile

ANSWERED_BY_FORM: Final = frozenset({"release-name-assumed", "status-unstated", "release-date-unknown", "date-wrong"})
"""Faults of what the release is called: the form asks for it, so they are not told a second time."""


@dataclass(frozen=True)
class DraftSource:
    """One source by a key that stays the same, however often it is examined; ``file`` is what the last look at it found."""

    key: int
    entry: SourceEntry
    is_taken: bool = True
    file: ImportedFile | None = None

    @property
    def name(self) -> str:
        """What faults call it, as far as it was read; else its own name."""
        return self.file.file if self.file is not None and self.file.file else self.entry.name


@dataclass(frozen=True)
class LeftOver:
    """Something that was given and could not be read. An error stands until a person says that it is left out."""

    key: int
    fault: Fault
    is_accepted: bool = False


@dataclass(frozen=True)
class ImportDraft:
    """Everything that a request is made of. ``given`` is what has been brought and not been looked at yet."""

    sources: tuple[DraftSource, ...] = ()
    left: tuple[LeftOver, ...] = ()
    given: tuple[Path, ...] = ()
    stated: tuple[tuple[str, str], ...] = ()
    mapping: tuple[tuple[str, str], ...] = ()
    base: Path | None = None
    profile: str = ""
    keys: int = 0

    @property
    def taken(self) -> tuple[SourceEntry, ...]:
        """The entries to import, in the order that an import keeps: units, zones, lists."""
        taken = [one.entry for one in self.sources if one.is_taken]
        return tuple(sorted(taken, key=lambda one: ROLES.index(one.role)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was brought at all."""
        return not (self.sources or self.left or self.given)

    def source(self, key: int) -> DraftSource | None:
        """The source of that key."""
        return next((one for one in self.sources if one.key == key), None)

    def with_given(self, paths: Iterable[Path]) -> ImportDraft:
        """More is brought; what is named twice counts once."""
        return replace(self, given=tuple(dict.fromkeys((*self.given, *paths))))

    def with_role(self, key: int, role: str) -> ImportDraft:
        """A source is taken for something else, or not at all ("")."""
        left = tuple(replace(one, is_accepted=not role) if one.key == key else one for one in self.left)
        if not role:
            return replace(self._with(key, is_taken=False), left=left)
        source = self.source(key)
        if source is None:
            return replace(self, left=left)
        entry = source.entry
        theme = entry.theme or (entry.layer or entry.path.stem if role == "zones" and entry.path else "")
        return self._with(key, is_taken=True, entry=replace(entry, role=role, theme=theme))

    def with_entry(self, key: int, **changes: Any) -> ImportDraft:
        """Something else is said of a source, by the fields of its entry."""
        source = self.source(key)
        return self if source is None else self._with(key, entry=replace(source.entry, **changes))

    def with_parts(self, key: int) -> ImportDraft:
        """A file is taken sheet by sheet, each a source of its own; nested tables stay with the one that they lie in."""
        source = self.source(key)
        if source is None or source.file is None:
            return self
        parts = source.file.parts
        tops = [one for one in parts if one.rpartition(".")[0] not in parts]
        made = [
            DraftSource(self.keys + number, replace(source.entry, sheet=part), source.is_taken)
            for number, part in enumerate(tops)
        ]
        place = self.sources.index(source)
        sources = (*self.sources[:place], *made, *self.sources[place + 1 :])
        return replace(self, sources=sources, keys=self.keys + len(made))

    def with_mapping(self, heading: str, role: str) -> ImportDraft:
        """A heading means something else."""
        return replace(self, mapping=tuple({**dict(self.mapping), heading: role}.items()))

    def examined(self, examination: ImportExamination) -> ImportDraft:
        """What was found is added: new sources at the end, each known one with what was read of it."""
        keys, found = self.keys, {one.entry: one for one in examination.files if one.entry >= 0}
        known = {id(one.entry) for one in self.sources}
        files = {id(entry): found.get(number) for number, entry in enumerate(examination.entries)}
        sources = [replace(one, file=files[id(one.entry)]) if id(one.entry) in files else one for one in self.sources]
        for entry in examination.entries:
            if id(entry) not in known:
                sources.append(DraftSource(keys, entry, file=files[id(entry)]))
                keys += 1
        left = list(self.left)
        for fault in examination.unread:
            if fault not in [one.fault for one in left]:
                left.append(LeftOver(keys, fault))
                keys += 1
        stated = tuple({**dict(self.stated), **dict(examination.stated)}.items())
        return replace(self, sources=tuple(sources), left=tuple(left), given=(), stated=stated, keys=keys)

    def standing(self, examination: ImportExamination) -> ImportExamination:
        """The examination with what was left out told as such, and without what the form asks for."""
        left = [one.fault if not one.is_accepted else replace(one.fault, level=Level.WARNING) for one in self.left]
        read = [one for one in examination.faults if one not in examination.unread]
        faults = [one for one in (*left, *read) if one.code not in ANSWERED_BY_FORM]
        order = list(Level)
        return replace(examination, faults=tuple(sorted(faults, key=lambda one: order.index(one.level))))

    def _with(self, key: int, **changes: Any) -> ImportDraft:
        return replace(self, sources=tuple(replace(one, **changes) if one.key == key else one for one in self.sources))


@dataclass(frozen=True)
class Target:
    """Where on the page a fault can be answered: a field, and the source it is of (-1: of the release)."""

    field: str
    key: int = -1


ANSWERS: Final = {
    "tier-unknown": "tier", "tier-word-unknown": "tier", "status-unknown": "status",
    "layer-crs-needed": "crs", "layer-crs-untold": "crs", "layer-crs-unknown": "crs", "layer-crs-contradicts": "crs",
    "layer-datum-unsupported": "crs", "crs-by-magnitude": "crs", "layer-outside-crs": "crs", "outside-china": "crs",
    "column-missing": "columns", "column-absent": "columns", "list-without-clauses": "columns", "list-matches-no-unit": "columns",
    "dimension-unknown": "columns", "replaces-unknown": "replaces", "replaces-several": "replaces",
    "scope-unit-unknown": "scope", "scope-theme-unknown": "scope", "sheet-missing": "role",
    "layer-without-requirements": "role", "unit-code-conflict": "role", "profile-ambiguous": "profile", "import-without-units": "base",
}  # fmt: skip
"""Fault → the field that answers it."""


def target_of(fault: Fault, draft: ImportDraft) -> Target | None:
    """Where a fault can be answered; without a field of its own, the source that it is of; None where it is of none."""
    for left in draft.left:
        if left.fault.code == fault.code and left.fault.facts == fault.facts:
            return Target("role", left.key)
    key = key_of(fault, draft)
    answer = ANSWERS.get(fault.code, "")
    if key is None:
        return Target(answer) if answer in ("profile", "base", "status") else None
    return Target(answer, key)


def key_of(fault: Fault, draft: ImportDraft) -> int | None:
    """Key of the source that a fault is of; of several sheets of a file, the one that it names."""
    file = fault.fact("file")
    fitting = [one for one in draft.sources if file and file in (one.name, one.entry.name)]
    title = fault.fact("list")
    if not fitting and title:
        fitting = [one for one in draft.sources if title in (one.entry.title, one.entry.document)]
    exact = [one for one in fitting if fault.fact("sheet") and one.entry.sheet == fault.fact("sheet")]
    found = exact or fitting
    return found[0].key if found else None


@dataclass(frozen=True)
class FaultGroup:
    """Faults of one code and weight."""

    code: str
    level: Level
    faults: tuple[Fault, ...] = field(default=())


def fault_groups(faults: Iterable[Fault]) -> tuple[FaultGroup, ...]:
    """Faults by weight and code: errors first, then as met."""
    groups: dict[tuple[Level, str], list[Fault]] = {}
    for fault in faults:
        groups.setdefault((fault.level, fault.code), []).append(fault)
    order = list(Level)
    return tuple(
        FaultGroup(code, level, tuple(held))
        for (level, code), held in sorted(groups.items(), key=lambda one: order.index(one[0][0]))
    )
