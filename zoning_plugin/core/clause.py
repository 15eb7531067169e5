# SPDX-License-Identifier: GPL-3.0-or-later
"""Access lists (准入清单), their scopes and their clauses, word for word."""

from __future__ import annotations

from dataclasses import dataclass

from .terms import Tier, UnitClass


@dataclass(frozen=True)
class Scope:
    """Where a list applies.

    Conditions on units (``admin``, ``units``, ``classes``) count only when stated, and must all hold for one and the
    same unit met by the site; ``zones`` holds themes, of which a zone must be met. A scope with themes only needs no unit.
    An empty scope means everywhere the release covers: some unit must be met.

    ``admin`` holds administrative codes, of which a unit's county code may be a longer form ("9901", "990100" hold
    990101), or names of a county, city or province; one of them must hold.
    """

    admin: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    classes: tuple[UnitClass, ...] = ()
    zones: tuple[str, ...] = ()

    @property
    def is_everywhere(self) -> bool:
        """Whether no condition is stated."""
        return not (self.asks_for_unit or self.zones)

    @property
    def asks_for_unit(self) -> bool:
        """Whether a condition on units is stated."""
        return bool(self.admin or self.units or self.classes)


@dataclass(frozen=True)
class AccessList:
    """One list document of one tier. ``list_id`` is unique in a release and part of every clause's id."""

    list_id: str
    title: str
    tier: Tier
    scope: Scope
    theme: str = ""
    document: str = ""
    document_no: str = ""
    issuer: str = ""
    effective: str = ""
    source_file: str = ""


@dataclass(frozen=True)
class ClauseSource:
    """Where a clause stands: file name, sheet, 1-based row."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True)
class Clause:
    """One clause, text as printed.

    ``unit_code`` is the code of the unit, or of the zone (要素分区, 红线), that the clause is printed for; empty for a clause
    of its list's whole scope. ``dimension`` is empty where the list has none
    (priority units). ``number`` is the printed number ("1-3"), empty where none is printed; ``tag`` is the content of
    【…】. ``clause_id`` = list, unit or "*", number, made unique by a trailing "~2" where a number is printed twice.
    """

    clause_id: str
    list_id: str
    unit_code: str
    dimension: str
    number: str
    tag: str
    text: str
    source: ClauseSource

    @property
    def printed(self) -> str:
        """The clause as it is printed, number and tag included: "1-3.【水/限制类】…"."""
        return printed_clause(self.number, self.tag, self.text)


def printed_clause(number: str, tag: str, text: str) -> str:
    """A clause as it is printed: number, full stop where the number ends in a digit, 【tag】, text.

    White space aside, what docs/formats/access-list.md takes apart; a number keeps every other closing mark itself.
    """
    stop = "." if number and number[-1].isdecimal() else ""
    return number + stop + (f"【{tag}】" if tag else "") + text
