# SPDX-License-Identifier: GPL-3.0-or-later
"""Works the case register in a real QGIS window with real clicks and keys, and says with status 1 what was not as it should be.

    work_the_register.py LANGUAGE FOLDER      on a screen that is there; FOLDER gets the profile, the report and pictures

Run by test_panel_in_a_window.py on a virtual screen.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from window_hand import Window  # noqa: E402 - a script beside the package, found by the line above
from work_the_panel import PARK, Wrong, expect, says, text_of  # noqa: E402

CLAUSES = 54
WORDS = {
    "zh-Hans": {"empty": "还没有台账", "left": "未答 ", "all": "已全部答复", "closed": "答复已关闭", "draft": "办理中"},
    "en": {"empty": "no register", "left": "unanswered ", "all": "all answered", "closed": "answers closed", "draft": "in preparation"},
}  # fmt: skip


def work(window: Window, folder: Path, words: dict[str, str]) -> None:
    """From an empty register to a printed and signed case, opened once more."""
    window.click("welcome_demo", 60)
    window.spot("site_point", 60)
    window.click("page_register")
    window.spot("register_create")
    window.picture(folder / "1-no-register.png")
    window.click("page_assess")
    window.click("site_point")
    window.click_at(*window.on_map(*PARK))
    window.click("keep_button", 30)
    window.click("keep_name")
    window.type_text("demo plating")
    window.picture(folder / "2-keep.png")
    window.click("keep_case")
    says(window, "case_counts", words["left"] + str(CLAUSES))

    window.click("clauses")
    window.key("Down", "2", "Return")
    window.type_text("not in the park")
    window.key("Escape")
    says(window, "case_counts", words["left"] + str(CLAUSES - 1))
    window.picture(folder / "3-answers.png")
    window.click("case_sheet")
    window.spot("sheet_back")
    expect(not window.ask("where", name="sheet_verdict")["enabled"], "a conclusion can be chosen before every answer")
    window.picture(folder / "4-in-the-way.png")
    window.click("sheet_back")
    window.click("search")
    window.key("Down")
    for _ in range(CLAUSES - 1):
        window.key("Down", "3")
    says(window, "case_counts", words["all"])
    window.click("case_sheet")
    window.click("sheet_verdict")
    window.key("Down", "Down", "Return")
    window.click("sheet_conclude")
    window.click("sheet_sign")
    window.picture(folder / "5-signed.png")
    window.click("sheet_back")
    says(window, "case_counts", words["closed"])

    window.click("report_button")
    window.until(lambda: window.ask("dialog")["open"], 20, "the file dialog")
    window.type_text(str(folder / "report.pdf"))
    window.key("Return")
    window.spot("open_button", 60)
    window.picture(folder / "6-report.png")
    window.click("site_clear")
    window.click("page_register")
    window.click("register_open_case")
    says(window, "case_counts", words["closed"])
    window.picture(folder / "7-opened-again.png")
    register = folder / "profile" / "profiles" / "default" / "zoning_register.gpkg"
    with closing(sqlite3.connect(f"file:{register}?mode=ro", uri=True)) as stored:
        answered = stored.execute("SELECT count(DISTINCT clause_key) FROM answers").fetchone()[0]
        papers = [row[0] for row in stored.execute("SELECT kind FROM outputs ORDER BY fid")]
    expect(answered == CLAUSES, f"{answered} clauses are answered on disk")
    expect(papers == ["comparison", "assessment"], f"kept papers: {papers}")
    expect("Traceback" not in window.log, window.log[-3000:])


def main(language: str, folder: Path) -> int:
    """Status 1 when something was wrong."""
    with Window(folder / "profile", language, lost_picture=folder / "lost.png") as window:
        try:
            work(window, folder, WORDS[language])
        except Wrong as wrong:
            window.picture(folder / "wrong.png")
            sys.stderr.write(f"{wrong} {text_of(window, 'case_counts')}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
