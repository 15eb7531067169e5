# SPDX-License-Identifier: GPL-3.0-or-later
"""The printed text of Word paragraphs: everything that prints, in order, and word for word what of it is odd."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ...core.errors import Fault, Level, fault
from .word_numbering import Numbering, W
from .word_symbols import PRIVATE, is_symbol_font, symbol

M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

RUNNING_TEXT: Final = "正文"
"""The place of what stands outside of tables; its rows count paragraphs."""

_TEXTS: Final = (f"{W}t", f"{W}delText", f"{M}t")
_REMOVED: Final = {f"{W}del", f"{W}moveFrom"}
_ADDED: Final = {f"{W}ins", f"{W}moveTo"}
_WRAPPERS: Final = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag", *_ADDED}
_SIGNS: Final = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_SILENT: Final = {
    f"{W}{name}"
    for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "delInstrText", "fldData", "softHyphen",
                 "customXmlPr", "smartTagPr", "rubyPr", "footnoteRef", "endnoteRef", "annotationRef", "lastRenderedPageBreak")
}  # fmt: skip
# Fields that print nothing where they stand: index and contents entries, variables.
_UNPRINTED_FIELDS: Final = {"", "XE", "TC", "TA", "RD", "PRIVATE", "SET", "ASK", "ADVANCE"}
_OFF: Final = ("0", "false", "off", "none")
_TOLD_PROPERTIES: Final = {
    f"{W}vanish": "hidden-text-kept",
    f"{W}strike": "struck-text-kept",
    f"{W}dstrike": "struck-text-kept",
}
# What is alike all over a table is told once a table, from the first row that has it.
_TOLD_ONCE_A_TABLE: Final = {"numbers-computed", "bullets-left-out", "comments-left-out"}

_LEVELS: Final = {
    "numbers-computed": Level.INFO,
    "bullets-left-out": Level.INFO,
    "comments-left-out": Level.INFO,
    "annotations-left-out": Level.INFO,
    "text-box-read": Level.INFO,
}
"""How much each oddity weighs; what is not named here is a warning."""


@dataclass
class _Field:
    """A complex field that is open: its instruction is no text, its result is."""

    instruction: str = ""
    is_result: bool = False


@dataclass
class TextReader:
    """Reads a document's paragraphs once each, in order. ``notes`` holds footnotes and endnotes by kind and id.

    ``place`` is where the reader is, table and row, set by its owner: oddities are told with it, one a place and kind.
    """

    file: str
    numbering: Numbering
    styles: dict[str, Any]
    notes: dict[tuple[str, str], Any]
    place: tuple[str, int] = ("", 0)
    characters: int = 0
    _heard: dict[tuple[str, Level, tuple[str, int]], list[str]] = field(default_factory=dict)
    _first_places: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    _set_by_style: dict[tuple[str, str], bool] = field(default_factory=dict)
    _fields: list[_Field] = field(default_factory=list)
    _boxes: list[str] = field(default_factory=list)

    def lines(self, paragraphs: Sequence[Any]) -> list[str]:
        """The text of neighbouring w:p, numbers before it: one entry a paragraph that is printed.

        A paragraph whose end was deleted runs on into the next one, whose number it takes.
        """
        result: list[str] = []
        carried = ""
        for paragraph in paragraphs:
            runs_on = paragraph is not paragraphs[-1] and paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
            label = "" if runs_on else self._label(paragraph)
            text = carried + self._text(paragraph)
            carried = text if runs_on else ""
            if not runs_on:
                result.append(label + text)
            result += self._boxes
            self._boxes = []
        return result

    def hear(self, code: str, text: str, level: Level | None = None) -> None:
        """Keep an oddity of the present place, told together with others of its kind there."""
        weight = level or _LEVELS.get(code, Level.WARNING)
        place = self.place
        if code in _TOLD_ONCE_A_TABLE:
            place = self._first_places.setdefault((code, place[0]), place)
        self._heard.setdefault((code, weight, place), []).append(text.strip())

    def remove(self, element: Any, code: str = "deletion-left-out") -> None:
        """Leave out what does not print, by default what tracked changes have deleted, and tell it."""
        text = "".join(one.text or "" for one in element.iter(*_TEXTS))
        self.characters += len(text)
        if text.strip():
            self.hear(code, text)

    def skip(self, element: Any) -> None:
        """Leave out what says again what was read in another form."""
        self.characters += characters_of(element)

    def faults(self) -> tuple[Fault, ...]:
        """Everything heard, in the order of the places."""
        return tuple(
            fault(code, level, file=self.file, sheet=place[0], row=place[1], count=len(texts), text=" | ".join(dict.fromkeys(texts)))
            for (code, level, place), texts in self._heard.items()
        )  # fmt: skip

    # --- numbers -----------------------------------------------------------------------------------------------------

    def _label(self, paragraph: Any) -> str:
        label = self.numbering.label(paragraph)
        if label is None:
            return ""
        own = "".join(one.text or "" for one in paragraph.iter(f"{W}t"))[:60]
        if label.unknown:
            self.hear(
                "number-not-computed",
                f"{label.unknown}: {own}",
                Level.WARNING if self.place[0] == RUNNING_TEXT else Level.ERROR,
            )
        elif label.is_doubtful:
            self.hear("number-doubtful", f"{label.text.strip()} {own}")
        elif label.is_bullet:
            self.hear("bullets-left-out", own)
        elif label.text.strip():
            self.hear("numbers-computed", label.text)
        return label.text

    # --- text --------------------------------------------------------------------------------------------------------

    def _text(self, paragraph: Any) -> str:
        out: list[str] = []
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        self._children(paragraph, out, style.get(f"{W}val", "") if style is not None else "")
        return "".join(out)

    def _children(self, element: Any, out: list[str], style: str) -> None:
        for child in element:
            if isinstance(child.tag, str):  # neither a comment nor an instruction to a program
                self._read(child, out, style)

    def _read(self, element: Any, out: list[str], style: str) -> None:
        tag = element.tag
        if tag == f"{W}r":
            self._run(element, out, style)
        elif tag in (f"{W}t", f"{M}t"):
            self.characters += len(element.text or "")
            self._emit(re.sub(r"[\r\n\t]", " ", element.text or ""), out)
        elif tag in _SILENT:
            pass
        elif tag in _SIGNS:
            self._emit(_SIGNS[tag], out)
        elif tag in _REMOVED:
            self.remove(element)
        elif tag in _ADDED:
            self._heard_around("insertion-kept", element, out, style)
        elif tag == f"{W}fldChar":
            self._field(element.get(f"{W}fldCharType", ""), out)
        elif tag == f"{W}instrText":
            if self._fields:
                self._fields[-1].instruction += element.text or ""
        elif tag == f"{W}fldSimple":
            before = len(out)
            self._children(element, out, style)
            self._missing_result(element.get(f"{W}instr", ""), "".join(out[before:]))
        elif tag == f"{W}sym":
            self._sign(element.get(f"{W}font", ""), element.get(f"{W}char", ""), out)
        elif tag == f"{W}ruby":
            self._ruby(element, out, style)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            self._note(element)
        elif tag == f"{W}commentReference":
            self.hear("comments-left-out", "")
        elif tag in (f"{M}oMath", f"{M}oMathPara"):
            self._heard_around("formula-as-line", element, out, style)
        elif tag == f"{MC}AlternateContent":
            self._alternatives(element, out, style)
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            self._drawing(element)
        else:
            self._children(element, out, style)

    def _emit(self, text: str, out: list[str]) -> None:
        if not self._fields or all(one.is_result for one in self._fields):
            out.append(text)

    def _heard_around(self, code: str, element: Any, out: list[str], style: str) -> None:
        before = len(out)
        self._children(element, out, style)
        text = "".join(out[before:])
        if text.strip():
            self.hear(code, text)

    def _run(self, run: Any, out: list[str], style: str) -> None:
        before = len(out)
        self._children(run, out, style)
        text = "".join(out[before:])
        if not text.strip():
            return
        first = run[0]  # the properties come first, where there are any
        stated = {one.tag: one for one in first} if first.tag == f"{W}rPr" else {}
        font = self._font(stated)
        if is_symbol_font(font) or PRIVATE.search(text):
            del out[before:]
            for one in text:
                shown = one if one in "\t\n" else symbol(font, one)
                if shown is None:
                    self.hear("sign-not-known", f"{font} U+{ord(one):04X}")
                out.append(one if shown is None else shown)
        for name, code in _TOLD_PROPERTIES.items():
            if self._is_set(stated, style, name):
                self.hear(code, text)

    @staticmethod
    def _font(stated: dict[str, Any]) -> str:
        fonts = stated.get(f"{W}rFonts")
        return str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "") if fonts is not None else ""

    def _is_set(self, stated: dict[str, Any], paragraph_style: str, name: str) -> bool:
        """Whether a run has a property: stated by itself, else by its own style, else by its paragraph's."""
        if name in stated:
            return stated[name].get(f"{W}val", "1") not in _OFF
        if f"{W}rStyle" in stated and self._style_sets(stated[f"{W}rStyle"].get(f"{W}val", ""), name):
            return True
        return bool(paragraph_style) and self._style_sets(paragraph_style, name)

    def _style_sets(self, style_id: str, name: str) -> bool:
        if (style_id, name) not in self._set_by_style:
            self._set_by_style[style_id, name] = self._chain_sets(style_id, name)
        return self._set_by_style[style_id, name]

    def _chain_sets(self, style_id: str, name: str) -> bool:
        seen = set[str]()
        while style_id in self.styles and style_id not in seen:
            seen.add(style_id)
            stated = self.styles[style_id].find(f"{W}rPr/{name}")
            if stated is not None:
                return stated.get(f"{W}val", "1") not in _OFF
            parent = self.styles[style_id].find(f"{W}basedOn")
            style_id = parent.get(f"{W}val", "") if parent is not None else ""
        return False

    def _field(self, kind: str, out: list[str]) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].is_result = True
        elif kind == "end" and self._fields:
            closed = self._fields.pop()
            if not closed.is_result:
                self._missing_result(closed.instruction, "")

    def _missing_result(self, instruction: str, result: str) -> None:
        name = (instruction.split() or [""])[0].upper()
        if not result.strip() and name not in _UNPRINTED_FIELDS and all(one.is_result for one in self._fields):
            self.hear("field-without-result", instruction)

    def _sign(self, font: str, code: str, out: list[str]) -> None:
        number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
        shown = symbol(font, chr(number)) if number > 0x1F and not 0xD800 <= number <= 0xDFFF else None
        if shown is None:
            self.hear("sign-not-known", f"{font} {code}")
        self._emit("\ufffd" if shown is None else shown, out)

    def _ruby(self, element: Any, out: list[str], style: str) -> None:
        for part in element:
            if part.tag == f"{W}rt":
                above: list[str] = []
                self._children(part, above, style)
                self.hear("annotations-left-out", "".join(above))
            elif part.tag == f"{W}rubyBase":
                self._children(part, out, style)

    def _note(self, reference: Any) -> None:
        kind = "footnote" if reference.tag == f"{W}footnoteReference" else "endnote"
        note = self.notes.get((kind, reference.get(f"{W}id", "")))
        text = "".join(one.text or "" for one in note.iter(f"{W}t")) if note is not None else ""
        self.hear("note-left-out", text)

    def _alternatives(self, element: Any, out: list[str], style: str) -> None:
        """One of the forms in which the same thing is stored: the newest that holds anything."""
        forms = [one for one in element if one.tag in (f"{MC}Choice", f"{MC}Fallback")]
        speaking = [one for one in forms if next(one.iter(*_TEXTS, f"{W}drawing", f"{W}pict"), None) is not None]
        for one in forms:
            if speaking and one is speaking[0]:
                self._children(one, out, style)
            else:
                self.skip(one)

    def _drawing(self, element: Any) -> None:
        """Text boxes become lines of their own below the paragraph; a picture is told."""
        boxes = list(_outermost(element, f"{W}txbxContent", self))
        for box in boxes:
            kept, self._boxes = self._boxes, []
            lines = [line for line in self.lines(list(paragraphs_of(box, self))) if line.strip()]
            self._boxes = kept + lines
            if lines:
                self.hear("text-box-read", " ".join(lines))
        if not boxes:
            self.hear("picture-not-read", "")


def characters_of(element: Any) -> int:
    """Number of stored characters of text below an element: what the reader must have met in the end."""
    return sum(len(one.text or "") for one in element.iter(*_TEXTS))


def _outermost(element: Any, tag: str, reader: TextReader) -> Iterator[Any]:
    """Descendants of a tag that lie in no other one; of alternative forms the first."""
    is_taken = False
    for child in element:
        if child.tag == f"{MC}Fallback" and is_taken:
            reader.skip(child)
        elif child.tag == tag:
            yield child
        else:
            found = list(_outermost(child, tag, reader))
            is_taken = is_taken or (child.tag == f"{MC}Choice" and bool(found))
            yield from found


def paragraphs_of(container: Any, reader: TextReader) -> Iterator[Any]:
    """Every w:p of a text box, tables in it flattened, in order."""
    for block in blocks(container, reader):
        if block.tag == f"{W}p":
            yield block
        elif block.tag == f"{W}tbl":
            for row in children(block, f"{W}tr", reader):
                for cell in children(row, f"{W}tc", reader):
                    yield from paragraphs_of(cell, reader)


def blocks(container: Any, reader: TextReader) -> Iterator[Any]:
    """Paragraphs, tables and whatever is neither but holds text, content controls and tracked changes opened."""
    for child in container:
        if not isinstance(child.tag, str) or child.tag in _SILENT:
            continue
        if child.tag in _WRAPPERS:
            yield from blocks(child, reader)
        elif child.tag in _REMOVED:
            reader.remove(child)
        elif child.tag == f"{MC}AlternateContent":
            forms = [one for one in child if one.tag in (f"{MC}Choice", f"{MC}Fallback")]
            for form in forms[1:]:
                reader.skip(form)
            if forms:
                yield from blocks(forms[0], reader)
        else:
            yield child


def children(container: Any, tag: str, reader: TextReader) -> Iterator[Any]:
    """Rows of a table or cells of a row, content controls and tracked changes opened."""
    return (block for block in blocks(container, reader) if block.tag == tag)
