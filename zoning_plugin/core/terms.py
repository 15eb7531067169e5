# SPDX-License-Identifier: GPL-3.0-or-later
"""The field's fixed words, each with the value that stands for it in files."""

from __future__ import annotations

import datetime
from enum import Enum


class UnitClass(str, Enum):
    """环境管控单元分类. ``UNKNOWN`` keeps a unit whose published class is in no known wording."""

    PRIORITY = "priority"
    KEY = "key"
    GENERAL = "general"
    UNKNOWN = "unknown"


class Tier(str, Enum):
    """层级 of an access list, from the widest to the narrowest; the order of the members is the order of printing."""

    PROVINCE = "province"
    BASIN = "basin"
    REGION = "region"
    CITY = "city"
    COUNTY = "county"
    ZONE = "zone"
    UNIT = "unit"
    PARK = "park"

    @property
    def rank(self) -> int:
        """Place in the order of printing, 0 first."""
        return list(Tier).index(self)


class Relation(str, Enum):
    """How a site lies to a unit or zone, from the strongest to the weakest."""

    INSIDE = "inside"
    OVERLAP = "overlap"
    EDGE = "edge"
    NEAR = "near"

    @property
    def rank(self) -> int:
        """Place in the order of strength, 0 strongest."""
        return list(Relation).index(self)


class ZoneState(str, Enum):
    """What is known of a zone theme (红线, 水源…) for a site. *No data* and *failed* are results, never "clear"."""

    HIT = "hit"
    EDGE = "edge"
    CLEAR = "clear"
    NO_DATA = "no-data"
    FAILED = "failed"


class CrsBasis(str, Enum):
    """How the reference system of a source is known: from the file, by a person, or only by magnitude or format.

    Magnitudes do not tell a datum (西安80 beside CGCS2000), and a format that can say nothing but WGS 84 (KML) says it of
    coordinates that were offset too (GCJ-02): what rests on them concludes nothing. NONE: it has no coordinates.
    """

    FILE = "file"
    STATED = "stated"
    MAGNITUDE = "magnitude"
    FORMAT = "format"
    NONE = "none"


class SiteKind(str, Enum):
    """Shape of a site."""

    POINT = "point"
    LINE = "line"
    POLYGON = "polygon"


class ReleaseStatus(str, Enum):
    """草案 → 报备 → 退回 or 已备案 → 已发布 → 废止 (shared practice; only a published release may be judged with)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    FILED = "filed"
    PUBLISHED = "published"
    REPEALED = "repealed"


class State(str, Enum):
    """Whether an assessment rests on everything its release promises."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"


def is_day(text: str) -> bool:
    """Whether a text is a day as every date here is written, 2024-06-30: so written, days compare as texts."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
