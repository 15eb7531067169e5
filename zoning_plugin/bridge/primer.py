# SPDX-License-Identifier: GPL-3.0-or-later
"""What each glyph of a document stands for: drawn once on a page of its own, from which the PDF's text is named afterwards.

A PDF holds glyphs, and a table that says which text each stands for. QPdfWriter makes that table by asking the font for the lowest
character of a glyph, which is wrong for shared glyphs (用 and the radical ⽤) and gives nothing for glyphs that only shaping
brings: the Latin digits of Noto Serif CJK, ligatures, characters beyond the basic plane. Such text is seen and cannot be searched.
So every text is shaped beforehand, in every company its characters may stand in, and the glyphs are drawn on a first page, one
by one in an order that is kept here. ``pdf_file`` reads from that page which number each got, and takes the page out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from qgis.PyQt.QtCore import QPointF
from qgis.PyQt.QtGui import QFont, QGlyphRun, QPainter, QRawFont, QTextDocument, QTextLayout

from .fonts import Typeface
from .pdf_file import RADICALS

# What is not an ideograph is shaped by its neighbours: as Latin beside Latin, as Han beside Han.
_SHAPED: Final = re.compile("[^\\s\u2e80-\u2fff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_COMPANY: Final = (("", ""), ("中", "中"), ("A", "A"))
_POINTS: Final = 10.0

_Face = tuple[bool, bool]
"""Whether bold, whether italic."""


class Primer:
    """Collects the texts of a document and draws their glyphs."""

    def __init__(self, typeface: Typeface) -> None:
        self._typeface = typeface
        self._characters: dict[_Face, set[str]] = {}
        self._stretches: dict[_Face, set[str]] = {}
        self.meanings: list[str] = []

    def add(self, text: str, *, is_bold: bool = False, is_italic: bool = False) -> None:
        """Note a text that the document will hold."""
        face = (is_bold, is_italic)
        self._characters.setdefault(face, set()).update(text)
        self._stretches.setdefault(face, set()).update(_SHAPED.findall(text))

    def add_document(self, document: QTextDocument) -> None:
        """Note a whole laid-out text, each stretch in the face it is set in."""
        block = document.begin()
        while block.isValid():
            stretches = block.begin()
            while not stretches.atEnd():
                form = stretches.fragment().charFormat()
                is_bold = form.fontWeight() > QFont.Weight.Medium
                self.add(stretches.fragment().text(), is_bold=is_bold, is_italic=form.fontItalic())
                stretches += 1
            block = block.next()

    def paint(self, painter: QPainter) -> None:
        """Draw every glyph once; ``meanings`` then says, in the order of drawing, which text each stands for."""
        known: set[tuple[str, str, int, bool, int]] = set()
        for face in sorted(self._characters):
            font = self._typeface.font(_POINTS, is_bold=face[0])
            font.setItalic(face[1])
            for meaning, raw, glyph in self._glyphs(face, font):
                key = (raw.familyName(), raw.styleName(), raw.weight(), face[1], glyph)
                if key in known:
                    continue
                known.add(key)
                run = QGlyphRun()
                run.setRawFont(raw)
                run.setGlyphIndexes([glyph])
                run.setPositions([QPointF(0, 0)])
                painter.drawGlyphRun(QPointF(0, 0), run)
                self.meanings.append(meaning)

    def _glyphs(self, face: _Face, font: QFont) -> Iterator[tuple[str, QRawFont, int]]:
        # Ideographs before radicals and letters before their look-alikes: whichever names a shared glyph first, names it.
        for character in sorted(self._characters[face], key=lambda one: (ord(one) in RADICALS, ord(one))):
            meaning = chr(RADICALS.get(ord(character), ord(character)))
            if unicodedata.category(character) == "Zs":
                meaning = " "
            company = _COMPANY if _SHAPED.match(character) else (("", ""),)
            for before, after in company:
                for raw, glyphs in _shaped(before + character + after, font, len(before), _units(character)):
                    yield from ((meaning if not place else "", raw, glyph) for place, glyph in enumerate(glyphs))
        for stretch in sorted(self._stretches[face]):
            if len(stretch) > 1:
                yield from _ligatures(stretch, font)


def _shaped(text: str, font: QFont, start: int, length: int) -> list[tuple[QRawFont, list[int]]]:
    """Glyphs that draw the part of ``text`` from ``start`` on; counted in UTF-16 units."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return [(run.rawFont(), [int(glyph) for glyph in run.glyphIndexes()]) for run in layout.glyphRuns(start, length)]


def _ligatures(stretch: str, font: QFont) -> Iterator[tuple[str, QRawFont, int]]:
    """Glyphs that stand for several characters of ``stretch`` at once."""
    whole = sum(len(glyphs) for _, glyphs in _shaped(stretch, font, 0, _units(stretch)))
    if whole >= len(stretch):
        return
    place, begun = 0, ""
    last: tuple[QRawFont, int] | None = None
    for character in [*stretch, ""]:
        drawn = _shaped(stretch, font, place, _units(character)) if character else []
        single = [(raw, glyph) for raw, glyphs in drawn for glyph in glyphs]
        continues = character and last is not None and (not single or single[0][1] == last[1])
        if not continues:
            if last is not None and len(begun) > 1:
                yield begun, *last
            begun, last = "", single[0] if single else None
        begun += character
        place += _units(character)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
