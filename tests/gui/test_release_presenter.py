# SPDX-License-Identifier: GPL-3.0-or-later
"""Which release is judged with is always clear, and one that is not as it was stored never goes for complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.gui.county import TODAY, Desk, release
from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.core.release import Release, ReleaseInfo
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.gui.releases.chooser import ReleaseChoice
from zoning_plugin.gui.releases.release_presenter import ReleasePresenter
from zoning_plugin.gui.releases.standing import Standing, standing_dot, standing_of, standing_word


@dataclass
class FakeChooser:
    choices: list[ReleaseChoice] = field(default_factory=list)
    current: Path | None = None
    notes: list[tuple[str, bool]] = field(default_factory=list)

    def show_choices(self, choices: Sequence[ReleaseChoice], current: Path | None) -> None:
        self.choices, self.current = list(choices), current

    def show_note(self, text: str, *, is_loud: bool = False) -> None:
        self.notes.append((text, is_loud))


@dataclass
class Heard:
    used: list[Release | None] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)


def started(desk: Desk, **others: Any) -> tuple[ReleasePresenter, FakeChooser, Heard]:
    view, heard = FakeChooser(), Heard()
    presenter = ReleasePresenter(
        view,
        desk.errands(**others),
        use=heard.used.append,
        none_there=lambda: heard.pages.append("welcome"),
        some_there=lambda: heard.pages.append("page"),
    )
    presenter.refresh()
    return presenter, view, heard


INFO = release().info


@pytest.mark.parametrize(
    ("info", "has_all", "standing"),
    [
        (INFO, True, Standing.IN_FORCE),
        (replace(INFO, effective=TODAY), True, Standing.IN_FORCE),
        (replace(INFO, status=ReleaseStatus.FILED), True, Standing.TRIAL),
        (replace(INFO, effective="2025-06-02"), True, Standing.TRIAL),
        (replace(INFO, effective=""), True, Standing.TRIAL),
        (replace(INFO, superseded_by="新版"), True, Standing.SUPERSEDED),
        (replace(INFO, status=ReleaseStatus.REPEALED), True, Standing.SUPERSEDED),
        (INFO, False, Standing.INCOMPLETE),
    ],
)
def test_only_a_published_release_in_force_and_whole_stands_without_reservation(
    info: ReleaseInfo, has_all: bool, standing: Standing
) -> None:
    assert standing_of(info, TODAY, has_all=has_all) is standing


def test_every_standing_has_a_word_and_a_dot_of_its_own(qgis_app: object) -> None:
    assert len({standing_word(one) for one in Standing}) == len(Standing)
    pictures = {bytes(standing_dot(one).pixmap(32, 32).toImage().bits().asstring(32 * 32 * 4)) for one in Standing}
    assert len(pictures) == len(Standing)


def test_an_empty_folder_shows_the_first_page() -> None:
    _, view, heard = started(Desk(releases={}))
    assert heard.pages == ["welcome"]
    assert heard.used == [None]
    assert view.choices == []


def test_a_file_that_is_no_release_is_listed_all_the_same() -> None:
    _, view, heard = started(Desk(releases={}, others=(Path("坏.gpkg"),)))
    assert heard.pages == ["page"]
    assert [(one.label, one.standing) for one in view.choices] == [("坏.gpkg · not readable", Standing.UNREADABLE)]


def test_the_release_in_force_that_came_last_is_opened() -> None:
    old, new = replace(INFO, name="旧", effective="2021-01-01"), replace(INFO, name="新", effective="2024-07-01")
    draft = replace(INFO, name="草案", effective="2025-01-01", status=ReleaseStatus.DRAFT)
    desk = Desk(releases={Path(f"{one.name}.gpkg"): release(one) for one in (old, draft, new)})
    presenter, view, heard = started(desk)
    assert presenter.path == Path("新.gpkg")
    assert heard.used[-1] is desk.releases[Path("新.gpkg")]
    assert view.notes[-1] == ("", False)
    assert {one.label for one in view.choices} == {
        "旧 · superseded · effective 2021-01-01", "草案 · trial only · effective 2025-01-01", "新 · in force · effective 2024-07-01",
    }  # fmt: skip


def test_while_one_is_being_opened_none_is_judged_with() -> None:
    desk = Desk()
    presenter, view, heard = started(desk)
    desk.run.is_waiting = True
    presenter.open(Path("示例县.gpkg"))
    assert heard.used[-1] is None
    assert view.notes[-1] == ("Opening the release …", False)


def test_of_two_chosen_one_after_the_other_the_second_is_open() -> None:
    other = release(replace(INFO, name="另一版"))
    desk = Desk(releases={Path("示例县.gpkg"): release(), Path("另.gpkg"): other})
    presenter, _, heard = started(desk)
    desk.run.is_waiting = True
    presenter.open(Path("示例县.gpkg"))
    presenter.open(Path("另.gpkg"))
    desk.run.go()
    assert heard.used[-1] is other
    assert presenter.path == Path("另.gpkg")


def test_a_release_that_is_not_as_it_was_stored_carries_a_fault_from_then_on() -> None:
    presenter, view, heard = started(Desk(unchanged=False))
    text, is_loud = view.notes[-1]
    assert is_loud
    assert "digest" in text
    assert heard.used[-1] is not None
    assert [one.code for one in heard.used[-1].faults] == ["release-changed"]
    assert presenter.release is heard.used[-1]


def test_missing_data_is_seen_in_the_standing_once_the_release_is_open() -> None:
    _, view, _ = started(Desk(releases={Path("a.gpkg"): release(missing=("水源",))}))
    assert view.choices[0].standing is Standing.INCOMPLETE


def test_a_release_that_cannot_be_opened_says_why() -> None:
    def unreadable(*_: Any) -> Any:
        raise ReleaseUnreadable("release-damaged", file="a.gpkg", detail="x")

    _, view, heard = started(Desk(), open_release=unreadable)
    assert heard.used[-1] is None
    assert view.notes[-1][1]
    assert "a.gpkg" in view.notes[-1][0]


def test_units_are_shown_at_once_only_on_an_empty_map() -> None:
    desk = Desk()
    presenter, _, _ = started(desk)
    assert desk.map.told == []
    presenter.show_on_map()
    assert desk.map.told == [("release", "示例县 2024 版")]
    empty = Desk()
    started(empty, is_map_empty=lambda: True)
    assert empty.map.told == [("release", "示例县 2024 版")]


def test_the_units_of_another_release_do_not_stay_under_this_ones_results() -> None:
    desk = Desk(releases={Path("a.gpkg"): release(), Path("b.gpkg"): release(replace(INFO, name="另一版"))})
    presenter, _, _ = started(desk)
    presenter.show_on_map()
    presenter.open(Path("a.gpkg" if presenter.path == Path("b.gpkg") else "b.gpkg"))
    assert len(set(desk.map.told)) == 2


# --- made ready to answer fast ----------------------------------------------------------------------------------------


def test_a_release_is_made_ready_once_its_file_is_checked() -> None:
    desk = Desk()
    presenter, view, _ = started(desk)
    assert desk.made_ready == [(presenter.path, presenter.release)]
    assert view.notes[-1] == ("", False)


def test_a_changed_release_is_made_ready_as_it_is_judged_with_and_the_warning_stays() -> None:
    def reports(path: Path, one: Release, progress: Any) -> None:
        progress.report(0.4, "step-cutting-tiles")
        desk.made_ready.append((path, one))

    desk = Desk(unchanged=False)
    presenter, view, heard = started(desk, prepare_release=reports)
    assert [one for _, one in desk.made_ready] == [presenter.release]
    assert heard.used[-1] is presenter.release
    assert view.notes[-1][1]


def test_getting_ready_is_told_in_words_and_never_twice_the_same() -> None:
    def reports(path: Path, one: Release, progress: Any) -> None:
        for share in (0.401, 0.402, 0.5):
            progress.report(share, "step-cutting-tiles")

    _, view, _ = started(Desk(), prepare_release=reports)
    told = [text for text, _ in view.notes if "fast answers" in text]
    assert told == [
        "Getting ready for fast answers … 40 % (Cutting large areas into tiles)",
        "Getting ready for fast answers … 50 % (Cutting large areas into tiles)",
    ]
    assert view.notes[-1] == ("", False)


def test_another_release_stops_the_getting_ready_of_the_one_before() -> None:
    desk = Desk(releases={Path("a.gpkg"): release(), Path("b.gpkg"): release(replace(INFO, name="乙"))})
    presenter, _, _ = started(desk)
    presenter.open(Path("a.gpkg"))
    desk.made_ready.clear()
    desk.run.is_waiting = True
    presenter.open(Path("b.gpkg"))
    for _ in range(2):  # opened, checked
        desk.run.go()
    ((_, running),) = desk.run.kept
    presenter.open(Path("a.gpkg"))
    assert running.cancelled
    for _ in range(3):
        desk.run.go()
    assert [path for path, _ in desk.made_ready] == [Path("a.gpkg")]


def test_a_release_that_cannot_be_made_ready_is_used_all_the_same() -> None:
    def fails(*_: Any) -> None:
        raise MemoryError

    presenter, view, heard = started(Desk(), prepare_release=fails)
    assert heard.used[-1] is presenter.release
    text, is_loud = view.notes[-1]
    assert text.startswith("Answers stay slower than they could be")
    assert not is_loud
