# SPDX-License-Identifier: GPL-3.0-or-later
"""Workbooks from strangers: text as printed, and one coded error for whatever is broken, swollen or unsafe."""

from __future__ import annotations

import contextlib
import datetime
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.files.tables.grid import Merge
from zoning_plugin.files.tables.workbook import read_workbook


def saved(path: Path, fill: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> Path:
    book = openpyxl.Workbook()
    fill(book.active)
    book.save(path)
    return path


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None], add: dict[str, bytes] | None = None) -> Path:
    """The same archive with members changed, left out (None) or added."""
    with zipfile.ZipFile(path) as source:
        members = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            changed = change(name, content)
            if changed is not None:
                target.writestr(name, changed)
        for name, content in (add or {}).items():
            target.writestr(name, content)
    return path


def fault_of(path: Path) -> str:
    with pytest.raises(ReleaseUnreadable) as caught:
        read_workbook(path)
    assert all(one.fact("file") == path.name for one in caught.value.faults)
    return caught.value.code


@pytest.fixture
def simple(tmp_path: Path) -> Path:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["A1"] = "甲"

    return saved(tmp_path / "清单.xlsx", fill)


def test_cells_are_text_as_printed(tmp_path: Path) -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row, value in enumerate(
            (1, 2.0, 2.5, 0.35, datetime.date(2024, 6, 30), True, "甲\r\n乙", "a_x000D_\nb", "_x0041_", "  "), 1
        ):
            sheet.cell(row, 1, value)
        sheet["A4"].number_format = "0%"

    (grid,) = read_workbook(saved(tmp_path / "数.xlsx", fill)).grids
    assert [grid.text(row, 1) for row in range(1, 11)] == [
        "1",
        "2",
        "2.5",
        "35%",
        "2024-06-30",
        "TRUE",
        "甲\n乙",
        "a\nb",
        "A",
        "",
    ]


def test_merged_cells_are_filled_and_known(tmp_path: Path) -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["B2"] = "甲"
        sheet.merge_cells("B2:C3")

    (grid,) = read_workbook(saved(tmp_path / "并.xlsx", fill)).grids
    assert [grid.text(row, column) for row in (2, 3) for column in (2, 3)] == ["甲"] * 4
    assert grid.cells == {(2, 2): "甲"}
    assert grid.merges == (Merge(2, 2, 3, 3),)
    assert (grid.origin(3, 3), grid.rows, grid.columns) == ((2, 2), (2, 3), (2, 3))


def test_a_formula_counts_by_its_stored_value_and_is_an_error_without(tmp_path: Path) -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["A1"] = "甲"
        sheet["A2"] = '="乙"&"丙"'
        sheet["A3"] = "=1+1"

    path = saved(tmp_path / "公式.xlsx", fill)
    with pytest.raises(ReleaseUnreadable) as caught:
        read_workbook(path)
    assert [(one.code, one.fact("cell")) for one in caught.value.faults] == [
        ("formula-without-value", "A2"),
        ("formula-without-value", "A3"),
    ]

    def cached(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return content
        return (
            content.replace(b'<c r="A2"><f>', b'<c r="A2" t="str"><f>')
            .replace(b"<v></v>", b"<v>2</v>")
            .replace(b"<v />", b"<v>2</v>")
            .replace(b"<v/>", b"<v>2</v>")
        )

    (grid,) = read_workbook(rewritten(path, cached)).grids
    assert (grid.text(2, 1), grid.text(3, 1)) == ("2", "2")


def test_an_error_value_is_an_error(tmp_path: Path) -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["A1"] = "#REF!"
        sheet["A1"].data_type = "e"

    assert fault_of(saved(tmp_path / "错.xlsx", fill)) == "cell-error"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.xlsx", b"", "file-empty"),
        ("文.xlsx", b"hello", "workbook-damaged"),
        ("旧.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "file-encrypted"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert fault_of(tmp_path / name) == code


def test_what_is_not_there(tmp_path: Path) -> None:
    assert fault_of(tmp_path / "无.xlsx") == "file-missing"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_says_so(simple: Path, share: float) -> None:
    whole = simple.read_bytes()
    simple.write_bytes(whole[: int(len(whole) * share)])
    assert fault_of(simple) == "file-truncated"


def test_a_foreign_zip_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "包.xlsx", "w") as archive:
        archive.writestr("readme.txt", "x")
    assert fault_of(tmp_path / "包.xlsx") == "workbook-damaged"


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">',
    ],
)
@pytest.mark.parametrize(
    "member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "docProps/core.xml", "_rels/.rels"]
)
def test_document_types_and_entities_are_refused_before_parsing(simple: Path, declaration: bytes, member: str) -> None:
    def poisoned(name: str, content: bytes) -> bytes:
        if name != member:
            return content
        head, end, rest = content.partition(b"?>")
        return head + end + declaration + rest if end else declaration + content

    assert fault_of(rewritten(simple, poisoned)) == "workbook-unsafe"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-32", "cp037"])
def test_xml_in_another_encoding_cannot_hide_entities(simple: Path, codec: str) -> None:
    text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'

    def hidden(name: str, content: bytes) -> bytes:
        return text.encode(codec) if name == "xl/worksheets/sheet1.xml" else content

    assert fault_of(rewritten(simple, hidden)) in ("workbook-unsafe", "workbook-damaged")


def test_a_zip_bomb_is_not_unpacked(simple: Path) -> None:
    bomb = b"<!-- " + b" " * 20_000_000 + b"-->"
    started = time.monotonic()
    assert (
        fault_of(rewritten(simple, lambda _, content: content, {"xl/worksheets/sheet2.xml": bomb}))
        == "workbook-too-large"
    )
    del bomb
    assert time.monotonic() - started < 20


def test_too_many_members_or_cells_or_merged_cells(simple: Path) -> None:
    many = {f"xl/x{number}.bin": b"" for number in range(6000)}
    assert fault_of(rewritten(simple, lambda _, content: content, many)) == "workbook-too-large"


def test_a_sheet_with_half_a_million_cells_is_refused(simple: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (row, row, row * 7919) for row in range(1, 500_001))
    assert (
        fault_of(
            rewritten(
                simple,
                lambda name, content: (
                    content.replace(b"<sheetData>", b"<sheetData>" + rows) if name.endswith("sheet1.xml") else content
                ),
            )
        )
        == "workbook-too-large"
    )


@pytest.mark.parametrize("reference", [b"A1:XFD1048576", b"A1:B9999999", b"A1:C", b"A1"])
def test_a_merge_over_the_whole_sheet_is_refused_and_does_not_hang(simple: Path, reference: bytes) -> None:
    def merged(name: str, content: bytes) -> bytes:
        merge = b'<mergeCells count="1"><mergeCell ref="' + reference + b'"/></mergeCells><pageMargins'
        return content.replace(b"<pageMargins", merge, 1) if name.endswith("sheet1.xml") else content

    started = time.monotonic()
    path = rewritten(simple, merged)
    if reference == b"A1":
        read_workbook(path)
    else:
        assert fault_of(path) in ("workbook-too-large", "workbook-damaged")
    assert time.monotonic() - started < 5


def test_one_cell_in_the_last_corner_does_not_hang(tmp_path: Path) -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["A1"] = "甲"
        sheet.cell(1_048_576, 16_384, "乙")

    started = time.monotonic()
    (grid,) = read_workbook(saved(tmp_path / "角.xlsx", fill)).grids
    assert grid.cells == {(1, 1): "甲", (1_048_576, 16_384): "乙"}
    assert time.monotonic() - started < 5


def test_macros_are_ignored_with_a_warning(simple: Path) -> None:
    workbook = read_workbook(rewritten(simple, lambda _, content: content, {"xl/vbaProject.bin": b"\x00"}))
    assert [one.code for one in workbook.faults] == ["macros-ignored"]


def test_a_hidden_sheet_is_read_with_a_warning(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    hidden = book.create_sheet("旧稿")
    hidden["A1"] = "乙"
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "藏.xlsx")
    workbook = read_workbook(tmp_path / "藏.xlsx")
    assert [sheet.name for sheet in workbook.grids] == ["Sheet", "旧稿"]
    assert [(one.code, one.fact("sheet")) for one in workbook.faults] == [("sheet-hidden", "旧稿")]


def test_control_characters_are_taken_out_with_a_warning(tmp_path: Path) -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["A1"] = "甲_x0000_乙_x0007_"

    workbook = read_workbook(saved(tmp_path / "控.xlsx", fill))
    assert (workbook.grids[0].text(1, 1), [one.code for one in workbook.faults]) == ("甲乙", ["control-characters"])


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    assert fault_of(saved(tmp_path / "白.xlsx", lambda _: None)) == "workbook-without-text"


def test_flipped_bytes_end_in_a_coded_error_or_a_reading(simple: Path) -> None:
    whole = simple.read_bytes()
    chance = random.Random(1)
    for _ in range(60):
        mutant = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            mutant[chance.randrange(len(mutant))] = chance.randrange(256)
        simple.write_bytes(bytes(mutant))
        with contextlib.suppress(ReleaseUnreadable):
            read_workbook(simple)


def test_what_a_merged_range_hides_is_told_word_for_word(simple: Path) -> None:
    """Excel keeps what it merges over when the range is made by a program; nobody sees it, and nobody may lose it unseen."""
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>看得见</t></is></c><c r="B1" t="inlineStr"><is><t>1-9.看不见的条款</t></is></c></row>'

    def change(name: str, content: bytes) -> bytes:
        if "worksheets/" not in name:
            return content
        head = content[: content.index(b"<sheetData")]
        return (
            head + f'<sheetData>{row}</sheetData><mergeCells><mergeCell ref="A1:C2"/></mergeCells></worksheet>'.encode()
        )

    (grid,), faults = (found := read_workbook(rewritten(simple, change))).grids, found.faults
    assert (grid.cells, grid.merges) == ({(1, 1): "看得见"}, (Merge(1, 1, 2, 3),))
    assert [(one.code, one.fact("cell"), one.fact("text")) for one in faults] == [
        ("text-under-merge", "B1", "1-9.看不见的条款")
    ]


@pytest.mark.parametrize("namespace", [b'xmlns:="x"', b'xmlns:9="x"', b"xmlns:a="])
def test_xml_that_no_parser_takes(simple: Path, namespace: bytes) -> None:
    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"<worksheet ", b"<worksheet " + namespace + b" ") if "worksheets/" in name else content

    assert fault_of(rewritten(simple, change)) == "workbook-damaged"
