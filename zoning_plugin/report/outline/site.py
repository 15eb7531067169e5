# SPDX-License-Identifier: GPL-3.0-or-later
"""The site: what it is, its plots, and the coordinates of its boundary points in degrees and in the plane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...core import geometry, projection
from ...core.assessment import Assessment
from ...core.geometry import Shape
from ...core.site import Site
from ...core.terms import Relation, SiteKind
from ..crs_names import crs_name
from ..numbers import area_text, decimal, degrees_text, length_text, plane_text, unit_for
from .head import amount_text
from .values import Block, Cell, Column, Paragraph, Row, Table
from .words import Words

_MOST_PRINTED = 1000
_ONE_SET = 40  # from here on two sets of coordinates stand side by side


@dataclass(frozen=True)
class _Ring:
    """A ring or line of a plot with its printed label and its points (lon, lat), a ring without its closing point."""

    label: str
    points: tuple[tuple[float, float], ...]


def site_section(assessment: Assessment, words: Words) -> tuple[Block, ...]:
    """Facts, plots where there are several, coordinates."""
    return _facts(assessment, words), *_plots(assessment, words), *_coordinates(assessment.site, words)


def _facts(assessment: Assessment, words: Words) -> Table:
    site = assessment.site
    amount = {SiteKind.POLYGON: "site-area", SiteKind.LINE: "site-length", SiteKind.POINT: "site-points"}[site.kind]
    rows = [
        ("site-kind", words.of(f"kind-{site.kind.value}")),
        ("site-source", words.term("site-source", site.source) if site.source else words("not-stated")),
        ("site-given-crs", crs_name(site.crs, words.language)),
        ("site-position", words("position-exact" if site.is_exact else "position-approximate")),
        (amount, amount_text(assessment, words)),
    ]
    if site.stated_area_m2 is not None and site.kind is SiteKind.POLYGON:
        difference = f"{assessment.overlay.total - site.stated_area_m2:+.2f}"
        stated = words("site-stated-area-value", m2=area_text(site.stated_area_m2), difference=difference)
        rows.append(("site-stated-area", stated))
    return words.facts(rows, words("site-facts"))


def _plots(assessment: Assessment, words: Words) -> tuple[Table, ...]:
    if not assessment.plots:
        return ()
    kind = assessment.site.kind
    unit = unit_for(plot.total for plot in assessment.plots)
    amount = {
        SiteKind.POLYGON: (words("area-in", unit=words.of(unit.word)), 16),
        SiteKind.LINE: (words("length-in"), 16),
        SiteKind.POINT: (words("site-points"), 16),
    }[kind]
    columns = (
        *words.columns(("plot-number", 9), ("plot-name", 25)), Column(*amount, is_number=True), *words.columns(("plot-units", 50)),
    )  # fmt: skip
    rows = []
    for number, plot in enumerate(assessment.plots, 1):
        met = [one for one in plot.units if one.piece.relation is not Relation.NEAR]
        units = words.joined(
            f"{one.unit.name} {one.unit.code} ({_share_or_relation(one.piece.relation, one.piece.share, kind, words)})"
            for one in met
        )
        total = {
            SiteKind.POLYGON: area_text(plot.total, unit),
            SiteKind.LINE: length_text(plot.total),
            SiteKind.POINT: str(round(plot.total)),
        }[kind]
        rows.append(Row((Cell(str(number)), Cell(plot.name), Cell(total, "number"), Cell(units or words("none")))))
    caption = {SiteKind.POLYGON: "plots", SiteKind.LINE: "plots-length", SiteKind.POINT: "plots-points"}[kind]
    return (Table("list", columns, tuple(rows), words(caption)),)


def _share_or_relation(relation: Relation, share: float, kind: SiteKind, words: Words) -> str:
    if kind is SiteKind.POINT or relation is Relation.EDGE:
        return words.of(f"relation-{relation.value}")
    return f"{decimal(share * 100, 2)}%"


def _coordinates(site: Site, words: Words) -> tuple[Block, ...]:
    plots = [plot.shape for plot in site.plots] or [site.shape]
    rings = [
        ring for number, shape in enumerate(plots, 1) for ring in _rings(shape, number, len(plots), site.kind, words)
    ]
    count = sum(len(ring.points) for ring in rings)
    if count > _MOST_PRINTED:
        return (Paragraph(words("coordinates-too-many", count=count, limit=_MOST_PRINTED), "note"),)
    lon, _ = geometry.middle(site.shape)
    crs = projection.gauss_kruger(projection.zone_of(lon))
    cells = [cells for ring in rings for cells in _points(ring, crs, is_one=len(rings) == 1)]
    sets = 2 if count > _ONE_SET else 1
    label = (
        "point"
        if len(rings) == 1
        else "plot-point"
        if len(plots) > 1
        else "part-point"
        if site.kind is SiteKind.LINE
        else "ring-point"
    )
    widths = (16, 20, 20, 22, 22) if sets == 1 else (8, 10, 10, 11, 11)
    titles = (f"coordinate-{label}", "coordinate-lon", "coordinate-lat", "coordinate-north", "coordinate-east")
    columns = words.columns(*((title, width, True) for title, width in zip(titles, widths, strict=True))) * sets
    padded = [*cells, *[(Cell(),) * len(titles)] * (-len(cells) % sets)]
    rows = (
        Row(tuple(cell for one in padded[start : start + sets] for cell in one))
        for start in range(0, len(padded), sets)
    )
    note = "coordinates-note" if site.kind is SiteKind.POLYGON else "coordinates-note-line"
    caption = words("coordinates")
    return (Table("coordinates", columns, tuple(rows), caption, words(note, crs=crs_name(crs, words.language))),)


def _points(ring: _Ring, crs: str, *, is_one: bool) -> list[tuple[Cell, ...]]:
    plane = geometry.to_plane(ring.points, crs)
    return [
        tuple(Cell(text, "number") for text in (
            str(number) if is_one else f"{ring.label}-{number}", degrees_text(lon), degrees_text(lat), plane_text(north), plane_text(east),
        ))
        for number, ((lon, lat), (east, north)) in enumerate(zip(ring.points, plane, strict=True), 1)
    ]  # fmt: skip


def _rings(shape: Shape, plot: int, plots: int, kind: SiteKind, words: Words) -> list[_Ring]:
    rings = geometry.vertices(shape)
    if kind is SiteKind.POLYGON:
        inner = _inner_rings(shape)
        rings = [ring[:-1] for ring in rings]
    else:
        inner = [False] * len(rings)
    made = []
    for number, (points, is_inner) in enumerate(zip(rings, inner, strict=True), 1):
        label = words("inner-ring", number=number) if is_inner else str(number)
        made.append(_Ring(f"{plot}-{label}" if plots > 1 else label, tuple(points)))
    return made


def _inner_rings(shape: Shape) -> Sequence[bool]:
    """Which rings of a (multi)polygon, in the order of ``geometry.vertices``, are holes: in its WKT a part opens with two brackets."""
    rings = geometry.to_wkt(shape).split("(")[1:]
    return [bool(before.strip()) for before, ring in pairwise(rings) if ring.strip()]
