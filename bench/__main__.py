# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure and write bench/results.md: ``python -m bench [--quick] [--only WORD]``. Fails where a measurement breaks, never for a time."""

from __future__ import annotations

import argparse
import importlib
import shutil
import sys
import time
from typing import Final

from . import inputs
from .comparison import Target
from .machine import code_digest, machine, versions
from .measuring import ROOT, Measurement, run_all
from .page import page

MODULES: Final = ("imports", "search", "overlay", "dragging")
"""Modules of this folder with a tuple MEASUREMENTS, and maybe TARGETS, what was asked for; a new one is added here."""


def main() -> int:
    """Run; 1 when a measurement broke."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only what takes no more than seconds")
    parser.add_argument("--only", default="", help="only measurements with this in their name; printed, not written")
    chosen = parser.parse_args()
    started = time.monotonic()
    on, code = machine(), code_digest()
    shutil.rmtree(inputs.RUN, ignore_errors=True)
    left_out = []
    modules: list[tuple[str, list[Measurement]]] = []
    targets: list[Target] = []
    for name in MODULES:
        module = importlib.import_module(f"bench.{name}")
        targets += getattr(module, "TARGETS", ())
        known: tuple[Measurement, ...] = module.MEASUREMENTS
        named = [one for one in known if chosen.only in one.name]
        left_out += [one.name for one in named if chosen.quick and not one.is_quick]
        modules.append((name, [one for one in named if one.is_quick or not chosen.quick]))
    results = run_all(modules, lambda line: print(line, file=sys.stderr, flush=True))
    shutil.rmtree(inputs.RUN, ignore_errors=True)
    if code_digest() != code:
        on += "\n- **the plugin's code was changed during the run: the rows are not all of the same code**"
    if chosen.only:  # what else was asked for is not missing
        rows = {one.name: one for one in results.rows}
        targets = [one for one in targets if one.judge(rows) is not None]
    text = page(results, on, versions(), (time.monotonic() - started) / 60, left_out, targets)
    print(text)
    if not chosen.only:
        (ROOT / "bench" / "results.md").write_text(text, encoding="utf-8")
    return 1 if results.failed else 0


if __name__ == "__main__":
    sys.exit(main())
