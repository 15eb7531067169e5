# SPDX-License-Identifier: GPL-3.0-or-later
"""GDAL's errors are exceptions inside and what they were outside, whatever other threads do."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

import pytest
from osgeo import gdal, ogr, osr

from zoning_plugin.files.gdal_errors import raising, thread_option

MODULES = (gdal, ogr, osr)


def bad_file() -> object:
    return gdal.OpenEx("/there/is/no/such.gpkg", gdal.OF_VECTOR)


def bad_shape() -> object:
    return ogr.CreateGeometryFromWkt("POLYGON ((")


def bad_crs() -> object:
    return osr.SpatialReference().ImportFromEPSG(1)


WRONG = (bad_file, bad_shape, bad_crs)


def switches() -> list[int]:
    return [module.GetUseExceptions() for module in MODULES]


@pytest.fixture(params=[False, True])
def found(request: pytest.FixtureRequest) -> Iterator[list[int]]:
    """GDAL's switches off, or on, as another plugin may have left them."""
    before = switches()
    turn([int(request.param)] * 3)
    yield switches()
    turn(before)


def turn(wanted: list[int]) -> None:
    """Off all, in whatever order GDAL allows, then on what is wanted."""
    for module in MODULES * len(MODULES):
        with contextlib.suppress(RuntimeError):
            module.DontUseExceptions()
    for module, is_on in zip(MODULES, wanted, strict=True):
        if is_on:
            module.UseExceptions()


@pytest.mark.parametrize("wrong", WRONG)
def test_errors_of_every_module_are_exceptions_and_nothing_is_printed(
    found: list[int], wrong: Callable[[], object], capfd: pytest.CaptureFixture[str]
) -> None:
    with raising():
        assert all(switches())
        with pytest.raises(RuntimeError):
            wrong()
        with raising(), pytest.raises(RuntimeError):
            wrong()
        with pytest.raises(RuntimeError):
            wrong()
    assert switches() == found
    assert capfd.readouterr().err == ""


def test_an_exception_that_leaves_it_leaves_the_switches_as_found(found: list[int]) -> None:
    with pytest.raises(RuntimeError), raising():
        bad_file()
    assert switches() == found


def test_a_thread_that_leaves_does_not_turn_them_off_for_one_that_stays() -> None:
    before = switches()
    turn([0, 0, 0])
    first_in, second_in, first_out = threading.Event(), threading.Event(), threading.Event()
    raised = []

    def first() -> None:
        with raising():
            first_in.set()
            second_in.wait(10)
        first_out.set()

    def second() -> None:
        first_in.wait(10)
        with raising():
            second_in.set()
            first_out.wait(10)
            for wrong in WRONG:
                try:
                    wrong()
                except RuntimeError:
                    raised.append(wrong)

    try:
        threads = [threading.Thread(target=one) for one in (first, second)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(20)
        assert raised == list(WRONG)
        assert switches() == [0, 0, 0]
    finally:
        turn(before)


def test_an_option_is_this_threads_and_goes_back() -> None:
    seen = []
    gdal.SetConfigOption("OGR_CURRENT_DATE", "outside")
    try:
        with thread_option("OGR_CURRENT_DATE", "inside"):
            other = threading.Thread(target=lambda: seen.append(gdal.GetConfigOption("OGR_CURRENT_DATE")))
            other.start()
            other.join(10)
            seen.append(gdal.GetConfigOption("OGR_CURRENT_DATE"))
        seen.append(gdal.GetConfigOption("OGR_CURRENT_DATE"))
    finally:
        gdal.SetConfigOption("OGR_CURRENT_DATE", None)
    assert seen == ["outside", "inside", "outside"]
