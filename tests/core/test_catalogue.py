# SPDX-License-Identifier: GPL-3.0-or-later
"""Which release holds for a place on a day: the rules one by one, and against a plain reading of them."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.test_standing import DAYS, histories
from zoning_plugin.core.catalogue import Bounds, Entry, choose, superseded_by
from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.core.release import ReleaseInfo
from zoning_plugin.core.standing import Step, is_in_force, standing_on, taken_from
from zoning_plugin.core.terms import ReleaseStatus

WEST, EAST, ALL = (0.0, 0.0, 1.0, 1.0), (2.0, 0.0, 3.0, 1.0), (0.0, 0.0, 3.0, 1.0)


def entry(
    name: str, effective: str, issuer: str = "甲府", supersedes: str = "", boxes: tuple[Bounds, ...] | None = (ALL,),
    repealed: str = "",
) -> Entry:  # fmt: skip
    steps = (Step(ReleaseStatus.PUBLISHED, effective=effective),)
    steps += (Step(ReleaseStatus.REPEALED, repealed),) if repealed else ()
    return Entry(f"{name}.gpkg", ReleaseInfo(name, issuer=issuer, supersedes=supersedes), steps, boxes)


def chosen(entries: list[Entry], on: str, place: Bounds | None = None) -> str:
    """Name of the chosen release, or the code of the refusal."""
    try:
        return choose(entries, on, place).info.name
    except ReleaseUnreadable as refused:
        return refused.code


def test_of_one_issuer_the_one_that_came_into_force_last() -> None:
    entries = [entry("旧", "2021-01-01"), entry("新", "2024-07-01"), entry("来年", "2030-01-01")]
    assert [chosen(entries, day) for day in ("2020-01-01", "2024-06-30", "2024-07-01")] == [
        "release-none-in-force", "旧", "新",
    ]  # fmt: skip


def test_between_two_offices_the_program_does_not_choose() -> None:
    entries = [entry("市版", "2021-01-01", "市"), entry("县版", "2024-07-01", "县")]
    with pytest.raises(ReleaseUnreadable) as refused:
        choose(entries, "2025-01-01")
    assert refused.value.code == "release-several-in-force"
    assert refused.value.facts["found"] == "县版 (县版.gpkg)、市版 (市版.gpkg)"


@pytest.mark.parametrize("named", ["市版", "省版、市版", " 市版 ;省版", "市〔2021〕1号"])
def test_what_another_one_supersedes_is_left_out(named: str) -> None:
    old = entry("市版", "2021-01-01", "市")
    old = Entry(old.key, ReleaseInfo("市版", "市〔2021〕1号", "市"), old.steps, old.boxes)
    assert chosen([old, entry("县版", "2024-07-01", "县", named)], "2025-01-01") == "县版"
    assert chosen([old, entry("县版", "2024-07-01", "县", named)], "2024-01-01") == "市版"


def test_a_place_has_the_release_whose_units_lie_there() -> None:
    entries = [entry("东县", "2021-01-01", "东", boxes=(EAST,)), entry("西县", "2021-01-01", "西", boxes=(WEST,))]
    assert chosen(entries, "2025-01-01", (0.5, 0.5, 0.6, 0.6)) == "西县"
    assert chosen(entries, "2025-01-01", (2.5, 0.5, 2.6, 0.6)) == "东县"
    assert chosen(entries, "2025-01-01", (1.5, 0.5, 1.6, 0.6)) == "release-none-in-force"
    assert chosen(entries, "2025-01-01", (0.5, 0.5, 2.6, 0.6)) == "release-several-in-force"
    assert chosen(entries, "2025-01-01") == "release-several-in-force"


def test_a_release_of_unknown_extent_may_hold_anywhere() -> None:
    assert chosen([entry("某", "2021-01-01", boxes=None)], "2025-01-01", WEST) == "某"


def test_where_none_holds_it_is_said_what_stands_in_the_way_of_each() -> None:
    draft = Entry("稿.gpkg", ReleaseInfo("稿"), (Step(ReleaseStatus.DRAFT),), (WEST,))
    undated = Entry("无期.gpkg", ReleaseInfo("无期"), (Step(ReleaseStatus.PUBLISHED),), (WEST,))
    others = [
        entry("来年", "2030-01-01"), entry("废", "2020-01-01", repealed="2022-01-01"), entry("东", "2020-01-01", boxes=(EAST,))
    ]  # fmt: skip
    with pytest.raises(ReleaseUnreadable) as refused:
        choose([draft, undated, *others], "2025-01-01", WEST)
    said = {(one.fact("release"), one.code) for one in refused.value.faults[1:]}
    assert said == {
        ("稿", "held-not-published"), ("无期", "held-effective-unknown"), ("来年", "held-not-in-force"), ("废", "held-repealed"),
        ("东", "held-elsewhere"),
    }  # fmt: skip


def test_releases_that_supersede_each_other_are_not_both_left_out() -> None:
    entries = [entry("一", "2021-01-01", supersedes="二"), entry("二", "2024-01-01", supersedes="一")]
    assert chosen(entries, "2025-01-01") == "二"


def test_who_takes_the_place_of_a_release() -> None:
    old, new = entry("旧", "2021-01-01"), entry("新", "2024-07-01")
    far = entry("远", "2024-07-01", boxes=((9.0, 9.0, 9.5, 9.5),))
    assert [one.info.name for one in superseded_by(old, [old, new, far], "2025-01-01")] == ["新"]
    assert superseded_by(old, [old, new, far], "2024-01-01") == ()
    assert superseded_by(new, [old, new, far], "2025-01-01") == ()


names = st.sampled_from(["甲", "乙", "丙", "丁"])
boxes = st.sampled_from([None, (WEST,), (EAST,), (WEST, EAST)])


@st.composite
def catalogues(draw: st.DrawFn) -> list[Entry]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        info = ReleaseInfo(
            draw(names),
            issuer=draw(st.sampled_from(["", "市", "县"])),
            supersedes=draw(st.sampled_from(["", "甲", "乙、丙"])),
        )
        found.append(Entry(f"{number}.gpkg", info, draw(histories()), draw(boxes)))
    return found


def plainly(entries: list[Entry], on: str, place: Bounds | None) -> str:
    """The four rules of docs/formats/catalogue.md, each read by itself."""

    def since(one: Entry) -> str:
        days = zip(one.steps, taken_from(one.steps), strict=True)
        return next(max(day, step.effective) for step, day in days if step.status is ReleaseStatus.PUBLISHED)

    def there(one: Entry) -> bool:
        if place is None or one.boxes is None:
            return True
        return any(not (b[2] < place[0] or place[2] < b[0] or b[3] < place[1] or place[3] < b[1]) for b in one.boxes)

    first = []
    for one in entries:
        standing = standing_on(one.steps, on)
        if (
            standing.status is ReleaseStatus.PUBLISHED
            and standing.effective
            and standing.effective <= on
            and there(one)
        ):
            first.append(one)
    if not first:
        return "release-none-in-force"
    second = []
    for one in first:
        if not any(other is not one and one.info.name in other.info.supersedes.split("、") for other in first):
            second.append(one)  # noqa: PERF401
    second = second or first
    third = []
    for issuer in {one.info.issuer for one in second}:
        own = [one for one in second if one.info.issuer == issuer]
        third += [one for one in own if since(one) == max(map(since, own))]
    return third[0].key if len(third) == 1 else "release-several-in-force"


def answer(entries: list[Entry], on: str, place: Bounds | None) -> str:
    try:
        return choose(entries, on, place).key
    except ReleaseUnreadable as refused:
        return refused.code


places = st.sampled_from([None, WEST, EAST, (1.4, 0.0, 1.6, 1.0), (0.5, 0.5, 2.5, 0.6)])


@settings(max_examples=300)
@given(catalogues(), st.sampled_from(DAYS), places)
def test_choosing_is_what_the_rules_say(entries: list[Entry], on: str, place: Bounds | None) -> None:
    assert answer(entries, on, place) == plainly(entries, on, place)


@given(catalogues(), st.sampled_from(DAYS), places)
def test_choosing_knows_no_order(entries: list[Entry], on: str, place: Bounds | None) -> None:
    assert len({answer(list(order), on, place) for order in permutations(entries)}) == 1


@given(catalogues(), st.sampled_from(DAYS), places)
def test_what_is_chosen_is_in_force_and_there(entries: list[Entry], on: str, place: Bounds | None) -> None:
    try:
        found = choose(entries, on, place)
    except ReleaseUnreadable:
        return
    assert found in entries
    assert is_in_force(found.steps, on)
    assert found.meets(place)
