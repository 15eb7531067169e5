# SPDX-License-Identifier: GPL-3.0-or-later
"""A sentence is in the user's language: what a library says in its own words stands at the end, labelled, and nowhere else."""

from __future__ import annotations

import json
import re

import pytest

from zoning_plugin.core.reference_system import central_meridian
from zoning_plugin.places import resources_dir
from zoning_plugin.wording import LANGUAGES, codes, sentence, word
from zoning_plugin.wording.catalogue import PLACEHOLDER

LABELLED = {"zh": "⟦（系统信息：{detail}）⟧", "en": "⟦ (system: {detail})⟧"}

# Names of things that are called so in Chinese, too: formats and file names, programs, systems, units, parameters of the toolbox.
NAMES = (
    "EPSG CGCS WGS GCJ KML CSV TSV JSON WKT PDF XML HTML GeoPackage GeoJSON shapefile shp gpkg gdb geojson kml prj cpg dbf shx xlsx xls docx doc "
    "ods et csv tsv txt zip rar json html sources index tier layer scope QGIS Excel WPS Office CAD Word LibreOffice GIS Python shapely pyproj numpy SHA UTF GBK "
    "dBASE ID YSXL km SITE TEXT CRS OUTPUT FOLDER SOURCES STATUS TEXT crs RELEASE PROJECT ellipsoidal cgcs gauss kruger ExtB DXF DWG dxf dwg tab "
    "mif zoning GeoTIFF TXT wps Open GPKG GB plugin site wkt PLAN layername Windows"
)
KNOWN = frozenset(NAMES.split())


def templates(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in (resources_dir() / "wording" / language).glob("*.json"):
        found.update(json.loads(path.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_details_stand_labelled_at_the_end_and_are_left_out_where_there_are_none(language: str) -> None:
    with_detail = {code: text for code, text in templates(language).items() if "{detail}" in text}
    assert len(with_detail) > 15
    assert [code for code, text in with_detail.items() if not text.endswith(LABELLED[language])] == []
    assert [code for code, text in with_detail.items() if text.count("{detail}") != 1] == []
    for code in with_detail:
        assert sentence(code, {"detail": ""}, language) + LABELLED[language].strip("⟦⟧").replace(
            "{detail}", "x"
        ) == sentence(code, {"detail": "x"}, language)


def test_chinese_sentences_have_no_words_of_a_library() -> None:
    strange = {}
    for code, template in templates("zh").items():
        facts = {found["name"]: "甲" for found in PLACEHOLDER.finditer(template)} | {"detail": ""}
        words = set(re.findall(r"[A-Za-z]{2,}", sentence(code, facts, "zh"))) - KNOWN
        if words:
            strange[code] = sorted(words)
    assert strange == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_that_says_nothing_leaves_no_hole(language: str) -> None:
    for code, template in templates(language).items():
        if "  " in template:  # a layout of its own
            continue
        facts = {found["name"]: "甲" for found in PLACEHOLDER.finditer(template)} | {"detail": "", "subject": ""}
        said = sentence(code, facts, language)
        assert not re.search(r"  |“”|（）|\(\)|⟦|⟧", said), said


def test_a_hole_in_a_release_is_one_sentence_without_a_blank_too_many() -> None:
    facts = {"kind": "units", "subject": "", "promised": "20", "found": "19"}
    assert sentence("promise-failed", facts, "zh").startswith("环境管控单元图层读取不全（应有 20 条，读到 19 条）")
    assert sentence("promise-failed", facts | {"kind": "zones", "subject": "红线"}, "zh").startswith(
        "要素分区图层“红线”读取不全"
    )


def test_the_order_of_coordinates_is_said_in_words() -> None:
    facts = {"read_as": "EPSG:4490 lat,lon", "candidates": "EPSG:4490 lon,lat; EPSG:4526 E,N; lon,lat"}
    said = sentence("axis-swapped", facts, "zh")
    assert "2000国家大地坐标系（EPSG:4490，纬度在前）" in said
    assert "（EPSG:4490，经度在前）; CGCS2000 3度带第38带、中央经线114°E（EPSG:4526，东坐标在前）; 经度在前" in said
    for one in ("lon-lat", "lat-lon", "E-N", "N-E", "x-y", "y-x"):
        for language in LANGUAGES:
            assert f"axes-{one}" in codes(language)
            assert word(f"axes-{one}", language)


@pytest.mark.parametrize(
    ("candidates", "chinese", "english"),
    [
        (
            "EPSG:4547 E,N",
            "中央经线114°E（EPSG:4547，东坐标在前）",
            "central meridian 114° E (EPSG:4547, easting first)",
        ),
        (
            "EPSG:4513 N,E",
            "第25带、中央经线75°E（EPSG:4513，北坐标在前）",
            "zone 25, central meridian 75° E (EPSG:4513, northing first)",
        ),
        (
            "EPSG:4534 … EPSG:4554",
            "中央经线135°E（EPSG:4554）",
            "central meridian 75° E (EPSG:4534)",
        ),
        ("EPSG:32650 E,N", "EPSG:32650 东坐标在前", "EPSG:32650 easting first"),
        ("?", "可能是：?", "may be: ?"),
    ],
)
def test_a_layer_without_system_is_asked_about_by_name_and_code(candidates: str, chinese: str, english: str) -> None:
    facts = {"file": "a.shp", "layer": "a", "candidates": candidates}
    assert chinese in sentence("layer-crs-needed", facts, "zh")
    assert english in sentence("layer-crs-needed", facts, "en")


def test_a_system_of_the_registry_is_called_by_its_name_here() -> None:
    facts = {"file": "a.shp", "layer": "a", "crs": "CGCS2000 / 3-degree Gauss-Kruger zone 38 (EPSG:4526)"}
    assert "“CGCS2000 / 3度分带高斯-克吕格 第38带（EPSG:4526）”" in sentence("crs-by-magnitude", facts, "zh")
    assert "“本地坐标系”" in sentence("crs-by-magnitude", facts | {"crs": "本地坐标系"}, "zh")


@pytest.mark.parametrize("source", ["text", "text-unstated", "地块.kml"])
def test_where_a_site_comes_from_is_quoted(source: str) -> None:
    said = sentence("site-empty", {"source": source}, "zh")
    assert said.startswith("“")
    assert "” 中" not in said
    assert "粘贴" not in said


def test_chinese_sentences_are_punctuated_in_chinese() -> None:
    narrow = re.compile(r"(?<=[一-鿿）”}])[,;:?!](?=[一-鿿（“{])")
    assert [code for code, text in templates("zh").items() if narrow.search(text)] == []


@pytest.mark.parametrize("code", range(4491, 4555))
def test_the_meridian_said_of_a_reading_is_that_of_the_registry(code: int) -> None:
    meridian = central_meridian(f"EPSG:{code}")
    assert meridian is not None
    facts = {"candidates": f"EPSG:{code} E,N"}
    assert f"中央经线{meridian[0]:g}°E" in sentence("layer-crs-needed", facts, "zh")
    assert f"{meridian[1]:g}-degree" in sentence("layer-crs-needed", facts, "en")
    assert f"central meridian {meridian[0]:g}° E" in sentence("layer-crs-needed", facts, "en")
