# SPDX-License-Identifier: GPL-3.0-or-later
"""Works a QGIS window as a person does: real mouse and keys by xdotool, pictures by ImageMagick, eyes by window_eyes.py."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent


class WindowLost(RuntimeError):
    """QGIS ended, or what was waited for did not come."""


class Window:
    """A QGIS window with the plugin, from the first picture to the end. Use as a context manager.

    ``profile`` is a folder for QGIS's settings, fresh or kept; ``language`` as QGIS names it; ``environment`` is added.
    ``files`` are opened by QGIS as layers; ``lost_picture`` is where the last picture goes when something did not come.
    """

    def __init__(
        self,
        profile: Path,
        language: str = "zh-Hans",
        environment: dict[str, str] | None = None,
        lost_picture: Path | None = None,
        files: Sequence[Path] = (),
    ) -> None:
        self._lost_picture = lost_picture
        self._talk = Path(tempfile.mkdtemp(prefix="window-"))
        self._asked = 0
        log = (self._talk / "qgis.log").open("wb")
        self._process = subprocess.Popen(
            [ROOT / "scripts" / "run_window.sh", "--code", ROOT / "scripts" / "window_eyes.py", *files],
            env={
                **os.environ,
                "PROFILE": str(profile),
                "UI_LANGUAGE": language,
                "WINDOW_TALK": str(self._talk),
                **(environment or {}),
            },
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        self.until((self._talk / "ready").exists, 180, "QGIS to start")
        time.sleep(1)
        self.ask("maximise")
        time.sleep(2)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None and self._lost_picture is not None:
            self.picture(self._lost_picture)
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()

    @property
    def log(self) -> str:
        """What QGIS has printed so far."""
        return (self._talk / "qgis.log").read_text(encoding="utf-8", errors="replace")

    def until(self, holds: Any, seconds: float, what: str) -> Any:
        """Wait until ``holds()`` is true and return what it gave. Raises WindowLost."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = holds()
            if found:
                return found
            if self._process.poll() is not None:
                raise WindowLost(
                    f"QGIS ended with {self._process.returncode} while waiting for {what}:\n{self.log[-3000:]}"
                )
            time.sleep(0.1)
        raise WindowLost(f"waited {seconds:g} s for {what}\n{self.log[-3000:]}")

    def ask(self, question: str, **more: object) -> dict[str, Any]:
        """Ask the eyes inside. Raises WindowLost."""
        self._asked += 1
        answer_file = self._talk / "answer.json"
        beside = self._talk / "ask.part"
        beside.write_text(json.dumps({"id": self._asked, "ask": question, **more}), encoding="utf-8")
        beside.replace(self._talk / "ask.json")

        def answered() -> dict[str, Any] | None:
            if not answer_file.exists():
                return None
            answer: dict[str, Any] = json.loads(answer_file.read_text(encoding="utf-8"))
            return answer if answer["id"] == self._asked else None

        answer: dict[str, Any] = self.until(answered, 60, f"an answer to {question}")
        if "error" in answer:
            raise WindowLost(f"{question}: {answer['error']}")
        return answer

    def spot(self, name: str, seconds: float = 20, **more: object) -> dict[str, Any]:
        """Where the widget is, once it can be clicked and stays where it is (a dock that opens moves the others)."""

        def usable() -> dict[str, Any] | None:
            answer = self.ask("where", name=name, **more)
            if not (answer["found"] and answer["visible"] and answer["enabled"]):
                return None
            time.sleep(0.3)
            again = self.ask("where", name=name, **more)
            is_still = again["found"] and (again["x"], again["y"]) == (answer["x"], answer["y"])
            return again if is_still else None

        return self.until(usable, seconds, f"{name} to be there and enabled")  # type: ignore[no-any-return]

    def click(self, name: str, seconds: float = 20, **more: object) -> None:
        """Click a widget, wherever it is by now."""
        spot = self.spot(name, seconds, **more)
        self.click_at(spot["window"], spot["x"], spot["y"])

    def point(self, name: str, **more: object) -> None:
        """Hold the mouse over a widget without clicking."""
        spot = self.spot(name, 20, **more)
        self._do("mousemove", "--window", str(spot["window"]), str(spot["x"]), str(spot["y"]))
        time.sleep(0.5)

    def click_at(self, window: int, x: int, y: int, button: int = 1) -> None:
        """Move to a place in a window (by its X id) and click."""
        self._do("mousemove", "--window", str(window), str(x - 2), str(y - 2))
        self._do("mousemove", "--window", str(window), str(x), str(y))
        time.sleep(0.15)
        self._do("click", str(button))
        time.sleep(0.3)

    def hover_at(self, window: int, x: int, y: int) -> None:
        """Move the mouse to a place in a window, by way of its neighbourhood, and hold it there."""
        for away in (6, 3, 0):
            self._do("mousemove", "--window", str(window), str(x - away), str(y - away))
            time.sleep(0.03)
        time.sleep(0.25)

    def take(self) -> None:
        """Press the left button and keep it down."""
        self._do("mousedown", "1")
        time.sleep(0.1)

    def let_go(self) -> None:
        """Release the left button."""
        self._do("mouseup", "1")
        time.sleep(0.3)

    def on_map(self, lon: float, lat: float) -> tuple[int, int, int]:
        """Where a place is, as :meth:`click_at` takes it, once the map is drawn. Raises WindowLost when it is not in view."""

        def still() -> dict[str, Any] | None:
            answer = self.ask("canvas", lon=lon, lat=lat)
            return answer if not answer["drawing"] else None

        answer = self.until(still, 60, "the map to be drawn")
        if not answer["visible"]:
            raise WindowLost(f"{lon}, {lat} is not in view at scale {answer['scale']}")
        return answer["window"], answer["x"], answer["y"]

    def key(self, *keys: str) -> None:
        """Press keys by their X names."""
        self._do("key", *keys)
        time.sleep(0.2)

    def type_text(self, text: str) -> None:
        """Type text as keys, slowly enough for characters that the keyboard has not."""
        self._do("type", "--delay", "20" if text.isascii() else "60", text)
        time.sleep(0.3)

    def picture(self, path: Path) -> Path:
        """A picture of the whole screen."""
        time.sleep(0.8)
        subprocess.run(["import", "-window", "root", str(path)], check=True)
        return path

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], check=True, stdout=subprocess.DEVNULL)
