# SPDX-License-Identifier: GPL-3.0-or-later
"""Coordinate systems by the name that the language of a report has for them."""

from __future__ import annotations

from ..core import projection
from ..core.errors import SiteUnusable
from ..wording import has_crs_code, named_crs


def crs_name(crs: str, language: str) -> str:
    """The name of ``crs`` ("EPSG:n", WKT, or a name with its code) in ``language``, with its EPSG code where it has one.

    A system without a name in the wording keeps the name of the registry; what is no coordinate system is returned as it is.
    """
    name = crs
    if not has_crs_code(crs):
        try:
            name = projection.crs_name(crs)
        except SiteUnusable:
            return crs
    return named_crs(name, language)
