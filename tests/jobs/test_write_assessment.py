# SPDX-License-Identifier: GPL-3.0-or-later
"""Assessing by a stored release and writing the result: whole files or none, and never over the input."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.report.cases import MADE_WITH, ON, PROJECT, fixed_assessment, fixed_release
from zoning_plugin.core.errors import Cancelled, OutputFailed, PartMissing, ReleaseUnreadable
from zoning_plugin.core.overlay import Thresholds
from zoning_plugin.core.project import Project
from zoning_plugin.files.release_store import write_release
from zoning_plugin.jobs.assess_site import assess_site
from zoning_plugin.jobs.read_site import read_site_text
from zoning_plugin.jobs.write_assessment import write_assessment
from zoning_plugin.report.printable import HtmlPart, MapSheet, PrintableReport
from zoning_plugin.wording import codes

WKT = "POLYGON ((113.0005 22.9998, 113.0015 22.9998, 113.0015 23.001, 113.0005 23.001, 113.0005 22.9998))"


@dataclass
class FakePrinter:
    """Writes the text it is given; or fails as told."""

    failure: Exception | None = None
    printed: list[PrintableReport] = field(default_factory=list)

    def print_report(self, report: PrintableReport, path: Path) -> None:
        self.printed.append(report)
        path.write_bytes(b"half")
        if self.failure:
            raise self.failure
        path.write_text("".join(part.html for part in report.parts if isinstance(part, HtmlPart)), encoding="utf-8")

    def print_map(self, sheet: MapSheet, path: Path, *, date: str, author: str) -> None:
        raise AssertionError("no map of its own is printed")


@dataclass
class Watcher:
    """Notes every step; cancels after so many."""

    cancel_after: int = 1000
    steps: list[tuple[float, str]] = field(default_factory=list)

    def report(self, share: float, step: str) -> None:
        self.steps.append((share, step))

    def is_cancelled(self) -> bool:
        return len(self.steps) >= self.cancel_after


def write(folder: Path, printer: FakePrinter | None = None, **words: object) -> tuple[Path, ...]:
    settings = {"json_path": folder / "研判.json", "pdf_path": folder / "研判.pdf", "language": "zh"} | words
    return write_assessment(
        fixed_assessment(), fixed_release(), PROJECT, MADE_WITH, printer=printer or FakePrinter(), **settings  # type: ignore[arg-type]
    )  # fmt: skip


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_both_are_written_and_nothing_else(tmp_path: Path) -> None:
    printer, watcher = FakePrinter(), Watcher()
    assert write(tmp_path, printer, progress=watcher) == (tmp_path / "研判.json", tmp_path / "研判.pdf")
    assert names(tmp_path) == ["研判.json", "研判.pdf"]
    written = json.loads((tmp_path / "研判.json").read_bytes())
    printed = (tmp_path / "研判.pdf").read_text(encoding="utf-8")
    assert all(one["text"] in printed for one in written["clauses"] if not set(one["text"]) & set("<>&\n"))
    assert [type(part) for part in printer.printed[0].parts] == [HtmlPart, MapSheet]
    shares = [share for share, _ in watcher.steps]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert {step for _, step in watcher.steps} <= codes("zh")


def test_clauses_are_noted_for_the_industry_that_the_project_states(tmp_path: Path) -> None:
    write(tmp_path)
    clauses = json.loads((tmp_path / "研判.json").read_bytes())["clauses"]
    assert {one["relevance"] for one in clauses} == {"direct", "possible", "general"}
    assert "直接相关的词：电镀" in (tmp_path / "研判.pdf").read_text(encoding="utf-8")
    (tmp_path / "b").mkdir()
    write_assessment(
        fixed_assessment(), fixed_release(), Project(name="未填行业"), MADE_WITH, json_path=tmp_path / "b" / "研判.json",
        pdf_path=None, printer=None, language="zh",
    )  # fmt: skip
    unstated = json.loads((tmp_path / "b" / "研判.json").read_bytes())["clauses"]
    assert {one["relevance"] for one in unstated} == {None}
    assert [one["text"] for one in unstated] == [one["text"] for one in clauses]
    assert [one["notes"] for one in unstated] == [one["notes"] for one in clauses]


def test_either_alone(tmp_path: Path) -> None:
    assert write(tmp_path, pdf_path=None) == (tmp_path / "研判.json",)
    assert names(tmp_path) == ["研判.json"]
    (tmp_path / "b").mkdir()
    assert write(tmp_path / "b", json_path=None) == (tmp_path / "b" / "研判.pdf",)
    assert names(tmp_path / "b") == ["研判.pdf"]
    with pytest.raises(ValueError, match="printer"):
        write_assessment(
            fixed_assessment(), fixed_release(), PROJECT, MADE_WITH, json_path=None, pdf_path=tmp_path / "x.pdf",
            printer=None, language="zh",
        )  # fmt: skip


def test_same_bytes_twice(tmp_path: Path) -> None:
    write(tmp_path)
    first = (tmp_path / "研判.json").read_bytes()
    write(tmp_path)
    assert (tmp_path / "研判.json").read_bytes() == first


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (PartMissing("cjk-font-missing"), PartMissing),
        (OutputFailed("output-not-written", file="研判.pdf", detail="disk full"), OutputFailed),
        (OSError(28, "No space left on device"), OutputFailed),
        (RuntimeError("a defect"), RuntimeError),
    ],
)
def test_when_printing_fails_what_was_there_stays(
    tmp_path: Path, failure: Exception, expected: type[Exception]
) -> None:
    (tmp_path / "研判.json").write_text("before", encoding="utf-8")
    (tmp_path / "研判.pdf").write_text("before", encoding="utf-8")
    with pytest.raises(expected) as raised:
        write(tmp_path, FakePrinter(failure))
    if expected is OutputFailed:
        assert raised.value.facts["file"] == "研判.pdf"  # type: ignore[attr-defined]
    assert names(tmp_path) == ["研判.json", "研判.pdf"]
    assert all(path.read_text(encoding="utf-8") == "before" for path in tmp_path.iterdir())


@pytest.mark.parametrize("after", range(1, 4))
def test_cancelling_leaves_nothing(tmp_path: Path, after: int) -> None:
    with pytest.raises(Cancelled):
        write(tmp_path, progress=Watcher(after))
    assert names(tmp_path) == []


def test_the_input_is_never_overwritten(tmp_path: Path) -> None:
    release = tmp_path / "成果.gpkg"
    release.write_bytes(b"release")
    link = tmp_path / "link.json"
    link.symlink_to(release)
    for path in (release, tmp_path / "." / "成果.gpkg", link):
        with pytest.raises(OutputFailed, match="output-is-input"):
            write(tmp_path, json_path=path, inputs=[release])
    assert release.read_bytes() == b"release"
    with pytest.raises(OutputFailed, match="outputs-same"):
        write(tmp_path, json_path=tmp_path / "a", pdf_path=tmp_path / "a")


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed, match="folder-missing"):
        write(tmp_path, json_path=tmp_path / "none" / "a.json")
    (tmp_path / "研判.pdf").mkdir()
    with pytest.raises(OutputFailed, match="output-unwritable"):
        write(tmp_path)
    assert names(tmp_path) == ["研判.pdf"]
    if os.geteuid():
        tmp_path.chmod(0o500)
        with pytest.raises(OutputFailed, match="output-unwritable"):
            write(tmp_path, pdf_path=None)
        tmp_path.chmod(0o700)


def test_a_site_is_assessed_by_the_stored_release(tmp_path: Path) -> None:
    path, watcher = tmp_path / "成果.gpkg", Watcher()
    stored = write_release(fixed_release(), path)
    release, found = assess_site(path, read_site_text(WKT, "EPSG:4490"), on=ON, progress=watcher)
    assert release.digest == stored.digest == found.digest
    assert [one.unit.name for one in found.units] == ["甲优先保护区", "乙重点管控区", "丙一般管控区", "丁优先保护区"]
    assert found.near_m == 500.0
    assert {step for _, step in watcher.steps} <= codes("zh")
    shares = [share for share, _ in watcher.steps]
    assert (shares, shares[-1]) == (sorted(shares), 1.0)
    _, narrow = assess_site(path, read_site_text(WKT, "EPSG:4490"), on=ON, near_m=0, thresholds=Thresholds(touch_m=1))
    assert len(narrow.units) == 3


def test_a_changed_release_makes_the_assessment_incomplete(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "成果.gpkg"
    write_release(fixed_release(), path)
    with sqlite3.connect(path) as database:
        database.execute("update clauses set text = '允许。' where number = '1-2'")
    database.close()
    _, found = assess_site(path, read_site_text(WKT, "EPSG:4490"), on=ON)
    assert "digest-mismatch" in [one.code for one in found.reasons]


def test_what_is_no_release_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReleaseUnreadable):
        assess_site(tmp_path / "none.gpkg", read_site_text(WKT, "EPSG:4490"), on=ON)
    write_release(fixed_release(), tmp_path / "a.gpkg")
    with pytest.raises(Cancelled):
        assess_site(tmp_path / "a.gpkg", read_site_text(WKT, "EPSG:4490"), on=ON, progress=Watcher(1))
