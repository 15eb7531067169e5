# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of judging are there in both languages, whatever is said of a case."""

from __future__ import annotations

from dataclasses import fields

import pytest

from zoning_plugin.core.clause_reading import Modality
from zoning_plugin.core.judgement import Action, CaseState, ClauseChange, Matter, SigningStep, Verdict
from zoning_plugin.jobs.keep_case import Likeness
from zoning_plugin.wording import LANGUAGES, codes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_judging_is_there(language: str) -> None:
    vocabularies = {
        "verdict": Verdict, "signing": SigningStep, "case-state": CaseState, "signing-action": Action, "clause-change": ClauseChange,
        "likeness": Likeness, "modality": Modality,
    }  # fmt: skip
    wanted = {f"{name}-{one.value}" for name, words in vocabularies.items() for one in words}
    wanted |= {f"matter-{one.name}" for one in fields(Matter)}
    assert wanted - codes(language) == set()
