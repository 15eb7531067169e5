# SPDX-License-Identifier: GPL-3.0-or-later
"""The printer: what is read back from the paper is what went in, in every font and thread, with the same bytes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import QgsGeometry, QgsLayoutItemMap, QgsLayoutItemMapGrid, QgsProject, QgsRenderContext, QgsWkbTypes
from qgis.PyQt.QtGui import QFont, QFontDatabase, QImage, QRawFont

from tests.bridge.papers import bare, fonts_of, pages_of, point_sheet, report, sheet, table, words_of
from zoning_plugin.bridge import fonts, map_sheet, pdf, symbols
from zoning_plugin.bridge.fonts import choose_typeface
from zoning_plugin.bridge.map_sheet import make_layout
from zoning_plugin.bridge.pdf import QtPrinter
from zoning_plugin.bridge.tasks import TaskHost
from zoning_plugin.core.errors import OutputFailed, PartMissing
from zoning_plugin.core.office_rules import ClassColours
from zoning_plugin.core.terms import UnitClass
from zoning_plugin.files import outputs
from zoning_plugin.report.printable import HtmlPart, MapCategory

CLAUSE = "1-1.【产业/限制类】限制新建用地、田土、一十永久基本农田页风见长门马鱼;COD≤50mg/L,面积≥3.42㎡,占比约61.4%,①石化,②化工(二期)。"
FAMILIES = ("Noto Serif CJK SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei")

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture(params=FAMILIES)
def family(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param not in QFontDatabase().families():
        pytest.skip(f"{request.param} is not installed")
    others = [one for one in fonts.PREFERRED if one != request.param]
    monkeypatch.setattr(fonts, "PREFERRED", (request.param, *others))
    return str(request.param)


def printed(tmp_path: Path, *parts: object, header: str = "", footer: str = "") -> Path:
    path = tmp_path / "报告 一.pdf"
    QtPrinter().print_report(report(*parts, header=header, footer=footer), path)  # type: ignore[arg-type]
    return path


def test_every_character_of_a_clause_is_read_back(tmp_path: Path, family: str) -> None:
    path = printed(tmp_path, HtmlPart(f"<p>{CLAUSE}</p><p><b>{CLAUSE}</b></p>"))
    assert words_of(path) == bare(CLAUSE) * 2


def test_a_cell_of_twenty_thousand_characters_breaks_across_pages_and_loses_nothing(
    tmp_path: Path, family: str
) -> None:
    long = (CLAUSE * 400)[:20000]
    path = printed(tmp_path, table([(long,)]))
    assert words_of(path) == bare(long)
    assert len(pages_of(path)) > 7


def test_sixty_rows_keep_their_text_and_the_head_repeats(tmp_path: Path, family: str) -> None:
    rows = [(str(number), f"第{number}条", CLAUSE * (number % 5 + 1), "") for number in range(1, 61)]
    titles = ("编号", "名称", "管控要求", "是否符合")
    path = printed(tmp_path, table(rows, titles))
    pages = pages_of(path)
    assert all(page.startswith("".join(titles)) for page in pages)
    body = "".join(re.sub(r"\d+续$", "", page.removeprefix("".join(titles))) for page in pages)
    assert Counter(body) == Counter(bare("".join("".join(row) for row in rows)))


def test_every_kangxi_radical_and_its_ideograph_are_read_back_as_the_ideograph(tmp_path: Path, family: str) -> None:
    from zoning_plugin.bridge.pdf_file import RADICALS

    common = {code for code in RADICALS.values() if code < 0x10000}
    raw = QRawFont.fromFont(QFont(family, 12))
    text = "".join(chr(code) for code in sorted(common) if raw.supportsCharacter(code))
    assert len(text) > 200
    assert words_of(printed(tmp_path, HtmlPart(f"<p>{text}</p>"))) == text


def test_radicals_pasted_into_a_text_become_searchable_ideographs(tmp_path: Path) -> None:
    assert words_of(printed(tmp_path, HtmlPart("<p>⽤地⻚</p>"))) == "用地页"


def test_characters_beyond_the_basic_plane_are_read_back(tmp_path: Path, family: str) -> None:
    text = "青石爬𬶐、𠮷田、𬭎、𡐓"
    try:
        path = printed(tmp_path, HtmlPart(f"<p>{text}</p><p><b>{text}</b></p>"), header="𬭎县", footer="{page}/{pages}")
    except PartMissing as reason:
        pytest.skip(f"no font for {reason.facts['characters']}")
    assert words_of(path) == bare(f"𬭎县1/1{text}{text}")


def test_only_embedded_fonts_chosen_by_name_are_in_the_file(tmp_path: Path, family: str) -> None:
    path = printed(tmp_path, HtmlPart(f"<h1>标题</h1><p>{CLAUSE}</p>"), sheet(), header="页眉", footer="{page}/{pages}")
    names = fonts_of(path)
    assert names
    assert all(flags == "yes no yes" or flags == "yes yes yes" for _, flags in names), names
    wanted = family.replace(" ", "").removesuffix("SC").lower()
    assert all(wanted in name.lower() for name, _ in names), names


def test_no_chinese_font_is_one_coded_error_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare(QFontDatabase):
        def families(self, *_: object) -> list[str]:
            return [
                one for one in super().families() if "CJK" not in one and "WenQuanYi" not in one and "AR PL" not in one
            ]

    monkeypatch.setattr(fonts, "QFontDatabase", Bare)
    with pytest.raises(PartMissing) as caught:
        printed(tmp_path, HtmlPart("<p>环境管控单元</p>"))
    assert caught.value.code == "cjk-font-missing"
    assert list(tmp_path.iterdir()) == []


def test_a_character_no_font_has_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(PartMissing) as caught:
        printed(tmp_path, HtmlPart("<p>环境管控单元\U0003fff0</p>"))
    assert caught.value.code == "characters-without-font"
    assert "U+3FFF0" in caught.value.facts["characters"]
    assert list(tmp_path.iterdir()) == []


def test_a_private_character_is_shown_by_its_number_never_dropped(tmp_path: Path) -> None:
    path = printed(tmp_path, HtmlPart("<p>甲\ue815乙\ue815</p>"), header="页\ue816眉")
    assert words_of(path) == "页‹U+E816›眉甲‹U+E815›乙‹U+E815›"


def test_header_footer_and_page_numbers_stand_on_every_page_also_beside_maps(tmp_path: Path) -> None:
    parts = (HtmlPart("<p>甲</p>"), sheet(), sheet(is_landscape=True), HtmlPart("<p>乙</p>"))
    path = printed(tmp_path, *parts, header="对照分析 示例县 2024 版", footer="第 {page} 页 共 {pages} 页 · {其他}")
    pages = pages_of(path)
    assert len(pages) == 4
    for number, page in enumerate(pages, 1):
        assert page.startswith(f"对照分析示例县2024版第{number}页共4页·{{其他}}")


def test_a_header_too_long_for_its_lines_is_set_smaller_and_kept_whole(tmp_path: Path) -> None:
    header = "示例市人民政府关于生态环境分区管控方案动态更新成果的通知" * 8
    assert words_of(printed(tmp_path, HtmlPart("<p>甲</p>"), header=header)) == header + "甲"


def test_a_heading_stays_with_the_table_it_stands_over(tmp_path: Path) -> None:
    filler = "<p>行</p>" * 3
    for lines in range(20, 44):
        rows = "".join(f"<tr><td>{CLAUSE}</td></tr>" for _ in range(6))
        html = f"{filler}{'<p>行</p>' * lines}<h2>小标题</h2><table width='100%' border='1'><thead><tr><th>表头</th></tr></thead>{rows}</table>"
        path = printed(tmp_path, HtmlPart(html))
        for page in pages_of(path):
            if "小标题" in page:
                assert page.index("小标题") < page.index("表头") < page.index("1-1.")


def test_the_same_report_has_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from qgis.core import QgsApplication\n"
        "app = QgsApplication([], False); app.initQgis()\n"
        "from tests.bridge.papers import report, sheet, table\n"
        "from zoning_plugin.bridge.pdf import QtPrinter\n"
        "from zoning_plugin.report.printable import HtmlPart\n"
        "def main():\n"
        "    parts = (HtmlPart('<h1>标题</h1><p>正文𬶐</p>'), sheet(), table([('甲' * 900, '乙')] * 9, ('a', 'b')))\n"
        "    QtPrinter().print_report(report(*parts, header='页眉', footer='{page}/{pages}'), Path(sys.argv[1]))\n"
        "main()\n"
        "import os; sys.stdout.flush(); os._exit(0)\n"
    )
    for number in (1, 2):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / f"{number}.pdf")], check=True, cwd=Path(__file__).parents[2]
        )
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()


def test_a_task_prints_the_same_bytes_as_the_window(tmp_path: Path, qtbot: object) -> None:
    whole = report(
        HtmlPart(f"<h1>标题</h1><p>{CLAUSE}</p>"), sheet(), sheet(is_landscape=True), header="页眉", footer="{page}"
    )

    QtPrinter().print_report(whole, tmp_path / "window.pdf")
    host = TaskHost()
    for _ in range(3):
        ended: list[object] = []
        host(
            "print",
            lambda progress: QtPrinter().print_report(whole, tmp_path / "task.pdf"),
            done=ended.append,
            failed=ended.append,
            cancelled=lambda ended=ended: ended.append("cancelled"),
            progressed=lambda share, step: None,
        )
        qtbot.waitUntil(lambda ended=ended: bool(ended), timeout=60000)  # type: ignore[attr-defined]
        assert ended == [None]
        assert (tmp_path / "task.pdf").read_bytes() == (tmp_path / "window.pdf").read_bytes()


def test_title_author_and_date_are_those_of_the_report(tmp_path: Path) -> None:
    path = printed(tmp_path, HtmlPart("<p>甲</p>"))
    told = subprocess.run(["pdfinfo", "-isodates", str(path)], check=True, capture_output=True, text=True).stdout
    assert "对照分析(研判材料)" in told
    assert "zoning_plugin 0.1.0" in told
    assert "2024-06-29T16:00:00Z" in told or "2024-06-30T00:00:00+08" in told


def test_a_map_is_vectors_with_searchable_words(tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    QtPrinter().print_map(sheet(title="分布图[% 1+1 %]"), path, date="2024-06-30", author="zoning_plugin 0.1.0")
    words = words_of(path)
    images = subprocess.run(["pdfimages", "-list", str(path)], check=True, capture_output=True, text=True).stdout
    assert len(images.splitlines()) == 2
    for word in ("分布图[%1+1%]", "图例", "优先保护单元", "项目位置", "示环〔2024〕1号", "1:", "km", "113°", "示例厂"):
        assert word in words, word


@pytest.mark.parametrize(
    "hole", ["3 3, 7 3, 7 7, 3 7, 3 3", "3 3, 3 7, 7 7, 7 3, 3 3"], ids=["counter-clockwise", "clockwise"]
)
@pytest.mark.parametrize("outline", ["0 0, 10 0, 10 10, 0 10, 0 0", "0 0, 0 10, 10 10, 10 0, 0 0"])
def test_a_hole_is_drawn_whichever_way_round_its_ring_goes(outline: str, hole: str) -> None:
    tiny = "1 1, 1.001 1, 1.001 1.001, 1 1"
    thin = map_sheet._thinned(QgsGeometry.fromWkt(f"Polygon(({outline}), ({hole}), ({tiny}))"), 0.1)
    assert thin.area() == pytest.approx(84.0)


def test_a_map_is_drawn_in_the_colours_of_the_office() -> None:
    own = ((UnitClass.PRIORITY, ClassColours(fill="#123456", line="#234567", hatch="#345678")),)
    fills = []
    for colours in ((), own):
        project = QgsProject()
        layout = make_layout(replace(sheet(), colours=colours), project, choose_typeface("图"))
        symbols_of = (one.renderer().symbols(QgsRenderContext()) for one in project.mapLayers().values())
        fills.append({part.fillColor().name() for held in symbols_of for one in held for part in one.symbolLayers()})
        assert layout.pageCollection().pageCount() == 1
    national, office = fills
    assert office - national >= {"#123456"}
    assert "#123456" not in national


def test_every_page_is_a4_upright_or_lying(tmp_path: Path) -> None:
    path = printed(tmp_path, HtmlPart("<p>甲</p>"), sheet(), sheet(is_landscape=True))
    told = subprocess.run(["pdfinfo", "-l", "9", str(path)], check=True, capture_output=True, text=True).stdout
    sizes = [
        tuple(sorted(round(float(one)) for one in found)) for found in re.findall(r"size: +([\d.]+) x ([\d.]+)", told)
    ]
    assert len(sizes) == 3
    assert set(sizes) == {(595, 842)}


def test_a_map_has_a_scale_bar_and_a_north_arrow(tmp_path: Path) -> None:
    project = QgsProject()
    layout = make_layout(sheet(), project, choose_typeface("图"))
    kinds = [type(one).__name__ for one in layout.items()]
    assert {"QgsLayoutItemScaleBar", "QgsLayoutItemMap"} <= set(kinds)
    assert [one for one in layout.items() if hasattr(one, "northMode") and one.linkedMap() is not None]
    project.clear()


def test_points_and_lines_have_a_map_too(tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    QtPrinter().print_map(point_sheet(), path, date="", author="zoning_plugin")
    assert "示例点" in words_of(path)


def test_printing_leaves_the_project_as_it_was(tmp_path: Path) -> None:
    project = QgsProject.instance()
    before = (project.isDirty(), project.crs().authid(), project.ellipsoid(), list(project.mapLayers()))
    printed(tmp_path, sheet())
    assert (project.isDirty(), project.crs().authid(), project.ellipsoid(), list(project.mapLayers())) == before


def test_nothing_named_by_the_text_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(pdf._Document, "loadResource", lambda self, kind, name: asked.append(name.toString()))
    printed(tmp_path, HtmlPart("<p>甲<img src='file:///etc/hostname'></p>"))
    assert set(asked) == {"file:///etc/hostname"}


def test_a_folder_that_is_not_there_is_one_coded_error(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed) as caught:
        QtPrinter().print_report(report(HtmlPart("<p>甲</p>")), tmp_path / "no" / "a.pdf")
    assert caught.value.code == "output-unwritable"


def test_what_was_there_stays_when_the_file_cannot_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the jobs print: at a place beside the file."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"before")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(outputs.os, "replace", refuse)
    with pytest.raises(OutputFailed), outputs.beside([path]) as (place,):
        QtPrinter().print_report(report(HtmlPart("<p>甲</p>")), place)
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]
    assert path.read_bytes() == b"before"


def _pictures(path: Path, tmp_path: Path) -> list[QImage]:
    """The pages of a PDF in grey, 150 dots an inch."""
    for old in tmp_path.glob("page-*.pgm"):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", "150", "-gray", str(path), str(tmp_path / "page")], check=True)
    return [QImage(str(one)) for one in sorted(tmp_path.glob("page-*.pgm"))]


def test_a_table_that_goes_on_over_a_page_is_closed_by_a_line_on_each(tmp_path: Path) -> None:
    for variant in range(6):
        rows = [(str(number), "条款文字说明" * (3 + (number * 7 + variant) % 23), "") for number in range(40)]
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        table_html = (
            "<table width='100%' border='1' cellspacing='0' cellpadding='3' style='border-collapse:collapse;border-color:#808080'>"
            f"<thead><tr><th width='10%'>a</th><th width='60%'>b</th><th>c</th></tr></thead>{body}</table>"
        )
        path = printed(tmp_path, HtmlPart("<p>行</p>" * variant + table_html))
        for picture in _pictures(path, tmp_path):
            left = int(pdf.LEFT_MM / 25.4 * 150)
            dark = [
                y
                for y in range(picture.height())
                if any(picture.pixelColor(left + x, y).red() < 190 for x in range(-2, 4))
            ]
            lowest = dark[-1]
            across = max(
                sum(picture.pixelColor(x, y).red() < 190 for x in range(left + 30, left + 900, 10))
                for y in range(lowest - 3, lowest + 4)
            )
            assert across >= 85, (variant, lowest)


def test_a_row_that_is_a_heading_stays_with_the_row_below_it(tmp_path: Path) -> None:
    for lines in range(24, 34):
        rows = "".join(f"<tr><td>{number}</td><td>{CLAUSE}</td></tr>" for number in range(3))
        band = "<tr><td colspan='2' bgcolor='#f1f3f6'>污染物排放管控</td></tr><tr><td>9</td><td>其下条款</td></tr>"
        html = f"{'<p>行</p>' * lines}<table width='100%' border='1'><thead><tr><th>序</th><th>表头</th></tr></thead>{rows}{band}{rows}</table>"
        pages = pages_of(printed(tmp_path, HtmlPart(html)))
        assert [page for page in pages if "污染物排放管控9其下条款" in page]


def test_a_piece_of_a_line_is_wider_than_the_line_above_it() -> None:
    site = symbols.symbol(symbols.palette()["site"], QgsWkbTypes.GeometryType.LineGeometry)
    for name in ("piece", "uncovered"):
        under = symbols.symbol(symbols.palette()[name], QgsWkbTypes.GeometryType.LineGeometry)
        assert under.width() >= site.width() + 1, name


def test_two_themes_of_zones_do_not_look_the_same() -> None:
    first, second = MapCategory("zone:a", "zone", "a"), MapCategory("zone:b", "zone", "b")
    whole = replace(sheet(), categories=(*sheet().categories, first, second))
    looks = [map_sheet._style(whole, one) for one in whole.categories if one.style == "zone"]
    assert len({(one.line, one.dash) for one in looks}) == len(looks) == 3


def test_latitudes_are_written_at_the_sides_and_longitudes_above_and_below() -> None:
    project = QgsProject()
    layout = make_layout(sheet(), project, choose_typeface("图"))
    (grid,) = next(one for one in layout.items() if isinstance(one, QgsLayoutItemMap)).grids().asList()
    sides, shown = QgsLayoutItemMapGrid.BorderSide, QgsLayoutItemMapGrid.DisplayMode
    assert {grid.annotationDisplay(side) for side in (sides.Left, sides.Right)} == {shown.LatitudeOnly}
    assert {grid.annotationDisplay(side) for side in (sides.Top, sides.Bottom)} == {shown.LongitudeOnly}
    project.clear()
