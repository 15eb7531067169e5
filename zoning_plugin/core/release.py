# SPDX-License-Identifier: GPL-3.0-or-later
"""A release: units, zones, lists and clauses that were published together, with what it promises to hold."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

from . import geometry, measure
from .clause import AccessList, Clause
from .errors import Fault, Level, fault
from .geometry import Shape
from .measure import AreaRule
from .standing import Step, reservations, standing_on, steps_taken
from .terms import CrsBasis, ReleaseStatus, UnitClass
from .tiling import Tiling
from .unit import ControlUnit, Zone


@dataclass(frozen=True)
class SourceFile:
    """A file a release was imported from: base name, role (units, zones, list), SHA-256, and how it was read.

    ``crs`` is the printed name of its reference system, ``crs_basis`` how that is known.
    """

    file: str
    role: str
    sha256: str
    encoding: str = ""
    crs: str = ""
    rows: int = 0
    crs_basis: CrsBasis = CrsBasis.NONE


@dataclass(frozen=True)
class Promise:
    """Something a release says it holds: ``kind`` is units, zones or list; ``subject`` a theme or list id; ``count`` rows.

    ``delivered`` is false for what the importing person named but had no file for: judged as *no data*.
    """

    kind: str
    subject: str
    count: int
    delivered: bool = True


@dataclass(frozen=True)
class ReleaseInfo:
    """What is printed of a release. Dates are ISO texts; ``area_rule`` as AreaRule prints it.

    ``status``, ``document_no`` and ``effective`` are where it stands, as its steps leave it (docs/formats/catalogue.md). A release of
    which nobody said that it is published is a draft: only trials can be made with it. ``thresholds`` and ``colours`` are what the office
    decided of them (core/office_rules.py), empty where our own hold.
    """

    name: str
    document_no: str = ""
    issuer: str = ""
    effective: str = ""
    status: ReleaseStatus = ReleaseStatus.DRAFT
    supersedes: str = ""
    superseded_by: str = ""
    area_rule: str = str(measure.ELLIPSOIDAL)
    note: str = ""
    thresholds: str = ""
    colours: str = ""


def first_step(info: ReleaseInfo) -> Step:
    """The step that what is printed of a release amounts to, where nothing else is known: when it was taken is not."""
    return Step(info.status, "", info.document_no, info.effective)


def standing_info(info: ReleaseInfo, steps: Sequence[Step]) -> ReleaseInfo:
    """``info`` standing where ``steps`` put it."""
    standing = standing_on(steps)
    return replace(info, status=standing.status, document_no=standing.document_no, effective=standing.effective)


OFFICE_WORDS = ("thresholds", "colours")
"""The keys under which a release file states what the office decided; left out where it decided nothing."""
INFO_WORDS = tuple(one.name for one in fields(ReleaseInfo) if one.name not in OFFICE_WORDS)
"""The keys under which a release file and a SOURCES file state what is printed of a release, in this order."""


@dataclass(frozen=True)
class Release:
    """Everything of one release, in stored order. ``faults`` are what was found when it was opened (parts not readable).

    ``steps`` are those it has taken; none are stated where ``info`` says all there is, see :attr:`history`. Where steps are
    stated, the standing in ``info`` is theirs: ValueError otherwise.
    """

    info: ReleaseInfo
    units: tuple[ControlUnit, ...]
    zones: tuple[Zone, ...] = ()
    lists: tuple[AccessList, ...] = ()
    clauses: tuple[Clause, ...] = ()
    sources: tuple[SourceFile, ...] = ()
    promises: tuple[Promise, ...] = ()
    digest: str = ""
    faults: tuple[Fault, ...] = field(default=(), compare=False)
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        if self.steps and self.info != standing_info(self.info, self.steps):
            raise ValueError("the standing printed is not that of the steps")

    @property
    def history(self) -> tuple[Step, ...]:
        """The steps the release has taken, at least one: that which ``info`` states, where no others are."""
        return self.steps or (first_step(self.info),)

    def with_steps(self, steps: tuple[Step, ...]) -> Release:
        """The same content standing where ``steps`` put it."""
        return replace(self, info=standing_info(self.info, steps), steps=steps)

    def called(self, info: ReleaseInfo) -> Release:
        """The same content called, and standing, as ``info`` says; what was noted of its first step stays noted."""
        if not self.steps:
            return replace(self, info=info)
        return replace(self, info=info, steps=(replace(first_step(info), note=self.steps[0].note),))

    def as_of(self, on: str) -> Release:
        """The same content standing where it stood on the ISO date ``on``."""
        return self.with_steps(steps_taken(self.history, on))

    @cached_property
    def unit_tiling(self) -> Tiling:
        """The units' shapes, ready to be asked what lies around a place."""
        return Tiling([unit.shape for unit in self.units])

    @cached_property
    def zone_tiling(self) -> Tiling:
        """The zones' shapes, of all themes, likewise."""
        return Tiling([zone.shape for zone in self.zones])

    @cached_property
    def list_by_id(self) -> dict[str, AccessList]:
        """Lists by their id."""
        return {access_list.list_id: access_list for access_list in self.lists}

    @cached_property
    def clauses_by_list(self) -> dict[str, tuple[Clause, ...]]:
        """Clauses of each list, in printed order."""
        grouped: dict[str, list[Clause]] = {access_list.list_id: [] for access_list in self.lists}
        for clause in self.clauses:
            grouped.setdefault(clause.list_id, []).append(clause)
        return {list_id: tuple(clauses) for list_id, clauses in grouped.items()}

    @cached_property
    def rule(self) -> AreaRule:
        """The area rule, parsed."""
        return AreaRule.parse(self.info.area_rule)


@dataclass(frozen=True)
class Shortfall:
    """A promise that is not kept: ``state`` is no-data (never delivered) or failed (stored, but not all of it readable)."""

    kind: str
    subject: str
    state: str
    promised: int
    found: int


def shortfalls(release: Release) -> tuple[Shortfall, ...]:
    """Every promise of the release that what was read does not keep, in stored order."""
    found: Counter[tuple[str, str]] = Counter({("units", ""): len(release.units)})
    found.update(("zones", zone.theme) for zone in release.zones)
    found.update(("list", clause.list_id) for clause in release.clauses)
    result = []
    for promise in release.promises:
        count = found[promise.kind, promise.subject]
        if not promise.delivered:
            result.append(Shortfall(promise.kind, promise.subject, "no-data", promise.count, count))
        elif count != promise.count:
            result.append(Shortfall(promise.kind, promise.subject, "failed", promise.count, count))
    return tuple(result)


def missing_units(release: Release) -> tuple[Fault, ...]:
    """What is to be said beside “no unit covers it” where units of the release could not be read: it may lie in one of those."""
    return tuple(
        fault("gap-maybe-missing-unit", Level.ERROR, promised=one.promised, found=one.found)
        for one in shortfalls(release)
        if one.kind == "units"
    )


def doubts_about_release(release: Release, on: str) -> tuple[Fault, ...]:
    """Why nothing that is laid over the release on the ISO date ``on`` can be complete, whatever it is: where its units lie is not

    known for sure, it is not published and in force (then it is a trial), or another has taken its place.
    """  # fmt: skip
    found = [
        fault("datum-unstated", Level.ERROR, file=one.file, crs=one.crs)
        for one in release.sources
        if one.crs_basis is CrsBasis.MAGNITUDE
    ]
    found += [
        fault("units-maybe-offset", Level.ERROR, file=one.file)
        for one in release.sources
        if one.crs_basis is CrsBasis.FORMAT
    ]
    found += reservations(standing_on(release.history, on), on)
    if release.info.superseded_by:
        found.append(fault("release-superseded", Level.ERROR, by=release.info.superseded_by))
    return tuple(found)


def shapes_of_clause(release: Release, clause: Clause) -> tuple[Shape, ...]:
    """What a clause is printed for, on the map: the unit or zones of its code; without a code, the units and zones that its list names.

    Empty where the list names none: it then holds by class or place, or everywhere.
    """
    if clause.unit_code:
        codes, themes = {clause.unit_code}, set[str]()
    else:
        access_list = release.list_by_id.get(clause.list_id)
        codes = set(access_list.scope.units) if access_list else set()
        themes = set(access_list.scope.zones) if access_list else set()
    units = [unit.shape for unit in release.units if unit.code in codes]
    zones = [zone.shape for zone in release.zones if (zone.code and zone.code in codes) or zone.theme in themes]
    return (*units, *zones)


def promises_of(release: Release) -> tuple[Promise, ...]:
    """The promises that describe exactly what ``release`` holds."""
    themes = Counter(zone.theme for zone in release.zones)
    return (
        Promise("units", "", len(release.units)),
        *(Promise("zones", theme, count) for theme, count in sorted(themes.items())),
        *(Promise("list", one.list_id, len(release.clauses_by_list[one.list_id])) for one in release.lists),
    )


def logical_digest(release: Release) -> str:
    """SHA-256 over canonical rows and normalised geometries in a fixed order, as 64 hex digits.

    Independent of the file: opening, styling or vacuuming the release does not change it, any change of what it says
    does. Where the release stands is not part of it (:func:`standing_digest`), nor are the digest itself and the faults of
    opening. Format: docs/formats/release.md; why: docs/decisions/0005-standing-beside-the-digest.md.
    """
    lines = _Lines()
    feed = lines.feed
    info = release.info
    feed("release", info.name, info.issuer, info.supersedes, info.area_rule, info.note)
    if info.thresholds or info.colours:
        feed("office", info.thresholds, info.colours)
    for source in sorted(release.sources, key=lambda one: (one.role, one.file, one.sha256)):
        feed("source", source.role, source.file, source.sha256, source.encoding, source.crs, source.rows,
             source.crs_basis.value)  # fmt: skip
    for promise in sorted(release.promises, key=lambda one: (one.kind, one.subject)):
        feed("promise", promise.kind, promise.subject, promise.count, promise.delivered)
    unit_rows = [
        (unit.code, unit.name, unit.unit_class.value, unit.class_text, unit.province, unit.city, unit.county, unit.remark,
         unit.elements, unit.source_file, unit.source_row, hashlib.sha256(geometry.normalised_wkb(unit.shape)).hexdigest())
        for unit in release.units
    ]  # fmt: skip
    for unit_row in sorted(unit_rows):
        feed("unit", *unit_row)
    zone_rows = [
        (zone.theme, zone.code, zone.name, zone.source_file, zone.source_row,
         hashlib.sha256(geometry.normalised_wkb(zone.shape)).hexdigest())
        for zone in release.zones
    ]  # fmt: skip
    for zone_row in sorted(zone_rows):
        feed("zone", *zone_row)
    for one in release.lists:
        feed("list", one.list_id, one.title, one.tier.value, one.scope.admin, one.scope.units,
             [word.value for word in one.scope.classes], one.scope.zones, one.theme, one.document, one.document_no,
             one.issuer, one.effective, one.source_file)  # fmt: skip
        for clause in release.clauses_by_list[one.list_id]:
            feed("clause", clause.clause_id, clause.unit_code, clause.dimension, clause.number, clause.tag, clause.text,
                 clause.source.file, clause.source.sheet, clause.source.row)  # fmt: skip
    return lines.digest()


def standing_digest(release: Release) -> str:
    """SHA-256 over where the release stands: its steps in order, and by what it was superseded. 64 hex digits."""
    lines = _Lines()
    lines.feed("standing", release.info.superseded_by)
    for step in release.history:
        lines.feed("step", step.status.value, step.date, step.number, step.effective, step.note)
    return lines.digest()


class _Lines:
    """Hashes JSON arrays, one a line."""

    def __init__(self) -> None:
        self._hasher = hashlib.sha256()

    def feed(self, kind: str, *values: object) -> None:
        """Add a line."""
        row = json.dumps([kind, *values], ensure_ascii=False, separators=(",", ":"))
        self._hasher.update(row.encode("utf-8", "surrogatepass") + b"\n")

    def digest(self) -> str:
        """The hash of all lines so far, as hex digits."""
        return self._hasher.hexdigest()


def count_by_class(units: tuple[ControlUnit, ...]) -> dict[UnitClass, int]:
    """Number of units of each class, every class named."""
    counts = Counter(unit.unit_class for unit in units)
    return {unit_class: counts[unit_class] for unit_class in UnitClass}
