# SPDX-License-Identifier: GPL-3.0-or-later
"""SIGKILL at any moment: the register opens, is whole, and every answer that was acknowledged is there. More in ``make soak``."""

from __future__ import annotations

import os

import pytest

from soak import register

KILLS = int(os.environ.get("ZONING_KILLS", "10"))
"""Kills of a register here; half as many on a share."""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("on_share", [False, True], ids=["here", "share"])
def test_no_acknowledged_step_is_lost(on_share: bool) -> None:
    outcome = register.run(KILLS // 2 if on_share else KILLS, 7, on_share=on_share)
    assert outcome.failures == []
    assert outcome.kills == (KILLS // 2 if on_share else KILLS)
    assert outcome.steps > KILLS
    assert on_share or outcome.with_journal, "no kill has met a step under way"
