# SPDX-License-Identifier: GPL-3.0-or-later
"""Control units and the element zones beside them, as published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from .geometry import Shape
from .terms import UnitClass


@dataclass(frozen=True)
class CodeRule:
    """What a well-formed unit code looks like and what its parts say: a value that a profile gives (``unit_code``).

    ``pattern`` must match a whole code; its group "class", where it has one, is the digit that ``class_digits`` reads.
    """

    pattern: re.Pattern[str]
    class_digits: Mapping[str, UnitClass]

    def is_well_formed(self, code: str) -> bool:
        """Whether a code has the form that the rule describes."""
        return self.pattern.fullmatch(code) is not None

    def class_of(self, code: str) -> UnitClass:
        """Class by the class digit of a well-formed code, else UNKNOWN."""
        found = self.pattern.fullmatch(code)
        digit = (found.groupdict().get("class") or "") if found else ""
        return self.class_digits.get(digit, UnitClass.UNKNOWN)


# Unit code as computed on 96 published codes: ZH (HY at sea), 6-digit county, class digit (1 优先 2 重点 3 一般), 4-digit
# serial. The text of the data rule was not available, so a code that differs is warned about and kept, never refused.
# The national profile says the same; this is for whoever judges a stored release, of which the profile is not at hand.
PUBLISHED_CODES: Final = CodeRule(
    re.compile(r"(?P<prefix>ZH|HY)(?P<admin>\d{6})(?P<class>[123])(?P<serial>\d{4})"),
    {"1": UnitClass.PRIORITY, "2": UnitClass.KEY, "3": UnitClass.GENERAL},
)


@dataclass(frozen=True)
class ControlUnit:
    """环境管控单元. ``shape`` is a valid (multi)polygon in EPSG:4490; ``code`` is exactly as published.

    ``elements`` are the 要素细类 as published (one text, whatever separates them in it), empty where nothing states them.
    """

    code: str
    name: str
    unit_class: UnitClass
    class_text: str
    province: str
    city: str
    county: str
    remark: str
    shape: Shape = field(repr=False, compare=False)
    source_file: str = ""
    source_row: int = 0
    elements: str = ""

    @property
    def admin_code(self) -> str:
        """6-digit county code read from the unit code; empty when the code has another form."""
        return admin_code(self.code)


@dataclass(frozen=True)
class Zone:
    """要素分区, 红线, 水源保护区 …: one piece of a ``theme``. ``shape`` is a valid (multi)polygon in EPSG:4490."""

    theme: str
    code: str
    name: str
    shape: Shape = field(repr=False, compare=False)
    source_file: str = ""
    source_row: int = 0


def is_well_formed(code: str, rule: CodeRule = PUBLISHED_CODES) -> bool:
    """Whether a unit code has the form of ``rule``; without one, the 13 characters seen in published data."""
    return rule.is_well_formed(code)


def class_of_code(code: str, rule: CodeRule = PUBLISHED_CODES) -> UnitClass:
    """Class by the class digit of a well-formed code, else UNKNOWN."""
    return rule.class_of(code)


def admin_code(code: str) -> str:
    """County code inside a unit code, also of one that is otherwise malformed; empty when there is none."""
    found = re.match(r"(?:ZH|HY)(\d{6})", code)
    return found[1] if found else ""


def likely_code(code: str) -> str:
    """Proposed reading of a malformed code with a doubled zero (ZH440605200001 → ZH44060520001); else empty.

    Only ever shown beside the published code; joins work on the published one.
    """
    found = re.fullmatch(r"((?:ZH|HY)\d{6}[123])0(\d{4})", code)
    return found[1] + found[2] if found else ""
