# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles that offices make: what a person mapped by hand as a document, kept in a folder, found again by the province."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..core.errors import Fault, Level, ReleaseUnreadable, fault
from ..core.unit import admin_code
from .outputs import beside, write_text
from .profile import Profile, parse_profile
from .profile_document import ROLES, SCHEMA, is_name, read_document, shipped_names

_DIMENSION: Final = "dimension:"
_SOURCE: Final = "office"
_SOURCE_NOTE: Final = "mapped by hand from a file of this office"


@dataclass(frozen=True)
class OfficeProfile:
    """A profile in the office's folder: ``profile`` is None where it cannot be used, for the reason in ``faults``."""

    path: Path
    profile: Profile | None
    faults: tuple[Fault, ...] = ()

    @property
    def provinces(self) -> tuple[str, ...]:
        """Two-digit codes of the provinces for which it is remembered."""
        return self.profile.provinces if self.profile else ()


@dataclass(frozen=True)
class ProfileChoice:
    """The office's profile for a province: None where there is none, then the national one is taken. ``faults`` say so."""

    path: Path | None
    faults: tuple[Fault, ...] = ()


def profile_of_mapping(
    base: Mapping[str, Any], name: str, mapping: Mapping[str, str], provinces: Iterable[str] = ()
) -> dict[str, Any]:
    """The document of a profile that says what a person chose for each heading.

    ``mapping`` is heading → role (one of ROLES; "dimension:" for a column of one dimension, named by its heading; "" for
    one that means nothing). ``base`` is the document it adds to: a profile of another name is extended, one of the same
    name is taken over with all that it says, so that a mapping can be bettered. ``provinces`` are two-digit codes.

    Raises ValueError for a role that does not exist or a name that is none.
    """
    if not is_name(name) or name in shipped_names():
        raise ValueError(f"no name for an office's profile: {name!r}")
    if base.get("name") == name:
        document = copy.deepcopy(dict(base))
    else:
        below = str(base["name"])
        document = {
            "schema": SCHEMA, "name": name, "title": {"zh": name, "en": name},
            "extends": below if below in shipped_names() else f"{below}.json",
        }  # fmt: skip
    document["provinces"] = sorted({*(document.get("provinces") or ()), *provinces})
    document["sources"] = {**(document.get("sources") or {}), _SOURCE: _SOURCE_NOTE}
    for heading, role in mapping.items():
        _forget(document, heading)
        if role in ROLES:
            document.setdefault("fields", {}).setdefault(role, {})[heading] = _SOURCE
        elif role == _DIMENSION:
            document.setdefault("dimensions", {})[heading] = _SOURCE
        elif not role:
            document.setdefault("ignored", {})[heading] = _SOURCE
        else:
            raise ValueError(f"no role: {role!r}")
    return document


def _forget(document: Mapping[str, Any], heading: str) -> None:
    """Take away what a document said of a heading before."""
    tables = [*(document.get("fields") or {}).values(), document.get("dimensions"), document.get("ignored")]
    for table in tables:
        if table:
            table.pop(heading, None)


def write_profile(document: Mapping[str, Any], path: Path) -> Profile:
    """Write a profile where it can be read again, whole or not at all, and return it as it will be read.

    Raises ReleaseUnreadable ("profile-unreadable", "profile-missing") for a document that would not be understood there,
    OutputFailed like :func:`outputs.beside`.
    """
    profile = parse_profile(document, path.name, path.parent)
    with beside([path]) as (place,):
        write_text(place, json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    return profile


def offices_profiles(folder: Path) -> tuple[OfficeProfile, ...]:
    """Every profile in the office's folder by file name, the unusable ones with why; none where there is no folder."""
    found = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            found.append(OfficeProfile(path, parse_profile(read_document(path), path.name, folder)))
        except ReleaseUnreadable as reason:
            left = fault("profile-left-out", file=path.name, detail=reason.facts.get("detail", ""))
            found.append(OfficeProfile(path, None, (left,)))
    return tuple(found)


def profile_for(provinces: Iterable[str], folder: Path) -> ProfileChoice:
    """The office's profile for units of these provinces (two-digit codes, see :func:`provinces_of`).

    The faults say which is taken ("profile-of-province", told) and which files could not be looked at ("profile-left-out").
    Raises ReleaseUnreadable("profile-ambiguous") where several are remembered for them: a person names one.
    """
    wanted = sorted(set(provinces))
    held = offices_profiles(folder)
    faults = [one for each in held for one in each.faults]
    fitting = [one for one in held if set(one.provinces) & set(wanted)]
    if len(fitting) > 1:
        names = "、".join(one.path.name for one in fitting)
        raise ReleaseUnreadable("profile-ambiguous", province="、".join(wanted), files=names)
    if not fitting:
        return ProfileChoice(None, tuple(faults))
    of = [code for code in wanted if code in fitting[0].provinces]
    told = fault("profile-of-province", Level.INFO, file=fitting[0].path.name, province="、".join(of))
    return ProfileChoice(fitting[0].path, (told, *faults))


def provinces_of(codes: Iterable[str]) -> tuple[str, ...]:
    """Two-digit codes of the provinces that unit codes name, in order."""
    return tuple(sorted({admin_code(code)[:2] for code in codes} - {""}))
