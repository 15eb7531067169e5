# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of an outline. A writer gives each ``style`` a look; nothing is left to look up or to compute."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.office_rules import Colours


@dataclass(frozen=True)
class Cell:
    """A table cell: its text, a smaller ``note`` below it, how many columns it spans, and what it is.

    ``style`` is empty or one of number, strong, blank (to be filled in by hand), clause, small, hash, class-priority,
    class-key, class-general, class-unknown, state-hit, state-edge, state-clear, state-no-data, state-failed.
    """

    text: str = ""
    style: str = ""
    span: int = 1
    note: str = ""


@dataclass(frozen=True)
class Row:
    """A table row. ``style`` is empty or one of total, group, band: a group opens a unit, a band a dimension."""

    cells: tuple[Cell, ...]
    style: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its title, its width in percent of the page, whether its cells hold numbers (set right)."""

    title: str
    width: int
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """A table. ``kind`` is facts (label and value, no head), list, coordinates or clauses; ``caption`` has its number."""

    kind: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    note: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Running text. ``style`` is empty, note, or lead or closing (they stay with the table that follows)."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Points:
    """A numbered list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """A box that cannot be overlooked. ``style`` is alarm (incomplete), trial, calm (complete) or note."""

    style: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Excerpt:
    """What a person asked for instead of all clauses: the ids of those to print, and by what they were chosen, in words."""

    clause_ids: frozenset[str]
    chosen_by: str


@dataclass(frozen=True)
class MapPlace:
    """Where the map sheet goes: a page of its own."""


Block = Paragraph | Points | Notice | Table | MapPlace


@dataclass(frozen=True)
class Section:
    """A heading (with its number) of level 1, 2 or 3 and what stands below it; the title is empty only at the top."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 1


@dataclass(frozen=True)
class Outline:
    """The whole report in one language.

    ``header`` and ``footer`` stand on every page; ``footer`` holds {page} and {pages}. ``date`` is the ISO date the
    site is judged as of. ``colours`` of classes are the office's, none where the national ones hold.
    """

    title: str
    subtitle: str
    language: str
    header: str
    footer: str
    date: str
    sections: tuple[Section, ...]
    colours: Colours = ()
