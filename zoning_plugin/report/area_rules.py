# SPDX-License-Identifier: GPL-3.0-or-later
"""The rule by which areas were measured, in words; its id stays where a machine reads it."""

from __future__ import annotations

from ..core.measure import AreaRule
from ..wording import sentence, word


def area_rule_text(rule: str, language: str) -> str:
    """The sentence for ``rule`` ("ellipsoidal-cgcs2000", "gauss-kruger:113.5"). Raises as ``AreaRule.parse`` does."""
    meridian = AreaRule.parse(rule).central_meridian
    if meridian is None:
        return word("area-rule-ellipsoidal", language)
    return sentence("area-rule-gauss-kruger", {"meridian": f"{meridian:g}"}, language)
