# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the long counts and write docs/soak.md: ``python -m soak [--only PART] [--files N] [--kills N] [--sites N] [--parcels N] [--seed N]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from . import imports, parcels, register, sites
from .good_files import make_good_files
from .hostile_files import crafted, mutations
from .page import ORDER, failures_text, merged, run_with

ROOT: Final = Path(__file__).parent.parent
_FILES, _KILLS, _SITES, _PARCELS = ORDER


def main() -> int:
    """Run; 1 when any case ended as none may."""
    parts: dict[str, tuple[str, Callable[[argparse.Namespace], tuple[str, bool]]]] = {
        "files": (_FILES, _run_files), "kills": (_KILLS, _run_kills), "sites": (_SITES, _run_sites),
        "parcels": (_PARCELS, _run_parcels),
    }  # fmt: skip
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", choices=sorted(parts), help="run one part; the sections of the others stay as they are"
    )
    parser.add_argument("--files", type=int, default=2000, help="mutated files to import (default 2000)")
    parser.add_argument(
        "--kills",
        type=int,
        default=200,
        help="kills of a register's writer, a quarter of them on a share (default 200)",
    )
    parser.add_argument("--sites", type=int, default=10_000, help="random sites to judge twice (default 10000)")
    parser.add_argument("--parcels", type=int, default=100_000, help="random parcels to lay twice (default 100000)")
    parser.add_argument("--seed", type=int, default=20261124)
    chosen = parser.parse_args()
    page, is_good = ROOT / "docs" / "soak.md", True
    for name, (title, run) in parts.items():
        if chosen.only in (None, name):
            text, went_well = run(chosen)
            is_good = is_good and went_well
            before = page.read_text(encoding="utf-8") if page.exists() else ""
            page.write_text(merged(before, {title: text}), encoding="utf-8")  # each part as soon as it is there
            print(f"## {title}\n\n{text}\n")
    return 0 if is_good else 1


def _run_files(chosen: argparse.Namespace) -> tuple[str, bool]:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zoning-seeds-") as temporary:
        good = make_good_files(Path(temporary))
        by_suffix = {path.suffix: path for path in reversed(good["list"])}
        made = list(crafted(*(by_suffix[one].read_bytes() for one in (".xlsx", ".docx", ".ods"))))
        cases = [*made, *mutations(good, chosen.files, chosen.seed)]
        whole = {path.name: path for paths in good.values() for path in paths}
        outcome = imports.run(cases, good["units"][0], by_suffix[".xlsx"], whole)
    minutes = (time.monotonic() - started) / 60
    rows = "\n".join(
        f"| {code} | {count} |" for code, count in sorted(outcome.counts.items(), key=lambda one: (-one[1], one[0]))
    )
    text = f"""{chosen.files} mutated files (seed {chosen.seed}) and {len(made)} made on purpose, each imported with a good counterpart in a process of its own, which may use
{imports.MOST_MEMORY / 1e9:.0f} GB and {imports.LONGEST_S:.0f} s a file. Each must end in a coded sentence in both languages, with nothing left behind, or in a whole release
that reads back with its digest; where the bytes are whole under another name, or guarded by the checksums of a zip, it must hold the same units and clauses. It took {minutes:.1f} minutes; the slowest case {outcome.slowest_s:.1f} s ({outcome.slowest}). {run_with()}

| ended as | files |
|---|---|
{rows}

{failures_text(outcome.failures)}"""
    return text, not outcome.failures


def _run_kills(chosen: argparse.Namespace) -> tuple[str, bool]:
    on_share = chosen.kills // 4
    here = register.run(chosen.kills - on_share, chosen.seed)
    share = register.run(on_share, chosen.seed, on_share=True)
    rows = "\n".join(
        f"| {name} | {one.kills} | {one.with_journal} | {one.steps} | {len(one.failures)} | {one.seconds / 60:.1f} |"
        for name, one in (("on this computer", here), ("on a share", share))
    )
    text = f"""A process answers clauses, concludes, signs and makes cases in a loop, and says each step once the register has it; it is ended with SIGKILL at a
random moment (seed {chosen.seed}). Each time the register must open, for reading and for writing, SQLite's integrity_check say ok, every step that was said be there,
and no lock be left. {run_with()}

| register | kills | in the midst of a step | steps said | lost or damaged | minutes |
|---|---|---|---|---|---|
{rows}

{failures_text((*here.failures, *share.failures))}"""
    return text, not (here.failures or share.failures)


def _run_sites(chosen: argparse.Namespace) -> tuple[str, bool]:
    outcome = sites.run(chosen.sites, chosen.seed)
    rows = "\n".join(f"| {what} | {count} |" for what, count in sorted(outcome.seen.items()))
    text = f"""{outcome.sites} random sites (seed {chosen.seed}) in {outcome.worlds} random worlds of units, zones, lists and scopes, each judged by the plugin and a second time by brute force over squares
(`soak/sites_oracle.py`, which imports nothing of the plugin). Every clause, its relation, the path that made it apply, what is doubtful, every list left undecided and every kind of
reason for *incomplete* must be the same. {outcome.clauses} clauses applied; {len(outcome.failures)} sites differed. It took {outcome.seconds / 60:.1f} minutes. {run_with()}

| what the sites met | times |
|---|---|
{rows}

{failures_text(outcome.failures[:20])}"""
    return text, not outcome.failures


def _run_parcels(chosen: argparse.Namespace) -> tuple[str, bool]:
    outcome = parcels.run(chosen.parcels, chosen.seed)
    rows = "\n".join(f"| {what} | {count} |" for what, count in sorted(outcome.seen.items()))
    text = f"""{outcome.parcels} random parcels (seed {chosen.seed}), from a millimetre to a hundred metres wide and up to a hundred thousand times longer, over {outcome.worlds} random worlds of units whose
borders meet, nearly meet, gape and overlap by 3 nm to 5 m; each laid by the plugin and a second time in fractions (`soak/parcels_oracle.py`, which imports nothing of the plugin). The share of every unit, what is in none
and what is in several, and the balance must be the same to {parcels.TOLERANCE:g} of the parcel. The largest difference was {outcome.worst:.1e}; {len(outcome.failures)} parcels differed.
Of {outcome.snapped} others a sliver thinner than {parcels.SNAPPED_M * 1e6:.0f} µm was told as its neighbour's, because GEOS takes borders that near for one; these balance all the same. It took {outcome.seconds / 60:.1f} minutes. {run_with()}

| the parcels were | times |
|---|---|
{rows}

{failures_text(outcome.failures[:20])}"""
    return text, not outcome.failures


if __name__ == "__main__":
    sys.exit(main())
