# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input: one coded sentence in the language asked for (what, where, what to do), and nothing half-written."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from osgeo import gdal

from tests.processing.conftest import DEMO, Run, Told
from tests.processing.test_algorithms import demo_inputs
from zoning_plugin.core.terms import ReleaseStatus
from zoning_plugin.files.release_store import read_release

Refused = Callable[..., str]
LANGUAGES = ("zh", "en")


def expect(sentence: str, code: str, language: str, *facts: str) -> None:
    """`[code] one sentence`, in Chinese or not, naming the facts."""
    found = re.fullmatch(r"\[([a-z0-9-]+)\] (.+)", sentence, re.DOTALL)
    assert found, sentence
    assert found[1] == code, sentence
    assert ("请" in found[2]) == (language == "zh"), sentence
    for fact in facts:
        assert fact in found[2], sentence


def copied(source: Path, target: Path, **options: object) -> Path:
    """The layer in another form."""
    kept = gdal.VectorTranslate(str(target), str(source), **options)
    assert kept is not None
    del kept
    return target


def layer_without_code(folder: Path) -> dict[str, object]:
    return demo_inputs() | {
        "UNITS": copied(
            DEMO / "release-1" / "units.gpkg", folder / "无编码.gpkg", selectFields=["HJGKDYMC", "ZHGKDYFL"]
        )
    }


def truncated_shapefile(folder: Path) -> dict[str, object]:
    path = copied(DEMO / "release-1" / "units.gpkg", folder / "units.shp", format="ESRI Shapefile")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return demo_inputs() | {"UNITS": path}


def truncated_workbook(folder: Path) -> dict[str, object]:
    source = min((DEMO / "release-1" / "lists").glob("*.xlsx"))
    path = folder / source.name
    path.write_bytes(source.read_bytes()[:-400])
    return demo_inputs() | {"LISTS": [str(path)], "SOURCES": None}


def no_crs(folder: Path) -> dict[str, object]:
    path = copied(
        DEMO / "release-1" / "units.gpkg",
        folder / "units.shp",
        format="ESRI Shapefile",
        dstSRS="EPSG:4548",
        reproject=True,
    )
    path.with_suffix(".prj").unlink()
    return demo_inputs() | {"UNITS": path}


def empty_file(folder: Path) -> dict[str, object]:
    path = folder / "空.gpkg"
    path.touch()
    return demo_inputs() | {"UNITS": path}


def list_of_elsewhere(folder: Path) -> dict[str, object]:
    source = next(path for path in sorted((DEMO / "release-1" / "lists").glob("*.xlsx")) if "四列" in path.name)
    book = openpyxl.load_workbook(source)
    for row in book.active.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("ZH990101", "ZH110101")
    path = folder / "别处清单.xlsx"
    book.save(path)
    return demo_inputs() | {"LISTS": [str(path)], "SOURCES": None}


IMPORTS: dict[str, tuple[Callable[[Path], dict[str, object]], tuple[str, ...]]] = {
    "column-missing": (layer_without_code, ("无编码.gpkg",)),
    "file-truncated": (truncated_shapefile, ("units.shp",)),
    "layer-crs-needed": (no_crs, ("units.shp",)),
    "file-empty": (empty_file, ("空.gpkg",)),
    "list-matches-no-unit": (list_of_elsewhere, ("别处清单.xlsx",)),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", IMPORTS)
def test_import_refuses_in_one_sentence_and_stores_nothing(
    refused: Refused, tmp_path: Path, code: str, language: str
) -> None:
    make, facts = IMPORTS[code]
    inputs = make(tmp_path)
    before = sorted(tmp_path.iterdir())
    expect(refused("importrelease", OUTPUT=tmp_path / "r.gpkg", LANGUAGE=language, **inputs), code, language, *facts)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("parameter", "value", "code"),
    [
        ("EFFECTIVE", "2024年6月30日", "date-wrong"),
        ("EFFECTIVE", "2024-02-30", "date-wrong"),
        ("EFFECTIVE", "20240630", "date-wrong"),
    ],
)
def test_import_says_itself_what_is_wrong_with_a_date(
    refused: Refused, tmp_path: Path, parameter: str, value: object, code: str, language: str
) -> None:
    inputs = demo_inputs() | {parameter: value}
    sentence = refused("importrelease", OUTPUT=tmp_path / "r.gpkg", LANGUAGE=language, **inputs)
    expect(sentence, code, language, str(value))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", ["现行", 17])
def test_a_status_in_an_unknown_word_is_a_warning_with_the_word_and_the_release_a_draft(
    run: Run, told: Told, tmp_path: Path, value: object, language: str
) -> None:
    inputs = demo_inputs() | {"STATUS": value}
    done = run("importrelease", OUTPUT=tmp_path / "r.gpkg", LANGUAGE=language, **inputs)
    assert done["WARNING_COUNT"] > 0
    (said,) = [text for text in told.said if f"“{value}”" in text]
    expect(said, "status-unknown", language, str(value))
    assert read_release(tmp_path / "r.gpkg").info.status is ReleaseStatus.DRAFT


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", ["昨天", "2024-02-30", "20240630"])
def test_assessing_says_itself_what_is_wrong_with_the_day(
    refused: Refused, demo_release: Path, tmp_path: Path, value: str, language: str
) -> None:
    site = {"SITE_TEXT": "116.66 27.96", "SITE_CRS": "EPSG:4490", "OUTPUT_JSON": tmp_path / "a.json"}
    sentence = refused("assesssite", RELEASE=demo_release, ON=value, LANGUAGE=language, **site)
    expect(sentence, "day-wrong", language, value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
def test_truncated_workbook(refused: Refused, tmp_path: Path, language: str) -> None:
    inputs = truncated_workbook(tmp_path)
    expect(
        refused("importrelease", OUTPUT=tmp_path / "r.gpkg", LANGUAGE=language, **inputs),
        "file-truncated",
        language,
        ".xlsx",
    )
    assert not (tmp_path / "r.gpkg").exists()


@pytest.mark.parametrize(("language", "word"), [("zh", "重叠"), ("en", "overlap")])
def test_overlapping_units_are_a_warning_and_the_release_is_stored(
    run: Run, told: Told, tmp_path: Path, language: str, word: str
) -> None:
    path = copied(DEMO / "release-1" / "units.gpkg", tmp_path / "units.gpkg")
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    layer = source.GetLayer(0)
    feature = layer.GetNextFeature()
    feature.SetGeometry(feature.GetGeometryRef().Buffer(0.001))
    layer.SetFeature(feature)
    del layer, source
    done = run("importrelease", OUTPUT=tmp_path / "r.gpkg", LANGUAGE=language, **(demo_inputs() | {"UNITS": path}))
    assert done["WARNING_COUNT"] > 0
    said = [text for text in told.said if word in text]
    assert said
    for text in said:
        expect(text, "units-overlap", language)
        assert len(set(re.findall(r"ZH\d{11}", text))) == 2, text
        assert re.search(r"\d m²|\d (公顷|ha)", text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_site_far_outside(refused: Refused, demo_release: Path, tmp_path: Path, language: str) -> None:
    sentence = refused(
        "assesssite",
        RELEASE=demo_release,
        SITE_TEXT="80.0 45.0",
        SITE_CRS="EPSG:4490",
        LANGUAGE=language,
        OUTPUT_JSON=tmp_path / "a.json",
    )
    expect(sentence, "site-far-away", language)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("language", "words"), [("zh", "请核对坐标"), ("en", "check the coordinates")])
def test_site_outside_the_county_is_incomplete_with_its_reason(
    run: Run, told: Told, demo_release: Path, tmp_path: Path, language: str, words: str
) -> None:
    done = run(
        "assesssite",
        RELEASE=demo_release,
        SITE_TEXT="118.0 28.0",
        SITE_CRS="EPSG:4490",
        ON="2026-01-01",
        LANGUAGE=language,
        OUTPUT_JSON=tmp_path / "a.json",
    )
    assert done["STATE"] == "incomplete"
    assert len(told.said) == 1
    assert told.said[0].startswith("[site-outside] ")
    assert words in told.said[0]
    assert '"site-outside"' in (tmp_path / "a.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({}, "site-not-given"),
        ({"SITE": str(DEMO / "sites" / "site_point.gpkg"), "SITE_TEXT": "116 28"}, "site-given-twice"),
        ({"SITE_TEXT": "POLYGON((1 2"}, "shape-unreadable"),
        ({"SITE_TEXT": "POINT(nan 22)"}, "shape-unreadable"),
        ({"SITE": "no such file.gpkg"}, "file-missing"),
    ],
)
def test_site_that_cannot_be_read(
    refused: Refused, demo_release: Path, tmp_path: Path, parameters: dict[str, str], code: str, language: str
) -> None:
    sentence = refused(
        "assesssite", RELEASE=demo_release, LANGUAGE=language, OUTPUT_JSON=tmp_path / "a.json", **parameters
    )
    expect(sentence, code, language)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("algorithm", ["assesssite", "buildfilingpackage"])
def test_release_that_is_none(refused: Refused, tmp_path: Path, language: str, algorithm: str) -> None:
    broken = tmp_path / "坏.gpkg"
    broken.write_bytes(b"not a database at all")
    outputs = (
        {"OUTPUT": tmp_path / "p.zip"}
        if algorithm == "buildfilingpackage"
        else {"OUTPUT_JSON": tmp_path / "a.json", "SITE_TEXT": "116.66 27.96"}
    )
    sentence = refused(algorithm, RELEASE=broken, LANGUAGE=language, **outputs)
    assert re.match(r"\[[a-z-]+\] ", sentence), sentence
    assert [path.name for path in tmp_path.iterdir()] == ["坏.gpkg"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("algorithm", ["assesssite", "buildfilingpackage"])
def test_release_that_is_not_there(refused: Refused, tmp_path: Path, language: str, algorithm: str) -> None:
    outputs = (
        {"OUTPUT": tmp_path / "p.zip"}
        if algorithm == "buildfilingpackage"
        else {"OUTPUT_JSON": tmp_path / "a.json", "SITE_TEXT": "116.66 27.96", "SITE_CRS": "EPSG:4490"}
    )
    expect(refused(algorithm, RELEASE=tmp_path / "无", LANGUAGE=language, **outputs), "file-missing", language, "无")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_cjk_font(
    refused: Refused, demo_release: Path, tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zoning_plugin.bridge import fonts

    monkeypatch.setattr(fonts, "PREFERRED", (), raising=False)
    monkeypatch.setattr(fonts.QFontDatabase, "families", lambda *_: ["DejaVu Sans"], raising=False)
    sentence = refused(
        "assesssite",
        RELEASE=demo_release,
        SITE=DEMO / "sites" / "site_point.gpkg",
        LANGUAGE=language,
        OUTPUT_JSON=tmp_path / "a.json",
        OUTPUT_PDF=tmp_path / "a.pdf",
    )
    expect(sentence, "cjk-font-missing", language)
    assert not list(tmp_path.iterdir())


def test_output_over_the_release_is_refused(refused: Refused, demo_release: Path, tmp_path: Path) -> None:
    release = tmp_path / "r.gpkg"
    shutil.copy(demo_release, release)
    before = release.read_bytes()
    sentence = refused(
        "assesssite",
        RELEASE=release,
        SITE_TEXT="116.66 27.96",
        SITE_CRS="EPSG:4490",
        LANGUAGE="en",
        OUTPUT_JSON=release,
    )
    expect(sentence, "output-is-input", "en")
    assert release.read_bytes() == before


@pytest.mark.parametrize("role", ["OUTPUT", "REPORT"])
def test_package_over_its_own_release_is_refused(
    refused: Refused, demo_release: Path, tmp_path: Path, role: str
) -> None:
    release = tmp_path / "r.gpkg"
    shutil.copy(demo_release, release)
    before = release.read_bytes()
    outputs = {"OUTPUT": tmp_path / "p.zip"} | {role: release}
    expect(refused("buildfilingpackage", RELEASE=release, LANGUAGE="zh", **outputs), "output-is-input", "zh")
    assert release.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["r.gpkg"]


@pytest.mark.parametrize(
    ("role", "victim"), [("OUTPUT", "units.gpkg"), ("REPORT", "list.xlsx"), ("REPORT", "out.gpkg")]
)
def test_import_over_what_the_office_sent_is_refused(refused: Refused, tmp_path: Path, role: str, victim: str) -> None:
    units, listed = tmp_path / "units.gpkg", tmp_path / "list.xlsx"
    shutil.copy(DEMO / "release-1" / "units.gpkg", units)
    shutil.copy(min((DEMO / "release-1" / "lists").glob("*.xlsx")), listed)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    outputs = {"OUTPUT": tmp_path / "out.gpkg"} | {role: tmp_path / victim}
    sentence = refused("importrelease", UNITS=units, LISTS=[str(listed)], LANGUAGE="zh", **outputs)
    expect(sentence, "outputs-same" if victim == "out.gpkg" else "output-is-input", "zh")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_package_into_a_folder_that_takes_nothing_is_one_sentence(refused: Refused, demo_release: Path) -> None:
    closed = Path("/proc/self")  # takes no file from anybody, root included
    if not closed.is_dir():
        pytest.skip("no /proc on this system")
    sentence = refused("buildfilingpackage", RELEASE=demo_release, OUTPUT=closed / "p.zip", LANGUAGE="zh")
    expect(sentence, "output-unwritable", "zh")


def test_units_alone_are_imported_and_every_one_is_said_to_have_no_clauses(
    run: Run, told: Told, tmp_path: Path
) -> None:
    done = run(
        "importrelease",
        UNITS=DEMO / "release-1" / "units.gpkg",
        OUTPUT=tmp_path / "r.gpkg",
        LANGUAGE="zh",
        NAME="只有单元",
    )
    assert (done["UNIT_COUNT"], done["CLAUSE_COUNT"]) == (20, 0)
    assert told.said


@pytest.fixture
def no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is laid over anything."""
    from zoning_plugin.core import assessment
    from zoning_plugin.jobs import assess_each_site, assess_site

    def begun(*_: object, **__: object) -> None:
        raise AssertionError("the work was begun")

    for module in (assessment, assess_site, assess_each_site):
        monkeypatch.setattr(module, "assess", begun)
    monkeypatch.setattr(assess_site, "read_release", begun)


def folder_that_takes_nothing(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    import tempfile

    true = tempfile.TemporaryFile

    def closed(*arguments: Any, **words: Any) -> Any:
        if Path(words.get("dir") or "/") == folder:
            raise PermissionError(13, "Permission denied")
        return true(*arguments, **words)

    monkeypatch.setattr(tempfile, "TemporaryFile", closed)


@pytest.mark.usefixtures("no_work")
@pytest.mark.parametrize("role", ["OUTPUT_JSON", "OUTPUT_PDF"])
@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("nowhere/a.out", "folder-missing"),
        ("r.gpkg", "output-is-input"),
        ("project.json", "output-is-input"),
        ("folder", "output-is-folder"),
        ("closed/a.out", "folder-not-writable"),
    ],
)
def test_where_results_go_is_looked_at_before_the_work(
    refused: Refused,
    demo_release: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    role: str,
    target: str,
    code: str,
) -> None:
    shutil.copy(demo_release, tmp_path / "r.gpkg")
    (tmp_path / "project.json").write_text("{}", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "closed").mkdir()
    folder_that_takes_nothing(monkeypatch, tmp_path / "closed")
    sentence = refused(
        "assesssite", RELEASE=tmp_path / "r.gpkg", SITE_TEXT="116.66 27.96", SITE_CRS="EPSG:4490", LANGUAGE="zh",
        PROJECT=tmp_path / "project.json", **{role: tmp_path / target},
    )  # fmt: skip
    expect(sentence, code, "zh")


@pytest.mark.usefixtures("no_work")
@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("nowhere/each", "folder-missing"), ("file", "folder-is-file"), ("full", "folder-not-empty"),
        ("closed/each", "folder-not-writable"),
    ],
)  # fmt: skip
def test_the_folder_for_each_is_looked_at_before_the_work(
    refused: Refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, code: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()
    (tmp_path / "closed").mkdir()
    folder_that_takes_nothing(monkeypatch, tmp_path / "closed")
    sentence = refused(
        "assesssite", RELEASE=tmp_path / "no release is read", SITE=DEMO / "sites" / "site_point.gpkg", EACH=True, LANGUAGE="zh",
        OUTPUT_FOLDER=tmp_path / target,
    )  # fmt: skip
    expect(sentence, code, "zh")


@pytest.fixture
def server() -> Iterator[socket.socket]:
    """Listens on this computer; whoever called is waiting afterwards."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        made.listen(20)
        made.settimeout(0.2)
        yield made
        with pytest.raises(TimeoutError):
            made.accept()


REMOTE = {
    "http": "URL/a.geojson",
    "vsicurl": "/vsicurl/URL/a.geojson",
    "zipped": "/vsizip//vsicurl/URL/a.zip/a.shp",
    "wfs": "WFS:URL",
    "uri": "pagingEnabled='true' typename='a' url='URL'",
    "vrt": "a.vrt",
    "vrt layer": "a.vrt|layername=a",
    "vrt narrowed": "a.vrt|layerid=0|subset=a = 1",
    "geojson": "a.geojson",
    "geojson narrowed": "a.geojson|subset=a = 1",
}


def address_in(folder: Path, kind: str, server: socket.socket) -> str:
    url = f"http://127.0.0.1:{server.getsockname()[1]}"
    (folder / "a.vrt").write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/{url}/a.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>',
        encoding="utf-8",
    )
    (folder / "a.geojson").write_text(
        f'{{"type":"FeatureCollection","crs":{{"type":"link","properties":{{"href":"{url}"}}}},"features":[{{"type":"Feature","properties":'
        '{"a":1},"geometry":{"type":"Point","coordinates":[116.66,27.96]}}]}',
        encoding="utf-8",
    )
    text = REMOTE[kind].replace("URL", url)
    return str(folder / text) if text.startswith("a.") else text


@pytest.mark.parametrize("kind", REMOTE)
@pytest.mark.parametrize("role", ["SITE", "UNITS", "ZONES", "ZONES as list"])
def test_an_address_for_a_layer_is_refused_and_nobody_is_asked(
    refused: Refused, demo_release: Path, tmp_path: Path, server: socket.socket, kind: str, role: str
) -> None:
    given = address_in(tmp_path, kind, server)
    before = sorted(tmp_path.iterdir())
    if role == "SITE":
        sentence = refused(
            "assesssite", RELEASE=demo_release, SITE=given, LANGUAGE="zh", OUTPUT_JSON=tmp_path / "a.json"
        )
    else:
        inputs = demo_inputs() | {role.partition(" ")[0]: [given] if role.endswith("list") else given}
        sentence = refused("importrelease", LANGUAGE="zh", OUTPUT=tmp_path / "r.gpkg", **inputs)
    found = re.match(r"\[([a-z-]+)\] ", sentence)
    assert found, sentence
    assert found[1] in ("file-remote", "file-missing", "not-a-vector", "crs-linked"), sentence
    assert sorted(tmp_path.iterdir()) == before
