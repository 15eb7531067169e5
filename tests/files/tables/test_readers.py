# SPDX-License-Identifier: GPL-3.0-or-later
"""What each format has of its own: text as printed, what is told, and what a file really is."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt

from tests.files.tables.printed_files import biff5, ods_content, pack_ods
from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.files.tables.delimited import parse_delimited, read_delimited
from zoning_plugin.files.tables.grid import Inside, Merge, Tables
from zoning_plugin.files.tables.old_workbook import read_old_workbook
from zoning_plugin.files.tables.open_document import read_open_document
from zoning_plugin.files.tables.page_table import CLIPBOARD, parse_page, pasted_tables
from zoning_plugin.files.tables.reader import read_tables


def codes(tables: Tables) -> list[str]:
    return [one.code for one in tables.faults]


def refused(read: object, *args: object) -> list[tuple[str, str]]:
    with pytest.raises(ReleaseUnreadable) as caught:
        read(*args)  # type: ignore[operator]
    return [(one.code, one.fact("cell")) for one in caught.value.faults]


# --- .xls ------------------------------------------------------------------------------------------------------------


def test_xls_cells_are_text_as_printed(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("清单")
    values = (1, 2.0, 2.5, True, "甲\r\n乙", "x" * 32_767, "  ", 1e20)
    for row, value in enumerate(values):
        sheet.write(row, 0, value)
    sheet.write(0, 1, 0.35, xlwt.easyxf(num_format_str="0%"))
    sheet.write(1, 1, datetime.date(2024, 6, 30), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))
    sheet.write(2, 1, datetime.datetime(2024, 6, 30, 8, 5), xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm"))  # noqa: DTZ001
    sheet.write(3, 1, datetime.time(8, 5), xlwt.easyxf(num_format_str="hh:mm"))
    sheet.write_merge(4, 5, 1, 2, "并")
    book.save(str(tmp_path / "数.xls"))
    (grid,) = read_old_workbook(tmp_path / "数.xls").grids
    assert [grid.text(row, 1) for row in range(1, 9)] == ["1", "2", "2.5", "TRUE", "甲\n乙", "x" * 32_767, "", "1e+20"]
    assert [grid.text(row, 2) for row in range(1, 5)] == ["35%", "2024-06-30", "2024-06-30 08:05:00", "08:05:00"]
    assert (grid.merges, grid.text(6, 3)) == ((Merge(5, 2, 6, 3),), "并")


def test_xls_dates_of_1904(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    book.add_sheet("清单").write(0, 0, 44_012, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.save(str(tmp_path / "苹果.xls"))
    (grid,) = read_old_workbook(tmp_path / "苹果.xls").grids
    assert grid.cells == {(1, 1): "2024-07-01"}


def test_xls_hidden_sheets_are_read_and_told(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("清单").write(0, 0, "甲")
    hidden = book.add_sheet("旧稿")
    hidden.write(0, 0, "乙")
    hidden.visibility = 2
    book.save(str(tmp_path / "藏.xls"))
    tables = read_old_workbook(tmp_path / "藏.xls")
    assert [(grid.name, grid.is_hidden) for grid in tables.grids] == [("清单", False), ("旧稿", True)]
    assert codes(tables) == ["sheet-hidden"]


def test_xls_formulas_without_text_are_told(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("清单")
    sheet.write(0, 0, "甲")
    sheet.write(1, 1, xlwt.Formula('"乙"&"丙"'))
    book.save(str(tmp_path / "式.xls"))
    tables = read_old_workbook(tmp_path / "式.xls")
    assert [(one.code, one.fact("cell")) for one in tables.faults] == [("formula-empty", "B2")]


def test_xls_error_values_are_errors(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("清单")
    sheet.row(1).set_cell_error(2, "#REF!")
    sheet.row(4).set_cell_error(0, "#NAME?")
    book.save(str(tmp_path / "错.xls"))
    assert refused(read_old_workbook, tmp_path / "错.xls") == [("cell-error", "C2"), ("cell-error", "A5")]


@pytest.mark.parametrize(
    ("page", "text", "encoding", "told"),
    [
        (936, "禁止新建①②￥", "GB18030", []),
        (1252, "禁止新建", "GB18030", ["encoding-contradicted"]),
        (None, "禁止新建", "GB18030", ["encoding-contradicted"]),
        (1252, "Menü é", "CP1252", []),
        (950, "禁止新建", "CP950", []),
    ],
)
def test_texts_of_excel_95_are_decoded_by_what_they_are(
    tmp_path: Path, page: int | None, text: str, encoding: str, told: list[str]
) -> None:
    codec = encoding.lower()
    path = tmp_path / "旧.xls"
    path.write_bytes(
        biff5({(0, 0): text.encode(codec), (1, 1): b"a"}, page=page, name="单".encode(codec) if page == 936 else b"S")
    )
    tables = read_tables(path)
    assert (tables.grids[0].cells[1, 1], tables.encoding, codes(tables)) == (text, encoding, told)


# --- .ods ------------------------------------------------------------------------------------------------------------

CELL = "<table:table-cell {0}>{1}</table:table-cell>"


def ods(tmp_path: Path, *cells: tuple[str, str], styles: str = "", attributes: str = "", more: str = "") -> Path:
    rows = "".join(f"<table:table-row>{CELL.format(*cell)}</table:table-row>" for cell in cells)
    return pack_ods(tmp_path / "表.ods", ods_content(more + rows, styles=styles, attributes=attributes))


def test_ods_cells_are_text_as_printed(tmp_path: Path) -> None:
    path = ods(
        tmp_path,
        ('office:value-type="float" office:value="2.0"', "<text:p>2</text:p>"),
        ('office:value-type="float" office:value="1234.5"', "<text:p>1,234.50</text:p>"),
        ('office:value-type="percentage" office:value="0.35"', "<text:p>35%</text:p>"),
        ('office:value-type="date" office:date-value="2024-06-30"', "<text:p>2024年6月30日</text:p>"),
        ('office:value-type="date" office:date-value="2024-06-30T08:05:00"', "<text:p>x</text:p>"),
        ('office:value-type="time" office:time-value="PT08H05M00S"', "<text:p>8:05</text:p>"),
        ('office:value-type="boolean" office:boolean-value="true"', "<text:p>真</text:p>"),
        (
            'office:value-type="string"',
            "<text:p>甲 <text:span>乙<text:s text:c='2'/></text:span>\n  丙<text:tab/>丁<text:line-break/>戊</text:p><text:p/><text:p>己</text:p>",
        ),
        ('office:value-type="string" office:string-value="庚"', ""),
    )
    (grid,) = read_open_document(path).grids
    assert [grid.text(row, 1) for row in range(1, 10)] == [
        "2", "1234.5", "35%", "2024-06-30", "2024-06-30 08:05:00", "08:05:00", "TRUE", "甲 乙   丙\t丁\n戊\n\n己", "庚",
    ]  # fmt: skip


def test_ods_repeated_cells_and_rows_are_unfolded_where_they_hold_text(tmp_path: Path) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="3" office:value-type="string"><text:p>甲</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    (grid,) = read_open_document(pack_ods(tmp_path / "复.ods", ods_content(rows))).grids
    assert grid.cells == {(row, column): "甲" for row in (1, 2) for column in (1, 2, 3)}


def test_ods_what_is_no_text_of_a_cell_is_told(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>批</text:p></office:annotation>"
    drawing = (
        "<table:shapes><draw:frame><draw:text-box><text:p>图中字</text:p></draw:text-box></draw:frame></table:shapes>"
    )
    changed = "<table:tracked-changes><table:deletion><table:table-cell><text:p>删</text:p></table:table-cell></table:deletion></table:tracked-changes>"
    covered = (
        '<table:table-row><table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>甲</text:p></table:table-cell>'
        "<table:covered-table-cell><text:p>遮</text:p></table:covered-table-cell></table:table-row>"
    )
    hidden = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    path = ods(
        tmp_path, ('office:value-type="string"', f"{note}<text:p>乙</text:p>"), styles=hidden, attributes='table:style-name="ta2"',
        more=changed + drawing + covered,
    )  # fmt: skip
    tables = read_open_document(path)
    assert tables.grids[0].cells == {(1, 1): "甲", (2, 1): "乙"}
    assert tables.grids[0].merges == (Merge(1, 1, 1, 2),)
    assert {one.code: one.fact("text") or one.fact("count") for one in tables.faults} == {
        "text-under-merge": "遮", "sheet-hidden": "", "comments-left-out": "1", "text-outside-cells": "图中字",
    }  # fmt: skip


def test_ods_formulas_without_value_and_errors_are_errors(tmp_path: Path) -> None:
    path = ods(
        tmp_path,
        ('table:formula="of:=[.B1]"', ""),
        ('table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"', "<text:p>#DIV/0!</text:p>"),
        ('table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""', ""),
        ('table:formula="of:=1+1" office:value-type="float" office:value="2"', "<text:p>2</text:p>"),
    )
    assert sorted(refused(read_open_document, path)) == [("cell-error", "A2"), ("formula-without-value", "A1")]


@pytest.mark.parametrize(
    "more",
    [
        {"META-INF/manifest.xml": b'<manifest:file-entry><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'},
        {"encrypted-package": b"x"},
    ],
)  # fmt: skip
def test_an_encrypted_ods_says_so(tmp_path: Path, more: dict[str, bytes]) -> None:
    path = pack_ods(tmp_path / "密.ods", ods_content(""), more)
    assert refused(read_tables, path) == [("file-encrypted", "")]


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("甲,乙\n丙,丁\n", {(1, 1): "甲", (1, 2): "乙", (2, 1): "丙", (2, 2): "丁"}),
        ('甲;"乙,\n""丙"""\n一;二', {(1, 1): "甲", (1, 2): '乙,\n"丙"', (2, 1): "一", (2, 2): "二"}),
        ("甲\t乙,丙\n丁\t戊", {(1, 1): "甲", (1, 2): "乙,丙", (2, 1): "丁", (2, 2): "戊"}),
        ("sep=|\r\n甲|乙、丙", {(1, 1): "甲", (1, 2): "乙、丙"}),
        ('标题\n甲,="007"', {(1, 1): "标题", (2, 1): "甲", (2, 2): "007"}),
        ("水、大气、土壤", {(1, 1): "水、大气、土壤"}),
        ("甲\r乙", {(1, 1): "甲", (2, 1): "乙"}),
        ("\ufeff甲，乙", {(1, 1): "甲", (1, 2): "乙"}),
    ],
)
def test_delimited_text(text: str, cells: dict[tuple[int, int], str]) -> None:
    (grid,) = parse_delimited(text, "贴").grids
    assert grid.cells == cells


def test_quotes_that_do_not_pair(tmp_path: Path) -> None:
    (tmp_path / "引.csv").write_text('甲,乙\n"丙,丁\n戊,己\n', encoding="utf-8")
    assert refused(read_delimited, tmp_path / "引.csv") == [("quotes-unclosed", "")]
    tables = parse_delimited('"甲"乙\t丙\n丁\t"戊', "贴")
    assert tables.grids[0].cells == {(1, 1): '"甲"乙', (1, 2): "丙", (2, 1): "丁", (2, 2): '"戊'}
    assert codes(tables) == ["quotes-literal"]


def test_control_characters_are_taken_out_and_told() -> None:
    tables = parse_delimited("甲\0,乙\n丙,\x07丁", "贴")
    assert sorted(tables.grids[0].cells.values()) == sorted("甲乙丙丁")
    assert [(one.code, one.fact("cell")) for one in tables.faults] == [("control-characters", "A1、B2")]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("禁止新建,扩建".encode()[:-1], "file-truncated"),
        ("禁止新建,扩建".encode("gb18030")[:-1], "file-truncated"),
        ("甲\n".encode() * 40 + b"\xff\xff" + "乙".encode() * 40, "text-undecodable"),
        ("甲\n".encode("gb18030") * 40 + b"\xff\xff" + "乙".encode("gb18030") * 40, "text-undecodable"),
        ("甲,乙".encode("utf-16")[:-1], "file-truncated"),
    ],
)
def test_text_that_is_neither_is_refused_rather_than_guessed(tmp_path: Path, raw: bytes, code: str) -> None:
    (tmp_path / "文.csv").write_bytes(raw)
    assert refused(read_tables, tmp_path / "文.csv") == [(code, "")]


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_page_as_it_is_displayed() -> None:
    page = """<!doctype html><title>网</title><style>td{x}</style><script>if (a<b) document.write("<table>")</script><!-- <table> -->
    <h1>示例县<br>清单</h1><table><caption>附表&nbsp;1</caption><thead><tr><th rowspan=2>甲<th colspan="2">面积&lt;5
      公顷</thead><tr><td>丙<br>丁</td><td><p>一</p><p>二</p><ol start=3><li>三<li>四</ol></td></tr>
    <tr><td colspan=3 style='mso-ignore:colspan'>溢出</td></tr></table><p>尾注</p>"""
    tables = parse_page(page, "页.html")
    (grid,) = tables.grids
    assert grid.cells == {
        (1, 1): "甲",
        (1, 2): "面积<5 公顷",
        (2, 2): "丙\n丁",
        (2, 3): "一\n二\n3.三\n4.四",
        (3, 1): "溢出",
    }
    assert grid.merges == (Merge(1, 1, 2, 1), Merge(1, 2, 1, 3))
    assert (grid.lines_before, tables.lines_after) == (("网", "示例县", "清单", "附表 1"), ("尾注",))


def test_a_nested_table_is_a_grid_of_its_own_that_knows_its_place() -> None:
    tables = parse_page("<table><tr><td>外<table><tr><td>内</table>后</td></tr></table>", "页")
    assert [(grid.name, grid.cells) for grid in tables.grids] == [
        ("表 1", {(1, 1): "外\n后"}),
        ("表 1.1", {(1, 1): "内"}),
    ]
    assert tables.grids[1].inside == Inside("表 1", 1, 1, 1)


def test_what_is_not_displayed_is_told() -> None:
    tables = parse_page(
        "<table><tr style='display:none'><td>隐</td></tr><tr><td>显<span style='DISPLAY: none'>藏</span></td></tr></table>"
        "<div style='display:none'><table><tr><td>旧</td></tr></table></div>",
        "页",
    )
    assert [(grid.cells, grid.is_hidden) for grid in tables.grids] == [
        ({(1, 1): "隐", (2, 1): "显"}, False),
        ({(1, 1): "旧"}, True),
    ]
    assert sorted((one.code, one.fact("text") + one.fact("row")) for one in tables.faults) == [
        ("hidden-text-left-out", "藏"), ("rows-hidden", "1"), ("sheet-hidden", ""),
    ]  # fmt: skip


def test_line_breaks_count_where_white_space_is_kept() -> None:
    (grid,) = parse_page(
        "<table><tr><td style='white-space: pre-wrap'>1.甲\n2.乙<td><pre>丙\r\n丁</pre><td>戊\n己</table>", "页"
    ).grids
    assert [grid.cells[1, column] for column in (1, 2, 3)] == ["1.甲\n2.乙", "丙\n丁", "戊 己"]


def test_what_is_pasted() -> None:
    assert pasted_tables("", "甲\t乙").grids[0].cells == {(1, 1): "甲", (1, 2): "乙"}
    assert pasted_tables("<b>甲</b>", "甲\t乙").file == CLIPBOARD
    assert pasted_tables("<table><tr><td>丙</table>", "甲\t乙").grids[0].cells == {(1, 1): "丙"}
    assert pasted_tables("<table><tr><td></table>", "甲\t乙").grids[0].cells == {(1, 1): "甲", (1, 2): "乙"}
    assert refused(pasted_tables, "<p>没有</p>", " ") == [("page-without-table", "")]
    assert refused(pasted_tables, "<table><tr><td>####</td></tr></table>", "") == [("cell-error", "A1")]


@pytest.mark.parametrize(
    "page", ["<table><tr><td>甲", "<table><tr><td>甲</td", "<table><tr><td>甲</table><!-- ", "<table></table><script>x"]
)
def test_a_page_that_breaks_off_is_truncated(page: str) -> None:
    assert refused(parse_page, page, "页") == [("file-truncated", "")]


# --- which reader ----------------------------------------------------------------------------------------------------


def test_a_workbook_under_the_name_of_an_old_one_is_read_and_told(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("清单").write(0, 0, "甲")
    book.save(str(tmp_path / "新.xlsx"))
    tables = read_tables(tmp_path / "新.xlsx")
    assert [(one.code, one.fact("found")) for one in tables.faults] == [("format-by-content", "xls")]


@pytest.mark.parametrize(
    ("name", "content", "code", "wanted"),
    [
        ("单.et", b"\xd0\xcf\x11\xe0", "list-format-unsupported", ".xlsx"),
        ("单.doc", b"x", "list-format-unsupported", ".docx"),
        ("单.wps", b"x", "list-format-unsupported", ".docx"),
        ("单.pdf", b"%PDF-1.7", "list-format-unsupported", ".docx"),
        ("单.xlsx", b"%PDF-1.7", "list-format-unsupported", ".docx"),
        ("单.dwg", b"AC1032", "drawing-not-read", ""),
        ("单.csv", b"AC1032 \xff", "drawing-not-read", ""),
        ("单.rar", b"Rar!", "archive-format-unsupported", ""),
        ("单.png", b"\x89PNG", "list-format-picture", ""),
        ("单.csv", b"\x89PNG\r\n", "list-format-picture", ""),
        ("单.xlsb", b"PK", "list-format-unsupported", ".xlsx"),
        ("单.numbers", b"PK", "list-format-unsupported", ".xlsx"),
        ("单.fods", b"<?xml", "list-format-unsupported", ".xlsx"),
        ("单.xls", b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "list-format-unsupported", ".xlsx"),
        ("单.什么", b"hello", "list-format-unsupported", ".xlsx"),
        ("单", b"hello", "list-format-unsupported", ".xlsx"),
        ("单.csv", b"", "file-empty", ""),
        ("单.xlsx", b"hello", "workbook-damaged", ""),
        ("单.ods", b"hello", "workbook-damaged", ""),
        ("单.xls", bytes(range(256)) * 4, "workbook-damaged", ""),
    ],
)
def test_what_is_not_read_says_what_to_do(tmp_path: Path, name: str, content: bytes, code: str, wanted: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReleaseUnreadable) as caught:
        read_tables(tmp_path / name)
    assert (caught.value.code, caught.value.facts.get("wanted", "")) == (code, wanted)
    assert caught.value.facts["file"] == name


def test_what_is_not_there(tmp_path: Path) -> None:
    assert refused(read_tables, tmp_path / "无.xls") == [("file-missing", "")]


def test_a_modern_workbook_is_read_through_the_same_door(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.save(tmp_path / "清单.xlsx")
    assert read_tables(tmp_path / "清单.xlsx").grids[0].cells == {(1, 1): "甲"}


def test_a_modern_workbook_under_the_name_of_an_old_one_is_read_and_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.save(tmp_path / "清单.xlsx")
    tables = read_tables((tmp_path / "清单.xlsx").rename(tmp_path / "清单.xls"))
    assert (tables.grids[0].cells, codes(tables)) == ({(1, 1): "甲"}, ["format-by-content"])
