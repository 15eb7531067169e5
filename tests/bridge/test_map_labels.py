# SPDX-License-Identifier: GPL-3.0-or-later
"""Names on a map sheet: none over another, the site's always there, and the same sheet every time."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from qgis.core import QgsGeometry, QgsRectangle
from qgis.PyQt.QtCore import QRectF

from tests.bridge.papers import sheet, words_of
from zoning_plugin.bridge import map_labels, map_sheet
from zoning_plugin.bridge.map_labels import Placed, Wish, place
from zoning_plugin.bridge.pdf import QtPrinter

pytestmark = pytest.mark.usefixtures("qgis_app")

SEEN = QgsRectangle(0, 0, 1000, 800)
UNIT_MM = 5.0


def width_of(text: str, points: float, is_bold: bool) -> float:
    return len(text) * points * 0.35


def wish(wkt: str, *forms: tuple[str, ...], is_needed: bool = False) -> Wish:
    return Wish(
        QgsGeometry.fromWkt(wkt), forms or (("名称名称", "管控单元"), ("优",)), 7.5, "#000000", False, is_needed
    )


def box(x: float, y: float, side: float) -> str:
    return f"Polygon(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))"


def areas(placed: list[Placed]) -> list[QRectF]:
    made = []
    for one in placed:
        width = max(width_of(line, 7.5, False) for line in one.lines)
        height = len(one.lines) * 7.5 * 1.35 * 25.4 / 72
        made.append(QRectF(one.x / UNIT_MM - width / 2, (800 - one.y) / UNIT_MM - height / 2, width, height))
    return made


def test_no_name_stands_over_another_or_over_the_frame() -> None:
    wishes = [wish(box(x * 60 - 20, y * 60 - 20, 55)) for x in range(18) for y in range(14)]
    placed = areas(place(wishes, SEEN, UNIT_MM, width_of))
    assert len(placed) > 60
    assert not any(one.intersects(other) for one, other in combinations(placed, 2))
    assert all(QRectF(0, 0, 200, 160).contains(one) for one in placed)


def test_a_name_that_finds_no_room_gives_way_to_its_letter() -> None:
    wishes = [wish(box(100, 100, 60)), wish(box(150, 130, 30))]
    assert place(wishes, SEEN, UNIT_MM, width_of)[0].lines == ("名称名称", "管控单元")
    assert ("优",) in [one.lines for one in place(wishes * 2, SEEN, UNIT_MM, width_of)]


def test_the_site_is_named_first_and_always() -> None:
    everything_taken = [QRectF(0, 0, 200, 160)]
    wishes = [wish(box(0, 0, 900)), wish(box(300, 300, 100), ("地块",), is_needed=True)]
    assert place(wishes, SEEN, UNIT_MM, width_of)[0].lines == ("地块",)
    assert [one.lines for one in place(wishes, SEEN, UNIT_MM, width_of, everything_taken)] == [("地块",)]


@pytest.mark.parametrize(
    "wkt", ["Point(500 400)", "MultiPoint((500 400),(510 410))", "LineString(0 0,900 700)", box(990, 790, 9)]
)
def test_a_site_of_any_shape_is_named(wkt: str) -> None:
    placed = place([wish(wkt, ("地块",), is_needed=True)], SEEN, UNIT_MM, width_of)
    assert [one.lines for one in placed] == [("地块",)]


def test_what_is_out_of_sight_has_no_name() -> None:
    assert place([wish(box(5000, 5000, 100))], SEEN, UNIT_MM, width_of) == []


def test_the_same_sheet_is_the_same_file_every_time(tmp_path: Path) -> None:
    made = set()
    for number in range(12):
        QtPrinter().print_map(sheet(), tmp_path / f"{number}.pdf", date="2024-06-30", author="zoning_plugin")
        made.add((tmp_path / f"{number}.pdf").read_bytes())
    assert len(made) == 1
    assert "【优】示例县青龙山" in words_of(tmp_path / "0.pdf")


def test_an_outline_that_crosses_itself_is_named_inside() -> None:
    crossed = QgsGeometry.fromWkt(
        "Polygon((100 100,500 500,500 100,100 500,100 100),(450 200,490 200,490 240,450 200))"
    )
    assert not crossed.isGeosValid()
    whole = map_labels._whole(crossed)
    assert whole.isGeosValid()
    (name,) = place([Wish(crossed, (("优",),), 7.5, "#000000")], SEEN, UNIT_MM, width_of)
    assert whole.contains(QgsGeometry.fromWkt(f"Point({name.x} {name.y})"))


def test_names_stay_away_from_the_line_of_a_site(tmp_path: Path) -> None:
    line = QgsGeometry.fromWkt("LineString(0 400,1000 400)")
    taken = map_sheet._kept_free(line, SEEN, UNIT_MM)
    placed = place([wish(box(300, 300, 200))], SEEN, UNIT_MM, width_of, taken)
    assert len(placed) == 1
    assert not any(area.contains(one.center()) for area in areas(placed) for one in taken)
