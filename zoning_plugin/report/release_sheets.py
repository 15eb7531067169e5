# SPDX-License-Identifier: GPL-3.0-or-later
"""A release as tables for people: its lists clause by clause, its units, and the statistics by county and class."""

from __future__ import annotations

from ..core.filing import Statistics
from ..core.release import Release
from ..wording import word
from .area_rules import area_rule_text
from .tables import SheetTable


def list_sheets(release: Release, language: str) -> tuple[SheetTable, ...]:
    """Three tables: the lists, the units as published, and every clause of every list in printed order with its source."""
    names = {unit.code: unit.name for unit in release.units}
    lists = tuple(
        (one.list_id, word(f"tier-{one.tier.value}", language), one.title, one.document, one.document_no, one.issuer, one.effective,
         _scope_words(release, one.list_id, language), one.source_file, len(release.clauses_by_list[one.list_id]))
        for one in release.lists
    )  # fmt: skip
    clauses = tuple(
        (one.list_id, word(f"tier-{one.tier.value}", language), clause.unit_code, names.get(clause.unit_code, ""), clause.dimension,
         clause.number, clause.tag, clause.text, clause.source.file, clause.source.sheet, clause.source.row)
        for one in release.lists
        for clause in release.clauses_by_list[one.list_id]
    )  # fmt: skip
    units = tuple(
        (one.code, one.name, one.province, one.city, one.county, one.class_text or word(f"class-{one.unit_class.value}", language),
         one.elements, one.remark, one.source_file, one.source_row)
        for one in release.units
    )  # fmt: skip
    return (
        SheetTable(
            word("sheet-lists", language), release.info.name, _heads("list-id tier list-title document document-no issuer effective "
            "scope source-file clause-count", language), lists, (10, 8, 36, 30, 20, 20, 12, 30, 28, 8),
        ),
        SheetTable(
            word("sheet-units", language), release.info.name, _heads("unit-code unit-name province city county unit-class elements "
            "remark source-file source-row", language), units, (16, 28, 10, 10, 12, 20, 60, 20, 24, 8),
        ),
        SheetTable(
            word("sheet-clauses", language), release.info.name, _heads("list-id tier unit-code unit-name dimension number tag clause-text "
            "source-file source-sheet source-row", language), clauses, (10, 8, 16, 24, 16, 8, 14, 80, 24, 14, 8),
        ),
    )  # fmt: skip


def statistics_sheet(statistics: Statistics, release: Release, language: str) -> SheetTable:
    """Count, area in km² and share in % by county and class, with totals; the rule of area stands below."""
    rows = []
    totals = set()
    for number, row in enumerate(statistics.rows):
        county = word("all-counties", language) if row.county == "*" else row.county
        unit_class = (
            word("total", language) if row.unit_class is None else word(f"class-{row.unit_class.value}", language)
        )
        rows.append((county, unit_class, row.count, row.area / 100, row.share / 100))
        if row.unit_class is None:
            totals.add(number)
    colon = word("report-colon", language)
    notes = (
        f"{word('area-rule', language)}{colon}{area_rule_text(release.info.area_rule, language)}",
        word("statistics-rounding-note", language),
        f"{word('release', language)}{colon}{release.info.name} {release.info.document_no} {release.digest[:16]}",
    )
    return SheetTable(
        word("sheet-statistics", language), word("statistics-title", language),
        _heads("county unit-class unit-count area-km2 area-share", language), tuple(rows), (20, 22, 12, 16, 14),
        ("@", "@", "0", "0.00", "0.00"), notes, frozenset(totals),
    )  # fmt: skip


def _heads(keys: str, language: str) -> tuple[str, ...]:
    return tuple(word(f"head-{key}", language) for key in keys.split())


def _scope_words(release: Release, list_id: str, language: str) -> str:
    scope = release.list_by_id[list_id].scope
    if scope.is_everywhere:
        return word("scope-everywhere", language)
    parts = [*scope.admin, *scope.units, *(word(f"class-{one.value}", language) for one in scope.classes), *scope.zones]
    return word("list-separator", language).join(parts)
