# SPDX-License-Identifier: GPL-3.0-or-later
"""A release: units, zones, lists and clauses that were published together, with what it promises to hold."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field, fields
from functools import cached_property

from . import geometry
from .clause import AccessList, Clause
from .errors import Fault
from .geometry import AreaRule
from .terms import ReleaseStatus, UnitClass
from .unit import ControlUnit, Zone


@dataclass(frozen=True)
class SourceFile:
    """A file a release was imported from: base name, role (units, zones, list), SHA-256, and how it was read."""

    file: str
    role: str
    sha256: str
    encoding: str = ""
    crs: str = ""
    rows: int = 0


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

    A release of which nobody said that it is published is a draft: only trials can be made with it.
    """

    name: str
    document_no: str = ""
    issuer: str = ""
    effective: str = ""
    status: ReleaseStatus = ReleaseStatus.DRAFT
    supersedes: str = ""
    superseded_by: str = ""
    area_rule: str = str(geometry.ELLIPSOIDAL)
    note: str = ""


INFO_WORDS = tuple(one.name for one in fields(ReleaseInfo))
"""The keys under which a release file and a SOURCES file state what is printed of a release, in this order."""


@dataclass(frozen=True)
class Release:
    """Everything of one release, in stored order. ``faults`` are what was found when it was opened (parts not readable)."""

    info: ReleaseInfo
    units: tuple[ControlUnit, ...]
    zones: tuple[Zone, ...] = ()
    lists: tuple[AccessList, ...] = ()
    clauses: tuple[Clause, ...] = ()
    sources: tuple[SourceFile, ...] = ()
    promises: tuple[Promise, ...] = ()
    digest: str = ""
    faults: tuple[Fault, ...] = field(default=(), compare=False)

    @cached_property
    def unit_tree(self) -> object:
        """Index over the units' bounding boxes, made when first asked for."""
        return geometry.tree([unit.shape for unit in self.units])

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
    does. The digest itself, and the faults of opening, are not part of it. Format: docs/formats/release.md.
    """
    hasher = hashlib.sha256()

    def feed(kind: str, *values: object) -> None:
        row = json.dumps([kind, *values], ensure_ascii=False, separators=(",", ":"))
        hasher.update(row.encode("utf-8", "surrogatepass") + b"\n")

    info = release.info
    feed("release", info.name, info.document_no, info.issuer, info.effective, info.status.value, info.supersedes,
         info.superseded_by, info.area_rule, info.note)  # fmt: skip
    for source in sorted(release.sources, key=lambda one: (one.role, one.file, one.sha256)):
        feed("source", source.role, source.file, source.sha256, source.encoding, source.crs, source.rows)
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
    return hasher.hexdigest()


def count_by_class(units: tuple[ControlUnit, ...]) -> dict[UnitClass, int]:
    """Number of units of each class, every class named."""
    counts = Counter(unit.unit_class for unit in units)
    return {unit_class: counts[unit_class] for unit_class in UnitClass}
