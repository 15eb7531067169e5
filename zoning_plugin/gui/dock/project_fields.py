# SPDX-License-Identifier: GPL-3.0-or-later
"""Which fields of a project the panel shows; the others come from a file or a case, and stay. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ...core.project import Project

SHOWN: Final = ("name", "company", "place", "industry", "kind", "keywords")


def as_shown(project: Project, stated: Project) -> Project:
    """``project`` with the fields that the panel shows as they are ``stated`` there."""
    return replace(project, **{name: getattr(stated, name) for name in SHOWN})
