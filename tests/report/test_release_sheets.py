# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheets of a release say in words what a machine knows by an id."""

from __future__ import annotations

import pytest

from tests.report.cases import fixed_release
from zoning_plugin.core.filing import statistics
from zoning_plugin.report.release_sheets import statistics_sheet


@pytest.mark.parametrize(("language", "rule"), [("zh", "面积口径：CGCS2000 椭球面积"), ("en", "CGCS2000")])
def test_the_area_rule_is_said_in_words(language: str, rule: str) -> None:
    release = fixed_release()
    notes = statistics_sheet(statistics(release), release, language).notes
    assert rule in notes[0]
    assert "ellipsoidal-cgcs2000" not in "".join(notes)
