"""The report and the event files are asked for from the menu of files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from answered import answer
from gradiometer_desktop.main_window import MainWindow
from shared import TIMEOUT_MS


def test_the_report_of_the_session_on_the_screen(window: MainWindow, saved: Path) -> None:
    window.open_path(saved)
    window.file_menu.report.trigger()
    dialog = window.reports.report
    assert dialog is not None
    assert dialog.paths == [saved]
    window.file_menu.report.trigger()
    assert window.reports.report is dialog, "one at a time"
    dialog.close()
    assert window.reports.report is None


def test_event_files(
    window: MainWindow, saved: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_path(saved)
    answer(monkeypatch, "ask_folder", tmp_path / "events")
    with qtbot.waitSignal(window.reports.said, timeout=TIMEOUT_MS) as said:
        window.file_menu.events.trigger()
    assert said.args == [f"Exported {tmp_path}/events/saved: look at it with tensorboard --logdir {tmp_path}/events"]
    events = EventAccumulator(str(tmp_path / "events" / "saved"))
    events.Reload()
    assert len(events.Scalars("loss/training")) > 0


def test_where_they_cannot_be_written(window: MainWindow, saved: Path, tmp_path: Path, qtbot: QtBot) -> None:
    window.open_path(saved)
    (tmp_path / "file").touch()
    with qtbot.waitSignal(window.reports.events.done, timeout=TIMEOUT_MS):
        window.reports.write_events(saved, tmp_path / "file")
    (box,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()]
    assert str(tmp_path / "file") in box.text()
    box.close()


def test_without_a_file_neither(window: MainWindow, qtbot: QtBot) -> None:
    from shared import SMALL

    window.new_session(SMALL)
    qtbot.waitUntil(lambda: window.session is not None and window.session.is_ready, timeout=TIMEOUT_MS)
    assert window.file_menu.report.isEnabled() == (window.session is not None and window.session.path is not None)
