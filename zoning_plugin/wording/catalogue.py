# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences and words by code, read from resources/wording/<language>/*.json; every file of a language is one catalogue.

A sentence names facts as ``{name}``; ``{name|vocabulary}`` puts the word ``vocabulary-value`` for the fact's value, so that
``{status|status}`` turns the fact "draft" into 草案. Four vocabularies are made, not looked up: ``{found|list}`` separates what the
fact lists ("a、b", however the language reading it does) as the language does, ``{area|amount}`` is an amount with its unit,
``{candidates|axes}`` names readings of coordinates ("EPSG:4490 lon,lat") and says which comes first, and ``{crs|crs}`` gives a
system of the registry ("… (EPSG:n)") the name it has here. What stands in ``⟦ ⟧`` is left out where a
fact in it is empty. Facts are put in as they are: whoever shows a sentence escapes it.

What a library or the system says in words of its own (the fact ``detail``) stands at the end, labelled as such, and nowhere else.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal

from ..core.errors import Fault, ZoningError
from ..places import resources_dir
from .crs_words import readings_in_words, with_name

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")

PLACEHOLDER: Final = re.compile(r"\{(?P<name>[a-z_][a-z0-9_]*)(?:\|(?P<vocabulary>[a-z-]+))?\}")
"""What stands for a fact in a sentence."""

LISTED: Final = "、"
"""What stands between the parts of a fact that is a list, in any language; a sentence that names it as ``{name|list}`` says its own."""

_OPTIONAL: Final = re.compile("⟦([^⟦⟧]*)⟧")
_FACT_LENGTH = 400
_HECTARE_M2 = 10_000


def language_of(locale: str) -> Language:
    """The language we have for a locale name ("zh-Hans", "zh_CN", "en_GB", "C"): Chinese for every Chinese, else English."""
    return "zh" if locale.lower().startswith("zh") else "en"


def sentence(code: str, facts: Mapping[str, str], language: str) -> str:
    """One sentence for ``code`` with its facts: what happened, where, what to do.

    Never raises: an unknown code gives the code with its facts, a fact that is missing gives "?". Long facts are cut in
    the middle, so that a hostile file cannot fill a window; the facts themselves stay whole.
    """
    template = _catalogue(language_of(language)).get(code)
    if template is None:
        listed = ", ".join(f"{name}={_short(value)}" for name, value in sorted(facts.items()))
        return f"{code} ({listed})" if listed else code

    def part(found: re.Match[str]) -> str:
        return found[1] if all(facts.get(one["name"], "?") for one in PLACEHOLDER.finditer(found[1])) else ""

    def value(found: re.Match[str]) -> str:
        text = facts.get(found["name"], "?")
        if found["vocabulary"] == "list":
            return _short(text.replace(LISTED, word("list-separator", language)))
        if found["vocabulary"] == "amount":
            return _amount(_short(text), facts.get("kind", "polygon"), language)
        if found["vocabulary"] == "axes":
            return readings_in_words(_short(text), _catalogue(language_of(language)))
        if found["vocabulary"] == "crs":
            return with_name(_short(text), _catalogue(language_of(language)))
        return word(f"{found['vocabulary']}-{text}", language, _short(text)) if found["vocabulary"] else _short(text)

    return PLACEHOLDER.sub(value, _OPTIONAL.sub(part, template))


def sentence_of(fault: Fault, language: str) -> str:
    """The sentence of one fault."""
    return sentence(fault.code, dict(fault.facts), language)


def sentences_of(error: ZoningError, language: str) -> tuple[str, ...]:
    """The sentences of every fault that an error carries, in order, none twice."""
    return tuple(dict.fromkeys(sentence_of(fault, language) for fault in error.faults))


def word(key: str, language: str, otherwise: str = "") -> str:
    """The word or label for ``key``; ``otherwise`` (or the key itself) where there is none."""
    return _catalogue(language_of(language)).get(key, otherwise or key)


def named_crs(crs: str, language: str) -> str:
    """A coordinate system as the registry names it, "… (EPSG:n)", by the name that the language has for it, if any."""
    return with_name(crs, _catalogue(language_of(language)))


def codes(language: str) -> frozenset[str]:
    """Every code and key that the language has."""
    return frozenset(_catalogue(language_of(language)))


@lru_cache(maxsize=2)
def _catalogue(language: Language) -> dict[str, str]:
    merged: dict[str, str] = {}
    for path in sorted((resources_dir() / "wording" / language).glob("*.json")):
        with open(path, encoding="utf-8") as file:
            merged.update(json.load(file))
    return merged


def _amount(text: str, kind: str, language: str) -> str:
    """An amount (m², m or points, by the ``kind`` of site) with its unit; from one hectare on in hectares, with the m² beside."""
    plain = f"{text} {word(f'amount-unit-{kind}', language, '')}".strip()
    try:
        hectares = float(text) / _HECTARE_M2
    except ValueError:
        return plain
    if kind != "polygon" or not 1 <= hectares < math.inf:
        return plain
    return sentence("amount-hectares", {"ha": f"{hectares:.4f}", "amount": plain}, language)


def _short(text: str) -> str:
    half = _FACT_LENGTH // 2
    return text if len(text) <= _FACT_LENGTH else f"{text[:half]} … {text[-half:]}"
