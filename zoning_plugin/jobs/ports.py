# SPDX-License-Identifier: GPL-3.0-or-later
"""What the errands need of Qt or QGIS, said as small ports that the bridge implements."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ..report.printable import MapSheet, PrintableReport


class Printer(Protocol):
    """Prints to A4 PDF: text searchable, maps as vectors, fonts embedded.

    Raises PartMissing("cjk-font-missing") before anything is written when no font on this computer has the characters.
    """

    def print_report(self, report: PrintableReport, path: Path) -> None:
        """Print a whole document to ``path``, a place that ``files.outputs`` gave."""

    def print_map(self, sheet: MapSheet, path: Path, *, date: str, author: str) -> None:
        """Print one map sheet to ``path``, a place that ``files.outputs`` gave."""
