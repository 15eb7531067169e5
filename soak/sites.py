# SPDX-License-Identifier: GPL-3.0-or-later
"""Random sites in random small worlds, judged by the plugin and by brute force (sites_oracle): both must say the same."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import shapely

from zoning_plugin.core.assessment import Assessment, assess
from zoning_plugin.core.clause import AccessList, Clause, ClauseSource, Scope
from zoning_plugin.core.release import Promise, Release, ReleaseInfo, promises_of
from zoning_plugin.core.site import make_site
from zoning_plugin.core.terms import Relation, ReleaseStatus, SiteKind, Tier, UnitClass
from zoning_plugin.core.unit import ControlUnit, Zone

from .sites_oracle import NUDGE, SQUARE, World, judged

SITES_A_WORLD: Final = 20
COLUMNS, ROWS = 6, 5
ON: Final = "2025-06-01"
_WEST, _SOUTH, _TICK = 113.0, 23.0, 1e-7
_THEMES: Final = ("生态保护红线", "大气环境受体敏感重点管控区", "水环境工业污染重点管控区", "禁燃区")
_COMMON: Final = "单元内各环境要素细类管控区内，按该环境要素细类管控要求执行。"
_COUNTIES: Final = ("990101", "990102", "990201")


@dataclass
class Outcome:
    """How many sites were judged, what they met, and every difference."""

    sites: int = 0
    worlds: int = 0
    clauses: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run(count: int, seed: int) -> Outcome:
    """Judge ``count`` sites twice."""
    chance, outcome = random.Random(seed), Outcome()  # noqa: S311
    began = time.monotonic()
    while outcome.sites < count:
        world = _a_world(chance)
        release = _release(world)
        outcome.worlds += 1
        for _ in range(min(SITES_A_WORLD, count - outcome.sites)):
            site = _a_site(chance)
            outcome.sites += 1
            expected = judged(world, site)
            found = assess(make_site([("", _shape(site))], "EPSG:4490", "soak"), release, on=ON)
            told = _told(found)
            if told != expected or len(found.clauses) + len(found.clauses_to_come) != len(told["clauses"]):
                outcome.failures.append(_difference(outcome, site, expected, told))
            _count(outcome, site, expected)
    outcome.seconds = time.monotonic() - began
    return outcome


def _told(found: Assessment) -> World:
    reached = (*found.clauses, *found.clauses_to_come)
    return {
        "clauses": {
            one.clause.clause_id: (
                one.relation.value, frozenset(one.because), frozenset(one.unplaced), frozenset(one.through), one.is_unlocated,
            )
            for one in reached
        },
        "undecided": {
            (str(one.fact("list")), str(one.fact("theme"))) for one in found.reasons if one.code == "scope-undecided"
        },
        "reasons": {one.code for one in found.reasons},
    }  # fmt: skip


def _difference(outcome: Outcome, site: World, expected: World, told: World) -> str:
    parts = [f"site {outcome.sites} of world {outcome.worlds} ({site['kind']})"]
    parts += [f"{key}: expected {expected[key]}, told {told[key]}" for key in expected if expected[key] != told[key]]
    return "; ".join(parts)[:2000]


def _count(outcome: Outcome, site: World, expected: World) -> None:
    outcome.clauses += len(expected["clauses"])
    outcome.seen[f"site: {site['kind']}"] += 1
    outcome.seen["complete" if not expected["reasons"] else "incomplete"] += 1
    outcome.seen.update(f"reason: {one}" for one in expected["reasons"])
    for relation, because, unsure, through, unlocated in expected["clauses"].values():
        outcome.seen[f"clause: {relation}"] += 1
        outcome.seen["clause: through several units or zones"] += len(because) > 1
        outcome.seen["clause: place of a unit not known"] += bool(unsure)
        outcome.seen["clause: a common requirement points to it"] += bool(through) and not unlocated
        outcome.seen["clause: brought in by a common requirement alone"] += unlocated


# --- a world ----------------------------------------------------------------------------------------------------------


def _a_world(chance: random.Random) -> World:
    squares = [(column, row) for column in range(COLUMNS) for row in range(ROWS)]
    owners: dict[int, set[Any]] = {}
    for square in squares:
        # Neighbours often belong together; some squares belong to nobody, some to two.
        owner = chance.choice([square[0] // 2, square[0] // 2, 3 + square[1] // 2, chance.randint(0, 7)])
        if chance.random() > 0.02:
            owners.setdefault(owner, set()).add(square)
        if chance.random() < 0.05:
            owners.setdefault(chance.randint(0, 7), set()).add(square)
    themes = {theme: chance.choice(["whole", "whole", "whole", "whole", "cut", "not-delivered"]) for theme in _THEMES}
    if chance.random() < 0.5:
        themes = dict.fromkeys(themes, "whole")
    units = []
    for serial, held in owners.items():
        county = chance.choice([*_COUNTIES, *_COUNTIES, ""])
        digit = chance.choice("123")
        code = f"ZH{county}{digit}{serial:04d}" if county else f"甲-{serial}"
        known = {"1": "priority", "2": "key", "3": "general"}[digit] if county else "unknown"
        elements = chance.sample(_THEMES, chance.randint(0, 3))
        units.append({"code": code, "county": county, "class": known, "squares": held, "elements": elements})
    zones = [
        {
            "theme": theme,
            "code": f"YS{chance.randint(1, 9)}",
            "squares": set(chance.sample(squares, chance.randint(1, 9))),
        }
        for theme in _THEMES
        for _ in range(chance.randint(1, 2))
        if themes[theme] != "not-delivered"
    ]
    has_trouble = chance.random() < 0.2
    return {
        "units": units, "zones": zones, "themes": themes, "lists": _lists(chance, units, zones), "on": ON,
        "status": chance.choice(["draft", "filed", "published"]) if has_trouble else "published",
        "effective": chance.choice(["2025-07-01", "2024-07-01"]) if has_trouble else "2024-07-01",
    }  # fmt: skip


def _lists(chance: random.Random, units: list[World], zones: list[World]) -> list[World]:
    codes = [one["code"] for one in units]
    lists = [_a_list("单元", "unit", [(code, chance.random() < 0.6) for code in codes if chance.random() < 0.97])]
    for number in range(chance.randint(2, 6)):
        tier = chance.choice([one.value for one in Tier])
        of_zones = tier == "zone" or chance.random() < 0.3
        named = [one["code"] for one in zones] if of_zones else codes
        stray = ["YS99"] if of_zones and chance.random() < 0.1 else []
        some = chance.sample(named, min(len(named), chance.randint(0, 3))) + stray
        stated = _a_list(
            f"清单{number}",
            tier,
            [("", chance.random() < 0.1)] * chance.randint(0, 2) + [(code, False) for code in some],
        )
        stated["zones"] = chance.sample([*_THEMES, "从无"], chance.randint(0, 2)) if of_zones else []
        stated["theme"] = chance.choice(["", *_THEMES]) if tier == "zone" else ""
        if chance.random() < 0.3:
            stated["admin"] = chance.sample(["99", "9901", "990101", "990102", "9902", "98"], chance.randint(1, 2))
        if chance.random() < 0.2:
            stated["units"] = chance.sample(codes, min(len(codes), 3))
        if chance.random() < 0.3:
            stated["classes"] = chance.sample(["priority", "key", "general"], chance.randint(1, 2))
        if chance.random() < 0.05:
            stated["effective"] = "2026-01-01"
        lists.append(stated)
    return lists


def _a_list(name: str, tier: str, clauses: list[tuple[str, bool]]) -> World:
    made = [
        {"id": f"{name}/{code or '*'}/{number}", "code": code, "is_common": is_common}
        for number, (code, is_common) in enumerate(clauses)
    ]
    return {
        "id": name, "tier": tier, "clauses": made, "zones": [], "theme": "", "admin": [], "units": [], "classes": [],
        "effective": "2024-07-01",
    }  # fmt: skip


def _a_site(chance: random.Random) -> World:
    """Rectangles, a run or a point on half squares or a nudge beside them, mostly in the world and sometimes over its edge."""
    half = SQUARE // 2

    def at(most: int, *, over: int = 1) -> int:
        return chance.randint(-over, 2 * most + over)

    kind = chance.choice(["polygon", "polygon", "line", "point"])
    if kind == "point":
        column, row = at(COLUMNS), at(ROWS)
        shift = chance.choice([0, 0, NUDGE, -NUDGE])
        return {"kind": "point", "at": (column * half + shift, row * half + chance.choice([0, shift]))}
    if kind == "line":
        # Along the middle of squares, so that it never runs along a border; it may end on one.
        x, y = 2 * (at(COLUMNS) // 2) + 1, 2 * (at(ROWS) // 2) + 1
        run = [(x * half, y * half)]
        for step in range(chance.randint(1, 4)):
            count = chance.choice([2, 4, 6]) if step else chance.choice([1, 2, 3, 5])
            count *= chance.choice([1, -1])
            if step and run[0][0] % SQUARE == 0:
                break  # it began on a border: a turn there would run along it
            x, y = (x + count, y) if step % 2 == 0 else (x, y + count)
            if run[-1] == (x * half, y * half):
                break
            run.append((x * half, y * half))
            if (x % 2, y % 2) != (1, 1):
                break  # it ends on a border
        return {"kind": "line", "run": run}
    boxes: list[tuple[int, int, int, int]] = []
    for _ in range(chance.randint(1, 3)):
        west, south = at(COLUMNS), at(ROWS)
        east, north = west + chance.randint(1, 5), south + chance.randint(1, 4)
        shift_x, shift_y = chance.choice([0, 0, NUDGE, -NUDGE]), chance.choice([0, 0, NUDGE, -NUDGE])
        box = (west * half + shift_x, south * half + shift_y, east * half + shift_x, north * half + shift_y)
        if all(_are_apart(box, other) for other in boxes):
            boxes.append(box)
    return {"kind": "polygon", "boxes": boxes}


def _are_apart(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    gap = SQUARE // 4
    return one[2] + gap < other[0] or other[2] + gap < one[0] or one[3] + gap < other[1] or other[3] + gap < one[1]


# --- the same for the plugin ------------------------------------------------------------------------------------------


def _place(x: int, y: int) -> tuple[float, float]:
    return _WEST + x * _TICK, _SOUTH + y * _TICK


def _shape(site: World) -> Any:
    if site["kind"] == "point":
        return shapely.Point(_place(*site["at"]))
    if site["kind"] == "line":
        return shapely.LineString([_place(*point) for point in site["run"]])
    return shapely.union_all([shapely.box(*_place(*box[:2]), *_place(*box[2:])) for box in site["boxes"]])


def _area(squares: set[tuple[int, int]]) -> Any:
    corners = [
        (column * SQUARE, row * SQUARE, (column + 1) * SQUARE, (row + 1) * SQUARE) for column, row in sorted(squares)
    ]
    return shapely.union_all([shapely.box(*_place(*one[:2]), *_place(*one[2:])) for one in corners])


def _release(world: World) -> Release:
    units = tuple(
        ControlUnit(
            one["code"], one["code"], UnitClass(one["class"]), "", "示例省", "示例市", "示例县" if one["county"] else "", "",
            _area(one["squares"]), elements="、".join(one["elements"]),
        )
        for one in world["units"]
    )  # fmt: skip
    zones = tuple(Zone(one["theme"], one["code"], one["code"], _area(one["squares"])) for one in world["zones"])
    lists = tuple(
        AccessList(
            one["id"], one["id"], Tier(one["tier"]),
            Scope(tuple(one["admin"]), tuple(one["units"]), tuple(UnitClass(each) for each in one["classes"]), tuple(one["zones"])),
            one["theme"], effective=one["effective"],
        )
        for one in world["lists"]
    )  # fmt: skip
    clauses = tuple(
        Clause(
            one["id"], stated["id"], one["code"], "", str(number), "", _COMMON if one["is_common"] else "禁止甲。",
            ClauseSource("清单.xlsx", "", number),
        )
        for stated in world["lists"]
        for number, one in enumerate(stated["clauses"])
    )  # fmt: skip
    info = ReleaseInfo("示例", "", "", world["effective"], ReleaseStatus(world["status"]))
    bare = Release(info, units, zones, lists, clauses)
    promised = {(one.kind, one.subject): one for one in promises_of(bare)}
    for theme, state in world["themes"].items():
        count = sum(one.theme == theme for one in zones)
        missing = {"whole": 0, "cut": 1, "not-delivered": 0}[state]
        promised["zones", theme] = Promise("zones", theme, count + missing, state != "not-delivered")
    return Release(info, units, zones, lists, clauses, (), tuple(promised.values()))


assert {one.value for one in SiteKind} == {"polygon", "line", "point"}
assert [one.value for one in Relation][:3] == ["inside", "overlap", "edge"]
