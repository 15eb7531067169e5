# SPDX-License-Identifier: GPL-3.0-or-later
"""What is mended in a file that QPdfWriter wrote: text that can be searched, and the same bytes for the same document.

QPdfWriter numbers objects in the order of a hash table that is seeded anew in every process, stamps the time of day, and names
glyphs by guess. A file is a dozen kinds of small objects in clear text, so all of it is parsed, mended and written again.
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
_DRAWN = re.compile(rb"/F(\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_TAG = re.compile(rb"/FontName /[A-Z]{6}\+")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> (?:<([0-9A-Fa-f]{4})>|\[([^\]]*)\])")


def canonical(pdf: bytes, *, title: str, author: str, date: str, language: str, meanings: Sequence[str] = ()) -> bytes:
    """``pdf`` as written by QPdfWriter, with objects in the order they are referred to, and its text searchable.

    ``date`` (ISO, a day or a moment) becomes creation and modification date, in China's time; the file identifier is made of
    the content. With ``meanings`` the first page is a primer: it draws one glyph after the other, each standing for one of
    them, names the glyphs in the whole file by that, and is taken out.
    Raises ValueError when the file is not of the form QPdfWriter writes.
    """
    objects, root, info = _parsed(pdf)
    named = _take_out_primer(objects, root, meanings) if meanings else {}
    for body in list(objects.values()):
        pointer = re.search(rb"/ToUnicode (\d+) 0 R", body)
        if pointer and int(pointer[1]) in objects:
            font = next(number for number, one in objects.items() if one is body)
            objects[int(pointer[1])] = _mended_text_map(objects[int(pointer[1])], named.get(font, {}))
    objects[info] = _info(title, author, date, objects[info])
    objects[root] = objects[root].replace(
        b"/Pages", b"/Lang (%s)\n/ViewerPreferences << /DisplayDocTitle true >>\n/Pages" % language.encode("ascii"), 1
    )
    return _written(objects, root, info)


def _take_out_primer(objects: dict[int, bytes], root: int, meanings: Sequence[str]) -> dict[int, dict[int, str]]:
    """Remove the first page; return, by font object, the text that each of its glyph numbers stands for."""
    tree = int(_found(rb"/Pages (\d+) 0 R", objects[root])[1])
    kids = _REFERENCE.findall(_found(rb"/Kids\s*\[([^\]]*)\]", objects[tree])[1])
    count = int(_found(rb"/Count (\d+)", objects[tree])[1])
    page = objects[int(kids[0])]
    rest = b" ".join(b"%s 0 R" % one for one in kids[1:])
    objects[tree] = re.sub(rb"/Kids\s*\[[^\]]*\]", b"/Kids [" + rest + b"]", objects[tree], count=1)
    objects[tree] = objects[tree].replace(b"/Count %d" % count, b"/Count %d" % (count - 1))
    content = _content(objects[int(_found(rb"/Contents (\d+) 0 R", page)[1])])
    drawn: list[tuple[int, int]] = []
    font = 0
    for name, glyphs in _DRAWN.findall(content):
        if name:
            font = int(name)
        else:
            drawn += [(font, int(glyphs[place : place + 4], 16)) for place in range(0, len(glyphs), 4)]
    named: dict[int, dict[int, str]] = {}
    if len(drawn) == len(meanings):  # else some font may not be embedded, and its text is drawn as shapes
        for (number, glyph), meaning in zip(drawn, meanings, strict=True):
            named.setdefault(number, {}).setdefault(glyph, meaning)
    return named


def _found(pattern: bytes, body: bytes) -> re.Match[bytes]:
    found = re.search(pattern, body)
    if found is None:
        raise ValueError("not a file of QPdfWriter's form")
    return found


def _content(body: bytes) -> bytes:
    head, stream = _split(body)
    content = stream[stream.index(b"stream\n") + len(b"stream\n") :]
    return zlib.decompressobj().decompress(content) if b"/FlateDecode" in head else content


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


def _mended_text_map(body: bytes, named: Mapping[int, str]) -> bytes:
    """The ToUnicode table with the glyphs that are ``named``; for the others Qt's guess, with radicals put right."""
    text_of: dict[int, str] = {}
    for first, last, start, listed in _RANGE.findall(body[body.index(b"beginbfrange") :]):
        begin, end = int(first, 16), int(last, 16)
        values = [int(one, 16) for one in re.findall(rb"<([0-9A-Fa-f]{4})>", listed)] if listed else (
            [int(start, 16) + step for step in range(end - begin + 1)]
        )  # fmt: skip
        for glyph, code in zip(range(begin, end + 1), values, strict=False):
            # A blank is drawn with the glyph that the font also has for the tabulator and other controls.
            text_of[glyph] = chr(RADICALS.get(code, code)) if code >= 0x20 else " " if code else ""
    text_of.update(named)
    lines = [
        b"<%04X> <%s>" % (glyph, text.encode("utf-16-be", "surrogatepass").hex().upper().encode())
        for glyph, text in sorted(text_of.items())
        if glyph and text
    ]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    program = body[body.index(b"/CIDInit") :]
    # "1 beginbfrange": the count stands at the end of the line before.
    before = program[: program.rindex(b"\n", 0, program.index(b"beginbfrange")) + 1]
    after = program[program.rindex(b"endbfrange") + len(b"endbfrange\n") : program.rindex(b"endstream")]
    middle = b"".join(b"%d beginbfchar\n" % len(block) + b"\n".join(block) + b"\nendbfchar\n" for block in blocks)
    content = before + middle + after
    return b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream\n"
