# SPDX-License-Identifier: GPL-3.0-or-later
"""Small reports and map sheets to print, and what is read back from the paper."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

from qgis.core import QgsGeometry

from zoning_plugin.report.printable import HtmlPart, MapCategory, MapFeature, MapSheet, PrintableReport

STYLE = "<style>td,th{border:1px solid black;padding:3px} th{background:#eee} table{border-collapse:collapse}</style>"


def report(*parts: HtmlPart | MapSheet, header: str = "", footer: str = "") -> PrintableReport:
    return PrintableReport("对照分析(研判材料)", "zh", header, footer, "2024-06-30", "zoning_plugin 0.1.0", parts)


def table(rows: list[tuple[str, ...]], titles: tuple[str, ...] = ()) -> HtmlPart:
    head = f"<thead><tr>{''.join(f'<th>{one}</th>' for one in titles)}</tr></thead>" if titles else ""
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return HtmlPart(f"{STYLE}<table width='100%' cellspacing='0'>{head}{body}</table>")


def sheet(*, title: str = "位置图", is_landscape: bool = False) -> MapSheet:
    def wkb(wkt: str) -> bytes:
        return bytes(QgsGeometry.fromWkt(wkt).asWkb())

    categories = (
        MapCategory("unit-priority", "unit-priority", "优先保护单元"),
        MapCategory("unit-key", "unit-key", "重点管控单元"),
        MapCategory("unit-general", "unit-general", "一般管控单元"),
        MapCategory("zone:红线", "zone", "生态保护红线"),
        MapCategory("piece", "piece", "占用部分"),
        MapCategory("uncovered", "uncovered", "未覆盖部分"),
        MapCategory("site", "site", "项目位置"),
    )
    west = "Polygon((113.0 22.7,113.1 22.7,113.1 23.0,113.0 23.0,113.0 22.7))"
    middle = "Polygon((113.1 22.7,113.2 22.7,113.2 22.85,113.1 22.85,113.1 22.7))"
    features = (
        MapFeature(wkb(west), "unit-priority", "示例县青龙山优先保护单元"),
        MapFeature(wkb(middle), "unit-key", "示例经济开发区重点管控单元"),
        MapFeature(wkb("Polygon((113.1 22.85,113.2 22.85,113.2 23,113.1 23,113.1 22.85))"), "unit-general", "一般单元"),
        MapFeature(wkb("Polygon((113.05 22.8,113.12 22.8,113.12 22.9,113.05 22.9,113.05 22.8))"), "zone:红线", ""),
        MapFeature(wkb("Polygon((113.1 22.80,113.15 22.80,113.15 22.84,113.1 22.84,113.1 22.80))"), "piece", ""),
        MapFeature(wkb("Polygon((113.14 22.81,113.16 22.81,113.16 22.83,113.14 22.81))"), "uncovered", ""),
        MapFeature(
            wkb("Polygon((113.08 22.80,113.16 22.80,113.16 22.86,113.08 22.86,113.08 22.80))"), "site", "示例厂"
        ),
    )
    notes = ("成果:示例县 2024 版,示环〔2024〕1号", "坐标系:CGCS2000 / 3-degree Gauss-Kruger zone 38")
    return MapSheet(
        title, (113.06, 22.78, 113.18, 22.88), "EPSG:4526", categories, features, notes, "图例", is_landscape
    )


def point_sheet() -> MapSheet:
    point = bytes(QgsGeometry.fromWkt("Point(113.12 22.83)").asWkb())
    line = bytes(QgsGeometry.fromWkt("LineString(113.10 22.80,113.15 22.85)").asWkb())
    whole = sheet(title="点位图")
    features = tuple(one for one in whole.features if one.category.startswith("unit")) + (
        MapFeature(line, "road", "示例道路"),
        MapFeature(point, "site", "示例点"),
    )
    categories = (*whole.categories[:3], MapCategory("road", "site", "线路"), MapCategory("site", "site", "项目位置"))
    return replace(whole, categories=categories, features=features)


def words_of(path: Path) -> str:
    """The text of a PDF in the order it was drawn, without any white space."""
    text = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True
    ).stdout.decode("utf-8")
    return re.sub(r"\s", "", text)


def pages_of(path: Path) -> list[str]:
    text = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True
    ).stdout.decode("utf-8")
    return [re.sub(r"\s", "", page) for page in text.split("\f")[:-1]]


def fonts_of(path: Path) -> list[tuple[str, str]]:
    """(name, emb sub uni) of every font in a PDF."""
    lines = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    return [(line.split()[0], " ".join(line.split()[-5:-2])) for line in lines]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)
