# SPDX-License-Identifier: GPL-3.0-or-later
"""Record the next step of a release, or withdraw the last one, entered by mistake. Why: docs/decisions/0005."""

from __future__ import annotations

from pathlib import Path

from ..core.errors import Level, ReleaseUnreadable, fault
from ..core.progress import Progress, Silent, Stretch, stop_if_cancelled
from ..core.release import Release
from ..core.standing import Step, with_step, without_last_step
from ..files.previous import keep_copy
from ..files.release_store import read_release, write_release


def record_step(path: Path, step: Step, *, progress: Progress | None = None) -> Release:
    """Add ``step`` to the release file ``path`` and return the release as it stands now. What it says stays as it is.

    The file is written anew beside itself, read back, compared and moved into place; before that a copy of the former one is laid
    into ``previous``. However it ends, ``path`` is the former release or the new one, whole.

    Raises ReleaseUnreadable ("release-not-whole" with its faults: a file that somebody has changed is not given fresh digests),
    StepRefused, OutputFailed, Cancelled.
    """
    progress = progress or Silent()
    release = _whole(path, Stretch(progress, 0.0, 0.3))
    return _store(release, with_step(release.history, step), path, Stretch(progress, 0.3, 1.0))


def withdraw_step(path: Path, *, progress: Progress | None = None) -> Release:
    """Take the last step of the release file ``path`` back and return the release as it stands now.

    Written as :func:`record_step` does. Raises the same; StepRefused("step-is-first") where there is only one.
    """
    progress = progress or Silent()
    release = _whole(path, Stretch(progress, 0.0, 0.3))
    return _store(release, without_last_step(release.history), path, Stretch(progress, 0.3, 1.0))


def _whole(path: Path, progress: Progress) -> Release:
    progress.report(0.0, "step-read-release")
    release = read_release(path, verify=True)
    if release.faults:
        changed = fault("release-not-whole", Level.ERROR, file=path.name)
        raise ReleaseUnreadable(changed.code, (changed, *release.faults))
    stop_if_cancelled(progress)
    return release


def _store(release: Release, steps: tuple[Step, ...], path: Path, progress: Progress) -> Release:
    changed = release.with_steps(steps)
    keep_copy(path)
    return write_release(changed, path, progress=progress)
