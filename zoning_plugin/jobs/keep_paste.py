# SPDX-License-Identifier: GPL-3.0-or-later
"""What was pasted becomes a file, so that there is one way to import a table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from ..core.errors import ReleaseUnreadable
from ..files.outputs import beside, make_folder, write_text
from ..files.tables.page_table import CLIPBOARD, pasted_tables

_TABLE: Final = re.compile(r"<table[\s>]", re.IGNORECASE)


def keep_paste(page: str, text: str, folder: Path) -> Path:
    """Write the clipboard's HTML, where it holds a table, else its text, into ``folder`` as 剪贴板.html or 剪贴板.tsv.

    Nothing is changed in it but that it is UTF-8 with its mark. A name that is taken gets a number. Raises
    ReleaseUnreadable where it holds no table (as :func:`pasted_tables`), OutputFailed.
    """
    is_page = _TABLE.search(page) is not None
    if is_page:
        try:
            pasted_tables(page, "")
        except ReleaseUnreadable:
            if not text.strip():
                raise
            is_page = False
    if not is_page:
        pasted_tables("", text)
    make_folder(folder)
    suffix, number = ".html" if is_page else ".tsv", 1
    while (path := folder / f"{CLIPBOARD}{number if number > 1 else ''}{suffix}").exists():
        number += 1
    with beside([path]) as (place,):
        write_text(place, "\ufeff" + (page if is_page else text))
    return path
