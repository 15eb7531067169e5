# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside a QGIS window (--code): says where things are on the screen, so that a hand outside can click on them.

It reads and, but for bringing a place into view, never acts: every click, key and drag comes from the X server, as a person's would (window_hand.py). Questions and answers
are JSON files in $WINDOW_TALK; a question is {"ask": …}, an answer {"id", …}.
"""

import json
import os
from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QAbstractListModel, QPoint, QTimer
from qgis.PyQt.QtWidgets import QApplication, QMenu, QWidget
from qgis.utils import iface as window_of_qgis

iface: Any = window_of_qgis  # its stubs say that it may be None; inside a window it is not
TALK = Path(os.environ["WINDOW_TALK"])


def widget_named(name: str) -> Any:
    """The visible widget of that object name, else any of it, else None."""
    found = [widget for widget in QApplication.allWidgets() if widget.objectName() == name]
    visible = [widget for widget in found if widget.isVisible()]
    return (visible or found or [None])[0]


def in_window(widget: Any, point: QPoint) -> tuple[QPoint, int]:
    """A point of a widget in its window, in the screen's pixels (QGIS scales its own from 3.40 on), and the window's X id."""
    window = widget.window()
    spot = widget.mapTo(window, point)
    scale = window.devicePixelRatioF()
    return QPoint(round(spot.x() * scale), round(spot.y() * scale)), int(window.winId())


def where(ask: dict[str, Any]) -> dict[str, Any]:
    """Middle of a widget (or of row `row`, column `column` of its view, or of its tab `tab`) on the screen, with its state and text."""
    widget = widget_named(ask["name"])
    if widget is None:
        return {"found": False}
    middle = widget.rect().center()
    if "row" in ask:
        at = widget.model().index(ask["row"], ask.get("column", 0))
        widget.scrollTo(at)
        rect = widget.visualRect(at)
        middle = widget.viewport().mapTo(widget, rect.center())
    if "tab" in ask:
        middle = widget.tabBar().mapTo(widget, widget.tabBar().tabRect(ask["tab"]).center())
    spot, window = in_window(widget, middle)
    text = getattr(widget, "text", None) or getattr(widget, "toPlainText", None) or getattr(widget, "currentText", None)
    return {
        "found": True,
        "x": spot.x(),
        "y": spot.y(),
        "window": window,
        "visible": widget.isVisible() and not widget.visibleRegion().isEmpty(),
        "enabled": widget.isEnabled(),
        "text": text() if callable(text) else "",
        "name": widget.accessibleName(),
        "size": [widget.width(), widget.height()],
    }


def rows(ask: dict[str, Any]) -> dict[str, Any]:
    """What the first lines of a view say, column by column."""
    widget = widget_named(ask["name"])
    model = widget.model()
    count, width = min(model.rowCount(), 200), 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    return {"rows": [[str(model.index(row, column).data()) for column in range(width)] for row in range(count)]}


def canvas(ask: dict[str, Any]) -> dict[str, Any]:
    """Where a longitude/latitude lies on the screen, and whether the canvas shows it."""
    there = iface.mapCanvas()
    system = QgsCoordinateReferenceSystem("EPSG:4490")
    transform = QgsCoordinateTransform(system, there.mapSettings().destinationCrs(), QgsProject.instance())
    pixel = there.getCoordinateTransform().transform(transform.transform(QgsPointXY(ask["lon"], ask["lat"])))
    spot, window = in_window(there, QPoint(round(pixel.x()), round(pixel.y())))
    return {
        "x": spot.x(),
        "y": spot.y(),
        "window": window,
        "visible": there.rect().contains(QPoint(round(pixel.x()), round(pixel.y()))),
        "drawing": there.isDrawing(),
        "scale": there.scale(),
    }


def zoom(ask: dict[str, Any]) -> dict[str, Any]:
    """Bring points (lon, lat) into view; the one thing the eyes do, in place of a person's wheel and drag."""
    there = iface.mapCanvas()
    system = QgsCoordinateReferenceSystem("EPSG:4490")
    transform = QgsCoordinateTransform(system, there.mapSettings().destinationCrs(), QgsProject.instance())
    extent = QgsRectangle()
    extent.setMinimal()
    for lon, lat in ask["points"]:
        extent.include(transform.transform(QgsPointXY(lon, lat)))
    least = 2000.0 if there.mapSettings().destinationCrs().mapUnits() == 0 else 0.02
    extent = extent.buffered(max(extent.width(), extent.height(), least / ask["times"]) * (ask["times"] - 1) / 2)
    there.setExtent(extent)
    there.refresh()
    return {"scale": there.scale()}


def maximise(_ask: dict[str, Any]) -> dict[str, Any]:
    """Fill the screen; by Qt and not by the window manager, or Qt may go on believing in the old place of the window."""
    iface.mainWindow().showNormal()
    iface.mainWindow().showMaximized()
    return {}


def dialog(_ask: dict[str, Any]) -> dict[str, Any]:
    """Whether a dialog is open that takes the keys."""
    one = QApplication.activeModalWidget()
    return {"open": one is not None and one.isVisible(), "title": one.windowTitle() if one else ""}


def focus(_ask: dict[str, Any]) -> dict[str, Any]:
    """Which widget has the keyboard: its object name and class, what it says, whether it is in our dock, and where an open menu stands."""
    one = QApplication.focusWidget()
    if one is None:
        return {"name": "", "class": "", "text": "", "in_dock": False, "menu": False, "action": ""}
    dock = widget_named("ZoningDock")
    text = getattr(one, "text", None)
    popup: Any = QApplication.activePopupWidget()
    action = popup.activeAction() if isinstance(popup, QMenu) else None
    return {
        "menu": isinstance(popup, QMenu),
        "action": action.objectName() if action else "",
        "name": one.objectName(),
        "class": type(one).__name__,
        "text": text() if callable(text) else "",
        "in_dock": dock is not None and dock.isAncestorOf(one),
    }


def project(_ask: dict[str, Any]) -> dict[str, Any]:
    """What a person's project looks like from outside: to show that it is left as found."""
    one: Any = QgsProject.instance()
    return {
        "layers": len(one.mapLayers()),
        "selected": sum(layer.selectedFeatureCount() for layer in one.mapLayers().values()),
        "dirty": one.isDirty(),
        "crs": one.crs().authid(),
        "file": one.fileName(),
        "tool": iface.mapCanvas().mapTool().__class__.__name__ if iface.mapCanvas().mapTool() else "",
    }


def names(_ask: dict[str, Any]) -> dict[str, Any]:
    """Every object name there is in our dock, for writing a driver."""
    dock = widget_named("ZoningDock")
    return {"names": sorted({w.objectName() for w in dock.findChildren(QWidget) if w.objectName()}) if dock else []}


ANSWERS = {
    "where": where,
    "rows": rows,
    "canvas": canvas,
    "project": project,
    "focus": focus,
    "names": names,
    "zoom": zoom,
    "maximise": maximise,
    "dialog": dialog,
}


def look() -> None:
    """Answer the question that lies there, if any."""
    question = TALK / "ask.json"
    if not question.exists():
        return
    ask = json.loads(question.read_text(encoding="utf-8"))
    question.unlink()
    try:
        answer = ANSWERS[ask["ask"]](ask)
    except Exception as reason:  # noqa: BLE001 - told to the hand outside
        answer = {"error": repr(reason)}
    beside = TALK / "answer.part"
    beside.write_text(json.dumps({"id": ask["id"], **answer}, ensure_ascii=False), encoding="utf-8")
    beside.replace(TALK / "answer.json")


TIMER = QTimer()
TIMER.timeout.connect(look)
TIMER.start(30)
(TALK / "ready").touch()
