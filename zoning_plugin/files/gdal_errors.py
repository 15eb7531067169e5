# SPDX-License-Identifier: GPL-3.0-or-later
"""GDAL inside a with statement: errors as exceptions, no network; GDAL's switches as they were found outside of it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any, Final

from osgeo import gdal, ogr, osr

# Each of GDAL's modules has a switch of its own; before GDAL 3.7 none of them turned the others'.
_MODULES: Final = (gdal, ogr, osr)
# What keeps a file from sending GDAL to the network, second to opening local files with drivers that have no reason to go
# there (features.py): whatever asks all the same finds a proxy of no known kind, which fails before anything is sent, and
# no remote file by any name but one. A proxy does not count for hosts in the system's no_proxy: hence second only.
_NO_NETWORK: Final = {
    "GDAL_HTTP_PROXY": "none://none",
    "GDAL_HTTPS_PROXY": "none://none",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "LIBKML_EXTERNAL_STYLE": "NO",
    "LIBKML_RESOLVE_STYLE": "NO",
}


@contextlib.contextmanager
def raising() -> Iterator[None]:
    """Inside: every error of gdal, ogr and osr is a RuntimeError, nothing is printed, and the network is refused to this thread.

    Outside everything is as found.

    Threads may be inside at the same time. From GDAL 3.7 on the switch is one of each thread's own. Before, there is one
    for the whole process: it stays on while any of our threads is inside, and other code sees exceptions meanwhile. What
    other code turns on or off meanwhile is not known to us: GDAL does not tell it from what we did.
    """
    with contextlib.ExitStack() as stack:
        if hasattr(gdal, "ExceptionMgr"):
            for module in _MODULES:
                stack.enter_context(module.ExceptionMgr())
        else:
            stack.enter_context(_SWITCH)
        gdal.PushErrorHandler("CPLQuietErrorHandler")  # one of this thread only
        stack.callback(gdal.PopErrorHandler)
        for name, value in _NO_NETWORK.items():
            stack.enter_context(thread_option(name, value))
        yield


@contextlib.contextmanager
def thread_option(name: str, value: str) -> Iterator[None]:
    """Inside: GDAL's configuration option ``name`` is ``value``, for this thread only."""
    found = gdal.GetThreadLocalConfigOption(name)
    gdal.SetThreadLocalConfigOption(name, value)
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(name, found)


class _Switch:
    """The switches of a GDAL that has one for the whole process: on for the first that enters, as found for the last that leaves."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._turned: list[Any] = []

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._turned = [module for module in _MODULES if not module.GetUseExceptions()]
                for module in self._turned:
                    module.UseExceptions()
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                # The last turned on must be the first turned off; GDAL refuses when other code came in between.
                for module in reversed(self._turned):
                    with contextlib.suppress(RuntimeError):
                        module.DontUseExceptions()


_SWITCH: Final = _Switch()
