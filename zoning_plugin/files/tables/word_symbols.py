# SPDX-License-Identifier: GPL-3.0-or-later
"""Characters of the symbol fonts that office documents use, as Unicode. Where a sign has no Unicode form it is not guessed."""

from __future__ import annotations

import re
from typing import Final

_FIRST_PRIVATE: Final = 0xF000
PRIVATE: Final = re.compile("[\uf000-\uf0ff]")
"""Characters that mean something only in their symbol font."""

# Codes 0x21 to 0xFF of each font; a blank is a sign that is not known here. Sources: Adobe's Symbol encoding, Microsoft's Wingdings charts.
_SYMBOL: Final = {
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    **{code: chr(code) for code in b"!#%&()+,./0123456789:;<=>?[]_{|}"},
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0x7E: "∼",
    0xA1: "ϒ", 0xA2: "′", 0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xAA: "♠", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡",
    0xBB: "≈", 0xBC: "…", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCC: "⊂", 0xCD: "⊆", 0xCE: "∈", 0xCF: "∉",
    0xD0: "∠", 0xD1: "∇", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xD8: "¬", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDD: "⇑",
    0xDE: "⇒", 0xDF: "⇓", 0xE0: "◊", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS: Final = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "◻",
    0xB2: "✧", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x80 + one: character for one, character in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")},
    **{0x8B + one: character for one, character in enumerate("⓿❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
_WINGDINGS_2: Final = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0xA3: "□", 0x97: "●", 0x98: "•"}
_FONTS: Final = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}


def is_symbol_font(font: str) -> bool:
    """Whether the letters of a font are pictures: what its text says is not what is printed."""
    name = font.strip().lower()
    return name in _FONTS or name in ("wingdings 3", "webdings", "marlett", "mt extra")


def symbol(font: str, character: str) -> str | None:
    """What a character of a font shows, in Unicode: itself outside of symbol fonts, None where that is not known."""
    is_private = PRIVATE.match(character) is not None
    if not is_symbol_font(font) and not is_private:
        return None if 0xE000 <= ord(character) <= 0xF8FF else character
    code = ord(character) - _FIRST_PRIVATE if is_private else ord(character)
    name = font.strip().lower()
    if is_symbol_font(font):
        return " " if code == 0x20 else _FONTS.get(name, {}).get(code)
    return "•" if code == 0xB7 else None
