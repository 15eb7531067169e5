# SPDX-License-Identifier: GPL-3.0-or-later
"""The one place where the dock's views, presenters and map tools are built and tied together."""

from __future__ import annotations

from pathlib import Path

from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAction, QWidget

from ...bridge.i18n import tr
from ...bridge.messages import error_sentences
from ...core.clause import Clause
from ...core.judgement import Case
from ...core.office_rules import stated_colours
from ...core.release import Release
from ...core.site import Site
from ...core.terms import SiteKind
from ...jobs.open_case import OpenedCase
from ..clause_search.search_page import ClauseSearchPage
from ..clause_search.search_presenter import ClauseSearchPresenter
from ..colours import use_class_colours
from ..errands import Errands
from ..frames import EachFrame
from ..map_tools.moving import Movable, site_of_moved
from ..map_tools.site_tools import SiteTools
from ..map_tools.sketch import Sketch, site_of
from ..register.case_presenter import CasePresenter
from ..register.keep_presenter import Judged, KeepPresenter
from ..register.register_page import RegisterPage
from ..register.register_presenter import RegisterPresenter
from ..register.session import RegisterSession
from ..register.sheet_page import SheetPage
from ..register.sheet_presenter import SheetPresenter
from ..releases.catalogue_page import CataloguePage
from ..releases.catalogue_presenter import CataloguePresenter
from ..releases.chooser import ReleaseChooser
from ..releases.import_page import ImportPage
from ..releases.import_presenter import ImportPresenter
from ..releases.release_presenter import ReleasePresenter
from ..state_card import Look
from ..words import drawn_source, moved_source, step_sentence
from ..work import Work
from .assessment_page import AssessmentPage
from .assessment_presenter import AssessmentPresenter
from .dock import Dock
from .preview_presenter import PreviewPresenter
from .welcome_page import WelcomePage


class Panel:
    """The dock with everything behind it. ``start`` when it is in the window, ``unload`` before it goes."""

    def __init__(self, iface: QgisInterface, errands: Errands) -> None:
        self._errands = errands
        canvas = iface.mapCanvas()
        assert canvas is not None  # the stubs think it may be
        self._canvas = canvas
        self._demo = Work(errands.run)
        self.chooser = ReleaseChooser()
        self.page = AssessmentPage(self.chooser)
        self.welcome = WelcomePage()
        self.import_page = ImportPage()
        self.catalogue_page = CataloguePage()
        self.clause_search_page = ClauseSearchPage()
        self.register_page = RegisterPage()
        self.sheet_page = SheetPage()
        pages = [
            self.welcome,
            self.page,
            self.import_page,
            self.catalogue_page,
            self.clause_search_page,
            self.register_page,
            self.sheet_page,
        ]
        self.dock = Dock(pages, iface.mainWindow(), rooms={self.register_page: "register"})
        self.tools = SiteTools(iface.mapCanvas(), self.dock)  # type: ignore[arg-type]
        self.session = RegisterSession(errands)
        self.case = CasePresenter(self.page, self.session, errands, changed=self._case_changed)
        self.sheet = SheetPresenter(
            self.sheet_page,
            self.case,
            self.session,
            errands,
            opened=self._show_sheet,
            left=self._leave_sheet,
            reopened=self._show_case,
        )
        self.assessment = AssessmentPresenter(
            self.page,
            errands,
            forgotten=self.case.close,
            sited=self._use_site,
            case=self.case.as_it_is,
            printed=self.case.keep_papers,
        )
        self.preview = PreviewPresenter(self.page, errands)
        self._frames = EachFrame(self.dock)
        self.releases = ReleasePresenter(
            self.chooser, errands, use=self._use, none_there=self._none_there, some_there=self._some_there
        )
        self.importing = ImportPresenter(self.import_page, errands, opened=self._show_import, stored=self._imported)
        self.catalogue = CataloguePresenter(
            self.catalogue_page, errands, opened=self._show_catalogue, changed=self.releases.refresh
        )
        self._before_search: QWidget = self.welcome
        self.clause_search = ClauseSearchPresenter(
            self.clause_search_page, errands, opened=self._show_clause_search, go_to=self._go_to_clause
        )
        self.register = RegisterPresenter(self.register_page, self.session, errands, opened=self._show_case)
        self.keeping = KeepPresenter(
            self.page.keep_form, self.session, errands, judged=self._judged, kept=self._case_kept
        )
        self._before_register: QWidget = self.welcome
        self._connect()
        self._connect_register()
        self._connect_clause_search()
        self._connect_import()
        self._connect_catalogue()

    @property
    def site_actions(self) -> tuple[QAction, ...]:
        """The actions that give a site, for a toolbar or menu; the dock shows itself when one is used."""
        drawing = (self.page.site_actions[kind] for kind in (SiteKind.POINT, SiteKind.POLYGON, SiteKind.LINE))
        return *drawing, self.page.selection_action, self.page.move_action

    def start(self) -> None:
        """List the releases there are, and open the best of them."""
        self.releases.refresh()

    def unload(self) -> None:
        """Give the map back and leave nothing on it."""
        self._canvas.extentsChanged.disconnect(self.register.view_changed)
        self.tools.unload()
        self._end_preview()
        self.assessment.clear()
        self.session.close()

    def open_demo(self) -> None:
        """Store the demo county where the releases are, open it and bring it into view."""
        if self._demo.is_running:
            return
        self.tools.show_map()
        self.welcome.set_busy(is_busy=True)
        self.welcome.card.show()
        self.welcome.card.show_state(Look.LOADING, tr("Importing the demo county …"), can_cancel=True)
        self._demo.start(
            tr("Import the demo county"),
            self._errands.open_demo,
            done=self._demo_stored,
            failed=self._demo_failed,
            cancelled=self._demo_cancelled,
            progressed=lambda share, step: self.welcome.card.show_progress(share, step_sentence(step)),
        )

    def _connect(self) -> None:
        page, assessment, chooser = self.page, self.assessment, self.chooser
        for kind, action in page.site_actions.items():
            self.tools.bind(kind, action)
        for action in self.site_actions:
            action.triggered.connect(self.dock.show)
        self.tools.drawn.connect(self._use_drawn)
        self.tools.changed.connect(self._show_sketch)
        self.tools.followed.connect(self._follow_sketch)
        move = self.tools.move
        self.tools.bind_move(page.move_action)
        move.taken_up.connect(self._show_move_hint)
        move.held.connect(self._follow_held)
        move.put_down.connect(self._use_moved)
        move.taken_back.connect(assessment.use_site)
        self.dock.escaped.connect(self.tools.leave)
        page.selection_asked.connect(assessment.take_selection)
        page.clear_asked.connect(assessment.clear)
        page.cancel_asked.connect(assessment.cancel)
        page.report_asked.connect(assessment.write_report)
        page.only_asked.connect(assessment.write_excerpt)
        page.answer_asked.connect(assessment.copy_answer)
        page.cancel_writing_asked.connect(assessment.cancel_writing)
        page.open_asked.connect(self._errands.open_file)
        page.form.day_settled.connect(self._use_day)
        page.row_hovered.connect(assessment.hover)
        page.row_activated.connect(assessment.go_to)
        chooser.chosen.connect(self.releases.open)
        chooser.show_asked.connect(self._show_release)
        chooser.demo_asked.connect(self.open_demo)
        self.welcome.demo_asked.connect(self.open_demo)
        self.welcome.card.cancel_asked.connect(self._demo.cancel)
        for page_with_import in (chooser, self.welcome):
            page_with_import.import_asked.connect(self.importing.open)
        chooser.folder_asked.connect(lambda: self._errands.open_file(self._errands.releases_folder))
        self.dock.files_dropped.connect(self.importing.bring)

    def _connect_import(self) -> None:
        page, importing = self.import_page, self.importing
        page.back_asked.connect(self._leave_import)
        page.done_asked.connect(self._leave_import)
        page.folder_asked.connect(importing.choose_folder)
        page.files_asked.connect(importing.choose_files)
        page.paste_asked.connect(importing.paste)
        page.cancel_asked.connect(importing.cancel)
        page.again_asked.connect(importing.look)
        page.clear_asked.connect(importing.start_over)
        page.source_chosen.connect(importing.choose)
        page.role_chosen.connect(importing.say_role)
        page.source_said.connect(importing.say)
        page.split_asked.connect(importing.split)
        page.column_mapped.connect(importing.map_column)
        page.base_chosen.connect(importing.build_on)
        page.profile_chosen.connect(importing.use_profile)
        page.take_in_profile_asked.connect(importing.take_in_profile)
        page.hand_out_profile_asked.connect(importing.hand_out_profile)
        page.fault_chosen.connect(importing.go_to)
        page.missing_chosen.connect(importing.answer)
        page.changed.connect(importing.check)
        page.store_asked.connect(importing.store)
        page.report_asked.connect(importing.open_report)

    def _connect_register(self) -> None:
        page, register = self.register_page, self.register
        self.dock.buttons.chosen.connect(self._choose_page)
        self.dock.buttons.gone_to.connect(self._go_to)
        page.asked.connect(register.search)
        page.opened.connect(register.open_case)
        page.selected.connect(register.select)
        page.person_named.connect(register.use_person)
        page.create_asked.connect(register.create)
        page.create_elsewhere_asked.connect(register.create_elsewhere)
        page.open_asked.connect(register.choose)
        page.again_asked.connect(register.refresh)
        page.take_over_asked.connect(register.take_over)
        page.export_asked.connect(register.export)
        page.take_in_asked.connect(register.take_in)
        page.year_asked.connect(register.count_year)
        page.anew_asked.connect(register.judge_anew)
        page.rules_asked.connect(register.open_rules)
        self._canvas.extentsChanged.connect(register.view_changed)
        self.page.keep_asked.connect(self.keeping.start)
        case = self.case
        self.page.clauses.answered.connect(case.answer)
        self.page.clauses.clause_entered.connect(case.select)
        self.page.clauses.clearing_asked.connect(case.refuse_clearing)
        self.page.answer_panel.reason_written.connect(case.write_reason)
        self.page.answer_panel.files_asked.connect(case.add_files)
        self.page.answer_panel.offer_confirmed.connect(case.confirm_offer)
        self.page.project_written.connect(self._project_written)
        self.page.case_bar.closed.connect(case.close)
        sheet_page, sheet = self.sheet_page, self.sheet
        self.page.case_bar.sheet_asked.connect(sheet.open)
        sheet_page.back_asked.connect(self._leave_sheet)
        sheet_page.conclude_asked.connect(sheet.conclude)
        sheet_page.sign_asked.connect(sheet.sign)
        sheet_page.return_asked.connect(sheet.give_back)
        sheet_page.reopen_asked.connect(sheet.reopen)
        sheet_page.reopen_by_newer_asked.connect(sheet.reopen_by_newer)
        sheet_page.withdraw_asked.connect(sheet.withdraw)
        sheet_page.matter_written.connect(sheet.save_matter)
        sheet_page.platform_written.connect(sheet.save_platform)
        sheet_page.file_asked.connect(sheet.add_file)
        self.page.keep_form.kept.connect(self.keeping.keep)

    def _project_written(self) -> None:
        self.assessment.note()
        self.case.save_project(self.page.project())

    def _choose_page(self, name: str) -> None:
        if name == "register":
            if self.dock.page is not self.register_page:
                self._before_register = self.dock.page
            self.tools.leave()
            self.dock.show_page(self.register_page)
            self.register.show()
            self.register_page.start()
        elif self.dock.page is self.register_page:
            before = self._before_register
            if before in (
                self.page,
                self.welcome,
                self.sheet_page,
            ):  # meanwhile there may be a first release, or none any more
                before = self.page if self.releases.path is not None else self.welcome
            self.dock.show_page(before)

    def _go_to(self, name: str) -> None:
        """As the button above the page does, with the keyboard."""
        self.dock.show()
        self._choose_page(name)
        self.dock.enter()

    def _case_changed(self, case: Case | None) -> None:
        self._offer_move()
        if case is None or self.dock.page is self.sheet_page:
            self.sheet.show(case)

    def _show_sheet(self) -> None:
        self.tools.leave()
        self.dock.show_page(self.sheet_page)

    def _leave_sheet(self) -> None:
        if self.dock.page is self.sheet_page:
            self._show_page()

    def _judged(self) -> Judged | None:
        found, release, path = self.assessment.assessment, self.releases.release, self.releases.path
        if found is None or release is None or path is None:
            return None
        return Judged(found, release, path, self.page.project())

    def _show_case(self, opened: OpenedCase) -> None:
        self.tools.show_map()
        self.releases.take(opened.path, opened.release)
        self.page.form.show_project(opened.case.project)
        self.page.form.show_day("")  # the case has its own; the next site is judged as of today
        self.assessment.use_day("")
        self.assessment.show_made(opened.assessment, opened.notes)
        self.case.open(opened)
        self._show_page()
        self.page.clauses.setFocus(Qt.FocusReason.OtherFocusReason)

    def _case_kept(self, opened: OpenedCase) -> None:
        self.case.open(opened)
        self.page.show_writing(None)
        self.page.clauses.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect_clause_search(self) -> None:
        page, clause_search = self.clause_search_page, self.clause_search
        self.page.search.wider_asked.connect(lambda: clause_search.open(self.page.search.text().strip()))
        self.chooser.find_asked.connect(clause_search.open)
        self.catalogue_page.find_asked.connect(clause_search.open)
        page.back_asked.connect(lambda: self.dock.show_page(self._before_search))
        page.asked.connect(clause_search.search)
        page.more_asked.connect(clause_search.list_all)
        page.chosen.connect(clause_search.choose)

    def _connect_catalogue(self) -> None:
        page, catalogue = self.catalogue_page, self.catalogue
        self.chooser.catalogue_asked.connect(lambda: catalogue.open(self.releases.path))
        page.back_asked.connect(self._leave_catalogue)
        page.selected.connect(catalogue.select)
        page.record_asked.connect(catalogue.open_form)
        page.form.changed.connect(catalogue.check)
        page.form.record_asked.connect(catalogue.record)
        page.form.closed.connect(catalogue.close_form)
        page.withdraw_asked.connect(catalogue.ask_withdraw)
        page.remove_asked.connect(catalogue.ask_remove)
        page.put_back_asked.connect(catalogue.put_back)
        page.confirmed.connect(catalogue.agree)
        page.refused.connect(catalogue.refuse)

    def _use(self, release: Release | None) -> None:
        if release is None:
            self.tools.leave()
        use_class_colours(stated_colours(release.info) if release else ())
        self._frames.drop()
        self.preview.use_release(release)
        self.assessment.use_release(release)

    def _show_sketch(self, sketch: Sketch | None) -> None:
        """Say how to go on; while nothing is begun nothing is shown in place of the results."""
        is_begun = sketch is not None and bool(sketch.vertices)
        self.page.show_hint(_hint(sketch), is_begun=is_begun)
        if not is_begun:
            self._end_preview()

    def _follow_sketch(self, sketch: Sketch, crs: str) -> None:
        """Show what the sketch meets. A point that only hovers gives way to every word about a site that was given."""
        is_in_place = sketch.kind is not SiteKind.POINT or self.page.card.look is Look.EMPTY
        if not sketch.can_be_finished or not is_in_place:
            self._end_preview()
            return
        self._frames.ask(
            lambda: self.preview.follow(lambda: site_of(sketch, crs, drawn_source()), len(sketch.vertices))
        )

    def _use_site(self, site: Site | None) -> None:
        """The site in hand is another one, or none."""
        self.tools.move.use_site(site)
        self._offer_move()

    def _offer_move(self) -> None:
        """The site of an open case stays: it is what was judged."""
        has_site, has_case = self.tools.move.site is not None, self.case.case is not None
        self.page.offer_move(has_site=has_site, has_case=has_case)
        if self.tools.move.has_the_map and (has_case or not has_site):
            self.tools.leave()

    def _show_move_hint(self, *, is_news: bool = True) -> None:
        """Say how to move the site; to whom has done it the room is worth more."""
        self.page.show_hint(
            tr("Drag the site, or one of its vertices. Esc puts it back, Ctrl+Z takes the last move back."),
            is_begun=is_news,
        )

    def _follow_held(self, held: Movable | None) -> None:
        """Show what the site meets where the hand has it."""
        if held is None:
            self._end_preview()
            return
        self._frames.ask(
            lambda: self.preview.follow(lambda: site_of_moved(held, moved_source(held.site.source)), held.vertex_count)
        )

    def _use_moved(self, held: Movable) -> None:
        self._show_move_hint(is_news=False)
        self.assessment.use_drawn(lambda: site_of_moved(held, moved_source(held.site.source)))

    def _end_preview(self) -> None:
        self._frames.drop()
        self.preview.end()

    def _use_day(self, day: str) -> None:
        """The release that held on the day is opened, and the site judged anew."""
        self.assessment.use_day(day)
        self.releases.use_day(day)

    def _use_drawn(self, sketch: Sketch, crs: str) -> None:
        self.assessment.use_drawn(lambda: site_of(sketch, crs, drawn_source()))

    def _show_release(self) -> None:
        self.tools.show_map()
        self.releases.show_on_map()

    def _none_there(self) -> None:
        if self.dock.page not in (
            self.catalogue_page,
            self.import_page,
            self.clause_search_page,
            self.register_page,
            self.sheet_page,
        ):  # from there a release can be put back, or brought
            self._show_welcome()

    def _some_there(self) -> None:
        if self.dock.page not in (self.catalogue_page, self.import_page, self.clause_search_page, self.register_page):
            self._show_page()

    def _show_welcome(self) -> None:
        self.dock.show_page(self.welcome)

    def _show_page(self) -> None:
        self.dock.show_page(self.page)

    def _show_clause_search(self) -> None:
        if self.dock.page is not self.clause_search_page:
            self._before_search = self.dock.page
        self.tools.leave()
        self.dock.show()
        self.dock.show_page(self.clause_search_page)

    def _go_to_clause(self, path: Path, clause: Clause | None) -> None:
        self.tools.show_map()
        self.releases.show_clause(path, clause, told=self.clause_search.told)

    def _show_catalogue(self) -> None:
        self.clause_search.prepare()
        self.tools.leave()
        self.dock.show()
        self.dock.show_page(self.catalogue_page)

    def _leave_catalogue(self) -> None:
        self.dock.show_page(self.page if self.releases.path is not None else self.welcome)

    def _show_import(self) -> None:
        self.tools.leave()
        self.dock.show()
        self.dock.show_page(self.import_page)

    def _leave_import(self) -> None:
        self.importing.leave()
        self.dock.show_page(self.page if self.releases.path is not None else self.welcome)

    def _imported(self, path: Path) -> None:
        self.tools.show_map()
        self.releases.refresh(path, show=True)

    def _demo_stored(self, path: Path) -> None:
        self._end_demo()
        self.welcome.card.hide()
        self._show_page()
        self.releases.refresh(path, show=True)

    def _demo_failed(self, error: Exception) -> None:
        self._end_demo()
        self.welcome.card.show_state(Look.ERROR, tr("Not imported"), error_sentences(error))
        self._show_welcome()

    def _demo_cancelled(self) -> None:
        self._end_demo()
        self.welcome.card.hide()

    def _end_demo(self) -> None:
        self.welcome.set_busy(is_busy=False)


def _hint(sketch: Sketch | None) -> str:
    """How to go on with what is being drawn."""
    if sketch is None:
        return ""
    if sketch.kind is SiteKind.POINT:
        return tr("Click the place on the map. Esc leaves the tool.")
    if not sketch.vertices:
        return tr("Click the first vertex on the map. Esc leaves the tool.")
    if not sketch.can_be_finished:
        return tr("Vertices: {count}. Click the next one; Ctrl+Z takes the last one back.").format(
            count=len(sketch.vertices)
        )
    return tr("Vertices: {count}. Right click, double click or Enter finishes; Ctrl+Z takes the last one back.").format(
        count=len(sketch.vertices)
    )
