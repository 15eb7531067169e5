# SPDX-License-Identifier: GPL-3.0-or-later
"""Text files of unknown encoding: read by what is in their bytes, strictly, or refused."""

from __future__ import annotations

import codecs
import re
from typing import Final

from ...core.errors import ReleaseUnreadable

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),  # before UTF-16, whose mark begins the same
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_REPLACED: Final = "\ufffd"


def decoded(raw: bytes, file: str) -> tuple[str, str]:
    """The text of a file and the name of its encoding: by byte order mark, else strict UTF-8, else strict GB 18030 (so GBK).

    The same order as for shapefiles (``files/features.py``), with one thing more: bytes that are UTF-8 but for a few would often pass as GB 18030
    and come out as other characters, so they are refused as damaged. Line ends stay as they are.

    Raises ReleaseUnreadable: "file-truncated" (ends inside a character), "text-undecodable" with the line.
    """
    for mark, codec, name in _MARKS:
        if raw.startswith(mark):
            return _strictly(raw[len(mark) :], codec, file), name
    try:
        return raw.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    as_utf8 = raw.decode("utf-8", "replace")
    wrong = as_utf8.count(_REPLACED)
    right = len(re.findall(r"[^\x00-\x7f\ufffd]", as_utf8))
    if wrong * 10 <= right:
        return _strictly(raw, "utf-8", file), "UTF-8"  # raises: it is UTF-8, and damaged
    return _strictly(raw, "gb18030", file), "GB18030"


def _strictly(raw: bytes, codec: str, file: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as reason:
        if any(
            words in reason.reason for words in ("end of data", "incomplete", "truncated")
        ):  # Python's words for the end
            raise ReleaseUnreadable("file-truncated", file=file, detail=str(reason)) from reason
        line = raw[: reason.start].count(b"\n") + 1
        raise ReleaseUnreadable("text-undecodable", file=file, line=line) from reason
