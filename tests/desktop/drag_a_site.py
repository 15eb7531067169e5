# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws and drags sites in a real QGIS window with a real mouse; status 1 says what was not as it should be.

    drag_a_site.py LANGUAGE FOLDER      on a screen that is there; FOLDER gets the profile and pictures

Run by test_panel_in_a_window.py on a virtual screen.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from window_hand import Window  # noqa: E402 - a script beside the package, found by the line above

PARK = (116.6882, 27.9123)
CORNERS = ((116.672, 27.905), (116.700, 27.906), (116.702, 27.922))
LAST = (116.670, 27.924)
MIDDLE = (116.686, 27.914)
ELSEWHERE = (116.750, 27.960)
OUTSIDE = (116.30, 27.91)

WORDS = {
    "zh-Hans": {"preview": "预览", "gap": "没有单元覆盖"},
    "en": {"preview": "PREVIEW", "gap": "Not covered"},
}


class Wrong(Exception):
    """Something in the window is not as it should be."""


def expect(holds: object, what: str) -> None:
    """Raise Wrong with ``what`` unless it holds."""
    if not holds:
        raise Wrong(what)


def previewed(window: Window) -> list[str]:
    """What the preview lists, nothing while it does not show."""
    there = window.ask("where", name="preview_units")
    return [line[0] for line in window.ask("rows", name="preview_units")["rows"]] if there["visible"] else []


def listed(window: Window) -> list[str]:
    """What the assessment lists."""
    there = window.ask("where", name="findings")
    return [line[0] for line in window.ask("rows", name="findings")["rows"]] if there["visible"] else []


def draw(window: Window, folder: Path, words: dict[str, str]) -> list[str]:
    """An area: the list follows before it is finished, and is the assessment's afterwards. Returns what that lists."""
    window.click("site_point")
    window.hover_at(*window.on_map(*PARK))
    window.until(lambda: len(previewed(window)) == 1, 10, "the unit under the mouse")
    window.picture(folder / "1-point.png")
    window.click("site_polygon")
    for place in CORNERS:
        window.click_at(*window.on_map(*place))
    window.hover_at(*window.on_map(*OUTSIDE))
    window.until(lambda: any(words["gap"] in line for line in previewed(window)), 10, "the gap in the preview")
    card = window.ask("where", name="preview_card")["name"]
    expect(words["preview"] in card, f"the card of the preview says {card}")
    window.picture(folder / "2-area-gap.png")
    window.hover_at(*window.on_map(*LAST))
    window.until(
        lambda: previewed(window) and not any(words["gap"] in line for line in previewed(window)), 10, "no gap any more"
    )
    window.picture(folder / "3-area.png")
    shown = previewed(window)
    window.click_at(*window.on_map(*LAST))
    window.key("Return")
    window.until(lambda: listed(window), 20, "the assessment")
    met = listed(window)
    expect(previewed(window) == [], "the preview stays over the assessment")
    expect([line for line in shown if line in met] == shown, f"previewed {shown}, assessed {met}")
    return met


def drag(window: Window, folder: Path, met: list[str]) -> None:
    """The whole site, back with Esc, once more and put down, taken back with Ctrl+Z; then a vertex."""
    window.click("site_move")
    expect(window.ask("project")["tool"] == "MoveTool", "the tool that moves has not got the map")
    window.hover_at(*window.on_map(*MIDDLE))
    window.take()
    window.hover_at(*window.on_map(*ELSEWHERE))
    window.until(lambda: previewed(window) and previewed(window) != met, 10, "the list to follow the hand")
    window.picture(folder / "4-held.png")
    window.key("Escape")
    window.let_go()
    window.until(lambda: listed(window) == met, 10, "the results to come back")

    window.hover_at(*window.on_map(*MIDDLE))
    window.take()
    window.hover_at(*window.on_map(*ELSEWHERE))
    window.until(lambda: previewed(window), 10, "the list to follow the hand")
    there = previewed(window)
    window.let_go()
    window.until(lambda: listed(window) and listed(window) != met, 20, "the assessment where it was put down")
    expect(all(line in listed(window) for line in there), f"previewed {there}, assessed {listed(window)}")
    window.picture(folder / "5-put-down.png")
    window.key("ctrl+z")
    window.until(lambda: listed(window) == met, 20, "the assessment where it was before")

    window.hover_at(*window.on_map(*CORNERS[0]))
    window.take()
    window.hover_at(*window.on_map(*OUTSIDE))
    window.until(lambda: previewed(window), 10, "the list to follow the vertex")
    window.picture(folder / "6-vertex.png")
    window.let_go()
    window.until(lambda: listed(window) and listed(window) != met, 20, "the assessment with the vertex elsewhere")
    window.picture(folder / "7-vertex-put-down.png")


def work(window: Window, folder: Path, words: dict[str, str]) -> None:
    """Everything, one after another."""
    before = window.ask("project")
    window.click("welcome_demo", 60)
    window.spot("site_point", 60)
    met = draw(window, folder, words)
    drag(window, folder, met)
    window.key("Escape")
    window.until(lambda: window.ask("project")["tool"] == before["tool"], 10, f"{before['tool']} to come back")
    after = window.ask("project")
    for what in ("layers", "dirty", "crs", "file"):
        expect(before[what] == after[what], f"the project's {what} was {before[what]} and is {after[what]}")
    expect("Traceback" not in window.log, window.log[-3000:])


def main(language: str, folder: Path) -> int:
    """Work through everything; 1 when something is wrong."""
    with Window(folder / "profile", language, lost_picture=folder / "lost.png") as window:
        try:
            work(window, folder, WORDS[language])
        except Wrong as wrong:
            window.picture(folder / "wrong.png")
            print(f"wrong: {wrong}")  # noqa: T201
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
