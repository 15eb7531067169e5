# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that the sources expect of QGIS and Qt, checked against the real classes: a stub answers any name, and a typing error passes."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.gui import QgisInterface

PACKAGE = Path(__file__).resolve().parents[2] / "zoning_plugin"
SOURCES = sorted(
    file
    for part in ("plugin.py", "bridge", "gui", "processing")
    for file in ([PACKAGE / part] if part.endswith(".py") else (PACKAGE / part).rglob("*.py"))
    if file.exists()
)


def _name(file: Path) -> str:
    return str(file.relative_to(PACKAGE))


def _interface_names(source: str) -> Iterator[tuple[int, str]]:
    """Every name asked of `iface`, however it is held: iface.x, self.iface.x, self._iface.x."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            held = getattr(node.value, "id", "") or getattr(node.value, "attr", "")
            if held in {"iface", "_iface"}:
                yield node.lineno, node.attr


def _enum_faults(source: str) -> Iterator[str]:
    """Enum values taken from their class (Qt.AlignLeft) where Qt 6 knows them in their enum only (Qt.AlignmentFlag.AlignLeft)."""
    tree = ast.parse(source)
    classes: dict[str, object] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis."):
            module = importlib.import_module(node.module or "")
            for alias in node.names:
                classes[alias.asname or alias.name] = getattr(module, alias.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in classes:
            value = getattr(classes[node.value.id], node.attr, None)
            scope = type(value).__name__
            if isinstance(value, int) and scope not in {"int", "bool"} and hasattr(classes[node.value.id], scope):
                yield f"line {node.lineno}: {node.value.id}.{node.attr} is {node.value.id}.{scope}.{node.attr}"


@pytest.mark.parametrize("file", SOURCES, ids=_name)
def test_the_interface_has_every_name_asked_of_it(file: Path) -> None:
    asked = _interface_names(file.read_text(encoding="utf-8"))
    assert [(line, name) for line, name in asked if not hasattr(QgisInterface, name)] == []


@pytest.mark.parametrize("file", SOURCES, ids=_name)
def test_enum_values_are_named_with_their_enum(file: Path) -> None:
    assert list(_enum_faults(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", [file for file in SOURCES if file.name != "compat.py"], ids=_name)
def test_every_name_imported_from_qgis_exists(file: Path) -> None:
    """In every version alike: only bridge/compat.py may ask for what some versions lack."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis."):
            module = importlib.import_module(node.module or "")
            assert [alias.name for alias in node.names if not hasattr(module, alias.name)] == []


def test_the_checks_see_what_they_are_for() -> None:
    assert list(_interface_names("self.iface.addDockWidgett(x)")) == [(1, "addDockWidgett")]
    faults = list(_enum_faults("from qgis.PyQt.QtCore import Qt\na = Qt.AlignLeft\nb = Qt.AlignmentFlag.AlignLeft"))
    assert faults == ["line 2: Qt.AlignLeft is Qt.AlignmentFlag.AlignLeft"]
