# SPDX-License-Identifier: GPL-3.0-or-later
"""The colours of the classes are the profile's; hatch and letter stay, whatever the colours."""

from __future__ import annotations

from dataclasses import replace

from zoning_plugin.bridge.symbols import letter_of, palette, style_of_class
from zoning_plugin.core.office_rules import ClassColours
from zoning_plugin.core.terms import UnitClass


def test_the_national_colours() -> None:
    shown = {
        one.value: (style.fill, style.line, style.hatch.line if style.hatch else "")
        for one in UnitClass
        for style in [style_of_class(one)]
    }
    assert shown == {
        "priority": ("#c7e6c3", "#1b6e2a", "#4c9a54"), "key": ("#f7cfc8", "#a3201a", "#cf6a60"),
        "general": ("#fff4c2", "#7d6200", "#cdb04a"), "unknown": ("#e6e6e6", "#4d4d4d", "#9a9a9a"),
    }  # fmt: skip


def test_an_offices_colours_change_nothing_but_colours() -> None:
    before = dict(palette())
    own = ((UnitClass.KEY, ClassColours(fill="#010203", line="#040506", hatch="#070809")),)
    changed = palette(own)["unit-key"]
    assert {name: style for name, style in palette(own).items() if style != before[name]} == {"unit-key": changed}
    assert style_of_class(UnitClass.KEY, own) == changed
    assert (changed.fill, changed.line) == ("#010203", "#040506")
    hatch, old = changed.hatch, before["unit-key"].hatch
    assert hatch is not None
    assert old is not None
    assert (hatch.line, replace(hatch, line=old.line)) == ("#070809", old)
    assert letter_of(changed, "zh") == letter_of(before["unit-key"], "zh")
    assert dict(palette()) == before
