# SPDX-License-Identifier: GPL-3.0-or-later
"""Tiles are cut once and kept; nothing that is kept can be wrong, out of date or half written without being cut again."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.core import country
from zoning_plugin.core import geometry, tiling
from zoning_plugin.core.errors import Cancelled
from zoning_plugin.core.release import Release, ReleaseInfo
from zoning_plugin.core.terms import UnitClass
from zoning_plugin.core.unit import ControlUnit, Zone
from zoning_plugin.files.release_store import read_release, write_release
from zoning_plugin.jobs.prepare_release import prepare_release
from zoning_plugin.jobs.remove_release import remove_release

_ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    units = tuple(
        ControlUnit(f"ZH9901012{number:04}", f"示例单元{number}", UnitClass.KEY, "重点管控单元", "", "", "", "", shape)
        for number, shape in enumerate(country.units())
    )
    zones = (Zone("生态保护红线", "", "示例红线", country.units()[2]),)
    folder = tmp_path / "catalogue"
    folder.mkdir()
    write_release(Release(ReleaseInfo("示例"), units, zones), folder / "r.gpkg")
    return folder / "r.gpkg"


@pytest.fixture
def cuts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for every time that tiles are cut."""
    made: list[int] = []
    cut = tiling.Tiling.cut

    def counted(self: tiling.Tiling, *arguments: object, **options: object) -> tiling.Tiles:
        made.append(len(self.shapes))
        return cut(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(tiling.Tiling, "cut", counted)
    return made


def prepared(path: Path, cache: Path | None = None) -> tuple[Release, Path | None]:
    release = read_release(path)
    place = prepare_release(release, path, cache=cache)
    assert release.unit_tiling.tiles is not None
    assert release.zone_tiling.tiles is not None
    return release, place


def test_tiles_are_cut_once_and_kept_beside_the_release(path: Path, cuts: list[int]) -> None:
    _, place = prepared(path)
    assert place == path.with_name("r.tiles")
    content = place.read_bytes()
    prepared(path)
    assert len(cuts) == 2, "units and zones, once"
    assert place.read_bytes() == content
    assert sorted(one.name for one in path.parent.iterdir()) == ["r.gpkg", "r.tiles"]


def test_tiles_are_no_more_than_twice_the_bytes_of_the_release(path: Path) -> None:
    _, place = prepared(path)
    assert place is not None
    assert place.stat().st_size < 2 * path.stat().st_size


def test_where_the_folder_cannot_be_written_they_lie_in_the_cache(
    path: Path, tmp_path: Path, cuts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache" / "tiles"
    if os.geteuid() == 0:  # root writes everywhere: the system's refusal is played
        mkdir = Path.mkdir

        def refuse(self: Path, *arguments: object, **options: object) -> None:
            if self.parent == path.parent:
                raise PermissionError(13, "Permission denied", str(self))
            mkdir(self, *arguments, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(Path, "mkdir", refuse)
    else:
        path.parent.chmod(0o555)
    release, place = prepared(path, cache)
    assert place == cache / f"{release.digest}.tiles"
    assert prepared(path, cache)[1] == place
    assert len(cuts) == 2
    path.parent.chmod(0o755)


def test_nowhere_to_keep_them_costs_nothing_but_time(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "mkdir", lambda *_a, **_o: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert prepared(path, tmp_path / "c")[1] is None


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "text", "another"])
def test_damaged_tiles_are_cut_anew(path: Path, cuts: list[int], harm: str) -> None:
    _, place = prepared(path)
    assert place is not None
    whole = place.read_bytes()
    middle = len(whole) // 2
    harmed = {
        "cut": whole[:middle],
        "flipped": whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1 :],
        "empty": b"",
        "text": b"zoning.tiles/1 a b\n[]",
        "another": whole.replace(b"zoning.tiles/1", b"zoning.tiles/0"),
    }
    place.write_bytes(harmed[harm])
    prepared(path)
    assert len(cuts) == 4
    assert place.read_bytes() == whole


def test_a_release_changed_behind_its_digest_is_cut_anew(path: Path, cuts: list[int]) -> None:
    """A program that edits the file leaves the digest stated in it: then the tiles are those of what was there before."""
    prepared(path)
    edited = read_release(path)
    moved = replace(edited.units[0], shape=country.parcels(1)[0])
    edited = replace(edited, units=(moved, *edited.units[1:]))
    prepare_release(edited, path)
    assert len(cuts) == 4
    assert geometry.bounds(edited.unit_tiling.shapes[0]) == geometry.bounds(moved.shape)


def test_other_ways_of_cutting_are_other_tiles(path: Path, cuts: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    prepared(path)
    monkeypatch.setattr("zoning_plugin.core.tiling.tiling.TILES_VERSION", "tiles/2")
    prepared(path)
    assert len(cuts) == 4


class _Stops:
    def __init__(self, after: int) -> None:
        self.left = after

    def report(self, _share: float, _step: str) -> None:
        self.left -= 1

    def is_cancelled(self) -> bool:
        return self.left <= 0


@pytest.mark.parametrize("after", [0, 1, 5, 20])
def test_cancelled_nothing_is_left(path: Path, after: int) -> None:
    release = read_release(path)
    with pytest.raises(Cancelled):
        prepare_release(release, path, progress=_Stops(after))
    assert [one.name for one in path.parent.iterdir()] == ["r.gpkg"]
    assert release.unit_tiling.tiles is None


_WINDOW = """
import sys
from pathlib import Path
from zoning_plugin.files.release_store import read_release
from zoning_plugin.jobs.prepare_release import prepare_release
path = Path(sys.argv[1])
release = read_release(path)
sys.stdin.readline()
print(prepare_release(release, path).name, release.unit_tiling.tiles is not None)
"""


def test_two_windows_at_once_make_one_file(path: Path) -> None:
    windows = [
        subprocess.Popen([sys.executable, "-c", _WINDOW, str(path)], cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]  # fmt: skip
    for one in windows:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    assert {one.communicate(timeout=60)[0].strip() for one in windows} == {"r.tiles True"}
    assert sorted(one.name for one in path.parent.iterdir()) == ["r.gpkg", "r.tiles"]


def test_tiles_go_with_their_release(path: Path) -> None:
    prepared(path)
    remove_release(path)
    assert sorted(one.name for one in path.parent.iterdir()) == ["previous"]
