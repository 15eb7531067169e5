# SPDX-License-Identifier: GPL-3.0-or-later
"""From vector layers to control units and zones: columns found, classes read, shapes moved to CGCS2000 and mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from ..core import geometry
from ..core.errors import Fault, Level, SiteUnusable, fault
from ..core.geometry import Shape
from ..core.terms import UnitClass
from ..core.unit import ControlUnit, Zone, likely_code
from .features import FeatureRow, FeatureTable
from .profile import Profile, normalised

UNIT_ROLES: Final = ("unit_code", "unit_name", "province", "city", "county", "class", "remark", "elements")
ZONE_ROLES: Final = ("zone_code", "zone_name")
# What the core says of a site's shape, said of a row of a layer.
_OF_LAYERS: Final = {
    "crs-unknown": "layer-crs-unknown", "datum-unsupported": "layer-datum-unsupported", "outside-crs": "layer-outside-crs",
    "shape-unreadable": "feature-unreadable",
}  # fmt: skip


@dataclass(frozen=True)
class UnitReading:
    """Units of one layer, the columns they came from (role → field), and everything odd."""

    units: tuple[ControlUnit, ...]
    columns: Mapping[str, str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class ZoneReading:
    """Zones of one layer, the columns they came from (role → field), and everything odd."""

    zones: tuple[Zone, ...]
    columns: Mapping[str, str]
    faults: tuple[Fault, ...]


def read_units(table: FeatureTable, profile: Profile, file: str) -> UnitReading:
    """Units of a layer, each code once: several features of one code are parts of one unit, which has what the first that
    says it says; what another says differently is told.

    ``file`` is the name under which the source stands in the release. Raises nothing; errors are among the faults:
    "column-missing", "unit-without-code", "unit-code-conflict" (one code, different names), "feature-without-shape",
    "not-a-polygon", "feature-unrepairable", "layer-crs-unknown", "layer-datum-unsupported", "layer-outside-crs", "outside-china".
    """
    faults: list[Fault] = []
    columns = _unit_columns(table, profile)
    if "unit_code" not in columns:
        wanted = "、".join(profile.aliases["unit_code"])
        missing = fault(
            "column-missing",
            Level.ERROR,
            file=file,
            layer=table.layer,
            column="unit_code",
            aliases=wanted,
            found="、".join(table.fields),
        )
        return UnitReading((), columns, (missing,))
    for role in ("unit_name", "class"):
        if role not in columns:
            aliases = "、".join(profile.aliases[role])
            faults.append(
                fault(
                    "column-absent",
                    file=file,
                    layer=table.layer,
                    column=role,
                    aliases=aliases,
                    found="、".join(table.fields),
                )
            )
    shapes = _shapes(table, file, columns["unit_code"], faults)
    # code → role → what the first feature that says anything there says, and its row
    said: dict[str, dict[str, tuple[str, int]]] = {}
    parts: dict[str, list[Shape]] = {}
    for number, (row, shape) in enumerate(zip(table.rows, shapes, strict=True), 1):
        stated = {role: row.values.get(field, "").strip() for role, field in columns.items()}
        code = stated["unit_code"]
        if not code:
            name = stated.get("unit_name", "")
            faults.append(fault("unit-without-code", Level.ERROR, file=file, row=number, name=name))
            continue
        says = said.setdefault(code, {"unit_code": (code, number)})
        parts.setdefault(code, []).append(shape)
        for role, text in stated.items():
            if not text or (role == "elements" and profile.is_empty_mark(text)):
                continue
            first, first_row = says.setdefault(role, (text, number))
            if normalised(first) != normalised(text):
                faults.append(_part_differs(role, code, (first, first_row), (text, number), file, table.layer))
    units = {code: _unit(says, profile, file, parts[code][0]) for code, says in said.items()}
    for code, several in parts.items():
        if len(several) > 1 and all(shape is not None for shape in several):
            faults.append(fault("unit-parts-joined", file=file, code=code, name=units[code].name, count=len(several)))
            units[code] = replace(units[code], shape=geometry.union(several))
    kept = tuple(unit for unit in units.values() if unit.shape is not None)
    faults += _oddities(kept, columns, profile, file)
    return UnitReading(kept, columns, tuple(faults))


def read_zones(table: FeatureTable, profile: Profile, theme: str, file: str) -> ZoneReading:
    """Zones of a layer under one theme. Raises nothing; errors are among the faults, as in :func:`read_units`."""
    faults: list[Fault] = []
    columns = columns_of(table, profile, "zones")
    shapes = _shapes(table, file, columns.get("zone_code", ""), faults)
    zones = tuple(
        Zone(theme, row.values.get(columns.get("zone_code", ""), "").strip(), row.values.get(columns.get("zone_name", ""), "").strip(),
             shape, file, number)
        for number, (row, shape) in enumerate(zip(table.rows, shapes, strict=True), 1)
        if shape is not None
    )  # fmt: skip
    return ZoneReading(zones, columns, tuple(faults))


def unit_code_field(table: FeatureTable, profile: Profile) -> str:
    """The field of a layer that holds the unit codes, by name and values; empty where there is none."""
    return _unit_columns(table, profile).get("unit_code", "")


def columns_of(table: FeatureTable, profile: Profile, role: str) -> Mapping[str, str]:
    """The fields of a layer of units or zones by the role that they are taken for; its shapes are not looked at."""
    if role == "units":
        return _unit_columns(table, profile)
    return profile.find_columns(table.fields, ZONE_ROLES, cut_at_ten_bytes=table.is_cut_at_ten_bytes).by_role


def _unit_columns(table: FeatureTable, profile: Profile) -> dict[str, str]:
    """Fields by role; where a cut name could be the code or the name, the values decide."""
    columns = profile.find_columns(table.fields, UNIT_ROLES, cut_at_ten_bytes=table.is_cut_at_ten_bytes)
    found = dict(columns.by_role)
    for name, roles in columns.ambiguous.items():
        values = [value for value in (row.values[name].strip() for row in table.rows[:200]) if value]
        coded = sum(bool(profile.looks_like_code.fullmatch(value)) for value in values)
        if coded * 2 > len(values) and "unit_code" in roles:
            found.setdefault("unit_code", name)
        elif values and not coded and "unit_name" in roles and "unit_name" not in found:
            found["unit_name"] = name
        elif values and "class" in roles and all(profile.class_of(value) is not UnitClass.UNKNOWN for value in values):
            found.setdefault("class", name)
    return found


def _part_differs(role: str, code: str, kept: tuple[str, int], other: tuple[str, int], file: str, layer: str) -> Fault:
    """What two features of one code say differently, each with its row: another name is another unit, all else is a warning."""
    first, first_row = kept
    text, number = other
    if role == "unit_name":
        return fault("unit-code-conflict", Level.ERROR, file=file, code=code, row=number, name=text, other=first)
    facts = {"code": code, "kept": first, "other": text, "file": file, "kept_row": first_row, "row": number}
    if role == "elements":
        return fault("unit-elements-differ", kept_file=file, sheet=layer, **facts)
    return fault("unit-parts-differ", role=role, **facts)


def _unit(said: Mapping[str, tuple[str, int]], profile: Profile, file: str, shape: Shape | None) -> ControlUnit:
    """The unit of what its features say, from the row of the first of them."""

    def text(role: str) -> str:
        return said.get(role, ("", 0))[0]

    code, remark = text("unit_code"), text("remark")
    stated, by_remark = profile.class_of(text("class")), profile.class_of(remark)
    by_code = profile.code_rule.class_of(code)
    unit_class = next((one for one in (stated, by_remark, by_code) if one is not UnitClass.UNKNOWN), UnitClass.UNKNOWN)
    # A digit says less than the words beside it (优先保护单元1), so the words are kept as the published class.
    is_worded = by_remark is not UnitClass.UNKNOWN and (not text("class") or text("class").isdecimal())
    class_text = remark if is_worded and not remark.isdecimal() else text("class")
    return ControlUnit(
        code,
        text("unit_name"),
        unit_class,
        class_text,
        text("province"),
        text("city"),
        text("county"),
        remark,
        shape,
        file,
        said["unit_code"][1],
        text("elements"),
    )


def _oddities(units: tuple[ControlUnit, ...], columns: Mapping[str, str], profile: Profile, file: str) -> list[Fault]:
    """Codes, classes and names that a person should look at; everything is kept as published."""
    faults = []
    for unit in units:
        by_code = profile.code_rule.class_of(unit.code)
        if not profile.code_rule.is_well_formed(unit.code):
            likely = likely_code(unit.code) or "—"
            faults.append(
                fault(
                    "unit-code-malformed", file=file, row=unit.source_row, code=unit.code, name=unit.name, likely=likely
                )
            )
        if by_code not in (UnitClass.UNKNOWN, unit.unit_class):
            facts = {"file": file, "row": unit.source_row, "code": unit.code, "name": unit.name}
            faults.append(fault("class-contradicts-code", stated=unit.class_text, by_code=by_code.value, **facts))
        if unit.unit_class is UnitClass.UNKNOWN:
            faults.append(
                fault("unit-class-unknown", file=file, row=unit.source_row, code=unit.code, text=unit.class_text)
            )
        if not unit.name and "unit_name" in columns:
            faults.append(fault("unit-without-name", file=file, row=unit.source_row, code=unit.code))
    return faults


def _shapes(table: FeatureTable, file: str, label: str, faults: list[Fault]) -> list[Shape | None]:
    """Valid polygons in EPSG:4490, one a row, None where there is none to be had (said in ``faults``)."""
    result: list[Shape | None] = []
    for number, row in enumerate(table.rows, 1):
        facts = {"file": file, "layer": table.layer, "row": number, "code": row.values.get(label, "")}
        result.append(_shape(row, table.crs, facts, faults))
        if faults and faults[-1].code in (_OF_LAYERS["crs-unknown"], _OF_LAYERS["datum-unsupported"]):
            return [None] * len(table.rows)  # true of every row; said once
    return result


def _shape(row: FeatureRow, crs: str, facts: dict[str, object], faults: list[Fault]) -> Shape | None:
    if not row.wkb:
        faults.append(fault("feature-without-shape", Level.ERROR, **facts))
        return None
    try:
        shape = geometry.to_cgcs2000(geometry.from_wkb(row.wkb), crs)
    except SiteUnusable as reason:
        faults.append(fault(_OF_LAYERS.get(reason.code, reason.code), Level.ERROR, **(facts | reason.facts)))
        return None
    if geometry.dimension(shape) != 2:
        faults.append(fault("not-a-polygon", Level.ERROR, **facts))
        return None
    why = geometry.why_invalid(shape)
    if why:
        shape = geometry.repaired(shape)
        if geometry.is_empty(shape) or geometry.dimension(shape) != 2:
            faults.append(fault("feature-unrepairable", Level.ERROR, detail=why, **facts))
            return None
        faults.append(fault("shape-repaired", detail=why, **facts))
    return shape


def check_bounds(shapes: Mapping[str, Shape], profile: Profile, file: str, crs_name: str) -> tuple[Fault, ...]:
    """The fault "outside-china" when shapes (by label) lie elsewhere than the profile says; "-swapped" where exchanging x and y helps."""
    west, south, east, north = profile.bounds
    outside = []
    for label, shape in shapes.items():
        box = geometry.bounds(shape)
        if not (west <= box[0] and box[2] <= east and south <= box[1] and box[3] <= north):
            outside.append((label, box))
    if not outside:
        return ()
    label, box = outside[0]
    swapped = west <= box[1] and box[3] <= east and south <= box[0] and box[2] <= north
    where = f"{box[0]:.4f}, {box[1]:.4f}"
    code = "outside-china-swapped" if swapped else "outside-china"
    return (fault(code, Level.ERROR, file=file, count=len(outside), code=label, where=where, crs=crs_name),)
