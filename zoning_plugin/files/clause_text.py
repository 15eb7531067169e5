# SPDX-License-Identifier: GPL-3.0-or-later
"""From the text of one cell to its clauses and back: numbers, tags, unnumbered lines. Rules: docs/formats/access-list.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SENTENCE_END: Final = r"[。；;！!？?][”」』）)\]】’]*"
# Where a number may stand: at the start of a line, after the end of a sentence, or (never split there) after a colon.
_BOUNDARY: Final = re.compile(rf"(?:(?P<line>\A|\n)|(?P<sentence>{_SENTENCE_END})|(?P<colon>[:：]))[^\S\n]*")
_DASH: Final = r"[-－–—‑]"
_COUNTED: Final = r"年月日天时个吨倍米公亩级类号期届轮次元万千百亿度项家座条平立毫%％"
_STYLES: Final = (
    ("hyphen", re.compile(rf"(\d{{1,3}}(?:[^\S\n]*{_DASH}[^\S\n]*\d{{1,3}})+)[^\S\n]*(?:([.．、:：])(?!\d)|(?=【)|(?<=\s)(?=[一-鿿“《])(?![{_COUNTED}]))")),
    ("plain", re.compile(r"(\d{1,3})[^\S\n]*(?:([.．、])(?!\d)|(?=【))")),
    ("dotted", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})[^\S\n]*(?:([.．、])(?!\d)|(?=【)|(?<=\s)|(?=[一-鿿“《]))")),
    ("chinese", re.compile(r"([一二三四五六七八九十]{1,3})(、)")),
    ("chinese bracket", re.compile(r"([（(][一二三四五六七八九十]{1,3}[）)])()")),
    ("bracket", re.compile(r"([（(]\d{1,3}[）)])()")),
    ("half bracket", re.compile(r"(\d{1,3}[）)])()")),
    ("circled", re.compile(r"([①-⑳㉑-㉟])()")),
)  # fmt: skip
_TAG: Final = re.compile(r"\s*【([^【】]{1,40})】")
_ENDS_SENTENCE: Final = re.compile(rf"{_SENTENCE_END}\s*\Z")
_TAGGED_SENTENCE: Final = re.compile(r"(?<=[。；;！!？?])\s*(?=【[^【】\n]{1,30}[/／][^【】\n]{1,30}】)")
_BLANK: Final = re.compile(r"\s+")
_CHINESE_DIGITS: Final = "零一二三四五六七八九"


@dataclass(frozen=True)
class Item:
    """One clause of a cell. ``number`` as stored in a clause; ``stop`` is the full stop printed after it, "" if none."""

    number: str
    tag: str
    text: str
    stop: str = ""

    @property
    def as_printed(self) -> str:
        """What stands in the cell, white space at the joints aside."""
        return self.number + self.stop + (f"【{self.tag}】" if self.tag else "") + self.text


@dataclass(frozen=True)
class _Mark:
    """A number met in the text: from ``start`` to ``end``, its style, what it counts, and where it stands."""

    start: int
    end: int
    style: str
    value: tuple[int, ...]
    number: str
    stop: str
    place: str
    is_tagged: bool


def squeezed(text: str) -> str:
    """Text without any white space: how cells and clauses are compared when nothing may be lost."""
    return _BLANK.sub("", text)


def split_cell(text: str) -> tuple[Item, ...]:
    """The clauses of a cell in printed order. Printed one after another they are the cell, white space aside."""
    marks = _top_marks(text)
    starts = [mark.start for mark in marks]
    lead = text[: starts[0]] if marks else text
    items = [_item("", "", piece) for piece in _unnumbered(lead, alone=not marks)]
    for mark, end in zip(marks, [*starts[1:], len(text)][: len(marks)], strict=True):
        items.append(_item(mark.number, mark.stop, text[mark.end : end]))
    return tuple(items)


def number_value(number: str) -> tuple[int, ...]:
    """What a printed number counts ("1-3" → (1, 3), "（二）" → (2,)); empty when it is in no known form."""
    found = re.findall(r"\d+", number)
    if found:
        return tuple(int(one) for one in found)
    if re.fullmatch(r"[①-⑳]", number):
        return (ord(number) - ord("①") + 1,)
    if re.fullmatch(r"[㉑-㉟]", number):
        return (ord(number) - ord("㉑") + 21,)
    letters = re.sub(r"[（）()、.．]", "", number)
    return (_chinese(letters),) if letters and re.fullmatch(r"[一二三四五六七八九十]+", letters) else ()


def follows(value: tuple[int, ...], before: tuple[int, ...]) -> bool:
    """Whether a number is the next after another: 1-3 after 1-2, 2-1 after 1-7, 4 after 3."""
    if len(value) != len(before) or not value:
        return False
    if value[:-1] == before[:-1]:
        return value[-1] == before[-1] + 1
    return value[-1] == 1 and value[:-1] > before[:-1]


def _chinese(letters: str) -> int:
    """一 … 九十九 as a number."""
    if "十" not in letters:
        return _CHINESE_DIGITS.index(letters[-1])
    tens, _, ones = letters.partition("十")
    return (_CHINESE_DIGITS.index(tens[-1]) if tens else 1) * 10 + (
        _CHINESE_DIGITS.index(ones[0]) if ones and ones[0] != "十" else 0
    )


def _item(number: str, stop: str, text: str) -> Item:
    found = _TAG.match(text)
    if found:
        return Item(number, found[1].strip(), text[found.end() :].strip(), stop)
    return Item(number, "", text.strip(), stop)


def _marks(text: str) -> Iterator[_Mark]:
    for boundary in _BOUNDARY.finditer(text):
        place = "line" if boundary["line"] is not None else "sentence" if boundary["sentence"] else "colon"
        for style, pattern in _STYLES:
            found = pattern.match(text, boundary.end())
            if found:
                number, mark = _BLANK.sub("", found[1]), found[2] or ""
                # The full stop goes without saying; every other closing mark is part of the number as printed.
                stored = number if mark in ("", ".") else number + mark
                stop, is_tagged = mark if mark == "." else "", bool(_TAG.match(text, found.end()))
                yield _Mark(found.start(), found.end(), style, number_value(number), stored, stop, place, is_tagged)
                break


def _top_marks(text: str) -> list[_Mark]:
    """The numbers that begin the clauses of this cell: those of its top level."""
    marks = list(_marks(text))
    marks = [mark for mark in marks if mark.style != "dotted" or _is_counting(mark, marks, text)]
    if not marks:
        return []
    first_text = len(text) - len(text.lstrip())
    level = marks[0].style if marks[0].start == first_text else next(
        (style for style, _ in _STYLES if any(mark.style == style and _may_begin(mark) for mark in marks)), ""
    )  # fmt: skip
    chosen: list[_Mark] = []
    inner: tuple[int, ...] | None = None
    for mark in marks:
        if mark.style != level:
            continue
        if mark.place == "colon":
            inner = mark.value
        elif not chosen:
            if _may_begin(mark):
                chosen.append(mark)
        else:
            inner, is_top = _judge(mark, chosen[-1].value, inner, text)
            if is_top:
                chosen.append(mark)
    return chosen


def _may_begin(mark: _Mark) -> bool:
    """Whether a list can begin with this number: at the start of a line with any, after a sentence with a one or a tag."""
    return mark.place == "line" or (mark.place == "sentence" and (mark.is_tagged or mark.value[-1:] == (1,)))


def _judge(
    mark: _Mark, before: tuple[int, ...], inner: tuple[int, ...] | None, text: str
) -> tuple[tuple[int, ...] | None, bool]:
    """Whether a number is one of the top level after ``before``, or goes on with a list inside the clause (``inner``)."""
    if mark.place == "sentence":
        if inner is not None and follows(mark.value, inner):
            return mark.value, False
        is_next = follows(mark.value, before) or (mark.is_tagged and mark.value > before)
        return (None, True) if is_next else (inner, False)
    if follows(mark.value, before):
        return None, True
    if inner is not None and follows(mark.value, inner):
        return mark.value, False
    if mark.value <= before and text[: mark.start].rstrip().endswith((":", "：")):
        return mark.value, False
    return None, True


def _is_counting(mark: _Mark, marks: list[_Mark], text: str) -> bool:
    """Whether 1.1 is a number of a clause and not an amount: closed by a mark, or one of a row 1.1, 1.2."""
    if mark.stop or mark.number[-1:] in "．、" or text[mark.end : mark.end + 1] == "【":
        return True
    others = [one.value for one in marks if one.style == "dotted" and one.place != "colon"]
    return mark.place == "line" and any(follows(mark.value, one) or follows(one, mark.value) for one in others)


def _unnumbered(text: str, *, alone: bool) -> Iterator[str]:
    """Clauses of a text without numbers: one a line where lines end sentences; ``alone`` = the cell has no number at all."""
    groups: list[list[str]] = []
    is_open = False
    for line in text.split("\n"):
        if not line.strip():
            is_open = False
            continue
        if is_open and not line.lstrip().startswith("【"):
            groups[-1].append(line)
        else:
            groups.append([line])
        is_open = not _ENDS_SENTENCE.search(line)
    for group in groups:
        whole = "\n".join(group)
        yield from (piece for piece in (_TAGGED_SENTENCE.split(whole) if alone else [whole]) if piece.strip())
