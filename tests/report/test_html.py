# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of the report's HTML: every clause stands in it character by character, and nothing hostile is more than text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given

from tests.report.cases import MADE_WITH, PROJECT, assessments, fixed_assessment, fixed_release
from zoning_plugin.core.assessment import Assessment
from zoning_plugin.core.project import Project
from zoning_plugin.core.release import Release
from zoning_plugin.report.html import html_parts, to_printable
from zoning_plugin.report.map_sheets import assessment_map
from zoning_plugin.report.outline import MapPlace, Notice, Outline, Paragraph, Points, Table, build_outline
from zoning_plugin.report.printable import HtmlPart, MapSheet

TAGS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "b",
        "table",
        "thead",
        "tr",
        "th",
        "td",
        "ol",
        "li",
    ]
)
ATTRIBUTES = frozenset(
    [
        "lang",
        "charset",
        "type",
        "align",
        "valign",
        "class",
        "width",
        "border",
        "cellspacing",
        "cellpadding",
        "bgcolor",
        "style",
        "colspan",
    ]
)


class Reader(HTMLParser):
    """Reads texts element by element, and notes every tag and attribute."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = [""]
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        self.texts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.texts.append("")


def read(outline: Outline) -> Reader:
    """Everything that the HTML of ``outline`` holds."""
    reader = Reader()
    for html in html_parts(outline):
        reader.feed(html)
        reader.close()
    return reader


def texts_of(outline: Outline) -> Iterator[str]:
    """Every text of the outline, whatever part it stands in."""
    yield from (outline.title, outline.subtitle)
    for section in outline.sections:
        yield section.title
        for block in section.blocks:
            match block:
                case Paragraph(text=text):
                    yield text
                case Points(items=items):
                    yield from items
                case Notice(title=title):
                    yield title
                case Table(caption=caption, note=note, rows=rows):
                    yield from (caption, note)
                    yield from (text for row in rows for cell in row.cells for text in (cell.text, cell.note))
                case MapPlace():
                    pass


@pytest.mark.parametrize("language", ["zh", "en"])
@given(made=assessments())
def test_every_clause_stands_in_it_character_by_character(language: str, made: tuple[Release, Assessment]) -> None:
    _, assessment = made
    reader = read(build_outline(assessment, PROJECT, MADE_WITH, language))
    printed = list(reader.texts)
    for found in assessment.clauses:
        assert found.clause.printed in printed
        printed.remove(found.clause.printed)


@given(assessments())
def test_every_text_of_the_outline_is_in_the_html(made: tuple[Release, Assessment]) -> None:
    _, assessment = made
    outline = build_outline(assessment, PROJECT, MADE_WITH, "zh")
    printed = set(read(outline).texts)
    assert not {text for text in texts_of(outline) if text} - printed


@given(assessments())
def test_no_text_becomes_markup(made: tuple[Release, Assessment]) -> None:
    _, assessment = made
    hostile = Project(
        "<img src='file:///etc/passwd'>", "<a href=x>", remark="</body>{{ self }}", issuer_role="../../etc"
    )
    reader = read(build_outline(assessment, hostile, MADE_WITH, "zh"))
    assert reader.tags <= TAGS
    assert reader.attributes <= ATTRIBUTES


def test_the_templates_have_no_outside_references() -> None:
    html = "".join(html_parts(build_outline(fixed_assessment(), PROJECT, MADE_WITH, "zh")))
    assert not re.search(r"https?:|file:|url\(|@import|<script|<img|<link", html)


def test_what_html_cannot_hold_is_shown_as_a_sign() -> None:
    html = html_parts(build_outline(fixed_assessment(), Project("a\x00b\x0bc\ud800d\r\ne"), MADE_WITH, "zh"))[0]
    assert "a\ufffdb\ufffdc\ufffdd\ne" in html
    html.encode("utf-8")


def test_the_map_is_an_annex_after_the_text() -> None:
    outline = build_outline(fixed_assessment(), PROJECT, MADE_WITH, "zh")
    sheet = assessment_map(fixed_assessment(), fixed_release(), "zh")
    printable = to_printable(outline, (sheet,), MADE_WITH.author)
    assert [type(part) for part in printable.parts] == [HtmlPart, MapSheet]
    assert printable.date == "2026-11-23"
    assert printable.footer.count("{page}") == printable.footer.count("{pages}") == 1
    without = to_printable(outline, (), MADE_WITH.author)
    assert [type(part) for part in without.parts] == [HtmlPart]


def test_same_assessment_same_html() -> None:
    first, second = (html_parts(build_outline(fixed_assessment(), PROJECT, MADE_WITH, "en")) for _ in range(2))
    assert first == second
