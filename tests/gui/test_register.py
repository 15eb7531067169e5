# SPDX-License-Identifier: GPL-3.0-or-later
"""The page 台账 and what leads to it: a register made, found, held by somebody else; a case kept and opened again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from qgis.gui import QgisInterface
from qgis.PyQt.QtTest import QAbstractItemModelTester

from tests.gui.county import Desk, site
from zoning_plugin.core.judgement import CaseState
from zoning_plugin.files.release_store import write_release
from zoning_plugin.gui.dock.composition import Panel
from zoning_plugin.gui.register.case_list import CaseModel
from zoning_plugin.gui.register.case_rows import CaseRow, HeadingRow, Row, Wanted, arranged
from zoning_plugin.gui.register.register_presenter import RegisterPresenter
from zoning_plugin.gui.register.session import RegisterSession
from zoning_plugin.gui.state_card import Look
from zoning_plugin.jobs.find_cases import CaseQuery, find_cases
from zoning_plugin.jobs.open_case import OpenedCase
from zoning_plugin.jobs.open_register import open_register
from zoning_plugin.jobs.withdraw_case import withdraw_case


@dataclass
class FakePage:
    name: str = ""
    is_open: bool = False
    look: Look | None = None
    sentences: Sequence[str] = ()
    offers_new: bool = False
    rows: Sequence[Row] = ()
    count: str = ""
    when_empty: str = ""
    notes: list[str] = field(default_factory=list)

    def show_register(self, name: str, where: str, person: str, *, is_open: bool) -> None:
        self.name, self.is_open = name, is_open

    def show_state(self, look: Look | None, title: str = "", sentences: Sequence[str] = (), **ways: bool) -> None:
        self.look, self.sentences, self.offers_new = look, sentences, ways.get("offers_new", False)

    def show_cases(self, rows: Sequence[Row], count: str, when_empty: str) -> None:
        self.rows, self.count, self.when_empty = rows, count, when_empty

    def show_years(self, years: Sequence[str]) -> None:
        self.years = years

    def show_note(self, text: str) -> None:
        self.notes.append(text)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(register_path=tmp_path / "台账.gpkg")
    county = next(iter(made.releases.values()))
    made.releases = {tmp_path / "releases" / "示例县.gpkg": county}
    (tmp_path / "releases").mkdir()
    write_release(county, tmp_path / "releases" / "示例县.gpkg")
    return made


@pytest.fixture
def panel(qtbot: Any, qgis_iface: QgisInterface, desk: Desk, tmp_path: Path) -> Iterator[Panel]:
    made = Panel(qgis_iface, desk.errands(releases_folder=tmp_path / "releases"))
    qtbot.addWidget(made.dock)
    made.dock.setParent(None)
    made.dock.resize(460, 700)
    made.dock.show()
    made.start()
    yield made
    made.unload()


def opened(desk: Desk) -> tuple[RegisterPresenter, FakePage, list[OpenedCase]]:
    page, cases = FakePage(), list[OpenedCase]()
    errands = desk.errands(releases_folder=desk.register_path.parent / "releases")
    presenter = RegisterPresenter(page, RegisterSession(errands), errands, opened=cases.append)
    presenter.show()
    return presenter, page, cases


def keep(panel: Panel, *corners: float, name: str = "电镀厂") -> None:
    panel.assessment.use_site(site(*corners))
    panel.page.keep_button.click()
    panel.page.keep_form.fields["name"].setText(name)
    panel.page.keep_form.keep_button.click()


def test_without_a_register_making_one_is_offered_and_nothing_is_written(desk: Desk) -> None:
    _, page, _ = opened(desk)
    assert page.look is Look.EMPTY
    assert page.offers_new
    assert not desk.register_path.exists()


def test_a_new_register_is_empty_and_says_how_a_case_comes_into_it(desk: Desk) -> None:
    presenter, page, _ = opened(desk)
    presenter.create()
    assert page.is_open
    assert page.look is None
    assert "Keep case" in page.when_empty


def test_what_is_no_register_is_an_error_with_ways_out(desk: Desk) -> None:
    desk.register_path.write_bytes(b"no register")
    _, page, _ = opened(desk)
    assert page.look is Look.ERROR
    assert page.offers_new
    assert desk.register_path.read_bytes() == b"no register"


def test_a_register_that_somebody_holds_is_read_and_says_who(desk: Desk) -> None:
    with open_register(desk.register_path, "李四", create=True):
        _, page, _ = opened(desk)
        assert page.look is Look.INCOMPLETE
        assert "李四" in page.sentences[0]


def test_an_assessment_is_kept_and_opened_again(panel: Panel, desk: Desk) -> None:
    keep(panel, 1500, 1500, 2600, 2600)
    assert "电镀厂" in panel.page.case_bar.title.toolTip()
    panel.assessment.clear()
    panel.dock.buttons.buttons["register"].click()
    assert panel.dock.page is panel.register_page
    (row,) = panel.register_page.cases.cases.rows
    assert isinstance(row, CaseRow)
    assert row.title.endswith("0001 电镀厂")
    assert row.stale == ""
    panel.register_page.opened.emit(row.case_id)
    assert panel.dock.page is panel.page
    assert panel.page.count.text() == "55 clauses"
    assert ("zoom", 1) in desk.map.told


def test_a_second_case_of_the_same_site_is_pointed_out_before_it_is_kept(panel: Panel) -> None:
    keep(panel, 1500, 1500, 2600, 2600)
    panel.page.keep_button.click()
    form = panel.page.keep_form
    assert form.card.look is Look.INCOMPLETE
    assert "电镀厂" in form.card.text
    assert form.fields["number"].placeholderText().endswith("0002")


def test_nobody_is_nobody(panel: Panel, desk: Desk) -> None:
    panel.assessment.use_site(site(1500, 1500, 2600, 2600))
    panel.page.keep_button.click()
    panel.page.keep_form.fields["person"].clear()
    panel.page.keep_form.keep_button.click()
    assert "name" in panel.page.keep_form.card.title
    assert not desk.register_path.exists()


def test_a_case_whose_release_is_gone_says_so(panel: Panel, desk: Desk) -> None:
    keep(panel, 1500, 1500, 2600, 2600)
    panel.session.close()
    for path in desk.releases:
        path.unlink()
    desk.releases.clear()
    presenter, page, cases = opened(desk)
    (row,) = page.rows
    assert isinstance(row, CaseRow)
    assert row.stale
    presenter.open_case(row.case_id)
    assert not cases
    assert "示例县 2024 版" in page.notes[-1]


def test_withdrawn_cases_stand_apart_and_a_search_finds_by_unit(panel: Panel, desk: Desk) -> None:
    keep(panel, 1500, 1500, 2600, 2600, name="电镀厂")
    keep(panel, 100, 100, 300, 300, name="养殖场")
    panel.session.close()
    with open_register(desk.register_path, "张三") as register:
        case = register.read(find_cases(register, CaseQuery(text="养殖场"))[0].case_id)
        withdraw_case(register, case, by="张三", remark="重复")
    presenter, page, _ = opened(desk)
    first, heading, last = page.rows
    assert isinstance(heading, HeadingRow)
    assert isinstance(last, CaseRow)
    assert last.state is CaseState.WITHDRAWN
    presenter.search(Wanted("电镀 zh9901012"))
    assert [one for one in page.rows if isinstance(one, CaseRow)] == [first]
    assert page.count == "Cases: 1 of 2"
    presenter.search(Wanted(state=CaseState.APPROVED))
    assert not page.rows
    assert page.when_empty
    QAbstractItemModelTester(_model(page.rows or arranged((first, last))))


def _model(rows: Sequence[Row]) -> CaseModel:
    model = CaseModel()
    model.set_rows(rows)
    return model


def test_steps_at_the_register_are_done_in_order(desk: Desk) -> None:
    desk.run.is_waiting = True
    session = RegisterSession(desk.errands())
    said: list[Any] = []
    session.open(desk.register_path, create=True, done=lambda _: said.append("open"), failed=said.append)
    session.do("", lambda register, _: register.office, done=lambda _: said.append("first"), failed=said.append)
    session.do("", lambda register, _: 1 / 0, done=said.append, failed=lambda error: said.append(type(error)))
    assert len(desk.run.kept) == 1
    for _ in range(3):
        desk.run.go()
    assert said == ["open", "first", ZeroDivisionError]
    session.close()
