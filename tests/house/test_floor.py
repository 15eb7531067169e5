# SPDX-License-Identifier: GPL-3.0-or-later
"""On a Python older than ours the plugin loads all the same, and says in one sentence what is missing."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import zoning_plugin
from zoning_plugin.floor import TooOldPython

ROOT = Path(zoning_plugin.__file__).parent


def test_old_python_gets_a_sentence_in_the_message_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    told: list[tuple[object, ...]] = []
    bar = SimpleNamespace(pushMessage=lambda *words: told.append(words))
    plugin = zoning_plugin.classFactory(SimpleNamespace(messageBar=lambda: bar))  # type: ignore[arg-type]
    assert isinstance(plugin, TooOldPython)
    plugin.initGui()
    plugin.unload()
    assert "Python 3.11" in str(told[0][1])
    assert "3.9" in str(told[0][1])


def test_without_a_window_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    TooOldPython(None, (3, 9, 18)).initProcessing()
    assert "3.11" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["__init__.py", "floor.py"])
def test_what_old_python_reads_is_old_syntax(name: str) -> None:
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 7))
