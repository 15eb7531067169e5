# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles of an office as a person makes them: tried as a draft, remembered for a province, handed on as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from ..core.errors import ReleaseUnreadable
from ..files.office_profiles import profile_of_mapping, write_profile
from ..files.outputs import beside, make_folder, write_bytes
from ..files.previous import keep_copy
from ..files.profile import DEFAULT, parse_profile
from ..files.profile_document import is_name, place_of, read_document, shipped_names

_NEW: Final = "office"


def draft_profile(mapping: Mapping[str, str], base: Path | None, drafts: Path) -> Path:
    """Write what a person chose for each heading into ``drafts``, to be examined with; nothing is remembered by it.

    ``mapping`` is heading → role as :func:`profile_of_mapping` takes it; ``base`` the office's profile that it adds to, None
    for the national one. What lies beside the base is copied, because a profile may extend its neighbour.

    Raises ReleaseUnreadable ("profile-unreadable", "profile-missing"), OutputFailed.
    """
    make_folder(drafts)
    for neighbour in sorted(base.parent.glob("*.json")) if base is not None else ():
        write_bytes(drafts / neighbour.name, neighbour.read_bytes())
    document = profile_of_mapping(_document(base), _name(base, ()), mapping)
    path = drafts / f"{document['name']}.json"
    write_profile(document, path)
    return path


def remember_profile(mapping: Mapping[str, str], base: Path | None, provinces: Iterable[str], offices: Path) -> Path:
    """Keep a mapping in the folder ``offices``, to be taken by itself for these provinces (two-digit codes) from now on.

    A profile that stood there under the same name is kept in ``previous`` beside it. Raises as :func:`draft_profile`.
    """
    make_folder(offices)
    codes = tuple(sorted(set(provinces)))
    document = profile_of_mapping(_document(base), _name(base, codes), mapping, codes)
    path = offices / f"{document['name']}.json"
    if path.is_file():
        keep_copy(path)
    write_profile(document, path)
    return path


def take_in_profile(path: Path, offices: Path) -> Path:
    """Copy a profile that somebody handed on into the folder ``offices``, once it has been found to be one.

    One of the same name is kept in ``previous``. Raises ReleaseUnreadable ("profile-unreadable", "profile-missing"), OutputFailed.
    """
    document = read_document(path)
    profile = parse_profile(document, path.name, path.parent)
    if profile.name in shipped_names():
        raise ReleaseUnreadable("profile-unreadable", file=path.name, detail=f"name: {profile.name}")
    target = offices / f"{profile.name}.json"
    make_folder(offices)
    parse_profile(document, target.name, offices)  # what it extends must be there too
    if target.is_file():
        keep_copy(target)
    hand_out_profile(path, target)
    return target


def hand_out_profile(path: Path, target: Path) -> Path:
    """Copy a profile to where a person wants it, byte for byte. Raises OutputFailed."""
    content = path.read_bytes()
    with beside([target]) as (place,):
        write_bytes(place, content)
    return target


def _document(base: Path | None) -> dict[str, Any]:
    return read_document(base if base is not None else place_of(DEFAULT))


def _name(base: Path | None, provinces: tuple[str, ...]) -> str:
    """The base's own name, so that it is bettered; else a new one after the provinces."""
    if base is not None and is_name(base.stem):
        return base.stem
    return "-".join((_NEW, *provinces))
