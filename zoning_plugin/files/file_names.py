# SPDX-License-Identifier: GPL-3.0-or-later
"""Names for files that every file system takes, made from what people call things."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Final

_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|]')
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
"""Characters nobody sees: control characters, and those that turn the direction of a name round."""
_DEVICE: Final = re.compile(r"(?i)(con|prn|aux|nul|(com|lpt)[0-9¹²³]|conin\$|conout\$)\s*(\..*)?", re.DOTALL)
"""Names that Windows keeps for itself, whatever their ending ("Naming Files, Paths, and Namespaces", Microsoft Learn)."""
_MOST_BYTES: Final = 180
"""With number and ending a name has at most 200 bytes of the 255 that file systems take; a Chinese character takes three."""
_AT_THE_ENDS: Final = " ."
"""Windows drops blanks and dots at a name's end; a dot at its start hides it elsewhere."""


def file_stem(text: str, otherwise: str) -> str:
    """``text`` as a file name without its ending, NFC, at most 180 bytes; ``otherwise`` when nothing of it can stand in one.

    What cannot stand in a name becomes one ``_`` a run. Different texts may give the same name: see :func:`free_stem`.
    """
    whole = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))
    marked = "".join("/" if unicodedata.category(one) in _UNSEEN else one for one in whole)
    stem = _cut(_stripped(re.sub(r"/+", "_", _NOT_IN_NAMES.sub("/", marked))), _MOST_BYTES) or otherwise
    return _cut(f"_{stem}", _MOST_BYTES) if _DEVICE.fullmatch(stem) else stem


def free_stem(stem: str, taken: Collection[str]) -> str:
    """``stem``, or with the first number from (2) on that makes it differ from all of ``taken``, also for who ignores case."""
    known = {_folded(one) for one in taken}
    number, free = 1, stem
    while _folded(free) in known:
        number += 1
        end = f" ({number})"
        free = _cut(stem, _MOST_BYTES - len(end)) + end
    return free


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _cut(text: str, most: int) -> str:
    """The beginning of ``text`` that takes at most ``most`` bytes, never within a character."""
    return _stripped(text.encode("utf-8")[:most].decode("utf-8", "ignore"))


def _stripped(text: str) -> str:
    """Without blanks of any kind and dots at both ends."""
    shorter = text.strip().strip(_AT_THE_ENDS)
    while shorter != text:
        text, shorter = shorter, shorter.strip().strip(_AT_THE_ENDS)
    return text
