# SPDX-License-Identifier: GPL-3.0-or-later
"""A layer's reference system: the file's, the stated one, else by magnitude; what is not known concludes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from pyproj import Transformer

from tests.files.layers import write_layer
from tests.files.printed_lists import Known, block_page
from zoning_plugin.core.assessment import assess
from zoning_plugin.core.errors import Level, ReleaseUnreadable
from zoning_plugin.core.terms import CrsBasis, State
from zoning_plugin.files.release_store import read_release
from zoning_plugin.jobs.import_release import ImportRequest, examine_import, import_release
from zoning_plugin.jobs.read_site import read_site_text

CODE = "ZH44060620001"
HOME = (113.20, 22.80, 113.24, 22.83)


def county(folder: Path, epsg: int, *, states_it: bool = False, driver: str = "ESRI Shapefile") -> Path:
    """Units of 佛山's place written in ``epsg``, with or without saying so, and their list."""
    move = Transformer.from_crs("EPSG:4490", f"EPSG:{epsg}", always_xy=True).transform
    outline = shapely.to_wkt(shapely.Polygon([move(*one) for one in shapely.box(*HOME).exterior.coords]), 9)
    name = "units.shp" if driver == "ESRI Shapefile" else "units.gpkg"
    rows = [({"HJGKDYBM": CODE, "HJGKDYMC": "示例单元"}, outline)]
    write_layer(folder / name, rows, driver=driver, epsg=epsg if states_it else None)
    block_page([Known(CODE, "空间布局约束", "1-1", "产业/限制类", "限制新建甲类项目。")]).save(folder / "清单.xlsx")
    return folder / name


def request(folder: Path, units: Path, **more: object) -> ImportRequest:
    stated = {"name": "示例", "effective": "2024-07-01", "status": "published"} | more
    return ImportRequest(folder / "成果.gpkg", units=(units,), lists=(folder / "清单.xlsx",), **stated)  # type: ignore[arg-type]


def sources(folder: Path, units: Path, crs: str) -> Path:
    path = folder / "来源.json"
    entries = [{"file": units.name, "role": "units", "crs": crs}, {"file": "清单.xlsx", "role": "list"}]
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def judged(release: Path) -> tuple[State, set[str]]:
    site = read_site_text("113.21 22.81\n113.22 22.81\n113.22 22.82", "EPSG:4490")
    assessment = assess(site, read_release(release), on="2024-08-01")
    return assessment.state, {one.code for one in assessment.reasons}


@pytest.mark.parametrize("epsg", [4490, 4526])
def test_what_only_the_magnitude_says_is_read_told_stored_and_concludes_nothing(tmp_path: Path, epsg: int) -> None:
    outcome = import_release(request(tmp_path, county(tmp_path, epsg)))
    assert "crs-by-magnitude" in {one.code for one in outcome.examination.faults if one.level is Level.WARNING}
    (units, _) = outcome.release.sources
    assert (units.crs_basis, f"EPSG:{epsg}" in units.crs) == (CrsBasis.MAGNITUDE, True)
    assert judged(outcome.path) == (State.INCOMPLETE, {"datum-unstated"})


@pytest.mark.parametrize("epsg", [4490, 4526, 4547, 4498])
def test_what_a_person_states_holds(tmp_path: Path, epsg: int) -> None:
    units = county(tmp_path, epsg)
    outcome = import_release(request(tmp_path, units, sources=sources(tmp_path, units, f"EPSG:{epsg}")))
    assert outcome.release.sources[0].crs_basis is CrsBasis.STATED
    assert judged(outcome.path) == (State.COMPLETE, set())


def test_what_the_file_says_holds(tmp_path: Path) -> None:
    outcome = import_release(request(tmp_path, county(tmp_path, 4526, states_it=True, driver="GPKG")))
    assert outcome.release.sources[0].crs_basis is CrsBasis.FILE
    assert judged(outcome.path) == (State.COMPLETE, set())


def test_an_easting_without_a_zone_is_asked_about_and_the_county_s_meridian_proposed_first(tmp_path: Path) -> None:
    wanted = request(tmp_path, county(tmp_path, 4547))
    with pytest.raises(ReleaseUnreadable) as refused:
        import_release(wanted)
    assert refused.value.code == "layer-crs-needed"
    assert "EPSG:4547" in refused.value.facts["candidates"]
    (question,) = examine_import(wanted).questions
    assert question.needs_meridian
    assert question.candidates[0].crs == "EPSG:4547"
    assert not wanted.output.exists()


def test_coordinates_that_make_sense_nowhere_are_said_to(tmp_path: Path) -> None:
    """As of a local grid: no list of candidates that is none."""
    outline = "POLYGON ((1200 3400, 1300 3400, 1300 3500, 1200 3400))"
    write_layer(tmp_path / "units.shp", [({"HJGKDYBM": CODE}, outline)], driver="ESRI Shapefile", epsg=None)
    block_page([Known(CODE, "空间布局约束", "1-1", "", "甲。")]).save(tmp_path / "清单.xlsx")
    with pytest.raises(ReleaseUnreadable) as refused:
        import_release(request(tmp_path, tmp_path / "units.shp"))
    assert (refused.value.code, refused.value.facts["x"]) == ("layer-crs-untold", "1200")


def test_a_statement_that_contradicts_the_file_is_refused_with_both(tmp_path: Path) -> None:
    units = county(tmp_path, 4526, states_it=True, driver="GPKG")
    with pytest.raises(ReleaseUnreadable) as refused:
        import_release(request(tmp_path, units, sources=sources(tmp_path, units, "EPSG:4547")))
    assert refused.value.code == "layer-crs-contradicts"
    assert "4547" in refused.value.facts["given"]
    assert "4526" in refused.value.facts["stated"]


@pytest.mark.parametrize("crs", ["EPSG:2362", "EPSG:4610", "EPSG:2414", "EPSG:4214"])
def test_xian_80_and_beijing_54_are_not_judged_without_parameters(tmp_path: Path, crs: str) -> None:
    units = county(tmp_path, 4526)
    with pytest.raises(ReleaseUnreadable) as refused:
        import_release(request(tmp_path, units, sources=sources(tmp_path, units, crs)))
    assert refused.value.code == "layer-datum-unsupported"


_ON = 'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
_METRES = 'PARAMETER["False_Easting",{east}],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],'
_METRES += 'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'


@pytest.mark.parametrize(
    "header",
    [
        'LOCAL_CS["示例市地方坐标系",LOCAL_DATUM["local",32767],UNIT["Meter",1],AXIS["X",EAST],AXIS["Y",NORTH]]',
        'PROJCS["Xian_1980_3_Degree_GK_Zone_38",GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],'
        + _ON + ',PROJECTION["Gauss_Kruger"],' + _METRES.format(east="38500000.0"),
        'PROJCS["示例市独立坐标系",GEOGCS["GCS_local",DATUM["D_local",SPHEROID["Krasovsky_1940",6378245.0,298.3]],'
        + _ON + ',PROJECTION["Transverse_Mercator"],' + _METRES.format(east="38500000.0"),
    ],
    ids=["local grid", "西安80", "a datum of its own"],
)  # fmt: skip
def test_a_header_that_names_another_datum_or_a_local_grid_judges_nothing(tmp_path: Path, header: str) -> None:
    units = county(tmp_path, 4526)
    units.with_suffix(".prj").write_text(header, encoding="utf-8")
    wanted = request(tmp_path, units)
    with pytest.raises(ReleaseUnreadable) as refused:
        import_release(wanted)
    assert refused.value.code == "layer-datum-unsupported"
    assert not wanted.output.exists()


def test_a_system_that_nobody_knows_is_named(tmp_path: Path) -> None:
    units = county(tmp_path, 4526)
    with pytest.raises(ReleaseUnreadable) as refused:
        import_release(request(tmp_path, units, sources=sources(tmp_path, units, "EPSG:999999")))
    assert refused.value.code == "layer-crs-unknown"
