# SPDX-License-Identifier: GPL-3.0-or-later
"""What an import takes over from an earlier release, because it does not bring it itself. Rules: docs/formats/catalogue.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...core.clause import AccessList, Clause
from ...core.errors import Fault, Level, fault
from ...core.release import Promise, Release, SourceFile
from ...core.unit import ControlUnit, Zone
from ...files.import_sources import SourceEntry


@dataclass(frozen=True)
class TakenOver:
    """The parts of the base that stay, with their sources and promises; what was asked for and is not there is in ``faults``."""

    units: tuple[ControlUnit, ...] = ()
    zones: tuple[Zone, ...] = ()
    lists: tuple[AccessList, ...] = ()
    clauses: tuple[Clause, ...] = ()
    sources: tuple[SourceFile, ...] = ()
    promises: tuple[Promise, ...] = ()
    faults: tuple[Fault, ...] = ()


def taken_over(base: Release, entries: Sequence[SourceEntry]) -> TakenOver:
    """The base's units unless the import brings units, its zones of the themes that it does not bring, its lists unless replaced."""
    brings_units = any(one.role == "units" for one in entries)
    themes = {one.theme for one in entries if one.role == "zones"}
    replaced, faults = _replaced(base.lists, [one for one in entries if one.replaces])
    units = () if brings_units else base.units
    zones = tuple(one for one in base.zones if one.theme not in themes)
    lists = tuple(one for one in base.lists if one.list_id not in replaced)
    kept = {one.list_id for one in lists}
    promises = tuple(
        one
        for one in base.promises
        if not one.delivered
        and ((one.kind == "list" and one.subject in kept) or (one.kind == "zones" and one.subject not in themes))
    )
    files = (
        {unit.source_file for unit in units} | {zone.source_file for zone in zones} | {one.source_file for one in lists}
    )
    told = [
        fault("base-taken-over", Level.INFO, base=base.info.name, units=len(units), zones=len(zones), lists=len(lists)),
        *(
            fault("base-list-replaced", Level.INFO, base=base.info.name, list=one.title)
            for one in base.lists
            if one.list_id in replaced
        ),
    ]
    return TakenOver(
        units, zones, lists, tuple(one for one in base.clauses if one.list_id in kept),
        tuple(one for one in base.sources if one.file in files), promises, (*faults, *told),
    )  # fmt: skip


def _replaced(lists: Iterable[AccessList], entries: Iterable[SourceEntry]) -> tuple[set[str], list[Fault]]:
    """Ids of the lists that the entries take the place of; one that names none, or several, is an error with what there is."""
    lists = tuple(lists)
    replaced: set[str] = set()
    faults = []
    for entry in entries:
        wanted = entry.replaces.strip()
        found = [one for one in lists if wanted == one.list_id] or [
            one for one in lists if wanted in (one.title, one.document)
        ]
        if len(found) == 1:
            replaced.add(found[0].list_id)
            continue
        there = "、".join(f"{one.list_id} {one.title}" for one in found or lists)
        faults.append(
            fault(
                "replaces-several" if found else "replaces-unknown",
                Level.ERROR,
                file=entry.name,
                replaces=wanted,
                found=there,
            )
        )
    return replaced, faults
