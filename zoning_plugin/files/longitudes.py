# SPDX-License-Identifier: GPL-3.0-or-later
"""About where a county lies, by its code: only to propose a central meridian where a file states none."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from ..places import resources_dir


def longitude_of(admin_codes: Iterable[str]) -> float | None:
    """About the longitude (degrees) of the prefecture that most of the six-digit codes belong to; None when it is not known.

    From resources/places/longitudes.json, whose values are recalled and rounded: never a basis for more than a proposal.
    """
    known = _longitudes()
    for length in (4, 2):
        found = Counter(code[:length] for code in admin_codes if code[:length] in known)
        if found:
            return known[max(sorted(found), key=lambda one: found[one])]
    return None


@lru_cache(maxsize=1)
def _longitudes() -> dict[str, float]:
    text = (resources_dir() / "places" / "longitudes.json").read_text(encoding="utf-8")
    return {str(code): float(value) for code, value in json.loads(text)["longitude"].items()}
