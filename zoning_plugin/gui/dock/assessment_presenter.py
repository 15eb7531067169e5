# SPDX-License-Identifier: GPL-3.0-or-later
"""From a release and a site to what is shown: runs the errands, and says at every moment how things stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ...bridge.i18n import tr
from ...bridge.messages import error_sentences
from ...core.assessment import Assessment
from ...core.clause_notes import ClauseNotes
from ...core.errors import ZoningError
from ...core.finding import UnitFinding
from ...core.judgement import Case
from ...core.overlay import Overlay
from ...core.progress import Progress
from ...core.project import Project
from ...core.release import Release
from ...core.site import Site
from ...core.terms import Relation, State, Tier
from ...core.unit import ControlUnit
from ...files.file_names import file_stem
from ...jobs.note_assessment import notes_of
from ...report.outline import Excerpt
from ..errands import Errands
from ..state_card import Look
from ..words import fault_sentence, length_text, share_text, site_name, site_text, step_sentence
from ..work import Work
from .brief_answer import brief_answer
from .clause_groups import Section, count_by_tier, sections_of
from .finding_rows import FindingRow, rows_of
from .noted_clause import NotedClause, noted_clauses
from .project_fields import as_shown


@dataclass(frozen=True)
class Summary:
    """The line above the results; ``uncovered`` is empty when nothing is."""

    site: str
    coverage: str
    uncovered: str
    edge_count: int
    near: str


@dataclass(frozen=True)
class Results:
    """All that the page shows of one assessment."""

    summary: Summary
    rows: tuple[FindingRow, ...]
    sections: tuple[Section, ...]
    met: Mapping[str, ControlUnit]
    by_tier: Mapping[Tier, int]


class AssessmentView(Protocol):
    """What the presenter asks of the page."""

    def show_state(self, look: Look, title: str, sentences: Sequence[str] = (), *, can_cancel: bool = False) -> None:
        """Say how things stand."""

    def show_progress(self, share: float, step: str) -> None:
        """Move the bar of what is loading."""

    def show_results(self, results: Results | None) -> None:
        """Show results, or none."""

    def show_writing(self, look: Look | None, text: str = "", paths: Sequence[Path] = ()) -> None:
        """Say how the writing of the report stands, with a button for what was written; None takes the line away."""

    def show_writing_progress(self, share: float, step: str) -> None:
        """Move the bar of the writing."""

    def enable(self, *, can_assess: bool, has_results: bool) -> None:
        """Let only those buttons be pressed that can do something."""

    def show_notes(self, noted: Mapping[str, NotedClause]) -> None:
        """Show what the machine notes beside the clauses, by clause id."""

    def project(self) -> Project:
        """The project fields as they are filled in."""


class AssessmentPresenter:
    """One release, one site, one assessment at a time; a later site makes the earlier work void, and ``forgotten`` hears of it.

    ``sited`` hears of every site that is given, and of None when there is none any more.
    ``case`` gives the one that is open: a report holds its answers, and ``printed`` hears what was written of it.
    """

    def __init__(
        self,
        view: AssessmentView,
        errands: Errands,
        *,
        forgotten: Callable[[], None] = lambda: None,
        sited: Callable[[Site | None], None] = lambda _: None,
        case: Callable[[], Case | None] = lambda: None,
        printed: Callable[[Case, tuple[Path, ...]], None] = lambda *_: None,
    ) -> None:
        self._view = view
        self._errands = errands
        self._forgotten = forgotten
        self._sited = sited
        self._case = case
        self._printed = printed
        self._release: Release | None = None
        self._day = ""
        self._again: Site | None = None
        self._assessing = Work(errands.run)
        self._writing = Work(errands.run)
        self._noting = Work(errands.run)
        self.assessment: Assessment | None = None
        self._show_empty()

    def use_release(self, release: Release | None) -> None:
        """Judge with ``release`` from now on; what was shown for another one goes, a site that was given is judged anew."""
        site = self.assessment.site if self.assessment else self._again
        self._release = release
        self.clear()
        if release is not None:
            self._again = None
            if site is not None:
                self.use_site(site)

    def use_day(self, day: str) -> None:
        """Judge as on this ISO date from now on, empty for today; a site that was given is judged anew with the release that follows."""
        self._day = day
        self._again = self.assessment.site if self.assessment else None

    def take_selection(self) -> None:
        """Judge the features selected in the current layer."""
        self.use_drawn(self._errands.site_of_selection)

    def use_drawn(self, make: Callable[[], Site]) -> None:
        """Judge what was drawn or selected; ``make`` makes the site, or raises SiteUnusable."""
        try:
            site = make()
        except ZoningError as error:
            self._assessing.stop()
            self._show_error(error)
            return
        self.use_site(site)

    def use_site(self, site: Site) -> None:
        """Judge ``site`` with the release in hand."""
        release = self._release
        if release is None:
            return
        self._forget_results()
        self._sited(site)
        self._view.show_state(Look.LOADING, tr("Assessing the site …"), can_cancel=True)

        project, on = self._view.project(), self._day or self._errands.today()

        def job(progress: Progress) -> tuple[Assessment, Mapping[str, ClauseNotes]]:
            found = self._errands.assess(site, release, on, progress)
            return found, notes_of(found, project, self._errands.rewordings(release, on, progress))

        self._assessing.start(
            tr("Assess a site"),
            job,
            done=lambda made: self._show(*made),
            failed=self._show_error,
            cancelled=self._forget_site,
            progressed=lambda share, step: self._view.show_progress(share, step_sentence(step)),
        )

    def show_made(self, assessment: Assessment, notes: Mapping[str, ClauseNotes]) -> None:
        """Show an assessment that was made elsewhere with the release in hand, with its notes, and its site on the map."""
        self._assessing.stop()
        self._forget_results()
        self._sited(assessment.site)
        self._show(assessment, notes)
        self._errands.result_map.zoom_to([assessment.site.shape])

    def clear(self) -> None:
        """Forget the site."""
        self._assessing.stop()
        self._forget_results()
        self._forget_site()

    def cancel(self) -> None:
        """Stop what is running."""
        self._assessing.cancel()

    def hover(self, row: FindingRow | None) -> None:
        """Flash on the map what a row speaks of."""
        if row is not None and row.shapes:
            self._errands.result_map.flash(row.shapes)

    def go_to(self, row: FindingRow) -> None:
        """Bring what a row speaks of into view."""
        if row.shapes:
            self._errands.result_map.zoom_to(row.shapes)

    def note(self) -> None:
        """Note beside the clauses anew: what is known of the project may have changed. The clauses stay as they are."""
        found, release, project = self.assessment, self._release, self._view.project()
        if found is not None and release is not None:

            def job(progress: Progress) -> Mapping[str, ClauseNotes]:
                return notes_of(found, project, self._errands.rewordings(release, found.on, progress))

            self._noting.start(
                tr("Read the clauses"),
                job,
                done=lambda notes: self._view.show_notes(noted_clauses(found.clauses, notes)),
                failed=lambda error: self._view.show_writing(Look.ERROR, " ".join(error_sentences(error))),
            )

    def copy_answer(self) -> None:
        """Put the brief answer on the clipboard."""
        if self.assessment is not None:
            self._errands.copy_text(brief_answer(self.assessment, self._view.project()))
            self._view.show_writing(Look.COMPLETE, tr("The brief answer is on the clipboard (3 lines of text)."))

    def write_excerpt(self, clause_ids: frozenset[str], chosen_by: str) -> None:
        """As :meth:`write_report`, with some of the clauses only; the report says so."""
        self.write_report(Excerpt(clause_ids, chosen_by))

    def write_report(self, excerpt: Excerpt | None = None) -> None:
        """Ask where to, then write the report and the assessment beside it."""
        assessment, release, project = self.assessment, self._release, self._view.project()
        if assessment is None or release is None or self._writing.is_running:
            return
        case = self._case()  # what is typed is handed in here, and stored while the person chooses a place
        if case is not None:
            project = as_shown(case.project, project)
        path = self._errands.ask_report_path(_file_name(assessment, project, is_excerpt=excerpt is not None))
        if path is None:
            return
        case = self._case()
        self._view.show_writing(Look.LOADING, tr("Writing the report …"))

        def job(progress: Progress) -> tuple[Path, ...]:
            return self._errands.write_report(assessment, release, project, case, excerpt, path, progress)

        self._writing.start(
            tr("Write the report"),
            job,
            done=lambda paths: self._written(
                paths, case if excerpt is None else None
            ),  # an excerpt is no paper of the case
            failed=lambda error: self._view.show_writing(Look.ERROR, " ".join(error_sentences(error))),
            cancelled=lambda: self._view.show_writing(None),
            progressed=lambda share, step: self._view.show_writing_progress(share, step_sentence(step)),
        )

    def cancel_writing(self) -> None:
        """Stop the writing; nothing half-written stays."""
        self._writing.cancel()

    def _show(self, assessment: Assessment, notes: Mapping[str, ClauseNotes]) -> None:
        self.assessment = assessment
        look, title, sentences = state_of(assessment)
        if assessment.on != self._errands.today():
            title = tr("As on {date}, not as of today: {title}").format(date=assessment.on, title=title)
        self._view.show_state(look, title, sentences)
        self._view.show_results(results_of(assessment))
        self._view.show_notes(noted_clauses(assessment.clauses, notes))
        self._view.enable(can_assess=True, has_results=True)
        self._errands.result_map.show_assessment(assessment)

    def _show_error(self, error: Exception) -> None:
        self._forget_results()
        self._view.show_state(Look.ERROR, tr("Not assessed"), error_sentences(error))

    def _forget_results(self) -> None:
        self.assessment = None
        self._noting.stop()
        self._forgotten()
        self._errands.result_map.clear()
        self._view.show_results(None)
        if not self._writing.is_running:
            self._view.show_writing(None)
        self._view.enable(can_assess=self._release is not None, has_results=False)

    def _forget_site(self) -> None:
        self._sited(None)
        self._show_empty()

    def _show_empty(self) -> None:
        if self._release is None:
            self._view.show_state(Look.EMPTY, tr("No release is open"), [tr("Choose a release above, or import one.")])
        else:
            way = tr(
                "Click a point, draw an area or a line on the map, or take the selected features of the current layer."
            )
            self._view.show_state(Look.EMPTY, tr("No site yet"), [way])
        self._view.enable(can_assess=self._release is not None, has_results=False)

    def _written(self, paths: tuple[Path, ...], case: Case | None) -> None:
        if case is not None:
            self._printed(case, paths)
        names = ", ".join(path.name for path in paths)
        self._view.show_writing(Look.COMPLETE, tr("Written: {names}").format(names=names), paths)


def state_of(assessment: Assessment) -> tuple[Look, str, list[str]]:
    """Look, headline and sentences for an assessment. No data never looks like nothing applies."""
    reasons = [fault_sentence(reason) for reason in assessment.reasons]
    notes = [fault_sentence(note) for note in assessment.notes]
    if not any(one.is_met for one in assessment.units):
        return Look.NO_DATA, tr("NO DATA for this site: nothing was compared"), reasons + notes
    if assessment.state is State.INCOMPLETE:
        title = tr("INCOMPLETE (reasons: {count}): conclude nothing").format(count=len(reasons))
        return Look.INCOMPLETE, title, reasons + notes
    if not assessment.clauses:
        return Look.NOTHING_APPLIES, tr("No clause applies: every list was read, none reaches the site"), notes
    lists = len({one.access_list.list_id for one in assessment.clauses})
    title = tr("Data complete: {count} clauses, {lists} lists")
    return Look.COMPLETE, title.format(count=len(assessment.clauses), lists=lists), notes


def results_of(assessment: Assessment) -> Results:
    """What the page shows of an assessment."""
    summary = summary_of(assessment.site, assessment.overlay, assessment.units)
    units = {one.unit.code: one.unit for one in assessment.units if one.is_met}
    sections = sections_of(assessment.clauses, units)
    return Results(summary, rows_of(assessment), sections, units, count_by_tier(assessment.clauses))


def summary_of(site: Site, laid: Overlay, units: Sequence[UnitFinding]) -> Summary:
    """The line above what lies at the site."""
    near = [one for one in units if one.piece.relation is Relation.NEAR]
    nearest = min(near, key=lambda one: one.piece.distance_m, default=None)
    return Summary(
        site_text(site, laid),
        share_text(laid.covered / laid.total if laid.total else 0.0),
        share_text(laid.uncovered / laid.total) if laid.total and laid.leaves_gap else "",
        sum(1 for one in units if one.piece.relation is Relation.EDGE),
        f"{nearest.unit.name or nearest.unit.code} {length_text(nearest.piece.distance_m)}" if nearest else "",
    )


def _file_name(assessment: Assessment, project: Project, *, is_excerpt: bool = False) -> str:
    """A name for the report: what it is, of what, by which release, of which day; the day is kept however long the names are."""
    named = project.name or site_name(assessment.site)
    parts = (tr("excerpt") if is_excerpt else tr("comparison"), named, assessment.info.name)
    return f"{file_stem('_'.join(part for part in parts if part), 'site')}_{assessment.on}.pdf"
