# SPDX-License-Identifier: GPL-3.0-or-later
"""PostGIS cuts and measures the same parcels and units: it shares no code with ours above GEOS.

It measures along geodesics, and ours are straight in longitude and latitude (docs/decisions/0002): so edges are made short for it.
GeographicLib, which it measures by, is good to about a square centimetre here.
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from bench.measuring import Absent
from bench.postgis import cluster, programs
from tests.core import country
from zoning_plugin.core import measure
from zoning_plugin.core.overlay import Thresholds, overlay_polygons
from zoning_plugin.core.tiling import Tiling

_ASKED = """
    SELECT p.key, u.key,
    sum(ST_Area(ST_SetSRID(ST_Segmentize(ST_CollectionExtract(ST_Intersection(p.geom, u.geom), 3), 0.0001), 4490)::geography))
    FROM parcels p JOIN units u ON ST_Intersects(p.geom, u.geom) GROUP BY p.key, u.key
"""
_LEAST_M2 = 0.01


def test_postgis_finds_the_same_pieces_with_the_same_areas() -> None:
    try:
        binaries = programs()
    except Absent as reason:
        pytest.skip(str(reason))
    units, parcels = country.units(), country.parcels(150)
    with cluster(binaries) as server:
        for table, shapes in (("units", units), ("parcels", parcels)):
            rows = [f"{key}\t{wkb}\n".encode() for key, wkb in enumerate(shapely.to_wkb(np.array(shapes), hex=True))]
            server.run(f"CREATE TABLE {table} (key int, geom geometry)", f"COPY {table} FROM STDIN", given=rows)
        told = [line.split("|") for line in server.run(_ASKED).splitlines()]
    theirs = {(int(parcel), int(unit)): float(area) for parcel, unit, area in told if float(area) >= _LEAST_M2}
    laid = overlay_polygons(parcels, Tiling(units), rule=measure.ELLIPSOIDAL, thresholds=Thresholds()).pieces
    columns = (laid.polygon.tolist(), laid.index.tolist(), laid.area_m2.tolist())
    ours = {(parcel, unit): area for parcel, unit, area in zip(*columns, strict=True) if area >= _LEAST_M2}
    assert len(ours) > 150
    assert ours.keys() == theirs.keys()
    apart = {
        pair: (area, theirs[pair])
        for pair, area in ours.items()
        if area != pytest.approx(theirs[pair], rel=1e-8, abs=1e-3)
    }
    assert not apart
