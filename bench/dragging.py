# SPDX-License-Identifier: GPL-3.0-or-later
"""Frames of a drag: from the move of the mouse to the list painted anew, in the panel as it is, on a screen that nobody sees.

Painting is real (into memory); what a graphics card and a screen add is not in it.
"""

from __future__ import annotations

import math
import os
import random
import statistics
import time
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from zoning_plugin.core.geometry import polygon
from zoning_plugin.core.release import Release
from zoning_plugin.core.site import Site, make_site
from zoning_plugin.files.release_store import read_release
from zoning_plugin.jobs.prepare_release import prepare_release
from zoning_plugin.jobs.preview_site import preview_site

from . import inputs
from .comparison import at_most
from .measuring import Absent, Measurement, Timed

VERTICES: Final = 50
RADII: Final = (1_000, 2_200)
"""Of the polygon, in m: two kilometres across, and what the overlay alone is measured with."""
MOVES: Final = 300
_EVERY_S: Final = 1 / 60
_SETTLED_S: Final = 60.0
_METRES_A_DEGREE: Final = 111_000.0


def _frames(size: str, radius_m: float, is_prepared: bool) -> Sequence[Timed]:
    """The frames of a polygon dragged across a release of that size at 60 moves a second."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from qgis.core import QgsApplication
    except ImportError as reason:
        raise Absent("no QGIS for this Python") from reason
    path = inputs.release(size)
    release = read_release(path)
    if is_prepared:
        prepare_release(release, path)
    app = QgsApplication([], True)
    app.initQgis()
    seconds, work = _Drag(app, release, radius_m).frames()
    p95, work_p95 = (statistics.quantiles(some, n=20)[-1] * 1000 for some in (seconds, work))
    note = f"p95 {p95:.1f} ms, of which the window's thread works {work_p95:.1f} ms (p95)"
    late = MOVES - len(seconds)
    if late:
        note += f"; {late} of {MOVES} moves had no frame of their own: a newer one came before"
    return [Timed(tuple(seconds), note, figures={"p95_ms": p95, "work_p95_ms": work_p95, "late": late})]


def _prepare(size: str) -> None:
    path = inputs.release(size)
    prepare_release(read_release(path), path)


def _name(size: str, radius: int) -> str:
    return f"frame of a drag, {radius} m, {size}"


MEASUREMENTS: Final = (
    *(Measurement(_name("city", radius), partial(_frames, "city", radius, True), partial(_prepare, "city"), runs=1) for radius in RADII),
    Measurement(f"{_name('city', RADII[0])}, not prepared", partial(_frames, "city", RADII[0], False), partial(_prepare, "city"), 1, is_quick=False),
    *(
        Measurement(_name("province", radius), partial(_frames, "province", radius, True), partial(_prepare, "province"), 1, is_quick=False)
        for radius in RADII
    ),
)  # fmt: skip

TARGETS: Final = tuple(
    at_most(
        f"a polygon of {VERTICES} corners and {radius} m dragged, city: from the mouse to the list painted, p95 at most 16 ms",
        _name("city", radius), 16, "ms", lambda row: statistics.median(row.figures["p95_ms"]),
    )
    for radius in RADII
)  # fmt: skip


class _Drag:
    """The page, its presenter and the pacing as the panel ties them; the map's own drawing is not in it."""

    def __init__(self, app: Any, release: Release, radius_m: float) -> None:
        from qgis.PyQt.QtCore import QEvent, QObject
        from qgis.PyQt.QtWidgets import QWidget

        from zoning_plugin.bridge.tasks import AtOnce, TaskHost
        from zoning_plugin.gui.dock.assessment_page import AssessmentPage
        from zoning_plugin.gui.dock.preview_presenter import PreviewPresenter
        from zoning_plugin.gui.frames import EachFrame

        class Errands:
            run, run_at_once, preview = TaskHost(), AtOnce(), staticmethod(preview_site)

        class Painted(QObject):  # type: ignore[misc]
            """Whether the list was painted since its rows were others."""

            is_new, times = False, 0

            def renew(self) -> None:
                self.is_new = True

            def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint and self.is_new:
                    self.is_new = False
                    self.times += 1
                return False

        self.app, self.release = app, release
        self.page = AssessmentPage(QWidget())
        self.page.resize(460, 700)
        self.page.show()
        self.presenter = PreviewPresenter(self.page, Errands())  # type: ignore[arg-type]
        self.presenter.use_release(release)
        self.pacing = EachFrame(self.page)
        self.painted = Painted()
        self.page.preview.units.viewport().installEventFilter(self.painted)
        self.page.preview.rows.modelReset.connect(self.painted.renew)
        self.sites = _sites(release, radius_m)

    def frames(self) -> tuple[list[float], list[float]]:
        """Seconds from a move to its list painted (moves that were overtaken have none), and those the window's thread works."""
        self._ask(self.sites[0])
        self._until(lambda: self.painted.times > 0, _SETTLED_S)
        found, work, begun = [], [], time.perf_counter()
        for place, site in enumerate(self.sites):
            self._until(lambda place=place: time.perf_counter() >= begun + place * _EVERY_S, _SETTLED_S)
            asked, worked, before = time.perf_counter(), time.thread_time(), self.painted.times
            self._ask(site)
            if self._until(lambda before=before: self.painted.times > before, _EVERY_S * 4):
                found.append(time.perf_counter() - asked)
                work.append(time.thread_time() - worked)
        return found, work

    def _ask(self, site: Site) -> None:
        self.pacing.ask(lambda: self.presenter.follow(lambda: site, VERTICES))

    def _until(self, holds: Any, seconds: float) -> bool:
        end = time.perf_counter() + seconds
        while not holds():
            if time.perf_counter() > end:
                return False
            self.app.processEvents()
            time.sleep(0.0002)  # as a window does, which sleeps until something comes
        return True


def _sites(release: Release, radius_m: float) -> list[Site]:
    """A ragged polygon on its way through the middle of the release, 60 m a move."""
    from zoning_plugin.core import geometry

    chance = random.Random(5)  # noqa: S311 - the same polygon every time
    ring = [
        (radius_m * chance.uniform(0.7, 1.0), 2 * math.pi * (place + chance.uniform(0, 0.8)) / VERTICES)
        for place in range(VERTICES)
    ]
    boxes = [geometry.bounds(unit.shape) for unit in release.units]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    made = []
    for move in range(MOVES):
        lon = (west + east) / 2 + (move - MOVES / 2) * 60 / _METRES_A_DEGREE
        lat = (south + north) / 2 + math.sin(move / 20) * 600 / _METRES_A_DEGREE
        wide = _METRES_A_DEGREE * math.cos(math.radians(lat))
        corners = [
            (lon + reach * math.cos(turn) / wide, lat + reach * math.sin(turn) / _METRES_A_DEGREE)
            for reach, turn in ring
        ]
        made.append(make_site([("", polygon(corners))], "EPSG:4490", "drawn on the map"))
    return made
