# SPDX-License-Identifier: GPL-3.0-or-later
"""No file sends GDAL to the network (its own, in C, which blocked Python sockets do not see): a server of ours counts who comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from osgeo import gdal

from tests.listener import Listener
from zoning_plugin.core.errors import ReleaseUnreadable
from zoning_plugin.files import features
from zoning_plugin.files.features import is_remote, layer_names, read_features
from zoning_plugin.files.gdal_errors import raising


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    """Nobody may come. No proxy of the system's, and none is used for this computer: nothing but our doors is in the way."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("no_proxy", "*")
    made = Listener()
    yield made
    assert made.count == 0
    made.close()


def test_the_server_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    made = Listener()
    gdal.ErrorReset()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        gdal.OpenEx(f"/vsicurl/{made.address}/a.geojson")
    except RuntimeError:
        pass
    finally:
        gdal.PopErrorHandler()
    assert made.count > 0
    made.close()


def test_what_gdal_asks_of_a_distant_host_is_counted_in_every_test(proxy: Listener) -> None:
    before = proxy.count
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        gdal.OpenEx("/vsicurl/http://a.invalid/a.geojson")
    except RuntimeError:
        pass
    finally:
        gdal.PopErrorHandler()
    assert proxy.count > before
    proxy.count = before


GEOJSON = (
    '{"type":"FeatureCollection",CRS"features":[{"type":"Feature","properties":{"a":"url","crs":1},'
    '"geometry":{"type":"Point",GEOMETRY"coordinates":[113,22]}}]}'
)


def geojson(crs: str = "", of_geometry: str = "") -> str:
    return GEOJSON.replace("CRS", crs).replace("GEOMETRY", of_geometry)


LINKED = {
    "link": '"crs":{"type":"link","properties":{"href":"ADDRESS/crs","type":"ogcwkt"}},',
    "url": '"crs":{"type":"URL","properties":{"url":"ADDRESS/crs"}},',
    "escaped": '"\\u0063\\u0052s":{"type":"\\u006Cink","properties":{"href":"ADDRESS/crs"}},',
    "nested": '"crs":{"a":{"b":"}"},"type":"link","properties":{"href":"ADDRESS/crs"}},',
    "commented": '"crs":/* */{"type":"link","properties":{"href":"ADDRESS/crs"}},',
    "quoted": "'crs':{'type':'link','properties':{'href':'ADDRESS/crs'}},",
    "twice": '"crs":{"type":"link","properties":{"href":"ADDRESS/crs"}},"crs":{"type":"name","properties":{"name":"EPSG:4490"}},',
}


@pytest.mark.parametrize("kind", LINKED)
@pytest.mark.parametrize("place", ["crs", "of_geometry"])
@pytest.mark.parametrize("name", ["a.geojson", "a.json", "单元.txt", "a.geojsonl"])
def test_a_reference_system_by_link_is_neither_fetched_nor_supposed(
    server: Listener, tmp_path: Path, kind: str, place: str, name: str
) -> None:
    path = tmp_path / name
    path.write_text(geojson(**{place: LINKED[kind].replace("ADDRESS", server.address)}), encoding="utf-8")
    for read in (read_features, layer_names):
        with pytest.raises(ReleaseUnreadable) as caught:
            read(path)
        assert caught.value.code == "crs-linked"
        assert caught.value.facts == {"file": name}


def test_a_file_that_only_has_the_words_is_read(server: Listener, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    for crs in ("", '"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},'):
        path.write_text(geojson(crs), encoding="utf-8")
        assert len(read_features(path).rows) == 1
    lines = geojson().partition('"features":[')[2][:-2]
    path.write_text(f"\x1e{lines}\n\x1e{lines}\n", encoding="utf-8")
    assert len(read_features(path).rows) == 2


KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link><href>ADDRESS/x.kml</href></Link></NetworkLink><Placemark>'
    "<styleUrl>ADDRESS/s.kml#a</styleUrl><Style><IconStyle><Icon><href>ADDRESS/i.png</href></Icon></IconStyle></Style>"
    "<Point><coordinates>113,22</coordinates></Point></Placemark></Document></kml>"
)


def test_what_a_kml_points_at_is_not_fetched(server: Listener, tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_text(KML.replace("ADDRESS", server.address), encoding="utf-8")
    assert len(read_features(path).rows) == 1


OTHERS = {
    "a.vrt": '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/ADDRESS/a.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>',
    "a.gml": (
        '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" xmlns:a="ADDRESS" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="ADDRESS ADDRESS/a.xsd"><gml:featureMember><a:a><a:b>1</a:b></a:a></gml:featureMember></gml:FeatureCollection>'
    ),
    "wms.xml": '<GDAL_WMS><Service name="WMS"><ServerUrl>ADDRESS</ServerUrl></Service></GDAL_WMS>',
    "wfs.xml": "<OGRWFSDataSource><URL>ADDRESS/wfs</URL></OGRWFSDataSource>",
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("suffix", ["", ".kml", ".geojson"])
def test_files_that_are_only_addresses_are_refused(server: Listener, tmp_path: Path, name: str, suffix: str) -> None:
    path = tmp_path / (name + suffix)
    path.write_text(OTHERS[name].replace("ADDRESS", server.address), encoding="utf-8")
    with pytest.raises(ReleaseUnreadable) as caught:
        read_features(path)
    assert caught.value.code in ("not-a-vector", "file-truncated")


REMOTE = (
    "ADDRESS/a.geojson", "/vsicurl/ADDRESS/a.geojson", "/vsicurl_streaming/ADDRESS/a.gpkg", "/vsizip//vsicurl/ADDRESS/a.zip/a.shp", "/vsis3/a/a.gpkg",
    "WFS:ADDRESS", "/vsicurl/ADDRESS",
)  # fmt: skip


@pytest.mark.parametrize("name", REMOTE)
def test_an_address_is_no_file(server: Listener, name: str) -> None:
    with pytest.raises(ReleaseUnreadable) as caught:
        read_features(Path(name.replace("ADDRESS", server.address)))
    assert caught.value.code in ("file-remote", "file-missing")


@pytest.mark.parametrize("name", [one for one in REMOTE if not one.startswith("WFS")])
def test_addresses_are_known_as_such(name: str) -> None:
    given = name.replace("ADDRESS", "https://127.0.0.1")
    assert is_remote(given)
    assert is_remote(str(Path(given)))


@pytest.mark.parametrize(
    "name", ["/home/a/http/b.shp", "C:\\数据\\a.shp", "c:/a.shp", "a.gpkg", "\\\\vsi\\share\\a.shp", "/data/vsicurl/a"]
)
def test_local_names_are_no_addresses(name: str) -> None:
    assert not is_remote(name)


def test_behind_the_doors_gdal_is_refused_the_network_once_more(
    server: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were a door to be left open, the options of the thread hold (where the system's no_proxy does not name the host)."""
    monkeypatch.delenv("no_proxy")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setattr(features, "_refuse_linked_crs", lambda _: None)
    path = tmp_path / "a.geojson"
    path.write_text(geojson(LINKED["link"].replace("ADDRESS", server.address)), encoding="utf-8")
    read_features(path)
    with raising(), pytest.raises(RuntimeError):
        gdal.OpenEx(f"/vsicurl/{server.address}/a.geojson", gdal.OF_VECTOR)
