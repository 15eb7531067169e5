# SPDX-License-Identifier: GPL-3.0-or-later
"""The field's words and numbers with their units, as the dock shows them: looked up when shown, never at import."""

from __future__ import annotations

from typing import Final

from ..bridge.i18n import language, tr
from ..core.errors import Fault
from ..core.finding import UnitFinding
from ..core.overlay import Overlay
from ..core.site import Site
from ..core.terms import Relation, ReleaseStatus, SiteKind, Tier, UnitClass, ZoneState
from ..report.numbers import area_text as printed_area
from ..report.numbers import decimal, unit_for
from ..wording import sentence_of, word

_MOST_METRES: Final = 10_000
"""From here on lengths are told in kilometres."""


def class_word(unit_class: UnitClass) -> str:
    """The class of a unit."""
    return word(f"class-{unit_class.value}", language())


def class_letter(unit_class: UnitClass) -> str:
    """The class of a unit in one letter or character, the sign beside its colour."""
    return word(f"class-letter-{unit_class.value}", language())


def relation_word(relation: Relation) -> str:
    """How a site lies to a unit or zone."""
    return word(f"relation-{relation.value}", language())


def tier_word(tier: Tier) -> str:
    """The tier of a list."""
    return word(f"tier-{tier.value}", language())


def status_word(status: ReleaseStatus) -> str:
    """The status of a release."""
    return word(f"status-{status.value}", language())


def step_word(status: ReleaseStatus) -> str:
    """A step of a release, as it is called on the way."""
    return word(f"release-step-{status.value}", language())


def zone_state_word(state: ZoneState) -> str:
    """What is known of a zone theme for a site."""
    return word(f"zone-state-{state.value}", language())


def length_text(metres: float) -> str:
    """A length or distance: m below ten kilometres, then km."""
    return f"{_rounded(metres)} m" if metres < _MOST_METRES else f"{metres / 1000:,.2f} km"


def share_text(share: float) -> str:
    """A share in per cent with one decimal; never 0 for something, never 100 for less than all."""
    if share <= 0:
        return "0 %"
    if share < 0.0005:
        return "<0.1 %"
    if 0.9995 <= share < 1 - 1e-9:
        return ">99.9 %"
    return "100 %" if share >= 1 - 1e-9 else f"{share * 100:.1f} %"


def amount_text(amount: float, kind: SiteKind, total: float) -> str:
    """An amount of a site of ``kind``: area, length, or number of points.

    The unit is that of the site's ``total``, so that all amounts of one list can be compared; areas as the report prints them.
    """
    if kind is SiteKind.POLYGON:
        unit = unit_for([total])
        return f"{printed_area(amount, unit)} {word(unit.word, language())}"
    if kind is SiteKind.LINE:
        return length_text(amount) if total < _MOST_METRES else f"{decimal(amount / 1000, 3)} km"
    return f"{round(amount)} {word('amount-unit-point', language())}"


def drawn_source() -> str:
    """``Site.source`` of what was drawn on the map."""
    return tr("drawn on the map")


def moved_source(source: str) -> str:
    """``Site.source`` of what came from ``source`` and was then moved by hand; what was drawn is still drawn."""
    mark = tr("moved on the map")
    if source == drawn_source() or source.endswith(mark):
        return source
    return " · ".join(part for part in (source, mark) if part)


def site_name(site: Site) -> str:
    """What the site is called: as its file or layer is, and what was drawn by what it is."""
    if site.source and site.source != drawn_source():
        return site.source
    what = {SiteKind.POINT: tr("Location"), SiteKind.LINE: tr("Linear site"), SiteKind.POLYGON: tr("Site area")}
    return what[site.kind]


def site_text(site: Site, laid: Overlay) -> str:
    """The site by its name, with its size."""
    if site.kind is SiteKind.POINT and laid.total == 1:
        return site_name(site)
    return f"{site_name(site)} {amount_text(laid.total, site.kind, laid.total)}"


def piece_text(finding: UnitFinding, kind: SiteKind, total: float) -> str:
    """How a unit is met, and with how much of the site (the share stands apart); ``total`` as for :func:`amount_text`."""
    piece = finding.piece
    relation = relation_word(piece.relation)
    if piece.relation is Relation.NEAR:
        return f"{relation} {length_text(piece.distance_m)}"
    amount = piece.area_m2 if kind is SiteKind.POLYGON else piece.length_m
    return f"{amount_text(amount, kind, total)} · {relation}" if amount else relation


def tooltip_text(text: str) -> str:
    """``text`` for a tooltip, shown as it is: Qt takes whatever looks like HTML for HTML."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p style='white-space:pre-wrap'>{escaped}</p>"


def _rounded(metres: float) -> str:
    """Whole numbers from 100 on, two decimals below, and never 0 for something."""
    if metres >= 100:
        return f"{metres:,.0f}"
    return "<0.01" if 0 < metres < 0.005 else f"{metres:.2f}"


def fault_sentence(fault: Fault) -> str:
    """A fault as a sentence: what happened, where, what to do."""
    return sentence_of(fault, language())


def step_sentence(step: str) -> str:
    """The step of a job that is under way."""
    return word(step, language())
