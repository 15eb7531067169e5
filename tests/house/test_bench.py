# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame of the measurements: what is told of runs that went well, could not be, or broke; and that what is measured is real."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from osgeo import gdal, ogr

from bench import inputs, measuring, peer, peers, postgis, province_list
from bench.comparison import at_most, faster, grows, judged
from bench.measuring import Absent, Measurement, Results, Row, Timed
from bench.page import page
from zoning_plugin.core import geometry, measure
from zoning_plugin.files.access_list import read_list
from zoning_plugin.files.profile import read_profile
from zoning_plugin.files.tables.reader import read_tables


def test_runs_take_turns_and_are_told_with_median_least_and_most(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {
        "a": [{"rows": [{"row": "", "seconds": [one], "note": "n|n"}], "idle": 5e6, "peak": peak}
              for one, peak in ((3.0, 9e6), (1.0, 7e6), (2.0, 8e6))],
        "b": [{"absent": "no file"}],
        "c": [{"failed": "it broke"}],
    }  # fmt: skip
    asked: list[str] = []

    def in_child(_module: str, one: Measurement, _verb: str) -> object:
        asked.append(one.name)
        return answers[one.name].pop(0)

    monkeypatch.setattr(measuring, "_in_child", in_child)
    results = measuring.run_all([("imports", [Measurement(name, tuple) for name in "abc"])], lambda _line: None)
    assert asked == ["a", "b", "c", "a", "a"]
    told = page(results, "machine", {"Python": "3"}, 1.0, ["d"])
    assert "| a | 3 | 2.00 | 1.00 | 3.00 | 9 | n/n |" in told
    assert "- b: no file" in told
    assert "- c: it broke" in told
    assert "- d" in told


def test_a_run_that_dies_is_told_with_its_last_words() -> None:
    (failed,) = measuring.run_all(
        [("imports", [Measurement("no such measurement", tuple, runs=1)])], lambda _line: None
    ).failed
    assert "status 1: StopIteration" in failed


def test_a_clock_counts_what_is_under_it() -> None:
    clock = measuring.Clock()
    for _ in range(2):
        with clock:
            pass
    assert clock.timed("note") == Timed(tuple(clock.seconds), "note")
    assert len(clock.seconds) == 2


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".docx", ".csv"])
def test_the_list_that_is_measured_reads_back_whole(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        province_list, "_units", lambda _path: [("ZH36102510001", "甲单元"), ("ZH36102520002", "乙单元")]
    )
    target = tmp_path / f"list{suffix}"
    count = province_list.write_province_list(tmp_path, target)
    read = [one for reading in read_list(read_tables(target), read_profile(), target.name) for one in reading.clauses]
    assert len(read) == count == 24
    assert {one.unit_code for one in read} == {"ZH36102510001", "ZH36102520002"}
    assert [one.dimension for one in read[:12:3]] == list(province_list.DIMENSIONS)


# ---- the comparison of engines


def _row(name: str, seconds: float, area: float = 1e6, keyed: float = 4e5) -> Row:
    return Row(
        name, [seconds], 9_000_000, "1.0", "10 parcels × city", {"area_m2": [area], "keyed_m2": [keyed], "pieces": [7]}
    )


def _page(*rows: Row) -> list[str]:
    return page(Results(list(rows)), "machine", {}, 1.0, []).splitlines()


def test_a_peer_with_the_same_answer_gets_a_ratio_to_each_of_ours() -> None:
    told = _page(
        _row("ours, 10 parcels × city: warm", 2.0),
        _row("ours, 10 parcels × city: cold", 4.0),
        _row("— theirs, 10 parcels × city", 20.0, area=1e6 + 0.9),
    )
    assert (
        "| engine | runs | median s | least | most | peak MB | area m² | pieces | × ours: warm | × ours: cold | |"
        in told
    )
    assert "| ours: warm | 1 | 2.00 | 2.00 | 2.00 | 9 | 1000000.000 | 7 |  |  | 1.0 |" in told
    assert "| — theirs | 1 | 20.0 | 20.0 | 20.0 | 9 | 1000000.900 | 7 | 10.0 | 5.0 | 1.0 |" in told


@pytest.mark.parametrize(
    ("area", "keyed", "apart"),
    [(1e6 + 1.2, 4e5, "1.2e-06"), (1e6, 4e5 - 0.6, "1.5e-06")],
    ids=["other sum", "other units"],
)
def test_a_peer_that_disagrees_gets_its_difference_and_no_ratio(area: float, keyed: float, apart: str) -> None:
    theirs = _row("— theirs, 10 parcels × city", 20.0, area=area, keyed=keyed)
    told = _page(_row("ours, 10 parcels × city: warm", 2.0), theirs)
    (line,) = (one for one in told if one.startswith("| — theirs"))
    assert line.endswith(f"| 7 |  | disagrees with ours by {apart} of the area: no ratio; 1.0 |")


def test_a_peer_that_disagreed_in_one_of_its_runs_gets_no_ratio() -> None:
    theirs = _row("— theirs, 10 parcels × city", 20.0)
    theirs.figures["area_m2"].append(2e6)
    (line,) = (one for one in _page(_row("ours, 10 parcels × city", 2.0), theirs) if one.startswith("| — theirs"))
    assert "| 7 |  | disagrees with ours by 5.0e-01" in line


def test_peers_are_told_without_ours() -> None:
    (line,) = (one for one in _page(_row("— theirs, 10 parcels × city", 20.0)) if one.startswith("| — theirs"))
    assert "nothing of ours to compare with" in line


def test_what_was_asked_for_is_met_missed_or_not_measured() -> None:
    ours, theirs, wrong = _row("ours", 2.0), _row("— theirs", 20.0), _row("— wrong", 90.0, area=3e6)
    large = _row("large", 21.0)
    ours.figures["parcels"], large.figures["parcels"] = [10], [100]
    rows = [ours, theirs, wrong, large]
    assert judged(faster("10 × theirs", "ours", "— theirs", 10), rows) == "met: 10 × theirs — 10.0 ×"
    assert judged(faster("11 × theirs", "ours", "— theirs", 11), rows) == "**missed**: 11 × theirs — 10.0 ×"
    assert judged(faster("2 × wrong", "ours", "— wrong", 2), rows).startswith("**missed**: 2 × wrong — no ratio")
    assert judged(faster("2 × none", "ours", "— none", 2), rows) == "not measured: 2 × none"
    told = "**missed**: no faster than parcels — 10.5 × the seconds for 10.0 × as many"
    assert judged(grows("no faster than parcels", "ours", "large", "parcels"), rows) == told
    assert judged(at_most("2 s", "ours", 2, "s", lambda row: row.median), rows) == "met: 2 s — 2 s"
    assert judged(at_most("1 s", "ours", 1, "s", lambda row: row.median), rows) == "**missed**: 1 s — 2 s"


def test_figures_and_the_memory_of_another_process_come_through(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"rows": [vars(Timed((1.0,), "", "", "q", {"pieces": 3}, 5))], "idle": 1, "peak": 9}
    monkeypatch.setattr(measuring, "_in_child", lambda *_asked: said)
    (row,) = measuring.run_all([("overlay", [Measurement("a", tuple, runs=2)])], lambda _line: None).rows
    assert (row.question, row.figures, row.peak_bytes) == ("q", {"pieces": [3, 3]}, 5)


def _square(west: float, width: float) -> bytes:
    corners = [(west, 30.0), (west + width, 30.0), (west + width, 30.001), (west, 30.001), (west, 30.0)]
    return struct.pack("<BIII", 1, 3, 1, len(corners)) + b"".join(struct.pack("<2d", *one) for one in corners)


def test_bits_of_one_piece_are_one_piece_and_a_piece_of_another_unit_is_another_answer() -> None:
    whole = [("p", "u", _square(114.0, 0.002)), ("p", "v", _square(114.002, 0.001))]
    bits = [whole[1], ("p", "u", _square(114.001, 0.001)), ("p", "u", _square(114.0, 0.001))]
    elsewhere = [("p", "v", whole[0][2]), ("p", "u", whole[1][2])]
    told = peers.answer(whole)
    assert told["pieces"] == 2
    assert told["area_m2"] == pytest.approx(sum(measure.areas([geometry.from_wkb(one[2]) for one in whole])), rel=1e-12)
    assert peers.answer(bits) == pytest.approx(told, rel=1e-9)
    other = peers.answer(elsewhere)
    assert other["area_m2"] == pytest.approx(told["area_m2"], rel=1e-12)
    assert abs(other["keyed_m2"] - told["keyed_m2"]) > 0.01 * told["keyed_m2"]


def test_a_line_or_a_speck_is_no_piece() -> None:
    line = struct.pack("<BII4d", 1, 2, 2, 114.0, 30.0, 114.1, 30.0)
    told = peers.answer([("p", "u", line), ("p", "v", _square(114.0, 1e-10))])
    assert told["pieces"] == 0
    assert 0 < told["area_m2"] < 0.01


def test_pieces_that_a_peer_stores_are_read_back(tmp_path: Path) -> None:
    stored = [("p", "u", _square(114.0, 0.002)), ("p", "v", _square(114.002, 0.001))]
    peer.store(iter(stored), tmp_path / "pieces.sqlite")
    assert list(peers._stored(tmp_path / "pieces.sqlite")) == stored


def _layer(path: Path, name: str, key: str, shapes: dict[str, bytes]) -> Path:
    gdal.UseExceptions()
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer = dataset.CreateLayer(name, None, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn(key, ogr.OFTString))
    for value, wkb in shapes.items():
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField(key, value)
        feature.SetGeometry(ogr.CreateGeometryFromWkb(wkb))
        layer.CreateFeature(feature)
    return path


def test_parcels_along_borders_are_the_pieces_moved_by_up_to_half_a_metre(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = _layer(tmp_path / "cut.gpkg", "parcels", "BSM", {"p": _square(114.0, 0.004)})
    over = {"u": _square(113.999, 0.002), "v": _square(114.001, 0.002)}
    over["w"] = _square(114.003, 0.002)
    sets = {"1,000 parcels": cut, "city": _layer(tmp_path / "over.gpkg", "units", "HJGKDYBM", over)}
    monkeypatch.setattr(inputs, "CACHE", tmp_path)
    monkeypatch.setattr(inputs, "_digest", lambda _names: "0")
    monkeypatch.setattr(inputs, "parcels", sets.__getitem__)
    monkeypatch.setattr(inputs, "units", sets.__getitem__)
    made = list(inputs.shapes(inputs._bordering(), "parcels", "BSM"))
    norths = sorted(geometry.bounds(geometry.from_wkb(wkb))[3] - 30.001 for _key, wkb in made)
    assert [key for key, _wkb in made] == ["B000000", "B000001", "B000002"]
    assert norths == pytest.approx([0, 1e-9 / 111_320, 1e-6 / 111_320], abs=4e-15)
    assert norths[2] > 0
    (whole,) = measure.areas([geometry.from_wkb(_square(114.0, 0.004))])
    assert sum(measure.areas([geometry.from_wkb(wkb) for _key, wkb in made])) == pytest.approx(whole, rel=1e-9)


# ---- processes that do not end well


def test_a_peer_that_takes_too_long_is_broken_off_and_told_as_not_measured(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(Absent, match="broken off"):
        peers.finished([sys.executable, "-c", "import time; time.sleep(60)"], os.environ, 0.3, tmp_path / "answer.json")
    assert time.monotonic() - began < 30


def test_a_peer_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="status 1: ModuleNotFoundError: No module named 'no_such_engine'"):
        peers.finished([sys.executable, "-c", "import no_such_engine"], os.environ, 60, tmp_path / "answer.json")


def _programs(folder: Path) -> Path:
    """Stand-ins: a server that notes its process and lives until it is told to stop, and a client that fails on what is wrong."""
    server = (
        "import os, pathlib, signal, sys\n"
        "signal.signal(signal.SIGINT, lambda *_: sys.exit())\n"  # as PostgreSQL does; a shell's background is deaf to it
        f"pathlib.Path({str(folder / 'process')!r}).write_text(str(os.getpid()))\n"
        "signal.pause()"
    )
    client = "case \"$*\" in *wrong*) echo 'ERROR:  it is wrong' >&2; exit 3;; esac; echo done"
    for name, program, text in (
        ("initdb", "/bin/sh", "mkdir -p $2"), ("postgres", sys.executable, server), ("psql", "/bin/sh", client),
    ):  # fmt: skip
        (folder / name).write_text(f"#!{program}\n{text}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


def _is_running(folder: Path) -> bool:
    noted = folder / "process"
    process = noted.read_text(encoding="utf-8") if noted.is_file() else ""
    return process != "" and Path(f"/proc/{process}").is_dir()


def test_the_server_is_stopped_when_a_statement_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)  # as ourselves: there may be no user postgres here
    programs, folders = _programs(tmp_path), []

    def work() -> None:
        with postgis.cluster(programs) as server:
            folders.append(server.folder)
            assert server.run("right") == "done"
            _await(lambda: _is_running(tmp_path))
            server.run("wrong")

    with pytest.raises(postgis.PostgisBroken, match="it is wrong"):
        work()
    assert not _is_running(tmp_path)
    assert not folders[0].exists()


def test_the_server_ends_with_a_process_that_is_killed(tmp_path: Path) -> None:
    _programs(tmp_path)
    code = (
        "import os, sys, time; from pathlib import Path; os.geteuid = lambda: 1000; from bench import postgis\n"
        "with postgis.cluster(Path(sys.argv[1])) as server:\n print(server.folder, flush=True)\n time.sleep(300)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], cwd=measuring.ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        _await(lambda: _is_running(tmp_path))
        assert folder.is_dir()
        process.send_signal(signal.SIGKILL)
    _await(lambda: not _is_running(tmp_path) and not folder.exists())


def _await(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.02)
