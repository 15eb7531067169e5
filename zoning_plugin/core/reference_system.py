# SPDX-License-Identifier: GPL-3.0-or-later
"""Which reference systems coordinates may be in, by their magnitudes; what is likely is proposed, never chosen in silence.

Magnitudes tell a zone from a zone, degrees from metres, north from east. They do not tell a datum: 西安80 and 北京54 have the
same magnitudes as CGCS2000 and lie some tens of metres beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from . import geometry, projection
from .errors import SiteUnusable

Box = tuple[float, float, float, float]
"""Least first, least second, greatest first, greatest second coordinate, as they stand in the file."""

LON: Final = (73.0, 136.0)
LAT: Final = (3.0, 54.0)
"""Longitude and latitude of China with its seas. The ranges have nothing in common, so their order can be told."""
_NORTHING: Final = (300_000.0, 6_000_000.0)
_EASTING: Final = (100_000.0, 900_000.0)
_GEOGRAPHIC: Final = (geometry.CRS, "EPSG:4326")
_WEB_MERCATOR: Final = "EPSG:3857"
# CGCS2000 / Gauss–Krüger in the EPSG registry: first and last code, width of a zone; the central meridian starts at 75° E.
_ZONED: Final = ((4513, 4533, 3), (4491, 4501, 6))
_BY_MERIDIAN: Final = ((4534, 4554, 3), (4502, 4512, 6))
_FIRST_MERIDIAN: Final = 75.0


@dataclass(frozen=True)
class Reading:
    """A way to read coordinates: a reference system ("EPSG:n" or WKT), and whether the second number is the eastern one."""

    crs: str
    is_swapped: bool = False

    @property
    def order(self) -> str:
        """The order of the two numbers: "E,N", "lon,lat" or "x,y", turned round where they are swapped."""
        order = "E,N" if central_meridian(self.crs) else "lon,lat" if self.crs in _GEOGRAPHIC else "x,y"
        return ",".join(reversed(order.split(","))) if self.is_swapped else order

    def __str__(self) -> str:
        return f"{self.crs} {self.order}"

    def place(self, box: Box) -> Box | None:
        """Where the two corners of ``box`` lie, in degrees (west, south, east, north); None where the system has no such place.

        Raises SiteUnusable: "crs-unknown", "datum-unsupported".
        """
        first, second, third, fourth = box
        corners = ((second, first), (fourth, third)) if self.is_swapped else ((first, second), (third, fourth))
        try:
            moved = [geometry.bounds(geometry.to_cgcs2000(geometry.point(*one), self.crs)) for one in corners]
        except SiteUnusable as reason:
            if reason.code == "outside-crs":
                return None
            raise
        lons, lats = [one[0] for one in moved], [one[1] for one in moved]
        return min(lons), min(lats), max(lons), max(lats)

    def makes_sense(self, box: Box) -> bool:
        """Whether ``box`` read so lies in China and, in a Gauss–Krüger zone, not far from its central meridian."""
        place = self.place(box)
        if place is None:
            return False
        west, south, east, north = place
        meridian = central_meridian(self.crs)
        is_near = meridian is None or max(abs(west - meridian[0]), abs(east - meridian[0])) <= meridian[1]
        return is_near and LON[0] <= west and east <= LON[1] and LAT[0] <= south and north <= LAT[1]


def central_meridian(crs: str) -> tuple[float, float] | None:
    """Central meridian of a CGCS2000 Gauss–Krüger system and how far from it coordinates make sense, in degrees."""
    found = re.fullmatch(r"EPSG:(\d{4})", crs.strip(), re.IGNORECASE)
    code = int(found[1]) if found else 0
    for first, last, width in (*_ZONED, *_BY_MERIDIAN):
        if first <= code <= last:
            return _FIRST_MERIDIAN + width * (code - first), float(width)
    return None


def readings(box: Box, longitude: float | None = None) -> tuple[Reading, ...]:
    """Every reading of ``box`` that makes sense, those nearest to the expected ``longitude`` (degrees) first.

    An easting of eight digits names its zone; one of six digits does not name its meridian: such systems are proposed
    only where a ``longitude`` is expected, the nearest meridian of each width. See :func:`needs_meridian`.
    """
    found = []
    for is_swapped in (False, True):
        east = box[1] if is_swapped else box[0]
        systems = [geometry.CRS, *_prefixed(east), _WEB_MERCATOR]
        if longitude is not None and needs_meridian(box):
            systems += _near(longitude)
        found += [Reading(one, is_swapped) for one in systems]
    sensible = [one for one in dict.fromkeys(found) if one.makes_sense(box)]
    if longitude is None:
        return tuple(sensible)
    return tuple(sorted(sensible, key=lambda one: _distance(one, box, longitude)))


def needs_meridian(box: Box) -> bool:
    """Whether the coordinates look like Gauss–Krüger without a zone number: six-digit easting beside a northing."""
    return any(
        _EASTING[0] <= east[0] and east[1] <= _EASTING[1] and _NORTHING[0] <= north[0] and north[1] <= _NORTHING[1]
        for east, north in (((box[0], box[2]), (box[1], box[3])), ((box[1], box[3]), (box[0], box[2])))
    )


def unzoned_systems() -> tuple[str, str]:
    """First and last EPSG code of the 3° systems without a zone number, from which a person has to choose."""
    first, last, _ = _BY_MERIDIAN[0]
    return f"EPSG:{first}", f"EPSG:{last}"


def printed(box: Box, found: Iterable[Reading]) -> str:
    """Readings as one text for a sentence; "?" where the magnitudes fit nothing known."""
    texts = [str(one) for one in found]
    if not texts and needs_meridian(box):
        texts = [" … ".join(unzoned_systems())]
    return "; ".join(texts) or "?"


def _prefixed(east: float) -> list[str]:
    """The zones that an easting with a prefix names (GB/T 17278: prefix = zone): 3° zones 25–45, 6° zones 13–23."""
    zone = int(east // 1_000_000)
    if 25 <= zone <= 45:
        return [projection.gauss_kruger(zone)]
    return [f"EPSG:{_ZONED[1][0] + zone - 13}"] if 13 <= zone <= 23 else []


def _near(longitude: float) -> list[str]:
    return [
        f"EPSG:{min(max(first + round((longitude - _FIRST_MERIDIAN) / width), first), last)}"
        for first, last, width in _BY_MERIDIAN
    ]


def _distance(reading: Reading, box: Box, longitude: float) -> float:
    place = reading.place(box)
    return abs((place[0] + place[2]) / 2 - longitude) if place else 360.0


def same_place(points: Iterable[tuple[float, float]], one: str, other: str) -> bool:
    """Whether two systems put the points (x, y) at the same places, to 1e-9 degrees (0.1 mm).

    Raises SiteUnusable: "crs-unknown".
    """
    for point in points:
        places = []
        for crs in (one, other):
            try:
                places.append(geometry.bounds(geometry.to_cgcs2000(geometry.point(*point), crs))[:2])
            except SiteUnusable as reason:
                if reason.code == "crs-unknown":
                    raise
                return False
        if any(abs(a - b) > 1e-9 for a, b in zip(*places, strict=True)):
            return False
    return True
