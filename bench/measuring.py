# SPDX-License-Identifier: GPL-3.0-or-later
"""What a measurement is, and how it is run: each run in a process of its own, so that its peak memory is its own."""

from __future__ import annotations

import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent.parent
PEER: Final = "— "
"""What the name of a peer's measurement begins with."""


class Absent(Exception):
    """What a measurement needs is not there; the message says in one line what."""


@dataclass(frozen=True)
class Timed:
    """What a measurement took: seconds of one or more repetitions. ``row`` tells several rows of one measurement apart.

    ``figures`` are other things measured in that run. ``question``: what was answered, where several engines answer the same; such
    rows are compared (comparison.py). ``peak_bytes``: the memory of another process that did the work, 0 where this one did.
    """

    seconds: tuple[float, ...]
    note: str = ""
    row: str = ""
    question: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)
    peak_bytes: int = 0


@dataclass(frozen=True)
class Measurement:
    """Something that is measured.

    ``take`` does it and returns its rows; what it does outside the clock is not in the seconds, but is in the peak memory.
    ``prepare`` makes the files it needs, before and in another process; both raise Absent. ``runs`` is the number of processes.
    Measurements of one module are run in turns, so that a peer is measured under the same load as what it is compared with.
    """

    name: str
    take: Callable[[], Sequence[Timed]]
    prepare: Callable[[], object] | None = None
    runs: int = 3
    is_quick: bool = True


@dataclass
class Row:
    """One row of the results: every repetition of every run."""

    name: str
    seconds: list[float] = field(default_factory=list)
    peak_bytes: int = 0
    note: str = ""
    question: str = ""
    figures: dict[str, list[float]] = field(default_factory=dict)

    @property
    def is_peer(self) -> bool:
        """Whether it is not ours, but what ours is compared with."""
        return self.name.startswith(PEER)

    @property
    def median(self) -> float:
        """The median of all seconds."""
        return statistics.median(self.seconds)


@dataclass
class Results:
    """The rows in the order of the measurements, and a line for everything that was not measured or went wrong.

    ``idle_bytes`` is the most memory any process had before its work began: its libraries.
    """

    rows: list[Row] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    idle_bytes: int = 0


class Clock:
    """Seconds of the blocks run under it: ``with clock: …``."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._started = 0.0

    def __enter__(self) -> None:
        """Start."""
        self._started = time.perf_counter()

    def __exit__(self, *_reason: object) -> None:
        """Stop."""
        self.seconds.append(time.perf_counter() - self._started)

    def timed(self, note: str = "", row: str = "", figures: Mapping[str, float] | None = None) -> Timed:
        """What was taken."""
        return Timed(tuple(self.seconds), note, row, figures=figures or {})


def peak_bytes() -> int:
    """The most memory this process has had at once. Linux says it of the program alone; elsewhere what started it may count in."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024


def run_all(modules: Sequence[tuple[str, Sequence[Measurement]]], say: Callable[[str], None]) -> Results:
    """Run every measurement of ``modules`` (names under bench, and what to run of each); ``say`` is told what is under way."""
    results = Results()
    for module, measurements in modules:
        rows: dict[tuple[str, str], Row] = {}
        stopped: set[str] = set()
        for turn in range(max((one.runs for one in measurements), default=0)):
            for one in measurements:
                if turn >= one.runs or one.name in stopped:
                    continue
                if turn == 0:
                    rows[one.name, ""] = Row(one.name)  # the place in the order, whatever its rows are called
                say(f"{one.name} ({turn + 1}/{one.runs})")
                answer = _prepared(module, one) if turn == 0 else {}
                answer = answer if "absent" in answer or "failed" in answer else _in_child(module, one, "take")
                if "absent" in answer:
                    results.absent.append(f"{one.name}: {answer['absent']}")
                elif "failed" in answer:
                    results.failed.append(f"{one.name}: {answer['failed']}")
                else:
                    _add(rows, one.name, answer)
                    results.idle_bytes = max(results.idle_bytes, answer["idle"])
                    continue
                stopped.add(one.name)
        order = [one.name for one in measurements]
        results.rows += [
            row for _key, row in sorted(rows.items(), key=lambda one: order.index(one[0][0])) if row.seconds
        ]
    return results


def _add(rows: dict[tuple[str, str], Row], name: str, answer: dict[str, Any]) -> None:
    for timed in (Timed(**one) for one in answer["rows"]):
        row = rows.setdefault((name, timed.row), Row(f"{name}: {timed.row}" if timed.row else name))
        row.seconds += timed.seconds
        row.peak_bytes = max(row.peak_bytes, timed.peak_bytes or answer["peak"])
        row.note, row.question = timed.note, timed.question
        for figure, value in timed.figures.items():
            row.figures.setdefault(figure, []).append(value)


def _prepared(module: str, measurement: Measurement) -> dict[str, Any]:
    return {} if measurement.prepare is None else _in_child(module, measurement, "prepare")


def _in_child(module: str, measurement: Measurement, verb: str) -> dict[str, Any]:
    """What the process answers: rows and peak; or absent or failed, one line each."""
    with tempfile.TemporaryDirectory(prefix="zoning-bench-") as folder:
        answer = Path(folder) / "answer.json"
        ended = subprocess.run(
            [sys.executable, "-m", "bench.child", module, measurement.name, verb, str(answer)], cwd=ROOT, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        if answer.is_file():
            read: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
            return read
    last = next(_last_lines(ended.stderr), "no word")
    return {"failed": f"{verb} ended with status {ended.returncode}: {last}"}


def _last_lines(text: str) -> Iterator[str]:
    return (line.strip() for line in reversed(text.splitlines()) if line.strip())
