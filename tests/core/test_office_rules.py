# SPDX-License-Identifier: GPL-3.0-or-later
"""What an office decided is held by a release as text and read back from there, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoning_plugin.core.office_rules import (
    ClassColours,
    printed_colours,
    printed_thresholds,
    stated_colours,
    stated_thresholds,
)
from zoning_plugin.core.overlay import Thresholds
from zoning_plugin.core.release import ReleaseInfo
from zoning_plugin.core.terms import UnitClass

amounts = st.floats(0, 1e11)
colours = st.builds(ClassColours, *[st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)] * 3)


@given(st.builds(Thresholds, amounts, amounts, amounts, amounts))
def test_thresholds_come_back(thresholds: Thresholds) -> None:
    assert stated_thresholds(ReleaseInfo("示例", thresholds=printed_thresholds(thresholds))) == thresholds


@given(st.dictionaries(st.sampled_from(UnitClass), colours))
def test_colours_come_back(decided: dict[UnitClass, ClassColours]) -> None:
    assert dict(stated_colours(ReleaseInfo("示例", colours=printed_colours(decided.items())))) == decided


def test_our_own_are_not_printed() -> None:
    assert printed_thresholds(Thresholds()) == ""
    assert printed_colours([]) == ""


@pytest.mark.parametrize(
    "text",
    [
        "area_m2=1",
        "area_m2=1 width_m=1 length_m=1 touch_m=-1",
        "area_m2=nan width_m=1 length_m=1 touch_m=1",
        "area_m2=1e400 width_m=1 length_m=1 touch_m=1",
        "area_m2=x width_m=1 length_m=1 touch_m=1",
        "width_m=1 area_m2=1 length_m=1 touch_m=1",
        "area_m2=1 width_m=1 length_m=1 touch_m=1 more=1",
    ],
)
def test_thresholds_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"thresholds|float"):
        stated_thresholds(ReleaseInfo("示例", thresholds=text))


@pytest.mark.parametrize(
    "text",
    [
        "key=#ffffff",
        "key=#ffffff,#ffffff,red",
        "special=#ffffff,#ffffff,#ffffff",
        "key=#ffffff,#ffffff,#ffffff key=#000000,#000000,#000000",
        'key=#ffffff,#ffffff,#fffff"',
    ],
)
def test_colours_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"colours|UnitClass"):
        stated_colours(ReleaseInfo("示例", colours=text))
