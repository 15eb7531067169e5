# SPDX-License-Identifier: GPL-3.0-or-later
"""Sites from text and from files: what is read, and one coded error for everything that cannot be meant."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from zoning_plugin.core import geometry
from zoning_plugin.core.errors import ReleaseUnreadable, SiteUnusable
from zoning_plugin.core.site import Site, is_maybe_offset
from zoning_plugin.core.terms import SiteKind
from zoning_plugin.jobs.read_site import read_site_file, read_site_text

SQUARE = [(113.100, 22.700), (113.101, 22.700), (113.101, 22.701), (113.100, 22.701)]
# The same square in the plane, x east with zone prefix 38.
PLANE = geometry.to_plane(SQUARE, "EPSG:4526")


def lines(points: list[tuple[float, float]], between: str = ",") -> str:
    return "\n".join(f"{x!r}{between}{y!r}" for x, y in points)


def code_of(text: str, crs: str = "") -> tuple[str, dict[str, str]]:
    with pytest.raises(SiteUnusable) as raised:
        read_site_text(text, crs)
    return raised.value.code, raised.value.facts


def is_square(made: Site) -> bool:
    return bool(shapely.hausdorff_distance(made.shape, shapely.polygons(SQUARE)) < 1e-9)


@pytest.mark.parametrize(
    "text",
    [
        lines(SQUARE),
        lines([*SQUARE, SQUARE[0]]),
        lines(SQUARE, " "),
        lines(SQUARE, "\t"),
        lines(SQUARE, "，"),
        lines(SQUARE, "、"),
        lines(SQUARE).replace("\n", ";"),
        lines(SQUARE).replace("\n", "；\n") + "；\n",
        "\ufeff\n\n" + lines(SQUARE).replace("\n", "\r\n") + "\n\n",
        lines(SQUARE).replace("1", "１").replace(".", "．"),
        "POLYGON ((113.100 22.700, 113.101 22.700, 113.101 22.701, 113.100 22.701, 113.100 22.700))",
        "  polygon((113.1 22.7,113.101 22.7,113.101 22.701,113.1 22.701,113.1 22.7)) ",
        "SRID=4490;POLYGON((113.1 22.7,113.101 22.7,113.101 22.701,113.1 22.701,113.1 22.7))",
        "POLYGON Z ((113.1 22.7 5,113.101 22.7 5,113.101 22.701 5,113.1 22.701 5,113.1 22.7 5))",
    ],
)
def test_a_square_however_it_is_written(text: str) -> None:
    made = read_site_text(text, "EPSG:4490")
    assert (made.kind, made.crs, made.is_exact, made.source) == (SiteKind.POLYGON, "EPSG:4490", True, "text")
    assert is_square(made)


@pytest.mark.parametrize("crs", ["EPSG:4526", "EPSG:4547"])
def test_plane_coordinates_with_and_without_prefix(crs: str) -> None:
    points = [(x - 38_000_000, y) if crs == "EPSG:4547" else (x, y) for x, y in PLANE]
    assert is_square(read_site_text(lines(points), crs))


def test_one_pair_is_a_point_and_two_are_a_line() -> None:
    assert read_site_text("113.1 22.7", "EPSG:4490").kind is SiteKind.POINT
    assert read_site_text("113.1 22.7; 113.2 22.8", "EPSG:4490").kind is SiteKind.LINE
    assert read_site_text("MULTIPOINT((113.1 22.7),(113.2 22.8))", "EPSG:4490").kind is SiteKind.POINT


def test_degrees_without_a_crs_are_read_and_conclude_nothing() -> None:
    made = read_site_text(lines(SQUARE))
    assert is_square(made)
    assert (made.is_exact, made.source, made.crs) == (False, "text-unstated", "EPSG:4490")


def test_plane_coordinates_need_a_crs_and_are_told_which_it_may_be() -> None:
    code, facts = code_of(lines(PLANE))
    assert (code, facts["candidates"]) == ("axis-swapped", "EPSG:4526 E,N")
    code, facts = code_of(lines([(y, x) for x, y in PLANE]))
    assert (code, facts["candidates"]) == ("axis-swapped", "EPSG:4526 N,E")
    code, facts = code_of(lines([(x - 38_000_000, y) for x, y in PLANE]))
    assert (code, facts["candidates"]) == ("crs-needed", "EPSG:4534 … EPSG:4554")
    assert code_of("1 2\n3 4\n5 6")[0] == "crs-needed"


@pytest.mark.parametrize(
    ("points", "crs", "candidate"),
    [
        ([(y, x) for x, y in SQUARE], "", "EPSG:4490 lat,lon"),
        ([(y, x) for x, y in SQUARE], "EPSG:4490", "EPSG:4490 lat,lon"),
        ([(y, x) for x, y in SQUARE], "EPSG:4326", "EPSG:4326 lat,lon"),
        ([(y, x) for x, y in PLANE], "EPSG:4526", "EPSG:4526 N,E"),
        (PLANE, "EPSG:4490", "EPSG:4526 E,N"),
        (PLANE, "EPSG:4547", "EPSG:4526 E,N"),
        (PLANE, "EPSG:4527", "EPSG:4526 E,N"),
        (SQUARE, "EPSG:4526", "EPSG:4490 lon,lat"),
    ],
)
def test_a_reading_that_makes_no_sense_names_those_that_do(
    points: list[tuple[float, float]], crs: str, candidate: str
) -> None:
    code, facts = code_of(lines(points), crs)
    assert code == "axis-swapped"
    assert candidate in facts["candidates"].split("; ")


def test_wkt_is_checked_for_its_axes_too() -> None:
    assert code_of("POINT (22.7 113.1)", "EPSG:4490")[0] == "axis-swapped"
    code, facts = code_of("SRID=4526;POINT (38407633 2520742)", "EPSG:4490")
    assert (code, facts["stated"], facts["given"]) == ("crs-contradicts", "EPSG:4526", "EPSG:4490")


@pytest.mark.parametrize(
    ("text", "crs", "code"),
    [
        ("", "", "text-empty"),
        (" ;；\n\ufeff ", "", "text-empty"),
        ("113.1 22.7 5", "EPSG:4490", "text-unreadable"),
        ("113.1", "EPSG:4490", "text-unreadable"),
        ("J1,113.1,22.7", "EPSG:4490", "text-unreadable"),
        ("东 北", "EPSG:4490", "text-unreadable"),
        ("1e999 2", "EPSG:4490", "text-unreadable"),
        ("nan inf", "EPSG:4490", "text-unreadable"),
        ("=cmd|' /C calc'!A0 1", "EPSG:4490", "text-degrees-minutes"),
        ("113°6′1.863″ 22°46′57.358″", "", "text-degrees-minutes"),
        ("113.1,22.7\n22.8,113.2\n113.3,22.9", "EPSG:4490", "axis-mixed"),
        ("[属性描述]\n坐标系=2000\n[地块坐标]\nJ1,1,2520742.882,407633.084", "", "text-boundary-points"),
        ("POLYGON ((113 23, 113.1", "EPSG:4490", "shape-unreadable"),
        ("POLYGON EMPTY", "EPSG:4490", "site-empty"),
        ("GEOMETRYCOLLECTION (POINT (113 23), LINESTRING (113 23, 114 24))", "EPSG:4490", "site-mixed"),
        ("113.1 22.7;113.1 22.7;113.1 22.7", "EPSG:4490", "shape-unrepairable"),
        ("113.1 22.7;113.2 22.7;113.1 22.7", "EPSG:4490", "shape-unrepairable"),
        ("113.1 22.7;113.1 22.7", "EPSG:4490", "shape-unrepairable"),
        ("113.1 22.7", "EPSG:999999", "crs-unknown"),
        ("113.1 22.7", "<script>", "crs-unknown"),
        ("113.1 22.7", "EPSG:4610", "datum-unsupported"),
        ("113.1 22.7", "GCJ-02", "crs-offset"),
        ("113.1 22.7", "bd09", "crs-offset"),
        ("500 500", "EPSG:4490", "outside-crs"),
    ],
)
def test_bad_text_is_one_coded_error(text: str, crs: str, code: str) -> None:
    assert code_of(text, crs)[0] == code


def test_an_error_in_a_line_names_the_line() -> None:
    assert code_of("113.1,22.7\n113.1;22.8", "EPSG:4490")[1]["line"] == "2"
    assert code_of("x" * 5_000_001)[0] == "text-too-long"


@given(st.text(max_size=200), st.sampled_from(["", "EPSG:4490", "EPSG:4526"]))
def test_any_text_is_a_site_or_a_coded_error(text: str, crs: str) -> None:
    with contextlib.suppress(SiteUnusable):
        assert not geometry.is_empty(read_site_text(text, crs).shape)


@given(st.lists(st.tuples(st.floats(113, 114), st.floats(22, 23)), min_size=1, max_size=8))
def test_every_pair_is_kept(points: list[tuple[float, float]]) -> None:
    made = None
    with contextlib.suppress(SiteUnusable):  # points that make no polygon
        made = read_site_text(lines(points), "EPSG:4490")
    if made is not None and not made.was_repaired:
        assert {point for ring in geometry.vertices(made.shape) for point in ring} == set(points)


# --- files -----------------------------------------------------------------------------------------------------------


def feature(shape: shapely.Geometry | None, **values: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": values,
        "geometry": json.loads(shapely.to_geojson(shape)) if shape is not None else None,
    }


def write_geojson(path: Path, *features: dict[str, Any]) -> Path:
    content = {"type": "FeatureCollection", "features": list(features)}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def squares(path: Path) -> Path:
    one, other = (shapely.polygons([(x + shift, y) for x, y in SQUARE]) for shift in (0, 0.002))
    return write_geojson(path, feature(one, 名称="甲<地块>"), feature(None, 名称="空"), feature(other, 名称=""))


def test_features_of_a_file_are_plots_of_one_site(tmp_path: Path) -> None:
    made = read_site_file(squares(tmp_path / "地块.geojson"), crs="EPSG:4490")
    assert [plot.name for plot in made.plots] == ["甲<地块>", "2"]
    assert made.kind is SiteKind.POLYGON
    assert made.source.startswith("地块.geojson")
    assert made.is_exact


def test_each_feature_is_a_site_of_its_own(tmp_path: Path) -> None:
    made = read_site_file(squares(tmp_path / "地块.geojson"), each=True)
    assert [len(one.plots) for one in made] == [0, 0]
    assert is_square(made[0])


def test_chosen_features_only_and_all_of_them(tmp_path: Path) -> None:
    path = squares(tmp_path / "地块.geojson")
    assert is_square(read_site_file(path, fids=[0]))
    for fids in ([0, 7], []):
        with pytest.raises(SiteUnusable, match="site-features-missing"):
            read_site_file(path, fids=fids)
    with pytest.raises(SiteUnusable, match="site-empty"):
        read_site_file(path, fids=[1])


def test_a_crs_that_contradicts_the_file_is_refused_and_one_that_agrees_is_not(tmp_path: Path) -> None:
    path = squares(tmp_path / "地块.geojson")  # GeoJSON is WGS 84 by its own rule
    assert is_square(read_site_file(path, crs="EPSG:4490", fids=[0]))
    with pytest.raises(SiteUnusable) as raised:
        read_site_file(path, crs="EPSG:4526")
    assert raised.value.code == "crs-contradicts"
    assert raised.value.facts["candidates"] == "EPSG:4526; EPSG:4326"
    with pytest.raises(SiteUnusable, match="crs-contradicts"):
        read_site_file(path, crs="EPSG:4610")


def test_a_swapped_file_is_refused(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature(shapely.polygons([(y, x) for x, y in SQUARE])))
    with pytest.raises(SiteUnusable, match="axis-swapped"):
        read_site_file(path)


def test_kinds_are_not_mixed(tmp_path: Path) -> None:
    path = write_geojson(
        tmp_path / "a.geojson", feature(shapely.polygons(SQUARE)), feature(shapely.points(113.1, 22.7))
    )
    with pytest.raises(SiteUnusable, match="site-mixed"):
        read_site_file(path)
    collection = shapely.geometrycollections([shapely.polygons(SQUARE), shapely.points(113.1, 22.7)])
    with pytest.raises(SiteUnusable, match="site-mixed"):
        read_site_file(write_geojson(tmp_path / "b.geojson", feature(collection)))


def test_a_shapefile_without_prj_needs_a_crs(tmp_path: Path) -> None:
    from osgeo import ogr

    path = tmp_path / "地块.shp"
    made = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path))
    layer = made.CreateLayer("地块", None, ogr.wkbPolygon)
    row = ogr.Feature(layer.GetLayerDefn())
    row.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(shapely.polygons(PLANE))))
    layer.CreateFeature(row)
    del row, layer, made
    with pytest.raises(SiteUnusable) as raised:
        read_site_file(path)
    assert (raised.value.code, raised.value.facts["candidates"]) == ("site-file-without-crs", "EPSG:4526 E,N")
    assert is_square(read_site_file(path, crs="EPSG:4526"))


def test_a_kml_concludes_nothing_whatever_crs_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.KML"
    points = " ".join(f"{x},{y},0" for x, y in [*SQUARE, SQUARE[0]])
    path.write_text(
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>甲</name><Polygon><outerBoundaryIs><LinearRing>'
        f"<coordinates>{points}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>",
        encoding="utf-8",
    )
    for crs in ("", "EPSG:4326", "EPSG:4490"):
        made = read_site_file(path, crs=crs)
        assert (made.is_exact, made.is_maybe_offset) == (False, True)
        (one,) = read_site_file(path, crs=crs, each=True)
        assert not one.is_exact
    with pytest.raises(SiteUnusable, match="crs-offset"):
        read_site_file(path, crs="GCJ-02")


def test_a_copy_of_a_kml_is_as_doubtful_as_the_kml(tmp_path: Path) -> None:
    made = read_site_file(squares(tmp_path / "a.geojson"), maybe_offset=True)
    assert (made.is_exact, made.is_maybe_offset) == (False, True)
    assert read_site_file(squares(tmp_path / "a.geojson")).is_exact


@pytest.mark.parametrize(
    "name", ["a.kml", "甲.KMZ", "a.ovkml", "a.ovkmz", "/x/a.kmz|layername=b", "/vsizip//x/a.kmz/doc.kml"]
)
def test_names_that_may_be_offset(name: str) -> None:
    assert is_maybe_offset(name)
    assert not is_maybe_offset(name.lower().replace("km", "gm"))


def test_what_is_no_vector_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.gpkg").write_bytes(b"")
    for path in (tmp_path / "a.gpkg", tmp_path / "none.shp"):
        with pytest.raises(ReleaseUnreadable):
            read_site_file(path)


def test_the_true_plot_as_offices_hand_it_over(shared_data: Path) -> None:
    made = read_site_file(shared_data / "sites" / "示例地块A_真值.gpkg")
    text = (shared_data / "sites" / "界址点_无带号.txt").read_text(encoding="utf-8", errors="replace")
    rows = [line.split(",") for line in text.splitlines() if line.startswith("J")]
    typed = read_site_text("\n".join(f"{row[3]},{row[2]}" for row in rows), "EPSG:4547")
    outer = shapely.polygons(
        shapely.get_exterior_ring(shapely.get_geometry(made.shape, 0))
    )  # the text leaves the hole out
    assert shapely.hausdorff_distance(outer, typed.shape) < 1e-7
    with pytest.raises(SiteUnusable, match="text-boundary-points"):
        read_site_text(text)
    with pytest.raises(SiteUnusable, match="text-degrees-minutes"):
        read_site_text((shared_data / "sites" / "经纬度_度分秒.txt").read_text(encoding="utf-8"))
