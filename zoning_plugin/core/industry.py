# SPDX-License-Identifier: GPL-3.0-or-later
"""Industries (GB/T 4754) and how one is found: by code, name, part of a name, everyday word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from .folding import fold


@dataclass(frozen=True)
class Industry:
    """One row of the classification. ``code`` is a letter (门类) or 2 to 4 digits; ``parent`` the code above, empty for a 门类."""

    code: str
    section: str
    parent: str
    name: str

    @property
    def printed(self) -> str:
        """Code and name as reports print them: "C3360 金属表面处理及热处理加工"."""
        return f"{self.section if self.code != self.section else ''}{self.code} {self.name}"


@dataclass(frozen=True)
class Industries:
    """The classification, in its own order, and everyday words with the codes they can mean, the likeliest first."""

    rows: tuple[Industry, ...]
    words: Mapping[str, Sequence[str]]

    @cached_property
    def by_code(self) -> Mapping[str, Industry]:
        """Code → industry."""
        return {row.code: row for row in self.rows}

    @cached_property
    def _folded(self) -> tuple[tuple[str, Industry], ...]:
        return tuple((fold(row.name), row) for row in self.rows)

    @cached_property
    def _folded_words(self) -> tuple[tuple[str, tuple[Industry, ...]], ...]:
        return tuple((fold(word), tuple(self.by_code[code] for code in codes)) for word, codes in self.words.items())

    def of_code(self, code: str) -> Industry | None:
        """The industry of a code as people write it: "3360", "C3360", "ｃ3360", "C"."""
        folded = fold(code).upper()
        found = self.by_code.get(folded) or self.by_code.get(folded[1:])
        return found if found and folded in (found.code, found.section + found.code) else None

    def above(self, industry: Industry) -> tuple[Industry, ...]:
        """The industries that hold this one, the nearest first, up to the 门类."""
        found = []
        while industry.parent:
            industry = self.by_code[industry.parent]
            found.append(industry)
        return tuple(found)

    def below(self, industry: Industry) -> tuple[Industry, ...]:
        """The industries within this one, in the order of the classification."""
        return tuple(row for row in self.rows if row is not industry and industry in self.above(row))

    def words_for(self, industry: Industry) -> tuple[str, ...]:
        """Everyday words that can mean this very industry."""
        return tuple(word for word, codes in self.words.items() if industry.code in codes)

    def find(self, text: str, most: int = 20) -> tuple[Industry, ...]:
        """Industries for what a person typed, the likeliest first, each once; nothing for less than two characters that are no code.

        In order: the code; the whole name; an everyday word, also with 厂, 站, 项目 … after it (电镀厂); a name that begins with the
        text; a name or everyday word that holds it; an everyday word or name that the text holds, the longest and last first (年产
        五万吨水泥生产线). Width, case and traditional script do not count. Among equals shorter names come first, then lower codes.
        """
        code = self.of_code(text)
        asked = fold(text)
        if len(asked) < _FEWEST:
            return (code,) if code else ()
        bare = _without_ending(asked)
        ranked: dict[str, tuple[int, int, int, str]] = {}

        def offer(row: Industry, rank: int, weight: int, place: int) -> None:
            key = (rank, weight, place, row.code)
            ranked[row.code] = min(ranked.get(row.code, key), key)

        if code:
            offer(code, 0, 0, 0)
        for name, row in self._folded:
            if asked.isdigit():
                if row.code.startswith(asked):
                    offer(row, 3, 0, len(row.code))
            elif name == asked:
                offer(row, 1, 0, len(row.code))
            elif name.startswith(bare):
                offer(row, 3, len(name), 0)
            elif bare in name:
                offer(row, 4, len(name), 0)
            elif name in asked:
                offer(row, 6, *_weight(name, asked))
        for word, rows in self._folded_words:
            for place, row in enumerate(rows):
                if word in (asked, bare):
                    offer(row, 2, place, 0)
                elif bare in word:
                    offer(row, 5, len(word), place)
                elif word in asked:
                    offer(row, 6, *_weight(word, asked, place))
        return tuple(self.by_code[one] for one in sorted(ranked, key=lambda one: ranked[one])[:most])


def _weight(word: str, asked: str, place: int = 0) -> tuple[int, int]:
    """Longer words first; of equals the last in the text, which in Chinese is what the words before it describe."""
    return -len(word), place - 10 * asked.rfind(word)


_FEWEST: Final = 2
_ENDINGS: Final = (
    "建设项目",
    "生产项目",
    "生产线",
    "有限公司",
    "项目",
    "工程",
    "企业",
    "公司",
    "工厂",
    "行业",
    "厂",
    "站",
    "场",
    "业",
)


def _without_ending(asked: str) -> str:
    """What a person typed without 厂, 项目 … as long as two characters are left."""
    for ending in _ENDINGS:
        if asked.endswith(ending) and len(asked) - len(ending) >= _FEWEST:
            return _without_ending(asked.removesuffix(ending))
    return asked
