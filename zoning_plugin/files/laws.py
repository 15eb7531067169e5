# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of laws merged into a code: data that the plugin brings, read once."""

from __future__ import annotations

import json
from functools import lru_cache

from ..core.law import Laws, MergedLaw
from ..places import resources_dir


@lru_cache(maxsize=1)
def read_laws() -> Laws:
    """The laws of resources/judgement/laws.json, which names its source."""
    document = json.loads((resources_dir() / "judgement" / "laws.json").read_text(encoding="utf-8"))
    return Laws(
        tuple(
            MergedLaw(law["name"], tuple(law["short"]), code["name"], code["in_force"])
            for code in document["codes"]
            for law in code["merged"]
        )
    )
