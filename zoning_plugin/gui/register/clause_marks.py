# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands beside a clause of an open case: a person's answer with its history, earlier answers. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...bridge.i18n import language, tr
from ...core.judgement import Answer, Case, Verdict, unanswered
from ...jobs.offer_earlier_answers import Offer
from ...wording import word


@dataclass(frozen=True)
class ClauseMark:
    """``answer`` is the one that holds, None while nobody has answered; ``history`` all of them in words, latest first.

    ``offers`` are answers that other cases gave to the same wording.
    """

    answer: Answer | None
    history: str
    offers: tuple[Offer, ...] = field(default=(), repr=False)
    needs_reason: bool = False

    @property
    def verdict(self) -> Verdict | None:
        """What the person said."""
        return self.answer.verdict if self.answer else None

    @property
    def said(self) -> str:
        """Reason, files and name behind the verdict, in a line."""
        one = self.answer
        if one is None:
            return tr("earlier answers: {count}").format(count=len(self.offers)) if self.offers else ""
        reason = " ".join(one.reason.split()) or (tr("⚠ needs a reason") if self.needs_reason else "")
        files = tr("files: {count}").format(count=len(one.evidence)) if one.evidence else ""
        return " · ".join(part for part in (reason, files, one.by) if part)


def verdict_word(verdict: Verdict | None) -> str:
    """A verdict in the field's word; of None, that there is none."""
    return word(f"verdict-{verdict.value if verdict else ''}", language())


def marks_of(case: Case, offers: Iterable[Offer] = ()) -> dict[str, ClauseMark]:
    """By clause key what stands beside it."""
    said: dict[str, list[Answer]] = {}
    for one in case.answers:
        said.setdefault(one.key, []).append(one)
    offered: dict[str, list[Offer]] = {}
    for offer in offers:
        offered.setdefault(offer.clause.key, []).append(offer)
    open_ones = {one.key for one in unanswered(case.assessed.clauses, case.answers)}
    marks = {}
    for clause in case.assessed.clauses:
        answers = said.get(clause.key, [])
        current = answers[-1] if answers and clause.key not in open_ones else None
        lacks = current is not None and current.verdict in case.rules.needs_reason and not current.reason.strip()
        marks[clause.key] = ClauseMark(
            current, "\n".join(_told(one) for one in reversed(answers)),
            tuple(offered.get(clause.key, ())) if current is None else (), lacks,
        )  # fmt: skip
    return marks


def offer_text(offer: Offer) -> str:
    """An earlier answer with the case it comes from."""
    earlier = offer.earlier
    answer = earlier.answer
    source = " ".join(part for part in (earlier.number, earlier.name) if part)
    reason = f" “{' '.join(answer.reason.split())}”" if answer.reason.strip() else ""
    return f"{source} · {answer.by} {answer.at[:10]}: {verdict_word(answer.verdict)}{reason}"


def _told(answer: Answer) -> str:
    when = answer.at[:16].replace("T", " ")
    files = "、".join(one.name for one in answer.evidence)
    reused = tr("taken over from an earlier case") if answer.reused_from else ""
    parts = (verdict_word(answer.verdict), " ".join(answer.reason.split()), files, reused)
    return f"{when} {answer.by}: " + " · ".join(part for part in parts if part)
