# SPDX-License-Identifier: GPL-3.0-or-later
"""What the panel's tests share: the window's language, and Chinese and English without a real window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from zoning_plugin.bridge.i18n import install_translation, remove_translation


@pytest.fixture(autouse=True)
def _english(qgis_app: object) -> Iterator[None]:
    """English source texts, whatever the machine's language; a test of its own asks for Chinese."""
    install_translation("en")
    yield
    remove_translation()


@pytest.fixture
def chinese(_english: None) -> None:
    install_translation("zh-Hans")
