# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws merged into the 生态环境法典 are known by their names, from the day it took effect."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from zoning_plugin.core.clause_reading import read_clause
from zoning_plugin.files.judgement_words import read_clause_words
from zoning_plugin.files.laws import read_laws

LAWS = read_laws()
BEFORE, FROM = "2026-08-14", "2026-08-15"


@pytest.mark.parametrize(
    "name",
    [
        "水污染防治法", "中华人民共和国水污染防治法", "中华人民共和国水污染防治法(2017修正)", "水污染防治法（2017年6月27日第二次修正）",
        "中华人民共和国水污染防治法（2017年修订版）", "中华人民共和国\n水污染防治法", "中華人民共和國水污染防治法", "水污染防治法〔2017〕",
    ],
)  # fmt: skip
def test_the_names_of_a_law(name: str) -> None:
    law = LAWS.of_name(name, FROM)
    assert law is not None
    assert (law.name, law.code) == ("水污染防治法", "生态环境法典")
    assert LAWS.of_name(name, BEFORE) is None


@pytest.mark.parametrize(
    "name",
    [
        "广东省水污染防治条例", "水污染防治法实施细则", "中华人民共和国森林法", "水法", "中华人民共和国自然保护区条例", "水污染物排放限值", "", "法",
        "环境噪声污染防治法", "水污染防治行动计划", "中华人民共和国环境保护税法",
    ],
)  # fmt: skip
def test_what_only_sounds_like_one_of_them(name: str) -> None:
    assert LAWS.of_name(name, FROM) is None


def test_the_ten_laws_are_those_that_the_source_names(shared_data: Path) -> None:
    text = (shared_data / "reference" / "law_ecocode_articles_56-67_1234_1242.txt").read_text(encoding="utf-8")
    ending = next(line for line in text.splitlines() if line.startswith("第1242条"))
    named = re.findall("《中华人民共和国([^》]+)》", ending)
    assert len(named) == 10
    assert named == [law.name for law in LAWS.merged]
    assert {law.on for law in LAWS.merged} == {FROM}
    assert "2026年8月15日" in ending


def test_fifteen_clauses_of_foshan_cite_one_of_them(shared_data: Path) -> None:
    """As the domain note counts: 15, all of them 《中华人民共和国水污染防治法》; no clause cites another of the ten."""
    with (shared_data / "foshan" / "foshan_list.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader((line for line in file if line[0] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE))
    cites = [read_clause(row["tag"], row["text"], read_clause_words()).cites for row in rows]
    found = [[law.name for cite in one if (law := LAWS.of_name(cite.name, FROM))] for one in cites]
    assert sum(map(bool, found)) == 15
    assert Counter(name for one in found for name in one) == {"水污染防治法": 15}
    assert not any(LAWS.of_name(cite.name, BEFORE) for one in cites for cite in one)
