"""From the start of the program to its end: log, trace of a crash, hooks; and what is told of the last time."""

from __future__ import annotations

import faulthandler
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.mistakes import Mistakes
from gradiometer_desktop.problem_dialog import ProblemDialog
from gradiometer_desktop.upkeep import Upkeep


@pytest.fixture(autouse=True)
def _faults_are_the_tests_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """pytest has Python write traces of crashes to its own place."""
    monkeypatch.setattr(faulthandler, "enable", lambda _file: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)


def test_how_it_ended_last_time(window: MainWindow, log_folder: Path) -> None:
    log_folder.mkdir()
    (log_folder / "running-20261127-030000-1.txt").write_text("Fatal Python error: Aborted", "utf-8")
    with Upkeep() as upkeep:
        upkeep.begin(window)
    assert window.notice.text.text().endswith("open one, and all that was recorded is there.")
    window.notice.action.click()
    [dialog] = [each for each in QApplication.topLevelWidgets() if isinstance(each, ProblemDialog)]
    assert dialog.windowTitle() == "How it ended last time"
    assert dialog.happened.text() == "Gradiometer, started 2026-11-27 03:00, ended unexpectedly."
    assert "Fatal Python error: Aborted" in dialog.details.toPlainText()
    dialog.close()


def test_after_a_good_end_nothing_is_told(window: MainWindow, log_folder: Path) -> None:
    for _ in range(2):
        with Upkeep() as upkeep:
            upkeep.begin(window)
    assert not window.notice.isVisible()
    text = (log_folder / "gradiometer.log").read_text("utf-8")
    assert text.count("Gradiometer begins") == text.count("Gradiometer ends") == 2
    assert "\nScreens " in text


def test_errors_find_the_window_in_it(window: MainWindow, qtbot: QtBot) -> None:
    before = sys.excepthook
    with Upkeep() as upkeep:
        upkeep.guard(window)
        assert isinstance(sys.excepthook.__self__, Mistakes)
    assert sys.excepthook == before


def test_a_start_that_fails_is_noted(log_folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), Upkeep():
        raise ZeroDivisionError("before there was a window")
    text = (log_folder / "gradiometer.log").read_text("utf-8")
    assert "Gradiometer could not begin" in text
    assert "ZeroDivisionError: before there was a window" in text
