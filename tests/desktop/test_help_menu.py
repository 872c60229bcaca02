"""The menu Help: what can be read, copied and found there."""

from __future__ import annotations

import pytest
import torch
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer_desktop.about import AboutWindow
from gradiometer_desktop.main_window import MainWindow
from shared import TIMEOUT_MS


def trigger(window: MainWindow, text: str) -> None:
    [menu] = [action.menu() for action in window.menuBar().actions() if action.text() == "&Help"]
    [action] = [action for action in menu.actions() if action.text().replace("&", "") == text]
    action.trigger()


def test_diagnostics_are_copied(ready: MainWindow, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("something else")
    with qtbot.waitSignal(ready.help_menu.asking.done, timeout=TIMEOUT_MS):
        trigger(ready, "Copy diagnostics")
    copied = QApplication.clipboard().text()
    assert copied.startswith("Gradiometer  ")
    assert torch.__version__ in copied
    assert "live, 784-12-12-12-10" in copied
    assert ready.status.currentMessage() == "Diagnostics are on the clipboard"


def test_asked_twice_at_once(ready: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ready.help_menu.asking.done, timeout=TIMEOUT_MS):
        trigger(ready, "Copy diagnostics")
        trigger(ready, "Copy diagnostics")
    assert not ready.help_menu.asking.is_busy


def test_the_log_folder(window: MainWindow, log_folder, monkeypatch: pytest.MonkeyPatch) -> None:
    log_folder.mkdir()
    asked = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(asked.append(url.toLocalFile())) or True)
    trigger(window, "Show the log folder")
    assert asked == [str(log_folder)]


def test_about(window: MainWindow) -> None:
    trigger(window, "About")
    [about] = window.findChildren(AboutWindow)
    assert about.isVisible()
    about.close()
