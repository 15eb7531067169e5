# SPDX-License-Identifier: GPL-3.0-or-later
"""The import page itself: what is shown of a source, how it is changed, where a click leads, what is dropped and pasted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent, QFontMetrics, QKeyEvent
from qgis.PyQt.QtTest import QAbstractItemModelTester, QTest
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QLineEdit, QTreeView

from tests.gui.county import Desk
from tests.gui.test_import_presenter import NO_TIER, examined
from zoning_plugin.core.errors import Level, fault
from zoning_plugin.core.terms import Tier, UnitClass
from zoning_plugin.gui.dock.dock import LEAST_WIDTH, Dock
from zoning_plugin.gui.releases.import_delegates import fitted
from zoning_plugin.gui.releases.import_draft import Target, fault_groups
from zoning_plugin.gui.releases.import_models import FaultModel
from zoning_plugin.gui.releases.import_page import ImportPage
from zoning_plugin.gui.releases.import_presenter import ImportPresenter
from zoning_plugin.gui.releases.import_rows import FACTS
from zoning_plugin.gui.state_card import Look


class Scene:
    """The page over one examination, wired as in the dock."""

    def __init__(self, qtbot: Any, *faults: Any) -> None:
        self.desk = Desk(examination=examined(*faults))
        self.page = ImportPage()
        self.page.resize(460, 560)
        qtbot.addWidget(self.page)
        self.page.show()
        self.presenter = ImportPresenter(self.page, self.desk.errands(), opened=lambda: None, stored=lambda path: None)
        page, presenter = self.page, self.presenter
        page.source_chosen.connect(presenter.choose)
        page.role_chosen.connect(presenter.say_role)
        page.source_said.connect(presenter.say)
        page.column_mapped.connect(presenter.map_column)
        page.fault_chosen.connect(presenter.go_to)
        page.missing_chosen.connect(presenter.answer)
        page.changed.connect(presenter.check)
        page.paste_asked.connect(presenter.paste)
        page.store_asked.connect(presenter.store)
        presenter.choose_folder()

    def choose(self, row: int) -> None:
        self.page.sources.setCurrentIndex(self.page.sources.model().index(row, 0))


@pytest.fixture
def scene(qtbot: Any) -> Scene:
    return Scene(qtbot)


def test_an_empty_page_only_says_how_to_bring_something(qtbot: Any) -> None:
    page = ImportPage()
    qtbot.addWidget(page)
    page.show()
    ImportPresenter(page, Desk().errands(), opened=lambda: None, stored=lambda path: None).open()
    assert page.card.look is Look.EMPTY
    assert not page.sources.isVisible()
    assert not page.store_button.isVisible()
    assert page.folder_button.isVisible()


def test_every_source_says_what_it_was_taken_for(scene: Scene) -> None:
    texts = [scene.page.sources.model().index(row, 0).data() for row in range(2)]
    assert texts[0].startswith("单元<b>.shp\n")
    assert "GBK" in texts[0]
    assert "24" in texts[1]


def test_a_wrong_encoding_would_be_seen_in_the_sample(scene: Scene) -> None:
    assert scene.page.sample_model.headings == ("HJGKDYBM", "备注")
    assert scene.page.sample_model.rows[0] == ("ZH99010110001", "x<script>")
    assert "<script>" not in scene.page.sample_model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)


def test_a_list_has_a_tier_with_the_guess_filled_in_and_a_layer_has_none(scene: Scene) -> None:
    form = scene.page.form
    assert not form.tier.isVisibleTo(form)
    scene.choose(1)
    assert form.tier.isVisibleTo(form)
    assert form.tier.currentData() is None
    assert "Unit" in form.tier.currentText() or "unit" in form.tier.currentText()
    form.tier.setCurrentIndex(form.tier.findData(Tier.CITY))
    form.tier.activated.emit(form.tier.currentIndex())
    assert scene.desk.asked[-1].entries[1].tier is Tier.CITY


def test_a_source_is_left_out_by_the_drop_down_in_its_row(scene: Scene) -> None:
    model = scene.page.sources.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    scene.page.sources.edit(model.index(1, 1))
    (editor,) = scene.page.sources.findChildren(QComboBox, "import_row_role")
    assert [editor.itemData(place) for place in range(editor.count())] == ["list", ""]
    editor.setCurrentIndex(1)
    editor.activated.emit(1)
    assert [one.role for one in scene.desk.asked[-1].entries] == ["units"]
    assert model.index(1, 1).data() == "Left out"


def test_a_scope_is_said_by_fields(scene: Scene) -> None:
    scene.choose(1)
    form = scene.page.form
    form.scope_fields["admin"].setText("示例县，9901 02")
    form.scope_fields["admin"].setModified(True)
    form.scope_fields["admin"].editingFinished.emit()
    form.scope_classes[UnitClass.KEY].click()
    scope = scene.desk.asked[-1].entries[1].scope
    assert (scope.admin, scope.classes) == (("示例县", "9901", "02"), (UnitClass.KEY,))


def test_what_is_being_typed_is_not_taken_away_by_an_answer(scene: Scene) -> None:
    scene.choose(1)
    field = scene.page.form.title
    scene.page.activateWindow()
    field.setFocus()
    QTest.keyClicks(field, "half a ti")
    scene.presenter.look()
    if field.hasFocus():  # there is no window manager on every screen
        assert field.text() == "half a ti"


def test_a_column_is_mapped_by_its_drop_down(scene: Scene) -> None:
    model = scene.page.column_model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    at = model.index(1, 1)
    scene.page.columns.edit(at)
    (editor,) = scene.page.columns.findChildren(QComboBox, "import_column_role")
    assert [editor.itemData(place) for place in range(3)] == ["", "unit_code", "unit_name"]
    editor.setCurrentIndex(editor.findData("remark"))
    editor.activated.emit(editor.currentIndex())
    assert scene.desk.drafted == [{"备注": "remark"}]
    assert scene.page.column_model.rows[1].role == "remark"


def test_a_click_on_what_is_missing_opens_the_drop_down(qtbot: Any) -> None:
    scene = Scene(qtbot, NO_TIER)
    assert "清单.xlsx" in scene.page.missing.text()
    scene.page.missing.linkActivated.emit("0")
    assert scene.page.tabs.currentIndex() == 0
    assert scene.page.form.tier.isVisible()
    scene.page.form.tier.hidePopup()


def test_faults_are_grouped_errors_first(qtbot: Any) -> None:
    twice = [fault("column-ignored", file="清单.xlsx", sheet="表1", heading=one, count=2) for one in ("甲", "乙")]
    scene = Scene(qtbot, *twice, NO_TIER)
    model = scene.page.faults.model()
    assert isinstance(model, FaultModel)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [one.level for one in model.groups] == [Level.ERROR, Level.WARNING]
    group = model.index(1, 0)
    assert group.data().startswith("2 × ")
    assert "…" in group.data()
    assert model.rowCount(group) == 2
    assert "乙" in model.index(1, 0, group).data()
    assert model.parent(model.index(1, 0, group)) == group


def test_more_faults_of_a_kind_than_anybody_reads_are_counted() -> None:
    faults = [fault("column-ignored", file="a", sheet="b", heading=str(one), count=1) for one in range(700)]
    model = FaultModel(lambda name: None)  # type: ignore[arg-type, return-value]
    model.show(fault_groups(faults))
    group = model.index(0, 0)
    assert model.rowCount(group) == 501
    assert "200" in model.index(500, 0, group).data()
    assert model.fault_at(model.index(500, 0, group)) is None


def test_ctrl_v_pastes_a_table_but_not_while_a_field_has_the_keys(scene: Scene) -> None:
    before = len(scene.desk.asked)
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(scene.page.sources, press)
    assert len(scene.desk.asked) == before + 1
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    override.ignore()
    QApplication.sendEvent(scene.page, override)
    assert override.isAccepted()
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(scene.page.fields["name"], press)
    assert len(scene.desk.asked) == before + 1


def test_ctrl_enter_stores(scene: Scene) -> None:
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(scene.page.sources, press)
    assert scene.page.done_button.isVisible()
    assert scene.page.report_button.isVisible()
    assert not scene.page.sources.isVisible()


def test_files_are_dropped_on_any_page_even_over_a_field(qtbot: Any) -> None:
    field = QLineEdit()
    dock = Dock([field])
    qtbot.addWidget(dock)
    dock.show()
    dropped: list[Any] = []
    dock.files_dropped.connect(dropped.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/资料/清单.xlsx"), QUrl("https://example.org/x")])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    assert dock.eventFilter(field, entering)
    assert not entering.isAccepted()
    dock.dragEnterEvent(entering)
    assert entering.isAccepted()
    dock.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    assert dropped == [(Path("/资料/清单.xlsx"),)]
    assert field.text() == ""


def test_nothing_but_files_is_taken_when_dropped(qtbot: Any) -> None:
    dock = Dock([QLineEdit()])
    qtbot.addWidget(dock)
    data = QMimeData()
    data.setText("text")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    entering.ignore()
    dock.dragEnterEvent(entering)
    assert not entering.isAccepted()


def test_the_page_says_everything_in_the_language_of_now(scene: Scene) -> None:
    scene.page.retranslate()
    scene.page.focus(Target("columns", 0))
    assert scene.page.tabs.currentIndex() == 1
    assert scene.page.tabs.tabText(1) == "Columns"
    assert scene.page.tabs.tabBar().tabToolTip(1).endswith("Columns: 2")


@pytest.mark.parametrize("width", [440, 620, 900])
def test_the_last_column_of_a_sample_takes_what_the_others_leave(scene: Scene, qtbot: Any, width: int) -> None:
    """Clause text is long: it is cut by an ellipsis and not by the edge of the page."""
    page, sample = scene.page, scene.page.sample
    page.resize(width, 560)
    page.tabs.setCurrentWidget(sample)
    page.sample_model.show(
        ("编码", "维度", "标签", "要求"), (("ZH99010110001", "空间布局", "水", "禁止新建甲类项目。" * 20),)
    )
    page._fit_columns()
    qtbot.wait(10)
    others = sum(sample.columnWidth(place) for place in range(3))
    left = sample.viewport().width() - others
    least = 6 * sample.fontMetrics().horizontalAdvance("国")
    assert abs(sample.columnWidth(3) - max(left, least)) <= 1


@pytest.mark.parametrize(("padding", "width"), [(3, LEAST_WIDTH), (3, 900), (22, LEAST_WIDTH), (22, 900), (40, 460)])
def test_names_of_tabs_are_whole_or_in_a_drop_down_however_wide_a_theme_makes_them(
    scene: Scene, qtbot: Any, padding: int, width: int
) -> None:
    page = scene.page
    page.setStyleSheet(f"QTabBar::tab {{ padding: 6px {padding}px; }}")
    page.resize(width, 560)
    qtbot.wait(20)
    bar, chooser = page.tabs.tabBar(), page.tabs.chooser
    assert bar.isVisible() != chooser.isVisible()
    assert page.minimumSizeHint().width() <= LEAST_WIDTH
    if bar.isVisible():
        for place in range(bar.count()):
            rect, name = bar.tabRect(place), bar.tabText(place)
            assert rect.right() <= page.width()
            assert rect.width() >= bar.fontMetrics().horizontalAdvance(name) + 2 * padding, name
            assert name in (page.tabs.tabText(place), chooser.itemText(place))
    assert [chooser.itemText(place).split(" ")[0] for place in range(chooser.count())] == [
        page.tabs.tabText(place) for place in range(page.tabs.count())
    ]
    assert bar.isVisible() == (bar.width_of_names <= page.tabs.width())


def test_the_count_of_findings_gives_way_before_the_tabs_do(scene: Scene, qtbot: Any) -> None:
    page = scene.page
    bar = page.tabs.tabBar()
    page.tabs.setTabCount(3, 123_456)
    page.resize(900, 560)
    qtbot.wait(20)
    assert bar.tabText(3) == "Findings 123456"
    page.resize(page.width() - page.tabs.width() + bar.width_of_names - 1, 560)
    qtbot.wait(20)
    assert (bar.isVisible(), bar.tabText(3)) == (True, "Findings")
    assert page.tabs.chooser.itemText(3) == "Findings 123456"


def test_the_drop_down_and_the_tabs_show_the_same_page(scene: Scene, qtbot: Any) -> None:
    page = scene.page
    page.setStyleSheet("QTabBar::tab { padding: 6px 60px; }")
    qtbot.wait(20)
    assert page.tabs.chooser.isVisible()
    QTest.keyClick(page.tabs.chooser, Qt.Key.Key_Down)
    assert (page.tabs.currentIndex(), page.columns.isVisible()) == (1, True)
    assert page.tabs.chooser.toolTip() == page.tabs.tabBar().tabToolTip(1)
    page.setStyleSheet("QTabBar::tab { padding: 1px 1px; }")
    page.resize(900, 560)
    qtbot.wait(20)
    assert page.tabs.tabBar().isVisible()
    assert page.tabs.tabBar().currentIndex() == 1
    page.tabs.tabBar().setCurrentIndex(4)
    assert (page.tabs.currentIndex(), page.tabs.chooser.currentIndex()) == (4, 4)


def height_of_ink(view: QTreeView, index: QModelIndex) -> int:
    """From the first row of pixels of a cell's text to the last."""
    rect = view.visualRect(index)
    picture = view.viewport().grab(rect.adjusted(view.iconSize().width() + 8, 1, -1, -1)).toImage()
    ground = picture.pixel(picture.width() - 1, 0)
    inked = [y for y in range(picture.height()) if any(picture.pixel(x, y) != ground for x in range(picture.width()))]
    return max(inked) - min(inked) + 1


@pytest.mark.parametrize("width", [LEAST_WIDTH, 412, 900])
def test_what_was_counted_in_a_source_is_never_cut(scene: Scene, qtbot: Any, width: int) -> None:
    page = scene.page
    page.resize(width, 560)
    qtbot.wait(20)
    delegate = page.sources.itemDelegateForColumn(0)
    for row in range(page.sources.model().rowCount()):
        option = page.sources.viewOptions()
        option.widget = page.sources
        index = page.sources.model().index(row, 0)
        delegate.initStyleOption(option, index)
        shown = option.text.split("\u2028")
        count = index.data().split("\n")[1].split(FACTS)[0]
        assert count.split()[-1].isdigit()
        assert any(count in line for line in shown[1:])
        room = page.sources.columnWidth(0) - option.decorationSize.width()
        assert max(option.fontMetrics.horizontalAdvance(line) for line in shown) <= room
        page.sources.scrollTo(index)
        assert height_of_ink(page.sources, index) > (len(shown) - 1) * option.fontMetrics.lineSpacing()


def test_facts_are_broken_between_and_what_has_no_room_is_an_ellipsis(qtbot: Any) -> None:
    metrics = QFontMetrics(QApplication.font())
    facts = ["units 96", "clauses 781", "GBK", "EPSG:4526"]
    seen = set()
    for room in range(1, 400):
        lines = fitted(FACTS.join(facts), 2, room, metrics)
        assert all(metrics.horizontalAdvance(line) <= room for line in lines)
        whole = [one for one in FACTS.join(lines).split(FACTS) if one in facts]
        if room >= metrics.horizontalAdvance(f"clauses 781{FACTS}…"):
            assert whole == facts[: len(whole)]
            assert (len(whole) == len(facts)) != lines[-1].endswith("…")
            is_room = metrics.horizontalAdvance(FACTS.join([*facts[:2], "…"])) <= room
            assert len(lines) == (1 if is_room else 2)
            seen.add((len(lines), len(whole)))
    assert {(2, 2), (1, 2), (1, 3), (1, 4)} <= seen
    assert fitted("", 0, 100, metrics) == [""]
    assert fitted("不能读取这个文件。" * 9, 0, 100, metrics)[0].endswith("…")


def test_nothing_is_cut_off_at_the_least_width(scene: Scene, qtbot: Any) -> None:
    page = scene.page
    for row in (0, 1):
        scene.choose(row)
        for tab in range(page.tabs.count()):
            page.tabs.setCurrentIndex(tab)
            qtbot.wait(5)
            assert page.minimumSizeHint().width() <= LEAST_WIDTH, page.tabs.tabText(tab)
    page.resize(LEAST_WIDTH, 560)
    page.tabs.setCurrentIndex(0)
    qtbot.wait(20)
    assert page.form.widget().minimumSizeHint().width() <= page.form.viewport().width()
