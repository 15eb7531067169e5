# SPDX-License-Identifier: GPL-3.0-or-later
"""The translations: found where they stand, complete, and written the same way every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import translations

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("file", sorted((ROOT / "i18n").glob("*.ts")), ids=lambda file: file.stem)
def test_every_text_of_the_sources_is_translated(file: Path) -> None:
    """When this fails: `make i18n`, then fill in what is unfinished."""
    assert translations.faults_of(translations.read_ts(file), translations.texts_in_sources()) == []


def test_texts_are_found_in_calls_of_tr_and_translate() -> None:
    source = 'tr("Site {name}").format(name=1)\ni18n.tr("Units")\nQCoreApplication.translate("Dock", "Search")\n'
    found = set(translations.texts_in_python(source, "x.py"))
    assert found == {("zoning_plugin", "Site {name}"), ("zoning_plugin", "Units"), ("Dock", "Search")}


@pytest.mark.parametrize("call", ['tr(f"Site {name}")', "tr(label)", 'tr("a" + b)', 'self.tr("Units")'])
def test_a_text_that_would_not_be_translated_is_refused(call: str) -> None:
    with pytest.raises(translations.UntranslatableCall, match=r"x\.py:1"):
        list(translations.texts_in_python(call, "x.py"))


def test_a_form_gives_its_texts_under_its_class(tmp_path: Path) -> None:
    form = tmp_path / "dock.ui"
    form.write_text(
        '<ui><class>Dock</class><widget><property name="text"><string>Search</string></property>'
        '<property name="x"><string notr="true">no</string></property></widget></ui>',
        encoding="utf-8",
    )
    assert list(translations.texts_in_form(form)) == [("Dock", "Search")]


def test_a_ts_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    texts = {("zoning_plugin", "<Units> & “more”"): "单元 & 更多", ("Dock", "Search"): ""}
    translations.write_ts(tmp_path / "a.ts", "zh-Hans", texts)
    assert translations.read_ts(tmp_path / "a.ts") == texts
    first = (tmp_path / "a.ts").read_bytes()
    translations.write_ts(tmp_path / "a.ts", "zh-Hans", dict(reversed(texts.items())))
    assert (tmp_path / "a.ts").read_bytes() == first


def test_each_kind_of_fault_is_named() -> None:
    texts = {("c", "old"): "旧", ("c", "{n} units"): "单元", ("c", "a"): ""}
    wanted = {("c", "new"), ("c", "{n} units"), ("c", "a")}
    faults = translations.faults_of(texts, wanted)
    assert [fault.split(":")[0] for fault in faults] == [
        "not in the .ts",
        "no longer in the sources",
        "untranslated",
        "placeholders differ",
    ]


def test_a_compiled_translation_is_what_qt_reads(tmp_path: Path) -> None:
    translations.write_ts(tmp_path / "a.ts", "zh-Hans", {("zoning_plugin", "Units"): "管控单元"})
    translations.compile_ts(tmp_path / "a.ts")
    assert "管控单元".encode("utf-16-be") in (tmp_path / "a.qm").read_bytes()
