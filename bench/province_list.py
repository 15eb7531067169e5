# SPDX-License-Identifier: GPL-3.0-or-later
"""A list as large as a province's, for the units of a layer: wide layout, four dimensions, three numbered clauses a cell. Invented text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import openpyxl
from osgeo import gdal

DIMENSIONS: Final = ("空间布局约束", "污染物排放管控", "环境风险防控", "资源开发利用效率")
CLAUSES_PER_CELL: Final = 3


def write_province_list(units: Path, target: Path) -> int:
    """Write the list and return the number of its clauses."""
    gdal.UseExceptions()
    dataset = gdal.OpenEx(str(units), gdal.OF_VECTOR)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("准入清单")
    sheet.append(["环境管控单元编码", "环境管控单元名称", *DIMENSIONS])
    count = 0
    for feature in dataset.GetLayer(0):
        code, name = feature.GetField("HJGKDYBM"), feature.GetField("HJGKDYMC")
        cells = []
        for place, dimension in enumerate(DIMENSIONS, 1):
            numbered = (
                f"{place}-{number}.【产业/限制类】{name}内新建、改建、扩建项目须符合{dimension}第{number}项要求（虚构示例），不得降低标准。"
                for number in range(1, CLAUSES_PER_CELL + 1)
            )
            cells.append("\n".join(numbered))
            count += CLAUSES_PER_CELL
        sheet.append([code, name, *cells])
    book.save(target)
    return count
