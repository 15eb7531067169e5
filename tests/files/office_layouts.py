# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints a known list as any office might: block, wide or long, and every liberty that offices take left to hypothesis to choose.

What varies is a :class:`Habits`: the order of columns, how headings are spelt, what is merged, where rows are blank, where headings come again,
where notes stand between blocks, over how many sheets it goes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

from tests.files.printed_lists import DIMENSIONS, Known, Page, class_text, grouped
from zoning_plugin.files.clause_text import squeezed
from zoning_plugin.places import resources_dir

LAYOUTS: Final = ("block", "wide", "long")
NOTES: Final = ("（续表见下页）", "注：本表由示例县生态环境局负责解释。", "示例县环境管控单元分布情况", "以下空白")
_FIELDS: Final = json.loads((resources_dir() / "profiles" / "national.json").read_text(encoding="utf-8"))["fields"]
_DIMENSION_NAMES: Final = (
    *DIMENSIONS, "空间布局引导", "区域布局管控", "能源资源利用", "环境风险管控防控", "资源开发利用效率要求", "资源开发效率要求", "共性要求",
)  # fmt: skip
_ATTRIBUTES: Final = ("unit_name", "class", "province", "city", "county", "elements")
# Headings that could also be those of other roles are told apart by what else stands in the row, as in life; 编号 and 内容 alone are not.
_AVOIDED: Final = {"编号", "REMARK", "REMARKS"}


@dataclass(frozen=True)
class Habits:
    """How one office prints its lists. ``spelling`` is a heading by role; ``chance`` decides the rest, place by place."""

    layout: str
    columns: tuple[str, ...]
    spelling: dict[str, str]
    dimensions: tuple[str, ...]
    is_merged: bool
    has_two_heading_rows: bool
    number_apart: bool
    tag_apart: bool
    has_title: bool
    blank_rows: tuple[int, ...]
    repeats: tuple[bool, ...]
    notes: tuple[str, ...]
    sheets: int


@dataclass
class Printed:
    """The pages by sheet name, what is on them in the order in which it stands there, with the sheet and row of each."""

    pages: dict[str, Page]
    expected: list[Known]
    places: list[tuple[str, int]]
    notes: int


def decorated(draw: st.DrawFn, heading: str) -> str:
    """A heading with the white space and brackets that headings get: none of it changes what it means."""
    if heading.isascii():
        return draw(st.sampled_from([heading, heading.lower(), f" {heading}"]))
    place = draw(st.integers(1, len(heading)))
    blank = draw(st.sampled_from(["", "\n", " ", "　", "\r\n"]))
    return heading[:place] + blank + heading[place:] + draw(st.sampled_from(["", "", "\n", "（必填）", "\n(注)"]))


@st.composite
def habits(draw: st.DrawFn, layout: str, dimensions: Sequence[str]) -> Habits:
    """Habits for a list of these dimensions."""
    others = draw(st.lists(st.sampled_from(_ATTRIBUTES[1:]), unique=True))
    is_bare = (
        layout == "block" and draw(st.integers(0, 2)) == 0
    )  # a block may begin with nothing but the code of its unit
    attributes = [] if is_bare else ["unit_name", *others] if layout == "block" or draw(st.booleans()) else others
    number_apart, tag_apart = layout == "long" and draw(st.booleans()), layout == "long" and draw(st.booleans())
    own = {
        "block": [], "wide": [f"dimension:{one}" for one in dimensions],
        "long": ["dimension", "requirement", *(["number"] if number_apart else []), *(["tag"] if tag_apart else [])],
    }[layout]  # fmt: skip
    serial = ["serial"] if draw(st.booleans()) else []
    columns = draw(st.permutations([*serial, "unit_code", *attributes, *own]))
    spelling = {
        role: decorated(draw, draw(st.sampled_from([one for one in _FIELDS[role] if one not in _AVOIDED])))
        for role in ("unit_code", "dimension", "requirement", "number", "tag", "serial", *_ATTRIBUTES)
    }
    spelling |= {f"dimension:{one}": decorated(draw, one) for one in dimensions}
    turns = {"min_size": 3, "max_size": 3}
    return Habits(
        layout, tuple(columns), spelling, tuple(dimensions), draw(st.booleans()), draw(st.booleans()), number_apart, tag_apart, draw(st.booleans()),
        tuple(draw(st.lists(st.sampled_from((0, 0, 1, 2)), **turns))), tuple(draw(st.lists(st.booleans(), **turns))),
        tuple(draw(st.lists(st.sampled_from(("", "", "", *NOTES)), **turns))), draw(st.sampled_from((1, 1, 2, 3))),
    )  # fmt: skip


_SENTENCES: Final = st.text(
    alphabet="禁止新建扩改设项目水大气土壤（）、，《》2035年5吨VOCs", min_size=2, max_size=20
).map(lambda text: "为" + text.strip() + "。")
_TAGS: Final = st.sampled_from(["", "水/限制类", "大气/综合类", "能源综合类"])


@st.composite
def known_lists(draw: st.DrawFn) -> tuple[tuple[str, ...], list[Known]]:
    """Dimensions, and clauses of some units under them."""
    dimensions = tuple(draw(st.lists(st.sampled_from(_DIMENSION_NAMES), min_size=2, max_size=4, unique=True)))
    clauses: list[Known] = []
    for serial in range(1, draw(st.integers(1, 5)) + 1):
        unit = f"ZH990101{draw(st.integers(1, 3))}{serial:04d}"
        for place, dimension in enumerate(dimensions, 1):
            clauses += [
                Known(unit, dimension, f"{place}-{number}", draw(_TAGS), draw(_SENTENCES))
                for number in range(1, draw(st.integers(1 if place == 1 else 0, 3)) + 1)
            ]
    return dimensions, clauses


def printed(clauses: Sequence[Known], habits: Habits) -> Printed:
    """``clauses`` as an office of these habits prints them, over its sheets."""
    by_unit = list(grouped(list(clauses)).items())
    per_sheet = -(-len(by_unit) // habits.sheets)
    result = Printed({}, [], [], 0)
    for number in range(habits.sheets):
        part = by_unit[number * per_sheet : (number + 1) * per_sheet]
        if part:
            name = f"表{number + 1}"
            _Press(habits, name, result).print(part)
    return result


class _Press:
    """Prints one sheet."""

    def __init__(self, habits: Habits, name: str, result: Printed) -> None:
        self.habits, self.name, self.result = habits, name, result
        self.page = result.pages[name] = Page()
        self.width = max(len(habits.columns), 4)
        self.turn = 0

    def print(self, units: Sequence[tuple[str, dict[str, list[Known]]]]) -> None:
        """A title, then the units."""
        if self.habits.has_title:
            self.page.put(1, "示例县生态环境准入清单", across=self.width)
            self.page.skip()
        for number, (unit, by_dimension) in enumerate(units, 1):
            if number == 1 or (self.habits.repeats[self.turn % 3] and self.habits.layout != "block"):
                self.heading()
            getattr(self, f"print_{self.habits.layout}")(unit, by_dimension, number)
            self.between(is_last=number == len(units))
        if self.habits.is_merged and self.habits.layout == "wide":
            self.merge_alike("county")

    def between(self, *, is_last: bool) -> None:
        """What stands between two units: blank rows, a note, nothing."""
        self.page.skip(self.habits.blank_rows[self.turn % 3])
        note = self.habits.notes[self.turn % 3]
        if note and not (is_last and self.turn % 2):
            self.page.put(1, note, across=self.width)
            self.page.skip()
            self.result.notes += 1
        self.turn += 1

    def heading(self) -> None:
        """The heading of the columns; in two rows, province, city and county stand below 行政区划 where they stand side by side."""
        columns = self.habits.columns
        places = [columns.index(one) for one in ("province", "city", "county") if one in columns]
        is_group = len(places) > 1 and sorted(places) == list(range(min(places), min(places) + len(places)))
        two_rows = self.habits.has_two_heading_rows and is_group and self.habits.layout != "wide"
        for place, column in enumerate(columns, 1):
            is_below = two_rows and place - 1 in places
            if not is_below:
                self.page.put(place, self.habits.spelling[column], down=2 if two_rows else 1)
        if two_rows:
            self.page.put(min(places) + 1, "行政区划", across=len(places))
            self.page.skip()
            for place in places:
                self.page.put(place + 1, self.habits.spelling[columns[place]])
        self.page.skip()

    def values(self, unit: str, number: int) -> dict[str, str]:
        """What is printed of a unit itself."""
        return {"serial": str(number), "unit_code": unit, "unit_name": f"单元{unit[-4:]}", "class": class_text(unit), "province": "示例省",
                "city": "示例市", "county": "示例县", "elements": "水环境一般管控区"}  # fmt: skip

    def print_block(self, unit: str, by_dimension: dict[str, list[Known]], number: int) -> None:
        """The unit's own row, then a table of its clauses; from the second unit on with the heading again."""
        if number > 1:
            self.heading()
        for place, column in enumerate(self.habits.columns, 1):
            self.page.put(place, self.values(unit, number)[column])
        self.page.skip()
        rest = self.width - 1
        self.page.put(1, self.habits.spelling["dimension"])
        self.page.put(2, self.habits.spelling["requirement"], across=rest)
        self.page.skip()
        for dimension, several in by_dimension.items():
            for place, one in enumerate(several):
                if not self.habits.is_merged or place == 0:
                    self.page.put(1, dimension, down=len(several) if self.habits.is_merged else 1)
                self.page.put(2, one.as_printed, across=rest)
                self.expect(one)
                self.page.skip()

    def print_wide(self, unit: str, by_dimension: dict[str, list[Known]], number: int) -> None:
        """One row, several clauses in a cell."""
        values = self.values(unit, number)
        for place, column in enumerate(self.habits.columns, 1):
            dimension = column.removeprefix("dimension:")
            if dimension != column:
                several = by_dimension.get(dimension, [])
                self.page.put(place, "\n".join(one.as_printed for one in several) or "/")
                heading = squeezed(self.habits.spelling[column])
                for one in several:
                    self.expect(Known(one.unit, heading, one.number, one.tag, one.text))
            else:
                self.page.put(place, values[column])
        self.page.skip()

    def print_long(self, unit: str, by_dimension: dict[str, list[Known]], number: int) -> None:
        """One row a clause; what is of the unit, and the dimension, merged down or printed again in every row."""
        rows = [
            (dimension, place, one) for dimension, several in by_dimension.items() for place, one in enumerate(several)
        ]
        for row, (dimension, place, one) in enumerate(rows):
            values = self.values(unit, number) | {"number": one.number, "tag": one.tag, "dimension": dimension}
            values["requirement"] = self.requirement(one)
            for at, column in enumerate(self.habits.columns, 1):
                is_of_unit = column not in ("dimension", "requirement", "number", "tag")
                if self.habits.is_merged and is_of_unit:
                    if row == 0:
                        self.page.put(at, values[column], down=len(rows))
                elif self.habits.is_merged and column == "dimension":
                    if place == 0:
                        self.page.put(at, dimension, down=len(by_dimension[dimension]))
                else:
                    self.page.put(at, values[column])
            self.expect(one)
            self.page.skip()

    def requirement(self, one: Known) -> str:
        """The clause's own cell: without what stands in a column of its own."""
        tag = "" if self.habits.tag_apart else f"【{one.tag}】" if one.tag else ""
        number = "" if self.habits.number_apart else f"{one.number}."
        return number + tag + one.text

    def expect(self, one: Known) -> None:
        """Note what was printed, and where."""
        self.result.expected.append(one)
        self.result.places.append((self.name, self.page.row))

    def merge_alike(self, column: str) -> None:
        """Merge cells of a column that stand below one another and say the same."""
        if column not in self.habits.columns:
            return
        at = self.habits.columns.index(column) + 1
        for first, last in _runs(
            [row for (row, place), text in sorted(self.page.cells.items()) if place == at and text == "示例县"]
        ):
            for row in range(first + 1, last + 1):
                del self.page.cells[row, at]
            self.page.row = first
            self.page.put(at, "示例县", down=last - first + 1)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of every run of rows right below one another, of two or more."""
    start = previous = None
    for row in [*rows, None]:
        if start is not None and previous is not None and row != previous + 1:
            if previous > start:
                yield start, previous
            start = row
        elif start is None:
            start = row
        previous = row
