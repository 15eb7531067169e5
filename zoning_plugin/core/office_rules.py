# SPDX-License-Identifier: GPL-3.0-or-later
"""What an office has decided beside its area rule, as a release carries it: when a contact is only an edge, how classes are coloured.

A release holds it as text, and says nothing where the office decided nothing: then our own hold. So whoever judges by the release judges
alike, without the office's profile at hand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from typing import Final

from .overlay import Thresholds
from .release import ReleaseInfo
from .terms import UnitClass

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_TOO_MUCH: Final = 1e12
_NAMES: Final = tuple(one.name for one in fields(Thresholds))


@dataclass(frozen=True)
class ClassColours:
    """How a class is coloured on maps and in lists, as #rrggbb: its ground, its outline, its hatching."""

    fill: str
    line: str
    hatch: str


Colours = tuple[tuple[UnitClass, ClassColours], ...]
"""Colours by class; no pairs where nobody has decided any."""


def printed_thresholds(thresholds: Thresholds) -> str:
    """The thresholds as a release holds them ("area_m2=5.0 width_m=0.1 …"); "" for our own."""
    if thresholds == Thresholds():
        return ""
    return " ".join(f"{name}={float(value)!r}" for name, value in zip(_NAMES, astuple(thresholds), strict=True))


def stated_thresholds(info: ReleaseInfo) -> Thresholds:
    """The thresholds that a release states; our own where it states none. Raises ValueError for a text that is none."""
    if not info.thresholds:
        return Thresholds()
    stated = dict(_pairs(info.thresholds))
    if tuple(stated) != _NAMES:
        raise ValueError(f"thresholds: {info.thresholds[:200]}")
    values = [float(stated[name]) for name in _NAMES]
    if not all(math.isfinite(value) and 0 <= value < _TOO_MUCH for value in values):
        raise ValueError(f"thresholds: {info.thresholds[:200]}")
    return Thresholds(*values)


def printed_colours(colours: Iterable[tuple[UnitClass, ClassColours]]) -> str:
    """Colours as a release holds them ("priority=#c7e6c3,#1b6e2a,#4c9a54 …", fill, line, hatch), in the order of the classes."""
    own = dict(colours)
    return " ".join(f"{one.value}={','.join(astuple(own[one]))}" for one in UnitClass if one in own)


def stated_colours(info: ReleaseInfo) -> Colours:
    """The colours that a release states; none where ours hold. Raises ValueError for a text that is none."""
    found = []
    for name, value in _pairs(info.colours):
        parts = value.split(",")
        if len(parts) != len(fields(ClassColours)) or not all(_COLOUR.fullmatch(part) for part in parts):
            raise ValueError(f"colours: {info.colours[:200]}")
        found.append((UnitClass(name), ClassColours(*parts)))
    if len({one for one, _ in found}) != len(found):
        raise ValueError(f"colours: {info.colours[:200]}")
    return tuple(found)


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    for word in text.split():
        name, _, value = word.partition("=")
        yield name, value
