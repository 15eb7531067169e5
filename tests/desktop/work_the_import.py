# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports in a real QGIS window with real clicks, keys, drags and a real clipboard; status 1 says what was not as it should be.

    work_the_import.py LANGUAGE FOLDER DATA     DATA is the folder of the Foshan data; FOLDER gets the profile and pictures

A folder whose files contradict each other is sorted out, a list with headings of its own is mapped and remembered, a layer
without a reference system is asked about, a zip is dropped, a table is pasted. Run by test_panel_in_a_window.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

from osgeo import gdal

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from window_hand import Window  # noqa: E402 - a script beside the package, found by the line above

HEADINGS = {"code": "unit_code", "name": "unit_name", "county": "county", "unit_class": "class", "dim": "dimension", "no": "number",
            "tag": "tag", "text": "requirement"}  # fmt: skip
ROLES = (
    "", "unit_code", "unit_name", "dimension", "requirement", "dimension:", "number", "tag", "class", "province", "city", "county",
)  # fmt: skip
"""The first roles in the drop-down of a list's column, in their order."""
TABS = ("source", "columns", "sample", "faults", "release")
PASTED = "单元编码\t管控维度\t管控要求\nZH44060620005\t空间布局约束\t9-9. 粘贴来的条款。\n"


class Wrong(Exception):
    """Something in the window is not as it should be."""


class Import:
    """The import page of a window."""

    def __init__(self, window: Window, folder: Path) -> None:
        self.window, self.folder = window, folder
        self._number = 0

    def picture(self, name: str) -> None:
        """A picture, numbered as it was taken."""
        self._number += 1
        self.window.picture(self.folder / f"{self._number:02d}-{name}.png")

    def wait(self) -> str:
        """Wait until nothing is under way and return the headline."""
        time.sleep(0.4)
        self.window.until(lambda: not self._where("import_card")["name"].endswith("…"), 90, "the look to end")
        return str(self._where("import_card")["name"])

    def tab(self, name: str) -> None:
        """Open a page of the lower half, by its tab, or by the drop-down where the tabs have no room."""
        if self._where("import_tabs_names")["visible"]:
            self.pick("import_tabs_names", TABS.index(name))
        else:
            self.window.click("import_tabs", tab=TABS.index(name))

    def source(self, part: str) -> str:
        """Choose the source whose line holds ``part`` and return the line."""
        lines = self.rows("import_sources")
        row = next((number for number, line in enumerate(lines) if part in line[0]), None)
        if row is None:
            raise Wrong(f"{part} is not among {lines}")
        self.window.click("import_sources", row=row)
        return " ".join(lines[row])

    def rows(self, name: str) -> list[list[str]]:
        """What a list says."""
        return list(self.window.ask("rows", name=name)["rows"])

    def pick(self, name: str, downs: int) -> None:
        """Choose the item of a drop-down that lies ``downs`` below its first."""
        self.window.click(name)
        self.window.key("Home", *["Down"] * downs, "Return")

    def leave_out(self, part: str) -> None:
        """A source is not imported, by the drop-down in its row."""
        self.source(part)
        row = next(number for number, line in enumerate(self.rows("import_sources")) if part in line[0])
        self.window.click("import_sources", row=row, column=1)
        self.window.key("End", "Return")
        self.wait()

    def expect(self, holds: object, what: str) -> None:
        """Raise Wrong with ``what`` unless it holds."""
        if not holds:
            raise Wrong(f"{what}; {self._where('import_card')['name']}; {self.rows('import_sources')}")

    def _where(self, name: str) -> dict[str, Any]:
        return self.window.ask("where", name=name)


def choose_folder(page: Import, folder: Path) -> None:
    """By the button and the dialog."""
    page.window.click("import_folder")
    page.window.until(lambda: page.window.ask("dialog")["open"], 20, "the file dialog")
    page.window.type_text(str(folder))
    page.window.key("Return")
    page.wait()


def sort_out_a_folder(page: Import, data: Path) -> None:
    """Two layers of the same units, parcels that are no zones, a list whose headings nobody knows."""
    window = page.window
    choose_folder(page, data)
    page.picture("folder")
    page.expect(len(page.rows("import_sources")) == 7, "not everything in the folder was recognised")
    page.leave_out("管控单元.shp")
    page.leave_out("shunde_parcels")
    page.source("foshan_list.tsv")
    page.tab("columns")
    page.picture("unknown-columns")
    headings = [line[0] for line in page.rows("import_columns")]
    page.expect(headings == list(HEADINGS), f"the columns are {headings}")
    for row, heading in enumerate(headings):
        window.click("import_columns", row=row, column=1)
        if row == 0:
            page.picture("roles")
        window.key("Home", *["Down"] * ROLES.index(HEADINGS[heading]), "Return")
    page.wait()
    page.picture("mapped")
    line = page.source("foshan_list.tsv")
    page.expect(" 96 " in line, f"the mapped list is {line}")
    for part in ("南海", "禅城", "顺德"):
        page.leave_out(part)
    page.source("foshan_list.tsv")
    page.tab("sample")
    page.picture("sample")
    page.tab("columns")
    window.click("import_remember")
    page.tab("release")
    page.window.click("import_effective")
    window.type_text("2024-06-30")
    page.pick("import_status", 5)
    page.picture("named")
    window.click("import_store")
    window.spot("import_done", 60)
    page.picture("stored")
    window.click("import_done")
    window.spot("release_more")


def answer_the_meridian(page: Import, data: Path, bare: Path) -> None:
    """A layer without .prj in six-digit coordinates, a zip dropped beside it, a pasted table, an earlier release to build on."""
    window = page.window
    drag(page, [bare])
    page.wait()
    page.picture("no-prj")
    page.tab("source")
    window.click("import_source_crs")
    page.picture("candidates")
    window.key("Home", "Down", "Return")
    page.wait()
    page.tab("faults")
    page.picture("placed")


def drag(page: Import, paths: list[Path]) -> None:
    """Drag files from another program onto the panel and let go."""
    other = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("outside.py"), *map(str, paths)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
    )  # fmt: skip
    try:
        assert other.stdout is not None
        other.stdout.readline()
        time.sleep(1)
        spot = page.window.spot(
            "import_back" if page.window.ask("where", name="import_back")["visible"] else "release_more"
        )
        hand = [
            "mousemove",
            "60",
            "330",
            "mousedown",
            "1",
            "mousemove",
            "90",
            "340",
            "sleep",
            "0.3",
            "mousemove",
            "200",
            "400",
            "sleep",
            "0.3",
        ]
        subprocess.run(["xdotool", *hand], check=True)
        for step in range(5):
            subprocess.run(
                [
                    "xdotool",
                    "mousemove",
                    "--window",
                    str(spot["window"]),
                    str(spot["x"] + 20 - 4 * step),
                    str(spot["y"] + 250),
                ],
                check=True,
            )
            time.sleep(0.2)
        page.picture("dragging")
        subprocess.run(["xdotool", "mouseup", "1"], check=True)
        time.sleep(0.8)
    finally:
        other.terminate()
        other.wait(10)


def paste(page: Import, text: str) -> None:
    """A table copied in another program, pasted by Ctrl+V on the page."""
    html = (
        "<table>"
        + "".join(f"<tr><td>{'</td><td>'.join(line.split(chr(9)))}</td></tr>" for line in text.strip().split("\n"))
        + "</table>"
    )
    (page.folder / "copied.html").write_text(html, encoding="utf-8")
    (page.folder / "copied.txt").write_text(text, encoding="utf-8")
    other = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("outside.py"), "--copied", page.folder / "copied.html", page.folder / "copied.txt"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
    )  # fmt: skip
    try:
        assert other.stdout is not None
        other.stdout.readline()
        time.sleep(1)
        page.window.click("import_sources", row=0)
        page.window.key("ctrl+v")
        page.wait()
    finally:
        other.terminate()
        other.wait(10)


def work(page: Import, data: Path) -> None:
    """Everything, one after another."""
    window, folder = page.window, page.folder
    before = window.ask("project")
    window.click("welcome_import", 60)
    page.picture("empty")
    sort_out_a_folder(page, data)

    bare = folder / "units.shp"
    source = gdal.OpenEx(str(data / "foshan_units.gpkg"))
    gdal.VectorTranslate(
        str(bare), source, options=["-f", "ESRI Shapefile", "-t_srs", "EPSG:4547", "-lco", "ENCODING=GB18030"]
    )
    for suffix in (".prj", ".cpg"):
        bare.with_suffix(suffix).unlink(missing_ok=True)
    answer_the_meridian(page, data, bare)

    packed = folder / "lists.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(data.glob("准入清单*")):
            archive.write(path, path.name)
    drag(page, [packed])
    page.wait()
    page.expect(len(page.rows("import_sources")) == 4, "the zip was not added")
    page.picture("zip")
    paste(page, PASTED)
    page.expect(len(page.rows("import_sources")) == 5, "the table was not pasted")
    page.source("剪贴板")
    page.tab("sample")
    page.picture("pasted")
    page.pick("import_base", 1)
    page.wait()
    page.tab("source")
    page.picture("built-on")
    window.click("import_back")

    after = window.ask("project")
    for what in ("layers", "dirty", "crs", "file"):
        page.expect(before[what] == after[what], f"the project's {what} was {before[what]} and is {after[what]}")
    page.expect("Traceback" not in window.log, window.log[-3000:])


def main(language: str, folder: Path, data: Path) -> int:
    """Work through everything; 1 when something is wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    with Window(folder / "profile", language, lost_picture=folder / "lost.png") as window:
        try:
            work(Import(window, folder), data)
        except Wrong as wrong:
            window.picture(folder / "wrong.png")
            print(f"wrong: {wrong}")  # noqa: T201
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
