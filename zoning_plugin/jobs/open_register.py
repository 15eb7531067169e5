# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens an office's case register for writing, or, where somebody else has it, as it is for reading; makes a new one."""

from __future__ import annotations

import datetime
from pathlib import Path

from ..core.errors import RegisterUnusable
from ..files.case_register import CaseRegister, create_register


def now() -> str:
    """This moment as the register states it: ISO, local time with offset, to the second."""
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")


def open_register(
    path: Path,
    who: str,
    *,
    at: str = "",
    create: bool = False,
    office: str = "",
    read_only: bool = False,
    or_read_only: bool = False,
    on_share: bool | None = None,
    workshop: Path | None = None,
    take_over: bool = False,
) -> CaseRegister:
    """Open the register ``path`` for ``who`` writes in it (a name a person gave). Close it, or use it in a ``with``.

    ``create``: make it for ``office`` where there is none. ``or_read_only``: where somebody else writes it, open it for reading;
    ``CaseRegister.holder`` says who. ``workshop``: folder of the profile for the local copy of a register on a share.
    ``on_share``: None asks the system whether it is one. ``take_over``: a person says that the holder at another computer is gone.

    Raises what CaseRegister and create_register raise: RegisterUnusable, OutputFailed.
    """
    if create and not path.exists():
        create_register(path, office=office)
    at = at or now()
    try:
        return CaseRegister(
            path, who, at=at, read_only=read_only, on_share=on_share, workshop=workshop, take_over=take_over
        )
    except RegisterUnusable as refused:
        if or_read_only and refused.code in ("register-held", "register-not-writable"):
            return CaseRegister(path, who, at=at, read_only=True, on_share=on_share)
        raise
