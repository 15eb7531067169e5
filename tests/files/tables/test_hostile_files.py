# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are broken, swollen or malicious end in a coded sentence or a reading, within seconds and within bounds."""

from __future__ import annotations

import random
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.files.printed_lists import DIMENSIONS, Known, Page, block_page
from tests.files.tables.printed_files import (
    biff5,
    ods_content,
    pack_ods,
    write_csv,
    write_html,
    write_ods,
    write_xls,
    write_xml_spreadsheet,
)
from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.files.tables.compound_file import CompoundDamaged, CompoundFile
from zoning_plugin.files.tables.page_table import parse_page, pasted_tables
from zoning_plugin.files.tables.reader import read_tables
from zoning_plugin.wording import sentence_of

PAGE: Page = block_page(
    [Known(f"ZH9901012{serial:04d}", dimension, f"{place}-1", "水/限制类", f"禁止新建{serial}{place}。")
     for serial in (1, 2) for place, dimension in enumerate(DIMENSIONS, 1)]
)  # fmt: skip
WRITERS: dict[str, Callable[[Page, Path], None]] = {
    ".xls": write_xls,
    ".ods": write_ods,
    ".csv": write_csv("gb18030"),
    ".tsv": write_csv("utf-16", "\t"),
    ".html": write_html("utf-8"),
    ".xml": write_xml_spreadsheet,
}
LONGEST_SECONDS = 10.0
"""Of the processor: what else runs on the machine is not ours to measure."""


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < 3 * LONGEST_SECONDS


def outcome(path: Path) -> str:
    """The code of the sentence in which reading ends, or "read"; within the time allowed, and with a sentence in both languages."""
    started = time.process_time()
    try:
        tables = read_tables(path)
    except ReleaseUnreadable as reason:
        said = list(reason.faults)
        code = reason.code
    else:
        said = list(tables.faults)
        code = "read"
        assert sum(len(grid.cells) for grid in tables.grids) <= 400_000
    assert time.process_time() - started < LONGEST_SECONDS
    for one in said[:3]:
        assert sentence_of(one, "zh")
        assert sentence_of(one, "en")
    return code


@pytest.mark.parametrize("suffix", WRITERS)
def test_flipped_and_missing_bytes(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"清单{suffix}"
    WRITERS[suffix](PAGE, path)
    whole = path.read_bytes()
    chance = random.Random(suffix)
    for turn in range(80):
        mutant = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            # half of the flips hit the headers, where the lengths and places are
            reach = len(mutant) if turn % 2 else min(len(mutant), 1_200)
            mutant[chance.randrange(reach)] = chance.choice((0, 1, 0x7F, 0x80, 0xFE, 0xFF, chance.randrange(256)))
        if not turn % 3:
            del mutant[chance.randrange(len(mutant)) :]
        path.write_bytes(bytes(mutant) or b"x")
        outcome(path)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("suffix", [".xls", ".ods", ".html", ".xml"])
def test_a_truncated_file_is_never_read_as_a_whole_one(suffix: str, share: float, tmp_path: Path) -> None:
    path = tmp_path / f"清单{suffix}"
    WRITERS[suffix](PAGE, path)
    whole = path.read_bytes()
    complete = read_tables(path).grids
    path.write_bytes(whole[: int(len(whole) * share)])
    code = outcome(path)
    if share == 0.99 and code == "read":  # cut behind the last table, where nothing of the list is missing
        assert read_tables(path).grids == complete
    else:
        assert code in ("file-truncated", "workbook-damaged", "page-without-table")


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".csv", ".tsv", ".html", ".xml", ".xlsx"])
@pytest.mark.parametrize("other", WRITERS)
def test_every_content_under_every_suffix(suffix: str, other: str, tmp_path: Path) -> None:
    path = tmp_path / f"清单{suffix}"
    WRITERS[other](PAGE, path)
    assert outcome(path) in ("read", "workbook-damaged", "list-format-unsupported")


# --- .xls ------------------------------------------------------------------------------------------------------------


def container(short_table: tuple[int, ...], size: int = 640) -> bytes:
    """A compound file whose stream "Workbook" lies in short sectors that follow ``short_table``."""
    header = bytearray(b"\xff" * 512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[8:76] = bytes(16) + struct.pack("<HHHHH6xIIiIIiIiI", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 2, 1, -2, 0)
    header[76:80] = struct.pack("<i", 0)
    table = struct.pack("<128i", -3, -2, -2, -2, *[-1] * 124)

    def entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
        raw = name.encode("utf-16-le")
        head = raw.ljust(64, b"\0") + struct.pack("<HBBiii", len(raw) + 2, kind, 1, -1, -1, child)
        return head + bytes(36) + struct.pack("<iII", start, length, 0)

    directory = entry("Root Entry", 5, 1, 3, 512) + entry("Workbook", 2, -1, 0, size) + bytes(256)
    short = struct.pack("<128i", *short_table, *[-1] * (128 - len(short_table)))
    return bytes(header) + table + directory + short + bytes(512)


def test_a_chain_of_sectors_that_bites_its_tail(tmp_path: Path) -> None:
    assert CompoundFile(container((1, 2, -2), 192)).stream("workbook") == bytes(192)
    with pytest.raises(CompoundDamaged, match="without end"):
        CompoundFile(container((1, 0))).stream("Workbook")
    (tmp_path / "环.xls").write_bytes(container((1, 0)))
    assert outcome(tmp_path / "环.xls") == "workbook-damaged"


def test_an_encrypted_xls_says_so(tmp_path: Path) -> None:
    plain = biff5({(0, 0): b"a"})
    locked = plain[:12] + struct.pack("<HHHH", 0x002F, 4, 1, 2) + plain[12:]
    (tmp_path / "密.xls").write_bytes(locked)
    assert outcome(tmp_path / "密.xls") == "file-encrypted"


def test_an_encrypted_xlsx_under_any_name_says_so(tmp_path: Path) -> None:
    raw = container((-2,)).replace("Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")[:16], 1)
    at = raw.index("Encrypte".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    raw = raw[:at] + name + raw[at + 32 : at + 64] + struct.pack("<H", len(name) + 2) + raw[at + 66 :]
    for suffix in (".xls", ".xlsx"):
        (tmp_path / f"密{suffix}").write_bytes(raw)
        assert outcome(tmp_path / f"密{suffix}") == "file-encrypted"


def test_half_a_million_cells_of_an_xls_are_refused_before_they_are_read(tmp_path: Path) -> None:
    raw = biff5({(number % 16_000, number // 16_000): b"a" for number in range(400_100)})
    (tmp_path / "大.xls").write_bytes(raw)
    assert outcome(tmp_path / "大.xls") == "workbook-too-large"


def test_an_xls_that_merges_everything_is_refused(tmp_path: Path) -> None:
    raw = biff5({(0, 0): b"a"})
    merges = struct.pack("<HHH", 0x00E5, 2 + 8 * 4, 4) + struct.pack("<HHHH", 0, 16_383, 0, 255) * 4
    (tmp_path / "并.xls").write_bytes(raw[:-4] + merges + raw[-4:])
    assert outcome(tmp_path / "并.xls") == "workbook-too-large"


# --- .ods ------------------------------------------------------------------------------------------------------------

DECLARATIONS = (
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">',
)
CELL = '<table:table-cell office:value-type="string" {0}><text:p>{1}</text:p></table:table-cell>'


@pytest.mark.parametrize("declaration", DECLARATIONS)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_document_types_are_refused(declaration: str, codec: str, tmp_path: Path) -> None:
    content = ods_content(row_of()).partition("?>")[2]
    head = f'<?xml version="1.0" encoding="{codec}"?>'
    pack_ods(tmp_path / "体.ods", (head + declaration + content).encode(codec))
    assert outcome(tmp_path / "体.ods") == "workbook-unsafe"
    write_xml_spreadsheet(PAGE, tmp_path / "体.xml")
    whole = (tmp_path / "体.xml").read_text(encoding="utf-8").partition("?>")[2]
    (tmp_path / "体.xml").write_bytes((head + declaration + whole).encode(codec))
    assert outcome(tmp_path / "体.xml") == "workbook-unsafe"


def row_of(attributes: str = "", text: str = "甲", row: str = "") -> str:
    return f"<table:table-row {row}>{CELL.format(attributes, text)}</table:table-row>"


@pytest.mark.parametrize(
    "rows",
    [
        row_of(row="table:number-rows-repeated='1048576'"),
        row_of("table:number-columns-repeated='16384'", row="table:number-rows-repeated='60'"),
        row_of("table:number-columns-repeated='999999999'"),
        row_of(text="甲" * 32_767, row="table:number-rows-repeated='5000'"),
        row_of("table:number-columns-spanned='9000' table:number-rows-spanned='9000'"),
        row_of(text="<text:s text:c='999999999'/>"),
        "<table:table-row>"
        + "<table:table-cell table:formula='of:=1' table:number-columns-repeated='400'/>" * 40
        + "</table:table-row>",
    ],
    ids=["rows", "cells", "columns", "text", "merge", "spaces", "formulas"],
)
def test_repetition_is_no_bomb(rows: str, tmp_path: Path) -> None:
    pack_ods(tmp_path / "弹.ods", ods_content(rows))
    assert outcome(tmp_path / "弹.ods") in ("workbook-too-large", "formula-without-value")


def test_a_million_rows_of_an_ods(tmp_path: Path) -> None:
    row = row_of()
    noise = "".join(row.replace("甲", str(number * 7_919)) for number in range(450_000))
    pack_ods(tmp_path / "长.ods", ods_content(noise))
    assert outcome(tmp_path / "长.ods") == "workbook-too-large"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    pack_ods(tmp_path / "弹.ods", ods_content("<!--" + " " * 50_000_000 + "-->"))
    assert outcome(tmp_path / "弹.ods") == "workbook-too-large"


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = pack_ods(tmp_path / "谎.ods", ods_content("<!--" + " " * 5_000_000 + "-->"))
    with zipfile.ZipFile(path) as archive:
        true = struct.pack("<I", archive.getinfo("content.xml").file_size)
    path.write_bytes(path.read_bytes().replace(true, struct.pack("<I", 500)))
    assert outcome(path) in ("workbook-damaged", "file-truncated", "workbook-too-large")


def test_deep_nesting_does_not_overflow(tmp_path: Path) -> None:
    deep = (
        "<table:table-row><table:table-cell>"
        + "<text:p>" * 200_000
        + "甲"
        + "</text:p>" * 200_000
        + "</table:table-cell></table:table-row>"
    )
    pack_ods(tmp_path / "深.ods", ods_content(deep).replace("\n", ""))
    assert outcome(tmp_path / "深.ods") in ("read", "workbook-too-large", "workbook-damaged")


# --- text ------------------------------------------------------------------------------------------------------------


def test_a_million_rows_of_text(tmp_path: Path) -> None:
    (tmp_path / "长.csv").write_text("甲,乙\n" * 1_000_000, encoding="utf-8")
    assert outcome(tmp_path / "长.csv") == "workbook-too-large"


@pytest.mark.parametrize(
    "text", ["\n" * 3_000_000, "," * 3_000_000, '"' * 3_000_001, "\0" * 3_000_000, "甲" * 3_000_000, '"甲' * 500_000]
)
def test_odd_text(text: str, tmp_path: Path) -> None:
    (tmp_path / "怪.csv").write_text(text, encoding="utf-8", newline="")
    outcome(tmp_path / "怪.csv")


def test_long_cells_arrive_whole(tmp_path: Path) -> None:
    long = "禁" * 200_000
    (tmp_path / "长.csv").write_text(f"甲,{long}\n乙,丙\n", encoding="utf-8")
    assert read_tables(tmp_path / "长.csv").grids[0].cells[1, 2] == long


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        '<a b="' * 300_000,
        "<a b='" * 300_001,
        "<table>" * 100_000,
        "<table><tr>" + "<td rowspan=65534 colspan=1000>x" * 20 + "<tr><td>" * 100_000,
        "<table><tr>" + "<td rowspan=65534>x" * 16_000 + "<tr><td>" * 10_000 + "</table>",
        "<table>" + "<tr><td rowspan=0 colspan=900>x" * 5_000 + "</table>",
        "<table><tr>" + "<td>x" * 500_000,
        "<table>" + "<tr><td>" * 2_000_000 + "</table>",
        "<!--" * 500_000,
        "<![CDATA[" * 500_000,
        "<script>" * 500_000,
        "<table><tr><td>" + "<b> </b> " * 300_000 + "</table>",
        "<table><tr><td>" + "<div>" * 200_000 + "</i>" * 200_000 + "</table>",
        "<table><tr><td>" + " " * 3_000_000 + "x</table>",
        "<table><tr><td " + "a=b " * 500_000,
        "<table><tr><td " + "=" * 500_000 + ">甲</table>",
        "<table><tr><td " + '"' * 500_000 + ">甲</table>",
        "<table><tr><td style='" + "mso-ignore:" * 500_000 + "'>甲</table>",
        "&#" * 1_000_000,
        "Version:0.9\r\n" + "StartHTML:1 " * 200_000 + "\r\n<table><tr><td>甲</table>",
        "<" * 900_000,
        "</" * 900_000,
    ],
    ids=lambda page: page[:16],
)
def test_a_page_takes_no_longer_than_it_is_long(page: str) -> None:
    started = time.process_time()
    try:
        tables = pasted_tables(page + "<table>", "") if "<table" not in page else parse_page(page, "页")
        assert tables.grids
    except ReleaseUnreadable as reason:
        assert sentence_of(reason.faults[0], "zh")  # noqa: PT017
    assert time.process_time() - started < LONGEST_SECONDS
