# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles: the names and words by which published tables and layers are understood, as data with where each was seen."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ..core.errors import ReleaseUnreadable
from ..core.terms import Tier, UnitClass
from ..places import resources_dir

SCHEMA: Final = "zoning.profile/1"
DEFAULT: Final = "national"

_BLANK: Final = re.compile(r"\s+")
_TRAILING_BRACKET: Final = re.compile(r"\([^()]*\)$")
# A dBASE field name holds 10 bytes: five Chinese characters in GBK, three in UTF-8 (and one byte over).
_DBASE_NAME: Final = 10
_COUNTED: Final = re.compile(r"~\d+$")
"""What the reader adds to names that cutting has made equal."""


def normalised(text: str) -> str:
    """``text`` as headings are compared: no white space, full-width as half-width, no upper case."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).casefold()


@dataclass(frozen=True)
class Columns:
    """Which field plays which role; ``ambiguous`` names the roles that one cut field name could stand for."""

    by_role: Mapping[str, str]
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """A profile, parsed. Keys of the tables are :func:`normalised`; values are roles, printed names or enum members."""

    name: str
    roles: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    dimensions: Mapping[str, str]
    no_dimension: frozenset[str]
    classes: tuple[tuple[str, UnitClass], ...]
    empty: frozenset[str]
    tier_words: tuple[tuple[str, Tier], ...]
    place_endings: Mapping[str, Tier]
    looks_like_code: re.Pattern[str]
    area_rule: str
    bounds: tuple[float, float, float, float]

    def role_of(self, heading: str) -> str:
        """Role of a table heading ("unit_code", "dimension", …, "dimension:" for a column of one dimension), or ""."""
        key = normalised(heading)
        for candidate in (key, _TRAILING_BRACKET.sub("", key)):
            if candidate in self.roles:
                return self.roles[candidate]
            if candidate in self.dimensions:
                return "dimension:"
        return ""

    def is_dimension(self, text: str) -> bool:
        """Whether ``text`` is the name of a dimension."""
        return normalised(text) in self.dimensions

    def is_empty_mark(self, text: str) -> bool:
        """Whether a whole cell's text only says that there is nothing ("/", "——", "无")."""
        stripped = _BLANK.sub("", text)
        return bool(stripped) and (stripped in self.empty or (len(set(stripped)) == 1 and len(stripped) <= 4 and stripped[0] in self.empty
                                                              and not stripped[0].isalnum()))  # fmt: skip

    def class_of(self, text: str) -> UnitClass:
        """Class named by a field's text ("2", "园区型重点管控单元1"); UNKNOWN when none or several are named."""
        key = normalised(text)
        digits = {value for word, value in self.classes if word.isdigit() and key == word}
        found = digits or {value for word, value in self.classes if not word.isdigit() and word in key}
        return found.pop() if len(found) == 1 else UnitClass.UNKNOWN

    def tier_of(self, texts: Iterable[str]) -> Tier | None:
        """Tier of a list without unit codes by the words in its file name, title and sheet; None when they do not agree."""
        texts = tuple(texts)
        by_word = {tier for text in texts for word, tier in self.tier_words if word in text}
        if len(by_word) == 1:
            return by_word.pop()
        if by_word:
            return None
        by_place = {self._tier_by_place(text) for text in texts} - {None}
        return by_place.pop() if len(by_place) == 1 else None

    def _tier_by_place(self, text: str) -> Tier | None:
        """By the last place name before the word for what the document is: 广东省佛山市生态环境… → city."""
        place = re.split(r"生态|环境|准入|总体|清单|管控|三线", text, maxsplit=1)[0]
        ends = [(place.rfind(ending), tier) for ending, tier in self.place_endings.items() if place.rfind(ending) >= 2]
        return max(ends)[1] if ends else None

    def find_columns(self, fields: Sequence[str], wanted: Sequence[str], *, cut_at_ten_bytes: bool = False) -> Columns:
        """Fields for the ``wanted`` roles: by alias, in the order of the profile's aliases.

        With ``cut_at_ten_bytes`` (shapefiles) a name as long as dBASE allows also stands for an alias that it begins. One
        that could be several roles is reported as ambiguous and left for the values to decide.
        """
        by_key = {normalised(name): name for name in reversed(fields)}
        found = {
            role: next(by_key[alias] for alias in self.aliases[role] if alias in by_key)
            for role in wanted
            if any(alias in by_key for alias in self.aliases[role])
        }
        if not cut_at_ten_bytes:
            return Columns(found)
        ambiguous: dict[str, tuple[str, ...]] = {}
        for name in fields:
            base = _COUNTED.sub("", name)
            if name in found.values() or not _is_cut(base):
                continue
            key = normalised(base)
            roles = tuple(
                role
                for role in wanted
                if role not in found and any(alias.startswith(key) for alias in self.aliases[role])
            )
            if (
                len(roles) == 1
                and base == name
                and not any(one != name and _COUNTED.sub("", one) == base for one in fields)
            ):
                found[roles[0]] = name
            elif roles:
                ambiguous[name] = roles
        return Columns(found, ambiguous)


def _is_cut(name: str) -> bool:
    """Whether a field name is as long as dBASE allows, in GBK or UTF-8, up to one cut character."""
    return not name.isascii() and any(
        _DBASE_NAME - 2 <= len(name.encode(encoding, "replace")) <= _DBASE_NAME for encoding in ("gb18030", "utf-8")
    )


def read_profile(name_or_path: str = DEFAULT) -> Profile:
    """Profile by the name of a shipped one or the path of a JSON file; one that ``extends`` another adds to it.

    Raises ReleaseUnreadable: "profile-missing", "profile-unreadable".
    """
    return _parsed(_document(name_or_path or DEFAULT), name_or_path)


@lru_cache(maxsize=8)
def _shipped(name: str) -> str:
    return (resources_dir() / "profiles" / f"{name}.json").read_text(encoding="utf-8")


def _document(name_or_path: str, depth: int = 0) -> dict[str, Any]:
    try:
        if re.fullmatch(r"[\w-]+", name_or_path):
            text = _shipped(name_or_path)
        else:
            text = Path(name_or_path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as reason:
        raise ReleaseUnreadable("profile-missing", file=name_or_path, detail=reason) from reason
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as reason:
        raise ReleaseUnreadable("profile-unreadable", file=name_or_path, detail=reason) from reason
    if not isinstance(document, dict) or document.get("schema") != SCHEMA or depth > 4:
        raise ReleaseUnreadable("profile-unreadable", file=name_or_path, detail=f"schema {SCHEMA}")
    if "extends" in document:
        return _merged(_document(str(document.pop("extends")), depth + 1), document)
    return document


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """``above`` over ``below``; what ``above`` lists comes first, so that its aliases win."""
    result = dict(above)
    for key, value in below.items():
        if key not in result:
            result[key] = value
        elif isinstance(value, dict) and isinstance(result[key], dict):
            result[key] = _merged(value, result[key])
        elif isinstance(value, list) and isinstance(result[key], list):
            result[key] = [*result[key], *value]
    return result


def _parsed(document: dict[str, Any], name: str) -> Profile:
    try:
        aliases = {role: tuple(normalised(alias) for alias in names) for role, names in document["fields"].items()}
        roles = {alias: role for role, names in reversed(aliases.items()) for alias in names}
        bounds = document["bounds"]
        return Profile(
            name=str(document["name"]),
            roles=roles,
            aliases=aliases,
            dimensions={normalised(one): one for one in document["dimensions"]},
            no_dimension=frozenset(normalised(one) for one in document["no_dimension"]),
            classes=tuple((word, UnitClass(value)) for value, words in document["classes"].items() for word in words),
            empty=frozenset(document["empty"]),
            tier_words=tuple((word, Tier(one["tier"])) for one in document["tiers"] for word in one["words"]),
            place_endings={ending: Tier(tier) for ending, tier in document["place_endings"].items()},
            looks_like_code=re.compile(document["unit_code"]["looks_like"]),
            area_rule=str(document["area_rule"]["value"]),
            bounds=(float(bounds["west"]), float(bounds["south"]), float(bounds["east"]), float(bounds["north"])),
        )
    except (KeyError, ValueError, TypeError, AttributeError, re.error) as reason:
        raise ReleaseUnreadable("profile-unreadable", file=name, detail=reason) from reason
