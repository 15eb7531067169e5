# SPDX-License-Identifier: GPL-3.0-or-later
"""The release file: comes back as it went in, whole or not at all, and says so when somebody has been at it."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osgeo import gdal, ogr

from tests.core.shapes import access_list, box, clause, unit, zone
from zoning_plugin.core import geometry
from zoning_plugin.core.clause import Scope
from zoning_plugin.core.errors import Cancelled, OutputFailed, ReleaseUnreadable
from zoning_plugin.core.release import (
    Promise,
    Release,
    ReleaseInfo,
    SourceFile,
    logical_digest,
    promises_of,
    shortfalls,
    standing_digest,
)
from zoning_plugin.core.standing import Step
from zoning_plugin.core.terms import ReleaseStatus, Tier, UnitClass
from zoning_plugin.files import outputs, release_store
from zoning_plugin.files.release_store import read_release, read_release_head, write_release

ROOT = Path(__file__).resolve().parents[2]


def names(folder: Path) -> list[str]:
    """What lies in a folder, by name."""
    return sorted(one.name for one in folder.iterdir())


def sample() -> Release:
    two_parts = geometry.union([box(2000, 0, 2500, 500), box(3000, 0, 3500, 500)])
    ring = geometry.difference(box(0, 1000, 1000, 2000), box(300, 1300, 700, 1700))
    lists = (
        access_list(
            "province-1",
            Tier.PROVINCE,
            Scope(admin=("99",), classes=(UnitClass.KEY,), zones=("生态保护红线",), units=("ZH99010120001",)),
        ),
        access_list("unit-1", Tier.UNIT),
    )
    clauses = (
        clause("province-1", "1", "甲\n乙 'x\" <b>"),
        clause("unit-1", "1-1", "丙", "ZH99010120001", "空间布局约束"),
    )
    info = ReleaseInfo(
        "示例县 2024",
        "示府〔2024〕1号",
        "示例县",
        "2024-07-01",
        ReleaseStatus.PUBLISHED,
        "旧",
        "",
        "gauss-kruger:120",
        "注",
    )
    release = Release(
        info, (replace(unit(1, box(0, 0, 1000, 1000)), elements="水环境一般管控区、\n大气环境一般管控区"), unit(2, two_parts), unit(3, ring, code="ZH440605200001")),
        (zone("生态保护红线", box(0, 0, 10, 10)),), lists, clauses, (SourceFile("a.gpkg", "units", "ab" * 32, "UTF-8", "EPSG:4490", 3),),
    )  # fmt: skip
    return replace(release, promises=(*promises_of(release), Promise("zones", "饮用水水源保护区", 0, delivered=False)))


def standing() -> Release:
    """The sample, with the two steps that put it where it stands."""
    filed = Step(ReleaseStatus.FILED, "2024-05-01", "备〔2024〕2号", note="甲\n乙 'x")
    return sample().with_steps((filed, Step(ReleaseStatus.PUBLISHED, "2024-06-01", "示府〔2024〕1号", "2024-07-01")))


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    write_release(sample(), tmp_path / "成果 1.gpkg")
    return tmp_path / "成果 1.gpkg"


def damaged(path: Path, *statements: str) -> Path:
    with sqlite3.connect(path) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            database.execute(statement)
    database.close()
    return path


def same(one: Release, other: Release) -> bool:
    shapes = [[item.shape for item in (*release.units, *release.zones)] for release in (one, other)]
    return (
        one.history == other.history
        and replace(one, digest="", steps=()) == replace(other, digest="", steps=())
        and [geometry.normalised_wkb(shape) for shape in shapes[0]]
        == [geometry.normalised_wkb(shape) for shape in shapes[1]]
    )


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    release = sample()
    returned = write_release(release, tmp_path / "r.gpkg")
    for read in (returned, read_release(tmp_path / "r.gpkg", verify=True)):
        assert same(read, release)
        assert read.digest == logical_digest(release)
        assert read.faults == ()
    assert [(one.kind, one.subject, one.state) for one in shortfalls(returned)] == [
        ("zones", "饮用水水源保护区", "no-data")
    ]


texts = st.text(alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(st.tuples(texts, texts, texts, texts), min_size=1, max_size=5))
def test_any_text_comes_back_unchanged(tmp_path: Path, rows: list[tuple[str, str, str, str]]) -> None:
    base = sample()
    clauses = tuple(
        replace(base.clauses[0], clause_id=f"province-1/*/{place}", dimension=one, number=two, tag=three, text=four)
        for place, (one, two, three, four) in enumerate(rows)
    )
    release = replace(base, clauses=clauses)
    write_release(release, tmp_path / "r.gpkg")
    assert read_release(tmp_path / "r.gpkg", verify=True).clauses == clauses


def test_the_same_release_gives_the_same_bytes(tmp_path: Path) -> None:
    write_release(sample(), tmp_path / "a.gpkg")
    time.sleep(1.1)
    write_release(sample(), tmp_path / "b.gpkg")
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()


def test_a_shape_of_one_part_is_the_same_however_it_comes(tmp_path: Path) -> None:
    single = replace(sample(), units=(unit(1, box(0, 0, 10, 10)),), clauses=(), promises=())
    multi = replace(
        single,
        units=(
            unit(1, geometry.from_wkt(geometry.to_wkt(box(0, 0, 10, 10)).replace("POLYGON ", "MULTIPOLYGON (") + ")")),
        ),
    )
    assert write_release(single, tmp_path / "a.gpkg").digest == write_release(multi, tmp_path / "b.gpkg").digest


@pytest.mark.parametrize("name", ["成果 #1?.gpkg", "100%.gpkg", "a&b=c;d.gpkg", "'引号\".gpkg"])
def test_any_file_name_works(tmp_path: Path, name: str) -> None:
    if os.name == "nt":
        pytest.skip("Windows forbids these names")
    write_release(sample(), tmp_path / name)
    assert read_release(tmp_path / name).info.name == "示例县 2024"
    assert names(tmp_path) == [name]


def test_gdal_reads_layers_crs_and_index(stored: Path) -> None:
    source = gdal.OpenEx(str(stored), gdal.OF_VECTOR)
    assert [source.GetLayer(place).GetName() for place in range(source.GetLayerCount())][:2] == ["units", "zones"]
    layer = source.GetLayerByName("units")
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "4490"
    assert layer.GetGeomType() == ogr.wkbMultiPolygon
    assert [feature["code"] for feature in layer] == ["ZH99010120001", "ZH99010120002", "ZH440605200001"]
    layer.SetSpatialFilterRect(113.0, 23.0, 113.001, 23.001)
    assert [feature["code"] for feature in layer] == ["ZH99010120001"]
    assert source.GetLayerByName("clauses").GetFeatureCount() == 2


def test_reading_leaves_no_trace_and_works_in_a_read_only_folder(stored: Path) -> None:
    before = (stored.read_bytes(), stored.stat().st_mtime_ns, names(stored.parent))
    stored.chmod(0o444)
    stored.parent.chmod(0o555)
    try:
        read_release(stored, verify=True)
    finally:
        stored.parent.chmod(0o755)
    assert (stored.read_bytes(), stored.stat().st_mtime_ns, names(stored.parent)) == before


def test_what_a_file_says_of_itself_is_read_without_the_rest(stored: Path) -> None:
    head, whole = read_release_head(stored), read_release(stored)
    assert (head.info, head.digest) == (sample().info, logical_digest(sample()))
    assert (head.steps, head.standing_digest) == (whole.steps, standing_digest(whole))
    assert (head.unit_count, head.clause_count) == (3, 2)
    assert head.boxes == tuple(geometry.bounds(one.shape) for one in whole.units)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE clauses SET text = '改' WHERE fid = 1",
        "UPDATE units SET class = 'general' WHERE fid = 1",
        "UPDATE units SET elements = '' WHERE fid = 1",
        "UPDATE release SET value = '别的府' WHERE key = 'issuer'",
        "UPDATE access_lists SET scope = '{}' WHERE fid = 1",
        "UPDATE promises SET delivered = 1",
        "UPDATE units SET geom = (SELECT geom FROM units WHERE fid = 3) WHERE fid = 1",
    ],
)
def test_any_change_of_what_it_says_is_seen(stored: Path, statement: str) -> None:
    assert [one.code for one in read_release(damaged(stored, statement), verify=True).faults] == ["digest-mismatch"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE release SET value = '2025-01-01' WHERE key = 'effective'",
        "UPDATE release SET value = 'filed' WHERE key = 'status'",
        "UPDATE release SET value = '新版' WHERE key = 'superseded_by'",
        "UPDATE release SET value = '' WHERE key = 'standing_digest'",
        "UPDATE steps SET effective = '2020-01-01'",
        "UPDATE steps SET note = 'x'",
        "DELETE FROM steps WHERE fid = 2",
        "DELETE FROM steps",
        "INSERT INTO steps (status, number, date, effective, note) VALUES ('draft', '', '', '', '')",
    ],
)
def test_any_change_of_where_it_stands_is_seen_though_its_content_is_as_it_was(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "r.gpkg"
    write_release(standing(), path)
    assert [one.code for one in read_release(damaged(path, statement), verify=True).faults] == ["standing-mismatch"]


def test_steps_come_back_and_leave_the_digest_as_it_was(tmp_path: Path) -> None:
    returned = write_release(standing(), tmp_path / "r.gpkg")
    assert returned.steps == standing().steps
    assert returned.info == sample().info
    assert returned.digest == logical_digest(sample())


def test_a_release_of_which_only_the_description_says_how_it_stands_has_that_step(stored: Path) -> None:
    assert read_release(stored).steps == (Step(ReleaseStatus.PUBLISHED, "", "示府〔2024〕1号", "2024-07-01"),)


def test_what_it_does_not_say_may_change(stored: Path) -> None:
    damaged(
        stored,
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, style TEXT)",
        "INSERT INTO layer_styles VALUES (1, 'x')",
    )
    sqlite3.connect(stored, isolation_level=None).execute("VACUUM")
    assert read_release(stored, verify=True).faults == ()


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["DROP TABLE release"], "release-not-a-release"),
        (["DROP TABLE units"], "release-not-a-release"),
        (["DELETE FROM units"], "release-without-units"),
        (["ALTER TABLE units DROP COLUMN class"], "release-without-units"),
        (["UPDATE release SET value = 'zoning.release/9' WHERE key = 'schema'"], "release-schema-unknown"),
        (["DELETE FROM release WHERE key = 'schema'"], "release-schema-unknown"),
        (["UPDATE release SET value = 'x' WHERE key = 'status'"], "release-damaged"),
        (["UPDATE release SET value = 'hectares' WHERE key = 'area_rule'"], "release-damaged"),
        (["UPDATE gpkg_geometry_columns SET srs_id = 4326"], "release-crs"),
        (["ALTER TABLE units RENAME TO u", "CREATE VIEW units AS SELECT * FROM u"], "release-not-a-release"),
    ],
)
def test_what_is_no_release(stored: Path, statements: list[str], code: str) -> None:
    with pytest.raises(ReleaseUnreadable) as caught:
        read_release(damaged(stored, *statements))
    assert caught.value.code == code


@pytest.mark.parametrize("table", ["zones", "access_lists", "clauses", "sources", "promises"])
def test_a_missing_table_is_a_fault_and_breaks_its_promise(stored: Path, table: str) -> None:
    release = read_release(damaged(stored, f"DROP TABLE {table}"))
    assert [(one.code, one.fact("table")) for one in release.faults] == [("release-table-missing", table)]
    failed = {one.subject for one in shortfalls(release) if one.state == "failed"}
    expected: dict[str, set[str]] = {"zones": {"生态保护红线"}, "clauses": {"province-1", "unit-1"}}
    assert failed == expected.get(table, set())


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE units SET geom = x'00' WHERE fid = 2", "units"),
        ("UPDATE units SET geom = x'4750000100000000' WHERE fid = 2", "units"),
        ("UPDATE units SET class = 'other' WHERE fid = 2", "units"),
        ("UPDATE access_lists SET tier = 'moon' WHERE fid = 1", "access_lists"),
        ("UPDATE access_lists SET scope = '{\"moon\": []}' WHERE fid = 1", "access_lists"),
        ("UPDATE access_lists SET scope = 'x' WHERE fid = 1", "access_lists"),
    ],
)
def test_a_row_that_cannot_be_read_is_a_fault(stored: Path, statement: str, table: str) -> None:
    release = read_release(damaged(stored, statement))
    assert [(one.code, one.fact("table")) for one in release.faults] == [("release-row-unreadable", table)]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file-empty"), (b"SQLite format 3", "release-not-a-geopackage"), (b"<xml/>", "release-not-a-geopackage")],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "x.gpkg").write_bytes(content)
    with pytest.raises(ReleaseUnreadable) as caught:
        read_release(tmp_path / "x.gpkg")
    assert caught.value.code == code


def test_truncated_and_flipped_files_end_in_a_coded_error_or_a_fault(stored: Path) -> None:
    whole = stored.read_bytes()
    truth = sample()
    chance = random.Random(1)
    for round_ in range(400):
        mutant = bytearray(whole[: chance.randrange(len(whole))] if round_ % 2 else whole)
        for _ in range(3):
            if mutant:
                mutant[chance.randrange(len(mutant))] = chance.randrange(256)
        stored.write_bytes(bytes(mutant))
        try:
            release = read_release(stored, verify=True)
        except ReleaseUnreadable:
            continue
        assert release.faults or same(release, truth)


def test_unsaved_edits_beside_it_are_told(stored: Path) -> None:
    stored.with_name(stored.name + "-wal").write_bytes(b"x")
    assert [one.code for one in read_release(stored).faults] == ["release-open-for-editing"]


def test_a_failure_leaves_what_was_there(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outputs, "_flush", full)
    with pytest.raises(OutputFailed) as caught:
        write_release(replace(sample(), clauses=()), stored)
    assert caught.value.code == "release-not-written"
    assert stored.read_bytes() == before
    assert names(stored.parent) == [stored.name]


def test_what_reads_back_otherwise_is_not_kept(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored.read_bytes()
    monkeypatch.setattr(
        release_store, "logical_digest", lambda release: str(len(release.clauses)) + str(time.monotonic_ns())
    )
    with pytest.raises(OutputFailed) as caught:
        write_release(sample(), stored)
    assert caught.value.code == "release-not-verified"
    assert (stored.read_bytes(), names(stored.parent)) == (before, [stored.name])


def test_a_cancelled_writing_leaves_what_was_there(stored: Path) -> None:
    before = stored.read_bytes()

    class Stop:
        def report(self, share: float, step: str) -> None: ...

        def is_cancelled(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        write_release(sample(), stored, progress=Stop())
    assert (stored.read_bytes(), names(stored.parent)) == (before, [stored.name])


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed) as caught:
        write_release(sample(), tmp_path / "无" / "r.gpkg")
    assert caught.value.code == "folder-missing"


KILLED = """
import sys, time
from pathlib import Path
from dataclasses import replace
from tests.files.test_release_store import sample
from zoning_plugin.files import release_store
release = sample()
release = replace(release, clauses=tuple(replace(release.clauses[0], clause_id=str(n), text="甲" * 500) for n in range(4000)), promises=())
print("ready", flush=True)
while True:
    release_store.write_release(release, Path(sys.argv[1]))
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_at_any_moment_the_old_or_the_new_release_is_there_whole(tmp_path: Path) -> None:
    path = tmp_path / "成果.gpkg"
    write_release(sample(), path)
    chance = random.Random(2)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, env=environment, cwd=ROOT
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0.0, 0.35))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert read_release(path, verify=True).faults == ()
        assert len(read_release(path).clauses) in (2, 4000)
