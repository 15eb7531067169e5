# SPDX-License-Identifier: GPL-3.0-or-later
"""Our part of QGIS's window: builds the panel with its jobs, the toolbar and the menu, and takes them out in the opposite order."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from qgis.core import Qgis, QgsSettings
from qgis.gui import QgisInterface, QgsMapCanvas
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QGuiApplication
from qgis.PyQt.QtWidgets import QMenu, QWidget

from .bridge.canvas import ResultCanvas, view_bounds
from .bridge.folders import (
    profiles_folder,
    register_path,
    register_workshop,
    releases_folder,
    search_folder,
    tiles_folder,
)
from .bridge.i18n import language, tr
from .bridge.pdf import QtPrinter
from .bridge.tasks import AtOnce, TaskHost
from .core.assessment import Assessment, assess
from .core.errors import Fault
from .core.folding import words_of
from .core.judgement import Case
from .core.progress import Progress
from .core.project import Project
from .core.release import Release, ReleaseInfo, logical_digest
from .core.site import Site
from .files.office_profiles import offices_profiles
from .gui.dock.composition import Panel
from .gui.dock.dock import ENTERING
from .gui.errands import Errands, ImportErrands, RegisterErrands, Shelf, StoredImport
from .gui.file_dialogs import (
    ask_case_folder,
    ask_evidence,
    ask_export_folder,
    ask_files,
    ask_folder,
    ask_new_register,
    ask_profile,
    ask_profile_target,
    ask_register,
    ask_report_path,
    ask_table,
    json_beside,
    person,
    remember_person,
    remember_register,
    remembered_register,
)
from .gui.icons import icon
from .gui.map_tools.selection import site_of_selection
from .gui.releases.standing import newer_than
from .jobs.import_release import ImportExamination, examine_import
from .jobs.keep_paste import keep_paste
from .jobs.note_rewordings import note_rewordings
from .jobs.office_profile import draft_profile, hand_out_profile, remember_profile, take_in_profile
from .jobs.office_rules import put_rules_beside, rules_for
from .jobs.open_release import as_among_others, list_releases, open_among_others
from .jobs.prepare_release import prepare_release
from .jobs.preview_site import preview_site
from .jobs.record_step import record_step, withdraw_step
from .jobs.remove_release import list_removed, remove_release, restore_release
from .jobs.search_clauses import ClausesFound, KeptIndexes, prepare_search, search_clauses
from .jobs.store_release import store_demo, store_import
from .jobs.write_assessment import write_assessment
from .places import plugin_version, resources_dir
from .report.made_with import MadeWith
from .report.outline import Excerpt

NEAR_M = 500.0
"""How far away a unit is still shown as near (metres)."""
_WIDENED = "zoning_plugin/was_widened"


class ZoningWindow:
    """Panel, toolbar and menu in the window of ``iface``, from the moment it is built until :meth:`close`."""

    def __init__(self, iface: QgisInterface) -> None:
        self._iface = iface
        self._tasks = TaskHost()
        self._scratch = tempfile.TemporaryDirectory(prefix="zoning-import-", ignore_cleanup_errors=True)
        self._results = ResultCanvas(iface.mapCanvas())  # type: ignore[arg-type]
        self._panel = Panel(iface, self._errands(iface, self._tasks, self._results))
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._panel.dock)
        self._add_menu_and_toolbar(iface, self._panel)
        self._panel.start()
        if iface.mainWindow().isVisible():  # type: ignore[union-attr]
            self._widen_once()
        else:  # QGIS is only starting: its window has no size yet
            iface.initializationCompleted.connect(self._widen_once)

    def close(self) -> None:
        """Take everything out again; no work goes on, nothing stays on the map."""
        iface = self._iface
        with suppress(TypeError):  # connected only where QGIS was starting
            iface.initializationCompleted.disconnect(self._widen_once)
        self._tasks.close()
        iface.unregisterMainWindowAction(self._panel.dock.enter_action)
        self._toolbar.deleteLater()
        self._menu.deleteLater()
        self._panel.unload()
        iface.removeDockWidget(self._panel.dock)
        self._panel.dock.deleteLater()
        self._results.unload()
        self._scratch.cleanup()

    def _add_menu_and_toolbar(self, iface: QgisInterface, panel: Panel) -> None:
        toggle = panel.dock.toggleViewAction()
        toggle.setObjectName("zoning_show_panel")
        toggle.setIcon(icon("zoning", panel.chooser.more))
        toggle.setToolTip(tr("Show or hide the zoning control panel"))
        toolbar = iface.addToolBar(tr("Zoning control"))
        assert toolbar is not None  # the stubs think it may be
        toolbar.setObjectName("ZoningToolBar")
        toolbar.addAction(toggle)
        toolbar.addActions(panel.site_actions)
        self._toolbar = toolbar
        self._menu = QMenu(tr("&Zoning control"), iface.mainWindow())
        self._menu.setObjectName("ZoningMenu")
        self._menu.addAction(toggle)
        enter = panel.dock.enter_action
        iface.registerMainWindowAction(enter, ENTERING)
        self._menu.addActions((enter, *panel.dock.buttons.go_actions.values()))
        self._menu.addSeparator()
        self._menu.addActions(panel.site_actions)
        self._menu.addSeparator()
        self._menu.addActions(
            (
                panel.chooser.import_action,
                panel.chooser.demo_action,
                panel.chooser.catalogue_action,
                panel.chooser.find_action,
            )
        )
        menu_bar = iface.mainWindow().menuBar()  # type: ignore[union-attr]
        menu_bar.insertMenu(iface.firstRightStandardMenu().menuAction(), self._menu)  # type: ignore[union-attr]

    def _widen_once(self) -> None:
        """Give the dock its usual width the first time ever; afterwards QGIS keeps what the person has made of it."""
        settings = QgsSettings()
        if settings.value(_WIDENED, False, type=bool):
            return
        settings.setValue(_WIDENED, True)
        window, dock = self._iface.mainWindow(), self._panel.dock
        window.resizeDocks([dock], [dock.sizeHint().width()], Qt.Orientation.Horizontal)  # type: ignore[union-attr]

    def _errands(self, iface: QgisInterface, tasks: TaskHost, results: ResultCanvas) -> Errands:
        """The jobs as the dock asks for them: with this profile's folder, today's date and the window's language."""
        folder = releases_folder()
        window, canvas = iface.mainWindow(), iface.mapCanvas()

        def shelf(_: Progress) -> Shelf:
            releases = list_releases(folder) if folder.is_dir() else ()
            known = {one.path for one in releases}
            return Shelf(releases, tuple(path for path in sorted(folder.glob("*.gpkg")) if path not in known))

        kept = KeptIndexes(search_folder())

        def search(text: str, most: int, progress: Progress) -> ClausesFound:
            if not folder.is_dir():
                return ClausesFound(words_of(text), (), 0, 0)
            return search_clauses(folder, text, on=_today(), most=most, kept=kept, progress=progress)

        def assess_it(site: Site, release: Release, on: str, progress: Progress) -> Assessment:
            return assess(site, as_among_others(release, folder, on), on=on, near_m=NEAR_M, progress=progress)

        known: dict[tuple[object, ...], Mapping[str, Fault]] = {}

        def rewordings(release: Release, on: str, progress: Progress) -> Mapping[str, Fault]:
            """Once for a release, a day and what lies in the folder: it reads another release whole."""
            at_hand = tuple(one.digest for one in list_releases(folder)) if folder.is_dir() else ()
            key = (release.digest, on, at_hand)
            if key not in known:
                known[key] = note_rewordings(release, folder, on, progress=progress)
            return known[key]

        def write(
            found: Assessment,
            release: Release,
            project: Project,
            case: Case | None,
            excerpt: Excerpt | None,
            path: Path,
            progress: Progress,
        ) -> tuple[Path, ...]:
            made_with = MadeWith(plugin_version(), qgis_version(), language())
            newer = newer_than(case.assessed.release_digest, list_releases(folder), _today()) if case else ""
            written = write_assessment(
                found, release, project, made_with, json_path=json_beside(path), pdf_path=path, printer=QtPrinter(),
                language=language(), case=case, newer_release=newer, excerpt=excerpt,
                rewordings=rewordings(release, found.on, progress), progress=progress,
            )  # fmt: skip
            return tuple(sorted(written, key=lambda one: one != path))

        return Errands(
            run=tasks,
            run_at_once=AtOnce(),
            list_releases=shelf,
            list_removed=lambda _: list_removed(folder),
            record_step=lambda path, step, progress: record_step(path, step, progress=progress),
            withdraw_step=lambda path, progress: withdraw_step(path, progress=progress),
            remove_release=lambda path, _: remove_release(path),
            restore_release=lambda path, _: restore_release(path),
            open_release=lambda path, progress: open_among_others(path, _today(), progress=progress),
            prepare_release=lambda path, release, progress: prepare_release(
                release, path, cache=tiles_folder(), progress=progress
            ),
            is_unchanged=lambda release, _: logical_digest(release) == release.digest,
            prepare_search=lambda progress: (
                prepare_search(folder, kept, progress=progress) if folder.is_dir() else None
            ),
            search_clauses=search,
            open_demo=lambda progress: store_demo(resources_dir() / "demo" / "release-1", folder, progress=progress),
            importing=_import_errands(window, folder, Path(self._scratch.name)),
            register=_register_errands(window, canvas),  # type: ignore[arg-type]
            assess=assess_it,
            preview=preview_site,
            rewordings=rewordings,
            write_report=write,
            site_of_selection=lambda: site_of_selection(iface.activeLayer()),
            ask_report_path=lambda name: ask_report_path(window, name),
            open_file=lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
            copy_text=lambda text: QGuiApplication.clipboard().setText(text),
            today=_today,
            releases_folder=folder,
            is_map_empty=lambda: not canvas.layers(),  # type: ignore[union-attr]
            result_map=results,
        )


def _import_errands(window: QWidget | None, folder: Path, scratch: Path) -> ImportErrands:
    """What the import page can have done; what is pasted and tried lies in ``scratch`` and goes with the window."""
    offices = profiles_folder()

    def clipboard() -> tuple[str, str]:
        data = QGuiApplication.clipboard().mimeData()
        return (data.html(), data.text()) if data is not None else ("", "")

    def store(examination: ImportExamination, info: ReleaseInfo, progress: Progress) -> StoredImport:
        return StoredImport(*store_import(examination, info, folder, language=language(), progress=progress))

    def take_in() -> Path | None:
        chosen = ask_profile(window)
        return take_in_profile(chosen, offices) if chosen is not None else None

    def hand_out(path: Path) -> Path | None:
        target = ask_profile_target(window, path.name)
        return hand_out_profile(path, target) if target is not None else None

    return ImportErrands(
        ask_folder=lambda: ask_folder(window),
        ask_files=lambda: ask_files(window),
        clipboard=clipboard,
        keep_paste=lambda page, text: keep_paste(page, text, scratch / "pasted"),
        examine=lambda request, progress: examine_import(request, progress=progress),
        store=store,
        draft_profile=lambda mapping, base: draft_profile(mapping, base, scratch / "profiles"),
        remember_profile=lambda mapping, base, provinces: remember_profile(mapping, base, provinces, offices),
        office_profiles=lambda: offices_profiles(offices),
        take_in_profile=take_in,
        hand_out_profile=hand_out,
        profiles_folder=offices,
    )


def _register_errands(window: QWidget | None, canvas: QgsMapCanvas) -> RegisterErrands:
    """What the case register is told of this profile and this computer."""

    def usual() -> Path:
        return remembered_register(register_path())

    return RegisterErrands(
        remembered=usual,
        remember=remember_register,
        person=person,
        remember_person=remember_person,
        ask_open=lambda: ask_register(window, usual().parent),
        ask_new=lambda: ask_new_register(window, usual().with_name("zoning_register.gpkg")),
        ask_evidence=lambda: ask_evidence(window),
        rules=rules_for,
        put_rules=put_rules_beside,
        ask_case_folder=lambda: ask_case_folder(window),
        ask_export_folder=lambda name: ask_export_folder(window, name),
        ask_table=lambda name: ask_table(window, name),
        view=lambda: view_bounds(canvas),
        made_with=lambda: MadeWith(plugin_version(), qgis_version(), language()),
        workshop=register_workshop(),
    )


def qgis_version() -> str:
    """QGIS's version as numbers: "3.22.16"."""
    return str(Qgis.version()).split("-", maxsplit=1)[0]


def _today() -> str:
    return datetime.datetime.now(tz=datetime.UTC).astimezone().date().isoformat()
