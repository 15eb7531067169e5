# SPDX-License-Identifier: GPL-3.0-or-later
"""Which fonts a document is printed in, chosen by the characters it really holds and never left to silent substitution."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from qgis.PyQt.QtGui import QFont, QFontDatabase, QRawFont

from ..core.errors import PartMissing

PREFERRED: Final = (
    "FangSong", "仿宋", "FangSong_GB2312", "仿宋_GB2312", "STFangsong", "华文仿宋",
    "SimSun", "宋体", "NSimSun", "STSong", "Songti SC",
    "Noto Serif CJK SC", "Source Han Serif SC", "思源宋体", "Noto Sans CJK SC", "Source Han Sans SC", "思源黑体",
    "Microsoft YaHei", "微软雅黑", "PingFang SC", "WenQuanYi Zen Hei", "文泉驿正黑", "AR PL UMing CN", "AR PL UKai CN",
    "SimSun-ExtB", "SimSun-ExtG",
)  # fmt: skip
"""Families in the order they are tried: what Windows, macOS and Debian bring, body type (仿宋, 宋体) before headline type."""

_NEVER_DRAWN: Final = {"Cc", "Cf", "Zs", "Zl", "Zp"}


@dataclass(frozen=True)
class Typeface:
    """The families a document is printed in: the first does the work, the others lend it the characters it lacks."""

    families: tuple[str, ...]

    def font(self, points: float, *, is_bold: bool = False) -> QFont:
        """A font of this typeface, ``points`` high."""
        font = QFont(self.families[0])  # QGIS looks for a bold face by this one name
        font.setFamilies(list(self.families))
        font.setPointSizeF(points)
        font.setBold(is_bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setStyleStrategy(QFont.StyleStrategy.PreferOutline)
        return font


def printable(text: str) -> str:
    """``text`` with every character that no font can be asked for shown as ‹U+E815›.

    Published lists hold private-use and unassigned characters (a word processor's own glyphs). What they looked like is
    not known here; to leave them out, or to let a random font draw them, would change the text silently.
    """
    return "".join(f"‹U+{ord(one):04X}›" if is_unprintable(one) else one for one in text)


def is_unprintable(character: str) -> bool:
    """Whether a character has no known look: private use, unassigned, a lone surrogate, a control code."""
    category = unicodedata.category(character)
    if category == "Cc":
        return character not in "\t\n\r"
    return category in ("Co", "Cs") or (category == "Cn" and _is_unassigned_everywhere(character))


def choose_typeface(characters: Iterable[str]) -> Typeface:
    """Families of this computer that together have every one of ``characters``.

    The first preferred family that has all of them, else the one that lacks the fewest, helped by others. Raises
    PartMissing when some character is in no installed font: "cjk-font-missing" when that is most of the Chinese, else
    "characters-without-font". Decided before a page is drawn, for without the font Qt prints nothing and says nothing.
    """
    wanted = {ord(one) for one in set(characters) if unicodedata.category(one) not in _NEVER_DRAWN}
    wanted |= {ord(one) for one in "0123456789"}
    installed = set(QFontDatabase().families())
    preferred = [family for family in PREFERRED if family in installed]
    lacking: dict[str, set[int]] = {}
    for family in preferred:
        lacking[family] = _lacking(family, wanted)
        if not lacking[family]:
            return Typeface((family,))
    if preferred:
        first = min(preferred, key=lambda family: (len(lacking[family]), preferred.index(family)))
        chosen, missing = [first], lacking[first]
    else:
        chosen, missing = [], set(wanted)
    # Rare: a character beyond the first family. Every scalable family is asked, in a fixed order.
    for family in [*preferred, *sorted(family for family in installed if QFontDatabase().isSmoothlyScalable(family))]:
        if not missing:
            break
        still = _lacking(family, missing)
        if len(still) < len(missing) and family not in chosen:
            chosen.append(family)
            missing = still
    if missing or not chosen:
        # One rare character is another matter than a computer without Chinese: other words, other remedy.
        han = {one for one in wanted if _is_han(one)}
        code = "cjk-font-missing" if han and len(han & missing) > len(han) / 2 else "characters-without-font"
        shown = " ".join(f"{chr(one)} (U+{one:04X})" for one in sorted(missing)[:12])
        raise PartMissing(code, characters=shown, count=len(missing))
    return Typeface(tuple(chosen))


def _lacking(family: str, wanted: set[int]) -> set[int]:
    raw = QRawFont.fromFont(QFont(family, 12))
    return {code for code in wanted if not raw.supportsCharacter(code)}


def _is_han(code: int) -> bool:
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x20000


def _is_unassigned_everywhere(character: str) -> bool:
    # Python's table is older than some fonts: an ideograph of a newer extension is drawn when a font has it.
    return not (0x20000 <= ord(character) <= 0x3FFFD)
