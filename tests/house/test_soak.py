# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the long counts is put together from parts; the oracles share no code with what they judge."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from soak.page import ORDER, merged

ROOT = Path(__file__).parent.parent.parent


def test_a_part_replaces_its_own_section_and_no_other() -> None:
    first = merged("", {ORDER[1]: "kills 1", ORDER[0]: "files 1"})
    assert first.index("files 1") < first.index("kills 1")
    second = merged(first, {ORDER[1]: "kills 2\n\n### What must not be\n\nNone."})
    assert "kills 1" not in second
    assert second.index("files 1") < second.index("kills 2")
    assert merged(second, {}) == second
    assert "of another's" in merged(second + "\n## Something else\n\nof another's\n", {ORDER[2]: "sites"})


@pytest.mark.parametrize("name", ["sites_oracle.py", "parcels_oracle.py"])
def test_the_oracles_import_nothing_but_the_standard_library(name: str) -> None:
    tree = ast.parse((ROOT / "soak" / name).read_text(encoding="utf-8"))
    imported = {one.module for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    imported |= {name.name for one in ast.walk(tree) if isinstance(one, ast.Import) for name in one.names}
    assert imported <= {"__future__", "typing", "math", "fractions", "collections.abc"}
