# SPDX-License-Identifier: GPL-3.0-or-later
"""The longitude of a county is a proposal: it must at least lie in its own province."""

from __future__ import annotations

import json

from zoning_plugin.files.longitudes import longitude_of
from zoning_plugin.places import resources_dir


def test_known_places() -> None:
    assert longitude_of(["440606", "440605"]) == 113.1
    assert longitude_of(["220402"]) == 125.1
    assert longitude_of(["440000"]) == 113.5, "a code of the province only"
    assert longitude_of(["990101"]) is None, "the invented county"
    assert longitude_of([]) is None


def test_every_prefecture_lies_near_its_province() -> None:
    known = json.loads((resources_dir() / "places" / "longitudes.json").read_text(encoding="utf-8"))["longitude"]
    for code, longitude in known.items():
        assert 73 <= longitude <= 135
        assert abs(longitude - known[code[:2]]) <= 13, code
