# SPDX-License-Identifier: GPL-3.0-or-later
"""Words of one language for the builders of sections, and the tables they all make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...core.terms import UnitClass
from ...core.unit import ControlUnit
from ...wording import sentence, word
from .values import Cell, Column, Row, Table


@dataclass(frozen=True)
class Words:
    """Labels and sentences of the report in ``language``; keys without their prefix "report-"."""

    language: str

    def __call__(self, key: str, /, **facts: object) -> str:
        """The report's label or sentence ``key`` with its facts."""
        return self.of(f"report-{key}", **facts)

    def of(self, code: str, /, **facts: object) -> str:
        """Any sentence or word by its whole code."""
        return sentence(code, {name: str(value) for name, value in facts.items()}, self.language)

    def term(self, vocabulary: str, value: str) -> str:
        """The word that ``vocabulary`` has for ``value``, else the value itself."""
        return word(f"{vocabulary}-{value}", self.language, value)

    def joined(self, texts: Iterable[str]) -> str:
        """Texts in a row, as the language separates them."""
        return word("list-separator", self.language).join(texts)

    def or_blank(self, text: str) -> Cell:
        """What a person has filled in, or a rule to fill it in by hand."""
        return Cell(text) if text.strip() else Cell(self("blank"), "blank")

    def or_not_stated(self, text: str) -> str:
        """What the release states, or that it does not."""
        return text or self("not-stated")

    def columns(self, *titles: tuple[str, int] | tuple[str, int, bool]) -> tuple[Column, ...]:
        """Columns from (key, width in percent[, holds numbers])."""
        return tuple(Column(self(title[0]), title[1], len(title) > 2) for title in titles)

    def facts(self, rows: Iterable[tuple[str, str | Cell]], caption: str = "") -> Table:
        """A table of labels (keys) and values."""
        made = (
            Row((Cell(self(key), "strong"), value if isinstance(value, Cell) else Cell(value))) for key, value in rows
        )
        return Table("facts", (Column("", 20), Column("", 80)), tuple(made), caption)


def class_cells(unit: ControlUnit, words: Words) -> tuple[Cell, Cell]:
    """The class as a letter on its colour, and in words; a class in no known wording is shown as published."""
    style = f"class-{unit.unit_class.value}"
    name = words.of(style)
    if unit.unit_class is UnitClass.UNKNOWN and unit.class_text:
        name = f"{name} ({unit.class_text})"
    return Cell(words.of(f"class-letter-{unit.unit_class.value}"), style), Cell(name)
