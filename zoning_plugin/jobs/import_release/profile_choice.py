# SPDX-License-Identifier: GPL-3.0-or-later
"""Which profile an import is read with: the named one, else the office's for the province of the unit codes, else the national."""

from __future__ import annotations

from pathlib import Path

from ...core.errors import Fault, Level, ReleaseUnreadable, fault
from ...files.features import read_features
from ...files.office_profiles import offices_profiles, profile_for, provinces_of
from ...files.profile import DEFAULT, Profile, read_profile
from ...files.unit_layers import unit_code_field
from .plan import Unpacking, plan_of
from .request import ImportRequest

_ENOUGH_ROWS = 50


def chosen_profile(request: ImportRequest, archives: Unpacking) -> tuple[Profile, list[Fault]]:
    """The profile, and what is to be told of how it was chosen.

    Where the national profile finds no unit codes, the offices' are tried: the one that finds some is taken when there is
    just one. Raises ReleaseUnreadable: "profile-missing", "profile-unreadable", "profile-ambiguous".
    """
    if request.profile or request.offices is None:
        return read_profile(request.profile or DEFAULT, request.offices), []
    national = read_profile(DEFAULT)
    codes = _codes(request, national, archives)
    if codes:
        choice = profile_for(provinces_of(codes), request.offices)
        return (read_profile(str(choice.path), request.offices) if choice.path else national), list(choice.faults)
    held = [one for one in offices_profiles(request.offices) if one.profile is not None]
    able = [one for one in held if one.profile is not None and _codes(request, one.profile, archives)]
    if len(able) > 1:
        names = "、".join(one.path.name for one in able)
        raise ReleaseUnreadable("profile-ambiguous", province="—", files=names)
    if not able or able[0].profile is None:
        return national, []
    return able[0].profile, [fault("profile-by-columns", Level.INFO, file=able[0].path.name)]


def _codes(request: ImportRequest, profile: Profile, archives: Unpacking) -> list[str]:
    """Unit codes of the layers that ``profile`` takes for units, of their first features."""
    tables = [request.units_table] if request.units_table is not None else []
    try:
        entries = plan_of(request, profile, archives).entries
    except ReleaseUnreadable:
        return []  # whoever reads it in earnest says what is wrong
    for entry in entries:
        if entry.role != "units" or entry.path is None or entry.path in [one.path for one in tables]:
            continue
        try:
            path: Path = archives.path_of(entry)
            tables.append(read_features(path, entry.layer, needs_crs=False, with_shapes=False, limit=_ENOUGH_ROWS))
        except ReleaseUnreadable:
            continue
    found = []
    for table in tables:
        field = unit_code_field(table, profile)
        found += [row.values[field] for row in table.rows[:_ENOUGH_ROWS]] if field else []
    return found
