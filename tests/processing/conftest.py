# SPDX-License-Identifier: GPL-3.0-or-later
"""The provider in QGIS's registry, and the demo county as the toolbox is given it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import processing
import pytest
from processing.core.Processing import Processing
from qgis.core import (
    QgsApplication,
    QgsNetworkAccessManager,
    QgsNetworkRequestParameters,
    QgsProcessingException,
    QgsProcessingFeedback,
)

from zoning_plugin.bridge.i18n import remove_translation
from zoning_plugin.processing.provider import ZoningProvider

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "demo"

Run = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session", autouse=True)
def _provider(qgis_app: QgsApplication) -> Iterator[None]:
    Processing.initialize()
    provider = ZoningProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture(autouse=True)
def _english() -> None:
    remove_translation()


@pytest.fixture(autouse=True)
def _no_request_of_qgis(qgis_app: QgsApplication) -> Iterator[None]:
    """QGIS's own network manager (C++, which blocked Python sockets do not see) is asked for nothing while ours runs."""
    asked: list[str] = []
    network = QgsNetworkAccessManager.instance()

    def note(parameters: QgsNetworkRequestParameters) -> None:
        asked.append(parameters.request().url().toString())

    network.requestAboutToBeCreated[QgsNetworkRequestParameters].connect(note)
    yield
    network.requestAboutToBeCreated[QgsNetworkRequestParameters].disconnect(note)
    assert not asked


class Told(QgsProcessingFeedback):
    """Keeps what an algorithm says."""

    def __init__(self) -> None:
        super().__init__(False)
        self.said: list[str] = []

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self.said.append(error)

    def pushWarning(self, warning: str) -> None:
        self.said.append(warning)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def run(told: Told) -> Run:
    """processing.run of one of ours; a failure is a QgsProcessingException."""

    def call(name: str, **parameters: object) -> dict[str, Any]:
        plain = {key: str(value) if isinstance(value, Path) else value for key, value in parameters.items()}
        done: dict[str, Any] = processing.run(f"zoning:{name}", plain, feedback=told)
        return done

    return call


@pytest.fixture
def refused(run: Run) -> Callable[..., str]:
    """The sentence with which a run is refused."""

    def call(name: str, **parameters: object) -> str:
        with pytest.raises(QgsProcessingException) as caught:
            run(name, **parameters)
        return str(caught.value)

    return call


@pytest.fixture(scope="session")
def demo_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county's first release, imported through the job."""
    from zoning_plugin.jobs.import_release import ImportRequest, import_release

    path = tmp_path_factory.mktemp("releases") / "示例县 2024.gpkg"
    import_release(ImportRequest(path, folder=DEMO / "release-1"))
    return path
