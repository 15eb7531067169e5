# SPDX-License-Identifier: GPL-3.0-or-later
"""Where things lie: resources, translations, the version, the bundled libraries. In the repository and in the installed plugin.

The repository keeps ``metadata.txt``, ``resources/`` and ``i18n/`` beside the package; the zip (and the folder that ``make run``
shows to QGIS) keeps them inside it. Nothing else may know the difference. Standard library only.
"""

from __future__ import annotations

import configparser
import importlib
import importlib.metadata
import importlib.util
import re
import sys
from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType
from typing import Final

_PACKAGE: Final = Path(__file__).parent
_ROOT: Final = _PACKAGE if (_PACKAGE / "metadata.txt").is_file() else _PACKAGE.parent

_BUNDLED: Final = {
    "openpyxl": ("openpyxl", "3.1", ("et_xmlfile",)),
    "xlrd": ("xlrd", "2.0", ()),
    "docx": ("python-docx", "1.1", ("typing_extensions",)),
}
"""Library → the name it is installed under, the oldest version we accept from elsewhere, and what it imports itself beyond what QGIS
brings (docx: lxml, which is compiled and never bundled). Pinned in requirements/vendor.txt."""


def resources_dir() -> Path:
    """The folder of icons, styles, report templates, wording, schemas, profiles and the demo county. Read only."""
    return _ROOT / "resources"


def translations_dir() -> Path:
    """The folder of the compiled translations (``zoning_plugin_<language>.qm``); in the repository ``make i18n`` fills it."""
    return _ROOT / "i18n"


@lru_cache(maxsize=1)
def plugin_version() -> str:
    """The version of the plugin as metadata.txt states it: the only place where it is written."""
    metadata = configparser.ConfigParser(interpolation=None)
    with open(_ROOT / "metadata.txt", encoding="utf-8") as file:
        metadata.read_file(file)
    return metadata["general"]["version"]


def vendored(name: str) -> ModuleType:
    """Import a pure-Python library that the zip bundles: QGIS's own copy when it is new enough, else the bundled one.

    ``openpyxl = vendored("openpyxl")``; afterwards ``importlib.import_module("openpyxl.styles")`` finds the same copy. Neither way edits
    ``sys.path``, so no other plugin ever meets our copies by accident.

    Raises ImportError, in one sentence, when there is no copy (a repository without its venv), or when another plugin has already loaded
    one too old for us.
    """
    distribution, floor, needs = _BUNDLED[name]
    loaded = sys.modules.get(name)
    if loaded is not None:
        version = str(getattr(loaded, "__version__", "0"))
        if _numbers(version) < _numbers(floor):
            raise ImportError(f"{name} {version} was loaded first by another plugin; {floor} is needed", name=name)
        return loaded
    if not _is_installed(name, distribution, floor):
        for part in needs:
            if importlib.util.find_spec(part) is None:
                _load_bundled(part)
        _load_bundled(name)
    return importlib.import_module(name)


def _is_installed(name: str, distribution: str, floor: str) -> bool:
    try:
        version = importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return False
    return _numbers(version) >= _numbers(floor) and importlib.util.find_spec(name) is not None


def _load_bundled(name: str) -> None:
    if name in sys.modules:
        return
    spec = PathFinder.find_spec(name, [str(_PACKAGE / "_vendor")])
    if spec is None or spec.loader is None:
        raise ImportError(f"{name} is neither installed nor bundled with the plugin", name=name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
