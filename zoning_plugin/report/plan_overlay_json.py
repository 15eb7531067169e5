# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan laid over a release comes to, ``zoning.plan-overlay/1``: schema in resources/schemas/zoning.plan-overlay-1.json.

The same overlay gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from ..core import geometry, measure
from ..core.errors import Fault
from ..core.plan_overlay import PlanOverlay
from ..core.standing import TRIAL_REASONS
from ..core.terms import UnitClass
from ..core.unit import ControlUnit
from ..wording import sentence_of
from .made_with import MadeWith

SCHEMA: Final = "zoning.plan-overlay/1"

Json = dict[str, Any]


def plan_overlay_json(found: PlanOverlay, units: Sequence[ControlUnit], made_with: MadeWith) -> Json:
    """The overlay as plain values, areas in m² (4 decimals), shares (12). ``units`` are those of the release that was used."""
    info, sums = found.info, found.sums
    return {
        "schema": SCHEMA,
        "release": {
            "name": info.name, "document_no": info.document_no, "issuer": info.issuer, "effective": info.effective,
            "status": info.status.value, "digest": found.digest, "superseded_by": info.superseded_by,
        },
        "on": found.on,
        "plan": {
            "file": found.plan.file, "layer": found.plan.layer, "crs": found.plan.crs, "encoding": found.plan.encoding,
            "class_field": found.plan.class_field or None,
            "renamed": [{"field": name, "stored": stored} for name, stored in found.plan.renamed],
        },
        "made_with": {
            "plugin": made_with.plugin, "qgis": made_with.qgis, "engine": f"shapely {geometry.SHAPELY_VERSION}, GEOS {geometry.GEOS_VERSION}",
            "area_rule": info.area_rule, "edges": measure.EDGES, "crs": geometry.CRS, "thresholds": asdict(found.thresholds),
            "language": made_with.language,
        },
        "state": found.state.value,
        "is_trial": any(reason.code in TRIAL_REASONS for reason in found.reasons),
        "reasons": _faults(found.reasons, made_with.language),
        "notes": _faults(found.notes, made_with.language),
        "parcels": {
            "count": found.plan.parcel_count, "laid": found.laid_count, "leaving_gap": found.gap_count,
            "states": {state.value: count for state, count in found.states.items()},
        },
        "pieces": {
            "count": found.piece_count, "uncovered": found.remainder_count,
            "relations": {relation.value: count for relation, count in found.relations.items()},
        },
        "sums": {
            "parcels_m2": _metres(sums.parcels), "pieces_m2": _metres(sums.pieces), "covered_m2": _metres(sums.covered),
            "uncovered_m2": _metres(sums.uncovered), "double_m2": _metres(sums.double),
            "balance_share": _share((sums.pieces + sums.uncovered - sums.double) / sums.parcels if sums.parcels else 1.0),
            "worst_imbalance": sums.worst_imbalance,
        },
        "classes": [
            {
                "class": unit_class.value,
                "area_m2": _metres(sum(one.area_m2 for one in found.units if units[one.unit].unit_class is unit_class)),
            }
            for unit_class in UnitClass
        ],
        "units": [
            {
                "code": units[one.unit].code, "name": units[one.unit].name, "class": units[one.unit].unit_class.value,
                "parcels": one.parcel_count, "edges": one.edge_count, "area_m2": _metres(one.area_m2),
            }
            for one in found.units
        ],
        "land_uses": None if not found.plan.class_field else [
            {
                "value": one.value, "parcels": one.parcel_count, "area_m2": _metres(one.area_m2), "uncovered_m2": _metres(one.uncovered_m2),
                "classes": {unit_class.value: _metres(one.by_class.get(unit_class, 0.0)) for unit_class in UnitClass},
            }
            for one in found.land_uses
        ],
    }  # fmt: skip


def summary_rows(document: Json) -> Iterator[tuple[str, str]]:
    """The document as keys with dots and values as texts, for a table; what is null has an empty text."""
    yield from _flattened("", document)


def _flattened(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _flattened(f"{prefix}.{key}" if prefix else str(key), one)
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from _flattened(f"{prefix}.{number}", one)
    else:
        texts = {None: "", True: "true", False: "false"}
        yield prefix, texts[value] if value is None or isinstance(value, bool) else str(value)


def _faults(faults: Sequence[Fault], language: str) -> list[Json]:
    return [
        {"code": one.code, "level": one.level.value, "facts": dict(one.facts), "text": sentence_of(one, language)}
        for one in faults
    ]


def _metres(value: float) -> float:
    return round(value, 4) + 0.0  # + 0.0 turns -0.0 into 0.0


def _share(value: float) -> float:
    return round(value, 12) + 0.0
