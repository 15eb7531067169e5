# SPDX-License-Identifier: GPL-3.0-or-later
"""Coordinate systems by the names that a language has for them, beside their codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_CODED_NAME: Final = re.compile(r"\(EPSG:(\d+)\)$")
_CODE: Final = re.compile(r"EPSG:(\d+)(?: (lon|lat|[ENxy]),(lon|lat|[ENxy])(?![^\s;]))?")
_BARE_AXES: Final = re.compile(r"(?<=\s)(lon|lat|[ENxy]),(lon|lat|[ENxy])(?![^\s;])")

# CGCS2000 / Gauss-Kruger in the EPSG registry: first and last code, width of a zone in degrees, what they are named by, the
# number of the first and the step to the next.
_CGCS2000: Final = (
    (4491, 4501, 6, "zone", 13, 1),
    (4502, 4512, 6, "meridian", 75, 6),
    (4513, 4533, 3, "zone", 25, 1),
    (4534, 4554, 3, "meridian", 75, 3),
)
_FIRST_MERIDIAN: Final = 75
"""Central meridian, in degrees east, of the first code of each row."""


def has_crs_code(crs: str) -> bool:
    """Whether it is a name with its code, "… (EPSG:n)"."""
    return _CODED_NAME.search(crs) is not None


def name_of_code(code: int, words: Mapping[str, str]) -> str:
    """What the language of ``words`` calls the system EPSG:``code``; empty where it has no name for it."""
    for first, last, width, kind, number, step in _CGCS2000:
        if first <= code <= last:
            return words[f"crs-cgcs2000-{width}-{kind}"].replace("{number}", str(number + (code - first) * step))
    return words.get(f"crs-{code}", "")


def with_name(crs: str, words: Mapping[str, str]) -> str:
    """A system as the registry names it, "… (EPSG:n)", by the language's name where it has one."""
    found = _CODED_NAME.search(crs)
    name = name_of_code(int(found[1]), words) if found else ""
    return _coded(name, f"EPSG:{found[1]}", words) if found and name else crs


def readings_in_words(text: str, words: Mapping[str, str]) -> str:
    """Readings of coordinates ("EPSG:4526 E,N; EPSG:4490 lat,lon") with the name of each system and which coordinate comes first."""

    def reading(found: re.Match[str]) -> str:
        code = f"EPSG:{found[1]}"
        name = _zone_in_words(int(found[1]), words) or name_of_code(int(found[1]), words)
        order = words.get(f"axes-{found[2]}-{found[3]}", f"{found[2]},{found[3]}") if found[2] else ""
        if not name:
            return f"{code} {order}".rstrip()
        return _coded(name, f"{code}{words['clause-separator']}{order}" if order else code, words)

    named = _CODE.sub(reading, text)
    return _BARE_AXES.sub(lambda one: words.get(f"axes-{one[1]}-{one[2]}", one[0]), named)


def _zone_in_words(code: int, words: Mapping[str, str]) -> str:
    """Zone and central meridian of a Gauss-Kruger system of CGCS2000; empty for any other."""
    for first, last, width, kind, number, step in _CGCS2000:
        if first <= code <= last:
            meridian = _FIRST_MERIDIAN + width * (code - first)
            said = words[f"reading-{width}-{kind}"].replace("{meridian}", str(meridian))
            return said.replace("{number}", str(number + (code - first) * step))
    return ""


def _coded(name: str, code: str, words: Mapping[str, str]) -> str:
    return words["crs-with-code"].replace("{name}", name).replace("{code}", code)
