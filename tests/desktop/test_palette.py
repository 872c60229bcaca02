"""The command palette, driven by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from gradiometer_desktop import palette as palette_module
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.palette import Palette

_KEYS = Qt.Key


def shown(palette: Palette) -> list[str]:
    model = palette.list.model()
    return [model.index(row, 0).data().removeprefix("✓ ") for row in range(model.rowCount())]


def type_in(palette: Palette, text: str) -> None:
    palette.search.clear()
    QTest.keyClicks(palette.search, text)


@pytest.fixture
def opened(ready: MainWindow, qtbot: QtBot) -> Palette:
    ready.activateWindow()
    qtbot.waitActive(ready)
    ready.plots["norms"].canvases[0].setFocus()
    QTest.keyClick(ready, _KEYS.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert ready.palette_of_commands.search.hasFocus()
    return ready.palette_of_commands


def test_letters_find_and_enter_carries_out(ready: MainWindow, opened: Palette) -> None:
    type_in(opened, "delta norm")
    assert shown(opened)[0] == "Delta norm"
    QTest.keyClick(opened.search, _KEYS.Key_Return)
    assert ready.selection.quantity == "delta_norm"
    assert not opened.isVisible()
    # The keys go back to what had them.
    assert ready.plots["norms"].canvases[0].hasFocus()


def test_arrows_choose_and_escape_leaves_everything_as_it_was(ready: MainWindow, opened: Palette) -> None:
    type_in(opened, "hidden")
    first = opened.list.currentIndex().row()
    QTest.keyClick(opened.search, _KEYS.Key_Down)
    assert opened.list.currentIndex().row() == first + 1
    QTest.keyClick(opened.search, _KEYS.Key_Up)
    assert opened.list.currentIndex().row() == first
    QTest.keyClick(opened.search, _KEYS.Key_Escape)
    assert not opened.isVisible()
    assert ready.selection.layer == 0


def test_what_was_done_last_stands_first(opened: Palette) -> None:
    type_in(opened, "show all steps")
    QTest.keyClick(opened.search, _KEYS.Key_Return)
    opened.open()
    assert shown(opened)[0] == "Show all steps"


def test_what_rests_is_there_says_why_and_cannot_be_done(qtbot: QtBot, settings) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    menu = window.menuBar().addMenu("&Deeds")
    done: list[str] = []
    for name in ("Mow", "Mow twice"):
        action = QAction(name, window)
        action.triggered.connect(lambda _checked, name=name: done.append(name))
        menu.addAction(action)
    action.setEnabled(False)
    action.setStatusTip("The grass is short.")
    palette = Palette(window, settings)
    window.show()
    qtbot.waitActive(window)
    palette.open()
    type_in(palette, "twice")
    assert shown(palette) == ["Mow twice"]
    assert palette.note.text() == "Rests: The grass is short."
    QTest.keyClick(palette.search, _KEYS.Key_Return)
    assert done == []
    type_in(palette, "mow")
    assert shown(palette) == ["Mow", "Mow twice"]
    QTest.keyClick(palette.search, _KEYS.Key_Return)
    assert done == ["Mow"]


def test_it_goes_when_another_part_has_the_keys(ready: MainWindow, opened: Palette) -> None:
    ready.run_bar.layer.setFocus()
    assert not opened.isVisible()
    assert ready.run_bar.layer.hasFocus()


def test_nothing_found_says_so(opened: Palette) -> None:
    type_in(opened, "qqqqq")
    assert shown(opened) == []
    assert "called so" in opened.note.text()
    QTest.keyClick(opened.search, _KEYS.Key_Return)
    assert opened.isVisible()


def test_a_screen_reader_hears_the_command_that_is_chosen(opened: Palette, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(palette_module, "announce", lambda _widget, text: heard.append(text))
    type_in(opened, "skip connections")
    assert heard[-1].startswith("Skip connections. Network and training. off")
