# SPDX-License-Identifier: GPL-3.0-or-later
"""Lays a site that is still being drawn or moved over a release's units: what an assessment costs most is left out."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.finding import UnitFinding
from ..core.office_rules import stated_thresholds
from ..core.overlay import Overlay, overlay
from ..core.release import Release
from ..core.site import Site


@dataclass(frozen=True)
class SitePreview:
    """The units a site meets and how much of it they cover. No assessment: zones, clauses and what is lacking are not looked at."""

    site: Site
    overlay: Overlay
    units: tuple[UnitFinding, ...]


def preview_site(site: Site, release: Release) -> SitePreview:
    """The units met and the coverage, as an assessment of ``site`` by ``release`` has them; units that are only near are left out."""
    laid = overlay(site, release.unit_tiling, rule=release.rule, thresholds=stated_thresholds(release.info))
    return SitePreview(site, laid, tuple(UnitFinding(release.units[piece.index], piece) for piece in laid.pieces))
