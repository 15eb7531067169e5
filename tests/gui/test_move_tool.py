# SPDX-License-Identifier: GPL-3.0-or-later
"""Real presses, drags and keys on a real canvas: the list follows the hand, and what was there comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem
from qgis.gui import QgisInterface, QgsMapCanvas
from qgis.PyQt.QtCore import Qt

from tests.gui.county import EAST, SOUTH_WEST, WEST, Desk, box, release, site
from tests.gui.hand import Hand, show_county
from zoning_plugin.core import geometry
from zoning_plugin.core.errors import SiteUnusable
from zoning_plugin.core.site import Site, make_site
from zoning_plugin.gui.dock.composition import Panel
from zoning_plugin.gui.state_card import Look


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def panel(qtbot: Any, qgis_iface: QgisInterface, desk: Desk) -> Iterator[Panel]:
    canvas: QgsMapCanvas = qgis_iface.mapCanvas()  # type: ignore[assignment]
    show_county(canvas)
    made = Panel(qgis_iface, desk.errands())
    qtbot.addWidget(made.dock)
    made.dock.setParent(None)
    made.dock.resize(460, 700)
    made.dock.show()
    made.start()
    yield made
    made.unload()


@pytest.fixture
def hand(panel: Panel, qgis_iface: QgisInterface) -> Hand:
    panel.assessment.use_site(site(500, 500, 1500, 1500))
    panel.page.move_action.trigger()
    return Hand(panel, qgis_iface.mapCanvas())  # type: ignore[arg-type]


def test_without_a_site_there_is_nothing_to_move(panel: Panel) -> None:
    assert not panel.page.move_action.isEnabled()
    panel.assessment.use_site(site(500, 500, 1500, 1500))
    assert panel.page.move_action.isEnabled()
    panel.page.move_action.trigger()
    assert panel.tools.move.has_the_map
    panel.assessment.clear()
    assert not panel.page.move_action.isEnabled()
    assert not panel.tools.is_in_use


def test_the_list_follows_while_the_whole_is_dragged_and_it_is_assessed_where_it_is_put(
    panel: Panel, hand: Hand, qtbot: Any
) -> None:
    before = hand.site
    hand.press(1000, 1000)
    hand.drag(2000, 1000)
    qtbot.waitUntil(lambda: hand.shown == [EAST.code, SOUTH_WEST.code])
    assert panel.page.preview.card.look is Look.PREVIEW
    hand.drag(3000, 1000)
    qtbot.waitUntil(lambda: hand.shown == [EAST.code])
    assert hand.site is before  # nothing is given up before it is put down
    hand.release(3000, 1000)
    assert hand.shown == []
    assert hand.site is not before
    assert panel.assessment.assessment is not None
    assert [one.unit.code for one in panel.assessment.assessment.units if one.is_met] == [EAST.code]
    west, _, east, _ = geometry.bounds(hand.site.shape)
    assert (west - WEST) * 1e5 == pytest.approx(2500, abs=30)
    assert east - west == pytest.approx(1000e-5, rel=1e-6)


def test_a_vertex_is_dragged_alone(panel: Panel, hand: Hand, qtbot: Any) -> None:
    hand.press(1500, 1500)
    hand.drag(3000, 1500)
    qtbot.waitUntil(lambda: hand.shown == [EAST.code, SOUTH_WEST.code])
    hand.release(3000, 1500)
    west, south, east, _ = geometry.bounds(hand.site.shape)
    assert ((west - WEST) * 1e5, (south - 23) * 1e5) == pytest.approx((500, 500), abs=0.01)
    assert (east - WEST) * 1e5 == pytest.approx(3000, abs=30)


def test_esc_puts_it_back_and_a_second_one_leaves(panel: Panel, hand: Hand, qtbot: Any) -> None:
    before, summary = panel.assessment.assessment, panel.page.summary.text()
    hand.press(1000, 1000)
    hand.drag(3000, 1000)
    qtbot.waitUntil(lambda: hand.shown == [EAST.code])
    hand.key(Qt.Key.Key_Escape)
    assert hand.shown == []
    assert panel.page.findings.isVisible()
    hand.release(3000, 1000)
    assert (panel.assessment.assessment, panel.page.summary.text()) == (before, summary)
    assert panel.tools.move.has_the_map
    hand.key(Qt.Key.Key_Escape)
    assert not panel.tools.is_in_use


def test_enter_puts_it_down(panel: Panel, hand: Hand) -> None:
    before = hand.site
    hand.press(1000, 1000)
    hand.drag(3000, 1000)
    hand.key(Qt.Key.Key_Return)
    assert hand.site is not before
    moved = hand.site
    hand.release(3500, 1000)
    assert hand.site is moved


def test_ctrl_z_takes_moves_back_one_by_one_to_the_very_site(panel: Panel, hand: Hand) -> None:
    first = hand.site
    hand.move((1000, 1000), (3000, 1000))
    second = hand.site
    hand.move((3000, 1000), (3000, 3000))
    assert len({id(first), id(second), id(hand.site)}) == 3
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hand.site is second
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hand.site is first
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hand.site is first


def test_of_another_site_no_move_can_be_taken_back(panel: Panel, hand: Hand) -> None:
    first = hand.site
    hand.move((1000, 1000), (3000, 1000))
    assert hand.site is not first
    other = site(100, 100, 200, 200)
    panel.assessment.use_site(other)
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hand.site is other


def test_a_hand_that_trembles_or_misses_moves_nothing(panel: Panel, hand: Hand) -> None:
    before = hand.site
    hand.move((1000, 1000), (1010, 1010))
    hand.move((3000, 3000), (3500, 3500))
    assert hand.site is before


def test_a_moved_site_says_that_it_was_moved(panel: Panel, hand: Hand) -> None:
    hand.move((1000, 1000), (3000, 1000))
    assert hand.site.source == "drawn on the map"
    panel.assessment.use_site(Site(hand.site.shape, source="地块.shp"))
    for start, end in (((3000, 1000), (1000, 1000)), ((1000, 1000), (1000, 1200))):
        hand.move(start, end)
    assert hand.site.source == "地块.shp · moved on the map"


def test_a_move_that_cannot_be_judged_leaves_the_site_where_it_can_be_taken_again(
    panel: Panel, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = hand.site

    def refuse(*_: object) -> Site:
        raise SiteUnusable("outside-crs", crs="x")

    with monkeypatch.context() as patched:
        patched.setattr("zoning_plugin.gui.dock.composition.site_of_moved", refuse)
        hand.move((1000, 1000), (3000, 1000))
    assert panel.page.card.look is Look.ERROR
    assert panel.tools.move.site is first
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert panel.page.card.look is Look.ERROR  # that was no move: there is none to take back
    hand.move((1000, 1000), (3000, 1000))
    second = hand.site
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hand.site is first
    assert second is not first


def test_the_map_may_change_its_reference_system_meanwhile(panel: Panel, hand: Hand, qtbot: Any) -> None:
    hand.press(1000, 1000)
    hand.drag(3000, 1000)
    hand.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4547"))
    assert hand.shown == []
    hand.release(3000, 1000)
    assert panel.assessment.assessment is not None
    assert hand.site.crs == "EPSG:4490"
    hand.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4490"))


def test_nothing_stays_on_the_map(panel: Panel, qgis_iface: QgisInterface) -> None:
    canvas = qgis_iface.mapCanvas()
    panel.assessment.use_site(site(500, 500, 1500, 1500))
    before = len(canvas.items())  # type: ignore[union-attr]
    panel.page.move_action.trigger()
    assert len(canvas.items()) > before  # type: ignore[union-attr]
    panel.tools.leave()
    assert len(canvas.items()) == before  # type: ignore[union-attr]


def test_the_site_of_an_open_case_stays(panel: Panel, hand: Hand) -> None:
    panel.page.offer_move(has_site=True, has_case=True)
    assert not panel.page.move_action.isEnabled()
    assert "close the case" in panel.page.move_action.toolTip()
    panel.page.offer_move(has_site=True, has_case=False)
    assert panel.page.move_action.isEnabled()


def test_another_release_while_it_is_held_shows_nothing_of_the_one_before(panel: Panel, hand: Hand, qtbot: Any) -> None:
    hand.press(1000, 1000)
    hand.drag(3000, 1000)
    qtbot.waitUntil(lambda: hand.shown == [EAST.code])
    panel._use(release())
    assert hand.shown == []
    assert panel.assessment.assessment is not None


def test_what_can_be_held_is_seen_above_the_results(panel: Panel, hand: Hand) -> None:
    outline, marks = panel.tools.move._bands
    assert marks.numberOfVertices() == 5  # the first corner once more, as it closes the ring
    assert marks.boundingRect().width() == pytest.approx(outline.boundingRect().width(), abs=12)
    assert marks.zValue() > 0


def test_however_many_plots_there_are_two_things_are_drawn(panel: Panel, hand: Hand) -> None:
    plots = [(str(place), box(10 * place, 10, 10 * place + 8, 18)) for place in range(200)]
    panel.assessment.use_site(make_site(plots, "EPSG:4490", "地块.shp"))
    outline, marks = panel.tools.move._bands
    assert outline.numberOfVertices() >= 200 * 4
    assert marks.numberOfVertices() == 0  # nobody could tell so many apart
    hand.press(1004, 14)
    hand.drag(1504, 514)
    assert len(panel.tools.move._bands) == 2
    hand.release(1504, 514)
    assert len(hand.site.plots) == 200
    assert hand.site.source == "地块.shp · moved on the map"


def test_how_to_move_is_said_until_it_was_done(panel: Panel, hand: Hand) -> None:
    assert panel.page._hint.isVisible()
    assert "Ctrl+Z" in panel.page._hint.text()
    hand.move((1000, 1000), (3000, 1000))
    assert not panel.page._hint.isVisible()
