# SPDX-License-Identifier: GPL-3.0-or-later
"""Files as accident and malice leave them: mutations of good files, and a few made on purpose."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

SUFFIXES: Final = {
    "units": (".gpkg", ".shp", ".geojson", ".kml", ".kmz", ".mif", ".tab", ".fgb", ".zip", ".gdb"),
    "list": (".xlsx", ".xls", ".ods", ".docx", ".csv", ".tsv", ".html", ".xlsm", ".et", ".pdf", ".txt"),
}  # fmt: skip
NAMES: Final = (
    "it's a list",
    'a "quoted" list',
    "清单;DROP TABLE units",
    "<b>list",
    "%s{0}",
    "a'b\"c`d",
    "=1+1",
    "…\u202efdp",
    "a b\tc",
)


@dataclass(frozen=True)
class HostileFile:
    """One case: what was done (``kind``), the role the file is imported in, and its name and bytes (with its companions').

    ``like`` names the good file whose units and clauses an import of it must have: its bytes are whole, or a checksum guards them.
    """

    kind: str
    role: str
    name: str
    content: bytes
    beside: tuple[tuple[str, bytes], ...] = ()
    like: str = ""

    def put(self, folder: Path) -> Path:
        """Write it, and what belongs to it, into ``folder``; the path to import."""
        for name, content in self.beside:
            (folder / name).write_bytes(content)
        path = folder / self.name
        path.write_bytes(self.content)
        return path


def _truncated(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _flipped(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 1, 3, 20, 200))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _with_nul(content: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(content) + 1)
    return content[:place] + b"\x00" * rng.choice((1, 2, 512)) + content[place:]


def _zeroed(content: bytes, rng: random.Random) -> bytes:
    """As a copy broken off on a network drive: a block of zeros where data should be."""
    start = rng.randrange(len(content) + 1)
    length = min(rng.choice((16, 512, 4096, 65536)), len(content) - start)
    return content[:start] + bytes(length) + content[start + length :]


def _spliced(content: bytes, rng: random.Random) -> bytes:
    start, end = sorted(rng.randrange(len(content) + 1) for _ in range(2))
    place = rng.randrange(len(content) + 1)
    return content[:place] + content[start : min(end, start + 5000)] + content[place:]


def _noise(_content: bytes, rng: random.Random) -> bytes:
    return rng.randbytes(rng.choice((0, 1, 7, 100, 5000)))


_CHANGES: Final[dict[str, Callable[[bytes, random.Random], bytes]]] = {
    "truncated": _truncated, "bits flipped": _flipped, "NUL bytes": _with_nul, "zeroed block": _zeroed, "spliced": _spliced,
    "noise": _noise,
}  # fmt: skip


def mutations(seeds: dict[str, list[Path]], count: int, seed: int) -> Iterator[HostileFile]:
    """``count`` cases from good files by role, the same for the same ``seed``: byte changes, wrong extensions, wrong names."""
    rng = random.Random(seed)  # noqa: S311 - chance that can be repeated is what is wanted
    pool = [(role, path) for role, paths in sorted(seeds.items()) for path in paths]
    for number in range(count):
        role, path = pool[number % len(pool)]
        content, beside, name = path.read_bytes(), list(companions(path)), path.name
        kind = rng.choice([*_CHANGES, *_CHANGES, "inside the archive", "wrong extension", "odd name"])
        if kind == "wrong extension":
            name = path.stem + rng.choice(SUFFIXES[role])
        elif kind == "odd name":
            name = rng.choice(NAMES) + path.suffix
        elif kind == "inside the archive" and zipfile.is_zipfile(path):
            content = _changed_inside(content, rng)
        elif beside and rng.random() < 0.6:
            victim = rng.randrange(len(beside))
            if rng.random() < 0.2:
                del beside[victim]
            else:
                own_name, own = beside[victim]
                beside[victim] = own_name, rng.choice(list(_CHANGES.values()))(own, rng)
        else:
            content = _CHANGES.get(kind, _flipped)(content, rng)
        if name != path.name:
            beside = [(Path(name).stem + Path(own_name).suffix, own) for own_name, own in beside]
        is_whole = content == path.read_bytes() and beside == [
            (Path(name).stem + Path(own_name).suffix if name != path.name else own_name, own)
            for own_name, own in companions(path)
        ]
        is_guarded = zipfile.is_zipfile(path) and kind != "inside the archive"
        yield HostileFile(kind, role, name, content, tuple(beside), path.name if is_whole or is_guarded else "")


def companions(path: Path) -> Iterator[tuple[str, bytes]]:
    """What belongs to a file of several parts, by name."""
    if path.suffix == ".shp":
        for suffix in (".shx", ".dbf", ".prj", ".cpg"):
            own = path.with_suffix(suffix)
            if own.is_file():
                yield own.name, own.read_bytes()
    for suffix in {".mif": (".mid",), ".tab": (".dat", ".map", ".id")}.get(path.suffix, ()):
        yield path.with_suffix(suffix).name, path.with_suffix(suffix).read_bytes()


def _changed_inside(content: bytes, rng: random.Random) -> bytes:
    """An archive whose checksums are right and one of whose members is not: what gets past the unpacking."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
        members = source.namelist()
        victim = rng.choice([one for one in members if one.endswith((".xml", ".rels"))] or members)
        for name in members:
            data = source.read(name)
            changed.writestr(name, rng.choice(list(_CHANGES.values()))(data, rng) if name == victim else data)
    return target.getvalue()


def crafted(xlsx: bytes, docx: bytes, ods: bytes) -> Iterator[HostileFile]:
    """Cases made on purpose, from a good file of each packed format."""
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    parts = (
        (".xlsx", xlsx, "xl/worksheets/sheet1.xml"),
        (".docx", docx, "word/document.xml"),
        (".ods", ods, "content.xml"),
    )
    for suffix, good, member in parts:
        for name, head in (("XXE", entity), ("entity bomb", laughs)):
            yield HostileFile(
                f"{name} in {suffix}", "list", f"list{suffix}", _replaced(good, member, partial(_headed, head))
            )
        yield HostileFile(
            f"zip bomb as {suffix}",
            "list",
            f"list{suffix}",
            _replaced(good, member, lambda xml: xml + b" " * 400_000_000),
        )
        yield HostileFile(f"a member twice in {suffix}", "list", f"list{suffix}", _twice(good, member))
    yield HostileFile(
        "a million rows in .xlsx", "list", "rows.xlsx", _replaced(xlsx, "xl/worksheets/sheet1.xml", _million_rows)
    )
    yield HostileFile(
        "cells of 32,767 characters", "list", "long.xlsx", _replaced(xlsx, "xl/worksheets/sheet1.xml", _long_cells)
    )
    yield HostileFile("formulas", "list", "formulas.xlsx", _replaced(xlsx, "xl/worksheets/sheet1.xml", _formulas))
    yield HostileFile("macros", "list", "macros.xlsm", _added(xlsx, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0macro"))
    yield HostileFile(
        "merged over all", "list", "merged.xlsx", _replaced(xlsx, "xl/worksheets/sheet1.xml", _merged_over_all)
    )
    yield HostileFile("a million rows in .csv", "list", "rows.csv", b"a,b,c\n" * 1_000_000)
    yield HostileFile("one line of 200 MB in .csv", "list", "line.csv", b"x" * 200_000_000)
    yield HostileFile("deep nesting in .html", "list", "deep.html", b"<table><tr><td>" * 20_000)
    yield HostileFile(
        "colspan in .html", "list", "span.html", b"<table><tr><td colspan=1000000000 rowspan=99999999>x</table>"
    )
    yield HostileFile("quotes in .csv", "list", "quote.csv", b'a,"b\n' * 50_000)
    yield HostileFile(
        "deep .geojson", "units", "deep.geojson", b'{"type":"FeatureCollection","features":' + b"[" * 200_000
    )
    for member in ("管控/单元.shp", "a\\b.shp", "单元\"引号'.shp", "<单元>.shp", "C:单元.shp"):
        yield HostileFile(f"a member called {member}", "units", "names.zip", _added(b"", member, b"x"))
    for sheet in ("清单/一", "清\\单", "'清单'", "清单[1]", "a" * 300):
        renamed = _replaced(xlsx, "xl/workbook.xml", partial(_sheet_called, sheet))
        yield HostileFile(f"a sheet called {sheet[:9]}", "list", "sheet.xlsx", renamed)
    yield HostileFile(
        "formulas of a list", "list", "formula.xlsx", _replaced(xlsx, "xl/worksheets/sheet1.xml", _formula_clauses)
    )
    yield HostileFile("zip of zips", "units", "nested.zip", _added(_added(b"", "a.zip", xlsx), "b.zip", xlsx))
    yield HostileFile("zip bomb", "units", "bomb.zip", _added(b"", "units.shp", bytes(300_000_000)))
    yield HostileFile("zip that leads out", "units", "out.zip", _added(b"", "../../units.shp", b"x"))
    yield HostileFile(
        "KML that fetches",
        "units",
        "link.kml",
        b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link><href>http://127.0.0.1:9/a.kml</href></Link></NetworkLink></Document></kml>',
    )
    yield HostileFile(
        "VRT as .geojson",
        "units",
        "a.geojson",
        b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    )


def _replaced(archive: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in source.namelist():
            data = source.read(name)
            changed.writestr(name, change(data) if name == member else data)
    return target.getvalue()


def _twice(archive: bytes, member: str) -> bytes:
    return _added(archive, member, b"<empty/>")


def _added(archive: bytes, name: str, content: bytes) -> bytes:
    target = io.BytesIO(archive)
    with warnings.catch_warnings(), zipfile.ZipFile(target, "a" if archive else "w", zipfile.ZIP_DEFLATED) as changed:
        warnings.simplefilter("ignore")  # of a name that occurs twice: it is meant
        changed.writestr(name, content)
    return target.getvalue()


def _headed(head: bytes, xml: bytes) -> bytes:
    return head + _body(xml)


def _body(xml: bytes) -> bytes:
    return xml[xml.index(b"?>") + 2 :] if xml.startswith(b"<?xml") else xml


def _sheet(rows: bytes, after: bytes = b"") -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return head + b"<sheetData>" + rows + b"</sheetData>" + after + b"</worksheet>"


def _cell(reference: str, text: str) -> bytes:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


def _million_rows(_xml: bytes) -> bytes:
    return _sheet(b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(1, 1_000_001)))


def _long_cells(_xml: bytes) -> bytes:
    head = b'<row r="1">' + _cell("A1", "环境管控单元编码") + _cell("B1", "管控要求") + b"</row>"
    rows = b"".join(
        f'<row r="{row}">'.encode()
        + _cell(f"A{row}", f"ZH9901012000{row % 9 + 1}")
        + _cell(f"B{row}", "1-1." + "长" * 32_763)
        + b"</row>"
        for row in range(2, 12)
    )
    return _sheet(head + rows)


def _formulas(_xml: bytes) -> bytes:
    row = '<row r="1"><c r="A1" t="str"><f>WEBSERVICE("http://127.0.0.1:9/")</f></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
    return _sheet(row.encode())


def _sheet_called(name: str, xml: bytes) -> bytes:
    text = re.sub(
        r'(<sheet [^>]*?name=)"[^"]*"', lambda found: found[1] + quoteattr(name), xml.decode("utf-8"), count=1
    )
    return text.encode("utf-8")


def _formula_clauses(_xml: bytes) -> bytes:
    """A list of which a clause is a formula without a result: it must not be left out."""
    head = b'<row r="1">' + _cell("A1", "环境管控单元编码") + _cell("B1", "管控要求") + b"</row>"
    row = b'<row r="2">' + _cell("A2", "ZH99010120001") + b'<c r="B2"><f>CONCATENATE("1-1.","x")</f></c></row>'
    return _sheet(head + row)


def _merged_over_all(_xml: bytes) -> bytes:
    row = b'<row r="1">' + _cell("A1", "管控要求") + b"</row>"
    return _sheet(row, b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')
