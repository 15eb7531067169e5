# SPDX-License-Identifier: GPL-3.0-or-later
"""Printed figures add up, stay within one last digit of the truth, and never print something as nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoning_plugin.report.numbers import (
    AreaUnit,
    area_text,
    balanced,
    decimal,
    distance_text,
    fixed,
    fixed_or_less,
    stated,
    unit_for,
)

AMOUNTS = st.lists(st.floats(0, 1e9, allow_subnormal=False), min_size=0, max_size=12)


@given(AMOUNTS, st.floats(0, 1e9), st.floats(0, 1), st.sampled_from([0.01, 1.0, 100.0]))
def test_printed_amounts_add_up(parts: list[float], uncovered: float, overlapping: float, scale: float) -> None:
    double = overlapping * sum(parts)
    total = sum(parts) + uncovered - double
    printed = balanced(parts, uncovered, double, total, scale)
    assert sum(printed.parts) + printed.uncovered - printed.double + printed.residue == printed.total
    assert printed.residue == 0
    for digits, exact in zip(
        (*printed.parts, printed.uncovered, printed.double), (*parts, uncovered, double), strict=True
    ):
        assert abs(digits - exact * scale) <= 1.5 + 1e-4
        assert digits >= 0


@given(AMOUNTS, st.floats(0, 1e9), st.floats(0, 0.5))
def test_printed_shares_make_a_hundred_percent(parts: list[float], uncovered: float, overlapping: float) -> None:
    double = overlapping * sum(parts)
    total = sum(parts) + uncovered - double
    if total < 1:
        return
    printed = balanced(parts, uncovered, double, total, 10_000 / total)
    assert printed.total == 10_000
    assert sum(printed.parts) + printed.uncovered - printed.double == 10_000


def test_amounts_that_do_not_balance_say_so() -> None:
    printed = balanced([40.0, 50.0], 0.0, 0.0, 100.0, 100.0)
    assert (printed.parts, printed.residue, printed.total) == ((4000, 5000), 1000, 10000)


def test_the_largest_remainder_gets_the_digit() -> None:
    assert balanced([1 / 3, 1 / 3, 1 / 3], 0.0, 0.0, 1.0, 100.0).parts == (34, 33, 33)
    assert balanced([0.61436, 0.38564], 0.0, 0.0, 1.0, 10_000.0).parts == (6144, 3856)


@given(st.integers(-(10**12), 10**12), st.integers(0, 7))
def test_fixed_reads_back(digits: int, decimals: int) -> None:
    from decimal import Decimal

    assert Decimal(fixed(digits, decimals)) * 10**decimals == digits


@given(st.floats(1e-9, 1e9))
def test_something_never_prints_as_nothing(value: float) -> None:
    for text in (decimal(value, 2), area_text(value, AreaUnit.HECTARE), distance_text(value)):
        assert text.startswith("<") or float(text) > 0


@pytest.mark.parametrize(
    ("area_m2", "unit", "text"),
    [
        (24531.724, AreaUnit.M2, "24531.72"),
        (24531.724, AreaUnit.HECTARE, "2.4532"),
        (24531.724, AreaUnit.MU, "36.798"),
        (24531.724, AreaUnit.KM2, "0.024532"),
        (0.3, AreaUnit.HECTARE, "<0.0001"),
        (0.0, AreaUnit.HECTARE, "0.0000"),
    ],
)
def test_areas_in_each_unit(area_m2: float, unit: AreaUnit, text: str) -> None:
    assert area_text(area_m2, unit) == text


def test_distances_and_small_parts() -> None:
    assert [distance_text(value) for value in (214.4, 10.0, 9.876, 0.0)] == ["214", "10", "9.88", "0.00"]
    assert fixed_or_less(0, 0.2, 2) == "<0.01"
    assert fixed_or_less(0, 0.0, 2) == "0.00"


def test_one_unit_is_chosen_by_the_largest_area() -> None:
    assert unit_for([12.0, 9_999.9]) is AreaUnit.M2
    assert unit_for([12.0, 10_000.0]) is AreaUnit.HECTARE
    assert unit_for([]) is AreaUnit.M2


def test_what_is_noise_beside_the_site_is_stated_as_nothing() -> None:
    assert stated(1e-12, 10_000.0) == 0.0
    assert stated(1e-5, 10_000.0) == 0.0
    assert stated(2e-5, 10_000.0) == 2e-5
    assert stated(0.0, 0.0) == 0.0
