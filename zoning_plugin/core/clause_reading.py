# SPDX-License-Identifier: GPL-3.0-or-later
"""What a clause says by its tag and its words: modality, quantities, documents cited. Notes beside a text that stays as printed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from .simplified import SIMPLIFIED, TRADITIONAL


class Modality(str, Enum):
    """禁止 · 限制 · 允许 · 鼓励 · 要求, the strictest first."""

    PROHIBIT = "prohibit"
    RESTRICT = "restrict"
    REQUIRE = "require"
    ALLOW = "allow"
    ENCOURAGE = "encourage"


class Comparison(str, Enum):
    """How a quantity bounds. 以上, 以下 and 以内 include the number, 超过, 不足 and 以外 do not, as laws define them.

    BY and FROM belong to years (2025年底前, 2026年起).
    """

    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    MORE_THAN = "more-than"
    LESS_THAN = "less-than"
    ABOUT = "about"
    BY = "by"
    FROM = "from"
    NONE = ""


@dataclass(frozen=True)
class ModalWord:
    """One word that says a modality. ``start`` and ``end`` are its place in the text, or in the tag where ``in_tag``.

    ``exception`` is the place, in the text, of words of the same sentence that exempt or condition (除…外, 未经…), else None:
    a prohibition with an exception stays a prohibition.
    """

    modality: Modality
    word: str
    start: int
    end: int
    in_tag: bool = False
    exception: tuple[int, int] | None = None


@dataclass(frozen=True)
class Quantity:
    """A number with its unit as printed ("万吨/年"; "%" also for 百分之), or a year.

    ``low`` and ``high`` are equal but for a range. ``word`` is what is printed at start…end, comparison included. An
    Arabic number is not multiplied out: 3 万吨 is 3 of the unit 万吨; in a Chinese one 万 is part of the number: 三万吨 is 30000 吨.
    """

    low: Decimal
    high: Decimal
    comparison: Comparison
    unit: str
    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Cite:
    """A document named in 《…》; ``name`` is what stands between the outermost brackets, start…end include them."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class ClauseReading:
    """What is found in one clause. ``kind`` is the tag's published kind (禁止类, 综合类 …), empty where it has none."""

    kind: str = ""
    modalities: tuple[ModalWord, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    cites: tuple[Cite, ...] = ()

    @property
    def modality(self) -> tuple[Modality, ...]:
        """What the clause is, each modality once: the tag's where the tag says one, else the words' in printed order."""
        of_tag = [one.modality for one in self.modalities if one.in_tag]
        return tuple(dict.fromkeys(of_tag or [one.modality for one in self.modalities]))


@dataclass(frozen=True)
class ReadingWords:
    """The vocabulary of the grammar, compiled: made by :func:`reading_words` from resources/judgement/clause_words.json."""

    tag_kinds: Mapping[str, Modality | None]
    modal_words: Mapping[str, Modality | None]
    modal: re.Pattern[str]
    exception: re.Pattern[str]
    comparisons: Mapping[str, Comparison]
    number: re.Pattern[str]
    before_number: re.Pattern[str]
    after_number: re.Pattern[str]
    after_year: re.Pattern[str]


def read_clause(tag: str, text: str, words: ReadingWords) -> ClauseReading:
    """Read one clause: ``tag`` is the content of 【…】, ``text`` as printed. Places are those in ``tag`` and ``text`` as given.

    Modality: the tag's kind is one modal word in the tag; words of the text follow in printed order. Longest words win, so
    不得低于 is a requirement (a bound), 不得不 one too, 不禁止 allows, 原则上不… restricts, and 禁止类 in running text (a class of
    a catalogue), 禁止开发区 and 化学需氧量 say nothing. 原则上禁止 stays a prohibition, because 禁止 is what is printed. What stands
    inside 《…》 is a title and says nothing. Nothing here is a verdict.
    """
    cites = tuple(_cites(text))
    running = _without(_folded(text), cites)
    kind, of_tag = _kind(tag, words)
    return ClauseReading(
        kind, (*of_tag, *_modal_words(text, running, words)), tuple(_quantities(text, running, words)), cites
    )


# Full-width forms to their half-width ones and traditional characters to simplified ones, one character for one, so that places
# in the folded text are places in the printed one. Marks stay what they are: 。 ends a sentence, 《 begins a title.
_PLAIN: Final = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {"\u3000": " "}
    | dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))
)


def _folded(text: str) -> str:
    return text.translate(_PLAIN)


def _without(text: str, cites: Iterable[Cite]) -> str:
    """The text with every title blotted out, as long as before."""
    parts, place = [], 0
    for cite in cites:
        parts += [text[place : cite.start], "\0" * (cite.end - cite.start)]
        place = cite.end
    return "".join((*parts, text[place:]))


def _kind(tag: str, words: ReadingWords) -> tuple[str, tuple[ModalWord, ...]]:
    """The published kind that ends a tag ("水/禁止类", "水综合类"), else modal words in it ("禁止开发建设活动的要求")."""
    stripped = _folded(tag).rstrip()
    for kind in sorted(words.tag_kinds, key=len, reverse=True):
        if stripped.endswith(kind):
            modality = words.tag_kinds[kind]
            start = len(stripped) - len(kind)
            return kind, (
                ModalWord(modality, tag[start : len(stripped)], start, len(stripped), in_tag=True),
            ) if modality else ()
    found = [(match, words.modal_words[match.group()]) for match in words.modal.finditer(stripped)]
    return "", tuple(
        ModalWord(modality, tag[match.start() : match.end()], *match.span(), in_tag=True)
        for match, modality in found
        if modality
    )


def _cites(text: str) -> Iterator[Cite]:
    """Outermost balanced pairs of 《 》; a bracket without its partner names nothing."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for place, character in enumerate(text):
        if character == "《":
            opened.append(place)
        elif character == "》" and opened:
            start = opened.pop()
            while pairs and pairs[-1][0] > start:  # what it encloses
                pairs.pop()
            pairs.append((start, place + 1))
    for start, end in pairs:
        if text[start + 1 : end - 1].strip():
            yield Cite(text[start + 1 : end - 1], start, end)


def _modal_words(text: str, running: str, words: ReadingWords) -> Iterator[ModalWord]:
    ends = [match.end() for match in re.finditer(r"[。;!\n]|\Z", running)]
    exceptions: dict[int, tuple[int, int]] = {}
    for match in words.exception.finditer(running):
        exceptions.setdefault(bisect_right(ends, match.start()), match.span())
    for match in words.modal.finditer(running):
        modality = words.modal_words[match.group()]
        if modality is None:
            continue
        can_be_exempt = modality in (Modality.PROHIBIT, Modality.RESTRICT)
        exception = exceptions.get(bisect_right(ends, match.start())) if can_be_exempt else None
        yield ModalWord(modality, text[match.start() : match.end()], *match.span(), exception=exception)


def _quantities(text: str, running: str, words: ReadingWords) -> Iterator[Quantity]:
    for match in words.number.finditer(running):
        form = next(name for name in _FORMS if match[name] is not None)
        start, end = match.span()
        before = words.before_number.search(running, max(0, start - _LONGEST_WORD), start)
        after = (words.after_year if form == "year" else words.after_number).match(running, end)
        comparison = Comparison.NONE
        if before and (form == "year" or words.comparisons[before["word"]] not in _OF_YEARS):
            comparison, start = words.comparisons[before["word"]], before.start()
        if after:  # what follows decides: 达到 50 米以下 is at most 50
            comparison, end = words.comparisons[after["word"]] or comparison, after.end()
        unit_start, unit_end = match.span(f"{form}_unit")
        unit = "%" if form == "share" else text[unit_start:unit_end] if unit_end > 0 else ""
        if not (unit or comparison):
            continue  # a bare number says nothing
        first = _number(match[f"{form}_low"])
        last = _number(match[f"{form}_high"]) if match[f"{form}_high"] else first
        yield Quantity(min(first, last), max(first, last), comparison, unit, text[start:end], start, end)


# The forms of a number in the pattern, by the prefix of their groups.
_FORMS: Final = ("year", "share", "arabic", "han")
_LONGEST_WORD: Final = 12
_OF_YEARS: Final = frozenset({Comparison.BY, Comparison.FROM})
_DIGITS: Final = {**{digit: value for value, digit in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}
_POWERS: Final = {"十": 10, "百": 100, "千": 1000}
_GREAT: Final = {"万": 10**4, "亿": 10**8}


def _number(printed: str) -> Decimal:
    """The value of an Arabic number (thousands commas allowed), or a Chinese one: 一百二十, 二〇二五, 三点五, 十万."""
    if printed[0].isascii():
        return Decimal(printed.replace(",", ""))
    whole, _, part = printed.partition("点")
    factor = _GREAT.get(part[-1:], 1)
    decimals = "".join(str(_DIGITS[one]) for one in part if one in _DIGITS)
    if all(character in _DIGITS for character in whole):
        return Decimal("".join(str(_DIGITS[one]) for one in whole) + "." + decimals) * factor
    value = section = digit = 0
    for character in whole:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _POWERS:
            section, digit = section + (digit or 1) * _POWERS[character], 0
        else:
            value, section, digit = (value + section + digit) * _GREAT[character], 0, 0
    return Decimal(f"{value + section + digit}.{decimals}") * factor


def reading_words(document: Mapping[str, Any]) -> ReadingWords:
    """Compile the vocabulary of clause_words.json, whose keys are the contract. Raises KeyError or ValueError where it is not that."""
    modal: dict[str, Modality | None] = {
        word: Modality(modality) for modality, listed in document["modal_words"].items() for word in listed
    }
    modal |= {
        negation + bound: Modality.REQUIRE
        for negation in document["bound_negations"]
        for bound in document["bound_words"]
    }
    modal |= {"原则上" + word: Modality.RESTRICT for word in modal if word.startswith("不")}
    modal |= dict.fromkeys(document["not_modal"])
    before, after, years = (
        {_folded(word): Comparison(comparison) for comparison, listed in document[key].items() for word in listed}
        for key in ("comparisons_before", "comparisons_after", "comparisons_after_years")
    )
    return ReadingWords(
        {kind: Modality(value) if value else None for kind, value in document["tag_kinds"].items()},
        modal, re.compile(_any(modal)), _exceptions(document["exceptions"]), {**before, **after, **years}, _numbers(document),
        re.compile(rf"(?P<word>{_any(before)})\s*\Z"), *(re.compile(rf"\s*(?P<word>{_any(one)})") for one in (after, years)),
    )  # fmt: skip


def _any(words: Iterable[str]) -> str:
    """An alternation of words, the longest first."""
    return "|".join(
        re.escape(word) for word in sorted({_folded(word) for word in words}, key=lambda one: (-len(one), one))
    )


def _exceptions(listed: Mapping[str, Any]) -> re.Pattern[str]:
    """除…外 within a sentence, 除外, and words of a condition; bounded, so that no text makes it slow."""
    opening = rf"(?<![{listed['not_before_opening']}]){listed['opening']}(?![{listed['not_after_opening']}外])"
    return re.compile(
        rf"{opening}[^。;!\n]{{1,80}}?(?:{_any(listed['closing'])})|{_any([*listed['trailing'], *listed['conditions']])}"
    )


def _numbers(document: Mapping[str, Any]) -> re.Pattern[str]:
    """A year, a 百分之, an Arabic number or a Chinese one, with its unit; no number that belongs to a name or a word.

    GB18918-2002, PM2.5, 5G, 第3条 and 2-2 are names; 一般, 三水 and 二级 are words: a Chinese number needs a unit that is measured in it.
    """
    plain = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])|[0-9]{1,15}(?![0-9]))(?:\.[0-9]{1,9})?"
    digits = "零〇一二三四五六七八九两"
    han = rf"[{digits}十][{digits}十百千万亿]{{0,19}}(?:点[{digits}]{{1,9}}[万亿]?)?"
    dash = r"\s*(?:[-—–~]+|至|到)\s*"
    great = f"(?:{_any(document['number_multipliers'])})?"
    units, measured = (list(map(_folded, document[key])) for key in ("units", "units_after_chinese_numbers"))
    # A unit in Latin letters ends where its word ends: 5G is no gram, and 30VOCs no volt.
    latin = _any(unit for unit in units if unit[-1].isascii() and unit[-1].isalnum())
    other = _any(unit for unit in units if not (unit[-1].isascii() and unit[-1].isalnum()))
    unit = rf"(?:{other}|(?:{latin})(?![A-Za-z0-9]))"
    rest = rf"(?:[/·•]{unit})*"
    free = r"(?<![A-Za-z0-9.〔\[第/+\-])(?<![0-9],)"
    year = rf"{free}(?P<year>(?P<year_low>(?:19|20)[0-9]{{2}}|[一二][{digits}]{{3}})(?:{dash}(?P<year_high>(?:19|20)[0-9]{{2}}))?)"
    day = r"(?:\s*[0-9]{1,2}\s*月(?:\s*[0-9]{1,2}\s*日)?)?"
    share = rf"百分之\s*(?P<share>(?P<share_low>{han}|{plain})(?:{dash}(?:百分之)?(?P<share_high>{han}|{plain}))?)(?P<share_unit>)"
    arabic = rf"{free}(?P<arabic>(?P<arabic_low>{plain})(?:\s*(?:{great}{unit})?{dash}(?P<arabic_high>{plain}))?)(?![0-9.]*[0-9])"
    chinese = rf"(?<![第{digits}十百千万亿数几])(?P<han>(?P<han_low>{han})(?:{dash}(?P<han_high>{han}))?)"
    return re.compile(
        rf"(?!{_any(document['not_quantities'])})(?:{year}\s*(?P<year_unit>年){day}|{share}"
        rf"|{arabic}(?:\s*(?P<arabic_unit>{great}{unit}{rest}))?(?![+\-][0-9])|{chinese}\s*(?P<han_unit>(?:{_any(measured)}){rest}))"
    )
