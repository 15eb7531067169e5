# SPDX-License-Identifier: GPL-3.0-or-later
"""Word documents: everything printed arrives in order, whatever carries it; what cannot be read is told; nothing hostile is opened."""

from __future__ import annotations

import contextlib
import re
import time
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.files.printed_lists import DIMENSIONS, Known, block_page, grouped, tier_page, wide_page
from tests.files.test_access_list import lists
from tests.files.word_documents import (
    level,
    numbering,
    p,
    para,
    part,
    r,
    save,
    t,
    table,
    table_of,
    tbl,
    tc,
    tr,
)
from zoning_plugin.core.errors import Level, PartMissing, ReleaseUnreadable
from zoning_plugin.files.access_list import SheetReading, read_list, read_sheet
from zoning_plugin.files.profile import read_profile
from zoning_plugin.files.tables import word
from zoning_plugin.files.tables.grid import Grid, Inside, Merge, Tables
from zoning_plugin.files.tables.word import read_word
from zoning_plugin.files.tables.word_numbering import numeral
from zoning_plugin.wording import codes, sentence_of

PROFILE = read_profile()
ANY_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def cell(tmp_path: Path, content: str, **parts: str) -> tuple[str, list[tuple[str, str]]]:
    """The text of a cell of raw paragraphs, and the faults with their texts."""
    tables = read_word(save(tmp_path / "单元格.docx", tbl(tr(tc(content), tc(para("旁")))), parts))
    for one in tables.faults:
        assert "?" not in sentence_of(one, "zh").replace("??", ""), sentence_of(one, "zh")
    return tables.grids[0].cells.get((1, 1), ""), [(one.code, one.fact("text")) for one in tables.faults]


def refusal(path: Path) -> str:
    with pytest.raises(ReleaseUnreadable) as caught:
        read_word(path)
    assert sentence_of(caught.value.faults[0], "zh")
    return caught.value.code


def readings(tables: Tables) -> tuple[SheetReading, ...]:
    return read_list(tables, PROFILE, tables.file)


def known(found: tuple[SheetReading, ...]) -> list[Known]:
    return [
        Known(one.unit_code, one.dimension, one.number, one.tag, one.text) for part in found for one in part.clauses
    ]


def weighty(found: tuple[SheetReading, ...]) -> list[str]:
    return [one.code for part in found for one in part.faults if one.level is not Level.INFO]


# --- tables --------------------------------------------------------------------------------------------------------------


def test_tables_in_order_with_the_lines_above_and_below(tmp_path: Path) -> None:
    body = (
        para("一、总则") + para("") + table(["甲", "乙"]) + table(["", ""]) + para("二、细则") + table(["丙"], ["丁"])
    )
    tables = read_word(save(tmp_path / "清单.docx", body + para("附则。")))
    assert [(one.name, one.lines_before) for one in tables.grids] == [("表 1", ("一、总则",)), ("表 3", ("二、细则",))]
    assert tables.grids[0].cells == {(1, 1): "甲", (1, 2): "乙"}
    assert tables.grids[1].cells == {(1, 1): "丙", (2, 1): "丁"}
    assert tables.lines_after == ("附则。",)
    assert all(one.in_flow and one.inside is None for one in tables.grids)


def test_merged_cells(tmp_path: Path) -> None:
    body = tbl(
        tr(tc(para("甲"), merge="restart"), tc(para("乙"), span=2)),
        tr(tc("", merge="continue"), tc(para("丙")), tc(para("丁"), merge="restart")),
        tr(tc("", merge="continue"), tc(para("戊")), tc(para("藏"), merge="continue")),
        tr(tc(para("己")), tc(para("庚")), tc(para("辛"), merge="continue")),
    )
    tables = read_word(save(tmp_path / "合并.docx", body))
    (grid,) = tables.grids
    assert grid.merges == (Merge(1, 1, 3, 1), Merge(1, 2, 1, 3), Merge(2, 3, 4, 3))
    assert [grid.text(row, 3) for row in (1, 2, 3, 4)] == ["乙", "丁", "丁", "丁"]
    assert [(one.code, one.fact("row"), one.fact("text")) for one in tables.faults] == [
        ("covered-text-left-out", "3", "藏"),
        ("covered-text-left-out", "4", "辛"),
    ]


def test_a_merge_that_nothing_begins_is_a_cell_of_its_own(tmp_path: Path) -> None:
    body = tbl(tr(tc(para("甲"), merge="continue"), tc(para("乙"))), tr(tc(para("丙"), merge="continue", span=2)))
    (grid,) = read_word(save(tmp_path / "孤.docx", body)).grids
    assert grid.cells == {(1, 1): "甲", (1, 2): "乙", (2, 1): "丙"}


def test_rows_that_begin_later_and_merges_of_old_word(tmp_path: Path) -> None:
    old = '<w:tc><w:tcPr><w:hMerge w:val="{}"/></w:tcPr>{}</w:tc>'
    body = tbl(
        tr(tc(para("甲")), properties='<w:gridBefore w:val="2"/>'),
        tr(old.format("restart", para("乙")), old.format("continue", para("")), tc(para("丙"))),
    )
    (grid,) = read_word(save(tmp_path / "旧.docx", body)).grids
    assert grid.cells == {(1, 3): "甲", (2, 1): "乙", (2, 3): "丙"}
    assert grid.merges == (Merge(2, 1, 2, 2),)


def test_rows_and_cells_in_content_controls(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtPr><w:alias w:val='名'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    row = control.format(tr(tc(para("甲")), control.format(tc(control.format(para("乙"))))))
    body = control.format(tbl(row, tr(tc(p(control.format(r("丙")))))))
    (grid,) = read_word(save(tmp_path / "控件.docx", body)).grids
    assert grid.cells == {(1, 1): "甲", (1, 2): "乙", (2, 1): "丙"}


def test_nested_tables_follow_the_one_they_lie_in(tmp_path: Path) -> None:
    inner = table(["丙", "丁"], ["戊", "己"])
    body = tbl(tr(tc(para("甲")), tc(para("前") + inner + para("后") + table(["庚"]) + "<w:p/>"))) + table(["辛"])
    tables = read_word(save(tmp_path / "嵌套.docx", body))
    assert [one.name for one in tables.grids] == ["表 1", "表 1.1", "表 1.2", "表 2"]
    assert tables.grids[0].cells == {(1, 1): "甲", (1, 2): "前\n后"}
    assert [one.inside for one in tables.grids] == [None, Inside("表 1", 1, 2, 1), Inside("表 1", 1, 2, 3), None]


# --- text ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (para("甲") + para("乙"), "甲\n乙"),
        (p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/><w:t>丁</w:t></w:r>"), "甲\t乙\n丙\n丁"),
        (p(f"<w:r>{t('1')}<w:noBreakHyphen/>{t('2')}<w:softHyphen/>{t('.')}</w:r>"), "1-2."),
        (p(r("甲"), f"<w:hyperlink r:id='x'>{r('乙')}</w:hyperlink>", r("丙")), "甲乙丙"),
        (p(f"<w:smartTag w:element='x'>{r('甲')}<w:smartTag>{r('乙')}</w:smartTag></w:smartTag>"), "甲乙"),
        (p(f"<w:sdt><w:sdtPr/><w:sdtContent>{r('甲')}</w:sdtContent></w:sdt>", r("乙")), "甲乙"),
        (p(f"<w:fldSimple w:instr='REF x'>{r('甲')}</w:fldSimple>"), "甲"),
        (p(r("a"), f"<w:bdo w:val='ltr'>{r('b')}</w:bdo>", f"<w:customXml w:element='e'>{r('c')}</w:customXml>"), "abc"),
        (p("<w:bookmarkStart w:id='1' w:name='x'/>", r("甲"), "<w:proofErr w:type='spellStart'/><!-- 注 -->", r("乙")), "甲乙"),
        (p("<w:r><w:sym w:font='Symbol' w:char='F0B3'/><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"), "≥✓"),
        (p("<w:r><w:sym w:font='宋体' w:char='2103'/></w:r>"), "℃"),
        (p(r("\uf0b4", "<w:rFonts w:ascii='Symbol'/>"), r("m", "<w:rFonts w:ascii='Symbol'/>")), "×μ"),
        (p(r("一\u3000二  三")), "一\u3000二  三"),
    ],
)  # fmt: skip
def test_what_prints_is_kept_in_order(tmp_path: Path, content: str, text: str) -> None:
    assert cell(tmp_path, content) == (text, [])


def field(*pieces: str) -> str:
    return "".join(
        f"<w:r><w:fldChar w:fldCharType='{one}'/></w:r>" if one in ("begin", "separate", "end") else one
        for one in pieces
    )


def test_of_fields_the_result_is_read(tmp_path: Path) -> None:
    instruction = "<w:r><w:instrText> REF x </w:instrText></w:r>"
    inner = field("begin", instruction, "separate", r("内"), "end")
    assert cell(tmp_path, p(r("甲"), field("begin", instruction, "separate", r("乙"), inner, "end"), r("丙"))) == (
        "甲乙内丙",
        [],
    )
    assert cell(tmp_path, p(field("begin", instruction, inner, "separate", r("外"), "end"))) == ("外", [])
    over = p(field("begin", instruction, "separate"), r("上")) + p(r("下"), field("end"))
    assert cell(tmp_path, over) == ("上\n下", [])
    entry = "<w:r><w:instrText>XE 词</w:instrText></w:r>"
    assert cell(tmp_path, p(r("甲"), field("begin", entry, "end"))) == ("甲", [])
    circled = "<w:r><w:instrText>EQ \\o\\ac(○,1)</w:instrText></w:r>"
    assert cell(tmp_path, p(field("begin", circled, "end"), r("甲"))) == (
        "甲",
        [("field-without-result", "EQ \\o\\ac(○,1)")],
    )


def test_tracked_changes_are_told(tmp_path: Path) -> None:
    runs = [
        r("禁止"),
        f"<w:ins w:id='1'>{r('新建')}</w:ins>",
        "<w:del w:id='2'><w:r><w:delText>扩建</w:delText></w:r></w:del>",
        r("。"),
    ]
    moved = [f"<w:moveFrom w:id='3'>{r('移走')}</w:moveFrom>", f"<w:moveTo w:id='4'>{r('移来')}</w:moveTo>"]
    text, faults = cell(tmp_path, p(*runs, *moved))
    assert text == "禁止新建。移来"
    assert faults == [("insertion-kept", "新建 | 移来"), ("deletion-left-out", "扩建 | 移走")]
    joined = p(r("上半"), properties="<w:rPr><w:del w:id='5'/></w:rPr>") + para("下半")
    assert cell(tmp_path, joined)[0] == "上半下半"


def test_deleted_rows_are_no_rows(tmp_path: Path) -> None:
    body = tbl(
        tr(tc(para("甲"))),
        tr(tc(p("<w:del w:id='1'><w:r><w:delText>乙</w:delText></w:r></w:del>")), properties="<w:del w:id='2'/>"),
        tr(tc(para("丙"))),
    )
    tables = read_word(save(tmp_path / "删行.docx", body))
    assert tables.grids[0].cells == {(1, 1): "甲", (2, 1): "丙"}
    assert [(one.code, one.fact("row"), one.fact("text")) for one in tables.faults] == [
        ("deletion-left-out", "2", "乙")
    ]


@pytest.mark.parametrize(
    ("content", "text", "faults"),
    [
        (p(r("甲"), r("乙", "<w:vanish/>")), "甲乙", [("hidden-text-kept", "乙")]),
        (p(r("甲", "<w:vanish w:val='0'/>")), "甲", []),
        (p(r("甲"), properties="<w:pStyle w:val='隐'/>"), "甲", [("hidden-text-kept", "甲")]),
        (p(r("甲", "<w:strike/>")), "甲", [("struck-text-kept", "甲")]),
        (p("<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>jiǎ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>甲</w:t></w:r></w:rubyBase></w:ruby></w:r>"),
         "甲", [("annotations-left-out", "jiǎ")]),
        (p(r("甲"), "<w:r><w:footnoteReference w:id='2'/></w:r>"), "甲", [("note-left-out", "注文")]),
        (p(r("面积"), "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "面积x=1", [("formula-as-line", "x=1")]),
        (p("<w:r><w:sym w:font='Webdings' w:char='F041'/></w:r>", r("甲")), "\ufffd甲", [("sign-not-known", "Webdings F041")]),
        (p(r("甲"), "<w:r><w:drawing/></w:r>"), "甲", [("picture-not-read", "")]),
        (p(r("甲"), "<w:r><w:commentReference w:id='1'/></w:r>"), "甲", [("comments-left-out", "")]),
    ],
)  # fmt: skip
def test_what_is_no_plain_text_is_told(tmp_path: Path, content: str, text: str, faults: list[tuple[str, str]]) -> None:
    styles = part(
        "styles",
        "<w:style w:styleId='底'><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId='隐'><w:basedOn w:val='底'/></w:style>",
    )
    notes = part("footnotes", f"<w:footnote w:id='2'>{para('注文')}</w:footnote>")
    assert cell(tmp_path, content, styles=styles, footnotes=notes) == (text, faults)


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{para('框一')}{para('框二')}</w:txbxContent>"
    run = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert cell(tmp_path, p(r("前"), run, r("后"))) == ("前后\n框一\n框二", [("text-box-read", "框一 框二")])


def test_an_embedded_document_is_refused(tmp_path: Path) -> None:
    assert refusal(save(tmp_path / "嵌.docx", table(["甲"]) + "<w:altChunk r:id='r9'/>")) == "document-within-document"


# --- automatic numbers ---------------------------------------------------------------------------------------------------


def printed(tmp_path: Path, paragraphs: list[str], numbers: str, styles: str = "") -> list[str]:
    """The lines of a cell, and every fault but that numbers were computed."""
    parts = {"numbering": numbers} | ({"styles": styles} if styles else {})
    text, faults = cell(tmp_path, "".join(paragraphs), **parts)
    return text.split("\n") + [f"{code}: {told}" for code, told in faults if code != "numbers-computed"]


def test_two_levels_with_restart(tmp_path: Path) -> None:
    levels = level(0, "%1.", suffix="space") + level(1, "%1-%2.", suffix="nothing")
    lines = [para("甲", 1), para("一", 1, 1), para("二", 1, 1), para("乙", 1), para("三", 1, 1), para("无")]
    assert printed(tmp_path, lines, numbering([levels])) == ["1. 甲", "1-1.一", "1-2.二", "2. 乙", "2-1.三", "无"]


def test_a_list_goes_on_through_cells_rows_and_running_text(tmp_path: Path) -> None:
    body = para("总则", 1) + tbl(tr(tc(para("甲", 1)), tc(para("乙", 1))), tr(tc(para("丙", 1)), tc("")))
    tables = read_word(save(tmp_path / "续.docx", body, {"numbering": numbering([level(0, "%1.", suffix="nothing")])}))
    assert tables.grids[0].lines_before == ("1.总则",)
    assert list(tables.grids[0].cells.values()) == ["2.甲", "3.乙", "4.丙"]


def test_lists_of_one_definition_count_together_until_one_starts_anew(tmp_path: Path) -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbers = numbering([level(0, "%1.", suffix="nothing")], [(0, ""), (0, ""), (0, anew)])
    lines = [para("", 1), para("", 2), para("", 3), para("", 3), para("", 1)]
    assert printed(tmp_path, lines, numbers) == ["1.", "2.", "1.", "2.", "3."]


def test_a_level_that_never_restarts_and_one_that_restarts_late(tmp_path: Path) -> None:
    levels = "".join([
        level(0, "%1.", suffix="nothing"), level(1, "%2)", suffix="nothing", more='<w:lvlRestart w:val="0"/>'),
        level(2, "(%3)", suffix="nothing", more='<w:lvlRestart w:val="1"/>'),
    ])  # fmt: skip
    lines = [para("", 1, place) for place in (0, 1, 2, 1, 2, 0, 1, 2)]
    assert printed(tmp_path, lines, numbering([levels])) == ["1.", "1)", "(1)", "2)", "(2)", "2.", "3)", "(1)"]


def test_numbers_by_style(tmp_path: Path) -> None:
    numbers = numbering(
        [
            level(0, "%1、", "chineseCounting", more='<w:pStyle w:val="条"/>', suffix="nothing")
            + level(1, "%2.", more='<w:pStyle w:val="款"/>', suffix="nothing")
        ]
    )
    style = (
        "<w:style w:type='paragraph' w:styleId='{}'>{}<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    )
    none = "<w:style w:type='paragraph' w:styleId='白'><w:basedOn w:val='条'/><w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr></w:style>"
    styles = part(
        "styles",
        style.format("条", "")
        + style.format("款", "")
        + none
        + "<w:style w:styleId='子条'><w:basedOn w:val='条'/></w:style>",
    )
    lines = [
        para("甲", style="条"),
        para("乙", style="款"),
        para("丙", style="子条"),
        para("丁", style="白"),
        p(r("戊"), properties='<w:pStyle w:val="条"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
    ]
    assert printed(tmp_path, lines, numbers, styles) == ["一、甲", "1.乙", "二、丙", "丁", "戊"]


def test_a_list_style_is_followed(tmp_path: Path) -> None:
    numbers = numbering([level(0, "第%1条", "chineseCountingThousand", suffix="tab"), '<w:numStyleLink w:val="法条"/>'])
    styles = part(
        "styles",
        "<w:style w:type='numbering' w:styleId='法条'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>",
    )
    assert printed(tmp_path, [para("甲", 2), para("乙", 1)], numbers, styles) == ["第一条\t甲", "第二条\t乙"]


def test_bullets_are_told_and_typed_numbers_in_them_kept(tmp_path: Path) -> None:
    numbers = numbering([level(0, "\uf0b7", "bullet"), level(0, "（一）", "bullet", suffix="nothing")])
    assert printed(tmp_path, [para("甲", 1), para("乙", 2)], numbers) == ["甲", "（一）乙", "bullets-left-out: 甲"]


def test_the_legal_form_and_formats_of_newer_versions(tmp_path: Path) -> None:
    newer = '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    wrapped = f'<w:lvl w:ilvl="0"><w:start w:val="7"/>{newer}<w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    legal = level(0, "%1、", "chineseCounting", suffix="nothing") + level(1, "%1.%2", more="<w:isLgl/>", suffix="space")
    assert printed(tmp_path, [para("", 1), para("", 2), para("甲", 2, 1)], numbering([wrapped, legal])) == [
        "007、",
        "一、",
        "1.1 甲",
    ]


def test_a_number_below_one_not_yet_printed_is_doubtful(tmp_path: Path) -> None:
    numbers = numbering([level(0, "%1.") + level(1, "%1-%2.", suffix="nothing")])
    assert printed(tmp_path, [para("甲", 1, 1)], numbers) == ["1-1.甲", "number-doubtful: 1-1. 甲"]


def test_a_number_format_that_is_not_known_stops_the_import(tmp_path: Path) -> None:
    path = save(
        tmp_path / "天干.docx",
        table(["甲"]) + tbl(tr(tc(para("条文", 1)))),
        {"numbering": numbering([level(0, "%1.", "hebrew1")])},
    )
    with pytest.raises(ReleaseUnreadable) as caught:
        read_word(path)
    assert [(one.code, one.fact("sheet"), one.fact("row"), one.fact("text")) for one in caught.value.faults] == [
        ("number-not-computed", "表 2", "1", "hebrew1 1: 条文")
    ]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("decimal", 12, "12"), ("decimalZero", 7, "07"), ("decimalFullWidth", 12, "１２"), ("upperRoman", 14, "XIV"), ("lowerRoman", 9, "ix"),
        ("upperLetter", 27, "AA"), ("lowerLetter", 2, "b"), ("chineseCounting", 21, "二十一"), ("chineseCountingThousand", 110, "一百一十"),
        ("japaneseCounting", 10, "十"), ("ideographDigital", 10, "一〇"), ("ideographTraditional", 3, "丙"), ("ideographZodiac", 1, "子"),
        ("decimalEnclosedCircle", 20, "⑳"), ("decimalEnclosedCircleChinese", 3, "③"), ("decimalEnclosedParen", 2, "⑵"), ("none", 5, ""),
        ("decimalEnclosedCircle", 21, None), ("upperRoman", 4000, None), ("lowerLetter", 10**9, None), ("aiueo", 1, None), ("decimal", -1, None),
    ],
)  # fmt: skip
def test_numerals(kind: str, value: int, text: str | None) -> None:
    assert numeral(value, kind) == text


# --- a known list comes back -----------------------------------------------------------------------------------------------


@ANY_FOLDER
@given(lists(), st.permutations(["serial", "code", "name", "class", "county", *DIMENSIONS]), st.integers(0, 2))
def test_a_wide_list_comes_back(tmp_path: Path, clauses: list[Known], columns: list[str], repeat: int) -> None:
    page = wide_page(clauses, columns=columns, repeat_every=repeat, title="示例县准入清单")
    found = readings(read_word(save(tmp_path / "宽.docx", table_of(page.grid()))))
    order = [column for column in columns if column in DIMENSIONS]
    assert known(found) == sorted(
        clauses, key=lambda one: (one.unit, order.index(one.dimension), int(one.number.split("-")[1]))
    )
    assert weighty(found) == []


@ANY_FOLDER
@given(lists(), st.booleans(), st.booleans())
def test_a_block_list_comes_back(tmp_path: Path, clauses: list[Known], merged: bool, two_rows: bool) -> None:
    page = block_page(clauses, merge_dimensions=merged, two_heading_rows=two_rows, breaks="\n")
    found = readings(read_word(save(tmp_path / "块.docx", table_of(page.grid()))))
    assert known(found) == clauses
    assert weighty(found) == []


@ANY_FOLDER
@given(lists(with_units=False), st.booleans())
def test_a_tier_table_comes_back(tmp_path: Path, clauses: list[Known], several: bool) -> None:
    page = tier_page(clauses, several_a_cell=several, title="")
    found = readings(read_word(save(tmp_path / "总.docx", para("示例省总体准入要求") + table_of(page.grid()))))
    assert known(found) == clauses
    assert [one.title for one in found] == ["示例省总体准入要求"]


def long_rows(clauses: list[Known], columns: list[str]) -> list[list[tuple[str, Known]]]:
    """One row a clause: unit, name, dimension, requirement, in the order of ``columns``; "" under what is merged down."""
    texts = {"code": "unit", "dimension": "dimension"}
    return [
        [
            (getattr(one, texts[column]) if column in texts else f"单元{one.unit[-1]}" if column == "name" else "", one)
            for column in columns
        ]
        for one in clauses
    ]


@ANY_FOLDER
@given(lists(), st.permutations(["code", "name", "dimension", "requirement"]), st.booleans(), st.integers(1, 9))
def test_a_long_list_with_automatic_numbers_split_over_tables_comes_back(
    tmp_path: Path, clauses: list[Known], columns: list[str], has_numbers: bool, split: int
) -> None:
    headings = {"code": "单元编码", "name": "单元名称", "dimension": "管控维度", "requirement": "准入要求"}
    # One list a unit and dimension, "1-%1.", as offices number them.
    series = list(dict.fromkeys((one.unit, one.dimension) for one in clauses))
    numbers = numbering([level(0, f"{DIMENSIONS.index(dimension) + 1}-%1.") for _, dimension in series])
    rows = [tr(*(tc(para(headings[column])) for column in columns))]
    pieces = []
    for place, row in enumerate(long_rows(clauses, columns)):
        before = clauses[place - 1] if place and place % split else None
        cells = []
        for column, (text, one) in zip(columns, row, strict=True):
            if column == "requirement":
                numbered = Known("", "", "", one.tag, one.text).as_printed if has_numbers else one.as_printed
                cells.append(tc(para(numbered, series.index((one.unit, one.dimension)) + 1 if has_numbers else 0)))
            else:
                same = (
                    before is not None
                    and before.unit == one.unit
                    and (column != "dimension" or before.dimension == one.dimension)
                )
                cells.append(tc("" if same else para(text), merge="continue" if same else "restart"))
        if place and place % split == 0:
            pieces.append(tbl(*rows))
            rows = []
        rows.append(tr(*cells))
    body = "<w:p/>".join([*pieces, tbl(*rows)])
    found = readings(read_word(save(tmp_path / "长.docx", body, {"numbering": numbers})))
    assert known(found) == clauses
    assert weighty(found) == []
    assert len(found) == len(pieces) + 1


@ANY_FOLDER
@given(lists(), st.booleans(), st.booleans())
def test_requirements_in_nested_tables_come_back(
    tmp_path: Path, clauses: list[Known], has_heading: bool, has_title: bool
) -> None:
    rows = [tr(tc(para("环境管控单元编码")), tc(para("环境管控单元名称")), tc(para("管控要求")))]
    for unit, by_dimension in grouped(clauses).items():
        heading = [tr(tc(para("管控维度")), tc(para("管控要求")))] if has_heading else []
        inner = tbl(*heading, *(
            tr(tc(para(dimension)), tc("".join(para(one.as_printed) for one in several))) for dimension, several in by_dimension.items()
        ))  # fmt: skip
        rows.append(tr(tc(para(unit)), tc(para("某单元") if has_title else ""), tc(inner + "<w:p/>")))
    found = readings(read_word(save(tmp_path / "嵌.docx", tbl(*rows))))
    assert known(found) == clauses
    assert weighty(found) == []
    assert {one.sheet for part in found for one in part.clauses} == {f"表 1.{place}" for place in range(1, len(rows))}


@ANY_FOLDER
@given(lists())
def test_a_table_a_unit_below_a_line_with_its_code_comes_back(tmp_path: Path, clauses: list[Known]) -> None:
    body = ""
    for unit, by_dimension in grouped(clauses).items():
        rows = [[one.dimension, one.as_printed] for several in by_dimension.values() for one in several]
        body += para("（一）某某镇") + para(f"{unit} 某某镇管控单元") + table(["管控维度", "管控要求"], *rows)
    found = readings(read_word(save(tmp_path / "分.docx", body)))
    assert known(found) == clauses
    assert [one.code for part in found for one in part.units] == list(grouped(clauses))
    assert weighty(found) == []


# --- how tables go on from each other ------------------------------------------------------------------------------------

UNIT = ["ZH99010120001", "某单元", "重点管控单元"]
UNIT_TABLE = table(["环境管控单元编码", "环境管控单元名称", "管控单元分类"], UNIT)
REQUIREMENTS = table(["管控维度", "管控要求"], ["空间布局约束", "1-1.禁止新建。"])


def found_in(tmp_path: Path, body: str) -> tuple[SheetReading, ...]:
    return readings(read_word(save(tmp_path / "文.docx", body)))


def test_a_table_of_requirements_belongs_to_the_unit_above(tmp_path: Path) -> None:
    clause = Known(UNIT[0], "空间布局约束", "1-1", "", "禁止新建。")
    assert known(found_in(tmp_path, UNIT_TABLE + "<w:p/>" + REQUIREMENTS)) == [clause]
    assert known(found_in(tmp_path, UNIT_TABLE + para("（续）") + REQUIREMENTS)) == [clause]


def test_a_table_below_another_title_belongs_to_no_unit_and_is_told(tmp_path: Path) -> None:
    found = found_in(tmp_path, UNIT_TABLE + para("全市总体要求") + REQUIREMENTS)
    assert [one.unit_code for one in found[1].clauses] == [""]
    assert weighty(found) == ["table-without-unit"]
    assert found[1].title == "全市总体要求"


def test_below_a_line_with_several_codes_no_unit_is_guessed(tmp_path: Path) -> None:
    found = found_in(tmp_path, para("ZH99010120001、ZH99010120002") + REQUIREMENTS)
    assert known(found) == []
    assert weighty(found) == ["clause-without-unit", "cell-not-understood"]


def test_a_nested_table_without_known_headings_is_text_of_its_cell(tmp_path: Path) -> None:
    inner = table(["1-1.", "禁止新建。"], ["1-2.", "限制扩建。"])
    body = tbl(
        tr(*(tc(para(one)) for one in ("单元编码", "管控维度", "管控要求"))),
        tr(tc(para(UNIT[0])), tc(para("空间布局约束")), tc(para("总的要求。") + inner + para("1-3.准予改建。"))),
    )
    found = found_in(tmp_path, body)
    assert [(one.number, one.text) for one in found[0].clauses] == [
        ("", "总的要求。"), ("1-1", "禁止新建。"), ("1-2", "限制扩建。"), ("1-3", "准予改建。")
    ]  # fmt: skip
    assert [one.code for part in found for one in part.faults] == ["nested-table-as-text"]


def test_a_frame_around_the_list_changes_nothing(tmp_path: Path) -> None:
    body = tbl(tr(tc(para("清单") + UNIT_TABLE + "<w:p/>" + REQUIREMENTS + "<w:p/>")))
    assert known(found_in(tmp_path, body)) == [Known(UNIT[0], "空间布局约束", "1-1", "", "禁止新建。")]


@pytest.mark.parametrize(
    ("headings", "row", "dimension"),
    [
        (["单元编码", "空间布局约束", "环境风险防控"], [UNIT[0], "", "/"], "空间布局约束"),
        (["单元编码", "管控要求", "管控维度"], [UNIT[0], "", "环境风险防控"], "环境风险防控"),
    ],
)
def test_a_nested_table_has_the_dimension_of_its_row_or_column(
    tmp_path: Path, headings: list[str], row: list[str], dimension: str
) -> None:
    inner = table(["序号", "管控要求"], ["1", "1-1.禁止新建。"], ["2", "1-2.限制扩建。"]) + "<w:p/>"
    cells = [tc(inner if place == 1 else para(text)) for place, text in enumerate(row)]
    found = found_in(tmp_path, tbl(tr(*(tc(para(one)) for one in headings)), tr(*cells)))
    assert known(found) == [
        Known(UNIT[0], dimension, "1-1", "", "禁止新建。"),
        Known(UNIT[0], dimension, "1-2", "", "限制扩建。"),
    ]
    assert weighty(found) == []


def test_a_continued_table_keeps_unit_and_dimension_until_it_states_its_own(tmp_path: Path) -> None:
    first = table(["单元编码", "管控维度", "管控要求"], [UNIT[0], "空间布局约束", "1-1.禁止新建。"])
    second = table(["", "", "1-2.限制扩建。"], ["", "环境风险防控", "4-1.设防。"], ["ZH99010120002", "", "共性。"])
    found = found_in(tmp_path, first + "<w:p/>" + second)
    assert known(found) == [
        Known(UNIT[0], "空间布局约束", "1-1", "", "禁止新建。"),
        Known(UNIT[0], "空间布局约束", "1-2", "", "限制扩建。"),
        Known(UNIT[0], "环境风险防控", "4-1", "", "设防。"),
        Known("ZH99010120002", "", "", "", "共性。"),
    ]
    assert [one.code for one in found[1].faults] == ["table-continued"]


def test_a_table_without_heading_below_other_text_is_no_continuation(tmp_path: Path) -> None:
    first = table(["单元编码", "管控维度", "管控要求"], [UNIT[0], "空间布局约束", "1-1.禁止新建。"])
    found = found_in(tmp_path, first + para("另表") + table(["", "", "1-2.【水/限制类】限制扩建。"]))
    assert len(known(found)) == 1
    assert [one.code for one in found[1].faults if one.level is Level.ERROR] == ["row-not-understood"]


def test_sheets_never_go_on_from_each_other() -> None:
    page = tier_page([Known("", "空间布局约束", "1", "", "甲。")])
    other = Grid("说明", {(1, 1): "1", (1, 2): "空间布局约束", (1, 3): "2.乙。"})
    tables = Tables("清单.xlsx", (page.grid(), other))
    assert readings(tables) == tuple(read_sheet(grid, PROFILE, "清单.xlsx") for grid in tables.grids)


def test_a_nested_table_can_be_read_without_the_one_it_lies_in(tmp_path: Path) -> None:
    tables = read_word(save(tmp_path / "文.docx", tbl(tr(tc(UNIT_TABLE + REQUIREMENTS + "<w:p/>")))))
    alone = Tables(tables.file, tuple(one for one in tables.grids if one.name == "表 1.2"))
    assert [one.unit_code for one in readings(alone)[0].clauses] == [""]


def test_a_nested_table_in_a_row_without_unit_is_an_error(tmp_path: Path) -> None:
    body = tbl(
        tr(*(tc(para(one)) for one in ("单元编码", "单元名称", "管控要求"))), tr(tc(""), tc(para("某")), tc(REQUIREMENTS + "<w:p/>"))
    )  # fmt: skip
    found = found_in(tmp_path, body)
    assert known(found) == []
    assert "clause-without-unit" in weighty(found)


def test_text_around_tables_is_told_and_a_clause_in_it_is_an_error(tmp_path: Path) -> None:
    body = para("前言说明如下。") + para("附表") + REQUIREMENTS + para("1-9.【水/限制类】漏网。") + para("落款")
    found = found_in(tmp_path, body)
    assert [(one.code, one.level, one.fact("text")) for one in found[0].faults] == [
        ("text-before-table", Level.WARNING, "前言说明如下。"),
        ("text-outside-tables", Level.ERROR, "1-9.【水/限制类】漏网。"),
        ("text-outside-tables", Level.INFO, "落款"),
    ]


# --- real and written by others ------------------------------------------------------------------------------------------


def test_the_list_of_chancheng_agrees_in_every_character(shared_data: Path) -> None:
    path = shared_data / "foshan" / "准入清单_禅城.docx"
    lines = [
        line.split("\t")
        for line in (shared_data / "foshan" / "foshan_list.tsv").read_text(encoding="utf-8").split("\n")
        if line and line[0] != "#"
    ]
    published = [one for line in lines[1:] if (one := dict(zip(lines[0], line, strict=True)))["county"] == "禅城区"]
    tables = read_word(path)
    (reading,) = readings(tables)
    # 管控要求 in the dimension column of priority units only repeats the heading: no dimension (docs/formats/access-list.md).
    expected = [
        (one["code"], "" if one["dim"] == "管控要求" else one["dim"], one["no"], one["tag"], one["text"])
        for one in published
    ]
    assert [(one.unit_code, one.dimension, one.number, one.tag, one.text) for one in reading.clauses] == expected
    assert (len(reading.units), len(reading.clauses), len(reading.empties)) == (7, 129, 0)
    assert {(one.code, one.name, one.class_text) for one in reading.units} == {
        (one["code"], one["name"], one["unit_class"]) for one in published
    }
    assert (tables.faults, reading.faults, tables.lines_after) == ((), (), ())
    assert reading.title == "环境管控单元准入清单"
    assert set(reading.accounts) == set(tables.grids[0].cells)
    # One clause a row below the heading, every one where it stands.
    assert [(one.sheet, one.row) for one in reading.clauses] == [("表 1", row) for row in range(2, 131)]
    raw = docx.Document(str(path)).tables[0]
    assert all(one.text in raw.rows[one.row - 1].cells[4].text for one in reading.clauses[::16])


def test_a_document_of_python_docx(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("清单")
    made = document.add_table(rows=2, cols=3)
    made.cell(0, 0).merge(made.cell(1, 0)).text = "甲"
    made.cell(0, 1).merge(made.cell(0, 2)).text = "乙"
    made.cell(1, 1).paragraphs[0].style = document.styles["List Number"]
    made.cell(1, 1).paragraphs[0].add_run("丙")
    document.save(str(tmp_path / "文.docx"))
    (grid,) = read_word(tmp_path / "文.docx").grids
    assert grid.cells == {(1, 1): "甲", (1, 2): "乙", (2, 2): "1.\t丙"}
    assert grid.merges == (Merge(1, 1, 2, 1), Merge(1, 2, 1, 3))


def test_without_the_library_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError("No module named 'lxml'")

    monkeypatch.setattr(word, "vendored", missing)
    with pytest.raises(PartMissing) as caught:
        read_word(save(tmp_path / "文.docx", table(["甲"])))
    assert caught.value.facts["library"] == "python-docx"


# --- what is refused -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("无.docx", None, "file-missing"),
        ("空.docx", b"", "file-empty"),
        ("文.docx", b"hello world", "document-damaged"),
        ("旧.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "document-encrypted"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "document-format-unsupported"),
        ("金山.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "document-format-unsupported"),
        ("富.rtf", b"{\\rtf1 }", "document-format-unsupported"),
        ("富.docx", b"{\\rtf1 }", "document-damaged"),
    ],
)
def test_what_is_no_document(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name) == code


def test_a_document_under_another_name_is_read(tmp_path: Path) -> None:
    assert read_word(save(tmp_path / "清单.xls", table(["甲"]))).grids[0].cells == {(1, 1): "甲"}


def test_old_formats_are_told_what_to_save_as(tmp_path: Path) -> None:
    (tmp_path / "清单.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(ReleaseUnreadable) as caught:
        read_word(tmp_path / "清单.doc")
    assert ".docx" in sentence_of(caught.value.faults[0], "zh")
    assert "save it as .docx" in sentence_of(caught.value.faults[0], "en")


def test_a_truncated_document(tmp_path: Path) -> None:
    whole = save(tmp_path / "全.docx", table(["甲", "乙"])).read_bytes()
    for size in range(8, len(whole) - 1, 97):
        (tmp_path / "半.docx").write_bytes(whole[:size])
        assert refusal(tmp_path / "半.docx") in ("file-truncated", "document-damaged")


def test_flipped_bytes_end_in_a_sentence_or_a_reading(tmp_path: Path) -> None:
    whole = save(tmp_path / "全.docx", table(["甲", "乙"]), {"numbering": numbering([level(0, "%1.")])}).read_bytes()
    for place in range(0, len(whole), 23):
        flipped = bytearray(whole)
        flipped[place] ^= 0x5A
        (tmp_path / "翻.docx").write_bytes(flipped)
        with contextlib.suppress(ReleaseUnreadable):
            read_word(tmp_path / "翻.docx")


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<?xml version="1.0"?><!DOCTYPE d SYSTEM "http://127.0.0.1/d.dtd">',
        '<?xml version="1.0" encoding="UTF-7"?>',
    ],
)
def test_document_types_and_entities_are_refused(tmp_path: Path, head: str) -> None:
    assert refusal(save(tmp_path / "毒.docx", table(["甲"]), head=head)) == "document-unsafe"


def test_xml_under_another_name_is_checked_too(tmp_path: Path) -> None:
    poison = b'\xef\xbb\xbf <?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'
    assert refusal(save(tmp_path / "藏.docx", table(["甲"]), more={"word/styles.bin": poison})) == "document-unsafe"
    wide = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d><d/>'.encode("utf-16")
    assert refusal(save(tmp_path / "宽.docx", table(["甲"]), more={"word/more.xml": wide})) == "document-unsafe"


def test_bombs_are_refused(tmp_path: Path) -> None:
    assert (
        refusal(save(tmp_path / "弹.docx", table(["甲"]), more={"word/media/a.bin": bytes(20_000_000)}))
        == "workbook-too-large"
    )
    assert (
        refusal(save(tmp_path / "多.docx", table(["甲"]), more={f"x/{one}": b"" for one in range(5001)}))
        == "workbook-too-large"
    )
    wide = tbl(*(tr(tc(para("甲"), span=900_000)) for _ in range(3)))
    assert refusal(save(tmp_path / "宽.docx", wide)) == "workbook-too-large"


def test_an_encrypted_member(tmp_path: Path) -> None:
    path = save(tmp_path / "密.docx", table(["甲"]))
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    assert refusal(path) == "document-encrypted"


def test_a_strict_document_is_told_as_such(tmp_path: Path) -> None:
    path = save(tmp_path / "严.docx", table(["甲"]))
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(
                name,
                content.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ),
            )
    assert refusal(path) == "document-strict"


def test_macros_are_ignored_and_told(tmp_path: Path) -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    path = save(tmp_path / "宏.docm", table(["甲"]), more={"word/vbaProject.bin": b"\xd0\xcf"}, main_type=kind)
    tables = read_word(path)
    assert tables.grids[0].cells == {(1, 1): "甲"}
    assert [one.code for one in tables.faults] == ["macros-ignored"]


def test_documents_without_a_table(tmp_path: Path) -> None:
    assert refusal(save(tmp_path / "文.docx", para("只有文字"))) == "document-without-table"
    assert refusal(save(tmp_path / "白.docx", table(["", ""]))) == "document-without-table"


def test_hostile_structures_end_in_time(tmp_path: Path) -> None:
    """Deep nesting, endless style chains, long numbers: a sentence or a reading, never a hang."""
    deep = para("底")
    for _ in range(70):
        deep = tbl(tr(tc(deep + "<w:p/>")))
    loops = part(
        "styles",
        "<w:style w:styleId='a'><w:basedOn w:val='b'/></w:style><w:style w:styleId='b'><w:basedOn w:val='a'/></w:style>",
    )
    long = numbering([level(0, "%1" * 50_000), level(0, "%1.", "upperRoman", start=999_999_999)])
    bodies = {
        "深": deep,
        "环": tbl(tr(tc(para("甲", style="a")))),
        "长": tbl(tr(tc(para("甲", 1)))),
        "大": tbl(tr(tc(para("甲", 2)))),
    }
    started = time.monotonic()
    for name, body in bodies.items():
        with contextlib.suppress(ReleaseUnreadable):
            read_word(save(tmp_path / f"{name}.docx", body, {"styles": loops, "numbering": long}))
    assert time.monotonic() - started < 10


def test_a_hundred_thousand_rows_are_read_or_refused_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(
        tmp_path / "万.docx", tbl(*(tr(tc(para(f"第{row}行{row * 7919 % 100_003}"))) for row in range(100_000)))
    )
    started = time.monotonic()
    tables = read_word(path)
    assert len(tables.grids[0].cells) == 100_000
    assert time.monotonic() - started < 10
    monkeypatch.setattr(word, "MOST_CELLS", 99_999)
    assert refusal(path) == "workbook-too-large"


def test_every_oddity_has_a_sentence() -> None:
    source = Path(word.__file__).with_name("word_text.py").read_text(encoding="utf-8")
    told = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source))
    assert {"hidden-text-kept", "number-not-computed", "deletion-left-out"} <= told
    assert told - codes("zh") == set()


def test_numbers_are_told_once_a_table(tmp_path: Path) -> None:
    body = tbl(tr(tc(para("头"))), *(tr(tc(para("甲", 1))) for _ in range(3)))
    tables = read_word(save(tmp_path / "号.docx", body, {"numbering": numbering([level(0, "%1.")])}))
    assert [(one.code, one.fact("row"), one.fact("count"), one.fact("text")) for one in tables.faults] == [
        ("numbers-computed", "2", "3", "1. | 2. | 3.")
    ]
