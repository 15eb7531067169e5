# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers as printed: areas, lengths and shares that add up on the page, in plain digits whatever the locale."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final


class AreaUnit(Enum):
    """Unit of printed areas: square metres in one unit, decimals, key of its name in ``wording``."""

    M2 = (1.0, 2, "m2")
    HECTARE = (10_000.0, 4, "ha")
    KM2 = (1_000_000.0, 6, "km2")
    MU = (2000 / 3, 3, "mu")  # 1 亩 = 2000/3 m² (国务院 1984 法定计量单位)

    @property
    def square_metres(self) -> float:
        """Square metres in one unit."""
        return self.value[0]

    @property
    def decimals(self) -> int:
        """Decimals printed: all but km² and 亩 go down to a square metre or finer."""
        return self.value[1]

    @property
    def word(self) -> str:
        """Key of the unit's printed name."""
        return f"area-unit-{self.value[2]}"


PERCENT_DECIMALS: Final = 2

NOISE_SHARE: Final = 1e-9
"""The share of a site below which an amount is the rounding noise of two sums (as in the balance of an overlay): nothing."""


def stated(amount: float, total: float) -> float:
    """``amount`` as a person is told it: 0 where it is only noise beside ``total``. The JSON keeps the raw number."""
    return amount if amount > NOISE_SHARE * total else 0.0


def unit_for(areas_m2: Iterable[float]) -> AreaUnit:
    """The one unit of a table: hectares where its largest area is one hectare or more, else square metres."""
    return AreaUnit.HECTARE if max(areas_m2, default=0.0) >= AreaUnit.HECTARE.square_metres else AreaUnit.M2


@dataclass(frozen=True)
class Balance:
    """Amounts in whole last digits that add up as printed: Σ ``parts`` + ``uncovered`` − ``double`` + ``residue`` = ``total``.

    ``residue`` is 0 unless the measured amounts themselves do not balance; then it is printed, not hidden.
    """

    parts: tuple[int, ...]
    uncovered: int
    double: int
    residue: int
    total: int


def balanced(parts: Sequence[float], uncovered: float, double: float, total: float, scale: float) -> Balance:
    """Round so that the printed figures add up, by largest remainder; ``scale`` is last digits per unit of the amounts.

    ``uncovered`` and ``double`` are rounded as usual, the parts take the rest; every figure differs from its exact value
    by at most one last digit. Ties go to the earlier part.
    """
    exact = [amount * scale for amount in parts]
    off, gap, whole = round(max(double, 0.0) * scale), round(uncovered * scale), round(total * scale)
    # What is measured and does not balance beyond rounding noise becomes a line of its own.
    residue = round((total + double - sum(parts) - uncovered) * scale)
    floors = [math.floor(value + 1e-6) for value in exact]
    order = sorted(range(len(exact)), key=lambda index: (floors[index] - exact[index], index))
    missing = whole + off - gap - residue - sum(floors)
    for index in order[: max(missing, 0)]:
        floors[index] += 1
    gap += min(missing, 0) + max(missing - len(floors), 0)  # what the parts cannot take: at most one last digit
    return Balance(tuple(floors), gap, off, residue, whole)


def fixed(digits: int, decimals: int) -> str:
    """A whole number of last digits as decimal text: ``fixed(12345, 2)`` is "123.45"."""
    text = str(abs(digits)).rjust(decimals + 1, "0")
    sign = "-" if digits < 0 else ""
    return f"{sign}{text[:-decimals]}.{text[-decimals:]}" if decimals else sign + text


def fixed_or_less(digits: int, exact: float, decimals: int) -> str:
    """As :func:`fixed`; but what is more than nothing never prints as nothing: "<0.01"."""
    return f"<{fixed(1, decimals)}" if digits == 0 and exact > 0 else fixed(digits, decimals)


def decimal(value: float, decimals: int) -> str:
    """``value`` with so many decimals; what is more than nothing never prints as nothing."""
    return fixed_or_less(round(value * 10**decimals), value, decimals)


def area_text(area_m2: float, unit: AreaUnit = AreaUnit.M2) -> str:
    """An area in ``unit``, digits only: the unit's name stands in the table head or is added by the caller."""
    return decimal(area_m2 / unit.square_metres, unit.decimals)


def length_text(length_m: float) -> str:
    """A length in metres with centimetres, digits only."""
    return decimal(length_m, 2)


def distance_text(distance_m: float) -> str:
    """A distance in metres: whole metres from ten upwards, else centimetres; digits only."""
    return str(round(distance_m)) if distance_m >= 10 else decimal(distance_m, 2)


def degrees_text(degrees: float) -> str:
    """A longitude or latitude to 1e-7 degrees (about a centimetre)."""
    return f"{degrees:.7f}"


def plane_text(metres: float) -> str:
    """A plane coordinate to the millimetre."""
    return f"{metres:.3f}"
