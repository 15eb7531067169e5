# SPDX-License-Identifier: GPL-3.0-or-later
"""Make a release ready to be asked many questions: its tiles are taken from where they are kept, or cut and kept there."""

from __future__ import annotations

from pathlib import Path

from ..core.progress import Progress, Silent, Stretch, stop_if_cancelled
from ..core.release import Release
from ..files.tiles_file import read_tiles, tiles_places, write_tiles


def prepare_release(
    release: Release, path: Path, *, cache: Path | None = None, progress: Progress | None = None
) -> Path | None:
    """Give the shapes of ``release``, read from ``path``, their tiles. What it answers stays the same; it answers faster.

    Meant for a thread of its own: meanwhile and afterwards the release may be asked by others. ``cache`` is a folder of the user's,
    for releases in folders that can only be read. Returns where the tiles lie now; None where they could not be kept. Raises Cancelled.
    """
    progress = progress or Silent()
    tilings = (release.unit_tiling, release.zone_tiling)
    places = tiles_places(path, release.digest, cache)
    kept = read_tiles(places, release.digest, tilings)
    stop_if_cancelled(progress)
    if kept is not None:
        place, tiles = kept
        for tiling, one in zip(tilings, tiles, strict=True):
            tiling.adopt(one)
        return place
    # Zones of several themes lie over each other everywhere, and nobody asks how much of a site they cover together.
    cut = (
        tilings[0].cut(Stretch(progress, 0.0, 0.7)),
        tilings[1].cut(Stretch(progress, 0.7, 0.9), find_overlaps=False),
    )
    for tiling, one in zip(tilings, cut, strict=True):
        tiling.adopt(one)
    progress.report(0.9, "step-keeping-tiles")
    return write_tiles(places, release.digest, tilings, cut)
