# SPDX-License-Identifier: GPL-3.0-or-later
"""How a release stands on a day: whether it may be judged with, in a word and a dot."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from ...bridge.i18n import tr
from ...core.catalogue import superseded_by
from ...core.release import ReleaseInfo, standing_info
from ...core.standing import steps_taken
from ...core.terms import ReleaseStatus
from ...jobs.open_release import StoredRelease
from ..colours import AMBER, GREEN, GREY, RED, VIOLET


class Standing(Enum):
    """From the best to the worst; only IN_FORCE is without a reservation."""

    IN_FORCE = "in-force"
    TRIAL = "trial"
    SUPERSEDED = "superseded"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"


_COLOUR = {
    Standing.IN_FORCE: GREEN,
    Standing.TRIAL: AMBER,
    Standing.SUPERSEDED: GREY,
    Standing.INCOMPLETE: VIOLET,
    Standing.UNREADABLE: RED,
}


def standing_of(info: ReleaseInfo, today: str, *, has_all: bool) -> Standing:
    """The standing on the ISO date ``today``; the gravest reservation decides.

    UNREADABLE is for files that are not even a release.
    """
    if not has_all:
        return Standing.INCOMPLETE
    if info.superseded_by or info.status is ReleaseStatus.REPEALED:
        return Standing.SUPERSEDED
    if info.status is not ReleaseStatus.PUBLISHED or not info.effective or info.effective > today:
        return Standing.TRIAL
    return Standing.IN_FORCE


def standing_among(
    one: StoredRelease, releases: Sequence[StoredRelease], today: str, *, has_all: bool = True
) -> tuple[Standing, ReleaseInfo, tuple[str, ...]]:
    """The standing on the ISO date ``today`` of a release among others; what it is printed with that day; names of those in its place."""
    entry = one.entry
    info = standing_info(one.info, steps_taken(entry.steps, today))
    standing = standing_of(info, today, has_all=has_all)
    successors = tuple(other.info.name for other in superseded_by(entry, [other.entry for other in releases], today))
    if successors and standing is Standing.IN_FORCE:
        standing = Standing.SUPERSEDED
    return standing, info, successors


def newer_than(digest: str, releases: Sequence[StoredRelease], today: str) -> str:
    """Names of the releases that stand on the ISO date ``today`` in the place of the one of that digest; empty while it holds."""
    one = next((other for other in releases if other.digest == digest), None)
    return "、".join(standing_among(one, releases, today)[2]) if one is not None else ""


def standing_colour(standing: Standing) -> str:
    """The colour of a standing, before it is fitted to its ground."""
    return _COLOUR[standing]


def standing_word(standing: Standing) -> str:
    """The standing in a word."""
    return {
        Standing.IN_FORCE: tr("in force"),
        Standing.TRIAL: tr("trial only"),
        Standing.SUPERSEDED: tr("superseded"),
        Standing.INCOMPLETE: tr("data missing"),
        Standing.UNREADABLE: tr("not readable"),
    }[standing]


def standing_dot(standing: Standing) -> QIcon:
    """A dot whose filling says the same as its colour: full, half, ring, ring with a gap, cross."""
    drawn = QPixmap(32, 32)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(_COLOUR[standing])
    ring = QRectF(6, 6, 20, 20)
    painter.setPen(QPen(colour, 4, Qt.PenStyle.DotLine if standing is Standing.INCOMPLETE else Qt.PenStyle.SolidLine))
    if standing is Standing.UNREADABLE:
        painter.drawLine(QPointF(7, 7), QPointF(25, 25))
        painter.drawLine(QPointF(25, 7), QPointF(7, 25))
    elif standing is Standing.IN_FORCE:
        painter.setBrush(colour)
        painter.drawEllipse(ring)
    else:
        painter.drawEllipse(ring)
        if standing is Standing.TRIAL:
            painter.setBrush(colour)
            painter.drawChord(ring, 90 * 16, 180 * 16)
    painter.end()
    return QIcon(drawn)
