# SPDX-License-Identifier: GPL-3.0-or-later
"""Patterns of codes as a profile states them: a small part of regular expressions, of which none can run away."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 200
_MOST_REPEATED: Final = 64
_MOST_WAYS: Final = 1000
_REPEATED: Final = re.compile(r"\{(\d{1,3})(?:,(\d{1,3}))?\}")
_OPENED: Final = re.compile(r"\((?:\?:|\?P<[A-Za-z_]\w*>)?(?!\?)")
_CLASS: Final = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]")


def code_pattern(text: str) -> re.Pattern[str]:
    """``text`` compiled, when it can only be tried in few ways on any input.

    Python's matcher has no time limit, and a profile is anybody's file. So a pattern has at most 200 characters, repeats
    only so many times (``?``, ``{n}``, ``{n,m}``, not ``*`` and ``+``: a code has a length), has no look-around and no back
    reference, and the choices that it leaves (lengths × alternatives) multiply to at most 1,000.

    Raises ValueError that says what is not allowed, re.error for what is no regular expression.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters")
    compiled = re.compile(text)
    reader = _Reader(text)
    ways = reader.alternatives()
    if reader.place < len(text):
        raise ValueError(f"not allowed at {reader.place + 1}: {text[reader.place :][:10]}")
    if ways > _MOST_WAYS:
        raise ValueError(f"can be tried in more than {_MOST_WAYS} ways")
    if compiled.match("") is not None:
        raise ValueError("matches an empty text")
    return compiled


class _Reader:
    """Reads a pattern from left to right and counts in how many ways it can be tried at one place of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def alternatives(self) -> int:
        ways = self._sequence()
        while self.text.startswith("|", self.place):
            self.place += 1
            ways += self._sequence()
        return ways

    def _sequence(self) -> int:
        ways = 1
        while self.place < len(self.text) and self.text[self.place] not in "|)":
            start = self.place
            one = self._atom()
            if self.place == start:
                break
            least, most = self._bounds()
            # More than enough is enough: the exact number of a pattern that is refused anyway may be astronomic.
            ways = min(ways * sum(min(one**count, _MOST_WAYS + 1) for count in range(least, most + 1)), _MOST_WAYS + 1)
        return ways

    def _bounds(self) -> tuple[int, int]:
        """How often what was just read is repeated, at least and at most."""
        if self.text.startswith("?", self.place):
            self.place += 1
            return 0, 1
        found = _REPEATED.match(self.text, self.place)
        if not found:
            return 1, 1
        least = int(found[1])
        most = int(found[2]) if found[2] is not None else least
        if most > _MOST_REPEATED:
            raise ValueError(f"repeats more than {_MOST_REPEATED} times")
        self.place = found.end()
        return least, most

    def _atom(self) -> int:
        """Step over one character, class or group, and return its ways; stay where what follows is not allowed."""
        first = self.text[self.place]
        if first == "(":
            opened = _OPENED.match(self.text, self.place)
            if not opened:
                return 1
            self.place = opened.end()
            ways = self.alternatives()
            if self.text.startswith(")", self.place):
                self.place += 1
                return ways
            raise ValueError(f"not allowed at {self.place + 1}: {self.text[self.place :][:10]}")
        if first == "[":
            found = _CLASS.match(self.text, self.place)
            self.place = found.end() if found else self.place
        elif first == "\\":
            self.place += 0 if self.text[self.place + 1 : self.place + 2].isdigit() else 2
        elif first not in "*+?{":
            self.place += 1
        return 1
