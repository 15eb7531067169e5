# SPDX-License-Identifier: GPL-3.0-or-later
"""Where things lie in the repository, and how a bundled library is chosen."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from zoning_plugin import places

ROOT = Path(__file__).resolve().parents[2]


def test_the_version_is_the_one_of_metadata_txt() -> None:
    lines = (ROOT / "metadata.txt").read_text(encoding="utf-8").splitlines()
    assert f"version={places.plugin_version()}" in lines


def test_the_resources_of_the_repository_lie_beside_the_package() -> None:
    assert places.resources_dir() == ROOT / "resources"
    assert places.translations_dir() == ROOT / "i18n"


def _library(folder: Path, version: str, *, installed: bool) -> None:
    """A library `openpyxl` that says where it is from; `installed` gives it the metadata pip would leave."""
    (folder / "openpyxl").mkdir(parents=True)
    (folder / "openpyxl" / "__init__.py").write_text(f"__version__ = {version!r}\nimport et_xmlfile", encoding="utf-8")
    (folder / "openpyxl" / "styles.py").write_text("", encoding="utf-8")
    (folder / "et_xmlfile").mkdir()
    (folder / "et_xmlfile" / "__init__.py").write_text("", encoding="utf-8")
    if installed:
        information = folder / f"openpyxl-{version}.dist-info"
        information.mkdir()
        (information / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: openpyxl\nVersion: {version}\n", encoding="utf-8"
        )


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plugin with openpyxl 3.1.5 bundled, in a Python that has no openpyxl; answers the folder of `site-packages`."""
    _library(tmp_path / "plugin" / "_vendor", "3.1.5", installed=False)
    site = tmp_path / "site-packages"
    site.mkdir()
    for name in [name for name in sys.modules if name.split(".")[0] in {"openpyxl", "et_xmlfile"}]:
        monkeypatch.delitem(sys.modules, name)
    elsewhere = [entry for entry in sys.path if not (Path(entry) / "openpyxl").is_dir()]
    monkeypatch.setattr(sys, "path", [*elsewhere, str(site)])
    monkeypatch.setattr(places, "_PACKAGE", tmp_path / "plugin")
    yield site
    for name in [name for name in sys.modules if name.split(".")[0] in {"openpyxl", "et_xmlfile"}]:
        del sys.modules[name]


def test_the_bundled_copy_serves_where_there_is_no_other(bundled: Path) -> None:
    before = list(sys.path)
    assert "_vendor" in str(places.vendored("openpyxl").__file__)
    assert sys.path == before


def test_a_new_enough_copy_of_qgis_s_own_python_is_taken(bundled: Path) -> None:
    _library(bundled, "3.2.0", installed=True)
    assert places.vendored("openpyxl").__version__ == "3.2.0"


def test_a_copy_too_old_is_passed_over(bundled: Path) -> None:
    _library(bundled, "3.0.9", installed=True)
    assert places.vendored("openpyxl").__version__ == "3.1.5"


def test_a_copy_too_old_that_another_plugin_has_loaded_is_named(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = ModuleType("openpyxl")
    old.__version__ = "2.6.4"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "openpyxl", old)
    with pytest.raises(ImportError, match=r"openpyxl 2\.6\.4 was loaded first"):
        places.vendored("openpyxl")


def test_a_repository_without_its_venv_says_what_is_missing(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_PACKAGE", bundled)
    with pytest.raises(ImportError, match="neither installed nor bundled"):
        places.vendored("openpyxl")


def test_every_place_where_something_is_left_on_the_computer_is_said() -> None:
    source = (ROOT / "zoning_plugin" / "bridge" / "folders.py").read_text(encoding="utf-8")
    named = set(re.findall(r'"(zoning_[a-z._]+|clauses|tiles)"', source))
    said = (ROOT / "docs" / "保密与联网.md").read_text(encoding="utf-8")
    assert len(named) >= 7
    assert [one for one in sorted(named) if one not in said] == []
