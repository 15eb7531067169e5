# SPDX-License-Identifier: GPL-3.0-or-later
"""A small window beside QGIS that files can be dragged from and that owns the clipboard: another program, as a person has it.

    outside.py FILE…                 to drag, as they are
    outside.py --copied PAGE TEXT    puts the file PAGE (HTML) and the file TEXT (plain) on the clipboard

Prints its X id once it is there; ends when its standard input does.
"""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.PyQt.QtCore import QMimeData, QSocketNotifier, Qt, QUrl
from qgis.PyQt.QtGui import QDrag, QMouseEvent
from qgis.PyQt.QtWidgets import QApplication, QLabel


class Source(QLabel):
    """Drags its files."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__("files")
        self._paths = paths
        self.setWindowFlags(Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.FramelessWindowHint)
        self.setGeometry(10, 300, 120, 60)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        drag, data = QDrag(self), QMimeData()
        data.setUrls([QUrl.fromLocalFile(one) for one in self._paths])
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


def main(words: list[str]) -> int:
    """Show the window until nobody listens any more."""
    app = QApplication([])
    copied = words[:1] == ["--copied"]
    source = Source([] if copied else words)
    source.show()
    if copied:
        data = QMimeData()
        data.setHtml(Path(words[1]).read_text(encoding="utf-8"))
        data.setText(Path(words[2]).read_text(encoding="utf-8"))
        QApplication.clipboard().setMimeData(data)
    ended = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    ended.activated.connect(lambda *_: app.quit())
    print(int(source.winId()), flush=True)  # noqa: T201
    return int(app.exec())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
