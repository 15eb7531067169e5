# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding words in clauses: from one character on, whatever the width, case or line breaks of the print. No Qt."""

from __future__ import annotations

import unicodedata

Span = tuple[int, int]
"""Start and end (exclusive) in the text as printed."""


def terms_of(query: str) -> tuple[str, ...]:
    """The folded words of a query; all of them must be found."""
    return tuple(dict.fromkeys(_folded(word)[0] for word in query.split() if _folded(word)[0]))


def find(text: str, terms: tuple[str, ...]) -> tuple[Span, ...] | None:
    """Where ``terms`` stand in ``text``, in order and not overlapping; None when one of them is not there.

    Full-width and half-width forms are the same, so are capitals and small letters; blanks and line breaks inside the
    text are passed over, because printed tables break anywhere.
    """
    folded, origin = _folded(text)
    found: list[Span] = []
    for term in terms:
        start = folded.find(term)
        if start < 0:
            return None
        while start >= 0:
            found.append((origin[start], origin[start + len(term) - 1] + 1))
            start = folded.find(term, start + len(term))
    return _merged(found)


def _folded(text: str) -> tuple[str, list[int]]:
    """The text to compare, and for each of its characters the position it comes from."""
    characters: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(text):
        for folded in unicodedata.normalize("NFKC", character).casefold():
            if not folded.isspace():
                characters.append(folded)
                origin.append(position)
    return "".join(characters), origin


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
