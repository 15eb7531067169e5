# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever people call things, a file can be called so on Windows, on Linux and on a Mac, and two are never one."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoning_plugin.files.file_names import file_stem, free_stem

NASTY = st.text(
    st.one_of(st.sampled_from('\\/:*?"<>|. \t\n\x00\x7f\x85\u202e\u3000é\u0301ǅſ长🏭_'), st.characters()), max_size=90
)
DEVICES = st.sampled_from(["con", "PRN", "Aux", "nul", "COM1", "lpt9", "com¹", "conin$", "CONOUT$"])
TEXTS = st.one_of(NASTY, st.builds("".join, st.tuples(DEVICES, NASTY)), st.text("长", max_size=300))


@given(TEXTS)
def test_a_name_is_one_that_every_file_system_takes(text: str) -> None:
    stem = file_stem(text, "release")
    assert stem
    assert len(stem.encode("utf-8")) <= 180
    assert stem == unicodedata.normalize("NFC", stem) == stem.strip(" .")
    assert not set(stem) & set('\\/:*?"<>|')
    assert not {unicodedata.category(one) for one in stem} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    for name in (stem, f"{stem}.gpkg"):
        assert not PureWindowsPath(name).is_reserved()
        assert PureWindowsPath(name).name == Path(name).name == name


@given(TEXTS)
def test_a_name_made_of_a_name_is_that_name(text: str) -> None:
    stem = file_stem(text, "release")
    assert file_stem(stem, "other") == stem


@given(st.lists(TEXTS, max_size=12))
def test_no_two_are_one_where_case_is_ignored(texts: list[str]) -> None:
    taken: list[str] = []
    for text in texts:
        taken.append(free_stem(file_stem(text, "release"), taken))
    assert len({one.casefold() for one in taken}) == len(texts)
    assert all(len(f"{one}.geojson".encode()) <= 200 for one in taken)


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("示例县 2024 版", "示例县 2024 版"), ("../../a", "_.._a"), ("甲/乙\\丙\n丁", "甲_乙_丙_丁"), ("...", "release"), ("", "release"),
        ("a. .", "a"), ("a\u3000", "a"), ("CON", "_CON"), ("nul.tar", "_nul.tar"), ("con" + " " * 300 + "x", "_con"), ("COM10", "COM10"),
        ("报告\u202efdp.exe", "报告_fdp.exe"), ("e\u0301", "é"), ("长" * 300, "长" * 60), ("\udc80甲", "甲"),
    ],
)  # fmt: skip
def test_names_seen(text: str, stem: str) -> None:
    assert file_stem(text, "release") == stem


def test_a_taken_name_is_numbered_within_its_length() -> None:
    assert free_stem("Plan", ["plan", "PLAN (2)"]) == "Plan (3)"
    assert free_stem("Plan", ["other"]) == "Plan"
    long = "长" * 60
    assert free_stem(long, [long]) == "长" * 58 + " (2)"
