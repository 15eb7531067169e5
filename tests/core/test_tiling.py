# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of the engine: what is ready, in which order, with what else and on which thread it is asked makes no difference to any bit."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import country
from tests.core.shapes import box
from zoning_plugin.core import geometry, measure, tiling
from zoning_plugin.core.errors import Cancelled
from zoning_plugin.core.measure import AreaRule
from zoning_plugin.core.overlay import PolygonOverlay, Thresholds, overlay, overlay_polygons
from zoning_plugin.core.overlay.polygons import RELATIONS
from zoning_plugin.core.site import Site
from zoning_plugin.core.terms import Relation, SiteKind
from zoning_plugin.core.tiling import Tiles, Tiling

_ROOT = Path(__file__).parents[2]


def lay(parcels: np.ndarray, over: Tiling, rule: AreaRule = measure.ELLIPSOIDAL, near_m: float = 0.0) -> PolygonOverlay:
    return overlay_polygons(parcels, over, rule=rule, thresholds=Thresholds(), near_m=near_m)


def told(laid: PolygonOverlay) -> list[object]:
    """Everything an overlay says, to the last bit."""
    columns = [*vars(laid.pieces).values(), *(value for name, value in vars(laid).items() if name != "pieces")]
    return [
        shapely.to_wkb(one, output_dimension=2).tolist() if one.dtype == object else one.tolist() for one in columns
    ]


@pytest.fixture(scope="module")
def units() -> tuple[shapely.Geometry, ...]:
    return country.units()


@pytest.fixture(scope="module")
def tiles(units: tuple[shapely.Geometry, ...]) -> Tiles:
    return Tiling(units).cut()


@pytest.fixture(scope="module")
def ready(units: tuple[shapely.Geometry, ...], tiles: Tiles) -> Tiling:
    over = Tiling(units)
    over.adopt(tiles)
    return over


def test_the_country_is_cut(tiles: Tiles) -> None:
    assert len(tiles.roots) > 10
    assert len(tiles.cells) > 100, "or the laws below say nothing"
    assert not len(tiles.overlaps)


@pytest.mark.parametrize("near_m", [0.0, 800.0])
def test_tiles_change_nothing(units: tuple[shapely.Geometry, ...], ready: Tiling, near_m: float) -> None:
    parcels = country.parcels(300)
    assert told(lay(parcels, Tiling(units), near_m=near_m)) == told(lay(parcels, ready, near_m=near_m))


def test_what_is_laid_together_and_in_which_order_changes_nothing(ready: Tiling) -> None:
    parcels = country.parcels(60)
    together = lay(parcels, ready)
    order = np.random.default_rng(3).permutation(len(parcels))
    other = lay(parcels[order], ready)
    for position in range(len(parcels)):
        alone = lay(parcels[position : position + 1], ready)
        for laid, at in ((together, position), (other, int(np.flatnonzero(order == position)[0]))):
            rows = laid.pieces.polygon == at
            assert laid.pieces.area_m2[rows].tolist() == alone.pieces.area_m2.tolist()
            assert laid.pieces.index[rows].tolist() == alone.pieces.index.tolist()
            assert (
                shapely.to_wkb(laid.pieces.shape[rows], output_dimension=2).tolist()
                == shapely.to_wkb(alone.pieces.shape, output_dimension=2).tolist()
            )
            assert (laid.uncovered[at], laid.double[at]) == (alone.uncovered[0], alone.double[0])


def test_the_order_of_the_shapes_changes_nothing(units: tuple[shapely.Geometry, ...], ready: Tiling) -> None:
    parcels = country.parcels(200)
    order = np.random.default_rng(4).permutation(len(units))
    other = lay(parcels, Tiling([units[one] for one in order]))
    one = lay(parcels, ready)
    found = dict(zip(zip(one.pieces.polygon, one.pieces.index, strict=True), one.pieces.area_m2, strict=True))
    assert found == dict(
        zip(zip(other.pieces.polygon, order[other.pieces.index], strict=True), other.pieces.area_m2, strict=True)
    )


@pytest.mark.parametrize("rule", [measure.ELLIPSOIDAL, AreaRule(114.0)])
def test_pieces_are_those_of_whole_shapes(units: tuple[shapely.Geometry, ...], ready: Tiling, rule: AreaRule) -> None:
    """Against shapely alone on the whole units, one parcel and unit after the other."""
    parcels = country.parcels(400)
    laid = lay(parcels, ready, rule)
    found = {
        (polygon, index): row
        for row, (polygon, index) in enumerate(zip(laid.pieces.polygon, laid.pieces.index, strict=True))
    }
    for number, parcel in enumerate(parcels):
        noise = 1e-9 * laid.total[number] + 3e-9 * shapely.length(parcel) * 111_700
        for index, unit in enumerate(units):
            common = shapely.intersection(parcel, unit)
            if shapely.is_empty(common):
                continue
            row = found[number, index]
            area = measure.area(geometry.parts_of_dimension(common, 2), rule)
            assert laid.pieces.area_m2[row] == pytest.approx(area, rel=1e-9, abs=noise)
            assert shapely.area(shapely.symmetric_difference(laid.pieces.shape[row], common)) < 1e-9 * shapely.area(
                parcel
            )


def test_pieces_have_no_seams(units: tuple[shapely.Geometry, ...], ready: Tiling) -> None:
    """A piece across many tiles has the vertices that it has by the whole unit, and no more."""
    parcels = country.parcels(60, smallest=0.01, largest=0.08)
    laid = lay(parcels, ready)
    assert len(laid.pieces.area_m2) > 200
    for polygon, index, shape in zip(laid.pieces.polygon, laid.pieces.index, laid.pieces.shape, strict=True):
        whole = shapely.intersection(parcels[polygon], units[index])
        assert shapely.get_num_coordinates(shape) == shapely.get_num_coordinates(whole)
        assert len(shapely.get_parts(shape)) == len(shapely.get_parts(whole))


@pytest.mark.parametrize("rule", [measure.ELLIPSOIDAL, AreaRule(114.0)])
def test_every_parcel_balances(ready: Tiling, rule: AreaRule) -> None:
    parcels = country.parcels(1000, seed=5)
    laid = lay(parcels, ready, rule)
    shares = np.bincount(laid.pieces.polygon, laid.pieces.share, len(parcels))
    balance = shares + (laid.uncovered - laid.double) / laid.total
    assert np.abs(balance - 1).max() < 1e-9
    assert np.abs(laid.covered + laid.uncovered - laid.total).max() < 1e-6
    gaps = measure.areas([None if shapely.is_empty(one) else one for one in laid.uncovered_shape], rule)
    assert gaps == pytest.approx(laid.uncovered, rel=1e-9)


def test_overlaps_and_gaps_of_one_size_are_not_taken_for_nothing(units: tuple[shapely.Geometry, ...]) -> None:
    """An island moved aside leaves a gap as large as what it then covers twice."""
    middle_x, middle_y = country.WEST + country.SIDE / 2, country.SOUTH + country.SIDE / 2
    island = shapely.box(middle_x, middle_y, middle_x + 0.001, middle_y + 0.001)
    around = shapely.difference(
        shapely.box(country.WEST, country.SOUTH, country.WEST + country.SIDE, country.SOUTH + country.SIDE), island
    )
    over = Tiling([around, shapely.transform(island, lambda points: points + [0.0002, 0])])
    over.adopt(over.cut())
    laid = lay(np.array([shapely.box(middle_x - 0.01, middle_y - 0.01, middle_x + 0.01, middle_y + 0.01)]), over)
    assert laid.double[0] == pytest.approx(laid.uncovered[0], rel=1e-9)
    assert laid.double[0] == pytest.approx(measure.area(island) / 5, rel=1e-6)
    assert laid.leaves_gap[0]


@given(st.one_of(st.floats(-0.5, 0.5), st.sampled_from([0.0, 1e-9, -1e-9, 1e-6, -1e-6, 1e-3, -1e-3])), st.booleans())
@settings(max_examples=80)
def test_borders_that_nearly_meet(offset_m: float, lies_down: bool) -> None:
    """A parcel whose border lies within half a metre of that of a unit: nothing is lost, and a strip below the width is an edge contact."""
    units = [box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)]
    parcel = box(500, 200, 1000 + offset_m, 800)
    if lies_down:
        units, parcel = [box(0, 0, 1000, 1000), box(0, 1000, 1000, 2000)], box(200, 500, 800, 1000 + offset_m)
    laid = lay(np.array([parcel]), Tiling(units))
    seen = {
        index: RELATIONS[relation]
        for index, relation in zip(laid.pieces.index.tolist(), laid.pieces.relation.tolist(), strict=True)
    }
    assert laid.pieces.share.sum() + (laid.uncovered - laid.double)[0] / laid.total[0] == pytest.approx(1, abs=1e-9)
    if offset_m < -0.12:
        assert seen == {0: Relation.INSIDE}
    elif offset_m < 0.09:  # touched, or within the distance of a touch, or a strip under 0.1 m
        assert seen == {0: Relation.INSIDE, 1: Relation.EDGE} or -0.12 < offset_m < -0.08
    elif offset_m > 0.12:
        assert seen == {0: Relation.OVERLAP, 1: Relation.OVERLAP}


@pytest.mark.parametrize(
    "parcel",
    [
        shapely.from_wkt("POLYGON((0 0, 4 0, 4 0, 4 4, 0 4, 0 0))"),  # a vertex twice
        shapely.from_wkt("POLYGON((0 0, 4 0, 4 4, 2 4, 2 2, 2 4, 0 4, 0 0))"),  # a spike inward
        shapely.from_wkt("POLYGON((0 0, 4 4, 4 0, 0 4, 0 0))"),  # crosses itself
        shapely.from_wkt("POLYGON((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 3 1, 3 3, 1 3, 1 1), (1.5 1.5, 2 1.5, 2 2, 1.5 2, 1.5 1.5))"),  # a hole in a hole
        shapely.from_wkt("POLYGON((0 0, 4 0, 4 4, 2 4, 0 4, 0 0), (2 4, 1 3, 3 3, 2 4))"),  # a hole that touches the outline
        shapely.from_wkt("MULTIPOLYGON(((0 0, 2 0, 2 2, 0 2, 0 0)), ((2 2, 4 2, 4 4, 2 4, 2 2)))"),  # parts that touch
    ],
)  # fmt: skip
def test_difficult_outlines_balance_once_repaired(parcel: shapely.Geometry, ready: Tiling) -> None:
    placed = shapely.transform(parcel, lambda points: points * 0.01 + [country.WEST + 0.08, country.SOUTH + 0.08])
    repaired = geometry.repaired(placed)
    laid = lay(np.array([repaired]), ready)
    assert laid.total[0] == pytest.approx(measure.area(repaired))
    assert laid.pieces.share.sum() == pytest.approx(1, abs=1e-9)


def test_one_site_is_a_batch_of_one(ready: Tiling) -> None:
    parcels = country.parcels(50)
    laid = lay(parcels, ready, near_m=300.0)
    for number, parcel in enumerate(parcels):
        single = overlay(Site(parcel), ready, near_m=300.0)
        rows = np.flatnonzero(laid.pieces.polygon == number)
        assert [(piece.index, piece.relation.rank, piece.area_m2) for piece in single.pieces] == list(
            zip(laid.pieces.index[rows], laid.pieces.relation[rows], laid.pieces.area_m2[rows], strict=True)
        )


@pytest.mark.parametrize("kind", [SiteKind.POINT, SiteKind.LINE])
def test_lines_and_points_are_those_of_whole_shapes(
    units: tuple[shapely.Geometry, ...], ready: Tiling, kind: SiteKind
) -> None:
    random = np.random.default_rng(7)
    for _ in range(40):
        points = random.uniform(0, country.SIDE, (6, 2)) + [country.WEST, country.SOUTH]
        shape = shapely.points(points[0]) if kind is SiteKind.POINT else shapely.linestrings(points)
        with_tiles, without = overlay(Site(shape, kind), ready), overlay(Site(shape, kind), Tiling(units))
        assert with_tiles == without
        for piece in with_tiles.pieces:
            common = shapely.intersection(shape, units[piece.index])
            assert piece.length_m == pytest.approx(measure.length(common), rel=1e-9, abs=1e-6)
        met = {index for index, unit in enumerate(units) if shapely.intersects(unit, shape)}
        assert met <= {piece.index for piece in with_tiles.pieces}


def test_any_number_of_threads_cuts_the_same_tiles(units: tuple[shapely.Geometry, ...], tiles: Tiles) -> None:
    assert {Tiling(units).cut(threads=count).packed() for count in (1, 2, 5)} == {tiles.packed()}


def test_cutting_that_is_cancelled_ends(units: tuple[shapely.Geometry, ...]) -> None:
    class Stopping:
        def __init__(self, left: int) -> None:
            self.left = left

        def report(self, share: float, step: str) -> None:
            assert 0 <= share <= 1
            assert step

        def is_cancelled(self) -> bool:
            self.left -= 1
            return self.left < 0

    before = threading.active_count()
    for left in (0, 1, 7, 12):
        with pytest.raises(Cancelled):
            Tiling(units).cut(Stopping(left))
        assert threading.active_count() == before


def test_packed_tiles_come_back(units: tuple[shapely.Geometry, ...], tiles: Tiles, ready: Tiling) -> None:
    over = Tiling(units)
    over.adopt(Tiles.unpacked(tiles.packed()))
    parcels = country.parcels(50)
    assert told(lay(parcels, over)) == told(lay(parcels, ready))


@pytest.mark.parametrize("at", ["head", "numbers", "end", "shapes"])
def test_what_is_not_packed_tiles_is_refused_and_never_followed(tiles: Tiles, at: str) -> None:
    content = bytearray(tiles.packed())
    body = content.index(b"\n") + 1
    random = np.random.default_rng(8)
    for _ in range(60):
        harmed = content.copy()
        if at == "end":
            harmed = harmed[: random.integers(0, len(harmed))]
        else:
            wide = len(tiles.wkb)
            low, high = {
                "head": (0, body),
                "numbers": (body, len(harmed) - wide),
                "shapes": (len(harmed) - wide, len(harmed)),
            }[at]
            harmed[random.integers(low, high)] ^= 1 << int(random.integers(8))
        try:
            found = Tiles.unpacked(bytes(harmed))
        except ValueError:
            continue
        found.serving(np.zeros(1, dtype=np.int64), np.array([[0.0, 0.0, 1.0, 1.0]]))  # ends, whatever is in it


@given(lon=st.floats(0, 1), lat=st.floats(0, 1), size=st.sampled_from([0.0, 1e-6, 1e-3, 3e-3, 1e-2, 0.1]))
def test_the_tile_that_serves_a_box_has_no_half_that_would(tiles: Tiles, lon: float, lat: float, size: float) -> None:
    roots = np.arange(len(tiles.roots))
    cells = tiles.cells[tiles.roots]
    low = cells[:, :2] + (cells[:, 2:] - cells[:, :2]) * (lon, lat)
    wanted = np.hstack([low, np.minimum(low + size, cells[:, 2:])])
    for tile, box_ in zip(tiles.serving(roots, wanted).tolist(), wanted, strict=True):
        half = int(tiles.children[tile])
        halves = tiles.reaches[[half, half + 1]] if half >= 0 else np.empty((0, 4))
        assert not ((halves[:, :2] <= box_[:2]) & (halves[:, 2:] >= box_[2:])).all(axis=1).any()
        assert size > 2 * tiling.LEAST_MARGIN or tiles.is_kept(tile), "a click never waits for a tile to be cut"


def test_a_place_asked_about_takes_apart_only_what_lies_there(units: tuple[shapely.Geometry, ...]) -> None:
    over, place = Tiling(units), shapely.box(country.WEST, country.SOUTH, country.WEST + 1e-4, country.SOUTH + 1e-4)
    met = {number for number, unit in enumerate(units) if shapely.intersects(unit, place)}
    assert met <= {position for position, _ in over.shapes_around(shapely.bounds(place))}
    apart = {int(over._parts.of[number]) for number, part in enumerate(over._parts.shapes) if part is not None}
    assert apart == {number for number, unit in enumerate(units) if shapely.box(*unit.bounds).intersects(place)}
    assert 0 < len(met) <= len(apart) < len(units)


def test_tiles_of_other_shapes_are_refused(units: tuple[shapely.Geometry, ...], tiles: Tiles) -> None:
    with pytest.raises(ValueError, match="other shapes"):
        Tiling(units[3:]).adopt(tiles)
    moved = [shapely.transform(unit, lambda points: points + 1e-9) for unit in units]
    assert Tiling(moved).fingerprint() != Tiling(units).fingerprint()
    assert Tiling(units).fingerprint() == Tiling(units).fingerprint()


def test_threads_say_the_same_as_one(units: tuple[shapely.Geometry, ...], ready: Tiling) -> None:
    parcels = country.parcels(400)
    wanted = told(lay(parcels, ready))
    for over in (ready, Tiling(units)):
        with ThreadPoolExecutor(4) as threads:
            for laid in threads.map(lambda _, over=over: lay(parcels, over), range(8)):
                assert told(laid) == wanted


_STRESS = """
import sys, threading, time
from tests.core import country
from tests.core.shapes import box
from zoning_plugin.core import geometry, measure
from zoning_plugin.core.overlay import Thresholds, overlay_polygons
from zoning_plugin.core.tiling import Tiling
sys.setswitchinterval(1e-5)
parcels = country.parcels(150)  # one array for all threads
failed = []
ends, sums, lock = time.monotonic() + float(sys.argv[1]), set(), threading.Lock()
while time.monotonic() < ends:
    over = Tiling(country.units())
    tiles = over.cut()
    def ask(first):
        try:
            for turn in range(4):
                laid = overlay_polygons(parcels, over, rule=measure.ELLIPSOIDAL, thresholds=Thresholds())
                with lock:
                    sums.add(laid.pieces.area_m2.tobytes())
                if first and turn == 1:
                    over.adopt(tiles)  # in the midst of the others' questions
                over.fingerprint()
        except Exception as reason:
            failed.append(reason)
    threads = [threading.Thread(target=ask, args=(number == 0,)) for number in range(6)]
    [one.start() for one in threads]
    [one.join() for one in threads]
print(len(sums), failed[:1])
"""


_SYSTEMS_GEOS = Path("/usr/lib") / f"{platform.machine()}-linux-gnu" / "libgeos_c.so.1"


@pytest.mark.parametrize("geos", ["shapely's own", "the system's"])
def test_many_threads_on_one_tiling_do_not_crash(geos: str) -> None:
    """A prepared geometry used by two threads ends the process (GEOS): so in a process of its own, while tiles come to be.

    In QGIS's window the system's GEOS, which QGIS has loaded first, answers shapely's calls; on Debian 12 that is an older one.
    """
    environment = dict(os.environ)
    if geos == "the system's":
        if not _SYSTEMS_GEOS.is_file():
            pytest.skip("the system has no GEOS of its own in Debian's place")
        environment["LD_PRELOAD"] = str(_SYSTEMS_GEOS)
    ended = subprocess.run(
        [sys.executable, "-c", _STRESS, "4"], cwd=_ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
        env=environment,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout.strip()) == (0, "1 []"), ended.stderr[-2000:]


_PEAK = """
import resource
import numpy as np, shapely
from zoning_plugin.core import geometry, measure
from zoning_plugin.core.overlay import Thresholds, overlay_polygons
from zoning_plugin.core.tiling import Tiling
x, y = np.meshgrid(np.arange(60) / 400 + 115, np.arange(60) / 400 + 27)
turned = np.array([[0.995, 0.0998], [-0.0998, 0.995]])  # GEOS takes rectangles another way
squares = shapely.transform(shapely.box(x, y, x + 1 / 400, y + 1 / 400).ravel(), lambda points: (points - (115, 27)) @ turned + (115, 27))
over = Tiling(list(squares))
over.adopt(over.cut(find_overlaps=False))
angle = np.linspace(0, 2 * np.pi, 40_000, endpoint=False)
reach = 0.07 * (1 + 0.001 * np.sin(1_000 * angle))
site = shapely.polygons(np.column_stack([115.075 + reach * np.cos(angle), 27.075 + reach * np.sin(angle)]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
laid = overlay_polygons([site], over, rule=measure.ELLIPSOIDAL, thresholds=Thresholds())
print(len(laid.pieces.area_m2) > 2_000, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.skipif(os.name == "nt", reason="resource")
def test_a_large_polygon_does_not_stay_in_every_tile_it_is_asked_of() -> None:
    """What is prepared keeps the segments of what it was last asked of: 44 units laid over themselves once took all of 24 GB."""
    ended = subprocess.run([sys.executable, "-c", _PEAK], cwd=_ROOT, capture_output=True, text=True, encoding="utf-8", check=True)  # fmt: skip
    is_laid, megabytes = ended.stdout.split()
    assert is_laid == "True"
    assert int(megabytes) < 200
