# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole panel with real widgets and models; only the errands answer from memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject
from qgis.gui import QgisInterface, QgsMapToolPan
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QGuiApplication, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.gui.county import NORTH, Desk, release, site
from tests.gui.test_site_tools import SQUARES, layer_of
from zoning_plugin.bridge.i18n import install_translation
from zoning_plugin.core.terms import SiteKind
from zoning_plugin.gui.dock.assessment_presenter import Summary
from zoning_plugin.gui.dock.clause_tree import clause_indexes
from zoning_plugin.gui.dock.composition import Panel
from zoning_plugin.gui.dock.dock import USUAL_WIDTH
from zoning_plugin.gui.dock.summary_line import SummaryLine
from zoning_plugin.gui.releases.chooser import ReleaseChoice
from zoning_plugin.gui.releases.standing import Standing
from zoning_plugin.gui.state_card import Look, StateCard

ACROSS = (1500, 1500, 2600, 2600)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def panel(qtbot: Any, qgis_iface: QgisInterface, desk: Desk) -> Iterator[Panel]:
    made = Panel(qgis_iface, desk.errands())
    qtbot.addWidget(made.dock)
    made.dock.setParent(None)  # a window of its own: the interface's main window is never shown
    made.dock.resize(460, 700)
    made.dock.show()
    made.start()
    yield made
    made.unload()


def shown_texts(panel: Panel) -> list[str]:
    return [index.data() for index in clause_indexes(panel.page.filter)]


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_fresh_install_offers_the_demo_and_an_import(qtbot: Any, qgis_iface: QgisInterface) -> None:
    desk = Desk(releases={})
    panel = Panel(qgis_iface, desk.errands())
    qtbot.addWidget(panel.dock)
    panel.start()
    assert panel.dock.page is panel.welcome
    panel.welcome.demo_button.click()
    assert panel.dock.page is panel.page
    assert panel.chooser.combo.currentText() == "示例县 2024 版 · in force · effective 2024-07-01"
    assert panel.chooser.standing.text() == "in force"
    assert ("release", "示例县 2024 版") in desk.map.told
    panel.unload()


def test_a_demo_that_cannot_be_imported_says_why_and_can_be_tried_again(qtbot: Any, qgis_iface: QgisInterface) -> None:
    def fails(_: Any) -> Path:
        raise OSError("disk full")

    panel = Panel(qgis_iface, Desk(releases={}).errands(open_demo=fails))
    qtbot.addWidget(panel.dock)
    panel.start()
    panel.welcome.demo_button.click()
    assert panel.welcome.card.look is Look.ERROR
    assert "disk full" in panel.welcome.card.text
    assert panel.welcome.demo_button.isEnabled()
    panel.unload()


def test_an_import_is_left_without_a_trace(panel: Panel, desk: Desk) -> None:
    before = dict(desk.releases)
    from tests.gui.test_import_presenter import examined

    desk.examination = examined()
    panel.chooser.import_action.trigger()
    assert panel.dock.page is panel.import_page
    panel.import_page.back_button.click()
    assert panel.dock.page is panel.page
    assert desk.releases == before


def test_a_stored_import_is_open_afterwards(panel: Panel, desk: Desk) -> None:
    from tests.gui.test_import_presenter import examined

    desk.examination = examined()
    panel.chooser.import_action.trigger()
    panel.import_page.folder_button.click()
    panel.import_page.fields["name"].setText("新县")
    panel.import_page.store_button.click()
    assert panel.dock.page is panel.import_page
    assert "新县" in panel.import_page.card.title
    panel.import_page.done_button.click()
    assert panel.dock.page is panel.page
    assert panel.releases.path == Path("新县.gpkg")


# --- results ---------------------------------------------------------------------------------------------------------


def test_every_clause_of_the_assessment_can_be_read(panel: Panel) -> None:
    panel.assessment.use_site(site(*ACROSS))
    found = panel.assessment.assessment
    assert found is not None
    assert len(shown_texts(panel)) == len(found.clauses) == 55
    assert panel.page.count.text() == "55 clauses"
    assert panel.page.tiers.text() == "Province 10 · River basin 10 · City 10 · Element zone 1 · Unit 24"


def test_coverage_and_edge_contacts_are_always_said(panel: Panel) -> None:
    panel.assessment.use_site(site(-100, 500, 100, 600))
    assert "coverage 50.0\u00a0%" in panel.page.summary.text()
    assert "<b style" in panel.page.summary.text()
    assert "NOT COVERED 50.0 %" in panel.page.summary.toolTip()
    assert "NOT COVERED 50.0 %" in panel.page.summary.text().replace("\u00a0", " ")
    assert "edge contacts 0" in panel.page.summary.text()


def test_a_search_is_lit_counted_and_taken_back_with_esc(panel: Panel, qtbot: Any) -> None:
    panel.assessment.use_site(site(*ACROSS))
    panel.page.search.setFocus()
    QTest.keyClicks(panel.page.search, "vocs")
    qtbot.waitUntil(lambda: panel.page.count.text() == "21 of 55")
    assert "34 clauses hidden" in panel.page.tiers.text()
    QTest.keyClick(panel.page.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: panel.page.count.text() == "55 clauses")


def test_one_character_is_enough_to_search_for(panel: Panel, qtbot: Any) -> None:
    panel.assessment.use_site(site(*ACROSS))
    panel.page.search.setText("铅")
    qtbot.waitUntil(lambda: panel.page.count.text() == "0 of 55")
    assert panel.page.filter.rowCount() == 0


def test_another_site_shows_everything_again(panel: Panel, qtbot: Any) -> None:
    panel.assessment.use_site(site(*ACROSS))
    panel.page.search.setText("铅")
    qtbot.waitUntil(lambda: panel.page.count.text() == "0 of 55")
    panel.assessment.use_site(site(100, 100, 200, 200))
    assert panel.page.search.text() == ""
    assert len(shown_texts(panel)) == 38


def test_hovering_a_row_flashes_its_piece_and_a_double_click_zooms(panel: Panel, desk: Desk, qtbot: Any) -> None:
    panel.assessment.use_site(site(*ACROSS))
    findings = panel.page.findings
    qtbot.wait(20)
    middle = findings.visualRect(findings.model().index(1, 0)).center()
    QTest.mouseMove(findings.viewport(), middle)
    qtbot.waitUntil(lambda: ("flash", 1) in desk.map.told)
    findings.activated.emit(findings.model().index(1, 0))
    assert desk.map.told[-1] == ("zoom", 1)


def test_clicking_a_unit_brings_its_clauses_to_the_top(panel: Panel) -> None:
    panel.assessment.use_site(site(*ACROSS))
    place = next(row for row in range(panel.page.rows.rowCount()) if NORTH.code in panel.page.rows.index(row).data())
    panel.page.findings.clicked.emit(panel.page.rows.index(place))
    assert NORTH.code in panel.page.clauses.currentIndex().data()


def test_chosen_clauses_are_copied_in_the_order_shown(panel: Panel) -> None:
    panel.assessment.use_site(site(100, 100, 200, 200))
    view = panel.page.clauses
    first, second, *_ = clause_indexes(panel.page.filter)
    view.setCurrentIndex(second)
    view.selectionModel().select(first, view.selectionModel().SelectionFlag.Select)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"{first.data()}\n{second.data()}"
    view.copy(with_source=True)
    assert "示例省生态环境分区管控总体要求" in QGuiApplication.clipboard().text()


def test_part_of_a_clause_can_be_marked_but_nothing_changed(panel: Panel) -> None:
    panel.assessment.use_site(site(100, 100, 200, 200))
    view = panel.page.clauses
    first = next(iter(clause_indexes(panel.page.filter)))
    before = first.data()
    view.setCurrentIndex(first)
    view.edit(first)
    editor = view.indexWidget(first) or view.viewport().findChild(QWidget, "ClauseText")
    assert editor is not None
    assert editor.toPlainText() == before
    QTest.keyClicks(editor, "x")
    assert editor.toPlainText() == before
    assert first.data() == before


def test_headings_fold_by_keyboard(panel: Panel) -> None:
    panel.assessment.use_site(site(100, 100, 200, 200))
    view = panel.page.clauses
    top = panel.page.filter.index(0, 0)
    view.setCurrentIndex(top)
    assert view.isExpanded(top)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert not view.isExpanded(top)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.isExpanded(top)


def test_a_clause_is_as_tall_as_its_text_at_every_width(panel: Panel, qtbot: Any) -> None:
    panel.assessment.use_site(site(100, 100, 200, 200))
    view = panel.page.clauses
    long = max(clause_indexes(panel.page.filter), key=lambda index: len(index.data()))

    def height() -> int:
        return view.rowHeight(long)

    panel.dock.resize(800, 700)
    qtbot.waitUntil(lambda: view.viewport().width() > 700)
    qtbot.wait(20)
    wide = height()
    panel.dock.resize(360, 700)
    qtbot.waitUntil(lambda: view.viewport().width() < 360)
    qtbot.wait(20)
    assert height() > 1.5 * wide


def test_five_states_look_different_without_their_colours() -> None:
    looks = [Look.LOADING, Look.ERROR, Look.NO_DATA, Look.NOTHING_APPLIES, Look.INCOMPLETE]
    assert len({look.value[0] for look in looks}) == 5  # the icons
    assert len({look.value[1] for look in looks}) == 5  # and the colours


def test_what_a_file_says_is_never_taken_for_markup(qtbot: Any) -> None:
    card = StateCard()
    qtbot.addWidget(card)
    card.show_state(Look.ERROR, "<b>x</b>", ["<img src=x>", "a & b"])
    labels = [label for label in card.findChildren(QLabel) if label.text()]
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


# --- what belongs to the person --------------------------------------------------------------------------------------


def test_project_layers_selection_crs_and_edits_stay_as_they_were(
    panel: Panel, qgis_iface: QgisInterface, qgis_new_project: None
) -> None:
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:4526"))
    layer = layer_of(*SQUARES)
    project.addMapLayer(layer)
    layer.selectByIds([1])
    layer.startEditing()
    layer.changeAttributeValue(1, 0, "正在编辑")
    project.setDirty(False)
    canvas = qgis_iface.mapCanvas()
    canvas.setMapTool(QgsMapToolPan(canvas))
    tool = canvas.mapTool()

    panel.page.site_actions[SiteKind.POLYGON].trigger()
    panel.assessment.use_site(site(*ACROSS))
    panel.assessment.write_report()
    panel.assessment.copy_answer()
    panel.assessment.clear()
    panel.tools.leave()

    assert canvas.mapTool() is tool
    assert list(project.mapLayers().values()) == [layer]
    assert project.crs().authid() == "EPSG:4526"
    assert not project.isDirty()
    assert layer.selectedFeatureIds() == [1]
    assert layer.isEditable()
    assert layer.getFeature(1)["name"] == "正在编辑"
    layer.rollBack()


def test_drawing_on_the_map_ends_in_an_assessment(panel: Panel, qgis_iface: QgisInterface) -> None:
    canvas = qgis_iface.mapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    tool = panel.tools.tools[SiteKind.POINT]
    panel.page.site_actions[SiteKind.POINT].trigger()
    assert "Click the place" in panel.page._hint.text()
    from zoning_plugin.gui.map_tools.sketch import with_vertex

    tool.sketch = with_vertex(tool.sketch, (113.005, 23.005))
    tool.finish()
    assert panel.assessment.assessment is not None
    assert panel.assessment.assessment.site.source == "drawn on the map"
    assert panel.page.summary.text().startswith("Location")
    QTest.keyClick(panel.dock, Qt.Key.Key_Escape)
    assert not panel.tools.is_in_use


def test_written_files_can_be_opened(panel: Panel, desk: Desk) -> None:
    panel.assessment.use_site(site(*ACROSS))
    panel.page.report_button.click()
    panel.page.writing.open_button.click()
    panel.page.writing.folder_button.click()
    assert desk.opened == [Path("对照分析.pdf"), Path()]


# --- everybody can use it --------------------------------------------------------------------------------------------


def test_every_control_has_a_tooltip_a_name_and_a_place_in_the_tab_order(panel: Panel) -> None:
    panel.assessment.use_site(site(*ACROSS))
    own = (QPushButton, QToolButton, QLineEdit, QComboBox, QAbstractItemView)
    for page in (panel.page, panel.welcome, panel.import_page):
        for widget in page.findChildren(QWidget):
            name = widget.objectName()
            if (
                not isinstance(widget, own)
                or name.startswith("qt_")
                or isinstance(widget.parent(), (QComboBox, QAbstractSpinBox, QLineEdit, QTabBar))
            ):
                continue
            if widget.metaObject().className() in {"QComboBoxListView", "QLineEditIconButton", "QHeaderView"}:
                continue
            said = widget.accessibleName() or getattr(widget, "text", str)()
            assert said, f"{name or widget} has no name"
            assert widget.toolTip() or isinstance(widget, QAbstractItemView), f"{name or widget} has no tooltip"
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, f"{name or widget} is not in the tab order"


@pytest.mark.parametrize("corners", [ACROSS, (-100, -100, 2600, 2600)])
def test_on_a_small_screen_four_rows_and_some_clauses_are_in_sight(
    panel: Panel, qtbot: Any, chinese: None, corners: tuple[int, ...]
) -> None:
    # What QGIS 3.22 leaves of 1366 × 768 with its own toolbars: 578 pixels, 34 lines of text.
    panel.dock.resize(USUAL_WIDTH, 34 * panel.page.fontMetrics().lineSpacing())
    panel.assessment.use_site(site(*corners))
    qtbot.wait(50)
    findings, clauses = panel.page.findings, panel.page.clauses
    assert panel.page.rows.rowCount() >= 4
    for row in range(4):
        assert findings.viewport().rect().contains(findings.visualRect(findings.model().index(row, 0))), row
    first = next(iter(clause_indexes(panel.page.filter)))
    assert clauses.viewport().rect().intersects(clauses.visualRect(first))


def test_what_is_near_gives_way_before_the_coverage_takes_a_second_line(qtbot: Any) -> None:
    line = SummaryLine()
    qtbot.addWidget(line)
    line.show()
    line.show_summary(Summary("Site area 3.35 ha", "66.4 %", "33.6 %", 0, "示例县示例江干支流岸线优先保护单元 4.57 m"))
    firm = "Site area 3.35 ha · coverage 66.4 % · NOT COVERED 33.6 % · edge contacts 0"
    for room in (40, 200, 2000):
        line.resize(line.fontMetrics().horizontalAdvance(firm) + 60 + room, 20)
        assert line.heightForWidth(line.width()) < 2 * line.fontMetrics().lineSpacing()
        for part in ("3.35 ha", "66.4 %", "NOT COVERED 33.6 %", "edge contacts 0"):
            assert part in line.text().replace("\u00a0", " ")
        assert "岸线优先保护单元 4.57 m" in line.toolTip()
    assert "岸线优先保护单元 4.57 m" in line.text()


def test_tools_and_project_share_a_line_only_while_there_are_results(panel: Panel, qtbot: Any) -> None:
    page = panel.page
    fold, tool = page.form.fold, page.findChild(QToolButton, "site_point")
    qtbot.wait(20)
    assert fold.mapTo(page, fold.rect().center()).y() > tool.geometry().bottom()
    panel.assessment.use_site(site(*ACROSS))
    qtbot.wait(20)
    assert abs(fold.mapTo(page, fold.rect().center()).y() - tool.geometry().center().y()) < 8
    assert fold.isVisible()
    panel.assessment.clear()
    qtbot.wait(20)
    assert fold.mapTo(page, fold.rect().center()).y() > tool.geometry().bottom()


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_nothing_is_cut_off_at_the_least_width(panel: Panel, qtbot: Any, language: str) -> None:
    install_translation(language)
    for page in (panel.page, panel.welcome, panel.import_page):
        page.retranslate()
    panel.assessment.use_site(site(-100, 500, 100, 600))
    panel.page.show_writing(Look.COMPLETE, "已生成：对照分析.pdf", [Path("x.pdf")])
    panel.dock.resize(panel.dock.widget().minimumSizeHint().width(), 560)
    qtbot.wait(50)
    assert panel.page.minimumSizeHint().width() <= panel.dock.widget().width()
    for button in panel.page.findChildren(QToolButton) + panel.page.findChildren(QPushButton):
        if button.isVisible() and button.text() and button.objectName() != "project_fold":
            assert button.width() >= button.minimumSizeHint().width(), button.text()


def test_a_long_release_name_keeps_its_ends_and_is_whole_in_list_and_tooltip(panel: Panel, qtbot: Any) -> None:
    name = "示例省示例市示例县生态环境分区管控成果（2024年版，经省人民政府批准的虚构示例）"
    choice = ReleaseChoice(Path("x.gpkg"), name, "2024-07-01", Standing.IN_FORCE, f"{name}\n示例环〔2024〕3号")
    panel.chooser.show_choices([choice], choice.path)
    combo = panel.chooser.combo
    shown = combo.shown_name(200)
    assert "…" in shown
    assert shown.startswith("示例省")
    assert shown.endswith("示例）")
    assert combo.shown_name(4000) == name
    assert name in combo.toolTip()
    combo.showPopup()
    qtbot.wait(20)
    line = combo.fontMetrics().horizontalAdvance(choice.label)
    assert combo.view().width() >= min(line, combo.screen().availableGeometry().width() - 8)
    combo.hidePopup()


def test_icons_follow_a_dark_palette(panel: Panel, qtbot: Any) -> None:
    def darkest() -> int:
        image = panel.page.clear_action.icon().pixmap(32, 32).toImage()
        colours = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        return min(colour.lightness() for colour in colours if colour.alpha() > 200)

    light = darkest()
    palette = QPalette(panel.page.palette())
    palette.setColor(QPalette.ColorRole.ButtonText, QColor("#f0f0f0"))
    panel.page.setPalette(palette)
    qtbot.waitUntil(lambda: darkest() > light + 100)


def test_the_panel_speaks_chinese(qtbot: Any, qgis_iface: QgisInterface, chinese: None) -> None:
    panel = Panel(qgis_iface, Desk().errands())
    qtbot.addWidget(panel.dock)
    panel.start()
    panel.assessment.use_site(site(*ACROSS))
    assert panel.dock.windowTitle() == "分区管控"
    assert panel.page.card.title == "数据完整：5 份清单，55 条条款"
    assert panel.page.tiers.text() == "省域 10 · 流域 10 · 市域 10 · 要素分区 1 · 单元 24"
    assert panel.chooser.standing.text() == "现行"
    panel.assessment.use_release(release(missing=("饮用水水源保护区",)))
    assert panel.page.card.title.startswith("不完整（1 项原因）")
    panel.unload()
