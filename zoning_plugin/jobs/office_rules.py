# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the office that a register belongs to: office.json beside the register, so that whoever works in it has the same."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..core.errors import OutputFailed
from ..core.judgement import OfficeRules
from ..files.office_rules import read_office_rules
from ..files.outputs import beside, write_bytes
from ..places import resources_dir

NAME: Final = "office.json"


def rules_for(register_path: Path) -> OfficeRules:
    """The rules in office.json beside the register, the plugin's own where there is none.

    Raises JudgementRefused("office-unreadable"): rules that cannot be read are never passed over in silence.
    """
    own = register_path.with_name(NAME)
    return read_office_rules(own if own.exists() else None)


def put_rules_beside(register_path: Path) -> Path:
    """office.json beside the register, made from the plugin's own rules where there is none yet. Raises OutputFailed."""
    own = register_path.with_name(NAME)
    if own.exists():
        return own
    usual = (resources_dir() / "profiles" / NAME).read_bytes()
    if not register_path.parent.is_dir():
        raise OutputFailed("folder-missing", folder=str(register_path.parent))
    with beside([own], [register_path]) as (place,):
        write_bytes(place, usual)
    return own
