# SPDX-License-Identifier: GPL-3.0-or-later
"""A list's scope may be a polygon layer: it is imported as zones of one theme, which the scope names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from zoning_plugin.files.import_sources import ImportPlan, read_sources


def planned(folder: Path, *entries: dict[str, Any]) -> ImportPlan:
    for name in ("u.gpkg", "a.gpkg", "b.gpkg", "a.xlsx", "b.xlsx"):
        (folder / name).touch()
    (folder / "sources.json").write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
    return read_sources(folder / "sources.json")


def a_list(file: str, layer: object, **said: Any) -> dict[str, Any]:
    return {"file": file, "role": "list", "tier": "park", "scope": {"layer": layer, **said.pop("scope", {})}, **said}


def test_a_layer_becomes_a_theme_named_after_the_list(tmp_path: Path) -> None:
    plan = planned(
        tmp_path,
        a_list("a.xlsx", "a.gpkg", document="示例园区清单", scope={"admin": ["9901"]}),
        a_list("b.xlsx", "b.gpkg"),
    )
    assert [(one.path.name if one.path else "", one.role, one.theme) for one in plan.entries] == [
        ("a.gpkg", "zones", "示例园区清单"), ("a.xlsx", "list", ""), ("b.gpkg", "zones", "b"), ("b.xlsx", "list", ""),
    ]  # fmt: skip
    assert [(one.scope.zones, one.scope.admin) for one in plan.entries if one.role == "list"] == [
        (("示例园区清单",), ("9901",)), (("b",), ()),
    ]  # fmt: skip
    assert plan.faults == ()


def test_one_layer_is_one_theme_and_one_theme_one_layer(tmp_path: Path) -> None:
    plan = planned(
        tmp_path, {"file": "b.gpkg", "role": "zones", "theme": "园区"}, a_list("a.xlsx", "a.gpkg", title="园区"),
        a_list("b.xlsx", "b.gpkg", scope={"zones": ["红线"]}), a_list("b.xlsx", "a.gpkg", title="别的"),
    )  # fmt: skip
    assert [(one.theme, one.path.name) for one in plan.entries if one.role == "zones" and one.path] == [
        ("园区", "b.gpkg"), ("园区~2", "a.gpkg"),
    ]  # fmt: skip
    assert [one.scope.zones for one in plan.entries if one.role == "list"] == [
        ("园区~2",),
        ("红线", "园区"),
        ("园区~2",),
    ]


@pytest.mark.parametrize(
    ("layer", "code"), [("c.gpkg", "file-missing"), (3, "sources-entry-wrong"), ("", "sources-entry-wrong")]
)
def test_a_layer_that_is_none(tmp_path: Path, layer: object, code: str) -> None:
    plan = planned(tmp_path, a_list("a.xlsx", layer))
    assert [one.code for one in plan.errors] == [code]


def test_only_lists_have_such_a_scope(tmp_path: Path) -> None:
    plan = planned(tmp_path, {"file": "u.gpkg", "role": "units", "scope": {"layer": "a.gpkg"}})
    assert [(one.code, one.fact("key")) for one in plan.errors] == [("sources-entry-wrong", "scope.layer")]
