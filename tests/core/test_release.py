# SPDX-License-Identifier: GPL-3.0-or-later
"""The logical digest says what a release says, and the unit codes are read as published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import shapely

from tests.core.shapes import box, release, unit, zone
from zoning_plugin.core.release import Release, logical_digest, standing_digest
from zoning_plugin.core.standing import Step
from zoning_plugin.core.terms import ReleaseStatus, UnitClass
from zoning_plugin.core.unit import admin_code, class_of_code, is_well_formed, likely_code


def whole() -> Release:
    return release(
        [unit(1, box(0, 0, 100, 100)), unit(2, box(100, 0, 200, 100))], zones=[zone("红线", box(0, 0, 9, 9))]
    )


def test_digest_knows_no_row_order_of_units_and_no_ring_start() -> None:
    one = whole()
    turned = replace(
        one.units[0],
        shape=shapely.polygons(
            [*shapely.get_coordinates(one.units[0].shape)[2:], *shapely.get_coordinates(one.units[0].shape)[1:3]]
        ),
    )
    assert logical_digest(replace(one, units=(one.units[1], turned))) == logical_digest(one) == one.digest


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, info=replace(one.info, issuer="别的府")),
        lambda one: replace(one, info=replace(one.info, supersedes="旧版")),
        lambda one: replace(one, info=replace(one.info, area_rule="gauss-kruger:114")),
        lambda one: replace(one, units=one.units[:1]),
        lambda one: replace(one, units=(replace(one.units[0], name="别名"), one.units[1])),
        lambda one: replace(one, units=(replace(one.units[0], shape=box(0, 0, 100, 100.001)), one.units[1])),
        lambda one: replace(one, zones=()),
        lambda one: replace(one, clauses=(replace(one.clauses[0], text="别的要求"), *one.clauses[1:])),
        lambda one: replace(one, clauses=one.clauses[::-1]),
        lambda one: replace(one, promises=one.promises[:1]),
    ],
)
def test_digest_changes_with_anything_that_is_said(change: object) -> None:
    one = whole()
    assert logical_digest(change(one)) != one.digest  # type: ignore[operator]


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, info=replace(one.info, status=ReleaseStatus.DRAFT)),
        lambda one: replace(one, info=replace(one.info, document_no="别的号")),
        lambda one: replace(one, info=replace(one.info, effective="2030-01-01")),
        lambda one: replace(one, info=replace(one.info, superseded_by="新版")),
        lambda one: one.with_steps((*one.history, Step(ReleaseStatus.REPEALED, "2030-01-01"))),
    ],
)
def test_where_a_release_stands_has_a_digest_of_its_own(change: Callable[[Release], Release]) -> None:
    one = whole()
    changed = change(one)
    assert logical_digest(changed) == one.digest
    assert standing_digest(changed) != standing_digest(one)


def test_what_is_printed_of_the_standing_is_that_of_the_steps() -> None:
    one = whole()
    later = one.with_steps((*one.history, Step(ReleaseStatus.REPEALED, "2030-01-01", "废一号")))
    assert later.info == replace(one.info, status=ReleaseStatus.REPEALED)
    assert later.as_of("2029-12-31").info == one.info
    assert later.as_of("2029-12-31").history == one.history
    with pytest.raises(ValueError, match="standing"):
        replace(later, info=one.info)


def test_before_its_first_step_nothing_is_printed_of_a_release() -> None:
    one = whole().with_steps((Step(ReleaseStatus.PUBLISHED, "2024-06-01", "一号", "2024-07-01"),))
    assert one.as_of("2024-05-31").info == replace(one.info, status=ReleaseStatus.DRAFT, document_no="", effective="")


def test_digest_takes_text_that_is_no_unicode() -> None:
    one = whole()
    assert len(logical_digest(replace(one, info=replace(one.info, name="坏\udcb1")))) == 64


@pytest.mark.parametrize(
    ("code", "formed", "county", "by_digit", "likely"),
    [
        ("ZH44060620005", True, "440606", UnitClass.KEY, ""),
        ("ZH44060410001", True, "440604", UnitClass.PRIORITY, ""),
        ("ZH440605200001", False, "440605", UnitClass.UNKNOWN, "ZH44060520001"),
        ("ZH440606200012", False, "440606", UnitClass.UNKNOWN, "ZH44060620012"),
        ("ZH44060640001", False, "440606", UnitClass.UNKNOWN, ""),
        ("１号", False, "", UnitClass.UNKNOWN, ""),
    ],
)
def test_codes(code: str, formed: bool, county: str, by_digit: UnitClass, likely: str) -> None:
    assert (is_well_formed(code), admin_code(code), class_of_code(code), likely_code(code)) == (
        formed,
        county,
        by_digit,
        likely,
    )
