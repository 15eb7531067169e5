# SPDX-License-Identifier: GPL-3.0-or-later
"""The profile as a document: read with what it extends, checked key by key, laid over one another. Format: docs/formats/profile.md."""

from __future__ import annotations

import copy
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from ..core.errors import Fault, ReleaseUnreadable, fault
from ..core.terms import ReleaseStatus, Tier, UnitClass
from ..places import resources_dir

SCHEMA: Final = "zoning.profile/1"
DEFAULT: Final = "national"
FOLDER: Final = "profiles"

ROLES: Final = (
    "unit_code", "unit_name", "province", "city", "county", "class", "remark", "elements", "zone_code", "zone_name", "serial", "district",
    "dimension", "requirement", "number", "tag",
)  # fmt: skip
"""What a column of a table or layer can be, beside one of a single dimension and one that is ignored."""

_LARGEST: Final = 1 << 20
_DEEPEST: Final = 4
_BLANK: Final = re.compile(r"\s+")
_NAME: Final = re.compile(r"[\w-]{1,80}")
# Of the document itself, never of what it extends.
_OWN: Final = ("schema", "name", "title", "claim", "extends", "provinces")
_CLASSES: Final = tuple(one.value for one in UnitClass)
_STATUSES: Final = tuple(one.value for one in ReleaseStatus)


class _Numbers(tuple[str, ...]):
    """Keys of a table of numbers."""

    __slots__ = ()


# Per key: what stands below it. "words" {word: source}; a tuple of keys with words each; numbers; or keys with text.
_TABLES: Final[Mapping[str, object]] = {
    "fields": ROLES,
    "classes": _CLASSES,
    "statuses": _STATUSES,
    "ignored": "words",
    "dimensions": "words",
    "dimension_names": "words",
    "no_dimension": "words",
    "empty": "words",
    "place_endings": "words",
    "sources": "words",
    "title": "words",
    "claim": "words",
    "thresholds": _Numbers(("area_m2", "width_m", "length_m", "touch_m")),
    "bounds": _Numbers(("west", "south", "east", "north")),
}
_COLOURS: Final = ("fill", "line", "hatch")
_UNIT_CODE: Final = ("pattern", "looks_like", "class_digits", "source")
_SIMPLE: Final = ("schema", "name", "extends")
_KEYS: Final = frozenset({*_TABLES, *_SIMPLE, "provinces", "tiers", "unit_code", "area_rule", "colours"})


def normalised(text: str) -> str:
    """``text`` as headings are compared: no white space, full-width as half-width, no upper case."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).casefold()


def shipped_names() -> tuple[str, ...]:
    """Names of the profiles that come with the program."""
    paths = sorted((resources_dir() / FOLDER).glob("*.json"))
    return tuple(one.stem for one in paths if json.loads(one.read_text(encoding="utf-8")).get("schema") == SCHEMA)


def is_name(text: str) -> bool:
    """Whether a text can be the name of a profile: letters of any script, digits, "_" and "-"."""
    return _NAME.fullmatch(text) is not None


def place_of(name_or_path: str, folder: Path | None = None) -> Path:
    """Where the profile of that name or path lies: shipped, else in ``folder``; anything but a name is a path."""
    if not is_name(name_or_path):
        return Path(name_or_path)
    shipped = resources_dir() / FOLDER / f"{name_or_path}.json"
    return shipped if folder is None or shipped.is_file() else folder / f"{name_or_path}.json"


def read_document(path: Path) -> dict[str, Any]:
    """One profile as it stands in its file, unchecked but for size, schema and form of JSON.

    Raises ReleaseUnreadable: "profile-missing", "profile-unreadable".
    """
    if not path.is_file():  # also what is no file but can be opened, and would never end
        raise ReleaseUnreadable("profile-missing", file=path.name, detail="")
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as reason:
        raise ReleaseUnreadable("profile-missing", file=path.name, detail=reason) from reason
    if len(content) > _LARGEST:
        raise unreadable(path.name, "", f"> {_LARGEST >> 20} MB")
    try:
        document = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as reason:
        raise unreadable(path.name, "", reason) from reason
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise unreadable(path.name, "schema", SCHEMA)
    return document


def resolved(document: Mapping[str, Any], file: str, folder: Path | None) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """A document over all that it extends, each checked, and what is odd about them (keys that nothing reads).

    ``folder`` is where the document lies, for profiles beside it; None for a shipped one. Raises ReleaseUnreadable:
    "profile-missing", "profile-unreadable" (with the key).
    """
    return _resolved(document, file, folder, ())


def _resolved(
    document: Mapping[str, Any], file: str, folder: Path | None, above: tuple[Path, ...]
) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    faults = check(document, file)
    extended = document.get("extends")
    if extended is None:
        return _merged({}, document), faults
    path = _extended(extended, file, folder)
    if path.resolve() in above or len(above) >= _DEEPEST:
        raise unreadable(file, "extends", f"{extended} ↺" if path.resolve() in above else f"> {_DEEPEST}")
    beside = None if is_name(extended) else folder
    below, more = _resolved(read_document(path), path.name, beside, (*above, path.resolve()))
    return _merged(below, document), (*faults, *more)


def _extended(extended: str, file: str, folder: Path | None) -> Path:
    if is_name(extended):
        return place_of(extended)
    # Only a file beside this one: a profile handed on must not reach into the computer of whoever opens it.
    if folder is None or re.search(r'[/\\:*?"<>|\x00-\x1f]', extended) or not extended.endswith(".json"):
        raise unreadable(file, "extends", extended)
    return folder / extended


def unreadable(file: str, key: str, detail: object) -> ReleaseUnreadable:
    """The failure "profile-unreadable" with the key and what is wrong with it."""
    return ReleaseUnreadable(
        "profile-unreadable", file=file, detail=": ".join(one for one in (key, str(detail)) if one)
    )


# --- checking --------------------------------------------------------------------------------------------------------


def check(document: Mapping[str, Any], file: str) -> tuple[Fault, ...]:
    """Warnings ("profile-key-unknown") for keys that nothing reads. Raises ReleaseUnreadable("profile-unreadable") for wrong types."""
    checker = _Checker(file)
    checker.check(document)
    return tuple(checker.faults)


class _Checker:
    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def check(self, document: Mapping[str, Any]) -> None:
        self._known("", document, _KEYS)
        for key in _SIMPLE:
            self._demand(key, isinstance(document.get(key, ""), str))
        self._demand("name", is_name(document.get("name", "")))
        for key, form in _TABLES.items():
            if document.get(key) is not None:
                self._check_table(key, document[key], form)
        provinces = document.get("provinces", [])
        self._demand(
            "provinces",
            isinstance(provinces, list)
            and all(isinstance(one, str) and re.fullmatch("[0-9]{2}", one) for one in provinces),
        )
        if document.get("colours") is not None:
            self._table("colours", document["colours"], (*_CLASSES, "source"))
            for key, value in document["colours"].items():
                if key != "source":
                    self._texts(f"colours.{key}", value, _COLOURS)
        for key, names in (("unit_code", _UNIT_CODE), ("area_rule", ("value", "source"))):
            if document.get(key) is not None:
                plain = {
                    name: value for name, value in self._dict(key, document[key]).items() if name != "class_digits"
                }
                self._known(f"{key}.", document[key], names)
                self._texts(key, plain, tuple(plain))
        digits = (document.get("unit_code") or {}).get("class_digits")
        if digits is not None:
            self._words("unit_code.class_digits", digits)
        self._check_tiers([] if document.get("tiers") is None else document["tiers"])

    def _check_table(self, key: str, value: Any, form: object) -> None:
        if form == "words":
            self._words(key, value)
        elif isinstance(form, _Numbers):
            self._known(f"{key}.", self._dict(key, value), (*form, "source"))
            for name in form:
                number = value.get(name)
                good = isinstance(number, int | float) and not isinstance(number, bool)
                self._demand(f"{key}.{name}", number is None or good)
        else:
            assert isinstance(form, tuple)
            self._table(key, value, form)
            for name, words in value.items():
                if words is not None:
                    self._words(f"{key}.{name}", words)

    def _check_tiers(self, tiers: Any) -> None:
        self._demand("tiers", isinstance(tiers, list))
        for number, one in enumerate(tiers, 1):
            key = f"tiers.{number}"
            self._known(f"{key}.", self._dict(key, one), ("tier", "words", "source"))
            tier, words = one.get("tier"), one.get("words")
            self._demand(f"{key}.tier", tier is None or tier in [each.value for each in Tier])
            self._demand(
                f"{key}.words", isinstance(words, list) and all(isinstance(word, str) and word for word in words)
            )

    def _table(self, key: str, value: Any, names: Iterable[str]) -> None:
        self._known(f"{key}.", self._dict(key, value), names)

    def _texts(self, key: str, value: Any, names: Iterable[str]) -> None:
        if value is None:
            return
        self._known(f"{key}.", self._dict(key, value), names)
        for name, text in value.items():
            self._demand(f"{key}.{name}", text is None or isinstance(text, str))

    def _words(self, key: str, value: Any) -> None:
        for word, source in self._dict(key, value).items():
            self._demand(f"{key}.{word}", bool(word) and (source is None or isinstance(source, str)))

    def _dict(self, key: str, value: Any) -> Mapping[str, Any]:
        self._demand(key, isinstance(value, dict))
        checked: Mapping[str, Any] = value
        return checked

    def _known(self, above: str, value: Mapping[str, Any], names: Iterable[str]) -> None:
        for key in sorted(set(value) - set(names)):
            self.faults.append(fault("profile-key-unknown", file=self.file, key=above + key))

    def _demand(self, key: str, is_so: bool) -> None:
        if not is_so:
            raise unreadable(self.file, key, "")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object in which no key stands twice: of two, one would be without effect."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key} ×2")
        found[key] = value
    return found


def _no_number(text: str) -> float:
    raise ValueError(text)


# --- laying one over the other -----------------------------------------------------------------------------------------


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """``above`` over ``below``: what it says wins, what it adds comes first, what it sets to null is gone."""
    result: dict[str, Any] = {key: copy.deepcopy(value) for key, value in below.items() if key not in _OWN}
    for key in _OWN:
        if key in above:
            result[key] = copy.deepcopy(above[key])
    _merge_headings(result, above)
    for key in ("classes", "statuses"):
        _merge_grouped(result, above, key)
    _merge_tiers(result, above)
    done = {*_OWN, "fields", "ignored", "dimensions", "classes", "statuses", "tiers"}
    for key, value in above.items():
        if key in done:
            continue
        if value is None:
            result.pop(key, None)
        else:
            result[key] = _laid(result.get(key), value)
    return result


def _laid(held: Any, value: Any) -> Any:
    """One value over another: tables key by key, with what is new in front, anything else in its place."""
    if not isinstance(value, dict):
        return copy.deepcopy(value)
    base = held if isinstance(held, dict) else {}
    table = {name: _laid(base.get(name), one) for name, one in value.items() if one is not None}
    return table | {name: one for name, one in base.items() if name not in value}


def _merge_headings(result: dict[str, Any], above: Mapping[str, Any]) -> None:
    """Fields, dimensions and ignored headings: one that is stated above means only what it means there."""
    stated = {
        normalised(heading)
        for table in (*(above.get("fields") or {}).values(), above.get("dimensions"), above.get("ignored"))
        for heading, source in (table or {}).items()
        if source is not None
    }
    fields, more = result.get("fields") or {}, above.get("fields") or {}
    is_cleared = "fields" in above and above["fields"] is None
    cleared = set(fields) if is_cleared else {role for role, table in more.items() if table is None}
    roles = list(dict.fromkeys([*more, *fields]))
    result["fields"] = {
        role: _words_over({} if role in cleared else fields.get(role) or {}, more.get(role) or {}, stated)
        for role in roles
    }
    for key in ("dimensions", "ignored"):
        held = {} if key in above and above[key] is None else result.get(key) or {}
        result[key] = _words_over(held, above.get(key) or {}, stated)


def _merge_grouped(result: dict[str, Any], above: Mapping[str, Any], key: str) -> None:
    """Words of classes or statuses: a word that is stated above belongs only to the group that it is in there."""
    more = above.get(key) or {}
    held = {} if key in above and above[key] is None else result.get(key) or {}
    stated = {
        normalised(word) for table in more.values() for word, source in (table or {}).items() if source is not None
    }
    result[key] = {
        group: _words_over(
            {} if group in more and more[group] is None else held.get(group) or {}, more.get(group) or {}, stated
        )
        for group in dict.fromkeys([*more, *held])
    }


def _merge_tiers(result: dict[str, Any], above: Mapping[str, Any]) -> None:
    """Words of tiers: those above in front; a word that is stated above leaves every tier below, with tier null for good."""
    held = [] if "tiers" in above and above["tiers"] is None else result.get("tiers") or []
    more = above.get("tiers") or []
    stated = {word for one in more for word in one["words"]}
    kept = [{**one, "words": [word for word in one["words"] if word not in stated]} for one in held]
    result["tiers"] = [copy.deepcopy(one) for one in [*more, *kept] if one["words"] and one.get("tier") is not None]


def _words_over(held: Mapping[str, Any], more: Mapping[str, Any], stated: set[str]) -> dict[str, Any]:
    """``more`` in front of ``held``, without what is stated elsewhere or taken away by null."""
    gone = stated | {normalised(word) for word in more}
    kept = {word: source for word, source in held.items() if normalised(word) not in gone and source is not None}
    return {word: source for word, source in more.items() if source is not None} | kept
