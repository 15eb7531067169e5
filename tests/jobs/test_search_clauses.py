# SPDX-License-Identifier: GPL-3.0-or-later
"""Words are found in all clauses of all releases of a folder, whatever was kept of an earlier search."""

from __future__ import annotations

import os
import shutil
import sqlite3
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.files.test_release_store import sample
from zoning_plugin.core.clause import Clause, ClauseSource
from zoning_plugin.core.errors import Cancelled, ReleaseUnreadable
from zoning_plugin.core.folding import find, words_of
from zoning_plugin.core.release import Release
from zoning_plugin.core.standing import Step
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.files.release_store import write_release
from zoning_plugin.jobs.search_clauses import ClausesFound, KeptIndexes, prepare_search, search_clauses

DAY = "2025-06-01"
TEXTS = ("禁止新建燃煤鍋爐。", "限制锅炉改造。", "推广ＶＯＣs低挥发原料。", "河口镇污水处理。")


def named(name: str, effective: str, texts: tuple[str, ...] = TEXTS, of: str = "") -> Release:
    one = sample()
    list_id = one.lists[0].list_id
    unit = of or one.units[0].code
    clauses = tuple(
        Clause(f"{list_id}/{unit}/1-{at}", list_id, unit, "空间布局约束", f"1-{at}", "大气/禁止类", text, ClauseSource("甲.xlsx", "表", at))
        for at, text in enumerate(texts, 1)
    )  # fmt: skip
    info = replace(one.info, name=name, effective=effective, status=ReleaseStatus.PUBLISHED, issuer="市府")
    return replace(one, info=info, clauses=clauses, promises=())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "成果"
    folder.mkdir()
    write_release(named("旧版", "2021-01-01"), folder / "old.gpkg")
    write_release(named("新版", "2024-07-01", TEXTS[:2]), folder / "new.gpkg")
    write_release(named("来年", "2026-07-01", TEXTS[1:]), folder / "later.gpkg")
    (folder / "别的.gpkg").write_bytes(b"x")
    return folder


def said(found: ClausesFound) -> list[tuple[str, int, list[str]]]:
    return [(one.release.info.name, one.total, [hit.clause.text for hit in one.hits]) for one in found.releases]


def test_clauses_of_all_releases_the_one_in_force_first(folder: Path) -> None:
    found = search_clauses(folder, "锅炉", on=DAY)
    assert said(found) == [
        ("新版", 2, [TEXTS[1], TEXTS[0]]),
        ("来年", 1, [TEXTS[1]]),
        ("旧版", 2, [TEXTS[1], TEXTS[0]]),
    ]
    assert (found.total, found.release_count, found.clause_count) == (5, 3, 9)
    assert [path.name for path in found.unread] == ["别的.gpkg"]


def test_each_release_says_where_it_stands_on_the_day(folder: Path) -> None:
    def stands(on: str) -> dict[str, tuple[bool, tuple[str, ...]]]:
        found = search_clauses(folder, "锅炉", on=on)
        return {one.release.info.name: (one.is_in_force, one.superseded_by) for one in found.releases}

    assert stands(DAY) == {"新版": (True, ()), "来年": (False, ()), "旧版": (True, ("新版",))}
    assert stands("2022-01-01")["旧版"] == (True, ())


def test_a_repealed_release_says_so(folder: Path) -> None:
    one = named("废", "2020-01-01")
    repealed = one.with_steps((*one.history, Step(ReleaseStatus.REPEALED, "2025-01-01")))
    write_release(repealed, folder / "gone.gpkg")
    status = {hit.release.info.name: hit.status for hit in search_clauses(folder, "锅炉", on=DAY).releases}
    assert status["废"] is ReleaseStatus.REPEALED
    assert status["新版"] is ReleaseStatus.PUBLISHED


def test_a_hit_is_the_clause_as_stored_with_its_list_its_unit_and_where_the_words_stand(folder: Path) -> None:
    hit = search_clauses(folder, "锅炉 禁止", on=DAY).releases[0].hits[0]
    one = named("新版", "")
    assert hit.clause == one.clauses[0]
    assert hit.access_list == one.lists[0]
    assert hit.unit_name == one.units[0].name
    printed = hit.clause.printed
    assert printed == "1-1.【大气/禁止类】禁止新建燃煤鍋爐。"
    assert [printed[start:end] for start, end in hit.spans] == ["禁止", "禁止", "鍋爐"]
    assert hit.spans == find(printed, words_of("锅炉 禁止"))


def test_a_clause_without_a_code_has_no_name_of_zones_without_one(tmp_path: Path) -> None:
    one = named("甲", "2024-07-01", ("禁止",))
    common = replace(one, clauses=(replace(one.clauses[0], unit_code=""),))
    assert one.zones[0].code == ""
    assert one.zones[0].name
    write_release(common, tmp_path / "a.gpkg")
    assert search_clauses(tmp_path, one.zones[0].name, on=DAY).total == 0
    assert search_clauses(tmp_path, "禁止", on=DAY).releases[0].hits[0].unit_name == ""


def test_the_list_is_limited_and_the_number_is_true(folder: Path) -> None:
    found = search_clauses(folder, "1-", on=DAY, most=1)
    assert [(total, len(hits)) for _, total, hits in said(found)] == [(2, 1), (3, 1), (4, 1)]


def test_blank_and_unknown_words_find_nothing(folder: Path) -> None:
    assert said(search_clauses(folder, " 　", on=DAY)) == []
    assert said(search_clauses(folder, "无此词", on=DAY)) == []


def test_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReleaseUnreadable) as caught:
        search_clauses(tmp_path / "无", "锅炉", on=DAY)
    assert caught.value.code == "file-missing"


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_kept_or_not_the_same_is_found(folder: Path, tmp_path: Path) -> None:
    without = search_clauses(folder, "锅炉", on=DAY)
    cache = tmp_path / "缓存" / "search"
    kept = KeptIndexes(cache)
    prepare_search(folder, kept)
    assert len(list(cache.glob("*.clauses"))) == 3
    assert search_clauses(folder, "锅炉", on=DAY, kept=kept) == without
    assert search_clauses(folder, "锅炉", on=DAY, kept=KeptIndexes(cache)) == without
    assert not list(folder.glob(".*"))
    assert len(list(folder.iterdir())) == 4


def test_a_second_window_reads_what_the_first_has_made(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_search(folder, KeptIndexes(tmp_path / "c"))

    def never(*_: object, **__: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr("zoning_plugin.jobs.search_clauses.index_clauses", never)
    assert search_clauses(folder, "锅炉", on=DAY, kept=KeptIndexes(tmp_path / "c")).total == 5


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "text", "swapped"])
def test_a_damaged_index_is_made_anew(folder: Path, tmp_path: Path, harm: str) -> None:
    cache = tmp_path / "c"
    wanted = search_clauses(folder, "锅炉", on=DAY, kept=KeptIndexes(cache))
    files = sorted(cache.glob("*.clauses"))
    whole = {path: path.read_bytes() for path in files}
    for at, path in enumerate(files):
        content = whole[path]
        path.write_bytes(
            {
                "cut": content[: len(content) // 2],
                "flipped": content[:-3] + bytes([content[-3] ^ 1]) + content[-2:],
                "empty": b"",
                "text": b"hello\n{}",
                "swapped": whole[files[at - 1]],
            }[harm]
        )
    assert search_clauses(folder, "锅炉", on=DAY, kept=KeptIndexes(cache)) == wanted
    assert {path: path.read_bytes() for path in sorted(cache.glob("*.clauses"))} == whole


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert search_clauses(folder, "锅炉", on=DAY, kept=KeptIndexes(tmp_path / "file" / "c")).total == 5


def test_what_changes_in_the_folder_is_found_at_once(folder: Path, tmp_path: Path) -> None:
    kept = KeptIndexes(tmp_path / "c")
    search_clauses(folder, "锅炉", on=DAY, kept=kept)
    (folder / "later.gpkg").unlink()
    write_release(named("新版", "2024-07-01", ("锅炉三", "锅炉四", "锅炉五")), folder / "new.gpkg")
    assert said(search_clauses(folder, "锅炉", on=DAY, kept=kept)) == [
        ("新版", 3, ["锅炉三", "锅炉四", "锅炉五"]), ("旧版", 2, [TEXTS[1], TEXTS[0]]),
    ]  # fmt: skip


def test_a_file_edited_by_another_program_is_searched_as_it_is_though_it_states_its_old_digest(
    folder: Path, tmp_path: Path
) -> None:
    kept = KeptIndexes(tmp_path / "c")
    search_clauses(folder, "锅炉", on=DAY, kept=kept)
    edit(folder / "new.gpkg", "锅炉", "汽车")
    assert [total for name, total, _ in said(search_clauses(folder, "汽车", on=DAY, kept=kept)) if name == "新版"] == [
        1
    ]


def test_an_index_that_does_not_say_what_the_file_says_is_not_believed(folder: Path, tmp_path: Path) -> None:
    kept = KeptIndexes(tmp_path / "c")
    before = (folder / "new.gpkg").stat()
    search_clauses(folder, "锅炉", on=DAY, kept=kept)
    edit(folder / "new.gpkg", "锅炉", "汽车")
    os.utime(folder / "new.gpkg", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (folder / "new.gpkg").stat().st_size == before.st_size
    assert [total for name, total, _ in said(search_clauses(folder, "锅炉", on=DAY, kept=kept)) if name == "新版"] == [
        1
    ]


def edit(path: Path, old: str, new: str) -> None:
    database = sqlite3.connect(path)
    with database:
        database.execute("UPDATE clauses SET text = replace(text, ?, ?)", (old, new))
    database.close()


def test_clauses_that_cannot_be_read_are_told_every_time(folder: Path, tmp_path: Path) -> None:
    database = sqlite3.connect(folder / "new.gpkg")
    with database:
        database.execute("UPDATE clauses SET source_row = 'x' WHERE number = '1-1'")
    database.close()
    for _ in range(2):
        found = search_clauses(folder, "锅炉", on=DAY, kept=KeptIndexes(tmp_path / "c"))
        assert [one.code for one in found.faults] == ["release-row-unreadable"]
        assert said(found)[0] == ("新版", 1, [TEXTS[1]])


def test_many_threads_on_one_find_the_same(folder: Path, tmp_path: Path) -> None:
    wanted = search_clauses(folder, "锅炉", on=DAY)
    kept = KeptIndexes(tmp_path / "c")
    with ThreadPoolExecutor(8) as pool:
        preparing = pool.submit(prepare_search, folder, kept)
        found = list(pool.map(lambda _: search_clauses(folder, "锅炉", on=DAY, kept=kept), range(24)))
        preparing.result()
    assert all(one == wanted for one in found)


def test_two_windows_on_one_cache_find_the_same(folder: Path, tmp_path: Path) -> None:
    wanted = search_clauses(folder, "锅炉", on=DAY).total
    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(_in_a_window, [(folder, tmp_path / "c")] * 6)) == [wanted] * 6
    assert all(path.suffix == ".clauses" for path in (tmp_path / "c").glob("*"))


def _in_a_window(where: tuple[Path, Path]) -> int:
    folder, cache = where
    shutil.rmtree(cache, ignore_errors=True)  # the other one may be about to read or write it
    return search_clauses(folder, "锅炉", on=DAY, kept=KeptIndexes(cache)).total


def test_indexes_nobody_reads_any_more_are_taken_away(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "c"
    cache.mkdir()
    old, other = cache / "0.clauses", cache / "notes.txt"
    for path in (old, other):
        path.write_bytes(b"")
        os.utime(path, (0, 0))
    prepare_search(folder, KeptIndexes(cache))
    assert not old.exists()
    assert other.exists()


def test_it_can_be_stopped(folder: Path) -> None:
    class Stopped:
        def report(self, share: float, step: str) -> None: ...

        def is_cancelled(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        search_clauses(folder, "锅炉", on=DAY, progress=Stopped())


def test_a_release_that_changes_again_and_again_ends_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zoning_plugin.jobs import search_clauses as job

    read = job.read_some_clauses

    def nothing_there(path: Path, rows: Any) -> Any:
        return replace(read(path, rows), clauses=())

    monkeypatch.setattr(job, "read_some_clauses", nothing_there)
    with pytest.raises(ReleaseUnreadable) as caught:
        search_clauses(folder, "锅炉", on=DAY)
    assert caught.value.code == "release-changing"
