# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/trace.md names files and tests; all of them are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRACE = (ROOT / "docs" / "trace.md").read_text(encoding="utf-8")
TOP = tuple(f"{path.name}/" for path in ROOT.iterdir() if path.is_dir())
QUOTED = re.findall(r"`([^`]+)`", TRACE)


def test_every_test_named_is_there() -> None:
    named = [one for one in QUOTED if "::" in one]
    assert len(named) > 80
    assert [
        one
        for one in named
        if f"def {one.partition('::')[2]}(" not in (ROOT / one.partition("::")[0]).read_text(encoding="utf-8")
    ] == []


def test_every_file_named_is_there() -> None:
    named = [one for one in QUOTED if one.startswith(TOP) and "::" not in one]
    assert len(named) > 40
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_every_row_says_what_would_fail() -> None:
    rows = [line for line in TRACE.splitlines() if line.startswith("| ") and not line.startswith("| asked")]
    assert len(rows) > 40
    assert [row for row in rows if row.count(" | ") != 2 or not row.rpartition(" | ")[2].strip(" |")] == []
