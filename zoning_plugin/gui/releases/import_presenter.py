# SPDX-License-Identifier: GPL-3.0-or-later
"""From files to a stored release: look in the background, show, let a person correct, look again, store when told to."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from ...bridge.i18n import language, tr
from ...bridge.messages import error_sentences
from ...core.clause import AccessList
from ...core.errors import Fault, Level, ZoningError
from ...core.progress import Progress
from ...core.release import ReleaseInfo
from ...core.terms import ReleaseStatus
from ...files.profile import DEFAULT
from ...jobs.import_release import ImportExamination, ImportRequest
from ..errands import Errands, Shelf, StoredImport
from ..state_card import Look
from ..words import fault_sentence, step_sentence
from ..work import Work
from .import_draft import ANSWERS, FaultGroup, ImportDraft, Target, fault_groups, key_of, target_of
from .import_page import ImportChoices
from .import_rows import SourceDetails, SourceRow, details_of, source_rows, summary_of

_ADMIN_NAME_LIMIT = 12


class ImportView(Protocol):
    """What the presenter asks of the page."""

    def show_state(self, look: Look, title: str, sentences: Sequence[str] = (), *, can_cancel: bool = False) -> None:
        """Say how things stand."""

    def show_progress(self, share: float, step: str) -> None:
        """Move the bar."""

    def show_sources(self, rows: Sequence[SourceRow], key: int) -> None:
        """Show the sources, that of ``key`` chosen."""

    def show_details(self, details: SourceDetails | None) -> None:
        """Show what is known and can be said of the chosen source."""

    def show_faults(self, groups: Sequence[FaultGroup], of_source: Sequence[FaultGroup]) -> None:
        """Show what is odd, by kind: of everything, and of the chosen source."""

    def show_info(self, texts: dict[str, str], status: ReleaseStatus | None) -> None:
        """Fill in what the release is called; only what is named."""

    def clear_info(self) -> None:
        """Empty what the release is called."""

    def show_missing(self, missing: Sequence[tuple[Target, str]]) -> None:
        """Say what is still to be answered."""

    def show_choices(self, choices: ImportChoices) -> None:
        """Show what can be built on, which profile reads the columns, and what can be remembered."""

    def show_stored(self, *, is_stored: bool, has_report: bool) -> None:
        """After storing: only where to go from here."""

    def enable(self, *, can_store: bool, can_bring: bool) -> None:
        """Let only that be done which can be done."""

    def focus(self, target: Target) -> None:
        """Go to where something can be answered."""

    @property
    def texts(self) -> dict[str, str]:
        """Name, document number, issuer, effective date as filled in."""

    @property
    def chosen_status(self) -> ReleaseStatus | None:
        """The status chosen."""

    @property
    def is_remembering(self) -> bool:
        """Whether the mapping is to be remembered."""


@dataclass(frozen=True)
class _Look:
    """What one look brought: the examination, and the lists of the release that is built on."""

    examination: ImportExamination
    base_lists: tuple[AccessList, ...]


class ImportPresenter:
    """One import at a time. ``opened`` is told when there is something to see, ``stored`` where a release was stored."""

    def __init__(
        self, view: ImportView, errands: Errands, *, opened: Callable[[], None], stored: Callable[[Path], None]
    ) -> None:
        self._view = view
        self._errands = errands
        self._tools = errands.importing
        self._opened = opened
        self._stored = stored
        self._work = Work(errands.run)
        self._shelf = Work(errands.run)
        self._releases: tuple[tuple[Path | None, str], ...] = ()
        self._report: Path | None = None
        self._forget()

    def _forget(self) -> None:
        self._draft = ImportDraft()
        self._examination: ImportExamination | None = None
        self._base_lists: tuple[AccessList, ...] = ()
        self._base_read: Path | None = None
        self._key = -1
        self._typed: set[str] = set()
        self._is_storing = False

    # --- bringing things in ------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Show the page as it is; an import that is under way goes on."""
        self._opened()
        if self._draft.is_empty and not self._work.is_running:
            self.start_over()

    def start_over(self) -> None:
        """Forget everything that was brought; nothing was stored."""
        self._work.stop()
        self._forget()
        self._view.show_stored(is_stored=False, has_report=False)
        self._view.clear_info()
        self._show()
        self._view.show_state(
            Look.EMPTY, tr("Bring units, lists and zones"),
            [tr("Drop files, folders or zips here, choose them above, or paste a table with Ctrl+V. Nothing is stored until you say so.")],
        )  # fmt: skip
        self._list_bases()

    def choose_folder(self) -> None:
        """Ask for a folder and look at what is in it."""
        folder = self._tools.ask_folder()
        if folder is not None:
            self.bring((folder,))

    def choose_files(self) -> None:
        """Ask for files and look at them."""
        self.bring(self._tools.ask_files())

    def paste(self) -> None:
        """Take the table that was copied."""
        page, text = self._tools.clipboard()
        self._opened()
        try:
            path = self._tools.keep_paste(page, text)
        except ZoningError as error:
            self._view.show_state(Look.ERROR, tr("Nothing to paste"), error_sentences(error))
            return
        self.bring((path,))

    def bring(self, paths: Iterable[Path]) -> None:
        """Look at more files, folders or archives beside what is there."""
        paths = tuple(paths)
        if not paths or self._is_storing:
            return
        is_new = self._draft.is_empty
        if is_new:
            self.start_over()
        self._draft = self._draft.with_given(paths)
        self._opened()
        self.look()

    # --- what a person says ------------------------------------------------------------------------------------------

    def choose(self, key: int) -> None:
        """Another source is looked at."""
        self._key = key
        self._show_chosen()

    def say_role(self, key: int, role: str) -> None:
        """A source is taken for something else, or left out."""
        self._change(self._draft.with_role(key, role), is_looking=self._draft.source(key) is not None)

    def say(self, key: int, field: str, value: Any) -> None:
        """Something is said of a source."""
        self._change(self._draft.with_entry(key, **{field: value}))

    def split(self, key: int) -> None:
        """A file is taken sheet by sheet."""
        self._change(self._draft.with_parts(key))

    def map_column(self, heading: str, role: str) -> None:
        """A heading means something else, in every file."""
        self._change(self._draft.with_mapping(heading, role))

    def build_on(self, base: Path | None) -> None:
        """What is not brought is taken from an earlier release."""
        self._change(replace(self._draft, base=base))

    def use_profile(self, profile: str) -> None:
        """The columns are read with another profile."""
        self._change(replace(self._draft, profile=profile, mapping=()))

    def take_in_profile(self) -> None:
        """Keep a profile that somebody handed on, and read with it."""
        self._try_profile(self._tools.take_in_profile, tr("The profile was not taken in"))

    def hand_out_profile(self) -> None:
        """Save the office's profile as a file."""
        path = self._examination.profile_path if self._examination is not None else None
        held = [one.path for one in self._tools.office_profiles()]
        chosen = path if path in held else held[0] if held else None
        if chosen is not None:
            self._try_profile(lambda: self._tools.hand_out_profile(chosen) and None, tr("The profile was not saved"))

    def _try_profile(self, errand: Callable[[], Path | None], failed: str) -> None:
        try:
            path = errand()
        except (ZoningError, OSError) as error:
            self._view.show_state(Look.ERROR, failed, error_sentences(error))
            return
        if path is not None:
            self.use_profile(str(path))

    def go_to(self, fault: Fault) -> None:
        """Go to where a fault can be answered, and let the source be seen that it is of."""
        target = target_of(fault, self._draft)
        if target is not None:
            self.answer(target)

    def answer(self, target: Target) -> None:
        """Go to a field."""
        if target.key >= 0 and target.key != self._key:
            self._key = target.key
            self._show()
        self._view.focus(target)

    def check(self, field: str = "") -> None:
        """After a change of what the release is called: may it be stored as it is called now?"""
        if field:
            self._typed.add(field)
        self._show_what_is_missing()

    def _change(self, draft: ImportDraft, *, is_looking: bool = True) -> None:
        self._draft = draft
        self._show()
        if is_looking:
            self.look()
        else:
            self._show_standing()

    # --- looking -----------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look at everything as it is settled now; whatever was under way is overtaken."""
        draft, examine, open_release = self._draft, self._tools.examine, self._errands.open_release
        if self._is_storing or draft.is_empty:
            return
        read, lists = self._base_read, self._base_lists
        try:
            request = self._request(draft)
        except (ZoningError, OSError) as error:
            self._failed(error)
            return

        def job(progress: Progress) -> _Look:
            base_lists = lists
            if draft.base is None:
                base_lists = ()
            elif draft.base != read:
                base_lists = open_release(draft.base, progress).lists
            return _Look(examine(request, progress), base_lists)

        self._view.show_stored(is_stored=False, has_report=False)
        self._view.show_state(Look.LOADING, tr("Looking at what is there …"), can_cancel=True)
        self._view.enable(can_store=False, can_bring=True)
        self._work.start(
            tr("Look at what is imported"),
            job,
            done=self._looked,
            failed=self._failed,
            cancelled=self._cancelled,
            progressed=lambda share, step: self._view.show_progress(share, step_sentence(step)),
        )

    def _request(self, draft: ImportDraft) -> ImportRequest:
        profile = draft.profile
        if draft.mapping:
            profile = str(self._tools.draft_profile(dict(draft.mapping), self._profile_base(draft)))
        name = next((path.stem for path in draft.given), "release")
        return ImportRequest(
            self._errands.releases_folder / f"{name}.gpkg", entries=draft.taken, given=draft.given, stated=draft.stated,
            profile=profile, offices=self._tools.profiles_folder, base=draft.base, language=language(),
        )  # fmt: skip

    def _profile_base(self, draft: ImportDraft) -> Path | None:
        """The office's profile that a mapping betters: the chosen one, else the one that was taken by itself."""
        if draft.profile:
            return None if draft.profile == DEFAULT else Path(draft.profile)
        path = self._examination.profile_path if self._examination is not None else None
        held = {one.path.name: one.path for one in self._tools.office_profiles()}
        return held.get(path.name) if path is not None else None

    def _looked(self, found: _Look) -> None:
        is_first = self._examination is None
        self._examination, self._base_lists = found.examination, found.base_lists
        self._base_read = self._draft.base
        self._draft = self._draft.examined(found.examination)
        keys = [*(one.key for one in self._draft.sources), *(one.key for one in self._draft.left)]
        if self._key not in keys:
            self._key = keys[0] if keys else -1
        self._fill_in(found.examination)
        self._show()
        self._show_standing()
        if is_first and self._errors():
            self._view.focus(Target("faults"))

    def _fill_in(self, examination: ImportExamination) -> None:
        """What is stated of the release goes into the form, but nowhere a person has written."""
        info = examination.release.info
        codes = {one.code for one in examination.faults}
        texts = {name: getattr(info, name) for name in ("name", "document_no", "issuer", "effective")}
        current = self._view.texts
        wanted = {
            name: text
            for name, text in texts.items()
            if name not in self._typed and not (name == "name" and current["name"] and "release-name-assumed" in codes)
        }
        is_stated = not codes & {"status-unstated", "status-unknown"}
        status = info.status if is_stated and "status" not in self._typed else None
        self._view.show_info(wanted, status)

    # --- storing -----------------------------------------------------------------------------------------------------

    def store(self) -> None:
        """Store what was examined, called as the person has called it."""
        examination, info = self._standing(), self._info()
        if examination is None or info is None or self._work.is_running or self._errors():
            return
        if self._view.is_remembering and not self._remember(examination):
            return
        self._is_storing = True
        self._view.enable(can_store=False, can_bring=False)
        self._view.show_state(Look.LOADING, tr("Storing the release …"), can_cancel=True)
        store = self._tools.store

        def job(progress: Progress) -> StoredImport:
            return store(examination, info, progress)

        self._work.start(
            tr("Store a release"),
            job,
            done=lambda kept: self._finished(kept, examination, info),
            failed=self._failed,
            cancelled=self._storing_cancelled,
            progressed=lambda share, step: self._view.show_progress(share, step_sentence(step)),
        )

    def open_report(self) -> None:
        """Open the page that reports the import."""
        if self._report is not None:
            self._errands.open_file(self._report)

    def cancel(self) -> None:
        """Stop what is running."""
        self._work.cancel()

    def leave(self) -> None:
        """Forget what was looked at; nothing was stored."""
        self._work.stop()
        self._forget()

    def _remember(self, examination: ImportExamination) -> bool:
        mapping, base = dict(self._draft.mapping), self._profile_base(self._draft)
        try:
            self._tools.remember_profile(mapping, base, examination.provinces)
        except (ZoningError, OSError) as error:
            self._view.show_state(Look.ERROR, tr("The mapping could not be remembered"), error_sentences(error))
            return False
        return True

    def _info(self) -> ReleaseInfo | None:
        """What the release is called; None while it may not be stored as it is called."""
        status = self._view.chosen_status
        if self._examination is None or status is None or self._missing_texts():
            return None
        return replace(self._examination.release.info, status=status, **self._view.texts)

    def _missing_texts(self) -> list[tuple[Target, str]]:
        texts = self._view.texts
        missing = []
        if not texts["name"]:
            missing.append((Target("name"), tr("name")))
        if texts["effective"] and not _is_day(texts["effective"]):
            missing.append((Target("effective"), tr("the date as year-month-day")))
        return missing

    # --- showing -----------------------------------------------------------------------------------------------------

    def _standing(self) -> ImportExamination | None:
        return self._draft.standing(self._examination) if self._examination is not None else None

    def _errors(self) -> tuple[Fault, ...]:
        standing = self._standing()
        return standing.errors if standing is not None else ()

    def _show(self) -> None:
        """The sources, and what is below the chosen one."""
        standing = self._standing()
        self._view.show_sources(source_rows(self._draft, standing.faults if standing else ()), self._key)
        self._show_chosen()
        self._view.show_choices(self._choices())

    def _show_chosen(self) -> None:
        standing = self._standing()
        faults = standing.faults if standing is not None else ()
        own = [one for one in faults if key_of(one, self._draft) == self._key]
        own += [one.fault for one in self._draft.left if one.key == self._key]
        self._view.show_details(details_of(self._draft, self._key, self._examination, self._base_lists))
        self._view.show_faults(fault_groups(faults), fault_groups(own))

    def _show_standing(self) -> None:
        """Say how the import stands, and what is to be done."""
        standing = self._standing()
        if standing is None or self._work.is_running:
            return
        errors, warnings = standing.errors, standing.count(Level.WARNING)
        summary = summary_of(standing)
        if not self._draft.sources and not self._draft.base:
            sentences = [fault_sentence(one) for one in standing.faults] or [
                tr("Nothing that was brought is a layer or a list.")
            ]
            self._view.show_state(Look.NOTHING_APPLIES, tr("Nothing was recognised"), sentences)
        elif errors:
            title = tr("It cannot be stored yet (errors: {count})").format(count=len(errors))
            self._view.show_state(Look.ERROR, title, [summary])
        elif warnings:
            title = tr("Recognised, with warnings: {count}").format(count=warnings)
            self._view.show_state(Look.INCOMPLETE, title, [summary])
        else:
            self._view.show_state(Look.COMPLETE, tr("Recognised; nothing is stored yet"), [summary])
        self._show_what_is_missing()

    def _show_what_is_missing(self) -> None:
        """Links to everything that stands in the way of storing, and the button once nothing does."""
        if self._examination is None or self._is_storing:
            return
        missing: dict[Target, str] = {}
        for one in self._errors():
            target = target_of(one, self._draft)
            if target is not None and (one.code in ANSWERS or target.field):
                missing.setdefault(target, _to_do(target, one))
        if any(not (found := target_of(one, self._draft)) or not found.field for one in self._errors()):
            missing[Target("faults")] = tr("read the errors")
        missing.update(self._missing_texts())
        if self._view.chosen_status is None:
            missing[Target("status")] = tr("status")
        self._view.show_missing(tuple(missing.items()))
        can_store = not missing and not self._errors() and not self._work.is_running
        self._view.enable(can_store=can_store, can_bring=True)

    def _choices(self) -> ImportChoices:
        profiles = [("", tr("by itself, for the province")), (DEFAULT, tr("national"))]
        held = self._tools.office_profiles()
        profiles += [(str(one.path), one.path.stem) for one in held if one.profile is not None]
        examination = self._examination
        in_use = ""
        if examination is not None:
            name = examination.profile if examination.profile != DEFAULT else tr("national")
            name = tr("mapped by hand") if self._draft.mapping else name
            in_use = tr("Read with the profile: {name}. What a heading means holds for every file.").format(name=name)
        remember = ""
        if self._draft.mapping and examination is not None and examination.provinces:
            places = dict.fromkeys(unit.province for unit in examination.release.units if unit.province)
            names = (
                "、".join(places)
                if places and len("".join(places)) <= _ADMIN_NAME_LIMIT
                else "、".join(examination.provinces)
            )
            remember = tr("Remember this mapping ({province})").format(province=names)
        return ImportChoices(self._releases, self._draft.base, tuple(profiles), self._draft.profile, in_use, remember)

    def _list_bases(self) -> None:
        """The releases there are, to build on."""

        def listed(shelf: Shelf) -> None:
            held = [(one.path, " · ".join(filter(None, (one.info.name, one.info.effective)))) for one in shelf.releases]
            self._releases = ((None, tr("nothing: everything is brought here")), *held)
            self._view.show_choices(self._choices())

        self._shelf.start(tr("List the releases"), self._errands.list_releases, done=listed, failed=lambda _: None)

    def _finished(self, kept: StoredImport, examination: ImportExamination, info: ReleaseInfo) -> None:
        self._forget()
        self._report = kept.report
        self._show()
        self._view.enable(can_store=False, can_bring=True)
        self._view.show_state(Look.COMPLETE, tr("Stored: {name}").format(name=info.name), [summary_of(examination)])
        self._view.show_stored(is_stored=True, has_report=True)
        self._stored(kept.path)

    def _cancelled(self) -> None:
        self._show()
        self._view.enable(can_store=False, can_bring=True)
        self._view.show_state(
            Look.EMPTY,
            tr("Stopped; nothing was stored"),
            [tr("“Look again” in the menu goes on with what was brought.")],
        )

    def _storing_cancelled(self) -> None:
        self._is_storing = False
        self._show_standing()

    def _failed(self, error: Exception) -> None:
        self._is_storing = False
        self._view.enable(can_store=False, can_bring=True)
        self._view.show_state(Look.ERROR, tr("Nothing was stored"), error_sentences(error))
        if isinstance(error, ZoningError) and error.code == "profile-ambiguous":
            self._view.focus(Target("profile"))
        if self._examination is not None:
            self._show_what_is_missing()


def _to_do(target: Target, fault: Fault) -> str:
    """What a fault asks for, in a few words."""
    what = {
        "tier": tr("tier"), "crs": tr("CRS"), "columns": tr("columns"), "replaces": tr("what is replaced"), "scope": tr("where it applies"),
        "role": tr("take it or leave it out"), "profile": tr("profile"), "base": tr("units, or an earlier release to build on"),
    }.get(target.field, tr("read the errors"))  # fmt: skip
    file = fault.fact("file") or fault.fact("list")
    return tr("{file}: {what}").format(what=what, file=file) if file else what


def _is_day(text: str) -> bool:
    """Whether ``text`` is a day as year-month-day, with all its digits."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
