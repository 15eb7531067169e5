# SPDX-License-Identifier: GPL-3.0-or-later
"""What is judged: a point, a line or a polygon with where it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import geometry
from .errors import SiteUnusable
from .geometry import Shape
from .terms import SiteKind

_KINDS = (SiteKind.POINT, SiteKind.LINE, SiteKind.POLYGON)
# A KML or one of its kin, also inside an archive or followed by a source's options.
_MAYBE_OFFSET = re.compile(r"\.(?:ov)?km[lz](?![\w.])", re.IGNORECASE)


@dataclass(frozen=True)
class Plot:
    """One plot of a site that has several: its name and shape (EPSG:4490)."""

    name: str
    shape: Shape = field(repr=False, compare=False)


@dataclass(frozen=True)
class Site:
    """A site in EPSG:4490.

    ``crs`` and ``source`` say what it was given in ("EPSG:4526", "drawn on the map"); ``is_exact`` is false where the
    position is only approximate (then nothing can be complete), ``is_maybe_offset`` where that is because the coordinates
    may be offset on purpose (GCJ-02) though they say WGS 84. ``plots`` is empty for a site of one plot.
    ``was_repaired`` is GEOS' word for what was wrong with the outline, empty when it was valid.
    """

    shape: Shape = field(repr=False, compare=False)
    kind: SiteKind = SiteKind.POLYGON
    crs: str = geometry.CRS
    source: str = ""
    is_exact: bool = True
    stated_area_m2: float | None = None
    plots: tuple[Plot, ...] = ()
    was_repaired: str = ""
    is_maybe_offset: bool = False


def is_maybe_offset(name: str) -> bool:
    """Whether a file of this name (a path, or a layer's source) may hold coordinates hundreds of metres off.

    Every KML says WGS 84, for the format knows nothing else; what Chinese map software exports is GCJ-02 all the same
    (domain 5.5). Nothing in the file tells one from the other, and neither does a CRS that a person repeats.
    """
    return _MAYBE_OFFSET.search(name) is not None


def make_site(
    shapes: list[tuple[str, Shape]], crs: str, source: str, *, is_exact: bool = True, maybe_offset: bool = False
) -> Site:
    """Site from named shapes in ``crs`` (x east, y north), all of one dimension; never exact when it may be offset.

    Raises SiteUnusable: "site-empty", "site-mixed" (points and polygons together), "crs-unknown",
    "datum-unsupported", "outside-crs", "shape-unrepairable".
    """
    kept = [(name, shape) for name, shape in shapes if not geometry.is_empty(shape)]
    if not kept:
        raise SiteUnusable("site-empty", source=source)
    dimensions = {geometry.dimension(shape) for _, shape in kept}
    if len(dimensions) != 1:
        raise SiteUnusable("site-mixed", source=source)
    kind = _KINDS[dimensions.pop()]
    moved = [(name, geometry.to_cgcs2000(shape, crs)) for name, shape in kept]
    faults = [geometry.why_invalid(shape) for _, shape in moved]
    mended = [(name, geometry.repaired(shape)) for name, shape in moved]
    if any(geometry.is_empty(shape) for _, shape in mended):
        raise SiteUnusable("shape-unrepairable", source=source, detail=next(fault for fault in faults if fault))
    whole = mended[0][1] if len(mended) == 1 else geometry.union([shape for _, shape in mended])
    plots = tuple(Plot(name, shape) for name, shape in mended) if len(mended) > 1 else ()
    was_repaired = next((fault for fault in faults if fault), "")
    return Site(whole, kind, crs, source, is_exact and not maybe_offset, None, plots, was_repaired, maybe_offset)
