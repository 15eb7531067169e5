# SPDX-License-Identifier: GPL-3.0-or-later
"""Works the panel in a real QGIS window with real clicks and keys, and says with status 1 what was not as it should be.

    work_the_panel.py LANGUAGE FOLDER      on a screen that is there; FOLDER gets the profile, the report and pictures

Run by test_panel_in_a_window.py on a virtual screen.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from window_hand import Window  # noqa: E402 - a script beside the package, found by the line above

PARK = (116.6882, 27.9123)
AROUND_IT = ((116.672, 27.905), (116.700, 27.906), (116.702, 27.922), (116.670, 27.924))
HALF_OUTSIDE = ((116.30, 27.905), (116.36, 27.906), (116.36, 27.95))


class Wrong(Exception):
    """Something in the window is not as it should be."""


def expect(holds: object, what: str) -> None:
    """Raise Wrong with ``what`` unless it holds."""
    if not holds:
        raise Wrong(what)


def text_of(window: Window, name: str) -> str:
    """What a widget says."""
    return str(window.ask("where", name=name)["text"])


def says(window: Window, name: str, part: str, seconds: float = 20) -> None:
    """Wait until a widget says ``part``."""
    window.until(
        lambda: part in text_of(window, name), seconds, f"{name} to say {part!r}, not {text_of(window, name)!r}"
    )


def work(window: Window, folder: Path, words: dict[str, str]) -> None:
    """From the first page to the written report."""
    before = window.ask("project")
    expect(before["layers"] == 0, "the project is not empty at the start")
    window.click("welcome_demo", 60)
    window.spot("site_point", 60)
    says(window, "release_standing", words["in force"])
    window.picture(folder / "1-demo.png")

    window.click("site_point")
    expect(window.ask("project")["tool"] == "SketchTool", "the point tool has not got the map")
    window.click_at(*window.on_map(*PARK))
    says(window, "summary", words["location"])
    says(window, "count", "54")
    window.picture(folder / "2-point.png")

    window.click("site_polygon")
    for place in AROUND_IT:
        window.click_at(*window.on_map(*place))
    window.click_at(*window.on_map(116.75, 27.98))
    window.key("ctrl+z")  # that one was too much
    window.key("Return")
    says(window, "summary", words["site"])
    expect(words["whole"] in text_of(window, "summary"), f"coverage: {text_of(window, 'summary')}")
    all_of_them = text_of(window, "count")
    window.point("findings", row=0)
    window.picture(folder / "3-area.png")

    window.point("count")  # the tooltip goes, which may lie over the search
    window.click("search")
    window.type_text("VOC")
    says(window, "tiers", words["hidden"])
    window.picture(folder / "4-search.png")
    window.key("Escape")
    says(window, "count", all_of_them)

    window.key("Escape")  # nothing left to empty: now it leaves the tool
    window.until(
        lambda: window.ask("project")["tool"] == before["tool"],
        10,
        f"the tool before ours, {before['tool']}, to come back",
    )

    window.click("report_button")
    window.until(lambda: window.ask("dialog")["open"], 20, "the file dialog")
    window.type_text(str(folder / "report.pdf"))
    window.key("Return")
    window.spot("open_button", 60)
    expect((folder / "report.pdf").read_bytes().startswith(b"%PDF"), "the report is no PDF")
    expect((folder / "report.json").stat().st_size > 10_000, "the assessment is hardly anything")
    window.picture(folder / "5-report.png")

    window.click("site_polygon")
    for place in HALF_OUTSIDE:
        window.click_at(*window.on_map(*place))
    window.key("Return")
    says(window, "summary", words["gap"])
    window.picture(folder / "6-incomplete.png")
    window.click("site_clear")
    window.until(lambda: not window.ask("where", name="findings")["visible"], 10, "the results to go")

    after = window.ask("project")
    for what in ("layers", "dirty", "crs", "file"):
        expect(before[what] == after[what], f"the project's {what} was {before[what]} and is {after[what]}")
    expect("Traceback" not in window.log, window.log[-3000:])


WORDS = {
    "zh-Hans": {"in force": "现行", "location": "点位", "site": "地块", "whole": "覆盖 100\u00a0%", "hidden": "已隐藏", "gap": "未覆盖"},
    "en": {
        "in force": "in force", "location": "Location", "site": "Site area", "whole": "coverage 100\u00a0%", "hidden": "hidden",
        "gap": "NOT\u00a0COVERED",
    },
}  # fmt: skip


def main(language: str, folder: Path) -> int:
    """Work through everything; 1 when something is wrong."""
    began = time.monotonic()
    with Window(folder / "profile", language) as window:
        try:
            work(window, folder, WORDS[language])
        except Wrong as wrong:
            window.picture(folder / "wrong.png")
            print(f"wrong: {wrong}")  # noqa: T201
            return 1
    print(f"all as it should be, after {time.monotonic() - began:.0f} s")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
