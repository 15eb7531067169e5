# SPDX-License-Identifier: GPL-3.0-or-later
"""Where an office's own things lie: in the QGIS profile, so that another profile is another office."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication


def releases_folder() -> Path:
    """The catalogue: every release that was imported, and ``previous`` with those removed."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "zoning_releases"


def profiles_folder() -> Path:
    """The profiles that the office has made (docs/formats/profile.md)."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "zoning_profiles"
