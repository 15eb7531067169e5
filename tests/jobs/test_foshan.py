# SPDX-License-Identifier: GPL-3.0-or-later
"""Real input, read by brute force: every clause that the published list holds for the units a site meets is in the assessment."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import shapely

from tests.foshan import LISTED, LISTS, foshan_request, published_texts, squeezed
from zoning_plugin.core.assessment import assess
from zoning_plugin.core.release import Release
from zoning_plugin.core.site import make_site
from zoning_plugin.core.terms import Relation, State
from zoning_plugin.files.release_store import read_release
from zoning_plugin.jobs.import_release import ImportOutcome, import_release

ON = "2026-01-01"
MALFORMED = ("ZH440605200001", "ZH440606200012")


@pytest.fixture(scope="module")
def outcome(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> ImportOutcome:
    request = foshan_request(shared_data, tmp_path_factory.mktemp("foshan") / "佛山 2024.gpkg")
    return import_release(request)


@pytest.fixture(scope="module")
def release(outcome: ImportOutcome) -> Release:
    return read_release(outcome.path, verify=True)


@pytest.fixture(scope="module")
def published(shared_data: Path) -> dict[str, list[str]]:
    return published_texts(shared_data)


@pytest.fixture(scope="module")
def outlines(shared_data: Path) -> dict[str, shapely.Geometry]:
    """Unit code → geometry, read with sqlite3 and shapely alone."""
    database = sqlite3.connect(f"file:{shared_data / 'foshan' / 'foshan_units.gpkg'}?mode=ro&immutable=1", uri=True)
    column = database.execute("select column_name from gpkg_geometry_columns").fetchone()[0]
    found = {}
    for code, blob in database.execute(f'select HJGKDYBM, "{column}" from "环境管控单元"'):
        header = 8 + {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[(blob[3] >> 1) & 7]
        found[code] = shapely.make_valid(shapely.from_wkb(blob[header:]))
    return found


def test_counts_are_those_of_the_published_list(release: Release) -> None:
    assert len(release.units) == 96
    for one in release.lists:
        admin, units, clauses = LISTS[one.source_file]
        own = release.clauses_by_list[one.list_id]
        assert (len({clause.unit_code for clause in own}), len(own)) == (units, clauses)
        assert all(clause.unit_code.startswith(f"ZH{admin}") for clause in own)


def test_empty_cells_that_others_count_are_told(outcome: ImportOutcome, published: dict[str, list[str]]) -> None:
    told = [one for one in outcome.examination.faults if one.code == "cell-empty" and "顺德" in one.fact("file")]
    assert len(told) == 341 - 337


def test_malformed_codes_are_warned_about_kept_and_joined(outcome: ImportOutcome, release: Release) -> None:
    warned = {one.fact("unit") or one.fact("code") for one in outcome.examination.faults if "malformed" in one.code}
    assert warned == set(MALFORMED)
    codes = {unit.code for unit in release.units}
    for code in MALFORMED:
        assert code in codes
        assert [clause for clause in release.clauses if clause.unit_code == code]


def random_sites(outlines: dict[str, shapely.Geometry], count: int) -> list[shapely.Geometry]:
    """Points, polygons and lines over the two districts that have lists, and some beyond."""
    dice = random.Random(20240630)
    west, south, east, north = shapely.total_bounds([outlines[code] for code in outlines if code.startswith(LISTED)])
    sites = []
    for number in range(count):
        x, y = dice.uniform(west, east), dice.uniform(south, north)
        size = dice.choice([0.0002, 0.002, 0.02])
        if number % 3 == 0:
            sites.append(shapely.points(x, y))
        elif number % 3 == 1:
            corners = [(x + dice.uniform(-size, size), y + dice.uniform(-size, size)) for _ in range(6)]
            sites.append(shapely.convex_hull(shapely.multipoints(corners)))
        else:
            sites.append(shapely.linestrings([(x, y), (x + dice.uniform(-size, size), y + dice.uniform(-size, size))]))
    return sites


def test_every_published_clause_of_every_unit_met_is_listed_and_no_other(
    release: Release, published: dict[str, list[str]], outlines: dict[str, shapely.Geometry]
) -> None:
    met_any = Counter()
    for shape in random_sites(outlines, 48):
        assessment = assess(make_site([("", shape)], "EPSG:4490", "oracle"), release, on=ON)
        found = defaultdict(list)
        for finding in assessment.clauses:
            found[finding.clause.unit_code].append(finding.clause)
        met = {code for code, outline in outlines.items() if shapely.intersects(outline, shape)}
        listed = {one.unit.code for one in assessment.units}
        assert listed >= met
        # A unit within the touch distance without a common point is listed too: as an edge contact.
        assert all(one.piece.relation is Relation.EDGE for one in assessment.units if one.unit.code not in met)
        for code in listed:
            wanted = published.get(code, [])
            # The two files order the dimensions differently, so the texts are compared as a bag.
            assert Counter(squeezed(clause.text) for clause in found[code]) == Counter(wanted), code
            met_any[code] += 1
        without = {code for code in listed if not code.startswith(LISTED)}
        assert {one.fact("code") for one in assessment.reasons if one.code == "unit-without-clauses"} == without
        is_covered = shapely.covers(shapely.union_all([outlines[code] for code in met]), shape) if met else False
        if assessment.state is State.COMPLETE:
            assert met
            assert is_covered or assessment.overlay.uncovered < 1
    assert len(met_any) > 12
