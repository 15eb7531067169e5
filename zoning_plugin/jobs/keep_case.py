# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps an assessment as a case of the register, and points out cases of the same or an overlapping site."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import Enum

from ..core import geometry
from ..core.assessment import Assessment
from ..core.judgement import Case, Matter, OfficeRules, PlatformQuery, assessed_of, drafted
from ..core.overlay import Thresholds, overlay
from ..core.project import Project
from ..core.release import Release, standing_digest
from ..core.site import Site
from ..core.terms import Relation, SiteKind
from ..core.tiling import Tiling
from ..files.case_register import CaseHead, CaseRegister
from ..report.made_with import MadeWith
from .open_register import now
from .write_assessment import assessment_document


class Likeness(str, Enum):
    """How another case's site lies to this one."""

    SAME = "same"
    OVERLAP = "overlap"


@dataclass(frozen=True)
class LikeSite:
    """A case whose site is the same or overlaps; ``share`` is how much of the new site it covers (0 to 1)."""

    head: CaseHead
    likeness: Likeness
    share: float


@dataclass(frozen=True)
class KeptCase:
    """The case as stored, and what cases there were before of the same or an overlapping site."""

    case: Case
    like: tuple[LikeSite, ...]


def like_sites(
    register: CaseRegister, site: Site, *, thresholds: Thresholds | None = None, but_not: str = ""
) -> tuple[LikeSite, ...]:
    """Cases of the register whose site is equal to ``site``, or overlaps it above the thresholds; the most covering first.

    Equal is what has the same vertices, wherever the rings begin. Withdrawn cases are named too: why one was is worth knowing.
    Of a point or line the common part with a polygon is told as an overlap. Contacts below the thresholds are not.
    """
    heads = [one for one in register.heads() if one.case_id != but_not and _boxes_meet(one, site)]
    own = geometry.normalised_wkb(site.shape)
    found = []
    for head in heads:
        if geometry.normalised_wkb(head.shape) == own:
            found.append(LikeSite(head, Likeness.SAME, 1.0))
            continue
        share = _common_share(site, head, thresholds or Thresholds())
        if share is not None:
            found.append(LikeSite(head, Likeness.OVERLAP, share))
    return tuple(sorted(found, key=lambda one: (one.likeness is not Likeness.SAME, -one.share)))


def _boxes_meet(head: CaseHead, site: Site) -> bool:
    west, south, east, north = geometry.bounds(site.shape)
    other = head.box
    return not (other[0] > east or other[2] < west or other[1] > north or other[3] < south)


def _common_share(site: Site, head: CaseHead, thresholds: Thresholds) -> float | None:
    """The share of the site that the other covers; None where they have nothing in common above the thresholds."""
    dimension = geometry.dimension(head.shape)
    if dimension == 2:
        laid = overlay(Site(site.shape, site.kind), Tiling([head.shape]), thresholds=thresholds)
    elif site.kind is SiteKind.POLYGON:
        kind = SiteKind.LINE if dimension == 1 else SiteKind.POINT
        laid = overlay(Site(head.shape, kind), Tiling([site.shape]), thresholds=thresholds)
    else:
        return None  # of lines and points among each other only the equal ones say anything
    for piece in laid.pieces:
        if piece.relation in (Relation.INSIDE, Relation.OVERLAP):
            return min(1.0, piece.share) if dimension == 2 else 0.0
    return None


def keep_case(
    register: CaseRegister,
    assessment: Assessment,
    release: Release,
    project: Project,
    made_with: MadeWith,
    *,
    rules: OfficeRules,
    name: str = "",
    number: str = "",
    matter: Matter | None = None,
    platform: PlatformQuery | None = None,
    at: str = "",
) -> KeptCase:
    """A new case from an assessment by ``release``: stored at once, with every clause to be answered and none answered.

    Without a ``name`` it has the project's; without a ``number`` the register's next of the year. Raises what CaseRegister.record raises, and
    JudgementRefused("remark-too-long").
    """  # fmt: skip
    at = at or now()
    document = assessment_document(assessment, made_with, project)
    fresh = Case(
        secrets.token_hex(8), assessed_of(assessment), rules=rules, made_at=at, standing_digest=standing_digest(release),
        document=document, shape=assessment.site.shape,
    )  # fmt: skip
    case = drafted(
        fresh, at=at, name=name or project.name, number=number or register.next_number(at[:4]), project=project, matter=matter,
        platform=platform,
    )  # fmt: skip
    like = like_sites(register, assessment.site, thresholds=assessment.thresholds)
    return KeptCase(register.record(case), like)
