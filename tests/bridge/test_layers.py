# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers and the files they stand for: reopened where a file shows the same, copied where it does not, and never touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsProperty,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from zoning_plugin.bridge.layers import crs_text, file_of, one_layer_file, vector_file
from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.core.site import is_maybe_offset
from zoning_plugin.files.features import layer_names, read_features
from zoning_plugin.files.file_names import file_stem

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def context() -> QgsProcessingContext:
    made = QgsProcessingContext()
    made.setProject(QgsProject.instance())
    return made


def memory_layer(name: str = "地块", crs: str = "EPSG:4490") -> QgsVectorLayer:
    layer = QgsVectorLayer(f"Polygon?crs={crs}&field=fid:string&field=name:string", name, "memory")
    for number in range(3):
        feature = QgsFeature(layer.fields())
        west = 113 + number / 10
        feature.setGeometry(QgsGeometry.fromWkt(f"Polygon(({west} 23,{west + 0.05} 23,{west + 0.05} 23.05,{west} 23))"))
        feature.setAttributes([f"号{number}", f"甲{number}"])
        layer.dataProvider().addFeatures([feature])
    return layer


def write(layer: QgsVectorLayer, path: Path, driver: str, name: str = "", *, adds: bool = False) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = driver, name or path.stem
    options.layerOptions = ["FID=row"] if driver == "GPKG" else []
    if adds:
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    transforms = QgsProject.instance().transformContext()
    code, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), transforms, options)
    assert code == QgsVectorFileWriter.WriterError.NoError, message


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    write(memory_layer(), tmp_path / "地 块.gpkg", "GPKG")
    return tmp_path / "地 块.gpkg"


@pytest.fixture
def opened(stored: Path) -> Iterator[QgsVectorLayer]:
    layer = QgsVectorLayer(str(stored), "显示名", "ogr")
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().removeMapLayer(layer.id())


def selected(layer: QgsVectorLayer) -> QgsProcessingFeatureSourceDefinition:
    return QgsProcessingFeatureSourceDefinition(layer.id(), True)


def test_nothing_is_nothing(context: QgsProcessingContext) -> None:
    assert vector_file(None, context) is None
    assert vector_file("", context) is None


def test_a_path_is_taken_as_it_is_and_not_opened(context: QgsProcessingContext, tmp_path: Path) -> None:
    broken = tmp_path / "broken.shp"
    broken.write_bytes(b"no shapefile at all")
    found = vector_file(str(broken), context)
    assert found is not None
    assert (found.path, found.is_copy) == (broken, False)


def test_a_layer_in_a_path_is_named(context: QgsProcessingContext, stored: Path) -> None:
    found = vector_file(f"{stored}|layername=地 块", context)
    assert found is not None
    assert (found.path, found.layer, found.is_copy) == (stored, "地 块", False)


def test_a_layer_is_reopened_from_its_file(context: QgsProcessingContext, opened: QgsVectorLayer, stored: Path) -> None:
    for value in (opened, opened.id(), QgsProcessingFeatureSourceDefinition(QgsProperty.fromValue(opened.id()))):
        found = vector_file(value, context)
        assert found is not None
        assert (found.path, found.is_copy, found.fids, found.crs) == (stored, False, None, "")


def test_selected_features_are_named_by_their_ids(
    context: QgsProcessingContext, opened: QgsVectorLayer, stored: Path
) -> None:
    opened.selectByIds([1, 3])
    found = vector_file(selected(opened), context)
    assert found is not None
    assert (found.path, found.fids, found.is_copy) == (stored, (1, 3), False)
    rows = read_features(found.path, found.layer).rows
    assert [row.values["name"] for row in rows if row.fid in (1, 3)] == ["甲0", "甲2"]
    assert sorted(opened.selectedFeatureIds()) == [1, 3]


def test_a_layer_without_a_file_is_copied_with_all_it_holds(context: QgsProcessingContext) -> None:
    layer = memory_layer("甲/乙:地块")
    QgsProject.instance().addMapLayer(layer)
    found = vector_file(layer.id(), context)
    assert found is not None
    assert found.is_copy
    table = read_features(found.path, found.layer)
    assert [row.values["fid"] for row in table.rows] == ["号0", "号1", "号2"]
    assert [row.values["name"] for row in table.rows] == ["甲0", "甲1", "甲2"]
    QgsProject.instance().removeMapLayer(layer.id())


def test_selected_features_of_a_layer_without_a_file_are_copied_alone(context: QgsProcessingContext) -> None:
    layer = memory_layer()
    QgsProject.instance().addMapLayer(layer)
    layer.selectByIds([2])
    found = vector_file(selected(layer), context)
    assert found is not None
    assert [row.values["name"] for row in read_features(found.path, found.layer).rows] == ["甲1"]
    QgsProject.instance().removeMapLayer(layer.id())


def test_what_a_filter_hides_is_not_read(context: QgsProcessingContext, opened: QgsVectorLayer) -> None:
    opened.setSubsetString("name <> '甲1'")
    found = vector_file(opened.id(), context)
    assert found is not None
    assert found.is_copy
    assert [row.values["name"] for row in read_features(found.path, found.layer).rows] == ["甲0", "甲2"]
    assert opened.subsetString() == "name <> '甲1'"


def test_unsaved_edits_are_read_and_stay_unsaved(context: QgsProcessingContext, opened: QgsVectorLayer) -> None:
    opened.startEditing()
    opened.changeAttributeValue(1, opened.fields().lookupField("name"), "改名")
    found = vector_file(opened.id(), context)
    assert found is not None
    assert found.is_copy
    assert read_features(found.path, found.layer).rows[0].values["name"] == "改名"
    assert opened.isModified()
    opened.rollBack()


def test_a_limit_on_the_features_is_kept(context: QgsProcessingContext, opened: QgsVectorLayer) -> None:
    found = vector_file(QgsProcessingFeatureSourceDefinition(opened.id(), False, 2), context)
    assert found is not None
    assert len(read_features(found.path, found.layer).rows) == 2


def test_a_crs_that_only_the_layer_has_is_told(context: QgsProcessingContext, tmp_path: Path) -> None:
    path = tmp_path / "bare.shp"
    write(memory_layer(), path, "ESRI Shapefile")
    path.with_suffix(".prj").unlink()
    layer = QgsVectorLayer(str(path), "bare", "ogr")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    found = file_of(layer)
    assert found is not None
    assert found.crs == "EPSG:4490"


def test_one_layer_of_several_is_copied_where_no_layer_can_be_named(
    context: QgsProcessingContext, stored: Path
) -> None:
    write(memory_layer("红线"), stored, "GPKG", "红线", adds=True)
    source = f"{stored}|layername=红线"
    found = one_layer_file(vector_file(source, context), source, context)
    assert found is not None
    assert found.is_copy
    assert layer_names(found.path) == ("红线",)
    assert found.path.stem == "红线"


def test_a_copy_is_named_as_every_file_of_ours_is(context: QgsProcessingContext) -> None:
    layer = memory_layer()
    layer.setName("红线/" * 60)  # 240 characters, 600 bytes, and a slash
    found = vector_file(layer, context)
    assert found is not None
    assert found.path.stem == file_stem(layer.name(), "layer")
    assert found.path.exists()


def test_a_copy_tells_what_it_was_copied_from(context: QgsProcessingContext, tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><Point><coordinates>113.1,22.7</coordinates></Point>'
        "</Placemark></Document></kml>",
        encoding="utf-8",
    )
    layer = QgsVectorLayer(str(path), "a", "ogr")
    assert layer.setSubsetString("fid >= 0") or layer.setSubsetString("Name IS NULL")
    found = vector_file(layer, context)
    assert found is not None
    assert found.is_copy
    assert is_maybe_offset(found.copied_from)
    assert not is_maybe_offset(found.path.name)


def test_what_is_neither_path_nor_layer_is_one_coded_error(context: QgsProcessingContext) -> None:
    with pytest.raises(ReleaseUnreadable) as caught:
        vector_file("没有/这个.gpkg", context)
    assert caught.value.code == "file-missing"
    assert caught.value.facts["file"] == "这个.gpkg"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (None, ""), ("", ""), ("epsg:4526", "EPSG:4526"), ("GCJ-02", "GCJ-02"), (QgsCoordinateReferenceSystem(), ""),
        (QgsCoordinateReferenceSystem("EPSG:4490"), "EPSG:4490"),
    ],
)  # fmt: skip
def test_a_crs_is_told_by_its_code(given: object, text: str) -> None:
    assert crs_text(given) == text


def test_a_crs_without_a_code_is_told_as_wkt() -> None:
    own = QgsCoordinateReferenceSystem()
    own.createFromProj("+proj=tmerc +lon_0=113.3 +x_0=500000 +ellps=GRS80 +units=m")
    assert crs_text(own).startswith(("PROJCRS", "BOUNDCRS"))
