# SPDX-License-Identifier: GPL-3.0-or-later
"""What each file of a delivery is: said by a SOURCES file, or recognised in a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from ..core.clause import Scope
from ..core.errors import Fault, Level, ReleaseUnreadable, fault
from ..core.release import INFO_WORDS
from ..core.terms import Tier, UnitClass
from .archives import OTHER_ARCHIVES, is_archive
from .features import SAVE_AS, layer_names, read_features
from .profile import Profile
from .tables.reader import DRAWINGS, READABLE, UNREADABLE, unsupported

ROLES: Final = ("units", "zones", "list")
SOURCES_NAME: Final = "sources.json"
VECTORS: Final = (
    ".shp",
    ".gpkg",
    ".geojson",
    ".json",
    ".gdb",
    ".kml",
    ".kmz",
    ".ovkml",
    ".ovkmz",
    ".fgb",
    ".tab",
    ".mif",
)
_LISTS: Final = READABLE - {".txt", ".xml", ".tab", ".xhtml"}
"""What is taken for a list in a folder: .txt and .xml there are as well anything else."""
# Files that belong to another one beside them, or that programs leave behind; they are not sources of their own.
_COMPANIONS: Final = (
    ".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj", ".qmd", ".qml", ".sld", ".lyr", ".xml", ".atx", ".fix", ".dat", ".id",
    ".map", ".mid", ".ind", ".gpkg-wal", ".gpkg-shm", ".gpkg-journal",
)  # fmt: skip
_LIST_WORDS: Final = ("清单", "准入")
_JUNK: Final = ("thumbs.db", "desktop.ini", ".ds_store")
_ENTRY_KEYS: Final = (
    "file", "role", "tier", "scope", "theme", "document", "document_no", "effective", "issuer", "title", "layer", "sheet", "crs", "replaces",
)  # fmt: skip


@dataclass(frozen=True)
class SourceEntry:
    """One source. ``path`` is None for what is promised but not at hand; ``tier`` is None until it is stated or recognised.

    ``tier_word`` is what stands there as the tier and is none of ours: a profile may know it, else it is kept as it is.

    ``layer`` (of a vector file) and ``sheet`` (of a workbook) are empty where the file has only one that counts.
    ``scope_layer`` is the polygon layer that a list's scope names; its theme is among the scope's zones. ``member`` is the
    path inside ``path`` where that is a zip archive. ``crs`` is what somebody says of a layer whose file says nothing,
    ``replaces`` the list of an earlier release that this one takes the place of.
    """

    path: Path | None
    role: str
    tier: Tier | None = None
    scope: Scope = Scope()  # noqa: RUF009 - frozen value
    theme: str = ""
    title: str = ""
    document: str = ""
    document_no: str = ""
    issuer: str = ""
    effective: str = ""
    layer: str = ""
    sheet: str = ""
    crs: str = ""
    replaces: str = ""
    scope_layer: Path | None = None
    member: str = ""
    tier_word: str = ""

    @property
    def name(self) -> str:
        """What people call the source: its file's name, or that of the archive and the path inside."""
        own = self.path.name if self.path else self.title or self.document or self.theme
        return f"{own}/{self.member}" if self.member else own


@dataclass(frozen=True)
class ImportPlan:
    """What is to be imported, in order, what the delivery says of the release itself, and what was not understood."""

    entries: tuple[SourceEntry, ...]
    stated: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that forbid the import."""
        return tuple(one for one in self.faults if one.level is Level.ERROR)


def read_sources(path: Path, given: Iterable[Path] = ()) -> ImportPlan:
    """Plan from a SOURCES file: a list of entries, or ``{"release": {…}, "sources": […]}``.

    Files are relative to it, unless a file of the same name is among those ``given``. A list's scope may name a polygon
    layer, ``{"layer": "file.gpkg"}``: it becomes one more entry of zones, and the scope names its theme.

    Every fault is collected. Raises ReleaseUnreadable: "file-missing", "file-empty", "sources-unreadable" (no JSON, or not of
    that form); errors in single entries ("sources-entry-wrong", "file-missing") are in the plan's faults.
    """
    if not path.is_file():
        raise ReleaseUnreadable("file-missing", file=path.name)
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = json.loads(text) if text.strip() else None
    except (OSError, ValueError, RecursionError) as reason:
        raise ReleaseUnreadable("sources-unreadable", file=path.name, detail=reason) from reason
    if document is None:
        raise ReleaseUnreadable("file-empty", file=path.name)
    stated, entries = (
        (document.get("release", {}), document.get("sources")) if isinstance(document, dict) else ({}, document)
    )
    if not isinstance(entries, list) or not isinstance(stated, dict):
        raise ReleaseUnreadable("sources-unreadable", file=path.name, detail="[…] | {release, sources}")
    faults: list[Fault] = []
    faults.extend(
        fault("sources-key-unknown", file=path.name, key=key, entry="release")
        for key in sorted(set(stated) - set(INFO_WORDS))
    )
    at_hand = {one.name: one for one in given}
    plan = [_entry(one, number, path, at_hand, faults) for number, one in enumerate(entries, 1)]
    info = {key: str(value) for key, value in stated.items() if key in INFO_WORDS and value is not None}
    return ImportPlan(_with_scope_layers([entry for entry in plan if entry is not None]), info, tuple(faults))


def _with_scope_layers(entries: Sequence[SourceEntry]) -> tuple[SourceEntry, ...]:
    """Entries with the layers of their scopes as zones of a theme of their own, and the theme in the scope.

    A layer that is a source of zones already, or the scope of a list before, keeps its one theme; a new one is named after
    the list, so that a report says what the site lies in, else after the file.
    """
    themes = {one.path: one.theme for one in entries if one.role == "zones" and one.path and not one.layer}
    taken = {one.theme for one in entries if one.role == "zones"}
    found: list[SourceEntry] = []
    for entry in entries:
        path = entry.scope_layer
        if path is None:
            found.append(entry)
            continue
        if path not in themes:
            name = entry.title or entry.document or path.stem
            count = next(one for one in range(1, len(taken) + 2) if _numbered(name, one) not in taken)
            themes[path] = _numbered(name, count)
            taken.add(themes[path])
            found.append(SourceEntry(path, "zones", theme=themes[path]))
        zones = tuple(dict.fromkeys((*entry.scope.zones, themes[path])))
        found.append(replace(entry, scope=replace(entry.scope, zones=zones)))
    return tuple(found)


def _numbered(name: str, count: int) -> str:
    return name if count == 1 else f"{name}~{count}"


def _entry(
    stated: Any, number: int, sources: Path, at_hand: Mapping[str, Path], faults: list[Fault]
) -> SourceEntry | None:
    def wrong(key: str, value: object, allowed: Iterable[str] = (), level: Level = Level.ERROR) -> None:
        facts = {"file": sources.name, "entry": number, "key": key, "value": value, "allowed": "、".join(allowed)}
        faults.append(fault("sources-entry-wrong", level, **facts))

    if not isinstance(stated, dict):
        wrong("", stated)
        return None
    unknown = sorted(set(stated) - set(_ENTRY_KEYS))
    faults.extend(fault("sources-key-unknown", file=sources.name, key=key, entry=number) for key in unknown)
    role = stated.get("role")
    if role not in ROLES:
        wrong("role", role, ROLES)
        return None
    tier, tier_word = _tier(stated.get("tier"), role, wrong)
    scope = _scope(stated.get("scope") or {}, wrong)

    def at(key: str, name: object) -> Path | None:
        """The file that an entry names; None, and a fault, where it is none."""
        if not isinstance(name, str) or not name or "\x00" in name:
            wrong(key, name)
            return None
        found = at_hand.get(Path(name).name, (sources.parent / name).resolve())
        if not found.exists():
            faults.append(fault("file-missing", Level.ERROR, file=name))
            return None
        return found

    path = scope_layer = None
    if stated.get("file") is not None:
        path = at("file", stated["file"])
        if path is None:
            return None
    if isinstance(stated.get("scope"), dict) and stated["scope"].get("layer") is not None:
        if role == "list":
            scope_layer = at("scope.layer", stated["scope"]["layer"])
        else:
            wrong("scope.layer", stated["scope"]["layer"])
    texts = {
        key: str(stated.get(key) or "")
        for key in (
            "theme",
            "title",
            "document",
            "document_no",
            "issuer",
            "effective",
            "layer",
            "sheet",
            "crs",
            "replaces",
        )
    }
    if role == "zones" and not texts["theme"]:
        if path is None:
            wrong("theme", "")
            return None
        texts["theme"] = texts["layer"] or path.stem
    if path is None and role == "list" and not (texts["title"] or texts["document"]):
        wrong("document", "")
        return None
    return SourceEntry(path, role, tier, scope, scope_layer=scope_layer, tier_word=tier_word, **texts)


def _tier(stated: object, role: str, wrong: Any) -> tuple[Tier | None, str]:
    """The tier that is stated, and what is stated as one and is none of ours; only a list has one."""
    text = str(stated).strip() if isinstance(stated, str | int) and not isinstance(stated, bool) else ""
    tiers = [one.value for one in Tier]
    if stated in (None, "") or text in tiers:
        return (Tier(text) if text else None), ""
    if role != "list" or not text:
        wrong("tier", stated, tiers, Level.WARNING if text else Level.ERROR)
        return None, ""
    return None, text


def _scope(stated: Any, wrong: Any) -> Scope:
    keys = ("admin", "units", "classes", "zones")
    if not isinstance(stated, dict) or not set(stated) <= {*keys, "layer"}:
        wrong("scope", stated, (*keys, "layer"))
        return Scope()
    texts = {}
    for key in keys:
        value = stated.get(key) or ()
        if not isinstance(value, list | tuple) or not all(
            isinstance(one, str | int) and not isinstance(one, bool) for one in value
        ):
            wrong(f"scope.{key}", value)
            value = ()
        texts[key] = tuple(str(one) for one in value)
    classes = [one.value for one in UnitClass]
    for one in texts["classes"]:
        if one not in classes:
            wrong("scope.classes", one, classes)
    return Scope(
        texts["admin"],
        texts["units"],
        tuple(UnitClass(one) for one in texts["classes"] if one in classes),
        texts["zones"],
    )


def recognise_folder(folder: Path, profile: Profile, *, archive: Path | None = None) -> ImportPlan:
    """Plan for a folder: its SOURCES file when there is one, else by what the files are.

    A vector layer with a unit code column holds units; other polygon layers are zones, the theme is the layer's name;
    files with printed tables are lists. What is neither, and what cannot be opened, is a fault. A zip in the folder is an
    entry without a role, for whoever can unpack it; ``folder`` may be what was unpacked from ``archive``, to which the
    entries then point. Raises ReleaseUnreadable: "file-missing", and like :func:`read_sources`.
    """
    if not folder.is_dir():
        raise ReleaseUnreadable("file-missing", file=folder.name)
    if (folder / SOURCES_NAME).is_file():
        plan = read_sources(folder / SOURCES_NAME)
        return replace(plan, entries=tuple(_pointing(one, folder, archive) for one in plan.entries))
    faults: list[Fault] = []
    entries: list[SourceEntry] = []
    for path in _files(folder):
        shown = path.relative_to(folder).as_posix()
        calls_itself_a_list = any(word in path.stem for word in _LIST_WORDS)
        if path.suffix.lower() in VECTORS:
            try:
                entries += _vector_entries(path, profile, faults)
            except ReleaseUnreadable as reason:
                faults += [replace(one, level=Level.ERROR) for one in reason.faults]
        elif path.suffix.lower() in _LISTS:
            entries.append(SourceEntry(path, "list"))
        elif is_archive(path) and archive is None:
            entries.append(SourceEntry(path, ""))
        elif is_archive(path):
            faults.append(fault("archive-inside-archive", Level.ERROR, file=shown, archive=archive))
        elif (refused := refused_format(path)) is not None:
            level = Level.ERROR if calls_itself_a_list else Level.WARNING
            faults.append(fault(refused.code, level, **refused.facts | {"file": shown}))
        elif path.suffix.lower() in UNREADABLE or calls_itself_a_list:
            # A list left out would be missed by nobody: what calls itself a list stops the import, as in the toolbox.
            level = Level.ERROR if calls_itself_a_list else Level.WARNING
            faults += [replace(one, level=level) for one in unsupported(path, path.suffix.lower()).faults]
        else:
            faults.append(fault("file-not-recognised", file=shown))
    pointing = [_pointing(one, folder, archive) for one in _by_role(entries)]
    return ImportPlan(tuple(pointing), {}, tuple(faults))


def refused_format(path: Path) -> ReleaseUnreadable | None:
    """What there is to say of a file that is imported neither as a layer nor as a list; None of any other.

    A drawing has no fields, so that neither its polygons nor its texts say what they are: it is to be made a layer, or a table.
    """
    suffix = path.suffix.lower()
    facts = {"file": path.name, "suffix": suffix}
    if suffix in DRAWINGS:
        return ReleaseUnreadable("drawing-not-read", **facts)
    if suffix in OTHER_ARCHIVES:
        return ReleaseUnreadable("archive-format-unsupported", **facts)
    if suffix in SAVE_AS:
        return ReleaseUnreadable("vector-format-unsupported", wanted=SAVE_AS[suffix], **facts)
    return None


def recognise_files(paths: Iterable[Path], profile: Profile) -> ImportPlan:
    """Plan for files, folders and archives that a person has chosen one by one, in the order given; raises nothing.

    Folders are taken as :func:`recognise_folder` takes them, a SOURCES file as :func:`read_sources`. A file that was chosen
    is meant: what cannot be read is an error, and text is a list whatever its suffix. Parts of another file (.dbf beside
    .shp) are passed over. An archive is an entry without a role.
    """
    found: list[SourceEntry] = []
    stated: dict[str, str] = {}
    faults: list[Fault] = []
    given = tuple(paths)
    explained: set[Path] = set()
    for path in sorted(given, key=lambda one: one.name != SOURCES_NAME):
        try:
            plan = _recognised(path, profile, given)
        except ReleaseUnreadable as reason:
            if path.resolve() not in explained:
                faults += [replace(one, level=Level.ERROR) for one in reason.faults]
            continue
        known = {(one.path, one.layer, one.sheet) for one in found}
        found += [
            one
            for one in plan.entries
            if one.path is None
            or (one.path.resolve() not in explained and (one.path, one.layer, one.sheet) not in known)
        ]
        stated |= plan.stated
        faults += plan.faults
        if path.name == SOURCES_NAME:
            explained |= {one.path.resolve() for one in plan.entries if one.path is not None}
    return ImportPlan(tuple(_by_role(found)), stated, tuple(faults))


def _recognised(path: Path, profile: Profile, given: Sequence[Path]) -> ImportPlan:
    """What one of the ``given`` paths is. Raises ReleaseUnreadable."""
    suffix = path.suffix.lower()
    if not path.exists():
        raise ReleaseUnreadable("file-missing", file=path.name)
    if path.name == SOURCES_NAME:
        return read_sources(path, given)
    if suffix in VECTORS:
        faults: list[Fault] = []
        return ImportPlan(tuple(_vector_entries(path, profile, faults)), {}, tuple(faults))
    if path.is_dir():
        return recognise_folder(path, profile)
    if suffix in READABLE:
        return ImportPlan((SourceEntry(path, "list"),))
    if is_archive(path):
        return ImportPlan((SourceEntry(path, ""),))
    refused = refused_format(path)
    if refused is not None:
        raise refused
    if suffix in UNREADABLE:
        raise unsupported(path, suffix)
    if suffix in _COMPANIONS and any(one.stem == path.stem and one != path for one in given):
        return ImportPlan(())
    raise ReleaseUnreadable("file-not-recognised", file=path.name)


def _by_role(entries: Iterable[SourceEntry]) -> list[SourceEntry]:
    """Units, zones, lists, archives; otherwise as given."""
    order = {role: place for place, role in enumerate((*ROLES, ""))}
    return sorted(entries, key=lambda entry: order[entry.role])


def _pointing(entry: SourceEntry, folder: Path, archive: Path | None) -> SourceEntry:
    """``entry`` as a member of ``archive``, where there is one."""
    if archive is None or entry.path is None:
        return entry
    return replace(entry, path=archive, member=entry.path.relative_to(folder.resolve()).as_posix())


def _files(folder: Path) -> list[Path]:
    """Files and geodatabases below a folder in name order, companions and junk left out."""
    found = []
    for path in sorted(folder.rglob("*")):
        above = path.relative_to(folder).parents
        if any(one.suffix.lower() == ".gdb" or one.name.startswith(".") for one in above):
            continue  # parts of a whole; what lies in a hidden folder is half-made, or another program's
        is_whole = path.is_file() or path.suffix.lower() == ".gdb"
        is_hidden = path.name.startswith((".", "~$")) or path.name.lower() in _JUNK
        is_companion = path.suffix.lower() in _COMPANIONS or path.name.lower().endswith(
            (".shp.xml", ".gpkg-wal", ".gpkg-shm")
        )
        if is_whole and not is_hidden and not is_companion:
            found.append(path)
    return found


def _vector_entries(path: Path, profile: Profile, faults: list[Fault]) -> list[SourceEntry]:
    entries = []
    names = layer_names(path)
    if not names:
        raise ReleaseUnreadable("no-features", file=path.name)
    for name in names:
        wanted = name if len(names) > 1 else ""
        try:
            table = read_features(path, wanted, needs_crs=False, with_shapes=False, limit=20)
        except ReleaseUnreadable as reason:
            if len(names) == 1:
                raise
            faults += [replace(one, level=Level.WARNING) for one in reason.faults]
            continue
        columns = profile.find_columns(table.fields, ("unit_code",), cut_at_ten_bytes=table.is_cut_at_ten_bytes)
        if "unit_code" in columns.by_role or any("unit_code" in roles for roles in columns.ambiguous.values()):
            entries.append(SourceEntry(path, "units", layer=wanted))
        elif table.geometry in ("polygon", "mixed"):
            entries.append(SourceEntry(path, "zones", theme=name if len(names) > 1 else path.stem, layer=wanted))
        else:
            faults.append(fault("layer-not-recognised", file=path.name, layer=name, geometry=table.geometry))
    return entries


def sha256_of(path: Path) -> str:
    """SHA-256 of a source in hex: of the file; of a shapefile its parts, of a geodatabase its files, one after another by name."""
    parts: Sequence[Path] = [path]
    if path.is_dir():
        parts = sorted(one for one in path.rglob("*") if one.is_file())
    elif path.suffix.lower() == ".shp":
        suffixes = (".cpg", ".dbf", ".prj", ".shp", ".shx")
        parts = sorted(one for one in path.parent.iterdir() if one.stem == path.stem and one.suffix.lower() in suffixes)
    hasher = hashlib.sha256()
    for part in parts:
        with part.open("rb") as file:
            while block := file.read(1 << 20):
                hasher.update(block)
    return hasher.hexdigest()
