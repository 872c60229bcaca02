"""The application as it starts: a window at once, torch behind it, and an orderly end. In a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shared import TIMEOUT_MS

PROGRAM = """
import json, os, sys, signal
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from gradiometer_desktop import app
from gradiometer_desktop.main_window import MainWindow

seen = {}

class Window(MainWindow):
    def showEvent(self, event):
        seen["torch_when_shown"] = "torch" in sys.modules
        super().showEvent(event)

    def paintEvent(self, event):
        seen.setdefault("torch_when_painted", "torch" in sys.modules)
        super().paintEvent(event)

    def open_first(self, path):
        seen["painted_before_opening"] = "torch_when_painted" in seen
        super().open_first(path)
        seen["state"] = next(iter(self.status._labels.values())).text()
        seen["torch_when_opened"] = "torch" in sys.modules
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look)
        self.timer.start(10)

    def look(self):
        if not self.session.is_ready:
            return
        self.timer.stop()
        seen["title"] = self.windowTitle()
        seen["live"] = self.session.is_live
        seen["name"] = QGuiApplication.applicationName()
        seen["icon"] = not QGuiApplication.windowIcon().isNull()
        seen["hook"] = sys.excepthook.__module__
        seen["torch_at_the_end"] = "torch" in sys.modules
        if os.environ.get("END") == "close":
            self.close()
        else:
            os.kill(os.getpid(), getattr(signal, os.environ["END"]))

app.MainWindow = Window
seen["code"] = app.run(Path(sys.argv[1]) if sys.argv[1:] else None)
print(json.dumps(seen))
"""


def start(tmp_path: Path, *words: str, end: str = "close") -> dict[str, Any]:
    """What an application saw that was started, left alone until its session was ready, and ended."""
    home = {name: str(tmp_path) for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR", "APPDATA")}
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, *words],
        env={**os.environ, **home, "QT_QPA_PLATFORM": "offscreen", "END": end},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_MS / 1000,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    errors = [line for line in result.stderr.splitlines() if "propagateSizeHints" not in line]
    assert errors == []
    seen: dict[str, Any] = json.loads(result.stdout)
    return seen


def test_the_window_is_there_before_torch(tmp_path: Path) -> None:
    seen = start(tmp_path)
    assert seen["code"] == 0
    assert seen["torch_when_shown"] is False
    assert seen["torch_when_painted"] is False
    assert seen["painted_before_opening"] is True
    assert seen["state"] == "warming up: loading PyTorch and the data"
    assert seen["torch_at_the_end"] is True
    assert seen["live"] is True
    assert seen["title"] == "digits 784-30-30-30-30-10 (not recorded yet) - Gradiometer"
    assert (seen["name"], seen["icon"], seen["hook"]) == ("Gradiometer", True, "gradiometer_desktop.problems")
    # Nothing was trained, so there is nothing to leave behind but what the window remembers.
    assert not list(tmp_path.rglob("*.gradiometer"))


def test_a_file_needs_no_torch(tmp_path: Path, saved: Path) -> None:
    seen = start(tmp_path, str(saved))
    assert seen["live"] is False
    assert seen["torch_at_the_end"] is False
    assert seen["state"] == "saved session"
    assert saved.name in seen["title"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_ctrl_c_ends_it_as_closing_the_window_does(tmp_path: Path, saved: Path) -> None:
    """SIGTERM does the same: see test_program."""
    assert start(tmp_path, str(saved), end="SIGINT")["code"] == 0
