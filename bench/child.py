# SPDX-License-Identifier: GPL-3.0-or-later
"""The process of one run: ``python -m bench.child MODULE NAME prepare|take ANSWER``; answers in a file, with its peak memory."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from .measuring import Absent, Measurement, peak_bytes


def main(module: str, name: str, verb: str, answer: str) -> int:
    """Run, and write the answer."""
    measurements: tuple[Measurement, ...] = importlib.import_module(f"bench.{module}").MEASUREMENTS
    measurement = next(one for one in measurements if one.name == name)
    said: dict[str, Any] = {}
    try:
        if verb == "prepare":
            if measurement.prepare is not None:
                measurement.prepare()
        else:
            idle = peak_bytes()
            rows = measurement.take()
            said = {"rows": [vars(one) for one in rows], "idle": idle, "peak": peak_bytes()}
    except Absent as reason:
        said = {"absent": " ".join(str(reason).split())}
    Path(answer).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
