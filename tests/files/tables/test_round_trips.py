# SPDX-License-Identifier: GPL-3.0-or-later
"""A known list, printed in many layouts and written in every format, comes back clause for clause."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.files.printed_lists import DIMENSIONS, Known, Page, block_page, tier_page, wide_page
from tests.files.tables.printed_files import (
    csv_text,
    html_table,
    write_csv,
    write_html,
    write_ods,
    write_xls,
    write_xml_spreadsheet,
)
from zoning_plugin.core.clause import printed_clause
from zoning_plugin.core.errors import Level
from zoning_plugin.files.access_list import read_sheet
from zoning_plugin.files.clause_text import squeezed
from zoning_plugin.files.profile import read_profile
from zoning_plugin.files.tables.grid import Tables
from zoning_plugin.files.tables.page_table import pasted_tables
from zoning_plugin.files.tables.reader import read_tables

PROFILE = read_profile()
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SHUNDE = DATA / "foshan_update_shunde"

Writer = Callable[[Page, Path], None]
WITH_MERGES: dict[str, tuple[str, Writer]] = {
    "xls": (".xls", write_xls),
    "ods": (".ods", write_ods),
    "html": (".html", write_html("utf-8")),
    "html in GBK under .xls": (".xls", write_html("gb18030")),
    "XML spreadsheet under .xls": (".xls", write_xml_spreadsheet),
}
PLAIN: dict[str, tuple[str, Writer]] = {
    "csv": (".csv", write_csv("utf-8")),
    "csv with a mark": (".csv", write_csv("utf-8-sig")),
    "csv in GBK": (".csv", write_csv("gb18030")),
    "csv with semicolons": (".csv", write_csv("gb18030", ";")),
    "Unicode text": (".txt", write_csv("utf-16", "\t")),
    "tsv in GBK": (".tsv", write_csv("gb18030", "\t")),
    "text under .xls": (".xls", write_csv("gb18030", "\t")),
}

sentences = st.text(
    alphabet="禁止新建扩改设项目水大气土壤（）、，,;《》2035年5吨VOCs\"'<&>|~²㎡", min_size=2, max_size=24
).map(lambda text: "为" + text.strip() + "。")
tags = st.sampled_from(["", "水/限制类", "大气/综合类", "能源综合类"])


@st.composite
def lists(draw: st.DrawFn, *, with_units: bool = True) -> list[Known]:
    clauses: list[Known] = []
    for serial in range(1, draw(st.integers(1, 3)) + 1) if with_units else [0]:
        unit = f"ZH9901012{serial:04d}" if with_units else ""
        for place, dimension in enumerate(DIMENSIONS, 1):
            clauses += [
                Known(unit, dimension, f"{place}-{number}", draw(tags), draw(sentences))
                for number in range(1, draw(st.integers(1 if place == 1 else 0, 3)) + 1)
            ]
    return clauses


def known(tables: Tables) -> list[Known]:
    (grid,) = tables.grids
    reading = read_sheet(grid, PROFILE, tables.file)
    assert not [one for one in (*reading.faults, *tables.faults) if one.level is Level.ERROR]
    return [Known(one.unit_code, one.dimension, one.number, one.tag, one.text) for one in reading.clauses]


def through(page: Page, suffix: str, write: Writer) -> Tables:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"清单 '引号'{suffix}"
        write(page, path)
        return read_tables(path)


def wide(clauses: list[Known], breaks: str, repeat: int, blank_rows: int) -> tuple[Page, list[Known]]:
    page = wide_page(
        clauses,
        columns=["serial", "code", "name", "class", "county", *DIMENSIONS],
        breaks=breaks,
        blank_rows=blank_rows,
        repeat_every=repeat,
        title="示例县准入清单",
    )
    order = list(DIMENSIONS)
    return page, sorted(clauses, key=lambda one: (one.unit, order.index(one.dimension), int(one.number.split("-")[1])))


@pytest.mark.parametrize("form", [*WITH_MERGES, *PLAIN])
@settings(max_examples=15, deadline=None)
@given(lists(), st.sampled_from(["", "\n"]), st.integers(0, 2), st.integers(0, 2))
def test_a_wide_list_comes_back(form: str, clauses: list[Known], breaks: str, repeat: int, blank_rows: int) -> None:
    page, expected = wide(clauses, breaks, repeat, blank_rows)
    assert known(through(page, *(WITH_MERGES | PLAIN)[form])) == expected


@pytest.mark.parametrize("form", WITH_MERGES)
@settings(max_examples=15, deadline=None)
@given(lists(), st.booleans(), st.booleans(), st.sampled_from(["", "\n"]), st.sampled_from(["", "（续表见下页）"]))
def test_a_block_list_comes_back(
    form: str, clauses: list[Known], merged: bool, two_rows: bool, breaks: str, note: str
) -> None:
    page = block_page(clauses, merge_dimensions=merged, two_heading_rows=two_rows, breaks=breaks, note_between=note)
    assert known(through(page, *WITH_MERGES[form])) == clauses


@pytest.mark.parametrize("form", WITH_MERGES)
@settings(max_examples=10, deadline=None)
@given(lists(with_units=False), st.booleans(), st.booleans())
def test_a_tier_table_comes_back(form: str, clauses: list[Known], several: bool, serials: bool) -> None:
    page = tier_page(clauses, several_a_cell=several, serials=serials)
    assert known(through(page, *WITH_MERGES[form])) == clauses


@settings(max_examples=15, deadline=None)
@given(lists(), st.booleans())
def test_a_pasted_list_comes_back_from_its_html_and_from_its_text(clauses: list[Known], has_header: bool) -> None:
    page, expected = wide(clauses, "\n", 0, 0)
    header = (
        "Version:1.0\r\nStartHTML:0000000105\r\nEndHTML:0000003000\r\nStartFragment:0000000141\r\nEndFragment:2000\r\n"
    )
    whole = f"<html><body>\r\n{html_table(page)}</body></html>"
    assert known(pasted_tables((header if has_header else "") + whole, "")) == expected
    assert known(pasted_tables("<html><body><p>没有表</p></body></html>", csv_text(page, "\t"))) == expected


@pytest.mark.parametrize("name", ["list_before.csv", "list_after.csv"])
@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030", "utf-16"])
def test_every_character_of_the_lists_of_shunde_arrives(name: str, codec: str, tmp_path: Path) -> None:
    if not SHUNDE.is_dir():
        pytest.skip(f"no {SHUNDE.name} beside the repository")
    whole = (SHUNDE / name).read_text(encoding="utf-8-sig")
    (tmp_path / name).write_bytes(whole.encode(codec))
    tables = read_tables(tmp_path / name)
    reading = read_sheet(tables.grids[0], PROFILE, name)
    assert not [*tables.faults, *reading.faults]

    independent = list(csv.DictReader(whole.splitlines(keepends=True)))
    empty = [row for row in independent if row["管控要求"].strip() == "/"]
    told = [row for row in independent if row not in empty]
    assert len(reading.clauses) == len(told)
    assert len(reading.empties) == len(empty)
    for one, row in zip(reading.clauses, told, strict=True):
        assert one.unit_code == row["环境管控单元编码"]
        assert one.tag == row["标签"]
        assert one.dimension == ("" if row["管控维度"] == "管控要求" else row["管控维度"])
        assert squeezed(one.number) == squeezed(row["序号"])
        printed = printed_clause("", "", one.text)
        assert printed == row["管控要求"].strip()


@pytest.mark.parametrize("form", WITH_MERGES)
@pytest.mark.parametrize("name", ["准入清单_顺德_分块.xlsx", "准入清单_南海_四列.xlsx"])
def test_the_published_lists_of_foshan_are_the_same_in_every_format(name: str, form: str) -> None:
    if not (DATA / "foshan" / name).is_file():
        pytest.skip(f"no {name} beside the repository")
    for grid in read_tables(DATA / "foshan" / name).grids:
        (other,) = through(Page(dict(grid.cells), list(grid.merges)), *WITH_MERGES[form]).grids
        assert {place: squeezed(text) for place, text in other.cells.items()} == {
            place: squeezed(text) for place, text in grid.cells.items()
        }
        assert [
            (one.unit_code, one.dimension, one.number, one.tag, squeezed(one.text))
            for one in read_sheet(other, PROFILE, name).clauses
        ] == [
            (one.unit_code, one.dimension, one.number, one.tag, squeezed(one.text))
            for one in read_sheet(grid, PROFILE, name).clauses
        ]
