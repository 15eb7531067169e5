# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts brought to one form for comparing, and words found in them: whatever width, case, script or line breaks they are printed in.

What is folded, character by character, so that every place in the folded text is a place in the printed one:

- full-width and half-width forms, ligatures, circled and squared characters, radicals: by Unicode's compatibility forms (NFKD);
- capitals and small letters; accents, variation selectors and other marks above, below and around a character: left out;
- traditional and variant characters: the simplified one (core/simplified.py), wherever it came from;
- dashes, quotation marks, brackets and middle dots: one mark of each kind;
- blanks, line breaks, control and invisible characters: left out, because printed tables break anywhere.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Final

from .simplified import SIMPLIFIED, TRADITIONAL

Span = tuple[int, int]
"""Start and end (exclusive) in the text as printed."""

_LEFT_OUT: Final = frozenset({"Mn", "Me", "Cf", "Cc", "Cs", "Zs", "Zl", "Zp"})
# What NFKD leaves apart though a print or a keyboard takes one for the other; the ASCII form is the one on every keyboard.
_MARKS: Final = {
    "‐‑‒–—―−⁃": "-",
    "“”„‟«»「」『』〝〞": '"',
    "‘’‚‛′`´": "'",
    "〔〘〚【〖": "[",
    "〕〙〛】〗": "]",
    "〈《": "<",
    "〉》": ">",
    "·•‧∙⋅・": "·",
    "〜～∼": "~",
    "。": ".",
    "、": ",",
}
_ONE_FOR_ONE: Final = dict(zip(TRADITIONAL, SIMPLIFIED, strict=True)) | {
    mark: one for marks, one in _MARKS.items() for mark in marks
}

EDITION: Final = hashlib.sha256(
    "\n".join((unicodedata.unidata_version, *map("".join, _ONE_FOR_ONE.items()))).encode("utf-8")
).hexdigest()
"""Tells what was folded by these tables and this Unicode from what was folded by others."""


class _Table(dict[int, str]):
    """What each character becomes, worked out when it is first met; for ``str.translate``."""

    def __missing__(self, point: int) -> str:
        folded = chr(point)
        while True:
            parts = unicodedata.normalize("NFKD", folded).casefold()
            parts = "".join(
                _ONE_FOR_ONE.get(part, part) for part in parts if unicodedata.category(part) not in _LEFT_OUT
            )
            if parts == folded:
                break
            folded = parts
        self[point] = folded
        return folded


_TABLE: Final = _Table()


def fold(text: str) -> str:
    """The text to compare. ``fold(a + b) == fold(a) + fold(b)``, and folding twice changes nothing."""
    return text.translate(_TABLE)


def words_of(query: str) -> tuple[str, ...]:
    """The folded words of a query, each once, in order; all of them must be found. Blanks part words, nothing else does."""
    return tuple(dict.fromkeys(word for word in map(fold, query.split()) if word))


def find(text: str, words: tuple[str, ...]) -> tuple[Span, ...] | None:
    """Where folded ``words`` stand in ``text``, in order and not overlapping; None when one of them is not there."""
    folded = fold(text)
    if not all(word in folded for word in words):
        return None
    return _spans(text, folded, words)


def lit(text: str, words: tuple[str, ...]) -> tuple[Span, ...]:
    """Where those of the folded ``words`` that are there stand in ``text``, in order and not overlapping."""
    return _spans(text, fold(text), words)


def _spans(text: str, folded: str, words: tuple[str, ...]) -> tuple[Span, ...]:
    if not any(word in folded for word in words):
        return ()
    origin = [position for position, character in enumerate(text) for _ in _TABLE[ord(character)]]
    found: list[Span] = []
    for word in words:
        start = folded.find(word)
        while start >= 0:
            found.append((origin[start], origin[start + len(word) - 1] + 1))
            start = folded.find(word, start + len(word))
    return _merged(found)


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
