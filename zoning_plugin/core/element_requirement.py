# SPDX-License-Identifier: GPL-3.0-or-later
"""Common requirements (共性要求): clauses of a unit that hand on to the requirements of the element zones in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .clause import AccessList, Clause
from .folding import fold
from .release import Release
from .terms import Tier
from .unit import ControlUnit

# As printed for every unit of a published list (佛山): 单元内各环境要素细类管控区内，按该环境要素细类管控要求执行. Read folded: half width,
# simplified, without blanks.
_HANDS_ON: Final = re.compile("要素[^.;]{0,24}(?:按|执行|落实|遵守)[^.;]{0,40}(?:要求|规定)")
_BETWEEN_ELEMENTS: Final = re.compile(r"[、,，;；|/\\\s]+")


def hands_on(clause: Clause) -> bool:
    """Whether a clause says that the requirements of the element zones in its unit are to be met."""
    return _HANDS_ON.search(fold(clause.text)) is not None


def elements_of(unit: ControlUnit) -> tuple[str, ...]:
    """The 要素细类 that a unit states, one by one, as published."""
    return tuple(part for part in _BETWEEN_ELEMENTS.split(unit.elements) if part)


def are_zones_meant(access_list: AccessList) -> bool:
    """Whether the clauses of a list are requirements of element zones: its tier says so, or its scope is of zones."""
    return access_list.tier is Tier.ZONE or bool(access_list.scope.zones)


def states_element(units: Iterable[ControlUnit], names: Iterable[str]) -> tuple[ControlUnit, ...]:
    """Those of ``units`` that state an element of one of the ``names``; width, script and kinds of dashes do not count."""
    wanted = {fold(name) for name in names if name}
    return tuple(unit for unit in units if wanted & {fold(one) for one in elements_of(unit)})


def elements_with_requirements(release: Release) -> frozenset[str]:
    """Folded names of the elements of which a release has requirements: themes of lists of zones, and names of zones with clauses."""
    lists = [one for one in release.lists if are_zones_meant(one) and release.clauses_by_list[one.list_id]]
    themes = {theme for one in lists for theme in (*one.scope.zones, one.theme) if theme}
    codes = {clause.unit_code for one in lists for clause in release.clauses_by_list[one.list_id]}
    named = {zone.name for zone in release.zones if zone.code and zone.code in codes}
    return frozenset(fold(name) for name in themes | named if name)
