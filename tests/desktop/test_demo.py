# SPDX-License-Identifier: GPL-3.0-or-later
"""`make demo` on a machine without a screen: the whole job in a real window, and where everything is that it left."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_demo_leaves_what_it_says_it_leaves(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    unseen = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    ran = subprocess.run(
        [ROOT / "scripts" / "demo.sh"], env=unseen | {"OUT": str(out), "SCREEN": "1600x1000"},
        capture_output=True, text=True, encoding="utf-8", timeout=400, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, f"{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}"
    said = [line.partition(":")[::2] for line in ran.stdout.splitlines() if line.count(": ")]
    left = {
        kind: [Path(text.strip()) for one, text in said if one == kind]
        for kind in ("report", "JSON", "package", "picture")
    }
    assert {kind: len(paths) for kind, paths in left.items()} == {"report": 1, "JSON": 1, "package": 1, "picture": 6}
    for paths in left.values():
        for path in paths:
            assert path.is_relative_to(out)
            assert path.stat().st_size > 10_000, path

    (report,), (data,), (package,), pictures = left.values()
    clauses = [one["text"] for one in json.loads(data.read_text(encoding="utf-8"))["clauses"]]
    printed = "".join(
        subprocess.run(["pdftotext", report, "-"], capture_output=True, encoding="utf-8", check=True).stdout.split()
    )
    assert len(clauses) > 50
    assert all("".join(one.split())[:12] in printed for one in clauses)
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        assert "manifest.json" in archive.namelist()
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in pictures)
