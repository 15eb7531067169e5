# SPDX-License-Identifier: GPL-3.0-or-later
"""Industries are found by code, name, part of a name and everyday word."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import pytest

from zoning_plugin.files.industries import read_industries

INDUSTRIES = read_industries()


def test_the_classification_is_whole() -> None:
    codes = [row.code for row in INDUSTRIES.rows]
    assert len(codes) == len(set(codes))
    assert [sum(len(code) == length for code in codes) for length in (1, 2, 3, 4)] == [20, 97, 274, 1381]
    for row in INDUSTRIES.rows:
        assert row.name == row.name.strip()
        assert " " not in row.name
        assert INDUSTRIES.by_code[row.section].parent == ""
        assert row.code == row.section or INDUSTRIES.above(row)[-1].code == row.section
        assert not row.parent or row.code.startswith(row.parent) or row.parent == row.section


def test_everyday_words_mean_industries_that_there_are() -> None:
    assert len(INDUSTRIES.words) > 250
    for word, codes in INDUSTRIES.words.items():
        assert len(word) >= 2
        assert codes
        assert all(code in INDUSTRIES.by_code for code in codes), word


def test_every_name_finds_itself_first() -> None:
    assert [row for row in INDUSTRIES.rows if INDUSTRIES.find(row.name)[0].name != row.name] == []


def test_every_code_finds_itself_first() -> None:
    for row in INDUSTRIES.rows:
        assert INDUSTRIES.find(row.code)[0] is row
        assert INDUSTRIES.find(row.printed.split(" ")[0])[0] is row
        assert INDUSTRIES.of_code(row.section.lower() + row.code if row.parent else row.code.lower()) is row


def test_every_everyday_word_finds_its_first_industry_first() -> None:
    names = {row.name for row in INDUSTRIES.rows}
    for word, codes in INDUSTRIES.words.items():
        if word not in names and word + "业" not in names:
            assert INDUSTRIES.find(word)[0].code == codes[0], word


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("电镀厂", "3360"), ("電鍍廠", "3360"), ("电 镀", "3360"), ("养猪场", "0313"), ("加油站", "5265"), ("水泥厂", "3011"),
        ("数据中心", "6450"), ("化工", "26"), ("印染", "1713"), ("光伏电站", "4416"), ("家具", "21"), ("污水处理厂", "4620"),
        ("年产五万吨水泥熟料生产线", "3011"), ("Ｃ３３６０", "3360"), ("c33", "33"), ("金属表面处理", "3360"), ("表面处理", "3360"),
        ("某某精密五金电镀有限公司建设项目", "3360"), ("汽车整车", "361"),
    ],
)  # fmt: skip
def test_what_people_type(typed: str, code: str) -> None:
    assert INDUSTRIES.find(typed)[0].code == code


@pytest.mark.parametrize("typed", ["", " ", "电", "％", "()", "\x00", "没有这种行业吧"])
def test_nothing_is_found_where_nothing_is_said(typed: str) -> None:
    assert INDUSTRIES.find(typed) == ()


def test_two_characters_are_enough_and_the_answer_is_short() -> None:
    assert 1 < len(INDUSTRIES.find("制造")) <= 20
    assert len(INDUSTRIES.find("制造", most=3)) == 3


def test_finding_takes_less_than_five_milliseconds() -> None:
    INDUSTRIES.find("先读一次")
    times = []
    for row in INDUSTRIES.rows[::10]:
        started = perf_counter()
        INDUSTRIES.find(row.name)
        times.append(perf_counter() - started)
    assert median(times) < 0.005


def test_above_and_below() -> None:
    plating = INDUSTRIES.by_code["3360"]
    assert [row.code for row in INDUSTRIES.above(plating)] == ["33", "C"]
    assert plating in INDUSTRIES.below(INDUSTRIES.by_code["33"])
    assert INDUSTRIES.below(plating) == ()
    assert plating.printed == "C3360 金属表面处理及热处理加工"
    assert "电镀" in INDUSTRIES.words_for(plating)
