# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers that Word prints before list paragraphs and stores nowhere: counted here as ECMA-376 part 1, 17.9 says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS: Final = 9
_LONGEST_PATTERN: Final = 60
_CUSTOM: Final = re.compile(r"(0*)1, (0*)2, (0*)3, \.\.\.")
_BETWEEN: Final = {"tab": "\t", "space": " ", "nothing": ""}

_CHINESE: Final = "零一二三四五六七八九"
_POSITIONAL: Final = "〇一二三四五六七八九"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
    (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True)
class Label:
    """What Word prints before a paragraph: the text with the gap after it, and what kept it from being certain.

    A bullet has no text: it is an ornament and would stand between a line's start and its tag. ``unknown`` names a number format, or a value in it, that is not known here; then ``text`` is empty. ``is_doubtful``
    is a number below one that has not been printed yet, where programs differ.
    """

    text: str
    is_bullet: bool = False
    unknown: str = ""
    is_doubtful: bool = False


@dataclass(frozen=True)
class _Level:
    """One level of a list: where it starts, how a number is written, and the pattern around it ("%1-%2.")."""

    start: int = 1
    number_format: str = "decimal"
    pattern: str = ""
    suffix: str = "tab"
    restart: int = -1
    is_arabic: bool = False
    style: str = ""


@dataclass(frozen=True)
class _List:
    """A w:num: the definition that it prints and counts with, its levels, and where it starts anew."""

    definition: str
    levels: dict[int, _Level]
    starts_anew: dict[int, int]


@dataclass
class Numbering:
    """Counts through a document. Ask :meth:`label` for every paragraph once, in the order in which they are printed.

    ``numbering`` and ``styles`` are the roots of those two parts, or None where the document has none.
    """

    numbering: Any
    styles: Any
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _of_styles: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: Any) -> Label | None:
        """The number of a w:p, None when it has none. Counts: call it once for each paragraph."""
        if self.numbering is None:
            return None
        number_id, level = self._list_of(paragraph)
        one = self._lists.get(number_id)
        if one is None:
            return None
        counts = self._counts.setdefault(one.definition, {})
        own = one.levels.get(level, _Level())
        if level in one.starts_anew and (number_id, level) not in self._begun:
            counts.pop(level, None)
        self._begun.add((number_id, level))
        start = one.starts_anew.get(level, own.start)
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in range(level + 1, _LEVELS):
            restart = one.levels.get(deeper, _Level()).restart
            if restart < 0 or (restart > 0 and level < restart):
                counts.pop(deeper, None)
        return self._printed(one, level, own, counts)

    def _printed(self, one: _List, level: int, own: _Level, counts: dict[int, int]) -> Label:
        if own.number_format == "bullet" and not any(one.isnumeric() for one in own.pattern):
            return Label("", is_bullet=True)  # an ornament; "一、" stated as a bullet is a number
        if len(own.pattern) > _LONGEST_PATTERN:
            return Label("", unknown=own.pattern[:_LONGEST_PATTERN])
        unknown, is_doubtful = "", False

        def number(found: re.Match[str]) -> str:
            nonlocal unknown, is_doubtful
            which = int(found[1]) - 1
            if which > level:
                return ""  # Word prints nothing for a level below its own
            shown = one.levels.get(which, _Level())
            is_doubtful = is_doubtful or which not in counts
            value = counts.get(which, one.starts_anew.get(which, shown.start))
            kind = "decimal" if own.is_arabic and shown.number_format != "decimalZero" else shown.number_format
            text = numeral(value, kind)
            if text is None:
                unknown = f"{kind} {value}"
                return ""
            return text

        text = re.sub(r"%([1-9])", number, own.pattern)
        if unknown:
            return Label("", unknown=unknown)
        return Label(text + _BETWEEN.get(own.suffix, "\t") if text else "", is_doubtful=is_doubtful)

    # --- which list and level a paragraph is in ----------------------------------------------------------------------

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        """List and level of a paragraph: what it states itself goes before what its style does; list "0" is none."""
        properties = paragraph.find(f"{W}pPr")
        stated = properties.find(f"{W}numPr") if properties is not None else None
        number_id, level = _value(stated, "numId"), _value(stated, "ilvl")
        style_id = _value(properties, "pStyle") or self._default_style
        if not number_id:
            number_id, style_level, owner = self._list_of_style(style_id)
            linked = [
                place for place, one in self._lists[number_id].levels.items() if one.style == owner
            ] if number_id in self._lists else []  # fmt: skip
            level = level or (str(linked[0]) if linked else style_level)
        return number_id, min(_integer(level, 0), _LEVELS - 1)

    def _list_of_style(self, style_id: str) -> tuple[str, str, str]:
        """List, level and the style that states the list, along the chain of w:basedOn."""
        if style_id not in self._of_styles:
            self._of_styles[style_id] = self._list_of_chain(style_id)
        return self._of_styles[style_id]

    def _list_of_chain(self, style_id: str) -> tuple[str, str, str]:
        level, seen = "", set[str]()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            stated = style.find(f"{W}pPr/{W}numPr")
            level = level or _value(stated, "ilvl")
            if _value(stated, "numId"):
                return _value(stated, "numId"), level, style_id
            style_id = _value(style, "basedOn")
        return "", "", ""

    @cached_property
    def _styles(self) -> dict[str, Any]:
        found = self.styles.iterchildren(f"{W}style") if self.styles is not None else ()
        return {one.get(f"{W}styleId", ""): one for one in found}

    @cached_property
    def _default_style(self) -> str:
        return next(
            (
                name
                for name, one in self._styles.items()
                if one.get(f"{W}type") == "paragraph" and one.get(f"{W}default") in ("1", "true", "on")
            ),
            "",
        )

    # --- the lists of the document -----------------------------------------------------------------------------------

    @cached_property
    def _lists(self) -> dict[str, _List]:
        if self.numbering is None:
            return {}
        definitions = {one.get(f"{W}abstractNumId", ""): one for one in self.numbering.iterchildren(f"{W}abstractNum")}
        instances = {one.get(f"{W}numId", ""): one for one in self.numbering.iterchildren(f"{W}num")}
        result: dict[str, _List] = {}
        for number_id, instance in instances.items():
            name = self._definition_name(instance, definitions, instances)
            if name not in definitions or number_id == "0":
                continue
            levels = dict(_levels(definitions[name]))
            anew: dict[int, int] = {}
            for override in instance.iterchildren(f"{W}lvlOverride"):
                place = _integer(override.get(f"{W}ilvl", ""), 0)
                levels.update((place, one) for _, one in _levels(override))
                if override.find(f"{W}startOverride") is not None:
                    anew[place] = _integer(_value(override, "startOverride"), levels.get(place, _Level()).start)
                    levels[place] = replace(levels.get(place, _Level()), start=anew[place])
            result[number_id] = _List(name, levels, anew)
        return result

    def _definition_name(self, instance: Any, definitions: dict[str, Any], instances: dict[str, Any]) -> str:
        """The abstract list of a w:num, a reference to a list style (w:numStyleLink) followed."""
        for _ in range(10):
            name = _value(instance, "abstractNumId")
            link = _value(definitions.get(name), "numStyleLink")
            if not link:
                return name
            style = self._styles.get(link)
            following = instances.get(_value(style.find(f"{W}pPr/{W}numPr"), "numId")) if style is not None else None
            if following is None:
                return name
            instance = following
        return ""


def _levels(owner: Any) -> Iterator[tuple[int, _Level]]:
    for one in owner.iterchildren(f"{W}lvl"):
        kind = one.find(f"{W}numFmt")
        if kind is None:  # a format that only newer versions know comes wrapped, with a plain one beside it
            kind = next(one.iter(f"{W}numFmt"), None)
        name = kind.get(f"{W}val", "decimal") if kind is not None else "decimal"
        yield (
            _integer(one.get(f"{W}ilvl", ""), 0),
            _Level(
                start=_integer(_value(one, "start"), 0) if one.find(f"{W}start") is not None else 0,
                number_format=kind.get(f"{W}format", "custom") if kind is not None and name == "custom" else name,
                pattern=_value(one, "lvlText"),
                suffix=_value(one, "suff") or "tab",
                restart=_integer(_value(one, "lvlRestart"), -1) if one.find(f"{W}lvlRestart") is not None else -1,
                is_arabic=(legal := one.find(f"{W}isLgl")) is not None
                and legal.get(f"{W}val", "1") not in ("0", "false", "off"),
                style=_value(one, "pStyle"),
            ),
        )


def _value(owner: Any, name: str) -> str:
    """w:val of a child element; empty when there is none."""
    child = owner.find(f"{W}{name}") if owner is not None else None
    return child.get(f"{W}val", "") if child is not None else ""


def _integer(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else otherwise


def numeral(value: int, kind: str) -> str | None:
    """A number as a w:numFmt writes it; None for a format that is not known here, or a value that it is not known for."""
    if kind == "none":
        return ""
    if value < 0:
        return None
    custom = _CUSTOM.fullmatch(kind)
    if custom:
        return str(value).zfill(len(custom[1]) + 1)
    writer = _WRITERS.get(kind)
    return writer(value) if writer else None


def _roman(value: int) -> str | None:
    if not 1 <= value <= 3999:
        return None
    text = ""
    for size, letters in _ROMAN:
        text += letters * (value // size)
        value %= size
    return text


def _letters(value: int) -> str | None:
    """a … z, aa, bb …: Word repeats the letter."""
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 1 <= value <= 780 else None


def _counted(value: int) -> str | None:
    """一 … 九十九: where every Chinese and Japanese way of counting is the same."""
    if not 1 <= value <= 99:
        return None
    tens, ones = divmod(value, 10)
    return (_CHINESE[tens] if tens > 1 else "") + ("十" if tens else "") + (_CHINESE[ones] if ones else "")


def _counted_by_hundreds(value: int) -> str | None:
    """一百, 一百零一, 一百一十 … 九百九十九."""
    if value <= 99:
        return _counted(value)
    hundreds, rest = divmod(value, 100)
    if hundreds > 9:
        return None
    tens = "零" if rest and rest < 10 else "一" if 10 <= rest <= 19 else ""
    return _CHINESE[hundreds] + "百" + tens + (_counted(rest) or "")


def _from_row(first: int, count: int) -> Any:
    return lambda value: chr(first + value - 1) if 1 <= value <= count else None


def _of(characters: str) -> Any:
    return lambda value: characters[value - 1] if 1 <= value <= len(characters) else None


def _digits(digits: str) -> Any:
    return lambda value: "".join(digits[int(one)] for one in str(value))


_FULL_WIDTH: Final = "０１２３４５６７８９"
_WRITERS: Final[dict[str, Any]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _digits(_FULL_WIDTH),
    "decimalFullWidth2": _digits(_FULL_WIDTH),
    "numberInDash": lambda value: f"- {value} -",
    "upperRoman": _roman,
    "lowerRoman": lambda value: (text := _roman(value)) and text.lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda value: (text := _letters(value)) and text.lower(),
    "chineseCounting": _counted,
    "chineseCountingThousand": _counted_by_hundreds,
    "taiwaneseCounting": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _counted,
    "ideographDigital": _digits(_POSITIONAL),
    "japaneseDigitalTenThousand": _digits(_POSITIONAL),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographEnclosedCircle": _from_row(0x3280, 10),
    "decimalEnclosedCircle": _from_row(0x2460, 20),
    "decimalEnclosedCircleChinese": _from_row(0x2460, 20),
    "decimalEnclosedParen": _from_row(0x2474, 20),
    "decimalEnclosedFullstop": _from_row(0x2488, 20),
}
