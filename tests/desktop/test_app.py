"""The application as it starts: a window at once, torch behind it, and an orderly end. In a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shared import TIMEOUT_MS

# The run itself is left out, because test_program has one: so all of this takes a second.
PROGRAM = """
import json, os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from gradiometer.runner import Runner
from gradiometer_desktop import app, main_window
from gradiometer_desktop.main_window import MainWindow

seen = {"run_begun": False}

def loaded():
    return "torch" in sys.modules

def begin(runner):
    seen["run_begun"] = True
    seen["torch_before_the_run"] = loaded()

class Window(MainWindow):
    def showEvent(self, event):
        seen["torch_when_shown"] = loaded()
        super().showEvent(event)

    def paintEvent(self, event):
        seen.setdefault("torch_when_painted", loaded())
        super().paintEvent(event)

    def open_first(self, path, **named):
        seen["painted_before_opening"] = "torch_when_painted" in seen
        super().open_first(path, **named)
        QTimer.singleShot(0, self.look)

    def look(self):
        seen["state"] = next(iter(self.status._labels.values())).text()
        seen["title"] = self.windowTitle()
        seen["live"] = self.session.is_live
        seen["name"] = QGuiApplication.applicationName()
        seen["icon"] = not QGuiApplication.windowIcon().isNull()
        seen["hook"] = sys.excepthook.__module__
        seen["torch_at_the_end"] = loaded()
        seen["notice"] = self.notice.text.text() if self.notice.isVisible() else ""
        if sys.argv[1] == "close":
            self.close()
        else:
            os.kill(os.getpid(), getattr(signal, sys.argv[1]))

Runner.start = begin
main_window.MainWindow = Window
seen["code"] = app.run(Path(sys.argv[2]) if sys.argv[2:] else None)
print(json.dumps(seen))
"""

HOMES = ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")


def start(tmp_path: Path, end: str, *words: str, program: str = PROGRAM) -> dict[str, Any]:
    """What an application saw that was started, left alone until its session was shown, and ended."""
    home = {name: str(tmp_path) for name in HOMES}
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, end, *words],
        env={**os.environ, **home, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_MS / 1000,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    errors = [line for line in result.stderr.splitlines() if "propagateSizeHints" not in line]
    assert errors == []
    seen: dict[str, Any] = json.loads(result.stdout)
    assert seen["code"] == 0
    return seen


def test_the_window_is_there_before_torch(tmp_path: Path) -> None:
    seen = start(tmp_path, "close")
    assert seen["torch_when_shown"] is False
    assert seen["torch_when_painted"] is False
    assert seen["painted_before_opening"] is True
    assert seen["run_begun"] is True
    assert seen["torch_before_the_run"] is False
    assert seen["state"] == "warming up: loading PyTorch and the data"
    assert seen["live"] is True
    assert seen["title"] == "digits 784-30-30-30-30-10 (not recorded yet) - Gradiometer"
    assert (seen["name"], seen["icon"], seen["hook"]) == ("Gradiometer", True, "gradiometer_desktop.mistakes")
    # Nothing was trained, so there is nothing to leave behind but what the window remembers.
    assert not list(tmp_path.rglob("*.gradiometer"))


@pytest.mark.parametrize(
    "end", ["close", pytest.param("SIGINT", marks=pytest.mark.skipif(os.name == "nt", reason="no such signal"))]
)
def test_a_file_needs_no_torch(tmp_path: Path, saved: Path, end: str) -> None:
    """Ctrl+C ends the program as closing the window does; SIGTERM too: see test_program."""
    seen = start(tmp_path, end, str(saved))
    assert seen["live"] is False
    assert seen["run_begun"] is False
    assert seen["torch_at_the_end"] is False
    assert seen["state"] == "saved session"
    assert saved.name in seen["title"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where logs lie")
def test_what_the_log_says_of_a_start_and_of_an_unexpected_end_before(tmp_path: Path, saved: Path) -> None:
    folder = tmp_path / "Gradiometer" / "log"
    folder.mkdir(parents=True)
    (folder / "running-20261127-030000-1.txt").write_text("Fatal Python error: Segmentation fault", "utf-8")
    seen = start(tmp_path, "close", str(saved))
    assert seen["notice"].startswith("Gradiometer ended unexpectedly last time. Sessions recover by themselves")
    text = (folder / "gradiometer.log").read_text("utf-8")
    for part in ("Gradiometer begins", f"Opened {saved}", "\nPyTorch  ", "Segmentation fault", "Gradiometer ends"):
        assert part in text
    assert sorted(path.name for path in folder.iterdir()) == ["ended-20261127-030000-1.txt", "gradiometer.log"]


COMPARISON = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from gradiometer_desktop import app, main_window
from gradiometer_desktop.compare_window import CompareWindow

seen = {}

def look():
    windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    seen["kinds"] = sorted(type(each).__name__ for each in windows)
    seen["told"] = [each.text() for each in windows if isinstance(each, QMessageBox)]
    seen["torch"] = "torch" in sys.modules
    seen["name"] = QApplication.applicationName()
    for each in windows:
        each.close()

def later():
    QTimer.singleShot(0, look)

make = app._make_application

def make_application():
    application = make()
    QTimer.singleShot(0, later)
    return application

app._make_application = make_application
seen["code"] = app.run_comparison([Path(word) for word in sys.argv[1:]])
print(json.dumps(seen))
"""


def compare(tmp_path: Path, *words: str) -> dict[str, Any]:
    """What was on the screen when these files were compared."""
    home = {name: str(tmp_path) for name in HOMES}
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", COMPARISON, *words],
        env={**os.environ, **home, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_MS / 1000,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert [line for line in result.stderr.splitlines() if "propagateSizeHints" not in line] == []
    seen: dict[str, Any] = json.loads(result.stdout)
    return seen


def test_two_files_are_compared_without_torch(tmp_path: Path, saved: Path) -> None:
    copy = tmp_path / "copy.gradiometer"
    shutil.copy(saved, copy)
    seen = compare(tmp_path, str(saved), str(copy))
    assert seen == {"kinds": ["CompareWindow"], "told": [], "torch": False, "name": "Gradiometer", "code": 0}


def test_where_there_are_not_two_a_sentence_stays_on_the_screen(tmp_path: Path, saved: Path) -> None:
    seen = compare(tmp_path, str(saved), str(tmp_path / "missing.gradiometer"))
    assert (seen["kinds"], seen["code"]) == (["QMessageBox"], 2)
    assert "missing.gradiometer" in seen["told"][0]


HANDED = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QFileOpenEvent
from gradiometer_desktop import app, main_window

seen = {}

class Window(main_window.MainWindow):
    def open_first(self, path, **named):
        event = QFileOpenEvent(sys.argv[2])
        seen["taken"] = QCoreApplication.sendEvent(QCoreApplication.instance(), event)
        seen["before"] = self.session is None

    def open_path(self, path):
        opened = super().open_path(path)
        seen["title"] = self.windowTitle()
        self.close()
        return opened

main_window.MainWindow = Window
seen["code"] = app.run(None)
print(json.dumps(seen))
"""


def test_a_file_that_macos_hands_over_is_opened(tmp_path: Path, saved: Path) -> None:
    seen = start(tmp_path, "close", str(saved), program=HANDED)
    assert seen["taken"] is True
    assert seen["before"] is True
    assert saved.name in seen["title"]
