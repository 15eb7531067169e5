# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .measuring import Results, Row


def page(results: Results, machine: str, versions: Mapping[str, str], minutes: float, left_out: Sequence[str]) -> str:
    """bench/results.md, in full; ``left_out`` are the measurements a quick run does not make."""
    command = "make bench-quick" if left_out else "make bench"
    told = ", ".join(f"{name} {version}" for name, version in versions.items())
    rows = "\n".join(map(_row, results.rows)) or "| nothing | | | | | | |"
    parts = [
        f"# Measurements (`{command}`)",
        f"Written by the run itself, in {minutes:.1f} minutes; nothing here is asserted.",
        f"- {machine}\n- {told}",
        (
            "Each run is a process of its own; the measurements take turns. Seconds are of the work itself, the start of Python not among\n"
            "them, with warm disk caches; memory is the most the process had at once, up to "
            f"{results.idle_bytes / 1e6:.0f} MB of it libraries. Lines with — are peers on\nthe same file."
        ),
        f"| measurement | runs | median s | least | most | peak MB | |\n|---|--:|--:|--:|--:|--:|---|\n{rows}",
    ]
    parts += _listed("Not measured", results.absent)
    parts += _listed("Broken", results.failed)
    parts += _listed("Left out of the quick run", left_out)
    return "\n\n".join(parts) + "\n"


def _row(row: Row) -> str:
    seconds = " | ".join(_seconds(one) for one in (row.median, min(row.seconds), max(row.seconds)))
    return (
        f"| {row.name} | {len(row.seconds)} | {seconds} | {row.peak_bytes / 1e6:.0f} | {row.note.replace('|', '/')} |"
    )


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds < 1 else f"{seconds:.1f}" if seconds >= 10 else f"{seconds:.2f}"


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    return [f"## {title}", "\n".join(f"- {line}" for line in lines)] if lines else []
