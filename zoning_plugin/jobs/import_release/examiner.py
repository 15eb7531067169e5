# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads source by source and collects what they hold, and what is odd about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar

from ...core import measure
from ...core.clause import AccessList, Clause
from ...core.errors import Fault, Level, ReleaseUnreadable, fault
from ...core.office_rules import printed_colours, printed_thresholds
from ...core.progress import Progress
from ...core.release import Promise, Release, ReleaseInfo, SourceFile, first_step, promises_of
from ...core.terms import ReleaseStatus, Tier, is_day
from ...core.unit import ControlUnit, Zone
from ...files.access_list import ListedClause, ListedUnit, SheetReading, clauses_of, read_list
from ...files.features import FeatureTable, read_features
from ...files.import_sources import VECTORS, ImportPlan, SourceEntry, refused_format, sha256_of
from ...files.profile import Profile, read_profile
from ...files.tables.attributes import AttributeList, attribute_list
from ...files.tables.grid import Grid, Tables
from ...files.tables.reader import read_tables
from ...files.unit_layers import check_bounds, columns_of, read_units, read_zones, unit_code_field
from ...report.import_report import ImportedFile
from ...wording import sentence
from .base import taken_over
from .checks import check_joins, check_overlaps, check_scopes
from .joins import with_attributes_of_lists, with_elements_of_lists
from .plan import Unpacking
from .reference_system import CrsQuestion, placed
from .request import ImportRequest

_SAMPLE_ROWS: Final = 3
_HEADING_ROWS: Final = 6
_LONGEST_HEADING: Final = 30

_Read = TypeVar("_Read")


@dataclass
class Examiner:
    """Collects what the sources hold, source by source, and what is odd about it."""

    profile: Profile
    archives: Unpacking
    progress: Progress
    has_lists: bool
    faults: list[Fault] = field(default_factory=list)
    questions: list[CrsQuestion] = field(default_factory=list)
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
    status_word: str = ""
    """What is stated as the status and is no status that is known."""
    tier_words: list[tuple[str, str]] = field(default_factory=list)
    """Lists, and what is stated as their tier and is none that is known."""

    def take_over(self, base: Release, entries: Sequence[SourceEntry]) -> None:
        """Begin with what stays of an earlier release."""
        kept = taken_over(base, entries)
        self.units += kept.units
        self.zones += kept.zones
        self.lists += kept.lists
        self.clauses += kept.clauses
        self.sources += kept.sources
        self.promised += kept.promises
        self.faults += kept.faults
        self.names.update(one.file for one in kept.sources)
        for one in base.lists:  # no number twice, nor that of a list that was replaced: an id means one list for good
            number = one.list_id.rpartition("-")[2]
            self.tiers[one.tier] = max(self.tiers[one.tier], int(number) if number.isdecimal() else 0)

    # --- sources -----------------------------------------------------------------------------------------------------

    def read(self, number: int, entry: SourceEntry, units_table: FeatureTable | None) -> None:
        """Read one source; whatever is wrong with it becomes faults, so that the next one is read all the same."""
        before = len(self.files)
        if entry.path is None:
            self._promise(entry)
        elif entry.role == "list":
            self._read_list(entry)
        else:
            is_given = units_table is not None and entry.path == units_table.path and entry.role == "units"
            table = units_table if is_given else self._try(self._read_table, entry)
            if table is not None:
                self._read_layer(entry, table)
        self.files[before:] = [replace(one, entry=number) for one in self.files[before:]]

    def _read_table(self, entry: SourceEntry) -> FeatureTable:
        path = self.archives.path_of(entry)
        refused = refused_format(path)
        if refused is not None:
            raise refused
        return read_features(path, entry.layer, needs_crs=False, progress=_OnlyCancel(self.progress))

    def _try(self, action: Callable[[SourceEntry], _Read], entry: SourceEntry) -> _Read | None:
        """The action's result, or None with its errors noted. Cancelling and missing parts of the program go through."""
        try:
            return action(entry)
        except ReleaseUnreadable as reason:
            self.faults += reason.faults
            self.files.append(ImportedFile(entry.name, entry.role, failed=True))
            return None

    def _read_layer(self, entry: SourceEntry, table: FeatureTable) -> None:
        name = self._own_name(entry, table.path)
        layer = placed(table, entry.crs, name, _unit_codes(table, self.profile))
        table = layer.table
        self.faults += layer.faults
        if layer.question is not None:
            self.questions.append(layer.question)
        if not table.crs:
            self.faults += table.faults
            self.files.append(_imported_layer(entry, table, name, columns_of(table, self.profile, entry.role), 0))
            return
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
        if entry.role == "units":
            self._read_list_of_units(entry, table, name)
        self.faults += [*table.faults, *faults, *check_bounds(shapes, self.profile, name, table.crs_name)]
        digest = sha256_of(table.path) if table.path.exists() else ""
        self.sources.append(
            SourceFile(name, entry.role, digest, table.encoding, table.crs_name, len(table.rows), layer.basis)
        )
        self.files.append(_imported_layer(entry, table, name, columns, len(shapes), digest))

    def _take_units(self, units: Sequence[ControlUnit], name: str) -> None:
        known = {unit.code: unit for unit in self.units}
        for unit in units:
            if unit.code in known:
                other = known[unit.code]
                facts = {"code": unit.code, "name": unit.name, "other": other.name, "row": unit.source_row}
                self.faults.append(fault("unit-code-conflict", Level.ERROR, file=name, **facts))
            else:
                self.units.append(unit)

    def _read_list(self, entry: SourceEntry) -> None:
        tables = self._try(self._read_tables, entry)
        if tables is None:
            return
        path = self.archives.path_of(entry)
        name = self._own_name(entry, path)
        grids = tuple(grid for grid in tables.grids if _is_part(grid.name, entry.sheet))
        if not grids:
            found = "、".join(grid.name for grid in tables.grids)
            self.faults.append(fault("sheet-missing", Level.ERROR, file=name, sheet=entry.sheet, found=found))
        readings = read_list(replace(tables, grids=grids), self.profile, name)
        self.faults += [*tables.faults, *(one for reading in readings for one in reading.faults)]
        with_clauses = [reading for reading in readings if reading.clauses]
        if grids and not with_clauses:
            self.faults.append(fault("list-without-clauses", Level.ERROR, file=name))
        tiers = []
        for tier, group in self._by_tier(entry, path, name, with_clauses):
            self._take_list(entry, tier, group, name, path)
            tiers.append(tier)
        for reading in readings:
            for one in reading.empties:
                place = {"file": name, "sheet": one.sheet, "row": one.row, "unit": one.unit_code}
                self.faults.append(fault("cell-empty", Level.INFO, dimension=one.dimension, mark=one.mark, **place))
        digest = sha256_of(path)
        self.sources.append(
            SourceFile(name, "list", digest, tables.encoding, "", sum(len(grid.rows) for grid in grids))
        )
        self.files.append(_imported_list(self.sources[-1], grids, tiers, readings))

    def _read_tables(self, entry: SourceEntry) -> Tables:
        path = self.archives.path_of(entry)
        if path.suffix.lower() not in VECTORS:
            return read_tables(path)
        table = read_features(path, entry.layer, needs_crs=False, with_shapes=False)
        held = self._list_of_layer(table, path.name)
        if held is None:
            raise ReleaseUnreadable("layer-without-requirements", file=path.name, layer=table.layer)
        return Tables(path.name, (held.grid,), table.encoding, (*table.faults, *held.faults))

    def _list_of_layer(self, table: FeatureTable, name: str) -> AttributeList | None:
        column = unit_code_field(table, self.profile)
        return attribute_list(table, column, self.profile, name) if column else None

    def _read_list_of_units(self, entry: SourceEntry, table: FeatureTable, name: str) -> None:
        """The requirements that the units' own layer holds: the list where there is no other, else only told."""
        held = self._list_of_layer(table, name)
        if held is None:
            return
        told = {"file": name, "layer": table.layer, "fields": "、".join(held.fields[1:])}
        if self.has_lists:
            self.faults.append(fault("layer-requirements-unused", **told))
            return
        (reading,) = read_list(Tables(name, (held.grid,), table.encoding), self.profile, name)
        self.faults += [fault("layer-requirements-read", Level.INFO, **told), *held.faults, *reading.faults]
        if reading.clauses:
            self._take_list(SourceEntry(entry.path, "list"), Tier.UNIT, [reading], name, Path(name))

    def _by_tier(
        self, entry: SourceEntry, path: Path, name: str, readings: Sequence[SheetReading]
    ) -> list[tuple[Tier, list[SheetReading]]]:
        """Sheets by tier: the stated one, else that of units where there are unit codes, else by the words of name and title."""
        stated = entry.tier or self.profile.tier_named(entry.tier_word)
        if stated is not None:
            return [(stated, list(readings))] if readings else []
        groups: dict[Tier, list[SheetReading]] = {}
        for reading in readings:
            tier = (
                Tier.ZONE if reading.is_of_zones
                else Tier.UNIT if reading.has_unit_codes
                else self.profile.tier_of([path.stem, reading.title, reading.sheet])
            )  # fmt: skip
            if tier is None:
                self.faults.append(
                    fault("tier-unknown", Level.ERROR, file=name, sheet=reading.sheet, title=reading.title)
                )
            else:
                groups.setdefault(tier, []).append(reading)
        found = sorted(groups.items(), key=lambda group: group[0].rank)
        self._tell_tier_word(entry, name, [tier for tier, _ in found])
        return found

    def _tell_tier_word(self, entry: SourceEntry, name: str, tiers: Sequence[Tier]) -> None:
        """Warn of a stated tier that nobody knows, and keep its word; which tiers were recognised instead is said with it."""
        if entry.tier_word:
            self.tier_words.append((name, entry.tier_word))
            facts = {"file": name, "tier": entry.tier_word, "allowed": "、".join(one.value for one in Tier)}
            for recognised in [one.value for one in tiers] or [""]:
                self.faults.append(fault("tier-word-unknown", recognised=recognised, **facts))

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
            title = entry.title or entry.document
            tier = entry.tier or self.profile.tier_named(entry.tier_word)
            if tier is None:
                self._tell_tier_word(entry, title, [])
                self.faults.append(fault("tier-unknown", Level.ERROR, file=title, sheet="", title=entry.document))
                return
            subject = self._list_id(tier)
            self.lists.append(_access_list(entry, subject, title, tier, ""))
        self.promised.append(Promise(entry.role, subject, 0, delivered=False))
        self.faults.append(fault("source-not-at-hand", kind=entry.role, subject=title))
        self.files.append(ImportedFile("", entry.role, theme=title, failed=True))

    def _own_name(self, entry: SourceEntry, path: Path) -> str:
        """A name for the source that no other source of the release has."""
        name = entry.name if entry.member else path.name
        if self.names[name]:
            name = f"{path.parent.name}/{path.name}"
        if self.names[name]:
            name = f"{name}~{self.names[path.name] + 1}"
        self.names[path.name] += 1
        self.names[name] += name != path.name
        return name

    # --- the release -------------------------------------------------------------------------------------------------

    def info(self, plan: ImportPlan, request: ImportRequest, base: Release | None) -> ReleaseInfo:
        """What is printed of the release: what the request says, else SOURCES, else (issuer, area rule) the base."""

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
        said = self.profile.status_of(status)
        if said is None:
            allowed = "、".join(one.value for one in ReleaseStatus)
            said, self.status_word = ReleaseStatus.DRAFT, status
            self.faults.append(fault("status-unknown", status=status, taken=said.value, allowed=allowed))
        rule = text("area_rule") or (base.info.area_rule if base else self.profile.area_rule)
        try:
            rule = str(measure.AreaRule.parse(rule))
        except ReleaseUnreadable as reason:
            self.faults += reason.faults
            rule = str(measure.ELLIPSOIDAL)
        thresholds, colours = self._decided(base)
        return ReleaseInfo(
            name, text("document_no"), text("issuer") or (base.info.issuer if base else ""), effective, said,
            text("supersedes") or (base.info.name if base else ""), text("superseded_by"), rule,
            "\n".join(filter(None, (text("note"), *self._unknown_words(request.language)))), thresholds, colours,
        )  # fmt: skip

    def _unknown_words(self, language: str) -> list[str]:
        """What the delivery says in words that nobody knows, for whoever reads the release: a sentence each."""
        said = [sentence("note-status-word", {"status": self.status_word}, language)] if self.status_word else []
        words = dict.fromkeys(self.tier_words)
        return [*said, *(sentence("note-tier-word", {"list": name, "tier": word}, language) for name, word in words)]

    def _decided(self, base: Release | None) -> tuple[str, str]:
        """Thresholds and colours: the profile's where it states its own, else the base's, else none."""
        national, own = read_profile(), self.profile
        thresholds, colours = printed_thresholds(own.thresholds), ""
        if thresholds:
            self.faults.append(fault("profile-thresholds", Level.INFO, profile=own.name, **asdict(own.thresholds)))
        if own.colours != national.colours:
            colours = printed_colours(own.colours.items())
            self.faults.append(fault("profile-colours", Level.INFO, profile=own.name))
        return (thresholds or (base.info.thresholds if base else ""), colours or (base.info.colours if base else ""))

    def _common_date(self, plan: ImportPlan) -> str:
        """The effective date that every source states alike; empty when they differ or say nothing."""
        dates = {entry.effective for entry in plan.entries if entry.effective}
        return dates.pop() if len(dates) == 1 else ""

    def release(self, info: ReleaseInfo, language: str, progress: Progress) -> Release:
        """The release of all that was read, after the checks that need it as a whole."""
        self.units, told = with_attributes_of_lists(self.units, self.listed_units, self.profile)
        self.units, told_of_elements = with_elements_of_lists(self.units, self.listed_units)
        self.faults += [*told, *told_of_elements]
        release = Release(
            info, tuple(self.units), tuple(self.zones), tuple(self.lists), tuple(self.clauses), tuple(self.sources)
        )
        missing = {(one.kind, one.subject) for one in self.promised}
        held = [one for one in promises_of(release) if (one.kind, one.subject) not in missing or one.count]
        release = replace(release, promises=(*held, *self.promised))
        if self.status_word:
            note = sentence("note-status-word", {"status": self.status_word}, language)
            release = release.with_steps((replace(first_step(info), note=note),))
        if not self.units and not any(one.level is Level.ERROR for one in self.faults):
            self.faults.append(fault("import-without-units", Level.ERROR))
        if self.units:
            self.faults += check_joins(release, self.listed_units, self.profile)
            self.faults += check_scopes(release)
            self.faults += check_overlaps(release, progress)
        return release


def _unit_codes(table: FeatureTable, profile: Profile) -> list[str]:
    """The unit codes of a layer, as far as its columns tell; only to find out about where it lies."""
    column = unit_code_field(table, profile)
    return [row.values[column] for row in table.rows] if column else []


def _imported_layer(
    entry: SourceEntry, table: FeatureTable, name: str, columns: Mapping[str, str], count: int, digest: str = ""
) -> ImportedFile:
    roles = {field_name: role for role, field_name in columns.items()}
    return ImportedFile(
        name, entry.role, sha256=digest, encoding=table.encoding, crs=table.crs_name, rows=len(table.rows), parts=(table.layer,),
        theme=entry.theme, columns=tuple((one, roles.get(one, "")) for one in table.fields),
        sample=tuple(tuple(row.values[one] for one in table.fields) for row in table.rows[:_SAMPLE_ROWS]),
        counts=(("units" if entry.role == "units" else "zones", count),), failed=not table.crs,
    )  # fmt: skip


def _is_part(name: str, wanted: str) -> bool:
    """Whether a table is the wanted one or is nested in it (表 3.1 in 表 3); every one is where none is named."""
    return wanted in ("", name) or name.startswith(f"{wanted}.")


def _imported_list(
    source: SourceFile, grids: Sequence[Grid], tiers: Sequence[Tier], readings: Sequence[SheetReading]
) -> ImportedFile:
    clauses = [clause for reading in readings for clause in reading.clauses]
    columns = [(one.heading, one.role) for reading in readings for one in reading.columns]
    for grid, reading in zip(grids, readings, strict=False):
        if not reading.columns and not reading.clauses:
            columns += [(heading, "") for heading in _likely_headings(grid)]
    return ImportedFile(
        source.file, "list", sha256=source.sha256, encoding=source.encoding, rows=source.rows, parts=tuple(grid.name for grid in grids),
        tiers=tuple(tier.value for tier in tiers),
        layouts=tuple(dict.fromkeys(layout for reading in readings for layout in reading.layouts)),
        columns=tuple(dict.fromkeys(columns)),
        sample=tuple((one.unit_code, one.dimension, one.number, one.tag, one.text) for one in clauses[:_SAMPLE_ROWS]),
        counts=(
            ("units", len({unit.code for reading in readings for unit in reading.units})), ("clauses", len(clauses)),
            ("empty", sum(len(reading.empties) for reading in readings)),
        ),
    )  # fmt: skip


def _likely_headings(grid: Grid) -> list[str]:
    """The first row of short texts in a table whose headings nobody knows, for a person to say what they are."""
    for row in grid.rows[:_HEADING_ROWS]:
        texts = [" ".join(text.split()) for _, text in grid.origins(row)]
        if len(texts) > 1 and len(set(texts)) == len(texts) and max(map(len, texts)) <= _LONGEST_HEADING:
            return texts
    return []


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
