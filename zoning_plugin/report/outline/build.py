# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the sections of the report together, and numbers headings and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from ...core.assessment import Assessment
from ...core.clause_notes import ClauseNotes
from ...core.judgement import Case
from ...core.office_rules import stated_colours
from ...core.project import Project
from ...core.terms import State
from ..assessment_json import answers_of
from ..made_with import MadeWith
from ..numbers import AreaUnit
from .clauses import clauses_sections
from .closing import closing_section, open_sections
from .head import basis_section, is_trial, project_section, short_digest, top
from .site import site_section
from .units import nearest_section, units_section, zones_section
from .values import Block, Excerpt, MapPlace, Outline, Paragraph, Section, Table
from .words import Words

_CHINESE = "零一二三四五六七八九"


def build_outline(
    assessment: Assessment,
    project: Project,
    made_with: MadeWith,
    language: str,
    *,
    area_unit: AreaUnit | None = None,
    notes: Mapping[str, ClauseNotes] = MappingProxyType({}),
    case: Case | None = None,
    newer_release: str = "",
    excerpt: Excerpt | None = None,
) -> Outline:
    """The whole report on ``assessment`` in ``language`` ("zh" or "en"); areas met are printed in ``area_unit``.

    None: every table has the unit that suits its largest area.

    ``notes`` are the machine's by clause id, printed in small type below the clauses they belong to; they move nothing.

    ``case``: the one that rests on this assessment; its persons' answers, conclusion and signatures are printed, and page one says what is
    open about it: ``newer_release`` is in force, the platform is not reconciled. Raises JudgementRefused("case-assessment-differs").

    ``excerpt``: a person asked for some of the clauses only. Then page one and every page's header say so and how many are left out.

    Else holds every clause that applies with its full text, every reason and note, and room for a person's answers; no
    verdict but a person's. The map stands at the end, as an annex: a page of its own in the middle would leave the page before it half empty.
    Made from its arguments alone, so the same assessment gives the same outline.
    """
    words = Words(language)
    answers = answers_of(assessment, case)
    sections = (
        top(assessment, words, case, len(answers), newer_release, excerpt),
        Section(words("project"), project_section(project, words, case)),
        Section(words("basis"), basis_section(assessment, made_with, words)),
        Section(words("site"), site_section(assessment, words)),
        Section(
            words("units"),
            (
                *units_section(assessment, words, area_unit),
                *nearest_section(assessment, words),
                Paragraph(words("map-what")),
            ),
        ),
        Section(words("zones-table"), zones_section(assessment, words)),
        *clauses_sections(assessment, words, notes, answers, excerpt),
        *open_sections(assessment, project, words, case, len(answers)),
        Section(words("closing"), closing_section(project, words, case)),
        Section("", (MapPlace(),)),
    )
    info = assessment.info
    warning = words("header-trial") if is_trial(assessment) else ""
    warning += words("header-incomplete") if assessment.state is State.INCOMPLETE else ""
    if excerpt is not None:
        printed = sum(one.clause.clause_id in excerpt.clause_ids for one in assessment.clauses)
        warning += words("header-excerpt", printed=printed, count=len(assessment.clauses))
    release = words("header", name=info.name, document_no=info.document_no).strip()
    footer = words("footer", page="{page}", pages="{pages}", digest=short_digest(assessment.digest))
    numbered = tuple(_tables_numbered(_headings_numbered(sections, words), words))
    return Outline(
        words("title"),
        project.name.strip() or info.name,
        language,
        warning + release,
        footer,
        assessment.on,
        numbered,
        stated_colours(info),
    )


def _headings_numbered(sections: Iterable[Section], words: Words) -> Iterable[Section]:
    first = second = 0
    for section in sections:
        if section.level == 1 and section.title:
            first, second = first + 1, 0
            yield replace(section, title=words("section", number=_digits(first, words), title=section.title))
        elif section.level == 2:
            second += 1
            number = _digits(second, words) if words.language == "zh" else f"{first}.{second}"
            yield replace(section, title=words("subsection", number=number, title=section.title))
        else:
            yield section


def _digits(number: int, words: Words) -> str:
    """一 to 十九, or plain digits: no report has twenty sections."""
    if words.language != "zh":
        return str(number)
    return _CHINESE[number] if number < 10 else "十" + (_CHINESE[number - 10] if number > 10 else "")


def _tables_numbered(sections: Iterable[Section], words: Words) -> Iterable[Section]:
    number = 0
    for section in sections:
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Table) and block.caption:
                number += 1
                blocks.append(replace(block, caption=words("table", number=number, title=block.caption)))
            else:
                blocks.append(block)
        yield replace(section, blocks=tuple(blocks))
