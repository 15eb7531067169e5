# SPDX-License-Identifier: GPL-3.0-or-later
"""What must apply at a site, worked out a second time by brute force over squares. Standard library only: nothing of the plugin is imported.

A world is plain data. Everything is measured in ticks (whole numbers); units and zones are sets of squares ``(column, row)`` of
``SQUARE`` ticks. Sites are rectangles, or points, or runs of steps along the middle of squares, whose coordinates lie on half squares or
``NUDGE`` ticks beside a border: a common part is then either wide or a sliver, never in between.
"""

from __future__ import annotations

from typing import Any, Final

SQUARE: Final = 20_000
NUDGE: Final = 4
WIDE: Final = SQUARE // 4
"""What is at least so wide is more than a sliver; what is not is at most twice NUDGE wide."""
STRENGTH: Final = ("inside", "overlap", "edge")

World = dict[str, Any]
Square = tuple[int, int]


# --- how a site lies to a set of squares ------------------------------------------------------------------------------


def relation(site: World, squares: set[Square]) -> str:
    """inside, overlap, edge or "" by counting squares."""
    return {"polygon": _of_boxes, "line": _of_run, "point": _of_point}[site["kind"]](site, squares)


def uncovered(site: World, covering: set[Square]) -> bool:
    """Whether more than a sliver of the site lies in none of the squares."""
    if site["kind"] == "point":
        return not (_squares_at(site["at"]) & covering)
    if site["kind"] == "line":
        return any(not (set(step) & covering) for step in _steps(site))
    return any(_is_wide(box, square) for box in site["boxes"] for square in _around(box) if square not in covering)


def _around(box: tuple[int, int, int, int]) -> list[Square]:
    west, south, east, north = box
    columns = range((west - NUDGE) // SQUARE - 1, (east + NUDGE) // SQUARE + 2)
    rows = range((south - NUDGE) // SQUARE - 1, (north + NUDGE) // SQUARE + 2)
    return [(column, row) for column in columns for row in rows]


def _common(box: tuple[int, int, int, int], square: Square) -> tuple[int, int]:
    """Width and height that a box and a square have in common; negative where they are apart."""
    west, south, east, north = box
    left, bottom = square[0] * SQUARE, square[1] * SQUARE
    return min(east, left + SQUARE) - max(west, left), min(north, bottom + SQUARE) - max(south, bottom)


def _is_wide(box: tuple[int, int, int, int], square: Square) -> bool:
    return min(_common(box, square)) >= WIDE


def _of_boxes(site: World, squares: set[Square]) -> str:
    pairs = [(box, square) for box in site["boxes"] for square in _around(box)]
    if any(_is_wide(box, square) for box, square in pairs if square in squares):
        rest = any(_is_wide(box, square) for box, square in pairs if square not in squares)
        return "overlap" if rest else "inside"
    touches = any(min(_common(box, square)) >= -NUDGE for box, square in pairs if square in squares)
    return "edge" if touches else ""


def _steps(site: World) -> list[tuple[Square, ...]]:
    """Half squares that a run goes through, each with the square it lies in."""
    steps: list[tuple[Square, ...]] = []
    for (x0, y0), (x1, y1) in zip(site["run"], site["run"][1:], strict=False):
        half = SQUARE // 2
        count = (abs(x1 - x0) + abs(y1 - y0)) // half
        for step in range(count):
            x = (2 * x0 + (2 * step + 1) * (x1 > x0) * half - (2 * step + 1) * (x1 < x0) * half) // 2
            y = (2 * y0 + (2 * step + 1) * (y1 > y0) * half - (2 * step + 1) * (y1 < y0) * half) // 2
            steps.append(((x // SQUARE, y // SQUARE),))
    return steps


def _of_run(site: World, squares: set[Square]) -> str:
    steps = _steps(site)
    inside = [step for step in steps if set(step) & squares]
    if inside:
        return "inside" if len(inside) == len(steps) else "overlap"
    ends = [_squares_at(point) for point in site["run"]]
    return "edge" if any(end & squares for end in ends) else ""


def _squares_at(point: tuple[int, int]) -> set[Square]:
    """Squares that hold a point, on their border or as good as there too."""
    x, y = point
    return {
        ((x + dx) // SQUARE, (y + dy) // SQUARE) for dx in (-2 * NUDGE, 2 * NUDGE) for dy in (-2 * NUDGE, 2 * NUDGE)
    }


def _of_point(site: World, squares: set[Square]) -> str:
    there = _squares_at(site["at"])
    if not there & squares:
        return ""
    return "inside" if there <= squares else "edge"


# --- which clauses apply ----------------------------------------------------------------------------------------------


def judged(world: World, site: World) -> World:
    """Clauses that apply with relation, path and what is doubtful; lists undecided; codes of reasons why it is not complete."""
    met = [one | {"relation": found} for one in world["units"] if (found := relation(site, one["squares"]))]
    themes = {theme: _theme(world, site, theme) for theme in world["themes"]}
    zones = [
        one | {"relation": found}
        for one in world["zones"]
        if themes[one["theme"]] != "unknown" and (found := relation(site, one["squares"]))
    ]
    clauses: dict[str, World] = {}
    open_lists: dict[str, set[str]] = {}
    waiting = []
    for stated in world["lists"]:
        reasons, unsure, unknown = _reach(stated, met, zones, themes)
        if stated["tier"] == "zone" and _has_strays(world, stated):
            named = stated["zones"] or ([stated["theme"]] if stated["theme"] else list(themes))
            unknown |= {theme for theme in named if themes.get(theme, "unknown") == "unknown"}
        open_lists[stated["id"]] = unknown
        if unknown and not reasons:
            waiting.append(stated)
        for clause in stated["clauses"]:
            hits, doubt = reasons, unsure
            if clause["code"]:
                same = [one["relation"] for one in (*met, *zones) if one["code"] == clause["code"]]
                hits, doubt = ({clause["code"]: min(same, key=STRENGTH.index)} if same else {}), set()
            if hits:
                clauses[clause["id"]] = _applying(stated, hits, doubt)
    _follow_common(world, site, (met, zones), (waiting, open_lists), clauses)
    undecided = {(key, theme) for key, some in open_lists.items() for theme in some}
    return {
        "clauses": {
            key: (one["relation"], one["because"], one["unsure"], frozenset(one["through"]), one["unlocated"])
            for key, one in clauses.items()
        },
        "undecided": undecided,
        "reasons": _reasons(world, site, met, clauses, undecided),
    }  # fmt: skip


def _applying(stated: World, hits: dict[str, str], unsure: set[str]) -> World:
    strongest = min(hits.values(), key=STRENGTH.index)
    return {
        "list": stated, "relation": strongest, "because": frozenset(hits), "unsure": frozenset(unsure), "through": set(), "unlocated": False,
    }  # fmt: skip


def _codes(world: World) -> set[str]:
    return {one["code"] for one in (*world["units"], *_stored_zones(world))}


def _stored_zones(world: World) -> list[World]:
    return [one for one in world["zones"] if world["themes"][one["theme"]] != "not-delivered"]


def _theme(world: World, site: World, theme: str) -> str:
    """met, clear or unknown. A theme that nobody delivered, or of which some are missing and none is met, is unknown."""
    state = world["themes"][theme]
    if state == "not-delivered":
        return "unknown"
    relations = {relation(site, one["squares"]) for one in world["zones"] if one["theme"] == theme} - {""}
    if relations:
        return "met"
    return "clear" if state == "whole" else "unknown"


def _reach(
    stated: World, met: list[World], zones: list[World], themes: dict[str, str]
) -> tuple[dict[str, str], set[str], set[str]]:
    """Subjects through which a list's scope reaches the site, units of which the place is not known, themes not known."""
    fitting, unsure = {}, set()
    for one in met:
        if stated["units"] and one["code"] not in stated["units"]:
            continue
        if stated["classes"] and one["class"] not in stated["classes"]:
            continue
        answers = {_lies_in(one["county"], place) for place in stated["admin"]} or {"yes"}
        if answers == {"no"}:
            continue
        fitting[one["code"]] = one["relation"]
        if "yes" not in answers:
            unsure.add(one["code"])
    if not stated["zones"]:
        return fitting, unsure, set()
    asks = bool(stated["units"] or stated["classes"] or stated["admin"])
    if asks and not fitting:
        return {}, set(), set()
    reached: dict[str, str] = {}
    for theme in stated["zones"]:
        relations = [one["relation"] for one in zones if one["theme"] == theme]
        if relations:
            reached[theme] = min(relations, key=STRENGTH.index)
    if reached:
        return reached, unsure if asks and unsure == set(fitting) else set(), set()
    return {}, set(), {theme for theme in stated["zones"] if themes.get(theme, "unknown") == "unknown"}


def _lies_in(county: str, place: str) -> str:
    """A unit says its county by its code, or nothing; a place is the beginning of a county's code."""
    if not county:
        return "maybe"
    return "yes" if county.startswith(place) else "no"


def _follow_common(
    world: World,
    site: World,
    met: tuple[list[World], list[World]],
    open_lists: tuple[list[World], dict[str, set[str]]],
    clauses: dict[str, World],
) -> None:
    """Paths of common requirements, and what they bring in where the zones of an element are not known."""
    units, zones = met
    waiting, unknown = open_lists
    handing = {key for stated in world["lists"] for key in (one["id"] for one in stated["clauses"] if one["is_common"])}
    common = {
        key: [unit for unit in units if unit["code"] in clauses[key]["because"]]
        for key in handing & set(clauses)
        if clauses[key]["list"]["tier"] != "zone"
    }
    common = {key: some for key, some in common.items() if some}
    for key, one in clauses.items():
        if (one["list"]["tier"] != "zone" and not one["list"]["zones"]) or key in common:
            continue
        there = [zone for zone in zones if zone["theme"] in one["because"] or zone["code"] in one["because"]]
        one["through"] = {
            other for other, some in common.items() if any(_lie_together(site, unit, zone) for unit in some for zone in there)
        }  # fmt: skip
    for stated in waiting:
        names = unknown[stated["id"]] | {stated["theme"]}
        hits: dict[str, str] = {}
        through = set()
        for key, some in common.items():
            stating = [one for one in some if set(one["elements"]) & names and _could_hold(stated, one)]
            hits |= {one["code"]: one["relation"] for one in stating}
            through |= {key} if stating else set()
        for clause in stated["clauses"]:
            if hits and not clause["code"]:
                clauses[clause["id"]] = _applying(stated, hits, set()) | {"through": through, "unlocated": True}


def _lie_together(site: World, unit: World, zone: World) -> bool:
    """Whether the site lies in both at the same place, by more than a sliver."""
    firm = ("inside", "overlap")
    both = (unit["squares"], zone["squares"], unit["squares"] & zone["squares"])
    return all(relation(site, squares) in firm for squares in both)


def _has_strays(world: World, stated: World) -> bool:
    return any(one["code"] and one["code"] not in _codes(world) for one in stated["clauses"])


def _could_hold(stated: World, unit: World) -> bool:
    if (stated["units"] and unit["code"] not in stated["units"]) or (
        stated["classes"] and unit["class"] not in stated["classes"]
    ):
        return False  # fmt: skip
    return not stated["admin"] or any(_lies_in(unit["county"], place) != "no" for place in stated["admin"])


# --- whether it is complete -------------------------------------------------------------------------------------------


def _reasons(
    world: World, site: World, met: list[World], clauses: dict[str, World], undecided: set[tuple[str, str]]
) -> set[str]:
    reasons = set()
    for state in world["themes"].values():
        reasons |= {"promise-no-data"} if state == "not-delivered" else {"promise-failed"} if state == "cut" else set()
    if not met:
        reasons.add("site-outside")
    elif uncovered(site, set().union(*(one["squares"] for one in world["units"]))):
        reasons.add("site-not-covered")
    if site["kind"] == "line" and len(site["run"]) > 3 and site["run"][0] == site["run"][-1]:
        reasons.add("site-outline-as-line")
    with_own = {clause["code"] for stated in world["lists"] for clause in stated["clauses"] if clause["id"] in clauses}
    if any(one["code"] not in with_own for one in met):
        reasons.add("unit-without-clauses")
    if undecided:
        reasons.add("scope-undecided")
    if world["status"] != "published":
        reasons.add("release-not-published")
    if world["effective"] > world["on"]:
        reasons.add("release-not-in-force")
    if any(one["effective"] > world["on"] for one in world["lists"]):
        reasons.add("list-not-in-force")
    return reasons
