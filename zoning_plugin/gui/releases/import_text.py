# SPDX-License-Identifier: GPL-3.0-or-later
"""What an import would store, as rich text for a narrow panel: every text from a file escaped, nothing left out unsaid."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from ...bridge.i18n import language, tr
from ...core.errors import Fault, Level
from ...core.release import Release, count_by_class
from ...jobs.import_release import ImportExamination
from ...report.import_report import ImportedFile
from ...wording import word
from ..words import class_word, fault_sentence, tier_word

_MOST: Final = 30
"""Faults of one kind shown in the panel; how many more there are is said."""
_SAMPLE_LENGTH: Final = 60


def examination_html(examination: ImportExamination) -> str:
    """Counts, errors, warnings, every file with its columns and sample values, and last what was only noticed."""
    by_level = {level: [one for one in examination.faults if one.level is level] for level in Level}
    parts = [_counts(examination.release)]
    parts += [_faults(by_level[level], level) for level in (Level.ERROR, Level.WARNING)]
    parts.append(f"<h3>{_said(tr('Files'))}</h3>")
    parts += [_file(one) for one in examination.files]
    parts.append(_faults(by_level[Level.INFO], Level.INFO))
    return "".join(parts)


def _counts(release: Release) -> str:
    classes = " · ".join(
        f"{_said(class_word(unit_class))} {count}"
        for unit_class, count in count_by_class(release.units).items()
        if count
    )
    tier_of = {one.list_id: one.tier for one in release.lists}
    tiers = Counter(tier_of[clause.list_id] for clause in release.clauses if clause.list_id in tier_of)
    themes = Counter(zone.theme for zone in release.zones)
    rows = [
        (tr("Control units"), len(release.units), classes),
        (tr("Clauses"), len(release.clauses), _joined((tier_word(tier), tiers[tier]) for tier in sorted(tiers, key=lambda one: one.rank))),
        (tr("Zones"), len(release.zones), _joined(sorted(themes.items()))),
    ]  # fmt: skip
    cells = "".join(
        f"<tr><td>{_said(name)}&nbsp;</td><td align='right'><b>{count}</b>&nbsp;</td><td>{detail}</td></tr>"
        for name, count, detail in rows
    )
    return f"<table cellspacing='2'>{cells}</table>"


def _faults(faults: Sequence[Fault], level: Level) -> str:
    if not faults:
        return ""
    title = {
        Level.ERROR: tr("Errors, nothing can be stored: {count}"),
        Level.WARNING: tr("Warnings: {count}"),
        Level.INFO: tr("Also noticed: {count}"),
    }[level].format(count=len(faults))
    by_code: dict[str, list[Fault]] = {}
    for one in faults:
        by_code.setdefault(one.code, []).append(one)
    items = []
    for group in by_code.values():
        items += [f"<li>{_said(fault_sentence(one))}</li>" for one in group[:_MOST]]
        if len(group) > _MOST:
            more = tr("… and {count} more of this kind").format(count=len(group) - _MOST)
            items.append(f"<li><i>{_said(more)}</i></li>")
    return f"<h3>{_said(title)}</h3><ul>{''.join(items)}</ul>"


def _file(one: ImportedFile) -> str:
    role = word(f"source-role-{one.role}", language())
    title = f"<h4>{_said(one.file or one.theme)}</h4>"
    if one.failed:
        return f"{title}<p><b>{_said(role)} · {_said(word('import-not-read', language()))}</b></p>"
    said = [
        role,
        one.theme,
        *(word(f"tier-{tier}", language()) for tier in one.tiers),
        tr("rows {count}").format(count=one.rows),
        *(f"{word(f'import-count-{name}', language())} {count}" for name, count in one.counts),
        tr("encoding {name}").format(name=one.encoding) if one.encoding else "",
        one.crs,
        *one.parts,
    ]
    line = " · ".join(_said(part) for part in said if part)
    return f"{title}<p>{line}</p>{_columns(one)}"


def _columns(one: ImportedFile) -> str:
    """A row for each column: what it is called, what it was taken for, what stands in it."""
    if not one.columns:
        return _lines(one.sample)
    is_by_column = one.role != "list"
    rows = [f"<tr><th align='left'>{_said(tr('Column'))}</th><th align='left'>{_said(tr('Taken for'))}</th>"]
    rows.append(f"<th align='left'>{_said(tr('Sample'))}</th></tr>" if is_by_column else "</tr>")
    for place, (heading, role) in enumerate(one.columns):
        taken = word(f"column-{role.rstrip(':')}", language()) if role else tr("not used")
        marked = _said(taken) if role else f"<i>{_said(taken)}</i>"
        row = f"<tr><td>{_said(_short(heading))}&nbsp;</td><td>{marked}&nbsp;</td>"
        if is_by_column:
            values = dict.fromkeys(sample[place] for sample in one.sample if place < len(sample) and sample[place])
            row += f"<td>{_said(_short(' | '.join(values)))}</td>"
        rows.append(f"{row}</tr>")
    table = f"<table cellspacing='2'>{''.join(rows)}</table>"
    return table if is_by_column else table + _lines(one.sample)


def _lines(sample: Iterable[Sequence[str]]) -> str:
    """Sample rows of a list, one line each."""
    lines = [" ".join(part for part in row if part) for row in sample]
    return "".join(f"<p>› {_said(_short(line, 2 * _SAMPLE_LENGTH))}</p>" for line in lines if line)


def _joined(counted: Iterable[tuple[str, int]]) -> str:
    return " · ".join(f"{_said(name)} {count}" for name, count in counted)


def _short(text: str, most: int = _SAMPLE_LENGTH) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"


def _said(text: str) -> str:
    return html.escape(text)
