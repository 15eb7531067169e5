# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans to be laid over releases, and what was written of them, read back by plain SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import shapely

from tests.files.layers import write_layer
from tests.report.cases import MADE_WITH, ON
from zoning_plugin.core.progress import Progress
from zoning_plugin.jobs.overlay_plan import OverlaidPlan, PlanFile, overlay_plan

Written = dict[str, Any]


def write_plan(path: Path, shapes: Sequence[shapely.Geometry | None], **options: Any) -> Path:
    """Parcels with a number and a class of land use."""
    rows = [
        ({"BH": str(number), "DLMC": "耕地林地"[number % 2 * 2 :][:2]}, "" if shape is None else shapely.to_wkt(shape, rounding_precision=-1))
        for number, shape in enumerate(shapes)
    ]  # fmt: skip
    return write_layer(path, rows, **options)


def lay(
    plan: Path | PlanFile, release: Path, output: Path, *, progress: Progress | None = None, **options: Any
) -> OverlaidPlan:
    """The job, on a day on which the releases of the tests are in force."""
    given = plan if isinstance(plan, PlanFile) else PlanFile(plan)
    options = {"on": ON, "threads": 2} | options
    return overlay_plan(given, release, output, MADE_WITH, progress=progress, **options)


def rows_of(path: Path, table: str) -> list[Written]:
    """The rows of a table of ours, geometries as shapes."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        rows = [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY fid")]
    for row in rows:
        if row.get("geom") is not None:
            row["geom"] = shapely.from_wkb(row["geom"][40:])
    return rows


def summary_of(path: Path) -> dict[str, str]:
    """The table of what was done."""
    return {row["key"]: row["value"] for row in rows_of(path, "overlay")}
