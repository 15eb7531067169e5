# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel in a real QGIS window on a virtual screen, worked by mouse and keys: on a small screen in Chinese, on a large one in English."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _work(script: str, language: str, screen: str, folder: Path, *more: Path, seconds: int = 400) -> None:
    """A script of this folder at work in a window of QGIS on a screen of its own; it says what went wrong."""
    ran = subprocess.run(
        [ROOT / "scripts" / "with_screen.sh", sys.executable, ROOT / "tests" / "desktop" / script, language, folder, *more],
        env={**os.environ, "SCREEN": screen, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, f"{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}\npictures in {folder}"


_BOTH = pytest.mark.parametrize(("language", "screen"), [("zh-Hans", "1366x768"), ("en", "1600x1000")])


@pytest.mark.slow
@_BOTH
def test_from_the_first_page_to_the_report(language: str, screen: str, tmp_path: Path) -> None:
    _work("work_the_panel.py", language, screen, tmp_path)


@pytest.mark.slow
@_BOTH
def test_a_site_is_drawn_and_dragged_with_a_real_mouse(language: str, screen: str, tmp_path: Path) -> None:
    _work("drag_a_site.py", language, screen, tmp_path)


@pytest.mark.slow
def test_a_case_is_kept_answered_concluded_signed_and_printed(tmp_path: Path) -> None:
    """In Chinese on a small screen; work_the_register.py does the same in English."""
    _work("work_the_register.py", "zh-Hans", "1366x768", tmp_path)


@pytest.mark.slow
@_BOTH
def test_a_whole_case_with_the_keyboard_alone(language: str, screen: str, tmp_path: Path) -> None:
    _work("work_by_keyboard.py", language, screen, tmp_path)


@pytest.mark.slow
def test_an_import_by_mouse_keys_drag_and_clipboard(tmp_path: Path) -> None:
    """In Chinese on a small screen; work_the_import.py does the same in English."""
    data = ROOT.parent / "shared" / "data" / "foshan"
    if not data.is_dir():
        pytest.skip("the data of Foshan are not at hand")
    _work("work_the_import.py", "zh-Hans", "1366x768", tmp_path, data, seconds=500)
