# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job from the first page to the package, as a person does it: open the demo county, draw, click, read, print, file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import shapely
from osgeo import gdal
from window_hand import ROOT, Window

gdal.UseExceptions()

DEMO = ROOT / "resources" / "demo"


def corners(name: str) -> list[tuple[float, float]]:
    """Vertices (lon, lat) of the shape in a demo site, without the closing one."""
    source = gdal.OpenEx(str(DEMO / "sites" / f"{name}.gpkg"), gdal.OF_VECTOR)
    layer = source.GetLayer(0)
    feature = layer.GetNextFeature()
    shape = shapely.from_wkb(bytes(feature.GetGeometryRef().ExportToWkb()))
    points = [(float(x), float(y)) for x, y in shapely.get_coordinates(shape)]
    return points[:-1] if points[0] == points[-1] and len(points) > 1 else points


def work_the_window(out: Path) -> None:
    """From the first page to the report, with pictures."""
    language = os.environ.get("UI_LANGUAGE", "zh-Hans")
    pictures = out / "pictures"
    with Window(out / "profile", language, lost_picture=out / "lost.png") as window:
        before = window.ask("project")
        window.picture(pictures / "1-first-page.png")
        window.click("welcome_demo", 60)
        window.spot("site_polygon", 60)
        window.picture(pictures / "2-demo-county.png")

        polygon = corners("site_polygon")
        zoom_to(window, polygon, 5)
        window.click("site_polygon")
        for lon, lat in polygon:
            window.click_at(*window.on_map(lon, lat))
        window.key("Return")
        window.spot("report_button", 20)
        window.picture(pictures / "3-polygon.png")

        report = out / "对照分析.pdf"
        window.click("report_button")
        window.until(lambda: window.ask("dialog")["open"], 20, "the file dialog")
        window.type_text(str(out / "report.pdf"))
        window.key("Return")
        window.until(lambda: (out / "report.pdf").exists() and (out / "report.json").exists(), 60, "the report")
        window.spot("open_button", 20)
        window.picture(pictures / "4-report-written.png")
        (out / "report.pdf").rename(report)
        (out / "report.json").rename(report.with_suffix(".json"))

        window.click("site_point")
        lon, lat = corners("site_point")[0]
        zoom_to(window, [(lon, lat)], 14)
        window.click_at(*window.on_map(lon, lat))
        window.spot("report_button", 20)
        window.picture(pictures / "5-point.png")

        line = corners("site_line")
        zoom_to(window, line, 1.3)
        window.click("site_line")
        for lon, lat in line[:: max(1, len(line) // 8)]:
            window.click_at(*window.on_map(lon, lat))
        window.key("Return")
        window.spot("report_button", 20)
        window.picture(pictures / "6-line.png")
        after = window.ask("project")
        changed = {key: (before[key], after[key]) for key in ("layers", "file") if before[key] != after[key]}
        if changed:
            raise SystemExit(f"demo: the project was changed: {changed}")


def zoom_to(window: Window, points: list[tuple[float, float]], times: float) -> None:
    """Bring points into view, `times` their own extent wide, as a person would with the wheel (asked of the window for speed)."""
    window.ask("zoom", points=points, times=times)


def build_package(out: Path) -> Path:
    """The filing package by qgis_process, on the release that the window stored."""
    release = next((out / "profile" / "profiles" / "default" / "zoning_releases").glob("*.gpkg"))
    package = out / "备案成果包.zip"
    tool = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    if tool is None:
        raise SystemExit("demo: qgis_process is missing (it comes with the package qgis)")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_CUSTOM_CONFIG_PATH": str(out / "profile"),
        "QGIS_PLUGINPATH": str(ROOT / "build" / "plugins"),
        "PYTHONPATH": os.environ["QGIS_PYTHONPATH"],
    }
    ran = subprocess.run(
        [tool, "--json", "run", "zoning:buildfilingpackage", "--", f"RELEASE={release}", f"OUTPUT={package}"],
        env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if ran.returncode or not package.exists():
        raise SystemExit(f"demo: no package was built\n{ran.stdout[-2000:]}\n{ran.stderr[-2000:]}")
    return package


def summary(assessment: dict[str, Any]) -> str:
    """What the report's first page says: units met and units that are only near are never added up."""
    near = sum(one["relation"] == "near" for one in assessment["units"])
    met = len(assessment["units"]) - near
    return f"{met} units met (涉及), {near} near (邻近), {len(assessment['clauses'])} clauses, {assessment['state']}"


def main(out: Path) -> None:
    """Run everything into a fresh folder and say where it is."""
    shutil.rmtree(out, ignore_errors=True)
    (out / "pictures").mkdir(parents=True)
    work_the_window(out)
    package = build_package(out)
    assessment = json.loads((out / "对照分析.json").read_text(encoding="utf-8"))
    print(f"site:     {summary(assessment)}")
    print(f"report:   {out / '对照分析.pdf'}")
    print(f"JSON:     {out / '对照分析.json'}")
    print(f"package:  {package}")
    for picture in sorted((out / "pictures").glob("*.png")):
        print(f"picture:  {picture}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
