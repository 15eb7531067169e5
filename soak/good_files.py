# SPDX-License-Identifier: GPL-3.0-or-later
"""Good files of every format that can be imported, made from the demo county: what the mutations start from."""

from __future__ import annotations

import csv
import html
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
import xlwt
from osgeo import gdal

from zoning_plugin.core.clause import Clause
from zoning_plugin.core.release import Release
from zoning_plugin.files.release_store import read_release
from zoning_plugin.jobs.import_release import ImportRequest, import_release
from zoning_plugin.places import resources_dir

HEADINGS = ("环境管控单元编码", "环境管控单元名称", "管控维度", "管控要求")


def make_good_files(folder: Path) -> dict[str, list[Path]]:
    """Files by role, "units" and "list", every one of which imports with the others of the demo county."""
    demo = resources_dir() / "demo" / "release-1"
    release = _imported(demo, folder / "demo.gpkg")
    rows: list[tuple[str, ...]] = [HEADINGS, *_rows(release)]
    return {
        "units": _units(demo / "units.gpkg", folder),
        "list": [*sorted((demo / "lists").glob("*单元*.xlsx")), *_lists(rows, folder)],
    }


def _imported(demo: Path, target: Path) -> Release:
    import_release(ImportRequest(target, folder=demo))
    return read_release(target)


def _rows(release: Release) -> list[tuple[str, str, str, str]]:
    names = {unit.code: unit.name for unit in release.units}

    def row(clause: Clause) -> tuple[str, str, str, str]:
        return clause.unit_code, names.get(clause.unit_code, ""), clause.dimension, clause.printed

    return [row(clause) for clause in release.clauses if clause.unit_code]


def _units(source: Path, folder: Path) -> list[Path]:
    plain = folder / "units.gpkg"
    plain.write_bytes(source.read_bytes())
    gdal.UseExceptions()
    made = [plain]
    for name, driver, options in (
        ("units.shp", "ESRI Shapefile", ["-lco", "ENCODING=GBK"]), ("units.geojson", "GeoJSON", []), ("units.kml", "LIBKML", []),
        ("units.mif", "MapInfo File", ["-f", "MapInfo File", "-dsco", "FORMAT=MIF"]), ("units.fgb", "FlatGeobuf", []),
        ("units.tab", "MapInfo File", ["-f", "MapInfo File", "-lco", "ENCODING=CP936"]),
    ):  # fmt: skip
        gdal.VectorTranslate(
            str(folder / name),
            str(source),
            format=driver,
            options=[*options, "-nlt", "PROMOTE_TO_MULTI"] if driver != "MapInfo File" else options,
            layers=_first_layer(source),
        )
        made.append(folder / name)
    archive = folder / "units.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in sorted(folder.glob("units.*")):
            if part.suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
                packed.write(part, part.name)
    drawn = folder / "units.kmz"
    with zipfile.ZipFile(drawn, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(folder / "units.kml", "图层/管控单元.kml")
    return [*made, archive, drawn, *_geodatabase(source, folder)]


def _geodatabase(source: Path, folder: Path) -> list[Path]:
    """A file geodatabase in a zip, as it is sent; none where this GDAL cannot write one."""
    if not gdal.GetDriverByName("OpenFileGDB").GetMetadataItem(gdal.DCAP_CREATE):
        return []
    gdal.VectorTranslate(
        str(folder / "库.gdb"),
        str(source),
        format="OpenFileGDB",
        layers=_first_layer(source),
        options=["-nlt", "PROMOTE_TO_MULTI"],
    )
    archive = folder / "gdb.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in sorted((folder / "库.gdb").iterdir()):
            packed.write(part, f"库.gdb/{part.name}")
    return [archive]


def _first_layer(source: Path) -> list[str]:
    dataset = gdal.OpenEx(str(source), gdal.OF_VECTOR)
    return [dataset.GetLayer(0).GetName()]


def _lists(rows: Sequence[tuple[str, ...]], folder: Path) -> list[Path]:
    text = folder / "list.csv"
    with text.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    page = folder / "list.html"
    cells = "".join("<tr>" + "".join(f"<td>{html.escape(one)}</td>" for one in row) + "</tr>" for row in rows)
    page.write_text(f"<html><meta charset=utf-8><table>{cells}</table></html>", encoding="utf-8")
    document = docx.Document()
    table = document.add_table(rows=len(rows), cols=len(HEADINGS))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, value in zip(line.cells, row, strict=True):
            cell.text = value
    document.save(str(folder / "list.docx"))
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("清单")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.save(str(folder / "list.xls"))
    _open_document(rows, folder / "list.ods")
    _workbook(rows, folder / "长表.xlsx")
    _workbook(_one_row_a_unit(rows), folder / "宽表.xlsx")
    archive = folder / "list.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(text, "清单/单元清单.csv")
    return [
        text,
        page,
        folder / "list.docx",
        folder / "list.xls",
        folder / "list.ods",
        folder / "长表.xlsx",
        folder / "宽表.xlsx",
        archive,
    ]


def _one_row_a_unit(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The same clauses with a column a dimension; those without a dimension under 其他要求."""
    by_unit: dict[tuple[str, str], dict[str, list[str]]] = {}
    for code, name, dimension, text in rows[1:]:
        by_unit.setdefault((code, name), {}).setdefault(dimension or "其他要求", []).append(text)
    dimensions = list(dict.fromkeys(dimension for held in by_unit.values() for dimension in held))
    wide = [(*unit, *("\n".join(held.get(one, ["/"])) for one in dimensions)) for unit, held in by_unit.items()]
    return [(*rows[0][:2], *dimensions), *wide]


def _workbook(rows: Sequence[tuple[str, ...]], path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)


def _open_document(rows: Sequence[tuple[str, ...]], path: Path) -> None:
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for short, full in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{html.escape(one)}</text:p></table:table-cell>'
            for one in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="清单">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
