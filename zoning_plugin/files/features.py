# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading vector files: features as published text and WKB, with the encoding and the CRS that were found."""

from __future__ import annotations

import contextlib
import json
import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from osgeo import gdal, ogr, osr

from ..core.errors import Fault, ReleaseUnreadable, fault
from ..core.progress import Progress, Silent, stop_if_cancelled
from .archives import OTHER_ARCHIVES, unpacked
from .gdal_errors import raising
from .geopackage import SQLITE_HEAD, has_unsaved_edits

# Drivers that read local files and nothing else: no VRT, no database or web service, no GML (it fetches schemas).
_DRIVERS: Final = (
    "GPKG", "ESRI Shapefile", "OpenFileGDB", "GeoJSON", "GeoJSONSeq", "FlatGeobuf", "LIBKML", "KML", "MapInfo File", "DXF", "DGN",
)  # fmt: skip
_REMOTE: Final = re.compile(r"[\\/]vsi|[a-z][a-z0-9+.-]+:[\\/]", re.IGNORECASE)


def _json_word(*words: str) -> re.Pattern[bytes]:
    """Finds the start of a JSON text that begins with one of the words, in any case and however its letters are escaped."""

    def letter(one: str) -> str:
        return rf"(?:{one}|\\u00(?:{ord(one):02x}|{ord(one.upper()):02x}))"

    spelled = "|".join("".join(letter(one) for one in word) for word in words)
    return re.compile(rf"[\"'](?:{spelled})".encode("ascii"), re.IGNORECASE)


_CRS_WORD: Final = _json_word("crs")
_LINK_WORD: Final = _json_word("link", "url")
_KMZ: Final = (".kmz", ".ovkmz")
_KML: Final = (".kml", ".ovkml")
SAVE_AS: Final = {
    ".dwg": ".dxf", ".ovobj": ".kml", ".ovjsn": ".kml", ".mdb": ".shp", ".accdb": ".shp", ".mxd": ".shp",
    ".aprx": ".shp", ".lyr": ".shp", ".wl": ".shp", ".wp": ".shp", ".udb": ".shp", ".smwu": ".shp",
}  # fmt: skip
"""What offices also send, and what to save it as: drawings, files of 奥维, personal geodatabases, projects, MapGIS and SuperMap files."""
NEEDS_OWN_DECODING: Final = "ESRI Shapefile"
"""The driver whose texts come undecoded."""
_LONGEST_PRJ: Final = 100_000
_DBASE_TEXT: Final = 254
"""The most bytes a dBASE text field holds; a longer text was cut when the file was written."""
# Language driver ids that say a Chinese code page (dBASE header byte 29), and code page names that .cpg files use.
_LDID: Final = {0x4D: "GB18030", 0x7A: "GB18030"}
_CPG: Final = {
    "utf-8": "UTF-8", "utf8": "UTF-8", "65001": "UTF-8", "gbk": "GB18030", "gb2312": "GB18030", "gb18030": "GB18030", "936": "GB18030",
    "cp936": "GB18030", "ansi 936": "GB18030", "ansi936": "GB18030", "54936": "GB18030",
}  # fmt: skip


class FeatureRow(NamedTuple):
    """One feature: id in the file, its texts by field, its shape as WKB (two dimensions; empty when it has none)."""

    fid: int
    values: Mapping[str, str]
    wkb: bytes


@dataclass(frozen=True)
class FeatureTable:
    """A vector layer as read.

    ``crs`` is WKT, empty when the file states none; coordinates are x, y (east, north or lon, lat) whatever the CRS' own
    axis order. ``geometry`` is polygon, line, point, mixed or none. ``faults`` are oddities that lose nothing.
    """

    path: Path
    layer: str
    crs: str
    crs_name: str
    encoding: str
    geometry: str
    fields: tuple[str, ...]
    rows: tuple[FeatureRow, ...]
    faults: tuple[Fault, ...] = ()
    is_cut_at_ten_bytes: bool = False


def layer_names(path: Path) -> tuple[str, ...]:
    """Names of the vector layers of a file, in its order. Raises like :func:`read_features`."""
    with opened_vector(path) as source:
        return tuple(layer.GetName() for layer in _layers(source))


def read_features(
    path: Path,
    layer: str = "",
    *,
    needs_crs: bool = True,
    with_shapes: bool = True,
    limit: int = 0,
    progress: Progress | None = None,
) -> FeatureTable:
    """Read one layer of a vector file (the only one when ``layer`` is empty), at most ``limit`` features when it is not 0.

    Text of shapefiles is decoded by what is in it: strict UTF-8, else GB 18030; .cpg and LDID only decide what the bytes
    leave open. The file is opened read-only and nothing is written beside it.

    Raises ReleaseUnreadable: "file-missing", "file-empty", "file-incomplete" (a shapefile without .shx or .dbf),
    "file-truncated", "not-a-vector", "prj-unreadable", "layer-missing", "layer-ambiguous", "no-features", "no-crs"; "file-remote" and
    "crs-linked", because nothing is fetched.
    """
    progress = progress or Silent()
    with opened_vector(path) as source:
        chosen = chosen_layer(source, path, layer)
        is_shapefile = source.GetDriver().ShortName == NEEDS_OWN_DECODING
        name = path.stem if is_shapefile else chosen.GetName()
        crs, crs_name = crs_of(chosen)
        if needs_crs and not crs:
            raise ReleaseUnreadable("no-crs", file=path.name, layer=name)
        promised = chosen.GetFeatureCount(1)
        if not with_shapes:
            chosen.SetIgnoredFields(["OGR_GEOMETRY"])
        raw_names, raw_rows = _read_rows(chosen, path, limit, promised, progress)
        geometry = geometry_of(chosen)
    if not raw_rows:
        raise ReleaseUnreadable("no-features", file=path.name, layer=name)
    if not limit and len(raw_rows) < promised:
        raise ReleaseUnreadable("file-truncated", file=path.name, promised=promised, found=len(raw_rows))
    faults: list[Fault] = []
    if is_shapefile:
        seen = ShapefileTexts()
        seen.add(raw_names)
        for _, texts, _ in raw_rows:
            seen.add(texts)
        encoding, decode, faults = seen.decoding(path)
    else:
        encoding, decode = "UTF-8", as_utf8
    fields = unique_names([decode(one) for one in raw_names])
    rows = tuple(
        FeatureRow(fid, dict(zip(fields, (decode(text) for text in texts), strict=True)), wkb)
        for fid, texts, wkb in raw_rows
    )
    return FeatureTable(path, name, crs, crs_name, encoding, geometry, fields, rows, tuple(faults), is_shapefile)


_GEOMETRY: Final = {
    ogr.wkbPolygon: "polygon", ogr.wkbMultiPolygon: "polygon", ogr.wkbMultiSurface: "polygon", ogr.wkbLineString: "line",
    ogr.wkbMultiLineString: "line", ogr.wkbMultiCurve: "line", ogr.wkbPoint: "point", ogr.wkbMultiPoint: "point", ogr.wkbNone: "none",
}  # fmt: skip


def geometry_of(layer: Any) -> str:
    """What a layer says it holds: polygon, line, point, mixed or none."""
    return _GEOMETRY.get(ogr.GT_GetLinear(ogr.GT_Flatten(layer.GetGeomType())), "mixed")


@contextlib.contextmanager
def opened_vector(path: Path) -> Iterator[Any]:
    """The file as a read-only GDAL dataset; whatever GDAL says against it becomes a ReleaseUnreadable."""
    _check_file(path)
    with contextlib.ExitStack() as stack:
        parts = _parts_of(path, stack)
        stack.enter_context(raising())
        try:
            sources = [_dataset(one) for one in parts]
            if None in sources:
                raise ReleaseUnreadable("not-a-vector", file=path.name)
            yield sources[0] if len(sources) == 1 else _Together(sources)
        except RuntimeError as reason:
            code = "file-truncated" if _says_truncated(str(reason)) else "not-a-vector"
            header = _sibling(path, ".prj") if path.suffix.lower() == ".shp" else None
            if header is not None and not _is_reference_system(header):
                raise ReleaseUnreadable("prj-unreadable", file=path.name, part=header.name) from reason
            raise ReleaseUnreadable(code, file=path.name, detail=str(reason).partition("\n")[0][:200]) from reason


def _dataset(path: Path) -> Any:
    return gdal.OpenEx(
        str(path.resolve()),
        gdal.OF_VECTOR | gdal.OF_READONLY,
        allowed_drivers=list(_DRIVERS),
        open_options=_options(path),
    )


def _parts_of(path: Path, stack: contextlib.ExitStack) -> list[Path]:
    """The file itself; of a KMZ the KML files in it, unpacked for as long as ``stack`` lasts.

    GDAL itself finds no attributes in a KMZ whose schema lies in doc.kml, and nothing at all behind a name that is not ASCII; nor
    does it limit what it unpacks. Raises what :func:`unpacked` raises, and "not-a-vector" where there is no KML inside.
    """
    if path.suffix.lower() not in _KMZ:
        return [path]
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return [path]
    folder = stack.enter_context(unpacked(path))
    found = sorted(
        (one for one in folder.rglob("*") if one.name.lower().endswith(_KML)), key=lambda one: one.as_posix()
    )
    if not found:
        raise ReleaseUnreadable("not-a-vector", file=path.name)
    return found


class _Together:
    """Several datasets as if they were one: the layers of all, in their order."""

    def __init__(self, sources: list[Any]) -> None:
        self._sources = sources

    def GetDriver(self) -> Any:
        """The driver of the first: all are of one kind."""
        return self._sources[0].GetDriver()

    def GetLayerCount(self) -> int:
        """Number of layers of all."""
        return sum(one.GetLayerCount() for one in self._sources)

    def GetLayer(self, position: int) -> Any:
        """A layer by its place among all."""
        for one in self._sources:
            if position < one.GetLayerCount():
                return one.GetLayer(position)
            position -= one.GetLayerCount()
        raise IndexError(position)


def _options(path: Path) -> list[str]:
    if path.suffix.lower() == ".shp":
        return ["ENCODING="]  # the bytes as they are: decoded here, by what is in them
    if path.suffix.lower() == ".gpkg" and not has_unsaved_edits(path):
        return ["IMMUTABLE=YES"]  # no lock and no journal beside the user's file
    return []


def _says_truncated(message: str) -> bool:
    return any(
        word in message.lower()
        for word in ("malformed", "unexpected end", "truncated", "premature", "fread", "error reading")
    )


def _check_file(path: Path) -> None:
    """Refuse what is no local file, is empty or is shorter than its own header says, or has GDAL ask the network."""
    if is_remote(str(path)):
        raise ReleaseUnreadable("file-remote", file=str(path))
    if not path.exists():
        raise ReleaseUnreadable("file-missing", file=path.name)
    if path.is_dir():
        if path.suffix.lower() != ".gdb":
            raise ReleaseUnreadable("not-a-vector", file=path.name)
        return
    size = path.stat().st_size
    if not size:
        raise ReleaseUnreadable("file-empty", file=path.name)
    suffix = path.suffix.lower()
    if suffix in OTHER_ARCHIVES:
        raise ReleaseUnreadable("archive-format-unsupported", file=path.name, suffix=suffix)
    if suffix in SAVE_AS:
        raise ReleaseUnreadable("vector-format-unsupported", file=path.name, suffix=suffix, wanted=SAVE_AS[suffix])
    if suffix == ".shp":
        _check_shapefile(path)
    elif suffix == ".gpkg":
        _check_geopackage(path, size)
    else:
        _refuse_linked_crs(path)


def is_remote(name: str) -> bool:
    """Whether a name is an address, or one of GDAL's own file systems (cloud stores, what lies in archives), and no local file.

    ``Path`` makes "http:/" of "http://": both are known.
    """
    return _REMOTE.match(name) is not None


def _refuse_linked_crs(path: Path) -> None:
    """Raise "crs-linked" for a GeoJSON whose "crs" is a link: GDAL fetches it, and where it cannot, supposes WGS 84.

    A file in which the two words that it takes never stand as texts is passed at the cost of one look; else all of it is
    parsed. What cannot be parsed though GDAL may read it (it forgives comments and single quotes) is refused.
    """
    if path.suffix.lower() in (".shp", ".gdb"):
        return
    with path.open("rb") as file:
        head = file.read(64).lstrip(b"\xef\xbb\xbf\x1e \t\r\n\0")
        if not head.startswith((b"{", b"/")):
            return
        file.seek(0)
        content = file.read()
    if not (_CRS_WORD.search(content) and _LINK_WORD.search(content)):
        return
    text = content.decode("utf-8-sig", "replace")
    try:
        is_linked = _has_linked_crs(text)
    except (ValueError, RecursionError):
        try:
            is_linked = any(_has_linked_crs(line) for line in re.split("[\n\x1e]", text) if line.strip())
        except (ValueError, RecursionError):
            is_linked = True
    if is_linked:
        raise ReleaseUnreadable("crs-linked", file=path.name)


def _has_linked_crs(text: str) -> bool:
    """Whether any object of a JSON text has a "crs" of the type link or url; names and types in any case, as GDAL takes them.

    Every one of a name that is given twice counts: which of them GDAL takes is its own affair.
    """
    is_linked = False

    def look(pairs: list[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
        nonlocal is_linked
        for name, value in pairs:
            if name.lower() == "crs" and isinstance(value, tuple):
                kinds = [str(kind).lower() for key, kind in value if key.lower() == "type"]
                is_linked = is_linked or any(kind.startswith(("link", "url")) for kind in kinds)
        return tuple(pairs)

    json.loads(text, object_pairs_hook=look)
    return is_linked


def _check_geopackage(path: Path, size: int) -> None:
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(SQLITE_HEAD) or len(head) < 100:
        raise ReleaseUnreadable("not-a-vector", file=path.name)
    page_size, counter, pages, valid_for = (*struct.unpack(">H", head[16:18]), *struct.unpack(">I", head[24:28]),
                                            *struct.unpack(">I", head[28:32]), *struct.unpack(">I", head[92:96]))  # fmt: skip
    page_size = 65536 if page_size == 1 else page_size
    if counter == valid_for and pages * page_size > size:
        raise ReleaseUnreadable("file-truncated", file=path.name, promised=pages * page_size, found=size)


def _sibling(path: Path, suffix: str) -> Path | None:
    """The file beside ``path`` with another suffix, whatever its case."""
    for candidate in (path.with_suffix(suffix), path.with_suffix(suffix.upper())):
        if candidate.is_file():
            return candidate
    return None


def _is_reference_system(header: Path) -> bool:
    """Whether a .prj can be understood; GDAL refuses the whole shapefile where it begins like one and cannot."""
    with header.open("rb") as file:
        text = file.read(_LONGEST_PRJ).decode("utf-8", "replace")
    try:
        return int(osr.SpatialReference().ImportFromESRI([text])) == 0
    except RuntimeError:
        return False


def _check_shapefile(path: Path) -> None:
    """Compare what .shp, .shx and .dbf say of themselves with what is there.

    GDAL reads a truncated .shp without a word up to where it ends; that would be units missing in silence.
    """
    index, table = _sibling(path, ".shx"), _sibling(path, ".dbf")
    for suffix, part in ((".shx", index), (".dbf", table)):
        if part is None:
            raise ReleaseUnreadable("file-incomplete", file=path.name, part=suffix)
        if not part.stat().st_size:
            raise ReleaseUnreadable("file-empty", file=part.name)
    assert index is not None
    assert table is not None
    for part in (path, index):
        size = part.stat().st_size
        with part.open("rb") as file:
            head = file.read(100)
        if len(head) < 100:
            raise ReleaseUnreadable("file-truncated", file=part.name, promised=100, found=len(head))
        if head[:4] != b"\x00\x00\x27\x0a":
            raise ReleaseUnreadable("not-a-vector", file=part.name)
        promised = struct.unpack(">I", head[24:28])[0] * 2
        if promised > size:
            raise ReleaseUnreadable("file-truncated", file=part.name, promised=promised, found=size)
    shapes = (index.stat().st_size - 100) // 8
    with table.open("rb") as file:
        head = file.read(32)
    if len(head) < 32:
        raise ReleaseUnreadable("file-truncated", file=table.name, promised=32, found=len(head))
    records, header, length = struct.unpack("<IHH", head[4:12])
    size = table.stat().st_size
    if header + records * length > size:
        raise ReleaseUnreadable("file-truncated", file=table.name, promised=header + records * length, found=size)
    if records != shapes:
        raise ReleaseUnreadable(
            "file-truncated", file=path.name, promised=max(records, shapes), found=min(records, shapes)
        )


def _layers(source: Any) -> list[Any]:
    return [source.GetLayer(position) for position in range(source.GetLayerCount())]


def chosen_layer(source: Any, path: Path, wanted: str) -> Any:
    """The layer of a dataset that is wanted; where none is named, the only one with features. Raises ReleaseUnreadable."""
    layers = _layers(source)
    names = [one.GetName() for one in layers]
    if wanted:
        if sum(one.GetName() == wanted and bool(one.GetFeatureCount(1)) for one in layers) > 1:
            raise ReleaseUnreadable("layer-ambiguous", file=path.name, found="、".join(names))  # of two files in a KMZ
        for one in layers:
            if one.GetName() == wanted or path.stem == wanted == one.GetName().encode(
                "utf-8", "surrogateescape"
            ).decode("gb18030", "replace"):
                return one
        raise ReleaseUnreadable("layer-missing", file=path.name, layer=wanted, found="、".join(names))
    spatial = [one for one in layers if one.GetGeomType() != ogr.wkbNone]
    if not spatial:
        raise ReleaseUnreadable("not-a-vector" if layers else "no-features", file=path.name)
    filled = [one for one in spatial if one.GetFeatureCount(1)]
    if len(filled) > 1:
        raise ReleaseUnreadable("layer-ambiguous", file=path.name, found="、".join(one.GetName() for one in filled))
    return (filled or spatial)[0]


def crs_of(layer: Any) -> tuple[str, str]:
    """WKT and printed name of a layer's CRS; empty when it has none, or only says that it has none.

    MapInfo's files give no names: what is nameless and has a datum and a projection all the same is called by these.
    """
    system = layer.GetSpatialRef()
    name = (system.GetName() or "") if system is not None else ""
    is_nameless = name.lower().startswith("unnamed")
    datum = (system.GetAttrValue("DATUM") or "") if system is not None else ""
    if system is None or name.lower().startswith(("undefined", "unknown")):
        return "", ""
    if is_nameless and (
        not datum or datum.lower().startswith(("unknown", "not specified", "not_specified", "unnamed"))
    ):
        return "", ""
    if is_nameless:
        projection = system.GetAttrValue("PROJECTION") or ""
        meridian = f"{system.GetProjParm('central_meridian', 0.0):g}" if projection else ""
        name = " ".join(one for one in (datum, projection, meridian) if one)
    if system.GetAuthorityName(None) and system.GetAuthorityCode(None):
        name += f" ({system.GetAuthorityName(None)}:{system.GetAuthorityCode(None)})"
    return str(osr.SpatialReference.ExportToWkt(system, ["FORMAT=WKT2_2019"])), name


def _read_rows(
    layer: Any, path: Path, limit: int, promised: int, progress: Progress
) -> tuple[list[str], list[tuple[int, list[str], bytes]]]:
    definition = layer.GetLayerDefn()
    kinds = [definition.GetFieldDefn(position).GetType() for position in range(definition.GetFieldCount())]
    names = [definition.GetFieldDefn(position).GetName() for position in range(definition.GetFieldCount())]
    rows: list[tuple[int, list[str], bytes]] = []
    layer.ResetReading()
    for feature in layer:
        if limit and len(rows) >= limit:
            break
        if not len(rows) % 50:
            stop_if_cancelled(progress)
            progress.report(len(rows) / max(promised, 1), "step-reading-features")
        texts = [_text(feature, position, kind) for position, kind in enumerate(kinds)]
        try:
            rows.append((feature.GetFID(), texts, linear_wkb(feature.GetGeometryRef())))
        except RuntimeError as reason:
            raise ReleaseUnreadable(
                "file-truncated", file=path.name, promised=promised, found=len(rows), detail=reason
            ) from reason
    return names, rows


def linear_wkb(geometry: Any) -> bytes:
    """WKB of a GDAL geometry with its curves made lines; empty where there is none."""
    if geometry is None or geometry.IsEmpty():
        return b""
    if geometry.HasCurveGeometry(1):
        geometry = geometry.GetLinearGeometry()
    return bytes(geometry.ExportToIsoWkb())


def _text(feature: Any, position: int, kind: int) -> str:
    """A value as it would be printed: nothing for NULL, whole numbers without a decimal point."""
    if not feature.IsFieldSetAndNotNull(position):
        return ""
    if kind == ogr.OFTReal:
        return f"{feature.GetFieldAsDouble(position):.15g}"
    return str(feature.GetFieldAsString(position))


# --- decoding --------------------------------------------------------------------------------------------------------


def _bytes(text: str) -> bytes:
    """The bytes of the file behind a text that GDAL handed over undecoded."""
    return text.encode("utf-8", "surrogateescape")


def fills_a_dbase_field(text: str) -> bool:
    """Whether a text is as long as a dBASE field holds, in either encoding: then it may have been cut there."""
    return any(len(text.encode(codec, "replace")) >= _DBASE_TEXT - 3 for codec in ("utf-8", "gb18030"))


def as_utf8(text: str) -> str:
    """A text that GDAL handed over as UTF-8; what is none becomes a replacement sign."""
    return _bytes(text).decode("utf-8", "replace")


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as reason:
        is_full = len(raw) in (10, 9, 8) or len(raw) >= _DBASE_TEXT - 3
        if is_full and len(raw) - reason.start <= 3:
            return raw[: reason.start].decode(encoding)
        return None


class ShapefileTexts:
    """The texts of a shapefile as they pass by, undecoded, until it can be said how they are encoded; none is kept."""

    def __init__(self) -> None:
        self._fits = {"utf-8": True, "gb18030": True}
        self._is_ascii = True
        self._cut = 0

    def add(self, texts: Iterable[str]) -> None:
        """Look at some more texts; a text as long as dBASE allows, or a name, may end in a cut character."""
        for text in texts:
            if text.isascii():
                self._cut += len(text) >= _DBASE_TEXT - 3
                continue
            raw = _bytes(text)
            self._is_ascii = False
            self._cut += len(raw) >= _DBASE_TEXT - 3
            for codec, fits in self._fits.items():
                self._fits[codec] = fits and _decoded(raw, codec) is not None

    def decoding(self, path: Path) -> tuple[str, Callable[[str], str], list[Fault]]:
        """How the texts seen are encoded: its name, the decoder, and what was odd about it."""
        stated, by = _stated_encoding(path)
        faults: list[Fault] = []
        if self._fits["utf-8"]:
            encoding = "UTF-8"
        elif self._fits["gb18030"]:
            encoding = "GB18030"
        else:
            encoding = stated or "GB18030"
            faults.append(fault("encoding-mixed", file=path.name, encoding=encoding))
        if self._is_ascii and stated:
            encoding = stated  # nothing but ASCII: what the file says is as good as anything
        if not self._is_ascii and stated and stated != encoding:
            faults.append(fault("encoding-contradicted", file=path.name, stated=stated, by=by, encoding=encoding))
        if self._cut:
            faults.append(fault("text-maybe-cut", file=path.name, count=self._cut, bytes=_DBASE_TEXT))
        codec = "gb18030" if encoding == "GB18030" else "utf-8"

        def decode(text: str) -> str:
            found = _decoded(_bytes(text), codec)
            return found if found is not None else _by_either(_bytes(text))

        return encoding, decode, faults


def _by_either(raw: bytes) -> str:
    """A text of a file that mixes encodings: whichever of the two fits, else with a visible replacement sign."""
    for codec in ("utf-8", "gb18030"):
        found = _decoded(raw, codec)
        if found is not None:
            return found
    return raw.decode("gb18030", "replace")


def _stated_encoding(path: Path) -> tuple[str, str]:
    """What .cpg, else the dBASE header, says of the encoding: (name or "", where it says so)."""
    page = _sibling(path, ".cpg")
    if page is not None:
        text = page.read_bytes()[:40].decode("ascii", "replace").strip().lower()
        if text in _CPG:
            return _CPG[text], ".cpg"
    table = _sibling(path, ".dbf")
    if table is not None:
        with table.open("rb") as file:
            head = file.read(32)
        if len(head) == 32 and head[29] in _LDID:
            return _LDID[head[29]], "LDID"
    return "", ""


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """Field names, told apart by "~2" where cutting at ten bytes made them equal."""
    result: list[str] = []
    for name in names:
        candidate, count = name, 1
        while candidate in result:
            count += 1
            candidate = f"{name}~{count}"
        result.append(candidate)
    return tuple(result)
