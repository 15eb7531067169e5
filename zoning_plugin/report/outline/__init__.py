# SPDX-License-Identifier: GPL-3.0-or-later
"""The report before it has a form: an assessment as sections, paragraphs and tables, all plain values in words."""

from .build import build_outline
from .values import Block, Cell, Column, Excerpt, MapPlace, Notice, Outline, Paragraph, Points, Row, Section, Table

__all__ = [
    "Block",
    "Cell",
    "Column",
    "Excerpt",
    "MapPlace",
    "Notice",
    "Outline",
    "Paragraph",
    "Points",
    "Row",
    "Section",
    "Table",
    "build_outline",
]
