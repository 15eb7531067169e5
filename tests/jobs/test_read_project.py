# SPDX-License-Identifier: GPL-3.0-or-later
"""Project fields from JSON: whole, or one coded error that says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from zoning_plugin.core.errors import SiteUnusable
from zoning_plugin.core.project import Project
from zoning_plugin.jobs.read_project import read_project
from zoning_plugin.places import resources_dir


def test_fields_are_read_and_all_are_optional(tmp_path: Path) -> None:
    path = tmp_path / "项目.json"
    path.write_text('\ufeff{"name": "示例", "issuer_role": "authority"}', encoding="utf-8")
    assert read_project(path) == Project(name="示例", issuer_role="authority")
    path.write_text("{}", encoding="utf-8")
    assert read_project(path) == Project()


def test_the_demo_project_is_one() -> None:
    assert "示例" in read_project(resources_dir() / "demo" / "project.json").name


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"", "Expecting value"),
        (b"\xff\xfe", "utf-8"),
        (b"[]", "list"),
        (b'{"nmae": "x"}', "nmae"),
        (b'{"name": 5, "place": null}', "name, place"),
        (b"[" * 100_000, "recursion"),
        (b'"' + b"x" * 1_000_001 + b'"', "> 1000000 B"),
    ],
)
def test_what_is_no_project_says_why(tmp_path: Path, content: bytes, detail: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(SiteUnusable) as raised:
        read_project(path)
    assert raised.value.code == "project-unreadable"
    assert detail in raised.value.facts["detail"]


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(SiteUnusable, match="project-unreadable"):
        read_project(tmp_path / "none.json")
