# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles: the names and words by which published tables and layers are understood, as data with where each was seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

from ..core.errors import Fault
from ..core.office_rules import ClassColours
from ..core.overlay import Thresholds
from ..core.terms import ReleaseStatus, Tier, UnitClass
from ..core.unit import CodeRule
from .code_pattern import code_pattern
from .profile_document import DEFAULT, ROLES, is_name, normalised, place_of, read_document, resolved, unreadable

__all__ = ["DEFAULT", "Columns", "Profile", "normalised", "parse_profile", "read_profile"]

_BLANK: Final = re.compile(r"\s+")
_TRAILING_BRACKET: Final = re.compile(r"\([^()]*\)$")
_THRESHOLDS: Final = ("area_m2", "width_m", "length_m", "touch_m")
_TOO_MUCH: Final = 1e12
_COLOUR_PARTS: Final = ("fill", "line", "hatch")
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
# A dBASE field name holds 10 bytes: five Chinese characters in GBK, three in UTF-8 (and one byte over).
_DBASE_NAME: Final = 10
_COUNTED: Final = re.compile(r"~\d+$")
"""What the reader adds to names that cutting has made equal."""
_Member = TypeVar("_Member", bound=Enum)


@dataclass(frozen=True)
class Columns:
    """Which field plays which role; ``ambiguous`` names the roles that one cut field name could stand for."""

    by_role: Mapping[str, str]
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """A profile, parsed. Keys of the tables are :func:`normalised`; values are roles, printed names or enum members.

    ``faults`` are what is odd about its files: keys that nothing reads.
    """

    name: str
    provinces: tuple[str, ...]
    roles: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    ignored: frozenset[str]
    dimensions: Mapping[str, str]
    dimension_names: Mapping[str, str]
    no_dimension: frozenset[str]
    classes: tuple[tuple[str, UnitClass], ...]
    statuses: Mapping[str, ReleaseStatus]
    empty: frozenset[str]
    tier_words: tuple[tuple[str, Tier], ...]
    place_endings: Mapping[str, Tier]
    code_rule: CodeRule
    looks_like_code: re.Pattern[str]
    area_rule: str
    thresholds: Thresholds
    colours: Mapping[UnitClass, ClassColours]
    bounds: tuple[float, float, float, float]
    faults: tuple[Fault, ...] = ()

    def role_of(self, heading: str) -> str:
        """Role of a table heading ("unit_code", "dimension", …, "dimension:" for a column of one dimension), or ""."""
        key = normalised(heading)
        for candidate in (key, _TRAILING_BRACKET.sub("", key)):
            if candidate in self.ignored:
                return ""
            if candidate in self.roles:
                return self.roles[candidate]
            if candidate in self.dimensions:
                return "dimension:"
        return ""

    def is_ignored(self, heading: str) -> bool:
        """Whether a heading is one that the office says means nothing here."""
        key = normalised(heading)
        return next(
            (
                one in self.ignored
                for one in (key, _TRAILING_BRACKET.sub("", key))
                if one in self.ignored or one in self.roles or one in self.dimensions
            ),
            False,
        )

    def is_dimension(self, text: str) -> bool:
        """Whether ``text`` is the name of a dimension."""
        return normalised(text) in self.dimensions

    def dimension_of_field(self, field_name: str) -> str:
        """What a dimension is called whose field has a coded name (KJBJYS → 空间布局约束); any other name itself."""
        return self.dimension_names.get(normalised(field_name), field_name)

    def dimension_cut_to(self, field_name: str) -> str:
        """The dimension that a field name as long as dBASE allows was cut from, the shortest of several; "" for none."""
        base = _COUNTED.sub("", field_name)
        if not _is_cut(base) or self.role_of(base) or self.is_ignored(base):
            return ""
        fitting = [name for key, name in self.dimensions.items() if key.startswith(normalised(base))]
        return min(fitting, key=lambda name: (len(name), name)) if fitting else ""

    def is_empty_mark(self, text: str) -> bool:
        """Whether a whole cell's text only says that there is nothing ("/", "——", "无")."""
        stripped = _BLANK.sub("", text)
        return bool(stripped) and (stripped in self.empty or (len(set(stripped)) == 1 and len(stripped) <= 4 and stripped[0] in self.empty
                                                              and not stripped[0].isalnum()))  # fmt: skip

    def class_of(self, text: str) -> UnitClass:
        """Class named by a field's text ("2", "园区型重点管控单元1"); UNKNOWN when none or several are named.

        A word that stands only inside a longer one that is known too says nothing: 一般 in 一般生态空间, of which no class is
        known.
        """
        key = normalised(text)
        if any(word == key for word, _ in self.classes):
            found = {value for word, value in self.classes if word == key}
        else:
            named = {word: value for word, value in self.classes if not word.isdigit() and word in key}
            alone = key
            found = set()
            for word in sorted(named, key=len, reverse=True):
                if word in alone:
                    found.add(named[word])
                    alone = alone.replace(word, "\n")
        found.discard(UnitClass.UNKNOWN)
        return found.pop() if len(found) == 1 else UnitClass.UNKNOWN

    def status_of(self, text: str) -> ReleaseStatus | None:
        """Status that a text says ("已发布", "published"); None when it says none that is known."""
        key = normalised(text)
        return next((one for one in ReleaseStatus if one.value == key), self.statuses.get(key))

    def tier_named(self, text: str) -> Tier | None:
        """Tier that a text is a word for ("city", "市域"); None where it is none that is known, whatever it contains."""
        key = normalised(text)
        return next(
            (tier for word, tier in (*((one.value, one) for one in Tier), *self.tier_words) if normalised(word) == key),
            None,
        )

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
            if name in found.values() or not _is_cut(base) or normalised(base) in self.ignored:
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


def read_profile(name_or_path: str = DEFAULT, folder: Path | None = None) -> Profile:
    """Profile by the name of a shipped one, by the name of one in ``folder``, or by the path of a JSON file.

    Raises ReleaseUnreadable: "profile-missing", "profile-unreadable" (no JSON, another schema, a cycle, a wrong value; with
    the key).
    """
    wanted = name_or_path or DEFAULT
    path = place_of(wanted, folder)
    return _shipped(path) if is_name(wanted) and path == place_of(wanted) else _read(path)


@lru_cache(maxsize=8)
def _shipped(path: Path) -> Profile:
    return _read(path)


def _read(path: Path) -> Profile:
    return parse_profile(read_document(path), path.name, path.parent)


def parse_profile(document: Mapping[str, Any], file: str, folder: Path | None = None) -> Profile:
    """A profile from its document; ``folder`` is where files lie that it may extend. Raises like :func:`read_profile`."""
    whole, faults = resolved(document, file, folder)
    values = _Values(whole, file)
    aliases = {role: tuple(normalised(alias) for alias in values.words("fields", role)) for role in ROLES}
    endings = values.words("place_endings")
    digits = values.words("unit_code", "class_digits")
    return Profile(
        name=values.text("name"),
        provinces=tuple(whole.get("provinces") or ()),
        roles={alias: role for role, names in reversed(aliases.items()) for alias in names},
        aliases=aliases,
        ignored=frozenset(normalised(one) for one in values.words("ignored")),
        dimensions={normalised(one): one for one in values.words("dimensions")},
        dimension_names={
            normalised(one): values.text("dimension_names", one) for one in values.words("dimension_names")
        },
        no_dimension=frozenset(normalised(one) for one in values.words("no_dimension")),
        classes=tuple((normalised(word), one) for one in UnitClass for word in values.words("classes", one.value)),
        statuses={normalised(word): one for one in ReleaseStatus for word in values.words("statuses", one.value)},
        empty=frozenset(values.words("empty")),
        tier_words=tuple((word, Tier(one["tier"])) for one in whole.get("tiers") or () for word in one["words"]),
        place_endings={ending: values.member(Tier, "place_endings", ending) for ending in endings},
        code_rule=CodeRule(
            values.pattern("pattern"),
            {digit: values.member(UnitClass, "unit_code", "class_digits", digit) for digit in digits},
        ),
        looks_like_code=values.pattern("looks_like"),
        area_rule=values.text("area_rule", "value"),
        thresholds=Thresholds(*(values.number(0.0, "thresholds", one) for one in _THRESHOLDS)),
        colours={
            one: ClassColours(*(values.colour("colours", one.value, part) for part in _COLOUR_PARTS))
            for one in UnitClass
        },
        bounds=(
            values.number(-180.0, "bounds", "west"), values.number(-90.0, "bounds", "south"),
            values.number(-180.0, "bounds", "east"), values.number(-90.0, "bounds", "north"),
        ),
        faults=faults,
    )  # fmt: skip


class _Values:
    """Values of a whole document by their keys; what is missing or of another kind is said with its key."""

    def __init__(self, document: Mapping[str, Any], file: str) -> None:
        self.document = document
        self.file = file

    def _value(self, keys: Sequence[str]) -> Any:
        value: Any = self.document
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def text(self, *keys: str) -> str:
        """A text that is not empty."""
        value = self._value(keys)
        if not isinstance(value, str) or not value:
            raise unreadable(self.file, ".".join(keys), "")
        return value

    def words(self, *keys: str) -> tuple[str, ...]:
        """The keys of a table; none where there is no table."""
        table = self._value(keys) or {}
        return tuple(word for word, value in table.items() if value is not None)

    def member(self, kind: type[_Member], *keys: str) -> _Member:
        """A member of an enumeration by its value."""
        try:
            return kind(self.text(*keys))
        except ValueError as reason:
            raise unreadable(self.file, ".".join(keys), "、".join(str(one.value) for one in kind)) from reason

    def number(self, least: float, *keys: str) -> float:
        """A number that is not below ``least``."""
        value = self._value(keys)
        # An integer of hundreds of digits is a number in JSON, and none that can be reckoned with.
        if not isinstance(value, int | float) or not least <= value < _TOO_MUCH:
            raise unreadable(self.file, ".".join(keys), f"≥ {least:g}")
        return float(value)

    def colour(self, *keys: str) -> str:
        """A colour as #rrggbb."""
        value = self.text(*keys)
        if not _COLOUR.fullmatch(value):
            raise unreadable(self.file, ".".join(keys), "#rrggbb")
        return value.lower()

    def pattern(self, key: str) -> re.Pattern[str]:
        """A pattern of ``unit_code`` that cannot run away."""
        try:
            return code_pattern(self.text("unit_code", key))
        except (ValueError, re.error, OverflowError) as reason:
            raise unreadable(self.file, f"unit_code.{key}", reason) from reason
