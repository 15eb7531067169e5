# SPDX-License-Identifier: GPL-3.0-or-later
"""The one door to PROJ: names of reference systems, coordinates from one to another, and geodesics."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final

from .errors import SiteUnusable

CRS: Final = "EPSG:4490"
# CGCS2000 ellipsoid: GB 22021-2008 / EPSG:1024 (semi-major axis in metres, inverse flattening).
SEMI_MAJOR: Final = 6378137.0
INVERSE_FLATTENING: Final = 298.257222101
SEMI_MINOR: Final = SEMI_MAJOR * (1 - 1 / INVERSE_FLATTENING)
E2: Final = (2 - 1 / INVERSE_FLATTENING) / INVERSE_FLATTENING
E: Final = math.sqrt(E2)

# Datums that need no transformation parameters beside CGCS2000. WGS 84 and CGCS2000 agree within their own accuracy
# (both are realisations of ITRF); every other datum needs local parameters, and without them nothing is judged.
_DATUMS = (
    "china 2000",
    "china_2000",
    "cgcs2000",
    "china geodetic coordinate system 2000",
    "wgs 84",
    "wgs_1984",
    "world geodetic system 1984",
)


# PROJ's objects belong to the thread that made them: pyproj keeps a context a thread and frees it when that thread ends,
# also under a cached transformer. QGIS's task threads come and go (a crash on Debian 13), so all of PROJ lives in one
# thread of ours that stays. It starts with the first question and touches neither Qt nor QGIS.
# The network is switched off in it, also where PROJ_NETWORK=ON asks for grids to be fetched.
def _refuse_network() -> None:
    with suppress(ImportError):  # said by whoever needs it
        import pyproj.network

        pyproj.network.set_network_enabled(False)  # type: ignore[attr-defined]


_PROJ = ThreadPoolExecutor(max_workers=1, thread_name_prefix="proj", initializer=_refuse_network)


def _in_proj(work: Callable[..., Any], *arguments: Any) -> Any:
    """What ``work`` returns or raises, done in PROJ's thread; not to be called from within it."""
    return _PROJ.submit(work, *arguments).result()


def crs_name(crs: str) -> str:
    """Human-readable name (with EPSG code where there is one) of a CRS given as "EPSG:n" or WKT."""
    return str(_in_proj(_name, crs))


def _name(crs: str) -> str:
    found = _parsed(crs)
    authority = found.to_authority(min_confidence=70)
    return f"{found.name} ({':'.join(authority)})" if authority else str(found.name)


def _parsed(crs: str) -> Any:
    import pyproj  # 60 ms: only when something is reprojected

    try:
        return pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError as reason:
        raise SiteUnusable("crs-unknown", crs=crs[:80]) from reason


@lru_cache(maxsize=32)
def _to_cgcs2000(crs: str) -> Any:
    import pyproj

    source = _parsed(crs)
    datum = (
        source.datum.name if source.datum else source.geodetic_crs.name if source.geodetic_crs else source.name
    ).lower()
    if not any(word in datum.replace("d_", "") for word in _DATUMS):
        raise SiteUnusable("datum-unsupported", crs=source.name, datum=datum)
    return pyproj.Transformer.from_crs(source, CRS, always_xy=True)


@lru_cache(maxsize=32)
def _from_cgcs2000(crs: str) -> Any:
    import pyproj

    return pyproj.Transformer.from_crs(CRS, _parsed(crs), always_xy=True)


def _transformed(transformer: Callable[[str], Any], crs: str, x: Any, y: Any) -> tuple[Any, Any]:
    """Arrays of coordinates sent through ``transformer(crs)``, in PROJ's thread."""
    if len(x) == 1:  # pyproj takes an array of one as a number, which numpy is giving up
        x, y = x.tolist(), y.tolist()
    moved: tuple[Any, Any] = _in_proj(lambda: transformer(crs).transform(x, y))
    return moved


def to_lonlat(crs: str, x: Any, y: Any) -> tuple[Any, Any]:
    """Longitudes and latitudes on CGCS2000 (degrees) of arrays of x and y (east and north, or lon and lat) in ``crs``, maybe infinite.

    Raises SiteUnusable: "crs-unknown", "datum-unsupported" (西安80, 北京54, local grids: parameters are needed), also of empty arrays.
    """
    if not len(x):
        _in_proj(_to_cgcs2000, crs)
        return x, y
    return _transformed(_to_cgcs2000, crs, x, y)


def from_lonlat(crs: str, lon: Any, lat: Any) -> tuple[Any, Any]:
    """The way back from longitudes and latitudes on CGCS2000. Raises SiteUnusable("crs-unknown")."""
    return _transformed(_from_cgcs2000, crs, lon, lat)


def geodesic(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    """Metres between two places on the ellipsoid."""
    return float(_in_proj(_geodesic, lon, lat, to_lon, to_lat))


def _geodesic(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    import pyproj

    return float(pyproj.Geod(a=SEMI_MAJOR, rf=INVERSE_FLATTENING).inv(lon, lat, to_lon, to_lat)[2])


def gauss_kruger(zone: int) -> str:
    """EPSG code of the CGCS2000 3° Gauss–Krüger zone with zone prefix, for printing plane coordinates (zones 25–45)."""
    return f"EPSG:{4488 + zone}"


def zone_of(lon: float) -> int:
    """The 3° zone whose central meridian is nearest: zone = CM / 3."""
    return max(25, min(45, round(lon / 3)))
