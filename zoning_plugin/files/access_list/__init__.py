# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading access lists from printed tables: layouts recognised, every cell accounted for. Rules: docs/formats/access-list.md."""

from .clauses import clauses_of
from .flow import read_list, read_sheet
from .reading import EmptyCell, ListedClause, ListedUnit, RecognisedColumn, SheetReading

__all__ = [
    "EmptyCell", "ListedClause", "ListedUnit", "RecognisedColumn", "SheetReading", "clauses_of", "read_list", "read_sheet",
]  # fmt: skip
