# SPDX-License-Identifier: GPL-3.0-or-later
"""The logical digest says what a release says, and the unit codes are read as published."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely

from tests.core.shapes import box, release, unit, zone
from zoning_plugin.core.release import Release, logical_digest
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
        lambda one: replace(one, info=replace(one.info, status=ReleaseStatus.DRAFT)),
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
