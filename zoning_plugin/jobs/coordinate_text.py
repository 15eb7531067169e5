# SPDX-License-Identifier: GPL-3.0-or-later
"""Coordinates as people paste them (pairs or WKT), and whether a reference system makes sense of them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..core import geometry, projection
from ..core.errors import SiteUnusable
from ..core.geometry import Shape
from ..core.reference_system import LAT, LON, Box, Reading, printed, readings, same_place

MOST_CHARACTERS: Final = 5_000_000

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_WKT = re.compile(
    r"(?:SRID\s*=\s*(?P<srid>\d{1,6})\s*;\s*)?(?P<wkt>(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\b.*|GEOMETRYCOLLECTION\b.*)",
    re.DOTALL | re.IGNORECASE,
)
_BOUNDARY_POINTS = re.compile(r"\[\s*(?:属性描述|地块坐标|项目信息)\s*\]")
_DEGREES_MINUTES = re.compile("[°º˚′″'\"度]")
_OFFSET = re.compile(r"(?:gcj[\s_-]*0?2|bd[\s_-]*0?9|火星坐标|百度坐标)", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")  # what copying from a page or a chat leaves behind
_SHOWN = 40


@dataclass(frozen=True)
class Pair:
    """Two numbers as they stand, with the line they stand in (from 1) and its text."""

    line: int
    first: float
    second: float
    text: str


@dataclass(frozen=True)
class GivenShape:
    """A shape as given: coordinates in their given order, its text line by line, and the CRS it states itself (EWKT)."""

    shape: Shape
    pairs: tuple[Pair, ...]
    stated_crs: str = ""


def parse(text: str) -> GivenShape:
    """The point (one pair), line (two pairs), polygon (three or more, closed or not) or WKT shape that ``text`` gives.

    Pairs stand one a line or between semicolons, their numbers apart by comma, space or tab; full-width characters are
    read as their narrow ones. Raises SiteUnusable: "text-empty", "text-too-long", "text-boundary-points",
    "text-degrees-minutes", "text-unreadable" (line and content), "shape-unreadable", "site-mixed".
    """
    if len(text) > MOST_CHARACTERS:
        raise SiteUnusable("text-too-long", length=len(text), limit=MOST_CHARACTERS)
    if _BOUNDARY_POINTS.search(text):
        raise SiteUnusable("text-boundary-points")
    text = _INVISIBLE.sub("", text)
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise SiteUnusable("text-empty")
    found = _WKT.fullmatch(plain)
    if found:
        shape = geometry.from_wkt(found["wkt"])
        refuse_collection(shape, "WKT")
        return GivenShape(shape, pairs_of(shape, "WKT"), f"EPSG:{found['srid']}" if found["srid"] else "")
    pairs = tuple(_pairs(text))
    if not pairs:
        raise SiteUnusable("text-empty")
    return GivenShape(_shape([(pair.first, pair.second) for pair in pairs]), pairs)


def refuse_collection(shape: Shape, source: str) -> None:
    """Raise SiteUnusable("site-mixed") for a geometry collection: what is in it is not of one kind."""
    if geometry.to_wkt(shape).startswith("GEOMETRYCOLLECTION"):
        raise SiteUnusable("site-mixed", source=source)


def pairs_of(shape: Shape, text: str) -> tuple[Pair, ...]:
    """The vertices of a shape as pairs; ``text`` stands for where they were read."""
    points = (point for part in geometry.vertices(shape) for point in part)
    return tuple(Pair(1, x, y, f"{text} {x:.10g} {y:.10g}") for x, y in points)


def refuse_offset(crs: str) -> None:
    """Raise SiteUnusable("crs-offset") for GCJ-02 and BD-09, whose inverse is approximate and from no official source."""
    if _OFFSET.search(crs):
        raise SiteUnusable("crs-offset", crs=crs[:_SHOWN])


def refuse_misread(pairs: Sequence[Pair], crs: str) -> None:
    """Check that ``pairs`` make sense read as x, y (east, north or longitude, latitude) in ``crs``.

    A reading makes sense when it lies in China, and in a Gauss–Krüger zone not far from its meridian. When this one does
    not and another does, raises SiteUnusable("axis-swapped") naming the others, or "axis-mixed" when some pairs are the
    other way round. A place outside China that no other reading explains is left to whoever knows the release.
    """
    _refuse_mixed(pairs)
    box, read_as = _box(pairs), Reading(crs)
    if read_as.makes_sense(box):
        return
    swapped = Reading(crs, is_swapped=True)
    others = [*([swapped] if swapped.makes_sense(box) else []), *(one for one in readings(box) if one != swapped)]
    if others:
        raise SiteUnusable("axis-swapped", read_as=read_as, candidates=printed(box, others))


def unstated_crs(pairs: Sequence[Pair]) -> str:
    """EPSG:4490 for longitudes and latitudes in China, of which nothing else was said: their datum stays unknown.

    Raises SiteUnusable: "crs-needed" with the systems that plane coordinates may be in, "axis-swapped", "axis-mixed".
    """
    refuse_misread(pairs, geometry.CRS)
    if Reading(geometry.CRS).makes_sense(_box(pairs)):
        return geometry.CRS
    raise SiteUnusable("crs-needed", content=pairs[0].text[:_SHOWN], candidates=likely_crs(pairs))


def likely_crs(pairs: Sequence[Pair]) -> str:
    """The systems that the magnitudes of the coordinates allow, for a person to choose from; never chosen here."""
    box = _box(pairs)
    return printed(box, readings(box))


def agreed_crs(pairs: Sequence[Pair], given: str, stated: str, source: str) -> str:
    """The CRS that is given or stated, in the stated one's words when both put the coordinates at the same place.

    Raises SiteUnusable("crs-contradicts").
    """
    if not (given and stated):
        return _named(given or stated)
    if same_place(((one.first, one.second) for one in (pairs[0], pairs[-1])), given, stated):
        return _named(stated)
    one, other = _named(given), _named(stated)
    raise SiteUnusable("crs-contradicts", given=one, stated=other, source=source, candidates=f"{one}; {other}")


def _named(crs: str) -> str:
    """A CRS by its EPSG code where it has one, else as it was given."""
    if not crs:
        return ""
    name = projection.crs_name(crs)
    return name[name.rindex("(") + 1 : -1] if name.endswith(")") and "(EPSG:" in name else crs


def _refuse_mixed(pairs: Sequence[Pair]) -> None:
    orders = [
        (_within(one.first, LON) and _within(one.second, LAT), _within(one.first, LAT) and _within(one.second, LON))
        for one in pairs
    ]
    for pair, order in zip(pairs, orders, strict=True):
        if any(order) and any(orders[0]) and order != orders[0]:
            raise SiteUnusable("axis-mixed", line=pair.line, content=pair.text[:_SHOWN])


def _box(pairs: Sequence[Pair]) -> Box:
    firsts, seconds = [one.first for one in pairs], [one.second for one in pairs]
    return min(firsts), min(seconds), max(firsts), max(seconds)


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _pairs(text: str) -> Iterator[Pair]:
    for number, raw in enumerate(text.splitlines(), 1):
        for piece in re.split("[;；]", raw):
            if not piece.strip():
                continue
            if _DEGREES_MINUTES.search(piece):
                raise SiteUnusable("text-degrees-minutes", line=number, content=piece.strip()[:_SHOWN])
            plain = unicodedata.normalize("NFKC", piece).replace("、", ",").strip()
            values = re.split(r"\s*,\s*|\s+", plain)
            if len(values) != 2 or not all(_NUMBER.fullmatch(one) for one in values):
                raise SiteUnusable("text-unreadable", line=number, content=piece.strip()[:_SHOWN])
            first, second = (float(one) for one in values)
            if not (math.isfinite(first) and math.isfinite(second)):
                raise SiteUnusable("text-unreadable", line=number, content=piece.strip()[:_SHOWN])
            yield Pair(number, first, second, plain)


def _shape(points: Sequence[tuple[float, float]]) -> Shape:
    if len(points) > 2 and len(set(points)) < 3:
        raise SiteUnusable("shape-unrepairable", source="text", detail=f"{len(set(points))}")
    if len(points) == 1:
        return geometry.point(*points[0])
    return geometry.line(points) if len(points) == 2 else geometry.polygon(points)
