# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said in the message bar: one sentence as text, details behind a button, the stack in the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import Qgis, QgsApplication
from qgis.gui import QgsMessageBar, QgsMessageViewer
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QTextBrowser

from zoning_plugin.bridge.i18n import remove_translation
from zoning_plugin.bridge.messages import Messages
from zoning_plugin.core.errors import Cancelled, Level, ReleaseUnreadable, fault

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def bar(qtbot: Any) -> Iterator[QgsMessageBar]:
    remove_translation()
    made = QgsMessageBar()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.clearWidgets()


def shown(bar: QgsMessageBar) -> str:
    item = bar.currentItem()
    browser = item.findChild(QTextBrowser)
    return str(browser.toPlainText() if browser is not None else item.text())


def raised(**facts: str) -> ReleaseUnreadable:
    try:
        raise ReleaseUnreadable("file-missing", **facts)
    except ReleaseUnreadable as error:
        return error


def test_an_error_is_one_sentence_that_stays(bar: QgsMessageBar) -> None:
    Messages(bar).show_error(raised(file="units.shp"))
    assert "units.shp" in shown(bar)
    assert bar.currentItem().level() == Qgis.MessageLevel.Critical
    assert bar.currentItem().duration() == 0


def test_hostile_text_is_shown_as_text(bar: QgsMessageBar) -> None:
    Messages(bar).show_error(raised(file="<img src=x><b>bold</b>"))
    assert "<img src=x><b>bold</b>" in shown(bar)


def test_details_hold_every_fault_and_the_stack(bar: QgsMessageBar, qtbot: Any) -> None:
    logged: list[str] = []
    QgsApplication.messageLog().messageReceived.connect(lambda text, tag, level: logged.append(text))
    faults = [fault("file-missing", Level.ERROR, file="a.shp"), fault("file-empty", Level.ERROR, file="b.xlsx")]
    try:
        raise ReleaseUnreadable("file-missing", faults)
    except ReleaseUnreadable as error:
        Messages(bar).show_error(error)
    assert "(1 more)" in shown(bar)
    bar.currentItem().findChild(QPushButton).click()
    viewers = [one for one in QApplication.topLevelWidgets() if isinstance(one, QgsMessageViewer)]
    assert len(viewers) == 1
    assert not viewers[0].isModal()
    text = viewers[0].findChild(QTextBrowser).toPlainText()
    viewers[0].close()
    for part in ("a.shp", "b.xlsx", "Traceback", "ReleaseUnreadable"):
        assert part in text
        assert any(part in one for one in logged)


def test_what_nobody_foresaw_is_said_too(bar: QgsMessageBar) -> None:
    try:
        raise KeyError("x")
    except KeyError as error:
        Messages(bar).show_error(error)
    assert "KeyError" in shown(bar)


def test_a_cancelled_job_needs_no_message(bar: QgsMessageBar) -> None:
    Messages(bar).show_error(Cancelled())
    assert bar.currentItem() is None


def test_good_news_goes_by_itself(bar: QgsMessageBar) -> None:
    Messages(bar).show_success("written: <a>")
    assert "written: <a>" in shown(bar)
    assert bar.currentItem().duration() > 0
