# SPDX-License-Identifier: GPL-3.0-or-later
"""A site while it is drawn: vertices in map coordinates and what each gesture makes of them. Plain functions, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from ...core import geometry
from ...core.errors import SiteUnusable
from ...core.site import Site, make_site
from ...core.terms import SiteKind

Vertex = tuple[float, float]
"""x (east) and y (north) in the reference system of the map."""

LEAST: Final = {SiteKind.POINT: 1, SiteKind.LINE: 2, SiteKind.POLYGON: 3}
"""How many vertices each kind of site needs."""


@dataclass(frozen=True)
class Sketch:
    """What has been drawn so far of a site of one kind."""

    kind: SiteKind
    vertices: tuple[Vertex, ...] = ()

    @property
    def can_be_finished(self) -> bool:
        """Whether there are vertices enough for its kind."""
        return len(self.vertices) >= LEAST[self.kind]

    @property
    def is_finished_by_itself(self) -> bool:
        """Whether no further gesture is needed: a point is there with its only vertex."""
        return self.kind is SiteKind.POINT and self.can_be_finished


def with_vertex(sketch: Sketch, vertex: Vertex) -> Sketch:
    """``sketch`` and one more vertex; a vertex on the last one is no new vertex (a double click gives two)."""
    if sketch.vertices and sketch.vertices[-1] == vertex:
        return sketch
    return replace(sketch, vertices=(*sketch.vertices, vertex))


def without_last(sketch: Sketch) -> Sketch:
    """``sketch`` as it was one vertex before; an empty one stays empty."""
    return replace(sketch, vertices=sketch.vertices[:-1])


def started_again(sketch: Sketch) -> Sketch:
    """An empty sketch of the same kind."""
    return Sketch(sketch.kind)


def outline(sketch: Sketch, cursor: Vertex | None) -> tuple[Vertex, ...]:
    """The vertices to show: what was drawn, and where the cursor would put the next one."""
    return sketch.vertices if cursor is None else with_vertex(sketch, cursor).vertices


def site_of(sketch: Sketch, crs: str, source: str) -> Site:
    """The drawn site; ``crs`` is the map's ("EPSG:n" or WKT, empty when it has none), ``source`` says how it came ("drawn on the map").

    Raises SiteUnusable as core.site.make_site does: "site-empty" when vertices are missing, "shape-unrepairable" when those
    of a polygon all lie on one line; and "site-crs-missing".
    """
    if not crs:
        raise SiteUnusable("site-crs-missing", source=source)
    if not sketch.can_be_finished:
        return make_site([], crs, source)
    if sketch.kind is SiteKind.POINT:
        shape = geometry.point(*sketch.vertices[0])
    elif sketch.kind is SiteKind.LINE:
        shape = geometry.line(sketch.vertices)
    else:
        shape = geometry.polygon(sketch.vertices)
    return make_site([("", shape)], crs, source)
