# SPDX-License-Identifier: GPL-3.0-or-later
"""SIGKILL at any moment: what a run writes is there as it was or as it is to be, and the next run leaves nothing of it behind."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.shapes import access_list, box, clause, release, site, unit
from tests.jobs.plans import lay, rows_of, summary_of, write_plan
from tests.report.cases import MADE_WITH, ON, PROJECT
from zoning_plugin.core.assessment import assess
from zoning_plugin.core.release import Release
from zoning_plugin.core.standing import Step
from zoning_plugin.core.terms import ReleaseStatus, Tier
from zoning_plugin.files.outputs import remove_leftovers
from zoning_plugin.files.release_store import read_release, write_release
from zoning_plugin.jobs.assess_each_site import assess_each_site
from zoning_plugin.jobs.build_filing_package import build_filing_package
from zoning_plugin.jobs.record_step import record_step, withdraw_step
from zoning_plugin.jobs.write_assessment import write_assessment
from zoning_plugin.report.printable import MapSheet, PrintableReport

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("ZONING_KILLS", "5"))
"""Kills a job; more for a soak."""
TRIES = 20
"""How many times as many are tried, until one has met the job while it wrote."""
VERSIONS = ("甲版", "乙版")


class SlowPrinter:
    """Prints the title in two halves, as a printer writes that takes its time."""

    def print_report(self, report: PrintableReport, path: Path) -> None:
        self._print(report.title + "".join(str(part) for part in report.parts), path)

    def print_map(self, sheet: MapSheet, path: Path, *, date: str, author: str) -> None:
        self._print(sheet.title, path)

    def _print(self, text: str, path: Path) -> None:
        with path.open("w", encoding="utf-8") as file:
            file.write("half ")
            file.flush()
            time.sleep(0.01)
            file.write(text + " whole")


def county(version: str) -> Release:
    units = [unit(number, box(100 * number, 0, 100 * number + 100, 100)) for number in range(1, 9)]
    clauses = [clause("u", str(number), version * 200, units[0].code) for number in range(200)]
    made = release(units, [access_list("u", Tier.UNIT)], clauses)
    return replace(made, info=replace(made.info, name=version))


def store(folder: Path, version: str) -> None:
    write_release(county(version), folder / "成果.gpkg")


def write_report(folder: Path, version: str) -> None:
    one = county(version)
    found = assess(site(box(150, 10, 250, 90)), one, on=ON)
    write_assessment(
        found, one, PROJECT, MADE_WITH, json_path=folder / "研判.json", pdf_path=folder / "研判.pdf", printer=SlowPrinter(),
        language="zh",
    )  # fmt: skip


def build_package(folder: Path, version: str) -> None:
    build_filing_package(
        county(version), folder / "成果包.zip", printer=SlowPrinter(), made_with={"plugin": "0", "qgis": "0"},
        report=folder / "检查.json",
    )  # fmt: skip


def assess_each(folder: Path, version: str) -> None:
    number = sum(one.name.startswith("地块") for one in folder.iterdir())
    sites = [site(box(100 * one + 10, 10, 100 * one + 90, 90)) for one in range(1, 6)]
    assess_each_site(
        county(version), sites, folder / f"地块{number}", on=ON, near_m=0, project=PROJECT, made_with=MADE_WITH,
        printer=SlowPrinter(), language="zh",
    )  # fmt: skip


def take_step(folder: Path, version: str) -> None:
    """The second version is the first one with a step more."""
    path = folder / "成果.gpkg"
    if not path.exists():
        draft = county(VERSIONS[0])
        write_release(draft.with_steps((Step(ReleaseStatus.DRAFT),)), path)
    if len(read_release(path).steps) > 1:
        withdraw_step(path)
    if version == VERSIONS[1]:
        record_step(path, Step(ReleaseStatus.SUBMITTED, "2024-05-01"))


def overlay(folder: Path, version: str) -> None:
    """A plan laid over the release of a version; what it is made of lies beside the folder from the first time on."""
    inputs = folder.parent / "inputs"
    if not inputs.exists():
        inputs.mkdir()
        write_plan(inputs / "规划.gpkg", [box(10 * x, 0, 10 * x + 9, 100) for x in range(90)])
        for one in VERSIONS:
            write_release(county(one), inputs / f"{one}.gpkg")
    lay(inputs / "规划.gpkg", inputs / f"{version}.gpkg", folder / "叠加.gpkg", json_path=folder / "叠加.json")


def version_of_overlay(folder: Path) -> set[str]:
    assert [row["state"] for row in rows_of(folder / "叠加.gpkg", "balance")] == ["ok"] * 90
    told = json.loads((folder / "叠加.json").read_bytes())["release"]["name"]
    return {told, summary_of(folder / "叠加.gpkg")["release.name"]}


def version_of_standing(folder: Path) -> set[str]:
    stored = read_release(folder / "成果.gpkg", verify=True)
    assert stored.faults == ()
    assert all(read_release(kept, verify=True).faults == () for kept in (folder / "previous").glob("*.gpkg"))
    return {VERSIONS[len(stored.steps) - 1]}


def version_of_release(folder: Path) -> set[str]:
    stored = read_release(folder / "成果.gpkg", verify=True)
    assert stored.faults == ()
    return {stored.info.name}


def version_of_report(folder: Path) -> set[str]:
    printed = (folder / "研判.pdf").read_text(encoding="utf-8")
    assert printed.endswith(" whole")
    found = json.loads((folder / "研判.json").read_bytes())["release"]["name"]
    return {found} | {version for version in VERSIONS if version * 200 in printed}


def version_of_package(folder: Path) -> set[str]:
    with zipfile.ZipFile(folder / "成果包.zip") as archive:
        assert archive.testzip() is None
        packed = json.loads(archive.read("manifest.json"))["release"]["name"]
    json.loads((folder / "检查.json").read_bytes())
    return {packed}


def version_of_folders(folder: Path) -> set[str]:
    names = set()
    for one in folder.glob("地块*"):
        index = json.loads((one / "index.json").read_bytes())
        names = {index["release"]["name"]}
        assert len(index["sites"]) == 5
        written = {file for entry in index["sites"] for file in entry["files"]}
        assert {file.name for file in one.iterdir()} == written | {"index.json"}
        for file in written:
            content = (one / file).read_text(encoding="utf-8")
            assert content.endswith(" whole") if file.endswith(".pdf") else json.loads(content)
    return names


JOBS: dict[str, tuple[Callable[[Path, str], None], Callable[[Path], set[str]]]] = {
    "release": (store, version_of_release),
    "step": (take_step, version_of_standing),
    "report": (write_report, version_of_report),
    "package": (build_package, version_of_package),
    "each": (assess_each, version_of_folders),
    "overlay": (overlay, version_of_overlay),
}

FORKS = """
import os, sys
from pathlib import Path
from tests.jobs import test_killed
for line in sys.stdin:
    child = os.fork()
    if not child:
        test_killed.work_on(*line.split())
    print(child, flush=True)
    os.waitpid(child, 0)
    print("dead", flush=True)
"""


def work_on(job: str, folder: str) -> None:
    """Write the one version over the other until killed."""
    (Path(folder) / "started").touch()
    for version in itertools.cycle(VERSIONS):
        JOBS[job][0](Path(folder), version)


@pytest.fixture(scope="module")
def forks() -> Iterator[subprocess.Popen[str]]:
    """A process that has everything imported, and has a child of it do a job: for each line, a job and its folder."""
    with subprocess.Popen(
        [sys.executable, "-c", FORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=ROOT,
    ) as process:  # fmt: skip
        yield process


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("job", JOBS)
def test_killed_at_any_moment_the_old_or_the_new_is_there_whole(
    forks: subprocess.Popen[str], job: str, tmp_path: Path
) -> None:
    write, version_of = JOBS[job]
    assert forks.stdin is not None
    assert forks.stdout is not None
    target = tmp_path / "results"
    target.mkdir()
    began = time.monotonic()
    write(target, VERSIONS[0])
    lasts = time.monotonic() - began
    chance = random.Random(job)
    caught = 0
    for number in range(TRIES * KILLS):
        if number >= KILLS and caught:
            break
        forks.stdin.write(f"{job} {target}\n")
        forks.stdin.flush()
        child = int(forks.stdout.readline())
        while not (target / "started").exists():
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 3 * lasts))
        os.kill(child, signal.SIGKILL)
        assert forks.stdout.readline() == "dead\n"
        (target / "started").unlink()
        hidden = {one.name for one in target.iterdir() if one.name.startswith(".")}
        caught += bool(hidden)
        if len(version_of(target)) > 1:  # killed between two of several files: the next run finishes it
            remove_leftovers(target)
            assert len(version_of(target)) == 1
        write(target, VERSIONS[1])
        assert version_of(target) == {VERSIONS[1]} or job == "each"
        assert not [one.name for one in target.iterdir() if one.name.startswith(".")]
    assert caught, "no kill has met a job at work"
