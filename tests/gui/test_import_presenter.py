# SPDX-License-Identifier: GPL-3.0-or-later
"""An import shows everything before anything is stored, takes back every correction, and stores only what a person has named."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.gui.county import Desk, release
from zoning_plugin.core.errors import Fault, Level, ReleaseUnreadable, fault
from zoning_plugin.core.release import ReleaseInfo
from zoning_plugin.core.terms import ReleaseStatus, Tier
from zoning_plugin.files.import_sources import SourceEntry
from zoning_plugin.gui.releases.import_draft import ImportDraft, Target, target_of
from zoning_plugin.gui.releases.import_presenter import ImportPresenter
from zoning_plugin.gui.state_card import Look
from zoning_plugin.jobs.import_release import ImportExamination
from zoning_plugin.report.import_report import ImportedFile

UNITS = SourceEntry(Path("单元<b>.shp"), "units")
LIST = SourceEntry(Path("清单.xlsx"), "list")
FILES = (
    ImportedFile(
        "单元<b>.shp", "units", encoding="GBK", crs="CGCS2000 / 3-degree Gauss-Kruger zone 38", rows=3, parts=("单元",),
        columns=(("HJGKDYBM", "unit_code"), ("备注", "")), sample=(("ZH99010110001", "x<script>"), ("ZH99010120001", "")),
        counts=(("units", 3),), entry=0,
    ),
    ImportedFile("清单.xlsx", "list", parts=("表1", "表2"), tiers=("unit",), columns=(("编码", "unit_code"), ("别的", "")), counts=(("clauses", 24),), entry=1),
)  # fmt: skip
ASSUMED = fault("status-unstated", status="draft")
NO_TIER = fault("tier-unknown", Level.ERROR, file="清单.xlsx", sheet="表1", title="")
UNREADABLE = fault("list-format-unsupported", Level.ERROR, file="旧.doc", suffix=".doc", advice="docx")


def examined(*faults: Fault, info: ReleaseInfo | None = None, unread: tuple[Fault, ...] = ()) -> ImportExamination:
    return ImportExamination(
        release(info), FILES, (*unread, *faults), "national", (UNITS, LIST), unread=unread, provinces=("99",)
    )


@dataclass
class FakeView:
    """Keeps the last of everything it is told."""

    texts: dict[str, str] = field(
        default_factory=lambda: dict.fromkeys(("name", "document_no", "issuer", "effective"), "")
    )
    chosen_status: ReleaseStatus | None = None
    is_remembering: bool = False
    told: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return lambda *given, **named: self.told.__setitem__(name, (*given, *named.values()))

    def show_info(self, texts: dict[str, str], status: ReleaseStatus | None) -> None:
        self.texts |= texts
        self.chosen_status = status or self.chosen_status


class Scene:
    """A view with its presenter over one examination."""

    def __init__(self, examination: ImportExamination | None = None, **others: Any) -> None:
        self.desk = Desk(examination=examination or examined())
        self.view = FakeView()
        self.stored: list[Path] = []
        self.opened = 0
        errands = self.desk.errands(importing=self.desk.importing(**others))
        self.presenter = ImportPresenter(self.view, errands, opened=self._open, stored=self.stored.append)
        self.presenter.choose_folder()

    def _open(self) -> None:
        self.opened += 1

    @property
    def look(self) -> Look:
        return self.view.told["show_state"][0]

    @property
    def can_store(self) -> bool:
        return self.view.told["enable"][0]

    @property
    def missing(self) -> dict[Target, str]:
        return dict(self.view.told["show_missing"][0])


def test_looking_stores_nothing() -> None:
    scene = Scene()
    assert scene.opened == 1
    assert scene.stored == []
    assert scene.look is Look.COMPLETE
    assert "Units 3" in scene.view.told["show_state"][2][0]


def test_what_is_stated_fills_the_form_and_is_stored_as_the_person_leaves_it() -> None:
    scene = Scene()
    assert scene.view.texts["name"] == "示例县 2024 版"
    scene.view.texts |= {"name": "我们县", "effective": "2024-08-01"}
    scene.presenter.store()
    assert scene.stored == [Path("我们县.gpkg")]
    info = scene.desk.releases[Path("我们县.gpkg")].info
    assert (info.name, info.effective, info.document_no) == ("我们县", "2024-08-01", "示例环〔2024〕3号")
    assert scene.view.told["show_stored"] == (True, True)
    scene.presenter.open_report()
    assert scene.desk.opened == [Path("我们县.html")]


def test_a_status_that_was_only_assumed_has_to_be_chosen() -> None:
    scene = Scene(examined(ASSUMED))
    assert scene.missing == {Target("status"): "status"}
    assert not scene.can_store
    scene.view.chosen_status = ReleaseStatus.DRAFT
    scene.presenter.check("status")
    assert scene.can_store


@pytest.mark.parametrize("day", ["2024-7-1", "2024-13-01", "2024年7月1日", "20240701"])
def test_a_day_that_is_none_cannot_be_stored(day: str) -> None:
    scene = Scene()
    scene.view.texts["effective"] = day
    scene.presenter.check("effective")
    assert Target("effective") in scene.missing
    assert not scene.can_store
    scene.presenter.store()
    assert scene.stored == []


def test_a_day_that_sources_states_wrongly_is_mended_in_the_form() -> None:
    scene = Scene(examined(fault("date-wrong", Level.ERROR, date="7月1日")))
    assert scene.look is Look.COMPLETE
    scene.view.texts["effective"] = "2024-07-01"
    scene.presenter.store()
    assert scene.stored


def test_an_error_leads_to_the_drop_down_that_answers_it() -> None:
    scene = Scene(examined(NO_TIER))
    assert scene.look is Look.ERROR
    assert list(scene.missing) == [Target("tier", 1)]
    scene.presenter.go_to(NO_TIER)
    assert scene.view.told["focus"] == (Target("tier", 1),)
    assert scene.view.told["show_details"][0].key == 1


def test_what_a_person_says_is_handed_back_and_looked_at_again() -> None:
    scene = Scene(examined(NO_TIER))
    scene.desk.examination = replace(examined(), entries=(UNITS, LIST))
    scene.presenter.say(1, "tier", Tier.CITY)
    asked = scene.desk.asked[-1]
    assert [one.tier for one in asked.entries] == [None, Tier.CITY]
    assert asked.given == ()


def test_what_a_person_typed_survives_every_look() -> None:
    scene = Scene(examined(NO_TIER))
    scene.view.texts["name"] = "我们县"
    scene.presenter.check("name")
    scene.presenter.say(1, "tier", Tier.CITY)
    assert scene.view.texts["name"] == "我们县"


def test_a_source_that_is_left_out_is_not_handed_back_but_stays_in_the_list() -> None:
    scene = Scene()
    scene.presenter.say_role(1, "")
    assert scene.desk.asked[-1].entries == (UNITS,)
    rows, _ = scene.view.told["show_sources"]
    assert [one.role for one in rows][:2] == ["units", ""]


def test_a_file_that_cannot_be_read_stops_the_import_until_it_is_left_out() -> None:
    scene = Scene(examined(unread=(UNREADABLE,)))
    key = next(iter(scene.missing)).key
    assert scene.missing == {Target("role", key): "旧.doc: take it or leave it out"}
    assert scene.view.told["show_sources"][0][-1].roles == ("unread", "")
    scene.presenter.say_role(key, "")
    assert scene.look is Look.INCOMPLETE
    scene.presenter.store()
    assert scene.stored
    assert len(scene.desk.asked) == 1


def test_more_files_are_added_to_what_is_there() -> None:
    scene = Scene()
    scene.presenter.bring((Path("红线.gpkg"),))
    asked = scene.desk.asked[-1]
    assert (asked.entries, asked.given) == ((UNITS, LIST), (Path("红线.gpkg"),))


def test_a_pasted_table_goes_the_same_way() -> None:
    scene = Scene()
    scene.presenter.paste()
    assert scene.desk.asked[-1].given == (Path("剪贴板.tsv"),)


def test_nothing_to_paste_is_said_and_takes_nothing_away() -> None:
    def nothing(page: str, text: str) -> Path:
        raise ReleaseUnreadable("page-without-table", file="剪贴板")

    scene = Scene(keep_paste=nothing)
    scene.presenter.paste()
    assert scene.look is Look.ERROR
    assert len(scene.view.told["show_sources"][0]) == 2


def test_a_column_that_is_mapped_is_read_with_a_draft_and_can_be_remembered() -> None:
    scene = Scene()
    scene.presenter.map_column("备注", "remark")
    assert scene.desk.drafted == [{"备注": "remark"}]
    assert scene.desk.asked[-1].profile == "draft.json"
    assert "示例省" in scene.view.told["show_choices"][0].remember
    scene.view.is_remembering = True
    scene.presenter.store()
    assert scene.desk.remembered == [({"备注": "remark"}, ("99",))]


def test_an_earlier_release_is_built_on_and_its_lists_can_be_replaced() -> None:
    scene = Scene()
    scene.presenter.build_on(Path("示例县.gpkg"))
    assert scene.desk.asked[-1].base == Path("示例县.gpkg")
    scene.presenter.choose(1)
    assert ("市", "示例市生态环境准入清单") in scene.view.told["show_details"][0].bases


def test_a_file_is_taken_sheet_by_sheet() -> None:
    scene = Scene()
    scene.presenter.split(1)
    assert [one.sheet for one in scene.desk.asked[-1].entries] == ["", "表1", "表2"]


def test_a_late_answer_is_dropped() -> None:
    scene = Scene()
    scene.desk.run.is_waiting = True
    scene.presenter.say(1, "tier", Tier.CITY)
    scene.presenter.say(1, "tier", Tier.PARK)
    assert scene.look is Look.LOADING
    assert not scene.can_store
    scene.desk.run.go()
    assert scene.desk.asked[-1].entries[1].tier is Tier.PARK
    assert len(scene.desk.asked) == 2


def test_a_look_that_is_stopped_keeps_what_was_brought() -> None:
    scene = Scene()
    scene.desk.run.is_waiting = True
    scene.presenter.bring((Path("红线.gpkg"),))
    scene.presenter.cancel()
    scene.desk.run.go()
    assert scene.look is Look.EMPTY
    scene.desk.run.is_waiting = False
    scene.presenter.look()
    assert scene.desk.asked[-1].given == (Path("红线.gpkg"),)


def test_nothing_recognised_has_a_look_of_its_own() -> None:
    nothing = replace(examined(fault("file-not-recognised", file="x.qwe")), entries=(), files=())
    assert Scene(nothing).look is Look.NOTHING_APPLIES


def test_what_sources_said_of_the_release_outlives_every_correction() -> None:
    scene = Scene(replace(examined(), stated=(("supersedes", "2021 版"),)))
    scene.desk.examination = examined()
    scene.presenter.say_role(0, "")
    scene.presenter.say_role(1, "")
    scene.presenter.say_role(0, "units")
    assert scene.desk.asked[-1].stated == (("supersedes", "2021 版"),)


def test_a_failure_is_said_with_what_to_do() -> None:
    def fails(request: Any, progress: Any) -> ImportExamination:
        raise ReleaseUnreadable("profile-ambiguous", province="44", files="a.json、b.json")

    scene = Scene(examine=fails)
    assert scene.look is Look.ERROR
    assert scene.view.told["focus"] == (Target("profile"),)


def test_an_import_that_is_left_is_forgotten() -> None:
    scene = Scene()
    scene.presenter.leave()
    scene.presenter.store()
    assert scene.stored == []
    scene.presenter.open()
    assert scene.look is Look.EMPTY


def test_a_status_in_an_unknown_word_is_told_and_answered_by_choosing_one() -> None:
    unknown = fault("status-unknown", status="现行", taken="draft", allowed="draft、published")
    draft = ImportDraft().examined(examined(unknown, ASSUMED))
    assert draft.standing(examined(unknown, ASSUMED)).faults == (unknown,)
    assert target_of(unknown, draft) == Target("status")
