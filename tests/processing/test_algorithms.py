# SPDX-License-Identifier: GPL-3.0-or-later
"""The algorithms through processing.run: the whole job on the demo county, the project left as found, outputs as promised."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer

from tests.processing.conftest import DEMO, ROOT, Run, Told
from zoning_plugin.files.release_store import read_release

SCHEMA = json.loads((ROOT / "resources" / "schemas" / "zoning.assessment-1.json").read_text(encoding="utf-8"))
ON = "2026-01-01"


def read_json(path: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return found


def demo_inputs() -> dict[str, object]:
    first = DEMO / "release-1"
    return {
        "UNITS": first / "units.gpkg",
        "LISTS": [str(path) for path in sorted((first / "lists").glob("*.xlsx"))],
        "ZONES": [str(path) for path in sorted((first / "zones").glob("*.gpkg"))],
        "SOURCES": first / "sources.json",
    }


def test_import_gives_the_release_of_the_job(run: Run, demo_release: Path, tmp_path: Path) -> None:
    done = run("importrelease", OUTPUT=tmp_path / "r.gpkg", REPORT=tmp_path / "r.json", **demo_inputs())
    assert (done["UNIT_COUNT"], done["CLAUSE_COUNT"], done["ERROR_COUNT"]) == (20, 162, 0)
    assert read_release(tmp_path / "r.gpkg").digest == read_release(demo_release).digest
    assert read_json(tmp_path / "r.json")["schema"] == "zoning.import-report/1"
    assert (tmp_path / "r.html").is_file()


@pytest.mark.parametrize("site", ["site_polygon", "site_line", "site_point"])
def test_assessment_of_each_kind_is_valid_and_lists_every_clause_in_the_pdf(
    run: Run, demo_release: Path, tmp_path: Path, site: str
) -> None:
    path = DEMO / "sites" / f"{site}.gpkg"
    outputs = {"OUTPUT_JSON": tmp_path / "a.json", "OUTPUT_PDF": tmp_path / "a.pdf"}
    done = run("assesssite", RELEASE=demo_release, SITE=path, ON=ON, LANGUAGE="zh", **outputs)
    assessment = read_json(tmp_path / "a.json")
    jsonschema.validate(assessment, SCHEMA)
    clauses = assessment["clauses"]
    assert done["CLAUSE_COUNT"] == len(clauses) > 40  # type: ignore[arg-type]
    printed = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "a.pdf"), "-"],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    ).stdout
    squeezed = "".join(printed.split())
    lines = {"".join(line.split()) for line in printed.splitlines()}
    for clause in clauses:  # type: ignore[attr-defined]
        text = "".join(clause["text"].split())
        # A clause may run over a page's end, where header, footer and heading rows stand between its halves.
        assert text in squeezed or all(_stands(part, lines, squeezed) for part in _halves(text)), clause["id"]


def _halves(text: str) -> list[str]:
    return [text[start : start + 12] for start in range(0, max(1, len(text) - 12), 6)]


def _stands(part: str, lines: set[str], squeezed: str) -> bool:
    return part in squeezed or any(
        part[:cut] and any(line.endswith(part[:cut]) for line in lines) and any(part[cut:] in line for line in lines)
        for cut in range(1, len(part))
    )


def test_same_site_twice_is_the_same_bytes(run: Run, demo_release: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        run(
            "assesssite",
            RELEASE=demo_release,
            SITE=DEMO / "sites" / "site_polygon.gpkg",
            ON=ON,
            OUTPUT_JSON=tmp_path / f"{name}.json",
            OUTPUT_PDF=tmp_path / f"{name}.pdf",
        )
        time.sleep(1.1)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_package_twice_is_the_same_bytes_with_report_and_digest(run: Run, demo_release: Path, tmp_path: Path) -> None:
    one = run("buildfilingpackage", RELEASE=demo_release, OUTPUT=tmp_path / "1.zip", REPORT=tmp_path / "1.json")
    time.sleep(2.1)
    other = run("buildfilingpackage", RELEASE=demo_release, OUTPUT=tmp_path / "2.zip")
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    assert one["DIGEST"] == other["DIGEST"]
    assert one["SHORT_DIGEST"].replace(" ", "") == one["DIGEST"][:16]
    assert read_json(tmp_path / "1.json")["schema"] == "zoning.check-report/1"


@pytest.mark.parametrize(
    ("text", "crs"),
    [
        ("116.66 27.96", "EPSG:4490"),
        ("POLYGON((116.66 27.96, 116.665 27.96, 116.665 27.965, 116.66 27.96))", "EPSG:4490"),
        ("POINT(39466500 3094000)", "EPSG:4527"),
    ],
)
def test_site_as_text(run: Run, demo_release: Path, tmp_path: Path, text: str, crs: str) -> None:
    run("assesssite", RELEASE=demo_release, SITE_TEXT=text, SITE_CRS=crs, ON=ON, OUTPUT_JSON=tmp_path / "a.json")
    assessment = read_json(tmp_path / "a.json")
    assert assessment["units"]
    assert assessment["state"] == "complete"


def test_folder_of_releases_takes_the_one_in_force(run: Run, demo_release: Path, tmp_path: Path) -> None:
    from zoning_plugin.jobs.import_release import ImportRequest, import_release

    shutil.copy(demo_release, tmp_path / "first.gpkg")
    import_release(ImportRequest(tmp_path / "second.gpkg", folder=DEMO / "release-2"))
    taken = []
    for on in ("2025-01-01", "2026-10-01"):
        output = tmp_path / f"{on}.json"
        run("assesssite", RELEASE=tmp_path, SITE_TEXT="116.66 27.96", SITE_CRS="EPSG:4490", ON=on, OUTPUT_JSON=output)
        taken.append(read_json(output)["release"]["effective"])  # type: ignore[index]
    assert taken == ["2024-07-01", "2026-07-01"]


def test_a_folder_without_a_release_for_the_place_or_day_says_what_stands_in_the_way(
    refused: Callable[..., str], told: Told, demo_release: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "releases"
    folder.mkdir()
    shutil.copy(demo_release, folder / "first.gpkg")
    asked = {"RELEASE": folder, "SITE_CRS": "EPSG:4490", "OUTPUT_JSON": tmp_path / "a.json", "LANGUAGE": "en"}
    for text, on, why in (
        ("118.0 27.96", "2025-01-01", "its units do not lie where the site is"),
        ("116.66 27.96", "2020-01-01", "takes effect on 2024-07-01"),
    ):
        assert refused("assesssite", SITE_TEXT=text, ON=on, **asked).startswith("[release-none-in-force]")
        assert any("first.gpkg" in one and why in one for one in told.said)
    assert not (tmp_path / "a.json").exists()


def plots(count: int) -> QgsVectorLayer:
    """A layer without a file: `count` squares side by side in the demo county."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4490&field=name:string", "地块", "memory")
    for number in range(count):
        feature = QgsFeature(layer.fields())
        west = 116.66 + number * 0.002
        feature.setGeometry(
            QgsGeometry.fromWkt(
                f"POLYGON(({west} 27.96,{west + 0.002} 27.96,{west + 0.002} 27.962,{west} 27.962,{west} 27.96))"
            )
        )
        feature.setAttributes([f"地块{number + 1}"])
        layer.dataProvider().addFeature(feature)
    return layer


def test_layer_without_a_file_and_several_plots(run: Run, demo_release: Path, tmp_path: Path) -> None:
    run("assesssite", RELEASE=demo_release, SITE=plots(3), ON=ON, OUTPUT_JSON=tmp_path / "a.json")
    assessment = read_json(tmp_path / "a.json")
    assert [plot["name"] for plot in assessment["site"]["plots"]] == ["地块1", "地块2", "地块3"]  # type: ignore[index]


def test_each_feature_has_its_assessment_and_the_index_names_all(run: Run, demo_release: Path, tmp_path: Path) -> None:
    folder = tmp_path / "each"
    run("assesssite", RELEASE=demo_release, SITE=plots(3), EACH=True, ON=ON, OUTPUT_FOLDER=folder)
    index = read_json(folder / "index.json")
    assert len(index["sites"]) == 3  # type: ignore[arg-type]
    assert len(list(folder.glob("*.json"))) == 4
    for path in folder.glob("0*.json"):
        jsonschema.validate(read_json(path), SCHEMA)


def test_project_layers_selection_edits_and_crs_stay_as_found(run: Run, demo_release: Path, tmp_path: Path) -> None:
    project = QgsProject.instance()
    project.clear()
    layer = QgsVectorLayer(str(DEMO / "sites" / "site_polygon.gpkg"), "用户图层", "ogr")
    mine = plots(2)
    project.addMapLayers([layer, mine])
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:4547"))
    mine.startEditing()
    mine.deleteFeature(next(mine.getFeatures()).id())
    layer.selectAll()
    project.setDirty(False)

    def state() -> tuple[object, ...]:
        return (sorted(project.mapLayers()), project.crs().authid(), layer.selectedFeatureIds(), layer.subsetString(), layer.isEditable(),
                mine.isEditable(), mine.featureCount(), mine.isModified(), project.isDirty(), project.fileName())  # fmt: skip

    before = state()
    run(
        "assesssite",
        RELEASE=demo_release,
        SITE=layer,
        ON=ON,
        OUTPUT_JSON=tmp_path / "a.json",
        OUTPUT_PDF=tmp_path / "a.pdf",
    )
    run("assesssite", RELEASE=demo_release, SITE=mine, ON=ON, OUTPUT_JSON=tmp_path / "b.json")
    run("buildfilingpackage", RELEASE=demo_release, OUTPUT=tmp_path / "p.zip")
    assert state() == before
    mine.rollBack()
    project.clear()


def test_every_parameter_and_algorithm_is_explained() -> None:
    for algorithm in QgsApplication.processingRegistry().providerById("zoning").algorithms():
        assert algorithm.shortHelpString()
        assert all(definition.help() for definition in algorithm.parameterDefinitions())
