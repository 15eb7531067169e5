# SPDX-License-Identifier: GPL-3.0-or-later
"""One pass over XML from strangers in bounded memory; document types and entities refused before they mean anything."""

from __future__ import annotations

from typing import Final, Protocol
from xml.parsers import expat

from ...core.errors import ReleaseUnreadable

_PIECE: Final = 1 << 16


class ByteSource(Protocol):
    """What bytes are read from, piece by piece."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""


class XmlVisitor(Protocol):
    """What is told of the XML as it passes. Names are "namespace local"; text comes in pieces of any length."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Text between tags."""


def walk_xml(source: ByteSource, visitor: XmlVisitor, file: str, encoding: str | None = None) -> None:
    """Tell ``visitor`` everything in ``source``, which need not fit into memory; ``encoding`` overrules what the XML declares.

    The standard library's expat directly: without a document type there are no entities but the five of XML, so nothing can expand and
    nothing can be fetched; the type is refused as soon as its first word is read.

    Raises ReleaseUnreadable: "workbook-unsafe", "workbook-damaged"; and what the visitor and the source raise.
    """

    def refuse(*_: object) -> None:
        raise ReleaseUnreadable("workbook-unsafe", file=file)

    parser = expat.ParserCreate(encoding, namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = visitor.start
    parser.EndElementHandler = visitor.end
    parser.CharacterDataHandler = visitor.text
    try:
        while piece := source.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, UnicodeError, ValueError) as reason:
        raise ReleaseUnreadable("workbook-damaged", file=file, detail=reason) from reason
