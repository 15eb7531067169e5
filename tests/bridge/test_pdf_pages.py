# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of pages: none nearly empty, none ends with a heading, short rows stay whole, long ones say their number again."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import shapely

from tests.bridge.papers import pages_of, report
from zoning_plugin.bridge.pdf import QtPrinter
from zoning_plugin.core.assessment import assess
from zoning_plugin.core.project import Project
from zoning_plugin.core.release import Release
from zoning_plugin.core.site import Site, make_site
from zoning_plugin.jobs.import_release import ImportRequest, import_release
from zoning_plugin.jobs.read_site import read_site_file
from zoning_plugin.jobs.write_assessment import write_assessment
from zoning_plugin.report.made_with import MadeWith
from zoning_plugin.report.printable import HtmlPart

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "resources" / "demo"
SECTION = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|表 ?\d+|\d(\.\d)? [A-Z]|Table \d")
LINE = "条款文字说明一二三四五六七八九十"

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return import_release(ImportRequest(tmp_path_factory.mktemp("demo") / "r.gpkg", folder=DEMO / "release-1")).release


@pytest.fixture(scope="module")
def foshan(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = shared_data / "foshan"
    return import_release(ImportRequest(
        tmp_path_factory.mktemp("foshan") / "r.gpkg",
        units=(folder / "foshan_units.gpkg",),
        lists=(folder / "准入清单_顺德_分块.xlsx", folder / "准入清单_南海_四列.xlsx"),
    )).release  # fmt: skip


def lines_of(path: Path) -> list[list[str]]:
    """The lines of every page, as they stand on it, without header and footer."""
    text = subprocess.run(["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True)
    pages = text.stdout.decode("utf-8").split("\f")[:-1]
    return [[line.strip() for line in page.splitlines() if line.strip()][1:-1] for page in pages]


def printed(site: Site, release: Release, language: str, path: Path) -> list[list[str]]:
    found = assess(site, release, on="2025-06-30", near_m=500.0)
    made_with = MadeWith("0.1.0", "3.22.16", language)
    write_assessment(
        found, release, Project(), made_with, json_path=None, pdf_path=path, printer=QtPrinter(), language=language
    )
    return lines_of(path)


def check(pages: list[list[str]]) -> None:
    *texts, last = pages
    assert any("°" in line for line in last), "the map is the last page"
    for number, lines in enumerate(texts, 1):
        assert len(lines) >= 3, (number, lines)
        assert not SECTION.match(lines[-1]), (number, lines[-1])
        for head in ("序号", "No.", "适用依据", "ZH4"):
            assert not lines[-1].startswith(head), (number, lines[-1])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["polygon", "line", "point"])
def test_no_page_of_the_demo_county_is_nearly_empty_or_ends_with_a_heading(
    kind: str, language: str, county: Release, tmp_path: Path
) -> None:
    check(printed(read_site_file(DEMO / "sites" / f"site_{kind}.gpkg"), county, language, tmp_path / "a.pdf"))


@pytest.mark.parametrize("kind", ["polygon", "line", "point"])
def test_no_page_of_foshan_is_nearly_empty_or_ends_with_a_heading(
    kind: str, foshan: Release, shared_data: Path, tmp_path: Path
) -> None:
    names = {"polygon": "示例地块A_真值.gpkg", "line": "示例道路.gpkg"}
    if kind == "point":
        site = make_site([("", shapely.points(113.28, 22.80))], "EPSG:4490", "test")
    else:
        site = read_site_file(shared_data / "sites" / names[kind])
    check(printed(site, foshan, "zh", tmp_path / "a.pdf"))


def pdf(html: str, tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    QtPrinter().print_report(report(HtmlPart(html), header="页眉", footer="{page}/{pages}"), path)
    return path


def clauses(rows: list[str]) -> str:
    body = "".join(
        f"<tr><td>{number}</td><td>{text}<p>出处{number}</p></td><td></td></tr>" for number, text in enumerate(rows, 1)
    )
    return (
        "<table width='100%' border='1' cellspacing='0' cellpadding='3' style='border-collapse:collapse'>"
        f"<thead><tr><th width='10%'>序</th><th width='60%'>要求</th><th>说明</th></tr></thead>{body}</table>"
    )


@pytest.mark.parametrize("variant", range(5))
def test_a_short_row_stands_on_one_page_with_its_number_and_source(variant: int, tmp_path: Path) -> None:
    rows = [LINE * (2 + (number * 5 + variant) % 17) for number in range(60)]
    pages = pages_of(pdf(clauses(rows), tmp_path))
    for number, text in enumerate(rows, 1):
        assert any(f"{number}{text}出处{number}" in page for page in pages), number
    assert "续" not in "".join(pages)


def test_a_row_longer_than_half_a_page_says_its_number_on_every_page_it_goes_on(tmp_path: Path) -> None:
    pages = lines_of(pdf(clauses([LINE * 8, LINE * 450, LINE * 8]), tmp_path))
    assert len(pages) >= 3
    for lines in pages[1:-1]:
        assert lines[1].startswith("2 ")
        assert lines[2].startswith("续")


def test_an_empty_paragraph_at_the_end_makes_no_page(tmp_path: Path) -> None:
    for lines in range(30, 60):
        pages = lines_of(pdf(f"{'<p>行</p>' * lines}{clauses([LINE])}<p style='font-size:30pt'>&nbsp;</p>", tmp_path))
        assert all(len(page) > 1 for page in pages), lines


def test_a_remark_row_without_ground_stays_with_the_row_above_it_and_a_sum_with_its_rows(tmp_path: Path) -> None:
    unit = "<tr><td>{0}</td><td>单元{0}</td><td>1</td></tr><tr><td colspan='3'>要素{0}</td></tr>"
    sums = "<tr><td colspan='2'>合计</td><td>9</td></tr>"
    for lines in range(20, 30):
        rows = "".join(unit.format(number) for number in range(10, 30)) + sums
        html = f"{'<p>行</p>' * lines}<table border='1' width='100%'><thead><tr><th>a</th><th>b</th><th>c</th></tr></thead>{rows}</table>"
        pages = pages_of(pdf(html, tmp_path))
        for number in range(10, 30):
            assert any(f"{number}单元{number}1要素{number}" in page for page in pages), (lines, number)
        assert any("要素29合计9" in page for page in pages), lines


def test_a_paragraph_of_a_few_lines_is_never_broken(tmp_path: Path) -> None:
    for lines in range(38, 50):
        pages = pages_of(pdf(f"{'<p>行</p>' * lines}<ol><li>{LINE * 6}</li><li>{LINE * 7}</li></ol>", tmp_path))
        assert any(LINE * 6 in page for page in pages), lines
        assert any(LINE * 7 in page for page in pages), lines


def test_a_short_last_section_takes_the_one_before_it_along(tmp_path: Path) -> None:
    alone = 0
    for lines in range(4, 44):
        points = "".join(f"<li>{number}{LINE}</li>" for number in range(1, 6))
        html = (
            f"{'<p>行</p>' * lines}<h2>七、待定事项</h2><h3>（一）原因</h3><ol><li>没有</li></ol>"
            f"<h3>（二）补充</h3><ol>{points}</ol><h2>八、结语</h2><p>{LINE}</p>{clauses(['经办'])}"
        )
        pages = lines_of(pdf(html, tmp_path))
        alone += len(pages) > 1 and pages[-1][0].startswith("（二）")
        assert not pages[-1][0].startswith("八"), lines
        assert all(len(page) >= 5 for page in pages), (lines, pages)
    assert alone, "no case in which the last section would have been alone"
