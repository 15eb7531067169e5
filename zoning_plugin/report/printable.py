# SPDX-License-Identifier: GPL-3.0-or-later
"""What a printer is handed: pages of HTML and map sheets as plain values, nothing left to look up."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..core.office_rules import Colours


@dataclass(frozen=True)
class HtmlPart:
    """Running text and tables, in the subset of HTML and CSS that a QTextDocument lays out."""

    html: str


@dataclass(frozen=True)
class MapFeature:
    """A shape (WKB, EPSG:4490) with its label and the category that chooses symbol and legend entry."""

    wkb: bytes = field(repr=False)
    category: str
    label: str = ""


@dataclass(frozen=True)
class MapCategory:
    """A legend entry. ``style`` is unit-priority, unit-key, unit-general, unit-unknown, zone, site, piece, uncovered or outline."""

    category: str
    style: str
    legend: str


@dataclass(frozen=True)
class MapSheet:
    """One map page: title, features drawn from first to last, legend in the order of ``categories``.

    ``extent`` is (west, south, east, north) in degrees, what must be seen; the sheet is drawn in ``crs``, the metric
    system that keeps shapes at this place. ``notes`` are printed small below the map (release, CRS, 内部使用). ``colours`` of classes are the office's, none where the
    national ones hold.
    """

    title: str
    extent: tuple[float, float, float, float]
    crs: str
    categories: tuple[MapCategory, ...]
    features: tuple[MapFeature, ...] = field(repr=False)
    notes: tuple[str, ...] = ()
    legend_title: str = ""
    is_landscape: bool = False
    colours: Colours = ()


@dataclass(frozen=True)
class PrintableReport:
    """A whole document for a printer.

    ``header`` and ``footer`` stand on every page; ``footer`` holds {page} and {pages}. ``date`` (ISO) is written as the
    document's creation date, so that the same report has the same bytes. ``author`` names the program and version.
    """

    title: str
    language: str
    header: str
    footer: str
    date: str
    author: str
    parts: tuple[HtmlPart | MapSheet, ...]
