# SPDX-License-Identifier: GPL-3.0-or-later
"""What text is that no rule has read: how much it weighs that it was left over."""

from __future__ import annotations

import re
from typing import Final

from ...core.errors import Level

LONGEST_TITLE: Final = 80
_LONGEST_HEADING: Final = 30
# What can be nothing but a clause: left over, it stops the import, because a clause would be missing in silence.
UNMISTAKABLE: Final = re.compile(
    r"(?m)^\s*(?:\d{1,3}-\d{1,3}\s*[.．、]|(?:\d{1,3}\s*[.．、]\s*)?【[^【】\n]{1,30}[/／][^【】\n]{1,30}】)"
)


def weight_of_leftover(text: str) -> Level:
    """An error what can be nothing but a clause, a warning what is a sentence; a heading is told only."""
    is_heading = len(text) <= _LONGEST_HEADING and not re.search(r"[。；;]", text)
    return Level.ERROR if UNMISTAKABLE.search(text) else Level.INFO if is_heading else Level.WARNING
