# SPDX-License-Identifier: GPL-3.0-or-later
"""Where an office's own things lie: in the QGIS profile, so that another profile is another office."""

from __future__ import annotations

import tempfile
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QStandardPaths


def releases_folder() -> Path:
    """The catalogue: every release that was imported, and ``previous`` with those removed."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "zoning_releases"


def search_folder() -> Path:
    """What is kept so that the search in clauses starts fast: in the user's cache, of which anything may be deleted at any time."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericCacheLocation)
    return Path(place or tempfile.gettempdir()) / "zoning_plugin" / "clauses"


def tiles_folder() -> Path:
    """Where tiles of releases are kept whose own folder can only be read: in the user's cache (docs/formats/tiles.md)."""
    return search_folder().with_name("tiles")


def register_path() -> Path:
    """The case register, unless the office has it elsewhere (docs/formats/case-register.md)."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "zoning_register.gpkg"


def register_workshop() -> Path:
    """Where the copy of a register on a share lies while it is worked on: in the profile, because what is not put back must not be lost."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "zoning_registers"


def profiles_folder() -> Path:
    """The profiles that the office has made (docs/formats/profile.md)."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "zoning_profiles"
