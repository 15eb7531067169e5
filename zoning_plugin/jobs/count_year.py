# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts a year of the register by kind of matter, town and conclusion, with the typical cases, as .xlsx."""

from __future__ import annotations

import re
from pathlib import Path

from ..core.errors import OutputFailed
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.terms import is_day
from ..files.case_register import CaseHead, CaseRegister
from ..files.outputs import beside
from ..files.spreadsheet_writer import write_workbook
from ..report.register_tables import CountedCase, year_tables


def count_year(
    register: CaseRegister, year: str, path: Path, *, language: str, progress: Progress | None = None
) -> tuple[CountedCase, ...]:
    """Write the .xlsx and return the cases counted: the newest version of each of the year, in the order they were made.

    A case belongs to the year of its 收文日期 where that is a day, else to the one it was made in. Only a conclusion that stands counts.
    Raises OutputFailed ("year-wrong", what files.outputs.beside raises), RegisterUnusable, Cancelled.
    """
    if not re.fullmatch(r"[0-9]{4}", year):
        raise OutputFailed("year-wrong", year=year)
    progress = progress or Silent()
    heads = [one for one in register.heads() if _day(one)[:4] == year]
    counted = []
    for place, head in enumerate(heads):
        stop_if_cancelled(progress)
        progress.report(place / len(heads), "step-count-cases")
        case = register.read(head.case_id, head.version) if head.verdict is not None else None
        conclusion = case.conclusion if case is not None else None
        counted.append(
            CountedCase(
                head.number, head.name, head.project.company, head.project.industry, head.project.place, head.matter, head.state,
                conclusion.verdict if conclusion else None, _day(head), head.release_name, conclusion.remark if conclusion else "",
            )
        )  # fmt: skip
    with beside([path], [register.path]) as (place_of_file,):
        write_workbook(year_tables(counted, year, register.office, language), place_of_file, date=f"{year}-12-31")
    progress.report(1.0, "step-done")
    return tuple(counted)


def _day(head: CaseHead) -> str:
    return head.matter.received if is_day(head.matter.received) else head.made_at[:10]
