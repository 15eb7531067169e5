# SPDX-License-Identifier: GPL-3.0-or-later
"""What the site is for: the project fields a person fills in. All optional; what is blank prints as blank to fill in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Project:
    """Project fields as printed on the report's first page. ``issuer_role`` chooses the closing line's wording.

    ``keywords``, parted by blanks or 、, are looked for in the clauses besides the industry's words.
    """

    name: str = ""
    company: str = ""
    place: str = ""
    industry: str = ""
    kind: str = ""
    contact: str = ""
    prepared_by: str = ""
    issuer: str = ""
    issuer_role: str = ""
    remark: str = ""
    keywords: str = ""
