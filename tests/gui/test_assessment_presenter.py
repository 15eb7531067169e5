# SPDX-License-Identifier: GPL-3.0-or-later
"""At every moment the page says how things stand; work that was overtaken is never shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import shapely

from tests.gui.county import NORTH, Desk, release, site
from zoning_plugin.core.errors import OutputFailed, SiteUnusable
from zoning_plugin.core.project import Project
from zoning_plugin.core.release import ReleaseInfo
from zoning_plugin.core.relevance import RelevanceLevel
from zoning_plugin.core.site import make_site
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.gui.dock.assessment_presenter import AssessmentPresenter, Results
from zoning_plugin.gui.dock.finding_rows import GapRow, UnitRow, ZoneRow
from zoning_plugin.gui.state_card import Look
from zoning_plugin.report.outline import Excerpt


@dataclass
class FakePage:
    states: list[tuple[Look, str, list[str]]] = field(default_factory=list)
    results: Results | None = None
    writing: list[tuple[Look | None, str, tuple[Path, ...]]] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    enabled: dict[str, bool] = field(default_factory=dict)

    def show_state(self, look: Look, title: str, sentences: Sequence[str] = (), *, can_cancel: bool = False) -> None:
        self.states.append((look, title, list(sentences)))

    def show_progress(self, share: float, step: str) -> None:
        self.steps.append(step)

    def show_results(self, results: Results | None) -> None:
        self.results = results

    def show_writing(self, look: Look | None, text: str = "", paths: Sequence[Path] = ()) -> None:
        self.writing.append((look, text, tuple(paths)))

    def show_writing_progress(self, share: float, step: str) -> None:
        self.steps.append(step)

    def enable(self, **enabled: bool) -> None:
        self.enabled = enabled

    def show_notes(self, noted: Any) -> None:
        self.noted = noted

    def project(self) -> Project:
        return Project(name="示例/电镀厂")

    @property
    def look(self) -> Look:
        return self.states[-1][0]


def opened(desk: Desk | None = None, **others: Any) -> tuple[AssessmentPresenter, FakePage, Desk]:
    desk = desk or Desk()
    page = FakePage()
    presenter = AssessmentPresenter(page, desk.errands(**others))
    presenter.use_release(release())
    return presenter, page, desk


def test_without_a_release_nothing_can_be_assessed() -> None:
    desk, page = Desk(), FakePage()
    presenter = AssessmentPresenter(page, desk.errands())
    assert page.look is Look.EMPTY
    assert page.enabled == {"can_assess": False, "has_results": False}
    presenter.use_site(site(100, 100, 200, 200))
    assert page.results is None


def test_a_complete_assessment_is_shown_on_page_and_map() -> None:
    presenter, page, desk = opened()
    presenter.use_site(site(2500, 500, 2600, 600))
    assert page.look is Look.COMPLETE
    assert page.results is not None
    assert page.results.summary.site == "Site area 1.1353 ha"
    assert page.results.summary.coverage == "100 %"
    assert page.results.summary.uncovered == ""
    assert ("assessment", len(presenter.assessment.units)) in desk.map.told  # type: ignore[union-attr]
    assert page.enabled == {"can_assess": True, "has_results": True}


def test_every_reason_against_completeness_is_a_sentence() -> None:
    presenter, page, _ = opened()
    presenter.use_release(
        release(ReleaseInfo("试算", effective="2030-01-01", status=ReleaseStatus.DRAFT), missing=("水源",))
    )
    presenter.use_site(site(-100, 500, 100, 600))
    look, title, sentences = page.states[-1]
    assert look is Look.INCOMPLETE
    assert title == "INCOMPLETE (reasons: 4): conclude nothing"
    assert len(sentences) == 4
    assert not any("promise-" in sentence or "site-not-covered" in sentence for sentence in sentences)
    assert page.results is not None
    assert page.results.summary.uncovered == "50.0 %"
    assert any(isinstance(row, GapRow) for row in page.results.rows)


@pytest.mark.parametrize(
    "shape", [site(1990, 500, 2600, 520).shape, shapely.from_wkt("LINESTRING (113.0002 23.0199, 113.0399 23.0201)")]
)
def test_all_amounts_of_one_list_are_in_one_unit_and_never_nothing(shape: shapely.Geometry) -> None:
    presenter, page, _ = opened()
    presenter.use_site(make_site([("", shape)], "EPSG:4490", "drawn on the map"))
    assert page.results is not None
    rows = [row for row in page.results.rows if isinstance(row, UnitRow) and row.finding.is_met]
    amounts = [row.detail.split(" · ")[0].split() for row in rows]
    assert len(amounts) >= 2
    assert len({unit for _, unit in amounts}) == 1
    assert all(float(amount.replace(",", "")) > 0 for amount, _ in amounts)


def test_outside_all_units_is_no_data_and_never_nothing_applies() -> None:
    presenter, page, _ = opened()
    presenter.use_site(site(-9000, -9000, -8900, -8900))
    assert page.look is Look.NO_DATA
    assert page.results is not None
    assert page.results.sections == ()


def test_a_theme_without_data_is_a_row_that_says_so() -> None:
    presenter, page, _ = opened()
    presenter.use_release(release(missing=("饮用水水源保护区",)))
    presenter.use_site(site(100, 100, 200, 200))
    assert page.results is not None
    zones = {row.title: row.detail for row in page.results.rows if isinstance(row, ZoneRow)}
    assert zones == {
        "生态保护红线": "checked, not met · nearest 2,547 m away",
        "饮用水水源保护区": "NO DATA, not checked",
    }


def test_units_come_before_zones_and_near_units_last() -> None:
    presenter, page, _ = opened()
    presenter.use_site(site(2500, 1500, 2600, 1600))
    assert page.results is not None
    kinds = [type(row).__name__ for row in page.results.rows]
    assert kinds == ["UnitRow", "ZoneRow", "UnitRow"]
    assert page.results.summary.near.startswith(NORTH.name)


def test_a_site_that_cannot_be_judged_says_why_and_leaves_nothing_of_the_one_before() -> None:
    presenter, page, desk = opened()
    presenter.use_site(site(100, 100, 200, 200))

    def unusable() -> Any:
        raise SiteUnusable("selection-none", layer="x")

    presenter.use_drawn(unusable)
    look, title, sentences = page.states[-1]
    assert (look, title) == (Look.ERROR, "Not assessed")
    assert sentences[0].startswith("No feature is selected")
    assert page.results is None
    assert presenter.assessment is None
    assert desk.map.told[-1] == ("clear", None)


def test_an_unforeseen_error_is_shown_too() -> None:
    def breaks(*_: Any) -> Any:
        raise ZeroDivisionError("x")

    presenter, page, _ = opened(assess=breaks)
    presenter.use_site(site(100, 100, 200, 200))
    assert page.look is Look.ERROR
    assert "ZeroDivisionError" in page.states[-1][2][0]


def test_a_later_site_makes_the_earlier_work_void() -> None:
    presenter, page, desk = opened()
    desk.run.is_waiting = True
    presenter.use_site(site(100, 100, 200, 200))
    presenter.use_site(site(2500, 500, 2600, 600))
    assert desk.run.kept[0][1].cancelled
    desk.run.go()
    assert page.look is Look.COMPLETE
    assert presenter.assessment is not None
    assert presenter.assessment.units[0].unit.code == "ZH99010120001"


def test_loading_shows_steps_and_can_be_stopped() -> None:
    presenter, page, desk = opened()
    desk.run.is_waiting = True
    presenter.use_site(site(100, 100, 200, 200))
    assert page.look is Look.LOADING
    presenter.cancel()
    desk.run.go()
    assert page.look is Look.EMPTY
    assert page.results is None


def test_progress_is_told_in_words() -> None:
    presenter, page, _ = opened()
    presenter.use_site(site(100, 100, 200, 200))
    assert "Overlaying element zones" in page.steps


def test_another_release_judges_the_same_site_anew() -> None:
    presenter, page, _ = opened()
    presenter.use_site(site(100, 100, 200, 200))
    presenter.use_release(release(replace(release().info, superseded_by="示例县 2025 版")))
    assert page.look is Look.INCOMPLETE


def test_clearing_takes_everything_away() -> None:
    presenter, page, desk = opened()
    presenter.use_site(site(100, 100, 200, 200))
    presenter.clear()
    assert page.look is Look.EMPTY
    assert page.results is None
    assert desk.map.told[-1] == ("clear", None)
    assert page.enabled == {"can_assess": True, "has_results": False}


def test_hovering_flashes_and_activating_zooms() -> None:
    presenter, page, desk = opened()
    presenter.use_site(site(100, 100, 200, 200))
    assert page.results is not None
    row = next(row for row in page.results.rows if isinstance(row, UnitRow))
    presenter.hover(row)
    presenter.hover(None)
    presenter.go_to(row)
    assert desk.map.told[-2:] == [("flash", 1), ("zoom", 1)]


def test_the_report_is_written_and_offered() -> None:
    asked: list[str] = []
    presenter, page, desk = opened(ask_report_path=lambda name: asked.append(name) or Path("x.pdf"))  # type: ignore[func-returns-value]
    presenter.use_site(site(100, 100, 200, 200))
    presenter.write_report()
    assert asked == ["comparison_示例_电镀厂_示例县 2024 版_2025-06-01.pdf"]
    assert desk.written[0][1] == Project(name="示例/电镀厂")
    assert page.writing[-1] == (Look.COMPLETE, "Written: x.pdf, x.json", (Path("x.pdf"), Path("x.json")))


def test_an_excerpt_is_asked_for_by_its_own_name() -> None:
    asked: list[str] = []
    presenter, _, desk = opened(ask_report_path=lambda name: asked.append(name) or Path("x.pdf"))  # type: ignore[func-returns-value]
    presenter.use_site(site(100, 100, 200, 200))
    presenter.write_excerpt(frozenset({"省/*/1-1"}), "禁止")
    assert asked == ["excerpt_示例_电镀厂_示例县 2024 版_2025-06-01.pdf"]
    assert desk.excerpts == [Excerpt(frozenset({"省/*/1-1"}), "禁止")]


def test_notes_follow_the_project() -> None:
    presenter, page, _ = opened()
    presenter.use_site(site(100, 100, 200, 200))
    assert {one.relevance for one in page.noted.values()} == {None}
    page.project = lambda: Project(keywords="高污染")  # type: ignore[method-assign]
    presenter.note()
    assert {one.relevance for one in page.noted.values()} >= {RelevanceLevel.DIRECT, RelevanceLevel.GENERAL}


@pytest.mark.parametrize(
    ("source", "called"), [("drawn on the map", "Site area"), ("S203 省道", "S203 省道"), ("很长" * 90, "")]
)
def test_a_report_is_named_after_project_or_site_release_and_day(source: str, called: str) -> None:
    asked: list[str] = []
    presenter, page, _ = opened(ask_report_path=lambda name: asked.append(name) or Path("x.pdf"))  # type: ignore[func-returns-value]
    page.project = Project  # type: ignore[method-assign]
    presenter.use_site(replace(site(100, 100, 2600, 200), source=source))
    presenter.write_report()
    if called:
        assert asked == [f"comparison_{called}_示例县 2024 版_2025-06-01.pdf"]
    assert asked[0].endswith("_2025-06-01.pdf")
    assert len(asked[0].encode("utf-8")) < 200


@pytest.mark.parametrize(
    ("shape", "source", "said"),
    [
        ("LINESTRING (113.001 23.001, 113.003 23.001)", "drawn on the map", "Linear site 205 m"),
        ("LINESTRING (113.001 23.001, 113.003 23.001)", "规划路网 · S203 省道", "规划路网 · S203 省道 205 m"),
        ("POINT (113.001 23.001)", "drawn on the map", "Location"),
        ("MULTIPOINT (113.001 23.001, 113.002 23.002)", "取样点", "取样点 2 point(s)"),
    ],
)
def test_a_site_is_called_as_its_layer_and_what_was_drawn_by_what_it_is(shape: str, source: str, said: str) -> None:
    presenter, page, _ = opened()
    presenter.use_site(make_site([("", shapely.from_wkt(shape))], "EPSG:4490", source))
    assert page.results is not None
    assert page.results.summary.site == said


def test_a_report_that_cannot_be_written_says_why_and_the_results_stay() -> None:
    def fails(*_: Any) -> Any:
        raise OutputFailed("output-unwritable", file="x.pdf", detail="read-only")

    presenter, page, _ = opened(write_report=fails)
    presenter.use_site(site(100, 100, 200, 200))
    presenter.write_report()
    look, text, paths = page.writing[-1]
    assert look is Look.ERROR
    assert "x.pdf" in text
    assert paths == ()
    assert page.results is not None


def test_a_person_who_thinks_better_of_it_writes_nothing() -> None:
    presenter, _page, desk = opened(Desk(report_path=None))
    presenter.use_site(site(100, 100, 200, 200))
    presenter.write_report()
    assert desk.written == []


def test_a_report_is_not_begun_twice_and_can_be_stopped() -> None:
    presenter, page, desk = opened()
    presenter.use_site(site(100, 100, 200, 200))
    desk.run.is_waiting = True
    presenter.write_report()
    presenter.write_report()
    assert len(desk.run.kept) == 1
    presenter.cancel_writing()
    desk.run.go()
    assert desk.written == []
    assert page.writing[-1][0] is None


def test_without_a_result_there_is_nothing_to_copy() -> None:
    presenter, _, desk = opened()
    presenter.copy_answer()
    assert desk.copied == []


@pytest.mark.parametrize("missing", [(), ("水源",)])
def test_the_brief_answer_is_three_lines_and_says_when_it_is_incomplete(missing: tuple[str, ...]) -> None:
    presenter, _, desk = opened()
    presenter.use_release(release(missing=missing))
    presenter.use_site(site(2500, 1800, 2600, 2000))
    presenter.copy_answer()
    lines = desk.copied[0].split("\n")
    assert len(lines) == 3
    assert lines[0].startswith("[INCOMPLETE, reasons: 1]") == bool(missing)
    assert "ZH99010120001" in lines[0]
    assert "edge contacts: 1" in lines[0]
    assert "more through edge contact only" in lines[1]
    assert lines[2].startswith("By 示例县 2024 版")
    assert "For reference only" in lines[2]
