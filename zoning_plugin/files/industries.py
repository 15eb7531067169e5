# SPDX-License-Identifier: GPL-3.0-or-later
"""The classification of industries and the everyday words for them: data that the plugin brings, read once."""

from __future__ import annotations

import csv
import json
from functools import lru_cache

from ..core.industry import Industries, Industry
from ..places import resources_dir


@lru_cache(maxsize=1)
def read_industries() -> Industries:
    """GB/T 4754 from resources/judgement/industries.tsv (its head names the source) with industry_words.json."""
    folder = resources_dir() / "judgement"
    with open(folder / "industries.tsv", encoding="utf-8", newline="") as file:
        table = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        rows = tuple(Industry(row["code"], row["section"], row["parent"], row["name"]) for row in table)
    words = json.loads((folder / "industry_words.json").read_text(encoding="utf-8"))["words"]
    return Industries(rows, {word: tuple(codes) for word, codes in words.items()})
