# SPDX-License-Identifier: GPL-3.0-or-later
"""What a filing package states of a release: statistics that add up, checks, and the manifest of its files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from . import measure
from .covered_twice import common_parts
from .errors import Fault, Level, fault
from .release import Release, shortfalls
from .terms import UnitClass
from .unit import class_of_code, is_well_formed, likely_code

DBASE_BYTES = 254
"""The most bytes a dBASE text field holds (dBASE III, the table of a shapefile)."""


@dataclass(frozen=True)
class StatisticsRow:
    """Units of one class in one county: count, area in hundredths of km², share in hundredths of a percent.

    An empty county means all counties, ``unit_class`` None all classes.
    """

    county: str
    unit_class: UnitClass | None
    count: int
    area: int
    share: int


@dataclass(frozen=True)
class Statistics:
    """Rows by county and class, then the totals. ``unrounded_m2`` is the sum of all areas by the release's rule."""

    rows: tuple[StatisticsRow, ...]
    unrounded_m2: float


def apportioned(amounts: Sequence[float], total: int) -> tuple[int, ...]:
    """Whole numbers in proportion to ``amounts`` that sum to ``total``, by largest remainder; ties go to the earlier one."""
    whole = sum(amounts)
    if not whole:
        return tuple(0 for _ in amounts)
    exact = [amount / whole * total for amount in amounts]
    floors = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda index: (floors[index] - exact[index], index))
    for index in order[: total - sum(floors)]:
        floors[index] += 1
    return tuple(floors)


def statistics(release: Release) -> Statistics:
    """Count, area and share by county and class. Areas in the cells sum to the printed totals in both directions.

    Every class a county has gets a row; a class no unit has is not listed. Units without a county stand under "".
    """
    areas = measure.areas([unit.shape for unit in release.units], release.rule)
    by_cell: dict[tuple[str, UnitClass], float] = {}
    counts: Counter[tuple[str, UnitClass]] = Counter()
    for unit, area in zip(release.units, areas, strict=True):
        cell = (unit.county, unit.unit_class)
        by_cell[cell] = by_cell.get(cell, 0.0) + float(area)
        counts[cell] += 1
    order = list(UnitClass)
    cells = sorted(by_cell, key=lambda cell: (cell[0], order.index(cell[1])))
    total_m2 = sum(by_cell.values())
    hundredths = apportioned([by_cell[cell] for cell in cells], round(total_m2 / 1e4))
    shares = apportioned([by_cell[cell] for cell in cells], 10000)
    rows = [
        StatisticsRow(county, unit_class, counts[county, unit_class], area, share)
        for (county, unit_class), area, share in zip(cells, hundredths, shares, strict=True)
    ]

    def summed(county: str, unit_class: UnitClass | None, chosen: Sequence[StatisticsRow]) -> StatisticsRow:
        return StatisticsRow(county, unit_class, sum(row.count for row in chosen), sum(row.area for row in chosen),
                             sum(row.share for row in chosen))  # fmt: skip

    result: list[StatisticsRow] = []
    for county, own in groupby(rows, key=lambda row: row.county):  # rows stand county by county
        chosen = list(own)
        result += [*chosen, summed(county, None, chosen)]
    if len({row.county for row in rows}) > 1:
        for unit_class in order:
            chosen = [row for row in rows if row.unit_class is unit_class]
            result += [summed("*", unit_class, chosen)] if chosen else []
        result.append(summed("*", None, rows))
    return Statistics(tuple(result), total_m2)


@dataclass(frozen=True)
class Rule:
    """A check of a release: its id, the review focus it belongs to (materials, content, technical), and what it finds."""

    rule_id: str
    focus: str
    find: Callable[[Release], list[Fault]]


@dataclass(frozen=True)
class RuleResult:
    """What one rule found; empty ``findings`` means it was tried and found nothing."""

    rule_id: str
    focus: str
    findings: tuple[Fault, ...]


def _malformed_codes(release: Release) -> list[Fault]:
    return [
        fault("unit-code-malformed", code=unit.code, name=unit.name, likely=likely_code(unit.code))
        for unit in release.units
        if not is_well_formed(unit.code)
    ]


def _classes_against_codes(release: Release) -> list[Fault]:
    return [
        fault("class-contradicts-code", Level.ERROR, code=unit.code, name=unit.name, stated=unit.class_text,
              by_code=class_of_code(unit.code).value)
        for unit in release.units
        if class_of_code(unit.code) not in (UnitClass.UNKNOWN, unit.unit_class)
    ]  # fmt: skip


def _duplicate_codes(release: Release) -> list[Fault]:
    counts = Counter(unit.code for unit in release.units)
    return [
        fault("unit-code-twice", Level.ERROR, code=code, count=count) for code, count in counts.items() if count > 1
    ]


def _units_without_clauses(release: Release) -> list[Fault]:
    with_clauses = {clause.unit_code for clause in release.clauses}
    return [
        fault("unit-has-no-clauses", Level.ERROR, code=unit.code, name=unit.name)
        for unit in release.units
        if unit.code not in with_clauses
    ]


def _clauses_without_unit(release: Release) -> list[Fault]:
    codes = {"", *(unit.code for unit in release.units)}
    strays = Counter((clause.list_id, clause.unit_code) for clause in release.clauses if clause.unit_code not in codes)
    titles = release.list_by_id
    return [
        fault(
            "clauses-without-unit",
            Level.ERROR,
            code=code,
            count=count,
            list=titles[list_id].title if list_id in titles else list_id,
        )
        for (list_id, code), count in strays.items()
    ]


def _unkept_promises(release: Release) -> list[Fault]:
    return [
        fault(
            f"promise-{one.state}",
            Level.ERROR,
            kind=one.kind,
            subject=one.subject,
            promised=one.promised,
            found=one.found,
        )
        for one in shortfalls(release)
    ]


def _missing_words(release: Release) -> list[Fault]:
    stated = {"name": release.info.name, "document_no": release.info.document_no, "issuer": release.info.issuer,
              "effective": release.info.effective}  # fmt: skip
    return [fault("release-word-missing", field=name) for name, value in stated.items() if not value]


def _nameless_units(release: Release) -> list[Fault]:
    return [fault("unit-without-name", code=unit.code) for unit in release.units if not unit.name]


def fits_dbase(text: str) -> bool:
    """Whether a text can stand in a shapefile whole, in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass")) <= DBASE_BYTES


def _elements_beyond_dbase(release: Release) -> list[Fault]:
    """Units whose 要素细类 a shapefile cannot hold: its field is left out then, the GeoPackage and the lists have it."""
    return [
        fault("elements-beyond-dbase", Level.INFO, code=unit.code, name=unit.name, most=DBASE_BYTES,
              bytes=len(unit.elements.encode("utf-8", "surrogatepass")))
        for unit in release.units
        if not fits_dbase(unit.elements)
    ]  # fmt: skip


def _overlapping_units(release: Release) -> list[Fault]:
    """Pairs of units with a common part of 1 m² or more: a usual check (常用检查), not a cited rule."""
    found = []
    for one, other, common in common_parts([unit.shape for unit in release.units]):
        area = measure.area(common, release.rule)
        if area >= 1.0:
            codes = {"one": release.units[one].code, "other": release.units[other].code}
            found.append(fault("units-overlap", Level.ERROR, area=f"{area:.2f}", **codes))
    return found


RULES = (
    Rule("M1", "materials", _unkept_promises),
    Rule("M2", "materials", _missing_words),
    Rule("C1", "content", _duplicate_codes),
    Rule("C2", "content", _malformed_codes),
    Rule("C3", "content", _classes_against_codes),
    Rule("C4", "content", _nameless_units),
    Rule("C5", "content", _units_without_clauses),
    Rule("C6", "content", _clauses_without_unit),
    Rule("T1", "technical", _overlapping_units),
    Rule("T2", "technical", _elements_beyond_dbase),
)
"""The checks in printed order, grouped by the verified review foci 材料完整性 / 内容规范性 / 技术合理性. Ids are never reused."""


def check(release: Release) -> tuple[RuleResult, ...]:
    """Try every rule on ``release``; a rule that finds nothing is listed too."""
    return tuple(RuleResult(rule.rule_id, rule.focus, tuple(rule.find(release))) for rule in RULES)


@dataclass(frozen=True)
class PackedFile:
    """A member of a package: path with forward slashes, size, SHA-256 in hex."""

    path: str
    size: int
    sha256: str


def package_digest(files: Sequence[PackedFile]) -> str:
    """SHA-256 over "sha256  path" lines in path order (the form sha256sum prints), as 64 hex digits."""
    lines = "".join(f"{one.sha256}  {one.path}\n" for one in sorted(files, key=lambda one: one.path))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def short_digest(digest: str) -> str:
    """First 16 digits in groups of four: what a person reads out or prints in a letter."""
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))
