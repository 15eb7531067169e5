# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the long counts and write docs/soak.md: ``python -m soak [--files N] [--kills N] [--seed N]``."""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from zoning_plugin.places import plugin_version

from . import imports, register
from .good_files import make_good_files
from .hostile_files import crafted, mutations

ROOT: Final = Path(__file__).parent.parent


def main() -> int:
    """Run; 1 when any case ended as none may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000, help="mutated files to import (default 2000)")
    parser.add_argument(
        "--kills",
        type=int,
        default=200,
        help="kills of a register's writer, a quarter of them on a share (default 200)",
    )
    parser.add_argument("--seed", type=int, default=20261124)
    chosen = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zoning-seeds-") as temporary:
        good = make_good_files(Path(temporary))
        by_suffix = {path.suffix: path for path in good["list"]}
        made = list(crafted(*(by_suffix[one].read_bytes() for one in (".xlsx", ".docx", ".ods"))))
        cases = [*made, *mutations(good, chosen.files, chosen.seed)]
        outcome = imports.run(cases, good["units"][0], by_suffix[".xlsx"])
    minutes = (time.monotonic() - started) / 60
    on_share = chosen.kills // 4
    here = register.run(chosen.kills - on_share, chosen.seed)
    share = register.run(on_share, chosen.seed, on_share=True)
    page = _page(chosen.files, len(made), chosen.seed, outcome, minutes) + _kills(here, share)
    (ROOT / "docs" / "soak.md").write_text(page, encoding="utf-8")
    print(page)
    return 1 if outcome.failures or here.failures or share.failures else 0


def _page(files: int, made: int, seed: int, outcome: imports.Outcome, minutes: float) -> str:
    rows = "\n".join(
        f"| {code} | {count} |" for code, count in sorted(outcome.counts.items(), key=lambda one: (-one[1], one[0]))
    )
    failures = "\n".join(f"- {one}" for one in outcome.failures) or "None."
    return f"""# The long counts (`make soak`)

Written by the run itself. Version {plugin_version()}, Python {platform.python_version()}, {platform.system()} {platform.machine()}.

## Hostile files

{files} mutated files (seed {seed}) and {made} made on purpose, each imported with a good counterpart in a process of its own, which may use
{imports.MOST_MEMORY / 1e9:.0f} GB and {imports.LONGEST_S:.0f} s a file. Each must end in a coded sentence in both languages, with nothing left behind, or in a whole release
that reads back with its digest. It took {minutes:.1f} minutes; the slowest case {outcome.slowest_s:.1f} s ({outcome.slowest}).

| ended as | files |
|---|---|
{rows}

### What must not be

{failures}
"""


def _kills(here: register.Outcome, share: register.Outcome) -> str:
    rows = "\n".join(
        f"| {name} | {one.kills} | {one.with_journal} | {one.steps} | {len(one.failures)} | {one.seconds / 60:.1f} |"
        for name, one in (("on this computer", here), ("on a share", share))
    )
    failures = "\n".join(f"- {one}" for one in (*here.failures, *share.failures)) or "None."
    return f"""
## A register's writer killed

A process answers clauses, concludes, signs and makes cases in a loop, and says each step once the register has it; it is ended with SIGKILL at a
random moment. Each time the register must open, for reading and for writing, SQLite's integrity_check say ok, every step that was said be there,
and no lock be left.

| register | kills | in the midst of a step | steps said | lost or damaged | minutes |
|---|---|---|---|---|---|
{rows}

### What must not be

{failures}
"""


if __name__ == "__main__":
    sys.exit(main())
