# SPDX-License-Identifier: GPL-3.0-or-later
"""On what it was measured: the machine and the versions of what does the work."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pyproj
import shapely
from osgeo import gdal

from zoning_plugin.places import plugin_version

from .measuring import ROOT


def machine() -> str:
    """Cores this process may use, their kind, memory, system, and how busy it was."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    kind = _found(r"^model name\s*:\s*(.+)$", "/proc/cpuinfo") or platform.processor() or platform.machine()
    memory = _found(r"^MemTotal:\s*(\d+) kB", "/proc/meminfo")
    told = f"{int(memory) / 1024**2:.0f} GiB memory" if memory else "memory unknown"
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return f"{cores} cores ({kind.strip()}), {told}, {_system()}; load before the first run: {load}"


def versions() -> dict[str, str]:
    """Name → version; QGIS only where there is one."""
    told = {
        "plugin": plugin_version(),
        "Python": platform.python_version(),
        "GDAL": gdal.__version__,
        "GEOS": shapely.geos_version_string,
        "shapely": shapely.__version__,
        "pyproj": pyproj.__version__,
        "PROJ": pyproj.__proj_version__,
        "openpyxl": openpyxl.__version__,
    }
    code = "from qgis.core import Qgis; print(Qgis.QGIS_VERSION)"  # in a process of its own: it is not what is measured
    asked = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, encoding="utf-8")
    if asked.returncode == 0:
        told["QGIS"] = asked.stdout.strip()
    return told


def code_digest() -> str:
    """SHA-256 over the sources and resources of the plugin: whether all of a run measured the same code."""
    digest = hashlib.sha256()
    for folder in ("zoning_plugin", "resources"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _system() -> str:
    try:
        return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, {platform.system()} {platform.machine()}"
    except (OSError, KeyError):
        return platform.platform()


def _found(pattern: str, path: str) -> str:
    try:
        found = re.search(pattern, Path(path).read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return ""
    return found[1] if found else ""
