# SPDX-License-Identifier: GPL-3.0-or-later
"""``zoning:overlayplan`` through processing.run: what QGIS reads of it, layers instead of files, what is wrong with what is given."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import shapely
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from tests.jobs.plans import rows_of, write_plan
from tests.jobs.test_overlay_plan import SCHEMA, check_balance
from tests.processing.conftest import DEMO, Run, Told
from tests.processing.test_bad_input import expect

PLAN = DEMO / "land_use_plan.gpkg"
ON = "2025-01-01"


def test_the_plan_of_the_demo_county_as_qgis_reads_it(run: Run, demo_release: Path, tmp_path: Path) -> None:
    outputs = {"OUTPUT": tmp_path / "o.gpkg", "OUTPUT_JSON": tmp_path / "o.json"}
    done = run("overlayplan", RELEASE=demo_release, PLAN=PLAN, CLASS_FIELD="YDYHFLMC", ON=ON, **outputs)
    assert done["OUTPUT"] == str(tmp_path / "o.gpkg")
    assert [done[f"{name}_COUNT"] for name in ("PARCEL", "NOT_LAID", "REPAIRED")] == [535, 0, 0]
    assert (done["STATE"], done["UNCOVERED_M2"], done["DOUBLE_M2"]) == ("complete", 0, 0)
    assert done["COVERED_M2"] == done["PARCELS_M2"]
    check_balance(tmp_path / "o.gpkg")
    jsonschema.validate(json.loads((tmp_path / "o.json").read_bytes()), SCHEMA)
    layer = QgsVectorLayer(done["OUTPUT"], "pieces", "ogr")  # without a layer's name: what a model hands on
    assert layer.isValid()
    assert layer.featureCount() == done["PIECE_COUNT"]
    assert layer.crs() == QgsCoordinateReferenceSystem("EPSG:4490")
    assert layer.wkbType() == QgsWkbTypes.Type.MultiPolygon
    assert layer.hasSpatialIndex() == layer.SpatialIndexPresence.SpatialIndexPresent
    names = [field.name() for field in layer.fields()]
    own = [field.name() for field in QgsVectorLayer(str(PLAN), "plan", "ogr").fields()]
    ours = ["parcel_fid", "unit", "unit_name", "class", "relation", "area_m2", "share", "distance_m"]
    assert names == [*own, *ours]
    assert {one["relation"] for one in layer.getFeatures()} == {"inside", "overlap", "edge"}
    edges = [one for one in layer.getFeatures() if one["relation"] == "edge"]
    assert len(edges) == done["EDGE_COUNT"]
    assert any(one.geometry().isNull() for one in edges)
    for table in ("balance", "overlay"):
        assert QgsVectorLayer(f"{done['OUTPUT']}|layername={table}", table, "ogr").featureCount() > 0


def test_selected_features_and_a_layer_without_a_file(run: Run, demo_release: Path, tmp_path: Path) -> None:
    layer = QgsVectorLayer(str(PLAN), "规划", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByIds([3, 5, 8])
    some = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    run("overlayplan", RELEASE=demo_release, PLAN=some, ON=ON, OUTPUT=tmp_path / "o.gpkg")
    assert [row["parcel_fid"] for row in rows_of(tmp_path / "o.gpkg", "balance")] == [3, 5, 8]
    memory = QgsVectorLayer("Polygon?crs=EPSG:4490&field=地类:string", "内存", "memory")
    feature = QgsFeature(memory.fields())
    feature.setAttributes(["耕地"])
    feature.setGeometry(QgsGeometry.fromWkt(next(layer.getFeatures()).geometry().asWkt(17)))
    memory.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(memory)
    done = run("overlayplan", RELEASE=demo_release, PLAN=memory, CLASS_FIELD="地类", ON=ON, OUTPUT=tmp_path / "p.gpkg")
    assert done["PARCEL_COUNT"] == 1
    assert rows_of(tmp_path / "p.gpkg", "pieces")[0]["地类"] == "耕地"
    QgsProject.instance().clear()


def test_a_crs_given_to_the_layer_in_qgis_is_taken(run: Run, told: Told, demo_release: Path, tmp_path: Path) -> None:
    shapes = [shapely.box(116.6, 27.9, 116.61, 27.91)]
    layer = QgsVectorLayer(str(write_plan(tmp_path / "无坐标系.gpkg", shapes, epsg=None)), "规划", "ogr")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    QgsProject.instance().addMapLayer(layer)
    run("overlayplan", RELEASE=demo_release, PLAN=layer.id(), ON=ON, OUTPUT=tmp_path / "o.gpkg")
    assert any(one.startswith("[plan-crs-given]") for one in told.said)
    QgsProject.instance().clear()


def test_a_temporary_output_and_the_models_way(run: Run, demo_release: Path) -> None:
    done = run("overlayplan", RELEASE=demo_release, PLAN=PLAN, ON=ON, OUTPUT="TEMPORARY_OUTPUT")
    assert Path(done["OUTPUT"]).suffix == ".gpkg"
    assert QgsVectorLayer(done["OUTPUT"], "pieces", "ogr").featureCount() == done["PIECE_COUNT"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_reasons_are_told_with_their_codes(
    run: Run, told: Told, demo_release: Path, tmp_path: Path, language: str
) -> None:
    outside = [shapely.box(116.1, 27.1, 116.11, 27.11), None]
    plan = write_plan(tmp_path / "县外.gpkg", outside)
    done = run(
        "overlayplan", RELEASE=demo_release, PLAN=plan, ON="2024-01-01", LANGUAGE=language, OUTPUT=tmp_path / "o.gpkg"
    )
    assert (done["STATE"], done["NOT_LAID_COUNT"]) == ("incomplete", 1)
    codes = [one.partition("]")[0][1:] for one in told.said]
    assert codes == ["parcels-not-laid", "plan-outside", "release-not-in-force", "parcels-each-for-itself"]
    assert ("没有图形" in told.said[0]) == (language == "zh")


def test_a_file_without_a_crs_is_laid_by_the_one_that_is_named(
    run: Run, refused: Callable[..., str], demo_release: Path, tmp_path: Path
) -> None:
    plan = write_plan(tmp_path / "a.gpkg", [shapely.box(113.1, 23.1, 113.11, 23.11)], epsg=None)
    asked = {"RELEASE": demo_release, "PLAN": plan, "OUTPUT": tmp_path / "o.gpkg"}
    assert refused("overlayplan", **asked).startswith("[plan-without-crs]")
    assert run("overlayplan", PLAN_CRS="EPSG:4490", **asked)["PARCEL_COUNT"] == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_bad_input_is_one_coded_sentence_and_nothing_is_written(
    refused: Callable[..., str], demo_release: Path, tmp_path: Path, language: str
) -> None:
    lines = write_plan(tmp_path / "线.gpkg", [shapely.LineString([(116.6, 27.9), (116.7, 28)])], kind=2)
    nowhere = write_plan(tmp_path / "无坐标系.gpkg", [shapely.box(116.6, 27.9, 116.61, 27.91)], epsg=None)
    (tmp_path / "空.gpkg").touch()
    (tmp_path / "out").mkdir()
    given: dict[str, object] = {"RELEASE": demo_release, "PLAN": PLAN, "ON": ON, "OUTPUT": tmp_path / "out" / "o.gpkg"}
    wrong: list[tuple[str, dict[str, object], str]] = [
        ("plan-not-polygons", {"PLAN": lines}, "线.gpkg"),
        ("plan-without-crs", {"PLAN": nowhere}, "无坐标系.gpkg"),
        ("file-empty", {"PLAN": tmp_path / "空.gpkg"}, "空.gpkg"),
        ("file-missing", {"PLAN": tmp_path / "none.gpkg"}, "none.gpkg"),
        ("file-missing", {"RELEASE": tmp_path / "none.gpkg"}, "none.gpkg"),
        ("release-not-a-release", {"RELEASE": PLAN}, "land_use_plan.gpkg"),
        ("class-field-missing", {"CLASS_FIELD": "地类"}, "地类"),
        ("day-wrong", {"ON": "昨天"}, "昨天"),
        ("output-not-gpkg", {"OUTPUT": tmp_path / "out" / "o.shp"}, "o.shp"),
        ("folder-missing", {"OUTPUT": tmp_path / "none" / "o.gpkg"}, "none"),
        ("output-is-input", {"OUTPUT_JSON": demo_release}, demo_release.name),
    ]
    for code, parameters, fact in wrong:
        expect(refused("overlayplan", **(given | parameters), LANGUAGE=language), code, language, fact)
        assert not list((tmp_path / "out").iterdir()), code


def test_cancelled_it_says_so_and_writes_nothing(demo_release: Path, tmp_path: Path) -> None:
    class Cancelling(QgsProcessingFeedback):
        def setProgressText(self, text: str) -> None:
            self.cancel()

    algorithm = QgsApplication.processingRegistry().algorithmById("zoning:overlayplan").create()
    parameters = {"RELEASE": str(demo_release), "PLAN": str(PLAN), "ON": ON, "OUTPUT": str(tmp_path / "o.gpkg")}
    found, _ = algorithm.run(parameters, QgsProcessingContext(), Cancelling())
    assert found == {}
    assert not list(tmp_path.iterdir())
