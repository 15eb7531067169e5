# SPDX-License-Identifier: GPL-3.0-or-later
"""Measurements of the search in clauses: ours, and what else it might have been (SQLite's FTS5 with trigrams, an index of bigrams)."""

from __future__ import annotations

import random
import sqlite3
import statistics
import struct
import tempfile
import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final

from zoning_plugin.core import geometry
from zoning_plugin.core.clause import AccessList, Clause, ClauseSource, Scope
from zoning_plugin.core.clause_search import index_clauses
from zoning_plugin.core.folding import fold, words_of
from zoning_plugin.core.geometry import Shape
from zoning_plugin.core.release import Release, ReleaseInfo
from zoning_plugin.core.terms import ReleaseStatus, Tier, UnitClass
from zoning_plugin.core.unit import ControlUnit
from zoning_plugin.files.release_store import read_release, write_release
from zoning_plugin.jobs.search_clauses import KeptIndexes, prepare_search, search_clauses

from . import inputs
from .measuring import Absent, Clock, Measurement, Timed

QUERIES: Final = (
    "锅炉", "污染", "VOCs", "重金屬", "禁止", "水", "饮用水水源", "禁止新建 化工", "高污染燃料", "1-3", "大气/限制类", "生态保护红线",
    "畜禽 养殖", "单元17", "不存在的词", "ZH99", "新建、扩建", "工业园区 废水 排放", "岸线", "项目",
)  # fmt: skip
"""One character and several, frequent words and rare ones, traditional, full words of a tag, nothing there."""
_SIZES: Final = (50_000, 200_000)
_LIMIT: Final = 50


def corpus(count: int) -> tuple[list[Clause], dict[str, AccessList], dict[str, str]]:
    """``count`` clauses made of the sentences of real ones (or of the demo county's), 25 a unit; the same every time."""
    texts = [clause.text for clause in _samples()]
    tags = [clause.tag for clause in _samples()]
    pieces = sorted({piece for text in texts for piece in text.replace("；", "。").split("。") if piece})
    chance = random.Random(4)  # noqa: S311 - the same texts every time
    lists = {
        f"a{at}": AccessList(f"a{at}", f"第{at}市准入清单", Tier.UNIT if at else Tier.CITY, Scope()) for at in range(20)
    }
    clauses, names = [], {}
    for place in range(count):
        unit, number = divmod(place, 25)
        code = f"ZH{99_000_000_000 + unit}"
        names[code] = f"示例镇单元{unit}"
        text = "；".join(chance.choice(pieces) for _ in range(chance.choice((1, 2, 3)))) + "。"
        clauses.append(
            Clause(f"{place}", f"a{unit % 20}", code, "空间布局约束", f"{number // 7 + 1}-{number % 7 + 1}", chance.choice(tags),
                   text, ClauseSource("", "", place))
        )  # fmt: skip
    return clauses, lists, names


def _samples() -> Sequence[Clause]:
    path = inputs.release_place("foshan")
    return read_release(path).clauses if path.is_file() else _demo()


def _demo() -> Sequence[Clause]:
    from zoning_plugin.jobs.import_release import ImportRequest, import_release
    from zoning_plugin.places import resources_dir

    place = inputs.CACHE / "demo-for-search.gpkg"
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.is_file():
        import_release(ImportRequest(place, folder=resources_dir() / "demo" / "release-1"))
    return read_release(place).clauses


def _ours(count: int) -> Sequence[Timed]:
    clauses, lists, names = corpus(count)
    clock = Clock()
    with clock:
        index = index_clauses(enumerate(clauses), lists, names)
    built = f"{count} clauses, {sum(index.lengths)} characters"
    return clock.timed(built, "build"), _asked(lambda query: index.search(words_of(query), _LIMIT)[0])


def _releases(count: int) -> Path:
    """A folder with five releases that hold ``count`` clauses together."""
    folder = inputs.CACHE / f"search-{count}"
    clauses, lists, names = corpus(count)
    share = count // 5
    for at in range(5):
        path = folder / f"{at}.gpkg"
        if path.is_file():
            continue
        folder.mkdir(parents=True, exist_ok=True)
        own = tuple(clauses[at * share : (at + 1) * share])
        units = tuple(
            ControlUnit(code, names[code], UnitClass.KEY, "", "", "", "", "", _square(place))
            for place, code in enumerate(dict.fromkeys(one.unit_code for one in own))
        )
        info = ReleaseInfo(f"第{at}版", effective=f"202{at}-01-01", status=ReleaseStatus.PUBLISHED)
        write_release(Release(info, units, lists=tuple(lists.values()), clauses=own), path)
    return folder


def _square(place: int) -> Shape:
    west, south = 110 + place % 100 * 0.01, 23 + place // 100 * 0.01
    corners = [(west, south), (west + 0.01, south), (west + 0.01, south + 0.01), (west, south + 0.01), (west, south)]
    ring = b"".join(struct.pack("<2d", *corner) for corner in corners)
    return geometry.from_wkb(struct.pack("<BIII", 1, 3, 1, len(corners)) + ring)


def _errand(count: int) -> Sequence[Timed]:
    folder, first, second = _releases(count), Clock(), Clock()
    with tempfile.TemporaryDirectory(prefix="zoning-bench-", dir=inputs.CACHE) as cache:
        with first:
            prepare_search(folder, KeptIndexes(Path(cache)))
        kept = KeptIndexes(Path(cache))
        with second:
            prepare_search(folder, kept)
        asked = _asked(lambda query: search_clauses(folder, query, on="2025-01-01", kept=kept).total)
    return first.timed("from the releases", "first time"), second.timed("from the cache", "next window"), asked


def _fts(count: int) -> Sequence[Timed]:
    if sqlite3.sqlite_version_info < (3, 34):
        raise Absent(f"SQLite {sqlite3.sqlite_version} has no trigrams")
    clauses, _lists, _names = corpus(count)
    clock, database = Clock(), sqlite3.connect(":memory:")
    with clock:
        database.execute("CREATE VIRTUAL TABLE clauses USING fts5(text, tokenize = 'trigram case_sensitive 1')")
        database.executemany("INSERT INTO clauses VALUES (?)", ((fold(one.printed),) for one in clauses))

    def ask(query: str) -> int:
        words = words_of(query)
        tests = " AND ".join("instr(text, ?) > 0" if len(word) < 3 else "clauses MATCH ?" for word in words)
        values = [word if len(word) < 3 else f'"{word}"' for word in words]
        matched = [value for word, value in zip(words, values, strict=True) if len(word) >= 3]
        if len(matched) > 1:  # one MATCH only: SQLite joins several
            tests = " AND ".join(["clauses MATCH ?", *("instr(text, ?) > 0" for word in words if len(word) < 3)])
            values = [" AND ".join(matched), *(word for word in words if len(word) < 3)]
        return len(database.execute(f"SELECT rowid FROM clauses WHERE {tests}", values).fetchall())  # noqa: S608

    return clock.timed(f"SQLite {sqlite3.sqlite_version}, unranked", "build"), _asked(ask)


def _bigrams(count: int) -> Sequence[Timed]:
    clauses, _lists, _names = corpus(count)
    clock = Clock()
    with clock:
        texts = [fold(one.printed) for one in clauses]
        places: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for place, text in enumerate(texts):
            for pair in {*text, *map("".join, pairwise(text))}:
                places[pair].append(place)

    def holding(word: str) -> Iterable[int]:
        pairs = [word] if len(word) == 1 else [word[at : at + 2] for at in range(len(word) - 1)]
        held = sorted((places.get(pair, array("I")) for pair in pairs), key=len)
        few = set(held[0]).intersection(*held[1:])
        return few if len(word) < 3 else (place for place in few if word in texts[place])

    def ask(query: str) -> int:
        return len(set.intersection(*(set(holding(word)) for word in words_of(query))))

    return clock.timed("unranked", "build"), _asked(ask)


def _asked(ask: Callable[[str], int]) -> Timed:
    ask(QUERIES[0])
    seconds, found = [], 0
    for query in QUERIES * 3:
        started = time.perf_counter()
        found += ask(query)
        seconds.append(time.perf_counter() - started)
    p95 = statistics.quantiles(seconds, n=20)[-1]
    note = f"p95 {p95 * 1000:.1f} ms, {found // 3} hits of {len(QUERIES)} questions; asked for: under 50 ms on 50,000 clauses"
    return Timed(tuple(seconds), note, "a question")


MEASUREMENTS: Final = tuple(
    Measurement(f"search, {name}, {count:,} clauses", partial(take, count), runs=1, is_quick=is_quick and count == _SIZES[0])
    for count in _SIZES
    for name, take, is_quick in (
        ("five releases", _errand, True), ("one text", _ours, True), ("FTS5 trigrams", _fts, False), ("bigrams", _bigrams, False),
    )
)  # fmt: skip
