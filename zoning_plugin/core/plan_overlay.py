# SPDX-License-Identifier: GPL-3.0-or-later
"""Plan × units: what becomes of every parcel, and what all of them come to. Format: docs/formats/plan-overlay.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, NamedTuple

from . import geometry
from .errors import Fault, Level, PlanUnusable, fault
from .geometry import Shape
from .measure import AreaRule
from .overlay import PolygonOverlay, Thresholds, overlay_polygons
from .overlay.polygons import RELATIONS
from .release import Release, ReleaseInfo, doubts_about_release, missing_units, shortfalls
from .terms import Relation, State, UnitClass
from .tiling import Tiling

_MOST_FIDS: Final = 10
"""As many parcels of a state are named in a sentence; the table of balances has all."""
MOST_LAND_USES: Final = 2000
"""More different values than this has no field that says the class of land use."""


class ParcelState(str, Enum):
    """Whether a parcel could be laid over the units: as it is, repaired, or why not."""

    OK = "ok"
    REPAIRED = "repaired"
    NO_SHAPE = "no-shape"
    UNREADABLE = "unreadable"
    NOT_A_POLYGON = "not-a-polygon"
    OUTSIDE_CRS = "outside-crs"
    UNREPAIRABLE = "unrepairable"
    NO_AREA = "no-area"

    @property
    def is_laid(self) -> bool:
        """Whether it has pieces and a balance."""
        return self in (ParcelState.OK, ParcelState.REPAIRED)


@dataclass(frozen=True)
class Parcels:
    """Some parcels brought to EPSG:4490: the state of each, GEOS' word for what was wrong with it (or empty), and of those that

    can be laid (``laid``: their positions) the shape, valid and with an area. ``box`` is where all coordinates lie as they were given.
    """  # fmt: skip

    states: tuple[ParcelState, ...]
    details: tuple[str, ...]
    laid: tuple[int, ...]
    shapes: Any = field(repr=False, compare=False)
    box: tuple[float, float, float, float] | None


def read_parcels(wkbs: Sequence[bytes], crs: str) -> Parcels:
    """Parcels out of WKB whose coordinates are x, y (east, north or lon, lat) in ``crs``; an empty one is a parcel without a shape.

    What is not valid is repaired as the outline of a site is. Raises SiteUnusable: "crs-unknown", "datum-unsupported".
    """
    read = geometry.from_wkbs(wkbs)
    moved = geometry.all_to_cgcs2000(read, crs)
    whys = geometry.whys_invalid(moved)
    mended = moved.copy()
    for position in whys:
        mended[position] = geometry.repaired(moved[position])
    is_empty, is_polygon = geometry.are_empty(read).tolist(), geometry.are_polygons(read).tolist()
    is_mended = (geometry.are_polygons(mended) & ~geometry.are_empty(mended)).tolist()
    has_no_area = geometry.are_hardly_there(mended).tolist()
    states = []
    for position, wkb in enumerate(wkbs):
        if not wkb or is_empty[position]:
            states.append(ParcelState.NO_SHAPE)
        elif read[position] is None:
            states.append(ParcelState.UNREADABLE)
        elif not is_polygon[position]:
            states.append(ParcelState.NOT_A_POLYGON)
        elif moved[position] is None:
            states.append(ParcelState.OUTSIDE_CRS)
        elif not is_mended[position]:
            states.append(ParcelState.UNREPAIRABLE)
        elif has_no_area[position]:
            states.append(ParcelState.NO_AREA)
        else:
            states.append(ParcelState.REPAIRED if position in whys else ParcelState.OK)
    laid = tuple(position for position, state in enumerate(states) if state.is_laid)
    details = tuple(whys.get(position, "") for position in range(len(states)))
    return Parcels(tuple(states), details, laid, mended[list(laid)], geometry.bounds_around(read))


class ParcelPiece(NamedTuple):
    """What one unit has of a parcel, or (``unit`` and ``relation`` None) what no unit covers. ``parcel`` and ``unit`` are positions.

    ``shape`` is its polygon, None where they only touch, or where it is thinner than two coordinates can be apart.
    """

    parcel: int
    unit: int | None
    relation: Relation | None
    area_m2: float
    share: float
    distance_m: float
    shape: Shape | None


class ParcelBalance(NamedTuple):
    """The amounts of one laid parcel (m²); ``imbalance`` is a share of its area."""

    area_m2: float
    covered_m2: float
    uncovered_m2: float
    double_m2: float
    imbalance: float
    leaves_gap: bool


@dataclass(frozen=True)
class LaidParcels:
    """Some parcels of a plan laid over the units: for each its state and balance (None: not laid), and their pieces in order.

    A parcel's pieces come strongest relation and largest first, what no unit covers last.
    """

    states: tuple[ParcelState, ...]
    details: tuple[str, ...]
    balances: tuple[ParcelBalance | None, ...]
    pieces: tuple[ParcelPiece, ...]


def lay_parcels(parcels: Parcels, tiling: Tiling, rule: AreaRule, thresholds: Thresholds) -> LaidParcels:
    """Lay parcels over the units of ``tiling``. Several threads may lay different parcels over one tiling."""
    balances: list[ParcelBalance | None] = [None] * len(parcels.states)
    if not parcels.laid:
        return LaidParcels(parcels.states, parcels.details, tuple(balances), ())
    laid = overlay_polygons(parcels.shapes, tiling, rule=rule, thresholds=thresholds)
    columns = (laid.total, laid.covered, laid.uncovered, laid.double, laid.imbalance, laid.leaves_gap)
    for position, row in zip(parcels.laid, zip(*(column.tolist() for column in columns), strict=True), strict=True):
        balances[position] = ParcelBalance(*row)
    return LaidParcels(parcels.states, parcels.details, tuple(balances), tuple(_pieces(parcels, laid)))


def _pieces(parcels: Parcels, laid: PolygonOverlay) -> list[ParcelPiece]:
    """The pieces of each parcel, then what no unit covers of it."""
    pieces = laid.pieces
    columns = (pieces.polygon, pieces.index, pieces.relation, pieces.area_m2, pieces.share, pieces.distance_m)
    rows = zip(*(column.tolist() for column in columns), geometry.polygons_in(pieces.shape), strict=True)
    found: list[ParcelPiece] = []
    row = next(rows, None)
    totals, uncovered, gaps = laid.total.tolist(), laid.uncovered.tolist(), geometry.polygons_in(laid.uncovered_shape)
    for number, position in enumerate(parcels.laid):
        while row is not None and row[0] == number:
            _, unit, relation, area, share, distance, shape = row
            found.append(ParcelPiece(position, unit, RELATIONS[relation], area, share, distance, shape))
            row = next(rows, None)
        if uncovered[number] > 0:
            share = uncovered[number] / totals[number]
            found.append(ParcelPiece(position, None, None, uncovered[number], share, 0.0, gaps[number]))
    return found


# --- what all of them come to ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlanSource:
    """The plan as it was read: file, layer, reference system, encoding, how many parcels; ``class_field`` as asked for, or empty.

    ``crs_given`` says that the file states no reference system and a person named it; ``is_maybe_offset`` that coordinates may
    be offset though they say WGS 84. ``renamed`` are fields that are stored under another name.
    """

    file: str
    layer: str
    crs: str
    encoding: str
    parcel_count: int
    class_field: str = ""
    crs_given: bool = False
    is_maybe_offset: bool = False
    renamed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sums:
    """Of all laid parcels, in m². ``parcels`` + ``double`` = ``pieces`` + ``uncovered`` up to rounding, ``parcels`` = ``covered`` + ``uncovered``.

    ``worst_imbalance`` is the largest imbalance of one parcel, as a share of its area.
    """

    parcels: float = 0.0
    covered: float = 0.0
    uncovered: float = 0.0
    double: float = 0.0
    pieces: float = 0.0
    worst_imbalance: float = 0.0


@dataclass(frozen=True)
class UnitTotal:
    """What one unit (by its position) has of the plan: parcels met other than at an edge, edge contacts, m²."""

    unit: int
    parcel_count: int
    edge_count: int
    area_m2: float


@dataclass(frozen=True)
class LandUseTotal:
    """What parcels of one class of land use (None: the field is NULL) come to; ``by_class`` is what units of each class have of them."""

    value: str | None
    parcel_count: int
    area_m2: float
    uncovered_m2: float
    by_class: Mapping[UnitClass, float]


@dataclass(frozen=True)
class PlanOverlay:
    """All that is known of one plan by one release on one day (``on``, ISO date), without the parcels themselves.

    ``gap_count`` are the parcels of which no unit covers more than the thresholds. ``info`` says where the release stood on the day.
    """

    info: ReleaseInfo
    digest: str
    on: str
    thresholds: Thresholds
    plan: PlanSource
    states: Mapping[ParcelState, int]
    relations: Mapping[Relation, int]
    remainder_count: int
    gap_count: int
    sums: Sums
    units: tuple[UnitTotal, ...]
    land_uses: tuple[LandUseTotal, ...]
    reasons: tuple[Fault, ...]
    notes: tuple[Fault, ...]

    @property
    def state(self) -> State:
        """COMPLETE only when there is no reason against it."""
        return State.INCOMPLETE if self.reasons else State.COMPLETE

    @property
    def laid_count(self) -> int:
        """Parcels that have a balance."""
        return sum(count for state, count in self.states.items() if state.is_laid)

    @property
    def piece_count(self) -> int:
        """Features of the result: pieces of units, edge contacts and remainders."""
        return sum(self.relations.values()) + self.remainder_count


def _added(total: float, amounts: Iterable[float]) -> float:
    """One after another, so that the last bit does not hang on how many were added at once, as that of ``sum`` would."""
    for amount in amounts:
        total += amount
    return total


class Tally:
    """Adds laid parcels up as they come, in the order of the plan; of the parcels it keeps nothing."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._states = Counter[ParcelState]()
        self._relations = Counter[Relation]()
        self._remainders = self._gaps = 0
        self._sums = Sums()
        self._parcels_of_unit = Counter[int]()
        self._edges_of_unit = Counter[int]()
        self._area_of_unit: dict[int, float] = {}
        self._land_uses: dict[str | None, _LandUse] = {}
        self._first_fids: dict[ParcelState, list[int]] = {}

    def add(self, laid: LaidParcels, fids: Sequence[int], land_uses: Sequence[str | None] | None) -> None:
        """Add some more; ``fids`` are their ids in the plan, ``land_uses`` their classes of land use, None where no field was named.

        Raises PlanUnusable("class-field-many").
        """
        self._states.update(laid.states)
        for fid, state in zip(fids, laid.states, strict=True):
            if state is not ParcelState.OK and len(self._first_fids.setdefault(state, [])) < _MOST_FIDS:
                self._first_fids[state].append(fid)
        balances = [one for one in laid.balances if one is not None]
        sums, pieces = self._sums, [one for one in laid.pieces if one.unit is not None]
        self._gaps += sum(one.leaves_gap for one in balances)
        self._remainders += len(laid.pieces) - len(pieces)
        self._sums = Sums(
            _added(sums.parcels, (one.area_m2 for one in balances)),
            _added(sums.covered, (one.covered_m2 for one in balances)),
            _added(sums.uncovered, (one.uncovered_m2 for one in balances)),
            _added(sums.double, (one.double_m2 for one in balances)),
            _added(sums.pieces, (one.area_m2 for one in pieces)),
            max(sums.worst_imbalance, max((abs(one.imbalance) for one in balances), default=0.0)),
        )
        for one in pieces:
            assert one.unit is not None
            assert one.relation is not None
            self._relations[one.relation] += 1
            (self._edges_of_unit if one.relation is Relation.EDGE else self._parcels_of_unit)[one.unit] += 1
            self._area_of_unit[one.unit] = self._area_of_unit.get(one.unit, 0.0) + one.area_m2
        if land_uses is not None:
            self._add_land_uses(laid, land_uses)

    def _add_land_uses(self, laid: LaidParcels, land_uses: Sequence[str | None]) -> None:
        for value, balance in zip(land_uses, laid.balances, strict=True):
            found = self._land_uses.setdefault(value, _LandUse())
            found.parcels += 1
            if balance is not None:
                found.area_m2 += balance.area_m2
                found.uncovered_m2 += balance.uncovered_m2
        if len(self._land_uses) > MOST_LAND_USES:
            raise PlanUnusable("class-field-many", limit=MOST_LAND_USES)
        for piece in laid.pieces:
            if piece.unit is not None:
                found = self._land_uses[land_uses[piece.parcel]]
                found.by_class[self._release.units[piece.unit].unit_class] += piece.area_m2

    def total(self, plan: PlanSource, on: str, thresholds: Thresholds, notes: Sequence[Fault]) -> PlanOverlay:
        """What was added, with every reason why it is not complete; ``notes`` are what reading the plan found odd.

        Raises PlanUnusable("plan-without-parcels") where none could be laid.
        """
        release = self._release
        laid_count = sum(count for state, count in self._states.items() if state.is_laid)
        if not laid_count:
            none = fault("plan-without-parcels", Level.ERROR, file=plan.file, count=plan.parcel_count)
            raise PlanUnusable(none.code, [none, *self._not_laid()])
        units = sorted(self._parcels_of_unit.keys() | self._edges_of_unit.keys())
        return PlanOverlay(
            release.as_of(on).info, release.digest, on, thresholds, plan, {one: self._states[one] for one in ParcelState},
            {one: self._relations[one] for one in Relation if one is not Relation.NEAR}, self._remainders, self._gaps, self._sums,
            tuple(UnitTotal(one, self._parcels_of_unit[one], self._edges_of_unit[one], self._area_of_unit[one]) for one in units),
            tuple(
                LandUseTotal(value, found.parcels, found.area_m2, found.uncovered_m2, dict(found.by_class))
                for value, found in sorted(self._land_uses.items(), key=lambda item: (item[0] is None, item[0] or ""))
            ),
            self._reasons(plan, on), (*notes, *self._notes(plan)),
        )  # fmt: skip

    def _reasons(self, plan: PlanSource, on: str) -> tuple[Fault, ...]:
        """Everything that keeps the overlay from being complete. What a release lacks besides units has no part in it."""
        release, sums = self._release, self._sums
        reasons = [
            fault(f"promise-{one.state}", Level.ERROR, kind=one.kind, subject=one.subject, promised=one.promised, found=one.found)
            for one in shortfalls(release)
            if one.kind == "units"
        ]  # fmt: skip
        reasons += release.faults
        reasons += self._not_laid()
        if not self._relations:
            reasons += [fault("plan-outside", Level.ERROR, release=release.info.name), *missing_units(release)]
        elif self._gaps:
            share = f"{sums.uncovered / sums.parcels * 100:.2f}"
            facts = {"count": self._gaps, "amount": f"{sums.uncovered:.2f}", "share": share}
            reasons += [fault("plan-not-covered", Level.ERROR, **facts), *missing_units(release)]
        if plan.is_maybe_offset:
            reasons.append(fault("plan-maybe-offset", Level.ERROR, file=plan.file))
        return (*reasons, *doubts_about_release(release, on))

    def _not_laid(self) -> list[Fault]:
        return [
            fault("parcels-not-laid", Level.ERROR, count=self._states[state], state=state.value, fids=self._fids(state))
            for state in ParcelState
            if self._states[state] and not state.is_laid
        ]

    def _fids(self, state: ParcelState) -> str:
        """The first parcels of a state, by their ids in the plan."""
        first = "、".join(map(str, self._first_fids.get(state, [])))
        return f"{first}…" if self._states[state] > _MOST_FIDS else first

    def _notes(self, plan: PlanSource) -> list[Fault]:
        """What a reader should know though it keeps nothing from being complete."""
        notes = [fault("parcels-each-for-itself")]
        if plan.crs_given:
            notes.append(fault("plan-crs-given", file=plan.file, crs=plan.crs))
        notes += [fault("plan-field-renamed", field=name, stored=stored) for name, stored in plan.renamed]
        if self._states[ParcelState.REPAIRED]:
            notes.append(
                fault(
                    "parcels-repaired", count=self._states[ParcelState.REPAIRED], fids=self._fids(ParcelState.REPAIRED)
                )
            )
        if self._sums.double > 0:
            notes.append(fault("plan-double-covered", amount=f"{self._sums.double:.2f}"))
        if self._relations[Relation.EDGE]:
            notes.append(fault("plan-edge-contacts", count=self._relations[Relation.EDGE]))
        return notes


class _LandUse:
    """One class of land use while it is added up."""

    def __init__(self) -> None:
        self.parcels = 0
        self.area_m2 = self.uncovered_m2 = 0.0
        self.by_class = dict.fromkeys(UnitClass, 0.0)
