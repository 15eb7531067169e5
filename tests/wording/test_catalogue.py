# SPDX-License-Identifier: GPL-3.0-or-later
"""Every code that the sources can say has its sentence in both languages, with facts that are really given."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoning_plugin.core import terms
from zoning_plugin.core.errors import Level, SiteUnusable, fault
from zoning_plugin.places import resources_dir
from zoning_plugin.wording import LANGUAGES, codes, language_of, sentence, sentence_of, sentences_of, word
from zoning_plugin.wording.catalogue import PLACEHOLDER

PACKAGE = Path(__file__).parents[2] / "zoning_plugin"
FACTS_OF_NO_CALL = {"code", "level", "faults"}

# What an f-string in a code can become.
MEMBERS = {
    "one.state": ["no-data", "failed"],
    "found.state.value": ["clear", "no-data", "failed"],
    "site.kind.value": [one.value for one in terms.SiteKind],
}


@lru_cache(maxsize=4)
def catalogue(language: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    for path in files(language):
        merged.update(json.loads(path.read_text(encoding="utf-8")))
    return merged


def files(language: str) -> list[Path]:
    return sorted((resources_dir() / "wording" / language).glob("*.json"))


def placeholders(text: str) -> Counter[str]:
    return Counter(found.group() for found in PLACEHOLDER.finditer(text))


@dataclass(frozen=True)
class Said:
    """A place in the sources where a code is said, with the facts it gives (None when they cannot be seen)."""

    code: str
    facts: frozenset[str] | None
    place: str


def error_names(trees: dict[Path, ast.Module]) -> set[str]:
    """ZoningError and every class below it, wherever it is defined."""
    names = {"ZoningError"}
    classes = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while True:
        more = {
            one.name for one in classes if any(isinstance(base, ast.Name) and base.id in names for base in one.bases)
        }
        if more <= names:
            return names
        names |= more


@lru_cache(maxsize=1)
def said() -> tuple[Said, ...]:
    """Every code in a fault(...), an error, and a report of progress."""
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "_vendor" not in path.parts
    }
    speakers = {"fault"} | error_names(trees)
    return tuple(
        one for path, tree in trees.items() for node in ast.walk(tree) if isinstance(node, ast.Call) for one in _said_in(node, path, speakers)
    )  # fmt: skip


def _said_in(call: ast.Call, path: Path, speakers: set[str]) -> Iterator[Said]:
    name = (
        call.func.id
        if isinstance(call.func, ast.Name)
        else call.func.attr
        if isinstance(call.func, ast.Attribute)
        else ""
    )
    place = f"{path.relative_to(PACKAGE)}:{call.lineno}"
    if name in speakers and call.args:
        given = {keyword.arg for keyword in call.keywords}
        facts = (
            None if None in given or "faults" in given or len(call.args) > 2 else frozenset(str(one) for one in given)
        )
        yield from (Said(code, facts, place) for code in _texts(call.args[0]))
    for argument in call.args:
        if (
            isinstance(argument, ast.Constant)
            and isinstance(argument.value, str)
            and re.fullmatch(r"step-[a-z-]+", argument.value)
        ):
            yield Said(argument.value, None, place)


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        pieces = [
            [part.value] if isinstance(part, ast.Constant) else MEMBERS[ast.unparse(part.value)]
            for part in node.values
            if isinstance(part, ast.Constant | ast.FormattedValue)
        ]
        yield from ("".join(str(one) for one in chosen) for chosen in product(*pieces))


def test_there_is_something_to_check() -> None:
    assert len({one.code for one in said()}) > 40


def test_every_code_of_the_sources_has_a_sentence() -> None:
    missing = {
        f"{one.code} ({one.place})" for one in said() for language in LANGUAGES if one.code not in catalogue(language)
    }
    assert not missing, sorted(missing)


def test_sentences_name_only_facts_that_are_given() -> None:
    wrong = {
        f"{one.code}: {sorted(unknown)} ({one.place})"
        for one in said()
        if one.facts is not None
        for unknown in [
            {found["name"] for found in PLACEHOLDER.finditer(catalogue("zh").get(one.code, ""))}
            - one.facts
            - FACTS_OF_NO_CALL
        ]
        if unknown
    }
    assert not wrong, sorted(wrong)


def test_both_languages_have_the_same_codes_with_the_same_facts() -> None:
    chinese, english = catalogue("zh"), catalogue("en")
    assert sorted(chinese.keys() ^ english.keys()) == []
    assert [code for code in chinese if placeholders(chinese[code]).keys() != placeholders(english[code]).keys()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_is_given_twice(language: str) -> None:
    def pairs(items: list[tuple[str, str]]) -> dict[str, str]:
        assert not [name for name, count in Counter(name for name, _ in items).items() if count > 1]
        return dict(items)

    counts: Counter[str] = Counter()
    for path in files(language):
        counts.update(list(json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=pairs)))
    assert [code for code, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_entries_are_well_formed(language: str) -> None:
    for code, text in catalogue(language).items():
        assert re.fullmatch(r"[a-zA-Z0-9_-]+", code), code
        assert text, code
        assert "{" not in PLACEHOLDER.sub("", text), code
        assert "}" not in PLACEHOLDER.sub("", text), code


def test_chinese_is_chinese_and_english_is_not() -> None:
    han = re.compile("[\u4e00-\u9fff]")
    quoted = re.compile(r"\[[^\]]*\]|\(符合.*?\)|“[^”]*”|/")
    assert [code for code, text in catalogue("en").items() if han.search(quoted.sub("", text))] == []


def test_every_word_of_the_field_is_there() -> None:
    vocabularies = {
        "class": terms.UnitClass, "class-letter": terms.UnitClass, "tier": terms.Tier, "relation": terms.Relation,
        "zone-state": terms.ZoneState, "kind": terms.SiteKind, "status": terms.ReleaseStatus, "state": terms.State,
        "level": Level, "amount-unit": terms.SiteKind,
    }  # fmt: skip
    wanted = {f"{name}-{one.value}" for name, words in vocabularies.items() for one in words}
    assert wanted - codes("zh") == set()
    assert wanted - codes("en") == set()


def test_nothing_that_a_report_says_is_a_certificate() -> None:
    for name in ("report.json", "reasons.json", "words.json"):
        for language in LANGUAGES:
            text = (resources_dir() / "wording" / language / name).read_text(encoding="utf-8")
            assert not re.search("证明|许可|通过|certif|permi|approval", text, re.IGNORECASE)


def test_a_fault_becomes_one_sentence() -> None:
    found = fault("release-not-published", Level.ERROR, status="draft")
    assert sentence_of(found, "zh").startswith("所用成果状态为“草案”")
    assert "“draft”" in sentence_of(found, "en")
    assert sentence_of(fault("release-not-published", status="odd"), "zh").startswith("所用成果状态为“odd”")


@given(st.text(), st.dictionaries(st.text(), st.text()), st.text())
def test_unknown_codes_give_plain_text_and_never_fail(code: str, facts: dict[str, str], language: str) -> None:
    text = sentence(f"no-such-{code}", facts, language)
    assert f"no-such-{code}" in text
    assert word(f"no-such-{code}", language) == f"no-such-{code}"


@given(st.sampled_from(sorted(catalogue("zh"))), st.text(max_size=2000))
def test_hostile_facts_stay_text(code: str, value: str) -> None:
    names = {found["name"] for found in PLACEHOLDER.finditer(catalogue("zh")[code])}
    text = sentence(code, dict.fromkeys(names, value), "zh")
    assert len(text) < 5000
    assert sentence(code, {}, "zh")


def test_a_missing_fact_is_a_question_mark() -> None:
    assert sentence("crs-unknown", {}, "en").startswith("The reference system “?” is not known")


def test_all_faults_of_an_error_are_told_once() -> None:
    twice = fault("crs-unknown", Level.ERROR, crs="x")
    error = SiteUnusable("crs-unknown", [twice, fault("cancelled"), twice])
    assert sentences_of(error, "en") == (sentence_of(twice, "en"), sentence("cancelled", {}, "en"))


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("zh", "zh"),
        ("zh-Hans", "zh"),
        ("zh_CN", "zh"),
        ("ZH_tw", "zh"),
        ("en", "en"),
        ("de_DE", "en"),
        ("C", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_locale(locale: str, language: str) -> None:
    assert language_of(locale) == language


def test_a_list_in_a_fact_is_separated_as_the_language_does() -> None:
    facts = {"status": "x", "taken": "draft", "allowed": "draft、published"}
    assert "draft、published" in sentence("status-unknown", facts, "zh")
    assert "draft, published" in sentence("status-unknown", facts, "en")


@pytest.mark.parametrize(
    ("amount", "kind", "chinese", "english"),
    [
        ("9999.90", "polygon", "9999.90 m²", "9999.90 m²"),
        ("12345.00", "polygon", "1.2345 公顷（12345.00 m²）", "1.2345 ha (12345.00 m²)"),
        ("12345.00", "line", "12345.00 m", "12345.00 m"),
        ("nan", "polygon", "nan m²", "nan m²"),
        ("?", "polygon", "? m²", "? m²"),
    ],
)
def test_large_areas_are_said_in_hectares(amount: str, kind: str, chinese: str, english: str) -> None:
    facts = {"amount": amount, "kind": kind, "share": "1.00"}
    assert f"地块有 {chinese}（1.00%）" in sentence("site-not-covered", facts, "zh")
    assert f"{english} of the site (1.00%)" in sentence("site-not-covered", facts, "en")
