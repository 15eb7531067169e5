# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of an office as data: signing steps, fields of the matter, verdicts that need a reason, frequent reasons.

The plugin's own are resources/profiles/office.json; an office writes a file of the same form (docs/formats/judgement.md).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from ..core.errors import JudgementRefused
from ..core.judgement import OfficeRules
from ..places import resources_dir
from .case_record import rules_from

SCHEMA: Final = "zoning.office/1"
_DESCRIBING: Final = frozenset({"schema", "name", "title", "source"})
_MOST_BYTES: Final = 1_000_000


def read_office_rules(path: Path | None = None) -> OfficeRules:
    """The rules in ``path``, else the plugin's own.

    Raises JudgementRefused("office-unreadable") with what is wrong: no such file, no JSON, another schema, a key that nothing
    reads, a step or verdict that there is none of.
    """
    path = path or resources_dir() / "profiles" / "office.json"
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError(f"> {_MOST_BYTES} B")
        stated = json.loads(path.read_text(encoding="utf-8-sig"))
        if not isinstance(stated, dict) or stated.get("schema") != SCHEMA:
            raise ValueError("schema")
        return rules_from({name: value for name, value in stated.items() if name not in _DESCRIBING})
    except (OSError, ValueError, TypeError, RecursionError) as reason:
        detail = reason.strerror if isinstance(reason, OSError) and reason.strerror else str(reason)
        raise JudgementRefused("office-unreadable", file=path.name, detail=detail[:200]) from reason
