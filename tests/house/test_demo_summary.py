# SPDX-License-Identifier: GPL-3.0-or-later
"""What `make demo` says at its end is what the report says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


def test_units_that_are_only_near_are_not_counted_among_those_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    found = importlib.util.spec_from_file_location("demo", SCRIPTS / "demo.py")
    assert found is not None
    assert found.loader is not None
    demo = importlib.util.module_from_spec(found)
    found.loader.exec_module(demo)
    units = [{"relation": one} for one in ("inside", "edge", "near")]
    said = demo.summary({"units": units, "clauses": [{}] * 5, "state": "complete"})
    assert said == "2 units met (涉及), 1 near (邻近), 5 clauses, complete"
