# SPDX-License-Identifier: GPL-3.0-or-later
"""The tiles of a release, kept beside it or in the user's cache so that they are cut once. Format: docs/formats/tiles.md."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ..core.tiling import Tiles, Tiling
from .kept_file import read_kept, remove_unused, write_kept

_KIND: Final = "zoning.tiles/1"
_SUFFIX: Final = ".tiles"
_LONGEST_LINE: Final = 1000


def tiles_places(release: Path, digest: str, cache: Path | None) -> tuple[Path, ...]:
    """Where the tiles of a release file may lie, the first first: beside it, and in ``cache``, called by the logical digest."""
    return (release.with_suffix(_SUFFIX), *([cache / f"{digest}{_SUFFIX}"] if cache and digest else []))


def read_tiles(places: Sequence[Path], digest: str, tilings: Sequence[Tiling]) -> tuple[Path, tuple[Tiles, ...]] | None:
    """The tiles of these shapes of the release of that digest, and the place that had them whole; None where none has."""
    key = _key(digest, tilings)
    for place in places:
        content = read_kept(place, _KIND, key)
        if content is None:
            continue
        try:
            line, _, _ = bytes(content[:_LONGEST_LINE]).partition(b"\n")
            found, at = [], len(line) + 1
            for size in json.loads(line):
                found.append(Tiles.unpacked(content[at : at + size]))
                at += size
            if len(found) == len(tilings):
                return place, tuple(found)
        except (ValueError, TypeError):
            continue  # whole, but not by our hand
    return None


def write_tiles(places: Sequence[Path], digest: str, tilings: Sequence[Tiling], tiles: Sequence[Tiles]) -> Path | None:
    """Keep tiles in the first place that can be written; None where none can: then they are cut again next time."""
    packed = [one.packed() for one in tiles]
    content = b"\n".join((json.dumps([len(one) for one in packed]).encode("ascii"), b"".join(packed)))
    for place in places[1:]:
        remove_unused(place.parent, _SUFFIX)
    key = _key(digest, tilings)
    return next((place for place in places if write_kept(place, _KIND, key, content)), None)


def forget_tiles(release: Path) -> None:
    """Take away what is kept beside a release file that is no longer there. Never raises."""
    with contextlib.suppress(OSError):
        release.with_suffix(_SUFFIX).unlink(missing_ok=True)


def _key(digest: str, tilings: Sequence[Tiling]) -> str:
    """The logical digest is only stated, and a program that edits the file may leave it: so the shapes themselves are in the key."""
    facts = (digest, *(one.fingerprint() for one in tilings))
    return hashlib.sha256("\n".join(facts).encode("utf-8", "surrogatepass")).hexdigest()
