# SPDX-License-Identifier: GPL-3.0-or-later
"""Every clause that applies, word for word: by tier, list, unit and dimension, with room for a person's answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

from ...core.assessment import Assessment
from ...core.clause import AccessList
from ...core.clause_notes import ClauseNotes
from ...core.finding import ClauseFinding, UnitFinding
from ...core.judgement import Answer
from ...core.relevance import RelevanceLevel
from ...core.terms import Relation, State
from ...wording import sentence_of
from .values import Block, Cell, Excerpt, Paragraph, Row, Section, Table
from .words import Words

_COLUMNS = (
    ("clause-number", 7),
    ("clause-text", 47),
    ("clause-facts", 17),
    ("clause-verdict", 13),  # "not concerned" in two lines, no word broken
    ("clause-remark", 16),
)


@dataclass(frozen=True)
class _Numbered:
    """A clause with its running number over the whole report, what the machine notes beside it, and what a person answered."""

    number: int
    found: ClauseFinding
    notes: ClauseNotes | None
    answer: Answer | None = None


@dataclass(frozen=True)
class _Legend:
    """Notes that stand word for word beside several of the printed clauses: each is printed once, above them, and has a number below them."""

    counts: Mapping[str, int]
    """How many clauses each is beside, in the order in which they come first."""

    def number(self, sentence: str) -> int | None:
        """The number by which a note is printed; None: word for word."""
        return next((number for number, one in enumerate(self.counts, 1) if one == sentence), None)


def _legend(printed: Iterable[_Numbered], words: Words) -> _Legend:
    counts = Counter(sentence for one in printed for sentence in dict.fromkeys(_hints(one, words)))
    return _Legend({sentence: count for sentence, count in counts.items() if count > 1})


def clauses_sections(
    assessment: Assessment,
    words: Words,
    notes: Mapping[str, ClauseNotes],
    answers: Mapping[str, Answer] = MappingProxyType({}),
    excerpt: Excerpt | None = None,
) -> tuple[Section, ...]:
    """Counts by tier, then the lists one by one; clauses of edge contacts, and of lists not yet in force, stand apart.

    The counts are always those of all clauses; of an ``excerpt`` only the chosen ones are printed, with the running numbers they have
    among all.
    """
    lists = list(dict.fromkeys(one.clause.list_id for one in assessment.clauses))
    place = {one.unit.code: index for index, one in reversed(tuple(enumerate(assessment.units)))}
    firm, edge = (
        sorted(chosen, key=lambda one: (one.access_list.tier.rank, lists.index(one.clause.list_id), _place(one, place)))
        for chosen in (
            [one for one in assessment.clauses if one.relation is not Relation.EDGE],
            [one for one in assessment.clauses if one.relation is Relation.EDGE],
        )
    )
    numbered = [
        replace(one, answer=answers.get(one.found.clause.clause_id)) for one in _numbered((*firm, *edge), 1, notes)
    ]
    to_come = _numbered(
        sorted(assessment.clauses_to_come, key=lambda one: one.access_list.tier.rank), len(numbered) + 1, notes
    )
    firm_ones, edge_ones = numbered[: len(firm)], numbered[len(firm) :]
    if excerpt is not None:
        firm_ones, edge_ones = (
            [one for one in some if one.found.clause.clause_id in excerpt.clause_ids] for some in (firm_ones, edge_ones)
        )
    legend = _legend((*firm_ones, *edge_ones, *to_come), words)
    opening = _opening(assessment, words, legend, has_notes=bool(notes))
    if excerpt is not None:
        printed = len(firm_ones) + len(edge_ones)
        told = words("excerpt", chosen_by=excerpt.chosen_by, printed=printed, left_out=len(numbered) - printed)
        opening = (*opening, Paragraph(told))
    sections = [Section(words("clauses"), opening)]
    sections += _by_list(firm_ones, assessment, words, legend)
    if edge_ones:
        sections.append(Section(words("clauses-edge"), (Paragraph(words("clauses-edge-what")),), 2))
        sections += _by_list(edge_ones, assessment, words, legend)
    if to_come:  # lists that take effect only after the day, under a heading of their own
        sections.append(Section(words("clauses-to-come"), (Paragraph(words("clauses-to-come-what")),), 2))
        sections += _by_list(to_come, assessment, words, legend)
    return tuple(sections)


def _numbered(found: Iterable[ClauseFinding], first: int, notes: Mapping[str, ClauseNotes]) -> list[_Numbered]:
    return [_Numbered(number, one, notes.get(one.clause.clause_id)) for number, one in enumerate(found, first)]


def _place(found: ClauseFinding, place: dict[str, int]) -> int:
    """Clauses of the whole list first, then unit by unit as the units are listed; printed order within each."""
    return place.get(found.clause.unit_code, -1) if found.clause.unit_code else -1


def _opening(assessment: Assessment, words: Words, legend: _Legend, *, has_notes: bool) -> tuple[Block, ...]:
    if not assessment.clauses:
        return (Paragraph(words("clauses-none" if assessment.state is State.INCOMPLETE else "clauses-none-complete")),)
    told = (Paragraph(words("clauses-notes-what")),) if has_notes else ()
    shared = (_legend_table(legend, words),) if legend.counts else ()
    return Paragraph(words("clauses-what")), *told, _counts(assessment, words), *shared


def _legend_table(legend: _Legend, words: Words) -> Table:
    columns = words.columns(("legend-mark", 10), ("legend-text", 80), ("legend-count", 10, True))
    rows = tuple(
        Row((Cell(words("legend-number", number=number)), Cell(sentence), Cell(str(count), "number")))
        for number, (sentence, count) in enumerate(legend.counts.items(), 1)
    )
    return Table("list", columns, rows, words("legend-table"))


def _counts(assessment: Assessment, words: Words) -> Table:
    columns = words.columns(
        ("counts-tier", 14), ("counts-list", 30), ("counts-document", 26), ("counts-firm", 10, True), ("counts-edge", 10, True),
        ("counts-total", 10, True),
    )  # fmt: skip
    rows = []
    for access_list, clauses in _grouped_by_list(assessment.clauses):
        edges = sum(one.relation is Relation.EDGE for one in clauses)
        document = " ".join(part for part in (_own_document(access_list), access_list.document_no) if part)
        texts = (words.of(f"tier-{access_list.tier.value}"), access_list.title, document)
        rows.append(Row((*map(Cell, texts), *_figures(len(clauses) - edges, edges))))
    edges = sum(one.relation is Relation.EDGE for one in assessment.clauses)
    rows.append(Row((Cell(words("total"), span=3), *_figures(len(assessment.clauses) - edges, edges)), "total"))
    return Table("list", columns, tuple(rows), words("counts-table"))


def _own_document(access_list: AccessList) -> str:
    """The document a list is part of; empty where it is the list itself."""
    return "" if access_list.document == access_list.title else access_list.document


def _figures(firm: int, edges: int) -> tuple[Cell, ...]:
    return tuple(Cell(str(count), "number") for count in (firm, edges, firm + edges))


def _grouped_by_list(clauses: Iterable[ClauseFinding]) -> Iterator[tuple[AccessList, list[ClauseFinding]]]:
    """Lists by tier; within a tier in the order of the release."""
    lists: dict[str, list[ClauseFinding]] = {}
    for one in clauses:
        lists.setdefault(one.clause.list_id, []).append(one)
    for found in sorted(lists.values(), key=lambda one: one[0].access_list.tier.rank):
        yield found[0].access_list, found


def _by_list(numbered: Sequence[_Numbered], assessment: Assessment, words: Words, legend: _Legend) -> Iterator[Section]:
    by_code = {
        one.unit.code: one for one in reversed(assessment.units)
    }  # of several pieces the strongest, which comes first
    for _, grouped in groupby(numbered, key=lambda one: one.found.clause.list_id):
        clauses = list(grouped)
        access_list = clauses[0].found.access_list
        tier = words.of(f"tier-{access_list.tier.value}")
        stated = {
            "list-document": _own_document(access_list), "list-document-no": access_list.document_no,
            "list-issuer": access_list.issuer, "list-effective": access_list.effective,
        }  # fmt: skip
        told = [
            words(key, **{key.removeprefix("list-").replace("-", "_"): value}) for key, value in stated.items() if value
        ]
        told.append(words("list-count", count=len(clauses)))
        places = {(one.found.clause.source.file, one.found.clause.source.sheet) for one in clauses}
        shared = " ".join(part for part in places.pop() if part) if len(places) == 1 else ""
        if shared:
            told.append(words("clause-source", source=shared))
        yield Section(
            words("list-title", tier=tier, title=access_list.title),
            (
                Paragraph(words.of("sentence-separator").join(told), "lead"),
                _clause_table(clauses, by_code, words, legend, has_one_source=bool(shared)),
            ),
            3,
        )


def _clause_table(
    numbered: Sequence[_Numbered],
    by_code: dict[str, UnitFinding],
    words: Words,
    legend: _Legend,
    *,
    has_one_source: bool,
) -> Table:
    rows: list[Row] = []
    width = len(_COLUMNS)
    for _, grouped in groupby(numbered, key=lambda one: (one.found.clause.unit_code, one.found.because)):
        clauses = list(grouped)
        rows.append(Row((_group_cell(clauses[0].found, by_code, words, width),), "group"))
        has_dimensions = any(one.found.clause.dimension for one in clauses)
        for dimension, run in groupby(clauses, key=lambda one: one.found.clause.dimension):
            if has_dimensions:
                rows.append(Row((Cell(dimension or words("dimension-none"), span=width),), "band"))
            rows += [_clause_row(one, words, legend, has_one_source=has_one_source) for one in run]
    return Table("clauses", words.columns(*_COLUMNS), tuple(rows))


def _group_cell(found: ClauseFinding, by_code: dict[str, UnitFinding], words: Words, width: int) -> Cell:
    unit = by_code.get(found.clause.unit_code)
    if unit is not None:
        text = words(
            "group-unit", code=unit.unit.code, name=unit.unit.name, **{"class": words.of(f"class-{unit.unit.unit_class.value}")},
            relation=words.of(f"relation-{unit.piece.relation.value}"),
        )  # fmt: skip
        return Cell(text, f"class-{unit.unit.unit_class.value}", width)
    because = words.joined(
        words("because-unit", name=by_code[subject].unit.name, code=subject)
        if subject in by_code
        else words("because-zone", theme=subject)
        for subject in found.because
    )
    return Cell(words("group-list", because=because), span=width)


def _clause_row(numbered: _Numbered, words: Words, legend: _Legend, *, has_one_source: bool) -> Row:
    """One clause with where it stands: only the row, when file and sheet are said once for the whole list."""
    clause = numbered.found.clause
    row = words("clause-row", row=clause.source.row) if clause.source.row else ""
    place = (row,) if has_one_source else (clause.source.file, clause.source.sheet, row)
    told = " ".join(part for part in place if part)
    source = words("clause-source", source=told) if told else ""
    first = words.of("sentence-separator").join(part for part in (source, _marks(numbered, words, legend)) if part)
    below = [line for line in (first, *_told(numbered, words, legend)) if line]
    return Row(
        (
            Cell(str(numbered.number), "number"),
            Cell(clause.printed, "clause", note="\n".join(below)),
            Cell("", "blank"),
            *_answer_cells(numbered.answer, words),
        )
    )


def _answer_cells(answer: Answer | None, words: Words) -> tuple[Cell, Cell]:
    """What a person has answered, with who and when and the files; blank to be filled in where nobody has."""
    if answer is None:
        return Cell("", "blank"), Cell("", "blank")
    told = [words("answer-by", by=answer.by, day=answer.at[:10])]
    told += (
        [words("answer-evidence", files=words.joined(one.name for one in answer.evidence))] if answer.evidence else []
    )
    told += [words("answer-reused")] if answer.reused_from else []
    return Cell(words.of(f"verdict-{answer.verdict.value}"), "strong"), Cell(answer.reason, note="\n".join(told))


def _told(numbered: _Numbered, words: Words, legend: _Legend) -> Iterator[str]:
    """What the machine notes beside a clause, a line each: the words that come near the project, then what to look at besides."""
    near = numbered.notes.relevance if numbered.notes else None
    if near and near.level is not RelevanceLevel.GENERAL:
        found = dict.fromkeys(" ".join(one.word.split()) for one in near.matches if one.kind.level is near.level)
        yield words(f"clause-{near.level.value}", words=words.joined(found))
    yield from (sentence for sentence in _hints(numbered, words) if legend.number(sentence) is None)


def _marks(numbered: _Numbered, words: Words, legend: _Legend) -> str:
    """The numbers of the notes that are printed in full above the clauses."""
    numbers = [legend.number(sentence) for sentence in _hints(numbered, words)]
    marks = [words("legend-number", number=number) for number in numbers if number is not None]
    return words("clause-see-notes", marks=words.joined(marks)) if marks else ""


def _hints(numbered: _Numbered, words: Words) -> Iterator[str]:
    """What to look at besides, a sentence each."""
    for hint in numbered.notes.hints if numbered.notes else ():
        yield sentence_of(hint, words.language)
