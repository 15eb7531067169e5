# SPDX-License-Identifier: GPL-3.0-or-later
"""A fixed part of `make soak`: damaged and hostile files end in a sentence or a whole release, never otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from soak import imports
from soak.good_files import make_good_files
from soak.hostile_files import HostileFile, companions, crafted, mutations

SEED = 7
MUTATED = 80
LARGEST = 2_000_000


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    return make_good_files(tmp_path_factory.mktemp("good"))


def a_list(good: dict[str, list[Path]], suffix: str) -> Path:
    return next(path for path in good["list"] if path.suffix == suffix)


def test_good_files_are_imported(good: dict[str, list[Path]]) -> None:
    """Else everything below would be refused for another reason than its damage."""
    cases = [
        HostileFile("good", role, path.name, path.read_bytes(), tuple(companions(path)), path.name)
        for role, paths in good.items()
        for path in paths
    ]
    outcome = imports.run(cases, good["units"][0], a_list(good, ".xlsx"))
    assert (dict(outcome.counts), outcome.failures) == ({"imported": len(cases)}, [])


def test_mutated_files_end_in_a_sentence_or_a_whole_release(good: dict[str, list[Path]]) -> None:
    whole = {path.name: path for paths in good.values() for path in paths}
    outcome = imports.run(mutations(good, MUTATED, SEED), good["units"][0], a_list(good, ".xlsx"), whole)
    assert not outcome.failures
    assert 0 < outcome.counts["imported"] < MUTATED, "both ends have to occur"


def test_files_made_on_purpose(good: dict[str, list[Path]]) -> None:
    whole = crafted(*(a_list(good, suffix).read_bytes() for suffix in (".xlsx", ".docx", ".ods")))
    made = [one for one in whole if len(one.content) < LARGEST]
    outcome = imports.run(made, good["units"][0], a_list(good, ".xlsx"))
    assert not outcome.failures
    harmless = ("cells of 32,767 characters", "macros", "a sheet called")
    assert outcome.counts["imported"] == sum(one.kind.startswith(harmless) for one in made)
