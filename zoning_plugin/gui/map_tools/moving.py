# SPDX-License-Identifier: GPL-3.0-or-later
"""A site that is taken by the hand and put elsewhere: where it is held, and what each place of the hand makes of it. Plain functions, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...core import geometry
from ...core.errors import SiteUnusable
from ...core.geometry import Shape
from ...core.site import Site, make_site
from .sketch import Vertex


@dataclass(frozen=True)
class Movable:
    """A site as it lies on the map: its plots, named, in the reference system of the map."""

    site: Site
    crs: str
    plots: tuple[tuple[str, Shape], ...]

    @property
    def vertex_count(self) -> int:
        """Of all plots."""
        return sum(geometry.vertex_count(shape) for _, shape in self.plots)


@dataclass(frozen=True)
class Grip:
    """Where a site is held: at a vertex, which alone follows the hand, or elsewhere, and then all of it does."""

    at: Vertex
    is_vertex: bool


def movable(site: Site, crs: str) -> Movable:
    """``site`` on a map in ``crs`` ("EPSG:n" or WKT, empty when it has none).

    Raises SiteUnusable: "site-crs-missing", "crs-unknown", "outside-crs" where the map's system cannot show the place.
    """
    if not crs:
        raise SiteUnusable("site-crs-missing", source=site.source)
    plots = [(plot.name, plot.shape) for plot in site.plots] or [("", site.shape)]
    return Movable(site, crs, tuple((name, geometry.from_cgcs2000(shape, crs)) for name, shape in plots))


def grip(held: Movable, place: Vertex, reach: float) -> Grip | None:
    """What a hand at ``place`` gets hold of within ``reach`` (map units): a vertex before the rest; None beside the site."""
    shapes = [shape for _, shape in held.plots]
    vertex, distance = geometry.nearest_vertex(shapes, *place)
    if distance <= reach:
        return Grip(vertex, is_vertex=True)
    return Grip(place, is_vertex=False) if geometry.lies_within(shapes, *place, reach) else None


def moved(held: Movable, grip: Grip, to: Vertex) -> Movable:
    """The site with the grip at ``to``. A vertex that several plots share moves in all of them, so that no gap opens."""
    names, shapes = zip(*held.plots, strict=True)
    if grip.is_vertex:
        there = geometry.with_vertex_moved(shapes, grip.at, to)
    else:
        there = geometry.shifted(shapes, to[0] - grip.at[0], to[1] - grip.at[1])
    return replace(held, plots=tuple(zip(names, there, strict=True)))


def site_of_moved(held: Movable, source: str) -> Site:
    """The site where it is now, as good as it was known before; an area that was stated was of the place before.

    Raises SiteUnusable as core.site.make_site does.
    """
    return make_site(
        list(held.plots), held.crs, source, is_exact=held.site.is_exact, maybe_offset=held.site.is_maybe_offset
    )
