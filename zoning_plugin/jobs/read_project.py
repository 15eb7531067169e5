# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the project fields of a report from a JSON file."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Final

from ..core.errors import SiteUnusable
from ..core.project import Project

_MOST_BYTES: Final = 1_000_000


def read_project(path: Path) -> Project:
    """The fields of ``core.project.Project`` from a JSON object with those names, all optional, all text.

    Raises SiteUnusable("project-unreadable") with what is wrong: no such file, no JSON object, a field that is not known (a
    misspelt one would be left out in silence), a value that is not text.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise SiteUnusable("project-unreadable", file=path.name, detail=f"> {_MOST_BYTES} B")
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as reason:
        detail = reason.strerror if isinstance(reason, OSError) and reason.strerror else str(reason)
        raise SiteUnusable("project-unreadable", file=path.name, detail=detail[:200]) from reason
    if not isinstance(content, dict):
        raise SiteUnusable("project-unreadable", file=path.name, detail=type(content).__name__)
    known = {field.name for field in fields(Project)}
    wrong = sorted(name for name, value in content.items() if name not in known or not isinstance(value, str))
    if wrong:
        raise SiteUnusable("project-unreadable", file=path.name, detail=", ".join(wrong)[:200])
    return Project(**content)
