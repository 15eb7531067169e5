# SPDX-License-Identifier: GPL-3.0-or-later
"""OLE2 compound files from strangers: the names of their streams and the bytes of one, whatever loops they contain.

The container of .xls, .doc and of encrypted .xlsx ([MS-CFB]). xlrd opens such containers too, but follows a chain of short sectors that
bites its own tail for ever; here every chain is as long as the file has sectors, at most. What is taken out is handed to xlrd as it is.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END: Final = -2
_STREAM, _ROOT = 2, 5


class CompoundDamaged(ValueError):
    """The container contradicts itself; the message says where."""


class CompoundFile:
    """A compound file in memory. Raises CompoundDamaged from every method where the container contradicts itself."""

    def __init__(self, raw: bytes) -> None:
        if not raw.startswith(SIGNATURE) or len(raw) < 512:
            raise CompoundDamaged("no OLE2 header")
        shift, short_shift = struct.unpack_from("<HH", raw, 30)
        if shift not in (9, 12) or short_shift != 6:
            raise CompoundDamaged(f"sectors of 2^{shift} and 2^{short_shift} bytes")
        self._raw = raw
        self._size, self._short_size = 1 << shift, 1 << short_shift
        (directory, self._cutoff, short_table, _, more_tables, _) = struct.unpack_from("<i4xIiIiI", raw, 48)
        self._most = (len(raw) + self._size - 1) // self._size
        self._next = self._sector_table(more_tables)
        self._entries = self._directory(self._chain(directory, self._next))
        root = next((one for one in self._entries if one[1] == _ROOT), None)
        self._short_sectors = self._chain(root[2], self._next) if root is not None and root[3] else b""
        table = self._chain(short_table, self._next) if self._short_sectors and short_table >= 0 else b""
        self._short_next: Sequence[int] = struct.unpack(f"<{len(table) // 4}i", table[: len(table) // 4 * 4])

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all streams and folders, in the order of the directory, without their folders."""
        return tuple(name for name, _, _, _ in self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of the stream called ``name``, in any case of letters; empty when there is none."""
        for found, kind, start, size in self._entries:
            if kind == _STREAM and found.lower() == name.lower():
                if size > len(self._raw):
                    raise CompoundDamaged(f"{name}: {size} bytes in a file of {len(self._raw)}")
                content = self._chain(start, self._next) if size >= self._cutoff else self._short_chain(start)
                if len(content) < size:
                    raise CompoundDamaged(f"{name}: {len(content)} bytes of {size}")
                return content[:size]
        return b""

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        if number < 0 or begin >= len(self._raw):
            raise CompoundDamaged(f"sector {number} of {self._most}")
        return self._raw[begin : begin + self._size]

    def _sector_table(self, more: int) -> Sequence[int]:
        """The allocation table: for each sector the one after it."""
        numbers = list(struct.unpack_from("<109i", self._raw, 76))
        hops = 0
        while more >= 0:
            hops += 1
            if hops > self._most:
                raise CompoundDamaged("table of tables without end")
            part = self._sector(more).ljust(self._size, b"\xff")
            *found, more = struct.unpack(f"<{self._size // 4}i", part)
            numbers += found
        used = [one for one in numbers if one >= 0]
        if len(used) > self._most:
            raise CompoundDamaged(f"{len(used)} tables")
        table = b"".join(self._sector(one).ljust(self._size, b"\xff") for one in used)
        return struct.unpack(f"<{len(table) // 4}i", table)

    def _chain(self, start: int, following: Sequence[int]) -> bytes:
        parts: list[bytes] = []
        while start >= 0:
            parts.append(self._sector(start))
            if len(parts) > self._most or start >= len(following):
                raise CompoundDamaged("a chain of sectors without end")
            start = following[start]
        if start != _END:
            raise CompoundDamaged(f"a chain of sectors ends in {start}")
        return b"".join(parts)

    def _short_chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        while start >= 0:
            begin = start * self._short_size
            if start >= len(self._short_next) or len(parts) > len(self._short_next):
                raise CompoundDamaged("a chain of short sectors without end")
            parts.append(self._short_sectors[begin : begin + self._short_size])
            start = self._short_next[start]
        return b"".join(parts)

    def _directory(self, content: bytes) -> list[tuple[str, int, int, int]]:
        entries = []
        for begin in range(0, len(content) - 127, 128):
            length, kind = struct.unpack_from("<HB", content, begin + 64)
            if kind not in (1, _STREAM, _ROOT):
                continue
            name = content[begin : begin + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<iI", content, begin + 116)
            entries.append((name, kind, start, size))
        return entries
