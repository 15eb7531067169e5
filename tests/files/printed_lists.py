# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints a known list as offices do, in many layouts, so that reading it back can be compared with what was printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from zoning_plugin.core.clause import printed_clause
from zoning_plugin.files.tables.grid import Grid, Merge

DIMENSIONS = ("空间布局约束", "污染物排放管控", "环境风险防控", "资源开发利用效率")


@dataclass(frozen=True)
class Known:
    """A clause that is printed: unit ("" in a tier table), dimension, number, tag, text."""

    unit: str
    dimension: str
    number: str
    tag: str
    text: str

    @property
    def as_printed(self) -> str:
        return printed_clause(self.number, self.tag, self.text)


@dataclass
class Page:
    """A sheet under way: cells, merges, the row that is written next."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    row: int = 1

    def put(self, column: int, text: str, down: int = 1, across: int = 1) -> None:
        if text:
            self.cells[self.row, column] = text
        if down > 1 or across > 1:
            self.merges.append(Merge(self.row, column, self.row + down - 1, column + across - 1))

    def skip(self, rows: int = 1) -> None:
        self.row += rows

    def grid(self, name: str = "清单") -> Grid:
        return Grid(name, dict(self.cells), tuple(self.merges))

    def save(self, path: Path, name: str = "清单") -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = name
        for (row, column), text in self.cells.items():
            sheet.cell(row, column, text)
        for merge in self.merges:
            sheet.merge_cells(
                start_row=merge.top, start_column=merge.left, end_row=merge.bottom, end_column=merge.right
            )
        book.save(path)


def class_text(code: str) -> str:
    """The class as lists print it, by the code's class digit."""
    return {"1": "优先保护单元", "2": "重点管控单元", "3": "一般管控单元"}[code[8]]


def grouped(clauses: list[Known]) -> dict[str, dict[str, list[Known]]]:
    """Clauses by unit and dimension, in order."""
    result: dict[str, dict[str, list[Known]]] = {}
    for one in clauses:
        result.setdefault(one.unit, {}).setdefault(one.dimension, []).append(one)
    return result


def wide_page(
    clauses: list[Known],
    *,
    columns: list[str],
    breaks: str = "",
    blank_rows: int = 0,
    repeat_every: int = 0,
    title: str = "",
) -> Page:
    """One row a unit. ``columns`` orders code, name, class, county, serial and dimensions; ``breaks`` goes into headings."""
    page = Page()
    dimensions = [column for column in columns if column in DIMENSIONS]
    if title:
        page.put(1, title, across=len(columns))
        page.skip()
    headings = {
        "serial": "序号",
        "code": "环境管控单元编码",
        "name": "环境管控单元名称",
        "class": "管控单元分类",
        "county": "县(市、区)",
    }

    def heading() -> None:
        for place, column in enumerate(columns, 1):
            text = headings.get(column, column)
            page.put(place, text[:2] + breaks + text[2:] + breaks)
        page.skip()

    heading()
    for number, (unit, by_dimension) in enumerate(grouped(clauses).items(), 1):
        if repeat_every and number > 1 and number % repeat_every == 1:
            heading()
        for place, column in enumerate(columns, 1):
            if column in dimensions:
                page.put(place, "\n".join(one.as_printed for one in by_dimension.get(column, [])) or "/")
            else:
                page.put(
                    place,
                    {
                        "serial": str(number),
                        "code": unit,
                        "name": f"单元{number}",
                        "class": class_text(unit),
                        "county": "示例县",
                    }[column],
                )
        page.skip(1 + blank_rows)
    return page


def block_page(
    clauses: list[Known],
    *,
    merge_dimensions: bool = True,
    two_heading_rows: bool = True,
    note_between: str = "",
    breaks: str = "",
    elements: Mapping[str, str] | None = None,
) -> Page:
    """One block a unit: heading, unit, heading 管控维度 · 管控要求, one row a clause; ``elements`` by code under 要素细类."""
    page = Page()
    for number, (unit, by_dimension) in enumerate(grouped(clauses).items(), 1):
        down = 2 if two_heading_rows else 1
        for column, text in (
            (1, f"环境管控单元{breaks}编码"),
            (2, f"环境管控{breaks}单元名称"),
            (6, f"管控单元{breaks}分类"),
            (7, "要素细类"),
        ):
            page.put(column, text, down=down)
        if two_heading_rows:
            page.put(3, "行政区划", across=3)
            page.skip()
        for column, text in ((3, "省"), (4, "市"), (5, "区")):
            page.put(column, text)
        page.skip()
        for column, text in enumerate(
            (unit, f"单元{number}", "示例省", "示例市", "示例县", f"{class_text(unit)}{number}"), 1
        ):
            page.put(column, text)
        if elements and unit in elements:
            page.put(7, elements[unit])
        page.skip()
        page.put(1, "管控维度")
        page.put(2, "管控要求", across=6)
        page.skip()
        for dimension, several in by_dimension.items():
            for place, one in enumerate(several):
                if merge_dimensions and place == 0:
                    page.put(1, dimension or "管控要求", down=len(several))
                elif not merge_dimensions:
                    page.put(1, dimension or "管控要求")
                page.put(2, one.as_printed, across=6)
                page.skip()
        if note_between:
            page.put(1, note_between, across=7)
            page.skip()
    return page


def tier_page(
    clauses: list[Known],
    *,
    several_a_cell: bool = False,
    serials: bool = True,
    sections: bool = False,
    title: str = "示例省总体准入要求",
) -> Page:
    """A table without units: 序号 · 管控维度 · 管控要求; with ``sections`` the dimension stands in a row across instead."""
    page = Page()
    page.put(1, title, across=3)
    page.skip()
    first = 2 if serials else 1
    if serials:
        page.put(1, "序号")
    if not sections:
        page.put(first, "管控维度")
    page.put(first + 1, "管控要求")
    if sections and not serials:
        page.put(first, "编号")
    page.skip()
    serial = 0
    for dimension, several in grouped(clauses).get("", {}).items():
        if sections:
            page.put(1, f"一、{dimension}", across=first + 1)
            page.skip()
        cells = (
            ["\n".join(one.as_printed for one in several)] if several_a_cell else [one.as_printed for one in several]
        )
        for place, text in enumerate(cells):
            serial += 1
            if serials:
                page.put(1, str(serial))
            if place == 0 and not sections:
                page.put(first, dimension, down=len(cells))
            page.put(first + 1, text)
            page.skip()
    return page
