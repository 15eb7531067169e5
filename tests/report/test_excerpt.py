# SPDX-License-Identifier: GPL-3.0-or-later
"""A report of some of the clauses only: it is asked for, and says so on page one, in every header and where the others would stand."""

from __future__ import annotations

import pytest

from tests.files.cases import PROJECT, assessment
from tests.report.cases import MADE_WITH
from zoning_plugin.report.outline import Excerpt, Notice, Outline, Paragraph, Table, build_outline


def made(language: str, excerpt: Excerpt | None = None) -> Outline:
    return build_outline(assessment(), PROJECT, MADE_WITH, language, excerpt=excerpt)


def printed(outline: Outline) -> list[str]:
    rows = [
        row
        for section in outline.sections
        for block in section.blocks
        if isinstance(block, Table) and block.kind == "clauses"
        for row in block.rows
    ]
    return [cell.text for row in rows for cell in row.cells if cell.style == "clause"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_says_what_it_leaves_out_and_by_whose_wish(language: str) -> None:
    clauses = assessment().clauses
    assert len(clauses) > 1
    chosen = frozenset({clauses[0].clause.clause_id})
    outline = made(language, Excerpt(chosen, "直接相关"))
    assert printed(outline) == [clauses[0].clause.printed]
    left_out = str(len(clauses) - 1)
    (notice,) = [one for one in outline.sections[0].blocks if isinstance(one, Notice) and "直接相关" in one.lines[0]]
    assert left_out in notice.title
    assert left_out in notice.lines[0]
    assert f"{len(clauses)}" in outline.header
    told = [
        one
        for section in outline.sections
        for one in section.blocks
        if isinstance(one, Paragraph) and "直接相关" in one.text
    ]
    assert len(told) == 1


def test_without_the_wish_everything_is_there() -> None:
    whole = made("zh")
    assert len(printed(whole)) == len(assessment().clauses)
    assert whole.header in made("zh", Excerpt(frozenset(), "无")).header
