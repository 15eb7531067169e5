# SPDX-License-Identifier: GPL-3.0-or-later
"""Names for files that every file system takes, made from what people call things."""

from __future__ import annotations

import re
from typing import Final

_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_DEVICE: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Names that Windows keeps for itself, whatever their ending."""
_MOST_BYTES: Final = 180
"""Room for endings and for the name a file has while it is written: a name may have 255 bytes, a Chinese character takes three."""


def file_stem(text: str, otherwise: str) -> str:
    """``text`` as a file name without its ending; ``otherwise`` when nothing of it can stand in one."""
    kept = _NOT_IN_NAMES.sub("_", text).encode("utf-8", "ignore")[:_MOST_BYTES].decode("utf-8", "ignore")
    stem = kept.strip(" .") or otherwise
    return f"_{stem}" if _DEVICE.fullmatch(stem) else stem
