# SPDX-License-Identifier: GPL-3.0-or-later
"""The real release of Foshan: how it is imported, and an independent reading of what it publishes."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

from zoning_plugin.jobs.import_release import ImportRequest

LISTS = {"准入清单_顺德_分块.xlsx": ("440606", 25, 337), "准入清单_南海_四列.xlsx": ("440605", 19, 311)}
"""File → county, units, clauses. 顺德 is stated as 341 where four cells that hold only "/" are counted; "/" is empty."""
LISTED = tuple(f"ZH{county}" for county, _, _ in LISTS.values())
"""How the codes of the units begin whose lists are there."""


def foshan_request(shared_data: Path, output: Path) -> ImportRequest:
    """The import of the units and of both lists, stated as published."""
    foshan = shared_data / "foshan"
    return ImportRequest(
        output=output,
        units=(foshan / "foshan_units.gpkg",),
        lists=tuple(foshan / name for name in LISTS),
        name="佛山市 2024 版",
        document_no="佛环〔2024〕20号",
        issuer="佛山市生态环境局",
        effective="2024-06-30",
        status="published",
    )


def published_texts(shared_data: Path) -> dict[str, list[str]]:
    """Code of a unit in LISTED → clause texts without white space, in printed order, by the independent reading in the .tsv."""
    texts = defaultdict(list)
    with (shared_data / "foshan" / "foshan_list.tsv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["code"].startswith(LISTED) and (row["text"] or "").strip() not in ("", "/"):
                texts[row["code"]].append(squeezed(row["text"]))
    return texts


def squeezed(text: str) -> str:
    """``text`` without white space."""
    return re.sub(r"\s", "", text)
