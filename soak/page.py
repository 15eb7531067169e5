# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/soak.md: a section a part; a run of one part replaces its own section and leaves the others as they were written."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Mapping
from typing import Final

from zoning_plugin.places import plugin_version

ORDER: Final = ("Hostile files", "A register's writer killed", "Sites judged twice", "Parcels laid twice")
_HEAD: Final = """# The long counts (`make soak`)

Written by the run itself, a section a part (`python -m soak --only sites`); each says with what it was run.
"""


def merged(page: str, made: Mapping[str, str]) -> str:
    """The page with the sections ``made`` (by title) in place of those of the same title; others stay, in the usual order."""
    parts = re.split(r"^## (.+)\n", page, flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], (one.strip() for one in parts[2::2]), strict=True))
    sections |= {title: text.strip() for title, text in made.items()}
    titles = [one for one in ORDER if one in sections] + [one for one in sections if one not in ORDER]
    return _HEAD + "".join(f"\n## {title}\n\n{sections[title]}\n" for title in titles)


def run_with() -> str:
    """By what a section was written."""
    return f"Version {plugin_version()}, Python {platform.python_version()}, {platform.system()} {platform.machine()}."


def failures_text(failures: Iterable[str]) -> str:
    """What must not be, in a list."""
    told = "\n".join(f"- {one}" for one in failures) or "None."
    return f"### What must not be\n\n{told}"
