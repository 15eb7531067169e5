# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes Word documents element by element, so that a test says exactly what is stored in them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from zoning_plugin.files.tables.grid import Grid, Merge

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{_W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text: str, properties: str = "") -> str:
    """A run; a line break in the text becomes one of Word's."""
    inner = "<w:br/>".join(t(line) for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of raw runs."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def para(text: str, number: int = 0, level: int = 0, style: str = "") -> str:
    """A paragraph of text, in list ``number`` when that is not 0."""
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return p(r(text), properties=(f'<w:pStyle w:val="{style}"/>' if style else "") + listed)


def tc(content: str, *, span: int = 1, merge: str = "") -> str:
    """A cell of raw paragraphs; ``merge`` "restart" or "continue"."""
    stated = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + (
        '<w:vMerge w:val="restart"/>' if merge == "restart" else "<w:vMerge/>" if merge else ""
    )
    return f"<w:tc><w:tcPr>{stated}</w:tcPr>{content or '<w:p/>'}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def table(*rows: Sequence[str]) -> str:
    """A table of plain texts."""
    return tbl(*(tr(*(tc(para(text)) for text in row)) for row in rows))


def table_of(grid: Grid, paragraphs: Callable[[str], str] | None = None) -> str:
    """A grid as a Word table; ``paragraphs`` makes the paragraphs of a cell's text."""
    write = paragraphs or (lambda text: "".join(para(line) for line in text.split("\n")))
    last = max(max((row for row, _ in grid.cells), default=0), *(one.bottom for one in grid.merges), 0)
    width = max(max((column for _, column in grid.cells), default=0), *(one.right for one in grid.merges), 0)
    rows = []
    for row in range(1, last + 1):
        cells, column = [], 1
        while column <= width:
            extent: Merge = grid.extent(row, column)
            merge = "" if extent.bottom == extent.top else "restart" if row == extent.top else "continue"
            text = grid.cells.get((row, column), "") if merge != "continue" else ""
            cells.append(tc(write(text), span=extent.right - extent.left + 1, merge=merge))
            column = extent.right + 1
        rows.append(tr(*cells))
    return tbl(*rows)


def level(number: int, pattern: str, kind: str = "decimal", start: int = 1, more: str = "", suffix: str = "") -> str:
    """A w:lvl; ``more`` is raw XML after the format, ``suffix`` a w:suff."""
    between = f'<w:suff w:val="{suffix}"/>' if suffix else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}{between}'
        f"<w:lvlText w:val={quoteattr(pattern)}/></w:lvl>"
    )


def numbering(definitions: Sequence[str], lists: Sequence[tuple[int, str]] | None = None) -> str:
    """The part word/numbering.xml: abstract lists of raw levels, and w:num n for (abstract list, raw overrides)."""
    stated = lists if lists is not None else [(place, "") for place in range(len(definitions))]
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{place}">{levels}</w:abstractNum>' for place, levels in enumerate(definitions)
    )
    nums = "".join(
        f'<w:num w:numId="{place}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>'
        for place, (definition, override) in enumerate(stated, 1)
    )
    return f"{_HEAD}<w:numbering {SPACES}>{abstract}{nums}</w:numbering>"


def part(name: str, content: str) -> str:
    """Another part, such as "styles" or "footnotes", with its root element."""
    return f"{_HEAD}<w:{name} {SPACES}>{content}</w:{name}>"


def save(
    path: Path,
    body: str,
    parts: Mapping[str, str] | None = None,
    more: Mapping[str, bytes] | None = None,
    head: str = _HEAD,
    main_type: str = f"{_TYPE}.document.main+xml",
) -> Path:
    """Write a document of a raw body; ``parts`` are by kind ("numbering"), ``more`` any further members."""
    parts = parts or {}
    overrides = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for kind in parts)
    links = "".join(
        f'<Relationship Id="r{place}" Type="{_RELATED}/{kind}" Target="{kind}.xml"/>'
        for place, kind in enumerate(parts)
    )
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/octet-stream"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>{overrides}</Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_RELATED}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>',
        "word/document.xml": f"{head}<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        **{f"word/{kind}.xml": content for kind, content in parts.items()},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return path
