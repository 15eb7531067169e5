# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a site: features of a vector file, or coordinates and WKT as text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final, Literal, overload

from ..core import geometry
from ..core.errors import SiteUnusable
from ..core.site import Site, is_maybe_offset, make_site
from ..files.features import FeatureRow, FeatureTable, read_features
from .coordinate_text import (
    agreed_crs,
    likely_crs,
    pairs_of,
    parse,
    refuse_collection,
    refuse_misread,
    refuse_offset,
    unstated_crs,
)

_NAME_FIELDS: Final = (
    "地块名称",
    "地块名",
    "dkmc",
    "名称",
    "name",
    "项目名称",
    "xmmc",
    "mc",
    "地块编号",
    "dkbh",
    "编号",
)
SOURCE_TEXT: Final = "text"
SOURCE_TEXT_UNSTATED: Final = "text-unstated"
"""``Site.source`` of pasted coordinates, without and with their CRS unsaid; the report has words for them."""


def read_site_text(text: str, crs: str = "") -> Site:
    """Site from coordinate pairs or WKT in ``crs`` ("EPSG:n" or WKT, x east or longitude first).

    One pair is a point, two are a line, three or more a polygon, closed or not. Without ``crs`` only longitudes and
    latitudes in China are taken, as CGCS2000 of unknown datum: the site is then not exact, and nothing is concluded.

    Raises SiteUnusable: what :func:`.coordinate_text.parse` raises; "crs-needed", "crs-contradicts" (EWKT), "crs-offset"
    (GCJ-02, BD-09), "axis-swapped", "axis-mixed"; what :func:`zoning_plugin.core.site.make_site` raises.
    """
    crs = crs.strip()
    refuse_offset(crs)
    given = parse(text)
    if not given.pairs:
        raise SiteUnusable("site-empty", source=SOURCE_TEXT)
    stated = agreed_crs(given.pairs, crs, given.stated_crs, "WKT")
    if stated:
        refuse_misread(given.pairs, stated)
        return make_site([("", given.shape)], stated, SOURCE_TEXT)
    return make_site([("", given.shape)], unstated_crs(given.pairs), SOURCE_TEXT_UNSTATED, is_exact=False)


@overload
def read_site_file(
    path: Path,
    *,
    layer: str = ...,
    crs: str = ...,
    fids: Collection[int] | None = ...,
    each: Literal[False] = ...,
    maybe_offset: bool = ...,
) -> Site: ...
@overload
def read_site_file(
    path: Path,
    *,
    layer: str = ...,
    crs: str = ...,
    fids: Collection[int] | None = ...,
    each: Literal[True],
    maybe_offset: bool = ...,
) -> tuple[Site, ...]: ...
def read_site_file(
    path: Path,
    *,
    layer: str = "",
    crs: str = "",
    fids: Collection[int] | None = None,
    each: bool = False,
    maybe_offset: bool = False,
) -> Site | tuple[Site, ...]:
    """Site from the features of a vector file: all of them, or those with the given ids, as plots of one site.

    With ``each`` every feature is a site of its own, in file order. ``crs`` is for a file that states none; one that
    contradicts the file's own is refused. KML and its kin are never exact, whatever ``crs`` says: they always say WGS 84,
    and so would whoever repeats it; nor is a file of which ``maybe_offset`` says that it was copied from one.

    Raises ReleaseUnreadable (the file), SiteUnusable: "site-file-without-crs", "crs-contradicts", "crs-offset",
    "axis-swapped", "site-features-missing", "site-empty", "site-mixed"; what make_site raises.
    """
    crs = crs.strip()
    refuse_offset(crs)
    table = read_features(path, layer, needs_crs=False)
    rows = _chosen(table, fids)
    shapes = [(_name(table, row), geometry.from_wkb(row.wkb)) for row in rows if row.wkb]
    for _, shape in shapes:
        refuse_collection(shape, path.name)
    pairs = tuple(pair for _, shape in shapes for pair in pairs_of(shape, path.name))
    if not pairs:
        raise SiteUnusable("site-empty", source=path.name)
    stated = agreed_crs(pairs, crs, table.crs, path.name)
    if not stated:
        raise SiteUnusable("site-file-without-crs", source=path.name, candidates=likely_crs(pairs))
    refuse_misread(pairs, stated)
    maybe_offset = maybe_offset or is_maybe_offset(path.name)
    source = path.name if table.layer in ("", path.stem) else f"{path.name} {table.layer}"
    if not each:
        return make_site(shapes, stated, source, maybe_offset=maybe_offset)
    return tuple(
        make_site([("", shape)], stated, f"{source} {name}", maybe_offset=maybe_offset) for name, shape in shapes
    )


def _chosen(table: FeatureTable, fids: Collection[int] | None) -> Sequence[FeatureRow]:
    if fids is None:
        return table.rows
    rows = [row for row in table.rows if row.fid in fids]
    missing = sorted(set(fids) - {row.fid for row in rows})
    if missing or not rows:
        raise SiteUnusable("site-features-missing", source=table.path.name, fids=", ".join(map(str, missing)) or "—")
    return rows


def _name(table: FeatureTable, row: FeatureRow) -> str:
    """What a feature calls itself, else its id in the file."""
    by_lower = {field.lower(): field for field in table.fields}
    for field in _NAME_FIELDS:
        value = row.values.get(by_lower.get(field, ""), "").strip()
        if value:
            return value
    return str(row.fid)
