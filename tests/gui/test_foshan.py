# SPDX-License-Identifier: GPL-3.0-or-later
"""Real input in the panel, the JSON and the printed PDF: every published clause of every unit met, character by character.

What should be there is read by brute force from the independent reading in foshan_list.tsv.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import shapely
from qgis.PyQt.QtCore import Qt

from tests.bridge.papers import bare, pages_of
from tests.foshan import foshan_request, published_texts
from zoning_plugin.bridge.pdf import QtPrinter
from zoning_plugin.core.assessment import assess
from zoning_plugin.core.project import Project
from zoning_plugin.core.release import Release
from zoning_plugin.core.site import make_site
from zoning_plugin.gui.dock.assessment_presenter import results_of
from zoning_plugin.gui.dock.clause_tree import CLAUSE, ClauseFilter, ClauseTree, clause_indexes
from zoning_plugin.jobs.import_release import import_release
from zoning_plugin.jobs.write_assessment import write_assessment
from zoning_plugin.report.made_with import MadeWith


@pytest.fixture(scope="module")
def release(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    request = foshan_request(shared_data, tmp_path_factory.mktemp("foshan") / "r.gpkg")
    return import_release(request).release


@pytest.fixture(scope="module")
def published(shared_data: Path) -> dict[str, list[str]]:
    return published_texts(shared_data)


# A factory plot, a route through several units, and a point, all in 顺德 and 南海.
SITES = {
    "polygon": shapely.box(113.2000, 22.8000, 113.2400, 22.8300),
    "line": shapely.linestrings([(113.05, 22.98), (113.15, 22.93), (113.22, 22.85)]),
    "point": shapely.points(113.28, 22.80),
}


@pytest.mark.parametrize("kind", SITES)
def test_every_published_clause_is_in_panel_json_and_pdf(
    kind: str, release: Release, published: dict[str, list[str]], tmp_path: Path
) -> None:
    assessment = assess(make_site([("", SITES[kind])], "EPSG:4490", "test"), release, on="2026-01-01")
    met = [one.unit for one in assessment.units if one.is_met]
    assert met
    for one in met:
        assert not shapely.disjoint(one.shape, shapely.buffer(SITES[kind], 1e-6))
    assert {one.code for one in release.units if shapely.intersects(one.shape, SITES[kind])} <= {
        one.code for one in met
    }
    wanted = Counter(text for one in met for text in published.get(one.code, []))
    assert sum(wanted.values()) >= 5

    tree = ClauseTree()
    shown = ClauseFilter(tree)
    found = results_of(assessment)
    tree.set_sections(found.sections, found.met)
    rows = list(clause_indexes(shown))
    assert Counter(bare(row.data(CLAUSE).clause.text) for row in rows) == wanted
    for row in rows:
        assert bare(row.data(CLAUSE).clause.text) in bare(row.data(Qt.ItemDataRole.DisplayRole))

    paths = {"json_path": tmp_path / "a.json", "pdf_path": tmp_path / "a.pdf"}
    write_assessment(
        assessment, release, Project(), MadeWith("0", "0", "zh"), printer=QtPrinter(), language="zh", **paths
    )
    clauses = json.loads(paths["json_path"].read_text(encoding="utf-8"))["clauses"]
    assert Counter(bare(clause["text"]) for clause in clauses) == wanted

    pages = pages_of(paths["pdf_path"])
    head = "序号管控要求（原文）本项目情况是否符合说明"
    footer = re.compile(r"第\d+页共\d+页成果摘要[0-9a-f]{8}")
    assert all(bare(release.info.name) in page for page in pages)
    assert all(footer.search(page) for page in pages)
    text = "".join(_running_text(page, footer, head) for page in pages)
    printed = Counter({clause: text.count(clause) for clause in wanted})
    missing = [clause for clause in wanted if printed[clause] < wanted[clause] and not _over_a_page(clause, text)]
    assert not missing, missing[:2]


def _running_text(page: str, footer: re.Pattern[str], head: str) -> str:
    """What a page says of its own: after header and footer, which are drawn first, and the repeated heading of a table."""
    own = page[footer.search(page).end() :]  # type: ignore[union-attr]
    return own.removeprefix(head)


def _over_a_page(clause: str, text: str) -> bool:
    """Whether a clause stands there in two runs, the second begun at a page's top."""
    return any(clause[:cut] in text and clause[cut:] in text for cut in range(8, len(clause) - 8))
