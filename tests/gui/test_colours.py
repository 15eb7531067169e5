# SPDX-License-Identifier: GPL-3.0-or-later
"""What must not be overlooked is loud and can be read on the ground of every theme (WCAG 2 contrast)."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from zoning_plugin.gui.colours import AMBER, BLUE, GREEN, GREY, LOUD, RED, VIOLET, contrast, readable, tinted
from zoning_plugin.gui.state_card import Look, StateCard

THEMES = {
    "light": ("#efefef", "#000000"),
    "white": ("#ffffff", "#000000"),
    "Night Mapping": ("#323232", "#b1b1b1"),
    "Night Mapping, lists": ("#222222", "#b1b1b1"),
    "black": ("#000000", "#ffffff"),
}
"""Ground and ink of QGIS's own themes, and of what systems have."""


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("colour", [AMBER, BLUE, GREEN, GREY, LOUD, RED, VIOLET])
def test_a_coloured_word_can_be_read_on_every_ground(theme: str, colour: str) -> None:
    ground, ink = (QColor(one) for one in THEMES[theme])
    assert contrast(readable(colour, ground, ink), ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("colour", [LOUD, RED])
def test_a_warning_stays_red_in_the_dark(theme: str, colour: str) -> None:
    ground, ink = (QColor(one) for one in THEMES[theme])
    shade = readable(colour, ground, ink)
    assert shade.hue() <= 20 or shade.hue() >= 350
    assert max(shade.red(), shade.green(), shade.blue()) - min(shade.red(), shade.green(), shade.blue()) >= 110


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("look", Look)
def test_the_sentences_of_a_card_can_be_read_on_its_tint(theme: str, look: Look) -> None:
    ground, ink = (QColor(one) for one in THEMES[theme])
    _, colour, share, _, _ = look.value
    assert contrast(ink, tinted(ground, colour, share, ink)) >= 4.5


def carded(qtbot: Any, look: Look, style: str = "") -> tuple[QWidget, StateCard]:
    window = QWidget()
    qtbot.addWidget(window)
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#323232"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#b1b1b1"))
    window.setPalette(palette)
    window.setStyleSheet(style)
    card = StateCard()
    QVBoxLayout(window).addWidget(card)
    window.resize(420, 200)
    card.show_state(look, "不完整", ["第一句", "第二句"])
    window.show()
    qtbot.wait(20)
    return window, card


@pytest.mark.parametrize("look", [Look.INCOMPLETE, Look.NO_DATA, Look.ERROR])
def test_the_headline_of_what_must_not_be_overlooked_stands_on_a_plaque(qtbot: Any, look: Look) -> None:
    _, card = carded(qtbot, look)
    title = next(one for one in card.findChildren(QLabel) if one.text() == "不完整")
    drawn = title.grab().toImage()
    plaque = drawn.pixelColor(drawn.width() - 4, drawn.height() // 2)
    assert contrast(QColor("white"), plaque) >= 4.5
    if look is Look.INCOMPLETE:
        assert plaque == QColor(LOUD)
    else:
        assert contrast(plaque, QColor("#323232")) > 1.5


def test_sentences_stand_on_the_card_and_not_in_a_field_of_their_own(qtbot: Any) -> None:
    """QGIS's dark themes give scroll areas a ground and every frame a border."""
    style = (
        "QWidget { background-color: #323232 } QLabel { color: #b1b1b1 }"
        "QAbstractScrollArea { background-color: #ff00ff } QFrame { border: 1px solid #00ff00 }"
    )
    _, card = carded(qtbot, Look.INCOMPLETE, style)
    text = next(one for one in card.findChildren(QLabel) if "第一句" in one.text())
    drawn = card.grab().toImage()
    place = text.mapTo(card, text.rect().topLeft())
    expected = tinted(QColor("#323232"), AMBER, 0.24, QColor("#b1b1b1"))
    inside = [
        drawn.pixelColor(place.x() + text.width() - 2 - step, place.y() + text.height() // 2) for step in range(12)
    ]
    assert {one.name() for one in inside} == {expected.name()}
    seen = {
        drawn.pixelColor(place.x() + x, place.y() + y).name() for x in range(text.width()) for y in range(text.height())
    }
    assert not seen & {"#ff00ff", "#00ff00"}
