# SPDX-License-Identifier: GPL-3.0-or-later
"""What lists state of the units beside their clauses: name, place, 要素细类. Taken where the layer is silent, told where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...core.errors import Fault, Level, fault
from ...core.unit import ControlUnit
from ...files.access_list import ListedUnit
from ...files.features import fills_a_dbase_field
from ...files.profile import Profile, normalised


def with_attributes_of_lists(
    given: Sequence[ControlUnit], listed_units: Sequence[tuple[str, ListedUnit]], profile: Profile
) -> tuple[list[ControlUnit], list[Fault]]:
    """Name, province, city, county where the layer states none: those of the first list that does. All of it is told.

    As with 要素细类, the layer's statement is kept, then the first list's. A name that differs from the layer's is told by
    :func:`.checks.check_joins`; of a place, 顺德区 and 佛山市顺德区 are one and the same.
    """
    units, faults = list(given), list[Fault]()
    places = {unit.code: place for place, unit in enumerate(units)}
    taken: dict[tuple[str, str], list[str]] = {}
    kept_in: dict[tuple[str, str], tuple[str, int]] = {}
    for file, listed in listed_units:
        stated = {
            role: text
            for role, text in (("name", listed.name), ("province", listed.province), ("city", listed.city), ("county", listed.county))
            if text and not profile.is_empty_mark(text)
        }  # fmt: skip
        facts = {"file": file, "sheet": listed.sheet, "row": listed.row}
        if listed.code not in places:
            said = " ".join([*stated.values(), listed.class_text]).strip()
            faults.append(fault("list-unit-not-in-layer", Level.INFO, unit=listed.code, text=said, **facts))
            continue
        place = places[listed.code]
        unit = units[place]
        for role, text in stated.items():
            kept = str(getattr(unit, role))
            key = (listed.code, role)
            if not kept:
                units[place] = unit = replace(unit, **{role: text})  # type: ignore[arg-type]  # one of four texts
                kept_in[key] = (file, listed.row)
                taken.setdefault((file, role), []).append(listed.code)
            elif role != "name" and not _is_one_place(normalised(kept), normalised(text)):
                kept_file, kept_row = kept_in.get(key, (unit.source_file, unit.source_row))
                facts_of_both = {"kept": kept, "kept_file": kept_file, "kept_row": kept_row, "other": text}
                faults.append(fault("unit-place-differs", code=listed.code, role=role, **facts_of_both, **facts))
    for (file, role), codes in taken.items():
        told = {"role": "unit_name" if role == "name" else role, "count": len(codes), "codes": "、".join(codes)}
        faults.append(fault("unit-attribute-from-list", Level.INFO, file=file, **told))
    return units, faults


def with_elements_of_lists(
    given: Sequence[ControlUnit], listed_units: Sequence[tuple[str, ListedUnit]]
) -> tuple[list[ControlUnit], list[Fault]]:
    """要素细类 where the layer states none: those of the first list that does. Whatever is not taken is told.

    Of two statements the layer's is kept, and of two lists' the first one's: the release says what its layer says.
    Only a text that a dBASE field has cut off gives way to the list's that goes on from it.
    """
    units, faults = list(given), list[Fault]()
    places = {unit.code: place for place, unit in enumerate(units)}
    kept_in = {unit.code: (unit.source_file, unit.source_row) for unit in units}
    for file, listed in listed_units:
        if not listed.elements:
            continue
        facts = {"file": file, "sheet": listed.sheet, "row": listed.row}
        if listed.code not in places:
            said = {"unit": listed.code, "heading": listed.elements_heading, "text": listed.elements}
            faults.append(fault("list-attribute-not-stored", Level.INFO, **said, **facts))
            continue
        place = places[listed.code]
        kept, other = normalised(units[place].elements), normalised(listed.elements)
        if kept == other:
            continue
        facts |= {"code": listed.code, "kept": units[place].elements, "other": listed.elements}
        is_cut = bool(kept) and other.startswith(kept) and fills_a_dbase_field(units[place].elements)
        if is_cut:
            faults.append(fault("unit-elements-cut", layer=units[place].source_file, **facts))
        elif kept:
            kept_file, kept_row = kept_in[listed.code]
            faults.append(fault("unit-elements-differ", kept_file=kept_file, kept_row=kept_row, **facts))
        if is_cut or not kept:
            units[place] = replace(units[place], elements=listed.elements)
            kept_in[listed.code] = (file, listed.row)
    return units, faults


def _is_one_place(one: str, other: str) -> bool:
    """Whether two names of a place differ only by the names of what it lies in, printed before it."""
    return one.endswith(other) or other.endswith(one)
