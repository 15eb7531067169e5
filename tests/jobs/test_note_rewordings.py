# SPDX-License-Identifier: GPL-3.0-or-later
"""What the newest release of a folder has made stricter or looser, beside the clauses of the newest and of the one before it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zoning_plugin.core.release import Release
from zoning_plugin.files.release_store import read_release
from zoning_plugin.jobs.import_release import ImportRequest, import_release
from zoning_plugin.jobs.note_rewordings import note_rewordings
from zoning_plugin.places import resources_dir
from zoning_plugin.wording import sentence_of

DEMO = resources_dir() / "demo"
ON = "2026-12-01"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("releases")
    for name in ("release-1", "release-2"):
        import_release(ImportRequest(made / f"{name}.gpkg", folder=DEMO / name))
    return made


def of(folder: Path, name: str) -> Release:
    return read_release(folder / f"{name}.gpkg")


def directions() -> dict[str, str]:
    """By what is printed before: the direction that the demo's own account of its changes gives for clauses that changed in place."""
    truth = json.loads((DEMO / "release-2" / "truth.json").read_text(encoding="utf-8"))
    changed = [one for one in truth["clauses"] if one["kind"] == "changed"]
    assert len(changed) > 5
    return {one["old"]["text"]: one["direction"] for one in changed}


def test_every_direction_told_is_the_true_one(folder: Path) -> None:
    old = of(folder, "release-1")
    told = note_rewordings(old, folder, ON)
    truth, texts = directions(), {one.clause_id: one.text for one in old.clauses}
    words = {"stricter-since": "tighter", "looser-since": "looser"}
    assert {texts[key]: words[one.code] for key, one in told.items()}.items() <= truth.items()
    assert len(told) >= 3
    assert {one.code for one in told.values()} == {"stricter-since", "looser-since"}


def test_the_newest_and_the_one_before_say_the_same_of_the_same_clause(folder: Path) -> None:
    old, new = (note_rewordings(of(folder, name), folder, ON) for name in ("release-1", "release-2"))
    assert {(one.code, one.facts) for one in old.values()} == {(one.code, one.facts) for one in new.values()}
    for one in new.values():
        for language in ("zh", "en"):
            said = sentence_of(one, language)
            assert "2026年动态更新版" in said
            assert str(one.fact("old")) in said
            assert str(one.fact("new")) in said


def test_on_a_day_before_the_newest_there_is_nothing_to_say(folder: Path) -> None:
    assert note_rewordings(of(folder, "release-1"), folder, "2025-01-01") == {}


def test_alone_or_beside_what_cannot_be_read_nothing_is_noted(folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "release-1.gpkg"
    alone.write_bytes((folder / "release-1.gpkg").read_bytes())
    assert note_rewordings(read_release(alone), tmp_path, ON) == {}
    (tmp_path / "release-2.gpkg").write_bytes(b"x")
    assert note_rewordings(read_release(alone), tmp_path, ON) == {}
    assert note_rewordings(read_release(alone), tmp_path / "没有", ON) == {}
