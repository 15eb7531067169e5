# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo county's access lists: their text (demo_clauses.json), what the second release changes, and the workbooks."""

from __future__ import annotations

import copy
import datetime
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

CONTENT = Path(__file__).with_name("demo_clauses.json")
STAMP = datetime.datetime(2024, 7, 1)  # noqa: DTZ001  # workbooks hold local times without a zone
EMPTY = "/"
NO_DIMENSION = "管控要求"

Units = dict[str, dict[str, str]]
Lists = dict[str, dict[str, Any]]

_ITEM = re.compile(r"(?P<number>\d+(?:-\d+)?)\.\s*(?P<rest>.*)", re.DOTALL)
_TAG = re.compile(r"【(?P<tag>[^】]*)】(?P<rest>.*)", re.DOTALL)
_LINE = Side(style="thin")
_THIN = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True)
class Printed:
    """A clause as the lists print it.

    `unit` is a key of the units table, empty in lists without units, where `number` is 序号. `dimension` is empty where
    the list says no more than 管控要求.
    """

    list_name: str
    unit: str
    dimension: str
    number: str
    tag: str
    text: str


def load() -> dict[str, Any]:
    """The whole content of demo_clauses.json."""
    content: dict[str, Any] = json.loads(CONTENT.read_text(encoding="utf-8"))
    return content


@dataclass(frozen=True)
class Edition:
    """One release as published: what it is called, its units table, its lists."""

    info: dict[str, str]
    units: Units
    lists: Lists


def editions(content: dict[str, Any]) -> tuple[Edition, Edition]:
    """The first and the second release."""
    first, second = content["releases"]
    return (
        Edition(first, content["units"], content["lists"]),
        Edition(second, second_units(content), second_lists(content)),
    )


def second_units(content: dict[str, Any]) -> Units:
    """The units table of the second release: renamed, recoded and new units."""
    units: Units = copy.deepcopy(content["units"])
    for key, changed in content["second"]["units"].items():
        units[key] = units.get(key, {}) | changed
    return units


def second_lists(content: dict[str, Any]) -> Lists:
    """The lists of the second release: new documents, edited clauses, a new unit, the city list replaced."""
    lists: Lists = copy.deepcopy(content["lists"])
    second = content["second"]
    for name, document in second["documents"].items():
        lists[name] |= document
    lists["city"]["rows"] = second["city"]
    lists["basin"]["units"] = [*lists["basin"]["units"], *second["new_units"]]
    for edit in second["edits"]:
        _apply(_cell(lists, edit), edit)
    for key, new in second["new_units"].items():
        units = lists[new["list"]]["units"]
        order = [k for known in units for k in ((known, key) if known == new["after"] else (known,))]
        lists[new["list"]]["units"] = {k: new["clauses"] if k == key else units[k] for k in order}
    return lists


def _cell(lists: Lists, edit: dict[str, Any]) -> list[str]:
    """The list of clauses that an edit is about: a cell of the wide list, a dimension of a block."""
    unit = lists[edit["list"]]["units"][edit["unit"]]
    if "dimension" in edit:
        clauses: list[str] = unit[edit["dimension"]]
        return clauses
    at = edit.get("number") or edit["after"]
    return next(clauses for _, clauses in unit if any(clause.startswith(f"{at}.") for clause in clauses))


def _apply(clauses: list[str], edit: dict[str, Any]) -> None:
    def place(number: str) -> int:
        return next(k for k, clause in enumerate(clauses) if clause.startswith(f"{number}."))

    if edit["kind"] == "added":
        if clauses == [EMPTY]:
            clauses[:] = [edit["text"]]
        else:
            clauses.insert(place(edit["after"]) + 1, edit["text"])
    elif edit["kind"] == "removed":
        del clauses[place(edit["number"])]
    else:
        clauses[place(edit["number"])] = edit["text"]


def printed(list_name: str, unit: str, dimension: str, text: str, number: str = "") -> Printed:
    """A clause taken apart: number, tag in 【】, text."""
    item = _ITEM.fullmatch(text)
    if item and unit:
        number, text = item["number"], item["rest"]
    tagged, tag = _TAG.fullmatch(text), ""
    if tagged:
        tag, text = tagged["tag"], tagged["rest"]
    return Printed(list_name, unit, "" if dimension == NO_DIMENSION else dimension, number, tag, text)


def clauses_of(list_name: str, one: dict[str, Any]) -> Iterator[Printed]:
    """Every clause of a list in printed order; "/" is none."""
    if one["layout"] == "table":
        row = 0
        for dimension, clauses in one["rows"]:
            for clause in clauses:
                row += 1
                yield printed(list_name, "", dimension, clause, str(row))
        return
    for unit, block in one["units"].items():
        for dimension, clauses in block if one["layout"] == "block" else block.items():
            for clause in clauses:
                if clause != EMPTY:
                    yield printed(list_name, unit, dimension, clause)


def clause_changes(content: dict[str, Any]) -> list[dict[str, Any]]:
    """What the second release says otherwise, clause by clause, in the words of `zoning.comparison/1`.

    Each entry also names the list; `old` and `new` hold unit code, dimension, number (序号 in a table), tag and text.
    """
    first, second = content["units"], second_units(content)
    before = {name: list(clauses_of(name, one)) for name, one in content["lists"].items()}
    after = {name: list(clauses_of(name, one)) for name, one in second_lists(content).items()}

    def said(clause: Printed | None, units: Units) -> dict[str, str] | None:
        if clause is None:
            return None
        words = {"dimension": clause.dimension, "number": clause.number, "tag": clause.tag, "text": clause.text}
        return {"unit": units[clause.unit]["code"] if clause.unit else ""} | words

    def entry(name: str, kind: str, direction: str, old: Printed | None, new: Printed | None) -> dict[str, Any]:
        return {"list": name, "kind": kind, "direction": direction, "old": said(old, first), "new": said(new, second)}

    changes = []
    touched: set[Printed] = set()
    for edit in content["second"]["edits"]:
        name, unit = edit["list"], edit["unit"]

        def find(
            rows: list[Printed], number: str, unit: str = unit, wanted: str = edit.get("dimension", "")
        ) -> Printed:
            return next(c for c in rows if c.unit == unit and c.number == number and wanted in ("", c.dimension))

        old = find(before[name], edit["number"]) if edit["kind"] != "added" else None
        new = find(after[name], printed(name, unit, "", edit["text"]).number) if edit["kind"] != "removed" else None
        touched |= {clause for clause in (old, new) if clause}
        changes.append(entry(name, edit["kind"], edit["direction"], old, new))
    for key, block in content["second"]["new_units"].items():
        name = block["list"]
        changes += [entry(name, "added", "other", None, clause) for clause in after[name] if clause.unit == key]
    recoded = {key for key in first if first[key]["code"] != second[key]["code"]}
    for name, clauses in before.items():
        moved = [clause for clause in clauses if clause.unit in recoded and clause not in touched]
        changes += [entry(name, "moved", "none", clause, clause) for clause in moved]
    for change in content["second"]["city_changes"]:
        old = before["city"][change["old"] - 1] if "old" in change else None
        new = after["city"][change["new"] - 1] if "new" in change else None
        changes.append(entry("city", change["kind"], change["direction"], old, new))
    return changes


# --- workbooks -------------------------------------------------------------------------------------------------------


def _put(
    sheet: Worksheet, row: int, column: int, value: object, across: int = 1, down: int = 1, *, head: bool = False
) -> None:
    """Write a cell, merged over `across` columns and `down` rows, bordered and wrapped."""
    cell = sheet.cell(row, column, value)  # type: ignore[call-overload]
    cell.font = Font(name="仿宋", size=12 if head else 10.5, bold=head)
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if head else None)
    for r in range(row, row + down):
        for c in range(column, column + across):
            sheet.cell(r, c).border = _THIN
    if across > 1 or down > 1:
        sheet.merge_cells(start_row=row, start_column=column, end_row=row + down - 1, end_column=column + across - 1)


def _heights(text: str, characters: int) -> float:
    """Row height in points for a text wrapped after so many characters."""
    return 16.0 * sum(max(1, -(-len(line) // characters)) for line in text.split("\n")) + 4


def _table_sheet(sheet: Worksheet, one: dict[str, Any]) -> None:
    """序号 | 管控维度 | 管控要求, one row a clause, dimension cells merged."""
    for column, heading in enumerate(("序号", "管控维度", "管控要求"), 1):
        _put(sheet, 2, column, heading, head=True)
    row = 3
    for dimension, clauses in one["rows"]:
        _put(sheet, row, 2, dimension, down=len(clauses))
        for clause in clauses:
            _put(sheet, row, 1, row - 2)
            _put(sheet, row, 3, clause)
            sheet.row_dimensions[row].height = _heights(clause, 44)
            row += 1
    sheet.freeze_panes = "A3"


def _block_sheet(sheet: Worksheet, one: dict[str, Any], units: Units, place: dict[str, str]) -> None:
    """A block a unit: merged headings, the unit's row, then 管控维度 | 管控要求 with merged dimension cells."""
    row = 2
    for key, dimensions in one["units"].items():
        unit = units[key]
        for column, heading in (
            (1, "环境管控单元\n编码"),
            (2, "环境管控单元\n名称"),
            (6, "管控单元\n分类"),
            (7, "要素细类"),
        ):
            _put(sheet, row, column, heading, down=2, head=True)
        _put(sheet, row, 3, "行政区划", across=3, head=True)
        for column, heading in ((3, "省"), (4, "市"), (5, "县")):
            _put(sheet, row + 1, column, heading, head=True)
        values = (
            unit["code"],
            unit["name"],
            place["province"],
            place["city"],
            place["county"],
            unit["class"],
            unit["elements"],
        )
        for column, value in enumerate(values, 1):
            _put(sheet, row + 2, column, value)
        sheet.row_dimensions[row + 2].height = _heights(unit["elements"], 14)
        _put(sheet, row + 3, 1, "管控维度", head=True)
        _put(sheet, row + 3, 2, "管控要求", across=6, head=True)
        row += 4
        for dimension, clauses in dimensions:
            _put(sheet, row, 1, dimension, down=len(clauses))
            for clause in clauses:
                _put(sheet, row, 2, clause, across=6)
                sheet.row_dimensions[row].height = _heights(clause, 52)
                row += 1


def _wide_sheet(sheet: Worksheet, one: dict[str, Any], units: Units, place: dict[str, str]) -> None:
    """One row a unit, one column a dimension, line breaks in the headings, the county merged downwards."""
    fixed = ("序号", "县（市、区）", "环境管控单元编码", "环境管控单元名称", "管控单元分类")
    for column, heading in enumerate((*fixed, *(f"{dimension}\n" for dimension in one["columns"])), 1):
        _put(sheet, 2, column, heading, head=True)
    _put(sheet, 3, 2, place["county"], down=len(one["units"]))
    for row, (key, cells) in enumerate(one["units"].items(), 3):
        unit = units[key]
        kind = re.sub(r"单元\d+.*", "单元", unit["class"])
        for column, value in ((1, row - 2), (3, unit["code"]), (4, unit["name"]), (5, kind)):
            _put(sheet, row, column, value)
        texts = ["\n".join(cells[dimension]) for dimension in one["columns"]]
        for column, text in enumerate(texts, 6):
            _put(sheet, row, column, text)
        sheet.row_dimensions[row].height = max(_heights(text, 21) for text in texts)
    sheet.freeze_panes = "F3"


_WIDTHS = {"table": (7, 16, 96), "block": (19, 24, 14, 14, 14, 18, 36), "wide": (6, 10, 19, 20, 12, 46, 46, 46, 46)}


def write_list(path: Path, one: dict[str, Any], units: Units, content: dict[str, Any]) -> None:
    """Write a list as an office publishes it, the notice that it is invented in its title, footer and properties."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "管控要求" if one["layout"] == "table" else "环境管控单元准入清单"
    widths = _WIDTHS[one["layout"]]
    _put(sheet, 1, 1, f"{one['title']}（{content['notice']}）", across=len(widths), head=True)
    sheet.row_dimensions[1].height = 30
    for letter, width in zip("ABCDEFGHI", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    if one["layout"] == "table":
        _table_sheet(sheet, one)
    else:
        fill = _block_sheet if one["layout"] == "block" else _wide_sheet
        fill(sheet, one, units, content["place"])
    sheet.page_setup.orientation = "portrait" if one["layout"] == "table" else "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    footer = sheet.oddFooter
    assert footer is not None
    footer.center.text = content["notice"]
    book.properties.creator, book.properties.title, book.properties.description = (
        content["notice"],
        one["document"],
        content["notice"],
    )
    book.properties.created = STAMP
    book.save(path)
    _fix_dates(path)


def _fix_dates(path: Path) -> None:
    """openpyxl writes the clock into the workbook and its zip: put fixed dates there, so that a rerun gives the same bytes."""
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    stamp = STAMP.isoformat().encode("ascii") + b"Z"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members:
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, data)  # noqa: PLW2901
            entry = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            archive.writestr(entry, data)
