# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "zoning_plugin"
LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"

SOURCES = sorted(
    file
    for folder in ("zoning_plugin", "scripts", "tests", ".ci")
    for file in (ROOT / folder).rglob("*")
    if (file.suffix in {".py", ".sh", ".ui"} or file == ROOT / ".ci" / "run") and "_vendor" not in file.parts
) + [ROOT / "Makefile", ROOT / "pyproject.toml"]

PYTHON = [file for file in SOURCES if file.suffix == ".py" and PACKAGE in file.parents]

BELOW_THE_BRIDGE = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for room in ("core", "files", "report", "wording", "jobs")
    for file in (PACKAGE / room).rglob("*.py")
) + ["zoning_plugin.places"]


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", SOURCES, ids=_name)
def test_a_source_file_says_its_licence_at_the_top(file: Path) -> None:
    assert LICENCE in "".join(file.read_text(encoding="utf-8").splitlines()[:3])


@pytest.mark.parametrize("file", PYTHON, ids=_name)
def test_a_module_says_in_its_first_line_what_it_holds(file: Path) -> None:
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert docstring, "no module docstring"
    assert docstring.splitlines()[0].strip()


@pytest.mark.parametrize("file", PYTHON, ids=_name)
def test_nothing_is_named_manager_helper_utils_common_or_misc(file: Path) -> None:
    words = set(file.stem.lower().split("_"))
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            words |= {word for word in ("manager", "helper", "utils") if node.name.lower().endswith(word)}
    assert not words & {"manager", "helper", "helpers", "utils", "util", "common", "misc"}


@pytest.mark.parametrize("file", PYTHON, ids=_name)
def test_no_name_that_qt_6_has_lost_is_called(file: Path) -> None:
    called = {
        node.attr for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Attribute)
    }
    assert not called & {"exec_", "processEvents"}


@pytest.mark.parametrize("file", PYTHON, ids=_name)
def test_wkb_is_written_with_its_dimension_stated(file: Path) -> None:
    """What shapely takes by itself is by its own GEOS (4 from 3.12 on); in QGIS's window QGIS's GEOS answers, and 3.11 refuses it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "shapely.to_wkb":
            assert "output_dimension" in [keyword.arg for keyword in node.keywords], node.lineno


def test_everything_below_the_bridge_is_imported_without_qgis_or_qt() -> None:
    """In a process of its own: whatever this pytest has loaded does not matter."""
    code = (
        "import importlib, sys\n"
        f"for name in {BELOW_THE_BRIDGE!r}: importlib.import_module(name)\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'qgis', 'PyQt5', 'PyQt6', 'sip'}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "[]"


def test_the_core_is_imported_without_gdal() -> None:
    names = [name for name in BELOW_THE_BRIDGE if name.startswith("zoning_plugin.core")]
    code = f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\nprint('osgeo' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (ran.returncode, ran.stdout.strip()) == (0, "False"), ran.stderr


def test_readers_of_layers_are_imported_without_shapely() -> None:
    """Where there is none the provider loads all the same, and says so when it is asked to work."""
    code = "import sys\nsys.modules['shapely'] = None\nimport zoning_plugin.files.features"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stderr
