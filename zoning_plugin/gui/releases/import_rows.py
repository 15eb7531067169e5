# SPDX-License-Identifier: GPL-3.0-or-later
"""What the import page shows, as values made of the draft and its examination: a row a source, and what is below the chosen one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ...bridge.i18n import language, tr
from ...core import projection
from ...core.clause import AccessList, Scope
from ...core.errors import Fault, Level, ZoningError
from ...core.release import count_by_class
from ...core.terms import CrsBasis, Tier
from ...jobs.import_release import ImportExamination
from ...report.import_report import ImportedFile
from ...wording import word
from ..words import class_word, fault_sentence, tier_word
from .import_draft import DraftSource, FaultGroup, ImportDraft, key_of

_LAYER_ROLES: Final = (
    "unit_code",
    "unit_name",
    "class",
    "province",
    "city",
    "county",
    "elements",
    "remark",
    "dimension:",
)
COLUMN_ROLES: Final = {
    "units": _LAYER_ROLES,
    "zones": ("zone_code", "zone_name"),
    "list": (
        "unit_code", "unit_name", "dimension", "requirement", "dimension:", "number", "tag", "class", "province", "city", "county",
        "district", "elements", "zone_code", "zone_name", "serial", "remark",
    ),
}  # fmt: skip
"""What a column can be, by what the file is; beside these, nothing."""

_LIST_SAMPLE: Final = ("unit_code", "dimension", "number", "tag", "requirement")
_UNCERTAIN: Final = "…"
FACTS: Final = " · "
"""What stands between two facts that were found in a source."""
UNREAD: Final = "unread"
"""What something is taken for that could not be read, until a person leaves it out."""


@dataclass(frozen=True)
class SourceRow:
    """One line of the list of sources. ``role`` is "" for one that is not imported."""

    key: int
    role: str
    title: str
    detail: str
    errors: int = 0
    warnings: int = 0
    tip: str = ""
    roles: tuple[str, ...] = ("",)
    counted: int = 0
    """How many facts of the detail, from its first, are counts."""


@dataclass(frozen=True)
class CrsChoice:
    """What is known of a layer's reference system: ``basis`` None while nothing is; ``candidates`` are (system, name)."""

    basis: CrsBasis | None
    name: str
    stated: str = ""
    candidates: tuple[tuple[str, str], ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether the file itself says it, so that there is nothing to choose."""
        return self.basis is CrsBasis.FILE and not self.stated


@dataclass(frozen=True)
class ColumnRow:
    """A heading, what it is taken for ("" for nothing), and values that stand under it."""

    heading: str
    role: str
    sample: str = ""


@dataclass(frozen=True)
class SourceDetails:
    """Everything that can be seen and said of the chosen source."""

    key: int
    name: str
    role: str
    roles: tuple[str, ...]
    tier: Tier | None = None
    guessed_tier: str = ""
    theme: str = ""
    title: str = ""
    scope: Scope = Scope()  # noqa: RUF009 - frozen value
    replaces: str = ""
    bases: tuple[tuple[str, str], ...] = ()
    crs: CrsChoice | None = None
    columns: tuple[ColumnRow, ...] = ()
    column_roles: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    can_split: bool = False


def role_name(role: str) -> str:
    """What a source is, or that it is left out."""
    if role == UNREAD:
        return word("import-not-read", language())
    return word(f"source-role-{role}", language()) if role else tr("Left out")


def column_name(role: str) -> str:
    """What a column is taken for."""
    if role == "dimension:":
        return tr("Requirements of the dimension it is headed")
    return word(f"column-{role}", language()) if role else tr("Not used")


def source_rows(draft: ImportDraft, faults: Sequence[Fault]) -> tuple[SourceRow, ...]:
    """The sources, and then what could not be read."""
    counted: Counter[tuple[int | None, Level]] = Counter((key_of(one, draft), one.level) for one in faults)
    rows = [
        SourceRow(
            one.key, one.entry.role if one.is_taken else "", _title(one), _detail(one),
            counted[one.key, Level.ERROR] if one.is_taken else 0, counted[one.key, Level.WARNING] if one.is_taken else 0,
            "\n".join(filter(None, (str(one.entry.path or ""), one.entry.member, _detail(one)))), _roles(one), len(_counts(one)),
        )
        for one in draft.sources
    ]  # fmt: skip
    for left in draft.left:
        if left.fault.level is Level.INFO:
            continue
        is_error = left.fault.level is Level.ERROR and not left.is_accepted
        sentence = fault_sentence(left.fault)
        name = left.fault.fact("file") or left.fault.code
        role = UNREAD if is_error else ""
        roles = (UNREAD, "") if left.fault.level is Level.ERROR else ("",)
        rows.append(SourceRow(left.key, role, name, sentence, int(is_error), int(not is_error), sentence, roles))
    return tuple(rows)


def _title(source: DraftSource) -> str:
    part = source.entry.sheet or source.entry.layer
    return f"{source.name} › {part}" if part else source.name or source.entry.theme


def _counts(source: DraftSource) -> list[str]:
    counts = source.file.counts if source.file is not None else ()
    return [f"{word(f'import-count-{name}', language())} {count}" for name, count in counts if name != "empty"]


def _detail(source: DraftSource) -> str:
    """Counts, tier or theme, encoding, reference system: what was recognised, what is looked for first at the front."""
    role, file = source.entry.role, source.file
    if file is None:
        return ""
    tiers = (
        [tier_word(source.entry.tier)] if source.entry.tier else [word(f"tier-{one}", language()) for one in file.tiers]
    )
    said = [
        *_counts(source),
        file.theme, *(tiers if role == "list" else ()), file.encoding, _short_crs(file.crs),
    ]  # fmt: skip
    if file.failed and not file.counts:
        said.append(word("import-not-read", language()))
    return FACTS.join(one for one in said if one)


def _roles(source: DraftSource) -> tuple[str, ...]:
    """What a source can be taken for: a layer for anything, a table for a list."""
    file = source.file
    is_vector = file is not None and (bool(file.crs) or file.role != "list" or source.entry.role != "list")
    return ("units", "zones", "list", "") if is_vector else ("list", "")


def _short_crs(name: str) -> str:
    """A reference system by its code, which fits into a line; by its name where it has none."""
    found = re.search(r"\((EPSG:\d+)\)$", name)
    return found[1] if found else name


def details_of(
    draft: ImportDraft, key: int, examination: ImportExamination | None, bases: Sequence[AccessList] = ()
) -> SourceDetails | None:
    """What is below the list while the source of that key is chosen."""
    for left in draft.left:
        if left.key == key:
            return SourceDetails(key, left.fault.fact("file"), "" if left.is_accepted else UNREAD, (UNREAD, ""))
    source = draft.source(key)
    if source is None:
        return None
    entry, file = source.entry, source.file
    mapped = dict(draft.mapping)
    columns, headings, sample = _columns(file, mapped) if file is not None else ((), (), ())
    return SourceDetails(
        key, _title(source), entry.role if source.is_taken else "", _roles(source), entry.tier,
        "、".join(word(f"tier-{one}", language()) for one in file.tiers) if file is not None and entry.tier is None else "",
        entry.theme, entry.title, entry.scope, entry.replaces, tuple((one.list_id, one.title) for one in bases),
        _crs(source, examination) if entry.role != "list" else None,
        columns, COLUMN_ROLES[entry.role], headings, sample,
        can_split=entry.role == "list" and not entry.sheet and file is not None and len(file.parts) > 1,
    )  # fmt: skip


def _columns(
    file: ImportedFile, mapped: dict[str, str]
) -> tuple[tuple[ColumnRow, ...], tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Rows of the columns with what a person said, and the sample as it will be stored, with its headings."""
    is_list = file.role == "list"
    rows = []
    for place, (heading, role) in enumerate(file.columns):
        values = () if is_list else dict.fromkeys(row[place] for row in file.sample if place < len(row) and row[place])
        rows.append(ColumnRow(heading, mapped.get(heading, role), " | ".join(values)))
    headings = [column_name(one) for one in _LIST_SAMPLE] if is_list else [heading for heading, _ in file.columns]
    return tuple(rows), tuple(headings), file.sample


def _crs(source: DraftSource, examination: ImportExamination | None) -> CrsChoice:
    """What is known of the reference system, with what the coordinates allow."""
    stated, name = source.entry.crs, source.file.crs if source.file is not None else ""
    questions = examination.questions if examination is not None else ()
    readings = [
        reading
        for one in questions
        if one.file == source.name and (not source.entry.layer or one.layer == source.entry.layer)
        for reading in one.candidates
        if not reading.is_swapped
    ]
    held = [one for one in examination.release.sources if one.file == source.name] if examination is not None else []
    basis = CrsBasis.STATED if stated else held[0].crs_basis if held and name else None
    if basis is CrsBasis.NONE:
        basis = None
    candidates = dict.fromkeys([stated, *(one.crs for one in readings)] if stated else [one.crs for one in readings])
    return CrsChoice(basis, name, stated, tuple((one, crs_text(one)) for one in candidates))


def crs_text(crs: str) -> str:
    """A reference system by its name; as it was written where nobody knows it."""
    try:
        return projection.crs_name(crs)
    except ZoningError:
        return crs


def summary_of(examination: ImportExamination) -> str:
    """Units by class, clauses by tier and zones, in one line."""
    release = examination.release
    tier_of = {one.list_id: one.tier for one in release.lists}
    tiers = Counter(tier_of[one.list_id] for one in release.clauses if one.list_id in tier_of)
    classes = [f"{class_word(one)} {count}" for one, count in count_by_class(release.units).items() if count]
    by_tier = [f"{tier_word(one)} {tiers[one]}" for one in sorted(tiers, key=lambda tier: tier.rank)]
    said = [
        _counted(tr("Units {count}"), len(release.units), classes),
        _counted(tr("Clauses {count}"), len(release.clauses), by_tier),
    ]
    if release.zones:
        said.append(_counted(tr("Zones {count}"), len(release.zones), []))
    return " · ".join(said)


def _counted(text: str, count: int, parts: Sequence[str]) -> str:
    said = text.format(count=count)
    return (
        f"{said}（{'，'.join(parts)}）"
        if len(parts) > 1 and language() == "zh"
        else f"{said} ({', '.join(parts)})"
        if len(parts) > 1
        else said
    )


def group_title(group: FaultGroup) -> str:
    """The sentence of a group: of one fault its own, of several with "…" where they differ."""
    first = group.faults[0]
    if len(group.faults) == 1:
        return fault_sentence(first)
    same = set(first.facts).intersection(*(set(one.facts) for one in group.faults[1:]))
    facts = tuple((name, value if (name, value) in same else _UNCERTAIN) for name, value in first.facts)
    return fault_sentence(Fault(first.code, first.level, facts))


def file_label(path: Path) -> str:
    """A path as its last two parts, which tell it from others."""
    return "/".join(path.parts[-2:])
