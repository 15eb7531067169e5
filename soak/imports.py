# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile files are imported one after another in a process of their own: each ends in a sentence or a whole release."""

from __future__ import annotations

import contextlib
import hashlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Final

from zoning_plugin.core import geometry
from zoning_plugin.core.errors import ZoningError
from zoning_plugin.files.release_store import read_release
from zoning_plugin.jobs.import_release import ImportRequest, import_release
from zoning_plugin.wording import sentences_of

from .hostile_files import HostileFile

LONGEST_S: Final = 10.0
MOST_MEMORY: Final = 4_000_000_000
ROOT: Final = Path(__file__).parent.parent


@dataclass
class Outcome:
    """How the cases of one run ended: counts by code ("imported" for a whole release), and every case that must not be."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    slowest: str = ""


def run(
    cases: Iterable[HostileFile], good_units: Path, good_list: Path, whole: Mapping[str, Path] | None = None
) -> Outcome:
    """Import every case (a list with ``good_units``, units with ``good_list``) and say how each ended.

    ``whole`` are the good files by name: a case that is ``like`` one of them must hold the same units and clauses when it is imported.
    """
    outcome, expected = Outcome(), _Expected(whole or {}, good_units, good_list)
    child: _Child | None = None
    with tempfile.TemporaryDirectory(prefix="zoning-soak-") as temporary:
        for number, case in enumerate(cases):
            folder = Path(temporary) / f"case-{number}"
            folder.mkdir()
            path = case.put(folder)
            units, lists = (good_units, path) if case.role == "list" else (path, good_list)
            child = child or _Child()
            started = time.monotonic()
            answer = child.ask({"units": str(units), "list": str(lists), "folder": str(folder)})
            seconds = time.monotonic() - started
            label = f"{case.kind}: {case.name}"
            if answer is None:
                outcome.failures.append(f"{label}: no answer in {seconds:.1f} s, or the process died ({child.ended()})")
                outcome.counts["hang or crash"] += 1
                child = None
                _keep(path, number)
            else:
                outcome.counts[answer["result"]] += 1
                wrong = answer["wrong"]
                if not wrong and answer["result"] == "imported" and not expected.holds(case, answer["content"]):
                    wrong = f"imported, but not what {case.like} holds"
                if wrong:
                    outcome.failures.append(f"{label}: {wrong}")
                    _keep(path, number)
            if seconds > outcome.slowest_s:
                outcome.slowest_s, outcome.slowest = seconds, label
            shutil.rmtree(folder, ignore_errors=True)
    if child is not None:
        child.end()
    return outcome


@dataclass
class _Expected:
    """What good files hold, found out by importing each once."""

    whole: Mapping[str, Path]
    good_units: Path
    good_list: Path
    known: dict[str, str] = field(default_factory=dict)

    def holds(self, case: HostileFile, content: str) -> bool:
        """Whether an import of ``case`` has the units and clauses it must have; true where nothing is known of it."""
        good = self.whole.get(case.like)
        if good is None:
            return True
        if case.like not in self.known:
            with tempfile.TemporaryDirectory(prefix="zoning-good-") as temporary:
                units, lists = (self.good_units, good) if case.role == "list" else (good, self.good_list)
                self.known[case.like] = str(_import(units, lists, Path(temporary))["content"])
        return content == self.known[case.like]


def _keep(path: Path, number: int) -> None:
    """Put a file that must not be aside, for whoever mends it."""
    kept = ROOT / "build" / "soak" / f"{number}-{path.name}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):
        shutil.copyfile(path, kept)


class _Child:
    """The process that imports. It answers each case with one line; one that does not is killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "soak.imports"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._lines.get(timeout=60)  # ready

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def ask(self, case: dict[str, str]) -> dict[str, Any] | None:
        """The answer to a case; None when there is none in time."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.write(json.dumps(case) + "\n")
            self._process.stdin.flush()
        try:
            line = self._lines.get(timeout=LONGEST_S)
        except Empty:
            self._process.kill()
            return None
        answer: dict[str, Any] | None = json.loads(line) if line else None
        return answer

    def ended(self) -> str:
        """How the process ended."""
        return f"status {self._process.wait(10)}"

    def end(self) -> None:
        """Let it go."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


def _answers() -> Iterator[dict[str, Any]]:
    for line in sys.stdin:
        case = json.loads(line)
        yield _import(Path(case["units"]), Path(case["list"]), Path(case["folder"]))


def _import(units: Path, access_list: Path, folder: Path) -> dict[str, Any]:
    """Import once; ``wrong`` says what must not be: an error without a code, a half-written release, a sentence with holes."""
    target = folder / "release" / "release.gpkg"
    target.parent.mkdir()
    result, wrong = "", ""
    try:
        import_release(
            ImportRequest(
                target, units=(units,), lists=(access_list,), name="示例", effective="2024-07-01", status="published"
            )
        )
        result = "imported"
    except ZoningError as reason:
        result = reason.code
        sentences = [one for language in ("zh", "en") for one in sentences_of(reason, language)]
        if any(
            not one or one.startswith(reason.code) or "{" in one.replace(access_list.name, "").replace(units.name, "")
            for one in sentences
        ):
            wrong = f"no sentence for {reason.code}: {sentences}"
    except BaseException as reason:  # noqa: BLE001 - whatever comes out of here without a code is what is looked for
        result, wrong = "uncoded", f"{type(reason).__name__}: {reason}"[:300]
    left = sorted(one.name for one in target.parent.iterdir())
    if result == "imported":
        wrong = wrong or _whole(target, left)
    elif left:
        wrong = f"{result}, but {left} is there"
    return {"result": result, "wrong": wrong, "content": _content(target) if result == "imported" else ""}


def _content(target: Path) -> str:
    """Units and clauses of a release as one hash, without the names of the files they came from."""
    release = read_release(target)
    held = [(one.code, one.name, one.class_text, geometry.normalised_wkb(one.shape).hex()) for one in release.units]
    said = [(one.unit_code, one.dimension, one.number, one.tag, one.text) for one in release.clauses]
    return hashlib.sha256(repr((sorted(held), said)).encode("utf-8", "surrogatepass")).hexdigest()


def _whole(target: Path, left: list[str]) -> str:
    if left != [target.name]:
        return f"beside the release: {left}"
    release = read_release(target, verify=True)
    return (
        str(release.faults) if release.faults else "" if release.units and release.clauses else "a release of nothing"
    )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for answer in _answers():
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
