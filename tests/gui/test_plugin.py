# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin as QGIS loads it, with its real jobs: from an empty folder to a written report, and out again without a trace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QMenu

from zoning_plugin import classFactory
from zoning_plugin.core.site import make_site
from zoning_plugin.gui import file_dialogs
from zoning_plugin.gui.state_card import Look

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo" / "release-1"


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(QgsApplication, "qgisSettingsDirPath", staticmethod(lambda: str(tmp_path)))
    return tmp_path


@pytest.fixture
def window(qgis_iface: Any) -> Any:
    """The window's interface, with a help menu to put ours before (the stub answers every other name)."""
    menu = qgis_iface.mainWindow().menuBar().addMenu("Help")
    qgis_iface.firstRightStandardMenu = lambda: menu
    qgis_iface.dock_area = []
    qgis_iface.addDockWidget = lambda area, dock: qgis_iface.dock_area.append(dock)
    return qgis_iface


@pytest.fixture
def plugin(window: Any, profile: Path) -> Iterator[Any]:
    made = classFactory(window)
    made.initGui()
    yield made
    made.unload()


def panel_of(plugin: Any) -> Any:
    return plugin._window._panel


def test_from_the_first_page_to_a_written_report(
    plugin: Any, profile: Path, qtbot: Any, monkeypatch: Any, qgis_new_project: None
) -> None:
    panel = panel_of(plugin)
    qtbot.waitUntil(lambda: panel.dock.page is panel.welcome)
    panel.welcome.demo_button.click()
    qtbot.waitUntil(lambda: panel.releases.release is not None, timeout=30_000)
    assert [path.suffix for path in (profile / "zoning_releases").iterdir()] == [".gpkg"]
    panel.assessment.use_site(make_site([("", _point(116.6882, 27.9123))], "EPSG:4490", "test"))
    qtbot.waitUntil(lambda: panel.assessment.assessment is not None, timeout=30_000)
    assert panel.page.card.look is Look.COMPLETE
    assert panel.page.filter.total == len(panel.assessment.assessment.clauses) > 50
    target = profile / "对照分析.pdf"
    monkeypatch.setattr(file_dialogs.QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    panel.page.report_button.click()
    qtbot.waitUntil(lambda: panel.page.writing.open_button.isVisibleTo(panel.page), timeout=60_000)
    assert target.read_bytes().startswith(b"%PDF")
    written = json.loads(target.with_suffix(".json").read_text(encoding="utf-8"))
    assert len(written["clauses"]) == panel.page.filter.total
    assert QgsProject.instance().mapLayers() == {}


def _point(lon: float, lat: float) -> Any:
    from zoning_plugin.core import geometry

    return geometry.point(lon, lat)


def test_opening_the_demo_twice_stores_it_once(plugin: Any, profile: Path, qtbot: Any) -> None:
    panel = panel_of(plugin)
    for _ in range(2):
        qtbot.waitUntil(lambda: not panel._demo.is_running, timeout=30_000)
        panel.chooser.demo_action.trigger()
        qtbot.waitUntil(lambda: panel.releases.release is not None and not panel._demo.is_running, timeout=30_000)
    assert len(list((profile / "zoning_releases").glob("*.gpkg"))) == 1


def test_a_folder_is_looked_at_without_storing_and_stored_when_asked(
    plugin: Any, profile: Path, qtbot: Any, monkeypatch: Any
) -> None:
    panel = panel_of(plugin)
    monkeypatch.setattr(file_dialogs.QFileDialog, "getExistingDirectory", lambda *_: str(DEMO))
    panel.welcome.import_button.click()
    panel.import_page.folder_button.click()
    qtbot.waitUntil(
        lambda: panel.import_page.store_button.isEnabled() and panel.import_page.texts["name"] != "", timeout=30_000
    )
    assert not (profile / "zoning_releases").exists()
    assert "ZH99010110001" in panel.import_page.sample_model.rows[0]
    panel.import_page.fields["name"].setText("我们县 2024")
    panel.import_page.store_button.click()
    qtbot.waitUntil(lambda: panel.releases.release is not None, timeout=30_000)
    assert (profile / "zoning_releases" / "我们县 2024 2024-07-01.gpkg").is_file()
    assert panel.releases.release.info.name == "我们县 2024"
    assert (profile / "zoning_releases" / "imports" / "我们县 2024 2024-07-01.html").is_file()


def test_unloading_takes_everything_out_again(window: Any, profile: Path, qtbot: Any) -> None:
    menus = len(window.mainWindow().menuBar().actions())
    items = len(window.mapCanvas().items())
    for _ in range(3):
        plugin = classFactory(window)
        plugin.initGui()
        assert len(window.mainWindow().menuBar().actions()) == menus + 1
        plugin._window._panel.chooser.demo_action.trigger()
        plugin.unload()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert len(window.mainWindow().menuBar().actions()) == menus
        assert len(window.mapCanvas().items()) == items
        assert window.mainWindow().findChildren(QMenu, "ZoningMenu") == []
    assert QgsApplication.taskManager().countActiveTasks() == 0


def test_a_second_copy_beside_the_first_goes_out_again(qgis_app: object) -> None:
    """Two copies are installed under two names: QGIS takes one provider, and deletes the other at once."""
    registry = QgsApplication.processingRegistry()
    is_there = registry.providerById("zoning") is not None  # another test's
    first, second = classFactory(None), classFactory(None)
    first.initGui()
    second.initGui()
    second.unload()
    assert registry.providerById("zoning") is not None
    first.unload()
    assert (registry.providerById("zoning") is not None) == is_there


def test_without_a_window_nothing_is_built(qgis_app: object) -> None:
    plugin = classFactory(None)
    plugin.initGui()
    plugin.unload()


def test_a_report_of_a_new_name_costs_nobody_another_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    assert file_dialogs.json_beside(tmp_path / "a.pdf") == tmp_path / "a (2).json"
    (tmp_path / "a.pdf").write_bytes(b"")
    assert file_dialogs.json_beside(tmp_path / "a.pdf") == tmp_path / "a.json"
    assert file_dialogs.json_beside(tmp_path / "b.pdf") == tmp_path / "b.json"


@pytest.mark.parametrize(("chosen", "path"), [("", None), ("/x/a", Path("/x/a.pdf")), ("/x/a.PDF", Path("/x/a.PDF"))])
def test_a_report_is_a_pdf_whatever_the_person_types(
    monkeypatch: Any, chosen: str, path: Path | None, qgis_app: object
) -> None:
    monkeypatch.setattr(file_dialogs.QFileDialog, "getSaveFileName", lambda *_: (chosen, ""))
    assert file_dialogs.ask_report_path(None, "x.pdf") == path
