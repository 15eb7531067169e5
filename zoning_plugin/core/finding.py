# SPDX-License-Identifier: GPL-3.0-or-later
"""What the overlay and the lists' scopes say of a site: units met, zones met, clauses that apply and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .clause import AccessList, Clause, Scope
from .overlay import Piece
from .release import Release
from .terms import Relation, ZoneState
from .unit import ControlUnit, Zone


@dataclass(frozen=True)
class UnitFinding:
    """A unit the site meets or comes near, with its piece of the site."""

    unit: ControlUnit
    piece: Piece

    @property
    def is_met(self) -> bool:
        """Whether the site lies in, overlaps or touches the unit (a unit that is only near brings no clauses)."""
        return self.piece.relation is not Relation.NEAR


@dataclass(frozen=True)
class ZoneFinding:
    """What is known of one theme for the site; ``met`` are its zones that the site meets, with their pieces."""

    theme: str
    state: ZoneState
    met: tuple[tuple[Zone, Piece], ...] = ()


@dataclass(frozen=True)
class ClauseFinding:
    """A clause that applies, through the units and zone themes named in ``because`` (codes and themes).

    ``relation`` is that of the strongest of them: EDGE means that the site only touches where the clause applies.
    """

    clause: Clause
    access_list: AccessList
    relation: Relation
    because: tuple[str, ...]


@dataclass(frozen=True)
class Undecided:
    """A list of which it cannot be said whether it applies, because a zone theme of its scope is not known."""

    access_list: AccessList
    theme: str


def zone_state(pieces: Iterable[Piece], is_promised: bool, is_read: bool) -> ZoneState:
    """State of a theme from its pieces and from whether its layer was promised and wholly read."""
    relations = {piece.relation for piece in pieces}
    if relations & {Relation.INSIDE, Relation.OVERLAP}:
        return ZoneState.HIT
    if Relation.EDGE in relations:
        return ZoneState.EDGE
    if not is_promised:
        return ZoneState.NO_DATA
    return ZoneState.CLEAR if is_read else ZoneState.FAILED


def applying_clauses(
    release: Release, units: Sequence[UnitFinding], zones: Sequence[ZoneFinding]
) -> tuple[tuple[ClauseFinding, ...], tuple[Undecided, ...]]:
    """Every clause of every list whose scope the site meets, each once, by tier, then list, then printed order.

    A clause with a unit code applies when that unit is met. Any other clause applies when its list's scope holds:
    its unit conditions (admin, units, classes) for one and the same unit met, its zone condition for a theme met.
    """
    met = [finding for finding in units if finding.is_met]
    by_code: dict[str, Relation] = {}
    for finding in met:
        by_code.setdefault(finding.unit.code, finding.piece.relation)  # units come strongest first
    by_theme = {finding.theme: finding for finding in zones}
    found: list[ClauseFinding] = []
    undecided: list[Undecided] = []
    # A stable sort: within a tier the lists stay in the order of the release.
    for access_list in sorted(release.lists, key=lambda one: one.tier.rank):
        reached, unknown = _reach(access_list.scope, met, by_theme)
        undecided += [Undecided(access_list, theme) for theme in unknown]
        for clause in release.clauses_by_list[access_list.list_id]:
            if clause.unit_code:
                if clause.unit_code in by_code:
                    relation = by_code[clause.unit_code]
                    found.append(ClauseFinding(clause, access_list, relation, (clause.unit_code,)))
            elif reached:
                relation = min((relation for _, relation in reached), key=lambda one: one.rank)
                found.append(ClauseFinding(clause, access_list, relation, tuple(subject for subject, _ in reached)))
    return tuple(found), tuple(undecided)


def _reach(
    scope: Scope, met: Sequence[UnitFinding], by_theme: dict[str, ZoneFinding]
) -> tuple[list[tuple[str, Relation]], list[str]]:
    """Units and themes through which a scope reaches the site, and the themes of which nothing is known."""
    units = [(one.unit.code, one.piece.relation) for one in met if _unit_fits(scope, one.unit)]
    if not scope.zones:
        return units, []
    zones: list[tuple[str, Relation]] = []
    unknown: list[str] = []
    for theme in scope.zones:
        finding = by_theme.get(theme)
        if finding is None or finding.state in (ZoneState.NO_DATA, ZoneState.FAILED):
            unknown.append(theme)
        elif finding.met:
            relations = [piece.relation for _, piece in finding.met if piece.relation is not Relation.NEAR]
            zones += [(theme, min(relations, key=lambda one: one.rank))] if relations else []
    if not units:
        return [], []
    if zones:
        # Through a zone the clause is as certain as the zone is, however firmly the unit around it is met.
        return zones, []
    return [], unknown


def _unit_fits(scope: Scope, unit: ControlUnit) -> bool:
    return (
        (not scope.units or unit.code in scope.units)
        and (not scope.classes or unit.unit_class in scope.classes)
        and (not scope.admin or any(_lies_in(unit, place) for place in scope.admin))
    )


def _lies_in(unit: ControlUnit, place: str) -> bool:
    """Whether a unit belongs to an administrative code or name.

    A unit that states neither a code nor any name cannot be excluded, so it is taken in: a clause too many is read by
    a person, a clause too few by nobody.
    """
    if not (unit.admin_code or unit.county or unit.city or unit.province):
        return True
    if re.fullmatch(r"\d{2,12}", place):
        shorter = re.sub(r"(00)+$", "", place[:6])
        return unit.admin_code.startswith(shorter) if unit.admin_code else True
    return place in (unit.county, unit.city, unit.province)
