# SPDX-License-Identifier: GPL-3.0-or-later
"""An index of clauses kept in the user's cache folder, so that the next window need not make it: taken only when it is whole and right.

The file (files/kept_file.py): after its first line a line of JSON (byte order, sizes of numbers, count, units, what clauses are printed under), the five arrays one after the other as the
computer holds them, and the text in UTF-8. It holds nothing that is not in the release; deleting it loses nothing but time.
"""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from pathlib import Path
from typing import Any, Final

from ..core.clause_search import ClauseIndex, Printed
from ..core.folding import EDITION
from ..core.terms import Tier
from .kept_file import read_kept, remove_unused, write_kept

_KIND: Final = "zoning.clause-index/1"
_SUFFIX: Final = ".clauses"
_ARRAYS: Final = (("lengths", "I"), ("heads", "I"), ("unit_of", "I"), ("under_of", "I"), ("keys", "q"))


def key_of(path: Path, digest: str) -> str:
    """What an index of the release file ``path`` is called: another digest, size, time of change or folding is another index.

    Size and time stand beside the logical digest because that is only stated: a file that some other program has edited still
    states it. Raises OSError where there is no such file.
    """
    found = path.stat()
    facts = (EDITION, digest or str(path.resolve()), str(found.st_size), str(found.st_mtime_ns))
    return hashlib.sha256("\n".join(facts).encode("utf-8", "surrogatepass")).hexdigest()


def read_index(folder: Path, key: str) -> ClauseIndex | None:
    """The index called ``key``; None where there is none, or where it is damaged in any way: it is made anew then."""
    rest = read_kept(folder / (key + _SUFFIX), _KIND, key)
    if rest is None:
        return None
    try:
        return _parsed(bytes(rest))
    except (ValueError, KeyError, TypeError):
        return None  # whole, but not by our hand


def write_index(folder: Path, key: str, index: ClauseIndex) -> bool:
    """Keep an index, whole or not at all; False where the folder cannot be written: then it is made again next time."""
    remove_unused(folder, _SUFFIX)
    return write_kept(folder / (key + _SUFFIX), _KIND, key, _printed(index))


def _printed(index: ClauseIndex) -> bytes:
    arrays: list[array[int]] = [getattr(index, name) for name, _ in _ARRAYS]
    head = {
        "order": sys.byteorder,
        "sizes": [one.itemsize for one in arrays],
        "count": len(index.lengths),
        "units": index.units,
        "under": [(one.list_id, one.title, one.tier.value, one.dimension) for one in index.under],
    }
    line = json.dumps(head, ensure_ascii=True).encode("ascii")
    return b"".join((line, b"\n", *(one.tobytes() for one in arrays), index.text.encode("utf-8")))


def _parsed(rest: bytes) -> ClauseIndex:
    line, _, body = rest.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    arrays = {name: array(code) for name, code in _ARRAYS}
    if head["order"] != sys.byteorder or head["sizes"] != [one.itemsize for one in arrays.values()]:
        raise ValueError("written by another kind of computer")
    at = 0
    for one in arrays.values():
        end = at + head["count"] * one.itemsize
        one.frombytes(body[at:end])
        at = end
    units = tuple((str(code), str(name)) for code, name in head["units"])
    under = tuple(Printed(list_id, title, Tier(tier), dimension) for list_id, title, tier, dimension in head["under"])
    return ClauseIndex(body[at:].decode("utf-8"), **arrays, units=units, under=under)
