# SPDX-License-Identifier: GPL-3.0-or-later
"""What an overlay says, and the thresholds it says it by."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..geometry import Shape
from ..terms import Relation


@dataclass(frozen=True)
class Thresholds:
    """When a common part is only an *edge* contact. Data, not law: printed with every result.

    A common part counts as overlap when it has at least ``area_m2`` and is somewhere wider than ``width_m`` (polygons),
    or is at least ``length_m`` long (lines). Anything less, and anything within ``touch_m`` without a common part, is
    an edge contact: listed with its clauses, counted apart, never dropped.
    """

    area_m2: float = 1.0
    width_m: float = 0.1
    length_m: float = 1.0
    touch_m: float = 0.1

    def __str__(self) -> str:
        return (
            f"area {self.area_m2:g} m2, width {self.width_m:g} m, length {self.length_m:g} m, touch {self.touch_m:g} m"
        )


@dataclass(frozen=True)
class Piece:
    """What one unit (or zone), ``index`` in the given sequence, has of the site.

    ``area_m2`` and ``length_m`` measure the common part (0 where there is none of that kind); ``share`` is of the
    site's own area or length; ``distance_m`` is 0 unless the relation is NEAR, or EDGE without contact. ``shape`` is the common part, for an
    edge contact the place of contact.
    """

    index: int
    relation: Relation
    area_m2: float
    length_m: float
    share: float
    distance_m: float
    shape: Shape = field(repr=False, compare=False)


@dataclass(frozen=True)
class Overlay:
    """All pieces of one site, strongest relation and largest piece first.

    Amounts are m² for polygons, m for lines, and 1 or 0 for points. ``total`` + ``double`` = Σ pieces + ``uncovered``
    up to ``imbalance`` (a share of the total). ``double`` counts what two units cover once, what three cover twice.
    ``leaves_gap`` says whether the uncovered part is above the thresholds.
    """

    pieces: tuple[Piece, ...]
    total: float
    covered: float
    uncovered: float
    double: float
    imbalance: float
    leaves_gap: bool
    uncovered_shape: Shape = field(repr=False, compare=False)
