# SPDX-License-Identifier: GPL-3.0-or-later
"""How near a clause's words come to what a project is. A note for the reader's eye: every clause that applies still applies."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from typing import Final

from .folding import fold
from .industry import Industries, Industry
from .project import Project


class RelevanceLevel(str, Enum):
    """DIRECT the clause names the industry or a keyword; POSSIBLE a kind of project, an activity, a broader word; GENERAL else."""

    DIRECT = "direct"
    POSSIBLE = "possible"
    GENERAL = "general"


class MatchKind(str, Enum):
    """Whose word was found in the clause, from the nearest to the farthest."""

    KEYWORD = "keyword"
    INDUSTRY = "industry"
    ABOVE = "above"
    BELOW = "below"
    BROADER = "broader"
    ACTIVITY = "activity"
    PROJECT_KIND = "project-kind"

    @property
    def level(self) -> RelevanceLevel:
        """What such a word makes of the clause."""
        return RelevanceLevel.DIRECT if self in _DIRECT else RelevanceLevel.POSSIBLE


_DIRECT: Final = frozenset({MatchKind.KEYWORD, MatchKind.INDUSTRY, MatchKind.ABOVE, MatchKind.BELOW})


@dataclass(frozen=True)
class Concern:
    """What a person says of a project: the code of its industry (GB/T 4754), its kind (新建, 改扩建 …) and keywords; all optional."""

    industry: str = ""
    kind: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def is_stated(self) -> bool:
        """Whether anything is said: where nothing is, no clause has a relevance."""
        return any(text.strip() for text in (self.industry, self.kind, *self.keywords))


@dataclass(frozen=True)
class Activity:
    """What industries (codes; each stands for all below it) do, and the words by which lists speak of it."""

    name: str
    industries: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Activities:
    """Words for kinds of project, and activities."""

    kinds: Mapping[str, tuple[str, ...]]
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class Match:
    """A word of the concern found at start…end of the clause's text, as printed there."""

    kind: MatchKind
    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Relevance:
    """The level of one clause, and what was found, in printed order and not overlapping."""

    level: RelevanceLevel = RelevanceLevel.GENERAL
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True)
class ConcernWords:
    """The words of one concern, folded, each with its nearest kind; made once for all clauses by :func:`words_of_concern`.

    ``patterns`` find the words of each level that has any, the direct ones first.
    """

    kinds: Mapping[str, MatchKind]
    patterns: tuple[re.Pattern[str], ...]


def stated_concern(industry: str, kind: str, industries: Industries, keywords: Iterable[str] = ()) -> Concern:
    """The concern behind what a person typed as industry and kind of project.

    An industry that is a code, a name, or holds an everyday word is taken as the first that is found; what was typed is a
    keyword besides, unless it is only the code, so that a misunderstood text still finds what it says.
    """
    typed = " ".join(industry.split())
    # "C3360 金属表面处理及热处理加工": the code says it, the rest repeats it.
    code = next((one for one in map(industries.of_code, typed.split(" ")) if one), None)
    found = code or next(iter(industries.find(typed, 1)), None)
    spoken = [part for part in typed.split(" ") if len(fold(part)) >= _SHORTEST and not industries.of_code(part)]
    own = [*spoken, *keywords]
    return Concern(found.code if found else "", kind.strip(), tuple(dict.fromkeys(one for one in own if one.strip())))


def concern_of(project: Project, industries: Industries) -> Concern:
    """The concern of a project as its fields state it; keywords are parted by blanks, commas or 、."""
    return stated_concern(project.industry, project.kind, industries, re.split(r"[\s、,，;；]+", project.keywords))


def words_of_concern(concern: Concern, industries: Industries, activities: Activities) -> ConcernWords:
    """Every word that ``concern`` makes worth finding. An industry code that is not in the classification says nothing.

    Names count without 业, 制造, 加工 … at their end, because lists say 家具制造 and 家具行业 alike. Names that are enumerations
    (化学原料和化学制品制造业) count whole as the industry's, and part by part as broader words; the 门类 (制造业) is a broader word.
    """
    kinds: dict[str, MatchKind] = {}

    def add(words: Iterable[str], kind: MatchKind) -> None:
        for word in map(fold, words):
            if len(word) >= _SHORTEST:
                kinds.setdefault(word, kind)

    add(concern.keywords, MatchKind.KEYWORD)
    industry = industries.of_code(concern.industry)
    if industry:
        above = industries.above(industry)
        for kind, rows in (
            (MatchKind.INDUSTRY, (industry,)),
            (MatchKind.ABOVE, above),
            (MatchKind.BELOW, industries.below(industry) if industry.parent else ()),
        ):
            for row in rows:
                if row.parent:
                    add((*_names(row.name), *industries.words_for(row)), kind)
        for row in (industry, *above):
            add((*_parts(row), row.name), MatchKind.BROADER)
        codes = {industry.code, *(row.code for row in above)}
        for activity in activities.activities:
            if codes & set(activity.industries):
                add(activity.words, MatchKind.ACTIVITY)
    for kind_of_project, words in activities.kinds.items():
        if kind_of_project in concern.kind:
            add((kind_of_project, *words), MatchKind.PROJECT_KIND)
    by_level = ([word for word, kind in kinds.items() if kind.level is level] for level in RelevanceLevel)
    return ConcernWords(kinds, tuple(_any(words) for words in by_level if words))


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """Finds the longest of the words at a place."""
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))


def relevance(text: str, words: ConcernWords) -> Relevance:
    """The relevance of a clause's text. It says nothing about whether the clause applies, and never decides what is listed."""
    matches = tuple(sorted(_matches(text, words), key=lambda match: match.start))
    levels = {match.kind.level for match in matches}
    return Relevance(next((level for level in RelevanceLevel if level in levels), RelevanceLevel.GENERAL), matches)


_SHORTEST: Final = 2


def _matches(text: str, words: ConcernWords) -> Iterator[Match]:
    # fold(a + b) == fold(a) + fold(b): where each printed character's fold ends in the folded text.
    parts = [fold(character) for character in text]
    ends = list(accumulate(map(len, parts)))
    folded = "".join(parts)
    for pattern in words.patterns:
        for found in pattern.finditer(folded):
            start, end = bisect_left(ends, found.start() + 1), bisect_left(ends, found.end()) + 1
            yield Match(words.kinds[found.group()], text[start:end], start, end)
        # A word of the next level that shares characters with one found is not found again.
        folded = pattern.sub(lambda found: "\0" * len(found.group()), folded)


# What a name may lose at its end, the longest first; 服务 and 活动 stay, because without them little is said.
_ENDINGS: Final = (
    "加工制造业",
    "生产和供应业",
    "制造业",
    "加工业",
    "采选业",
    "及类似制品制造",
    "制造",
    "加工",
    "生产",
    "业",
)
# What is left of a name must still name the industry: 其他农业 or 纸 would be found anywhere.
_VAGUE: Final = ("其他", "未列明", "专用", "通用")


def _names(name: str) -> Iterator[str]:
    """A name and what is left of it without its ending, where that is three characters or more."""
    if name.startswith(_VAGUE):
        return
    yield name
    for ending in _ENDINGS:
        left = name.removesuffix(ending)
        if left != name and len(left) > _SHORTEST and not left.startswith(_VAGUE):
            yield left


def _parts(row: Industry) -> Iterator[str]:
    """The members of an enumeration: 化学原料和化学制品制造业 → 化学原料, 化学制品制造业, 化学制品."""
    parts = re.split("[、和及与]", row.name)
    for part in parts if len(parts) > 1 else ():
        yield from (one for one in _names(part) if len(one) > _SHORTEST)
