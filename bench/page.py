# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .comparison import TOLERANCE, Target, judged, ratio, remark
from .measuring import Results, Row


def page(
    results: Results,
    machine: str,
    versions: Mapping[str, str],
    minutes: float,
    left_out: Sequence[str],
    targets: Sequence[Target] = (),
) -> str:
    """bench/results.md, in full; ``left_out`` are the measurements a quick run does not make."""
    command = "make bench-quick" if left_out else "make bench"
    told = ", ".join(f"{name} {version}" for name, version in versions.items())
    rows = "\n".join(_row(one) for one in results.rows if not one.question) or "| nothing | | | | | | |"
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
    parts += _compared([one for one in results.rows if one.question])
    parts += _listed("What was asked for", [judged(one, results.rows) for one in targets])
    parts += _listed("Not measured", results.absent)
    parts += _listed("Broken", results.failed)
    parts += _listed("Left out of the quick run", left_out)
    return "\n\n".join(parts) + "\n"


def _row(row: Row) -> str:
    return f"| {row.name} | {_measured(row)} | {row.note.replace('|', '/')} |"


def _measured(row: Row) -> str:
    seconds = " | ".join(_seconds(one) for one in (row.median, min(row.seconds), max(row.seconds)))
    return f"{len(row.seconds)} | {seconds} | {row.peak_bytes / 1e6:.0f}"


def _compared(rows: Sequence[Row]) -> list[str]:
    """The engines by the question they answered, with how many times as long as each of ours the others took."""
    if not rows:
        return []
    parts = [
        "## Overlay engines",
        (
            "Every engine was asked for all pieces of parcels in units with their shapes, from the same files. What it found is measured by\n"
            "the plugin outside the clock, on the CGCS2000 ellipsoid. A ratio is printed only where the sum of the areas, and the sum with a\n"
            f"weight by parcel and unit, agree with ours to {TOLERANCE:g}; it says how many times as long as ours an engine took (medians)."
        ),
    ]
    for question in dict.fromkeys(one.question for one in rows):
        asked = [one for one in rows if one.question == question]
        ours = [one for one in asked if not one.is_peer]
        names = [_short(one) for one in ours]
        head = "".join(f" × {one} |" for one in names)
        lines = [
            f"| engine | runs | median s | least | most | peak MB | area m² | pieces |{head} |",
            f"|---|--:|--:|--:|--:|--:|--:|--:|{'--:|' * len(ours)}---|",
            *(_compared_row(one, asked, ours) for one in asked),
        ]
        parts += [f"### {question}", "\n".join(lines)]
    return parts


def _compared_row(row: Row, asked: Sequence[Row], ours: Sequence[Row]) -> str:
    answer = [_figure(row, "area_m2", "{:.3f}"), _figure(row, "pieces", "{:.0f}")]
    ratios = [_times(ratio(row, one)) if row.is_peer else "" for one in ours]
    said = "; ".join(filter(None, (remark(row, asked), row.note.replace("|", "/"))))
    return f"| {' | '.join((_short(row), _measured(row), *answer, *ratios, said))} |"


def _short(row: Row) -> str:
    return row.name.replace(f", {row.question}", "")


def _figure(row: Row, name: str, form: str) -> str:
    return form.format(row.figures[name][-1]) if row.figures.get(name) else ""


def _times(times: float | None) -> str:
    return "" if times is None else f"{times:.1f}" if times < 100 else f"{times:.0f}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds < 1 else f"{seconds:.1f}" if seconds >= 10 else f"{seconds:.2f}"


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    return [f"## {title}", "\n".join(f"- {line}" for line in lines)] if lines else []
