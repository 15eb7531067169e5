# SPDX-License-Identifier: GPL-3.0-or-later
"""What is mended in a file that QPdfWriter wrote: text that can be searched, and the same bytes for the same document.

QPdfWriter numbers objects in the order of a hash table that is seeded anew in every process, stamps the time of day, and maps a
glyph back to the lowest character that has it: 用 is then found only as the radical ⽤, and a character beyond the basic plane not at
all. A file is a dozen kinds of small objects in clear text, so all of it is parsed, mended and written again.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

# CJK Radicals Supplement, U+2E80…U+2EF3 in order, by Unicode's Equivalent_Unified_Ideograph; · where it states none.
_SUPPLEMENT: Final = (
    "·厂乛乚乙亻冂𠘨刀刂卜㔾小尐兀尣尢𡯂巳幺彑彐忄心扌攵·旡日月歺母民氵氺灬爫爬丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艺艻虎"
    "衤覀西见角𧢲讠贝𧾷车辶辷辸邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
RADICALS: Final[Mapping[int, int]] = {
    **{0x2E80 + place: ord(one) for place, one in enumerate(_SUPPLEMENT) if one != "·"},
    **{code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)},
}
"""Radical (Kangxi block and supplement) → the ideograph that text is written with."""

_OBJECT = re.compile(rb"(\d+) 0 obj\n")
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_TAG = re.compile(rb"/FontName /[A-Z]{6}\+")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> (?:<([0-9A-Fa-f]{4})>|\[([^\]]*)\])")


def canonical(
    pdf: bytes,
    *,
    title: str,
    author: str,
    date: str,
    language: str,
    meant: Mapping[int, int] | None = None,
    beyond: Mapping[str, Sequence[int]] | None = None,
) -> bytes:
    """``pdf`` as written by QPdfWriter, with objects in the order they are referred to, and its text searchable.

    ``date`` (ISO, a day or a moment) becomes creation and modification date, in China's time; the file identifier is made of
    the content. ``meant`` says which code point was printed where the font names another (radicals are known here).
    ``beyond`` gives, by the font's PostScript name, the code points above U+FFFF in the order they were first printed.
    Raises ValueError when the file is not of the form QPdfWriter writes.
    """
    objects, root, info = _parsed(pdf)
    aliases = {**RADICALS, **(meant or {})}
    for number, body in objects.items():
        if b"beginbfrange" in body:
            objects[number] = _mended_text_map(body, aliases, _beyond(objects, number, beyond or {}))
    objects[info] = _info(title, author, date, objects[info])
    objects[root] = objects[root].replace(
        b"/Pages", b"/Lang (%s)\n/ViewerPreferences << /DisplayDocTitle true >>\n/Pages" % language.encode("ascii"), 1
    )
    return _written(objects, root, info)


def _parsed(pdf: bytes) -> tuple[dict[int, bytes], int, int]:
    """Objects by number, without "n 0 obj" and "endobj"; the numbers of catalogue and document information."""
    try:
        start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
        table = pdf[start : pdf.index(b"trailer", start)].split(b"\n")
        trailer = pdf[pdf.index(b"trailer", start) :]
        offsets = sorted(int(line[:10]) for line in table if line[17:18] == b"n")
        root = int(re.search(rb"/Root (\d+) 0 R", trailer)[1])  # type: ignore[index]
        info = int(re.search(rb"/Info (\d+) 0 R", trailer)[1])  # type: ignore[index]
    except (ValueError, TypeError, IndexError) as reason:
        raise ValueError("not a file of QPdfWriter's form") from reason
    objects = {}
    for begin, end in zip(offsets, [*offsets[1:], start], strict=True):
        head = _OBJECT.match(pdf, begin)
        tail = pdf.rfind(b"endobj", begin, end)
        if head is None or tail < 0:
            raise ValueError("not a file of QPdfWriter's form")
        objects[int(head[1])] = pdf[head.end() : tail]
    return objects, root, info


def _split(body: bytes) -> tuple[bytes, bytes]:
    """Dictionary (or value) of an object, and its stream with the word "stream" before and "endstream" after it."""
    found = _STREAM.search(body)
    return (body, b"") if found is None else (body[: found.start() + 2], body[found.start() + 2 :])


def _written(objects: Mapping[int, bytes], root: int, info: int) -> bytes:
    order = list(_reached(objects, [root, info]))
    number_of = {old: new for new, old in enumerate(order, 1)}
    fonts = 0
    out = bytearray(b"%PDF-1.4\n%\xc3\xa2\xc3\xa3\n")
    places = []
    for old in order:
        head, stream = _split(objects[old])
        head = _REFERENCE.sub(lambda found: b"%d 0 R" % number_of[int(found[1])], head)
        if _TAG.search(head):
            head = _TAG.sub(
                b"/FontName /" + bytes(65 + fonts // 26**place % 26 for place in range(5, -1, -1)) + b"+", head
            )
            fonts += 1
        places.append(len(out))
        out += b"%d 0 obj\n" % number_of[old] + head + stream + b"endobj\n"
    identifier = hashlib.sha256(out).hexdigest()[:32].encode()
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(order) + 1) + b"".join(
        b"%010d 00000 n \n" % one for one in places
    )
    out += b"trailer\n<<\n/Size %d\n/Info %d 0 R\n/Root %d 0 R\n/ID [<%s> <%s>]\n>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(order) + 1, number_of[info], number_of[root], identifier, identifier, start,
    )  # fmt: skip
    return bytes(out)


def _reached(objects: Mapping[int, bytes], roots: Sequence[int]) -> Iterator[int]:
    """Objects in the order in which they are first referred to, depth first; each once."""
    seen: set[int] = set()
    waiting = list(reversed(roots))
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        yield number
        waiting += [int(found) for found in reversed(_REFERENCE.findall(_split(objects[number])[0]))]


def _info(title: str, author: str, date: str, old: bytes) -> bytes:
    digits = re.sub(r"\D", "", date)[:14]
    moment = (digits + "19700101000000"[len(digits) :]).encode() + b"+08'00'"
    producer = re.search(rb"/Producer (\(.*?[^\\]\))\n", old, re.DOTALL)
    return b"<<\n/Title %s\n/Author %s\n/Creator %s\n/Producer %s\n/CreationDate (D:%s)\n/ModDate (D:%s)\n>>\n" % (
        _text(title), _text(author), _text(author), producer[1] if producer else b"(Qt)", moment, moment,
    )  # fmt: skip


def _text(text: str) -> bytes:
    return b"<FEFF" + text.encode("utf-16-be", "replace").hex().upper().encode() + b">"


def _beyond(
    objects: Mapping[int, bytes], text_map: int, beyond: Mapping[str, Sequence[int]]
) -> tuple[int, Sequence[int]]:
    """Number of glyphs of the font whose ToUnicode is ``text_map``, and its code points above the basic plane."""
    pointer = b"/ToUnicode %d 0 R" % text_map
    for body in objects.values():
        if pointer in body:
            name = re.search(rb"/BaseFont /(\S+)", body)
            described = _followed(
                objects, body, rb"/DescendantFonts \[(\d+) 0 R", rb"/FontDescriptor (\d+) 0 R", rb"/CIDSet (\d+) 0 R"
            )
            if name and described:
                return _bits(described), beyond.get(name[1].decode("latin-1"), ())
    return 0, ()


def _bits(cid_set: bytes) -> int:
    """How many glyphs a CIDSet names: one bit each."""
    head, stream = _split(cid_set)
    length = re.search(rb"/Length (\d+)\b(?! 0 R)", head)
    content = stream[stream.index(b"stream\n") + len(b"stream\n") :]
    if b"/FlateDecode" in head:
        content = zlib.decompressobj().decompress(content)
    elif length:
        content = content[: int(length[1])]
    return sum(byte.bit_count() for byte in content)


def _followed(objects: Mapping[int, bytes], body: bytes, *pointers: bytes) -> bytes:
    """The object at the end of a chain of references, or nothing where the chain breaks."""
    for pointer in pointers:
        found = re.search(pointer, body)
        if found is None:
            return b""
        body = objects.get(int(found[1]), b"")
    return body


def _mended_text_map(body: bytes, aliases: Mapping[int, int], beyond: tuple[int, Sequence[int]]) -> bytes:
    code_of: dict[int, int] = {}
    for first, last, start, listed in _RANGE.findall(body[body.index(b"beginbfrange") :]):
        begin, end = int(first, 16), int(last, 16)
        values = [int(one, 16) for one in re.findall(rb"<([0-9A-Fa-f]{4})>", listed)] if listed else (
            [int(start, 16) + step for step in range(end - begin + 1)]
        )  # fmt: skip
        code_of.update(zip(range(begin, end + 1), values, strict=False))
    # Qt draws blanks with a glyph that the font also has for the tabulator and other controls.
    code_of = {glyph: 0x20 if 0 < code < 0x20 else aliases.get(code, code) for glyph, code in code_of.items() if glyph}
    count, characters = beyond
    unnamed = [glyph for glyph in range(1, count) if not code_of.get(glyph)]
    if len(unnamed) == len(characters):  # else the order is not known, and a wrong name is worse than none
        code_of.update(zip(unnamed, characters, strict=True))
    lines = [
        b"<%04X> <%s>" % (glyph, chr(code).encode("utf-16-be", "surrogatepass").hex().upper().encode())
        for glyph, code in sorted(code_of.items())
        if code
    ]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    program = body[body.index(b"/CIDInit") :]
    # "1 beginbfrange": the count stands at the end of the line before.
    before = program[: program.rindex(b"\n", 0, program.index(b"beginbfrange")) + 1]
    after = program[program.rindex(b"endbfrange") + len(b"endbfrange\n") : program.rindex(b"endstream")]
    middle = b"".join(b"%d beginbfchar\n" % len(block) + b"\n".join(block) + b"\nendbfchar\n" for block in blocks)
    content = before + middle + after
    return b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream\n"
