# SPDX-License-Identifier: GPL-3.0-or-later
"""Random sites judged by the plugin and by brute force over squares: a subset of the 10,000 of ``make soak``."""

from __future__ import annotations

import os

from soak import sites

SITES = int(os.environ.get("ZONING_SITES", "400"))


def test_both_readings_agree_on_every_site() -> None:
    outcome = sites.run(SITES, 41)
    assert outcome.failures == []
    assert outcome.sites == SITES
    wanted = {
        "complete", "incomplete", "site: point", "site: line", "site: polygon", "clause: inside", "clause: overlap", "clause: edge",
        "clause: place of a unit not known", "clause: a common requirement points to it", "clause: brought in by a common requirement alone",
        "reason: promise-failed", "reason: promise-no-data", "reason: site-outside", "reason: site-not-covered", "reason: unit-without-clauses",
        "reason: scope-undecided", "reason: list-not-in-force", "reason: release-not-published",
    }  # fmt: skip
    assert {what for what in wanted if not outcome.seen[what]} == set()
