# SPDX-License-Identifier: GPL-3.0-or-later
"""Site × release → assessment: what applies, how sure, and every reason why it is not complete.

The machine lists; it never writes a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import geometry
from .clause import AccessList
from .errors import Fault, Level, SiteUnusable, fault
from .finding import (
    ClauseFinding,
    NearestUnit,
    NearestZone,
    Undecided,
    UnitFinding,
    ZoneFinding,
    applying_clauses,
    zone_state,
)
from .nearest import nearest
from .office_rules import stated_thresholds
from .overlay import Overlay, Piece, Thresholds, overlay, overlay_polygons, overlays
from .progress import Progress, Silent, stop_if_cancelled
from .release import Release, ReleaseInfo, Shortfall, SourceFile, doubts_about_release, missing_units, shortfalls
from .site import Site
from .terms import Relation, SiteKind, State, Tier, UnitClass, ZoneState, is_day
from .unit import Zone


@dataclass(frozen=True)
class PlotFinding:
    """One plot of a site of several: its amount (m² or m) and the units it meets."""

    name: str
    total: float
    units: tuple[UnitFinding, ...]


@dataclass(frozen=True)
class Assessment:
    """All that is known of one site by one release on one day (``on``, ISO date). Contains no clock and no setting.

    ``tiers`` are those of which the release holds lists: of any other tier it says nothing, which is not "nothing applies".
    ``info`` says where the release stood on the day. ``clauses_to_come`` are those of lists that take effect only later: they
    would apply, and do not yet. ``nearest_units`` has one unit of every class that the release has, ``nearest_zones`` one zone of every
    theme of which all is known.
    """

    info: ReleaseInfo
    digest: str
    sources: tuple[SourceFile, ...]
    site: Site
    on: str
    thresholds: Thresholds
    near_m: float
    overlay: Overlay
    units: tuple[UnitFinding, ...]
    zones: tuple[ZoneFinding, ...]
    clauses: tuple[ClauseFinding, ...]
    plots: tuple[PlotFinding, ...]
    reasons: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    tiers: tuple[Tier, ...] = ()
    clauses_to_come: tuple[ClauseFinding, ...] = ()
    nearest_units: tuple[NearestUnit, ...] = ()
    nearest_zones: tuple[NearestZone, ...] = ()

    @property
    def state(self) -> State:
        """COMPLETE only when there is no reason against it."""
        return State.INCOMPLETE if self.reasons else State.COMPLETE


def assess(
    site: Site,
    release: Release,
    *,
    on: str,
    thresholds: Thresholds | None = None,
    near_m: float = 0.0,
    progress: Progress | None = None,
) -> Assessment:
    """Judge ``site`` by ``release`` as of the ISO date ``on``; units within ``near_m`` metres are listed as near.

    ``thresholds`` are those that the release states, unless given. The release is judged by where it stood on that day. Fails closed: whatever it promises and does not deliver, whatever no
    unit covers, whatever standing other than published and in force, a list of it that takes effect only later (what held
    before is not known), makes the result incomplete with a reason. Raises SiteUnusable("site-far-away") when
    the site lies so far from every unit of the release that its coordinates are probably not what they are taken for.
    """
    progress = progress or Silent()
    thresholds = thresholds or stated_thresholds(release.info)
    stands = release.as_of(on)  # the same content; the indexes stay with the release that is given
    _refuse_far_away(site, release)
    laid = overlay(site, release.unit_tiling, rule=release.rule, thresholds=thresholds, near_m=near_m)
    units = tuple(UnitFinding(release.units[piece.index], piece) for piece in laid.pieces)
    stop_if_cancelled(progress)
    progress.report(0.4, "step-zones")
    missing = shortfalls(release)
    zones = _zones(site, release, missing, thresholds, near_m)
    stop_if_cancelled(progress)
    progress.report(0.7, "step-clauses")
    reached, undecided = applying_clauses(release, units, zones, thresholds)
    clauses = tuple(one for one in reached if _holds(one.access_list, on))
    to_come = tuple(one for one in reached if not _holds(one.access_list, on))
    stop_if_cancelled(progress)
    progress.report(0.9, "step-nearest")
    return Assessment(
        stands.info, release.digest, release.sources, site, on, thresholds, near_m, laid, units, zones, clauses,
        _plots(site, release, thresholds), _reasons(site, stands, on, laid, units, reached, missing, undecided), _notes(site, laid, units, reached),
        tuple(tier for tier in Tier if any(one.tier is tier for one in release.lists)), to_come,
        _nearest_units(site, release), _nearest_zones(site, release, zones),
    )  # fmt: skip


def _plots(site: Site, release: Release, thresholds: Thresholds) -> tuple[PlotFinding, ...]:
    """Every plot laid for itself; polygons, of which there may be thousands, all at once."""
    tiling, rule = release.unit_tiling, release.rule
    laid = (
        overlays(overlay_polygons([plot.shape for plot in site.plots], tiling, rule=rule, thresholds=thresholds))
        if site.kind is SiteKind.POLYGON
        else [overlay(Site(plot.shape, site.kind), tiling, rule=rule, thresholds=thresholds) for plot in site.plots]
    )
    return tuple(
        PlotFinding(plot.name, one.total, tuple(UnitFinding(release.units[piece.index], piece) for piece in one.pieces))
        for plot, one in zip(site.plots, laid, strict=True)
    )


def _nearest_units(site: Site, release: Release) -> tuple[NearestUnit, ...]:
    found = nearest(site.shape, release.unit_tiling, [unit.unit_class for unit in release.units])
    return tuple(NearestUnit(release.units[found[one][0]], found[one][1]) for one in UnitClass if one in found)


def _nearest_zones(site: Site, release: Release, zones: tuple[ZoneFinding, ...]) -> tuple[NearestZone, ...]:
    found = nearest(site.shape, release.zone_tiling, [zone.theme for zone in release.zones])
    known = [one.theme for one in zones if one.state not in (ZoneState.NO_DATA, ZoneState.FAILED)]
    return tuple(NearestZone(release.zones[found[one][0]], found[one][1]) for one in known if one in found)


# Farther than this (degrees) from all units, coordinates are more likely misread than meant: about 1,000 km.
_FAR_AWAY = 10.0


def _refuse_far_away(site: Site, release: Release) -> None:
    west, south, east, north = geometry.bounds(site.shape)
    box = release.unit_tiling.bounds
    if release.units and (
        west > box[2] + _FAR_AWAY
        or east < box[0] - _FAR_AWAY
        or south > box[3] + _FAR_AWAY
        or north < box[1] - _FAR_AWAY
    ):
        raise SiteUnusable(
            "site-far-away", lon=f"{west:.4f}", lat=f"{south:.4f}", crs=site.crs, release=release.info.name
        )


def _zones(
    site: Site, release: Release, missing: tuple[Shortfall, ...], thresholds: Thresholds, near_m: float
) -> tuple[ZoneFinding, ...]:
    """State of every theme the release promises or holds, in promised order."""
    short = {one.subject: one.state for one in missing if one.kind == "zones"}
    promised = [promise.subject for promise in release.promises if promise.kind == "zones"]
    found: dict[str, list[tuple[Zone, Piece]]] = {theme: [] for theme in promised}
    for zone in release.zones:
        found.setdefault(zone.theme, [])
    laid = overlay(site, release.zone_tiling, rule=release.rule, thresholds=thresholds, near_m=near_m)
    for piece in laid.pieces:
        zone = release.zones[piece.index]
        found[zone.theme].append((zone, piece))
    return tuple(
        ZoneFinding(
            theme,
            zone_state([piece for _, piece in met], short.get(theme) != "no-data", theme not in short),
            tuple(met),
        )
        for theme, met in found.items()
    )


def _reasons(
    site: Site,
    release: Release,
    on: str,
    laid: Overlay,
    units: tuple[UnitFinding, ...],
    reached: tuple[ClauseFinding, ...],
    missing: tuple[Shortfall, ...],
    undecided: tuple[Undecided, ...],
) -> tuple[Fault, ...]:
    """Everything that keeps the assessment from being complete; each by code and facts."""
    info = release.info
    reasons = [
        fault(f"promise-{one.state}", Level.ERROR, kind=one.kind, subject=_title(release, one), promised=one.promised,
              found=one.found)
        for one in missing
    ]  # fmt: skip
    reasons += release.faults
    if not any(finding.is_met for finding in units):
        reasons += [fault("site-outside", Level.ERROR, release=info.name), *missing_units(release)]
    elif laid.leaves_gap:
        share = f"{laid.uncovered / laid.total * 100:.2f}" if laid.total else ""
        facts = {"amount": f"{laid.uncovered:.2f}", "share": share, "kind": site.kind.value}
        reasons += [fault("site-not-covered", Level.ERROR, **facts), *missing_units(release)]
    with_clauses = {finding.clause.unit_code for finding in reached}
    reasons += [
        fault("unit-without-clauses", Level.ERROR, code=one.unit.code, name=one.unit.name)
        for one in units
        if one.is_met and one.unit.code not in with_clauses
    ]
    reasons += [fault("scope-undecided", Level.ERROR, list=one.access_list.title, theme=one.theme) for one in undecided]
    if not site.is_exact:
        doubt = "position-maybe-offset" if site.is_maybe_offset else "position-approximate"
        reasons.append(fault(doubt, Level.ERROR, source=site.source))
    if site.kind is SiteKind.LINE and geometry.has_ring(site.shape):
        reasons.append(fault("site-outline-as-line", Level.ERROR))
    reasons += doubts_about_release(release, on)
    reasons += [
        fault("list-not-in-force", Level.ERROR, list=one.title, effective=one.effective, on=on)
        for one in release.lists
        if not _holds(one, on)
    ]
    reasons += [
        fault("list-date-unclear", Level.ERROR, list=one.title, effective=one.effective)
        for one in release.lists
        if one.effective and not is_day(one.effective)
    ]
    return tuple(reasons)


def _holds(access_list: AccessList, on: str) -> bool:
    """Whether a list holds on the ISO date ``on`` as far as its own effective date says.

    One that states none, or none that is a day, holds with its release: a clause too many is read by a person, a clause too few by nobody.
    """
    return not is_day(access_list.effective) or access_list.effective <= on


def _title(release: Release, one: Shortfall) -> str:
    if one.kind == "list" and one.subject in release.list_by_id:
        return release.list_by_id[one.subject].title
    return one.subject


def _notes(
    site: Site, laid: Overlay, units: tuple[UnitFinding, ...], reached: tuple[ClauseFinding, ...]
) -> tuple[Fault, ...]:
    """What a reader should know though it keeps nothing from being complete."""
    notes = []
    if site.was_repaired:
        notes.append(fault("site-repaired", detail=site.was_repaired))
    if laid.double > 0 and site.kind.value != "point" and laid.double / laid.total > 1e-9:
        notes.append(fault("double-covered", amount=f"{laid.double:.2f}", kind=site.kind.value))
    edges = [one for one in units if one.piece.relation is Relation.EDGE]
    if edges:
        notes.append(fault("edge-contacts", count=len(edges)))
    unplaced = dict.fromkeys((one.access_list.title, one.unplaced) for one in reached if one.unplaced)
    notes += [fault("scope-place-unknown", list=title, codes="、".join(codes)) for title, codes in unplaced]
    lacking = dict.fromkeys(element for one in reached for element in one.lacking if element)
    if lacking:
        notes.append(fault("common-requirements-lacking", elements="、".join(lacking)))
    elif any(one.lacking for one in reached):
        notes.append(fault("common-requirements-open"))
    return tuple(notes)
