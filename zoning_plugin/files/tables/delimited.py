# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading delimited text (.csv, .tsv, .txt, a table on the clipboard): encoding and separator found by what is in it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from ...core.errors import Fault, ReleaseUnreadable, fault
from .decoding import decoded
from .grid import Tables
from .grid_builder import ERROR_TEXT, MOST_CHARACTERS, GridBuilder, TablesBuilder, checked_file

_SEPARATORS: Final = ("\t", ",", ";", "|", "，", "；")
"""In the order in which they win a draw. 、 is none: it separates words inside a cell everywhere in such lists, and no program writes it."""
_LONGEST_FIELD: Final = MOST_CHARACTERS
_TRIED_CHARACTERS: Final = 200_000
_TRIED_RECORDS: Final = 300
_SURE: Final = 0.9
_STATED: Final = re.compile(r"sep=([,;|\t])[\r\n]+")
_KEPT_AS_TEXT: Final = re.compile(r'="((?:[^"]|"")*)"')


def read_delimited(path: Path) -> Tables:
    """Read a delimited text file in UTF-8, UTF-16 or GB 18030 (GBK) as one table named after the file.

    Raises ReleaseUnreadable: "file-missing", "file-empty", "file-truncated", "text-undecodable", "quotes-unclosed", "workbook-too-large",
    "workbook-without-text".
    """
    checked_file(path)
    text, encoding = decoded(path.read_bytes(), path.name)
    return _tables(text, path.name, path.stem, encoding)


def parse_delimited(text: str, name: str) -> Tables:
    """Read delimited text that is in memory, as one table called ``name``. Raises like :func:`read_delimited`."""
    return _tables(text.removeprefix("\ufeff"), name, name, "UTF-8")


def _tables(text: str, file: str, name: str, encoding: str) -> Tables:
    if len(text) > MOST_CHARACTERS:
        raise ReleaseUnreadable("workbook-too-large", file=file, detail=f"{len(text)} characters")
    tables = TablesBuilder(file, encoding)
    stated = _STATED.match(text)
    if stated:  # Excel's own first line, which is no text of the table
        text = text[stated.end() :]
    separator = stated[1] if stated else _separator(text)
    try:
        tables.add(_filled(text, separator, tables, name, csv.QUOTE_MINIMAL))
    except csv.Error as reason:
        if separator != "\t":
            raise ReleaseUnreadable("quotes-unclosed", file=file, line=_line(reason), detail=reason) from reason
        # Pages and programs that copy tables with tabs do not quote: a cell may well begin with a quotation mark.
        told: Fault = fault("quotes-literal", file=file)
        tables = TablesBuilder(file, encoding, faults=[told])
        tables.add(_filled(text, separator, tables, name, csv.QUOTE_NONE))
    return tables.tables()


class _Misquoted(csv.Error):
    """The quotation marks do not pair; the argument is the line where that was noticed."""


def _line(reason: csv.Error) -> object:
    return reason.args[0] if isinstance(reason, _Misquoted) else "?"


def _filled(text: str, separator: str, tables: TablesBuilder, name: str, quoting: int) -> GridBuilder:
    grid = GridBuilder(tables, name)
    for row, record in enumerate(_records(text, separator, quoting), 1):
        for column, value in enumerate(record, 1):
            if value:
                kept = _KEPT_AS_TEXT.fullmatch(value)  # ="007": how programs keep Excel from taking a text for a number
                grid.put(row, column, kept[1].replace('""', '"') if kept else value)
                if ERROR_TEXT.fullmatch(value.strip()):
                    grid.error_value(row, column, value.strip())
    return grid


def _records(text: str, separator: str, quoting: int, *, is_strict: bool = True) -> Iterator[list[str]]:
    """The records, read by the csv module with its limit on a field raised while it works for us only."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting, strict=is_strict)  # type: ignore[arg-type]
    while True:
        before = csv.field_size_limit(_LONGEST_FIELD)
        try:
            record = next(reader, None)
        except csv.Error as reason:
            raise _Misquoted(reader.line_num) from reason
        finally:
            csv.field_size_limit(before)
        if record is None:
            return
        yield record


def _separator(text: str) -> str:
    """The separator under which most records have the same number of fields; a tab where it does so nearly everywhere."""
    best, best_score = ",", (0.0, 0)
    for separator in _SEPARATORS:
        if separator not in text:
            continue
        widths = Counter(
            len(record)
            for record in islice(
                _records(text[:_TRIED_CHARACTERS], separator, csv.QUOTE_MINIMAL, is_strict=False), _TRIED_RECORDS
            )
            if any(record)
        )
        several = [(count, width) for width, count in widths.items() if width > 1]
        if not several:
            continue
        count, width = max(several)
        share = count / widths.total()
        if separator == "\t" and share >= _SURE:
            return separator
        if (share, width) > best_score:
            best, best_score = separator, (share, width)
    return best
