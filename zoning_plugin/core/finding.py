# SPDX-License-Identifier: GPL-3.0-or-later
"""What the overlay and the lists' scopes say of a site: units met, zones met, clauses that apply and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from . import geometry, measure
from .clause import AccessList, Clause, Scope
from .element_requirement import are_zones_meant, elements_of, elements_with_requirements, hands_on, states_element
from .folding import fold
from .overlay import Piece, Thresholds
from .release import Release
from .terms import Relation, Tier, ZoneState
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
class NearestUnit:
    """The unit of its class that is nearest to the site: ``distance_m`` on the ellipsoid, 0 where they meet."""

    unit: ControlUnit
    distance_m: float


@dataclass(frozen=True)
class NearestZone:
    """The zone of its theme that is nearest to the site: ``distance_m`` on the ellipsoid, 0 where they meet."""

    zone: Zone
    distance_m: float


@dataclass(frozen=True)
class ZoneFinding:
    """What is known of one theme for the site; ``met`` are its zones that the site meets, with their pieces."""

    theme: str
    state: ZoneState
    met: tuple[tuple[Zone, Piece], ...] = ()


@dataclass(frozen=True)
class ClauseFinding:
    """A clause that applies, through the units, zones and zone themes named in ``because`` (codes and themes).

    ``relation`` is that of the strongest of them: EDGE means that the site only touches where the clause applies.
    ``unplaced`` are units met that count only because it is not known whether they lie in a place of the list's scope.

    ``through`` are the ids of common requirements (共性要求) that point here: clauses of a unit that say the requirements of the
    element zones in it are to be met. ``is_unlocated``: it applies by their word alone, because the unit states that element and where its
    zones lie is not known. ``lacking``: of a common requirement, the elements of its units of which the release has no requirements; an
    empty one where the units state none and the release has no requirements of any.
    """

    clause: Clause
    access_list: AccessList
    relation: Relation
    because: tuple[str, ...]
    unplaced: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    is_unlocated: bool = False
    lacking: tuple[str, ...] = ()


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


@dataclass(frozen=True)
class _Reach:
    """How something applies: subjects (units, zones, themes) with their relations, and the units that are only taken in."""

    subjects: tuple[tuple[str, Relation], ...] = ()
    unplaced: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Codes and themes."""
        return tuple(name for name, _ in self.subjects)

    @property
    def relation(self) -> Relation:
        """The strongest relation."""
        return min((relation for _, relation in self.subjects), key=lambda one: one.rank)


def applying_clauses(
    release: Release,
    units: Sequence[UnitFinding],
    zones: Sequence[ZoneFinding],
    thresholds: Thresholds = Thresholds(),  # noqa: B008 - frozen value
) -> tuple[tuple[ClauseFinding, ...], tuple[Undecided, ...]]:
    """Every clause of every list that applies to the site, each once, by tier, then list, then printed order.

    A clause with a code applies when a unit or zone of that code is met, whatever the list's scope. Any other clause
    applies when its list's scope holds, see :class:`Scope`. A list is undecided for a theme of which nothing is known
    where the theme would decide: a theme of its scope, or the one in which the zones of its clauses would have to be.
    A common requirement brings in the clauses of a list of such a theme where its unit states the element, see :class:`ClauseFinding`.
    """
    met = [finding for finding in units if finding.is_met]
    by_code = _met_by_code(met, zones)
    by_theme = {finding.theme: finding for finding in zones}
    known_codes = {unit.code for unit in release.units} | {zone.code for zone in release.zones}
    found: list[ClauseFinding] = []
    undecided: list[Undecided] = []
    open_lists: list[tuple[AccessList, list[str]]] = []
    # A stable sort: within a tier the lists stay in the order of the release.
    for access_list in sorted(release.lists, key=lambda one: one.tier.rank):
        clauses = release.clauses_by_list[access_list.list_id]
        reached, unknown = _reach(access_list.scope, met, by_theme)
        if any(clause.unit_code and clause.unit_code not in known_codes for clause in clauses):
            unknown += [theme for theme in _themes_of_strays(access_list, by_theme) if theme not in unknown]
        undecided += [Undecided(access_list, theme) for theme in unknown]
        open_lists += [(access_list, unknown)] if unknown and not reached.subjects else []
        for clause in clauses:
            reach = by_code.get(clause.unit_code, _Reach()) if clause.unit_code else reached
            if reach.subjects:
                found.append(ClauseFinding(clause, access_list, reach.relation, reach.names, reach.unplaced))
    handing = _handing_on(found, met)
    if handing:
        found = [_with_paths(one, handing, by_theme, release, thresholds) for one in found]
        found += _brought_in(open_lists, handing, release)
        place = {one.list_id: number for number, one in enumerate(release.lists)}
        found.sort(key=lambda one: (one.access_list.tier.rank, place[one.clause.list_id]))
    return tuple(found), tuple(undecided)


_Handing = list[tuple[ClauseFinding, tuple[UnitFinding, ...]]]
"""Common requirements that apply, each with the units it speaks of."""


def _handing_on(found: Iterable[ClauseFinding], met: Sequence[UnitFinding]) -> _Handing:
    handing = []
    for one in found:
        if one.access_list.tier is not Tier.ZONE and hands_on(one.clause):
            units = tuple(unit for unit in met if unit.unit.code in one.because)
            handing += [(one, units)] if units else []
    return handing


def _with_paths(
    one: ClauseFinding, handing: _Handing, by_theme: dict[str, ZoneFinding], release: Release, thresholds: Thresholds
) -> ClauseFinding:
    """A clause with the common requirements that point to it, and a common requirement with what it points to in vain."""
    own = next((units for other, units in handing if other is one), ())
    if own:
        has = elements_with_requirements(release)
        stated = dict.fromkeys(element for unit in own for element in elements_of(unit.unit))
        lacking = tuple(element for element in stated if fold(element) not in has)
        return replace(one, lacking=lacking if stated or has else ("",))
    if not are_zones_meant(one.access_list):
        return one
    zones = [
        zone
        for finding in by_theme.values()
        for zone, piece in finding.met
        if piece.relation in _FIRM and (finding.theme in one.because or zone.code in one.because)
    ]
    through = [
        other.clause.clause_id
        for other, units in handing
        if any(_lies_in_zone(unit.piece, zone, thresholds) for unit in units for zone in zones)
    ]
    return replace(one, through=tuple(through))


_FIRM: Final = (Relation.INSIDE, Relation.OVERLAP)


def _lies_in_zone(piece: Piece, zone: Zone, thresholds: Thresholds) -> bool:
    """Whether what a unit has of the site lies in a zone by more than an edge contact: only then its common requirement speaks of it."""
    if piece.relation not in _FIRM:
        return False
    dimension = geometry.dimension(piece.shape)
    common = geometry.parts_of_dimension(geometry.intersection(piece.shape, zone.shape), dimension)
    if geometry.is_empty(common) or dimension == 0:
        return dimension == 0 and not geometry.is_empty(common)
    if dimension == 1:
        return measure.length(common) >= thresholds.length_m
    return measure.area(common) >= thresholds.area_m2 and geometry.survives_shrinking(common, thresholds.width_m)


def _brought_in(
    open_lists: list[tuple[AccessList, list[str]]], handing: _Handing, release: Release
) -> list[ClauseFinding]:
    """Clauses of lists of which the zones are not known, where a common requirement points to an element that its unit states.

    A clause too many is read by a person, a clause too few by nobody; the list stays undecided besides.
    """
    found = []
    for access_list, unknown in open_lists:
        names = [name for name in (*unknown, access_list.theme) if name]
        reach: dict[str, Relation] = {}
        through: list[str] = []
        for other, units in handing:
            stating = states_element([one.unit for one in units], names)
            fitting = [one for one in units if one.unit in stating and _fits(access_list.scope, one.unit) is not False]
            through += [other.clause.clause_id] if fitting else []
            reach |= {one.unit.code: one.piece.relation for one in fitting}
        relation = min(reach.values(), key=lambda one: one.rank, default=None)
        if relation is not None:
            found += [
                ClauseFinding(clause, access_list, relation, tuple(reach), through=tuple(through), is_unlocated=True)
                for clause in release.clauses_by_list[access_list.list_id]
                if not clause.unit_code
            ]
    return found


def _met_by_code(units: Sequence[UnitFinding], zones: Sequence[ZoneFinding]) -> dict[str, _Reach]:
    """What is met by code, with its strongest relation: a code may have several zones."""
    met: dict[str, Relation] = {}
    pairs = [(one.unit.code, one.piece.relation) for one in units]
    pairs += [
        (zone.code, piece.relation)
        for finding in zones
        for zone, piece in finding.met
        if piece.relation is not Relation.NEAR
    ]
    for code, relation in pairs:
        met[code] = min(met.get(code, relation), relation, key=lambda one: one.rank)
    return {code: _Reach(((code, relation),)) for code, relation in met.items()}


def _themes_of_strays(access_list: AccessList, by_theme: dict[str, ZoneFinding]) -> list[str]:
    """Themes in which codes of a list of zones that the release does not have may be: unknown ones only.

    Those that the list names; where it names none, any theme of which nothing is known. Lists of other tiers name units.
    """
    if access_list.tier is not Tier.ZONE:
        return []
    named = access_list.scope.zones or ((access_list.theme,) if access_list.theme else tuple(by_theme))
    return [theme for theme in named if _is_unknown(by_theme.get(theme))]


def _is_unknown(finding: ZoneFinding | None) -> bool:
    return finding is None or finding.state in (ZoneState.NO_DATA, ZoneState.FAILED)


def _reach(scope: Scope, met: Sequence[UnitFinding], by_theme: dict[str, ZoneFinding]) -> tuple[_Reach, list[str]]:
    """Units or themes through which a scope reaches the site, and the themes of which nothing is known."""
    fitting = [(one, fits) for one in met if (fits := _fits(scope, one.unit)) is not False]
    unplaced = tuple(one.unit.code for one, fits in fitting if fits is None)
    if not scope.zones:
        return _Reach(tuple((one.unit.code, one.piece.relation) for one, _ in fitting), unplaced), []
    if scope.asks_for_unit and not fitting:
        return _Reach(), []
    zones: list[tuple[str, Relation]] = []
    unknown: list[str] = []
    for theme in scope.zones:
        finding = by_theme.get(theme)
        if finding is None or _is_unknown(finding):
            unknown.append(theme)
            continue
        relations = [piece.relation for _, piece in finding.met if piece.relation is not Relation.NEAR]
        zones += [(theme, min(relations, key=lambda one: one.rank))] if relations else []
    if not zones:
        return _Reach(), unknown
    # Through a zone the clause is as certain as the zone is, however firmly the unit around it is met.
    is_placed = not scope.asks_for_unit or len(unplaced) < len(fitting)
    return _Reach(tuple(zones), () if is_placed else unplaced), []


def _fits(scope: Scope, unit: ControlUnit) -> bool | None:
    """Whether a unit fulfils every condition on units that is stated; None where only its place is not known."""
    if (scope.units and unit.code not in scope.units) or (scope.classes and unit.unit_class not in scope.classes):
        return False
    return _any([_lies_in(unit, place) for place in scope.admin]) if scope.admin else True


def _any(answers: Sequence[bool | None]) -> bool | None:
    """True when one is true; else None when one is not known."""
    return True if True in answers else None if None in answers else False


# Which of a unit's county, city and province a place name can be, by its last characters: 县级市 and 设区的市 both end in 市.
# The first ending that fits decides; a name with another ending (新疆) can be any of them.
_LEVELS: Final = (
    ("自治区", ("province",)), ("特别行政区", ("province",)), ("地区", ("city",)), ("省", ("province",)), ("县", ("county",)),
    ("旗", ("county",)), ("区", ("county",)), ("州", ("city",)), ("盟", ("city",)), ("市", ("city", "county")),
)  # fmt: skip


def _lies_in(unit: ControlUnit, place: str) -> bool | None:
    """Whether a unit belongs to an administrative code or name; None when that is not known.

    A unit of which it is not known cannot be excluded, so it is taken in: a clause too many is read by a person, a clause
    too few by nobody. Not known is it of a unit without a code where the place is one, of a unit whose code is only
    that of a city (units at sea) where the place is a county, and of a unit that does not state the level of a name.
    """
    place = place.strip()
    if re.fullmatch(r"\d{2,12}", place):
        wanted, own = _without_zeros(place[:6]), _without_zeros(unit.admin_code)
        if not own or (own != wanted and wanted.startswith(own)):
            return None
        return own.startswith(wanted)
    province, city, county = unit.province.strip(), unit.city.strip(), unit.county.strip()
    own_names = {"province": province, "city": city, "county": county}
    if place and place in (
        *own_names.values(),
        city + county,
        province + city,
        province + county,
        province + city + county,
    ):
        return True
    levels = next((levels for ending, levels in _LEVELS if place.endswith(ending)), tuple(own_names))
    if not all(own_names[level] for level in levels):
        return None
    # 示例省示例市 of a unit that only says 示例市: the name fits as far as the unit says anything.
    is_open = (city and not province and place.endswith(city)) or (
        county and not (province and city) and place.endswith(county)
    )
    return None if is_open else False


def _without_zeros(code: str) -> str:
    """An administrative code without the pairs of zeros at its end that stand for "all of it": 990100 → 9901."""
    return re.sub(r"(00)+$", "", code)
