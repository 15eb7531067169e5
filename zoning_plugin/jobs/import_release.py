# SPDX-License-Identifier: GPL-3.0-or-later
"""Import a release: read what an office sends, find everything odd, store it as one file, and say all of it in a report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar

from ..core import geometry
from ..core.clause import AccessList, Clause
from ..core.errors import Fault, Level, ReleaseUnreadable, fault
from ..core.progress import Progress, Silent, Stretch, stop_if_cancelled
from ..core.release import Promise, Release, ReleaseInfo, SourceFile, promises_of
from ..core.terms import ReleaseStatus, Tier, UnitClass, is_day
from ..core.unit import ControlUnit, Zone, likely_code
from ..files.access_list import ListedClause, ListedUnit, SheetReading, clauses_of, read_sheet
from ..files.features import FeatureTable, fills_a_dbase_field, read_features
from ..files.import_sources import ImportPlan, SourceEntry, read_sources, recognise_folder, sha256_of
from ..files.outputs import beside, refuse_unsafe, write_text
from ..files.previous import keep_copy
from ..files.profile import DEFAULT, Profile, normalised, read_profile
from ..files.release_store import write_release
from ..files.unit_layers import check_bounds, read_units, read_zones
from ..files.workbook import read_workbook
from ..report.import_report import ImportedFile, import_html, import_json

# A common part of two units from which on it is told: below it borders only differ by rounding or digitising.
LEAST_OVERLAP_M2: Final = 1.0
_SAMPLE_ROWS: Final = 3

_Read = TypeVar("_Read")


@dataclass(frozen=True)
class ImportRequest:
    """What to import and where to store it.

    Either ``folder`` (recognised, or explained by its own sources.json), or files, with ``sources`` explaining them where
    it names them. ``units_table`` is a layer without a file, read by the host. Texts of the release that are left empty
    are taken from SOURCES. ``report`` is the JSON report; a page .html is written beside it.
    """

    output: Path
    folder: Path | None = None
    units: tuple[Path, ...] = ()
    units_layer: str = ""
    units_table: FeatureTable | None = None
    lists: tuple[Path, ...] = ()
    zones: tuple[Path, ...] = ()
    sources: Path | None = None
    profile: str = DEFAULT
    name: str = ""
    document_no: str = ""
    issuer: str = ""
    effective: str = ""
    status: str = ""
    supersedes: str = ""
    area_rule: str = ""
    note: str = ""
    report: Path | None = None
    language: str = "zh"


@dataclass(frozen=True)
class ImportExamination:
    """What an import would store, and everything found on the way; nothing is written yet."""

    release: Release
    files: tuple[ImportedFile, ...]
    faults: tuple[Fault, ...]
    profile: str

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that forbid storing it."""
        return tuple(one for one in self.faults if one.level is Level.ERROR)

    def count(self, level: Level) -> int:
        """Number of faults of a level."""
        return sum(one.level is level for one in self.faults)


@dataclass(frozen=True)
class ImportOutcome:
    """A stored release as read back from ``path``, and the report (``report_path`` where one was asked for)."""

    release: Release
    report: dict[str, object]
    path: Path
    report_path: Path | None
    examination: ImportExamination

    @property
    def unit_count(self) -> int:
        """Number of units stored."""
        return len(self.release.units)

    @property
    def clause_count(self) -> int:
        """Number of clauses stored."""
        return len(self.release.clauses)

    @property
    def error_count(self) -> int:
        """Number of errors; 0, because an import with errors stores nothing."""
        return self.examination.count(Level.ERROR)

    @property
    def warning_count(self) -> int:
        """Number of warnings."""
        return self.examination.count(Level.WARNING)


def import_release(request: ImportRequest, *, progress: Progress | None = None) -> ImportOutcome:
    """Read, check, store, report. Stores nothing when there is any error; the report is written in both cases.

    A file that is written over is kept in ``previous`` beside it.

    Raises ReleaseUnreadable with every error found, OutputFailed, PartMissing, Cancelled.
    """
    progress = progress or Silent()
    given = [*request.units, *request.lists, *request.zones, request.sources, request.folder]
    refuse_unsafe([request.output, *_pages(request)], [one for one in given if one is not None])
    examination = examine_import(request, progress=Stretch(progress, 0.0, 0.8))
    if examination.errors:
        _write_report(request, examination, examination.release, is_stored=False)
        raise ReleaseUnreadable(examination.errors[0].code, examination.errors)
    if request.output.is_file():
        keep_copy(request.output)
    stored = write_release(examination.release, request.output, progress=Stretch(progress, 0.8, 1.0))
    report = _write_report(request, examination, stored, is_stored=True)
    return ImportOutcome(stored, report, request.output, request.report, examination)


def examine_import(request: ImportRequest, *, progress: Progress | None = None) -> ImportExamination:
    """Everything of an import but the storing: what is recognised, with every fault, errors among them.

    Raises ReleaseUnreadable only where nothing can be examined (no SOURCES, no profile); PartMissing, Cancelled.
    """
    progress = progress or Silent()
    profile = read_profile(request.profile)
    plan = _plan(request, profile)
    examiner = _Examiner(profile, plan.faults, progress)
    total = len(plan.entries) + 1
    for number, entry in enumerate(plan.entries):
        stop_if_cancelled(progress)
        progress.report(number / total, f"step-reading-{entry.role}")
        examiner.read(entry, request.units_table)
    info = examiner.info(plan, request)
    progress.report((total - 1) / total, "step-checking-release")
    release = examiner.release(info)
    return ImportExamination(release, tuple(examiner.files), tuple(_in_order(examiner.faults)), profile.name)


def _in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Errors first, then warnings, then what is only told; within a level as met; nothing twice."""
    order = list(Level)
    return sorted(dict.fromkeys(faults), key=lambda one: order.index(one.level))


def _plan(request: ImportRequest, profile: Profile) -> ImportPlan:
    """Entries from the folder or SOURCES, and those of the files that these do not name."""
    given = [
        (path, role)
        for paths, role in ((request.units, "units"), (request.zones, "zones"), (request.lists, "list"))
        for path in paths
    ]
    plan = ImportPlan(())
    if request.folder is not None:
        plan = recognise_folder(request.folder, profile)
    elif request.sources is not None:
        plan = read_sources(request.sources, [path for path, _ in given])
    known = {entry.path.resolve() for entry in plan.entries if entry.path is not None}
    own = []
    for path, role in given:
        if path.resolve() in known:
            continue
        layer = request.units_layer if role == "units" else ""
        own.append(SourceEntry(path, role, theme=path.stem if role == "zones" else "", layer=layer))
    if request.units_table is not None:
        own.insert(0, SourceEntry(request.units_table.path, "units"))
    entries = (*plan.entries, *own)
    order = {"units": 0, "zones": 1, "list": 2}
    return replace(plan, entries=tuple(sorted(entries, key=lambda entry: order[entry.role])))


@dataclass
class _Examiner:
    """Collects what the sources hold, source by source, and what is odd about it."""

    profile: Profile
    planned_faults: Sequence[Fault]
    progress: Progress
    faults: list[Fault] = field(default_factory=list)
    files: list[ImportedFile] = field(default_factory=list)
    sources: list[SourceFile] = field(default_factory=list)
    units: list[ControlUnit] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
    lists: list[AccessList] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    listed_units: list[tuple[str, ListedUnit]] = field(default_factory=list)
    promised: list[Promise] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    tiers: Counter[Tier] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.faults += self.planned_faults

    # --- sources -----------------------------------------------------------------------------------------------------

    def read(self, entry: SourceEntry, units_table: FeatureTable | None) -> None:
        """Read one source; whatever is wrong with it becomes faults, so that the next one is read all the same."""
        if entry.path is None:
            self._promise(entry)
        elif entry.role == "list":
            self._read_list(entry, entry.path)
        else:
            is_given = units_table is not None and entry.path == units_table.path and entry.role == "units"
            table = units_table if is_given else self._try(self._read_table, entry)
            if table is not None:
                self._read_layer(entry, table)

    def _read_table(self, entry: SourceEntry) -> FeatureTable:
        assert entry.path is not None
        return read_features(entry.path, entry.layer, progress=_OnlyCancel(self.progress))

    def _try(self, action: Callable[[SourceEntry], _Read], entry: SourceEntry) -> _Read | None:
        """The action's result, or None with its errors noted. Cancelling and missing parts of the program go through."""
        try:
            return action(entry)
        except ReleaseUnreadable as reason:
            self.faults += reason.faults
            assert entry.path is not None
            self.files.append(ImportedFile(entry.path.name, entry.role, failed=True))
            return None

    def _read_layer(self, entry: SourceEntry, table: FeatureTable) -> None:
        name = self._own_name(table.path)
        if entry.role == "units":
            reading = read_units(table, self.profile, name)
            self._take_units(reading.units, name)
            shapes = {unit.code: unit.shape for unit in reading.units}
            columns, faults = reading.columns, reading.faults
        else:
            zones = read_zones(table, self.profile, entry.theme, name)
            self.zones += zones.zones
            shapes = {f"{zone.theme} {zone.source_row}": zone.shape for zone in zones.zones}
            columns, faults = zones.columns, zones.faults
        self.faults += [*table.faults, *faults, *check_bounds(shapes, self.profile, name, table.crs_name)]
        digest = sha256_of(table.path) if table.path.exists() else ""
        self.sources.append(SourceFile(name, entry.role, digest, table.encoding, table.crs_name, len(table.rows)))
        roles = {field_name: role for role, field_name in columns.items()}
        self.files.append(
            ImportedFile(
                name, entry.role, sha256=digest, encoding=table.encoding, crs=table.crs_name, rows=len(table.rows), parts=(table.layer,),
                theme=entry.theme, columns=tuple((one, roles.get(one, "")) for one in table.fields),
                sample=tuple(tuple(row.values[one] for one in table.fields) for row in table.rows[:_SAMPLE_ROWS]),
                counts=(("units" if entry.role == "units" else "zones", len(shapes)),),
            )
        )  # fmt: skip

    def _take_units(self, units: Sequence[ControlUnit], name: str) -> None:
        known = {unit.code: unit for unit in self.units}
        for unit in units:
            if unit.code in known:
                other = known[unit.code]
                facts = {"code": unit.code, "name": unit.name, "other": other.name, "row": unit.source_row}
                self.faults.append(fault("unit-code-conflict", Level.ERROR, file=name, **facts))
            else:
                self.units.append(unit)

    def _read_list(self, entry: SourceEntry, path: Path) -> None:
        workbook = self._try(lambda one: read_workbook(path), entry)  # noqa: ARG005 - one shape for every reader
        if workbook is None:
            return
        name = self._own_name(path)
        sheets = [sheet for sheet in workbook.sheets if entry.sheet in ("", sheet.name)]
        if not sheets:
            found = "、".join(sheet.name for sheet in workbook.sheets)
            self.faults.append(fault("sheet-missing", Level.ERROR, file=name, sheet=entry.sheet, found=found))
        readings = [read_sheet(sheet, self.profile, name) for sheet in sheets]
        self.faults += [*workbook.faults, *(one for reading in readings for one in reading.faults)]
        with_clauses = [reading for reading in readings if reading.clauses]
        if sheets and not with_clauses:
            self.faults.append(fault("list-without-clauses", Level.ERROR, file=name))
        tiers = []
        for tier, group in self._by_tier(entry, path, name, with_clauses):
            self._take_list(entry, tier, group, name, path)
            tiers.append(tier.value)
        empties = [one for reading in readings for one in reading.empties]
        for one in empties:
            facts = {
                "file": name,
                "sheet": one.sheet,
                "row": one.row,
                "unit": one.unit_code,
                "dimension": one.dimension,
                "mark": one.mark,
            }
            self.faults.append(fault("cell-empty", Level.INFO, **facts))
        rows = sum(len(sheet.rows) for sheet in sheets)
        digest = sha256_of(path)
        self.sources.append(SourceFile(name, "list", digest, "UTF-8", "", rows))
        self.files.append(
            ImportedFile(
                name, "list", sha256=digest, encoding="UTF-8", rows=rows, parts=tuple(sheet.name for sheet in sheets), tiers=tuple(tiers),
                layouts=tuple(dict.fromkeys(layout for reading in readings for layout in reading.layouts)),
                columns=tuple(dict.fromkeys((one.heading, one.role) for reading in readings for one in reading.columns)),
                sample=tuple(
                    (one.unit_code, one.dimension, one.number, one.tag, one.text)
                    for one in [clause for reading in readings for clause in reading.clauses][:_SAMPLE_ROWS]
                ),
                counts=(
                    ("units", len({unit.code for reading in readings for unit in reading.units})),
                    ("clauses", sum(len(reading.clauses) for reading in readings)), ("empty", len(empties)),
                ),
            )
        )  # fmt: skip

    def _by_tier(
        self, entry: SourceEntry, path: Path, name: str, readings: Sequence[SheetReading]
    ) -> list[tuple[Tier, list[SheetReading]]]:
        """Sheets by tier: the stated one, else that of units where there are unit codes, else by the words of name and title."""
        if entry.tier is not None:
            return [(entry.tier, list(readings))] if readings else []
        groups: dict[Tier, list[SheetReading]] = {}
        for reading in readings:
            tier = (
                Tier.UNIT if reading.has_unit_codes else self.profile.tier_of([path.stem, reading.title, reading.sheet])
            )
            if tier is None:
                self.faults.append(
                    fault("tier-unknown", Level.ERROR, file=name, sheet=reading.sheet, title=reading.title)
                )
            else:
                groups.setdefault(tier, []).append(reading)
        return sorted(groups.items(), key=lambda group: group[0].rank)

    def _take_list(
        self, entry: SourceEntry, tier: Tier, readings: Sequence[SheetReading], name: str, path: Path
    ) -> None:
        list_id = self._list_id(tier)
        titles = list(dict.fromkeys(reading.title for reading in readings if reading.title))
        title = entry.title or entry.document or (titles[0] if len(titles) == 1 else path.stem)
        listed: list[ListedClause] = [clause for reading in readings for clause in reading.clauses]
        clauses, faults = clauses_of(listed, list_id, name)
        self.clauses += clauses
        self.faults += faults
        self.lists.append(_access_list(entry, list_id, title, tier, name))
        self.listed_units += [(name, unit) for reading in readings for unit in reading.units]

    def _list_id(self, tier: Tier) -> str:
        self.tiers[tier] += 1
        return f"{tier.value}-{self.tiers[tier]}"

    def _promise(self, entry: SourceEntry) -> None:
        """Something named without a file: kept as a promise that is not delivered, so that nobody takes it for clear."""
        subject, title = entry.theme, entry.theme
        if entry.role == "list":
            if entry.tier is None:
                self.faults.append(
                    fault(
                        "tier-unknown", Level.ERROR, file=entry.title or entry.document, sheet="", title=entry.document
                    )
                )
                return
            subject, title = self._list_id(entry.tier), entry.title or entry.document
            self.lists.append(_access_list(entry, subject, title, entry.tier, ""))
        self.promised.append(Promise(entry.role, subject, 0, delivered=False))
        self.faults.append(fault("source-not-at-hand", kind=entry.role, subject=title))
        self.files.append(ImportedFile("", entry.role, theme=title, failed=True))

    def _own_name(self, path: Path) -> str:
        """A name for the source that no other source of the release has."""
        name = path.name
        if self.names[name]:
            name = f"{path.parent.name}/{path.name}"
        if self.names[name]:
            name = f"{name}~{self.names[path.name] + 1}"
        self.names[path.name] += 1
        self.names[name] += name != path.name
        return name

    # --- the release -------------------------------------------------------------------------------------------------

    def info(self, plan: ImportPlan, request: ImportRequest) -> ReleaseInfo:
        """What is printed of the release: what the request says, else SOURCES."""

        def text(key: str) -> str:
            return (str(getattr(request, key, "")) or plan.stated.get(key, "")).strip()

        name = text("name") or request.output.stem
        if not text("name"):
            self.faults.append(fault("release-name-assumed", name=name))
        effective = text("effective") or self._common_date(plan)
        if effective and not is_day(effective):
            self.faults.append(fault("date-wrong", Level.ERROR, date=effective))
        if not effective:
            self.faults.append(fault("release-date-unknown"))
        status = text("status") or ReleaseStatus.DRAFT.value
        if not text("status"):
            self.faults.append(fault("status-unstated", status=status))
        if status not in [one.value for one in ReleaseStatus]:
            allowed = "、".join(one.value for one in ReleaseStatus)
            self.faults.append(fault("status-unknown", Level.ERROR, status=status, allowed=allowed))
            status = ReleaseStatus.DRAFT.value
        rule = text("area_rule") or self.profile.area_rule
        try:
            rule = str(geometry.AreaRule.parse(rule))
        except ReleaseUnreadable as reason:
            self.faults += reason.faults
            rule = str(geometry.ELLIPSOIDAL)
        return ReleaseInfo(
            name, text("document_no"), text("issuer"), effective, ReleaseStatus(status), text("supersedes"), text("superseded_by"), rule,
            text("note"),
        )  # fmt: skip

    def _common_date(self, plan: ImportPlan) -> str:
        """The effective date that every source states alike; empty when they differ or say nothing."""
        dates = {entry.effective for entry in plan.entries if entry.effective}
        return dates.pop() if len(dates) == 1 else ""

    def release(self, info: ReleaseInfo) -> Release:
        """The release of all that was read, after the checks that need it as a whole."""
        self._take_attributes_of_lists()
        self._take_elements_of_lists()
        release = Release(
            info, tuple(self.units), tuple(self.zones), tuple(self.lists), tuple(self.clauses), tuple(self.sources)
        )
        missing = {(one.kind, one.subject) for one in self.promised}
        held = [one for one in promises_of(release) if (one.kind, one.subject) not in missing or one.count]
        release = replace(release, promises=(*held, *self.promised))
        if not self.units and not any(one.level is Level.ERROR for one in self.faults):
            self.faults.append(fault("import-without-units", Level.ERROR))
        if self.units:
            self._check_joins()
            self._check_scopes()
            self._check_overlaps(release)
        return release

    def _take_attributes_of_lists(self) -> None:
        """Name, province, city, county where the layer states none: those of the first list that does. All of it is told.

        As with 要素细类, the layer's statement is kept, then the first list's. A name that differs from the layer's is told by
        :meth:`_compare`; of a place, 顺德区 and 佛山市顺德区 are one and the same.
        """
        places = {unit.code: place for place, unit in enumerate(self.units)}
        taken: dict[tuple[str, str], list[str]] = {}
        kept_in: dict[tuple[str, str], tuple[str, int]] = {}
        for file, listed in self.listed_units:
            stated = {
                role: text
                for role, text in (("name", listed.name), ("province", listed.province), ("city", listed.city), ("county", listed.county))
                if text and not self.profile.is_empty_mark(text)
            }  # fmt: skip
            facts = {"file": file, "sheet": listed.sheet, "row": listed.row}
            if listed.code not in places:
                said = " ".join([*stated.values(), listed.class_text]).strip()
                self.faults.append(fault("list-unit-not-in-layer", Level.INFO, unit=listed.code, text=said, **facts))
                continue
            place = places[listed.code]
            unit = self.units[place]
            for role, text in stated.items():
                kept = str(getattr(unit, role))
                key = (listed.code, role)
                if not kept:
                    self.units[place] = unit = replace(unit, **{role: text})  # type: ignore[arg-type]  # one of four texts
                    kept_in[key] = (file, listed.row)
                    taken.setdefault((file, role), []).append(listed.code)
                elif role != "name" and not _is_one_place(normalised(kept), normalised(text)):
                    kept_file, kept_row = kept_in.get(key, (unit.source_file, unit.source_row))
                    facts_of_both = {"kept": kept, "kept_file": kept_file, "kept_row": kept_row, "other": text}
                    self.faults.append(
                        fault("unit-place-differs", code=listed.code, role=role, **facts_of_both, **facts)
                    )
        for (file, role), codes in taken.items():
            told = {"role": "unit_name" if role == "name" else role, "count": len(codes), "codes": "、".join(codes)}
            self.faults.append(fault("unit-attribute-from-list", Level.INFO, file=file, **told))

    def _take_elements_of_lists(self) -> None:
        """要素细类 where the layer states none: those of the first list that does. Whatever is not taken is told.

        Of two statements the layer's is kept, and of two lists' the first one's: the release says what its layer says.
        Only a text that a dBASE field has cut off gives way to the list's that goes on from it.
        """
        places = {unit.code: place for place, unit in enumerate(self.units)}
        kept_in = {unit.code: (unit.source_file, unit.source_row) for unit in self.units}
        for file, listed in self.listed_units:
            if not listed.elements:
                continue
            facts = {"file": file, "sheet": listed.sheet, "row": listed.row}
            if listed.code not in places:
                said = {"unit": listed.code, "heading": listed.elements_heading, "text": listed.elements}
                self.faults.append(fault("list-attribute-not-stored", Level.INFO, **said, **facts))
                continue
            place = places[listed.code]
            kept, other = normalised(self.units[place].elements), normalised(listed.elements)
            if kept == other:
                continue
            facts |= {"code": listed.code, "kept": self.units[place].elements, "other": listed.elements}
            is_cut = bool(kept) and other.startswith(kept) and fills_a_dbase_field(self.units[place].elements)
            if is_cut:
                self.faults.append(fault("unit-elements-cut", layer=self.units[place].source_file, **facts))
            elif kept:
                kept_file, kept_row = kept_in[listed.code]
                self.faults.append(fault("unit-elements-differ", kept_file=kept_file, kept_row=kept_row, **facts))
            if is_cut or not kept:
                self.units[place] = replace(self.units[place], elements=listed.elements)
                kept_in[listed.code] = (file, listed.row)

    def _check_joins(self) -> None:
        codes = {unit.code: unit for unit in self.units}
        likely = {likely_code(unit.code): unit.code for unit in self.units if likely_code(unit.code)}
        coded_by_list: dict[str, Counter[str]] = {access_list.list_id: Counter() for access_list in self.lists}
        for clause in self.clauses:
            if clause.unit_code:
                coded_by_list[clause.list_id][clause.unit_code] += 1
        for access_list in self.lists:
            coded = coded_by_list[access_list.list_id]
            strays = {code: count for code, count in coded.items() if code not in codes}
            if coded and len(strays) == len(coded):
                facts = {
                    "list": access_list.title,
                    "file": access_list.source_file,
                    "count": len(coded),
                    "example": min(coded),
                }
                self.faults.append(fault("list-matches-no-unit", Level.ERROR, **facts))
                continue
            for code, count in strays.items():
                near = likely.get(code) or (likely_code(code) if likely_code(code) in codes else "")
                facts = {
                    "list": access_list.title,
                    "file": access_list.source_file,
                    "code": code,
                    "count": count,
                    "likely": near,
                }
                self.faults.append(fault("clauses-without-unit", **facts))
        with_clauses = {clause.unit_code for clause in self.clauses}
        bare = [unit.code for unit in self.units if unit.code not in with_clauses]
        if bare:
            self.faults.append(
                fault("units-without-clauses", count=len(bare), total=len(self.units), codes="、".join(bare))
            )
        for file, listed in self.listed_units:
            if listed.code in codes:
                self._compare(codes[listed.code], listed, file)

    def _compare(self, unit: ControlUnit, listed: ListedUnit, file: str) -> None:
        """A unit's name and class in the layer against those in the list."""
        facts = {"file": file, "sheet": listed.sheet, "row": listed.row, "code": unit.code}
        if listed.name and unit.name and normalised(listed.name) != normalised(unit.name):
            self.faults.append(fault("unit-name-differs", name=unit.name, listed=listed.name, **facts))
        stated = self.profile.class_of(listed.class_text)
        if UnitClass.UNKNOWN not in (stated, unit.unit_class) and stated is not unit.unit_class:
            self.faults.append(fault("unit-class-differs", stated=unit.class_text, listed=listed.class_text, **facts))

    def _check_scopes(self) -> None:
        """Scopes that name units or themes that the release does not have: such a list could never be judged."""
        codes = {unit.code for unit in self.units}
        themes = {zone.theme for zone in self.zones} | {one.subject for one in self.promised if one.kind == "zones"}
        for access_list in self.lists:
            strange = [code for code in access_list.scope.units if code not in codes]
            if strange:
                self.faults.append(
                    fault("scope-unit-unknown", list=access_list.title, count=len(strange), codes="、".join(strange))
                )
            self.faults += [
                fault("scope-theme-unknown", list=access_list.title, theme=theme)
                for theme in access_list.scope.zones
                if theme not in themes
            ]

    def _check_overlaps(self, release: Release) -> None:
        for one, other, part in geometry.common_parts([unit.shape for unit in self.units]):
            area = geometry.area(part, release.rule)
            if area >= LEAST_OVERLAP_M2:
                pair = self.units[one].code, self.units[other].code
                self.faults.append(fault("units-overlap", one=pair[0], other=pair[1], area=f"{area:.2f}"))


def _is_one_place(one: str, other: str) -> bool:
    """Whether two names of a place differ only by the names of what it lies in, printed before it."""
    return one.endswith(other) or other.endswith(one)


def _access_list(entry: SourceEntry, list_id: str, title: str, tier: Tier, file: str) -> AccessList:
    return AccessList(
        list_id,
        title,
        tier,
        entry.scope,
        entry.theme,
        entry.document,
        entry.document_no,
        entry.issuer,
        entry.effective,
        file,
    )


class _OnlyCancel:
    """A progress that passes on the wish to stop and keeps the reports of a single reader to itself."""

    def __init__(self, whole: Progress) -> None:
        self._whole = whole

    def report(self, share: float, step: str) -> None:
        """Drop the report."""

    def is_cancelled(self) -> bool:
        """Return whether the whole is cancelled."""
        return self._whole.is_cancelled()


def _pages(request: ImportRequest) -> list[Path]:
    """The files of the report: JSON and page; none where none is asked for."""
    return [request.report, request.report.with_suffix(".html")] if request.report else []


def _write_report(
    request: ImportRequest, examination: ImportExamination, release: Release, *, is_stored: bool
) -> dict[str, object]:
    """The report as a value; written as JSON and as a page where the request wants it."""
    document = import_json(
        release,
        examination.files,
        examination.faults,
        request.language,
        profile=examination.profile,
        is_stored=is_stored,
    )
    if request.report is not None:
        with beside(_pages(request)) as (data, page):
            write_text(data, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
            write_text(page, import_html(document, request.language))
    return document
