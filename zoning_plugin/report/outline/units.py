# SPDX-License-Identifier: GPL-3.0-or-later
"""Units met, touched and near, in figures that add up; and what is known of every theme of zones."""

from __future__ import annotations

from ...core.assessment import Assessment
from ...core.finding import UnitFinding, ZoneFinding
from ...core.overlay import Piece
from ...core.terms import Relation, SiteKind, ZoneState
from ..numbers import (
    PERCENT_DECIMALS,
    AreaUnit,
    area_text,
    balanced,
    decimal,
    distance_text,
    fixed,
    fixed_or_less,
    length_text,
    stated,
    unit_for,
)
from .values import Block, Cell, Column, Paragraph, Row, Table
from .words import Words, class_cells


def _unit_columns(words: Words, *others: Column) -> tuple[Column, ...]:
    """The columns that name a unit, and then ``others``; the name takes the width they leave."""
    left = 100 - 51 - sum(column.width for column in others)
    named = (("number", 6), ("county", 9), ("unit-code", 18), ("unit-name", left), ("class-letter", 5), ("class", 13))
    return (*words.columns(*named), *others)


def units_section(assessment: Assessment, words: Words, area_unit: AreaUnit | None = None) -> tuple[Block, ...]:
    """The table of units met with its balance, edge contacts and near units in tables of their own.

    Areas are in ``area_unit``, or where it is None in the unit that suits the site.
    """
    area_unit = area_unit or unit_for([assessment.overlay.total])
    kind = assessment.site.kind
    met = [one for one in assessment.units if one.piece.relation in (Relation.INSIDE, Relation.OVERLAP)]
    edges = [one for one in assessment.units if one.piece.relation is Relation.EDGE]
    near = [one for one in assessment.units if one.piece.relation is Relation.NEAR]
    blocks: list[Block] = []
    if not met:
        blocks.append(Paragraph(words("units-none")))
    if kind is SiteKind.POINT or not assessment.overlay.total:
        blocks += [_plain_table(met, words, "units-table", kind, 0.0)] if met else []
    else:
        blocks.append(_balanced_table(assessment, met, edges, words, area_unit))
    if edges:
        blocks.append(_plain_table(edges, words, "edges-table", kind, assessment.overlay.total))
    if near:
        blocks.append(_plain_table(near, words, "near-table", kind, 0.0, near=f"{assessment.near_m:g}"))
    else:
        blocks.append(
            Paragraph(
                words("near-none", near=f"{assessment.near_m:g}") if assessment.near_m else words("near-off"), "note"
            )
        )
    return tuple(blocks)


def nearest_section(assessment: Assessment, words: Words) -> tuple[Block, ...]:
    """How far the nearest unit of every class and the nearest zone of every theme are; nothing where the release has neither."""
    rows = [
        _nearest_row(
            words.of(f"class-{one.unit.unit_class.value}"), one.unit.code, one.unit.name, one.distance_m, words
        )
        for one in assessment.nearest_units
    ]
    rows += [
        _nearest_row(one.zone.theme, one.zone.code, one.zone.name, one.distance_m, words)
        for one in assessment.nearest_zones
    ]
    columns = words.columns(
        ("nearest-of", 24), ("nearest-code", 20), ("nearest-name", 38), ("nearest-distance", 18, True)
    )
    return (Table("list", columns, tuple(rows), words("nearest-table"), words("nearest-note")),) if rows else ()


def _nearest_row(of: str, code: str, name: str, distance_m: float, words: Words) -> Row:
    distance = distance_text(distance_m) if distance_m else words("nearest-met")
    return Row((Cell(of), Cell(code), Cell(name), Cell(distance, "number")))


def _unit_cells(number: int, found: UnitFinding, words: Words) -> tuple[Cell, ...]:
    unit = found.unit
    letter, name = class_cells(unit, words)
    return Cell(str(number), "number"), Cell(unit.county), Cell(unit.code), Cell(unit.name), letter, name


def _with_elements(row: Row, found: UnitFinding, words: Words) -> list[Row]:
    """The row of a unit, and below it over the whole width its 要素细类, too long for a column; with the code, for a page may end between."""
    if not found.unit.elements:
        return [row]
    told = words("unit-elements", code=found.unit.code, elements=found.unit.elements)
    return [row, Row((Cell(told, "small", span=sum(cell.span for cell in row.cells)),))]


def _balanced_table(
    assessment: Assessment, met: list[UnitFinding], edges: list[UnitFinding], words: Words, area_unit: AreaUnit
) -> Table:
    """Units met, then what makes the sum: edge contacts, uncovered, counted twice, total. Area or length, and share."""
    laid = assessment.overlay
    is_area = assessment.site.kind is SiteKind.POLYGON
    decimals, scale = (area_unit.decimals, 10**area_unit.decimals / area_unit.square_metres) if is_area else (2, 100.0)
    amounts = [_amount(one.piece) for one in met]
    of_edges = stated(sum(_amount(one.piece) for one in edges), laid.total)
    double, uncovered = stated(laid.double, laid.total), stated(laid.uncovered, laid.total)
    share_scale = 100 * 10**PERCENT_DECIMALS / laid.total
    figures, shares = (
        balanced([*amounts, of_edges], uncovered, double, laid.total, one) for one in (scale, share_scale)
    )

    def pair(index: int, exact: float) -> tuple[Cell, Cell]:
        parts = zip((figures.parts, shares.parts), (decimals, PERCENT_DECIMALS), strict=True)
        amount, share = (fixed_or_less(digits[index], exact, places) for digits, places in parts)
        return Cell(amount, "number"), Cell(share, "number")

    def line(label: str, amount: int, share: int, exact: float, style: str = "") -> Row:
        texts = fixed_or_less(amount, exact, decimals), fixed_or_less(share, exact, PERCENT_DECIMALS)
        return Row((Cell(label, span=7), *(Cell(text, "number") for text in texts)), style)

    rows: list[Row] = []
    for number, one in enumerate(met, 1):
        relation = Cell(words.of(f"relation-{one.piece.relation.value}"))
        row = Row((*_unit_cells(number, one, words), relation, *pair(number - 1, amounts[number - 1])))
        rows += _with_elements(row, one, words)
    if edges:
        rows.append(Row((Cell(words("edge-sum", count=len(edges)), span=7), *pair(-1, of_edges))))
    rows.append(line(words("uncovered"), figures.uncovered, shares.uncovered, uncovered))
    if double:
        minus = (
            f"-{fixed(digits, places)}"
            for digits, places in ((figures.double, decimals), (shares.double, PERCENT_DECIMALS))
        )
        rows.append(Row((Cell(words("double"), span=7), *(Cell(text, "number") for text in minus))))
    if figures.residue or shares.residue:
        residue = (fixed(figures.residue, decimals), fixed(shares.residue, PERCENT_DECIMALS))
        rows.append(Row((Cell(words("residue"), span=7), *(Cell(text, "number") for text in residue))))
    rows.append(line(words("total"), figures.total, shares.total, 0.0, "total"))
    title = words("area-in", unit=words.of(area_unit.word)) if is_area else words("length-in")
    columns = _unit_columns(
        words, *words.columns(("relation", 10)), Column(title, 11, is_number=True), *words.columns(("share", 8, True))
    )
    return Table("list", columns, tuple(rows), words("units-table"), words("balance-note"))


def _amount(piece: Piece) -> float:
    return piece.area_m2 + piece.length_m  # one of them is 0


def _plain_table(
    found: list[UnitFinding], words: Words, caption: str, kind: SiteKind, total: float, **facts: object
) -> Table:
    """Units one a row with their relation, and for touched and near ones the contact (of a site of ``total``) and the distance."""
    relation = found[0].piece.relation
    extra: list[Column] = []
    if relation is Relation.EDGE and kind is not SiteKind.POINT:
        extra.append(
            Column(words("contact-area" if kind is SiteKind.POLYGON else "contact-length"), 12, is_number=True)
        )
    if relation in (Relation.EDGE, Relation.NEAR):
        extra.append(Column(words("distance"), 11, is_number=True))
    else:
        extra.append(Column(words("relation"), 20))
    rows: list[Row] = []
    for number, one in enumerate(found, 1):
        cells = [*_unit_cells(number, one, words)]
        if relation is Relation.EDGE and kind is not SiteKind.POINT:
            cells.append(Cell(decimal(stated(_amount(one.piece), total), 2), "number"))
        if relation in (Relation.EDGE, Relation.NEAR):
            cells.append(Cell(distance_text(one.piece.distance_m), "number"))
        else:
            cells.append(Cell(words.of(f"relation-{one.piece.relation.value}")))
        rows += _with_elements(Row(tuple(cells)), one, words)
    return Table("list", _unit_columns(words, *extra), tuple(rows), words(caption, **facts))


def zones_section(assessment: Assessment, words: Words) -> tuple[Block, ...]:
    """Every theme with its state in words: no data and failed are as loud as a hit, and never look like clear."""
    if not assessment.zones:
        return (Paragraph(words("zones-none")),)
    total = assessment.overlay.total
    unit = unit_for(piece.area_m2 for one in assessment.zones for _, piece in one.met)
    rows = tuple(
        Row((
            Cell(one.theme), Cell(words.of(f"zone-state-{one.state.value}"), f"state-{one.state.value}"),
            Cell(_zone_what(one, assessment.site.kind, total, unit, words)),
        ))
        for one in assessment.zones
    )  # fmt: skip
    return (
        Table(
            "list", words.columns(("zone-theme", 24), ("zone-state", 18), ("zone-what", 58)), rows, words("zones-table")
        ),
    )


def _zone_what(found: ZoneFinding, kind: SiteKind, total: float, unit: AreaUnit, words: Words) -> str:
    told = []
    for zone, piece in found.met:
        name = " ".join(part for part in (zone.code, zone.name) if part) or found.theme
        if piece.relation is Relation.NEAR:
            told.append(words("zone-near", name=name, distance=distance_text(piece.distance_m)))
        else:
            relation = words.of(f"relation-{piece.relation.value}")
            amount = _zone_amount(piece, kind, total, unit, words)
            told.append(words("zone-met", name=name, relation=relation, amount=amount))
    if found.state in (ZoneState.CLEAR, ZoneState.NO_DATA, ZoneState.FAILED):
        told.insert(0, words(f"zone-{found.state.value}-what"))
    return words.of("sentence-separator").join(told)


def _zone_amount(piece: Piece, kind: SiteKind, total: float, unit: AreaUnit, words: Words) -> str:
    if kind is SiteKind.POINT:
        return words.of("kind-point")
    amount = stated(_amount(piece), total)
    if kind is SiteKind.POLYGON:
        measured = f"{area_text(amount, unit)} {words.of(unit.word)}"
    else:
        measured = f"{length_text(amount)} {words.of(f'amount-unit-{kind.value}')}"
    share = decimal(piece.share * 100, 2) if amount else "0.00"
    return words("zone-amount", amount=measured, share=share)
