# SPDX-License-Identifier: GPL-3.0-or-later
"""While a site is drawn the dock shows what it would meet, says that this is a preview, and gives the results back untouched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.gui import QgisInterface, QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from tests.gui.county import EAST, NORTH, SOUTH_WEST, TODAY, Desk, release, site
from tests.gui.hand import Hand, show_county
from zoning_plugin.core.assessment import assess
from zoning_plugin.core.errors import SiteUnusable
from zoning_plugin.core.release import Release
from zoning_plugin.core.site import Site
from zoning_plugin.core.terms import SiteKind
from zoning_plugin.gui.dock.assessment_presenter import results_of
from zoning_plugin.gui.dock.composition import Panel
from zoning_plugin.gui.dock.finding_rows import GapRow, UnitRow
from zoning_plugin.gui.dock.preview_presenter import BUDGET_S, MOST_VERTICES, Preview, PreviewPresenter
from zoning_plugin.gui.state_card import Look

RIGHT = Qt.MouseButton.RightButton


class View:
    def __init__(self) -> None:
        self.shown: list[Preview | None] = []

    def show_preview(self, preview: Preview | None) -> None:
        self.shown.append(preview)


class Clock:
    """Every answer takes ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.now = seconds, 0.0

    def __call__(self) -> float:
        self.now += self.seconds
        return self.now


def ready(one: Release) -> Release:
    one.unit_tiling.adopt(one.unit_tiling.cut())
    return one


def following(seconds: float = 0.001, one: Release | None = None) -> tuple[PreviewPresenter, View, Desk]:
    desk, view = Desk(), View()
    desk.run.is_waiting = True
    presenter = PreviewPresenter(view, desk.errands(), Clock(seconds))
    presenter.use_release(one or ready(release()))
    view.shown.clear()
    return presenter, view, desk


def follow(presenter: PreviewPresenter, *corners: float, vertices: int = 5) -> Site:
    made = site(*corners)
    presenter.follow(lambda: made, vertices)
    return made


def codes(preview: Preview | None) -> list[str]:
    assert preview is not None
    return [row.finding.unit.code for row in preview.rows if isinstance(row, UnitRow)]


# --- where it is answered --------------------------------------------------------------------------------------------


def test_a_release_whose_tiles_are_not_there_is_asked_in_the_background() -> None:
    presenter, view, desk = following(one=release())
    for _ in range(2):
        follow(presenter, 100, 100, 200, 200)
        assert len(desk.run.kept) == 1
        desk.run.go()
    assert codes(view.shown[-1]) == [SOUTH_WEST.code]


def test_the_first_answer_is_timed_in_the_background_and_the_next_comes_within_the_frame() -> None:
    presenter, view, desk = following()
    follow(presenter, 100, 100, 200, 200)
    assert view.shown == []
    desk.run.go()
    follow(presenter, 2500, 100, 2600, 200)
    assert desk.run.kept == []
    assert codes(view.shown[-1]) == [EAST.code]


def test_the_first_site_is_not_even_made_in_the_window_and_why_it_is_none_is_told() -> None:
    presenter, view, desk = following()

    def flat() -> Site:
        raise SiteUnusable("shape-unrepairable", source="x", detail="Too few points")

    presenter.follow(flat, 3)
    assert view.shown == []
    desk.run.go()
    (shown,) = view.shown
    assert shown is not None
    assert shown.refusal


def test_after_an_answer_that_was_too_slow_the_window_is_not_held_again() -> None:
    presenter, _, desk = following(seconds=BUDGET_S * 1.5)
    for _ in range(3):
        follow(presenter, 100, 100, 200, 200)
        assert len(desk.run.kept) == 1
        desk.run.go()


def test_a_site_that_is_suddenly_much_larger_is_asked_in_the_background() -> None:
    presenter, _, desk = following(seconds=BUDGET_S / 4)
    follow(presenter, 100, 100, 200, 200)
    desk.run.go()
    follow(presenter, 0, 0, 2100, 2100)
    assert desk.run.kept == []
    follow(presenter, -9000, -9000, 9000, 9000)
    assert len(desk.run.kept) == 1


def test_a_site_of_very_many_vertices_is_not_even_put_together_in_the_window() -> None:
    presenter, view, desk = following()
    follow(presenter, 100, 100, 200, 200)
    desk.run.go()
    made: list[int] = []

    def make() -> Site:
        made.append(1)
        return site(2500, 100, 2600, 200)

    presenter.follow(make, MOST_VERTICES + 1)
    assert made == []
    desk.run.go()
    assert codes(view.shown[-1]) == [EAST.code]


# --- what is shown ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("corners", [(1500, 1500, 2600, 2600), (-100, 500, 100, 600), (100, 100, 200, 200)])
def test_summary_and_rows_are_those_the_assessment_will_have(corners: tuple[float, ...]) -> None:
    presenter, view, desk = following()
    made = follow(presenter, *corners)
    desk.run.go()
    shown = view.shown[-1]
    assert shown is not None
    results = results_of(assess(made, release(), on=TODAY))
    assert shown.summary == results.summary
    assert [(row.title, row.detail, row.share) for row in shown.rows] == [
        (row.title, row.detail, row.share) for row in results.rows if isinstance(row, (UnitRow, GapRow))
    ]


def test_what_is_no_site_yet_says_why_and_the_answer_under_way_is_not_shown_over_it() -> None:
    presenter, view, desk = following(seconds=2 * BUDGET_S)
    follow(presenter, 100, 100, 200, 200)
    desk.run.go()
    view.shown.clear()
    follow(presenter, 2500, 100, 2600, 200)

    def flat() -> Site:
        raise SiteUnusable("shape-unrepairable", source="x", detail="Too few points")

    presenter.follow(flat, 3)
    desk.run.go()
    (shown,) = view.shown
    assert shown is not None
    assert shown.rows == ()
    assert shown.refusal


def test_another_release_drops_what_was_asked_of_the_one_before() -> None:
    presenter, view, desk = following()
    follow(presenter, 100, 100, 200, 200)
    presenter.use_release(ready(release()))
    view.shown.clear()
    desk.run.go()
    assert view.shown == []


places = st.tuples(st.integers(-500, 4000), st.integers(-500, 4000), st.integers(1, 3000), st.integers(1, 3000))


@settings(max_examples=60, deadline=None)
@given(
    moves=st.lists(st.tuples(places, st.sampled_from([0.0001, 0.5]), st.integers(0, 3)), min_size=1, max_size=12),
    is_ready=st.booleans(),
)
def test_whatever_the_moves_the_last_list_is_of_the_last_site(moves: list[Any], is_ready: bool) -> None:
    """Answers come late and in any order; ``late`` says how many of those kept end after a move."""
    desk, view = Desk(), View()
    desk.run.is_waiting = True
    clock = Clock(0.0001)
    presenter = PreviewPresenter(view, desk.errands(), clock)
    county = ready(release()) if is_ready else release()
    presenter.use_release(county)
    view.shown.clear()
    last = None
    for (x, y, width, height), seconds, late in moves:
        clock.seconds = seconds
        last = follow(presenter, x, y, x + width, y + height)
        for place in range(min(late, len(desk.run.kept))):
            desk.run.kept.pop(-1 - place % len(desk.run.kept))[0]()
    while desk.run.kept:
        desk.run.go()
    assert last is not None
    shown = view.shown[-1]
    assert shown is not None
    expected = results_of(assess(last, county, on=TODAY))
    assert shown.summary == expected.summary
    assert codes(shown) == [row.finding.unit.code for row in expected.rows if isinstance(row, UnitRow)]


# --- in the panel, with a real map -----------------------------------------------------------------------------------


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
def mouse(panel: Panel, qgis_iface: QgisInterface) -> Hand:
    return Hand(panel, qgis_iface.mapCanvas())  # type: ignore[arg-type]


def test_the_list_follows_the_mouse_while_an_area_is_drawn(panel: Panel, mouse: Hand, qtbot: Any) -> None:
    panel.page.site_actions[SiteKind.POLYGON].trigger()
    mouse.click(100, 100)
    mouse.hover(1500, 100)
    assert mouse.shown == []  # no area yet
    mouse.click(1500, 100)
    mouse.hover(1500, 1500)
    qtbot.waitUntil(lambda: mouse.shown == [SOUTH_WEST.code])
    mouse.hover(3000, 1500)
    qtbot.waitUntil(lambda: mouse.shown == [EAST.code, SOUTH_WEST.code])
    mouse.hover(1500, -900)
    qtbot.waitUntil(lambda: mouse.shown == [SOUTH_WEST.code, "gap"])
    assert panel.page.preview.card.look is Look.PREVIEW
    assert panel.page.preview.card.title == "PREVIEW, not an assessment"
    assert "NOT COVERED" in panel.page.preview.summary.toolTip()
    assert panel.assessment.assessment is None
    mouse.click(1500, 1500)
    mouse.click(1500, 1500, RIGHT)
    qtbot.wait(40)
    assert panel.assessment.assessment is not None
    assert not panel.page.preview.isVisible()
    assert panel.page.findings.isVisible()


def test_a_line_is_followed_too(panel: Panel, mouse: Hand, qtbot: Any) -> None:
    panel.page.site_actions[SiteKind.LINE].trigger()
    mouse.click(100, 1000)
    mouse.hover(3000, 1000)
    qtbot.waitUntil(lambda: mouse.shown == [EAST.code, SOUTH_WEST.code])
    assert "Linear site" in panel.page.preview.summary.toolTip()


def test_the_results_of_the_site_before_come_back_as_they_were(panel: Panel, mouse: Hand, qtbot: Any) -> None:
    panel.assessment.use_site(site(100, 100, 200, 200))
    page = panel.page
    page.search.setText("vocs")
    qtbot.waitUntil(lambda: " of " in page.count.text())
    before = (panel.assessment.assessment, page.summary.text(), page.count.text())
    page.site_actions[SiteKind.POLYGON].trigger()
    for place in ((2500, 500), (3500, 500)):
        mouse.click(*place)
    mouse.hover(3000, 1500)
    qtbot.waitUntil(lambda: mouse.shown == [EAST.code])
    assert not page.report_button.isVisible()  # nothing of the site before can be taken for this one's
    assert not page.clauses.isVisible()
    QTest.keyClick(mouse.canvas, Qt.Key.Key_Escape)
    assert mouse.shown == []
    assert page.report_button.isVisible()
    assert (panel.assessment.assessment, page.summary.text(), page.count.text()) == before


def test_a_vertex_taken_back_and_a_mouse_off_the_map_are_followed(panel: Panel, mouse: Hand, qtbot: Any) -> None:
    panel.page.site_actions[SiteKind.POLYGON].trigger()
    for place in ((100, 100), (1500, 100), (1500, 1500)):
        mouse.click(*place)
    mouse.hover(3000, 1500)
    qtbot.waitUntil(lambda: mouse.shown == [EAST.code, SOUTH_WEST.code])
    mouse.leave()  # what is drawn so far
    qtbot.waitUntil(lambda: mouse.shown == [SOUTH_WEST.code])
    QTest.keyClick(mouse.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert mouse.shown == []


def test_a_point_shows_what_lies_under_the_mouse_until_there_is_a_site(panel: Panel, mouse: Hand, qtbot: Any) -> None:
    panel.page.site_actions[SiteKind.POINT].trigger()
    mouse.hover(1000, 3000)
    qtbot.waitUntil(lambda: mouse.shown == [NORTH.code])
    mouse.leave()
    assert mouse.shown == []
    mouse.click(1000, 1000)
    assert panel.assessment.assessment is not None
    qtbot.wait(40)
    mouse.hover(1000, 3000)
    qtbot.wait(40)
    assert mouse.shown == []
    assert panel.page.summary.isVisible()


def test_without_a_release_nothing_is_followed(qtbot: Any, qgis_iface: QgisInterface) -> None:
    panel = Panel(qgis_iface, Desk(releases={}).errands())
    qtbot.addWidget(panel.dock)
    panel.start()
    panel.preview.follow(lambda: site(1, 1, 2, 2), 4)
    assert panel.page.preview.isHidden()
    panel.unload()


def test_the_preview_speaks_chinese(panel: Panel, mouse: Hand, qtbot: Any, chinese: None) -> None:
    panel.page.retranslate()
    panel.page.site_actions[SiteKind.LINE].trigger()
    mouse.click(100, 1000)
    mouse.hover(3000, 1000)
    qtbot.waitUntil(lambda: mouse.shown == [EAST.code, SOUTH_WEST.code])
    assert panel.page.preview.card.title == "预览，不是研判结果"
