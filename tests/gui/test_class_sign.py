# SPDX-License-Identifier: GPL-3.0-or-later
"""The class of a unit is told by a letter and a hatch beside its colour: without any colour the three still differ."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from qgis.PyQt.QtCore import QRect
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from zoning_plugin.core.office_rules import ClassColours
from zoning_plugin.core.terms import UnitClass
from zoning_plugin.gui import colours
from zoning_plugin.gui.words import class_letter


def test_every_class_has_a_letter_of_its_own() -> None:
    letters = [class_letter(one) for one in (UnitClass.PRIORITY, UnitClass.KEY, UnitClass.GENERAL)]
    assert all(letters)
    assert len(set(letters)) == 3


def test_the_classes_look_different_in_one_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    own = colours.style_of_class

    def in_one_ink(unit_class: UnitClass, *_: object) -> object:
        style = own(unit_class)
        hatch = replace(style.hatch, line="#000000") if style.hatch else style.hatch
        return replace(style, fill="#ffffff", line="#000000", hatch=hatch)

    monkeypatch.setattr(colours, "class_colour", lambda *_: QColor("black"))
    monkeypatch.setattr(colours, "style_of_class", in_one_ink)
    drawn = {}
    for one in (UnitClass.PRIORITY, UnitClass.KEY, UnitClass.GENERAL):
        image = QImage(60, 60, QImage.Format.Format_Grayscale8)
        image.fill(QColor("white"))
        painter = QPainter(image)
        colours.paint_class(painter, QRect(2, 2, 50, 50), one, is_firm=True, ink=QColor("black"))
        painter.end()
        drawn[one] = bytes(image.constBits().asarray(image.sizeInBytes()))
    for one, other in itertools.combinations(drawn.values(), 2):
        assert sum(a != b for a, b in zip(one, other, strict=True)) > 20


def test_classes_are_painted_in_the_colours_of_the_open_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(colours, "_decided", [()])
    national = colours.class_colour(UnitClass.KEY)
    decided = ((UnitClass.KEY, ClassColours(fill="#010203", line="#040506", hatch="#070809")),)
    colours.use_class_colours(decided)
    assert colours.class_colour(UnitClass.KEY) == QColor("#070809")
    assert colours.class_colour(UnitClass.GENERAL) != QColor("#070809")
    colours.use_class_colours(())
    assert colours.class_colour(UnitClass.KEY) == national
