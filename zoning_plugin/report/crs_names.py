# SPDX-License-Identifier: GPL-3.0-or-later
"""Coordinate systems by the name that the language of a report has for them."""

from __future__ import annotations

import re
from typing import Final

from ..core import geometry
from ..core.errors import SiteUnusable
from ..wording import codes, sentence, word

_CODE: Final = re.compile(r"\(EPSG:(\d+)\)$")

# CGCS2000 / Gauss-Kruger in the EPSG registry: first and last code, width of a zone in degrees, what they are named by, the
# number of the first and the step to the next.
_CGCS2000: Final = (
    (4491, 4501, 6, "zone", 13, 1),
    (4502, 4512, 6, "meridian", 75, 6),
    (4513, 4533, 3, "zone", 25, 1),
    (4534, 4554, 3, "meridian", 75, 3),
)


def crs_name(crs: str, language: str) -> str:
    """The name of ``crs`` ("EPSG:n", WKT, or a name with its code) in ``language``, with its EPSG code where it has one.

    A system without a name in the wording keeps the name of the registry; what is no coordinate system is returned as it is.
    """
    name = crs
    if not _CODE.search(crs):
        try:
            name = geometry.crs_name(crs)
        except SiteUnusable:
            return crs
    found = _CODE.search(name)
    own = _own_name(int(found[1]), language) if found else ""
    if not found or not own:
        return name
    return sentence("crs-with-code", {"name": own, "code": f"EPSG:{found[1]}"}, language)


def _own_name(code: int, language: str) -> str:
    for first, last, width, kind, number, step in _CGCS2000:
        if first <= code <= last:
            return sentence(f"crs-cgcs2000-{width}-{kind}", {"number": str(number + (code - first) * step)}, language)
    key = f"crs-{code}"
    return word(key, language) if key in codes(language) else ""
