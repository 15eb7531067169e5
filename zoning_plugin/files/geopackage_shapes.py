# SPDX-License-Identifier: GPL-3.0-or-later
"""Shapes as the geometries of a GeoPackage (OGC 12-128r17, 2.1.3): a header with the bounds, then WKB."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

from ..core import geometry
from ..core.geometry import Shape
from .geopackage import SRS, Box

_HEAD: Final = struct.Struct("<2sBBi4d")


def geometry_blob(shape: Shape) -> bytes:
    """A (multi)polygon in EPSG:4490 as GeoPackage geometry: header with the bounding box, then the WKB of a multipolygon."""
    return blob_of(geometry.to_wkb(shape), geometry.bounds(shape))


def geometry_blobs(shapes: Sequence[Shape | None]) -> list[tuple[bytes, Box] | None]:
    """As :func:`geometry_blob`, of each of many shapes, with its bounds; None where there is none."""
    there = [shape for shape in shapes if shape is not None]
    made = iter(zip(geometry.to_wkbs(there), geometry.bounds_of(there), strict=True))
    return [None if shape is None else (blob_of(*(one := next(made))), one[1]) for shape in shapes]


def blob_of(wkb: bytes, box: Box) -> bytes:
    """As :func:`geometry_blob`, of the little-endian WKB of a (multi)polygon and its bounds."""
    if wkb[1] == 3:
        wkb = b"\x01\x06\x00\x00\x00\x01\x00\x00\x00" + wkb
    west, south, east, north = box
    return _HEAD.pack(b"GP", 0, 0b0000_0011, SRS, west, east, south, north) + wkb
