# SPDX-License-Identifier: GPL-3.0-or-later
"""Which clauses apply, and why, against a second reading of the rules that shares no code with the first."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.core.shapes import box, clause, release, site, unit
from zoning_plugin.core.assessment import assess
from zoning_plugin.core.clause import AccessList, Scope
from zoning_plugin.core.finding import UnitFinding, ZoneFinding, applying_clauses
from zoning_plugin.core.overlay import Piece
from zoning_plugin.core.terms import Relation, Tier, UnitClass, ZoneState
from zoning_plugin.core.unit import ControlUnit, Zone, class_of_code

SHAPE = box(0, 0, 10, 10)
CASES = 2000


def met(one: ControlUnit, relation: Relation = Relation.INSIDE) -> UnitFinding:
    return UnitFinding(one, Piece(0, relation, 1.0, 0.0, 1.0, 0.0, SHAPE))


def theme_met(theme: str, *zones: tuple[str, Relation], state: ZoneState = ZoneState.HIT) -> ZoneFinding:
    pieces = tuple(
        (Zone(theme, code, code, SHAPE), Piece(0, relation, 1.0, 0.0, 1.0, 0.0, SHAPE)) for code, relation in zones
    )
    return ZoneFinding(theme, state, pieces)


def a_list(scope: Scope, tier: Tier = Tier.CITY) -> AccessList:
    return AccessList("l", "清单", tier, scope)


def found(
    scope: Scope, units: list[UnitFinding], zones: list[ZoneFinding], tier: Tier = Tier.CITY, code: str = ""
) -> Any:
    """(because, unplaced) of the one clause of a list, None where it does not apply; and the themes left undecided."""
    stored = [zone for finding in zones for zone, _ in finding.met]
    one = release([each.unit for each in units], [a_list(scope, tier)], [clause("l", "1", "甲。", code)], stored)
    clauses, undecided = applying_clauses(one, units, zones)
    reached = [(finding.because, finding.unplaced) for finding in clauses]
    return (reached[0] if reached else None), [each.theme for each in undecided]


# --- single rules ----------------------------------------------------------------------------------------------------


def test_a_scope_of_zones_needs_no_unit() -> None:
    hit = theme_met("红线", ("R1", Relation.OVERLAP))
    assert found(Scope(zones=("红线",)), [], [hit]) == ((("红线",), ()), [])
    assert found(Scope(zones=("红线",), admin=("9901",)), [], [hit]) == (None, [])
    assert found(Scope(), [], [hit]) == (None, [])  # everywhere means: where the release has units


def test_a_scope_of_zones_is_undecided_where_the_zone_is_not_known() -> None:
    unknown = theme_met("红线", state=ZoneState.NO_DATA)
    assert found(Scope(zones=("红线",)), [], [unknown]) == (None, ["红线"])
    assert found(Scope(zones=("红线", "水源")), [], [unknown, theme_met("水源", ("W", Relation.EDGE))]) == (
        (("水源",), ()),
        [],
    )


def test_a_clause_of_a_zone_applies_where_that_zone_is_met() -> None:
    zones = [theme_met("水环境", ("YS1", Relation.OVERLAP), ("YS2", Relation.NEAR))]
    assert found(Scope(), [], zones, Tier.ZONE, "YS1") == ((("YS1",), ()), [])
    assert found(Scope(), [], zones, Tier.ZONE, "YS2") == (None, [])  # only near
    assert found(Scope(), [], zones, Tier.ZONE, "YS3") == (None, [])


@pytest.mark.parametrize(
    ("scope", "tier", "undecided"),
    [
        (Scope(), Tier.ZONE, ["大气"]), (Scope(zones=("大气",)), Tier.ZONE, ["大气"]), (Scope(zones=("水环境",)), Tier.ZONE, []),
        (Scope(), Tier.UNIT, []),
    ],
)  # fmt: skip
def test_clauses_of_zones_that_were_promised_and_never_came_are_undecided(
    scope: Scope, tier: Tier, undecided: list[str]
) -> None:
    zones = [
        theme_met("水环境", ("YS1", Relation.NEAR), state=ZoneState.CLEAR),
        theme_met("大气", state=ZoneState.NO_DATA),
    ]
    assert found(scope, [], zones, tier, "YS9") == (None, undecided)


@pytest.mark.parametrize(
    ("place", "words", "expected"),
    [
        ("99", {}, True), ("9901", {}, True), ("990100", {}, True), ("990000", {}, True), ("990101", {}, True), ("990101003", {}, True),
        ("990102", {}, False), ("9902", {}, False), ("98", {}, False), ("示例县", {}, True), ("示例市", {}, True), ("示例省", {}, True),
        ("别县", {}, False), ("别市", {}, False), ("示例市示例县", {}, True), ("示例省示例市", {}, True), ("示例省示例市示例县", {}, True),
        ("示例省示例县", {}, True), ("别省示例市", {}, False),
        # not known: no code; a city's code; the level of the name not stated
        ("990101", {"code": "甲-1"}, None), ("990101", {"code": "HY9901002" + "0001"}, None), ("9901", {"code": "HY9901002" + "0001"}, True),
        ("9902", {"code": "HY9901002" + "0001"}, False), ("示例县", {"county": ""}, None), ("别市", {"city": ""}, None),
        ("别市", {"county": ""}, None), ("别县", {"city": "", "province": ""}, False), ("别省", {"province": ""}, None),
        ("示例省示例市", {"province": ""}, None), ("示例省别市", {"province": ""}, False), ("示例", {}, False), ("示例", {"city": ""}, None),
        ("示例", {"city": "示例"}, True),
    ],
)  # fmt: skip
def test_places(place: str, words: dict[str, str], expected: bool | None) -> None:
    one = unit(1, SHAPE, **words)
    reached, _ = found(Scope(admin=(place,)), [met(one)], [])
    assert reached == (((one.code,), () if expected else (one.code,)) if expected is not False else None)


def test_one_of_several_places_is_enough_and_a_sure_one_beats_an_unsure_one() -> None:
    one = unit(1, SHAPE, county="")
    assert found(Scope(admin=("98", "示例县")), [met(one)], [])[0] == ((one.code,), (one.code,))
    assert found(Scope(admin=("示例县", "990101")), [met(one)], [])[0] == ((one.code,), ())


def test_a_zone_in_an_unsure_place_says_so() -> None:
    one, hit = unit(1, SHAPE, county=""), theme_met("红线", ("R1", Relation.EDGE))
    assert found(Scope(admin=("示例县",), zones=("红线",)), [met(one)], [hit])[0] == (("红线",), (one.code,))


def test_an_assessment_says_of_which_units_the_place_is_not_known() -> None:
    one = unit(1, SHAPE, county="")
    lists = [a_list(Scope(admin=("示例县",))), AccessList("u", "单元清单", Tier.UNIT, Scope())]
    clauses = [clause("l", "1", "甲。"), clause("l", "2", "乙。"), clause("u", "1", "丙。", one.code)]
    notes = assess(site(box(1, 1, 5, 5)), release([one], lists, clauses), on="2025-01-01").notes
    assert [(each.code, each.fact("list"), each.fact("codes")) for each in notes] == [
        ("scope-place-unknown", "清单", one.code)
    ]


# --- the second reading ----------------------------------------------------------------------------------------------

# county code → county, city, province
PLACES = {
    "990101": ("子县", "甲市", "示例省"), "990102": ("丑区", "甲市", "示例省"), "990201": ("寅县", "乙市", "示例省"),
    "990282": ("卯市", "乙市", "示例省"), "980101": ("辰区", "丙州", "彼自治区"), "980102": ("巳旗", "丙州", "彼自治区"),
}  # fmt: skip
CODES_OF = {
    "99": "99", "990000": "99", "9901": "9901", "990100": "9901", "9902": "9902", "990101": "990101", "990282": "990282",
    "980000": "98", "9801": "9801", "980102": "980102",
}  # fmt: skip
NAMES_OF = {
    "子县": 0, "丑区": 0, "卯市": 0, "巳旗": 0, "甲市": 1, "乙市": 1, "丙州": 1, "示例省": 2, "彼自治区": 2,
}  # fmt: skip
THEMES = ("红线", "水源", "禁燃区", "从无")


def lies_in(one: dict[str, Any], place: str) -> str:
    """yes, no or maybe, by sets of counties for codes and by levels for names."""
    if place in CODES_OF:
        wanted = {county for county in PLACES if county.startswith(CODES_OF[place])}
        possible = {county for county in PLACES if one["prefix"] and county.startswith(one["prefix"])}
        if not possible:
            return "maybe"
        return "yes" if possible <= wanted else "maybe" if possible & wanted else "no"
    stated = one["names"]
    if place in stated:
        return "yes"
    asked = [0, 1] if place[-1] == "市" else [NAMES_OF[place]]
    return "no" if all(stated[level] for level in asked) else "maybe"


def second_reading(world: dict[str, Any]) -> tuple[list[Any], set[tuple[str, str]]]:
    """(list, clause, relation, because, unplaced) of what applies, and (list, theme) of what is undecided."""
    strength = ["inside", "overlap", "edge"]
    applies: list[Any] = []
    open_lists: set[tuple[str, str]] = set()
    met_units = [one for one in world["units"] if one["relation"] in strength]
    met_zones = [one for one in world["zones"] if one["relation"] in strength]
    unknown = {theme for theme in THEMES if world["states"].get(theme, "no-data") in ("no-data", "failed")}
    every_code = {one["code"] for one in world["units"]} | {one["code"] for one in world["zones"]}
    for stated in sorted(world["lists"], key=lambda one: [each.value for each in Tier].index(one["tier"])):
        scope = stated["scope"]
        candidates = []
        for one in met_units:
            answers = [lies_in(one, place) for place in scope["admin"]] or ["yes"]
            sure = "yes" if "yes" in answers else "maybe" if "maybe" in answers else "no"
            wrong_unit = scope["units"] and one["code"] not in scope["units"]
            wrong_class = scope["classes"] and one["class"] not in scope["classes"]
            if sure != "no" and not wrong_unit and not wrong_class:
                candidates.append((one, sure))
        unsure = sorted(one["code"] for one, sure in candidates if sure == "maybe")
        conditioned = any(scope[key] for key in ("admin", "units", "classes"))
        whole: Any = None
        if not scope["zones"]:
            if candidates:
                reasons = [(one["code"], one["relation"]) for one, _ in candidates]
                whole = (reasons, unsure)
        elif candidates or not conditioned:
            reasons = [
                (one["theme"], one["relation"])
                for one in met_zones
                if one["theme"] in scope["zones"] and one["theme"] not in unknown
            ]
            if reasons:
                all_unsure = conditioned and len(unsure) == len(candidates)
                whole = (reasons, unsure if all_unsure else [])
            else:
                open_lists |= {(stated["id"], theme) for theme in scope["zones"] if theme in unknown}
        strays = [code for _, code in stated["clauses"] if code and code not in every_code]
        if strays and stated["tier"] == "zone":
            where = scope["zones"] or ([stated["theme"]] if stated["theme"] else sorted(world["states"]))
            open_lists |= {(stated["id"], theme) for theme in where if theme in unknown}
        for number, code in stated["clauses"]:
            if code:
                hits = [one["relation"] for one in met_units + met_zones if one["code"] == code]
                if hits:
                    applies.append((stated["id"], number, min(hits, key=strength.index), {code}, []))
            elif whole:
                reasons, unplaced = whole
                strongest = min((relation for _, relation in reasons), key=strength.index)
                applies.append((stated["id"], number, strongest, {name for name, _ in reasons}, unplaced))
    return applies, open_lists


def some(random_: random.Random, values: Any, most: int) -> list[Any]:
    values = list(values)
    return random_.sample(values, random_.randint(0, min(most, len(values))))


def a_world(random_: random.Random) -> dict[str, Any]:
    units = []
    for serial in range(random_.randint(0, 6)):
        county, names = random_.choice(list(PLACES.items()))
        prefix = random_.choice([county, county, county, county[:4], ""])
        digit = random_.choice("123")
        code = f"{random_.choice(['ZH', 'HY'])}{prefix.ljust(6, '0')}{digit}{serial:04d}" if prefix else f"甲-{serial}"
        stated = [name if random_.random() < 0.7 else "" for name in names]
        relation = random_.choice(["inside", "overlap", "edge", "near", "none"])
        known = class_of_code(code).value if prefix else "unknown"
        units.append({"code": code, "prefix": prefix, "names": stated, "class": known, "relation": relation})
    states = {theme: random_.choice(["known", "known", "no-data", "failed"]) for theme in THEMES[:3]}
    zones = [
        {
            "theme": theme,
            "code": f"YS{random_.randint(1, 4)}",
            "relation": random_.choice(["inside", "overlap", "edge", "near"]),
        }
        for theme in THEMES[:3]
        if states[theme] == "known"
        for _ in range(random_.randint(0, 2))
    ]
    codes = [one["code"] for one in units] + [one["code"] for one in zones] + ["YS9", "ZH9999991" + "0001"]
    lists = []
    for number in range(random_.randint(1, 4)):
        scope = {
            "admin": some(random_, [*CODES_OF, *NAMES_OF], 2) if random_.random() < 0.5 else [],
            "units": some(random_, [one["code"] for one in units], 3) if random_.random() < 0.25 else [],
            "classes": some(random_, ["priority", "key", "general", "unknown"], 3) if random_.random() < 0.35 else [],
            "zones": some(random_, THEMES, 2) if random_.random() < 0.5 else [],
        }
        lists.append(
            {
                "id": f"l{number}", "tier": random_.choice([one.value for one in Tier]), "scope": scope,
                "theme": random_.choice(["", *THEMES]),
                "clauses": [(str(place), random_.choice(["", random_.choice(codes)])) for place in range(3)],
            }
        )  # fmt: skip
    return {"units": units, "zones": zones, "states": states, "lists": lists}


def first_reading(world: dict[str, Any]) -> tuple[list[Any], set[tuple[str, str]]]:
    made = {
        one["code"]: ControlUnit(
            one["code"], one["code"], UnitClass(one["class"]), "", one["names"][2], one["names"][1], one["names"][0], "", SHAPE
        )
        for one in world["units"]
    }  # fmt: skip
    units = [met(made[one["code"]], Relation(one["relation"])) for one in world["units"] if one["relation"] != "none"]
    findings, stored = [], []
    for theme, state in world["states"].items():
        pairs = [(one["code"], Relation(one["relation"])) for one in world["zones"] if one["theme"] == theme]
        relations = {relation for _, relation in pairs}
        known = (
            ZoneState.HIT if relations & {Relation.INSIDE, Relation.OVERLAP}
            else ZoneState.EDGE if Relation.EDGE in relations else ZoneState.CLEAR
        )  # fmt: skip
        findings.append(theme_met(theme, *pairs, state=known if state == "known" else ZoneState(state)))
        stored += [zone for zone, _ in findings[-1].met]
    lists = [
        AccessList(
            one["id"], "清单", Tier(one["tier"]),
            Scope(tuple(one["scope"]["admin"]), tuple(one["scope"]["units"]),
                  tuple(UnitClass(each) for each in one["scope"]["classes"]), tuple(one["scope"]["zones"])),
            one["theme"],
        )
        for one in world["lists"]
    ]  # fmt: skip
    clauses = [clause(one["id"], number, "甲。", code) for one in world["lists"] for number, code in one["clauses"]]
    reached, undecided = applying_clauses(release(list(made.values()), lists, clauses, stored), units, findings)
    return (
        [
            (one.access_list.list_id, one.clause.number, one.relation.value, set(one.because), sorted(one.unplaced))
            for one in reached
        ],
        {(one.access_list.list_id, one.theme) for one in undecided},
    )


def test_the_two_readings_agree() -> None:
    random_ = random.Random(20240708)
    applied = undecided = unplaced = 0
    for case in range(CASES):
        world = a_world(random_)
        expected, got = second_reading(world), first_reading(world)
        assert got == expected, (case, world)
        applied += len(expected[0])
        undecided += len(expected[1])
        unplaced += sum(bool(one[-1]) for one in expected[0])
    assert applied > CASES
    assert undecided > CASES / 10
    assert unplaced > CASES / 10
