# SPDX-License-Identifier: GPL-3.0-or-later
"""Assesses a site by a stored release."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..core import geometry
from ..core.assessment import Assessment, assess
from ..core.overlay import Thresholds
from ..core.progress import Progress, Silent, Stretch, stop_if_cancelled
from ..core.release import Release
from ..core.site import Site
from ..files.release_store import read_release
from .open_release import choose_release


def release_for(path: Path, sites: Sequence[Site], on: str) -> Path:
    """The release file to judge ``sites`` by on the ISO date ``on``: ``path``, or of a folder the one that holds where they lie.

    Several sites are judged by one release, which must hold for all of them together. Raises what choose_release raises.
    """
    if not path.is_dir():
        return path
    boxes = [geometry.bounds(site.shape) for site in sites]
    place = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    return choose_release(path, on, place).path


def assess_site(
    release_path: Path,
    site: Site,
    *,
    on: str,
    near_m: float = 500.0,
    thresholds: Thresholds | None = None,
    progress: Progress | None = None,
) -> tuple[Release, Assessment]:
    """Open the release file, or of a folder of them the one that holds for the site, and judge ``site`` by it on ``on`` (ISO date).

    Units within ``near_m`` metres are listed as near; ``thresholds`` are the release's unless stated. The digest
    of the release is checked; one that does not agree is still used, and the assessment says so and is incomplete. Returns the release with the assessment, for maps and for further sites.

    Raises ReleaseUnreadable, SiteUnusable("site-far-away"), Cancelled.
    """
    progress = progress or Silent()
    progress.report(0.0, "step-read-release")
    release = read_release(release_for(release_path, [site], on), verify=True)
    stop_if_cancelled(progress)
    progress.report(0.6, "step-units")
    found = assess(site, release, on=on, thresholds=thresholds, near_m=near_m, progress=Stretch(progress, 0.6, 1.0))
    progress.report(1.0, "step-done")
    return release, found
