# SPDX-License-Identifier: GPL-3.0-or-later
"""要素细类 of the demo county on their whole way: printed in a block list, in the release, the JSON, the report and the package."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
import shapely

from tests.jobs.test_build_filing_package import build
from tests.report.cases import MADE_WITH
from zoning_plugin.core.assessment import assess
from zoning_plugin.core.project import Project
from zoning_plugin.core.release import Release
from zoning_plugin.core.site import make_site
from zoning_plugin.files.release_store import read_release
from zoning_plugin.jobs.build_filing_package import read_profile
from zoning_plugin.jobs.import_release import ImportRequest, import_release
from zoning_plugin.places import resources_dir
from zoning_plugin.report.assessment_json import assessment_json
from zoning_plugin.report.outline import Table, build_outline

DELIVERY = resources_dir() / "demo" / "release-1"


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    """Unit code → what the workbook prints under 要素细类, read without our reader."""
    (path,) = (DELIVERY / "lists").glob("*_分块.xlsx")
    found = {}
    for sheet in openpyxl.load_workbook(path):
        heads = [cell for row in sheet.iter_rows() for cell in row if cell.value == "要素细类"]
        for head in heads:
            row = head.row + 2  # the heading is two rows high
            found[str(sheet.cell(row, 1).value)] = str(sheet.cell(row, head.column).value)
    return found


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    outcome = import_release(ImportRequest(tmp_path_factory.mktemp("demo") / "r.gpkg", folder=DELIVERY))
    assert not [one for one in outcome.examination.faults if one.code == "list-attribute-not-stored"]
    return read_release(outcome.path, verify=True)


def test_the_release_has_what_the_list_prints(release: Release, printed: dict[str, str]) -> None:
    assert len(printed) == 9
    assert max(map(len, printed.values())) > 40
    assert {unit.code: unit.elements for unit in release.units if unit.elements} == printed


def test_json_and_report_say_it_of_every_unit_met(release: Release, printed: dict[str, str]) -> None:
    for unit in release.units:
        site = make_site([("", shapely.point_on_surface(unit.shape))], "EPSG:4490", "test")
        made = assess(site, release, on="2025-01-01")
        units = assessment_json(made, MADE_WITH, Project())["units"]
        assert [one["elements"] for one in units if one["code"] == unit.code] == [printed.get(unit.code, "")]
        rows = [
            row.cells[0].text
            for section in build_outline(made, Project(), MADE_WITH, "zh").sections
            for block in section.blocks
            if isinstance(block, Table)
            for row in block.rows
            if len(row.cells) == 1
        ]
        line = f"{unit.code} 要素细类：{unit.elements}"
        assert (line in rows) is (unit.code in printed)


def test_the_package_has_it_too(release: Release, printed: dict[str, str], tmp_path: Path) -> None:
    with zipfile.ZipFile(build(release, tmp_path / "p.zip").path) as archive:
        archive.extract(read_profile().paths["lists_xlsx"], tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / read_profile().paths["lists_xlsx"])["管控单元"]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert {row[0]: row[6] for row in rows if row[6]} == printed
