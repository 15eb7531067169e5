# SPDX-License-Identifier: GPL-3.0-or-later
"""Statistics add up, every rule can find something, and digests follow the files."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.core.shapes import access_list, box, clause, polygons, release, unit
from zoning_plugin.core import filing, measure
from zoning_plugin.core.filing import PackedFile, apportioned, check, package_digest, short_digest, statistics
from zoning_plugin.core.release import Promise, Release
from zoning_plugin.core.terms import Tier, UnitClass


@given(st.lists(st.floats(0, 1e9), max_size=12), st.integers(0, 100000))
def test_apportioned_parts_sum_to_the_whole_and_stay_within_one(amounts: list[float], total: int) -> None:
    parts = apportioned(amounts, total)
    whole = sum(amounts)
    assert sum(parts) == (total if whole else 0)
    for amount, part in zip(amounts, parts, strict=True):
        assert abs(part - (amount / whole * total if whole else 0)) <= 1


@given(
    st.lists(
        st.tuples(polygons(), st.sampled_from([1, 2, 3]), st.sampled_from(["甲县", "乙县", ""])), min_size=1, max_size=9
    )
)
def test_statistics_add_up_in_both_directions(parts: list[tuple[shapely.Geometry, int, str]]) -> None:
    units = [unit(serial, shape, digit, county=county) for serial, (shape, digit, county) in enumerate(parts, 1)]
    rows = statistics(release(units)).rows
    cells = [row for row in rows if row.unit_class is not None and row.county != "*"]
    assert sum(row.count for row in cells) == len(units)
    assert sum(row.share for row in cells) == 10000
    total_m2 = sum(measure.area(one.shape) for one in units)
    assert sum(row.area for row in cells) == round(total_m2 / 1e4)
    for total in (row for row in rows if row.unit_class is None and row.county != "*"):
        own = [row for row in cells if row.county == total.county]
        assert (total.count, total.area, total.share) == tuple(
            sum(getattr(row, name) for row in own) for name in ("count", "area", "share")
        )


A, B = unit(1, box(0, 0, 100, 100)), unit(2, box(100, 0, 200, 100))
GOOD = release([A, B])
FAULTY: dict[str, Release] = {
    "M1": replace(GOOD, promises=(*GOOD.promises, Promise("list", "x", 3))),
    "M2": replace(GOOD, info=replace(GOOD.info, document_no="")),
    "C1": release([A, replace(B, code=A.code)]),
    "C2": release([A, unit(2, B.shape, code="ZH990101200002")]),
    "C3": release([A, replace(B, unit_class=UnitClass.PRIORITY)]),
    "C4": release([A, replace(B, name="")]),
    "C5": release([A, B], [access_list("u", Tier.UNIT)], [clause("u", "1", "要求", A.code)]),
    "C6": release(
        [A], [access_list("u", Tier.UNIT)], [clause("u", "1", "要求", A.code), clause("u", "2", "要求", B.code)]
    ),
    "T1": release([A, replace(B, shape=box(90, 0, 200, 100))]),
    "T2": release([A, replace(B, elements="水环境一般管控区、" * 10)]),
}


def test_good_release_has_no_findings_and_every_rule_is_listed() -> None:
    results = check(GOOD)
    assert [result.rule_id for result in results] == [rule.rule_id for rule in filing.RULES] == list(FAULTY)
    assert not [one for result in results for one in result.findings]


@pytest.mark.parametrize("rule_id", FAULTY)
def test_each_rule_finds_its_fault_and_no_other(rule_id: str) -> None:
    found = {result.rule_id for result in check(FAULTY[rule_id]) if result.findings}
    assert found == {rule_id}


def test_digest_of_a_package_is_what_sha256sum_would_give() -> None:
    files = [PackedFile("b", 1, "2" * 64), PackedFile("a", 1, "1" * 64)]
    import hashlib

    wanted = hashlib.sha256(f"{'1' * 64}  a\n{'2' * 64}  b\n".encode()).hexdigest()
    assert package_digest(files) == package_digest(files[::-1]) == wanted
    assert short_digest(wanted).replace(" ", "") == wanted[:16]
