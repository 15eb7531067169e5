# SPDX-License-Identifier: GPL-3.0-or-later
"""What the dock shows of a site while it is drawn or moved: the units it meets, within the frame where that can be promised."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from ...bridge.i18n import tr
from ...bridge.messages import error_sentences
from ...core import geometry
from ...core.errors import ZoningError
from ...core.release import Release
from ...core.site import Site
from ...jobs.preview_site import SitePreview
from ..errands import Errands
from ..following import Following
from .assessment_presenter import Summary, summary_of
from .finding_rows import FindingRow, met_rows

BUDGET_S: Final = 0.012
"""What an answer may take in the window's thread: of the 16 ms of a frame, what site and list leave (bench/results.md)."""
MOST_VERTICES: Final = 2000
"""A site of more is put together in the background too."""
_LEAST_BOX: Final = 0.02**2
"""Square degrees, some kilometres each way: below that the work does not grow with the place a site takes."""
_FEW_VERTICES: Final = 50


@dataclass(frozen=True)
class Preview:
    """What is shown: summary and rows, or in a sentence why there are none."""

    summary: Summary | None
    rows: tuple[FindingRow, ...] = ()
    refusal: str = ""


class PreviewView(Protocol):
    """What the presenter asks of the page."""

    def show_preview(self, preview: Preview | None) -> None:
        """Show a preview in place of the results, or the results again."""


@dataclass(frozen=True)
class Pace:
    """How long an answer took, and for what: from it the next one is foretold. Nothing is known before the first."""

    seconds: float = float("inf")
    box: float = _LEAST_BOX
    vertices: int = _FEW_VERTICES

    def foretold(self, site: Site) -> float:
        """Seconds that ``site`` will take, when place and outline cost as they did."""
        larger = max(1.0, _box(site) / self.box)
        longer = max(1.0, geometry.vertex_count(site.shape) / self.vertices)
        return self.seconds * larger * longer


def pace_of(seconds: float, site: Site) -> Pace:
    """The pace at which ``site`` was answered in ``seconds``."""
    return Pace(seconds, _box(site), max(geometry.vertex_count(site.shape), _FEW_VERTICES))


def _box(site: Site) -> float:
    west, south, east, north = geometry.bounds(site.shape)
    return max((east - west) * (north - south), _LEAST_BOX)


@dataclass(frozen=True)
class _Question:
    """``site`` is None where it is yet to be made, in the background."""

    make: Callable[[], Site]
    site: Site | None
    release: Release


@dataclass(frozen=True)
class _Answer:
    found: SitePreview
    seconds: float


class PreviewPresenter:
    """Follows a site in the making. What it shows is always of the release in hand, and never of an older site than is shown."""

    def __init__(self, view: PreviewView, errands: Errands, clock: Callable[[], float] = time.perf_counter) -> None:
        self._view = view
        self._errands = errands
        self._clock = clock
        self._release: Release | None = None
        self._pace = Pace()
        self._following = Following[_Question, _Answer](
            errands.run,
            errands.run_at_once,
            lambda: tr("Preview of a site"),
            self._answer,
            is_quick=self._is_quick,
            done=self._show,
            failed=self._refuse,
        )

    def use_release(self, release: Release | None) -> None:
        """Lay sites over ``release`` from now on; what was asked of another one is dropped."""
        self.end()
        self._release = release
        self._pace = Pace()

    def follow(self, make: Callable[[], Site], vertex_count: int) -> None:
        """Show what the site that ``make`` makes (or raises SiteUnusable) meets; it has about ``vertex_count`` vertices."""
        release = self._release
        if release is None:
            return
        site = None
        # The first is made in the background too: it may have to load PROJ, and to look up the map's reference system.
        if self._pace != Pace() and vertex_count <= MOST_VERTICES:
            try:
                site = make()
            except ZoningError as error:
                self._following.stop()
                self._refuse(error)
                return
        self._following.ask(_Question(make, site, release))

    def end(self) -> None:
        """Nothing is drawn or moved any more: the results show again."""
        self._following.stop()
        self._view.show_preview(None)

    def _is_quick(self, question: _Question) -> bool:
        """Whether the frame is kept: the tiles are there, and the last answer foretells it. A site of unknown size is not quick."""
        is_ready = "unit_tiling" in vars(question.release) and question.release.unit_tiling.tiles is not None
        return is_ready and question.site is not None and self._pace.foretold(question.site) <= BUDGET_S

    def _answer(self, question: _Question) -> _Answer:
        site = question.site or question.make()
        started = self._clock()
        found = self._errands.preview(site, question.release)
        return _Answer(found, self._clock() - started)

    def _show(self, answer: _Answer) -> None:
        found = answer.found
        self._pace = pace_of(answer.seconds, found.site)
        self._view.show_preview(
            Preview(
                summary_of(found.site, found.overlay, found.units), met_rows(found.site, found.overlay, found.units)
            )
        )

    def _refuse(self, error: Exception) -> None:
        self._view.show_preview(Preview(None, (), " ".join(error_sentences(error))))
