"""While training runs nothing stops the window: whatever is asked, it can be used on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

import gradiometer_desktop
from gradiometer_desktop.main_window import MainWindow
from shared import TIMEOUT_MS

# Ways of Qt to wait for an answer, in which the window is shut or a second event loop runs.
_WAITS = re.compile(
    r"\.exec\(|setModal\(True|Modality\.(?:Application|Window)Modal|dialog\.open\(\)|box\.open\(\)|processEvents"
    r"|Dialog\.get[A-Z]"
    r"|QMessageBox\.(?:question|warning|information|critical|about)\("
)
# The event loop itself.
_ALLOWED = {"app.py": 2}


def test_no_code_waits_for_an_answer() -> None:
    root = Path(gradiometer_desktop.__file__).parent
    found: dict[str, int] = {}
    for path in root.rglob("*.py"):
        number = len(_WAITS.findall(path.read_text("utf-8")))
        if number:
            found[path.relative_to(root).as_posix()] = number
    assert found == _ALLOWED


def actions_of(menu: QMenu) -> Iterator[QAction]:
    menu.aboutToShow.emit()
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from actions_of(below)
        else:
            yield action


def opened(before: set[QWidget]) -> list[QWidget]:
    return [each for each in QApplication.topLevelWidgets() if each.isVisible() and each not in before]


def test_whatever_a_menu_asks_the_window_can_be_used_and_training_goes_on(
    ready: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    session = ready.session
    assert session is not None
    ready.run_bar.play.trigger()
    qtbot.waitUntil(lambda: session.committed_step > 0, timeout=TIMEOUT_MS)
    menus = [action.menu() for action in ready.menuBar().actions()]
    asks = [
        action
        for menu in menus
        if isinstance(menu, QMenu)
        for action in actions_of(menu)
        if action.isEnabled() and (action.text().endswith("…") or menu.title() == "&Help")
    ]
    assert len(asks) > 20
    num_dialogs = 0
    for action in asks:
        text, before = action.text(), set(QApplication.topLevelWidgets())
        action.trigger()
        new = opened(before)
        assert not any(each.isModal() for each in new), text
        assert QApplication.activeModalWidget() is None, text
        for each in new:
            num_dialogs += isinstance(each, QDialog)
            each.close()
    assert num_dialogs > 12
    step = session.committed_step
    qtbot.waitUntil(lambda: session.committed_step > step, timeout=TIMEOUT_MS)
