# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test stands on: the environment, fixed seeds, no network, and an honest exit status under QGIS."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.listener import Listener

ROOT = Path(__file__).resolve().parent.parent

# Debian's pyproj looks for its database under the venv otherwise, and finds none.
os.environ.setdefault("PROJ_DATA", "/usr/share/proj")

# The same examples every time; `make soak` style runs pass --hypothesis-seed and a profile of their own.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None, database=None, max_examples=60)
hypothesis.settings.load_profile("fixed")

EXIT_STATUS = pytest.StashKey[int]()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real published data beside the repository; tests that need it are skipped where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data (../shared/data) are not here")
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection out of Python, but to a local socket file, fails the test: the plugin makes none."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX:
            raise AssertionError(f"a connection to {address} was tried")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="session")
def proxy() -> Iterator[Listener]:
    """Where GDAL, PROJ and whatever else asks by libcurl is sent, whoever it asks for, for as long as the tests run."""
    made = Listener()
    kept = {
        name: os.environ.get(name)
        for one in ("http", "https", "all", "no")
        for name in (f"{one}_proxy", f"{one.upper()}_PROXY")
    }
    for name in kept:
        os.environ.pop(name, None)
    os.environ.update(dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), made.address))
    yield made
    for name, value in kept.items():
        os.environ.pop(name, None) if value is None else os.environ.update({name: value})
    made.close()


@pytest.fixture(autouse=True)
def no_network_of_libraries(proxy: Listener) -> Iterator[None]:
    """Any request that a C library makes in this process, or in one that a test starts, fails the test."""
    before = proxy.count
    yield
    assert proxy.count == before, "something was asked of the network"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    session.config.stash[EXIT_STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave as soon as pytest has said its result.

    QGIS may crash while the interpreter takes it apart, after every test has passed, and that is not what a test run asks.
    """
    if EXIT_STATUS in config.stash and "qgis.core" in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[EXIT_STATUS])
