# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person brings piece by piece: files, folders, archives and pasted tables, corrected and examined again."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.core.terms import Tier
from zoning_plugin.jobs.import_release import ImportRequest, examine_import
from zoning_plugin.jobs.keep_paste import keep_paste
from zoning_plugin.jobs.office_profile import draft_profile, hand_out_profile, remember_profile, take_in_profile

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo" / "release-1"
LIST = "单元编码\t管控维度\t管控要求\nZH99010120001\t空间布局约束\t1-1. 禁止新建高污染项目。\n"


def demo_files() -> tuple[Path, ...]:
    return tuple(sorted(DEMO.iterdir()))


def test_a_folder_given_is_the_folder_chosen(tmp_path: Path) -> None:
    output = tmp_path / "r.gpkg"
    chosen = examine_import(ImportRequest(output, folder=DEMO))
    given = examine_import(ImportRequest(output, given=(DEMO,)))
    assert given.release == chosen.release
    assert dict(given.stated)["name"] == chosen.release.info.name
    assert given.provinces == ("99",)


def test_the_files_of_a_folder_one_by_one_are_the_folder(tmp_path: Path) -> None:
    output = tmp_path / "r.gpkg"
    assert (
        examine_import(ImportRequest(output, given=demo_files())).release
        == examine_import(ImportRequest(output, folder=DEMO)).release
    )


def test_entries_handed_back_are_the_same_release(tmp_path: Path) -> None:
    first = examine_import(ImportRequest(tmp_path / "r.gpkg", given=(DEMO,)))
    again = examine_import(ImportRequest(tmp_path / "r.gpkg", entries=first.entries, stated=first.stated))
    assert again.release == first.release
    assert [id(one) for one in again.entries] == [id(one) for one in first.entries]


def test_what_is_given_again_is_not_read_twice(tmp_path: Path) -> None:
    first = examine_import(ImportRequest(tmp_path / "r.gpkg", given=(DEMO,)))
    again = examine_import(
        ImportRequest(tmp_path / "r.gpkg", entries=first.entries, stated=first.stated, given=(DEMO,))
    )
    assert again.entries == first.entries


def test_a_pasted_table_is_added_to_what_is_there(tmp_path: Path) -> None:
    first = examine_import(ImportRequest(tmp_path / "r.gpkg", given=(DEMO,)))
    pasted = keep_paste("", LIST, tmp_path / "pasted")
    more = examine_import(
        ImportRequest(tmp_path / "r.gpkg", entries=first.entries, stated=first.stated, given=(pasted,))
    )
    assert len(more.release.clauses) == len(first.release.clauses) + 1
    assert more.release.clauses[-1].text == "禁止新建高污染项目。"
    assert more.files[-1].file == "剪贴板.tsv"
    assert more.entries[-1].path == pasted


def test_a_pasted_page_keeps_its_html_and_a_second_one_its_own_name(tmp_path: Path) -> None:
    page = "<html><meta charset='gb2312'><table><tr><td>单元编码</td><td>管控要求</td></tr></table>"
    first, second = (keep_paste(page, "x", tmp_path) for _ in range(2))
    assert (first.name, second.name) == ("剪贴板.html", "剪贴板2.html")
    assert first.read_text(encoding="utf-8-sig") == page


def test_nothing_on_the_clipboard_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReleaseUnreadable):
        keep_paste("<p>no table</p>", "  ", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("旧清单.doc", "list-format-unsupported"), ("清单.et", "list-format-unsupported"), ("清单.pdf", "list-format-unsupported"),
        ("图.dwg", "drawing-not-read"), ("图.dxf", "drawing-not-read"), ("扫描.jpg", "list-format-picture"),
        ("单元.rar", "archive-format-unsupported"), ("单元.7z", "archive-format-unsupported"), ("单元.mdb", "vector-format-unsupported"),
        ("单元.ovobj", "vector-format-unsupported"), ("说明.qwe", "file-not-recognised"),
    ],
)  # fmt: skip
def test_a_chosen_file_that_cannot_be_read_is_an_error_of_its_own(name: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    examination = examine_import(ImportRequest(tmp_path / "r.gpkg", given=(DEMO, path)))
    assert [(one.code, one.fact("file")) for one in examination.unread] == [(code, name)]
    assert set(examination.unread) <= set(examination.errors)
    assert len(examination.release.units) > 0


@pytest.mark.parametrize("name", ["空.kml", "空.ovkml"])
def test_a_chosen_file_without_a_layer_is_not_passed_over(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text('<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>', encoding="utf-8")
    examination = examine_import(ImportRequest(tmp_path / "r.gpkg", given=(DEMO, path)))
    assert [(one.code, one.fact("file")) for one in examination.unread] == [("no-features", name)]


def test_an_archive_given_is_taken_like_its_folder(tmp_path: Path) -> None:
    packed = tmp_path / "示例县.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in demo_files():
            archive.write(path, path.name)
    examination = examine_import(ImportRequest(tmp_path / "r.gpkg", given=(packed,)))
    assert examination.entries[0].member
    again = examine_import(ImportRequest(tmp_path / "r.gpkg", entries=examination.entries, stated=examination.stated))
    assert again.release == examination.release


def test_a_list_that_nobody_understands_shows_its_headings_for_a_person_to_say(tmp_path: Path) -> None:
    strange = tmp_path / "表.tsv"
    strange.write_text("甲乙\t丙丁\nZH99010120001\t禁止新建高污染项目。\n", encoding="utf-8")
    first = examine_import(ImportRequest(tmp_path / "r.gpkg", given=(DEMO, strange)))
    (held,) = (one for one in first.files if one.file == "表.tsv")
    assert held.columns == (("甲乙", ""), ("丙丁", ""))
    draft = draft_profile({"甲乙": "unit_code", "丙丁": "requirement"}, None, tmp_path / "drafts")
    again = examine_import(
        ImportRequest(tmp_path / "r.gpkg", entries=first.entries, stated=first.stated, profile=str(draft))
    )
    assert len(again.release.clauses) == len(first.release.clauses) + 1
    assert again.profile_path == draft


def test_a_mapping_that_is_remembered_is_taken_by_itself_for_its_province(tmp_path: Path) -> None:
    offices = tmp_path / "offices"
    kept = remember_profile({"甲乙": "unit_code", "丙丁": "requirement"}, None, ["99"], offices)
    strange = tmp_path / "表.tsv"
    strange.write_text("甲乙\t丙丁\nZH99010120001\t禁止新建高污染项目。\n", encoding="utf-8")
    examination = examine_import(ImportRequest(tmp_path / "r.gpkg", given=(DEMO, strange), offices=offices))
    assert examination.profile_path == kept
    assert examination.release.clauses[-1].text == "禁止新建高污染项目。"
    better = remember_profile({"戊": "tag"}, kept, ["99"], offices)
    assert better == kept
    assert len(list((offices / "previous").iterdir())) == 1


def test_a_profile_is_handed_on_and_taken_in(tmp_path: Path) -> None:
    kept = remember_profile({"甲乙": "unit_code"}, None, ["99"], tmp_path / "one")
    handed = hand_out_profile(kept, tmp_path / "给同事.json")
    taken = take_in_profile(handed, tmp_path / "other")
    assert taken.read_bytes() == kept.read_bytes()
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ReleaseUnreadable):
        take_in_profile(tmp_path / "bad.json", tmp_path / "other")


def test_a_tier_that_a_person_states_holds(tmp_path: Path) -> None:
    first = examine_import(ImportRequest(tmp_path / "r.gpkg", given=(DEMO,)))
    place = next(number for number, one in enumerate(first.entries) if one.role == "list")
    entries = list(first.entries)
    entries[place] = replace(entries[place], tier=Tier.REGION)
    again = examine_import(ImportRequest(tmp_path / "r.gpkg", entries=tuple(entries), stated=first.stated))
    (held,) = (one for one in again.files if one.entry == place)
    assert held.tiers == ("region",)
