# SPDX-License-Identifier: GPL-3.0-or-later
"""What can only be seen when everything of a release lies together: joins, scopes, overlaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from ...core import measure
from ...core.covered_twice import common_parts
from ...core.errors import Fault, Level, fault
from ...core.progress import Progress
from ...core.release import Release
from ...core.terms import Tier, UnitClass
from ...core.unit import ControlUnit, likely_code
from ...files.access_list import ListedUnit
from ...files.profile import Profile, normalised

LEAST_OVERLAP_M2: Final = 1.0
"""A common part of two units from which on it is told: below it borders only differ by rounding or digitising."""


def check_joins(release: Release, listed_units: Sequence[tuple[str, ListedUnit]], profile: Profile) -> list[Fault]:
    """Clauses without a unit or zone, units without a clause, and names and classes that lists say otherwise than the layer."""
    faults: list[Fault] = []
    codes = {unit.code: unit for unit in release.units}
    known = {*codes, *(zone.code for zone in release.zones)}
    awaits_zones = any(one.kind == "zones" and not one.delivered for one in release.promises)
    likely = {likely_code(unit.code): unit.code for unit in release.units if likely_code(unit.code)}
    coded_by_list: dict[str, Counter[str]] = {access_list.list_id: Counter() for access_list in release.lists}
    for clause in release.clauses:
        if clause.unit_code:
            coded_by_list[clause.list_id][clause.unit_code] += 1
    for access_list in release.lists:
        coded = coded_by_list[access_list.list_id]
        strays = {code: count for code, count in coded.items() if code not in known}
        is_awaited = access_list.tier is Tier.ZONE and awaits_zones  # its layer is said to be missing
        if coded and len(strays) == len(coded) and not is_awaited:
            facts = {
                "list": access_list.title,
                "file": access_list.source_file,
                "count": len(coded),
                "example": min(coded),
            }
            faults.append(fault("list-matches-no-unit", Level.ERROR, **facts))
            continue
        for code, count in strays.items():
            near = likely.get(code) or (likely_code(code) if likely_code(code) in codes else "")
            facts = {
                "list": access_list.title,
                "file": access_list.source_file,
                "code": code,
                "count": count,
                "likely": near,
            }
            faults.append(fault("clauses-without-unit", **facts))
    with_clauses = {clause.unit_code for clause in release.clauses}
    bare = [unit.code for unit in release.units if unit.code not in with_clauses]
    if bare:
        faults.append(fault("units-without-clauses", count=len(bare), total=len(release.units), codes="、".join(bare)))
    for file, listed in listed_units:
        if listed.code in codes:
            faults += _compare(profile, codes[listed.code], listed, file)
    return faults


def _compare(profile: Profile, unit: ControlUnit, listed: ListedUnit, file: str) -> list[Fault]:
    """A unit's name and class in the layer against those in the list."""
    faults: list[Fault] = []
    facts = {"file": file, "sheet": listed.sheet, "row": listed.row, "code": unit.code}
    if listed.name and unit.name and normalised(listed.name) != normalised(unit.name):
        faults.append(fault("unit-name-differs", name=unit.name, listed=listed.name, **facts))
    stated = profile.class_of(listed.class_text)
    if UnitClass.UNKNOWN not in (stated, unit.unit_class) and stated is not unit.unit_class:
        faults.append(fault("unit-class-differs", stated=unit.class_text, listed=listed.class_text, **facts))
    return faults


def check_scopes(release: Release) -> list[Fault]:
    """Scopes that name units or themes that the release does not have: such a list could never be judged."""
    faults: list[Fault] = []
    codes = {unit.code for unit in release.units}
    themes = {zone.theme for zone in release.zones} | {one.subject for one in release.promises if one.kind == "zones"}
    for access_list in release.lists:
        strange = [code for code in access_list.scope.units if code not in codes]
        if strange:
            faults.append(
                fault("scope-unit-unknown", list=access_list.title, count=len(strange), codes="、".join(strange))
            )
        faults += [
            fault("scope-theme-unknown", list=access_list.title, theme=theme)
            for theme in access_list.scope.zones
            if theme not in themes
        ]
    return faults


def check_overlaps(release: Release, progress: Progress) -> list[Fault]:
    """Units that have more than a border in common. Raises Cancelled."""
    faults: list[Fault] = []
    for one, other, part in common_parts([unit.shape for unit in release.units], progress=progress):
        area = measure.area(part, release.rule)
        if area >= LEAST_OVERLAP_M2:
            pair = release.units[one].code, release.units[other].code
            faults.append(fault("units-overlap", one=pair[0], other=pair[1], area=f"{area:.2f}"))
    return faults
