# SPDX-License-Identifier: GPL-3.0-or-later
"""Does a whole case with the keyboard alone in a real QGIS window, and says with status 1 what was not as it should be.

    work_by_keyboard.py LANGUAGE FOLDER      on a screen that is there; FOLDER gets the profile, the report and pictures

No mouse: the window is worked through Keys, which has keys and eyes and nothing else. Run by test_panel_in_a_window.py on a virtual screen.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT)]

from window_hand import Window  # noqa: E402 - a script beside the package, found by the line above
from work_the_panel import Wrong, expect, says, text_of  # noqa: E402
from work_the_register import CLAUSES, WORDS  # noqa: E402

from zoning_plugin.jobs.store_release import store_demo  # noqa: E402

DEMO = ROOT / "resources" / "demo"
MOST_TABS = 45
SIGNERS = ("Zhang San", "Li Si", "Wang Wu")


class Keys:
    """A window's keyboard: what has it, and ways on from there."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.press = window.key
        self.type = window.type_text

    @property
    def at(self) -> str:
        """The object name of what has the keyboard."""
        return str(self._window.ask("focus")["name"])

    def reaches(self, name: str, what: str) -> None:
        """Wait until a widget has the keyboard by itself."""
        self._window.until(lambda: self.at == name, 20, f"{what}: {name} to have the keyboard, not {self.at}")

    def tab_to(self, name: str, *, backwards: bool = False) -> None:
        """Press Tab until a widget has the keyboard, never out of the panel."""
        self._window.spot(name)
        passed = [self.at]
        while self.at != name:
            self.press("shift+Tab" if backwards else "Tab")
            focus = self._window.ask("focus")
            passed.append(str(focus["name"] or focus["class"]))
            expect(focus["in_dock"], f"Tab leaves the panel on the way to {name}: {passed}")
            expect(len(passed) <= MOST_TABS, f"Tab does not come to {name}: {passed}")

    def push(self, name: str) -> None:
        """Go to a button and press it."""
        self.tab_to(name)
        self.press("Return")

    def choose_in_menu(self, action: str) -> None:
        """Open our menu by its letter and go down to an action."""
        self.press("alt+z")
        self._window.until(lambda: self._window.ask("focus")["menu"], 10, "the menu to open")
        for _ in range(MOST_TABS):
            if self._window.ask("focus")["action"] == action:
                self.press("Return")
                return
            self.press("Down")
        raise Wrong(f"the menu does not lead to {action}")


def work(window: Window, folder: Path, words: dict[str, str]) -> None:
    """From a layer with a site to a case that is signed and printed, and opened once more."""
    keys = Keys(window)
    window.until(lambda: window.ask("project")["layers"] == 1, 60, "the layer to be there")

    # The site is what a person selects in the layer, with QGIS's own key.
    keys.press("ctrl+a")
    window.until(lambda: window.ask("project")["selected"] == 1, 10, "the site to be selected")

    # The keyboard comes into the panel; a release is brought, and another one chosen.
    window.spot("site_selection", 60)
    current = text_of(window, "release_combo")
    expect("2026" in current, f"not the release in force: {current}")
    keys.choose_in_menu("open_demo")
    window.until(lambda: "2024" in text_of(window, "release_combo"), 60, "the demo county to open")
    keys.choose_in_menu("zoning_show_panel")
    window.until(lambda: not window.ask("where", name="ZoningDock")["visible"], 10, "the panel to close")
    keys.press("ctrl+alt+z")
    window.spot("release_combo")
    expect(window.ask("focus")["in_dock"], f"the shortcut does not bring the keyboard into the panel: {keys.at}")
    keys.tab_to("release_combo")
    window.picture(folder / "1-in-the-panel.png")
    for arrow in ("Up", "Down"):
        if text_of(window, "release_combo") != current:
            keys.press(arrow)
    window.until(lambda: text_of(window, "release_combo") == current, 20, "the other release")
    window.spot("site_selection", 60)

    # The register.
    keys.choose_in_menu("go_register")
    keys.tab_to("register_create")
    keys.press("Return")
    keys.reaches("register_field", "the register is open")
    keys.tab_to("register_person", backwards=True)
    keys.type(SIGNERS[0])
    window.picture(folder / "2-register.png")

    # The site is taken.
    keys.choose_in_menu("go_assess")
    keys.push("site_selection")
    window.until(lambda: text_of(window, "count"), 30, "the clauses")
    window.spot("keep_button", 60)
    window.picture(folder / "3-site.png")

    # Kept as a case, every clause answered, a reason typed.
    keys.push("keep_button")
    keys.reaches("keep_name", "the form is open")
    keys.press("ctrl+a")
    keys.type("by keyboard")
    keys.press("Return")
    window.spot("case_sheet", 60)
    keys.reaches("clauses", "the case is kept")
    before = text_of(window, "case_counts")
    total = int(before.split(words["left"])[1].split()[0])
    expect(total >= CLAUSES - 10, f"only {total} clauses")
    keys.press("Down", "2", "Return")
    keys.reaches("answer_reason", "Enter asks for the reason")
    keys.type("not in the park")
    keys.press("Escape")
    keys.reaches("clauses", "Esc goes back to the clauses")
    says(window, "case_counts", f"{words['left']}{total - 1}")
    for number in range(total - 1):
        keys.press("Down", "1345"[number % 2])
    says(window, "case_counts", words["all"], 60)
    window.picture(folder / "4-answered.png")

    # Concluded and signed three times.
    keys.tab_to("case_sheet", backwards=True)
    keys.press("Return")
    window.spot("sheet_back")
    expect(window.ask("focus")["in_dock"], "the case's page opens without the keyboard")
    keys.tab_to("sheet_verdict")
    keys.press("Down", "Down")
    keys.push("sheet_conclude")
    window.picture(folder / "5-concluded.png")
    for number, name in enumerate(SIGNERS):
        keys.tab_to("sheet_who", backwards=number > 0)
        keys.press("ctrl+a")
        keys.type(name)
        keys.push("sheet_sign")
        window.until(
            lambda number=number: name_is_asked_anew(window, last=number == len(SIGNERS) - 1),  # type: ignore[misc]
            20,
            f"signature {number + 1} to be stored",
        )
    window.picture(folder / "6-signed.png")
    keys.tab_to("sheet_back", backwards=True)
    keys.press("Return")
    says(window, "case_counts", words["closed"])
    expect(window.ask("focus")["in_dock"], "the keyboard leaves the panel with the case's page")

    # Printed, closed, found in the register and opened again.
    keys.push("report_button")
    window.until(lambda: window.ask("dialog")["open"], 20, "the file dialog")
    keys.type(str(folder / "report.pdf"))
    keys.press("Return")
    window.spot("open_button", 60)
    keys.tab_to("open_button", backwards=True)
    window.picture(folder / "7-printed.png")
    keys.tab_to("case_close", backwards=True)
    keys.press("Return")
    expect(window.ask("focus")["in_dock"], "the keyboard leaves the panel when the case is closed")
    keys.choose_in_menu("go_register")
    keys.reaches("register_field", "the register is there")
    keys.type("keyboard")
    keys.press("Down")
    keys.reaches("register_cases", "the arrow goes on to the cases")
    keys.press("Return")
    says(window, "case_counts", words["closed"])
    keys.reaches("clauses", "the case is open again")
    window.picture(folder / "8-opened-again.png")

    register = folder / "profile" / "profiles" / "default" / "zoning_register.gpkg"
    with closing(sqlite3.connect(f"file:{register}?mode=ro", uri=True)) as stored:
        answered = stored.execute("SELECT count(DISTINCT clause_key) FROM answers").fetchone()[0]
        papers = [row[0] for row in stored.execute("SELECT kind FROM outputs ORDER BY fid")]
    expect(answered == total, f"{answered} of {total} clauses are answered on disk")
    expect(papers == ["comparison", "assessment"], f"kept papers: {papers}")
    expect((folder / "report.pdf").read_bytes().startswith(b"%PDF"), "the report is no PDF")
    expect("Traceback" not in window.log, window.log[-3000:])


def name_is_asked_anew(window: Window, *, last: bool) -> bool:
    """After a signature the name is empty for the next one; after the last nobody can sign any more."""
    if last:
        return not window.ask("where", name="sheet_sign")["enabled"]
    return text_of(window, "sheet_who") == "" and bool(window.ask("where", name="sheet_sign")["enabled"])


def main(language: str, folder: Path) -> int:
    """Status 1 when something was wrong."""
    store_demo(DEMO / "release-2", folder / "profile" / "profiles" / "default" / "zoning_releases")
    site = Path(shutil.copy(DEMO / "sites" / "site_polygon.gpkg", folder))
    with Window(folder / "profile", language, lost_picture=folder / "lost.png", files=[site]) as window:
        try:
            work(window, folder, WORDS[language])
        except Wrong as wrong:
            window.picture(folder / "wrong.png")
            sys.stderr.write(f"{wrong} {text_of(window, 'case_counts')}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
