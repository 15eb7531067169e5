# SPDX-License-Identifier: GPL-3.0-or-later
"""A table meant for a spreadsheet, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SheetTable:
    """A worksheet: title line, header, rows of text or numbers, column widths in characters, number format by column."""

    name: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    widths: tuple[int, ...]
    formats: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    bold_rows: frozenset[int] = frozenset()
